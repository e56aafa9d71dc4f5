"""Numbers are found where they are numbers to call, and stay as they are with names."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from house import (
    LANGUAGES,
    TAGS,
    Page,
    addresses,
    real,
    seen,
    tag,
    telephone_links,
    with_class,
    words,
)

from webapp.i18n.languages import FixedText, strip_isolates

NUMBERS = ("999", "101", "0808 800 5000", "0800 1111", "18000", "01344 352005")
NAMES = ("Childline", "Thames Valley", "Thames Valley Police")
ENGLISH = FixedText(NUMBERS, NAMES, (), LANGUAGES["en"])


def found(text: str) -> list[str]:
    """Return the numbers that a text calls."""
    return [match["number"] for match in ENGLISH.pattern.finditer(text) if match["number"]]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Call 999.", ["999"]),
        ("999", ["999"]),
        ("Call 101, or 999!", ["101", "999"]),
        ("(999) “101” 0800 1111; 101: police", ["999", "101", "0800 1111", "101"]),
        ("Call 0808 800 5000 or 01344 352005.", ["0808 800 5000", "01344 352005"]),
        ("Dial 18000 in an emergency", ["18000"]),
        ("In 2023. 999 answers", ["999"]),
        ("\u2068999\u2069 پر کال کریں", ["999"]),
        ("999’s operators", ["999"]),
        *((text, []) for text in (
            "999bsl.co.uk", "at 999bsl.co.uk.", "www.999.example", "https://a.example/101/",
            "https://a.example/?n=999", "999@a.example", "a@999.example", "a.example/999",
            "1019", "1101", "0345 999", "0345 101 999", "A101", "101A", "M101", "B-101",
            "101-A", "101%", "101 %", "£101", "101.5", "1.101", "101,000", "1,101", "101/2023",
            "2023/101", "+44 101", "+101", "#999", "#101", "999 BSL", "999 bsl", "999-BSL",
            "0808 800 50001", "10808 800 5000", "0808 800 5000 12", "0800 11112", "99 999",
            "101_a", "a_101", "10:101", "۹101", "101۹", "101–105", "999x", "fact101",
        )),
    ],
)  # fmt: skip
def test_a_number_is_found_whole_or_not_at_all(text: str, numbers: list[str]) -> None:
    """A press never calls a piece of an address, a word or another number."""
    assert found(text) == numbers


def test_a_number_that_is_written_with_hard_spaces_is_called() -> None:
    """A line never breaks within it, and the link dials the digits."""
    marked = ENGLISH.mark("0808\u00a0800\u00a05000")
    assert 'href="tel:08088005000"' in marked


def test_a_number_to_text_is_no_link() -> None:
    """A press on it would make a voice call."""
    shown = '<bdi dir="ltr" translate="no">999</bdi>'
    assert ENGLISH.mark("Call 999.") == f'Call <a class="tel" href="tel:999">{shown}</a>.'
    texted = shown.replace("<bdi", '<bdi class="tel"')  # else a line may end within it
    assert ENGLISH.mark("Text 999.", dial=False) == f"Text {texted}."


def test_what_is_marked_is_escaped_and_whole() -> None:
    """Ordinary text is data, and the longest name counts."""
    marked = ENGLISH.mark("Thames Valley Police & <b>Childline</b>, Childlines, childline")
    assert marked == (
        '<span translate="no">Thames Valley Police</span> &amp; &lt;b&gt;'
        '<span translate="no">Childline</span>&lt;/b&gt;, Childlines, childline'
    )


@pytest.mark.parametrize("address", addresses(*TAGS))
def test_no_browser_translates_a_number_or_address(app: Flask, address: str) -> None:
    """A page in somebody's own language, made by their browser, still calls who we name."""
    page = seen(app, address)
    links = [a for a in page.all("a") if a.get("href", "").startswith("tel:")]
    assert links
    for link in links:
        kept = [part for part in link.iter() if part.get("translate") == "no"]
        digits = link.get("href", "").removeprefix("tel:")
        texts = [strip_isolates(words(part)).replace(" ", "") for part in kept]
        assert digits in texts, (address, digits)
    for element in page.root.iter():
        if tag(element) in ("code", "pre") and element.get("dir") == "ltr":
            assert element.get("translate") == "no"


def test_names_stay_as_they_are(app: Flask) -> None:
    """Who is quoted and whom one calls has the same name in every language."""
    help_page = seen(app, "/en/help/").one("main")
    kept = {words(element) for element in help_page.iter() if element.get("translate") == "no"}
    # Addresses, too: a program that translates on the device writes them anew, letter by letter.
    assert {"Childline", "NSPCC", "Relay UK", "999bsl.co.uk", "childline.org.uk"} <= kept
    for address in ("/en/help/", "/ur/help/"):
        page = seen(app, address)
        fixed = [e for e in page.root.iter() if e.get("translate") == "no"]
        stays = {part for element in fixed for part in element.iter()}
        for element in page.one("main").iter():
            own = filter(None, (element.text, *(child.tail for child in element)))
            # Also in the name of a link, and where it says what a number is for.
            number = re.search(r"\b(?:999|101|18000)\b", " ".join(own))
            assert element in stays or not number, words(element)
    speakers = {speaker.name for speaker in real().speakers}
    for address in ("/en/findings/neglect/", "/ur/findings/neglect/"):
        for caption in seen(app, address).all("figcaption"):
            (name,) = [element for element in caption.iter() if element.get("translate") == "no"]
            assert strip_isolates(words(name)) in speakers


def test_english_that_is_shown_to_others_is_not_translated(app: Flask) -> None:
    """A card or a question in English stays in the language of whoever is shown it."""
    cards = with_class(seen(app, "/ur/help/card/").root, "show-card")
    assert len(cards) == 2
    for card in cards:
        english = [element for element in card.iter() if element.get("lang") == "en"]
        assert {element.get("translate") for element in english} == {"no"}
    blocks = with_class(seen(app, "/pl/next/").root, "copy")
    assert "no" in [block.get("translate") for block in blocks if block.get("lang") == "en"]


def test_a_deaf_reader_s_address_is_no_number(app: Flask) -> None:
    """999bsl.co.uk is an address: nothing in it calls 999 by voice."""
    page: Page = seen(app, "/en/help/")
    for part in page.all("p", "li"):
        if words(part).count("999") == words(part).count("999bsl") + words(part).count("999 BSL"):
            assert "999" not in telephone_links(part)


@pytest.mark.parametrize("tag", TAGS)
def test_what_a_reader_says_or_texts_in_english_stays_english(app: Flask, tag: str) -> None:
    """Those who answer 999 know no other word for it: no browser may translate it, and no voice may
    read "fire" as Polish.
    """
    wanted = {"police", "ambulance", "fire", "interpreter", "register", "yes", "success"}
    name = LANGUAGES[tag].english_name
    page, languages = (seen(app, f"/{tag}/{path}") for path in ("help/", "languages/"))
    for found, said in ((page, wanted), (languages, {"interpreter"})):
        kept = [
            part for part in found.one("main").iter("span")
            if part.get("translate") == "no" and words(part) in wanted | {name}
        ]  # fmt: skip
        assert {words(part) for part in kept} == said | ({name} if tag != "en" else set())
        assert all(part.get("lang") == ("en" if tag != "en" else None) for part in kept)
