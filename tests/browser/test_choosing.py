"""Choosing among all languages that are begun, as when they are offered: one line, one press."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from chromium import refuse_other_hosts, set_screen
from flask import render_template
from house import real_settings
from measures import COVERED, WIDTH
from playwright.sync_api import Browser, Page, expect
from servers import serving

from webapp import create_app
from webapp.i18n.languages import load

pytestmark = pytest.mark.browser

ALL = load(real_settings().translations)
# A line of names, with what the highest script needs: 3.4 times the size of letters on its page.
ONE_LINE = 3.4


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    """Serve the site in every language that is begun; return its address."""
    with serving(create_app(real_settings(), languages=ALL)) as address:
        yield address


@contextmanager
def reader(
    browser: Browser, site: str, locale: str = "en-GB", script: bool = True
) -> Iterator[Page]:
    """Yield a phone that wishes a language."""
    context = browser.new_context(
        locale=locale, java_script_enabled=script, service_workers="block",
        viewport={"width": 320, "height": 568},
    )  # fmt: skip
    page = context.new_page()
    refuse_other_hosts(page, site)
    yield page
    context.close()


def test_names_take_one_line_and_a_list_opens_in_one_press(browser: Browser, site: str) -> None:
    """On each language's page, at 320 and 390 px; the page goes on under the list."""
    with reader(browser, site) as page:
        for language in ALL:
            page.goto(f"{site}/{language.tag}/help/")
            for width in (320, 390):
                set_screen(page, width)
                high = page.locator(".tongues").bounding_box()
                assert high is not None
                size = page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)")
                assert high["height"] <= ONE_LINE * size, (language.tag, width)
                page.locator(".tongues summary").click()
                names = page.locator(".tongues a[hreflang]")
                assert names.count() == len(ALL)
                for other in ALL:
                    link = page.locator(f'.tongues a[hreflang="{other.tag}"]')
                    assert link.inner_text() == other.own_name
                    assert link.is_visible()
                    assert (link.get_attribute("lang"), link.get_attribute("dir")) == (
                        other.tag, other.direction,
                    )  # fmt: skip
                assert page.evaluate(WIDTH) == width
                page.locator(".tongues summary").click()


@pytest.mark.parametrize(
    ("wished", "first"),
    [("ne-NP", "ne"), ("pt-BR", "pt"), ("ro", "ro"), ("pa-IN", "pa"), ("pa-PK", "ur"),
     ("pa-Arab-PK", "ur")],
)  # fmt: skip
def test_the_language_that_a_browser_wishes_is_one_press_away(
    browser: Browser, site: str, wished: str, first: str
) -> None:
    """Script moves its link to the line; nothing is stored, and the rest stays in the list."""
    with reader(browser, site, wished) as page:
        page.goto(f"{site}/en/findings/neglect/")
        expect(page.locator(".tongues .near a").first).to_have_attribute("lang", first)
        tags = page.locator(".tongues a[hreflang]").evaluate_all("all => all.map(a => a.lang)")
        assert sorted(tags) == sorted(language.tag for language in ALL)
        page.locator(".tongues .near a").first.click()
        expect(page).to_have_url(f"{site}/{first}/findings/neglect/")
        assert page.context.cookies() == []
        assert page.evaluate("localStorage.length + sessionStorage.length") == 0


@pytest.mark.parametrize("wished", ["sr-Latn-RS", "zh-TW", "de"])
def test_a_wish_that_nobody_fulfils_moves_nothing(browser: Browser, site: str, wished: str) -> None:
    """Nobody is led to a language that only has the same letters."""
    with reader(browser, site, wished) as page:
        page.goto(f"{site}/pa/help/")
        page.evaluate("document.fonts.ready")  # scripts that are deferred have run
        near = page.locator(".tongues .near a[hreflang]")
        assert near.evaluate_all("all => all.map(a => a.lang)") == ["en", "pl"]


def test_without_script_each_language_is_reached_by_keyboard(browser: Browser, site: str) -> None:
    """The list is the browser's own: Enter opens it, Tab goes through it, nothing covers it."""
    with reader(browser, site, script=False) as page:
        page.goto(f"{site}/en/help/")
        page.locator(".tongues summary").focus()
        page.keyboard.press("Enter")
        reached = []
        for _ in ALL:
            page.keyboard.press("Tab")
            assert page.evaluate(COVERED) == ""
            reached.append(page.evaluate("document.activeElement.lang"))
        assert sorted(reached) == sorted(language.tag for language in ALL)
        page.locator('.tongues a[hreflang="ne"]').click()
        expect(page).to_have_url(f"{site}/ne/help/")


def test_a_browser_that_knows_no_list_to_open_shows_it(browser: Browser, site: str) -> None:
    """Opera Mini and older phones show what is in `details`, unless our sheet hides it."""
    with reader(browser, site) as page:
        page.goto(f"{site}/en/help/")
        names = page.locator(".tongues details :is(ul, li, a)")
        shown = names.evaluate_all("all => all.map(each => getComputedStyle(each).display)")
        assert shown
        assert "none" not in shown


def test_the_chooser_of_an_export_shows_all_names_at_once(browser: Browser, site: str) -> None:
    """At the bare address, on the smallest phone, no name has to be scrolled to."""
    app = create_app(real_settings(), languages=ALL)
    with app.test_request_context("/"):
        html = render_template("pages/chooser.html")
    with reader(browser, site) as page:
        page.route(
            f"{site}/chooser", lambda route: route.fulfill(body=html, content_type="text/html")
        )
        page.goto(f"{site}/chooser")
        bar = page.locator(".exit-bar").bounding_box()
        assert bar is not None
        for language in ALL:
            box = page.locator(f'a.button[hreflang="{language.tag}"]').bounding_box()
            assert box is not None
            assert box["y"] + box["height"] <= bar["y"], language.tag
            assert min(box["height"], box["width"]) >= 44
