"""Quicker with htmx, never needing it: search, filter, glossary, preview, on every network."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import pytest
from house import ROOT
from measures import barriers
from playwright.sync_api import Browser, Page, Route, expect
from servers import serving

from webapp import create_app
from webapp.settings import Settings
from webapp.site.assets import HTMX_CDN, HTMX_FILE

pytestmark = [pytest.mark.browser, pytest.mark.engine("htmx")]

RESULTS = re.compile(r"^(Help comes first\. )?\d+ results?$")  # help first for words of need
LIVE = ["/en/search/", "/en/findings/", "/en/words/", "/en/partners/briefing/"]
SEARCHES = "**/search/?q=*"
# Whatever is announced from now on, each change once.
LISTEN = """() => {
  window.announced = [];
  const status = document.querySelector('form [aria-live]');
  new MutationObserver(() => status.textContent && announced.push(status.textContent))
    .observe(status, {childList: true, characterData: true, subtree: true});
}"""


def answer_as_cdn(route: Route, body: bytes | None = None) -> None:
    """Answer as the CDN does, or as somebody in its place."""
    route.fulfill(
        body=body or (ROOT / "static" / HTMX_FILE).read_bytes(),
        content_type="text/javascript",
        headers={"Access-Control-Allow-Origin": "*"},
    )


@pytest.fixture
def reader(browser: Browser) -> Iterator[Page]:
    """Return a page on a network that lets the CDN through.

    Any breach of the policy and any fault of a script fails the test.
    """
    context = browser.new_context(service_workers="block", viewport={"width": 390, "height": 800})
    context.route(HTMX_CDN, lambda route: answer_as_cdn(route))
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda line: "Security Policy" in line.text and faults.append(line.text))
    yield page
    context.close()
    assert faults == []


def opened(reader: Page, address: str, still: bool = False) -> None:
    """Open a page and wait until htmx works on it; its clock may stand still from then on."""
    if still:  # else a busy machine's own time would count, too
        reader.clock.install(time=datetime(2026, 1, 1, tzinfo=UTC))
    reader.goto(address)
    reader.wait_for_function("() => 'htmx' in window")
    if still:
        reader.clock.pause_at(datetime(2026, 1, 2, tzinfo=UTC))


def status(reader: Page) -> Any:
    """Return the one place where changes are announced."""
    return reader.locator("form [aria-live]")


def test_search_answers_while_its_reader_types(reader: Page, origin: str) -> None:
    """Results stand below the box, are announced once, and no letter gets into the address."""
    opened(reader, f"{origin}/en/search/", still=True)
    asked: list[str] = []
    reader.on("request", lambda request: asked.append(request.url))
    box = reader.get_by_role("searchbox")
    for letter in "neglect":  # one letter alone asks nothing
        box.press(letter)
        reader.clock.run_for(400 if box.input_value() == "n" else 200)
    reader.clock.resume()
    expect(status(reader)).to_have_text(RESULTS)
    assert "Neglect" in reader.locator("#results").inner_text()
    assert [address.partition("q=")[2] for address in asked] == ["neglect"]
    assert box.evaluate("each => each === document.activeElement")
    assert barriers(reader) == []
    box.press("Enter")
    expect(reader.locator("#found")).to_be_focused()
    assert reader.url == f"{origin}/en/search/"


def test_findings_are_filtered_and_each_change_announced_once(reader: Page, origin: str) -> None:
    """A choice shows its findings at once; the address is one that can be shared.

    One choice after another may leave as many findings: each is an answer, heard again.
    """
    opened(reader, f"{origin}/en/findings/")
    reader.evaluate(LISTEN)
    wanted = []
    for choice, count in (("good", 3), ("all", 9), ("better", 6), ("good", 3), ("good", 3)):
        if reader.get_by_label("Which findings?").input_value() == choice:
            reader.evaluate("document.querySelector('form').requestSubmit()")
        else:
            reader.get_by_label("Which findings?").select_option(choice)
        wanted.append(f"{count} findings shown")
        # On a machine that is busy the wait is announced, too.
        reader.wait_for_function(
            "(count) => announced.filter((each) => !each.includes('moment')).length === count",
            arg=len(wanted),
        )
        assert reader.locator("#shown .cards li").count() == count
    assert [text for text in reader.evaluate("announced") if "moment" not in text] == wanted
    assert "show=good" in reader.url
    assert barriers(reader) == []
    shown = reader.locator("#shown").inner_text()
    reader.reload()
    assert reader.locator("#shown").inner_text() == shown


def test_a_word_is_found_in_the_glossary(reader: Page, origin: str) -> None:
    """Who met a hard word in a letter finds it with three letters."""
    opened(reader, f"{origin}/en/words/")
    reader.get_by_role("searchbox").press_sequentially("neg", delay=30)
    expect(status(reader)).to_have_text(re.compile(r"^\d+ words?$"))
    assert reader.locator("dt").first.inner_text() == "Neglect"
    assert barriers(reader) == []


def test_a_briefing_is_seen_before_it_is_made(reader: Page, origin: str) -> None:
    """Each choice changes the preview; choosing nothing says what is missing."""
    opened(reader, f"{origin}/en/partners/briefing/")
    reader.get_by_label("For whom?").select_option("health")
    expect(status(reader)).to_have_text(re.compile(r"^Preview: about \d+\smin"))
    assert reader.locator("#preview h2").count() > 9
    assert barriers(reader) == []
    # The address is that of what is seen, without another step back; paper has the briefing alone.
    assert "?agency=health&finding=" in reader.url
    # Who goes on in another language takes the choice along.
    led = reader.locator(".tongues a[hreflang]").evaluate_all("all => all.map((a) => a.search)")
    assert set(led) == {f"?{urlsplit(reader.url).query}"}
    reader.emulate_media(media="print")
    expect(reader.locator("form.builder")).not_to_be_visible()
    expect(reader.locator("#preview .actions")).to_be_visible()
    reader.emulate_media(media="screen")
    for box in reader.locator("input[name=finding]").all():
        box.uncheck()
    expect(reader.locator("#preview [role=alert]")).to_be_visible()
    assert "agency=health" in reader.url


def test_a_slow_answer_is_announced_and_a_late_one_never_wins(reader: Page, origin: str) -> None:
    """On a bad line, what stands there belongs to what was typed last."""
    opened(reader, f"{origin}/en/search/")
    reader.route("**/search/?q=school*", lambda route: None)
    reader.get_by_role("searchbox").fill("school")
    expect(status(reader)).to_have_text("Just a moment…")
    assert reader.locator("#results").get_attribute("aria-busy") == "true"
    assert barriers(reader) == []
    with reader.expect_event("requestfailed") as dropped:  # the page itself gives up what is late
        reader.get_by_role("searchbox").fill("custody")
    expect(status(reader)).to_have_text(RESULTS)
    assert "q=school" in dropped.value.url
    assert "custody" in reader.locator("#results").inner_text().casefold()
    assert reader.locator("#results").get_attribute("aria-busy") is None


def test_a_quick_answer_flickers_nothing(reader: Page, origin: str) -> None:
    """Busy is announced only to who waits; the clock is the test's own."""
    opened(reader, f"{origin}/en/search/", still=True)
    waiting: list[Route] = []
    reader.route(SEARCHES, lambda route: waiting.append(route))
    reader.get_by_role("searchbox").fill("neglect")
    with reader.expect_request(SEARCHES):
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


