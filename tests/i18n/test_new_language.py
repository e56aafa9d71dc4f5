"""Forty languages later: one row and one folder make a language."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pseudo
from house import ROOT, real
from pseudo_site import template_of

from webapp.workbench import extraction

ROW = """
[qq]
own_name = "Qq"
english_name = "Madeup"
babel = "nl"
offered = ["thames-valley-2023"]
"""
VISIT = """
import sys
from webapp import create_app
from webapp.site.website import site_of
app = create_app()
reader = app.test_client()
pages = [address for address in site_of(app).addresses() if address.startswith("/qq/")]
wrong = [page for page in pages if reader.get(page).status_code != 200]
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
    with (tmp_path / "translations/languages.toml").open("a") as table:
        table.write(ROW)
    folder = tmp_path / "translations/nl/LC_MESSAGES"
    folder.mkdir(parents=True)
    made = pseudo.catalog(template_of(real()), pseudo.PSEUDO[0])
    made.locale = "nl"
    for domain in ("messages", real().inspection.id):
        (folder / f"{domain}.po").write_bytes(extraction.as_po(made))
    result = subprocess.run(
        [sys.executable, "-c", VISIT], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr
    count, _, wrong = result.stdout.partition(" ")
    assert int(count) > 80
    assert wrong.strip() == "[]"
