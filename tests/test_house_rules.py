"""The rules that every page of the site keeps, asked of every page of `every_page()`."""

from __future__ import annotations

import json
import re
from urllib.parse import urljoin, urlsplit

import pytest
from flask import Flask
from house import (
    HEADINGS,
    TAGS,
    Page,
    addresses,
    folded,
    localized,
    read,
    real,
    seen,
    status,
    tag,
    telephone_links,
    with_class,
    words,
)
from rules import on_every_page

from webapp.i18n.languages import strip_isolates
from webapp.site.sitemap import every_page
from webapp.workbench.rules import LONGEST_DESCRIPTION

ORIGIN = "http://127.0.0.1:8000"
# What a neutral page never names, by language: police, abuse, neglect, violence, sex.
TELLING = {
    "en": ("police", "abus", "neglect", "violen", "sex"),
    "pl": ("policj", "przemoc", "wykorzyst", "zaniedb", "znęca", "seks"),
    "ur": ("پولیس", "زیادتی", "تشدد", "بدسلوکی", "غفلت", "جنسی"),
    "ro": ("poliți", "abuz", "neglij", "violen", "sex"),
    "pa": ("ਪੁਲਿਸ", "ਬਦਸਲੂਕੀ", "ਅਣਗਹਿਲੀ", "ਹਿੰਸਾ", "ਜਿਨਸੀ"),
    "pt": ("políci", "abus", "neglig", "violên", "sexua"),
    "es": ("polic", "abus", "neglig", "violen", "sexua", "maltrat"),
    "ne": ("प्रहरी", "पुलिस", "दुर्व्यवहार", "बेवास्ता", "हिंसा", "यौन"),
}


@pytest.fixture
def every(app: Flask) -> dict[str, Page]:
    """Return every page by its address."""
    return {address: seen(app, address) for address in addresses(*TAGS)}


@on_every_page
def test_a_page_is_html_without_error_and_sets_no_cookie(page: Page) -> None:
    """Whatever browser a reader has, it reads the page as we meant it; nothing stays behind."""
    assert [name in page.headers for name in ("Content-Type", "Set-Cookie")] == [True, False]
    assert page.html.startswith("<!doctype html>")


@on_every_page
def test_a_page_has_one_first_heading_and_its_title_begins_with_it(page: Page) -> None:
    """Who hears only the title or only the heading knows which page it is."""
    assert words(page.one("title")).startswith(words(page.one("h1")))


@on_every_page
def test_headings_never_skip_a_level(page: Page) -> None:
    """Who walks the headings with a screen reader does not look for one that is not there."""
    levels = [HEADINGS.index(tag(heading)) for heading in page.all(*HEADINGS)]
    assert levels[0] == 0
    for before, after in zip(levels, levels[1:], strict=False):
        assert after <= before + 1, [words(heading) for heading in page.all(*HEADINGS)]
    assert all(words(heading) for heading in page.all(*HEADINGS))


@on_every_page
def test_ids_are_unique_and_whole(page: Page) -> None:
    """An anchor leads to one place."""
    assert len(page.ids) == len(set(page.ids))
    assert all(re.fullmatch(r"[a-z][a-z0-9-]*", anchor) for anchor in page.ids)


@on_every_page
def test_what_points_to_an_id_finds_it(page: Page) -> None:
    """A label names its field and a section its heading."""
    for element in page.root.iter():
        for name in ("for", "aria-labelledby", "aria-describedby", "aria-controls"):
            for wanted in element.get(name, "").split():
                assert wanted in page.ids, f"{name}={wanted}"


@on_every_page
def test_links_lead_to_places_that_exist(every: dict[str, Page], page: Page, app: Flask) -> None:
    """No link of the site leads nowhere, on this page or on another."""
    for href in page.links:
        parts = urlsplit(urljoin(page.address, href))
        if parts.scheme:
            continue
        if parts.path == "/exit":
            assert status(app, "/exit") == 303
            continue
        if parts.path.startswith(("/data/", "/word/")) or parts.path.split("/")[2:3] == ["embed"]:
            # No pages of the site's frame; tests/site has tests of each.
            assert status(app, parts.path) == 200, href
            continue
        assert parts.path in every, f"{href} is no page"
        assert not parts.query
        if parts.fragment:
            assert parts.fragment in every[parts.path].ids, f"{href} has no such anchor"
    for element in (*page.all("link"), *page.all("script"), *page.all("img")):
        address = element.get("href") or element.get("src") or ""
        if address.startswith("/"):
            assert status(app, address) == 200, address


