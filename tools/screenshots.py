"""Take pictures of the pages for people to look at: python tools/screenshots.py [--readme].

Writes build/screenshots/<language>-<width>-<theme>-<page>.png: every page in every language, or
what --language, --page, --width and --theme choose (each may be given again); with --readme the
pictures of the README.
"""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

from flask import Flask
from make_handouts import FLAGS, answered_by
from playwright.sync_api import Browser, sync_playwright

from webapp import create_app
from webapp.explainer.loader import load
from webapp.i18n.languages import offered
from webapp.settings import Settings
from webapp.site.sitemap import every_page

ROOT = Path(__file__).resolve().parent.parent
Dress = tuple[int, int, str]
README: tuple[tuple[str, str, str, Dress], ...] = (
    ("en", "", "phone-light", (390, 664, "light")),
    ("ur", "findings/neglect/", "phone-dark", (390, 664, "dark")),
    ("pl", "", "wide", (1280, 800, "light")),
    ("en", "partners/briefing/7-minutes/schools/", "briefing", (794, 1123, "print")),
    ("en", "handout/oxfordshire/", "handout", (794, 1123, "print")),
)


def shoot(
    browser: Browser, app: Flask, settings: Settings, address: str, to: Path, dress: Dress
) -> None:
    """Take one picture; of the whole page where the height is 0."""
    width, height, theme = dress
    page = browser.new_page(viewport={"width": width, "height": height or 900})
    page.route("**/*", lambda route: answered_by(app, settings, route))
    page.emulate_media(
        color_scheme="dark" if theme == "dark" else "light",
        media="print" if theme == "print" else "screen",
    )
    page.goto(settings.origin + address)
    page.screenshot(path=to, full_page=not height)
    page.close()


def main() -> None:
    """Take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--readme", action="store_true")
    parser.add_argument("--language", action="append")
    parser.add_argument("--page", action="append", help="a path such as help/, or / for the first")
    parser.add_argument("--width", action="append", type=int)
    parser.add_argument("--theme", action="append", choices=("light", "dark", "print"))
    chosen = parser.parse_args()
    readme = chosen.readme
    folder = ROOT / ("docs/pictures" if readme else "build/screenshots")
    folder.mkdir(parents=True, exist_ok=True)
    settings = Settings(site_url="https://guide.example")
    app = create_app(settings)
    wanted = [(f"/{tag}/{path}", name, dress) for tag, path, name, dress in README]
    if not readme:
        content = load(settings.content)
        languages = offered(settings.translations, content.inspection.id)
        wanted = [
            (
                f"/{tag}/{path.lstrip(chr(47))}",
                f"{tag}-{width}-{theme}-{path.strip('/').replace('/', '-') or 'overview'}",
                (width, 0, theme),
            )
            for tag in chosen.language or [language.tag for language in languages]
            for path in chosen.page or [entry.path for entry in every_page(content)]
            for width in chosen.width or (320, 390, 1280)
            for theme in chosen.theme or ("light", "dark")
        ]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        for address, name, dress in wanted:
            shoot(browser, app, settings, address, folder / f"{name}.png", dress)
        browser.close()


if __name__ == "__main__":
    main()
