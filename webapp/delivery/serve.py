"""WSGI middleware: a worker answers from the current release before it asks Flask."""

from __future__ import annotations

import gc
import os
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

from werkzeug.http import is_resource_modified

from webapp.delivery.build import end_with_parent, hash_of_code, inputs_of
from webapp.delivery.policy import METHODS, NO_STORE, STATIC, encoding
from webapp.delivery.release import CURRENT, Answer, Release, ReleaseError, current, load
from webapp.settings import Settings
from webapp.site.website import PROBES

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication

POLL_SECONDS = 0.5
# An app that could not be built is tried again after so many seconds.
BACKOFF = 10.0
# So many ends of one worker in so many seconds are no accident: then all stop.
MOST_ENDS, WITHIN = 5, 30.0
# Of the code that was read when the server started; a worker that is forked later goes on with it.
RUNNING = hash_of_code()
# How long an app that is being built may hold up a ready answer, in seconds.
SHORT_TURN, USUAL_TURN = 0.0002, sys.getswitchinterval()
# A 304 does not describe the bytes that it leaves out.
OF_BYTES = ("Content-Type", "Content-Length", "Content-Encoding")


class Response(NamedTuple):
    """One encoding of an answer as WSGI takes it."""

    status: str
    headers: list[tuple[str, str]]
    body: list[bytes]
    etag: str | None


def respond(release: Release, answer: Answer, code: str) -> Response:
    """Return a ready answer in one encoding: `code` is "br", "gzip" or "" for plain."""
    body = answer.body(code)
    headers = release.headers_of(answer)
    if code:
        headers["Content-Encoding"] = code
    headers["Content-Length"] = str(len(body))
    if answer.status.startswith("200") and headers["Cache-Control"] != NO_STORE:
        headers["ETag"] = answer.etag(code)
    sent = [body] if body else []
    return Response(answer.status, [*headers.items()], sent, headers.get("ETag"))


class Encodings(dict[str, Response]):
    """One ready answer by encoding; bytes that are not held plain are unpacked for each reader."""

    def __init__(self, release: Release, answer: Answer) -> None:
        super().__init__((code, respond(release, answer, code)) for code in answer.bodies)
        self.release, self.answer = release, answer

    def __missing__(self, code: str) -> Response:
        return self[""] if code else respond(self.release, self.answer, "")


