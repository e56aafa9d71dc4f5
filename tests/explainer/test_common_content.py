"""What is common stands once: an inspection says what is particular, and takes nothing away."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from house import MINIATURE, ROOT, copied, real, real_settings

from webapp.explainer import loader
from webapp.explainer.loader import COMMON_FOLDER
from webapp.explainer.model import Explainer, iter_units, iter_words
from webapp.settings import INSPECTIONS
from webapp.workbench.content import NUMERAL, holds, names_of

TERM = """[[term]]
id = "neglect"
forms = ["neglect"]
name = "Neglect"
[[term.definition]]
text = "A child does not get what it needs."
"""
CONTACT = """[[contact]]
id = "{id}"
number = "101"
seen = 2026-11-23
name = "Police"
purpose = "Call them."
"""


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """Return a copy of the inspection, with a copy of what is common beside it."""
    return copied(tmp_path)


def faults_of(folder: Path) -> list[str]:
    """Return the faults of a folder."""
    return [str(fault) for fault in loader.examine(folder)[1]]


@pytest.mark.parametrize(
    ("file", "text", "fault"),
    [
        ("glossary.toml", TERM, "glossary.toml: neglect: common/ has this id; give yours another"),
        ("contacts.toml", CONTACT.format(id="police"), "contacts.toml: police: common/ has this"),
        (
            "contacts.toml", CONTACT.format(id="new") + "replaces = true\n",
            "contacts.toml: new: “replaces” is true, and common/ has no such id",
        ),
        (
            "contacts.toml", 2 * CONTACT.format(id="new"),
            "contacts.toml: new: the id is used 2 times; give each its own",
        ),
        (
            "wordings.toml", '[hedge]\nsome = ["some"]\n',
            "wordings.toml: [hedge]: “some” is common to every inspection",
        ),
    ],
)  # fmt: skip
def test_an_id_that_is_common_is_a_fault(own: Path, file: str, text: str, fault: str) -> None:
    """Nobody replaces a number to call by chance."""
    (own / file).write_text(text)
    assert [line for line in faults_of(own) if line.startswith(fault)], faults_of(own)


def test_what_says_that_it_replaces_stands_for_the_common_one(own: Path) -> None:
    """Another number, in the place where readers look for it."""
    before = [contact.id for contact in real().contacts]
    text = CONTACT.format(id="police").replace("Call them.", "Call them now.")
    (own / "contacts.toml").write_text(f"{text}replaces = true\n")
    read, faults = loader.examine(own)
    assert not faults
    assert [contact.id for contact in read.contacts] == before
    names = [term.name.casefold() for term in read.terms]
    assert names == sorted(names)
    assert (
        next(contact for contact in read.contacts if contact.id == "police").purpose
        == "Call them now."
    )


def test_a_folder_without_its_inspection_has_this_fault_alone(own: Path) -> None:
    """No common text is to blame for words that the missing file would fill."""
    (own / "inspection.toml").unlink()
    assert faults_of(own) == ["inspection.toml: the file is missing; write it"]


def test_a_misspelt_place_for_the_answer_of_the_front_page_is_a_fault(own: Path) -> None:
    """Else what was found would stand below all else, and nobody be told."""
    path = own / "pages/overview.toml"
    path.write_text(path.read_text().replace('id = "answer"', 'id = "anwser"', 1))
    (fault,) = faults_of(own)
    assert fault.startswith("pages/overview.toml: answer: the block says nothing; ")
    path.write_text("title = “Front page”\n")
    (fault,) = faults_of(own)
    assert fault.startswith("pages/overview.toml: not TOML: ")


def test_a_fault_names_the_file_that_holds_it(own: Path) -> None:
    """An editor opens the right file of the two, also where a page is of both."""
    help_page, links = COMMON_FOLDER.name + "/pages/help.toml", "pages/help.toml"
    for name, old, new in (
        (help_page, "There is no rule that a child must", "On 1 May 1999 a child must"),
        (help_page, "You do not have to be certain.", "In 1999 you had to be certain."),
        ("common/glossary.toml", 'id = "neglect"', 'id = "Neglect"'),
        (links, "Ask here: the site", "Ask {her}: the site"),
    ):
        path = own.parent.parent / name if name.startswith("common/") else own / name
        path.write_text(path.read_text().replace(old, new, 1))
    faults = faults_of(own)
    first = "common/pages/help.toml: worried, passage 1: "
    assert any(fault.startswith(first) for fault in faults), "\n".join(faults)
    assert any(fault.startswith("common/glossary.toml: term ") for fault in faults)
    assert any(fault.startswith("pages/help.toml: contact-with-a-child, ") for fault in faults)


def test_a_page_whose_common_half_cannot_be_read_has_that_fault_alone(own: Path) -> None:
    """An editor is not asked to write a title that stands in the file to mend."""
    # The overview declares facts, on which passages of other files rest.
    for page in ("help", "overview"):
        path = own.parent.parent / COMMON_FOLDER.name / f"pages/{page}.toml"
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("title = ", "title ", 1), encoding="utf-8")
        (fault,) = faults_of(own)
        assert fault.startswith(f"common/pages/{page}.toml: not TOML")
        path.write_text(text, encoding="utf-8")


def test_a_file_is_checked_whole_beside_a_common_one_that_cannot_be_read(own: Path) -> None:
    """Every fault at once: the inspection's own words are read whatever the common ones say."""
    (own.parent.parent / COMMON_FOLDER.name / "glossary.toml").write_text(
        "[[term", encoding="utf-8"
    )
    text = TERM.replace("name = ", "nmae = ")
    (own / "glossary.toml").write_text(text, encoding="utf-8")
    faults = faults_of(own)
    assert any("the key “nmae” is unknown" in fault for fault in faults), faults


