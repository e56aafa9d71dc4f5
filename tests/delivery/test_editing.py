"""`make dev`: an editor sees each change, and each fault with its file and line."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from house import free_port
from test_build import run

MINIATURE_COPY = "webapp/content/inspections/miniature"


class Editor:
    """The server for editors on a copy of the site."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self.log = folder / "log.txt"
        with self.log.open("wb") as out:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "webapp", "dev"],
                cwd=folder,
                # What hosts write into explainer.env is nothing to an editor on the same machine.
                env={
                    "PATH": os.environ["PATH"],
                    "PORT": str(self.port),
                    "SITE_URL": "https://guide.example",
                },
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def get(self, path: str) -> tuple[int, str]:
        """Return status and text of a page, once the server answers."""
        for _ in range(300):
            try:
                with urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=30) as answer:
                    return answer.status, answer.read().decode()
            except HTTPError as error:
                with error:
                    return error.code, error.read().decode()
            except OSError:
                assert self.process.poll() is None, self.log.read_text()
                time.sleep(0.1)
        raise TimeoutError(self.log.read_text())


@pytest.fixture
def editor(own: Path) -> Iterator[Editor]:
    """Return an editor of a copy."""
    made = Editor(own)
    yield made
    os.killpg(made.process.pid, signal.SIGTERM)
    made.process.wait()


def test_an_editor_breaks_reads_mends_and_reads(editor: Editor, own: Path) -> None:
    """Every slip is shown in the browser with file and line, and is gone once it is mended."""
    status, page = editor.get("/en/help/?q=zebrafish")
    assert status == 200
    template = own / "webapp/templates/base.html"
    words = own / MINIATURE_COPY / "glossary.toml"
    for file, broken, where in (
        (template, "{{ zebrafish }}\n" + template.read_text(), r"base\.html, line 1: .*zebrafish"),
        (template, "{% if %}\n" + template.read_text(), r"base\.html, line 1: "),
        (words, "[[term]\n", r"glossary\.toml"),
    ):
        whole = file.read_text()
        file.write_text(broken)
        status, shown = editor.get("/en/help/")
        assert status == 500
        assert re.search(where, shown)
        assert "Mend this, save, and load this page again" in shown
        assert "Traceback" not in shown
        file.write_text(whole)
        assert editor.get("/en/help/") == (200, page)
    own.joinpath(MINIATURE_COPY, "broken.toml").write_text("x = [")
    assert editor.get("/en/")[0] == 500
    printed = editor.log.read_text()
    for word in ("zebrafish", "GET ", "127.0.0.1 -"):
        assert word not in printed


def test_a_new_file_and_a_new_word_show_at_once(editor: Editor, own: Path) -> None:
    """Nobody starts the server again for a file that was not there before."""
    assert editor.get("/static/css/new.css")[0] == 404
    (own / "static/css/new.css").write_text("p{color:red}")
    assert editor.get("/static/css/new.css") == (200, "p{color:red}")
    main = own / MINIATURE_COPY / "site.toml"
    main.write_text(re.sub(r'strapline = ".*"', 'strapline = "Zebrafish"', main.read_text()))
    assert "Zebrafish" in editor.get("/en/")[1]
    assert editor.get("/en/nowhere/")[0] == 404


def test_what_an_editor_s_program_leaves_beside_a_file_is_not_published(own: Path) -> None:
    """The build is the same with swap files and backups in it, which may be of any bytes."""
    released = run("build", own).stdout.rpartition("release ")[2]
    shutil.rmtree(own / "build")
    for folder in ("static/css", "static/pictures", "webapp/templates", "webapp/templates/pages"):
        for name in (".base.html.swp", "site.css~", ".DS_Store", "#base.html#", "Thumbs.db"):
            (own / folder / name).write_bytes(b"\xff{%")
    (own / "webapp/.#settings.py").symlink_to("nobody@nowhere.1")  # Emacs' lock
    result = run("build", own)
    assert result.returncode == 0, result.stderr
    assert result.stdout.rpartition("release ")[2] == released
