"""Drive a Chromium of 2020 over its DevTools protocol; Playwright no longer speaks to it."""

from __future__ import annotations

import json
import re
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from chromium import FLAGS
from fetch_engines import Engine
from websocket import WebSocket, WebSocketTimeoutException, create_connection

PATIENCE = 30
SHIFT = 8
# Windows' numbers of keys: what Tab does hangs on them.
CODES = {"Tab": 9, "Shift": 16}


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

    def until(self, name: str) -> dict[str, Any]:
        """Wait for an event that has not been taken yet and return what it says."""
        end = time.monotonic() + PATIENCE
        while True:
            for at, (event, params) in enumerate(self.events):
                if event == name:
                    del self.events[at]
                    return params
            self.socket.settimeout(max(0.01, end - time.monotonic()))
            try:
                message = json.loads(self.socket.recv())
            except WebSocketTimeoutException:
                raise TimeoutError(f"{name} did not come in {PATIENCE} s") from None
            finally:
                self.socket.settimeout(PATIENCE)
            if "method" in message:
                self.events.append((message["method"], message["params"]))

    def goto(self, address: str) -> None:
        """Open an address and wait until it has loaded."""
        self.events.clear()
        failed = self.send("Page.navigate", url=address).get("errorText")
        if failed:
            raise RuntimeError(f"{address}: {failed}")
        self.until("Page.loadEventFired")

    @contextmanager
    def another_tab(self, address: str) -> Iterator[OldChromium]:
        """Load an address in another tab, with its scripts; close it at the end."""
        tab = self.send("Target.createTarget", url="about:blank")["targetId"]
        port = self.socket.sock.getpeername()[1]
        where = f"ws://127.0.0.1:{port}/devtools/page/{tab}"
        other = OldChromium(create_connection(where, timeout=PATIENCE, suppress_origin=True))
        other.goto(address)
        yield other
        other.socket.close()
        self.send("Target.closeTarget", targetId=tab)

    def evaluate(self, script: str, *values: Any) -> Any:
        """Return what an expression is, or what a function of `values` returns or promises."""
        if re.match(r"(async )?\(\w*\) =>", script):
            given = ", ".join(json.dumps(value) for value in values)
            script = f"({script})({given})"
        answer = self.send(
            "Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True
        )
        if "exceptionDetails" in answer:
            raise ScriptFault(str(answer["exceptionDetails"]))
        return answer["result"].get("value")

    def wait_for(self, script: str) -> None:
        """Wait until an expression is true, across navigations."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            try:
                if self.evaluate(f"!!({script})"):
                    return
            except (RuntimeError, ScriptFault):
                pass  # between two pages there is nothing to ask
            time.sleep(0.03)
        raise TimeoutError(f"not true in {PATIENCE} s: {script}")

    @property
    def url(self) -> str:
        """The address of the tab; error pages have one of their own."""
        history = self.send("Page.getNavigationHistory")
        return str(history["entries"][history["currentIndex"]]["url"])

    def wait_for_url(self, address: str) -> None:
        """Wait until the tab is at an address and that has been loaded."""
        self.wait_for(f"location.href === {address!r} && document.readyState === 'complete'")

    def back(self) -> None:
        """Press Back, if there is anything behind."""
        history = self.send("Page.getNavigationHistory")
        if history["currentIndex"]:
            entry = history["entries"][history["currentIndex"] - 1]
            self.send("Page.navigateToHistoryEntry", entryId=entry["id"])
            self.wait_for(f"location.href === {entry['url']!r}")

    def press(self, key: str, shift: bool = False) -> None:
        """Press and let go a key, perhaps with Shift held."""
        if shift:
            self._key("rawKeyDown", "Shift", SHIFT)
        modifiers = SHIFT if shift else 0
        self._key("rawKeyDown", key, SHIFT if key == "Shift" else modifiers)
        self._key("keyUp", key, modifiers)
        if shift:
            self._key("keyUp", "Shift", 0)

    def _key(self, kind: str, key: str, modifiers: int) -> None:
        self.send(
            "Input.dispatchKeyEvent", type=kind, key=key, modifiers=modifiers,
            code={"Shift": "ShiftLeft"}.get(key, key),
            windowsVirtualKeyCode=CODES[key], nativeVirtualKeyCode=CODES[key],
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
            self.send("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)

    def set_screen(self, width: int, theme: str = "light", height: int = 800) -> None:
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
            (node["role"]["value"], node.get("name", {}).get("value", ""))
            for node in nodes
            if not node["ignored"]
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

    def logged(self, beginning: str) -> str:
        """Wait for a line in the console with this beginning and return it."""
        while True:
            line = str(self.until("Runtime.consoleAPICalled")["args"][0].get("value", ""))
            if line.startswith(beginning):
                return line


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
    return [target["webSocketDebuggerUrl"] for target in found if target["type"] == "page"]


def wait(met: Callable[[], bool]) -> None:
    """Wait until something is so."""
    end = time.monotonic() + PATIENCE
    while not met():
        if time.monotonic() > end:
            raise TimeoutError("the browser did not start")
        time.sleep(0.02)
