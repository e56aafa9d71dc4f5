"""One slip is one fault, in words that say what to do."""

from __future__ import annotations

import hashlib
import pickle
from pathlib import Path

import pytest
from broken import (
    FACTS,
    FOUND,
    HELP,
    KIND,
    MATTERS,
    NOTES,
    SHORT,
    SOURCES,
    VISITS,
    Break,
    Folder,
    add,
    copy,
    edit,
    put,
    remove,
    rename,
)
from house import copied, real_settings

from webapp.explainer import loader
from webapp.explainer.schema import ContentError, Fault

CARD = b"""title = "A card to show"
nav = "Card"
description = "Show it at a desk."
[[block]]
id = "telephone"
[[block.passage]]
text = "Call us."
[[block]]
id = "usage"
[[block.passage]]
text = "Show it."
[[block]]
id = "other"
[[block.passage]]
text = "Or say it."
[[block]]
id = "deaf"
[[block.passage]]
text = "Please write."
"""
ONE_SLIP: dict[str, tuple[Break, str]] = {
    "a key is misspelt": (
        edit(NOTES, SHORT, 'shrot = "Notes"'),
        f"{NOTES}: the key “shrot” is unknown; write “short”",
    ),
    "an optional key is misspelt": (
        edit(NOTES, "[[matters]]\n", '[[matters]]\ncite = ["notice#5"]\n'),
        f"{NOTES}: matters, passage 1: the key “cite” is unknown; write “cites”",
    ),
    "a key of nothing known": (
        edit(NOTES, SHORT, f"{SHORT}\ncolour = 1"),
        f"{NOTES}: the key “colour” is unknown; correct its spelling or take it out",
    ),
    "a date stands in quotation marks": (
        edit("ledger.toml", "2021-05-01", '"2021-05-01"'),
        "ledger.toml: entry 1: “seen” is not a date; give it like 2023-11-08, without "
        "quotation marks or a time",
    ),
    "a glossary is no TOML": (
        edit("glossary.toml", "id =", "id"),
        "glossary.toml: not TOML: ",
    ),
    "a text ends with a curly quotation mark": (
        edit("glossary.toml", 'id = "inadequate"', 'id = "inadequate”'),
        "glossary.toml: not TOML: Illegal character '\\n' (at line 12, column 18); mend that line: "
        'key = "text", with one straight " before and after it and none inside, each key once',
    ),
    "lists stand in lists without end": (
        add("ledger.toml", f"\nx = {5000 * '['}{5000 * ']'}"),
        "ledger.toml: not TOML: ",
    ),
    "a number has no end": (
        edit("ledger.toml", "seen = ", f"seen = {5000 * '9'}\n#"),
        "ledger.toml: not TOML: ",
    ),
    "a file has letters of Windows": (
        put("ledger.toml", b"# \xc2\xa3\n# \x93\n"),
        "ledger.toml: line 2: not UTF-8; save the file as UTF-8",
    ),
    "a count of a figure is a text": (
        edit("figures.toml", "count = 2", 'count = "two"'),
        "figures.toml: cases, part 2: “count” is not a whole number; ",
    ),
    "an inspection has the name of the common catalog": (
        edit("inspection.toml", 'id = "', 'id = "messages" # "'),
        "inspection.toml: [inspection]: “id” is 'messages', the catalog of what is common; "
        "give another",
    ),
    "the facts are no TOML": (
        edit("sources/facts.toml", "id =", "id"),
        "sources/facts.toml: not TOML: ",
    ),
    "a hedge is misspelt": (
        edit(NOTES, 'hedge = "not-always"', 'hedge = "not-allways"'),
        f"{NOTES}: found, passage 1: “hedge” names 'not-allways', but no hedge in wordings.toml",
    ),
    "a file is copied by a file browser": (
        copy(NOTES, "findings/notes (copy).toml"),
        "findings/notes (copy).toml: the file's name is an address; use lower-case letters, digits "
        "and hyphens; a copy that you do not need, take away",
    ),
    "a table is missing": (
        edit("inspection.toml", "[inspection]", "[inspected]"),
        "inspection.toml: the key “inspected” is unknown; write “inspection”",
    ),
    "a table in a table is missing": (
        edit("glossary.toml", "[[term.definition]]\ntext = ", "# "),
        "glossary.toml: inspectorate: [[term.definition]] is missing; write it",
    ),
    "a block has no id": (
        edit(HELP, 'id = "near"\n', ""),
        f"{HELP}: block 2: the key “id” is missing; add it",
    ),
    "a block that a template needs has another id": (
        put("pages/card.toml", CARD),
        "pages/card.toml: the block “use” is missing; give the block that stands for it this id",
    ),
    "a list of texts is a text": (
        edit(NOTES, '["inadequate"]', '"inadequate"'),
        f'{NOTES}: “terms” is not a list of texts; write it as name = ["…", "…"]',
    ),
    "a quotation cites nothing": (
        edit(VISITS, 'by = "ada-sample"\ncites = ["notice#8"]', 'by = "ada-sample"'),
        f"{VISITS}: said, passage 1: a quotation or sum needs “cites”; name what it rests on",
    ),
    "a date is another than in the source": (
        edit("pages/next.toml", "8 April 2021", "9 April 2021"),
        "pages/next.toml: reply, passage 1: holds the date 2021-04-09, which facts#reply does not "
        "hold; correct it or cite what holds it",
    ),
    "a hedge is a text": (
        edit("wordings.toml", 'some = ["some"]', 'some = "some"'),
        "wordings.toml: [hedge]: “some” is not a list of texts; ",
    ),
    "a strength has a capital letter": (
        edit(KIND, 'kind = "strength"', 'kind = "Strength"'),
        f"{KIND}: “kind” is 'Strength'; it must be one of: improvement, strength",
    ),
    "the councils are deleted": (
        remove("areas.toml"),
        "areas.toml: the file is missing; write it",
    ),
    "a file's name has a capital letter": (
        rename(NOTES, "findings/Notes.toml"),
        "findings/Notes.toml: the file's name is an address; use lower-case letters",
    ),
    "a file's name has two endings": (
        rename(NOTES, f"{NOTES}.txt"),
        f"{NOTES}.txt: nothing reads this file; name it right",
    ),
    "a citation names no source": (
        edit(NOTES, f'{FOUND}"\ncites = ["notice', f'{FOUND}"\ncites = ["notices'),
        f"{NOTES}: found, passage 1: cites notices#5; sources.toml has no source 'notices'",
    ),
    "a citation is no list": (
        edit(NOTES, f'{FOUND}"\ncites = ["notice#5"]', f'{FOUND}"\ncites = "notice#5"'),
        f"{NOTES}: found, passage 1: “cites” is not a list of texts",
    ),
    "the heading of a table is misspelt": (
        edit(VISITS, "[[found]]", "[[fuond]]"),
        f"{VISITS}: the key “fuond” is unknown; write “found”",
    ),
    "a fact has another name": (
        edit(NOTES, 'id = "notes"', 'id = "gaps"'),
        f"{NOTES}: simple, passage 1: “same_as” names 'notes', but no passage in findings/ or "
        f"pages/ is called so; correct it or add it (also in {NOTES}: young, passage 1",
    ),
    "a number to call has brackets": (
        edit("contacts.toml", 'number = "999"', 'number = "(999)"'),
        "contacts.toml: emergency: “number” is '(999)'; a telephone number has digits",
    ),
    "a fact from elsewhere has a straight apostrophe": (
        edit(FACTS, 'statement = "', "statement = \"The force's words. "),
        f"{FACTS}: ",
    ),
    "the parts of a figure do not add up": (
        edit("figures.toml", "total = ", "total = 1"),
        "figures.toml: cases: the parts are ",
    ),
    "a passage for agencies stands in a finding": (
        edit(NOTES, f'text = "{MATTERS}"', f'text = "{MATTERS}"\nabout = "notes"'),
        f"{NOTES}: matters, passage 1: the key “about” stands for partner agencies only; "
        "take it out",
    ),
}


