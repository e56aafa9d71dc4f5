"""Forms that answer while their reader types, where the network does its worst."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, Page, Route, expect
from test_axe import CLEAN, run
from test_live import HTMX, answering, opened, status

from webapp.site.assets import HTMX_CDN

# A word of need is told to lead to help, before the count.
RESULTS = re.compile(r"^(Help comes first\. )?\d+ results?$")
pytestmark = pytest.mark.browser

ASKED = "**/search/?q=*"
# Whatever is told from now on, each change once.
LISTEN = """() => {
  window.told = [];
  const status = document.querySelector('form [aria-live]');
  new MutationObserver(() => status.textContent && told.push(status.textContent))
    .observe(status, {childList: true, characterData: true, subtree: true});
}"""


@pytest.fixture
def reader(browser: Browser) -> Iterator[Page]:
    """Return a reader's page, on a network that lets the CDN through."""
    if not HTMX.is_file():
        pytest.skip("htmx could not be fetched from the npm registry: pages are plain here")
    context = browser.new_context(service_workers="block", viewport={"width": 390, "height": 800})
    context.route(HTMX_CDN, answering)
    yield context.new_page()
    context.close()


def lost(reader: Page) -> None:
    """Check that what was typed and shown is still there, and a fault is told beside the box."""
    expect(status(reader)).to_have_text(re.compile("No answer came"), timeout=20_000)
    expect(reader.locator("#results")).not_to_have_attribute("aria-busy", "true")
    assert reader.get_by_role("searchbox").input_value() == "neglect"
    assert reader.locator("#results h2").count() == 1


def test_an_answer_that_never_comes_is_told_and_costs_nothing(reader: Page, origin: str) -> None:
    """A line that hangs does not leave its reader waiting for ever."""
    opened(reader, f"{origin}/en/search/?q=custody")
    reader.route(ASKED, lambda route: None)
    reader.get_by_role("searchbox").fill("neglect")
    lost(reader)
    assert run(reader) == CLEAN
    assert "custody" in reader.locator("#results").inner_text().casefold()


@pytest.mark.parametrize("code", [400, 404, 413, 429, 500, 503])
@pytest.mark.parametrize("whose", ["ours", "another's"])
def test_an_answer_that_is_a_fault_never_takes_the_place_of_results(
    reader: Page, origin: str, code: int, whose: str
) -> None:
    """A page that has no results in it, ours or a guard's before it, is told as a fault."""
    opened(reader, f"{origin}/en/search/?q=custody")
    before = reader.locator("#results").inner_text()
    body = '<main id="main"><h1>No</h1></main>' if whose == "ours" else "<h1>No</h1>"
    reader.route(
        ASKED, lambda route: route.fulfill(status=code, body=body, content_type="text/html")
    )
    reader.get_by_role("searchbox").fill("neglect")
    lost(reader)
    assert reader.locator("#results").inner_text() == before


def test_each_change_is_told_once(reader: Page, origin: str) -> None:
    """A screen reader hears one short sentence for one change, not the way to it."""
    opened(reader, f"{origin}/en/findings/")
    reader.evaluate(LISTEN)
    for choice in ("good", "better"):
        reader.evaluate("told.length = 0")
        reader.get_by_label("Which findings?").select_option(choice)
        reader.wait_for_url(f"**show={choice}**")
        reader.wait_for_timeout(300)
        # On a machine that is busy the wait is told, too.
        told = [each for each in reader.evaluate("told") if "moment" not in each]
        assert told == [reader.locator("#shown").get_attribute("data-announcement")]


def test_a_quick_answer_flickers_nothing(reader: Page, origin: str) -> None:
    """Busy is told only to who waits; the clock is the test's own."""
    reader.clock.install(time=datetime(2026, 1, 1, tzinfo=UTC))
    opened(reader, f"{origin}/en/search/")
    # Else a busy machine's own time would count, too.
    reader.clock.pause_at(datetime(2026, 1, 2, tzinfo=UTC))
    waiting: list[Route] = []
    reader.route(ASKED, lambda route: waiting.append(route))
    reader.get_by_role("searchbox").fill("neglect")
    with reader.expect_request(ASKED):
        reader.clock.run_for(300)
    reader.clock.run_for(390)
    expect(status(reader)).to_have_text("")
    expect(reader.locator("#results")).not_to_have_attribute("aria-busy", "true")
    reader.clock.run_for(120)
    expect(status(reader)).to_have_text("Just a moment…")
    expect(reader.locator("#results")).to_have_attribute("aria-busy", "true")
    reader.clock.resume()
    waiting[0].continue_()
    expect(status(reader)).to_have_text(RESULTS)
    expect(reader.locator("#results")).not_to_have_attribute("aria-busy", "true")
