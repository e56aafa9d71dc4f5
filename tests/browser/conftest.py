"""One browser, one page and one server a worker; nothing but this machine is ever asked."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace

import pytest
from chromium import FLAGS, refuse_other_hosts, set_screen
from flask import Flask, Response
from house import real_settings
from playwright.sync_api import Browser, Page, sync_playwright
from servers import Server, serving

from webapp import create_app
from webapp.settings import Settings


@pytest.fixture(scope="session")
def weather() -> Iterator[Server]:
    """Serve a stand-in for the weather page."""
    line = Server(Response("Sunny", mimetype="text/html"))
    yield line
    line.stop()


@pytest.fixture
def slow_weather(weather: Server) -> Iterator[Server]:
    """Return the stand-in at the end of a slow line."""
    weather.delay = 1
    yield weather
    weather.delay = 0


@pytest.fixture(scope="session")
def neutral(weather: Server) -> str:
    """Return the address of the stand-in."""
    return f"{weather.origin}/weather"


@pytest.fixture(scope="session")
def settings(neutral: str) -> Settings:
    """Return the real settings with the stand-in as the neutral page."""
    return replace(real_settings(), exit_url=neutral)


@pytest.fixture(scope="session")
def real_site(settings: Settings) -> Flask:
    """Return the app of the real site, made once a worker."""
    return create_app(settings)


@pytest.fixture(scope="session")
def origin(real_site: Flask) -> Iterator[str]:
    """Serve the real site; return its address."""
    with serving(real_site) as address:
        yield address


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
    asked = refuse_other_hosts(page, origin)
    yield page
    assert asked == []
    context.close()


@pytest.fixture
def page(shared: Page) -> Iterator[Page]:
    """Return the shared page, on a phone in light, whatever the last test left."""
    set_screen(shared, 390)
    yield shared
    shared.emulate_media(media="screen", forced_colors="none", reduced_motion="no-preference")


@pytest.fixture
def server(real_site: Flask) -> Iterator[Server]:
    """Return a server of this test's own, which it may stop; the app is shared."""
    made = Server(real_site)
    yield made
    made.stop()


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """Return the page of a phone that has never been here, and may keep the guide."""
    context = browser.new_context(service_workers="allow", viewport={"width": 390, "height": 664})
    yield context.new_page()
    context.close()