class ReleaseMiddleware:
    """One release at a time, loaded whole; what it does not hold is for the Flask app to answer.

    `make_app` builds the app of a release; that happens in the background, once a release is
    loaded, and at the first request that needs it. `warn` hears what an operator should know:
    never who asked, or what.
    """

    def __init__(
        self,
        folder: Path,
        host: str,
        make_app: Callable[[Release], WSGIApplication],
        warn: Callable[[str], None],
    ) -> None:
        self.folder = folder
        self.host = host
        self.make_app = make_app
        self.warn = warn
        self.lock = threading.Lock()
        self.polling = threading.Lock()
        self.app: WSGIApplication | None = None
        self.seen = self._current()
        self._use(current(folder, warn))

    def _use(self, release: Release) -> None:
        """Make a loaded release the one that answers, in one step: no answer mixes two."""
        ready = [answer for answer, _ in release.carried]
        ready += [answer for answer in release.answers if answer.address]
        responses = {answer.address: Encodings(release, answer) for answer in ready}
        line = f"{release.revision}\n".encode()
        ready_line = Answer("", "200 OK", "refusal", "text/plain", {"": line})
        responses["/readyz"] = Encodings(release, ready_line)
        with self.lock:  # an app that is being built now is the previous release's
            self.release, self.app = release, None
            self.next_try, self.fault = 0.0, ""
            self.query_dependent = frozenset(release.query_dependent)
            self.responses = responses

    def _current(self) -> str:
        try:
            return os.readlink(self.folder / CURRENT)
        except OSError:
            return ""

    def poll(self) -> None:
        """Load a newer release, if there is one; warn of one that is damaged, and keep the old."""
        with self.polling:
            name = self._current()
            if name in (self.seen, ""):
                return
            self.seen = name
            try:
                self._use(load(self.folder / name))
                self.warn(f"now answering with release {self.release.revision}")
            except ReleaseError as error:
                self.warn(f"kept the release before: {error}")

    def watch(self) -> None:
        """Poll for ever, in a thread of its own, and have the app built before it is needed."""
        while True:
            time.sleep(POLL_SECONDS)
            try:
                self.poll()
                if self.app is None and self.flask():
                    gc.collect()  # the previous app refers to itself in circles
            except Exception as error:  # without this thread no release is loaded
                self.warn(f"polling for a newer release failed, and goes on: {error!r}")

    def flask(self) -> WSGIApplication | None:
        """Return the app of this release; None where it cannot be built."""
        if self.app is None and time.monotonic() < self.next_try:
            return None
        with self.lock:
            if self.app is None and time.monotonic() >= self.next_try:
                sys.setswitchinterval(SHORT_TURN)
                try:
                    self.app = self.make_app(self.release)
                except Exception as error:  # whatever it is, readers get a page
                    self.next_try = time.monotonic() + BACKOFF
                    if str(error) != self.fault:
                        self.fault = str(error)
                        self.warn(f"search and forms rest: {error}")
                finally:
                    sys.setswitchinterval(USUAL_TURN)
            return self.app

    def __call__(self, environ: dict[str, Any], start: StartResponse) -> Iterable[bytes]:
        method, path = environ["REQUEST_METHOD"], environ["PATH_INFO"]
        ready = self.responses.get(path)
        if ready is None and path.startswith(STATIC):
            self.poll()  # a page of a release that this worker is about to load names it
            ready = self.responses.get(path)
        own_host = self.host in ("", environ.get("HTTP_HOST", "").casefold())
        if (
            ready is None
            or method not in METHODS
            or (environ.get("QUERY_STRING") and path in self.query_dependent)
            or not (own_host or path in PROBES)
        ):
            return self._ask_flask(environ, start)
        response = ready[encoding(environ.get("HTTP_ACCEPT_ENCODING", ""))]
        if "HTTP_IF_NONE_MATCH" in environ and not is_resource_modified(
            environ, etag=response.etag
        ):
            bare = [(name, value) for name, value in response.headers if name not in OF_BYTES]
            start("304 NOT MODIFIED", bare)
            return []
        start(response.status, response.headers)
        return [] if method == "HEAD" else response.body

    def _ask_flask(self, environ: dict[str, Any], start: StartResponse) -> Iterable[bytes]:
        app = self.app or self.flask()
        if app is not None:
            return app(environ, start)
        path = environ["PATH_INFO"]
        tag = path.strip("/").partition("/")[0]
        folder = f"{tag}/" if tag in self.release.languages else ""
        answer = self.release.at("index.html" if path == "/" else f"{folder}503.html")
        response = respond(self.release, answer, "")
        start(response.status, response.headers)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else response.body


def open_worker(
    settings: Settings,
    create_app: Callable[[Settings], WSGIApplication],
    warn: Callable[[str], None],
) -> WSGIApplication:
    """Return what one worker answers with: it ends with its parent, and polls for releases."""
    end_with_parent()  # else a worker whose parent was killed would hold the port for ever

    def app_of(release: Release) -> WSGIApplication:
        if hash_of_code() != RUNNING:
            raise ReleaseError("the code here is newer than this server; start it again")
        if inputs_of(settings) != release.inputs:
            raise ReleaseError(
                "the files here are not those that the pages were built from; run: make reload"
            )
        return create_app(settings)

    host = urlsplit(settings.site_url).netloc
    middleware = ReleaseMiddleware(settings.release_folder, host, app_of, warn)
    threading.Thread(target=middleware.watch, daemon=True).start()
    return middleware


class Respawns(dict[int, float]):
    """When each worker was replaced, in the place of granian's own record.

    By that, granian stops all at a second end within 5.5 seconds. A machine short of memory kills a
    worker twice; its readers should not lose the site for it.
    """

    def __init__(self) -> None:
        self.ends: dict[int, list[float]] = defaultdict(list)

    def get(self, worker: int, default: float = 0.0) -> float:  # type: ignore[override]
        """Note the end of a worker, of which granian asks; return now, if it is one too many."""
        now = time.monotonic()
        self.ends[worker] = [now, *(at for at in self.ends[worker] if now - at < WITHIN)]
        return now if len(self.ends[worker]) >= MOST_ENDS else default
