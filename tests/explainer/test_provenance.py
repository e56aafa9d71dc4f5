"""Each sentence rests on what it cites: what may be said, and who says what."""

from __future__ import annotations

from pathlib import Path

import pytest
from broken import OVERVIEW, PICTURES, QUOTE, SOURCES, VISITS, Folder
from house import MINIATURE

from webapp.explainer import loader, provenance
from webapp.explainer.model import Explainer


@pytest.fixture(scope="module")
def made_up() -> Explainer:
    """Return the made-up inspection, read and checked."""
    return loader.load(MINIATURE, PICTURES)


def test_white_space_does_not_part_a_quotation_from_its_source(tmp_path: Path) -> None:
    """The source's double space is no reason to refuse the words."""
    folder = Folder(tmp_path)
    folder.edit(VISITS, QUOTE, "We met officers who care.   But in too many cases the visit")
    assert folder.faults() == []


@pytest.mark.parametrize(
    "text",
    [
        "Visits, the notice says, come late.",
        "Exampleshire Police comes late, the notice says.",
        "The notice of Sample Inspectorate says that visits come late.",
        "Visits come late, the notice says. If in doubt, call 0808 157 0000.",
        "In April 2021 Sample Inspectorate said that visits come late.",
        "In 2021 visits came late, the notice says.",
        "On 1 May 2021 the notice still said so.",
        "Visiting came late. So the notice says.",
        "The notice of “late visits”: visits come late.",
    ],
)
def test_honest_plain_text_passes(text: str, tmp_path: Path) -> None:
    """An editor may use own words, the inspection's names, help numbers and days of publication."""
    folder = Folder(tmp_path)
    folder.edit(OVERVIEW, "The notice says that visits come late.", text)
    assert folder.faults() == []


def test_a_number_may_be_written_as_a_word(tmp_path: Path) -> None:
    """ "Five" is as true as "5"."""
    folder = Folder(tmp_path)
    folder.edit(OVERVIEW, "5 of 10 cases were good, 2", "five of ten cases were good, two")
    assert folder.faults() == []


def test_a_heading_may_hold_a_number_of_the_passages_under_it(tmp_path: Path) -> None:
    """ "10 cases" may stand above the sentence that says and cites it."""
    folder = Folder(tmp_path)
    folder.edit(OVERVIEW, 'heading = "In numbers"', 'heading = "The 10 cases"')
    assert folder.faults() == []


def test_counts_may_stand_after_their_grades(tmp_path: Path) -> None:
    """ "Good: 5" is as true as "5 were good"."""
    folder = Folder(tmp_path)
    folder.edit(
        OVERVIEW,
        "said that 5 of 10 cases were good, 2 required improvement and 3 were inadequate.",
        "said of 10 cases: good 5, required improvement 2, inadequate 3.",
    )
    assert folder.faults() == []


def test_every_paragraph_has_a_state(made_up: Explainer) -> None:
    """On the source's page each paragraph says whether it is quoted, explained or neither."""
    states = {cite.paragraph: state for cite, state in provenance.coverage(made_up).items()}
    assert states == {
        1: "explained",
        2: "explained",
        3: "furniture",
        4: "explained",
        5: "explained",
        6: "explained",
        7: "furniture",
        8: "quoted",
    }


def test_a_paragraph_that_nothing_explains_is_open(tmp_path: Path) -> None:
    """The site never says that it explains all of a source while it leaves a paragraph out."""
    folder = Folder(tmp_path)
    folder.edit(SOURCES, "[3, 7]", "[3]")
    read, _ = folder.examine()
    left = [cite for cite, state in provenance.coverage(read).items() if state == "open"]
    assert left == ["notice#7"]


def test_a_citation_knows_who_cites_it(made_up: Explainer) -> None:
    """From each paragraph a reader gets back to every place that rests on it, in every voice."""
    found = provenance.cited_by(made_up)
    assert ("findings/visits#said", "said") in found["notice#8"]
    assert ("findings/kind-officers#said", "said") in found["notice#8"]
    assert ("findings/visits", "reported") in found["notice#8"], "the title rests on it too"
    assert ("findings/notes#simple", "reported") in found["notice#5"]
    assert ("figures/cases", "reported") in found["facts#cases-10"]
    assert ("findings/notes#found", "worked_out") in found["facts#cases-10"]
    assert "notice#3" not in found
