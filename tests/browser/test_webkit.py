"""A smoke walk in WebKit, the engine of iPhones, so that they are not a guess."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from house import ROOT
from kinds import GUIDE, KINDS, is_embed
from measures import READABLE
from selenium.webdriver import WebKitGTK
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait
from selenium.webdriver.webkitgtk.options import Options
from selenium.webdriver.webkitgtk.service import Service
from servers import Server

from webapp.site.assets import HTMX_FILE

# Selenium warns of its own ways.
pytestmark = [
    pytest.mark.browser,
    pytest.mark.engine("webkit"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning:selenium"),
]

PATIENCE = 30


@pytest.fixture(scope="module")
def screen() -> Iterator[str]:
    """Return the name of a screen that nobody sees."""
    reads, writes = os.pipe()
    xvfb = subprocess.Popen(
        [shutil.which("Xvfb") or "Xvfb", "-displayfd", str(writes), "-screen", "0", "1280x900x24"],
        pass_fds=[writes],
        stderr=subprocess.DEVNULL,
    )
    os.close(writes)
    with os.fdopen(reads) as line:
        yield f":{line.readline().strip()}"
    xvfb.terminate()
    xvfb.wait()


@pytest.fixture
def webkit(screen: str, tmp_path: Path) -> Iterator[WebKitGTK]:
    """Return WebKit's own small browser, as a reader who has never been here."""
    options = Options()
    options.binary_location = str(next(Path("/usr/lib").glob("*/webkit2gtk-4.*/MiniBrowser")))
    options.add_argument("--automation")
    driver = shutil.which("WebKitWebDriver") or "WebKitWebDriver"
    env = {**os.environ, "DISPLAY": screen, "HOME": str(tmp_path), "GDK_BACKEND": "x11"}
    made = WebKitGTK(options=options, service=Service(driver, env=env))
    made.set_window_size(390, 844)
    yield made
    made.quit()


def until(webkit: WebKitGTK, script: str) -> None:
    """Wait until a script returns something true."""
    WebDriverWait(webkit, PATIENCE).until(lambda driver: driver.execute_script(f"return {script}"))


def test_each_kind_of_page_is_read_in_webkit(webkit: WebKitGTK, origin: str) -> None:
    """Heading, help number and way out in sight, nothing sideways."""
    script = f"return ({READABLE})(arguments[0])"
    faults = []
    for address in KINDS:
        webkit.get(origin + address)
        found = webkit.execute_script(script, is_embed(address))
        faults += [f"{address}: {fault}" for fault in found]
    assert not faults, "\n".join(faults)


def test_exit_leaves_in_webkit(webkit: WebKitGTK, origin: str, neutral: str) -> None:
    """A press leaves, and Back does not return."""
    webkit.get(f"{origin}/en/help/")
    webkit.find_element(By.CSS_SELECTOR, "a.exit").click()
    until(webkit, f"location.href === {neutral!r}")
    webkit.back()
    assert not webkit.current_url.startswith(f"{origin}/en/")


def test_exit_leaves_in_each_tab_of_webkit(webkit: WebKitGTK, origin: str, neutral: str) -> None:
    """The tab behind leaves, too."""
    webkit.get(f"{origin}/en/findings/")
    webkit.switch_to.new_window("tab")
    webkit.get(f"{origin}/en/help/")
    webkit.find_element(By.CSS_SELECTOR, "a.exit").click()
    for tab in reversed(webkit.window_handles):
        webkit.switch_to.window(tab)
        until(webkit, f"location.href === {neutral!r}")


def test_search_answers_in_webkit(webkit: WebKitGTK, origin: str) -> None:
    """The CDN cannot be reached from here: our own copy of htmx answers, or the plain form."""
    webkit.get(f"{origin}/en/search/")
    box = webkit.find_element(By.ID, "q")
    if (ROOT / "static" / HTMX_FILE).is_file():
        until(webkit, "'htmx' in window")
        box.send_keys("neglect")
    else:
        box.send_keys("neglect", Keys.ENTER)
    until(webkit, "document.querySelectorAll('.results li').length > 0")


def test_the_guide_is_kept_read_and_removed_in_webkit(webkit: WebKitGTK, server: Server) -> None:
    """Keep, read without a server, and remove: all work in the engine of iPhones."""
    webkit.get(f"{server.origin}/en/offline/")
    webkit.find_element(By.CSS_SELECTOR, "[data-save]").click()
    until(webkit, "document.querySelector('#keep [aria-live]').innerText.startsWith('Done')")
    server.stop()
    for address in GUIDE:
        webkit.get(server.origin + address)
        heading = webkit.find_element(By.TAG_NAME, "h1")
        assert heading.is_displayed(), address
        assert heading.value_of_css_property("font-size") != "32px", address
    webkit.get(f"{server.origin}/en/partners/")
    assert webkit.find_element(By.TAG_NAME, "h1").text == "This page is not kept here"
    webkit.get(f"{server.origin}/en/offline/")
    # The button is there as soon as the copies have been looked through.
    until(webkit, "document.querySelector('[data-remove]').getClientRects().length > 0")
    remove = webkit.find_element(By.CSS_SELECTOR, "[data-remove]")
    # The driver scrolls nothing that is in the window already, be it under the bar of the way out.
    webkit.execute_script("arguments[0].scrollIntoView({block: 'center'})", remove)
    remove.click()
    until(webkit, "document.querySelector('#keep [aria-live]').innerText.startsWith('Removed')")
    left = webkit.execute_async_script(
        "const tell = arguments[0]; (async () => tell([(await caches.keys()).length,"
        " (await navigator.serviceWorker.getRegistrations()).length]))()"
    )
    assert left == [0, 0]
