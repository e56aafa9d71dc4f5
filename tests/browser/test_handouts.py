"""The PDFs: one side where one side is promised, tagged, titled, in their language."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import product
from pathlib import Path

import pikepdf
import pytest
from flask import Flask
from house import LANGUAGES, ORIGIN, TAGS, real, real_settings
from make_handouts import answered_by, names, write
from playwright.sync_api import Browser

from webapp import create_app
from webapp.settings import Settings
from webapp.site.website import site_of

pytestmark = pytest.mark.browser

# Nastaliq hangs deep and stands high: on one side nobody could read it.
HIGH = [language.tag for language in LANGUAGES.values() if language.script == "Arab"]
TWO_SIDES = ("20-min", "scrutiny", "-both")


@pytest.fixture(scope="module")
def made(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Write every PDF once; return the settings of a site that has them."""
    folder = tmp_path_factory.mktemp("handouts")
    settings = replace(real_settings(), site_url=ORIGIN, handouts=folder)
    assert write(browser, settings, folder, all_of()) == len(all_of())
    return settings


@cache
def all_of() -> dict[str, str]:
    """Return name -> address of the PDFs of every language; of areas, the one with most to say."""
    areas = sorted(real().areas, key=lambda area: (len(area.numbers), len(area.note)))
    shorter = tuple(f"handout-{area.id}" for area in areas[:-1])
    every = names(create_app(real_settings())).items()
    return {name: at for name, at in every if not any(part in name for part in shorter)}


def test_what_promises_one_side_has_one_side(made: Settings) -> None:
    """A front desk prints one sheet."""
    wrong = {}
    for name in all_of():
        most = 2 if any(part in name for part in TWO_SIDES) else 1
        if name.partition("-")[0] in HIGH and "-min" in name and "1-min" not in name:
            most += 1
        with pikepdf.open(made.handouts / name) as pdf:
            if len(pdf.pages) > most:
                wrong[name] = len(pdf.pages)
    assert wrong == {}


def test_a_sheet_has_its_language_in_front_and_english_behind(made: Settings) -> None:
    """Two sides exactly: whoever hands it out turns it over and reads what is on it."""
    sheets = [name for name in all_of() if name.endswith("-both.pdf")]
    assert len(sheets) == 2 * (len(TAGS) - 1)
    for name in sheets:
        with pikepdf.open(made.handouts / name) as pdf:
            assert len(pdf.pages) == 2, name


def test_what_did_not_change_is_not_printed_again(browser: Browser, made: Settings) -> None:
    """An editor who changes one page waits for one page."""
    (made.handouts / "xx-handout.pdf").write_bytes(b"of a language that is gone")
    (made.handouts / "en-handout.pdf").unlink()
    assert write(browser, made, made.handouts, all_of()) == 1
    assert not (made.handouts / "xx-handout.pdf").exists()


def test_every_pdf_can_be_read_aloud(made: Settings) -> None:
    """Tags, title, language and reading order are there for a screen reader."""
    for name in all_of():
        tag = name.partition("-")[0]
        with pikepdf.open(made.handouts / name) as pdf:
            root = pdf.Root
            assert bool(root.MarkInfo.Marked), name
            assert str(root.Lang).startswith(tag), name
            assert bool(root.ViewerPreferences.DisplayDocTitle), name
            assert str(pdf.docinfo["/Title"]), name
            assert "/Outlines" in root, name
            assert kinds(root.StructTreeRoot)[0] == "/Document", name
            headings = [kind for kind in kinds(root.StructTreeRoot) if kind.startswith("/H")]
            assert headings[0] == "/H1", name
            assert headings.count("/H1") == 1, name


def kinds(element: pikepdf.Object) -> list[str]:
    """Return the kinds of a structure tree's elements in reading order."""
    found = [str(element.S)] if "/S" in element else []
    inner = element.get("/K", pikepdf.Array())
    for child in list(inner) if isinstance(inner, pikepdf.Array) else [inner]:
        if isinstance(child, pikepdf.Dictionary) and ("/S" in child or "/K" in child):
            found += kinds(child)
    return found


def test_pages_link_the_pdfs_that_were_made(made: Settings) -> None:
    """A link says how large the file is, and leads to it; without files there is no link."""
    client = create_app(made).test_client()
    page = client.get("/en/handout/wokingham/", base_url=ORIGIN).text
    assert "/handouts/en-handout-wokingham.pdf" in page
    answer = client.get("/handouts/en-handout-wokingham.pdf", base_url=ORIGIN)
    assert answer.mimetype == "application/pdf"
    assert answer.data == (made.handouts / "en-handout-wokingham.pdf").read_bytes()
    without = create_app(replace(made, handouts=Path("nowhere"))).test_client()
    assert "/handouts/" not in without.get("/en/handout/oxfordshire/", base_url=ORIGIN).text
    assert client.get("/handouts/..%2fsite.css", base_url=ORIGIN).status_code == 404


