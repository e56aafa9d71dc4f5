"""The commands: content, messages, build, dev, export, serve.

They print for editors, developers and operators.

`python -m webapp ...` runs them even where faults keep the app itself from starting, and
`flask --app webapp ...` where it starts.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

from webapp.delivery import edition
from webapp.explainer.units import ContentError
from webapp.i18n import catalogs
from webapp.settings import HERE, Settings
from webapp.translators import messages

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

# Of a worker. Ready answers take no time; a slow search must not hold them up, and more threads
# only wait for each other. Beyond what may wait, connections queue in the kernel.
THREADS = 3
WAITING = 256


def settings() -> Settings:
    """Return the settings, or stop with what is wrong with them."""
    return Settings.from_environment(os.environ)


def warn(text: str) -> None:
    """Tell an operator something at once."""
    click.echo(text, err=True)


@click.group()
def cli() -> None:
    """Check the words, help translators, serve the site."""


class LazyGroup(click.Group):
    """A group whose commands are imported when one of them is asked for."""

    def __init__(self, *args: Any, commands_in: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        self.commands_in = commands_in

    def _all(self) -> dict[str, click.Command]:
        found: dict[str, click.Command] = import_module(self.commands_in).COMMANDS
        return found

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands."""
        return sorted(self._all())

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command."""
        return self._all().get(cmd_name)


# Lazy: textstat takes a second to load, and what serves readers imports this module.
@cli.group(cls=LazyGroup, commands_in="webapp.workbench.content")
@click.pass_context
def content(context: click.Context) -> None:
    """What the site says."""
    context.obj = settings()


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
