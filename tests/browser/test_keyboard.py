"""The whole site with a keyboard alone: seen, in order, without a trap."""

from __future__ import annotations

import pytest
from chromium import SPACING, dress
from covered import COVERED, STOPS
from house import TAGS
from kinds import KINDS, PAGES
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

FOCUSABLE = """() => [...document.querySelectorAll('a[href], button, input, select, pre[tabindex]')]
  .filter((each) => each.getClientRects().length).length"""
HERE = """() => {
  const each = document.activeElement, style = getComputedStyle(each);
  let behind = each.parentElement, paper = 'rgba(0, 0, 0, 0)';
  while (behind && paper === 'rgba(0, 0, 0, 0)') {
    paper = getComputedStyle(behind).backgroundColor; behind = behind.parentElement;
  }
  if (paper === 'rgba(0, 0, 0, 0)') paper = 'rgb(255, 255, 255)';
  const all = [...document.querySelectorAll('*')];
  // A link that runs over two lines has no middle of its own between them.
  const line = each.getClientRects()[0];
  const middle = document.elementFromPoint(line.x + line.width / 2, line.y + line.height / 2);
  return {place: all.indexOf(each), tag: each.tagName, text: each.textContent.trim().slice(0, 40),
          line: style.outlineStyle, width: parseFloat(style.outlineWidth),
          colour: style.outlineColor, paper: paper,
          covered: !(middle && (each.contains(middle) || middle.contains(each)))};
}"""


def light(colour: str) -> float:
    """Return the relative luminance of "rgb(r, g, b)" (WCAG 2.2)."""
    parts = [float(each) / 255 for each in colour.partition("(")[2].rstrip(")").split(",")[:3]]
    red, green, blue = (
        each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours."""
    dark, bright = sorted((light(one), light(other)))
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("address", KINDS)
def test_tab_reaches_everything_in_order_and_shows_where_it_is(
    page: Page, origin: str, address: str, theme: str
) -> None:
    """Who cannot use a mouse sees where they are, is never trapped and misses nothing."""
    dress(page, 390, theme)
    page.goto(origin + address)
    count = page.evaluate(FOCUSABLE)
    places = []
    for _ in range(count):
        page.keyboard.press("Tab")
        here = page.evaluate(HERE)
        places.append(here["place"])
        assert here["line"] == "solid", here
        assert here["width"] >= 2, here
        assert contrast(here["colour"], here["paper"]) >= 3, here
        assert not here["covered"], here
    assert places == sorted(places)
    assert len(set(places)) == count


@pytest.mark.parametrize(
    ("address", "height", "spacing"),
    [
        *((each, 256, True) for each in KINDS),
        *((f"/{tag}/help/", height, False) for tag in TAGS for height in (256, 640)),
    ],
)
def test_nothing_floats_over_what_has_the_focus(
    page: Page, origin: str, address: str, height: int, spacing: bool
) -> None:
    """At 400 per cent, with wide spacing, forwards and backwards (WCAG 2.4.11 and 2.4.12)."""
    dress(page, 320, "light", height)
    page.goto(origin + address)
    if spacing:
        page.evaluate(SPACING)
    for key in ("Tab", "Shift+Tab"):
        for _ in range(page.evaluate(STOPS)):
            page.keyboard.press(key)
            assert page.evaluate(COVERED) == "", key


@pytest.mark.parametrize("address", ["/en/help/card/#card", "/ur/help/card/#card"])
def test_nothing_floats_over_the_focus_on_a_card_that_fills_the_screen(
    page: Page, origin: str, address: str
) -> None:
    """The card lies over the page, and the bar over the card: its own links stay clear."""
    dress(page, 320, "light", 256)
    page.goto(origin + address)
    for link in page.locator("#card a:visible").all():
        link.focus()
        assert page.evaluate(COVERED) == ""


@pytest.mark.parametrize("address", [each for each in PAGES if "/embed/" not in each])
def test_the_first_tab_skips_to_the_text(page: Page, origin: str, address: str) -> None:
    """Nobody has to tab through the menu on every page."""
    page.goto(origin + address)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_a_newcomer_finds_help_in_their_area_by_keyboard(page: Page, origin: str) -> None:
    """From the front page to a number of one's own council: three presses, no mouse."""
    page.goto(f"{origin}/en/")
    press(page, "Get help")
    assert page.url == f"{origin}/en/help/"
    press(page, "Oxfordshire")
    assert page.url == f"{origin}/en/help/oxfordshire/"
    assert "0345 050 7666" in page.locator("main").inner_text()


def test_a_newcomer_reads_a_finding_and_goes_on_by_keyboard(page: Page, origin: str) -> None:
    """From the front page to a finding, to the line of the source it rests on, and back."""
    page.goto(f"{origin}/en/")
    press(page, "Neglect")
    assert page.url == f"{origin}/en/findings/neglect/"
    press(page, "HMICFRS news release, paragraph 10")
    assert page.url == f"{origin}/en/sources/news-release/#p10"
    page.go_back()
    assert page.url == f"{origin}/en/findings/neglect/"


def press(page: Page, name: str) -> None:
    """Tab to the first link with these words and press Enter."""
    for _ in range(200):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()") == name:
            with page.expect_navigation():
                page.keyboard.press("Enter")
            return
    raise AssertionError(f"Tab does not reach {name!r}")
