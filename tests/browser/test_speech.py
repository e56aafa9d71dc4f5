"""What a screen reader would say of each kind of page, kept as text that people can read."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from house import TAGS
from kinds import OF_EACH_KIND, name_of, of_each_kind
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

KEPT = Path(__file__).parent / "snapshots"


@pytest.mark.parametrize("address", of_each_kind("en"))
def test_a_page_is_spoken_as_it_was_reviewed(page: Page, origin: str, address: str) -> None:
    """What is heard changes only when somebody has read the change.

    `UPDATE_SNAPSHOTS=1 make test TESTS=tests/browser/test_speech.py` writes the texts again.
    """
    page.goto(origin + address)
    spoken = page.locator("body").aria_snapshot().replace(origin, "") + "\n"
    path = KEPT / f"{name_of(address)}.yml"
    if os.environ.get("UPDATE_SNAPSHOTS"):
        KEPT.mkdir(exist_ok=True)
        path.write_text(spoken, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == spoken


# The states of a translation, and what only a second language has to say.
OWN = ("help/card/", "both/", "both/review/", "languages/", "next/")


@pytest.mark.parametrize("path", [each for each in OF_EACH_KIND if each not in OWN])
@pytest.mark.parametrize("tag", [each for each in TAGS if each != "en"])
def test_every_language_is_spoken_in_the_same_order(
    page: Page, origin: str, tag: str, path: str
) -> None:
    """Headings, lists and tables are the same for everybody; only the words differ."""
    spoken = []
    for each in ("en", tag):
        page.goto(f"{origin}/{each}/{path}")
        text = page.locator("main").aria_snapshot()
        parts = r"^ *- (?:')?(heading|table|caption|row|list|listitem|figure|img|form|button)\b"
        spoken.append(re.findall(parts, text, re.MULTILINE))
    english, theirs = spoken
    assert theirs == english
