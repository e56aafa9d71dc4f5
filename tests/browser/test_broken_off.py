"""The kept copy where something comes between: closed tabs, two tabs, two languages, no room."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Event

import pytest
from house import real
from keeping import (
    ELSEWHERE,
    LEFT,
    NOTHING,
    SIZE,
    SLOW_REMOVAL,
    STOP,
    WHOLE,
    broken,
    bundle_until,
    keep,
    keep_here,
    missing,
    other_edition,
    slow,
)
from playwright.sync_api import Page, expect
from servers import Server

from webapp.site.sitemap import every_page

pytestmark = pytest.mark.browser

OFFLINE = "/en/offline/"
STATUS = "#keep [aria-live]"


def begun(phone: Page, server: Server, where: str) -> Callable[[], object]:
    """Begin a save that stops in the middle of "loading" or "writing"; return what lets it go on.

    Loading stops as the network does, writing as a slow device does.
    """
    go_on = Event()
    phone.goto(server.origin + OFFLINE)
    if where == "loading":
        server.answer("/offline/en.txt", bundle_until(0.4, go_on))
    else:
        phone.evaluate(STOP)
    phone.locator("[data-save]").click()
    least = {"loading": 0.3, "writing": 0.9}[where]
    phone.wait_for_function(f"() => document.querySelector('progress').value > {least}")
    return go_on.set if where == "loading" else lambda: phone.evaluate("goOn()")


MIDDLES = pytest.mark.parametrize("where", ["loading", "writing"])


def opened(phone: Page, server: Server) -> Page:
    """Open the offline page in another tab of the same phone, and wait until it has looked."""
    tab = phone.context.new_page()
    tab.goto(server.origin + OFFLINE)
    expect(tab.locator("#keep")).to_be_visible()
    tab.wait_for_load_state("networkidle")
    return tab


@MIDDLES
def test_a_tab_closed_in_the_middle_of_a_save_leaves_nothing_for_long(
    phone: Page, server: Server, where: str
) -> None:
    """Half a guide is not found later by somebody else: the next look takes it away."""
    go_on = begun(phone, server, where)
    phone.close()
    if where == "loading":
        go_on()
    tab = opened(phone, server)
    tab.wait_for_function(f"async () => !(await ({LEFT})()).caches.length")
    assert tab.evaluate(LEFT) == NOTHING


@MIDDLES
def test_leaving_the_page_breaks_a_save_off_and_coming_back_can_save(
    phone: Page, server: Server, where: str
) -> None:
    """Whoever goes on to another page and comes back finds the button as it was."""
    go_on = begun(phone, server, where)
    phone.goto(f"{server.origin}/en/help/")
    if where == "loading":
        go_on()
    server.answer("", lambda app: app)
    phone.go_back()
    phone.wait_for_function(f"async () => !(await ({LEFT})()).caches.length")
    assert keep(phone, server).startswith("Done.")


@MIDDLES
def test_a_second_tab_does_not_take_a_running_save_away(
    phone: Page, server: Server, where: str
) -> None:
    """Looking in another tab what is kept breaks nothing."""
    go_on = begun(phone, server, where)
    opened(phone, server)
    go_on()
    phone.locator("progress").wait_for(state="hidden", timeout=30_000)
    assert phone.locator(STATUS).inner_text().startswith("Done.")
    whole, every = phone.evaluate(WHOLE)
    assert len(whole) == every == 1


@pytest.mark.parametrize("kept", [False, True])
def test_a_worker_that_cannot_be_had_changes_nothing(
    phone: Page, server: Server, tmp_path: Path, kept: bool
) -> None:
    """“Nothing changed on this device” is true: an old copy stays, a new one does not."""
    phone.goto(server.origin + OFFLINE)
    if kept:
        keep(phone, server)
        # Some browsers drop a worker and leave what it answered from.
        phone.evaluate(
            "async () => (await navigator.serviceWorker.getRegistrations())"
            ".forEach((each) => each.unregister())"
        )
    before = phone.evaluate(WHOLE)
    server.stop()
    server.start(other_edition(tmp_path))
    server.answer("/service-worker.js", missing)
    assert keep(phone, server).startswith("That did not work. Nothing changed")
    assert phone.evaluate(WHOLE) == before
    assert len(before[0]) == int(kept)


def test_a_full_device_keeps_its_old_copy_whole(
    phone: Page, server: Server, tmp_path: Path
) -> None:
    """A new edition that finds no room costs nobody the old one."""
    keep(phone, server)
    before = phone.evaluate(WHOLE)
    server.stop()
    server.start(other_edition(tmp_path))
    phone.goto(server.origin + OFFLINE)
    session = phone.context.new_cdp_session(phone)
    session.send("Storage.overrideQuotaForOrigin", {"origin": server.origin, "quotaSize": 20_000})
    assert keep(phone, server).startswith("There is not enough room")
    assert phone.evaluate(WHOLE) == before
    server.stop()
    phone.goto(f"{server.origin}/en/help/")
    assert "An independent guide," in phone.locator(".foot").inner_text()


@MIDDLES
def test_exit_in_another_tab_ends_a_save(
    phone: Page, server: Server, neutral: str, where: str
) -> None:
    """Whoever leaves in one tab leaves nothing, though a save runs in another, which leaves too."""
    go_on = begun(phone, server, where)
    tab = phone.context.new_page()
    tab.goto(f"{server.origin}/en/help/")
    tab.locator("a.exit").click()
    for page in (tab, phone):
        page.wait_for_url(neutral)
    if where == "loading":
        go_on()
    tab.goto(f"{server.origin}/en/help/")
    assert tab.evaluate(LEFT) == NOTHING


@MIDDLES
@pytest.mark.parametrize("by", ["this tab", "another tab"])
def test_removal_during_a_save_leaves_nothing(
    phone: Page, server: Server, tmp_path: Path, where: str, by: str
) -> None:
    """A newer edition on its way does not come back after its reader took all away, and no tab
    says that nothing changed."""
    keep(phone, server)
    server.stop()
    server.start(other_edition(tmp_path))
    go_on = begun(phone, server, where)
    tab = phone if by == "this tab" else opened(phone, server)
    tab.evaluate(SLOW_REMOVAL)
    tab.locator("[data-remove]").click()
    expect(phone.locator(STATUS)).to_contain_text("Removed from this device.")
    go_on()
    phone.locator("progress").wait_for(state="hidden")
    assert phone.locator(STATUS).inner_text().startswith("Removed from this device.")
    assert phone.evaluate(LEFT) == NOTHING


def test_a_page_tells_of_its_own_language_and_removes_all(phone: Page, server: Server) -> None:
    """A guide kept in another language is not taken for an old one of this; no tab leaves."""
    phone.goto(server.origin + OFFLINE)
    phone.evaluate(ELSEWHERE)
    phone.reload()
    expect(phone.locator("[data-remove]")).to_be_visible()
    phone.wait_for_load_state("networkidle")
    assert phone.locator(STATUS).inner_text() == ""
    assert keep(phone, server).startswith("Done.")
    assert "a newer version" not in phone.locator(STATUS).inner_text()
    assert len(phone.evaluate(WHOLE)[0]) == 2
    tab = opened(phone, server)
    phone.locator("[data-remove]").click()
    expect(phone.locator(STATUS)).to_contain_text("Removed from this device.")
    assert phone.evaluate(LEFT) == NOTHING
    expect(tab.locator("h1")).to_be_visible()
    expect(tab.locator(STATUS)).to_contain_text("Removed from this device.")
    expect(tab.locator("[data-remove]")).to_be_hidden()


@pytest.mark.parametrize("path", ["/", "/pl/", "/xy/findings/"])
def test_without_a_connection_any_address_of_ours_says_what_is_kept(
    phone: Page, server: Server, path: str
) -> None:
    """The bare address, and a language that was not kept, lead to the numbers to call."""
    keep(phone, server)
    server.stop()
    phone.goto(server.origin + path)
    assert phone.locator("h1").inner_text() == "This page is not kept here"
    assert phone.locator("a[href='tel:999']").count() > 1
    # What a message made of the address of a kept page is mended here as the server mends it.
    marks = "” ۔ &gt; %26quot%3B %23danger %253E %3Ffbclid=1a &utm_id=x.y"
    for mark in ("", *marks.split()):
        for broken_path, title in (("/en/help/", "Get help"), ("/EN/Help/card", "A card to show")):
            phone.goto(server.origin + broken_path + mark)
            assert phone.locator("h1").inner_text() == title, mark


def test_a_slow_page_that_is_not_kept_is_waited_for(phone: Page, server: Server) -> None:
    """A slow network is no missing one: nobody reads that there is no connection."""
    keep(phone, server)
    phone.goto(f"{server.origin}/en/")
    server.answer("/partners/", slow)
    phone.goto(f"{server.origin}/en/partners/")
    assert phone.locator("h1").inner_text() != "This page is not kept here"


def test_a_broken_server_gives_way_to_the_kept_page(phone: Page, server: Server) -> None:
    """What was kept is read while the site is out of order, or too busy, or a filter is in the way,
    or the line breaks or stops in the middle of a page; what was not says so.
    """
    keep(phone, server)
    faults = [bundle_until(0.5), bundle_until(0.5, Event()), *map(broken, (503, 429, 403, 408))]
    for fault in faults:
        phone.goto(f"{server.origin}/en/")
        server.answer("/", fault)
        phone.goto(f"{server.origin}/en/help/")
        assert phone.locator("h1").inner_text() == "Get help"
        expect(phone.locator(".foot")).to_contain_text(f"({SIZE}\u00a0KB)")
    phone.goto(f"{server.origin}/en/partners/")
    assert phone.locator("h1").inner_text() == "Broken"


def test_an_open_page_outlives_a_newer_edition(phone: Page, server: Server, tmp_path: Path) -> None:
    """Who reads offline reads on: another tab's update neither changes nor breaks the page."""
    keep(phone, server)
    server.stop()
    phone.goto(f"{server.origin}/en/findings/")
    before = phone.locator("body").inner_text()
    server.start(other_edition(tmp_path))
    tab = phone.context.new_page()
    assert keep(tab, server).startswith("Done.")
    server.stop()
    assert phone.locator("body").inner_text() == before
    assert f"({SIZE}\u00a0KB)" in before
    phone.locator("main .cards a").first.click()
    expect(phone.locator(".foot")).to_contain_text(f"({SIZE + 1} KB)")
    expect(phone.locator("h1")).not_to_have_css("font-size", "32px")
    phone.go_back()
    expect(phone.locator("h1")).to_have_text("What inspectors found, one by one")
    assert phone.locator("main .cards a").count() > 1


