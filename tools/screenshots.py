"""Take pictures of the pages for people to look at: python tools/screenshots.py [--readme].

Writes build/screenshots/<width>-<theme>-<page>.png; with --readme the pictures of the README.
"""

from __future__ import annotations

import argparse
import logging
import shutil
import threading
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright
from werkzeug.serving import make_server

from webapp import create_app
from webapp.explainer import load
from webapp.settings import Settings
from webapp.site.sitemap import every_page

ROOT = Path(__file__).resolve().parent.parent
README = (
    ("", "phone-light", 390, 664, "light"),
    ("findings/neglect/", "phone-dark", 390, 664, "dark"),
    ("", "wide", 1280, 800, "light"),
    ("partners/briefing/7-minutes/schools/", "briefing", 794, 1123, "print"),
    ("handout/oxfordshire/", "handout", 794, 1123, "print"),
)


def shoot(browser: Browser, address: str, to: Path, size: tuple[int, int], theme: str) -> None:
    """Take one picture; of the whole page where the height is 0."""
    width, height = size
    page = browser.new_page(viewport={"width": width, "height": height or 900})
    page.emulate_media(
        color_scheme="dark" if theme == "dark" else "light",
        media="print" if theme == "print" else "screen",
    )
    page.goto(address)
    page.screenshot(path=to, full_page=not height)
    page.close()


def main() -> None:
    """Take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--readme", action="store_true")
    readme = parser.parse_args().readme
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", 0, create_app(Settings()), threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    front = f"http://127.0.0.1:{server.server_port}/en/"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        folder = ROOT / ("docs/pictures" if readme else "build/screenshots")
        folder.mkdir(parents=True, exist_ok=True)
        if readme:
            for path, name, width, height, theme in README:
                shoot(browser, front + path, folder / f"{name}.png", (width, height), theme)
        else:
            for page in every_page(load(Settings().content)):
                name = page.path.strip("/").replace("/", "-") or "overview"
                for width in (320, 390, 1280):
                    for theme in ("light", "dark"):
                        to = folder / f"{width}-{theme}-{name}.png"
                        shoot(browser, front + page.path, to, (width, 0), theme)
        browser.close()
    server.shutdown()


if __name__ == "__main__":
    main()
