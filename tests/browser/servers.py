"""A server that tests can stop, start, slow down and change for real."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from werkzeug.serving import BaseWSGIServer, make_server

from webapp import create_app
from webapp.settings import Settings

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


class Server:
    """A site on one port of this machine, which stays the same when it is stopped and started.

    `delay` is how many seconds each answer takes; it may be changed at any time.
    """

    def __init__(self, site: Settings | WSGIApplication) -> None:
        self.delay = 0.0
        self.port = 0
        self.site = site
        self.running: tuple[BaseWSGIServer, threading.Thread] | None = None
        self.start(site)

    def start(self, site: Settings | WSGIApplication | None = None) -> None:
        """Start it, if it is stopped: with an app, with one made now, or with the last one."""
        if self.running:
            return
        site = site or self.site
        self.site = self.app = create_app(site) if isinstance(site, Settings) else site
        self.stopped = threading.Event()
        logging.getLogger("werkzeug").setLevel(logging.ERROR)
        server = make_server("127.0.0.1", self.port, self._answer, threaded=True)
        server.daemon_threads = True  # an answer that is late keeps no test waiting
        self.port = server.server_port
        # Looks often for the end: each stop waits for a look.
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        self.running = (server, thread)

    def _answer(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        self.stopped.wait(self.delay)
        return self.app(environ, start)

    def stop(self) -> None:
        """Stop it; the port then refuses every connection."""
        if self.running:
            server, thread = self.running
            self.stopped.set()
            server.shutdown()
            thread.join()
            server.server_close()
            self.running = None

    def answer(self, ending: str, wrap: Callable[[WSGIApplication], WSGIApplication]) -> None:
        """Let an app made from the site answer addresses with this ending; undo the last one."""
        site = self.site
        assert not isinstance(site, Settings)
        other = wrap(site)

        def choose(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
            return (other if environ["PATH_INFO"].endswith(ending) else site)(environ, start)

        self.app = choose

    @property
    def origin(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"


@contextmanager
def serving(site: Settings | WSGIApplication) -> Iterator[str]:
    """Serve a site for as long as it takes; yield its address."""
    server = Server(site)
    try:
        yield server.origin
    finally:
        server.stop()
