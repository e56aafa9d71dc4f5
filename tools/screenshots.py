"""Take pictures of the pages for people to look at: python tools/screenshots.py [--readme].

Writes build/screenshots/<width>-<theme>-<page>.png; with --readme the pictures of the README.
"""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

from flask import Flask
from make_handouts import FLAGS, answered_by
from playwright.sync_api import Browser, sync_playwright

from webapp import create_app
from webapp.explainer import load
from webapp.settings import Settings
from webapp.site.sitemap import every_page

ROOT = Path(__file__).resolve().parent.parent
Dress = tuple[int, int, str]
README: tuple[tuple[str, str, Dress], ...] = (
    ("", "phone-light", (390, 664, "light")),
    ("findings/neglect/", "phone-dark", (390, 664, "dark")),
    ("", "wide", (1280, 800, "light")),
    ("partners/briefing/7-minutes/schools/", "briefing", (794, 1123, "print")),
    ("handout/oxfordshire/", "handout", (794, 1123, "print")),
)


def shoot(
    browser: Browser, app: Flask, settings: Settings, path: str, to: Path, dress: Dress
) -> None:
    """Take one picture; of the whole page where the height is 0."""
    width, height, theme = dress
    page = browser.new_page(viewport={"width": width, "height": height or 900})
    page.route("**/*", lambda route: answered_by(app, settings, route))
    page.emulate_media(
        color_scheme="dark" if theme == "dark" else "light",
        media="print" if theme == "print" else "screen",
    )
    page.goto(f"{settings.origin}/en/{path}")
    page.screenshot(path=to, full_page=not height)
    page.close()


def main() -> None:
    """Take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--readme", action="store_true")
    readme = parser.parse_args().readme
    folder = ROOT / ("docs/pictures" if readme else "build/screenshots")
    folder.mkdir(parents=True, exist_ok=True)
    settings = Settings(site_url="https://guide.example")
    app = create_app(settings)
    wanted: list[tuple[str, str, Dress]] = list(README)
    if not readme:
        wanted = [
            (
                page.path,
                f"{width}-{theme}-{page.path.strip('/').replace('/', '-')}",
                (width, 0, theme),
            )
            for page in every_page(load(settings.content))
            for width in (320, 390, 1280)
            for theme in ("light", "dark")
        ]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        for path, name, dress in wanted:
            shoot(browser, app, settings, path, folder / f"{name}.png", dress)
        browser.close()


if __name__ == "__main__":
    main()
