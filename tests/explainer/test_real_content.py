"""The words that readers meet: whole, proved, plain, and the same in every voice.

They hold of any inspection: `CONTENT=/path/to/another` asks another one. What is so in that of the
Thames Valley alone stands last.
"""

from __future__ import annotations

import re
import shutil
from collections import defaultdict
from pathlib import Path

import pytest
from broken import Folder
from drafting import run
from house import asked_settings, real_settings

from webapp import create_app
from webapp.explainer import loader, provenance
from webapp.explainer.claims import dates, numbers
from webapp.explainer.model import Explainer, Kind, Passage, iter_units, passages_of
from webapp.explainer.schema import ContentError
from webapp.settings import Settings
from webapp.site.assets import pictures
from webapp.workbench import content


@pytest.fixture(scope="module")
def said() -> Explainer:
    """Return the words that are asked, read and checked."""
    return loader.load(asked_settings().content)


@pytest.fixture
def copy(tmp_path: Path) -> Folder:
    """Return a copy of them, to be broken."""
    return Folder(tmp_path, asked_settings().content)


def test_there_is_no_fault() -> None:
    """Every sentence of the site rests on what it says it rests on."""
    _, faults = loader.examine(asked_settings().content, pictures())
    assert not faults, "\n".join(map(str, faults))


def test_every_paragraph_of_every_source_is_explained(said: Explainer) -> None:
    """Nothing that inspectors published is left out of the telling."""
    states = provenance.coverage(said).values()
    assert {*states} <= {"quoted", "explained", "furniture"}
    assert sum(state != "furniture" for state in states) > len(states) / 2


def test_the_words_are_plain(said: Explainer) -> None:
    """Grade 8 at most, 5 in the simple version and for young people; no hard word alone."""
    faults = list(content.hard_to_read(said))
    assert not faults, "\n".join(map(str, faults))


def test_sources_are_told_and_every_quotation_has_a_speaker(said: Explainer) -> None:
    """Readers see who speaks: the inspector, the inspectorate in our words, or we."""
    kinds = {passage.kind for _, _, passage in passages_of(said)}
    assert kinds >= {Kind.REPORTED, Kind.EXPLAINED}
    names = {speaker.id for speaker in said.speakers}
    assert all(
        passage.by in names for _, _, passage in passages_of(said) if passage.kind is Kind.SAID
    )


def test_every_fact_is_used_or_shown_with_its_publisher(said: Explainer) -> None:
    """Each fact names whose it is, where, and when we saw it."""
    for fact in said.facts:
        assert fact.sources, fact.id
        assert all(
            source.publisher and source.url.startswith("https://") for source in fact.sources
        )


def test_one_fact_is_told_with_the_same_numbers_dates_hedges_and_grades_in_every_voice(
    said: Explainer,
) -> None:
    """Law 8: a child, a grandmother and a councillor are told the same truth."""
    facts = {p.id: p for _, _, p in passages_of(said) if p.id}
    voices: dict[tuple[str, str], list[str]] = defaultdict(list)
    for key, _, passage in passages_of(said):
        if passage.same_as:
            voices[key, passage.same_as].append(passage.text)
    assert len(voices) >= 2 * len(said.findings), "each finding in two more voices"
    for (key, name), texts in voices.items():
        fact, text = facts[name], " ".join(texts)
        assert numbers(text) | dates(text) == numbers(fact.text) | dates(fact.text), key
        for wanted in wordings_of(said, fact):
            assert any(re.search(rf"\b{re.escape(word)}\b", text.casefold()) for word in wanted), (
                f"{key} loses {wanted} of {name}"
            )


def wordings_of(said: Explainer, fact: Passage) -> list[tuple[str, ...]]:
    """Return the English wordings of the hedge and of each grade of a fact."""
    wordings = [said.hedges[fact.hedge]] if fact.hedge else []
    return wordings + [said.grades[grade] for grade in fact.grades]


def test_each_finding_is_told_in_three_voices(said: Explainer) -> None:
    """Whoever reads, whatever finding: found, why it matters, simple, for young people."""
    for finding in said.findings:
        for block in (finding.found, finding.matters, finding.simple, finding.young):
            assert block.passages, block.key
        assert bool(finding.change.passages) is not finding.strength, finding.key


def test_findings_are_told_as_findings_and_in_the_past(said: Explainer) -> None:
    """A title says what was found, and never how things are today."""
    for finding in said.findings:
        assert not finding.title.startswith("Inspectors "), finding.title
        assert not re.search(r"\b(?:is|are|does|do|has|have) not\b", finding.title), finding.title


