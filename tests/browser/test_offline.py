"""Kept when wanted, gone when not: the kept copy, with a server that really stops."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Event

import pytest
from house import real
from keeping import (
    LEFT,
    NOTHING,
    SIZE,
    WHOLE,
    bundle_until,
    keep,
    keep_here,
    other_edition,
)
from kinds import GUIDE, of_each_kind
from playwright.sync_api import Error, Page, Route
from servers import Server
from test_every_page import REPORT_BREACHES

pytestmark = pytest.mark.browser

POLICIES = (
    "content-security-policy",
    "content-type",
    "cross-origin-opener-policy",
    "cross-origin-resource-policy",
    "permissions-policy",
    "referrer-policy",
    "x-content-type-options",
    "x-frame-options",
)


def test_a_first_visit_keeps_nothing(phone: Page, server: Server) -> None:
    """Whoever takes the phone after a walk over each kind of page finds nothing that we left."""
    for address in of_each_kind("en"):
        phone.goto(server.origin + address)
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
        finding.title for finding in real().findings if finding.slug == "neglect"
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


# How the bytes and the entries of a save end too early.
BREAKS = [*(f"{part} of the bytes" for part in (0, 0.3, 0.999)), 1, 15, 36]
# Lets the writing of one entry fail, as a device does that is taken away or breaks.
FAIL_AT = """(at) => {
  const { put } = Cache.prototype;
  let count = 0;
  Cache.prototype.put = function (...given) {
    count += 1;
    return count === at ? Promise.reject(new Error("broken")) : put.apply(this, given);
  };
}"""


@pytest.mark.parametrize("at", BREAKS)
def test_a_save_that_breaks_off_leaves_all_or_nothing(
    phone: Page, server: Server, at: str | int
) -> None:
    """A tunnel in the middle of a save never leaves half a guide, and the old one stays whole."""

    def fails() -> None:
        phone.goto(f"{server.origin}/en/offline/")
        if isinstance(at, int):
            phone.evaluate(FAIL_AT, at)
        else:
            server.answer("/offline/en.txt", bundle_until(float(at.split()[0])))
        assert keep_here(phone).startswith("That did not work.")
        server.answer("", lambda app: app)

    fails()
    assert phone.evaluate(LEFT) == NOTHING
    assert keep(phone, server).startswith("Done.")
    before = phone.evaluate(WHOLE)
    assert len(before[0]) == 1
    fails()
    assert phone.evaluate(WHOLE) == before


WRONG: dict[str, Callable[[bytes], bytes | None]] = {
    "a login page": lambda whole: b"<!doctype html><title>Log in</title><h1>Log in</h1>",
    "an error": lambda whole: None,
    "nothing": lambda whole: b"",
    "one byte more": lambda whole: whole[:5000] + b"x" + whole[5000:],
    "one other byte in a page": lambda whole: whole.replace(b"<h1>", b"<h2>", 1),
    "one other byte in the last entry": lambda whole: whole[:-1] + b"x",
    "another header": lambda whole: whole.replace(b"nosniff", b"n0sniff", 1),
    "other first line": lambda whole: b"x" + whole[1:],
    "the end cut off": lambda whole: whole[:-1],
    "an old list": lambda whole: b'{"revision": "0", "entries": []}\n',
}


def changed(change: Callable[[bytes], bytes | None]) -> Callable[[Route], None]:
    """Return what answers with a changed bundle, or with an error of the server."""

    def answer(route: Route) -> None:
        body = change(route.fetch().body())
        status = 500 if body is None else 200
        route.fulfill(status=status, body=body or b"", content_type="text/plain")

    return answer


def test_an_answer_that_is_not_ours_is_never_kept(phone: Page, server: Server) -> None:
    """A café's login page, an error and a changed byte do not get into the copy."""
    phone.goto(f"{server.origin}/en/offline/")
    for name, change in WRONG.items():
        phone.route("**/offline/en.txt", changed(change))
        assert keep_here(phone).startswith("That did not work."), name
        assert phone.evaluate(LEFT) == NOTHING, name
        phone.unroute("**/offline/en.txt")


def test_keeping_asks_once_and_looking_loads_no_copy(phone: Page, server: Server) -> None:
    """One question for all that is kept; whoever comes back pays some bytes to hear of news."""
    phone.goto(f"{server.origin}/en/offline/")
    phone.wait_for_load_state("networkidle")
    asked: list[str] = []
    phone.on("request", lambda request: asked.append(request.url.removeprefix(server.origin)))
    assert keep_here(phone).startswith("Done.")
    assert [address for address in asked if "/icons/" not in address] == ["/offline/en.txt"]
    phone.reload()
    phone.wait_for_load_state("networkidle")
    assert asked.count("/offline/en.txt") == 1
    assert "/offline/en.json" in asked


