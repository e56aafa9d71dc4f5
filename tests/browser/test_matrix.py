"""Readable on every network: with script and without, whatever the CDN does, kept or offline."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from threading import Event

import pytest
from chromium import FLAGS
from house import ROOT
from keeping import bundle_until, keep
from playwright.sync_api import Browser, Page, Route, expect
from servers import Server
from test_axe import CLEAN, run

from webapp.settings import Settings
from webapp.site.assets import HTMX_CDN, HTMX_FILE

pytestmark = pytest.mark.browser

# Five kinds: the front page, two lists that htmx makes quicker, a finding, a place to call.
PAGES = ["/en/", "/en/findings/", "/en/words/", "/en/findings/neglect/", "/en/help/slough/"]
NETWORKS = ["reachable", "blocked", "slow", "other bytes"]
ALLOWED = {"Access-Control-Allow-Origin": "*"}


def cdn(network: str, waiting: list[Route]) -> Callable[[Route], None]:
    """Return how the CDN answers on a network; a slow one leaves its questions waiting."""

    def answer(route: Route) -> None:
        if network == "blocked":
            route.abort()
        elif network == "slow":
            waiting.append(route)
        else:
            reach(route, network)

    return answer


def reach(route: Route, network: str) -> None:
    """Answer as the CDN, or as somebody in its place."""
    path = ROOT / "static" / HTMX_FILE
    good = path.read_bytes() if path.is_file() else b""
    body = b"window.stolen = 1" if network == "other bytes" else good
    route.fulfill(body=body, content_type="text/javascript", headers=ALLOWED)


def read_all(page: Page, origin: str) -> None:
    """Read all five: heading, help number, words, and our own style."""
    for address in PAGES:
        page.goto(origin + address, wait_until="commit")
        expect(page.locator("h1")).to_be_visible()
        expect(page.locator(".danger a[href='tel:999']")).to_be_visible()
        assert len(page.locator("main").inner_text()) > 300, address
        # Style is ours, not the browser's own: 32px are its first headings.
        expect(page.locator("h1")).not_to_have_css("font-size", "32px")


def late(page: Page, origin: str, waiting: list[Route]) -> None:
    """Read a page, and only then, seconds later, let the CDN answer: that makes it quicker."""
    waiting.clear()
    page.goto(f"{origin}/en/findings/", wait_until="commit")
    expect(page.locator("#shown .cards li").last).to_be_visible()
    page.wait_for_timeout(5_000)
    assert page.evaluate("'htmx' in window") is False
    (asked,) = waiting
    reach(asked, "reachable")
    if (ROOT / "static" / HTMX_FILE).is_file():
        page.wait_for_function("() => 'htmx' in window")


@pytest.mark.parametrize("network", NETWORKS)
def test_with_script(browser: Browser, settings: Settings, network: str) -> None:
    """First visit, kept, and offline: each page is read, and each new state keeps every rule."""
    server = Server(settings)
    context = browser.new_context(
        service_workers="allow", viewport={"width": 390, "height": 800}, reduced_motion="reduce"
    )
    waiting: list[Route] = []
    context.route(HTMX_CDN, cdn(network, waiting))
    page = context.new_page()
    try:
        read_all(page, server.origin)
        if network == "slow":
            late(page, server.origin, waiting)
        page.goto(f"{server.origin}/en/offline/")
        go_on = Event()
        server.answer("/offline/en.txt", bundle_until(0.4, go_on))
        page.locator("[data-save]").click()
        expect(page.locator("#keep progress")).to_be_visible()
        assert run(page) == CLEAN
        go_on.set()
        page.locator("#keep progress").wait_for(state="hidden", timeout=30_000)
        assert run(page) == CLEAN
        read_all(page, server.origin)
        server.stop()
        read_all(page, server.origin)
        page.goto(f"{server.origin}/en/findings/", wait_until="commit")
        # htmx is not kept: the form works as a form, and the kept page shows every finding.
        page.get_by_label("Which findings?").select_option("good")
        page.locator(".filter button").click()
        expect(page.locator("#shown .cards li")).to_have_count(9)
        assert page.evaluate("'stolen' in window") is False
        page.goto(f"{server.origin}/en/partners/")
        assert run(page) == CLEAN
        page.goto(f"{server.origin}/en/offline/")
        page.locator("[data-remove]").click()
        expect(page.locator("#keep [aria-live]")).to_contain_text("Removed")
        assert run(page) == CLEAN
    finally:
        context.close()
        server.stop()


@pytest.mark.parametrize("network", NETWORKS)
def test_without_script(browser: Browser, origin: str, network: str) -> None:
    """Nothing can be kept without script, and the page says so; all else is read."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 800})
    context.route(HTMX_CDN, cdn(network, []))
    page = context.new_page()
    read_all(page, origin)
    page.goto(f"{origin}/en/offline/")
    expect(page.locator("#keep-not")).to_be_visible()
    expect(page.locator("[data-save]")).to_be_hidden()
    context.close()


def test_a_kept_guide_is_read_with_scripts_switched_off(
    browser: Browser, server: Server, tmp_path: Path
) -> None:
    """Who switches scripts off after keeping it reads on, without a connection too."""
    for script in (True, False):
        context = browser.browser_type.launch_persistent_context(
            tmp_path,
            executable_path=shutil.which("chromium"),
            args=FLAGS,
            service_workers="allow",
            java_script_enabled=script,
        )
        page = context.new_page()
        if script:
            assert keep(page, server).startswith("Done.")
            server.stop()
        else:
            read_all(page, server.origin)
            page.goto(f"{server.origin}/en/partners/")
            expect(page.locator("h1")).to_have_text("This page is not kept here")
        context.close()
