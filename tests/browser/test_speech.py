"""What a screen reader says of each kind of page, in every language, kept as text for people."""

from __future__ import annotations

import difflib
import os
import re
import shutil
from pathlib import Path

import pytest
from house import TAGS
from kinds import OF_EACH_KIND, name_of, of_each_kind
from playwright.sync_api import Page
from screen_reader import as_text, spoken

pytestmark = pytest.mark.browser

SNAPSHOTS = Path(__file__).parent / "snapshots"
RENEW = "`make snapshots` writes the texts again; read what changed before you commit it"


@pytest.mark.engine("screen-reader")
@pytest.mark.parametrize("tag", TAGS)
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
    reviewed = {each.name: each.read_text(encoding="utf-8") for each in folder.glob("*.txt")}
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


# The states of a translation, and what only a second language has to say.
OWN = ("help/card/", "both/", "both/review/", "languages/", "next/")
SHAPE = re.compile(r"^ *(heading|table|caption|row|list|\d+ of \d+|figure|image|form|button)\b")


@pytest.mark.parametrize("tag", [each for each in TAGS if each != "en"])
def test_every_language_is_spoken_in_the_same_order(tag: str) -> None:
    """Headings, lists and tables are the same for everybody; only the words differ."""
    for path in [each for each in OF_EACH_KIND if each not in OWN]:
        english, theirs = (shape(each, name_of(f"/{each}/{path}")) for each in ("en", tag))
        assert theirs == english, path


def shape(tag: str, name: str) -> list[str]:
    """Return what stands one after the other in the main part of a page that was reviewed."""
    text = (SNAPSHOTS / tag / f"{name}.txt").read_text(encoding="utf-8")
    main = re.search(r"^main$.*?(?=^\S|\Z)", text, re.MULTILINE | re.DOTALL)
    assert main, name
    return [found[0].strip() for each in main[0].splitlines() if (found := SHAPE.match(each))]
