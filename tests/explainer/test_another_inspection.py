"""Another inspection in a day: a folder is drafted from a release, and nothing of ours is left.

The releases are made up: another force, other counts, one council, no figures.
"""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from pathlib import Path

from click.testing import CliRunner
from drafting import QUOTED, RELEASE, REPORT, drafted, run, write_all
from house import LANGUAGES, ROOT, real_settings

from webapp import create_app
from webapp.commands import cli
from webapp.explainer import loader
from webapp.explainer.loader import load
from webapp.workbench import extraction
from webapp.workbench.extraction import Workbench

FINDINGS = "findings/calls-children-answered.toml"


def test_a_language_is_not_whole_where_sentences_are_not_extracted_yet(tmp_path: Path) -> None:
    """“950 of 950” beside parts in English would be no truth."""
    folder = drafted(tmp_path)
    write_all(folder)
    report = CliRunner().invoke(cli, ["messages", "report"], env={"CONTENT": str(folder)}).output
    (counts,) = re.findall(r"(?m)^pl: .*?; (\d+) of (\d+) translated", report)
    assert int(counts[0]) < int(counts[1]), counts


def test_a_second_inspection_touches_nothing_of_the_first(tmp_path: Path) -> None:
    """What it says has a template and catalogs of its own; the others stay byte for byte."""
    folder, translations = drafted(tmp_path), tmp_path / "translations"
    write_all(folder)
    shutil.copytree(ROOT / "translations", translations)
    before = {path: path.read_bytes() for path in translations.rglob("*.po*")}
    env = {"CONTENT": str(folder), "TRANSLATIONS": str(translations)}
    result = CliRunner().invoke(cli, ["messages", "extract"], env=env)
    assert result.exit_code == 0, result.output
    after = {path: path.read_bytes() for path in translations.rglob("*.po*")}
    assert {path: after[path] for path in before} == before
    own = load(folder).inspection.id
    assert {path.stem for path in after.keys() - before.keys()} == {own}
    assert len(after) == len(before) + 1 + len(LANGUAGES) - 1


def test_whichever_inspection_is_named_each_has_its_template(tmp_path: Path) -> None:
    """An inspection elsewhere that is translated with our catalogs adds one, and changes none."""
    folder = drafted(tmp_path)
    write_all(folder)

    def templates(content: Path) -> dict[str, bytes]:
        pots = Workbench(replace(real_settings(), content=content)).templates()
        return {domain: extraction.as_po(pot) for domain, pot in pots.items()}

    shipped, elsewhere = templates(real_settings().content), templates(folder)
    assert shipped.items() < elsewhere.items()
    assert len(elsewhere) == len(shipped) + 1


def test_most_bullets_of_a_release_still_leave_few_lines_to_write(tmp_path: Path) -> None:
    """A release with nine findings and six councils is a day's work, too."""
    bullets = "".join(f"• children {word} were not seen;\n" for word in "abcde")
    folder = drafted(tmp_path, RELEASE + bullets + QUOTED, "A Town,B Town,C Town,D Town,E Town,F")
    files, lines = write_all(folder)
    assert files <= 16
    assert lines <= 300


def test_no_name_loses_letters_by_its_accents_and_apostrophes(tmp_path: Path) -> None:
    """An address is for good: Ynys Môn is ynys-mon there, as on its council's own site."""
    release = RELEASE.replace("calls about children", "cafés and St David’s schools")
    folder = drafted(tmp_path, release, "Ynys Môn, St David's")
    read = loader.examine(folder)[0]
    assert [area.id for area in read.areas] == ["ynys-mon", "st-davids"]
    assert "cafes-st-davids" in {finding.slug for finding in read.findings}


