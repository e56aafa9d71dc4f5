"""One browser, one page and one server a worker; nothing but this machine is ever asked."""

from __future__ import annotations

import logging
import shutil
import threading
from collections.abc import Iterator

import pytest
from chromium import FLAGS, dress, only_here
from house import real_settings
from playwright.sync_api import Browser, Page, sync_playwright
from werkzeug.serving import make_server

from webapp import create_app


@pytest.fixture(scope="session")
def origin() -> Iterator[str]:
    """Serve the real site; return its address."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", 0, create_app(real_settings()), threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Return Debian's Chromium."""
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        yield found
        found.close()


@pytest.fixture(scope="session")
def shared(browser: Browser, origin: str) -> Iterator[Page]:
    """Return the one page of this worker: a new context for each check takes four times as long."""
    context = browser.new_context(service_workers="block")
    page = context.new_page()
    asked = only_here(page, origin)
    yield page
    assert asked == []
    context.close()


@pytest.fixture
def page(shared: Page) -> Iterator[Page]:
    """Return the shared page, on a phone in light, whatever the last test left."""
    dress(shared, 390, "light")
    yield shared
    shared.emulate_media(media="screen", forced_colors="none", reduced_motion="no-preference")
