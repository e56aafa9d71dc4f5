"""Words are measured as readers meet them: sentence, grade, hard word."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from broken import KIND, MATTERS, NOTES, Folder
from drafting import run

from webapp.explainer.schema import Fault
from webapp.workbench import content

LONG = "A note helps you and me and all who come to see if a boy or a girl is safe at home or not"


def faults(folder: Folder) -> list[Fault]:
    """Return the breaches of plain language of a folder that is whole otherwise."""
    read, wrong = folder.examine()
    assert wrong == []
    return list(content.hard_to_read(read))


def test_the_made_up_inspection_is_told_plainly(tmp_path: Path) -> None:
    """Each breach below comes from its change and from nothing else."""
    assert faults(Folder(tmp_path)) == []


def test_a_sentence_of_more_than_25_words_is_too_long(tmp_path: Path) -> None:
    """Weak readers lose a long sentence before its end."""
    folder = Folder(tmp_path)
    folder.edit(NOTES, MATTERS, f"{LONG}.")
    assert faults(folder) == []
    folder.edit(NOTES, f"{LONG}.", f"{LONG}, by day and by night.")
    (fault,) = faults(folder)
    assert (fault.file, fault.place) == (NOTES, "matters")
    assert "at most 25" in fault.remedy


def test_a_sentence_of_the_simple_version_has_at_most_15_words(tmp_path: Path) -> None:
    """One idea a line, with its picture."""
    folder = Folder(tmp_path)
    folder.edit(
        KIND,
        '"Officers were kind to some children."',
        '"Officers were kind to some children, and to us, and to you, and to all the rest."',
    )
    (fault,) = faults(folder)
    assert (fault.file, fault.place) == (KIND, "simple")
    assert "at most 15" in fault.remedy


@pytest.mark.parametrize("second", ["12 were read at once", "Ôl came too", "(She read it)"])
def test_a_sentence_may_begin_with_whatever_is_no_small_letter(second: str, tmp_path: Path) -> None:
    """Who writes "They read ten files. 3 were good." has written two short sentences."""
    read, _ = Folder(tmp_path).examine()
    text = f"Most notes are good. {second}."
    site = replace(read.site, strapline=text)
    found = content.sentences(replace(read, site=site))
    assert [s.words for s in found if s.words in text] == ["Most notes are good.", f"{second}."]


def test_short_words_in_a_long_text_are_read_as_easy_and_long_words_as_hard(
    tmp_path: Path,
) -> None:
    """A page above grade 8 goes back to its editor."""
    folder = Folder(tmp_path)
    hard = "Complicated sentences containing numerous lengthy expressions discourage readers. "
    folder.edit(NOTES, MATTERS, (hard * 8).strip())
    grades = [fault for fault in faults(folder) if "grade" in fault.remedy]
    assert [(fault.file, fault.place) for fault in grades] == [(NOTES, "standard")]
    assert "bring it to 8" in grades[0].remedy


@pytest.mark.parametrize("word", ["incomprehensible", "unintelligible’s"])
def test_a_long_word_that_nothing_explains_is_hard(word: str, tmp_path: Path) -> None:
    """A word of four syllables is everyday, a name, or explained at the end of the page."""
    folder = Folder(tmp_path)
    folder.edit(NOTES, MATTERS, f"Notes may be {word} to us.")
    (fault,) = faults(folder)
    assert (fault.file, fault.place) == (NOTES, "matters")
    assert f"“{word.removesuffix('’s')}”" in fault.remedy
    assert fault.remedy.endswith("explain it in glossary.toml")


def test_a_word_of_the_glossary_that_its_page_does_not_explain_names_its_term(
    tmp_path: Path,
) -> None:
    """An editor need not look through the glossary for the id that belongs into `terms`."""
    folder = Folder(tmp_path)
    folder.edit(NOTES, '["inadequate"]', "[]")
    assert all(fault.remedy.endswith("add “inadequate” to “terms”") for fault in faults(folder))
    assert faults(folder)


def test_an_everyday_word_or_a_name_is_not_hard(tmp_path: Path) -> None:
    """Everybody knows "emergency"; the inspection's own names need no glossary."""
    folder = Folder(tmp_path)
    folder.edit(NOTES, MATTERS, "In an emergency, Exampleshire Police can come.")
    assert faults(folder) == []


def test_a_word_of_the_glossary_is_named_by_the_page_that_uses_it(tmp_path: Path) -> None:
    """Who meets "inadequate" on a page finds it explained on that page."""
    folder = Folder(tmp_path)
    folder.edit(NOTES, 'terms = ["inadequate"]', "terms = []")
    words = {fault.remedy for fault in faults(folder) if fault.file == NOTES}
    assert len(words) == 1
    assert "“inadequate”" in words.pop()


def test_quotations_and_facts_are_not_judged(tmp_path: Path) -> None:
    """What others wrote stays as they wrote it, however hard."""
    folder = Folder(tmp_path)
    folder.edit(
        "sources/facts.toml",
        'note = "The law says so."',
        'note = "Notwithstanding incomprehensible supplementary responsibilities."',
    )
    assert faults(folder) == []


def test_the_longest_sentence_is_shown_with_its_place(tmp_path: Path) -> None:
    """An editor sees where to begin."""
    folder = Folder(tmp_path)
    folder.edit(NOTES, MATTERS, f"{LONG}.")
    told = run("check", folder=folder.path).output
    assert f"words (findings/notes#matters): {LONG}.\n" in told


def test_each_voice_has_its_grade(tmp_path: Path) -> None:
    """The simple version and the young people's page stay within grade 5, the rest within 8."""
    grades = content.grades(Folder(tmp_path).examine()[0])
    for voice in ("standard", "simple", "young"):
        reached, words = grades["", voice]
        assert words > 0
        assert reached <= content.CEILINGS[voice]
    assert ("findings/visits", "young") in grades
