"""Exit this page: white at once, away for good, by press, by Shift, without script, offline."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from chromium import FLAGS
from house import real_settings
from keeping import LEFT, NOTHING, broken, keep
from playwright.sync_api import Browser, BrowserContext, Page
from servers import Server

pytestmark = pytest.mark.browser

WITH_EXIT = ["/en/", "/en/help/", "/en/findings/neglect/", "/en/young-people/", "/en/safety/"]


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """Return a browser of its own that has never been here."""
    made = browser.new_context(viewport={"width": 390, "height": 664})
    yield made
    made.close()


@pytest.fixture
def reader(context: BrowserContext) -> Page:
    """Return a new reader's page."""
    return context.new_page()


@pytest.mark.parametrize("address", WITH_EXIT)
def test_a_press_leaves_and_back_does_not_return(
    reader: Page, origin: str, neutral: str, address: str
) -> None:
    """Whoever takes the phone and presses Back does not see the page that was left."""
    reader.goto("about:blank")
    reader.goto(origin + address)
    reader.locator("a.exit").click()
    reader.wait_for_url(neutral)
    reader.go_back()
    assert not reader.url.startswith(origin)


def test_the_white_comes_before_anything_is_asked(reader: Page, origin: str, neutral: str) -> None:
    """Someone looking over a shoulder sees white first, whatever the network does."""
    reader.goto(f"{origin}/en/help/")
    order: list[str] = []
    reader.on("console", lambda message: order.append(message.text))
    # What asks first, and a browser that is about to leave, both look whether it is white.
    reader.evaluate("""() => {
      const look = (what) => console.log(
        `${what} ${document.querySelector('.exit-white') ? 'white' : 'not white'}`);
      const ask = window.fetch;
      window.fetch = (...all) => { look('asks'); return ask(...all); };
      addEventListener('beforeunload', () => look('leaves'));
    }""")
    reader.locator("a.exit").click()
    reader.wait_for_url(neutral)
    assert [each for each in order if "white" in each] == ["asks white", "leaves white"]


def test_the_white_covers_everything(reader: Page, origin: str) -> None:
    """No word of the page shines through, nor stands in the title of the window."""
    reader.route("**/exit", lambda route: None)  # never answered
    reader.goto(f"{origin}/en/help/")
    # At once: in the same turn as the press.
    told = reader.evaluate("""() => {
      document.querySelector('a.exit').click();
      const box = document.querySelector('.exit-white').getBoundingClientRect();
      return [box.x, box.y, box.width >= innerWidth, box.height >= innerHeight,
              document.elementFromPoint(100, 100).className, document.title];
    }""")
    assert told == [0, 0, True, True, "exit-white", ""]


def test_a_page_that_never_comes_gives_way_to_a_blank_one(reader: Page, origin: str) -> None:
    """Where the network hangs, the page is gone for good all the same."""
    reader.route("**/exit", lambda route: None)
    reader.goto(f"{origin}/en/help/")
    reader.evaluate("document.querySelector('a.exit').click()")
    reader.wait_for_url("about:blank", timeout=10_000)


def test_offline_leads_to_a_blank_page(reader: Page, context: BrowserContext, origin: str) -> None:
    """Without a connection the way out works, too."""
    reader.goto(f"{origin}/en/help/")
    context.set_offline(True)
    reader.locator("a.exit").click()
    reader.wait_for_url("about:blank")


@pytest.mark.parametrize("kept", [False, True])
def test_a_server_that_is_gone_leads_to_a_blank_page(
    phone: Page, server: Server, kept: bool
) -> None:
    """With a network that leads nowhere, no error page names this site; nothing is left."""
    if kept:
        keep(phone, server)
    phone.goto(f"{server.origin}/en/help/")
    server.stop()
    phone.locator("a.exit").click()
    phone.wait_for_url("about:blank")
    server.start(real_settings())
    phone.goto(f"{server.origin}/en/")
    assert phone.evaluate(LEFT) == NOTHING


def test_a_broken_server_leads_to_a_blank_page(phone: Page, server: Server) -> None:
    """An error page of ours would tell where its reader was."""
    phone.goto(f"{server.origin}/en/help/")
    server.answer("", broken)
    phone.locator("a.exit").click()
    phone.wait_for_url("about:blank")


