"""What the safety page promises and what it does not: its statements, checked one by one."""

from __future__ import annotations

import pytest
from flask import Flask
from house import read, seen, words

SAID = {
    "the fast way out": "Press “Exit this page”. The page turns white at once.",
    "a key instead": "press the Shift key three times",
    "where Back leads": "The Back button does not return to the page that you left. "
    "The Back and Forward buttons can show other pages that you opened.",
    "without scripts": "Then the Back button can show the page again. Close the tab.",
    "what exit leaves": "Your history and your list of calls stay.",
    "an icon": "An icon of this guide that you put on your screen stays, too. Remove it yourself.",
    "history": "No website can delete that for you.",
    "the router and other apps": "Your router, your phone company or an app on your phone",
    "calls": "Calls stay in the call list of your phone.",
    "files": "Files that you download or share, such as a PDF, stay on your device "
    "until you delete them.",
    "screenshots": "Pictures of your screen (screenshots) stay among your photos.",
    "removing a kept guide": "press “Remove it from this device”. It works without a connection.",
    "a private window": "Open a private window",
    "what a private window leaves": "A router or an app may still show it.",
    "an empty history": "Deleting all your history can itself be noticed.",
}
COMFORT = ("anonymous", "untraceable", "completely safe", "nobody can see", "no trace", "hides you")


@pytest.mark.parametrize("statement", SAID.values(), ids=SAID)
def test_the_safety_page_says_what_stays_and_what_helps(app: Flask, statement: str) -> None:
    """Whoever trusts their safety to this page is told each of these things."""
    assert statement in words(seen(app, "/en/safety/").one("main"))


@pytest.mark.parametrize("comfort", COMFORT)
def test_the_safety_page_promises_nothing_that_no_site_can_hold(app: Flask, comfort: str) -> None:
    """False comfort is worse than none."""
    assert comfort not in words(seen(app, "/en/safety/").one("main")).casefold()


def test_where_back_leads_is_said_before_anything_else_is_explained(app: Flask) -> None:
    """The first block tells it: who reads one block only has read that."""
    first = seen(app, "/en/safety/").with_id("exit")
    assert SAID["where Back leads"] in words(first)


def test_the_page_that_removes_is_one_press_away(app: Flask) -> None:
    """How to take a kept guide away is not only said; the page for it is linked there."""
    kept = seen(app, "/en/safety/").with_id("kept")
    assert "/en/offline/" in [link.get("href") for link in kept.iter("a")]
    button = seen(app, "/en/offline/").one("main").find(".//button[@data-remove]")
    assert button is not None
    assert f"“{words(button)}”" in SAID["removing a kept guide"]


@pytest.mark.parametrize("path", ["search/", "search/?q=hit", "words/", "nowhere/"])
def test_no_browser_keeps_what_is_typed_or_sends_it_to_be_spelt(app: Flask, path: str) -> None:
    """A list of earlier words drops down to the next reader; Edge and Chrome may ask a service of
    their maker how a word is spelt."""
    page = read(app, f"/en/{path}", 404 if path == "nowhere/" else 200)
    boxes = [box for box in page.all("input") if box.get("type") == "search"]
    assert boxes
    for box in boxes:
        assert (box.get("autocomplete"), box.get("spellcheck")) == ("off", "false")
