"""Readable on every network: with script, without, and where it is switched off later."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from chromium import FLAGS
from keeping import keep
from playwright.sync_api import Browser, Page, Request, Route, expect
from servers import Server

from webapp.site.assets import HTMX_CDN

pytestmark = pytest.mark.browser

# Five kinds: the front page, two lists that htmx makes quicker, a finding, a place to call.
PAGES = ["/en/", "/en/findings/", "/en/words/", "/en/findings/neglect/", "/en/help/slough/"]
# Pages that tell no other company that they are read.
NEVER = ["/en/", "/en/help/", "/en/help/slough/", "/en/safety/", "/en/young-people/", "/en/simple/"]


def read_all(page: Page, origin: str) -> None:
    """Read all five: heading, help number, words, and our own style."""
    for address in PAGES:
        page.goto(origin + address, wait_until="commit")
        expect(page.locator("h1")).to_be_visible()
        expect(page.locator(".danger a[href='tel:999']")).to_be_visible()
        assert len(page.locator("main").inner_text()) > 300, address
        # Style is ours, not the browser's own: 32px are its first headings.
        expect(page.locator("h1")).not_to_have_css("font-size", "32px")


def blocked(route: Route) -> None:
    """Refuse what is asked of the CDN."""
    route.abort()


def silent(_: Route) -> None:
    """Never answer."""


def other_bytes(route: Route) -> None:
    """Answer in the place of the CDN."""
    route.fulfill(
        body="window.stolen = 1",
        content_type="text/javascript",
        headers={"Access-Control-Allow-Origin": "*"},
    )


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without"])
def test_pages_are_read_whatever_the_cdn_does(browser: Browser, origin: str, script: bool) -> None:
    """Blocked, silent or with other bytes; nothing can be kept without script, and a page says so.

    That htmx comes in the end, from wherever, is the business of test_live.py.
    """
    context = browser.new_context(
        java_script_enabled=script,
        service_workers="block",
        viewport={"width": 390, "height": 800},
    )
    page = context.new_page()
    for answer in (blocked, silent, other_bytes):
        context.unroute(HTMX_CDN)
        context.route(HTMX_CDN, answer)
        read_all(page, origin)
        assert page.evaluate("'stolen' in window") is False
    page.goto(f"{origin}/en/offline/")
    if not script:
        expect(page.locator("#keep-not")).to_be_visible()
        expect(page.locator("[data-save]")).to_be_hidden()
    context.close()


def test_a_kept_guide_is_read_with_scripts_switched_off(
    browser: Browser, server: Server, tmp_path: Path
) -> None:
    """Who keeps it reads on without a connection, also after switching scripts off.

    htmx is not kept: the form works as a form, and the kept page shows every finding.
    """
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
        read_all(page, server.origin)
        page.goto(f"{server.origin}/en/findings/", wait_until="commit")
        page.get_by_label("Which findings?").select_option("good")
        page.locator(".filter button").click()
        expect(page.locator("#shown .cards li")).to_have_count(9)
        page.goto(f"{server.origin}/en/partners/")
        expect(page.locator("h1")).to_have_text("This page is not kept here")
        context.close()


def test_nothing_is_asked_of_a_cdn_where_nobody_searches(page: Page, origin: str) -> None:
    """Help, safety and young people's pages tell no other company that they are read."""
    asked: list[str] = []

    def note(request: Request) -> None:
        asked.append(request.url)

    page.on("request", note)
    for address in NEVER:
        page.goto(origin + address)
    page.remove_listener("request", note)
    assert asked
    assert [url for url in asked if not url.startswith(origin)] == []
