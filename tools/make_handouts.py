"""Print handouts and ready-made briefings as PDFs with Chromium: python tools/make_handouts.py.

Writes build/handouts/<language>-<name>.pdf, tagged, titled and with an outline. The app links
those that it finds there when it starts. Give SITE_URL, or links lead to this machine.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from urllib.parse import urlsplit

from flask import Flask
from playwright.sync_api import Browser, Route, sync_playwright

from webapp import create_app
from webapp.explainer import load
from webapp.settings import Settings
from webapp.site.sitemap import every_page, file_of
from webapp.site.website import website

FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]


def names(settings: Settings) -> dict[str, str]:
    """Return path -> name of every page that is printed."""
    return {
        page.path: file_of(page) for page in every_page(load(settings.content)) if file_of(page)
    }


def answered_by(app: Flask, settings: Settings, route: Route) -> None:
    """Answer the browser from the app itself: links keep the public address, no server runs."""
    parts = urlsplit(route.request.url)
    if f"{parts.scheme}://{parts.netloc}" != settings.origin:
        route.abort()
        return
    answer = app.test_client().get(parts.path, base_url=settings.origin)
    kept = {name: answer.headers[name] for name in ("Content-Type",)}
    route.fulfill(status=answer.status_code, headers=kept, body=answer.data)


def write(browser: Browser, settings: Settings, folder: Path) -> int:
    """Write every PDF of every language into a folder; return how many."""
    folder.mkdir(parents=True, exist_ok=True)
    app = create_app(settings)
    page = browser.new_page()
    page.route("**/*", lambda route: answered_by(app, settings, route))
    count = 0
    for tag in website(app).guides:  # every language that is offered
        for path, name in names(settings).items():
            answer = page.goto(f"{settings.origin}/{tag}/{path}")
            if answer is None or not answer.ok:
                raise RuntimeError(f"{path}: the page failed; open it in the app to see why")
            to = folder / f"{tag}-{name}.pdf"
            page.pdf(path=to, prefer_css_page_size=True, tagged=True, outline=True)
            count += 1
    page.close()
    return count


def main() -> None:
    """Write every PDF and say how many."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        settings = Settings.from_environment(os.environ)
        print(write(browser, settings, settings.handouts), "PDFs in", settings.handouts.name)
        browser.close()


if __name__ == "__main__":
    main()
