"""What a page costs: counted on the wire, by the browser."""

from __future__ import annotations

from typing import Any

import pytest
from kinds import EVERY
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

FRONT_PAGE = 14_600
ANY_PAGE = 40_000


def loaded(page: Page, address: str) -> list[tuple[str, str, int]]:
    """Load a page without a cache; return (address, type, bytes on the wire) of each request."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    kinds: dict[str, tuple[str, str]] = {}
    sizes: dict[str, int] = {}

    def answered(event: dict[str, Any]) -> None:
        kinds[event["requestId"]] = (event["response"]["url"], event["type"])

    def finished(event: dict[str, Any]) -> None:
        sizes[event["requestId"]] = int(event["encodedDataLength"])

    session.on("Network.responseReceived", answered)
    session.on("Network.loadingFinished", finished)
    page.goto(address)
    page.wait_for_load_state("networkidle")
    session.detach()
    return [(*kinds[each], sizes[each]) for each in kinds if each in sizes]


def test_every_page_is_light(browser: Browser, origin: str) -> None:
    """Nobody with little data pays for a font, a photograph or somebody else's script."""
    context = browser.new_context(service_workers="block")
    page = context.new_page()
    for address in EVERY:
        held = loaded(page, origin + address)
        assert {kind for _, kind, _ in held} <= {
            "Document",
            "Stylesheet",
            "Image",
            "Other",
            "Script",
        }
        assert all(
            "/static/js/" in url or "/static/vendor/htmx" in url
            for url, kind, _ in held
            if kind == "Script"
        )
        assert all(
            url.endswith((".svg", "/favicon.ico"))
            for url, kind, _ in held
            if kind in ("Image", "Other")
        ), address
        total = sum(size for _, _, size in held)
        assert total <= ANY_PAGE, (address, total)
        if address.count("/") == 2:
            first = sum(s for _, kind, s in held if kind in ("Document", "Stylesheet"))
            assert first <= FRONT_PAGE, first
        if address.split("/")[2] == "embed":
            assert sum(s for _, kind, s in held if kind == "Document") <= 6_000, address
    context.close()