@on_every_page
def test_links_say_where_they_lead(page: Page) -> None:
    """A link heard alone makes sense."""
    for link in page.all("a"):
        spoken = link.get("aria-label") or words(link)
        assert spoken, f"{link.get('href')} has no words"
        assert spoken.casefold() not in {"here", "click here", "more", "link", "this page"}


@on_every_page
def test_links_outside_are_https_and_say_that_they_are_outside(page: Page) -> None:
    """Nobody on the way can read or change what a reader opens from here."""
    for link in page.all("a"):
        href = link.get("href", "")
        if href.startswith(("/", "#")):
            assert not href.startswith("//")
        elif not href.startswith("tel:"):
            assert href.startswith("https://"), href
            assert "external" in link.get("rel", "").split(), href
            assert link.get("target") is None


@on_every_page
def test_telephone_links_call_known_numbers_only(page: Page) -> None:
    """A press on a number calls that number, as `contacts.toml` holds it."""
    known = {contact.number.replace(" ", "") for contact in real().contacts}
    known |= {n.number.replace(" ", "") for area in real().areas for n in area.numbers}
    assert telephone_links(page.root) <= known
    for link in page.all("a"):
        href = link.get("href", "")
        if href.startswith("tel:"):
            shown = re.sub(r"\D", "", "".join(words(n) for n in link.iter() if tag(n) == "bdi"))
            assert shown == href.removeprefix("tel:")


@on_every_page
def test_nothing_on_the_page_runs_or_styles_by_itself(page: Page) -> None:
    """The strict policy of the headers is kept by the pages themselves."""
    assert not page.all("style", "iframe", "object", "embed", "base", "template", "noscript")
    for element in page.root.iter():
        assert element.get("style") is None, tag(element)
        assert not [name for name in element.attrib if name.lower().startswith("on")], tag(element)
        for name in ("href", "src", "action", "formaction"):
            assert not element.get(name, "").lower().startswith(("javascript:", "data:"))
    for script in page.all("script"):
        assert script.get("type") == "application/ld+json" or script.get("src"), words(script)
    for meta in page.all("meta"):
        assert meta.get("http-equiv") is None


@on_every_page
def test_what_machines_are_told_parses_and_is_of_this_page(page: Page) -> None:
    """A search engine is told only what the page says."""
    for script in page.all("script"):
        if script.get("type") == "application/ld+json":
            says = json.loads(script.text or "")
            assert says["url"] == ORIGIN + page.address
            assert says["inLanguage"] == page.language.tag
            assert says["@context"] == "https://schema.org"
            assert says.get("headline", says.get("name")) == strip_isolates(words(page.one("h1")))


@on_every_page
def test_forms_only_read(page: Page) -> None:
    """No form sends anything but a question to this site."""
    for form in page.all("form"):
        assert form.get("method") == "get"
        assert form.get("action", "").startswith(f"/{page.language.tag}/")
    for field in page.all("input", "textarea", "select"):
        # No box takes free words but the search: readers disclose abuse in boxes.
        assert field.get("type") in (("search", "checkbox") if tag(field) == "input" else (None,))
        assert tag(field) != "textarea"
        inside = [label for label in page.all("label") if field in label.iter()]
        named = [label for label in page.all("label") if label.get("for") == field.get("id")]
        assert len(inside) == 1 if field.get("type") == "checkbox" else len(named) == 1


@on_every_page
def test_pictures_are_drawn_lines_only(page: Page) -> None:
    """No photograph is loaded over a reader's data, and every drawing is spoken or silent."""
    assert not page.all("img", "picture", "video", "audio", "canvas", "image")
    for drawing in page.all("svg"):
        spoken = drawing.get("aria-label") if drawing.get("role") == "img" else None
        assert spoken or drawing.get("aria-hidden") == "true"
        assert not any(tag(inner) in ("script", "foreignObject", "a") for inner in drawing.iter())


