"""The policy of every page holds on every page: the browser itself reports no breach."""

from __future__ import annotations

import pytest
from keeping import keep
from kinds import EVERY
from playwright.sync_api import Browser, Page, expect
from servers import Server

pytestmark = pytest.mark.browser

REPORT = """() => addEventListener('securitypolicyviolation', (event) =>
  console.log(`breach: ${event.effectiveDirective} ${event.blockedURI} ${event.documentURI}`))"""


def watched(page: Page) -> list[str]:
    """Note every breach that a page of this device reports."""
    found: list[str] = []
    page.context.add_init_script(f"({REPORT})()")
    page.on("console", lambda told: found.append(told.text) if "breach" in told.text else None)
    return found


def test_no_page_breaks_its_policy(browser: Browser, origin: str) -> None:
    """Nothing runs, loads or is sent that a page has not named before."""
    page = browser.new_context(service_workers="block").new_page()
    found = watched(page)
    for address in EVERY:
        page.goto(origin + address)
        page.wait_for_load_state("networkidle")
    assert found == []
    # The watch sees what there is to see.
    page.evaluate("() => { new Image().src = 'https://elsewhere.example/x.png'; }")
    page.wait_for_timeout(200)
    assert len(found) == 1
    assert "img-src" in found[0]
    page.context.close()


def test_keeping_and_removing_break_no_policy(phone: Page, server: Server) -> None:
    """Nor do the worker, the save and the removal."""
    found = watched(phone)
    assert keep(phone, server).startswith("Done.")
    phone.reload()
    expect(phone.locator("[data-remove]")).to_be_visible()
    phone.locator("[data-remove]").click()
    expect(phone.locator("#keep [aria-live]")).to_contain_text("Removed")
    assert found == []
