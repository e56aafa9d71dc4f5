"""Measure each box for other sites in Chromium, in a frame of 320 pixels, in every language.

Writes translations/box-heights.json, which the lines to copy on the page of boxes name.
"""

from __future__ import annotations

import json
import logging
import shutil
import threading
from pathlib import Path

from playwright.sync_api import Page, sync_playwright
from werkzeug.serving import make_server

from webapp import create_app
from webapp.settings import Settings
from webapp.site.rendering import BOX_HEIGHTS
from webapp.site.website import site_of

ROOT = Path(__file__).resolve().parent.parent
WIDTH = 320
# A phone's letters are wider or narrower than Debian's: a line and a little more.
ROOM = 30


def needed(page: Page, address: str) -> int:
    """Return how high a box is in a frame of 320 pixels, without a scroll bar."""
    page.set_viewport_size({"width": WIDTH, "height": 100})
    page.goto(address)
    return int(page.evaluate("document.documentElement.scrollHeight"))


def main() -> None:
    """Measure every box of the real content and write their heights."""
    settings = Settings.from_environment({})
    app = create_app(settings)
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    origin = f"http://127.0.0.1:{server.server_port}"
    heights: dict[str, dict[str, int]] = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page()
        for address in sorted(site_of(app).addresses()):
            tag, _, path = address.lstrip("/").partition("/")
            if path.startswith("embed/"):
                high = needed(page, origin + address)
                heights.setdefault(tag, {})[path] = -(-(high + ROOM) // 10) * 10
        browser.close()
    server.shutdown()
    file = settings.translations / BOX_HEIGHTS
    file.write_text(json.dumps(heights, indent=1) + "\n")
    print(f"{file}: {sum(map(len, heights.values()))} boxes")


if __name__ == "__main__":
    main()
