"""Every state that a script makes keeps every rule of access: light and dark, narrow and wide."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from threading import Event

import pytest
from chromium import set_screen
from keeping import WHOLE, bundle_until, keep, keep_here, missing, other_edition
from measures import barriers
from playwright.sync_api import Page, expect
from servers import Server
from test_listen import HERE, SPEECH

pytestmark = pytest.mark.browser

STATUS = "#keep [aria-live]"


def saving(phone: Page, server: Server, _: Path) -> None:
    """In the middle of a save."""
    server.answer("/offline/en.txt", bundle_until(0.4, Event()))
    phone.goto(f"{server.origin}/en/offline/")
    phone.locator("[data-save]").click()
    expect(phone.locator("#keep progress")).to_be_visible()


def saved(phone: Page, server: Server, _: Path) -> None:
    """A guide that is kept."""
    assert keep(phone, server).startswith("Done.")


def not_kept(phone: Page, server: Server, _: Path) -> None:
    """Without a connection, a page that was not kept."""
    keep(phone, server)
    server.stop()
    phone.goto(f"{server.origin}/en/partners/")
    expect(phone.locator("h1")).to_have_text("This page is not kept here")


def failed(phone: Page, server: Server, _: Path) -> None:
    """A save that did not work."""
    server.answer("/service-worker.js", missing)
    assert keep(phone, server).startswith("That did not work.")


def full(phone: Page, server: Server, _: Path) -> None:
    """A device without room."""
    phone.goto(f"{server.origin}/en/offline/")
    session = phone.context.new_cdp_session(phone)
    session.send("Storage.overrideQuotaForOrigin", {"origin": server.origin, "quotaSize": 20_000})
    assert keep_here(phone).startswith("There is not enough room")
    assert phone.evaluate(WHOLE) == [[], 0]


def newer(phone: Page, server: Server, folder: Path) -> None:
    """A newer edition than the one that is kept."""
    keep(phone, server)
    server.stop()
    server.start(other_edition(folder))
    phone.goto(f"{server.origin}/en/offline/")
    expect(phone.locator(STATUS)).to_contain_text("There is a newer version")


def removed(phone: Page, server: Server, _: Path) -> None:
    """A guide that was taken away."""
    keep(phone, server)
    phone.locator("[data-remove]").click()
    expect(phone.locator(STATUS)).to_contain_text("Removed")


def playing(phone: Page, server: Server, _: Path) -> None:
    """A page that is being read aloud."""
    phone.context.add_init_script(f"({SPEECH})({json.dumps([HERE])})")
    phone.goto(f"{server.origin}/en/findings/neglect/")
    phone.get_by_role("button", name="Listen to this page").click()
    expect(phone.locator(".spoken")).to_be_visible()


def leaving(phone: Page, server: Server, _: Path) -> None:
    """Shift pressed twice."""
    phone.goto(f"{server.origin}/en/help/")
    phone.wait_for_load_state("networkidle")
    phone.keyboard.press("Shift")
    phone.keyboard.press("Shift")
    expect(phone.locator(".exit-status")).to_contain_text("one more time")


STATES = [saving, saved, not_kept, failed, full, newer, removed, playing, leaving]


@pytest.mark.parametrize("state", STATES)
def test_a_state_that_a_script_makes_bars_nobody(
    phone: Page,
    server: Server,
    tmp_path: Path,
    state: Callable[[Page, Server, Path], None],
) -> None:
    """What is said while saving, listening and leaving reaches every reader."""
    state(phone, server, tmp_path)
    for width, theme in ((320, "light"), (1280, "light"), (320, "dark")):
        set_screen(phone, width, theme)
        assert barriers(phone, colours_only=theme == "dark") == [], (width, theme)


def test_a_card_on_the_whole_screen_has_nothing_behind_it(page: Page, origin: str) -> None:
    """Keyboard and screen reader meet what the eye meets: the card, and the way out.

    In a list of links each card is known by its name, and paper has the page.
    """
    page.goto(f"{origin}/ur/help/card/")
    shows = page.locator("main .whole a:first-child")
    names = [each.aria_snapshot().partition("\n")[0] for each in shows.all()]
    assert len(set(names)) == 2, names
    shows.first.click()
    stops = set()
    for _ in range(5):
        page.keyboard.press("Tab")
        stops.add(page.evaluate("document.activeElement.className"))
    assert stops == {"onward small", "exit", ""}  # the last is the window itself
    assert page.locator("h1").is_hidden()
    page.emulate_media(media="print")
    assert page.locator("h1").is_visible()