def answered(code: int, body: str) -> Callable[[Route], None]:
    """Return what answers every search with a status and a page; 0 answers with nothing."""
    return lambda route: (
        route.fulfill(status=code, body=body, content_type="text/html") if code else route.abort()
    )


# What comes instead of results: nothing, a café's portal, a fault in a page of ours or another's.
OURS, OTHERS = '<main id="main"><h1>No</h1></main>', "<h1>No</h1>"
FAULTS = [(0, ""), (200, "<h1>Log in to the café</h1>"), (400, OURS), (404, OURS), (413, OTHERS),
          (429, OTHERS), (500, OURS), (503, OTHERS)]  # fmt: skip


def no_answer_costs_nothing(reader: Page, before: str) -> None:
    """Wait for the words beside the box; check that what was typed and shown is still there."""
    expect(status(reader)).to_have_text(re.compile("No answer came"), timeout=60_000)
    expect(reader.locator("#results")).not_to_have_attribute("aria-busy", "true")
    assert reader.locator("#results").inner_text() == before
    assert reader.get_by_role("searchbox").input_value() == "neglect"


def test_a_fault_is_announced_next_to_the_box_and_never_takes_the_place_of_results(
    reader: Page, origin: str
) -> None:
    """Nothing that was typed or shown is lost, and a press asks again."""
    opened(reader, f"{origin}/en/search/?q=custody")
    before = reader.locator("#results").inner_text()
    for code, body in FAULTS:
        reader.route(SEARCHES, answered(code, body))
        reader.get_by_role("searchbox").fill("neglect")
        no_answer_costs_nothing(reader, before)
        reader.unroute(SEARCHES)
        reader.get_by_role("searchbox").fill("custody")
        expect(status(reader), f"after {code}").to_have_text(RESULTS)
        assert reader.locator("#results").inner_text() == before, code


