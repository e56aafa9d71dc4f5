"""Right to left: names and numbers keep their own direction, and styles know no left or right."""

from __future__ import annotations

import re

import pytest
from bidi import get_display
from flask import Flask
from house import LANGUAGES, ROOT, addresses, localized, parse, real, seen, with_class, words

from webapp.i18n.languages import END, ISOLATE, MARKS, SOURCE, isolate_bidi, strip_isolates

URDU = LANGUAGES["ur"]
LATIN = re.compile(r"[A-Za-z0-9]+")


@pytest.mark.parametrize(
    ("text", "isolated"),
    [
        ("بچے", "بچے"),
        ("8 نومبر 2023", f"{ISOLATE}8{END} نومبر {ISOLATE}2023{END}"),
        ("0808 800 5000 پر کال کریں", f"{ISOLATE}0808 800 5000{END} پر کال کریں"),
        ("Thames Valley Police نے", f"{ISOLATE}Thames Valley Police{END} نے"),
        ("غفلت (neglect)", f"غفلت ({ISOLATE}neglect{END})"),
        ("{area} میں", "{area} میں"),
        (f"{ISOLATE}999{END} پر", f"{ISOLATE}999{END} پر"),
        ("\u202e999", f"{ISOLATE}999{END}"),
        ("27% بچے", f"{ISOLATE}27%{END} بچے"),
        ("فون +44 20 7946", f"فون {ISOLATE}+44 20 7946{END}"),
        (
            "دیکھیں https://a.example/ur/help/?q=1&b=2۔",
            f"دیکھیں {ISOLATE}https://a.example/ur/help/?q=1&b=2{END}۔",
        ),
        ("دیکھیں (https://a.example/ur/) اب", f"دیکھیں ({ISOLATE}https://a.example/ur/{END}) اب"),
        ("ڈیٹا /data/v1/x.csv میں", f"ڈیٹا {ISOLATE}/data/v1/x.csv{END} میں"),
        ("۰۸۰۸ ۸۰۰ ۵۰۰۰ پر", f"{ISOLATE}۰۸۰۸ ۸۰۰ ۵۰۰۰{END} پر"),
        ("Is it “well” done? No.", f"{ISOLATE}Is it “well” done? No.{END}"),
    ],
)
def test_names_and_numbers_are_isolated(text: str, isolated: str) -> None:
    """A number to call is read in the order in which it is dialled."""
    assert isolate_bidi(text, URDU) == isolated
    assert isolate_bidi(isolated, URDU) == isolated
    assert strip_isolates(isolated) == MARKS.sub("", text)
    assert isolate_bidi(text, SOURCE) == text


def shown(line: str) -> str:
    """Return a line as eyes meet it in a right-to-left message, from left to right."""
    return MARKS.sub("", get_display(line, base_dir="R"))


def numbers() -> list[str]:
    """Return every number that the site names."""
    explainer = real()
    return [contact.number for contact in explainer.contacts] + [
        number.number for area in explainer.areas for number in area.numbers
    ]


def assert_whole(text: str) -> None:
    """Check that each known number and each address of a text is seen as it is written."""
    for line in text.splitlines():
        plain = strip_isolates(line)
        for piece in [*numbers(), *re.findall(r"https?://[!-~]+", plain)]:
            assert shown(line).count(piece) >= plain.count(piece), (piece, line)


@pytest.mark.parametrize("address", addresses("ur"))
def test_what_is_copied_or_shared_keeps_numbers_and_addresses_whole(
    app: Flask, address: str
) -> None:
    """A number that is pasted into a right-to-left message is dialled as it was meant."""
    page = seen(app, address)
    assert_whole(page.with_id("share").get("data-text", ""))
    for block in with_class(page.one("main"), "copy"):
        if block.get("dir") != "ltr":  # code and English go into English
            assert_whole("".join(block.itertext()))