@on_every_page
def test_the_number_for_danger_stands_on_every_page(page: Page) -> None:
    """Whichever page somebody lands on, 999 can be pressed, and stands before the text."""
    header = page.one("header")
    assert "999" in words(header)
    assert "999" in telephone_links(header)
    assert f"/{page.language.tag}/help/" in [element.get("href") for element in header.iter()]


@on_every_page
def test_the_canonical_address_is_the_page_s_own(page: Page) -> None:
    """A page is known by one address, whatever way a reader came."""
    links = {link.get("rel"): link.get("href") for link in page.all("link")}
    assert links["canonical"] == ORIGIN + page.address
    assert page.meta("og:url") == ORIGIN + page.address


@on_every_page
def test_a_page_says_what_it_is_without_its_style_sheet(page: Page) -> None:
    """Landmarks and the way past the menu are in the page itself."""
    assert len(page.all("main")) == 1
    assert words(page.all("a")[0])
    assert page.all("a")[0].get("href") == "#main"
    names = [nav.get("aria-label") for nav in page.all("nav")]
    assert all(names)
    assert len(names) == len(set(names))


@on_every_page
def test_a_neutral_page_shows_nothing_of_its_matter_in_a_history(page: Page) -> None:
    """Somebody else who looks over a shoulder or into the history sees neutral words."""
    path = page.address.split("/", 2)[2]
    found = next(entry for entry in every_page(real()) if entry.path == path)
    if any(text.slug == found.words and text.neutral for text in real().pages):
        shown = f"{words(page.one('title'))} {page.meta('description')} {page.address}".casefold()
        for word in TELLING[page.language.tag]:
            assert word not in shown, word
        assert not [
            script for script in page.all("script") if script.get("type") == "application/ld+json"
        ]


def test_titles_and_descriptions_differ_on_every_page(every: dict[str, Page]) -> None:
    """In a list of results, each page of ours can be told from the others."""
    for language in TAGS:
        pages = [page for page in every.values() if page.language.tag == language]
        titles = [words(page.one("title")) for page in pages]
        descriptions = [strip_isolates(page.meta("description") or "") for page in pages]
        assert len(set(titles)) == len(titles)
        assert len(set(descriptions)) == len(descriptions)
        longest = 160 if language == "en" else LONGEST_DESCRIPTION
        assert all(20 <= len(text) <= longest for text in descriptions)


def test_every_page_is_reached_by_links_from_the_front_page(every: dict[str, Page]) -> None:
    """No page is hidden from those who do not search."""
    for language in TAGS:
        reached, ahead = set(), [f"/{language}/"]
        while ahead:
            address = ahead.pop()
            if address not in reached:
                reached.add(address)
                paths = [urlsplit(urljoin(address, link)).path for link in every[address].links]
                own = set(addresses(language))
                ahead += [path for path in paths if path in own]
        assert reached == set(addresses(language))


def test_pages_left_out_of_search_engines_say_so(every: dict[str, Page], client) -> None:
    """What search engines shall not list is not in the sitemap."""
    listed = client.get("/sitemap.xml").text
    shown = {entry.path: entry.indexed for entry in every_page(real())}
    for address, page in every.items():
        indexed = page.meta("robots") != "noindex"
        assert (f"<loc>{ORIGIN}{address}</loc>" in listed) == indexed
        assert shown[address.split("/", 2)[2]] or not indexed


@pytest.mark.parametrize("language", TAGS)
def test_each_finding_ends_with_no_reason_not_to_call(app: Flask, language: str) -> None:
    """Nobody is left with fright alone, nor kept from calling."""
    said = localized(language)
    for finding in said.findings:
        page = seen(app, f"/{language}/findings/{finding.slug}/")
        texts = [part for part in page.one("article") if tag(part) != "nav"]
        assert words(texts[-1]).startswith(folded(said.site.closing))
        assert "999" in telephone_links(texts[-1])
        assert f"/{language}/help/" in [element.get("href") for element in texts[-1].iter()]


@pytest.mark.parametrize("language", TAGS)
def test_search_leads_with_danger_before_its_box(app: Flask, language: str) -> None:
    """Who types what happened to them reads 999 before the box."""
    page = read(app, f"/{language}/search/")
    order = list(page.one("main").iter())
    (line,) = with_class(page.one("main"), "lead")
    assert words(line) == folded(localized(language).site.danger)
    assert order.index(line) < order.index(page.one("form"))
