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


def test_a_slip_hides_no_fault_that_does_not_follow_from_it(tmp_path: Path) -> None:
    """A name of a contact that is refused says nothing of a number elsewhere."""
    folder = Folder(tmp_path)
    contact, matters = (folder.path / "contacts.toml").read_text(), "Where notes have gaps"
    name = next(line for line in contact.splitlines() if line.startswith("name = "))
    folder.edit("contacts.toml", name, 'name = "Sample\'s line"')
    folder.edit(NOTES, matters, f"{matters} for 4711 days")
    assert {fault.file for fault in folder.faults()} == {NOTES, "contacts.toml"}


def test_a_fault_names_no_place_twice(tmp_path: Path) -> None:
    """A figure of several parts rests on one citation."""
    folder = Folder(tmp_path)
    folder.edit("figures.toml", 'cites = ["facts#cases-10"]', 'cites = ["facts#cases-11"]')
    for fault in folder.faults():
        places = [str(fault).partition(": ")[0], *fault.remedy.partition("also in ")[2].split("; ")]
        assert len(places) == len({*places}), fault