def test_a_kept_page_stands_under_the_policy_of_its_own(phone: Page, server: Server) -> None:
    """Offline, nothing may run or be framed that might not online."""
    addresses = [f"{server.origin}/en/{path}" for path in ("help/", "findings/", "offline/saved/")]

    def policies() -> list[dict[str, str]]:
        found = []
        for address in addresses:
            answer = phone.goto(address)
            assert answer is not None
            assert answer.from_service_worker == (not server.running)
            found.append({key: answer.headers.get(key, "") for key in POLICIES})
        return found

    online = policies()
    assert all("default-src 'none'" in headers["content-security-policy"] for headers in online)
    keep(phone, server)
    server.stop()
    assert policies() == online


def test_removal_without_a_connection_takes_everything_away(phone: Page, server: Server) -> None:
    """The guide goes away at a press, wherever its reader is; nothing breaks a policy meanwhile."""
    breaches: list[str] = []
    phone.add_init_script(REPORT_BREACHES)
    phone.on("console", lambda line: breaches.append(line.text) if "breach" in line.text else None)
    keep(phone, server)
    phone.reload()
    server.stop()
    phone.goto(f"{server.origin}/en/offline/")
    phone.locator("[data-remove]").click()
    status = phone.locator("#keep [aria-live]")
    status.filter(has_text="Removed").wait_for()
    assert "history of your browser stays" in status.inner_text()
    assert phone.evaluate(LEFT) == NOTHING
    assert breaches == []


def test_a_newer_edition_is_announced_and_taken_at_a_press(
    phone: Page, server: Server, tmp_path: Path
) -> None:
    """An open page never changes by itself; the reader decides."""
    keep(phone, server)
    server.stop()
    server.start(other_edition(tmp_path))
    phone.goto(f"{server.origin}/en/offline/")
    phone.locator("#keep [aria-live]").filter(has_text="There is a newer version").wait_for()
    assert keep(phone, server).startswith("Done.")
    assert len(phone.evaluate(WHOLE)[0]) == 1
    server.stop()
    phone.goto(f"{server.origin}/en/")
    assert f"({SIZE + 1}\u00a0KB)" in phone.locator(".foot").inner_text()


# Presses the way out when a save has received all and looks what is there; the device is slow.
LEAVE = """() => {
  const { keys } = CacheStorage.prototype;
  CacheStorage.prototype.keys = async function () {
    const names = await keys.call(this);
    CacheStorage.prototype.keys = keys;
    document.querySelector('a.exit').click();
    return names;
  };
  Cache.prototype.put = () => new Promise(() => {});
}"""


@pytest.mark.parametrize("at", ["loading", "before writing"])
def test_exit_in_the_middle_of_a_save_leaves_nothing(
    phone: Page, server: Server, slow_weather: Server, neutral: str, at: str
) -> None:
    """A save that runs while its reader leaves does not come back afterwards."""
    go_on = Event()  # a slow network
    phone.goto(f"{server.origin}/en/offline/")
    if at == "loading":
        server.answer("/offline/en.txt", bundle_until(0.4, go_on))
        phone.locator("[data-save]").click()
        phone.wait_for_function("() => document.querySelector('progress').value > 0.3")
        phone.locator("a.exit").click()
    else:
        phone.wait_for_load_state("networkidle")
        phone.evaluate(LEAVE)
        phone.locator("[data-save]").click()
    phone.wait_for_url(neutral)
    go_on.set()
    phone.goto(f"{server.origin}/en/help/")
    assert phone.evaluate(LEFT) == NOTHING


def test_a_page_on_its_way_brings_nothing_back_that_was_taken_away(
    phone: Page, server: Server
) -> None:
    """Removed in one tab while another asks for a page: not even an empty copy is left."""
    keep(phone, server)
    phone.goto(f"{server.origin}/en/help/")
    tab = phone.context.new_page()
    server.stop()
    phone.context.service_workers[0].evaluate("""() => {
      const { keys } = CacheStorage.prototype;
      CacheStorage.prototype.keys = async function () {
        const names = await keys.call(this);
        for (const each of names) await this.delete(each);
        return names;
      };
    }""")
    with pytest.raises(Error):
        tab.goto(f"{server.origin}/en/words/")
    assert phone.evaluate("caches.keys()") == []


def test_a_slow_network_gives_way_to_the_kept_page(phone: Page, server: Server) -> None:
    """After three seconds of waiting the reader reads."""
    keep(phone, server)
    phone.goto(f"{server.origin}/en/")
    server.delay = 60  # longer than a page is waited for here
    phone.goto(f"{server.origin}/en/help/")
    assert phone.locator("h1").inner_text() == "Get help"


def test_the_site_can_be_installed(phone: Page, server: Server) -> None:
    """The browser itself finds no fault in the manifest and its icons."""
    phone.goto(f"{server.origin}/en/")
    session = phone.context.new_cdp_session(phone)
    manifest = session.send("Page.getAppManifest")
    assert manifest["errors"] == []
    assert manifest["url"].endswith("/offline/en.webmanifest")
    faults = session.send("Page.getInstallabilityErrors")["installabilityErrors"]
    assert [fault for fault in faults if fault["errorId"] != "in-incognito"] == []
