"""Languages in a browser: choosing, drift from end to end, mirroring, the card, two kept copies."""

from __future__ import annotations

import base64
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from chromium import refuse_other_hosts, set_screen
from house import ROOT, TAGS, copied, localized, of_own_shape
from kinds import OF_EACH_KIND
from measures import WIDTH
from playwright.sync_api import Browser, Page, expect
from pseudo_site import XA, XB, pseudo_app, template_of
from servers import Server, serving

from webapp.explainer import loader
from webapp.settings import Settings
from webapp.workbench import extraction

pytestmark = pytest.mark.browser

# The block that is changed, and a sentence of it.
FILE = "findings/neglect.toml"
# Boxes of a page's own blocks, as far from the beginning of the line as from its end.
BOXES = """(right) => [...document.querySelectorAll('body *')].filter((each) => {
  const style = getComputedStyle(each);
  return style.display !== 'inline' && each.getClientRects().length && !each.closest('svg, option')
    && !each.closest('a.tel, .heard');  // in a line of text, which flows the other way
}).map((each) => {
  const box = each.getBoundingClientRect();
  const start = right ? document.documentElement.clientWidth - box.right : box.left;
  return [each.tagName + '.' + each.className, Math.round(start), Math.round(box.width)];
})"""


# What only a second language shows, or what stands in English there, has no counterpart.
SAME = """() => document.querySelectorAll('.notice, .tongues, .said, .source')
  .forEach((each) => each.remove())"""


@pytest.fixture(scope="module")
def pseudo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the site in both pseudo-languages; return its address."""
    with serving(pseudo_app(tmp_path_factory.mktemp("pseudo"))) as address:
        yield address


@pytest.fixture
def pseudo_page(browser: Browser, pseudo: str) -> Iterator[Page]:
    """Return a page of this test's own: the shared one may ask its own server alone."""
    page = browser.new_page(service_workers="block")
    asked = refuse_other_hosts(page, pseudo)
    yield page
    page.close()
    assert asked == []


def test_a_language_is_chosen_by_its_own_name(page: Page, origin: str) -> None:
    """Whoever reads no English finds the way, and stays on the same page."""
    page.goto(f"{origin}/en/findings/neglect/")
    page.locator(".tongues summary").click()
    page.get_by_role("link", name="اردو").first.click()
    expect(page).to_have_url(f"{origin}/ur/findings/neglect/")
    assert page.evaluate("document.documentElement.dir") == "rtl"
    page.get_by_role("link", name="Polski").first.click()
    expect(page).to_have_url(f"{origin}/pl/findings/neglect/")
    expect(page.locator("h1")).to_have_text(
        next(finding for finding in localized("pl").findings if finding.slug == "neglect").title
    )


@pytest.fixture
def editing(tmp_path: Path, settings: Settings) -> Settings:
    """Return settings with a content folder and catalogs that a test may change."""
    shutil.copytree(ROOT / "translations", tmp_path / "translations")
    return replace(settings, content=copied(tmp_path), translations=tmp_path / "translations")


