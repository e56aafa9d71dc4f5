"""The commands: content, messages, build, dev, export, serve.

They print for editors, developers and operators.

`python -m webapp ...` runs them even where faults keep the app itself from starting, and
`flask --app webapp ...` where it starts.
"""

from __future__ import annotations

import os
import socket
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from webapp import explainer as floor
from webapp.delivery import edition
from webapp.explainer import provenance
from webapp.explainer.references import passages_of
from webapp.explainer.walk import ContentError
from webapp.i18n import catalogs
from webapp.settings import HERE, Settings, SettingsError
from webapp.site.machine import pictures
from webapp.translators import messages

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

# Of a worker. Ready answers take no time; a slow search must not hold them up, and more threads
# only wait for each other. Beyond what may wait, connections queue in the kernel.
THREADS = 3
WAITING = 256


def settings() -> Settings:
    """Return the settings, or stop with what is wrong with them."""
    try:
        return Settings.from_environment(os.environ)
    except SettingsError as error:
        raise click.ClickException(str(error)) from error


def warn(text: str) -> None:
    """Tell an operator something at once."""
    click.echo(text, err=True)


@click.group()
def cli() -> None:
    """Check the words, help translators, serve the site."""


@cli.group()
def content() -> None:
    """What the site says."""


@content.command("check")
def content_check() -> None:
    """Print what stands on what, how plain it is, and every fault; exit 1 on any."""
    if not print_report(settings().content, pictures()):
        raise click.exceptions.Exit(1)


def print_report(folder: Path, known_pictures: frozenset[str]) -> bool:
    """Print the report of a content folder; return whether it has no fault."""
    # Here, not above: textstat takes a second to load, and the app itself never needs it.
    from webapp.explainer import plain_language

    explained, faults = floor.examine(folder, known_pictures)
    for source in explained.sources:
        click.echo(f"source {source.id}: {len(source.paragraphs)} paragraphs, {source.sha256}")
    kinds = Counter(each.kind.value for _, _, each in passages_of(explained))
    click.echo("passages: " + ", ".join(f"{name} {kinds[name]}" for name in sorted(kinds)))
    states = [each for each in provenance.coverage(explained) if each.state != "furniture"]
    done = sum(each.state != "open" for each in states)
    share = 100 * done // len(states) if states else 0
    click.echo(f"source paragraphs explained: {done} of {len(states)} ({share} per cent)")
    breaches = [str(each) for each in faults]
    breaches += [
        f"sources/{each.source}: paragraph {each.number}: nothing explains it; cite it, or mark "
        "it as furniture in sources.toml"
        for each in states
        if each.state == "open"
    ]
    if not faults:
        long = plain_language.longest(explained)
        click.echo(f"longest sentence: {len(long.words.split())} words ({long.key}): {long.words}")
        for (place, voice), (grade, words) in sorted(plain_language.grades(explained).items()):
            if not place:
                click.echo(f"reading grade, {voice}: {grade:.1f} ({words} words)")
        hard = Counter(word for _, word in plain_language.hard_words(explained))
        click.echo(f"unexplained hard words: {', '.join(sorted(hard)) or 'none'}")
        breaches += [str(each) for each in plain_language.check(explained)]
    for breach in breaches:
        click.echo(f"FAULT {breach}", err=True)
    click.echo(f"faults: {len(breaches)}")
    return not breaches


@cli.command()
@click.option("--force", is_flag=True, help="also in place of an edition of other settings")
def build(force: bool) -> None:
    """Render the whole site into the edition file; workers that run take it within a second."""
    from webapp import build_edition, inputs_of

    chosen = settings()
    with _told(), edition.alone(chosen.edition):
        if chosen.edition.exists() and not force:
            try:
                edition.usable(chosen.edition, chosen.shown)
            except edition.EditionError as error:
                raise click.ClickException(
                    f"{error}. A server that runs would not take it; to start one with these "
                    "settings: python -m webapp build --force"
                ) from error
        made = build_edition(chosen)
        edition.write(made, chosen.edition)
    click.echo(f"edition {made.revision}: {len(made.ready)} addresses, {inputs_of(chosen)[:8]}")


