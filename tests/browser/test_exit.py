"""Exit this page: white at once, away for good, by press, by Shift, without script, offline."""

from __future__ import annotations

import shutil
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path

import pytest
from chromium import FLAGS
from house import real_settings
from keeping import LEFT, NOTHING, keep
from playwright.sync_api import Browser, BrowserContext, Page
from servers import Line, Server
from white import WHITE_AFTER

from webapp import create_app
from webapp.settings import Settings

pytestmark = pytest.mark.browser

WITH_EXIT = ["/en/", "/en/help/", "/en/findings/neglect/", "/en/young-people/", "/en/safety/"]


@pytest.fixture
def line(settings: Settings) -> Iterator[Line]:
    """Return the site at the end of a line that can be slow or cut."""
    made = Line(create_app(settings))
    yield made
    made.cut()


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


@pytest.mark.parametrize("state", ["slow", "gone", "no style sheet"])
def test_white_within_150_ms(
    reader: Page, line: Line, slow_weather: Line, neutral: str, state: str
) -> None:
    """Whoever looks over a shoulder sees white at once, whatever the network does."""
    if state == "no style sheet":
        reader.route("**/*.css", lambda route: route.abort())
    reader.goto(f"{line.origin}/en/help/")
    if state == "gone":
        line.cut()
    line.delay = 60
    reader.evaluate(WHITE_AFTER)
    with reader.expect_console_message(lambda each: each.text.startswith("white whole")) as said:
        reader.locator("a.exit").click()
    assert float(said.value.text.split()[-1]) < 150
    reader.wait_for_url(neutral)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_white_is_white_over_everything(reader: Page, origin: str, scheme: str) -> None:
    """Nothing shines through, not even what the browser paints above all pages."""
    reader.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    reader.goto(f"{origin}/en/help/")
    reader.evaluate("""() => {
      const dialog = document.createElement('dialog');
      dialog.textContent = 'Above all';
      document.body.append(dialog);
      dialog.showModal();
      caches.keys = () => new Promise(() => {});  // holds the navigation back
      document.querySelector('a.exit').click();
    }""")
    reader.wait_for_timeout(100)
    assert len(set(pixels(reader))) == 1
    assert reader.title() == ""


def pixels(page: Page) -> list[tuple[int, ...]]:
    """Return the colours of what is in sight, drawn smaller."""
    shot = b64encode(page.screenshot()).decode()
    return [
        tuple(each)
        for each in page.evaluate(
            """async (shot) => {
              const data = Uint8Array.from(atob(shot), (each) => each.charCodeAt(0));
              const image = await createImageBitmap(new Blob([data], {type: 'image/png'}));
              const canvas = new OffscreenCanvas(image.width, image.height);
              const brush = canvas.getContext('2d');
              brush.drawImage(image, 0, 0);
              const found = brush.getImageData(0, 0, image.width, image.height).data;
              const all = [];
              for (let at = 0; at < found.length; at += 388) all.push([...found.slice(at, at + 3)]);
              return all;
            }""",
            shot,
        )
    ]


def test_what_is_hidden_from_the_eye_is_hidden_from_the_ear(reader: Page, origin: str) -> None:
    """A screen reader finds one neutral word, in the language of the page, and nothing else."""
    reader.goto(f"{origin}/pl/help/")
    reader.evaluate("() => { caches.keys = () => new Promise(() => {}); }")
    reader.locator("a.exit").click()
    assert reader.locator("html").aria_snapshot().split("\n") == [
        "- document:",
        "  - alert: Wczytywanie.",
    ]


def test_a_page_that_never_comes_gives_way_to_a_blank_one(
    reader: Page, origin: str, neutral: str
) -> None:
    """Where the network hangs, the page is gone for good all the same."""
    reader.route(neutral, lambda route: None)
    reader.goto(f"{origin}/en/help/")
    reader.evaluate("document.querySelector('a.exit').click()")
    reader.wait_for_url("about:blank", timeout=12_000)


def test_offline_leads_to_a_blank_page(reader: Page, context: BrowserContext, origin: str) -> None:
    """Without a connection the way out works, too."""
    reader.goto(f"{origin}/en/help/")
    context.set_offline(True)
    reader.locator("a.exit").click()
    reader.wait_for_url("about:blank")


@pytest.mark.parametrize("kept", [False, True])
def test_a_server_that_is_gone_keeps_nobody_here(
    phone: Page, server: Server, neutral: str, kept: bool
) -> None:
    """The way out asks nothing of our server; nothing of ours is left."""
    if kept:
        keep(phone, server)
    phone.goto(f"{server.origin}/en/help/")
    server.stop()
    phone.locator("a.exit").click()
    phone.wait_for_url(neutral)
    server.start(real_settings())
    phone.goto(f"{server.origin}/en/")
    assert phone.evaluate(LEFT) == NOTHING


def test_a_page_from_the_browser_s_memory_is_not_white(reader: Page, origin: str) -> None:
    """A page that the browser shows again as it was can be read again."""
    reader.goto(f"{origin}/en/help/")
    title = reader.title()
    reader.evaluate("""() => {
      caches.keys = () => new Promise(() => {});
      document.querySelector('a.exit').click();
      dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}));
    }""")
    assert reader.locator("h1").is_visible()
    assert reader.title() == title


def test_after_a_walk_back_reaches_earlier_pages(reader: Page, origin: str, neutral: str) -> None:
    """We say so in the first lines of the safety page; here is why."""
    for path in ("/en/", "/en/findings/", "/en/help/"):
        reader.goto(origin + path)
    reader.locator("a.exit").click()
    reader.wait_for_url(neutral)
    reader.go_back()
    assert reader.url == f"{origin}/en/findings/"


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
    assert reader.evaluate("document.activeElement.className") == "exit"
    reader.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    last = reader.locator(".foot p").last.bounding_box()
    out = reader.locator(".exit-bar").bounding_box()
    assert last is not None
    assert out is not None
    assert last["y"] + last["height"] <= out["y"]


@pytest.mark.parametrize("address", ["/en/partners/", "/en/sources/facts/", "/en/data/"])
def test_at_work_the_way_out_is_a_plain_link(
    reader: Page, origin: str, neutral: str, address: str
) -> None:
    """Where it is hardly needed it does not float over the text."""
    reader.goto(origin + address)
    assert reader.locator(".exit-bar").count() == 0
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