def test_a_draft_does_not_deny_what_the_release_asks_for_elsewhere(tmp_path: Path) -> None:
    """“Within three months, the force should” may stand far from the bullet it is about."""
    folder = drafted(tmp_path, f"{RELEASE}\nThe force should train all officers.\n")
    text = (folder / "findings/managers-not-always.toml").read_text(encoding="utf-8")
    assert '"TO WRITE: what should change, from paragraph 11; if it is not there' in text
    assert 'here."\ncites = ["news-release#11"]\n' in text


def test_no_finding_says_that_what_inspectors_asked_for_was_not_seen_where_it_cites_it(
    tmp_path: Path,
) -> None:
    """“The force should:” begins what they asked for: a draft that denies it would be untrue."""
    asked = "The force should:\n• listen to children.\nInspectors were concerned that:\n"
    folder = drafted(tmp_path, f"{RELEASE}\n{asked}• visits should be faster.\n")
    findings = [f for f in loader.examine(folder)[0].findings if not f.strength]
    changes = {f.slug: f.change.passages[0] for f in findings}
    unseen = {name for name, passage in changes.items() if "We have not seen" in passage.text}
    assert unseen == {"takes-long-look", "managers-not-always"}
    told = {name: passage.cites for name, passage in changes.items() if name not in unseen}
    assert told == {"listen-children": ("news-release#12",), "visits-faster": ("news-release#14",)}


def test_a_council_may_have_a_comma_in_its_name(tmp_path: Path) -> None:
    """Bournemouth, Christchurch and Poole is one council."""
    folder = drafted(tmp_path, areas="Bournemouth, Christchurch and Poole; Dorset")
    names = [area.name for area in loader.examine(folder)[0].areas]
    assert names == ["Bournemouth, Christchurch and Poole", "Dorset"]


def test_no_title_of_a_report_is_made_up(tmp_path: Path) -> None:
    """The heading of a release is not the report's title."""
    folder = drafted(tmp_path, RELEASE.replace("re-inspection", "report"))
    report = run("check", folder=folder).output
    assert (
        "inspection.toml: [inspection]: “report_title” says TO WRITE: the report’s title" in report
    )
    assert "sources/facts.toml: report" in report
    write_all(folder)
    assert run("check", folder=folder).exit_code == 0


def test_the_title_of_a_report_is_taken_in_capitals_or_after_a_call_to_get_it(
    tmp_path: Path,
) -> None:
    """“Get the report: National Child Protection Inspection” names it, too."""
    line = "Get the report: National Child Protection Inspection – Borsetshire"
    folder = drafted(tmp_path, RELEASE.replace("Read the full report", line))
    text = (folder / "inspection.toml").read_text(encoding="utf-8")
    assert 'report_title = "National Child Protection Inspection – Borsetshire"' in text


def test_a_council_of_the_name_of_the_force_is_protected_once(tmp_path: Path) -> None:
    """A draft has no fault of its own: forces are called after their council."""
    folder = drafted(tmp_path, areas="Borsetshire, Felpersham")
    assert "faults: 0, to write" in run("check", folder=folder).output


def test_a_counted_case_is_no_leftover_where_no_figure_counts_cases(tmp_path: Path) -> None:
    """What a source says of cases stands; provenance holds its numbers."""
    release = RELEASE.replace("Read the full", "Inspectors read 48 cases.\n\nRead the full")
    folder = drafted(tmp_path, release)
    write_all(folder)
    left = run("leftovers", "--content", str(folder))
    assert left.exit_code == 0, left.output


def test_a_cited_passage_in_the_question_to_send_names_its_source(tmp_path: Path) -> None:
    """“Words without a source are our own” holds in the box to copy, too."""
    folder = drafted(tmp_path)
    write_all(folder)
    asked = '[[block]]\nid = "ask"\n[[block.passage]]\ntext = "Do officers share what they know?"\n'
    (folder / "pages/next.toml").write_text(f'{asked}cites = ["news-release#7"]\n')
    page = create_app(replace(real_settings(), content=folder)).test_client().get("/en/next/").text
    box = page.partition('id="ask"')[2].partition("</section>")[0]
    assert "Do officers share" in box
    assert 'href="/en/sources/news-release/#p7"' in box