def test_an_answer_that_never_comes_costs_nothing(reader: Page, origin: str) -> None:
    """A line that hangs does not leave its reader waiting for ever."""
    opened(reader, f"{origin}/en/search/?q=custody")
    before = reader.locator("#results").inner_text()
    reader.route(SEARCHES, lambda route: None)
    reader.get_by_role("searchbox").fill("neglect")
    no_answer_costs_nothing(reader, before)
    assert barriers(reader) == []


@pytest.mark.parametrize("network", ["blocked", "other bytes", "slow"])
def test_where_the_cdn_is_blocked_our_own_copy_takes_its_place(
    reader: Page, origin: str, network: str
) -> None:
    """At a school's locked-down PC, and where somebody put other bytes in its place.

    Where the CDN is only slow, the page can be read meanwhile, and is quicker once it answers.
    """
    waiting: list[Route] = []

    def answer(route: Route) -> None:
        if network == "blocked":
            route.abort()
        elif network == "slow":
            waiting.append(route)
        else:
            answer_as_cdn(route, b"window.stolen = 1")

    reader.context.unroute(HTMX_CDN)
    reader.context.route(HTMX_CDN, answer)
    for address in LIVE:
        reader.goto(origin + address, wait_until="commit")
        if network == "slow":
            expect(reader.locator(".foot")).to_be_visible()
            assert reader.evaluate("'htmx' in window") is False
            answer_as_cdn(waiting.pop())
        reader.wait_for_function("() => 'htmx' in window")
        assert reader.evaluate("htmx.version") == "4.0.1"
        assert reader.evaluate("'stolen' in window") is False


def test_without_any_copy_pages_are_plain(reader: Page, settings: Settings) -> None:
    """CDN blocked and nothing fetched at installation: the form works as forms do."""
    app = create_app(settings)
    app.jinja_env.globals["htmx"] = type("None", (), {"cdn": HTMX_CDN, "integrity": "", "own": ""})
    reader.context.unroute(HTMX_CDN)
    reader.context.route(HTMX_CDN, lambda route: route.abort())
    with serving(app) as origin:
        reader.goto(f"{origin}/en/findings/")
        reader.get_by_label("Which findings?").select_option("good")
        reader.get_by_role("button", name="Show").click()
        reader.wait_for_url("**/findings/?show=good*")
        assert reader.locator("#shown .cards li").count() == 3


def test_exit_works_while_the_cdn_hangs(reader: Page, origin: str, neutral: str) -> None:
    """A network that never answers keeps nobody on the page."""
    reader.context.unroute(HTMX_CDN)
    reader.context.route(HTMX_CDN, lambda route: None)
    reader.goto(f"{origin}/en/search/", wait_until="commit")
    reader.locator("a.exit").click()
    reader.wait_for_url(neutral)


def test_without_script_each_form_is_a_plain_form(browser: Browser, origin: str) -> None:
    """What htmx makes quicker, the form alone does too."""
    page = browser.new_page(java_script_enabled=False)
    for address in LIVE:
        page.goto(origin + address)
        page.locator("main form button[type=submit]").click()
        page.wait_for_url("**?*")
        expect(page.locator("h1")).to_have_count(1)
    page.close()
