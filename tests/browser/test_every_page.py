"""Every page of every language, opened once: it fits, is light, breaks no rule, bars nobody."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from chromium import refuse_other_hosts, set_screen
from house import LANGUAGES, TAGS
from kinds import COLOURED, EVERY, is_embed, tag_of
from measures import CLIPPED, NO_SPACING, SMALL, SPACING, WIDTH, barriers
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

# Bytes on the wire.
FRONT_PAGE, BOX, ANY_PAGE = 14_600, 6_000, 40_000
KINDS_OF_FILES = {"Document", "Stylesheet", "Image", "Other", "Script"}
# What the browser itself says of a page that does what its policy forbids.
REPORT_BREACHES = """addEventListener('securitypolicyviolation', (event) =>
  console.log(`breach: ${event.effectiveDirective} ${event.blockedURI}`));"""


class Watch:
    """A page whose requests, script faults and breaches of policy are noted."""

    def __init__(self, page: Page, origin: str) -> None:
        self.page = page
        self.faults = refuse_other_hosts(page, origin)
        self.loaded: dict[str, tuple[str, str]] = {}
        self.sizes: dict[str, int] = {}
        page.add_init_script(REPORT_BREACHES)
        page.on("pageerror", lambda error: self.faults.append(f"a script failed: {error}"))
        page.on("console", self._listen)
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.send("Network.setCacheDisabled", {"cacheDisabled": True})
        session.on("Network.responseReceived", self._answered)
        session.on("Network.loadingFinished", self._finished)

    def _listen(self, message: Any) -> None:
        if message.text.startswith("breach"):
            self.faults.append(message.text)

    def _answered(self, event: dict[str, Any]) -> None:
        self.loaded[event["requestId"]] = (event["response"]["url"], event["type"])

    def _finished(self, event: dict[str, Any]) -> None:
        self.sizes[event["requestId"]] = int(event["encodedDataLength"])

    def open(self, address: str) -> None:
        """Open an address and forget what was noted before."""
        for notes in (self.faults, self.loaded, self.sizes):
            notes.clear()
        self.page.goto(address)

    @property
    def files(self) -> list[tuple[str, str, int]]:
        """What the page has loaded: (address, type, bytes on the wire)."""
        # A page loads a file once. The icon of a page before may still come, or only its end.
        known = self.loaded.keys() & self.sizes.keys()
        files = {self.loaded[request]: self.sizes[request] for request in known}
        return [(*file, size) for file, size in files.items()]


@pytest.fixture(scope="module")
def watch(browser: Browser, origin: str) -> Iterator[Watch]:
    """Return the one watched page of this worker."""
    context = browser.new_context(service_workers="block")
    yield Watch(context.new_page(), origin)
    context.close()


def layout_faults(page: Page) -> Iterator[str]:
    """Yield what does not fit: on the smallest phone at 400 per cent, and on wide screens."""
    for script in (None, SPACING):
        if script:
            page.evaluate(script)
        if page.evaluate(WIDTH) > 320:
            yield f"wider than 320 px{' with wide spacing' if script else ''}"
        if not script:
            yield from (f"too small to hit at 320 px: {html}" for html in page.evaluate(SMALL))
    yield from (f"clipped with wide spacing: {html}" for html in page.evaluate(CLIPPED))
    page.evaluate(NO_SPACING)
    # 960 px is where columns begin: a tablet held sideways, or half of a screen.
    for width in (960, 1280):
        set_screen(page, width)
        if page.evaluate(WIDTH) > width:
            yield f"wider than {width} px"
    yield from (f"too small to hit at 1280 px: {html}" for html in page.evaluate(SMALL))


def skip_faults(page: Page) -> Iterator[str]:
    """Yield what is wrong with the way past the menu, the first stop of the Tab key."""
    page.keyboard.press("Tab")
    if page.evaluate("document.activeElement.className") != "skip":
        yield "the first Tab does not reach the way past the menu"
    page.keyboard.press("Enter")
    if page.evaluate("document.activeElement.id") != "main":
        yield "the way past the menu does not lead to the text"


def weight_faults(files: list[tuple[str, str, int]], address: str) -> Iterator[str]:
    """Yield what is too heavy, or of a kind for which nobody with little data should pay."""
    for url, kind, _ in files:
        wanted = kind in KINDS_OF_FILES
        if kind == "Script":
            wanted = "/static/js/" in url or "/static/vendor/htmx" in url
        elif kind in ("Image", "Other"):
            wanted = url.endswith((".svg", "/favicon.ico"))
        if not wanted:
            yield f"loads {url} ({kind})"
    total = sum(size for *_, size in files)
    page = sum(size for _, kind, size in files if kind == "Document")
    first = page + sum(size for _, kind, size in files if kind == "Stylesheet")
    if not page or total > ANY_PAGE:
        yield f"weighs {total} bytes"
    if address.count("/") == 2 and first > FRONT_PAGE:
        yield f"page and style sheet weigh {first} bytes"
    if is_embed(address) and page > BOX:
        yield f"the box weighs {page} bytes"


@pytest.mark.parametrize("address", EVERY)
def test_a_page_fits_is_light_keeps_its_policy_and_bars_nobody(
    watch: Watch, origin: str, address: str
) -> None:
    """In whatever language, with small screens, big fingers, little data, other senses or hands.

    Opened once, on the smallest phone at 400 per cent; axe reads it on a phone in light.
    """
    page = watch.page
    set_screen(page, 320, height=256)
    watch.open(origin + address)
    faults = list(layout_faults(page))
    set_screen(page, 390)
    colours = tag_of(address) in COLOURED
    faults += [str(barrier) for barrier in barriers(page, colours=colours)]
    if not is_embed(address):
        faults += skip_faults(page)
    faults += [*watch.faults, *weight_faults(watch.files, address)]
    assert not faults, "\n".join(faults)


def test_the_watch_sees_what_there_is_to_see(watch: Watch, origin: str) -> None:
    """A test that finds nothing would pass without looking."""
    watch.open(f"{origin}/en/")
    with watch.page.expect_console_message(lambda line: line.text.startswith("breach")):
        watch.page.evaluate("() => { new Image().src = 'https://elsewhere.example/x.png'; }")
    assert "breach: img-src" in watch.faults[0]
    with watch.page.expect_event("pageerror"):
        watch.page.evaluate("() => { setTimeout(() => { throw new Error('planted'); }); }")
    assert "a script failed" in watch.faults[-1]
    assert list(weight_faults([("/x.woff2", "Font", 50_000)], "/en/help/")) == [
        "loads /x.woff2 (Font)", "weighs 50000 bytes",
    ]  # fmt: skip


@pytest.mark.parametrize("tag", TAGS)
def test_the_first_screen_of_the_front_page_says_it_all(page: Page, origin: str, tag: str) -> None:
    """What this is, whose finding and when, the answer, and help: without scrolling."""
    # A draft says first who translated it, in a longer language; Nastaliq needs twice the room of
    # Latin letters. Then danger, the heading and the answer stand on the screen, the rest follows.
    by_script = {"Latn": 844, "Arab": 1300}
    height = 664 if tag == "en" else by_script.get(LANGUAGES[tag].script, 1000)
    set_screen(page, 390, height=height)
    page.goto(f"{origin}/{tag}/")
    for part in ("h1", ".lead", ".lead + p", ".first .button", ".danger"):
        box = page.locator(part).first.bounding_box()
        assert box is not None
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= height, part
    assert "2023" in page.locator(".lead + p").inner_text()


@pytest.mark.parametrize("tag", TAGS)
def test_the_top_of_a_page_is_one_line_on_the_smallest_phone(
    page: Page, origin: str, tag: str
) -> None:
    """The name, help and the menu stand side by side, and no word is broken."""
    set_screen(page, 320)
    page.goto(f"{origin}/{tag}/help/")
    name, quick = (page.locator(selector).bounding_box() for selector in (".brand", ".quick"))
    assert name is not None
    assert quick is not None
    assert abs(name["y"] - quick["y"]) < 10
    assert max(name["height"], quick["height"]) <= 60
