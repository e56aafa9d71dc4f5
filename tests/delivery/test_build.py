"""A release is built whole, the same everywhere, or not at all with a reason."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from house import MINIATURE, ROOT, free_port, real_settings
from served import goes_on, until
from test_release import answers

from webapp import commands, create_app
from webapp.delivery.build import build_release, in_parallel, inputs_of
from webapp.delivery.release import Release, ReleaseError, write
from webapp.explainer import loader
from webapp.settings import Settings
from webapp.site.assets import HTMX_CDN
from webapp.site.website import Website, digest

# Of the server, or of the moment.
OF_TRANSFER = ("Server", "Vary")
FINDING = "webapp/templates/pages/finding.html"


def run(command: str, folder: Path, **environ: str) -> subprocess.CompletedProcess[str]:
    """Run a command of the site that lies in a folder."""
    return subprocess.run(
        [sys.executable, "-m", "webapp", *command.split()],
        cwd=folder,
        env={"PATH": os.environ["PATH"], **environ},
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )


def test_a_build_is_the_same_in_any_place_time_zone_and_order(tmp_path: Path) -> None:
    """Whoever builds the same words elsewhere, with one core or many, gets the same bytes."""
    made = []
    for number, (zone, place) in enumerate([("UTC", ROOT), ("Asia/Karachi", tmp_path)]):
        releases = tmp_path / str(number)
        done = run(
            "build", place, RELEASES=str(releases), CONTENT=str(MINIATURE), TZ=zone,
            PYTHONHASHSEED=str(number), PYTHONPATH=str(ROOT), LC_ALL="C.UTF-8" if number else "C",
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        made.append(
            {
                path.relative_to(releases): (path.read_bytes(), path.stat().st_mtime)
                for path in releases.rglob("000001-*/**/*")
                if path.is_file()
            }
        )
    assert len(made[0]) > 100
    assert made[0] == made[1]


def test_one_process_or_many_make_the_same(
    small: Release, small_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """How many cores a machine has does not show."""
    for cores in (1, 3):
        monkeypatch.setattr(os, "sched_getaffinity", lambda _, cores=cores: set(range(cores)))
        assert build_release(small_settings, create_app) == small


def test_a_process_that_is_ended_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where memory runs out, the build says so and leaves no half."""
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1})

    def ended(item: str) -> str:
        if item == "3":
            os._exit(9)
        return item

    with pytest.raises(ReleaseError, match="is there memory enough"):
        in_parallel(ended, [str(number) for number in range(9)])
    assert in_parallel(lambda text: text * 2, list("abcdefg")) == [part * 2 for part in "abcdefg"]


