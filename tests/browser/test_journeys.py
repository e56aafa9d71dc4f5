"""What newcomers do: search with a slip, make a briefing, hand out a page, embed a box."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import pikepdf
import pytest
from flask import Response
from playwright.sync_api import Browser, Page
from servers import serving

pytestmark = pytest.mark.browser


def test_a_search_with_a_wrong_letter_finds(page: Page, origin: str) -> None:
    """One slip of a finger does not end a search."""
    page.goto(f"{origin}/en/search/")
    page.get_by_role("searchbox").fill("neglct")
    page.keyboard.press("Enter")
    assert "neglect" in page.locator(".results").inner_text().casefold()


def test_a_search_that_finds_nothing_leads_to_help(page: Page, origin: str) -> None:
    """Who typed what happened to them is shown whom to call."""
    page.goto(f"{origin}/en/search/")
    page.get_by_role("searchbox").fill("qqzzqq")
    page.keyboard.press("Enter")
    page.locator("#results").get_by_role("link", name="Who to call and how").click()
    assert page.url == f"{origin}/en/help/"


def test_one_press_leads_from_the_front_page_to_an_agency(page: Page, origin: str) -> None:
    """A school's safeguarding lead is one press from the list of agencies, two from her page."""
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(f"{origin}/en/")
    page.get_by_label("Main").get_by_role("link", name="For partner agencies").click()
    page.get_by_role("link", name="Schools, colleges and early years", exact=True).click()
    assert page.url == f"{origin}/en/partners/schools/"
    assert page.locator("#questions li").count() >= 5


def test_a_briefing_is_made_and_has_its_own_address(page: Page, origin: str) -> None:
    """What somebody chose can be shared: the same address shows the same briefing."""
    page.goto(f"{origin}/en/partners/briefing/")
    page.get_by_label("For whom?").select_option("health")
    for box in page.locator("input[name=finding]").all()[1:]:
        box.uncheck()
    with page.expect_event("load"):
        page.get_by_role("button", name="Make the briefing").click()
    assert urlsplit(page.url).query.startswith("agency=health&finding=committed-staff")
    assert page.locator("h1").inner_text() == "Briefing: Health"
    briefing = page.locator("main").inner_text()
    page.goto(page.url)
    assert page.locator("main").inner_text() == briefing


def test_a_briefing_of_everything_prints_on_four_sides(
    browser: Browser, origin: str, tmp_path: object
) -> None:
    """All nine findings with quotations fit a stapled handout."""
    page = browser.new_page()
    page.goto(f"{origin}/en/partners/briefing/")
    page.get_by_label("With questions").uncheck()
    # Printing while a page comes fails; an answer of the live form changes the address, too.
    with page.expect_event("load"):
        page.get_by_role("button", name="Make the briefing").click()
    path = f"{tmp_path}/all.pdf"
    page.pdf(path=path, prefer_css_page_size=True)
    with pikepdf.open(path) as made:
        assert len(made.pages) <= 4
    page.close()


def page_of(html: str) -> Response:
    """Return a partner's page, to be served from another origin of this machine."""
    return Response(html, mimetype="text/html")


def test_a_box_is_framed_by_another_site(browser: Browser, origin: str, tmp_path: Path) -> None:
    """A partner pastes the lines as shown, and its readers see the box."""
    page = browser.new_page()
    page.goto(f"{origin}/en/partners/embed/")
    lines = page.locator("pre.copy").first.inner_text()
    # The lines name the public address; this server answers for it here.
    lines = lines.replace("http://127.0.0.1:8000", origin)
    tried = tmp_path / "try.html"
    tried.write_text(lines, "utf-8")
    with serving(page_of(lines)) as address:
        # On a site, and in a file on a desktop, where somebody tries them first.
        for place in (address, tried.as_uri()):
            page.goto(place)
            framed = page.frame_locator("iframe")
            framed.locator("h1").wait_for()
            assert "Thames Valley Police" in framed.locator("main").inner_text()
        page.close()


def test_no_other_page_is_framed(browser: Browser, origin: str) -> None:
    """Nobody can lay our help page under their own buttons."""
    page = browser.new_page()
    with serving(page_of(f'<iframe src="{origin}/en/help/"></iframe>')) as address:
        with page.expect_console_message(lambda line: "frame-ancestors" in line.text):
            page.goto(address)
        assert page.frames[1].url != f"{origin}/en/help/"
        page.close()
