"""Broken content never loads, and its editor is told the file, the place and the remedy."""

from __future__ import annotations

from pathlib import Path

import pytest
from broken import KIND, LATE, NOTES, PICTURES, SHORT, SOURCES, VISITS, Folder
from broken_claims import CLAIMS
from broken_shapes import SHAPES

from webapp.explainer import loader
from webapp.explainer.schema import ContentError

BROKEN = SHAPES | CLAIMS


def test_there_are_at_least_forty_kinds_of_broken_content() -> None:
    """Whatever an editor gets wrong, somebody tried it before."""
    assert len(BROKEN) >= 40


def test_the_made_up_inspection_is_whole(tmp_path: Path) -> None:
    """Each fault below comes from its break and from nothing else."""
    assert Folder(tmp_path).faults() == []


@pytest.mark.parametrize("name", BROKEN)
def test_broken_content_does_not_load_and_says_what_to_do(name: str, tmp_path: Path) -> None:
    """No reader meets a broken page; its editor reads which file, where in it, and the remedy.

    No fault is a riddle: after what is wrong stands what to do.
    """
    spoil, file, place, word = BROKEN[name]
    folder = Folder(tmp_path)
    spoil(folder)
    faults = folder.faults()
    found = [f for f in faults if f.file == file and place in f.place and word in f.remedy]
    assert found, "\n".join(map(str, faults)) or "no fault at all"
    with pytest.raises(ContentError) as refused:
        loader.load(folder.path, PICTURES)
    assert str(found[0]) in str(refused.value)
    for fault in faults:
        assert fault.file
        assert any(sign in fault.remedy for sign in (";", ",", ":")), fault
        assert str(folder.path) not in str(fault), "a remedy names no folder of this machine"


def test_all_faults_are_reported_at_once(tmp_path: Path) -> None:
    """An editor mends a folder in one go, not one fault a start."""
    folder = Folder(tmp_path)
    folder.edit(NOTES, SHORT, "")
    folder.edit(VISITS, LATE, LATE.replace("three", "four"))
    folder.edit(KIND, '"ada-sample"', '"bob"')
    folder.edit("contacts.toml", "0808 157 0000", "0808 CALL NOW")
    folder.edit("sources/notice.txt", "3 of 10", "4 of 10")
    folder.remove("ledger.toml")
    with pytest.raises(ContentError) as refused:
        loader.load(folder.path)
    files = {fault.file for fault in refused.value.faults}
    assert {NOTES, VISITS, KIND, "contacts.toml", SOURCES, "ledger.toml"} <= files
