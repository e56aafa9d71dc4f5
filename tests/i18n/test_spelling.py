"""Spelling in every language that Debian has a dictionary for."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from click.testing import CliRunner
from house import real, real_settings, translations_of

from webapp.commands import cli
from webapp.explainer.schema import ContentError
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
def test_a_wrong_letter_is_found(tag: str) -> None:
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


def test_a_word_that_somebody_has_read_is_added_by_hand(tmp_path: Path) -> None:
    """One a line, also as Notepad saves it, and where the file is new; remarks are no words."""
    language, file = SPELLED["pl"], tmp_path / "pl" / checks.EXCEPTIONS
    made = Catalog("pl")
    made.add("word", "wyrazzmyślony")
    (fault,) = checks.misspelt(made, language, tmp_path)
    assert fault.place == "wyrazzmyślony"
    assert "write it into pl/spelling.txt" in fault.remedy
    file.parent.mkdir()
    file.write_bytes("wyrazzmyślony # a remark\n".encode("cp1250"))
    with pytest.raises(ContentError, match="pl/spelling.txt: line 1: not UTF-8; save the file as"):
        checks.misspelt(made, language, tmp_path)
    file.write_bytes("wyrazzmyślony # a remark\r\n".encode("utf-8-sig"))
    assert checks.misspelt(made, language, tmp_path) == []


def test_the_words_of_a_language_that_is_begun_are_reported_with_their_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its translator learns of slips before readers are offered it; they stop nobody's check."""
    folder = translations_of(tmp_path, "pl")
    table = folder / "languages.toml"
    table.write_text(table.read_text().replace("offered =", "# offered ="))
    path = catalogs.po_of(folder, SPELLED["pl"])
    path.write_text(
        re.sub(r'(#: site\nmsgid .*\nmsgstr )".*"', r'\1"Słowozmyślone"', path.read_text(), count=1)
    )
    monkeypatch.setenv("TRANSLATIONS", str(folder))
    reported = CliRunner().invoke(cli, ["messages", "report"]).output
    assert re.search(r"  site: “.*”: Słowozmyślone: is in no dictionary; correct it, or", reported)
    checked = CliRunner().invoke(cli, ["messages", "check"]).output
    assert "Słowozmyślone" not in checked
    assert "words in no dictionary: 1, exceptions: " in checked


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


def test_a_language_that_is_just_begun_has_nothing_to_spell(tmp_path: Path) -> None:
    """An empty catalog has no fault."""
    language = SPELLED["pl"]
    update({catalogs.COMMON: catalogs.read_template(FOLDER, "none")}, tmp_path, language)
    empty = catalogs.read_translated(tmp_path, language, "none")
    assert checks.misspelt(empty, language, tmp_path) == []
