"""The pseudo-languages: every word that readers meet can be translated, and is marked if not."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from house import parse, real
from pseudo_site import XA, names, pseudo_app, texts

from webapp.explainer.model import iter_units, iter_words
from webapp.site.sitemap import every_page
from webapp.workbench import catalog_checks

PATHS = [page.path for page in every_page(real())]
OTHERS = ["search/?q=ñéĝļéçţ", "search/?q=qqq", "nowhere/", "findings/?show=good", "words/?q=çĥîļð",
          "partners/briefing/?agency=x&finding=neglect"]  # fmt: skip
# Plain letters in a row: a word that kept its English.
WORD = re.compile(r"[A-Za-z]{3,}")
# CLDR's own word between the last two of a list: nobody translates it here.
JOINED = re.compile(r" and ")
NAMES = names()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """Return the site in both pseudo-languages."""
    return pseudo_app(tmp_path_factory.mktemp("pseudo"))


def plain(text: str) -> list[str]:
    """Return the words of a text that are neither accented nor names."""
    return WORD.findall(JOINED.sub(" ", NAMES.sub(" ", text)))


@pytest.mark.parametrize("path", [*PATHS, *OTHERS])
def test_every_word_can_be_translated(site: Flask, path: str) -> None:
    """No reader of another language meets an English word that nobody could translate."""
    html = site.test_client().get(f"/{XA.tag}/{path}").text
    left = [text for text, lang in texts(parse(html)) if lang == XA.tag and plain(text)]
    assert left == []


@pytest.fixture(scope="module")
def lapsed(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """Return the site in a language that says only what it must."""
    said = real()
    keys = catalog_checks.must_stand(said)
    must = {w for unit in iter_units(said) if unit.key in keys for w, _ in iter_words(unit)}
    every = {w for unit in iter_units(said) for w, _ in iter_words(unit)}
    return pseudo_app(tmp_path_factory.mktemp("lapsed"), frozenset(every - must))


@pytest.mark.parametrize("path", [*PATHS, *OTHERS])
def test_what_stands_in_english_is_marked_as_english(lapsed: Flask, path: str) -> None:
    """A screen reader says each word in its own language, and one notice says why (law 3)."""
    html = lapsed.test_client().get(f"/{XA.tag}/{path}").text
    body = next(element for element in parse(html) if element.tag == "body")
    pieces = list(texts(body, XA.tag))
    assert [t for t, lang in pieces if lang == XA.tag and plain(t)] == []
    assert [t for t, lang in pieces if lang == "en" and re.search(r"[ƁÇÉƒçðéñöš]", t)] == []
    assert html.count('class="notice wide"') == ("data-english" in html) + 1
