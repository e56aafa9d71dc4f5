"""Exit this page leaves in every tab: of the same browser, and of the guide alone."""

from __future__ import annotations

import pytest
from flask import Response
from keeping import LEFT, NOTHING, keep
from playwright.sync_api import Page, expect
from servers import Server, serving

pytestmark = pytest.mark.browser

# With the bar, at work, in another language, the choice of a language, and an error.
TABS = ["/en/findings/", "/en/partners/", "/ur/help/", "/", "/en/nowhere/"]
# A browser without the channel, and one that refuses it together with storage.
REFUSALS = {
    "missing": "delete globalThis.BroadcastChannel",
    "refused": "globalThis.BroadcastChannel = class { constructor() {"
    " throw new DOMException('', 'SecurityError'); } }",
}


def opened(phone: Page, *addresses: str) -> list[Page]:
    """Open each address in a tab of its own, behind the page."""
    tabs = []
    for address in addresses:
        tabs.append(phone.context.new_page())
        tabs[-1].goto(address)
    phone.bring_to_front()
    return tabs


@pytest.mark.parametrize("way", ["press", "Shift"])
def test_other_tabs_leave_too(phone: Page, server: Server, neutral: str, way: str) -> None:
    """Whoever looks through the open tabs afterwards finds none of the guide, and nothing kept."""
    keep(phone, server)
    tabs = opened(phone, *(server.origin + path for path in TABS))
    tabs[0].goto(f"{server.origin}/en/help/")
    if way == "press":
        phone.locator("a.exit").click()
    else:
        for _ in range(3):
            phone.keyboard.press("Shift")
    for tab in (phone, *tabs):
        tab.wait_for_url(neutral)
    # Back leads no further than it does in the tab where the button was pressed.
    tabs[0].go_back()
    assert tabs[0].url == f"{server.origin}/en/findings/"
    tabs[0].wait_for_load_state("networkidle")
    assert tabs[0].url == f"{server.origin}/en/findings/"
    assert tabs[0].evaluate(LEFT) == NOTHING


def test_a_tab_that_is_still_loading_leaves(phone: Page, server: Server, neutral: str) -> None:
    """A slow connection keeps no page there whose link has not come yet."""
    phone.goto(f"{server.origin}/en/help/")
    (tab,) = opened(phone, f"{server.origin}/en/findings/")
    tab.evaluate("document.querySelector('a.exit').remove()")
    phone.locator("a.exit").click()
    phone.wait_for_url(neutral)
    tab.wait_for_url("about:blank")


def test_pages_of_other_sites_stay(phone: Page, origin: str, neutral: str) -> None:
    """A partner's page that shows a box of ours, and the neutral page of another tab, stay."""
    box = f'<h1>Partner</h1><iframe src="{origin}/en/embed/glance/"></iframe>'
    with serving(Response(box, mimetype="text/html")) as partner:
        phone.goto(f"{origin}/en/help/")
        (tab,) = opened(phone, partner)
        expect(tab.frame_locator("iframe").locator("h1")).to_be_visible()
        phone.locator("a.exit").click()
        phone.wait_for_url(neutral)
        expect(tab.frame_locator("iframe").locator("h1")).to_be_visible()
        assert tab.url == f"{partner}/"


def test_a_page_out_of_the_browsers_memory_listens_again(
    phone: Page, origin: str, neutral: str
) -> None:
    """An open channel would keep a page out of that memory: Back would load it a second time."""
    phone.goto(f"{origin}/en/help/")
    (tab,) = opened(phone, f"{origin}/en/findings/")
    tab.evaluate("dispatchEvent(new PageTransitionEvent('pagehide', {persisted: true}))")
    tab.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
    phone.locator("a.exit").click()
    tab.wait_for_url(neutral)


@pytest.mark.parametrize("refusal", REFUSALS)
def test_a_browser_that_joins_no_tabs_leaves_all_the_same(
    phone: Page, server: Server, neutral: str, refusal: str
) -> None:
    """The tab where the button was pressed leaves, and takes the kept copy away."""
    keep(phone, server)
    phone.add_init_script(REFUSALS[refusal])
    phone.goto(f"{server.origin}/en/help/")
    phone.locator("a.exit").click()
    phone.wait_for_url(neutral)
    phone.goto(f"{server.origin}/en/")
    assert phone.evaluate(LEFT) == NOTHING
