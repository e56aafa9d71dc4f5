"""The folder that any static host serves: whole, in the right order, and with its headers."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hosted import exported
from house import MINIATURE, ORIGIN, ROOT, TAGS, parse

from webapp import build_edition, export
from webapp.delivery.edition import EditionError


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with an export at the root of a host."""
    made = tmp_path_factory.mktemp("export")
    exported(made)
    return made


def test_the_root_offers_every_language(folder: Path) -> None:
    """A static host cannot ask the browser: it asks the reader."""
    page = (folder / "site" / "index.html").read_text()
    parse(page)
    assert 'href="/en/"' in page
    assert "tel:999" in page


def test_an_export_again_writes_nothing(folder: Path, tmp_path: Path) -> None:
    """Only what changed is sent to a host; old assets stay for one export more."""
    settings = exported(tmp_path)
    assert export(settings).written == 0
    old = tmp_path / "site" / "static" / "css" / "site.0000000000.css"
    old.write_text("old")
    stale = tmp_path / "site" / "en" / "gone" / "index.html"
    stale.parent.mkdir()
    stale.write_text("stale")
    listed = tmp_path / "files.txt"
    listed.write_text(listed.read_text() + "static/css/site.0000000000.css\n")
    done = export(settings)
    assert old.is_file()
    assert not stale.exists()
    assert (done.written, done.removed) == (0, 1)
    assert export(settings).removed == 1
    changed = export(replace(settings, exit_url="https://other.example/"))
    # Beside exit.html and _redirects, pages with a way out and the lists that hold their hashes,
    # each with its twins; nothing else.
    pages = [each for each in (tmp_path / "site").rglob("*.html") if each.name != "exit.html"]
    ways_out = [each for each in pages if "data-neutral" in each.read_text()]
    assert changed.written == 2 + 3 * (len(ways_out) + len(TAGS))


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """Which file, why, and what to do."""
    (tmp_path / "site").write_text("a file where a folder should be")
    with pytest.raises(EditionError, match=r"site.*could not be written"):
        exported(tmp_path)


def told_by(lines: list[str], path: str) -> dict[str, str]:
    """Return the headers that a static host gives a path, by the rules of `_headers`."""
    held: dict[str, str] = {}
    for line in lines:
        if not line.startswith(" "):
            pattern = re.escape(line).replace(r"\*", ".*")
            applies = re.fullmatch(pattern, path) is not None
        elif applies and line.strip().startswith("! "):
            held.pop(line.strip()[2:], None)
        elif applies:
            name, _, value = line.strip().partition(": ")
            held[name] = f"{held[name]}, {value}" if name in held else value
    return held


@pytest.mark.parametrize("below", ["", "/guide"])
def test_other_static_hosts_are_told_the_same_headers(tmp_path: Path, below: str) -> None:
    """Each path gets from `_headers` what the app says, and from `_redirects` the way out."""
    settings = exported(
        tmp_path, content=MINIATURE, base_path=below, site_url=ORIGIN, hsts=True
    )
    lines = (tmp_path / "site/_headers").read_text().splitlines()
    by_host = ("Content-Type", "Vary", "Last-Modified", "Server", "Location", "ETag")
    for path, each in build_edition(settings).ready.items():
        right = {name: value for name, value in each.headers if name not in by_host}
        assert "Content-Security-Policy" in right
        held = told_by(lines, below + path)
        held.pop("Server", None)
        assert held == right, path
    assert told_by(lines, f"{below}/exit")["Clear-Site-Data"] == '"storage"'
    assert "immutable" in told_by(lines, f"{below}/static/css/of-before.0123456789.css")[
        "Cache-Control"
    ]
    assert len([each for each in lines if "/static/" in each and not each.startswith(" ")]) == 1
    (way_out,) = (tmp_path / "site/_redirects").read_text().splitlines()
    assert way_out == f"{below}/exit https://www.bbc.co.uk/weather 303"


def test_without_a_public_address_the_export_warns(tmp_path: Path) -> None:
    """Nobody publishes links to 127.0.0.1 without having been told; an export needs no setting."""
    command = [sys.executable, "-m", "webapp", "export"]
    own = {"PATH": os.environ["PATH"], "EDITION": f"{tmp_path}/edition", "CONTENT": str(MINIATURE)}
    for public in ("", "https://guide.example"):
        told = subprocess.run(
            command, cwd=ROOT, env={**own, "SITE_URL": public}, capture_output=True, text=True,
            timeout=60, check=True,
        )  # fmt: skip
        assert ("WARNING: SITE_URL is not set" in told.stderr) == (public == "")
        assert "build/site: " in told.stdout


def test_static_files_are_there_before_the_pages_that_name_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A reader in the middle of an export finds every style sheet."""
    written: list[str] = []
    real = Path.replace

    def noted(self: Path, target: Path) -> Path:
        written.append(target.relative_to(tmp_path / "site").as_posix())
        return real(self, target)

    monkeypatch.setattr(Path, "replace", noted)
    exported(tmp_path, content=MINIATURE)
    kinds = [each.startswith("static/") for each in written]
    assert True in kinds
    assert kinds == sorted(kinds, reverse=True)
