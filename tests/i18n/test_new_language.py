"""Forty languages later: one row and one folder make a language."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from house import ROOT, real

from webapp.i18n import extraction, pseudo
from webapp.i18n.languages import PSEUDO

ROW = """    Language("qq", "nl", "ltr", "Qq", "Latn", True, "Madeup"),
)"""
WALK = """
import sys
from webapp import create_app
from webapp.site.website import website
app = create_app()
reader = app.test_client()
pages = [each for each in website(app).addresses() if each.startswith("/qq/")]
wrong = [each for each in pages if reader.get(each).status_code != 200]
front = reader.get("/qq/help/").text
assert 'lang="qq"' in front and 'href="/en/help/"' in front
assert 'href="/qq/help/"' in reader.get("/ur/help/").text
assert reader.get("/", headers={"Accept-Language": "qq"}).headers["Location"] == "/qq/"
print(len(pages), wrong)
"""


def test_one_row_and_one_folder_make_a_language(tmp_path: Path) -> None:
    """Whoever brings a catalog gets a whole site, with no line of code."""
    for name in ("webapp", "static", "translations"):
        shutil.copytree(ROOT / name, tmp_path / name)
    table = tmp_path / "webapp/i18n/languages.py"
    text = table.read_text()
    head, mark, rest = text.partition(")  # fmt: skip")
    assert mark
    table.write_text(head + ROW + rest.removeprefix("  # fmt: skip") + "\n")
    folder = tmp_path / "translations/nl/LC_MESSAGES"
    folder.mkdir(parents=True)
    made = pseudo.catalog(extraction.template(real(), ROOT / "webapp"), PSEUDO[0])
    made.locale = "nl"
    (folder / "messages.po").write_bytes(extraction.as_po(made))
    for command in (["-m", "webapp", "messages", "compile"], ["-c", WALK]):
        told = subprocess.run(
            [sys.executable, *command], cwd=tmp_path, capture_output=True, text=True, check=False
        )
        assert told.returncode == 0, told.stderr
    count, _, wrong = told.stdout.partition(" ")
    assert int(count) > 80
    assert wrong.strip() == "[]"