@cli.command()
def dev() -> None:
    """Serve to an editor: each change shows at the next reload, and faults show in the browser."""
    from werkzeug.serving import WSGIRequestHandler, run_simple

    from webapp import STATIC, create_app
    from webapp.delivery.editing import Following

    chosen = settings()

    class Silent(WSGIRequestHandler):
        """Werkzeug's own would print who asked, and for what."""

        def log(self, type: str, message: str, *args: object) -> None:
            """Print nothing."""

    def make() -> WSGIApplication:
        catalogs.compile_all(chosen.translations)
        catalogs.forget()
        app = create_app(chosen)
        app.config["PROPAGATE_EXCEPTIONS"] = True
        return app

    folders = (HERE / "templates", STATIC, chosen.content, chosen.translations)
    known = (ContentError, catalogs.CatalogError, edition.EditionError)
    site = Following(make, folders, known)
    # The reloader follows code; words, templates and pictures are followed by the site itself.
    run_simple(chosen.host, chosen.port, site, use_reloader=True, request_handler=Silent)


@cli.command("export")
@click.option("--base-path", default="", help="the folder below which a host serves it: /guide")
def export_site(base_path: str) -> None:
    """Write the site as a folder of files that any static host serves: build/site."""
    from webapp import export

    if base_path:
        os.environ["BASE_PATH"] = base_path
    chosen = settings()
    if not chosen.site_url:
        warn(
            f"WARNING: SITE_URL is not set: every full link of this export says {chosen.origin}. "
            "Before it is published, export it again with SITE_URL=https://your.host"
        )
    if chosen.missing:
        warn(f"WARNING: {chosen.missing}")
    with _told():
        done = export(chosen)
    click.echo(f"build/site: {done.files} files, {done.written} written, {done.removed} removed")


@cli.command()
def serve() -> None:
    """Serve the site with granian on HOST and PORT."""
    from granian.constants import Interfaces

    from webapp import build_edition, inputs_of
    from webapp.delivery.workers import Server

    chosen = settings()
    if chosen.base_path:
        raise click.ClickException(
            "BASE_PATH is for an export alone; unset it, and serve the site on a host of its own"
        )
    _free(chosen)
    if chosen.missing:
        warn(f"WARNING: {chosen.missing}")
    with _told():  # faults are told here, once, not by each worker
        held = edition.ensure(chosen.edition, inputs_of(chosen), lambda: build_edition(chosen))
    click.echo(f"http://{chosen.host}:{chosen.port}/ shows edition {held.revision}")
    del held  # each worker reads its own; what the parent holds, they would hold twice
    Server(
        "webapp:front_door",
        factory=True,
        address=chosen.host,
        port=chosen.port,
        interface=Interfaces.WSGI,
        workers=chosen.workers,
        blocking_threads=THREADS,
        backpressure=WAITING,
        # A killed worker is replaced; one that is asked to stop has 4 seconds for its answers.
        respawn_failed_workers=True,
        respawn_interval=0.5,
        workers_kill_timeout=4,
        log_access=False,
    ).serve()


@contextmanager
def _told() -> Iterator[None]:
    """Tell faults of content, catalogs and edition as one clear message."""
    try:
        catalogs.check_compiled(settings().translations)
        yield
    except ContentError as error:
        raise click.ClickException(f"the content has faults:\n{error}") from error
    except (edition.EditionError, catalogs.CatalogError) as error:
        raise click.ClickException(str(error)) from error


def _free(chosen: Settings) -> None:
    """Stop where somebody else listens already; the server's own message would be a trace."""
    family = socket.AF_INET6 if ":" in chosen.host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((chosen.host, chosen.port))
        except OSError as error:
            raise click.ClickException(
                f"{chosen.host}:{chosen.port} cannot be listened on ({error.strerror}); "
                "stop the other server, or set PORT to another number"
            ) from error


cli.add_command(messages)
