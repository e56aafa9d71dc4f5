"""What a screen reader would say of each kind of page, kept as text that people can read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from kinds import KINDS, name_of
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

KEPT = Path(__file__).parent / "snapshots"


@pytest.mark.parametrize("address", KINDS)
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
