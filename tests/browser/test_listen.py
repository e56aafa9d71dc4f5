"""Listening with the device's own voice: odd names of voices, other languages, late events."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Page, Route, expect

pytestmark = pytest.mark.browser

# A device's voices; what is spoken waits until the test ends it, as slow devices do.
SPEECH = """(voices) => {
  window.spoken = [];
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
  Object.defineProperty(window, 'speechSynthesis', { value: {
    getVoices: () => voices, speak: (each) => spoken.push(each),
    cancel: () => spoken.push({text: '(silence)'}), addEventListener: () => {},
  }});
}"""
HERE = {"lang": "en-GB", "localService": True}
ELSEWHERE = {"lang": "pl-PL", "localService": True}


def opened(page: Page, origin: str, *voices: dict[str, object], lang: str = "en",
           path: str = "simple/") -> None:  # fmt: skip
    """Open a page in a language, on a device with these voices."""

    def translated(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text().replace('lang="en"', f'lang="{lang}"', 1))

    page.context.add_init_script(f"({SPEECH})({json.dumps(voices)})")
    page.route(f"**/en/{path}", translated)
    page.goto(f"{origin}/en/{path}")


def texts(page: Page) -> list[str]:
    """Return what was given to the device to be spoken, its silences left out."""
    given: list[str] = page.evaluate("spoken.map((each) => each.text)")
    return [text for text in given if text != "(silence)"]


def press(page: Page, name: str) -> None:
    """Press a button of the player."""
    page.get_by_role("button", name=name).click()


@pytest.mark.parametrize(
    ("lang", "voice", "here", "offered"),
    [
        ("zh-Hant", "zh-TW", True, True),
        ("zh-Hant", "zh_HK", True, True),
        ("zh-Hant", "zh-CN", True, False),
        ("pa", "pa-Guru-IN", True, True),
        ("en", "en_GB", True, True),
        ("en", "en-GB", False, False),  # a voice that is far away: no word of a page is sent there
        ("en", "enm", True, False),
        ("en", "pl-PL", True, False),
        ("en", "", True, False),
    ],
)
def test_a_voice_is_offered_where_it_speaks_the_language_of_the_page(
    phone: Page, origin: str, lang: str, voice: str, here: bool, offered: bool
) -> None:
    """Devices name their voices in many ways; a wrong one is worse than none."""
    opened(phone, origin, {"lang": voice, "localService": here}, lang=lang)
    assert phone.locator("#listen").is_visible() is offered


def test_help_says_how_to_listen_where_the_device_has_no_voice(phone: Page, origin: str) -> None:
    """Who would rather listen is not left alone."""
    phone.context.add_init_script(f"({SPEECH})([])")
    phone.goto(f"{origin}/en/help/")
    assert not phone.locator("#listen").is_visible()
    assert phone.get_by_role("heading", name="If you would rather listen").is_visible()


@pytest.mark.parametrize("voices", [[HERE], [HERE, ELSEWHERE]], ids=["without", "with"])
def test_words_in_another_language_have_their_own_voice_or_none(
    phone: Page, origin: str, voices: list[dict[str, object]]
) -> None:
    """English read by a Polish voice cannot be understood, nor the other way round."""
    opened(phone, origin, *voices)
    phone.evaluate("document.querySelector('main h1').lang = 'pl'")
    press(phone, "Listen to this page")
    heading = phone.locator("main h1").inner_text()
    (first, *_), language = texts(phone), phone.evaluate("spoken.find((each) => each.lang).lang")
    own = ELSEWHERE in voices
    assert (first == heading, language) == ((True, "pl-PL") if own else (False, "en-GB"))


def test_a_page_is_read_block_by_block_paused_and_stopped(phone: Page, origin: str) -> None:
    """Nothing begins by itself; words that are spoken are marked; a pause repeats its block.

    Devices tell the end of a broken-off block when the next is already spoken: it skips nothing.
    """
    opened(phone, origin, HERE, path="findings/neglect/")
    assert texts(phone) == []
    press(phone, "Listen to this page")
    first = phone.evaluate("spoken.at(-1).text")
    assert phone.locator(".spoken").inner_text().strip() == first
    phone.evaluate("spoken.at(-1).onend()")
    press(phone, "Pause")
    second = texts(phone)[-1]
    assert phone.evaluate("spoken.at(-1).text") == "(silence)"
    press(phone, "Go on")
    phone.evaluate("(text) => spoken.find((each) => each.text === text).onend()", second)
    assert texts(phone) == [first, second, second]
    phone.evaluate("spoken.at(-1).onend()")
    assert texts(phone)[3] not in (first, second)
    press(phone, "Stop")
    assert phone.evaluate("spoken.at(-1).text") == "(silence)"
    assert phone.locator(".spoken").count() == 0
    assert phone.get_by_role("button", name="Listen to this page").is_visible()
    assert not any("In our words" in text for text in texts(phone))


def test_a_voice_that_fails_is_silent_and_can_be_asked_again(phone: Page, origin: str) -> None:
    """The button tells the truth: nothing is being read, and it goes on where it was."""
    opened(phone, origin, HERE)
    press(phone, "Listen to this page")
    phone.evaluate("spoken.at(-1).onend()")
    phone.evaluate("spoken.at(-1).onerror?.({error: 'synthesis-failed'})")
    expect(phone.get_by_role("button", name="Go on")).to_be_visible()
    press(phone, "Go on")
    assert texts(phone)[2] == texts(phone)[1]


# Out of sight: another tab, another app, a screen that is switched off.
GONE = {
    "exit": "document.querySelector('a.exit').click()",
    "another tab": """Object.defineProperty(document, 'hidden', {value: true});
      document.dispatchEvent(new Event('visibilitychange'))""",
}


@pytest.mark.parametrize("way", GONE)
def test_going_away_is_silent_at_once(phone: Page, origin: str, way: str) -> None:
    """No voice goes on while somebody leaves or hides the page; who comes back can go on."""
    opened(phone, origin, HERE)
    press(phone, "Listen to this page")
    phone.evaluate("spoken.at(-1).onend()")
    last = phone.evaluate(f"() => {{ {GONE[way]}; return spoken.at(-1).text; }}")
    assert last == "(silence)"
    if way != "exit":
        press(phone, "Go on")
        assert texts(phone)[2] == texts(phone)[1]