@pytest.mark.parametrize("name", ONE_SLIP)
def test_one_slip_is_one_fault(name: str, tmp_path: Path) -> None:
    """An editor who made one mistake reads one message, and it says what to do."""
    spoil, message = ONE_SLIP[name]
    folder = Folder(tmp_path)
    spoil(folder)
    faults = [str(fault) for fault in folder.faults()]
    assert len(faults) == 1, "\n".join(faults)
    assert faults[0].startswith(message)


def test_a_refused_folder_is_named(tmp_path: Path) -> None:
    """Of several inspections, an editor opens the one that is broken."""
    folder = Folder(tmp_path)
    folder.edit(NOTES, SHORT, "")
    with pytest.raises(ContentError) as refused:
        loader.load(folder.path)
    assert str(refused.value).startswith("the content of the folder “content” has faults:\n")
    assert str(pickle.loads(pickle.dumps(refused.value))) == str(refused.value)  # noqa: S301


def test_an_empty_sum_is_answered_with_the_sum(tmp_path: Path) -> None:
    """Who stores a source copies its sum from the message."""
    folder = Folder(tmp_path)
    digest = hashlib.sha256((folder.path / "sources/notice.txt").read_bytes()).hexdigest()
    folder.edit(SOURCES, digest, "")
    (fault,) = folder.faults()
    assert digest in fault.remedy
    assert (fault.file, fault.place) == (SOURCES, "notice")


