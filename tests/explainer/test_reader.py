"""A content folder becomes an explainer: kinds, keys, and nothing lost on the way."""

from __future__ import annotations

import copy
import json
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from broken import MATTERS, NOTES, PICTURES, Folder
from house import MINIATURE

from webapp.explainer import loader
from webapp.explainer.model import Explainer, Finding, Kind, iter_units, iter_words

FILES = sorted(path.relative_to(MINIATURE).as_posix() for path in MINIATURE.rglob("*.toml"))


@pytest.fixture(scope="module")
def made_up() -> Explainer:
    """Return the made-up inspection, read and checked."""
    return loader.load(MINIATURE, PICTURES)


def finding(read: Explainer, slug: str) -> Finding:
    """Return one finding."""
    return next(entry for entry in read.findings if entry.slug == slug)


def test_findings_stand_in_their_order_strengths_first(made_up: Explainer) -> None:
    """What goes well is told first, then what must get better, as the editor ordered it."""
    assert [entry.slug for entry in made_up.findings] == ["kind-officers", "notes", "visits"]
    assert [entry.strength for entry in made_up.findings] == [True, False, False]


def test_the_kind_of_a_passage_follows_from_its_keys(made_up: Explainer) -> None:
    """A reader is told rightly whether a sentence is quoted, reported, worked out or ours."""
    notes = finding(made_up, "notes")
    assert [passage.kind for passage in notes.found.passages] == [
        Kind.REPORTED,
        Kind.REPORTED,
        Kind.WORKED_OUT,
    ]
    assert notes.matters.passages[0].kind is Kind.EXPLAINED
    said = finding(made_up, "visits").said.passages[0]
    assert said.kind is Kind.SAID
    assert said.text == said.quote


def test_another_voice_rests_on_what_the_fact_rests_on(made_up: Explainer) -> None:
    """The simple version shows its source, though its editor wrote the citation only once."""
    notes = finding(made_up, "notes")
    assert notes.simple.passages[0].cites == notes.found.passages[0].cites
    assert all(passage.cites == ("facts#cases-10",) for passage in notes.young.passages[1:])


def test_another_voice_of_a_sum_is_worked_out_too(tmp_path: Path) -> None:
    """Who reads a sum in simple words sees the sum, and that it is ours."""
    folder = Folder(tmp_path)
    folder.edit(NOTES, 'sum = "3', 'id = "share"\nsum = "3')
    folder.add(NOTES, '\n[[simple]]\nsame_as = "share"\ntext = "That is 30 per cent of 10."\n')
    read, faults = folder.examine()
    passage = finding(read, "notes").simple.passages[-1]
    assert passage.kind is Kind.WORKED_OUT
    assert passage.sum == "3 / 10 * 100 = 30"
    assert faults == []


def test_every_unit_has_a_key_of_its_own_that_leads_to_its_file(made_up: Explainer) -> None:
    """A translator and an editor find each text by the name that checks give it."""
    keys = [unit.key for unit in iter_units(made_up)]
    assert len(set(keys)) == len(keys)
    assert {"site", "findings/notes#found", "pages/help#now", "terms/inadequate"} <= set(keys)
    assert {"facts/cases-10", "contacts/helpline", "areas/north-example"} <= set(keys)
    assert {"figures/cases", "ledger/1", "speakers/ada-sample", "sources/notice"} <= set(keys)
    assert all((MINIATURE / key.file).is_file() for key in keys)


def test_paragraphs_are_the_lines_that_are_not_blank(made_up: Explainer) -> None:
    """¶ 8 on our page is the eighth paragraph of the source, as published."""
    (source,) = made_up.sources
    text = (MINIATURE / "sources/notice.txt").read_text(encoding="utf-8")
    assert list(source.paragraphs) == [line for line in text.splitlines() if line]
    assert "care.  But" in source.paragraphs[7], "as published, two spaces and all"


