"""What stands askew is a fault: edges and gaps of pages, measured as eyes meet them."""

from __future__ import annotations

from io import BytesIO
from itertools import pairwise

import pikepdf
import pytest
from chromium import set_screen
from house import TAGS
from kinds import BUILT, ONE_TAG_A_SCRIPT, of_each_kind
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

# Where the words of what is chosen begin, in the direction of the page, and their upper edges.
EDGES = """(chosen) => [...document.querySelectorAll(chosen)].map((each) => {
  const words = document.createRange();
  words.selectNodeContents(each);
  const box = words.getBoundingClientRect();
  const start = document.dir === 'rtl' ? innerWidth - box.right : box.left;
  return [Math.round(start), Math.round(box.top)];
})"""
# Elements that lay out words of their own as one box beside others with words: a line in columns.
# Before and behind a finding, a label and a name are meant to be two.
TORN = """() => [...document.querySelectorAll('body :not([rel=prev], [rel=next])')].filter((box) =>
  /flex|grid/.test(getComputedStyle(box).display)
  && [...box.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim())
  && [...box.children].some((child) => child.textContent.trim() && child.matches(':not(.heard)'))
).map((box) => box.outerHTML.slice(0, 200))"""
BEGUN_TOGETHER = {
    "partners/": ".top .exit, .brand a",
    "findings/neglect/": "#found .origin, #found details",
    "help/card/": "#telephone p:not([lang])",
    "languages/": ".states th a",
    "simple/together/": ".brand a, h1, .idea:nth-child(odd) .lead",
    "offline/": "main .block > p, main a[href$='offline/saved/']",
}


@pytest.mark.parametrize("tag", ["pl", "ur"])
@pytest.mark.parametrize("path", BEGUN_TOGETHER)
def test_what_belongs_together_begins_at_one_edge(
    page: Page, origin: str, tag: str, path: str
) -> None:
    """On a wide screen nothing stands at the window's edge, or under the heading beside it."""
    set_screen(page, 1280)
    page.goto(f"{origin}/{tag}/{path}")
    starts = [start for start, _ in page.evaluate(EDGES, BEGUN_TOGETHER[path])]
    assert len(starts) > 1
    assert max(starts) - min(starts) <= 2, starts


@pytest.mark.parametrize("path", ["partners/briefing/", BUILT])
def test_a_wide_screen_has_no_bare_half_beside_a_form(page: Page, origin: str, path: str) -> None:
    """What can be ticked stands in as many columns as there is room for."""
    set_screen(page, 1280)
    page.goto(f"{origin}/en/{path}")
    starts = {start for start, _ in page.evaluate(EDGES, "#finding .tickable span")}
    assert max(starts) > 640, starts


@pytest.mark.parametrize("tag", ["en", "ur"])
def test_a_line_of_words_is_laid_out_as_one(page: Page, origin: str, tag: str) -> None:
    """A name or number marked in a link leaves its words together."""
    for address in of_each_kind(tag):
        page.goto(origin + address)
        assert not page.evaluate(TORN), address


@pytest.mark.parametrize(
    ("path", "chosen"),
    [
        ("partners/briefing/7-minutes/schools/", ".parts h2, .after section:first-child h2"),
        ("both/", "#line-1 th a, #line-1 td"),
        ("next/", "#look-1 th a, #look-1 td"),
        ("simple/", ".block > h2:has(+ .part), .block > h2 + .part"),
    ],
)
def test_what_stands_side_by_side_begins_at_one_height(
    page: Page, origin: str, path: str, chosen: str
) -> None:
    """A number stands beside its line, a second column's heading beside that of the first."""
    set_screen(page, 1280)
    page.goto(f"{origin}/pl/{path}")
    tops = [top for _, top in page.evaluate(EDGES, chosen)]
    tops = [tops[0], tops[-1]] if "parts" in chosen else tops
    assert len(tops) > 1
    assert max(tops) - min(tops) <= 4, tops


def test_items_of_one_block_stand_equally_far_apart(page: Page, origin: str) -> None:
    """Whoever sees a wider gap looks for a reason; one who listens hears of one list, not three."""
    for path in ("next/", "sources/"):
        page.goto(f"{origin}/en/{path}")
        blocks = page.locator("main .block:has(.bullets)").all()
        assert blocks, path
        for block in blocks:
            assert block.locator(".bullets").count() == 1
            boxes = block.locator(".bullets > li").evaluate_all(
                "all => all.map((each) => each.getBoundingClientRect())"
            )
            gaps = {round(low["top"] - high["bottom"]) for high, low in pairwise(boxes)}
            assert len(gaps) == 1, path


