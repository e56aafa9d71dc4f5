"""An edition is built whole, the same everywhere, or not at all with a reason."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from house import MINIATURE, ROOT

import webapp
from webapp import build_edition, create_app
from webapp.delivery import edition as editions
from webapp.delivery import rendering
from webapp.delivery.edition import Edition, EditionError, last_good, to_bytes, write
from webapp.settings import Settings, SettingsError

FINDING = "webapp/templates/pages/finding.html"


def run(command: str, folder: Path, **environ: str) -> subprocess.CompletedProcess[str]:
    """Run a command of the site that lies in a folder."""
    return subprocess.run(
        [sys.executable, "-m", "webapp", *command.split()],
        cwd=folder,
        env={"PATH": os.environ["PATH"], **environ},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_a_build_is_the_same_in_any_place_time_zone_and_order(tmp_path: Path) -> None:
    """Whoever builds the same words elsewhere, with one core or many, gets the same bytes."""
    made = []
    for number, (zone, place) in enumerate([("UTC", ROOT), ("Asia/Karachi", tmp_path)]):
        file = tmp_path / f"{number}" / "edition"
        told = run(
            "build", place, EDITION=str(file), CONTENT=str(MINIATURE), TZ=zone,
            PYTHONHASHSEED=str(number), PYTHONPATH=str(ROOT), SOURCE_DATE_EPOCH="1700000000",
            LC_ALL="C.UTF-8" if number else "C",
        )  # fmt: skip
        assert told.returncode == 0, told.stderr
        made.append(file.read_bytes())
    assert made[0] == made[1]


def test_one_process_or_many_make_the_same(
    small: Edition, small_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """How many cores a machine has does not show."""
    for cores in (1, 3):
        monkeypatch.setattr(os, "sched_getaffinity", lambda _, cores=cores: set(range(cores)))
        assert to_bytes(build_edition(small_settings)) == to_bytes(small)


def test_a_process_that_is_ended_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where memory runs out, the build says so and leaves no half."""
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1})

    def ended(item: str) -> str:
        if item == "3":
            os._exit(9)
        return item

    with pytest.raises(EditionError, match="is there memory enough"):
        rendering.in_parallel(ended, [str(each) for each in range(9)])
    assert rendering.in_parallel(lambda each: each * 2, list("abcdefg")) == [
        each * 2 for each in "abcdefg"
    ]


@pytest.mark.parametrize("command", ["build", "serve", "export"])
@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        ("{{ page.zebrafish }}", "has no attribute 'zebrafish'"),
        ("{% if page %}", "block that needs to be closed is 'if'"),
        ("{{ 1 / 0 }}", "ZeroDivisionError"),
    ],
    ids=["unknown name", "never ended", "a sum"],
)
def test_a_fault_of_a_template_is_told_with_its_page_file_and_line(
    own: Path, command: str, broken: str, reason: str
) -> None:
    """Who changed a template reads where and why, and no trace; nothing is written."""
    file = own / FINDING
    lines = file.read_text().splitlines(keepends=True)
    at = next(number for number, line in enumerate(lines, 1) if "block main" in line)
    file.write_text("".join([*lines[:at], broken + "\n", *lines[at:]]))
    edition = own / "build" / "edition"
    told = run(command, own, EDITION=str(edition), PORT="18999")
    assert told.returncode == 1, told.stdout
    assert "/en/findings/" in told.stderr
    assert reason in told.stderr
    assert FINDING in told.stderr
    if "if page" not in broken:
        assert f"line {at + 1}:" in told.stderr
    assert "Traceback" not in told.stderr
    assert not edition.exists()
    assert not (own / "build" / "site").exists()


def test_a_fault_of_content_is_told_with_its_file(own: Path) -> None:
    """Who changed a word reads which file is wrong, and no trace."""
    (own / "webapp/content/glossary.toml").write_text("[[term]")
    told = run("build", own, EDITION=str(own / "edition"))
    assert told.returncode == 1
    assert "glossary.toml" in told.stderr
    assert "Traceback" not in told.stderr


def test_a_page_that_cannot_be_rendered_stops_the_app_with_its_path_and_reason(
    own: Path,
) -> None:
    """The app too tells what is wrong, not only that something is."""
    (own / "webapp/templates/pages/text.html").write_text("{{ zebrafish }}")
    code = "import webapp; webapp.create_app()"
    told = subprocess.run(
        [sys.executable, "-c", code], cwd=own, capture_output=True, text=True, check=False
    )
    last = told.stderr.strip().splitlines()[-1]
    assert "EditionError" in last
    assert "/en/" in last
    assert "text.html, line 1" in last
    assert "zebrafish" in last