def test_progress_is_a_few_rising_messages_and_a_rising_bar(phone: Page, server: Server) -> None:
    """A screen reader says at each quarter how far it is, and never goes back."""
    phone.goto(server.origin + OFFLINE)
    # On a quick line all comes at once, and there is nothing to say on the way.
    slow = {"offline": False, "latency": 0, "downloadThroughput": 40_000, "uploadThroughput": -1}
    phone.context.new_cdp_session(phone).send("Network.emulateNetworkConditions", slow)
    phone.evaluate("""() => {
      const heard = window.heard = [], bar = document.querySelector('#keep progress');
      const status = document.querySelector('#keep [aria-live]');
      window.bars = [];
      new MutationObserver(() => heard.push(status.textContent))
        .observe(status, {childList: true, characterData: true, subtree: true});
      new MutationObserver(() => bars.push(bar.value / bar.max)).observe(bar, {attributes: true});
    }""")
    assert keep_here(phone).startswith("Done.")
    heard = [message for message in phone.evaluate("heard") if message.endswith("per cent loaded")]
    done = [int(message.split()[0]) for message in heard]
    assert done == sorted(set(done))
    assert set(done) <= {25, 50, 75}
    assert done
    every = sum(page.precached for page in every_page(real()))
    assert f"Kept on this device: {every} pages" in phone.locator(STATUS).inner_text()
    bars = phone.evaluate("bars.filter((each) => each > 0)")
    assert bars == sorted(bars)
    assert bars[0] < bars[-1] == 1
