"""Sharing with the device's own sheet, where it has one."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

STUB = """(fault) => {
  window.shared = [];
  Object.defineProperty(navigator, 'share', { value: async (what) => {
    shared.push(what);
    if (fault) throw new DOMException('', fault);
  }});
}"""


def shared(phone: Page, origin: str, fault: str) -> None:
    """Share a page on a device whose sheet ends like this."""
    phone.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=origin)
    phone.context.add_init_script(f"({STUB})('{fault}')")
    phone.goto(f"{origin}/en/help/")
    phone.evaluate("navigator.clipboard.writeText('mine')")
    phone.get_by_role("button", name="Share this page").click()
    phone.wait_for_function("shared.length")
    phone.wait_for_timeout(100)


def held(phone: Page) -> str:
    """Return what the reader's clipboard holds."""
    told: str = phone.evaluate("navigator.clipboard.readText()")
    return told


@pytest.mark.parametrize("fault", ["", "AbortError"], ids=["sent", "closed"])
def test_the_device_s_own_sheet_gets_title_and_address(
    phone: Page, origin: str, fault: str
) -> None:
    """A neutral title goes with the page; who closes the sheet loses nothing."""
    shared(phone, origin, fault)
    address = phone.locator("link[rel=canonical]").get_attribute("href")
    assert phone.evaluate("shared") == [{"title": "Get help", "url": address}]
    expect(phone.locator("#share [aria-live]")).to_have_text("")
    assert held(phone) == "mine"


def test_a_sheet_that_does_not_open_gives_way_to_a_copy(phone: Page, origin: str) -> None:
    """A press is never without an answer."""
    shared(phone, origin, "NotAllowedError")
    expect(phone.locator("#share [aria-live]")).to_have_text("Copied.")
    assert held(phone) == phone.locator("link[rel=canonical]").get_attribute("href")
