"""Listening on real devices: odd names of voices, other languages, faults and late events."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Page, Route, expect

pytestmark = pytest.mark.browser

# A device's voices; what is spoken waits until the test ends it, as slow devices do.
STUB = """(voices) => {
  window.spoken = [];
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
  Object.defineProperty(window, 'speechSynthesis', { value: {
    getVoices: () => voices, speak: (each) => spoken.push(each), cancel: () => {},
    addEventListener: () => {},
  }});
}"""
HERE = {"lang": "en-GB", "localService": True}
ELSEWHERE = {"lang": "pl-PL", "localService": True}
ADDRESS = "/en/simple/"


def opened(page: Page, origin: str, *voices: dict[str, object], lang: str = "en") -> None:
    """Open a page in a language, on a device with these voices."""

    def translated(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text().replace('lang="en"', f'lang="{lang}"', 1))

    page.context.add_init_script(f"({STUB})({json.dumps(voices)})")
    page.route(f"**{ADDRESS}", translated)
    page.goto(origin + ADDRESS)
    page.wait_for_load_state("networkidle")


def texts(page: Page) -> list[str]:
    """Return what was given to the device to be spoken."""
    told: list[str] = page.evaluate("spoken.map((each) => each.text)")
    return told


@pytest.mark.parametrize(
    ("lang", "voice", "offered"),
    [
        ("zh-Hant", "zh-TW", True),
        ("zh-Hant", "zh_HK", True),
        ("zh-Hant", "zh-CN", False),
        ("pa", "pa-Guru-IN", True),
        ("en", "en_GB", True),
        ("en", "enm", False),
        ("en", "", False),
    ],
)
def test_a_voice_is_offered_where_it_speaks_the_language_of_the_page(
    phone: Page, origin: str, lang: str, voice: str, offered: bool
) -> None:
    """Devices name their voices in many ways; a wrong one is worse than none."""
    opened(phone, origin, {"lang": voice, "localService": True}, lang=lang)
    assert phone.locator("#listen").is_visible() is offered


@pytest.mark.parametrize("voices", [[HERE], [HERE, ELSEWHERE]], ids=["without", "with"])
def test_words_in_another_language_have_their_own_voice_or_none(
    phone: Page, origin: str, voices: list[dict[str, object]]
) -> None:
    """English read by a Polish voice cannot be understood, nor the other way round."""
    opened(phone, origin, *voices)
    phone.evaluate("document.querySelector('main h1').lang = 'pl'")
    phone.get_by_role("button", name="Listen to this page").click()
    heading = phone.locator("main h1").inner_text()
    first, language = phone.evaluate("[spoken[0].text, spoken[0].lang]")
    own = ELSEWHERE in voices
    assert (first == heading, language) == ((True, "pl-PL") if own else (False, "en-GB"))


def test_the_late_end_of_a_paused_block_skips_nothing(phone: Page, origin: str) -> None:
    """Devices tell the end of a broken-off block when the next is already spoken."""
    opened(phone, origin, HERE)
    phone.get_by_role("button", name="Listen to this page").click()
    phone.evaluate("spoken[0].onend()")
    phone.get_by_role("button", name="Pause").click()
    phone.get_by_role("button", name="Go on").click()
    phone.evaluate("spoken[1].onend()")
    first, second, again = texts(phone)
    assert first != second == again
    phone.evaluate("spoken[2].onend()")
    assert texts(phone)[3] not in (first, second)


def test_a_voice_that_fails_is_silent_and_can_be_asked_again(phone: Page, origin: str) -> None:
    """The button tells the truth: nothing is being read, and it goes on where it was."""
    opened(phone, origin, HERE)
    phone.get_by_role("button", name="Listen to this page").click()
    phone.evaluate("spoken[0].onend()")
    phone.evaluate("spoken[1].onerror?.({error: 'synthesis-failed'})")
    expect(phone.get_by_role("button", name="Go on")).to_be_visible()
    phone.get_by_role("button", name="Go on").click()
    assert texts(phone)[2] == texts(phone)[1]
