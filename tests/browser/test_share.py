"""Carried further: with the device's own sheet, as a copy, and each copy says what it is."""

from __future__ import annotations

import pytest
from house import TAGS
from playwright.sync_api import Page, expect

from webapp.i18n.languages import strip_isolates

pytestmark = pytest.mark.browser

# A device whose sheet opens, or fails with the named fault.
SHEET = """(fault) => {
  window.shared = [];
  Object.defineProperty(navigator, 'share', { value: async (what) => {
    shared.push(what);
    if (fault) throw new DOMException('', fault);
  }});
}"""
# The page's own clock, behind what it has asked of the clipboard; an answer takes 100 ms.
LATER = """() => navigator.clipboard.readText()
  .then(() => new Promise((done) => setTimeout(done, 150)))"""
# Pages with boxes to copy.
COPYING = ("partners/embed/", "partners/figures/", "next/", "data/", "partners/briefing/7-minutes/")


@pytest.fixture
def phone(phone: Page, origin: str) -> Page:
    """Return a phone whose clipboard can be read."""
    phone.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=origin)
    return phone


def clipboard(phone: Page) -> str:
    """Return what the reader's clipboard holds."""
    text: str = phone.evaluate("navigator.clipboard.readText()")
    return text


@pytest.mark.parametrize("fault", ["", "AbortError", "NotAllowedError"],
                         ids=["sent", "closed", "does not open"])  # fmt: skip
def test_the_device_s_own_sheet_gets_title_and_address(
    phone: Page, origin: str, fault: str
) -> None:
    """A neutral title goes with the page; who closes the sheet loses nothing.

    One that does not open gives way to a copy: a press is never without an answer.
    """
    phone.context.add_init_script(f"({SHEET})('{fault}')")
    phone.goto(f"{origin}/en/help/")
    phone.evaluate("navigator.clipboard.writeText('mine')")
    phone.get_by_role("button", name="Share this page").click()
    phone.wait_for_function("shared.length")
    address = phone.locator("link[rel=canonical]").get_attribute("href")
    assert phone.evaluate("shared") == [{"title": "Get help", "url": address}]
    copied = fault == "NotAllowedError"
    if not copied:  # a copy that was begun would have been answered before this
        phone.evaluate(LATER)
    expect(phone.locator("#share [aria-live]")).to_have_text("Copied." if copied else "")
    assert clipboard(phone) == (address if copied else "mine")


def test_a_page_is_copied_as_its_address_and_as_a_short_text(phone: Page, origin: str) -> None:
    """On any device; tests/test_house_languages.py reads all the texts.

    A second press is answered as the first was: the region is emptied and filled.
    """
    phone.goto(f"{origin}/en/findings/missing-children/")
    phone.evaluate("""() => {
      window.news = [];
      const region = document.querySelector('#share [aria-live]');
      new MutationObserver(() => news.push(region.textContent)).observe(region, {childList: true});
    }""")
    wanted = {
        "Share this page": phone.locator("link[rel=canonical]").get_attribute("href"),
        "Copy as short text": phone.locator("#share").get_attribute("data-text"),
    }
    for name, text in wanted.items():
        phone.evaluate("news.push('press')")
        phone.get_by_role("button", name=name).click()
        phone.wait_for_function("() => news[news.length - 1] === 'Copied.'")
        assert clipboard(phone) == text
    assert phone.evaluate("news") == ["press", "Copied.", "press", "", "Copied."]


@pytest.mark.engine("htmx")
def test_a_preview_is_shared_as_the_briefing_that_is_seen(phone: Page, origin: str) -> None:
    """Not as the empty form; and it is printed into a file of its name."""
    phone.goto(f"{origin}/en/partners/briefing/")
    phone.wait_for_function("() => 'htmx' in window")
    for agency in ("health", "schools"):
        phone.get_by_label("For whom?").select_option(agency)
        phone.wait_for_url(f"**/?agency={agency}&finding=*")
        for name, shared in {"Share this page": phone.url, "Copy as short text": "/en/b/"}.items():
            phone.evaluate("navigator.clipboard.writeText('mine')")
            phone.get_by_role("button", name=name).click()
            phone.wait_for_function("navigator.clipboard.readText().then((t) => t !== 'mine')")
            assert shared.replace(origin, "") in clipboard(phone)
        assert phone.title().startswith(f"Briefing: {agency.title()}")


def test_a_box_is_copied_and_the_answer_stands_beside_its_button(phone: Page, origin: str) -> None:
    """A figure goes into a report with its source at one press; only the last button speaks."""
    phone.goto(f"{origin}/en/partners/figures/")
    phone.locator("details.cite summary").first.click()
    phone.locator(".copy + button:visible").first.click()
    phone.locator(".copy + button + [aria-live]").filter(has_text="Copied.").wait_for()
    assert "70 child protection cases" in clipboard(phone)
    assert "ITV News Meridian" in clipboard(phone)
    phone.goto(f"{origin}/en/partners/embed/")
    buttons = phone.locator(".copy + button")
    for at in (3, 5):
        buttons.nth(at).click()
        answer = phone.locator(".copy + button + [aria-live]").nth(at)
        expect(answer).to_have_text("Copied.")
        button, beside = buttons.nth(at).bounding_box(), answer.bounding_box()
        assert button is not None
        assert beside is not None
        assert 0 <= beside["y"] - button["y"] < 100
    assert phone.get_by_text("Copied.").count() == 1
    assert clipboard(phone).startswith("<a href=")


@pytest.mark.parametrize("tag", TAGS)
def test_each_button_says_what_it_copies(page: Page, origin: str, tag: str) -> None:
    """In a list of buttons, none is called as another, and each begins with what eyes see."""
    for path in COPYING:
        page.goto(f"{origin}/{tag}/{path}")
        buttons = page.locator(".copy + button")
        # One may stand in a detail that is closed.
        buttons.first.wait_for(state="attached")
        names = page.evaluate("""() => [...document.querySelectorAll('.copy + button')].map(
          (each) => [each.getAttribute('aria-label') || '', each.textContent.trim()])""")
        assert len({name for name, _ in names}) == len(names), path
        for name, seen in names:
            assert strip_isolates(name).startswith(strip_isolates(seen)), path
            assert len(strip_isolates(name)) > len(strip_isolates(seen)) + 2
            assert "{" not in name
        assert page.locator(".copy").count() == len(names)
        opened = page.locator("summary").evaluate_all(
            "all => all.map((each) => each.getAttribute('aria-label') || each.textContent)"
        )
        assert len(set(opened)) == len(opened), path


@pytest.mark.parametrize("path", ["handout/oxfordshire/", "partners/briefing/7-minutes/"])
def test_what_is_given_out_prints_at_a_press(phone: Page, origin: str, path: str) -> None:
    """The button is there as soon as script runs, and prints this very page."""
    phone.goto(f"{origin}/en/{path}")
    phone.evaluate("window.print = () => { window.printed = location.pathname; }")
    phone.get_by_role("button", name="Print", exact=True).click()
    assert phone.evaluate("printed") == f"/en/{path}"