def test_words_that_change_while_pages_are_rendered_are_never_mixed(
    small_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An edition is of one state of the words, or is not made."""
    states = iter(["before", "after"])
    monkeypatch.setattr(webapp, "inputs_of", lambda _: next(states))
    with pytest.raises(EditionError, match="changed while pages were rendered; run this again"):
        build_edition(small_settings)


def test_an_edition_that_is_ready_needs_no_disk_to_write_on(tmp_path: Path, small: Edition) -> None:
    """On a read-only disk a built edition is served, and a missing one told with what to do."""
    file = tmp_path / "edition"
    write(small, file)
    (tmp_path / "edition.lock").mkdir()  # cannot be opened for writing, even by root
    assert editions.ensure(file, small.inputs, pytest.fail).revision == small.revision
    with pytest.raises(EditionError, match=r"cannot be built there: .*; build it before, with"):
        editions.ensure(file, "other", pytest.fail)
    last_good(file).mkdir()
    editions.keep(small, file)
    assert file.is_file()


def test_what_a_killed_build_left_is_swept(tmp_path: Path, small: Edition) -> None:
    """A disk does not fill with halves; what a living process writes is left."""
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    left = tmp_path / f"edition.{ended.pid}"
    kept = tmp_path / f"edition.{os.getppid()}"
    for each in (left, tmp_path / f"edition.good.{ended.pid}", kept):
        each.write_text("half")
    write(small, tmp_path / "edition")
    assert sorted(each.name for each in tmp_path.iterdir()) == ["edition", kept.name]


def test_a_build_on_a_full_disk_is_told_and_leaves_the_edition_before(own: Path) -> None:
    """By the command, too: what to do, no trace, nothing half written."""
    file = own / "built" / "edition"
    assert run("build", own, EDITION=str(file)).returncode == 0
    whole = file.read_bytes()
    command = f"ulimit -f 40; exec {sys.executable} -m webapp build --force"
    told = subprocess.run(
        ["sh", "-c", command],
        cwd=own,
        env={"PATH": os.environ["PATH"], "EDITION": str(file), "EXIT_URL": "https://x.example/"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert told.returncode == 1
    assert "File too large; make room there, or set EDITION" in told.stderr
    assert "Traceback" not in told.stderr
    assert file.read_bytes() == whole
    assert sorted(each.name for each in file.parent.iterdir()) == ["edition", "edition.lock"]


def test_a_commit_more_does_not_make_an_edition_old(
    small_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A container without git takes the edition that was built beside git."""
    with_git = webapp.inputs_of(small_settings)
    monkeypatch.setattr(Settings, "modified", lambda _: 0)
    assert webapp.inputs_of(small_settings) == with_git


@pytest.mark.parametrize("given", ["yesterday", "-1", "1.5", "9" * 12, "١٢"])
def test_a_time_of_the_source_that_is_none_is_named(given: str) -> None:
    """A build with a wrong time stops, and says what to give."""
    with pytest.raises(SettingsError, match="SOURCE_DATE_EPOCH is .*: give a whole number"):
        Settings.from_environment({"SOURCE_DATE_EPOCH": given})


def test_the_size_that_pages_tell_is_the_size_that_is_listed(
    small: Edition, small_settings: Settings
) -> None:
    """The list of the kept copy holds the very bytes that pages have, and their size is told."""
    app = create_app(small_settings, small.copies)
    copy = small.copies["en"]
    told = app.test_client().get("/offline/en.json")
    assert told.data == small.ready["/offline/en.json"].bodies[""]
    assert f"({copy.megabytes} MB)" in small.ready["/en/"].bodies[""].decode()


def test_below_a_folder_the_site_cannot_be_served(tmp_path: Path) -> None:
    """Who sets it for a server is told at once, not by broken links."""
    told = run("serve", ROOT, BASE_PATH="/guide", EDITION=str(tmp_path / "edition"))
    assert told.returncode == 1
    assert "BASE_PATH is for an export alone; unset it" in told.stderr


def test_a_catalog_with_a_fault_is_told_and_the_compiled_one_stays(own: Path) -> None:
    """A translator's slip never leaves half a catalog for readers."""
    folder = own / "translations/pl/LC_MESSAGES"
    folder.mkdir(parents=True, exist_ok=True)
    po = folder / "messages.po"
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    po.write_text(head + 'msgid "Help"\nmsgstr "Pomoc"\n')
    assert run("messages compile", own).returncode == 0
    whole = po.with_suffix(".mo").read_bytes()
    assert b"Pomoc" in whole
    po.write_text(head + 'msgid "Help"\nzebrafish\n')
    told = run("messages compile", own)
    assert told.returncode == 1
    assert "messages.po" in told.stderr
    assert "mend the line" in told.stderr
    assert po.with_suffix(".mo").read_bytes() == whole
    assert sorted(each.name for each in folder.iterdir()) == ["messages.mo", "messages.po"]
