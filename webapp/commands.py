"""The commands: they print for editors, developers and operators.

`python -m webapp ...` runs them even where faults keep the app itself from starting, and
`flask --app webapp ...` where it starts.
"""

from __future__ import annotations

import errno
import gc
import multiprocessing
import re
import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import partial, wraps
from hashlib import sha256
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

import webapp  # it imports this module: its functions are looked up when a command runs
from webapp.delivery import release, static_hosts
from webapp.delivery.build import build_release, in_parallel, inputs_of, reloading
from webapp.delivery.serve import Respawns, open_worker
from webapp.i18n.languages import SOURCE, Language, load
from webapp.settings import Settings, read_origin

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

# Of a worker. Ready answers take no time; a slow search must not hold them up, and more threads
# only wait for each other. Beyond what may wait, connections queue in the kernel.
THREADS = 3
WAITING = 256

# What an operator should know at once.
warn = partial(click.echo, err=True)


def pass_settings(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the settings when it is run: its help needs none."""
    return wraps(command)(lambda **options: command(Settings.from_environment(), **options))


class Group(click.Group):
    """Commands that name a file which they cannot read or write."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command."""
        try:
            return super().invoke(ctx)
        except OSError as error:
            if isinstance(error, BrokenPipeError):  # as by `| head`
                raise
            what = f"{error.filename or 'a file'}: {error.strerror}; give a place that can be "
            what += "read or written, and room"
            raise click.ClickException(what) from error


class LazyGroup(Group):
    """A group of the workbench, imported when it is asked for: what serves never waits for that."""

    def make_context(self, *args: Any, **extra: Any) -> click.Context:
        """Import the commands."""
        self.commands = import_module(f"webapp.workbench.{self.name}").commands.commands
        return super().make_context(*args, **extra)


content = LazyGroup("content", help="What the site says.")
messages = LazyGroup("messages", help="What translators get, what they gave, who has checked it.")
cli = Group(help="Check the words, help translators, serve the site.", commands=[content, messages])


@cli.command()
@click.option("--force", is_flag=True, help="also where a language of the release before is lost")
@pass_settings
def build(settings: Settings, force: bool) -> None:
    """Render the whole site into a release. Workers that run load it within a second."""
    with release.build_lock(settings.release_folder):
        made = _release(settings, force)
    click.echo(f"release {made.revision}: {len(made.answers)} answers in {settings.release_folder}")
    others = len(list(settings.releases.glob("*/current"))) > 1
    if others and len(list(settings.release_folder.glob("[0-9]*"))) == 1:
        values = settings.in_release.items()
        shown = ", ".join(f"{name} {value!r}" for name, value in values if value)
        warn(
            f"WARNING: this is the first release of these settings ({shown}). A server that runs "
            "with other settings does not load it: to reload that, build with its settings"
        )


def _release(settings: Settings, force: bool = False) -> release.Release:
    """Build and write a release, unless the current one is of the same inputs already."""
    folder = settings.release_folder
    if ready := release.of_inputs(folder, inputs_of(settings)):
        return ready
    made = build_release(settings, webapp.create_app)
    before: release.Release | None = None
    with suppress(release.ReleaseError):  # there is none, or none that is whole
        before = release.current(folder)
    lost = sorted(set(before.languages) - set(made.languages)) if before else []
    if lost and not force:
        raise release.ReleaseError(
            f"this would take {', '.join(lost)} off the site; see: .venv/bin/python -m "
            "webapp messages report. To do it all the same: .venv/bin/python -m webapp build "
            "--force"
        )
    click.echo(made.changes_from(before))
    return release.write(folder, made, static_hosts.files(made, settings.base_path))


@cli.command()
@click.argument("address")
@click.option("--static", is_flag=True, help="it is an export, which has no forms")
@pass_settings
def verify(settings: Settings, address: str, static: bool) -> None:
    """Compare a live site with this commit and its settings."""
    origin, host = None, re.match("[^/]*//[^/]*", address)
    with suppress(ValueError):
        origin = host and read_origin(host[0])
    if not (host and origin):
        raise click.ClickException(f"{address!r} is no address such as https://guide.example")
    public = settings.site_url or origin + address[host.end() :].rstrip("/")
    settings = replace(settings, static_host=static, site_url=public)
    made = build_release(settings, webapp.create_app)
    if found := static_hosts.differences(made, address):
        raise click.ClickException("\n".join([f"differences: {len(found)}", *found]))
    click.echo(f"{address} shows release {made.revision}: no answer of it differs")


@cli.command()
@click.option("--language", help="the tag of one that is half finished: nobody else can see it")
@pass_settings
def dev(settings: Settings, language: str | None) -> None:
    """Serve to an editor, each change at the next reload. Faults show in the browser."""
    from werkzeug.serving import WSGIRequestHandler, run_simple

    languages: tuple[Language, ...] | None = None
    settings = replace(settings, site_url="", base_path="")  # an editor asks this machine
    if language:
        settings = replace(settings, host="127.0.0.1")
        named = [known for known in load(settings.translations) if known.tag == language]
        if not named:
            raise click.ClickException(f"begin it first: make language LANGUAGE={language}")
        languages = (SOURCE, *named)
        click.echo(f"{settings.origin}/{language}/ shows {language} to you alone")

    class Silent(WSGIRequestHandler):
        """Werkzeug's own would print who asked, and for what."""

        def log(self, type: str, message: str, *args: object) -> None:
            """Print nothing."""

    def make() -> WSGIApplication:
        app = webapp.create_app(settings, languages)
        app.config["PROPAGATE_EXCEPTIONS"] = True
        return app

    site = reloading(make, settings)
    # The reloader follows code; words, templates and pictures are followed by the site itself.
    run_simple(settings.host, settings.port, site, use_reloader=True, request_handler=Silent)


@cli.command("export")
@pass_settings
def export_site(settings: Settings) -> None:
    """Write the site for static hosts: build/site."""
    settings = replace(settings, static_host=True)
    if not settings.site_url:
        warn(
            f"WARNING: SITE_URL is not set: every full link of this export says {settings.origin}. "
            "Before it is published, export it again with SITE_URL=https://your.host"
        )
    if settings.missing:
        warn(f"WARNING: {settings.missing}")
    with release.build_lock(settings.release_folder):
        made = _release(settings)
        folder = static_hosts.export(settings.release_folder, settings.releases.parent)
    click.echo(f"{folder}/site: release {made.revision}, {len(made.answers)} answers")
    _warn_of_others(settings)
    if closed := static_hosts.unreadable(settings.release_folder):
        warn(
            "WARNING: nginx may not enter each folder on the way to the files, and would answer "
            f"403 or 404 everywhere. Run: chmod o+x {' '.join(map(str, closed))}"
        )


def _warn_of_others(settings: Settings) -> None:
    if settings.site_url and (others := settings.other_folders):
        warn(
            f"WARNING: {', '.join(map(str, others))} is of other settings of this address: nginx "
            f"shows old pages where it names that. Let it name {settings.release_folder}, and "
            "delete the old one"
        )


@cli.command()
@pass_settings
def serve(settings: Settings) -> None:
    """Serve the site with granian on HOST and PORT."""
    from granian.constants import Interfaces
    from granian.server.mp import MPServer

    if settings.base_path:
        remedy = "unset it, and serve the site on a host of its own"
        raise click.ClickException(f"BASE_PATH is for an export alone; {remedy}")
    claim, address = _claim_address(settings)
    if settings.missing:
        warn(f"WARNING: {settings.missing}")
    revision = _ready_release(settings)
    _warn_of_others(settings)
    click.echo(f"{settings.origin}/ shows release {revision}, listening on {settings.listens}/")
    # A worker is this process again, with its settings and code: also from Python 3.14 on.
    multiprocessing.set_start_method("fork", force=True)
    gc.freeze()  # workers share the memory of what is read by now, if no collector touches it
    server = MPServer(
        "webapp",
        address=address,
        port=settings.port,
        interface=Interfaces.WSGI,
        workers=settings.workers,
        blocking_threads=THREADS,
        backpressure=WAITING,
        # A killed worker is replaced; one that is asked to stop has 4 seconds for its answers.
        respawn_failed_workers=True,
        respawn_interval=0.5,
        workers_kill_timeout=4,
        log_access=False,
        websockets=False,
    )
    server.respawned_wrks = Respawns()
    server.serve(
        target_loader=lambda: open_worker(settings, webapp.create_app, warn), wrap_loader=False
    )
    claim.close()


def _ready_release(settings: Settings) -> str:
    """Return the revision that answers: of the words as they are, else the last good one."""
    folder = settings.release_folder

    def built(_: str) -> str:
        if ready := release.of_inputs(folder, inputs_of(settings)):
            return ready.revision
        with release.build_lock(folder):
            return _release(settings).revision

    try:
        # A child process reads or builds it: this one, which is there as long as the site, stays
        # small.
        return in_parallel(built, [""])[0]
    except click.ClickException as error:
        try:
            ready = release.current(folder)
        except release.ReleaseError:
            raise error from None
        warn(f"{error.message}\nUntil that is mended, the last good release answers.")
    return ready.revision


def _claim_address(settings: Settings) -> tuple[socket.socket, str]:
    """Return what keeps the address for this server, and that address in figures, which is all that
    granian takes; stop where it cannot listen, as granian's own message would be a trace."""
    claim = socket.socket(socket.AF_UNIX)
    with socket.socket(socket.AF_INET6 if ":" in settings.host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
            address = str(probe.getsockname()[0])
            # Workers listen side by side, and so would those of a server that is being started
            # too. A name of Linux alone, which goes with the process (unix(7), abstract).
            if sys.platform == "linux":
                name = sha256(f"{address}:{settings.port}".encode()).hexdigest()
                claim.bind(f"\0webapp {name}")
        except OSError as error:
            remedy = (
                "stop the other server, or set PORT to another number"
                if error.errno in (errno.EADDRINUSE, errno.EACCES)
                else "set HOST to an address of this machine, such as 127.0.0.1; a public name "
                "belongs into SITE_URL"
            )
            what = f"{settings.host}:{settings.port} cannot be listened on ({error.strerror})"
            raise click.ClickException(f"{what}; {remedy}") from error
    if address in ("0.0.0.0", "::") and not settings.site_url:  # noqa: S104  # that is the fault
        warn(
            f"WARNING: pages name this site {settings.origin}, which leads nobody here: "
            "set SITE_URL to the address that readers use"
        )
    return claim, address
