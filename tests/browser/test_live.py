"""Quicker with htmx, never needing it: search, filter, glossary, preview, on every network."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from house import ROOT
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect
from servers import serving
from test_axe import CLEAN, run

from webapp import create_app
from webapp.settings import Settings
from webapp.site.assets import HTMX_CDN, HTMX_FILE

# A word of need is told to lead to help, before the count.
RESULTS = re.compile(r"^(Help comes first\. )?\d+ results?$")
pytestmark = pytest.mark.browser

HTMX = ROOT / "static" / HTMX_FILE
LIVE = ["/en/search/", "/en/findings/", "/en/words/", "/en/partners/briefing/"]
NEVER = ["/en/", "/en/help/", "/en/help/slough/", "/en/safety/", "/en/young-people/", "/en/simple/"]


def answering(route: Route) -> None:
    """Answer as the CDN does."""
    route.fulfill(
        body=HTMX.read_bytes(),
        content_type="text/javascript",
        headers={"Access-Control-Allow-Origin": "*"},
    )


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """Return a phone of its own, on a network that lets the CDN through."""
    if not HTMX.is_file():
        pytest.skip("htmx could not be fetched from the npm registry: pages are plain here")
    made = browser.new_context(service_workers="block", viewport={"width": 390, "height": 800})
    made.route(HTMX_CDN, answering)
    yield made
    made.close()


@pytest.fixture
def reader(context: BrowserContext) -> Page:
    """Return its page; any breach of the policy or fault of a script fails the test."""
    made = context.new_page()
    faults: list[str] = []
    made.on("pageerror", lambda error: faults.append(str(error)))
    made.on(
        "console",
        lambda told: faults.append(told.text) if "Content Security Policy" in told.text else None,
    )
    made.faults = faults  # type: ignore[attr-defined]
    return made


def opened(reader: Page, address: str) -> None:
    """Open a page and wait until htmx works on it."""
    reader.goto(address)
    reader.wait_for_function("() => 'htmx' in window")


def status(reader: Page) -> Any:
    """Return the one place where changes are told."""
    return reader.locator("form [aria-live]")


def faults(reader: Page) -> list[str]:
    """Return what went wrong on the page."""
    found: list[str] = reader.faults  # type: ignore[attr-defined]
    return found


def test_search_answers_while_its_reader_types(reader: Page, origin: str) -> None:
    """Results stand below the box, are told once, and no letter gets into the address."""
    opened(reader, f"{origin}/en/search/")
    asked: list[str] = []
    reader.on("request", lambda each: asked.append(each.url))
    box = reader.get_by_role("searchbox")
    box.press("n")
    reader.wait_for_timeout(500)
    assert asked == []
    box.press_sequentially("eglect", delay=30)
    expect(status(reader)).to_have_text(RESULTS)
    assert "Neglect" in reader.locator("#results").inner_text()
    assert len(asked) == 1
    assert reader.url == f"{origin}/en/search/"
    assert box.evaluate("each => each === document.activeElement")
    assert run(reader) == CLEAN
    box.press("Enter")
    expect(reader.locator("#found")).to_be_focused()
    assert reader.url == f"{origin}/en/search/"
    assert faults(reader) == []


def test_findings_are_filtered_and_told(reader: Page, origin: str) -> None:
    """A choice shows its findings at once; the address is one that can be shared."""
    opened(reader, f"{origin}/en/findings/")
    reader.get_by_label("Which findings?").select_option("good")
    expect(status(reader)).to_have_text("3 findings shown")
    assert reader.locator("#shown .cards li").count() == 3
    assert "show=good" in reader.url
    assert run(reader) == CLEAN
    told = reader.locator("#shown").inner_text()
    reader.reload()
    assert reader.locator("#shown").inner_text() == told
    assert faults(reader) == []


def test_a_word_is_found_in_the_glossary(reader: Page, origin: str) -> None:
    """Who met a hard word in a letter finds it with three letters."""
    opened(reader, f"{origin}/en/words/")
    reader.get_by_role("searchbox").press_sequentially("neg", delay=30)
    expect(status(reader)).to_have_text(re.compile(r"^\d+ words?$"))
    assert reader.locator("dt").first.inner_text() == "Neglect"
    assert run(reader) == CLEAN
    assert faults(reader) == []


def test_a_briefing_is_seen_before_it_is_made(reader: Page, origin: str) -> None:
    """Each choice changes the preview; choosing nothing says what is missing."""
    opened(reader, f"{origin}/en/partners/briefing/")
    reader.get_by_label("For whom?").select_option("health")
    expect(status(reader)).to_have_text(re.compile(r"^Preview: about \d+ min"))
    assert reader.locator("#preview h2").count() > 9
    assert run(reader) == CLEAN
    for box in reader.locator("input[name=finding]").all():
        box.uncheck()
    expect(reader.locator("#preview [role=alert]")).to_be_visible()
    assert reader.url == f"{origin}/en/partners/briefing/"
    assert faults(reader) == []


def test_a_slow_answer_is_told_and_a_late_one_never_wins(reader: Page, origin: str) -> None:
    """On a bad line, what stands there belongs to what was typed last."""
    opened(reader, f"{origin}/en/search/")

    waiting: list[Route] = []

    def slow(route: Route) -> None:
        if "q=school" in route.request.url:
            waiting.append(route)
        else:
            route.continue_()

    reader.route("**/search/?q=*", slow)
    box = reader.get_by_role("searchbox")
    box.fill("school")
    expect(status(reader)).to_have_text("Just a moment…")
    assert reader.locator("#results").get_attribute("aria-busy") == "true"
    assert run(reader) == CLEAN
    box.fill("custody")
    expect(status(reader)).to_have_text(RESULTS, timeout=8_000)
    waiting[0].continue_()
    reader.wait_for_timeout(1_500)
    assert "custody" in reader.locator("#results").inner_text().casefold()
    assert reader.locator("#results").get_attribute("aria-busy") is None


@pytest.mark.parametrize("fault", ["refused", "server error", "portal"])
def test_no_answer_is_told_next_to_the_box(reader: Page, origin: str, fault: str) -> None:
    """Without a connection nothing that was typed or shown is lost."""
    opened(reader, f"{origin}/en/search/")
    before = reader.locator("#results").inner_text()

    def fail(route: Route) -> None:
        if fault == "refused":
            route.abort()
        elif fault == "portal":
            route.fulfill(body="<h1>Log in to the café</h1>", content_type="text/html")
        else:
            route.fulfill(status=500, body="<h1>No</h1>", content_type="text/html")

    reader.route("**/search/?q=*", fail)
    reader.get_by_role("searchbox").fill("neglect")
    expect(status(reader)).to_have_text(re.compile("No answer came"))
    assert reader.locator("#results").inner_text() == before
    assert reader.get_by_role("searchbox").input_value() == "neglect"
    assert run(reader) == CLEAN
    reader.unroute("**/search/?q=*")
    reader.get_by_role("button", name="Search").click()
    expect(status(reader)).to_have_text(RESULTS)


@pytest.mark.parametrize("address", LIVE)
@pytest.mark.parametrize("network", ["blocked", "other bytes"])
def test_where_the_cdn_is_blocked_our_own_copy_takes_its_place(
    reader: Page, origin: str, address: str, network: str
) -> None:
    """At a school's locked-down PC, and where somebody put other bytes in its place."""
    reader.context.unroute(HTMX_CDN)
    if network == "blocked":
        reader.context.route(HTMX_CDN, lambda route: route.abort())
    else:
        reader.context.route(
            HTMX_CDN,
            lambda route: route.fulfill(
                body="window.stolen = 1",
                content_type="text/javascript",
                headers={"Access-Control-Allow-Origin": "*"},
            ),
        )
    opened(reader, origin + address)
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


@pytest.mark.parametrize("address", NEVER)
def test_nothing_is_asked_of_a_cdn_where_nobody_searches(
    reader: Page, origin: str, address: str
) -> None:
    """Help, safety and young people's pages tell no other company that they are read."""
    asked: list[str] = []
    reader.on("request", lambda each: asked.append(each.url))
    reader.goto(origin + address)
    assert [each for each in asked if not each.startswith(origin)] == []


@pytest.mark.parametrize("address", LIVE)
def test_without_script_each_form_is_a_plain_form(
    browser: Browser, origin: str, address: str
) -> None:
    """What htmx makes quicker, the form alone does too."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(origin + address)
    page.locator("main form button[type=submit]").click()
    assert "?" in page.url
    assert page.locator("h1").count() == 1
    context.close()
