"""What a reader sees and hears of keeping: in a browser that can, and in one that cannot."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from house import LANGUAGES
from keeping import LEFT, NOTHING, keep, keep_here
from playwright.sync_api import Error, Page, expect
from servers import Server

from webapp.i18n.languages import format_day

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("refused", ["caches", "crypto", "BroadcastChannel", "a private window"])
def test_a_browser_that_cannot_keep_says_so(phone: Page, server: Server, refused: str) -> None:
    """Nobody presses a button in vain: what can be done instead stands there."""
    phone.add_init_script(
        "caches.keys = () => Promise.reject(new DOMException('', 'SecurityError'))"
        if refused == "a private window"
        else f"Object.defineProperty(globalThis, {refused!r}, {{value: undefined}})"
    )
    faults: list[Error] = []
    phone.on("pageerror", lambda error: faults.append(error))
    phone.goto(f"{server.origin}/en/offline/")
    phone.wait_for_load_state("networkidle")
    expect(phone.locator("#keep-not")).to_contain_text("This browser cannot keep the guide")
    expect(phone.locator("[data-save]")).to_be_hidden()
    assert faults == []


def test_older_browsers_keep_the_guide(phone: Page, server: Server) -> None:
    """A phone of 2020 has no `throwIfAborted`, and keeps and removes as any other."""
    phone.add_init_script("delete AbortSignal.prototype.throwIfAborted")
    phone.add_init_script("Object.defineProperty(navigator, 'locks', {value: undefined})")
    assert keep(phone, server).startswith("Done.")
    phone.locator("[data-remove]").click()
    expect(phone.locator("#keep [aria-live]")).to_contain_text("Removed")
    assert phone.evaluate(LEFT) == NOTHING


@pytest.mark.parametrize("tag", LANGUAGES)
def test_the_day_is_written_in_the_language_of_the_page(
    phone: Page, server: Server, tag: str
) -> None:
    """Many a browser knows no month in Nepali or Panjabi, and would write one in English."""
    days = {datetime.now(UTC).date()}
    phone.goto(f"{server.origin}/{tag}/offline/")
    said = keep_here(phone)
    days.add(datetime.now(UTC).date())
    assert any(format_day(day, LANGUAGES[tag]) in said for day in days), said


def test_nothing_is_spoken_where_nothing_is_said(phone: Page, server: Server) -> None:
    """A screen reader meets no empty status; what is said later is said aloud, twice if twice."""

    def roles() -> list[str]:
        session = phone.context.new_cdp_session(phone)
        root = session.send("DOM.getDocument")["root"]["nodeId"]
        box = session.send("DOM.querySelector", {"nodeId": root, "selector": "#keep"})["nodeId"]
        tree = session.send("Accessibility.queryAXTree", {"nodeId": box})["nodes"]
        return [node["role"]["value"] for node in tree if not node["ignored"]]

    phone.goto(f"{server.origin}/en/offline/")
    expect(phone.locator("[data-save]")).to_be_visible()
    assert "button" in roles()
    assert not {"status", "alert", "log"} & set(roles())
    phone.evaluate("""() => {
      window.said = [];
      const status = document.querySelector('#keep [aria-live=polite]');
      new MutationObserver(() => said.push(status.textContent)).observe(status, {childList: true});
    }""")
    phone.route("**/offline/en.txt", lambda route: route.abort())
    for times in (1, 2):
        assert keep_here(phone).startswith("That did not work.")
        said = phone.evaluate("said.filter((each) => each.startsWith('That'))")
        assert len(said) == times


def test_the_focus_stays_with_who_keeps_and_removes_by_keyboard(
    phone: Page, server: Server
) -> None:
    """Nobody begins again at the top of the page after a press."""
    phone.goto(f"{server.origin}/en/offline/")
    for button, says in (("[data-save]", "Done."), ("[data-remove]", "Removed")):
        expect(phone.locator(button)).to_be_visible()  # else it takes no focus
        phone.locator(button).focus()
        phone.keyboard.press("Enter")
        expect(phone.locator("#keep [aria-live]")).to_contain_text(says)
        expect(phone.locator("[data-save]")).not_to_have_attribute("aria-disabled", "true")
        expect(phone.locator("[data-save]")).to_be_focused()
