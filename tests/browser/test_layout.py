"""Everything fits: narrow screens, large text, big fingers, paper, and browsers without help."""

from __future__ import annotations

import pytest
from chromium import SPACING, dress, only_here
from house import LANGUAGES, TAGS
from kinds import EVERY, KINDS
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

WIDTH = "document.scrollingElement.scrollWidth"
# SC 2.5.5: 44 by 44 CSS pixels, unless the control stands in a line of text.
SMALL = """() => [...document.querySelectorAll('a, button, input, select')].filter((each) => {
  const box = each.getBoundingClientRect();
  if (!box.width || each.matches('.skip')) return false;
  if (each.matches('label input')) {
    const label = each.closest('label').getBoundingClientRect();
    return label.width < 44 || label.height < 44;
  }
  if (box.width >= 44 && box.height >= 44) return false;
  if (getComputedStyle(each).display !== 'inline') return true;
  const line = each.closest('p, li, dd, td, th, h1, h2, h3, h4, figcaption, span.wide');
  return !line || line.textContent.trim() === each.textContent.trim();
}).map((each) => each.outerHTML.slice(0, 120))"""
# What a reader must see without pressing anything: two lines may not lie over one another.
CLIPPED = """() => [...document.querySelectorAll('main *')].filter((each) =>
  each.childElementCount === 0 && each.textContent.trim() && !each.closest('svg, .blank, .heard') &&
  getComputedStyle(each).overflow === 'hidden' && each.scrollHeight > each.clientHeight + 1
).map((each) => each.outerHTML.slice(0, 120))"""


@pytest.mark.parametrize("address", EVERY)
def test_nothing_scrolls_sideways_and_every_control_takes_a_finger(
    page: Page, origin: str, address: str
) -> None:
    """On the smallest phone, at 400 per cent, and with wide spacing, all can be read and hit."""
    dress(page, 320, "light", 256)
    page.goto(origin + address)
    assert page.evaluate(WIDTH) <= 320
    assert page.evaluate(SMALL) == []
    page.evaluate(SPACING)
    assert page.evaluate(WIDTH) <= 320
    assert page.evaluate(CLIPPED) == []
    dress(page, 1280, "light")
    assert page.evaluate(WIDTH) <= 1280
    assert page.evaluate(SMALL) == []


@pytest.mark.parametrize("tag", TAGS)
def test_the_first_screen_of_the_front_page_says_it_all(page: Page, origin: str, tag: str) -> None:
    """What this is, whose finding and when, the answer, and help: without scrolling."""
    # A draft says first who translated it, in a longer language; Nastaliq needs twice the room of
    # Latin letters. Then danger, the heading and the answer stand on the screen, the rest follows.
    height = {"en": 664}.get(tag, 844 if LANGUAGES[tag].script == "Latn" else 1300)
    dress(page, 390, "light", height)
    page.goto(f"{origin}/{tag}/")
    for part in ("h1", ".lead", ".lead + p", ".first .button", ".danger"):
        box = page.locator(part).first.bounding_box()
        assert box is not None
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= height, part
    assert "2023" in page.locator(".lead + p").inner_text()


@pytest.mark.parametrize("tag", TAGS)
def test_the_top_of_a_page_is_one_line_on_the_smallest_phone(
    page: Page, origin: str, tag: str
) -> None:
    """The name, help and the menu stand side by side, and no word is broken."""
    dress(page, 320, "light")
    page.goto(f"{origin}/{tag}/help/")
    name, quick = (page.locator(each).bounding_box() for each in (".brand", ".quick"))
    assert name is not None
    assert quick is not None
    assert abs(name["y"] - quick["y"]) < 10
    assert name["height"] <= 60
    assert quick["height"] <= 60


def test_a_column_is_no_wider_than_a_line_can_be_read(page: Page, origin: str) -> None:
    """At most about 65 characters stand in a line, however wide the screen."""
    dress(page, 1280, "light")
    page.goto(f"{origin}/en/findings/governance/")
    widest = page.evaluate("""() => Math.max(...[...document.querySelectorAll('main p')].map(
      (each) => each.getBoundingClientRect().width))""")
    assert widest <= 36 * 18 + 1


@pytest.mark.parametrize("address", KINDS)
def test_a_page_moves_nothing_by_itself(page: Page, origin: str, address: str) -> None:
    """Who asked for less motion gets none."""
    page.emulate_media(reduced_motion="reduce")
    page.goto(origin + address)
    moving = page.evaluate("""() => [...document.querySelectorAll('*')].filter((each) => {
      const style = getComputedStyle(each);
      const took = [style.transitionDuration, style.animationDuration].map(parseFloat);
      return Math.max(...took) > .01;
    }).length""")
    assert moving == 0


@pytest.mark.parametrize("address", KINDS)
def test_a_page_is_read_without_script(browser: Browser, origin: str, address: str) -> None:
    """A phone that runs no script gets the same words."""
    context = browser.new_context(java_script_enabled=False, service_workers="block")
    page = context.new_page()
    asked = only_here(page, origin)
    page.goto(origin + address)
    assert page.locator("h1").count() == 1
    assert len(page.locator("main").inner_text()) > 60
    assert asked == []
    context.close()


@pytest.mark.parametrize("address", KINDS)
def test_a_page_is_read_without_its_style_sheet(
    browser: Browser, origin: str, address: str
) -> None:
    """Where the style sheet does not arrive, words stay in order and pictures stay small."""
    context = browser.new_context(service_workers="block")
    page = context.new_page()
    page.route("**/*.css", lambda route: route.abort())
    page.goto(origin + address)
    largest = page.evaluate("""() => Math.max(0, ...[...document.querySelectorAll('svg')].map(
      (each) => each.getBoundingClientRect().width))""")
    assert largest <= 400
    assert page.locator("h1").is_visible()
    context.close()


@pytest.mark.parametrize(
    "address",
    [f"/{tag}/{each}" for tag in TAGS for each in ("", "findings/neglect/", "next/", "help/")],
)
def test_paper_is_black_on_white_with_addresses(page: Page, origin: str, address: str) -> None:
    """A printed page has no menus, and its links can be typed."""
    dress(page, 1280, "dark")
    page.goto(origin + address)
    page.emulate_media(media="print", color_scheme="dark")
    assert not page.locator("#menu").is_visible()
    assert not page.locator(".bar").is_visible()
    told = page.evaluate("""() => {
      const body = getComputedStyle(document.body);
      const link = document.querySelector('a[rel~="external"]');
      return [body.backgroundColor, body.color,
              link ? getComputedStyle(link, '::after').content : ''];
    }""")
    assert told[:2] == ["rgb(255, 255, 255)", "rgb(0, 0, 0)"]
    assert "https://" in told[2]
    # A printer that prints backgrounds must not blacken the line that matters most.
    danger = page.evaluate("""() => {
      const style = getComputedStyle(document.querySelector('.danger'));
      return [style.backgroundColor, style.color];
    }""")
    assert danger == ["rgba(0, 0, 0, 0)", "rgb(0, 0, 0)"]
