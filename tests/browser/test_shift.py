"""Shift three times leaves: counted when it is let go alone, said once, and in nobody's way."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from covered import COVERED
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

TWO, ONE = "Press Shift two more times to leave.", "Press Shift one more time to leave."
MESSAGE = "(document.querySelector('.exit-status') || {}).textContent || ''"


@pytest.mark.parametrize("address", ["/en/help/", "/en/partners/"])
def test_shift_three_times_leaves_and_says_so_at_each_press(
    reader: Page, origin: str, neutral: str, address: str
) -> None:
    """Who cannot reach the button leaves by a key that writes nothing."""
    reader.goto(origin + address)
    reader.keyboard.press("Shift")
    assert reader.evaluate(MESSAGE) == TWO
    reader.keyboard.press("Shift")
    assert reader.evaluate(MESSAGE) == ONE
    reader.keyboard.press("Shift")
    reader.wait_for_url(neutral)


def test_time_runs_from_the_last_press(reader: Page, origin: str, neutral: str) -> None:
    """Whoever listens to each message before the next press leaves; whoever stops, stays."""
    reader.clock.install()
    reader.goto(f"{origin}/en/help/")
    for _ in range(2):
        reader.keyboard.press("Shift")
        reader.clock.run_for(4500)
    assert reader.evaluate(MESSAGE) == ONE
    reader.clock.run_for(600)
    assert reader.locator(".exit-status").count() == 0
    for _ in range(3):
        reader.keyboard.press("Shift")
        reader.clock.run_for(1)
    reader.wait_for_url(neutral)


BETWEEN: dict[str, Callable[[Page], object]] = {
    "another key": lambda page: page.keyboard.press("ArrowDown"),
    "a tap": lambda page: page.mouse.click(100, 300),
    "the wheel": lambda page: page.mouse.wheel(0, 100),
    "a letter": lambda page: page.keyboard.press("Shift+a"),
    "back by Tab": lambda page: page.keyboard.press("Shift+Tab"),
}


@pytest.mark.parametrize("act", BETWEEN.values(), ids=BETWEEN)
def test_anything_between_begins_again(
    reader: Page, origin: str, act: Callable[[Page], object]
) -> None:
    """Only three presses in a row mean it, and the message goes."""
    reader.goto(f"{origin}/en/help/")
    for _ in range(2):
        reader.keyboard.press("Shift")
    act(reader)
    reader.wait_for_function(f"!({MESSAGE})")
    reader.keyboard.press("Shift")
    assert reader.evaluate(MESSAGE) == TWO


HELD: dict[str, Callable[[Page], object]] = {
    "Tab": lambda page: page.keyboard.press("Tab"),
    "a letter": lambda page: page.keyboard.press("A"),
    "a click": lambda page: page.mouse.click(100, 300),
    "the wheel": lambda page: page.mouse.wheel(0, 10),
    "another keyboard": lambda page: page.keyboard.press("Alt"),
    "the other Shift": lambda page: page.keyboard.press("ShiftRight"),
}


@pytest.mark.parametrize("act", HELD.values(), ids=HELD)
def test_shift_with_something_else_says_nothing(
    reader: Page, origin: str, act: Callable[[Page], object]
) -> None:
    """Going back with Tab, capitals and marking text are no way out."""
    reader.goto(f"{origin}/en/help/")
    for _ in range(3):
        reader.keyboard.down("Shift")
        act(reader)
        reader.wait_for_timeout(60)  # a wheel arrives with the next frame
        reader.keyboard.up("Shift")
        assert reader.evaluate(MESSAGE) == ""
    assert reader.url == f"{origin}/en/help/"


def test_alt_and_shift_change_the_keyboard_only(reader: Page, origin: str) -> None:
    """Who writes in two languages is not thrown out for choosing one."""
    reader.goto(f"{origin}/en/help/")
    for _ in range(3):
        reader.keyboard.down("Alt")
        reader.keyboard.press("Shift")
        reader.keyboard.up("Alt")
        assert reader.evaluate(MESSAGE) == ""
    assert reader.url == f"{origin}/en/help/"


@pytest.mark.parametrize("selector", ["select", "[type=checkbox]", "[type=submit]", "a"])
def test_shift_leaves_from_every_control_but_a_box(
    reader: Page, origin: str, neutral: str, selector: str
) -> None:
    """The focus need not stand anywhere else first."""
    reader.goto(f"{origin}/en/partners/briefing/")
    reader.locator(f"main {selector}").first.focus()
    for _ in range(3):
        reader.keyboard.press("Shift")
    reader.wait_for_url(neutral)


def test_shift_in_a_box_writes_capitals(reader: Page, origin: str) -> None:
    """Nobody is thrown out for typing a name, nor for Shift alone in a box."""
    reader.goto(f"{origin}/en/search/")
    box = reader.get_by_role("searchbox")
    box.focus()
    for letter in "ABCD":
        reader.keyboard.press(f"Shift+{letter}")
    for _ in range(3):
        reader.keyboard.press("Shift")
    assert reader.url == f"{origin}/en/search/"
    assert box.input_value() == "ABCD"


def test_the_message_covers_no_focus_and_has_an_edge(reader: Page, origin: str) -> None:
    """The bar grows for it: what has the focus moves up, also at the very end of a page."""
    reader.set_viewport_size({"width": 320, "height": 256})
    reader.emulate_media(forced_colors="active")
    for address in ("/en/help/", "/pl/help/", "/ur/help/", "/en/partners/"):
        reader.goto(origin + address)
        for place in (0.3, 0.6, 1):
            reader.evaluate("""(place) => {
              const all = [...document.querySelectorAll('main a, footer a')];
              all[Math.ceil(place * all.length) - 1].focus();
            }""", place)  # fmt: skip
            for _ in range(2):
                reader.keyboard.press("Shift")
                assert reader.evaluate(COVERED) == "", (address, place)
            reader.keyboard.press("Escape")
        reader.keyboard.press("Shift")
        edges = [
            reader.locator(each).evaluate("(each) => getComputedStyle(each).borderTopStyle")
            for each in (".exit-bar", ".exit-status")
        ]
        assert "solid" in edges


@pytest.mark.parametrize("address", ["/en/help/", "/en/partners/"])
def test_nothing_is_spoken_where_nothing_is_said(reader: Page, origin: str, address: str) -> None:
    """No empty region stands beside the way out; screen readers call such a thing "status bar"."""
    reader.goto(origin + address)
    for key in ("Tab", "Shift+Tab", "Shift", "Escape"):
        reader.keyboard.press(key)
    assert reader.locator(".exit-status").count() == 0
