"""Today's Chromium: its flags, and how a page is dressed and kept on this machine."""

from __future__ import annotations

from playwright.sync_api import Page, Route

from webapp.site.assets import HTMX_CDN

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    # No host but this machine: what a test forgets to answer is refused at once.
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
]  # fmt: skip


def refuse_other_hosts(page: Page, origin: str) -> list[str]:
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


def set_screen(page: Page, width: int, theme: str = "light", height: int = 800) -> None:
    """Set width and theme ("light", "dark" or "forced") without a reload."""
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(
        color_scheme="dark" if theme == "dark" else "light",
        forced_colors="active" if theme == "forced" else "none",
    )
