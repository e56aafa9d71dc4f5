"""Firefox ESR, as Debian and many offices have it: access, the way out, keeping, and forms."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

import pytest
from engines import geckodriver
from kinds import GUIDE, ONE_TAG_A_SCRIPT, of_each_kind, query
from measures import AXE, RUN_AXE, chosen_rules
from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver import Firefox
from selenium.webdriver.common.by import By
from selenium.webdriver.firefox.options import Options
from selenium.webdriver.firefox.service import Service
from selenium.webdriver.support.ui import Select, WebDriverWait
from servers import Server

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

pytestmark = [
    pytest.mark.browser,
    pytest.mark.engine("firefox"),
    # Selenium leaves its sockets to the end of the process.
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]

PATIENCE = 30
# Nothing but this machine answers: a proxy that is not there, for all but 127.0.0.1.
NOWHERE = {
    "network.proxy.type": 1,
    **{f"network.proxy.{protocol}": "127.0.0.1" for protocol in ("http", "ssl")},
    **{f"network.proxy.{protocol}_port": 9 for protocol in ("http", "ssl")},
    "network.proxy.no_proxies_on": "127.0.0.1",
}
# Press, and look in the same turn: what is on top at each point of the window?
ON_TOP = """document.querySelector('a.exit').click();
const page = [...document.querySelectorAll('header, main, footer')];
const found = new Set();
for (let x = 5; x < innerWidth; x += 40) for (let y = 5; y < innerHeight; y += 40) {
  const top = document.elementFromPoint(x, y) || document.documentElement;
  found.add(page.some((part) => part.contains(top)) ? top.outerHTML
    : getComputedStyle(top).backgroundColor);
}
return [...found];"""
LEFT = """const [done] = arguments; (async () => done([(await caches.keys()).length,
  (await navigator.serviceWorker.getRegistrations()).length]))()"""


def launch(**preferences: Any) -> Firefox:
    """Start Firefox as a reader who has never been here; a window stops near 500 px."""
    options = Options()
    options.binary_location = shutil.which("firefox-esr") or "firefox-esr"
    options.add_argument("-headless")
    for name, value in {**NOWHERE, **preferences}.items():
        options.set_preference(name, value)
    driver = geckodriver()
    driver.chmod(0o755)  # a package cannot carry the mark
    made = Firefox(options=options, service=Service(str(driver)))
    # Tall: the driver scrolls nothing that is in the window, be it under the bar of the way out.
    made.set_window_size(500, 3000)
    return made


@pytest.fixture(scope="module")
def firefox() -> Iterator[Firefox]:
    """Return the one browser of this worker; only the last tests keep something, and remove it."""
    made = launch()
    yield made
    made.quit()


@pytest.fixture(scope="module")
def plain() -> Iterator[Firefox]:
    """Return a browser that runs no script of a page."""
    made = launch(**{"javascript.enabled": False})
    yield made
    made.quit()


def until(firefox: Firefox, true: Callable[[], object]) -> None:
    """Wait until something is true, also where htmx swaps an element while it is looked at."""
    wait = WebDriverWait(firefox, PATIENCE, ignored_exceptions=[StaleElementReferenceException])
    wait.until(lambda _: true())


def count(firefox: Firefox, selector: str) -> int:
    """Return how many elements a reader sees."""
    return sum(e.is_displayed() for e in firefox.find_elements(By.CSS_SELECTOR, selector))


def press(firefox: Firefox, selector: str) -> None:
    """Press an element as soon as it is there."""
    until(firefox, lambda: count(firefox, selector))
    firefox.find_element(By.CSS_SELECTOR, selector).click()


@pytest.mark.parametrize("tag", ONE_TAG_A_SCRIPT)
def test_no_kind_of_page_bars_anybody_in_firefox(firefox: Firefox, origin: str, tag: str) -> None:
    """No barrier that a machine can see stands in a second engine; colours are those of English.

    What axe leaves to people is more in Firefox (text that lies near a line of Nastaliq), and
    Chromium decides it for the same pages.
    """
    faults, chosen = [], chosen_rules(colours=tag == "en")
    for address in of_each_kind(tag):
        firefox.get(origin + address)
        firefox.execute_script(AXE)
        found = firefox.execute_async_script(
            f"const [chosen, done] = arguments; ({RUN_AXE})(chosen).then(done)", chosen
        )
        faults += [f"{address}: {violation}" for violation in found["violations"]]
    assert not faults, "\n".join(faults)


def test_exit_leaves_firefox_for_good_with_script_and_without(
    firefox: Firefox, plain: Firefox, origin: str, neutral: str
) -> None:
    """The way out is a link; with script, Back does not return either."""
    for browser in (plain, firefox):
        browser.get(f"{origin}/en/help/")
        press(browser, "a.exit")
        WebDriverWait(browser, PATIENCE).until(lambda driver: driver.current_url == neutral)
    firefox.back()
    assert firefox.current_url != f"{origin}/en/help/"


def test_exit_leaves_in_each_tab_of_firefox(firefox: Firefox, origin: str, neutral: str) -> None:
    """The tab behind leaves, too, also when Back has just shown its page."""
    first = firefox.current_window_handle
    firefox.switch_to.new_window("tab")
    firefox.get(f"{origin}/en/findings/")
    firefox.get(f"{origin}/en/words/")
    firefox.back()
    firefox.switch_to.new_window("tab")
    firefox.get(f"{origin}/en/help/")
    press(firefox, "a.exit")
    for tab in firefox.window_handles[:0:-1]:
        firefox.switch_to.window(tab)
        until(firefox, lambda: firefox.current_url == neutral)
        firefox.close()
    firefox.switch_to.window(first)


def test_exit_is_white_in_firefox_before_the_server_answers(
    firefox: Firefox, server: Server
) -> None:
    """On a slow network the page is out of sight in the very turn of the press."""
    answer = threading.Event()

    def slow(app: WSGIApplication) -> WSGIApplication:
        def wait(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
            answer.wait(PATIENCE)
            return app(environ, start)

        return wait

    firefox.get(f"{server.origin}/en/help/")
    server.answer("", slow)
    try:
        assert firefox.execute_script(ON_TOP) == ["rgb(255, 255, 255)"]
    finally:
        answer.set()


def test_the_guide_is_kept_read_and_removed_in_firefox(firefox: Firefox, server: Server) -> None:
    """Keep, read without a server, and remove."""

    def says(words: str) -> bool:
        return words in firefox.find_element(By.ID, "keep").text

    firefox.get(f"{server.origin}/en/offline/")
    press(firefox, "[data-save]")
    until(firefox, lambda: says("Done."))
    server.stop()
    for address in GUIDE:
        firefox.get(server.origin + address)
        first = firefox.find_element(By.TAG_NAME, "h1")
        assert first.is_displayed(), address
        # 32px is the browser's own: the style sheet was kept, too.
        assert first.value_of_css_property("font-size") != "32px", address
    firefox.get(f"{server.origin}/en/partners/")
    assert firefox.find_element(By.TAG_NAME, "h1").text == "This page is not kept here"
    firefox.get(f"{server.origin}/en/offline/")
    press(firefox, "[data-remove]")
    until(firefox, lambda: says("Removed"))
    assert firefox.execute_async_script(LEFT) == [0, 0]


@pytest.mark.parametrize("tag", ONE_TAG_A_SCRIPT)
def test_forms_are_plain_in_firefox(plain: Firefox, origin: str, tag: str) -> None:
    """Without script, search, filter and briefing answer with a page."""
    plain.get(f"{origin}/{tag}/search/")
    plain.find_element(By.ID, "q").send_keys(query(tag))
    press(plain, "form.search button")
    until(plain, lambda: "q=" in plain.current_url and count(plain, ".results li"))
    plain.get(f"{origin}/{tag}/findings/")
    before = count(plain, "#shown .cards li")
    Select(plain.find_element(By.ID, "show")).select_by_value("good")
    press(plain, "form.filter button")
    until(plain, lambda: "show=good" in plain.current_url)
    until(plain, lambda: 0 < count(plain, "#shown .cards li") < before)
    plain.get(f"{origin}/{tag}/partners/briefing/")
    Select(plain.find_element(By.ID, "agency")).select_by_value("schools")
    press(plain, "input[name=finding][value=neglect]")  # every finding is ticked at first
    press(plain, "form.builder button")
    until(plain, lambda: "agency=schools" in plain.current_url and count(plain, "h1") == 1)
    assert "finding=neglect" not in plain.current_url
    assert count(plain, ".summary") == 0


@pytest.mark.engine("htmx")
def test_forms_are_quicker_with_htmx_in_firefox(firefox: Firefox, origin: str) -> None:
    """The CDN is refused at once, as by a filter on the device: our own copy answers."""

    def opened(path: str) -> None:
        firefox.get(f"{origin}/en/{path}")
        until(firefox, lambda: firefox.execute_script("return 'htmx' in window"))

    opened("search/")
    firefox.find_element(By.ID, "q").send_keys("neglect")
    until(firefox, lambda: count(firefox, ".results li"))
    assert firefox.current_url == f"{origin}/en/search/"
    opened("findings/")
    before = count(firefox, "#shown .cards li")
    Select(firefox.find_element(By.ID, "show")).select_by_value("good")
    until(firefox, lambda: 0 < count(firefox, "#shown .cards li") < before)
    opened("partners/briefing/")
    press(firefox, "input[name=finding][value=neglect]")
    until(firefox, lambda: count(firefox, "#preview"))
    # The address follows the preview, so that copying it shares what is seen.
    until(firefox, lambda: "finding=governance" in firefox.current_url)
    assert "finding=neglect" not in firefox.current_url
