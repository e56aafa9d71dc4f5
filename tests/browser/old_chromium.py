"""Drive a Chromium of 2020 over its DevTools protocol; Playwright no longer speaks to it."""

from __future__ import annotations

import json
import re
import subprocess
import time
from base64 import b64decode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from chromium import FLAGS
from fetch_engines import Engine
from websocket import WebSocket, WebSocketTimeoutException, create_connection

PATIENCE = 30
SHIFT, CONTROL = 8, 2
# Windows' numbers of keys: what Tab and Enter do hangs on them.
CODES = {"Tab": 9, "Enter": 13, "Shift": 16, "Control": 17, "Escape": 27, "ArrowDown": 40}
TEXTS = {"Enter": "\r"}


class ScriptFault(Exception):
    """What a script of a page threw."""


class OldChromium:
    """One tab of an old Chromium."""

    def __init__(self, socket: WebSocket) -> None:
        self.socket = socket
        self.events: list[tuple[str, dict[str, Any]]] = []
        self._count = 0
        for domain in ("Page", "Runtime", "Log", "Network", "DOM"):
            self.send(f"{domain}.enable")

    def send(self, method: str, **params: Any) -> dict[str, Any]:
        """Send a command and return its result; events that come meanwhile are noted."""
        self._count += 1
        self.socket.send(json.dumps({"id": self._count, "method": method, "params": params}))
        while True:
            message = json.loads(self.socket.recv())
            if message.get("id") == self._count:
                if "error" in message:
                    raise RuntimeError(f"{method}: {message['error']}")
                return dict(message["result"])
            if "method" in message:
                self.events.append((message["method"], message["params"]))

    def until(self, name: str, patience: float = PATIENCE) -> dict[str, Any]:
        """Wait for an event that has not been taken yet and return what it says."""
        end = time.monotonic() + patience
        while True:
            for at, (event, params) in enumerate(self.events):
                if event == name:
                    del self.events[at]
                    return params
            self.socket.settimeout(max(0.01, end - time.monotonic()))
            try:
                message = json.loads(self.socket.recv())
            except WebSocketTimeoutException:
                raise TimeoutError(f"{name} did not come in {patience} s") from None
            finally:
                self.socket.settimeout(PATIENCE)
            if "method" in message:
                self.events.append((message["method"], message["params"]))

    def goto(self, address: str, event: str = "load") -> None:
        """Open an address and wait until it has loaded, or for an earlier "DOMContentLoaded"."""
        names = {"load": "Page.loadEventFired", "DOMContentLoaded": "Page.domContentEventFired"}
        self.events.clear()
        failed = self.send("Page.navigate", url=address).get("errorText")
        if failed:
            raise RuntimeError(f"{address}: {failed}")
        self.until(names[event])

    def evaluate(self, script: str, *values: Any) -> Any:
        """Return what an expression is, or what a function of `values` returns or promises."""
        if re.match(r"(async )?\(\w*\) =>", script):
            given = ", ".join(json.dumps(each) for each in values)
            script = f"({script})({given})"
        told = self.send(
            "Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True
        )
        if "exceptionDetails" in told:
            raise ScriptFault(str(told["exceptionDetails"]))
        return told["result"].get("value")

    def wait_for(self, script: str, patience: float = PATIENCE) -> None:
        """Wait until an expression is true, across navigations."""
        end = time.monotonic() + patience
        while time.monotonic() < end:
            try:
                if self.evaluate(f"!!({script})"):
                    return
            except (RuntimeError, ScriptFault):
                pass  # between two pages there is nothing to ask
            time.sleep(0.03)
        raise TimeoutError(f"not true in {patience} s: {script}")

    @property
    def url(self) -> str:
        """Where the tab is, error pages told as such."""
        history = self.send("Page.getNavigationHistory")
        return str(history["entries"][history["currentIndex"]]["url"])

    def wait_for_url(self, address: str, patience: float = PATIENCE) -> None:
        """Wait until the tab is at an address and that has been loaded."""
        self.wait_for(f"location.href === {address!r} && document.readyState === 'complete'",
                      patience)

    def back(self) -> None:
        """Press Back, if there is anything behind."""
        history = self.send("Page.getNavigationHistory")
        if history["currentIndex"]:
            entry = history["entries"][history["currentIndex"] - 1]
            self.send("Page.navigateToHistoryEntry", entryId=entry["id"])
            self.wait_for(f"location.href === {entry['url']!r}")

    def down(self, key: str, modifiers: int = 0, repeat: bool = False) -> None:
        """Press a key and hold it."""
        self._key("keyDown" if key in TEXTS else "rawKeyDown", key, modifiers, autoRepeat=repeat)

    def up(self, key: str, modifiers: int = 0) -> None:
        """Let a key go."""
        self._key("keyUp", key, modifiers)

    def press(self, key: str, shift: bool = False) -> None:
        """Press and let go a key, perhaps with Shift held."""
        held = SHIFT if shift else 0
        if shift:
            self.down("Shift", SHIFT)
        self.down(key, SHIFT if key == "Shift" else held)
        self.up(key, held)
        if shift:
            self.up("Shift")

    def _key(self, kind: str, key: str, modifiers: int, **more: Any) -> None:
        code = {"Shift": "ShiftLeft", "Control": "ControlLeft"}.get(key, key)
        if len(key) == 1:
            code = f"Key{key.upper()}"
        number = CODES.get(key) or ord(key.upper())
        if kind == "keyDown":
            more["text"] = TEXTS[key]
        self.send(
            "Input.dispatchKeyEvent", type=kind, key=key, code=code, modifiers=modifiers,
            windowsVirtualKeyCode=number, nativeVirtualKeyCode=number, **more,
        )  # fmt: skip

    def click(self, selector: str) -> None:
        """Press the mouse in the middle of the first element that a selector finds."""
        x, y = self.evaluate(
            """(selector) => {
              const found = document.querySelector(selector);
              found.scrollIntoView({block: 'nearest'});
              const box = found.getClientRects()[0];
              return [box.x + box.width / 2, box.y + box.height / 2];
            }""",
            selector,
        )
        for kind in ("mousePressed", "mouseReleased"):
            self.send(
                "Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1
            )

    def wheel(self, y: int) -> None:
        """Turn the wheel over the middle of the page."""
        self.send("Input.dispatchMouseEvent", type="mouseWheel", x=100, y=100, deltaX=0, deltaY=y)

    def dress(self, width: int, theme: str = "light", height: int = 800) -> None:
        """Set width, height and theme ("light" or "dark") without a reload."""
        self.send(
            "Emulation.setDeviceMetricsOverride", width=width, height=height,
            deviceScaleFactor=1, mobile=False,
        )  # fmt: skip
        wish = {"name": "prefers-color-scheme", "value": theme}
        self.send("Emulation.setEmulatedMedia", media="", features=[wish])

    def block(self, *patterns: str) -> None:
        """Refuse requests whose address fits a pattern (`*` stands for anything)."""
        self.send("Network.setBlockedURLs", urls=list(patterns))

    def offline(self, gone: bool) -> None:
        """Take the connection away or give it back."""
        self.send(
            "Network.emulateNetworkConditions", offline=gone, latency=0,
            downloadThroughput=-1, uploadThroughput=-1,
        )  # fmt: skip

    def accessible(self) -> list[tuple[str, str]]:
        """Return role and name of all that a screen reader finds, in order."""
        nodes = self.send("Accessibility.getFullAXTree")["nodes"]
        return [
            (each["role"]["value"], each.get("name", {}).get("value", ""))
            for each in nodes
            if not each["ignored"]
        ]

    @property
    def faults(self) -> list[str]:
        """What scripts threw, and what the browser complained of, since the last `goto`."""
        thrown = [
            str(params["exceptionDetails"].get("exception", {}).get("description"))
            for name, params in self.events
            if name == "Runtime.exceptionThrown"
        ]
        return thrown + [
            params["entry"]["text"]
            for name, params in self.events
            if name == "Log.entryAdded" and params["entry"]["level"] == "error"
        ]

    def said(self, beginning: str) -> str:
        """Wait for a line in the console with this beginning and return it."""
        while True:
            told = self.until("Runtime.consoleAPICalled")["args"][0].get("value", "")
            if str(told).startswith(beginning):
                return str(told)

    def screenshot(self, path: Path) -> None:
        """Write a picture of what is in sight."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b64decode(self.send("Page.captureScreenshot")["data"]))


@contextmanager
def launch(engine: Engine, profile: Path) -> Iterator[OldChromium]:
    """Start an old Chromium with an empty profile; yield its only tab."""
    if not engine.ready:
        raise FileNotFoundError(f"{engine.binary} is missing: run python tools/fetch_engines.py")
    started = subprocess.Popen(
        [
            engine.binary, *FLAGS, "--headless", "--hide-scrollbars", "--remote-debugging-port=0",
            f"--user-data-dir={profile}", "about:blank",
        ],
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        port = profile / "DevToolsActivePort"
        wait(lambda: port.is_file() and port.read_text().count("\n") > 0)
        where = f"http://127.0.0.1:{port.read_text().splitlines()[0]}/json/list"
        wait(lambda: bool(tabs(where)))
        socket = create_connection(tabs(where)[0], timeout=PATIENCE, suppress_origin=True)
        yield OldChromium(socket)
        socket.close()
    finally:
        started.terminate()
        started.wait()


def tabs(where: str) -> list[str]:
    """Return the addresses at which tabs take commands."""
    with urlopen(where, timeout=PATIENCE) as answer:  # noqa: S310  # this machine
        found = json.load(answer)
    return [each["webSocketDebuggerUrl"] for each in found if each["type"] == "page"]


def wait(met: Callable[[], bool]) -> None:
    """Wait until something is so."""
    end = time.monotonic() + PATIENCE
    while not met():
        if time.monotonic() > end:
            raise TimeoutError("the browser did not start")
        time.sleep(0.02)