def test_a_wrong_address_of_the_report_is_one_fault(own: Path) -> None:
    """It fills links of common pages, which are nobody's slip."""
    file = own / "inspection.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(re.sub('(?m)^report_url = ".*"', 'report_url = "report"', text), "utf-8")
    assert [fault for fault in faults_of(own) if not fault.startswith("inspection.toml")] == []


def test_a_page_with_a_title_replaces_and_one_without_is_laid_over(own: Path) -> None:
    """Links differ in one inspection, steps in danger never do."""
    read = loader.load(own)
    blocks = {block.anchor: block for page in read.pages for block in page.blocks
              if page.slug == "help"}  # fmt: skip
    assert blocks["missing"].passages
    assert "Thames Valley" in blocks["missing"].links[0].text
    page = 'title = "Privacy"\nnav = "Privacy"\ndescription = "New."\n[[block]]\nid = "new"\n'
    (own / "pages/privacy.toml").write_text(f'{page}[[block.passage]]\ntext = "We keep nothing."\n')
    (shown,) = (entry for entry in loader.load(own).pages if entry.slug == "privacy")
    assert [block.anchor for block in shown.blocks] == ["new"]


def test_what_hangs_on_partners_or_figures_is_said_only_there(own: Path) -> None:
    """Privacy counts the pages that ask the CDN as they are; no heading stands over nothing."""
    assert "Four pages load" in words(loader.load(own))
    shutil.rmtree(own / "audiences")
    (own / "figures.toml").unlink()
    read, _ = loader.examine(own)
    assert "Three pages load" in words(read)
    assert "Four pages load" not in words(read)
    assert not {"partner", "briefing", "figures"} & {
        page.slug for page in read.pages if f"pages/{page.slug}.toml" in read.shared
    }
    assert not [page.slug for page in read.pages for block in page.blocks
                if block.when == "figures"]  # fmt: skip


def test_help_promises_numbers_of_closed_offices_only_where_each_area_has_one(own: Path) -> None:
    """Nobody looks at night for a number that is not there."""
    promise = "also has a number for when the office is closed"
    assert promise in words(loader.load(own))
    areas = own / "areas.toml"
    areas.write_text(areas.read_text().replace('hours = "out-of-hours"', 'hours = "office"', 1))
    text = words(loader.load(own))
    assert promise not in text
    assert "can help. If nobody answers, call 101, or 999 if there is danger." in text


def words(read: Explainer) -> str:
    """Return everything that an explainer says."""
    return "\n".join(text for unit in iter_units(read) for text, _ in iter_words(unit))


def test_common_texts_name_and_count_nothing_of_an_inspection() -> None:
    """“Nine councils” cannot go stale where nobody writes it."""
    every = [loader.load(folder) for folder in INSPECTIONS.values()]
    foreign = {name for explained in every for name in names_of(explained)}
    months = [explained.inspection.words["month"] for explained in every]
    counts = re.compile(rf"{NUMERAL} (?:council|finding|strength|case)", re.IGNORECASE)
    for path in COMMON_FOLDER.rglob("*.toml"):
        for line in path.read_text(encoding="utf-8").splitlines():
            key, _, text = line.partition(" = ")
            assert line.startswith("#") or "in this area" not in line, (path.name, line)
            assert not any(month in line for month in months), (path.name, line)
            if key in ("text", "heading", "title", "description", "nav", "purpose", "name"):
                named = set(holds(text.strip('"'), foreign, frozenset({"reading"})))
                # Who explains a text to 999 is no inspection's council.
                assert named <= {"Buckinghamshire"}, (path.name, line)
                assert not counts.search(text), (path.name, line)


def test_a_folder_with_words_of_the_site_stands_alone() -> None:
    """The made-up inspection has nothing of ours."""
    read = loader.load(MINIATURE)
    assert not read.shared
    assert "Childline" not in words(read)


def test_the_share_picture_shows_the_name_of_the_site() -> None:
    """It is painted once, so it names the site, which is common, and no inspection."""
    picture = (ROOT / "static/icons/share.svg").read_text(encoding="utf-8")
    assert " ".join(re.findall(r"<text[^>]*>([^<]*)", picture)) == real().site.name
    assert (COMMON_FOLDER / "site.toml").is_file()


def test_names_to_protect_come_from_the_inspection() -> None:
    """The list that all inspections share names nobody of one."""
    shared = (ROOT / "translations/names.toml").read_text(encoding="utf-8")
    own = names_of(real()) & set(real().inspection.protected)
    assert real().inspection.force in own
    assert not [name for name in own if f'"{name}"' in shared]
    assert real_settings().content.name in INSPECTIONS


def test_a_mark_in_the_name_of_a_force_is_a_fault_where_it_is_written(own: Path) -> None:
    """A name that fills common texts cannot end them, and nobody looks for it in those."""
    file = own / "inspection.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(re.sub(r'(?m)^force = "(.*)"$', r"""force = 'The "\1"'""", text, count=1))
    first, *_ = faults = faults_of(own)
    assert first.startswith("inspection.toml: [inspection]: “force” holds a straight"), faults
    assert not [fault for fault in faults if "not TOML" in fault or "common/" in fault]
