"""Back is instant on every kind of page: the browser may keep our pages in its memory."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from chromium import FLAGS
from kinds import ERROR, KINDS, WRONG
from playwright.sync_api import Browser

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def memory(browser: Browser) -> Iterator[Browser]:
    """Return a browser with that memory, which Playwright switches off."""
    made = browser.browser_type.launch(
        executable_path=shutil.which("chromium"),
        args=FLAGS,
        ignore_default_args=["--disable-back-forward-cache"],
    )
    yield made
    made.close()


# Pages of results stand here, too: a cache may not store them, this memory may; it ends with the
# tab. Chromium never holds an answer that is an error.
HELD = [each for each in KINDS if not each.endswith((WRONG, ERROR))]


@pytest.mark.parametrize("address", [*HELD, "/en/offline/"])
def test_back_shows_the_page_as_it_was_left(memory: Browser, origin: str, address: str) -> None:
    """Going back costs neither data nor the place where somebody was."""
    page = memory.new_page()
    page.goto(origin + address)
    page.evaluate("window.mark = 1")
    page.goto(f"{origin}/en/about/")
    page.evaluate("history.back()")
    # A page out of the memory fires no event that Playwright waits for.
    for _ in range(50):
        page.wait_for_timeout(100)
        if page.url == origin + address:
            break
    assert page.evaluate("window.mark") == 1
    page.close()