def test_a_changed_sentence_lapses_its_translation_until_it_is_restored(
    browser: Browser, editing: Settings
) -> None:
    """English stands in for the whole block, marked, under one notice; restored, all is well."""
    path = editing.content / FILE
    before = path.read_text()
    neglect = next(e for e in localized("en").findings if e.slug == "neglect")
    english = neglect.matters.passages[0].text
    polish = next(e for e in localized("pl").findings if e.slug == "neglect")
    assert english in before
    path.write_text(before.replace(english, english.replace(".", " now.", 1)))
    # What `make messages` does.
    changed = loader.load(editing.content)
    pot = template_of(changed)
    (editing.translations / "messages.pot").write_bytes(extraction.as_po(pot))
    context = browser.new_context(service_workers="block", viewport={"width": 390, "height": 800})
    reader = context.new_page()
    server = Server(editing)
    try:
        reader.goto(f"{server.origin}/pl/findings/neglect/")
        block = reader.locator("#matters")
        assert (block.get_attribute("lang"), block.get_attribute("dir")) == ("en", "ltr")
        expect(block).to_contain_text(english.replace(".", " now.", 1))
        for passage in polish.matters.passages:
            expect(block).not_to_contain_text(passage.text)
        assert block.locator("h2").get_attribute("lang") == "pl"
        expect(reader.locator("#found")).to_contain_text(polish.found.passages[0].text)
        assert reader.locator("main .notice").count() == 2  # of the block, and of the draft
        assert reader.locator("html").get_attribute("lang") == "pl"
        reader.goto(f"{server.origin}/pl/languages/")
        row = reader.locator("tr", has_text="Polski")
        # Thousands stand apart, by a space that does not break.
        all_of = re.findall(r"\d+", re.sub(r"(?<=\d)[\u00a0\u202f](?=\d)", "", row.inner_text()))
        assert int(all_of[0]) == int(all_of[1]) - 1
        server.stop()
        path.write_text(before)
        server.start(editing)
        reader = browser.new_page(service_workers="block")  # who comes anew has nothing kept
        reader.goto(f"{server.origin}/pl/findings/neglect/")
        assert reader.locator("#matters").get_attribute("lang") is None
        expect(reader.locator("#matters")).to_contain_text(polish.matters.passages[0].text)
        assert reader.locator("main .notice").count() == 1
        reader.close()
    finally:
        server.stop()
        context.close()


def test_right_to_left_mirrors_every_block(pseudo_page: Page, pseudo: str) -> None:
    """English written from the right stands as far from the right as English from the left."""
    faults = []
    for path in [kind for kind in OF_EACH_KIND if not of_own_shape(kind)]:
        for width in (390, 1280):
            set_screen(pseudo_page, width)
            pseudo_page.goto(f"{pseudo}/en/{path}")
            pseudo_page.evaluate(SAME)
            left = pseudo_page.evaluate(BOXES, False)
            pseudo_page.goto(f"{pseudo}/{XB.tag}/{path}")
            pseudo_page.evaluate(SAME)
            right = pseudo_page.evaluate(BOXES, True)
            if [box[0] for box in right] != [box[0] for box in left]:
                faults.append(f"{path} at {width} px: other blocks")
                continue
            faults += [f"{path} at {width} px: {a}, {b}" for a, b in zip(left, right, strict=True)
                       if abs(a[1] - b[1]) > 3 and abs(a[2] - b[2]) <= 3]  # fmt: skip
    assert not faults, "\n".join(faults)


def test_words_two_fifths_longer_break_no_layout(pseudo_page: Page, pseudo: str) -> None:
    """A language that needs more room gets it, on the smallest phone, too."""
    set_screen(pseudo_page, 320)
    wide = []
    for path in OF_EACH_KIND:
        pseudo_page.goto(f"{pseudo}/{XA.tag}/{path}")
        wide += [path] if pseudo_page.evaluate(WIDTH) > 320 else []
    assert wide == []


@pytest.mark.parametrize("tag", [tag for tag in TAGS if tag != "en"])
def test_the_card_fills_the_screen_and_goes_again(page: Page, origin: str, tag: str) -> None:
    """Without script: large English on top, the way out still in reach, and a way back."""
    set_screen(page, 390)
    page.goto(f"{origin}/{tag}/help/card/")
    page.locator(".whole a").first.click()
    box = page.locator("#card").bounding_box()
    assert box is not None
    assert (box["x"], box["y"], box["width"], box["height"]) == (0, 0, 390, 800)
    english = page.locator("#card [lang=en]")
    expect(english).to_be_in_viewport()
    size = float(english.evaluate("(each) => parseFloat(getComputedStyle(each).fontSize)"))
    assert size >= 24
    own = page.locator("#card .own")
    assert own.evaluate("(each) => parseFloat(getComputedStyle(each).fontSize)") <= size
    middle = page.evaluate("""() => {
      const box = document.querySelector('a.exit').getBoundingClientRect();
      const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
      return top.closest('a.exit') !== null;
    }""")
    assert middle, "the way out is covered"
    page.locator("#card .whole .small").click()
    assert page.locator("#card").bounding_box() != box


