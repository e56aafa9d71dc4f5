"""What is wrong with a list of needs is said with file, place and remedy."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from house import LANGUAGES, MINIATURE, ROOT, copied, parse, real, real_settings, with_class

from webapp import create_app
from webapp.explainer.loader import examine
from webapp.explainer.schema import ContentError, Fault
from webapp.i18n.languages import read_phrases
from webapp.workbench.catalog_checks import needs_of

GOOD = '[[need]]\nid = "hurt"\nplaces = ["help#now"]\ncontacts = ["emergency"]\nphrases = ["hit"]\n'


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("help#now", "help#nowhere", "hurt: “places” names 'help#nowhere'"),
        ("help#now", "nowhere", "hurt: “places” names 'nowhere'"),
        ("help#now", "safety", "does not begin on the page of help"),
        ('["help#now"]', "[]", "does not begin on the page of help"),
        ("emergency", "somebody", "“contacts” names 'somebody'"),
        ('phrases = ["hit"]', "phrases = []", "hurt: “phrases” holds nothing"),
        ('phrases = ["hit"]', "", "hurt: the key “phrases” is missing"),
        ('["hit"]', '["hit", "hit"]', "names something twice"),
        ('"hit"', '"hit me!"', "holds 'hit me!'; write words"),
        ('"hit"', '"a"', "holds 'a'; write words"),
        ('"hit"', '"*"', "holds '*'; write words"),
        ('"hit"', '"*hit"', "holds '*hit'; write words"),
        ('"hit"', '" hit"', "holds ' hit'; write words"),
        ('"hurt"', '"Hurt"', "use lower-case letters"),
        ("contacts", "contact", "the key “contact” is unknown"),
        ("[[need]]", "[[needs]]", "the key “needs” is unknown; write “need”"),
        ("[[need]]", "[[need", "not TOML"),
        (GOOD, GOOD + GOOD, "the id is used 2 times"),
    ],
)  # fmt: skip
def test_a_list_with_a_fault_stays_out(tmp_path: Path, old: str, new: str, message: str) -> None:
    """No word of need leads to a place that is not there."""
    folder = tmp_path / "content"
    shutil.copytree(MINIATURE, folder)
    (folder / "needs.toml").write_text(GOOD)
    assert examine(folder)[1] == ()
    (folder / "needs.toml").write_text(GOOD.replace(old, new))
    faults = [str(fault) for fault in examine(folder)[1]]
    assert [fault for fault in faults if fault.startswith("needs.toml: ") and message in fault], (
        faults
    )


def test_an_inspection_without_a_list_has_no_words_of_need(miniature: Flask) -> None:
    """The list is a help, not a condition."""
    assert (
        "tel:101" not in miniature.test_client().get("/en/search/?q=hit").text.split("results")[1]
    )


def test_every_language_says_every_need() -> None:
    """A reader in need is understood in each language that we offer."""
    for language in list(LANGUAGES.values())[1:]:
        assert list(needs_of(real(), language, ROOT / "translations")) == []


@pytest.mark.parametrize(
    ("file", "text", "message"),
    [
        ("pl/needs.toml", 'nowhere = ["bije"]', "'nowhere' is no need"),
        ("pl/needs.toml", "hurt = []", "“hurt” holds nothing"),
        ("pl/needs.toml", 'hurt = "bije"', "“hurt” is not a list of texts"),
        ("pl/needs.toml", 'hurt = ["bije!"]', "“hurt” holds 'bije!'"),
        ("pl/needs.toml", "hurt = [", "not TOML"),
        ("names.toml", 'protected = ["NSPCC"', "not TOML"),
        ("names.toml", 'protected = [""]', "“protected” is not a list of texts"),
        ("names.toml", 'protect = ["NSPCC"]', "the key “protect” is unknown; write “protected”"),
    ],
)  # fmt: skip
def test_a_list_of_translators_with_a_fault_stops_the_start(
    tmp_path: Path, make_app: Callable[..., Flask], file: str, text: str, message: str
) -> None:
    """Who edits the list learns at once what is wrong with it."""
    shutil.copytree(ROOT / "translations", tmp_path / "translations")
    (tmp_path / "translations" / file).write_text(text)
    with pytest.raises(ContentError) as caught:
        make_app(translations=tmp_path / "translations")
    faults = [str(fault) for fault in caught.value.faults]
    assert [fault for fault in faults if fault.startswith(f"{file}: {message}")], faults


def test_a_need_that_a_language_lacks_is_said_by_the_check_alone(tmp_path: Path) -> None:
    """A new need in English takes no language off the site."""
    (tmp_path / "pl").mkdir()
    (tmp_path / "pl/needs.toml").write_text('hurt = ["bije"]\n')
    faults: list[Fault] = []
    assert read_phrases(tmp_path, "pl", real().needs, faults) == {"hurt": ("bije",)}
    assert read_phrases(tmp_path, "ur", real().needs, faults) == {}
    assert faults == []
    lacking = [str(fault) for fault in needs_of(real(), LANGUAGES["pl"], tmp_path)]
    assert len(lacking) == 1
    assert lacking[0].startswith("pl/needs.toml: danger, ")


def test_a_need_may_lead_to_any_page_that_has_an_address(tmp_path: Path) -> None:
    """Also to one that the search itself does not list."""
    own = copied(tmp_path)
    need = '[[need]]\nid = "zebra"\nplaces = ["help", "facts"]\nphrases = ["zebrafish"]\n'
    (own / "needs.toml").write_text(need, encoding="utf-8")
    client = create_app(replace(real_settings(), content=own)).test_client()
    (results,) = with_class(parse(client.get("/en/search/?q=zebrafish").text), "results")
    links = [link.get("href") for link in results.iter() if link.tag == "a"]
    assert links[:2] == ["/en/help/", "/en/sources/facts/"]