def test_numbers_known_to_be_old_are_printed_nowhere() -> None:
    """Nobody in need rings a number that no longer answers."""
    for path in asked_settings().content.rglob("*.toml"):
        text = re.sub(r"\s", "", path.read_text(encoding="utf-8"))
        for old in ("01344786543", "01344786512", "01753690450"):
            assert old not in text, path.name


# --- one letter is enough ---------------------------------------------------------------------


def refused(folder: Folder) -> list[str]:
    """Return the faults with which the app refuses to start on a folder."""
    with pytest.raises(ContentError) as error:
        create_app(Settings(content=folder.path))
    return [str(fault) for fault in error.value.faults]


def findings_with(said: Explainer, kind: Kind) -> list[tuple[str, Passage]]:
    """Return (file, passage) of each passage of one kind in the findings."""
    return [
        (f"{key.partition('#')[0]}.toml", passage)
        for key, _, passage in passages_of(said)
        if passage.kind is kind and key.startswith("findings/") and not passage.same_as
    ]


def test_one_letter_of_any_quotation_stops_the_start(said: Explainer, copy: Folder) -> None:
    """What stands in quotation marks was said, to the letter."""
    quotations = [
        (f"{key.partition('#')[0]}.toml", p)
        for key, _, p in passages_of(said)
        if p.kind is Kind.SAID
    ]
    for file, passage in quotations:
        at = len(passage.quote) // 2
        at = next(i for i in range(at, len(passage.quote)) if passage.quote[i].isalpha())
        copy.edit(file, passage.quote, f"{passage.quote[:at]}q{passage.quote[at + 1 :]}")
        faults = [line for line in refused(copy) if "letter for letter" in line]
        assert any(line.startswith(f"{file}: ") and passage.cites[0] in line for line in faults)
        shutil.copy(asked_settings().content / file, copy.path / file)


def test_one_number_of_any_reported_passage_stops_the_start(said: Explainer, copy: Folder) -> None:
    """No number on the site was typed from memory."""
    for file, passage in findings_with(said, Kind.REPORTED):
        found = re.search(r"\d+", passage.text)
        if not found or passage.text.count("“"):
            continue
        text = f"{passage.text[: found.start()]}9{passage.text[found.start() :]}"
        copy.edit(file, f'"{passage.text}"', f'"{text}"')
        assert any(line.startswith(f"{file}: ") for line in refused(copy)), passage.text
        shutil.copy(asked_settings().content / file, copy.path / file)


def test_a_number_put_into_any_reported_passage_stops_the_start(
    said: Explainer, copy: Folder
) -> None:
    """A number that no source holds cannot be slipped in."""
    for file, passage in findings_with(said, Kind.REPORTED):
        copy.edit(file, f'"{passage.text}"', f'"{passage.text} That was 4711 times."')
    files = {file for file, _ in findings_with(said, Kind.REPORTED)}
    faults = [line for line in refused(copy) if "number 4711" in line]
    assert len(faults) >= len(files)
    assert {line.split(": ")[0] for line in faults} == files


def test_one_letter_of_any_source_stops_the_start(said: Explainer, copy: Folder) -> None:
    """A source is shown as published, or not at all."""
    for path in sorted((copy.path / "sources").glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("the", "teh", 1), encoding="utf-8")
    faults = [line for line in refused(copy) if "SHA-256" in line]
    assert len(faults) == len(said.sources)
    assert all(line.startswith("sources/sources.toml: ") for line in faults)


def test_every_link_out_is_https(said: Explainer) -> None:
    """Nobody on the way can change what a reader opens from here."""
    for unit in iter_units(said):
        for name in ("links", "pages", "sources"):
            for link in getattr(unit, name, ()):
                assert link.url.startswith("https://")


def test_it_holds_nothing_of_another_inspection() -> None:
    """Its own counts and names stand as they are."""
    answer = run("leftovers", folder=asked_settings().content)
    assert answer.exit_code == 0, answer.output


# --- of the Thames Valley alone ---------------------------------------------------------------


def test_the_thames_valley_is_told_in_passages_of_every_kind() -> None:
    """Its inspectors are quoted, and counted."""
    own = loader.load(real_settings().content)
    assert {passage.kind for _, _, passage in passages_of(own)} == set(Kind)


def test_findings_of_the_thames_valley_say_whose_they_are() -> None:
    """The first line under a title names inspectors, and so does what search engines show."""
    for finding in loader.load(real_settings().content).findings:
        assert re.search(r"\b(?:was|were|had|put)\b", finding.title), finding.title
        assert finding.found.passages[0].text.startswith("Inspectors found "), finding.title
        assert finding.description.startswith("What inspectors found about "), finding.title
