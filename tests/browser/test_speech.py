"""What a screen reader says of each kind of page, kept as text for people to read.

In one language of each script; tests/test_house_languages.py holds that all have the same shape.
"""

from __future__ import annotations

import difflib
import os
import shutil
from pathlib import Path

import pytest
from kinds import ONE_TAG_A_SCRIPT, name_of, of_each_kind
from playwright.sync_api import Page
from screen_reader import as_text, spoken

pytestmark = pytest.mark.browser

SNAPSHOTS = Path(__file__).parent / "snapshots"
RENEW = "`make snapshots` writes the texts again; read what changed before you commit it"


@pytest.mark.engine("screen-reader")
@pytest.mark.parametrize("tag", ONE_TAG_A_SCRIPT)
def test_a_page_is_spoken_as_it_was_reviewed(page: Page, origin: str, tag: str) -> None:
    """What is heard changes only when somebody has read the change."""
    folder = SNAPSHOTS / tag
    now = {}
    for address in of_each_kind(tag):
        page.goto(origin + address)
        now[f"{name_of(address)}.txt"] = as_text(spoken(page))
    if os.environ.get("UPDATE_SNAPSHOTS"):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        for name, text in now.items():
            (folder / name).write_text(text, encoding="utf-8")
    reviewed = {file.name: file.read_text(encoding="utf-8") for file in folder.glob("*.txt")}
    changes = [
        line
        for name in sorted({*reviewed, *now})
        for line in difflib.unified_diff(
            reviewed.get(name, "").splitlines(),
            now.get(name, "").splitlines(),
            f"reviewed {tag}/{name}",
            f"spoken now {tag}/{name}",
            lineterm="",
        )
    ]
    if changes:
        pytest.fail("\n".join([*changes, RENEW]), pytrace=False)
