"""What every page owes to its language, asked of every page in every language."""

from __future__ import annotations

from functools import cache

from flask import Flask
from house import (
    HEADINGS,
    LANGUAGES,
    Page,
    folded,
    of_own_shape,
    real,
    real_settings,
    seen,
    tag,
    with_class,
    words,
)
from rules import on_every_page

from webapp.i18n.catalogs import Progress, localize
from webapp.i18n.languages import Language


@on_every_page
def test_language_and_direction_stand_on_the_page(page: Page) -> None:
    """A screen reader speaks the page in its language."""
    root = page.one("html")
    assert root.get("lang") == page.language.tag
    assert root.get("dir") == page.language.direction
    for element in page.root.iter():
        assert element.get("lang", "en") in LANGUAGES
        if tag(element) != "bdi" and element.get("lang"):
            assert element.get("dir") == LANGUAGES[element.get("lang", "")].direction


@on_every_page
def test_one_press_leads_to_the_same_page_in_each_language(page: Page) -> None:
    """Whoever cannot read a page finds their language by its own name, and stays where they are."""
    path = page.address.split("/", 2)[2]
    (nav,) = with_class(page.one("header"), "tongues")
    links = {element.get("href"): element for element in nav.iter() if tag(element) == "a"}
    for language in LANGUAGES.values():
        link = links[f"/{language.tag}/{path}"]
        assert words(link) == language.own_name
        assert (link.get("lang"), link.get("hreflang")) == (language.tag, language.tag)
        assert (link.get("aria-current") == "true") == (language == page.language)


@cache
def progress(language: Language) -> Progress:
    """Return how far a language's translation is."""
    return localize(real(), language, real_settings().translations).progress


@on_every_page
def test_a_draft_says_so_in_its_own_language_and_stays_out_of_search_engines(page: Page) -> None:
    """Nobody takes our translation for the standard, before a person has checked it."""
    far = progress(page.language)
    notices = with_class(page.one("main"), "notice")
    assert len(notices) == (far.state in ("draft", "checked"))
    for notice in notices:
        path = page.address.split("/", 2)[2].partition("?")[0]
        english = [a for a in notice.iter() if a.get("hreflang") == "en"]
        assert [a.get("href") for a in english] == [f"/en/{path}"]
        # Near the top: before the heading.
        order = list(page.root.iter())
        assert order.index(notice) < order.index(page.one("h1"))
    if far.state == "draft":
        assert page.meta("robots") == "noindex"
    assert folded(page.meta("og:title") or "") == words(page.one("h1"))


@on_every_page
def test_a_page_has_a_short_text_with_numbers_to_call(page: Page) -> None:
    """In a message of at most 500 characters, whatever the language, the numbers are there."""
    text = page.with_id("share").get("data-text", "")
    assert len(text) <= 500
    assert all(number in text for number in ("999", "101", "0808 800 5000", "0800 1111"))


SHAPED = (*HEADINGS, "table", "caption", "tr", "ul", "ol", "dl", "li", "figure", "form", "button",
          "select", "input", "section", "nav", "aside")  # fmt: skip


def shape(page: Page) -> list[str]:
    """Return what stands one after the other in the main part of a page."""
    found = [tag(element) for element in page.one("main").iter()]
    return [name for name in found if name in SHAPED]


@on_every_page
def test_every_language_has_the_same_shape(page: Page, app: Flask) -> None:
    """Headings, lists, tables and forms are the same for everybody; only the words differ."""
    _, _, path = page.address.split("/", 2)
    # A briefing holds as many sentences as its minutes take in its language.
    if not of_own_shape(path) and not path.startswith("partners/briefing/"):
        assert shape(page) == shape(seen(app, f"/en/{path}"))
