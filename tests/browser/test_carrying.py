"""Carried away whole, from the page's side: copies that say what they are, frames that fit."""

from __future__ import annotations

import json
import re

import pytest
from flask import Response
from house import TAGS, real, real_settings
from playwright.sync_api import Browser, Page, expect
from servers import serving

from webapp.i18n.direction import strip_isolates
from webapp.site.assets import BOX_HEIGHTS
from webapp.site.sitemap import every_page

pytestmark = pytest.mark.browser

HEIGHTS = json.loads((real_settings().translations / BOX_HEIGHTS).read_text())
COPYING = ("partners/embed/", "partners/figures/", "next/", "data/", "partners/briefing/7-minutes/")
# From left to right on the line, the characters of each known number that an element shows.
ORDER = """(element) => {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  let text = "", places = [];
  for (let node; (node = walker.nextNode());) {
    for (let at = 0; at < node.data.length; at++) {
      const range = document.createRange();
      range.setStart(node, at); range.setEnd(node, at + 1);
      const [box] = range.getClientRects();
      text += node.data[at];
      places.push(box ? [Math.round(box.top), box.left] : null);
    }
  }
  return [text, places];
}"""


def in_order(page: Page, text: str) -> None:
    """Check that each number of a text that was pasted from right to left is seen as written."""
    page.goto("about:blank")
    page.set_content('<p dir="rtl" style="white-space:pre;font:16px monospace"></p>')
    page.evaluate("(text) => document.querySelector('p').append(text)", text)
    shown, places = page.locator("p").evaluate(ORDER)
    found = 0
    for number in [each.number for each in real().contacts[:4]]:
        for each in re.finditer(re.escape(number), shown):
            lefts = [places[at][1] for at in range(*each.span()) if places[at]]
            assert lefts == sorted(lefts), number
            found += 1
    assert found >= 4


def test_numbers_are_seen_in_order_where_they_are_pasted(page: Page, origin: str) -> None:
    """An Urdu message shows each number as it is dialled, whatever the browser's own rules."""
    for path in ("help/", "", "findings/neglect/"):
        page.goto(f"{origin}/ur/{path}")
        text = page.locator("#share").get_attribute("data-text") or ""
        in_order(page, f"بچے کے لیے: {text}")


def test_a_number_that_is_selected_by_hand_is_seen_in_order(page: Page, origin: str) -> None:
    """Who marks the contacts and copies them takes the right numbers along."""
    page.goto(f"{origin}/ur/help/")
    text = page.evaluate("""() => {
      getSelection().selectAllChildren(document.querySelector('main'));
      return getSelection().toString();
    }""")
    assert "0808 800 5000" in text
    page.goto("about:blank")
    page.set_content('<p dir="rtl" style="white-space:pre"></p>')
    page.evaluate("(text) => document.querySelector('p').append(text)", text)
    shown, places = page.locator("p").evaluate(ORDER)
    for each in re.finditer("0808 800 5000|0800 1111", shown):
        lefts = [places[at][1] for at in range(*each.span()) if places[at]]
        assert lefts == sorted(lefts)


@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize("path", COPYING)
def test_each_button_says_what_it_copies(page: Page, origin: str, tag: str, path: str) -> None:
    """In a list of buttons, none is called as another, and each begins with what eyes see."""
    page.goto(f"{origin}/{tag}/{path}")
    buttons = page.locator(".copy + button")
    buttons.first.wait_for()
    names = [each.get_attribute("aria-label") or "" for each in buttons.all()]
    assert len(set(names)) == len(names)
    for each, name in zip(buttons.all(), names, strict=True):
        seen = strip_isolates(each.inner_text())
        assert strip_isolates(name).startswith(seen)
        assert len(strip_isolates(name)) > len(seen) + 2
        assert "{" not in name
    assert page.locator(".copy").count() == len(names)


def test_the_answer_stands_beside_the_button_that_was_pressed(phone: Page, origin: str) -> None:
    """Nobody looks for it at the foot of a long page; only the last one speaks."""
    phone.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=origin)
    phone.goto(f"{origin}/en/partners/embed/")
    buttons = phone.locator(".copy + button")
    for at in (3, 5):
        buttons.nth(at).click()
        answer = phone.locator(".copy + button + [aria-live]").nth(at)
        expect(answer).to_have_text("Copied.")
        below = answer.bounding_box()["y"] - buttons.nth(at).bounding_box()["y"]  # type: ignore[index]
        assert 0 <= below < 100
    assert phone.get_by_text("Copied.").count() == 1
    assert phone.evaluate("navigator.clipboard.readText()").startswith("<a href=")


def test_the_same_news_is_heard_again(phone: Page, origin: str) -> None:
    """A second press is answered as the first was: the region is emptied and filled."""
    phone.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=origin)
    phone.goto(f"{origin}/en/partners/figures/")
    phone.evaluate("""() => {
      window.news = [];
      const region = document.querySelector('#share [aria-live]');
      new MutationObserver(() => news.push(region.textContent)).observe(region, {childList: true});
    }""")
    for _ in range(2):
        phone.evaluate("news.push('press')")
        phone.get_by_role("button", name="Copy as short text").click()
        phone.wait_for_function("() => news[news.length - 1] === 'Copied.'")
    assert phone.evaluate("news") == ["press", "Copied.", "press", "", "Copied."]


