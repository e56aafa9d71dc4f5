"""The front door: answers from the edition before Flask is asked. Plain WSGI, no framework."""

from __future__ import annotations

import ctypes
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from webapp.delivery.edition import Edition, EditionError, Ready, read

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication

# How often a worker looks whether a newer edition lies in the file, in seconds.
LOOK = 0.5
# Headers of a 304: what describes the bytes stays away.
OF_BYTES = ("content-type", "content-length", "content-encoding")
Answer = tuple[str, list[tuple[str, str]], list[bytes], str, list[tuple[str, str]]]


@lru_cache(maxsize=1024)
def encodings(accepted: str) -> tuple[str, ...]:
    """Return the encodings that a browser takes, best first; as it is ("") always comes last."""
    weights: dict[str, float] = {}
    for part in accepted.lower().split(","):
        name, _, rest = part.partition(";")
        weight = rest.replace(" ", "")
        try:
            weights[name.strip()] = float(weight[2:]) if weight.startswith("q=") else 1.0
        except ValueError:
            weights[name.strip()] = 0.0
    rest_of = weights.get("*", 0.0)
    taken = [each for each in ("br", "gzip") if weights.get(each, rest_of) > 0]
    taken.sort(key=lambda each: -weights.get(each, rest_of))
    return (*taken, "")


class Door:
    """One edition at a time, swapped whole; whatever it does not hold is Flask's to answer.

    `make_app` builds Flask's side for an edition; it is asked for in the background, once an
    edition is in place, and by the first request that needs it. `tell` hears what an operator
    should know: never who asked, or what.
    """

    def __init__(
        self,
        path: Path,
        host: str,
        make_app: Callable[[Edition], WSGIApplication],
        tell: Callable[[str], None],
    ) -> None:
        self.path = path
        self.host = host
        self.make_app = make_app
        self.tell = tell
        self.lock = threading.Lock()
        self.app: WSGIApplication | None = None
        self.mark = self._mark()
        self._take(read(path))

    def _take(self, edition: Edition) -> None:
        """Make an edition the one that answers, in one step: no answer mixes two."""
        answers: dict[str, dict[str, Answer]] = {
            path: {code: prepare(each, code) for code in each.bodies}
            for path, each in edition.ready.items()
        }
        told = [("Content-Type", "text/plain"), ("Cache-Control", "no-store")]
        body = f"{edition.revision}\n".encode()
        answers["/readyz"] = {"": prepare(Ready("200 OK", tuple(told), {"": body}), "")}
        self.edition, self.app = edition, None
        self.answers = answers

    def _mark(self) -> tuple[int, int]:
        try:
            found = self.path.stat()
        except OSError:
            return (0, 0)
        return (found.st_ino, found.st_mtime_ns)

    def look(self) -> None:
        """Take a newer edition, if one lies in the file; a damaged one is told and left."""
        mark = self._mark()
        if mark in (self.mark, (0, 0)):
            return
        self.mark = mark
        try:
            newer = read(self.path)
            with self.lock:  # Flask's side, if it is just being built, is of the edition before
                self._take(newer)
        except EditionError as error:
            self.tell(f"kept the edition before: {error}")

    def watch(self) -> None:
        """Look for ever, in a thread of its own, and have Flask's side ready before it is asked."""
        while True:
            time.sleep(LOOK)
            self.look()
            if self.app is None:
                self.flask()

    def flask(self) -> WSGIApplication | None:
        """Return Flask's side of this edition; None where it cannot be built."""
        with self.lock:
            if self.app is None:
                try:
                    self.app = self.make_app(self.edition)
                except Exception as error:  # noqa: BLE001  # whatever it is, readers get a page
                    self.tell(f"search and forms rest: {error}")
                    return None
            return self.app

    def __call__(self, environ: dict[str, Any], start: StartResponse) -> Iterable[bytes]:
        method = environ["REQUEST_METHOD"]
        if (
            environ.get("QUERY_STRING")
            or method not in ("GET", "HEAD")
            or (self.host and environ.get("HTTP_HOST", "").casefold() != self.host)
        ):
            return self._ask(environ, start)
        held = self.answers.get(environ["PATH_INFO"])
        if held is None:
            return self._ask(environ, start)
        for code in encodings(environ.get("HTTP_ACCEPT_ENCODING", "")):
            if code in held:
                status, headers, body, etag, bare = held[code]
                break
        known = environ.get("HTTP_IF_NONE_MATCH")
        if known and (known == "*" or etag in known) and status.startswith("200"):
            start("304 NOT MODIFIED", bare)
            return []
        start(status, headers)
        return [] if method == "HEAD" else body

    def _ask(self, environ: dict[str, Any], start: StartResponse) -> Iterable[bytes]:
        app = self.app or self.flask()
        if app is not None:
            return app(environ, start)
        failing = self.edition.failing
        tag = environ["PATH_INFO"].strip("/").partition("/")[0]
        ready = failing.get(tag) or next(iter(failing.values()))
        status, headers, body, _, _ = prepare(ready, "")
        start(status, headers)
        return body


def prepare(ready: Ready, code: str) -> Answer:
    """Return one encoding as WSGI takes it: status, headers, body, ETag, headers of a 304."""
    headers = list(ready.headers)
    body = ready.bodies[code]
    if code:
        headers.append(("Content-Encoding", code))
    headers.append(("Content-Length", str(len(body))))
    etag = ready.etag(code)
    if ready.status.startswith("200") and ("Cache-Control", "no-store") not in headers:
        headers.append(("ETag", etag))
    bare = [each for each in headers if each[0].lower() not in OF_BYTES]
    return ready.status, headers, [body] if body else [], etag, bare


def open_door(
    path: Path,
    host: str,
    make_app: Callable[[Edition], WSGIApplication],
    tell: Callable[[str], None],
) -> WSGIApplication:
    """Open the door of one worker: it ends with its parent, and looks for newer editions."""
    if sys.platform == "linux":
        # Else a worker whose parent was killed would hold the port and answer for ever.
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)
    door = Door(path, host, make_app, tell)
    threading.Thread(target=door.watch, daemon=True).start()
    return door
