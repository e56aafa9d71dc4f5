"""Shift three times leaves: counted when it is let go alone, said once, and in nobody's way."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from house import TAGS
from measures import COVERED
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

TWO, ONE = "Press Shift two more times to leave.", "Press Shift one more time to leave."
MESSAGE = "(document.querySelector('.exit-status') || {}).textContent || ''"
# Where the focus may stand: nowhere, or on any control but a box into which somebody types.
FOCUSED = ["", "select", "[type=checkbox]", "[type=submit]", "a"]


@pytest.mark.parametrize("path", ["help/", "partners/briefing/"])
def test_shift_three_times_leaves_and_says_so_at_each_press(
    phone: Page, origin: str, neutral: str, path: str
) -> None:
    """Who cannot reach the button leaves by a key that writes nothing, wherever the focus is.

    Until then no empty region stands beside the way out: screen readers call it "status bar".
    """
    for selector in FOCUSED if "briefing" in path else [""]:
        phone.goto(f"{origin}/en/{path}")
        if selector:
            phone.locator(f"main {selector}").first.focus()
        for key in ("Shift", "Escape"):
            phone.keyboard.press(key)
        assert phone.locator(".exit-status").count() == 0
        phone.keyboard.press("Shift")
        assert phone.evaluate(MESSAGE) == TWO
        phone.keyboard.press("Shift")
        assert phone.evaluate(MESSAGE) == ONE
        phone.keyboard.press("Shift")
        phone.wait_for_url(neutral)


def test_time_runs_from_the_last_press(phone: Page, origin: str, neutral: str) -> None:
    """Whoever listens to each message before the next press leaves; whoever stops, stays."""
    phone.clock.install()
    phone.goto(f"{origin}/en/help/")
    for _ in range(2):
        phone.keyboard.press("Shift")
        phone.clock.run_for(4500)
    assert phone.evaluate(MESSAGE) == ONE
    phone.clock.run_for(600)
    assert phone.locator(".exit-status").count() == 0
    for _ in range(3):  # whose fingers are slow holds the key long, too
        phone.keyboard.down("Shift")
        phone.clock.run_for(3000)
        phone.keyboard.up("Shift")
        phone.clock.run_for(3000)
    phone.wait_for_url(neutral)


def turn_the_wheel(page: Page) -> None:
    """Turn it and wait until the page has had it, which is a frame later."""
    page.evaluate("""() => {
      window.turned = false;
      addEventListener('wheel', () => { window.turned = true; }, {once: true});
    }""")
    page.mouse.wheel(0, 10)
    page.wait_for_function("() => window.turned")


BETWEEN: dict[str, Callable[[Page], object]] = {
    "another key": lambda page: page.keyboard.press("ArrowDown"),
    "a tap": lambda page: page.mouse.click(100, 300),
    "the wheel": turn_the_wheel,
    "a letter": lambda page: page.keyboard.press("Shift+a"),
    "back by Tab": lambda page: page.keyboard.press("Shift+Tab"),
}
# Which key is held, and what is done meanwhile; Alt and Shift change the language of a keyboard.
HELD_KEYS: dict[str, tuple[str, Callable[[Page], object]]] = {
    "Tab": ("Shift", lambda page: page.keyboard.press("Tab")),
    "a letter": ("Shift", lambda page: page.keyboard.press("A")),
    "a click": ("Shift", lambda page: page.mouse.click(100, 300)),
    "the wheel": ("Shift", turn_the_wheel),
    "another keyboard": ("Shift", lambda page: page.keyboard.press("Alt")),
    "the other Shift": ("Shift", lambda page: page.keyboard.press("ShiftRight")),
    "Alt and Shift": ("Alt", lambda page: page.keyboard.press("Shift")),
    # No driver knows this key: the events of one who holds it.
    "signs of a third level": (
        "AltGraph",
        lambda page: page.evaluate("""() => {
      for (const name of ['keydown', 'keyup']) document.body.dispatchEvent(new KeyboardEvent(name,
        {key: 'Shift', code: 'ShiftLeft', modifierAltGraph: true, bubbles: true}));
    }"""),
    ),
}


def test_anything_between_begins_again_and_shift_with_something_else_says_nothing(
    phone: Page, origin: str
) -> None:
    """Only three presses in a row mean it; going back with Tab, capitals, marking text do not."""
    for name, act in BETWEEN.items():
        phone.goto(f"{origin}/en/help/")
        for _ in range(2):
            phone.keyboard.press("Shift")
        act(phone)
        phone.wait_for_function(f"!({MESSAGE})")
        phone.keyboard.press("Shift")
        assert phone.evaluate(MESSAGE) == TWO, name
    for name, (key, act) in HELD_KEYS.items():
        phone.goto(f"{origin}/en/help/")
        for _ in range(3):
            phone.keyboard.down(key)
            act(phone)
            phone.keyboard.up(key)
            assert phone.evaluate(MESSAGE) == "", name
        assert phone.url == f"{origin}/en/help/"


def test_shift_in_a_box_writes_capitals(phone: Page, origin: str) -> None:
    """Nobody is thrown out for typing a name, nor for Shift alone in a box."""
    phone.goto(f"{origin}/en/search/")
    box = phone.get_by_role("searchbox")
    box.focus()
    for letter in "ABCD":
        phone.keyboard.press(f"Shift+{letter}")
    for _ in range(3):
        phone.keyboard.press("Shift")
    assert phone.url == f"{origin}/en/search/"
    assert box.input_value() == "ABCD"


def test_the_message_covers_no_focus_and_has_an_edge(phone: Page, origin: str) -> None:
    """The bar grows for it: what has the focus moves up, also at the very end of a page."""
    phone.set_viewport_size({"width": 320, "height": 256})
    phone.emulate_media(forced_colors="active")
    for address in (*(f"/{tag}/help/" for tag in TAGS), "/en/partners/"):
        phone.goto(origin + address)
        for place in (0.3, 0.6, 1):
            phone.evaluate("""(place) => {
              const all = [...document.querySelectorAll('main a, footer a')];
              all[Math.ceil(place * all.length) - 1].focus();
            }""", place)  # fmt: skip
            for _ in range(2):
                phone.keyboard.press("Shift")
                assert phone.evaluate(COVERED) == "", (address, place)
            phone.keyboard.press("Escape")
        phone.keyboard.press("Shift")
        edges = [
            phone.locator(selector).evaluate("(each) => getComputedStyle(each).borderTopStyle")
            for selector in (".exit-bar", ".exit-status")
        ]
        assert "solid" in edges
