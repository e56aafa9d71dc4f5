"""Right to left: names and numbers keep their own direction, and styles know no left or right."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from house import ROOT, addresses, parse, seen

from webapp.i18n.direction import END, ISOLATE, MARKS, bare, isolated

LATIN = re.compile(r"[A-Za-z0-9]+")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("بچے", "بچے"),
        ("8 نومبر 2023", f"{ISOLATE}8{END} نومبر {ISOLATE}2023{END}"),
        ("0808 800 5000 پر کال کریں", f"{ISOLATE}0808 800 5000{END} پر کال کریں"),
        ("Thames Valley Police نے", f"{ISOLATE}Thames Valley Police{END} نے"),
        ("غفلت (neglect)", f"غفلت ({ISOLATE}neglect{END})"),
        ("{area} میں", "{area} میں"),
        (f"{ISOLATE}999{END} پر", f"{ISOLATE}999{END} پر"),
        ("\u202e999", f"{ISOLATE}999{END}"),
    ],
)
def test_names_and_numbers_are_isolated(text: str, told: str) -> None:
    """A number to call is read in the order in which it is dialled."""
    assert isolated(text) == told
    assert bare(told) == MARKS.sub("", text)


@pytest.mark.parametrize("address", addresses("ur"))
def test_no_title_or_attribute_mixes_directions(app: Flask, address: str) -> None:
    """A window's title and what a screen reader hears keep names and numbers whole."""
    page = seen(app, address)
    texts = ["".join(page.one("title").itertext())]
    for each in page.all("meta"):
        if each.get("name") == "description" or each.get("property") in ("og:title",):
            texts.append(each.get("content", ""))
    for each in page.root.iter():
        for name in ("aria-label", "data-told", "data-failed", "data-busy"):
            texts.append(each.get(name, ""))
    for text in texts:
        assert text.count(ISOLATE) == text.count(END)
        if not re.search("[\u0600-\u06ff]", text):
            continue
        outside = re.sub(f"{ISOLATE}[^{END}]*{END}", "", text)
        left = [each for each in LATIN.findall(re.sub(r"\{\w+\}", "", outside))]
        assert left == [], text


def test_what_machines_read_has_no_marks(app: Flask) -> None:
    """Addresses, data and what search engines are told are plain."""
    page = app.test_client().get("/ur/").text
    (told,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    assert not MARKS.search(told)
    assert not any(MARKS.search(each) for each in re.findall(r'href="([^"]*)"', page))
    parse(page)


def test_styles_know_no_left_and_no_right() -> None:
    """Urdu mirrors by itself: every length is told from where a line begins."""
    for path in (ROOT / "static/css").glob("*.css"):
        text = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)
        for wrong in (
            r"\b(?:margin|padding|border)-(?:left|right)", r"[{;]\s*(?:left|right)\s*:",
            r"(?:text-align|float|clear)\s*:\s*(?:left|right)", r"translateX\(",
            r"border-(?:top|bottom)-(?:left|right)",
            r"\b(?:margin|padding|inset)\s*:\s*(?:[\w.-]+\s+){3}[\w.-]+\s*[;}]",
        ):  # fmt: skip
            assert not re.search(wrong, text), (path.name, wrong)
