"""Helpers of the browser tests: flags, axe, and how a page is dressed and kept on this machine."""

from __future__ import annotations

from pathlib import Path

import axe_playwright_python
from playwright.sync_api import Page, Route

from webapp.site.assets import HTMX_CDN

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    # No host but this machine: what a test forgets to answer is refused at once.
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
]  # fmt: skip
# SC 1.4.12, Text Spacing, as WCAG 2.2 gives it. An adopted style sheet: the policy forbids others.
SPACING = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important;
    word-spacing: .16em !important } p { margin-block-end: 2em !important }`);
  document.adoptedStyleSheets = [sheet];
}"""
AXE = next(Path(axe_playwright_python.__file__).parent.rglob("axe.min.js")).read_text()


def only_here(page: Page, origin: str) -> list[str]:
    """Refuse every request that leaves this machine; return the list where they are noted."""
    asked: list[str] = []

    def judge(route: Route) -> None:
        if route.request.url.startswith((origin, "data:")):
            route.continue_()
        elif route.request.url == HTMX_CDN:
            route.abort()  # as on a locked-down PC: our own copy takes its place
        else:
            asked.append(route.request.url)
            route.abort()

    page.route("**/*", judge)
    return asked


def dress(page: Page, width: int, theme: str, height: int = 800) -> None:
    """Set width and theme ("light", "dark" or "forced") without a reload."""
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(
        color_scheme="dark" if theme == "dark" else "light",
        forced_colors="active" if theme == "forced" else "none",
    )
