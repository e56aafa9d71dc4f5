"""Readable on every network: with script and without, whatever the CDN does, kept or offline."""

from __future__ import annotations

from time import sleep

import pytest
from house import ROOT
from playwright.sync_api import Browser, Page, Route, expect
from servers import Server
from test_axe import CLEAN, run

from webapp.settings import Settings
from webapp.site.live import CDN, FILE

pytestmark = pytest.mark.browser

# Five kinds: the front page, two lists that htmx makes quicker, a finding, a place to call.
PAGES = ["/en/", "/en/findings/", "/en/words/", "/en/findings/neglect/", "/en/help/slough/"]
NETWORKS = ["reachable", "blocked", "slow", "other bytes"]
ALLOWED = {"Access-Control-Allow-Origin": "*"}


def cdn(network: str) -> object:
    """Return how the CDN answers on a network."""

    def answer(route: Route) -> None:
        if network == "blocked":
            route.abort()
            return
        if network == "slow":
            sleep(0.4)
        path = ROOT / "static" / FILE
        good = path.read_bytes() if path.is_file() else b""
        body = b"window.stolen = 1" if network == "other bytes" else good
        route.fulfill(body=body, content_type="text/javascript", headers=ALLOWED)

    return answer


def read_all(page: Page, origin: str) -> None:
    """Read all five: heading, help number, words, and our own style."""
    for address in PAGES:
        page.goto(origin + address, wait_until="commit")
        expect(page.locator("h1")).to_be_visible()
        expect(page.locator(".danger a[href='tel:999']")).to_be_visible()
        assert len(page.locator("main").inner_text()) > 300, address
        # Style is ours, not the browser's own: 32px are its first headings.
        expect(page.locator("h1")).not_to_have_css("font-size", "32px")


@pytest.mark.parametrize("network", NETWORKS)
def test_with_script(browser: Browser, settings: Settings, network: str) -> None:
    """First visit, kept, and offline: each page is read, and each new state keeps every rule."""
    server = Server(settings)
    context = browser.new_context(
        service_workers="allow", viewport={"width": 390, "height": 800}, reduced_motion="reduce"
    )
    context.route(CDN, cdn(network))  # type: ignore[arg-type]
    page = context.new_page()
    try:
        read_all(page, server.origin)
        page.goto(f"{server.origin}/en/offline/")
        # Held at the eleventh part, so that the state of saving can be looked at.
        page.route("**/en/findings/neglect/", lambda route: sleep(0.5) or route.continue_())
        page.locator("[data-save]").click()
        expect(page.locator("#keep progress")).to_be_visible()
        assert run(page) == CLEAN
        page.locator("#keep progress").wait_for(state="hidden", timeout=30_000)
        assert run(page) == CLEAN
        page.unroute("**/en/findings/neglect/")
        read_all(page, server.origin)
        server.stop()
        read_all(page, server.origin)
        page.goto(f"{server.origin}/en/findings/")
        if (ROOT / "static" / FILE).is_file():
            # Kept with the guide, under the CDN's address.
            page.wait_for_function("() => 'htmx' in window")
            page.get_by_label("Which findings?").select_option("good")
            expect(page.locator("form [role=status]")).to_contain_text("No answer came")
            assert page.locator("#shown .cards li").count() == 9
        assert page.evaluate("'stolen' in window") is False
        page.goto(f"{server.origin}/en/partners/")
        assert run(page) == CLEAN
        page.goto(f"{server.origin}/en/offline/")
        page.locator("[data-remove]").click()
        expect(page.locator("#keep [role=status]")).to_contain_text("Removed")
        assert run(page) == CLEAN
    finally:
        context.close()
        server.stop()


@pytest.mark.parametrize("network", NETWORKS)
def test_without_script(browser: Browser, origin: str, network: str) -> None:
    """Nothing can be kept without script, and the page says so; all else is read."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 800})
    context.route(CDN, cdn(network))  # type: ignore[arg-type]
    page = context.new_page()
    read_all(page, origin)
    page.goto(f"{origin}/en/offline/")
    expect(page.locator("#keep-not")).to_be_visible()
    expect(page.locator("[data-save]")).to_be_hidden()
    context.close()