@pytest.mark.parametrize(
    ("page", "block"),
    [
        ("partner", "works-well"),
        ("partner", "not-known"),
        ("partner", "today"),
        ("together", "how"),
        ("ready-briefing", "questions"),
        ("handout", "lines"),
        ("handout", "call"),
        ("card", "telephone"),
        ("card", "other"),
        ("card", "use"),
    ],
)
def test_a_renamed_block_of_the_real_content_is_a_fault(
    page: str, block: str, tmp_path: Path
) -> None:
    """No renamed block reaches a template."""
    own = copied(tmp_path)
    for path in tmp_path.rglob(f"pages/{page}.toml"):
        path.write_text(path.read_text().replace(f'id = "{block}"', 'id = "renamed"'))
    _, faults = loader.examine(own)
    (fault,) = (fault for fault in faults if f"“{block}”" in fault.remedy)
    assert fault.file in (f"pages/{page}.toml", f"common/pages/{page}.toml")


@pytest.mark.parametrize("ends", [b"\r\n", b"\r"], ids=["of Windows", "of old Macs"])
def test_a_file_is_read_as_any_editor_saves_it(ends: bytes, tmp_path: Path) -> None:
    """Line ends and a byte order mark are no fault of the words."""
    folder = Folder(tmp_path)
    folder.edit(NOTES, MATTERS, "A cafe\u0301 may keep notes.")  # as a Mac takes accents apart
    saved = b"\xef\xbb\xbf" + (folder.path / NOTES).read_bytes().replace(b"\n", ends)
    folder.put(NOTES, saved)
    assert folder.faults() == []


def test_an_optional_key_may_be_left_empty(tmp_path: Path) -> None:
    """An empty heading is no heading."""
    folder = Folder(tmp_path)
    folder.edit(HELP, 'heading = "Near you"', 'heading = ""')
    assert folder.faults() == []


def test_an_agency_without_a_finding_is_a_fault(tmp_path: Path) -> None:
    """Each question for a meeting leads to what was found."""
    folder = Folder(tmp_path, real_settings().content)
    folder.add("audiences/schools.toml", '\n[[touches]]\ntext = "It touches schools."\n')
    _, faults = folder.examine(None)
    assert [fault.remedy for fault in faults] == [
        "the key “about” is missing; name a file in findings/"
    ]


def test_a_placeholder_of_another_page_is_a_fault(tmp_path: Path) -> None:
    """No reader meets a pair of braces."""
    folder = Folder(tmp_path)
    folder.edit("pages/help-area.toml", "{area}", "{source}")
    faults = folder.faults()
    assert faults
    assert all("may use {area}" in fault.remedy for fault in faults)


def test_a_fault_of_content_comes_whole_out_of_a_child_process() -> None:
    """The start is built in one; its faults keep file, place and remedy."""
    error = ContentError((Fault("pages/help.toml", "danger", "is empty; write it"),))
    copy = pickle.loads(pickle.dumps(error))  # noqa: S301  # our own bytes
    assert (copy.faults, copy.args, copy.message) == (error.faults, error.args, error.message)