def test_no_address_of_a_finding_says_the_opposite(tmp_path: Path) -> None:
    """“did not always record” is no “always-record”."""
    folder = drafted(tmp_path, f"{RELEASE}\n• officers did not always record words.\n")
    assert (folder / "findings/officers-not-always.toml").exists()


def test_what_another_inspection_left_is_named(tmp_path: Path) -> None:
    """A count or name of another inspection is a lie here, in an explained passage, too."""
    wrong = {
        "All nine findings are here.": "“nine findings”, and here are 2 or 4",
        "It covers 9 council areas.": "“9 council areas”, and here are 1",
        "Ask the nine councils.": "“nine councils”",
        "Ask Thames Valley Police.": "the name “Thames Valley Police”",
        "Roy Wilsher said so.": "the name “Roy Wilsher”",
        "Milton Keynes has a number.": "the name “Milton Keynes”",
        "Call them in Reading.": "the name “Reading”",
    }
    right = ["Reading a case is an example.", "The two findings say so.", "Ask Borchester."]
    folder = drafted(tmp_path)
    path, other = folder / FINDINGS, loader.load(real_settings().content)
    text = path.read_text(encoding="utf-8")
    text += "".join(f'[[young]]\ntext = "{line}"\n' for line in [*wrong, *right])
    path.write_text(text, encoding="utf-8")
    page = folder / "pages/next.toml"
    link = f'[[block]]\nid = "known"\n[[block.link]]\nurl = "{other.inspection.report_url}"\n'
    page.write_text(link, encoding="utf-8")
    answer = run("leftovers", "--content", str(folder))
    assert answer.exit_code == 1
    for named in wrong.values():
        assert named in answer.output
    assert "pages/next.toml: line 4: holds the address https://" in answer.output
    assert f"leftovers: {len(wrong) + 1}\n" in answer.output, answer.output


def test_leftovers_are_looked_for_in_a_folder_that_has_faults(tmp_path: Path) -> None:
    """Nobody knows whether a misspelt kind is a strength; the command says what it can."""
    folder = drafted(tmp_path)
    text = (folder / FINDINGS).read_text(encoding="utf-8")
    (folder / FINDINGS).write_text(text.replace('"strength"', '"Strength"'), encoding="utf-8")
    assert "leftovers: 0" in run("leftovers", "--content", str(folder)).output


def test_what_cannot_be_drafted_is_reported(tmp_path: Path) -> None:
    """Nothing that somebody wrote is overwritten, and no mistake ends in a traceback."""
    folder = drafted(tmp_path)
    words = ["new", "--force", "X Police", "--published", "2025-03-04", "--url", REPORT]
    there = run(*words, "--text", str(tmp_path / "release.txt"), "--into", str(folder))
    assert "is not empty" in there.output
    (tmp_path / "bad.txt").write_bytes(b"A line\n\xff\xfe")
    (tmp_path / "empty.txt").write_text("\n")
    (tmp_path / "page.txt").write_text("<h1>A title</h1>\n<p>A lead.</p>\n")
    other = ["--into", str(tmp_path / "other")]
    for file, what in {"bad": "line 2: not UTF-8; ", "empty": "is empty", "page": "HTML"}.items():
        answer = run(*words, "--text", str(tmp_path / f"{file}.txt"), *other)
        assert f"{file}.txt" in answer.output
        assert what in answer.output
        assert answer.exit_code == 1
    good = ["--text", str(tmp_path / "release.txt")]
    day = run(*words, *good, *other, "--published", "2025-02-30").output
    assert "--published '2025-02-30' is no day like 2023-11-08" in day
    assert not (tmp_path / "other").exists()
    (tmp_path / "file").write_text("")
    into = run(*words, *good, "--into", str(tmp_path / "file/site")).output
    assert into.endswith("Not a directory; give a place that can be read or written, and room\n")
