"""Draw the PNG icons from their SVGs with Chromium: python tools/make_icons.py."""

from __future__ import annotations

import shutil
from pathlib import Path

from playwright.sync_api import sync_playwright

ICONS = Path(__file__).resolve().parent.parent / "static" / "icons"
# (drawing, picture, width, height)
PICTURES = (
    ("share.svg", "share.png", 1200, 630),
    ("icon.svg", "icon-192.png", 192, 192),
    ("icon.svg", "icon-512.png", 512, 512),
    ("icon.svg", "apple-touch-icon.png", 180, 180),
)


def main() -> None:
    """Write every picture."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        for drawing, picture, width, height in PICTURES:
            page = browser.new_page(viewport={"width": width, "height": height})
            svg = (ICONS / drawing).read_text()
            page.set_content(f"<body style='margin:0'>{svg}</body>")
            page.screenshot(path=ICONS / picture)
            page.close()
        browser.close()


if __name__ == "__main__":
    main()
