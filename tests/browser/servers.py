"""A server that tests can stop and start for real."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from werkzeug.serving import BaseWSGIServer, make_server

from webapp import create_app
from webapp.settings import Settings

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication


@contextmanager
def serving(app: WSGIApplication) -> Iterator[str]:
    """Serve any WSGI application for as long as it takes; return its address."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


class Line:
    """An app at the end of a line that can be slow (seconds) or cut."""

    def __init__(self, app: WSGIApplication) -> None:
        self.delay = 0.0
        self.port = 0
        self.app = app
        self.running: tuple[BaseWSGIServer, threading.Thread] | None = None
        self.open()

    def answer(self, environ, start):  # type: ignore[no-untyped-def]
        """Answer late."""
        self.late.wait(self.delay)
        return self.app(environ, start)

    def open(self) -> None:
        """Connect it, again if it was cut."""
        if self.running:
            return
        logging.getLogger("werkzeug").setLevel(logging.ERROR)
        self.late = threading.Event()
        server = make_server("127.0.0.1", self.port, self.answer, threaded=True)
        server.daemon_threads = True
        self.port = server.server_port
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        self.running = (server, thread)

    def cut(self) -> None:
        """Cut it; the port then refuses every connection."""
        if self.running:
            server, thread = self.running
            self.late.set()
            server.shutdown()
            thread.join()
            server.server_close()
            self.running = None

    @property
    def origin(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"


class Server:
    """The site on one port, started and stopped for real."""

    def __init__(self, site: Settings | WSGIApplication) -> None:
        logging.getLogger("werkzeug").setLevel(logging.ERROR)
        self.port = 0
        self.running: tuple[BaseWSGIServer, threading.Thread] | None = None
        self.start(site)

    def start(self, site: Settings | WSGIApplication) -> None:
        """Start an app, or an edition that is made now, on the port of the last one."""
        self.site = create_app(site) if isinstance(site, Settings) else site
        server = make_server("127.0.0.1", self.port, self.site, threaded=True)
        self.port = server.server_port
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        self.running = (server, thread)

    def stop(self) -> None:
        """Stop it; the port then refuses every connection."""
        if self.running:
            server, thread = self.running
            server.shutdown()
            thread.join()
            server.server_close()
            self.running = None

    def answer(self, ending: str, wrap: Callable[[WSGIApplication], WSGIApplication]) -> None:
        """Let an app made from the site answer addresses with this ending; undo the last one."""
        assert self.running is not None
        site = self.site
        other = wrap(site)

        def choose(environ, start):  # type: ignore[no-untyped-def]
            return (other if environ["PATH_INFO"].endswith(ending) else site)(environ, start)

        self.running[0].app = choose

    @property
    def origin(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"