def test_a_source_saved_with_other_line_ends_is_no_longer_the_source(tmp_path: Path) -> None:
    """What is called "as published" was not touched by anybody's editor."""
    folder = Folder(tmp_path)
    text = (folder.path / "sources/notice.txt").read_bytes()
    folder.put("sources/notice.txt", text.replace(b"\n", b"\r\n"))
    (fault,) = folder.faults()
    assert "SHA-256" in fault.remedy


def test_pictures_may_be_left_unchecked(tmp_path: Path) -> None:
    """A folder can be checked before its pictures are drawn."""
    folder = Folder(tmp_path)
    folder.edit(NOTES, '"report"', '"not-drawn-yet"')
    assert folder.examine(None)[1] == []


def test_typographic_words_of_many_scripts_are_plain_text(tmp_path: Path) -> None:
    """Names keep their letters: nobody has to spell Łukasz or Zoë without them."""
    folder = Folder(tmp_path)
    folder.edit(NOTES, MATTERS, "A note – “Zoë is safe” – helps Łukasz… and isn’t long.")
    assert folder.faults() == []


# --- no shape of a file, however odd, may end in anything but a fault --------------------------


def written(value: Any) -> str:
    """Write a value as TOML on one line."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(k)} = {written(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(written, value)) + "]"
    if isinstance(value, date):
        return value.isoformat()
    return json.dumps(value, ensure_ascii=False)


def places(value: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the path of every value in a TOML file; of a list only its first."""
    if at:
        yield at
    inner: Iterator[tuple[Any, Any]] = iter(())
    if isinstance(value, dict):
        inner = iter(value.items())
    if isinstance(value, list):
        inner = enumerate(value[:1])
    for name, child in inner:
        yield from places(child, (*at, name))


def kind_of(file: str) -> str:
    """Return what is the same for files that are read as the same dataclass."""
    folder = file.rpartition("/")[0]
    return folder if folder in ("findings", "pages") else file


# Of files of a kind, the first that has a key meets every odd value there; one is enough in the
# others, since the type of the key decides what becomes of it.
FIRST: dict[tuple[Any, ...], str] = {}
for _file in FILES:
    for _at in places(tomllib.loads((MINIATURE / _file).read_text(encoding="utf-8"))):
        FIRST.setdefault((kind_of(_file), *_at), _file)


@pytest.mark.parametrize("file", FILES)
def test_no_odd_value_is_met_with_anything_but_a_fault(file: str, tmp_path: Path) -> None:
    """An editor's slip is answered with a sentence, never with a traceback."""
    folder = Folder(tmp_path)
    data = tomllib.loads((folder.path / file).read_text(encoding="utf-8"))
    for at in list(places(data)):
        met = 0
        for odd in (7, [[]], {"x": 1}):
            if met and FIRST[(kind_of(file), *at)] != file:
                break
            changed = copy.deepcopy(data)
            holder = changed
            for name in at[:-1]:
                holder = holder[name]
            if isinstance(holder[at[-1]], int) and odd == 7:
                continue
            met += 1
            holder[at[-1]] = odd
            text = "\n".join(f"{name} = {written(value)}" for name, value in changed.items())
            folder.put(file, text.encode())
            faults = folder.faults()
            assert faults, f"{at} may be {odd!r}"
            assert all(fault.file and fault.remedy for fault in faults)


def test_an_empty_folder_says_all_that_is_missing(tmp_path: Path) -> None:
    """Who starts a second inspection is led from file to file."""
    _, faults = loader.examine(tmp_path)
    files = {fault.file for fault in faults}
    needed = {"inspection.toml", "ledger.toml", "sources/sources.toml"}
    assert needed | {"findings/"} <= files


def test_a_second_inspection_is_data_only(made_up: Explainer) -> None:
    """Another force's inspection is explained without a line of code about this one."""
    words = " ".join(text for unit in iter_units(made_up) for text, _ in iter_words(unit))
    assert "Exampleshire" in words
    assert "Thames" not in words
