"""Carried away whole, from the page's side: copies that say what they are, frames that fit."""

from __future__ import annotations

import json
import re

import pytest
from flask import Response
from house import LANGUAGES, TAGS, real, real_settings
from playwright.sync_api import Browser, Page, expect
from servers import serving

from webapp.site.rendering import BOX_HEIGHTS
from webapp.site.sitemap import every_page

pytestmark = pytest.mark.browser

HEIGHTS = json.loads((real_settings().translations / BOX_HEIGHTS).read_text())
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


def wrong_way_round(page: Page, text: str) -> list[str]:
    """Paste a text from right to left; return the numbers not seen as written, or not found."""
    page.goto("about:blank")
    page.set_content('<p dir="rtl" style="white-space:pre;font:16px monospace"></p>')
    page.evaluate("(text) => document.querySelector('p').append(text)", text)
    shown, places = page.locator("p").evaluate(ORDER)
    wrong = []
    for number in [contact.number for contact in real().contacts[:4]]:
        found = [match.span() for match in re.finditer(re.escape(number), shown)]
        rows = [[places[at][1] for at in range(*span) if places[at]] for span in found]
        if not found or any(row != sorted(row) for row in rows):
            wrong.append(number)
    return wrong


@pytest.mark.parametrize(
    "tag", [language.tag for language in LANGUAGES.values() if language.right_to_left]
)
def test_numbers_are_seen_in_order_where_they_are_pasted(page: Page, origin: str, tag: str) -> None:
    """Each number is seen as it is dialled, in a short text and in what is marked by hand."""
    for path in ("help/", "", "findings/neglect/"):
        page.goto(f"{origin}/{tag}/{path}")
        own = page.locator("h1").inner_text()
        text = page.locator("#share").get_attribute("data-text") or ""
        assert wrong_way_round(page, f"{own}: {text}") == [], path
    page.goto(f"{origin}/{tag}/help/")
    text = page.evaluate("""() => {
      getSelection().selectAllChildren(document.querySelector('main'));
      return getSelection().toString();
    }""")
    assert wrong_way_round(page, text) == []


def test_nothing_is_spoken_where_nothing_is_said(page: Page, origin: str) -> None:
    """No empty region of ours is handed to a screen reader as a status.

    Nor does htmx add an attribute that is foreign to HTML; test_live.py shows that it works.
    """
    live = ("search/", "findings/", "words/", "partners/briefing/")
    for path in ("help/", "partners/embed/", *live):
        page.goto(f"{origin}/en/{path}")
        assert page.locator("[aria-live]:empty").count() >= 1
        assert page.locator("[role=status]:empty").count() == 0
        session = page.context.new_cdp_session(page)
        nodes = session.send("Accessibility.getFullAXTree")["nodes"]
        session.detach()
        assert not [
            node for node in nodes
            if node.get("role", {}).get("value") == "status" and not node.get("ignored")
            and not node.get("childIds")
        ], path  # fmt: skip
        names = page.evaluate(
            "(document.querySelector('form[data-busy]') || document.body).getAttributeNames()"
        )
        assert not [name for name in names if name.startswith("hx-")]


@pytest.mark.parametrize("tag", TAGS)
def test_each_box_fits_the_frame_that_we_name(page: Page, origin: str, tag: str) -> None:
    """At 320 pixels the last number of a box is not below an edge; `make boxes` measures anew."""
    boxes = [entry.path for entry in every_page(real()) if entry.kind == "embed" and entry.about]
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
        # As for who has set letters of double size: half as wide, counted in letters.
        page.set_viewport_size({"width": 160, "height": 100})
        assert page.evaluate("document.documentElement.scrollWidth") <= 160, address


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
