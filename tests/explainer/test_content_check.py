"""`content check` tells an editor everything, whether the app can start or not."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from broken import KIND, LATE, MATTERS, NOTES, SOURCES, VISITS, Folder
from click.testing import CliRunner, Result
from house import MINIATURE, ROOT, free_port

from webapp.commands import cli
from webapp.explainer.loader import load
from webapp.settings import INSPECTIONS
from webapp.site import assets


def checked(folder: Path) -> Result:
    """Run `content check` on a folder."""
    return CliRunner().invoke(cli, ["content", "check"], env={"CONTENT": str(folder)})


def test_a_whole_folder_is_summed_up_in_numbers() -> None:
    """An editor sees at a glance what stands on what, and how plain it is."""
    answer = checked(MINIATURE)
    digest = hashlib.sha256((MINIATURE / "sources/notice.txt").read_bytes()).hexdigest()
    assert answer.exit_code == 0, answer.output
    assert digest in answer.output
    assert "said 2" in answer.output
    assert "worked_out 2" in answer.output
    assert "source paragraphs explained: 6 of 6 (100 per cent)" in answer.output
    assert "longest sentence: 18 words (pages/overview#numbers)" in answer.output
    for voice in ("standard", "simple", "young"):
        assert f"reading grade, {voice}: " in answer.output
    assert "unexplained hard words: none" in answer.output


def test_every_fault_is_reported_and_the_command_fails(tmp_path: Path) -> None:
    """No fault slips through a check that looked green."""
    folder = Folder(tmp_path)
    folder.edit(VISITS, LATE, LATE.replace("three", "four"))
    folder.edit(KIND, '"ada-sample"', '"bob"')
    answer = checked(folder.path)
    assert answer.exit_code == 1
    assert f"{VISITS}: found, passage 1: holds the number 4" in answer.output
    assert f"{KIND}: said, passage 1: “by” names 'bob'" in answer.output


def test_a_file_that_cannot_be_read_makes_no_paragraph_furniture(tmp_path: Path) -> None:
    """What its passages cite is not “unexplained”: the remedy would be to leave it out."""
    folder = Folder(tmp_path)
    folder.edit(VISITS, "order =", "order")
    output = checked(folder.path).output
    assert f"FAULT {VISITS}: not TOML" in output
    assert "faults: 1" in output, output


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        (SOURCES, "[3, 7]", "[3]", "paragraph 7"),
        (NOTES, MATTERS, "Notes may be incomprehensible to us.", "incomprehensible"),
        (NOTES, MATTERS, "Incomprehensible notes. Incomprehensible.", "faults: 1\n"),
        (NOTES, MATTERS, "Notes help " + "and help " * 12 + "us.", "at most 25"),
    ],
    ids=["a paragraph left out", "a hard word", "a hard word twice", "a long sentence"],
)
def test_what_does_not_keep_the_site_from_starting_still_fails_the_check(
    file: str, old: str, new: str, message: str, tmp_path: Path
) -> None:
    """Unexplained and hard to read are breaches too."""
    folder = Folder(tmp_path)
    folder.edit(file, old, new)
    answer = checked(folder.path)
    assert answer.exit_code == 1
    assert message in answer.output


def test_a_day_to_come_is_reported_and_takes_no_site_down(tmp_path: Path) -> None:
    """Nobody has looked at a number next month; but the clock of a server may be wrong."""
    folder = Folder(tmp_path)
    days = re.compile(r"(?m)^((?:seen|published|report_published) = \"?)[0-9-]+")
    changed = {}
    for path in folder.path.rglob("*.toml"):
        text, count = days.subn(r"\g<1>2999-12-31", path.read_text(encoding="utf-8"))
        path.write_text(text, encoding="utf-8")
        changed[path.relative_to(folder.path).as_posix()] = count
    output = checked(folder.path).output
    for file, count in changed.items():
        found = re.findall(rf"WARNING {file}: .*2999-12-31, which is still to come", output)
        assert len(found) == count, file
    assert load(folder.path).areas


@pytest.mark.parametrize("number", ["01632 96000", "01632 9600011", "0300 55 0199"])
def test_a_number_that_lost_or_doubled_a_digit_is_reported(number: str, tmp_path: Path) -> None:
    """It leads nobody anywhere; but a few true numbers are shorter, so the site goes on."""
    folder = Folder(tmp_path)
    assert "WARNING" not in checked(folder.path).output
    folder.edit("areas.toml", "01632 960001", number)
    answer = checked(folder.path)
    assert f"WARNING areas.toml: north-example: “number” is {number}: it has more" in answer.output
    assert answer.exit_code == 0


def test_a_number_that_was_corrected_in_one_place_only_is_reported(tmp_path: Path) -> None:
    """Beside the new number a text must not go on with the old one, whatever it cites."""
    folder = Folder(tmp_path)
    folder.edit("areas.toml", "Ask for the children’s team.", "Or call 01632 960002.")
    assert "WARNING" not in checked(folder.path).output
    folder.edit("areas.toml", 'number = "01632 960002"', 'number = "01632 960003"')
    told = "WARNING areas.toml: north-example: holds 01632 960002; contacts.toml and areas"
    assert told in checked(folder.path).output


def test_a_paragraph_left_out_lowers_the_count(tmp_path: Path) -> None:
    """Less than everything is never called 100 per cent."""
    folder = Folder(tmp_path)
    folder.edit(SOURCES, "[3, 7]", "[3]")
    assert "source paragraphs explained: 6 of 7 (85 per cent)" in checked(folder.path).output


def test_a_date_that_cites_nothing_is_one_fault(tmp_path: Path) -> None:
    """Its day and its year are no numbers of their own."""
    folder = Folder(tmp_path)
    folder.edit(NOTES, MATTERS, "Notes help us since 3 May 2026.")
    output = checked(folder.path).output
    assert "holds 2026-05-03, but cites nothing" in output
    assert "faults: 1\n" in output


def test_no_question_to_pause_at_is_lost_with_the_name_of_its_finding(tmp_path: Path) -> None:
    """Who renames or removes a finding is told of the question that nobody would see any more."""
    shutil.copytree(INSPECTIONS["thames-valley-2023"], tmp_path / "copy")
    (tmp_path / "copy/findings/neglect.toml").rename(tmp_path / "copy/findings/needs.toml")
    output = checked(tmp_path / "copy").output
    assert "FAULT pages/together.toml: neglect: no finding in findings/ is called so" in output


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<svg", '<?xml version="1.0"?><svg'),
        (' aria-hidden="true"', ""),
        ('width="48"', 'width="210mm"'),
        ("</svg>", '<image href="https://elsewhere.example/x.png"/></svg>'),
        ("</svg>", "<script>alert(1)</script></svg>"),
        ("</svg>", "<style>.a{fill:red}</style></svg>"),
        ("</svg>", '<path style="fill:red" d="M1 1"/></svg>'),
        ("</svg>", "{{ now }}</svg>"),
        ("</svg>", ""),
    ],
)
def test_a_picture_that_is_no_line_drawing_goes_on_no_page(
    old: str, new: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pages take a picture in as it stands: what a drawing program saves is more than lines."""
    drawn = (assets.PICTURES / "report.svg").read_text(encoding="utf-8")
    (tmp_path / "report.svg").write_text(drawn, encoding="utf-8")
    (tmp_path / "lost.svg").write_text(drawn.replace(old, new), encoding="utf-8")
    monkeypatch.setattr(assets, "PICTURES", tmp_path)
    assert assets.pictures() == {"report"}
    folder = Folder(tmp_path / "content")
    folder.edit(NOTES, '"report"', '"lost"')
    output = checked(folder.path).output
    assert f"{NOTES}: “picture” names 'lost', but no line drawing (“Pictures” in docs" in output


