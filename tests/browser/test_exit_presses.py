"""Exit this page: whatever a hand does on the link, and with whichever button."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from servers import Server

pytestmark = pytest.mark.browser


def test_the_middle_button_leaves_and_the_right_one_asks(
    phone: Page, origin: str, neutral: str
) -> None:
    """The page that somebody wants to leave does not stay open behind a new tab."""
    phone.goto(f"{origin}/en/help/")
    phone.locator("a.exit").click(button="right")
    assert phone.locator("h1").is_visible()
    phone.keyboard.press("Escape")
    phone.locator("a.exit").click(button="middle")
    phone.wait_for_url(neutral)
    assert len(phone.context.pages) == 1


@pytest.mark.parametrize("hand", ["mouse", "finger", "resting finger"])
def test_a_hand_that_shakes_leaves_too(phone: Page, origin: str, neutral: str, hand: str) -> None:
    """To a browser it drags the link, scrolls or asks for a menu; it makes no click."""
    phone.goto(f"{origin}/en/help/")
    box = phone.locator("a.exit").bounding_box()
    assert box
    x, y = box["x"] + 30, box["y"] + 30
    if hand == "mouse":
        phone.mouse.move(x, y)
        phone.mouse.down()
        phone.mouse.move(x + 20, y - 10, steps=5)
        phone.mouse.up()
    elif hand == "finger":
        touch = phone.context.new_cdp_session(phone)
        for to in (-100, -20):  # slid off the link it changed its mind
            for kind, at in (("Start", y), ("Move", y + to / 2), ("Move", y + to), ("End", None)):
                points = [{"x": x, "y": at}] if at else []
                touch.send(
                    "Input.dispatchTouchEvent", {"type": f"touch{kind}", "touchPoints": points}
                )
            assert to == -20 or phone.locator("h1").is_visible()
    else:
        # iPhones open theirs without asking the page, unless its sheet forbids it.
        sheet = phone.locator("link[rel=stylesheet]").get_attribute("href") or ""
        assert ".exit{-webkit-touch-callout:none;" in phone.request.get(origin + sheet).text()
        # No headless browser opens its menu: the event that phones send before it.
        phone.evaluate(
            """([clientX, clientY]) => document.elementFromPoint(clientX, clientY).dispatchEvent(
              new PointerEvent('contextmenu', {clientX, clientY, bubbles: true}))""",
            [x, y],
        )
    phone.wait_for_url(neutral)


@pytest.mark.parametrize("tag", ["en", "ur"])
def test_whoever_enlarges_the_page_with_two_fingers_keeps_the_way_out(
    phone: Page, origin: str, neutral: str, tag: str
) -> None:
    """A bar at the foot of the page would lie outside of the part that is seen."""
    phone.goto(f"{origin}/{tag}/help/")
    fingers = phone.context.new_cdp_session(phone)
    for scale, moved in ((2.5, 0), (4, 900), (1, 0)):
        fingers.send("Emulation.setPageScaleFactor", {"pageScaleFactor": scale})
        if moved:
            fingers.send("Input.synthesizeScrollGesture", {"x": 40, "y": 90, "yDistance": -moved})
        phone.wait_for_function("(scale) => visualViewport.scale === scale", arg=scale)
        phone.wait_for_function(
            """(scale) => {
              const box = document.querySelector('a.exit').getBoundingClientRect();
              const x = box.x - visualViewport.offsetLeft, y = box.y - visualViewport.offsetTop;
              return x >= 0 && x + box.width <= visualViewport.width
                && y >= 0 && y + box.height <= visualViewport.height
                && Math.abs(box.height * scale - 44) < 2;
            }""",
            arg=scale,
        )
    fingers.send("Emulation.setPageScaleFactor", {"pageScaleFactor": 2})
    phone.locator("a.exit").click()
    phone.wait_for_url(neutral)


# Safari leaves the window as high as it is and lays its keyboard over it; no engine here has one.
KEYBOARD_OVER = """globalThis.asIfSafari = Object.assign(new EventTarget(), {
  scale: 1, offsetLeft: 0, offsetTop: 0, width: innerWidth, height: innerHeight});
Object.defineProperty(globalThis, 'visualViewport', { value: asIfSafari });"""
EXIT_BOX = "() => document.querySelector('a.exit').getBoundingClientRect().toJSON()"


@pytest.mark.parametrize("tag", ["en", "ur"])
def test_whoever_types_on_an_iphone_has_the_way_out_above_the_keyboard(
    phone: Page, origin: str, tag: str
) -> None:
    """Nobody has to put the keyboard away first; without one the bar stands where it stood."""
    phone.add_init_script(KEYBOARD_OVER)
    phone.goto(f"{origin}/{tag}/search/")
    phone.wait_for_load_state("networkidle")
    at_rest = phone.evaluate(EXIT_BOX)
    # What is seen begins so far down and is so high: a keyboard, one and a scrolled page, the bar
    # with which an iPad helps a real keyboard, none.
    for top, height in ((0, 330), (200, 330), (0, 600), (0, 664)):
        phone.evaluate(
            """([offsetTop, height]) => {
              Object.assign(asIfSafari, {offsetTop, height});
              asIfSafari.dispatchEvent(new Event('resize'));
            }""",
            [top, height],
        )
        box = phone.evaluate(EXIT_BOX)
        assert box["width"] == at_rest["width"]
        assert top <= box["y"], (top, height)
        assert box["y"] + box["height"] <= top + height, (top, height)
    assert box == at_rest


@pytest.mark.parametrize(
    "asked",
    ["document.querySelector('main form').submit()", "document.querySelector('main a').click()",
     "location.reload()"],
)  # fmt: skip
def test_a_page_that_was_asked_for_just_before_does_not_come_instead(
    phone: Page, server: Server, neutral: str, asked: str
) -> None:
    """On a slow phone the clean-up takes longer than the answer to a link pressed by mistake."""
    phone.goto(f"{server.origin}/en/search/")
    server.delay = 0.4
    phone.evaluate(
        f"""() => {{
          caches.keys = () => new Promise((done) => setTimeout(() => done([]), 900));
          setTimeout(() => {{ {asked} }});
          setTimeout(() => document.querySelector("a.exit").click(), 100);
        }}"""
    )
    expect(phone).to_have_url(neutral)
