"""Text of twice the size on the smallest phone: by the browser's own setting, or of text alone."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from chromium import FLAGS, set_screen
from house import TAGS
from kinds import of_each_kind
from measures import NO_SPACING, SPACING, WIDTH
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

# Words of at most ten letters that stand in two lines, but for addresses and what is copied.
BROKEN = """() => {
  const broken = [];
  const texts = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode, around = text.parentElement;
    if (around.closest('svg, option, pre, code, .heard, .blank') || /[/]|[.]\\w/.test(text.data)
      || !around.checkVisibility()) continue;
    for (const word of text.data.matchAll(/[\\p{L}\\p{M}\\p{N}’]{2,10}/gu)) {
      const before = text.data[word.index - 1] || '';
      const after = text.data[word.index + word[0].length] || '';
      if (/[\\p{L}\\p{M}]/u.test(before + after)) continue;
      const range = document.createRange();
      range.setStart(text, word.index);
      range.setEnd(text, word.index + word[0].length);
      const tops = [...range.getClientRects()].filter((each) => each.width).map((each) => each.top);
      if (Math.max(...tops) - Math.min(...tops) > parseFloat(getComputedStyle(around).fontSize) / 2)
        broken.push(`${word[0]} in ${around.outerHTML.slice(0, 80)}`);
    }
  }
  return broken;
}"""


@pytest.fixture(scope="module")
def large(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """Return the page of a small phone whose reader has asked the browser for larger text."""
    profile = tmp_path_factory.mktemp("large")
    (profile / "Default").mkdir()
    wish = '{"webkit": {"webprefs": {"default_font_size": 32}}}'
    (profile / "Default/Preferences").write_text(wish)
    context = browser.browser_type.launch_persistent_context(
        profile,
        executable_path=shutil.which("chromium"),
        args=FLAGS,
        viewport={"width": 320, "height": 640},
        service_workers="block",
    )
    yield context.pages[0]
    context.close()


ALONE = (
    "", "help/", "help/oxfordshire/", "partners/", "findings/governance/", "sources/news-release/",
    "nowhere/", "embed/numbers/",
)  # fmt: skip


@pytest.mark.parametrize("tag", TAGS)
def test_text_of_twice_the_size_needs_no_scrolling_sideways(
    page: Page, origin: str, tag: str
) -> None:
    """Whoever sees little reads the smallest phone from top to bottom, in lines of words.

    Only text grows, as where a phone enlarges nothing else; with wide spacing, too.
    """
    set_screen(page, 320)
    boxes = []
    for path in ALONE:
        page.goto(f"{origin}/{tag}/{path}")
        page.evaluate("""() => {
          const root = document.documentElement;
          root.style.fontSize = 2 * parseFloat(getComputedStyle(root).fontSize) + 'px';
        }""")
        for spacing in (SPACING, NO_SPACING):
            page.evaluate(spacing)
            assert page.evaluate(WIDTH) == 320, (path, spacing)
        boxes += [heading.bounding_box() for heading in page.locator(".cards h3").all()]
    assert boxes
    for box in boxes:
        assert box
        assert box["width"] > 140, "a letter a line"


@pytest.mark.parametrize("address", of_each_kind("en"))
def test_whoever_asks_the_browser_for_larger_text_reads_whole_words(
    large: Page, origin: str, address: str
) -> None:
    """Its own setting makes a window count as narrower: what stood side by side stands in turn."""
    large.goto(origin + address)
    assert large.evaluate(WIDTH) == 320
    assert large.evaluate(BROKEN) == []


def test_larger_text_of_a_high_script_stands_in_lines_of_words(large: Page, origin: str) -> None:
    """Nastaliq is larger still; a number of a table is never two."""
    seen = dict.fromkeys((".numbers td", ".cards h3", ".bilingual td"), 0)
    for path in ("", "partners/", "findings/governance/", "both/"):
        large.goto(f"{origin}/ur/{path}")
        for spacing in (SPACING, NO_SPACING):
            large.evaluate(spacing)
            assert large.evaluate(WIDTH) == 320
            for count in large.locator(".numbers td").all():
                assert (count.bounding_box() or {"height": 999})["height"] < 160, path
        for words in large.locator(".cards h3, h1, .bilingual td").all():
            assert (words.bounding_box() or {"width": 0})["width"] > 160, path
        for chosen in seen:
            seen[chosen] += large.locator(chosen).count()
    assert all(seen.values()), seen