@pytest.mark.parametrize("command", ["check", "start"])
def test_faults_are_reported_though_the_app_cannot_start(command: str, tmp_path: Path) -> None:
    """Where the site refuses to start, the same words say what and where."""
    folder = Folder(tmp_path)
    folder.edit(VISITS, LATE, LATE.replace("three", "four"))
    arguments = {"check": ["content", "check"], "start": ["serve"]}[command]
    answer = subprocess.run(
        [sys.executable, "-m", "webapp", *arguments],
        cwd=ROOT,
        env={**os.environ, "CONTENT": str(folder.path), "PORT": str(free_port())},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert answer.returncode == 1
    assert f"{VISITS}: found, passage 1: holds the number 4" in answer.stdout + answer.stderr
    assert "Traceback" not in answer.stderr


def test_the_app_itself_offers_the_command() -> None:
    """`flask --app webapp content check` works as the guide for editors says."""
    answer = subprocess.run(
        [sys.executable, "-m", "flask", "--app", "webapp", "content", "check"],
        cwd=ROOT,
        env={**os.environ, "CONTENT": str(MINIATURE)},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert answer.returncode == 0, answer.stderr
    assert "100 per cent" in answer.stdout


ONLY = """
import sys
from importlib.metadata import packages_distributions
from pathlib import Path
import setuptools
carried = {path.name for path in Path(setuptools.__file__).with_name("_vendor").iterdir()}
for module, packages in packages_distributions().items():
    named = {package.casefold().replace("_", "-") for package in packages}
    if module not in {"webapp", *carried} and not named & set(sys.argv[1].split()):
        sys.modules[module] = None
from webapp.commands import cli
cli(sys.argv[2:])
"""


@pytest.mark.parametrize("command", ["content check", "content leftovers", "messages report"])
def test_what_editors_run_needs_only_what_make_run_installs(command: str) -> None:
    """Nobody who has not run the tests is met by ModuleNotFoundError."""
    installed = re.findall(r"(?m)^([\w.-]+)==", (ROOT / "requirements/run.txt").read_text())
    result = subprocess.run(
        [sys.executable, "-c", ONLY, " ".join(installed), *command.split()],
        cwd=ROOT, capture_output=True, text=True,
    )  # fmt: skip
    assert result.returncode == 0, result.stderr
