"""Kept when wanted, gone when not: the kept copy, with a server that really stops."""

from __future__ import annotations

from pathlib import Path

import pytest
from house import real, real_settings
from keeping import LEFT, NOTHING, WHOLE, keep, other_edition, slow
from kinds import GUIDE
from playwright.sync_api import Page, Route
from servers import Server

from webapp import create_app
from webapp.site.sitemap import every_page

pytestmark = pytest.mark.browser


def test_a_first_visit_keeps_nothing(phone: Page, server: Server) -> None:
    """Whoever takes the phone after a walk over the whole site finds nothing that we left."""
    for each in every_page(real()):
        phone.goto(f"{server.origin}/en/{each.path}")
    assert phone.evaluate(LEFT) == NOTHING
    assert phone.context.cookies() == []


def test_what_was_kept_is_read_without_a_server(phone: Page, server: Server) -> None:
    """On a train without a connection, every page of the guide is there."""
    said = keep(phone, server)
    assert said.startswith("Done.")
    assert "Kept on this device" in said
    server.stop()
    for address in GUIDE:
        phone.goto(server.origin + address)
        assert phone.locator("h1").count() == 1, address
        assert phone.locator("h1").evaluate("each => getComputedStyle(each).fontSize") != "32px"
    phone.goto(f"{server.origin}/en/findings/neglect/")
    assert phone.locator("h1").inner_text() == next(
        each.title for each in real().findings if each.slug == "neglect"
    )


def test_a_page_that_is_not_kept_says_so_and_lists_what_is(phone: Page, server: Server) -> None:
    """Offline, nobody is left with the browser's own error: numbers to call stand there."""
    keep(phone, server)
    server.stop()
    for path in ("/en/partners/", "/en/search/?q=neglect", "/en/nowhere/"):
        phone.goto(server.origin + path)
        assert phone.locator("h1").inner_text() == "This page is not kept here"
        assert phone.locator("a[href='tel:999']").count() > 1
    phone.get_by_role("link", name="Listening to children").click()
    assert phone.url == f"{server.origin}/en/findings/voice-of-the-child/"
    assert "listened" in phone.locator("h1").inner_text()


def break_off(phone: Page, at: int) -> None:
    """Let the request number `at` of the next save fail."""
    count = {"now": 0}

    def judge(route: Route) -> None:
        if route.request.resource_type == "fetch" and ".json" not in route.request.url:
            count["now"] += 1
            if count["now"] == at:
                route.abort()
                return
        route.continue_()

    phone.route("**/*", judge)


@pytest.mark.parametrize("at", [1, 2, 5, 8, 11, 14, 17, 21, 25, 29])
def test_a_save_that_breaks_off_leaves_all_or_nothing(phone: Page, server: Server, at: int) -> None:
    """A tunnel in the middle of a save never leaves half a guide, and the old one stays whole."""
    phone.goto(f"{server.origin}/en/offline/")
    break_off(phone, at)
    assert keep(phone, server).startswith("That did not work.")
    assert phone.evaluate(WHOLE) == [[], 0]
    phone.unroute_all()
    assert keep(phone, server).startswith("Done.")
    before = phone.evaluate(WHOLE)
    assert len(before[0]) == 1
    break_off(phone, at)
    assert keep(phone, server).startswith("That did not work.")
    assert phone.evaluate(WHOLE) == before


@pytest.mark.parametrize("answer", ["portal", "error"])
def test_an_answer_that_is_not_ours_is_never_kept(phone: Page, server: Server, answer: str) -> None:
    """A café's login page (200, wrong content) and an error page do not get into the copy."""

    def judge(route: Route) -> None:
        if answer == "portal":
            route.fulfill(status=200, body="<h1>Log in</h1>", content_type="text/html")
        else:
            route.fulfill(status=500, body="<h1>Wrong</h1>", content_type="text/html")

    phone.goto(f"{server.origin}/en/offline/")
    phone.route("**/en/findings/neglect/", judge)
    assert keep(phone, server).startswith("That did not work.")
    assert phone.evaluate(WHOLE) == [[], 0]


