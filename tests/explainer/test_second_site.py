"""A second site is read as its readers would: nothing is empty, leads nowhere or tells of ours."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from drafting import QUOTED, RELEASE, drafted, run, write_all
from house import ROOT, real_settings

from webapp import create_app
from webapp.explainer import loader
from webapp.explainer.schema import ContentError
from webapp.site.sitemap import every_page
from webapp.site.website import site_of


@pytest.mark.parametrize("release", [RELEASE, RELEASE + QUOTED], ids=["no speaker", "a speaker"])
def test_a_release_becomes_a_whole_site(release: str, tmp_path: Path) -> None:
    """An editor writes what is marked, in few files, and has a true site without a fault."""
    folder = drafted(tmp_path, release)
    before = run("check", folder=folder)
    assert before.exit_code == 1
    assert "TO WRITE" in before.output
    assert re.search(r"faults: 0, to write: \d+ in \d+ files\n", before.output), before.output
    with pytest.raises(ContentError, match="TO WRITE"):  # nothing half-written is published
        loader.load(folder)

    files, lines = write_all(folder)
    assert files <= 16
    assert lines <= 300
    after = run("check", folder=folder)
    assert after.exit_code == 0, after.output
    assert "(100 per cent)" in after.output
    left = run("leftovers", "--content", str(folder))
    assert left.exit_code == 0, left.output

    explained = loader.load(folder)
    assert len(explained.speakers) == release.count(" said:\n")
    assert [finding.strength for finding in explained.findings] == [True, True, False, False]
    for path, text in pages_of(folder):
        assert "2023" not in text, path
        assert "in this area" not in text, path
        assert "also has a number for when the office is closed" not in text, path


# A heading, a list or a choice with nothing in it; what scripts and htmx fill is not.
EMPTY = re.compile(
    r"<h([23])[^>]*>[^<]*</h\1>\s*(?:<div></div>\s*)?(?:<h\1|<h[12]|</section>|</main>|</li>)"
    r"|<(ul|ol|tbody|fieldset|select)[^>]*>\s*</\2>"
)
NOT_HERE = ("Thames Valley", "A computer program made", "A translation", "number in each area",
            "how many there are", "With English on the other side", "in each language")  # fmt: skip


def pages_of(folder: Path, *more: str) -> Iterator[tuple[str, str]]:
    """Yield path and HTML of each page of an inspection in English alone, read as readers would.

    No heading stands over nothing, no link leads nowhere, nothing is said of translations.
    """
    app = create_app(replace(real_settings(), content=folder))
    reader, known = app.test_client(), site_of(app).addresses()
    for path in [*(page.path for page in every_page(site_of(app).guides["en"].source)), *more]:
        answer = reader.get(f"/en/{path}")
        assert answer.status_code == 200, path
        main = answer.text.partition("<main")[2]
        if path not in ("search/", "offline/"):
            assert not (found := EMPTY.search(main)), (path, main[found.start() - 99 : found.end()])
        for words in NOT_HERE:
            assert words not in main, (path, words)
        for address in re.findall(r'href="?(/[^"#? >]+)', answer.text):
            assert address in {*known, "/exit", "/word/en/briefing.docx"}, (path, address)
        yield path, answer.text


AGENCY = """order = 1
picture = "school"
title = "For schools"
nav = "Schools"
description = "What schools need from it."
[[unknown]]
text = "We do not know what schools did."
"""
PARTNER = """[[block]]
id = "works-well"
[[block.passage]]
text = "Each school can ask the questions below."
[[block]]
id = "domestic-abuse"
[[block.passage]]
text = "We have seen nothing about it here."
"""


def with_agency(folder: Path) -> str:
    """Add a partner agency to a folder in which all is written; return a finding of it."""
    about = min(path.stem for path in (folder / "findings").iterdir())
    counts = [("touches", 1), ("questions", 5), ("monday", 3)]
    parts = [f'[[{name}]]\nabout = "{about}"\ntext = "Do we know this, part {letter}?"\n'
             for name, count in counts for letter in "abcde"[:count]]  # fmt: skip
    (folder / "audiences").mkdir()
    (folder / "audiences/schools.toml").write_text("".join([AGENCY, *parts]))
    (folder / "pages/partner.toml").write_text(PARTNER)
    answer = run("check", folder=folder)
    assert answer.exit_code == 0, answer.output
    return about


def test_pages_for_agencies_have_no_empty_part_without_figures_and_speakers(
    tmp_path: Path,
) -> None:
    """A briefing of another inspection has no heading over nothing, and names no other agency."""
    folder = drafted(tmp_path)
    write_all(folder)
    finding = with_agency(folder)
    built = f"partners/briefing/?agency=schools&finding={finding}&quotations=1&questions=1"
    pages = dict(pages_of(folder, built))
    assert "With quotations" not in pages["partners/briefing/"]
    # Nobody is told of faults alone, whatever fits into a minute.
    assert "going well</h2>" in pages["partners/briefing/1-minute/"]
    # Nor does what we do not know stand among what inspectors said.
    since = pages["partners/briefing/1-minute/"].partition("What happens next</h2>")[2]
    assert "We do not know whether things have got better" in since
    assert "No answer?" not in pages["handout/borchester/"]


@pytest.mark.parametrize("kind", ["strength", "improvement"])
def test_one_finding_of_one_kind_is_a_whole_site(kind: str, tmp_path: Path) -> None:
    """No list, choice or briefing asks for findings of the other kind, or for a second one."""
    title, lead, *_ = RELEASE.split("\n\n")
    folder = drafted(tmp_path, f"{title}\n\n{lead}\n\nRead the full report\n", areas="")
    write_all(folder)
    (path,) = (folder / "findings").iterdir()
    text = path.read_text(encoding="utf-8")
    if kind == "strength":
        text = re.sub(r"\[\[change\]\]\n.*\n", "", text.replace('"improvement"', '"strength"'))
    path.write_text(text, encoding="utf-8")
    with_agency(folder)
    pages = dict(pages_of(folder))
    assert "1 finding, with its kind" in pages["partners/"]
    assert 'id="show"' not in pages["findings/"]
    other = re.compile(
        "get better, and|must get better" if kind == "strength" else r"(was|going) (well|good)"
    )
    for page, text in pages.items():  # nor does any page say, at its head or in it, that there are
        assert not (found := other.search(text)), (page, text[found.start() - 99 : found.end()])


def test_what_is_asked_of_words_is_asked_of_any_inspection(tmp_path: Path) -> None:
    """No test of words fails on a sound second folder; those of ours alone ask ours."""
    folder = drafted(tmp_path, RELEASE.replace("do not always", "did not always"))
    write_all(folder)
    asked = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "tests/explainer/test_real_content.py"],
        cwd=ROOT, capture_output=True, text=True, env={**os.environ, "CONTENT": str(folder)},
    )  # fmt: skip
    assert asked.returncode == 0, asked.stdout