def test_a_filter_with_the_same_answer_is_heard_again(page: Page, origin: str) -> None:
    """One choice after another may leave as many findings: each is an answer."""
    page.goto(f"{origin}/en/findings/")
    page.wait_for_function("() => 'htmx' in window")
    page.evaluate("""() => {
      window.news = [];
      const region = document.querySelector('form [aria-live]');
      new MutationObserver(() => region.textContent && news.push(region.textContent))
        .observe(region, {childList: true});
    }""")
    for choice in ("good", "all", "good"):
        page.get_by_label("Which findings?").select_option(choice)
        page.wait_for_timeout(700)
    page.evaluate("document.querySelector('form').requestSubmit()")
    page.wait_for_timeout(700)
    assert page.evaluate("news.slice(-2)") == ["3 findings shown"] * 2


@pytest.mark.parametrize("address", ["/en/help/", "/en/search/", "/en/findings/", "/en/words/",
                                     "/en/partners/briefing/", "/en/partners/embed/"])  # fmt: skip
def test_nothing_is_spoken_where_nothing_is_said(page: Page, origin: str, address: str) -> None:
    """No empty region of ours is handed to a screen reader as a status."""
    page.goto(origin + address)
    page.wait_for_timeout(100)
    assert page.locator("[aria-live]:empty").count() >= 1
    assert page.locator("main [role=status]:empty, footer [role=status]:empty").count() == 0
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    empty = [
        each for each in nodes
        if each.get("role", {}).get("value") == "status" and not each.get("ignored")
        and not each.get("childIds")
    ]  # fmt: skip
    # The one of the way out is its own script's.
    own = page.locator(".exit-status[role=status]:empty").count()
    assert len(empty) == own


@pytest.mark.parametrize("tag", TAGS)
def test_each_box_fits_the_frame_that_we_name(page: Page, origin: str, tag: str) -> None:
    """At 320 pixels the last number of a box is not below an edge; `make boxes` measures anew."""
    boxes = [each.path for each in every_page(real()) if each.kind == "embed" and each.about]
    assert sorted(HEIGHTS[tag]) == sorted(boxes)
    page.goto(f"{origin}/{tag}/partners/embed/")
    named = page.evaluate("""() => Object.fromEntries([...document.querySelectorAll('pre.copy')]
      .map((each) => each.textContent.match(/iframe src="([^"]+)".* height="(\\d+)"/))
      .filter(Boolean).map((found) => [found[1], Number(found[2])]))""")
    assert len(named) == len(boxes)
    for address, height in named.items():
        page.set_viewport_size({"width": 320, "height": 100})
        page.goto(origin + re.sub(r"^https?://[^/]+", "", address))
        high = page.evaluate("document.documentElement.scrollHeight")
        assert high <= height <= high + 60, address
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, address


@pytest.mark.parametrize("policy", ["", "require-corp"])
def test_any_page_may_show_a_box(browser: Browser, origin: str, policy: str) -> None:
    """Also a page that asks everything it loads to agree."""
    host = Response(
        f'<iframe src="{origin}/en/embed/help/" width="320" height="700"></iframe>',
        mimetype="text/html",
        headers={"Cross-Origin-Embedder-Policy": policy} if policy else {},
    )
    with serving(host) as address:
        context = browser.new_context(service_workers="block")
        page = context.new_page()
        page.goto(address)
        assert page.evaluate("crossOriginIsolated") is False
        expect(page.frame_locator("iframe").locator("h1")).to_have_text("Who to call and how")
        context.close()


@pytest.mark.parametrize("path", ["", "next/", "help/"])
def test_printed_addresses_stand_whole(page: Page, origin: str, path: str) -> None:
    """On Urdu paper, slashes and brackets of an address are where they belong."""
    page.goto(f"{origin}/ur/{path}")
    page.emulate_media(media="print")
    told = page.locator('a[rel~="external"]').evaluate_all("""(links) => links.map((each) => {
      const style = getComputedStyle(each, '::after');
      return [style.content, style.unicodeBidi];
    })""")
    page.emulate_media(media="screen")
    assert told
    for content, bidi in told:
        assert re.fullmatch('" \\(\u2066.*\u2069\\)"', content)
        assert bidi == "isolate"


def test_no_attribute_of_htmx_is_foreign_to_html(page: Page, origin: str) -> None:
    """A checker of HTML finds none, and htmx works all the same (tests/browser/test_live.py)."""
    for address in ("/en/search/", "/en/findings/", "/en/words/", "/en/partners/briefing/"):
        page.goto(origin + address)
        names = page.evaluate("document.querySelector('form[data-busy]').getAttributeNames()")
        assert not [each for each in names if each.startswith("hx-")]
        assert [each for each in names if each.startswith("data-hx-")]
