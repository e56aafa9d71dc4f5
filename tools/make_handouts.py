"""Print handouts, briefings and the scrutiny pack as PDFs with Chromium.

Writes build/handouts/<language>-<name>.pdf, tagged, titled and with an outline; a page that did not
change since it was printed is left as it is. The app links those that it finds there as it starts.
Give SITE_URL, or links lead to this machine.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

from flask import Flask
from playwright.sync_api import Browser, Route, sync_playwright

from webapp import create_app
from webapp.settings import Settings
from webapp.site.website import site_of

FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
# What each PDF was printed from, by name.
PRINTED = "printed.json"


def names(app: Flask) -> dict[str, str]:
    """Return the name of every PDF -> the address of the page that is printed."""
    return {
        f"{tag}-{name}.pdf": guide.address(page.path)
        for tag, guide in site_of(app).guides.items()
        for name, page in guide.files.items()
    }


def answered_by(app: Flask, settings: Settings, route: Route) -> None:
    """Answer the browser from the app itself: links keep the public address, no server runs."""
    parts = urlsplit(route.request.url)
    if f"{parts.scheme}://{parts.netloc}" != settings.origin:
        route.abort()
        return
    asked = {"query_string": parts.query, "base_url": settings.origin}
    answer = app.test_client().get(parts.path, **asked)
    kept = {name: answer.headers[name] for name in ("Content-Type",)}
    route.fulfill(status=answer.status_code, headers=kept, body=answer.data)


def write(
    browser: Browser, settings: Settings, folder: Path, wanted: Mapping[str, str] | None = None
) -> int:
    """Write every PDF that changed, of every language or of those `wanted`; return how many."""
    folder.mkdir(parents=True, exist_ok=True)
    # Without PDFs to link: a page must not change because it was printed.
    app = create_app(replace(settings, handouts=folder / "none"))
    record = folder / PRINTED
    before = json.loads(record.read_text()) if record.is_file() else {}
    printed: dict[str, str] = {}
    page = browser.new_page()
    page.route("**/*", lambda route: answered_by(app, settings, route))
    count = 0
    every = names(app) if wanted is None else wanted
    for name, address in every.items():
        answer = app.test_client().get(address, base_url=settings.origin)
        if answer.status_code != 200:
            raise RuntimeError(f"{address}: the page failed; open it in the app to see why")
        # Pictures are in the page, and the name of each style sheet holds its hash.
        printed[name] = sha256(browser.version.encode() + answer.data).hexdigest()
        if before.get(name) != printed[name] or not (folder / name).is_file():
            page.goto(settings.origin + address)
            page.pdf(path=folder / name, prefer_css_page_size=True, tagged=True, outline=True)
            count += 1
    page.close()
    for old in folder.glob("*.pdf"):
        if old.name not in every:
            old.unlink()
    record.write_text(json.dumps(printed, indent=1) + "\n")
    return count


def main() -> None:
    """Write every PDF that changed and say how many."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        settings = Settings.from_environment()
        count = write(browser, settings, settings.handouts)
        print(count, "PDFs printed in", settings.handouts.name)
        browser.close()


if __name__ == "__main__":
    main()
