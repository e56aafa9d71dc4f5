"""One page of each kind, in one language of each script: every theme and width, keyboard, paper,
without script, without style sheet, out of the browser's memory."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from time import monotonic
from typing import Any

import pytest
from chromium import FLAGS, refuse_other_hosts, set_screen
from house import TAGS, real
from kinds import (
    ERROR,
    KINDS,
    OF_EACH_KIND,
    ONE_TAG_A_SCRIPT,
    THEMED,
    WRONG,
    is_embed,
    of_each_kind,
    tag_of,
)
from measures import COVERED, MOVING, READABLE, SPACING, STOPS, WIDTH, barriers
from playwright.sync_api import Browser, Error, Page

from webapp.site.sitemap import every_page

pytestmark = pytest.mark.browser

# Returns of the element with the focus: its place in the page, and whether its middle is hidden.
HERE = """() => {
  const focus = document.activeElement;
  // A link that runs over two lines has no middle of its own between them.
  const line = focus.getClientRects()[0];
  const top = document.elementFromPoint(line.x + line.width / 2, line.y + line.height / 2);
  return [[...document.querySelectorAll('*')].indexOf(focus),
          top && (focus.contains(top) || top.contains(focus)) ? '' : focus.outerHTML.slice(0, 100)];
}"""
# Focuses every stop one after the other, and returns those whose outline is not solid, at least
# 2 px wide and of a contrast of 3:1 against what lies behind it (WCAG 2.2, relative luminance).
# The last thing that happened must be a key: only then browsers show an outline.
FAINT = """() => {
  const numbers = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const light = (colour) => {
    const [red, green, blue] = numbers(colour).map((each) => each / 255).map(
      (each) => each <= .04045 ? each / 12.92 : ((each + .055) / 1.055) ** 2.4);
    return .2126 * red + .7152 * green + .0722 * blue;
  };
  const faint = [];
  for (const each of document.querySelectorAll(
    'a[href], button, input, select, pre[tabindex], summary')) {
    if (!each.checkVisibility()) continue;
    each.focus();
    const style = getComputedStyle(each);
    let behind = each.parentElement, paper = 'rgb(255, 255, 255)';
    for (; behind; behind = behind.parentElement) {
      const colour = getComputedStyle(behind).backgroundColor;
      if (colour !== 'rgba(0, 0, 0, 0)') { paper = colour; break; }
    }
    const [dark, bright] = [light(style.outlineColor), light(paper)].sort((a, b) => a - b);
    const contrast = (bright + .05) / (dark + .05);
    if (style.outlineStyle !== 'solid' || parseFloat(style.outlineWidth) < 2 || contrast < 3)
      faint.push(`${style.outline}, contrast ${contrast}: ${each.outerHTML.slice(0, 100)}`);
  }
  return faint;
}"""


def all_pass(check: Callable[[str], list[str]], addresses: list[str] = KINDS) -> None:
    """Fail with every fault of every address, each with its address before it."""
    faults = [f"{address}: {fault}" for address in addresses for fault in check(address)]
    assert not faults, "\n".join(faults)


@contextmanager
def another_page(browser: Browser, **options: Any) -> Iterator[Page]:
    """Yield a page in a context of its own."""
    context = browser.new_context(service_workers="block", **options)
    yield context.new_page()
    context.close()


def test_every_kind_of_page_is_among_the_kinds() -> None:
    """A kind of page that somebody adds is not left out of all that follows."""
    tested = {page.kind for page in every_page(real()) if page.path in OF_EACH_KIND}
    # A search stands among them with an answer; the list of what is kept is a page of links.
    assert {page.kind for page in every_page(real())} - tested == {"search", "saved"}


SCREENS = [(320, "light"), (320, "dark"), (390, "forced"), (1280, "light"), (1280, "dark")]


@pytest.mark.parametrize("address", KINDS)
def test_no_width_and_no_theme_bars_anybody(page: Page, origin: str, address: str) -> None:
    """Small, wide, light, dark and in a reader's own colours; and nothing moves by itself.

    A theme changes colours only, so that light is asked for every rule, the others for contrast,
    and that in the languages of kinds.THEMED; test_every_page.py has asked at 390 px in light.
    """
    themed = tag_of(address) in THEMED
    page.emulate_media(reduced_motion="reduce")
    page.goto(origin + address)
    assert page.evaluate(MOVING) == []
    for width, theme in SCREENS:
        set_screen(page, width, theme)
        if theme == "light" or themed:
            found = barriers(page, colours_only=theme != "light", colours=themed)
            assert found == [], (width, theme)


@pytest.mark.parametrize("address", KINDS)
def test_the_keyboard_alone_reaches_everything_and_shows_where_it_is(
    page: Page, origin: str, address: str
) -> None:
    """In order, without a trap, and with nothing that floats over it (WCAG 2.4.11 and 2.4.12).

    On the smallest phone at 400 per cent with wide spacing; outlines on a wide screen, too.
    """
    set_screen(page, 320, height=256)
    page.goto(origin + address)
    page.evaluate(SPACING)
    stops = page.evaluate(STOPS)
    places = []
    for _ in range(stops):
        page.keyboard.press("Tab")
        place, hidden = page.evaluate(HERE)
        places.append(place)
        assert (hidden, page.evaluate(COVERED)) == ("", "")
    assert places == sorted(set(places)), "out of order, or reached twice"
    for _ in range(stops):
        page.keyboard.press("Shift+Tab")
        assert page.evaluate(COVERED) == "", "on the way back"
    for width, theme in ((320, "light"), (320, "dark"), (1280, "light"), (1280, "dark")):
        set_screen(page, width, theme)
        assert page.evaluate(FAINT) == [], (width, theme)


@pytest.mark.parametrize("tag", TAGS)
def test_nothing_floats_over_the_focus_where_somebody_looks_for_help(
    page: Page, origin: str, tag: str
) -> None:
    """In every language, as the bar of the way out grows with its words."""
    for height in (256, 640):
        set_screen(page, 320, height=height)
        page.goto(f"{origin}/{tag}/help/")
        for key in ("Tab", "Shift+Tab"):
            for _ in range(page.evaluate(STOPS)):
                page.keyboard.press(key)
                assert page.evaluate(COVERED) == "", (height, key)
    # The card lies over the page, and the bar over the card: its own links stay clear.
    set_screen(page, 320, height=256)
    page.goto(f"{origin}/{tag}/help/card/#card")
    for link in page.locator("#card a:visible").all():
        link.focus()
        assert page.evaluate(COVERED) == ""


def test_each_kind_is_read_without_script(browser: Browser, origin: str) -> None:
    """A phone that runs no script gets the same words, and asks nothing of anybody else."""
    with another_page(browser, java_script_enabled=False) as page:
        asked = refuse_other_hosts(page, origin)

        def check(address: str) -> list[str]:
            page.goto(origin + address)
            # Playwright asks the page from outside, though its own scripts do not run.
            faults: list[str] = page.evaluate(READABLE, is_embed(address))
            return faults

        all_pass(check)
        assert asked == []


def test_each_kind_is_read_without_its_style_sheet(browser: Browser, origin: str) -> None:
    """Where the style sheet does not arrive, words stay in order and pictures stay small."""
    with another_page(browser) as page:
        page.route("**/*.css", lambda route: route.abort())

        def check(address: str) -> list[str]:
            page.goto(origin + address)
            largest = page.evaluate("""() => Math.max(0, ...[...document.querySelectorAll('svg')]
              .map((each) => each.getBoundingClientRect().width))""")
            # Without it a table may be wider than a phone.
            faults = set(page.evaluate(READABLE, is_embed(address))) - {"scrolls sideways"}
            return [*faults] + ([f"a picture {largest} px wide"] if largest > 400 else [])

        all_pass(check)


def test_back_shows_each_kind_as_it_was_left(browser: Browser, origin: str) -> None:
    """Going back costs neither data nor the place where somebody was."""
    # With the memory that Playwright switches off. Pages of results stand in it, too: a cache may
    # not store them, this memory may; it ends with the tab. An answer that is an error never does.
    memory = browser.browser_type.launch(
        executable_path=shutil.which("chromium"),
        args=FLAGS,
        ignore_default_args=["--disable-back-forward-cache"],
    )
    page = memory.new_page()

    def check(address: str) -> list[str]:
        page.goto(origin + address)
        if address.endswith("/offline/"):  # while it asks for news it is not kept in memory
            page.wait_for_load_state("networkidle")
        page.evaluate("window.mark = 1")
        page.goto(f"{origin}/en/about/")
        # A moment later, or the page is gone before it has answered.
        page.evaluate("setTimeout(() => history.back())")
        # A page out of the memory fires no event that Playwright waits for.
        end = monotonic() + 30
        while monotonic() < end:
            # Asked in the very moment of the change, the page of before has no answer any more.
            with suppress(Error):
                if page.evaluate("location.href") == origin + address:
                    return [] if page.evaluate("window.mark") == 1 else ["was loaded anew"]
            page.wait_for_timeout(20)
        return ["never came back"]

    kept = [address for address in of_each_kind("en") if not address.endswith((WRONG, ERROR))]
    all_pass(check, [*kept, "/en/offline/"])
    memory.close()


PRINTED = ("", "findings/neglect/", "next/", "help/")


@pytest.mark.parametrize("tag", ONE_TAG_A_SCRIPT)
@pytest.mark.parametrize("path", PRINTED)
def test_paper_is_black_on_white_with_addresses(
    page: Page, origin: str, tag: str, path: str
) -> None:
    """A printed page has no menus, and its links can be typed: slashes and brackets in place."""
    set_screen(page, 1280, "dark")
    page.goto(f"{origin}/{tag}/{path}")
    page.emulate_media(media="print", color_scheme="dark")
    assert not page.locator("#menu").is_visible()
    assert not page.locator(".bar").is_visible()
    body, danger, links = page.evaluate("""() => {
      const colours = (element) => {
        const style = getComputedStyle(element);
        return [style.backgroundColor, style.color];
      };
      return [
        colours(document.body), colours(document.querySelector('.danger')),
        [...document.querySelectorAll('a[rel~="external"]')].filter(
          (link) => link.checkVisibility()).map((each) => {
          const style = getComputedStyle(each, '::after');
          return [style.content, style.unicodeBidi, each.outerHTML.slice(0, 200)];
        }),
      ];
    }""")
    assert body == ["rgb(255, 255, 255)", "rgb(0, 0, 0)"]
    # A printer that prints backgrounds must not blacken the line that matters most.
    assert danger == ["rgba(0, 0, 0, 0)", "rgb(0, 0, 0)"]
    assert links
    for content, bidi, link in links:
        assert content.startswith('" (\u2066'), link
        assert content.endswith('\u2069)"')
        assert bidi == "isolate"
    assert any("https://" in content for content, _, _ in links)


def test_a_column_is_no_wider_than_a_line_can_be_read(page: Page, origin: str) -> None:
    """At most about 65 characters stand in a line, however wide the screen."""
    set_screen(page, 1280)
    page.goto(f"{origin}/en/findings/governance/")
    widest = page.evaluate("""() => Math.max(...[...document.querySelectorAll('main p')].map(
      (each) => each.getBoundingClientRect().width))""")
    assert widest <= 36 * 18 + 1
    assert page.evaluate(WIDTH) <= 1280


def press(page: Page, name: str) -> None:
    """Tab to the first link with these words and press Enter."""
    for _ in range(200):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()") == name:
            with page.expect_navigation():
                page.keyboard.press("Enter")
            return
    raise AssertionError(f"Tab does not reach {name!r}")


def test_a_newcomer_finds_help_and_a_source_by_keyboard(page: Page, origin: str) -> None:
    """From the front page to a number of one's own council, and to the line behind a finding."""
    page.goto(f"{origin}/en/")
    press(page, "Get help")
    assert page.url == f"{origin}/en/help/"
    press(page, "Oxfordshire")
    assert page.url == f"{origin}/en/help/oxfordshire/"
    assert "0345 050 7666" in page.locator("main").inner_text()
    page.goto(f"{origin}/en/")
    press(page, "Neglect")
    assert page.url == f"{origin}/en/findings/neglect/"
    press(page, "HMICFRS news release, paragraph 10")
    assert page.url == f"{origin}/en/sources/news-release/#p10"
    page.go_back()
    assert page.url == f"{origin}/en/findings/neglect/"