@pytest.mark.parametrize("address", ["/ur/help/", "/ur/help/slough/", "/ur/handout/oxfordshire/"])
def test_what_is_selected_by_hand_keeps_numbers_whole(app: Flask, address: str) -> None:
    """Selecting a list of contacts and copying it needs no button of ours."""
    main = seen(app, address).one("main")
    contacts, links = with_class(main, "contact"), with_class(main, "address")
    assert contacts
    assert bool(links) == ("handout" in address)
    for entry in contacts:
        assert_whole("بچے: " + words(entry))
    for entry in links:
        assert_whole(words(entry))


def test_lists_are_joined_as_the_language_joins_them(app: Flask) -> None:
    """No Latin comma or semicolon stands between Urdu words, and none is in English text lost."""
    text = seen(app, "/ur/help/").with_id("share").get("data-text", "")
    calls = text.splitlines()[-1]
    assert calls.count("،") == 3
    assert " اور " in calls
    assert "," not in calls
    english = seen(app, "/en/help/").with_id("share").get("data-text", "").splitlines()[-1]
    first = [f"{contact.name} {contact.number}" for contact in localized("en").contacts[:4]]
    assert english == f"{', '.join(first[:3])} and {first[3]}"
    (image,) = [
        node for node in seen(app, "/ur/").root.iter() if "marks" in node.get("class", "").split()
    ]
    assert not re.search("[,;.]", strip_isolates(image.get("aria-label", "")))
    (block,) = with_class(seen(app, "/ur/partners/briefing/7-minutes/").root, "copy")
    for line in "".join(block.itertext()).splitlines():
        if line.startswith("("):
            assert ";" not in line
    for caption in seen(app, "/ur/findings/neglect/").all("figcaption"):
        assert "," not in words(caption)
    for address in ("/ur/sources/facts/", "/ur/sources/news-release/"):
        for element in seen(app, address).all("bdi"):
            assert not (element.tail or "").startswith(","), words(element)


@pytest.mark.parametrize("address", addresses("ur"))
def test_no_title_or_attribute_mixes_directions(app: Flask, address: str) -> None:
    """A window's title and what a screen reader hears keep names and numbers whole."""
    page = seen(app, address)
    texts = ["".join(page.one("title").itertext())]
    for meta in page.all("meta"):
        if meta.get("name") == "description" or meta.get("property") in ("og:title",):
            texts.append(meta.get("content", ""))
    for element in page.root.iter():
        for name in ("aria-label", "data-announcement", "data-failed", "data-busy"):
            texts.append(element.get(name, ""))
    for text in texts:
        assert text.count(ISOLATE) == text.count(END)
        if not re.search("[\u0600-\u06ff]", text):
            continue
        outside = re.sub(f"{ISOLATE}[^{END}]*{END}", "", text)
        left = [word for word in LATIN.findall(re.sub(r"\{\w+\}", "", outside))]
        assert left == [], text


def test_what_machines_read_has_no_marks(app: Flask) -> None:
    """Addresses, data and what search engines read are plain."""
    page = app.test_client().get("/ur/").text
    assert not re.findall(r'<script type="application/ld\+json">', page)  # a draft is not listed
    assert not any(MARKS.search(href) for href in re.findall(r'href="([^"]*)"', page))
    parse(page)


def test_styles_know_no_left_and_no_right() -> None:
    """Urdu mirrors by itself: every length is measured from where a line begins."""
    for path in (ROOT / "static/css").glob("*.css"):
        text = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)
        # From edge to edge: the same from either side. Chromium 80 has no word for it of its own.
        text = re.sub(r"right: 0; bottom: 0; left: 0;", "", text)
        for wrong in (
            r"\b(?:margin|padding|border)-(?:left|right)", r"[{;]\s*(?:left|right)\s*:",
            r"(?:text-align|float|clear)\s*:\s*(?:left|right)", r"translateX\(",
            r"border-(?:top|bottom)-(?:left|right)",
            r"\b(?:margin|padding|inset)\s*:\s*(?:[\w.-]+\s+){3}[\w.-]+\s*[;}]",
        ):  # fmt: skip
            assert not re.search(wrong, text), (path.name, wrong)
