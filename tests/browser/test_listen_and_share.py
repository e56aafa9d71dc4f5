"""Listening with the device's own voice, and carrying a page further without a trace of ours."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

pytestmark = pytest.mark.browser

# A device's voices, and a record of what is said; each block ends after a moment.
STUB = """(voices) => {
  const said = window.said = [];
  class Utterance { constructor(text) { this.text = text; } }
  window.SpeechSynthesisUtterance = Utterance;
  Object.defineProperty(window, 'speechSynthesis', { value: {
    getVoices: () => voices,
    speak: (each) => { said.push(each.text); setTimeout(() => each.onend?.(), 400); },
    cancel: () => said.push('(silence)'), addEventListener: () => {},
  }});
}"""
LOCAL = [{"lang": "en-GB", "localService": True, "name": "Here"}]


def with_voices(context: BrowserContext, voices: list[dict[str, object]]) -> Page:
    """Return a page on a device with these voices."""
    context.add_init_script(f"({STUB})({json.dumps(voices)})")
    return context.new_page()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """Return a device of its own."""
    made = browser.new_context(viewport={"width": 390, "height": 664})
    yield made
    made.close()


def test_a_page_is_read_block_by_block_and_marked(context: BrowserContext, origin: str) -> None:
    """Who listens sees which words are spoken; nothing begins by itself."""
    page = with_voices(context, LOCAL)
    page.goto(f"{origin}/en/findings/neglect/")
    assert page.evaluate("said") == []
    page.get_by_role("button", name="Listen to this page").click()
    page.wait_for_timeout(1_000)
    said = page.evaluate("said")
    assert "neglect" in " ".join(said[:3]).casefold()
    assert len(said) >= 2
    assert page.locator(".spoken").count() == 1
    marked, last = page.evaluate(
        "[document.querySelector('.spoken').textContent.trim(), said.at(-1)]"
    )
    assert marked == last
    assert not any("In our words" in each for each in said)


def test_listening_pauses_goes_on_and_stops(context: BrowserContext, origin: str) -> None:
    """A reader who pauses hears the same block again; stop begins anew."""
    page = with_voices(context, LOCAL)
    page.goto(f"{origin}/en/simple/")
    page.get_by_role("button", name="Listen to this page").click()
    page.wait_for_timeout(600)
    page.get_by_role("button", name="Pause").click()
    spoken = [each for each in page.evaluate("said") if each != "(silence)"]
    page.wait_for_timeout(600)
    assert [each for each in page.evaluate("said") if each != "(silence)"] == spoken
    page.get_by_role("button", name="Go on").click()
    again = [each for each in page.evaluate("said") if each != "(silence)"]
    assert again[len(spoken)] == spoken[-1]
    page.get_by_role("button", name="Stop").click()
    assert page.evaluate("said")[-1] == "(silence)"
    assert page.locator(".spoken").count() == 0
    assert page.get_by_role("button", name="Listen to this page").is_visible()


@pytest.mark.parametrize(
    "voices",
    [[], [{"lang": "en-GB", "localService": False}], [{"lang": "pl-PL", "localService": True}]],
    ids=["none", "far away", "another language"],
)
def test_without_a_voice_on_the_device_there_is_no_button(
    context: BrowserContext, origin: str, voices: list[dict[str, object]]
) -> None:
    """No word of a page is sent away to be spoken."""
    page = with_voices(context, voices)
    page.goto(f"{origin}/en/help/")
    assert not page.locator("#listen").is_visible()
    assert page.get_by_role("heading", name="If you would rather listen").is_visible()


def test_exit_is_silent_at_once(context: BrowserContext, origin: str) -> None:
    """No voice goes on while somebody leaves."""
    page = with_voices(context, LOCAL)
    page.goto(f"{origin}/en/help/")
    page.get_by_role("button", name="Listen to this page").click()
    page.wait_for_timeout(100)
    last = page.evaluate("""() => {
      document.querySelector('a.exit').click();
      return said.at(-1);
    }""")
    assert last == "(silence)"


def test_without_the_device_s_own_sharing_the_address_is_copied(
    context: BrowserContext, origin: str
) -> None:
    """A page can be carried further on any device."""
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=origin)
    page = context.new_page()
    page.goto(f"{origin}/en/findings/neglect/")
    page.get_by_role("button", name="Share this page").click()
    page.locator("#share [aria-live]").filter(has_text="Copied.").wait_for()
    held = page.evaluate("navigator.clipboard.readText()")
    assert held == page.locator("link[rel=canonical]").get_attribute("href")


def test_a_page_is_copied_as_a_short_text(context: BrowserContext, origin: str) -> None:
    """A message holds what the page has ready; tests/test_house_languages.py reads all of them."""
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=origin)
    page = context.new_page()
    page.goto(f"{origin}/en/findings/missing-children/")
    held = page.locator("#share").get_attribute("data-text") or ""
    page.get_by_role("button", name="Copy as short text").click()
    page.locator("#share [aria-live]").filter(has_text="Copied.").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == held


def test_a_box_to_copy_has_a_button(context: BrowserContext, origin: str) -> None:
    """A figure goes into a report with its source at one press."""
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=origin)
    page = context.new_page()
    page.goto(f"{origin}/en/partners/figures/")
    page.locator(".copy + button").first.click()
    page.locator(".copy + button + [aria-live]").filter(has_text="Copied.").wait_for()
    held = page.evaluate("navigator.clipboard.readText()")
    assert "70 child protection cases" in held
    assert "ITV News Meridian" in held