def test_after_a_walk_back_reaches_earlier_pages(reader: Page, origin: str, neutral: str) -> None:
    """We say so in the first lines of the safety page; here is why."""
    for path in ("/en/", "/en/findings/", "/en/help/"):
        reader.goto(origin + path)
    reader.locator("a.exit").click()
    reader.wait_for_url(neutral)
    reader.go_back()
    assert reader.url == f"{origin}/en/findings/"


def test_shift_three_times_leaves_and_tells_each_press(
    reader: Page, origin: str, neutral: str
) -> None:
    """Who cannot reach the button leaves by a key that writes nothing."""
    reader.goto(f"{origin}/en/help/")
    status = reader.locator(".exit-status")
    reader.keyboard.press("Shift")
    assert status.inner_text() == "Press Shift two more times to leave."
    reader.keyboard.press("Shift")
    assert status.inner_text() == "Press Shift one more time to leave."
    reader.keyboard.press("Shift")
    reader.wait_for_url(neutral)


def test_shift_in_a_box_writes_capitals(reader: Page, origin: str) -> None:
    """Nobody is thrown out for typing a name."""
    reader.goto(f"{origin}/en/search/")
    box = reader.get_by_role("searchbox")
    box.focus()
    for letter in "ABCD":
        reader.keyboard.press(f"Shift+{letter}")
    assert reader.url == f"{origin}/en/search/"
    assert box.input_value() == "ABCD"


def test_another_key_between_begins_again(reader: Page, origin: str) -> None:
    """Only three presses in a row mean it."""
    reader.goto(f"{origin}/en/help/")
    for key in ("Shift", "Shift", "ArrowDown", "Shift"):
        reader.keyboard.press(key)
    reader.wait_for_timeout(300)
    assert reader.url == f"{origin}/en/help/"


def test_without_script_the_link_leaves(browser: Browser, origin: str, neutral: str) -> None:
    """A browser without script follows the link, and the server clears and leads on."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{origin}/en/help/")
    page.locator("a.exit").click()
    page.wait_for_url(neutral)
    context.close()


def test_the_way_out_is_the_second_stop_and_covers_nothing_at_the_end(
    reader: Page, origin: str
) -> None:
    """First but one in tab order; the last line of a page can be scrolled clear of it."""
    reader.goto(f"{origin}/en/help/")
    reader.keyboard.press("Tab")
    reader.keyboard.press("Tab")
    assert reader.evaluate("document.activeElement.className") == "exit sticky"
    reader.evaluate("scrollTo(0, document.body.scrollHeight)")
    last = reader.locator(".foot p").last.bounding_box()
    out = reader.locator("a.exit").bounding_box()
    assert last is not None
    assert out is not None
    assert last["y"] + last["height"] <= out["y"]


@pytest.mark.parametrize("address", ["/en/partners/", "/en/sources/facts/", "/en/data/"])
def test_at_work_the_way_out_is_a_plain_link(
    reader: Page, origin: str, neutral: str, address: str
) -> None:
    """Where it is hardly needed it does not float over the text."""
    reader.goto(origin + address)
    assert reader.locator("a.exit").get_attribute("class") == "exit"
    reader.locator("a.exit").click()
    reader.wait_for_url(neutral)


def test_a_window_of_its_own_is_left_too(
    browser: Browser, origin: str, neutral: str, tmp_path: Path
) -> None:
    """Installed, the guide has a window without an address bar: the way out leads away there."""
    context = browser.browser_type.launch_persistent_context(
        tmp_path,
        executable_path=shutil.which("chromium"),
        args=[*FLAGS, f"--app={origin}/en/help/"],
        service_workers="allow",
    )
    page = next(each for each in context.pages if each.url.startswith(origin))
    page.wait_for_load_state()
    assert page.evaluate("matchMedia('(display-mode: standalone)').matches")
    page.locator("a.exit").click()
    page.wait_for_url(neutral)
    page.go_back()
    assert not page.url.startswith(origin)
    context.close()


@pytest.mark.parametrize("jump", ["a.skip", "a.to-menu"])
def test_a_jump_within_the_page_leaves_no_second_entry_of_it(
    reader: Page, origin: str, neutral: str, jump: str
) -> None:
    """Menu, then the way out, then Back: the page that was left does not come again."""
    reader.goto(f"{origin}/en/findings/")
    reader.goto(f"{origin}/en/help/")
    reader.locator(jump).focus()
    reader.keyboard.press("Enter")
    reader.wait_for_url("**/en/help/#m*")
    reader.locator("a.exit").click()
    reader.wait_for_url(neutral)
    reader.go_back()
    reader.wait_for_url(f"{origin}/en/findings/")