def test_a_full_device_is_told_and_left_as_it_was(phone: Page, server: Server) -> None:
    """Where there is no room, nothing is half kept."""
    phone.goto(f"{server.origin}/en/offline/")
    session = phone.context.new_cdp_session(phone)
    session.send("Storage.overrideQuotaForOrigin", {"origin": server.origin, "quotaSize": 20_000})
    said = keep(phone, server)
    assert said.startswith("There is not enough room")
    assert phone.evaluate(WHOLE) == [[], 0]


def test_removal_without_a_connection_takes_everything_away(phone: Page, server: Server) -> None:
    """The guide goes away at a press, wherever its reader is."""
    keep(phone, server)
    phone.reload()
    server.stop()
    phone.goto(f"{server.origin}/en/offline/")
    phone.locator("[data-remove]").click()
    status = phone.locator("#keep [role=status]")
    status.filter(has_text="Removed").wait_for()
    assert "history of your browser stays" in status.inner_text()
    assert phone.evaluate(LEFT) == NOTHING


def test_a_newer_edition_is_told_and_taken_at_a_press(
    phone: Page, server: Server, tmp_path: Path
) -> None:
    """An open page never changes by itself; the reader is told and decides."""
    keep(phone, server)
    server.stop()
    server.start(other_edition(tmp_path))
    phone.goto(f"{server.origin}/en/offline/")
    phone.locator("#keep [role=status]").filter(has_text="A newer version is there").wait_for()
    assert keep(phone, server).startswith("Done.")
    assert len(phone.evaluate(WHOLE)[0]) == 1
    server.stop()
    phone.goto(f"{server.origin}/en/")
    assert "Another edition" in phone.locator(".foot").inner_text()


def test_exit_takes_the_kept_copy_away(phone: Page, server: Server, neutral: str) -> None:
    """Whoever leaves in a hurry leaves nothing of ours behind."""
    keep(phone, server)
    phone.goto(f"{server.origin}/en/help/")
    phone.locator("a.exit").click()
    phone.wait_for_url(neutral)
    phone.goto(f"{server.origin}/en/help/")
    assert phone.evaluate(LEFT) == NOTHING


def test_exit_in_the_middle_of_a_save_leaves_nothing(
    phone: Page, server: Server, neutral: str
) -> None:
    """A save that runs while its reader leaves does not come back afterwards."""
    phone.goto(f"{server.origin}/en/offline/")
    phone.route("**/en/findings/neglect/", lambda route: None)  # a slow network
    phone.locator("[data-save]").click()
    while phone.evaluate("document.querySelector('progress').value") < 3:
        phone.wait_for_timeout(20)
    phone.locator("a.exit").click()
    phone.wait_for_url(neutral)
    phone.unroute_all()
    phone.goto(f"{server.origin}/en/help/")
    assert phone.evaluate(LEFT) == NOTHING


def test_a_slow_network_gives_way_to_the_kept_page(phone: Page, server: Server) -> None:
    """After three seconds of waiting the reader reads."""
    keep(phone, server)
    phone.goto(f"{server.origin}/en/")
    server.answer("/help/", slow)
    phone.goto(f"{server.origin}/en/help/", timeout=8_000)
    assert phone.locator("h1").inner_text() == "Get help"


def test_the_site_can_be_installed(phone: Page, server: Server) -> None:
    """The browser itself finds no fault in the manifest and its icons."""
    phone.goto(f"{server.origin}/en/")
    session = phone.context.new_cdp_session(phone)
    told = session.send("Page.getAppManifest")
    assert told["errors"] == []
    assert told["url"].endswith("/offline/en.webmanifest")
    faults = session.send("Page.getInstallabilityErrors")["installabilityErrors"]
    assert [each for each in faults if each["errorId"] != "in-incognito"] == []


def test_the_guide_is_small() -> None:
    """A guide of one language costs at most 250 KB of data."""
    client = create_app(real_settings()).test_client()
    total = 0
    for each in client.get("/offline/en.json").json["entries"]:
        answer = client.get(each["url"], headers={"Accept-Encoding": "br"})
        assert answer.status_code == 200
        total += len(answer.data)
    assert total <= 250_000
