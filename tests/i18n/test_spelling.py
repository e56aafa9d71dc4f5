"""Spelling in every language that Debian has a dictionary for."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from click.testing import CliRunner
from house import ROOT, real, real_settings

from webapp.commands import cli
from webapp.i18n import catalogs
from webapp.i18n.languages import load
from webapp.workbench import catalog_checks as checks
from webapp.workbench.extraction import update

FOLDER = real_settings().translations
SPELLED = {language.tag: language for language in load(FOLDER) if language.dictionary}


@pytest.mark.parametrize("tag", SPELLED)
def test_readers_meet_no_word_that_nobody_has_read(tag: str) -> None:
    """Of what is offered, a dictionary or a person knows each word, and no exception is idle."""
    language = SPELLED[tag]
    po = catalogs.read_translated(FOLDER, language, real().inspection.id)
    if real().inspection.id in language.offered:
        assert checks.misspelt(po, language, FOLDER) == []
        idle = checks.exceptions(FOLDER, language) - set(checks.own_words(po, language))
        assert idle == set(), "take them out"


@pytest.mark.parametrize("tag", SPELLED)
def test_a_wrong_letter_is_found(tag: str, tmp_path: Path) -> None:
    """In each language: of words with two letters turned round, nearly all are in no dictionary."""
    language = SPELLED[tag]
    words = sorted(
        checks.own_words(catalogs.read_translated(FOLDER, language, real().inspection.id), language)
    )
    wrong = {}
    for word in (candidate for candidate in words if len(candidate) > 6):
        letters = re.findall(r"\w[^\w]*", word)
        letters[2:4] = reversed(letters[2:4])
        if (swapped := "".join(letters)) not in words:
            wrong[swapped] = word
    if not wrong:
        return  # nothing is translated yet
    made = Catalog(language.locale)
    for at, word in enumerate(wrong):
        made.add(f"message {at}", word)
    found = {fault.place for fault in checks.misspelt(made, language, FOLDER)}
    assert len(found) > 0.9 * len(wrong), sorted(set(wrong) - found)[:20]


def test_names_english_and_placeholders_are_not_asked_about() -> None:
    """What stands so in English is right."""
    polish = Catalog("pl")
    polish.add("Call Childline {area}", "Zadzwoń: Childline {area} www.childline.org.uk")
    assert list(checks.own_words(polish, SPELLED["pl"])) == ["Zadzwoń"]


def test_exceptions_are_written_once_and_in_order(tmp_path: Path) -> None:
    """A word that somebody has read is no fault any more; remarks stay."""
    shutil.copytree(ROOT / "translations/pl", tmp_path / "pl")
    language = SPELLED["pl"]
    made = Catalog("pl")
    made.add("word", "wyrazzmyślony")
    assert [fault.place for fault in checks.misspelt(made, language, tmp_path)] == ["wyrazzmyślony"]
    checks.accept({"wyrazzmyślony"}, made, tmp_path, language)
    assert checks.misspelt(made, language, tmp_path) == []
    written = (tmp_path / "pl" / checks.EXCEPTIONS).read_text().splitlines()
    assert written[0].startswith("#")
    assert written[1:] == ["wyrazzmyślony"], "what stands nowhere any more is taken out"


def test_a_machine_without_the_program_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is left unchecked in silence; who publishes there all the same reads it in a line."""
    monkeypatch.setattr(checks, "DICTIONARIES", Path("/nowhere"))
    (fault,) = checks.misspelt(Catalog("pl"), SPELLED["pl"], FOLDER)
    assert "not installed" in fault.remedy
    monkeypatch.setenv("PATH", "/nowhere")
    result = CliRunner().invoke(cli, ["messages", "check", "--installed"])
    assert result.exit_code == 0
    (line,) = re.findall("^NOT CHECKED.*", result.output, re.MULTILINE)
    assert all(name in line for name in ("aspell pa", "hunspell pl_PL", "msgfmt", "i18nspector"))


@pytest.mark.parametrize(("tag", "told"), [("pl", "hunspell pl_PL is not ins"), ("ur", "names no")])
def test_no_word_is_accepted_that_no_dictionary_was_asked_for(
    tag: str, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """“0 words” would say that all are right, and the program’s name would be taken for a word."""
    shutil.copytree(FOLDER, tmp_path / "translations")
    before = sorted((path, path.read_bytes()) for path in tmp_path.rglob(checks.EXCEPTIONS))
    monkeypatch.setattr(checks, "DICTIONARIES", Path("/nowhere"))
    env = {"TRANSLATIONS": str(tmp_path / "translations")}
    result = CliRunner().invoke(cli, ["messages", "spelling", tag, "--accept"], env=env)
    assert result.exit_code == 1
    assert told in result.output
    assert sorted((path, path.read_bytes()) for path in tmp_path.rglob(checks.EXCEPTIONS)) == before


def test_a_language_that_is_just_begun_has_nothing_to_spell(tmp_path: Path) -> None:
    """An empty catalog has no fault."""
    language = SPELLED["pl"]
    update({catalogs.COMMON: catalogs.read_template(FOLDER, "none")}, tmp_path, language)
    empty = catalogs.read_translated(tmp_path, language, "none")
    assert checks.misspelt(empty, language, tmp_path) == []
