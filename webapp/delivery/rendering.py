"""Build an edition: every address rendered and compressed, on all cores that there are."""

from __future__ import annotations

import gzip
import hashlib
import multiprocessing
import os
import warnings
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from email.utils import formatdate
from multiprocessing.connection import Connection
from typing import Any, TypeVar

import brotli
from flask import Flask
from jinja2 import TemplateSyntaxError
from werkzeug.exceptions import InternalServerError, MethodNotAllowed, RequestURITooLarge
from werkzeug.wrappers import Response

from webapp.delivery import faults
from webapp.delivery.compression import KINDS, SMALLEST
from webapp.delivery.edition import Edition, EditionError, Ready

# Never ready: it differs by reader.
NOT_READY = ("/",)
# Bundles hold pages, hence come after them.
BUNDLES = "/offline/"
Made = TypeVar("Made")


def build(app: Flask, inputs: str, settings: Mapping[str, str], modified: int) -> Edition:
    """Render and compress every address of an app; raise `EditionError` on one that fails.

    The app is not served afterwards. `modified` is the time, in seconds since 1970, that
    `Last-Modified` tells; 0 where nobody knows it.
    """
    when = formatdate(modified, usegmt=True) if modified else ""

    def made(path: str) -> Ready:
        answer = render(app, path)
        ready = _of(answer.status, answer.headers, answer.get_data(), when)
        _compress(ready)
        return ready

    for name in app.jinja_env.list_templates():
        with suppress(TemplateSyntaxError):  # told with the page that meets it
            app.jinja_env.get_template(name)  # read once here, not by each process
    addresses: Iterable[str] = app.extensions["addresses"]()
    every = [each for each in dict.fromkeys(addresses) if each not in NOT_READY]
    first = [each for each in every if not each.startswith(BUNDLES)]
    ready = dict(zip(first, in_parallel(made, first), strict=True))
    app.extensions["rendered"].update(
        {path: (answer.headers, answer.bodies[""]) for path, answer in ready.items()}
    )
    held = {path: ready[path] if path in ready else made(path) for path in every}
    failing, missing = {}, {}
    for tag in app.extensions["tags"]:
        with app.test_request_context(f"/{tag}/", base_url=app.extensions["origin"]):
            answer = app.process_response(
                app.make_response(app.handle_http_exception(InternalServerError()))
            )
            failing[tag] = ready_of(answer, "503 SERVICE UNAVAILABLE")
        missing[tag] = ready_of(render(app, f"/{tag}/nowhere/", (404,)))
    revision = hashlib.sha256()
    for path, each in sorted({**held, **missing}.items()):
        revision.update(repr((path, each.status, each.headers)).encode() + each.bodies[""])
    asking = frozenset(app.extensions["asking"]())
    return Edition(revision.hexdigest()[:16], inputs, settings, asking, held, failing, missing)


def refusals(app: Flask, tags: Sequence[str]) -> dict[str, Ready]:
    """Return the pages of refusals that a static host shows, in each language and in the first."""
    held = {}
    for tag in tags:
        for error in (MethodNotAllowed(), RequestURITooLarge()):
            with app.test_request_context(f"/{tag}/", base_url=app.extensions["origin"]):
                made = app.make_response(app.handle_http_exception(error))
                ready = ready_of(app.process_response(made))
            held[f"/{tag}/{error.code}.html"] = ready
            held.setdefault(f"/{error.code}.html", ready)
    return held


def render(app: Flask, path: str, right: tuple[int, ...] = (200, 303)) -> Response:
    """Ask the app for an address; raise `EditionError` with its path and the reason of a fault."""
    before = app.config["PROPAGATE_EXCEPTIONS"]
    app.config["PROPAGATE_EXCEPTIONS"] = True
    try:
        answer = app.test_client().get(path, base_url=app.extensions["origin"])
    except Exception as error:
        raise EditionError(f"{path} could not be rendered: {faults.told(error)}") from error
    finally:
        app.config["PROPAGATE_EXCEPTIONS"] = before
    if answer.status_code not in right:
        raise EditionError(f"{path} answered {answer.status}, not 200; mend it or its link")
    return answer


def in_parallel(work: Callable[[str], Made], items: Sequence[str]) -> list[Made]:
    """Return what `work` makes of each item, in their order; forked over the cores there are."""
    cores = len(os.sched_getaffinity(0))
    if cores < 2 or len(items) < 2 * cores:
        return [work(each) for each in items]
    fork = multiprocessing.get_context("fork")
    running = []
    for start in range(cores):
        here, there = fork.Pipe(duplex=False)
        process = fork.Process(target=_share, args=(there, work, items[start::cores]), daemon=True)
        with warnings.catch_warnings():
            # Newer Pythons warn of forks beside threads; a child here only renders and ends.
            warnings.simplefilter("ignore", DeprecationWarning)
            process.start()
        there.close()
        running.append((process, here))
    done: list[Any] = [None] * len(items)
    faulty: list[EditionError] = []
    for start, (process, wire) in enumerate(running):
        try:
            part = wire.recv()
        except EOFError:
            part = EditionError("a process that rendered pages was ended; is there memory enough?")
        process.join()
        if isinstance(part, EditionError):
            faulty.append(part)
        else:
            done[start::cores] = part
    if faulty:
        raise faulty[0]
    return done


def _share(wire: Connection, work: Callable[[str], Made], items: Sequence[str]) -> None:
    made = []
    for each in items:
        try:
            made.append(work(each))
        except EditionError as error:
            wire.send(error)
            break
        except Exception as error:
            wire.send(EditionError(f"{each} could not be made: {faults.told(error)}"))
            break
    else:
        wire.send(made)
    wire.close()


def ready_of(answer: Response, status: str = "") -> Ready:
    """Return any answer of the app as a ready one."""
    ready = _of(status or answer.status, answer.headers, answer.get_data(), "")
    _compress(ready)
    return ready


def _of(status: str, headers: Any, body: bytes, modified: str) -> Ready:
    skipped = ("content-length", "content-encoding", "date")
    kept = [(name, value) for name, value in headers if name.lower() not in skipped]
    if modified and status.startswith("200"):
        kept.append(("Last-Modified", modified))
    return Ready(status, tuple(kept), {"": body})


def _compress(ready: Ready) -> None:
    kind = dict(ready.headers).get("Content-Type", "")
    body = ready.bodies[""]
    if kind.startswith(KINDS) and len(body) >= SMALLEST:
        ready.bodies["br"] = brotli.compress(body, quality=11)
        ready.bodies["gzip"] = gzip.compress(body, compresslevel=9, mtime=0)