def test_a_start_whose_reading_is_ended_shows_the_last_good_release(
    small: Release, small_settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Where memory is short, a good release on the disk answers all the same."""
    settings = replace(small_settings, releases=tmp_path)
    write(settings.release_folder, small, {})
    monkeypatch.setattr(commands.release, "of_inputs", lambda *_: os._exit(9))
    assert commands._ready_release(settings) == small.revision


def test_what_an_editor_s_program_leaves_is_no_input(
    small_settings: Settings, tmp_path: Path
) -> None:
    """A swap file that comes and goes builds nothing anew, and is no fault; nor is a repository."""
    shutil.copytree(small_settings.content, tmp_path / ".local/content")
    settings = replace(small_settings, content=tmp_path / ".local/content")
    before = inputs_of(settings)
    for name in (".h.toml.swp", "h.toml~", ".DS_Store", "#h.toml#", "Thumbs.db", "desktop.ini"):
        (settings.content / "pages" / name).write_text("x")
    for name in (".git", ".vscode", ".idea", "__pycache__"):
        (settings.content / name / "deep").mkdir(parents=True)
        (settings.content / name / "deep/config").write_text("x")
    (settings.content / "pages/.#help.toml").symlink_to("nobody@nowhere.1")  # Emacs' lock
    assert inputs_of(settings) == before
    assert loader.load(settings.content)
    (settings.content / "new.toml").write_text("x")
    assert [fault.file for fault in loader.examine(settings.content)[1]] == ["new.toml"]
    assert inputs_of(settings) != before


NEVER_ENDED = "{% if page %}", "block that needs to be closed is 'if'"
SUM = "{{ 1 / 0 }}", "ZeroDivisionError"


# Every fault is made one text where the page is rendered: each command hands on that error.
@pytest.mark.parametrize(
    ("command", "broken", "reason"),
    [
        ("build", "{{ guide.zebrafish }}", "has no attribute 'zebrafish'"), ("build", *SUM),
        ("build", *NEVER_ENDED), ("serve", *NEVER_ENDED), ("export", *SUM),
    ],
)  # fmt: skip
def test_a_fault_of_a_template_is_reported_with_its_page_file_and_line(
    own: Path, command: str, broken: str, reason: str
) -> None:
    """Who changed a template reads where and why, and no trace; nothing is written."""
    file = own / FINDING
    lines = file.read_text().splitlines(keepends=True)
    at = next(number for number, line in enumerate(lines, 1) if "block main" in line)
    file.write_text("".join([*lines[:at], broken + "\n", *lines[at:]]))
    result = run(command, own, PORT=str(free_port()))
    assert result.returncode == 1, result.stdout
    assert "/en/findings/" in result.stderr
    assert reason in result.stderr
    assert FINDING in result.stderr
    if "if page" not in broken:
        assert f"line {at + 1}:" in result.stderr
    assert "Traceback" not in result.stderr
    assert not list(own.glob("build/releases/*/current"))
    assert not (own / "build" / "site").exists()


def test_a_fault_of_content_is_reported_with_its_file(own: Path) -> None:
    """Who changed a word reads which file is wrong, and no trace."""
    (own / "webapp/content/inspections/miniature/glossary.toml").write_text("[[term]")
    result = run("build", own)
    assert result.returncode == 1
    assert "glossary.toml" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_page_that_cannot_be_rendered_stops_the_build_with_its_path_and_reason(
    own: Path,
) -> None:
    """The build says what is wrong, not only that something is."""
    (own / "webapp/templates/pages/text.html").write_text("{{ zebrafish }}")
    code = (
        "from webapp import Settings, create_app; from webapp.delivery.build import build_release; "
        "build_release(Settings(), create_app)"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=own, capture_output=True, text=True, check=False
    )
    last = result.stderr.strip().splitlines()[-1]
    assert "ReleaseError" in last
    assert "/en/" in last
    assert "text.html, line 1" in last
    assert "zebrafish" in last


def test_words_that_change_while_pages_are_rendered_are_never_mixed(
    small_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A release is of one state of the words, or is not made."""
    states = iter(["before", "after"])
    monkeypatch.setattr("webapp.delivery.build.inputs_of", lambda _: next(states))
    with pytest.raises(ReleaseError, match="changed while pages were rendered; run this again"):
        build_release(small_settings, create_app)


def test_a_build_on_a_full_disk_says_so_and_leaves_the_release_before(own: Path) -> None:
    """By the command, too: what to do, no trace, nothing half written."""
    assert run("build", own).returncode == 0
    (folder,) = (own / "build/releases").iterdir()
    before = sorted(folder.rglob("*"))
    (own / "static/css/site.css").write_text("p { color: red }")
    command = f"ulimit -f 4; exec {sys.executable} -m webapp build"
    tried = subprocess.run(
        ["sh", "-c", command],
        cwd=own,
        env={"PATH": os.environ["PATH"], "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert tried.returncode == 1
    assert "File too large; make room there, or set RELEASES" in tried.stderr
    assert "Traceback" not in tried.stderr
    assert sorted(folder.rglob("*")) == before


def test_a_build_that_would_lose_a_language_stops(own: Path) -> None:
    """A language that was offered goes only if somebody wants that."""
    shutil.copytree(ROOT / "translations", own / "translations", dirs_exist_ok=True)
    languages = own / "translations/languages.toml"
    none = languages.read_text().replace("offered =", "index_drafts = false #")
    settings = {"CONTENT": str(real_settings().content)}
    # One language is enough to lose.
    languages.write_text(none.replace("index_drafts = false #", "offered =", 1))
    assert run("build", own, **settings).returncode == 0
    languages.write_text(none)
    tried = run("build", own, **settings)
    assert tried.returncode == 1
    assert "would take pl off the site" in tried.stderr
    forced = run("build --force", own, **settings)
    assert forced.returncode == 0
    # The pages that show a second language go with the last of them.
    assert re.search(r"pages gone: \d+ \(/en/both/, ", forced.stdout), forced.stdout


def test_what_renders_pages_ends_with_the_build_that_is_killed() -> None:
    """Processes of a build that was killed would wait for ever."""
    wait = "import os, time\nfrom webapp.delivery.build import in_parallel\n" + (
        "def work(item):\n    print(os.getpid(), flush=True)\n    time.sleep(600)\n"
        "in_parallel(work, 'abcdefghijklmnop')"
    )
    build = subprocess.Popen([sys.executable, "-c", wait], stdout=subprocess.PIPE, cwd=ROOT)
    with build:
        assert build.stdout
        child = int(build.stdout.readline())
        build.kill()
    until(lambda: not goes_on(child))


def test_a_page_that_fails_stops_the_build_with_its_path(
    small_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No release lacks a page."""
    real = Website.addresses
    monkeypatch.setattr(Website, "addresses", lambda site: [*real(site), "/en/nowhere/"])
    with pytest.raises(ReleaseError, match=r"/en/nowhere/ answered 404.*mend it"):
        build_release(small_settings, create_app)


@pytest.mark.parametrize("below", ["", "/guide"])
def test_a_bundle_holds_the_very_bytes_of_its_release(small_settings: Settings, below: str) -> None:
    """What a reader keeps is what the host serves, below a folder too; no header is lost."""
    made = build_release(replace(small_settings, base_path=below), create_app)
    ready = answers(made)
    _, head, bodies = ready["/offline/en.txt"].bodies[""].split(b"\n", 2)
    listed = json.loads(head)
    for entry in listed["entries"]:
        address = entry["url"].removeprefix(below)
        if address != HTMX_CDN:
            assert entry["url"].startswith(f"{below}/")
            whole = ready[address].bodies[""]
            assert bodies[: entry["size"]] == whole, address
            assert entry["hash"] == digest(whole)
            own = {n: v for n, v in made.headers_of(ready[address]).items() if n not in OF_TRANSFER}
            assert listed["headers"][entry["headers"]] == own
        bodies = bodies[entry["size"] :]
    assert bodies == b""
    assert f'href="{below}/en/help/"' in ready["/en/"].bodies[""].decode()


def test_a_copy_heavier_than_the_button_says_stops_the_build(
    small_settings: Settings, tmp_path: Path
) -> None:
    """Also for an inspection that no test of ours knows: the message names the number to write."""
    shutil.copytree(MINIATURE, tmp_path / "light")
    main = tmp_path / "light/inspection.toml"
    main.write_text(re.sub("offline_kilobytes = .*", "offline_kilobytes = 3", main.read_text()))
    message = r"inspection.toml: offline_kilobytes: is 3, but a copy weighs \d+ KB.*; write \d+"
    with pytest.raises(ReleaseError, match=message):
        build_release(replace(small_settings, content=tmp_path / "light"), create_app)


def test_every_error_has_a_page_in_the_release(small: Release) -> None:
    """A static host shows them, and so does the app's middleware while Flask rests."""
    for code in (404, 405, 414, 503):
        for file in (f"{code}.html", f"en/{code}.html"):
            page = small.at(file)
            assert page.status.startswith(str(code))
            assert b"tel:999" in page.bodies[""]


def test_below_a_folder_the_site_cannot_be_served(tmp_path: Path) -> None:
    """Who sets it for a server reads so at once, and is not left to find broken links."""
    result = run("serve", ROOT, BASE_PATH="/guide", RELEASES=str(tmp_path))
    assert result.returncode == 1
    assert "BASE_PATH is for an export alone; unset it" in result.stderr