@pytest.mark.parametrize("tag", TAGS)
def test_pages_for_a_meeting_print_on_one_sheet(
    browser: Browser, site: Flask, tmp_path: Path, tag: str
) -> None:
    """An agency's page takes one side, in Nastaliq and for councillors two; the safe figures take
    two; the card, all findings and the page of an area take one, on which an address follows its
    words as they do."""
    page = browser.new_page()
    page.route("**/*", lambda route: answered_by(site, site_of(site).settings, route))
    sides = {f"partners/{a.slug}/": 2 if tag in HIGH else 1 for a in real().audiences}
    sides |= {"partners/councillors/": 2, "partners/figures/": 2}
    sides["partners/"] = 3 if tag in HIGH else 2
    one = ("help/card/", "embed/glance/", "help/bracknell-forest/", "help/wokingham/")
    page.emulate_media(media="print")
    addresses = 0
    for path, most in {**sides, **dict.fromkeys(one, 1)}.items():
        page.goto(f"{ORIGIN}/{tag}/{path}")
        for link in page.locator("main a[rel~=external]:visible").all():
            assert link.evaluate("each => getComputedStyle(each).display") == "inline"
            addresses += 1
        for card in page.locator(".figure-card").all():  # no column ends between number and grade
            assert card.evaluate("each => each.getClientRects().length") == 1
        page.pdf(path=tmp_path / "page.pdf", prefer_css_page_size=True)
        with pikepdf.open(tmp_path / "page.pdf") as pdf:
            assert len(pdf.pages) <= most, path
    assert addresses
    if tag in HIGH:
        # Else tops of the first line of a sheet are cut off, and stand on the sheet before.
        style = page.evaluate("({...getComputedStyle(document.body)})")
        assert style["boxDecorationBreak"] == "clone"
        assert float(style["paddingTop"].removesuffix("px")) > 7
    page.close()


@pytest.mark.parametrize("tag", ["en", "pl", "ur", "ne"])
def test_a_short_briefing_is_printed_to_be_read_on_one_side(
    browser: Browser, site: Flask, tmp_path: Path, tag: str
) -> None:
    """Where there is room, letters are as large as in a letter; large print breaks no word."""
    page = browser.new_page(viewport={"width": 718, "height": 1000})
    page.route("**/*", lambda route: answered_by(site, site_of(site).settings, route))
    page.emulate_media(media="print")
    chosen = "?agency=health&finding=neglect&questions=1"
    for path, least in {"1-minute/": 10, chosen: 10, f"{chosen}&large=1": 15}.items():
        page.goto(f"{ORIGIN}/{tag}/partners/briefing/{path}")
        size = page.evaluate(
            "parseFloat(getComputedStyle(document.querySelector('.parts')).fontSize)"
        )
        assert size * 0.75 >= least, path
        for head in page.locator(".actions th").all():
            assert head.evaluate("each => each.scrollWidth <= each.clientWidth"), path
            lines = "each => { const all = document.createRange(); all.selectNodeContents(each);"
            lines += " return new Set([...all.getClientRects()].map(one => one.top)).size; }"
            assert head.evaluate(lines) == 1, path
        page.pdf(path=tmp_path / "page.pdf", prefer_css_page_size=True)
        with pikepdf.open(tmp_path / "page.pdf") as pdf:
            assert len(pdf.pages) == 1 or "large" in path, path
    page.close()


def test_a_code_on_paper_is_whole(browser: Browser) -> None:
    """A long address makes a code of more squares: it is drawn smaller, and no edge is cut off."""
    settings = replace(real_settings(), site_url="https://child-protection-guide.example.gov.uk")
    site = create_app(settings)
    page = browser.new_page()
    page.route("**/*", lambda route: answered_by(site, settings, route))
    ready, chosen = "7-minutes/voluntary/", "?agency=health&finding=neglect&questions=1&large=1"
    paths = ("handout/both/", f"partners/briefing/{ready}", f"partners/briefing/{chosen}")
    edges = """each => { const box = (e) => e.getBoundingClientRect(), outer = box(each);
      return [...each.querySelectorAll("path")].map(box).every((e) => e.left >= outer.left - 1
        && e.width > outer.width * .8 && e.right <= outer.right + 1
        && e.bottom <= outer.bottom + 1); }"""
    for media, path in product(("print", "screen"), paths):
        page.emulate_media(media=media)
        page.goto(f"{settings.origin}/ur/{path}")
        codes = page.locator(".qr").all()
        assert codes
        for code in codes:
            assert code.evaluate(edges), (media, path)
    page.close()


def test_the_english_side_of_a_sheet_is_as_large_in_every_language(
    browser: Browser, site: Flask
) -> None:
    """Whoever hands out a sheet reads its other side, about as large as the handout in English."""
    page = browser.new_page()
    page.route("**/*", lambda route: answered_by(site, site_of(site).settings, route))
    page.emulate_media(media="print")
    for tag in TAGS:
        page.goto(f"{ORIGIN}/{tag}/handout/{'' if tag == 'en' else 'both/'}")
        side = page.locator(".handout" if tag == "en" else ".other-side")
        size = side.evaluate("each => parseFloat(getComputedStyle(each).fontSize)")
        assert size * 0.75 >= 12, tag
    page.close()
