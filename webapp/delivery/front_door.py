"""The front door: answers from the edition before Flask is asked. Plain WSGI, no framework."""

from __future__ import annotations

import ctypes
import gc
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from webapp.delivery.edition import STATIC, Edition, EditionError, Ready, keep, standing, usable
from webapp.delivery.negotiation import LONGEST, Answer, encodings, prepare, unchanged
from webapp.site.machine import PROBES

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication

# How often a worker looks whether a newer edition lies in the file, in seconds.
LOOK = 0.5
# A side of Flask that could not be built is tried again after a second, then ever more seldom.
LONGEST_REST = 60.0
READING = ("GET", "HEAD")


class Door:
    """One edition at a time, swapped whole; whatever it does not hold is Flask's to answer.

    `settings` are what pages say of them: an edition of others is never taken. `make_app` builds
    Flask's side for an edition; it is asked for in the background, once an edition is in place,
    and by the first request that needs it. `tell` hears what an operator should know: never who
    asked, or what.
    """

    def __init__(
        self,
        path: Path,
        host: str,
        make_app: Callable[[Edition], WSGIApplication],
        tell: Callable[[str], None],
        settings: Mapping[str, str] | None = None,
    ) -> None:
        self.path = path
        self.host = host
        self.make_app = make_app
        self.tell = tell
        self.settings = settings or {}
        self.lock = threading.Lock()
        self.looking = threading.Lock()
        self.app: WSGIApplication | None = None
        self.mark = self._mark()
        self._take(standing(path, self.settings, tell))

    def _take(self, edition: Edition) -> None:
        """Make an edition the one that answers, in one step: no answer mixes two."""
        answers: dict[str, dict[str, Answer]] = {
            path: {code: prepare(each, code) for code in each.bodies}
            for path, each in {**edition.before, **edition.ready}.items()
        }
        told = [("Content-Type", "text/plain"), ("Cache-Control", "no-store")]
        body = f"{edition.revision}\n".encode()
        answers["/readyz"] = {"": prepare(Ready("200 OK", tuple(told), {"": body}), "")}
        with self.lock:  # Flask's side, if it is just being built, is of the edition before
            self.edition, self.app = edition, None
            self.rest, self.again, self.fault = 1.0, 0.0, ""
            self.asking, self.answers = edition.asking, answers
        keep(edition, self.path)

    def _mark(self) -> tuple[int, int]:
        try:
            found = self.path.stat()
        except OSError:
            return (0, 0)
        return (found.st_ino, found.st_mtime_ns)

    def look(self) -> None:
        """Take a newer edition, if one lies in the file; one that is no good is told and left."""
        with self.looking:
            mark = self._mark()
            if mark in (self.mark, (0, 0)):
                return
            self.mark = mark
            try:
                self._take(usable(self.path, self.settings))
            except EditionError as error:
                self.tell(f"kept the edition before: {error}")

    def watch(self) -> None:
        """Look for ever, in a thread of its own, and have Flask's side ready before it is asked."""
        while True:
            time.sleep(LOOK)
            try:
                self.look()
                if self.app is None and self.flask():
                    gc.collect()  # the side before holds itself in circles
            except Exception as error:  # noqa: BLE001  # without this thread no edition is taken
                self.tell(f"looking for a newer edition failed, and goes on: {error!r}")

    def flask(self) -> WSGIApplication | None:
        """Return Flask's side of this edition; None where it cannot be built."""
        if self.app is None and time.monotonic() < self.again:
            return None
        with self.lock:
            if self.app is None and time.monotonic() >= self.again:
                try:
                    self.app = self.make_app(self.edition)
                except Exception as error:  # noqa: BLE001  # whatever it is, readers get a page
                    self.again = time.monotonic() + self.rest
                    self.rest = min(2 * self.rest, LONGEST_REST)
                    if str(error) != self.fault:
                        self.fault = str(error)
                        self.tell(f"search and forms rest: {error}")
            return self.app

    def __call__(self, environ: dict[str, Any], start: StartResponse) -> Iterable[bytes]:
        method, path = environ["REQUEST_METHOD"], environ["PATH_INFO"]
        held = self.answers.get(path)
        if held is None and path.startswith(STATIC):
            self.look()  # a page of an edition that this worker is about to take names it
            held = self.answers.get(path)
        if (
            held is None
            or method not in READING
            or (environ.get("QUERY_STRING") and path in self.asking)
            or (self.host and self._elsewhere(environ) and path not in PROBES)
        ):
            return self._ask(environ, start)
        accepted = environ.get("HTTP_ACCEPT_ENCODING", "")
        for code in encodings(accepted if len(accepted) <= LONGEST else ""):
            if code in held:
                answer = held[code]
                break
        match, since = environ.get("HTTP_IF_NONE_MATCH"), environ.get("HTTP_IF_MODIFIED_SINCE")
        if (match or since) and unchanged(answer, match, since):
            start("304 NOT MODIFIED", answer.bare)
            return []
        start(answer.status, answer.headers)
        return [] if method == "HEAD" else answer.body

    def _elsewhere(self, environ: dict[str, Any]) -> bool:
        return bool(environ.get("HTTP_HOST", "").casefold() != self.host)

    def _ask(self, environ: dict[str, Any], start: StartResponse) -> Iterable[bytes]:
        app = self.app or self.flask()
        if app is not None:
            return app(environ, start)
        failing = self.edition.failing
        first = next(iter(failing))
        if environ["PATH_INFO"] == "/":
            headers = [("Location", f"/{first}/"), ("Cache-Control", "no-store")]
            start("302 FOUND", [*headers, ("Content-Length", "0")])
            return []
        tag = environ["PATH_INFO"].strip("/").partition("/")[0]
        answer = prepare(failing.get(tag) or failing[first], "")
        start(answer.status, answer.headers)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else answer.body


def open_door(
    path: Path,
    host: str,
    make_app: Callable[[Edition], WSGIApplication],
    tell: Callable[[str], None],
    settings: Mapping[str, str],
) -> WSGIApplication:
    """Open the door of one worker: it ends with its parent, and looks for newer editions."""
    if sys.platform == "linux":
        # Else a worker whose parent was killed would hold the port and answer for ever.
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)
        parent = multiprocessing.parent_process()
        if parent and parent.pid != os.getppid():
            os._exit(1)  # it was killed before the call above
    door = Door(path, host, make_app, tell, settings)
    threading.Thread(target=door.watch, daemon=True).start()
    return door