@pytest.mark.parametrize("tag", ONE_TAG_A_SCRIPT)
def test_a_card_s_heading_of_two_lines_keeps_off_its_text(
    page: Page, origin: str, tag: str
) -> None:
    """As a heading of one line does."""
    set_screen(page, 320)
    page.goto(f"{origin}/{tag}/partners/")
    gaps = page.locator(".cards h3 a").evaluate_all(
        "all => all.map((each) => { const words = document.createRange();"
        " words.selectNodeContents(each); return each.getBoundingClientRect().bottom"
        " - words.getBoundingClientRect().bottom; })"
    )
    assert min(gaps) > 3


def test_a_frame_is_round_what_was_meant_to_have_one(page: Page, origin: str) -> None:
    """No block of a page of words has the frame of a telephone number, on screen or on paper,
    and paper has every block of what is not given to a button."""
    page.goto(f"{origin}/en/about/")
    for media in ("screen", "print"):
        page.emulate_media(media=media)
        blocks = page.locator("main .block").all()
        assert blocks
        for block in blocks:
            assert block.is_visible()
            assert block.evaluate("each => getComputedStyle(each).borderTopWidth") == "0px"


@pytest.mark.parametrize("tag", TAGS)
def test_one_section_names_a_source_once(page: Page, origin: str, tag: str) -> None:
    """A second line with the same name says nothing, and takes a line of a small screen."""
    page.goto(f"{origin}/{tag}/")
    sections = page.locator("main .block").all()
    sources = [section.locator("[data-kind=reported] a").all_inner_texts() for section in sections]
    assert any(sources)
    for named in sources:
        assert len(named) == len(set(named)), named


def test_a_phone_has_no_bare_half_beside_the_menu_at_the_foot(page: Page, origin: str) -> None:
    """Sixteen links in one column are two screens to scroll."""
    set_screen(page, 390)
    page.goto(f"{origin}/en/")
    assert len({start for start, _ in page.evaluate(EDGES, "#menu a")}) == 2


@pytest.mark.parametrize(("width", "beside"), [(320, False), (360, True), (390, True)])
def test_two_languages_stand_side_by_side_where_words_fit(
    page: Page, origin: str, width: int, beside: bool
) -> None:
    """Columns of a dozen letters break words anywhere: there the two stand one above the other."""
    set_screen(page, width)
    page.goto(f"{origin}/pl/both/")
    own, english = (cell.bounding_box() for cell in page.locator("#line-3 td").all())
    assert own
    assert english
    assert (own["y"] == english["y"]) is beside
    assert min(own["width"], english["width"]) > (110 if beside else 200)


def test_edges_that_tell_kinds_apart_show_in_the_dark(page: Page, origin: str) -> None:
    """What inspectors praised has an edge as plain as what must get better, a card its frame."""
    set_screen(page, 390, "dark")
    for path, chosen in (
        ("", ".cards.good li"),
        ("findings/partners/", ".badge"),
        ("findings/partners/", ".closing"),
        ("help/card/", ".show-card"),
    ):
        page.goto(f"{origin}/en/{path}")
        edge = page.locator(chosen).first.evaluate(
            "each => getComputedStyle(each).borderInlineStartColor.match(/\\d+/g).map(Number)"
        )
        assert min(edge) > 120, (chosen, edge)  # 3:1 against the darkest paper, at least


@pytest.mark.parametrize("tag", ["en", "ur"])
def test_a_card_on_a_phone_held_sideways_begins_with_its_first_word(
    page: Page, origin: str, tag: str
) -> None:
    """What stands above the upper edge could not even be scrolled to."""
    set_screen(page, 640, height=320)
    page.goto(f"{origin}/{tag}/help/card/#deaf-card")
    first = page.locator(".show-card:target > :first-child").bounding_box()
    assert first
    assert first["y"] > 0, first


def test_paper_has_no_sheet_for_a_few_lines(page: Page, origin: str) -> None:
    """Whoever prints for a waiting room turns no page with one line on it."""
    page.emulate_media(media="print")
    for path, most in {"": 3, "partners/": 2, "simple/": 3, "words/": 3}.items():
        page.goto(f"{origin}/en/{path}")
        with pikepdf.open(BytesIO(page.pdf(prefer_css_page_size=True))) as pdf:
            assert len(pdf.pages) <= most, path


@pytest.mark.parametrize("tag", ["en", "ur"])
@pytest.mark.parametrize("path", ["7-minutes/schools/", "7-minutes/", "20-minutes/"])
def test_the_column_beside_a_briefing_is_read_to_its_end(
    page: Page, origin: str, tag: str, path: str
) -> None:
    """It stays in sight beside the first part's end, however low the window; its top was seen."""
    page.set_viewport_size({"width": 1280, "height": 720})
    page.goto(f"{origin}/{tag}/partners/briefing/{path}")
    ends = """(at) => { scrollTo(0, document.querySelector('.parts').getBoundingClientRect()[at]
      + scrollY - (at === 'top' ? 0 : innerHeight));
      return document.querySelector('.after').getBoundingClientRect(); }"""
    assert -1 <= page.evaluate(ends, "top")["top"] < 500
    assert 360 < page.evaluate(ends, "bottom")["bottom"] <= 720