def test_a_card_without_script_is_the_same(browser: Browser, origin: str) -> None:
    """A phone without script shows it, too."""
    context = browser.new_context(
        java_script_enabled=False, service_workers="block", viewport={"width": 320, "height": 568}
    )
    page = context.new_page()
    page.goto(f"{origin}/ur/help/card/")
    page.locator(".whole a").first.click()
    box = page.locator("#card").bounding_box()
    assert box is not None
    assert box["height"] == 568
    context.close()


def test_two_languages_are_kept_one_after_the_other(browser: Browser, settings: Settings) -> None:
    """Each is kept whole, read offline in its language, and both go at one press."""
    server = Server(settings)
    context = browser.new_context(service_workers="allow", viewport={"width": 390, "height": 800})
    page = context.new_page()
    try:
        for tag in ("pl", "ur"):
            page.goto(f"{server.origin}/{tag}/offline/")
            page.locator("[data-save]").click()
            done = page.locator("#keep").get_attribute("data-done") or ""
            expect(page.locator("#keep [aria-live]")).to_contain_text(done, timeout=30_000)
        names = page.evaluate("caches.keys()")
        assert {name.split("-")[1] for name in names} == {"pl", "ur"}
        server.stop()
        for tag in ("pl", "ur"):
            page.goto(f"{server.origin}/{tag}/help/")
            assert page.locator("html").get_attribute("lang") == tag
            expect(page.locator(".danger a[href='tel:999']")).to_be_visible()
            page.goto(f"{server.origin}/{tag}/partners/")
            assert page.locator("html").get_attribute("lang") == tag
            expect(page.locator("main")).to_contain_text(
                next(entry for entry in localized(tag).pages if entry.slug == "help").nav
            )
        page.goto(f"{server.origin}/pl/offline/")
        page.locator("[data-remove]").click()
        expect(page.locator("[data-remove]")).to_be_hidden()
        assert page.evaluate("caches.keys()") == []
    finally:
        server.stop()
        context.close()


def test_search_finds_words_in_the_spellings_that_readers_type(page: Page, origin: str) -> None:
    """Polish without its accents, Urdu with a neighbour's letters, both find."""
    for tag, typed in (
        ("pl", "zaniedbanie"), ("pl", "zagubione dziecko"), ("pl", "slowa"), ("pl", "ZAGINIĘCIE"),
        ("ur", "غفلت"), ("ur", "معائنه"), ("ur", "پوليس"), ("ur", "كال"),
    ):  # fmt: skip
        page.goto(f"{origin}/{tag}/search/?q={typed}")
        assert page.locator(".results li").count() > 0, (tag, typed)


def test_what_is_typed_stands_in_its_own_direction(page: Page, origin: str) -> None:
    """A number is not turned round in an Urdu box ("5000 800 0808"), nor Urdu in an English one."""
    for path in ("search/", "words/", "nowhere/"):
        page.goto(f"{origin}/ur/{path}")
        expect(page.locator("input[type=search]")).to_have_css("unicode-bidi", "plaintext")


# Whether a picture's first and last lines of dots, between round corners, have one colour.
EDGES = """async (png) => {
  const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${png}`)).blob());
  const canvas = new OffscreenCanvas(image.width, image.height).getContext('2d');
  canvas.drawImage(image, 0, 0);
  const inner = [image.height, image.width - 2 * image.height];
  return [3, image.height - 4].map((y) => {
    const dots = new Uint32Array(canvas.getImageData(inner[0], y, inner[1], 1).data.buffer);
    return new Set(dots).size;
  });
}"""


@pytest.mark.parametrize("tag", ["ur", "pa", "ne"])
def test_high_scripts_touch_no_edge_of_the_way_out(browser: Browser, origin: str, tag: str) -> None:
    """What hangs deep or stands high in a script lies within its button."""
    phone = browser.new_page(viewport={"width": 320, "height": 568}, device_scale_factor=4)
    for path in ("help/", "partners/"):  # in the bar, and as a link at the head of a page
        phone.goto(f"{origin}/{tag}/{path}")
        picture = base64.b64encode(phone.locator("a.exit").screenshot()).decode()
        phone.goto("about:blank")
        assert phone.evaluate(EDGES, picture) == [1, 1], path
    phone.close()
