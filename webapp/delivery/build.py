"""Build a release, on all cores that there are; build the app again for editors, at each change."""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import signal
import sys
import traceback
import warnings
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from hashlib import sha256
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, TypeVar

from click import ClickException
from flask import Flask, render_template
from jinja2 import TemplateSyntaxError
from werkzeug.exceptions import default_exceptions
from werkzeug.wrappers import Response

from webapp.delivery import policy
from webapp.delivery.release import Answer, Release, ReleaseError
from webapp.explainer.loader import IGNORED, files_of
from webapp.i18n.languages import SOURCE
from webapp.settings import HERE, Settings
from webapp.site.assets import STATIC
from webapp.site.website import Website, site_of

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication

# Error pages are ready too, for static hosts, and for the time when Flask cannot start: the status
# of each page, and of the error that it tells of.
ERRORS = {404: 404, 405: 405, 414: 414, 503: 500}
MAKERS = ("Babel", "Brotli", "Flask", "Flask-Babel", "Jinja2", "MarkupSafe", "Werkzeug",
          "lxml", "python-docx", "segno")  # fmt: skip
Made = TypeVar("Made")
# What the child processes work with; set before they are forked.
_work: Callable[[str], Any]


def inputs_of(settings: Settings) -> str:
    """Return the hash of all that a release of these settings is made of."""
    # The same words in another version of these may differ.
    versions = [version(package) for package in MAKERS]
    digest = sha256(repr((settings.in_release, sys.version, versions)).encode())
    for folder in (HERE, STATIC, settings.content, settings.translations, settings.handouts):
        for name, path in files_of(folder).items():
            digest.update(f"{name}\0".encode() + sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def hash_of_code() -> str:
    """Return the hash of the code as it lies here now: a process goes on with what it read."""
    files = (path.read_bytes() for path in sorted(HERE.rglob("[!.]*.py")))
    return sha256(b"".join(files)).hexdigest()


def build_release(settings: Settings, create_app: Callable[[Settings], Flask]) -> Release:
    """Render the whole site as the settings have it."""
    before = inputs_of(settings)
    made = build(create_app(settings), before)
    if inputs_of(settings) != before:
        raise ReleaseError("files changed while pages were rendered; run this again")
    return made


def build(app: Flask, inputs: str) -> Release:
    """Render and compress every address of an app; raise `ReleaseError` on one that fails.

    The app is not served afterwards.
    """
    site = site_of(app)
    headers = policy.table(site)
    app.config["PROPAGATE_EXCEPTIONS"] = True
    for name in app.jinja_env.list_templates(filter_func=lambda name: not IGNORED.search(name)):
        with suppress(TemplateSyntaxError):  # reported with the page that meets it
            app.jinja_env.get_template(name)  # read once here, not by each process
    addresses = list(dict.fromkeys(site.addresses()))
    # Bundles hold pages as they are at last, hence come after them.
    first = [address for address in addresses if not address.startswith(policy.OFFLINE)]
    last = [address for address in addresses if address.startswith(policy.OFFLINE)]
    answers = in_parallel(lambda path: _ready(app, path), first)
    for answer in answers:
        sent = {"Content-Type": answer.type, **headers[answer.policy]}
        site.rendered[answer.address] = (sent.items(), answer.bodies[""])
    for folder in ("", *(f"{tag}/" for tag in site.guides)):
        for code, error in ERRORS.items():
            answers.append(_error_page(app, f"{folder}{code}.html", code, error))
    bundles = in_parallel(lambda path: _ready(app, path), last)
    _weigh(bundles, site.guides[SOURCE.tag].content.inspection.offline_kilobytes)
    answers += [*bundles, *_at_the_root(app, site)]
    return Release(inputs, headers, [*site.guides], sorted(site.query_dependent()), tuple(answers))


def _weigh(bundles: list[Answer], promised: int) -> None:
    """Raise `ReleaseError` where keeping the guide costs a reader more than its button says."""
    heaviest = max(bundles, key=lambda bundle: len(bundle.bodies.get("br", b"")))
    weight = -(-len(heaviest.bodies.get("br", b"")) // 1000)
    if weight > promised:
        raise ReleaseError(
            f"inspection.toml: offline_kilobytes: is {promised}, but a copy weighs {weight} KB "
            f"({heaviest.address}); write {weight}, or mark fewer pages precached"
        )


def _at_the_root(app: Flask, site: Website) -> list[Answer]:
    """Return what stands beside the pages: the choice of languages, where nobody can choose by
    reader; for static hosts the way out."""
    with app.test_request_context("/", base_url=site.settings.origin):
        chooser = Response(render_template("pages/chooser.html"), mimetype="text/html")
        # For hosts that know no redirects: on at once, and a link. A folder is found by all.
        leave = Response(render_template("pages/leave.html") + "\n", mimetype="text/html")
    if not site.settings.static_host:
        return [_answer(chooser, "refusal", file="index.html")]
    way_out = _answer(leave, "exit", file="exit/index.html")
    return [_answer(chooser, "page", file="index.html"), way_out]


def _error_page(app: Flask, file: str, code: int, error: int) -> Answer:
    """Return the page of an error, at an address that no page has, nor a repair (`mend`)."""
    with app.test_request_context(f"/{file}", base_url=site_of(app).settings.origin):
        page = app.process_response(
            app.make_response(app.handle_http_exception(default_exceptions[error]()))
        )
    page.status_code = code
    return _answer(page, "refusal", file=file)


def _ready(app: Flask, path: str) -> Answer:
    """Ask the app for an address; raise `ReleaseError` with its path and the reason of a fault."""
    site = site_of(app)
    try:
        answer = app.test_client().get(path, base_url=site.settings.origin)
    except Exception as error:
        raise ReleaseError(f"{path} could not be rendered: {place_of(error)}") from error
    if answer.status_code not in (200, 303):
        raise ReleaseError(f"{path} answered {answer.status}, not 200; mend it or its link")
    headers = policy.name_for(path, answer.status_code, htmx=path in site.query_dependent())
    file = path[1:] + ("index.html" if path.endswith("/") else "")
    return _answer(answer, headers, path, "" if path == policy.EXIT else file)


def _answer(answer: Response, headers: str, address: str = "", file: str = "") -> Answer:
    data, kind = answer.get_data(), answer.headers["Content-Type"]
    bodies = {"": data}
    if policy.compressible(kind, data):
        for code in ("br", "gzip"):
            bodies[code] = policy.compress(code, data, policy.AT_LEISURE)
    location = answer.headers.get("Location", "")
    return Answer(file, answer.status, headers, kind, bodies, address, location)


def in_parallel(work: Callable[[str], Made], items: Sequence[str]) -> list[Made]:
    """Return what `work` makes of each item, in their order.

    It is done in child processes, one a core, which take their memory with them.
    """
    global _work
    _work = work
    count = min(len(os.sched_getaffinity(0)), len(items))
    fork = multiprocessing.get_context("fork")
    with (
        warnings.catch_warnings(),
        ProcessPoolExecutor(count, mp_context=fork, initializer=end_with_parent) as pool,
    ):
        # Newer Pythons warn of forks beside threads; a child here only renders and ends.
        warnings.simplefilter("ignore", DeprecationWarning)
        try:
            return list(pool.map(_work_in_child, items, chunksize=-(-len(items) // (4 * count))))
        except BrokenProcessPool as error:
            raise ReleaseError(
                "a process that read or rendered pages was ended; is there memory enough?"
            ) from error


def end_with_parent() -> None:
    """Let this child process end when its parent does, however that ends."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)
        parent = multiprocessing.parent_process()
        if parent and parent.pid != os.getppid():
            os._exit(1)  # it was killed before the call above


def _work_in_child(item: str) -> Any:
    return _work(item)


def place_of(error: BaseException) -> str:
    """Return an error with the place of its cause: the template's line, else the code's."""
    what = f"{type(error).__name__}: {error}"
    if isinstance(error, TemplateSyntaxError):
        return f"{error.filename or error.name}, line {error.lineno}: {error.message}"
    frames = traceback.extract_tb(error.__traceback__)
    templates = [frame for frame in frames if frame.filename.endswith((".html", ".svg", ".xml"))]
    at = (templates or frames)[-1:]
    return f"{at[0].filename}, line {at[0].lineno}: {what}" if at else what


def reloading(make: Callable[[], WSGIApplication], settings: Settings) -> WSGIApplication:
    """Return the app of the files as they are: built again after each change, also of a new file.

    What keeps it from being built is shown in its place.
    """
    built: dict[str, WSGIApplication] = {}  # by its inputs: those of now, if any

    def answer(environ: dict[str, Any], start: StartResponse) -> Iterable[bytes]:
        try:
            now = inputs_of(settings)
            if now not in built:
                built.clear()
                built[now] = make()
            return built[now](environ, start)
        except ClickException as error:
            fault = error.message  # it names the place of the fault
        except Exception as error:  # an editor reads it, whatever it is
            fault = place_of(error)
        start("500 INTERNAL SERVER ERROR", [("Content-Type", "text/plain; charset=utf-8")])
        return [f"Mend this, save, and load this page again.\n\n{fault}\n".encode()]

    return answer
