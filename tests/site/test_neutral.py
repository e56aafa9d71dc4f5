"""What a glance sees: link previews, icons and the installed guide tell nothing of the matter."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from house import Page, real, seen

from webapp.site.sitemap import every_page

CSS = Path(__file__).resolve().parents[2] / "static" / "css" / "site.css"
NEUTRAL = [
    f"/en/{page.path}"
    for page in every_page(real())
    if page.kind == "area" or page.path in ("help/", "safety/", "offline/", "offline/saved/")
]
TELLING = re.compile(r"abus|polic|child|violen|neglect|harm|danger|victim|crim|exploit", re.I)


def preview(page: Page) -> dict[str, str]:
    """Return all that a messenger or a tab shows of a page before it is opened."""
    shown = {"title": page.one("title").text or ""}
    for name in ("description", "og:title", "og:description", "og:site_name", "og:image:alt"):
        shown[name] = page.meta(name) or ""
    icons = [icon for icon in page.all("link") if "icon" in icon.get("rel", "")]
    files = [icon.get("href", "") for icon in icons] + [page.meta("og:image") or ""]
    shown.update({f"file {urlsplit(file).path}": urlsplit(file).path for file in files})
    return shown


@pytest.mark.parametrize("address", NEUTRAL)
def test_a_preview_does_not_tell_what_a_page_is_about(app: Flask, address: str) -> None:
    """A link to help that is seen over a shoulder names neither abuse nor police."""
    shown = preview(seen(app, address))
    assert all(shown.values())
    assert {name: text for name, text in shown.items() if TELLING.search(text)} == {}


def test_a_page_whose_words_are_not_neutral_would_be_seen(app: Flask) -> None:
    """The check above sees a telling word where there is one."""
    shown = preview(seen(app, "/en/findings/neglect/"))
    assert TELLING.search(shown["og:title"])


def test_the_installed_guide_tells_no_more_than_it_must(client: FlaskClient) -> None:
    """On a home screen stand a neutral name and icon; a long press shows nothing else."""
    manifest = client.get("/offline/en.webmanifest").get_json(force=True)
    assert manifest["id"] == "/"
    assert manifest["display"] == "minimal-ui"
    assert manifest["start_url"] == "/en/"
    assert "screenshots" not in manifest
    assert "shortcuts" not in manifest
    assert {"any", "maskable"} == {entry["purpose"] for entry in manifest["icons"]}
    assert not TELLING.search(f"{manifest['name']} {manifest['short_name']}")
    for icon in manifest["icons"]:
        answer = client.get(icon["src"])
        width = int.from_bytes(answer.data[16:20], "big")
        assert icon["sizes"] == f"{width}x{width}"


def test_the_browser_s_frame_has_the_colour_of_the_page(app: Flask, client: FlaskClient) -> None:
    """By day and in the dark the frame does not flash in another colour."""
    page = seen(app, "/en/")
    colours = {
        meta.get("media", ""): meta.get("content", "")
        for meta in page.all("meta")
        if meta.get("name") == "theme-color"
    }
    light, dark = (colours[f"(prefers-color-scheme: {scheme})"] for scheme in ("light", "dark"))
    papers = re.findall(r"--paper:\s*(#\w+)", CSS.read_text())
    assert light in papers
    assert dark in papers
    assert light != dark
    manifest = client.get("/offline/en.webmanifest").get_json(force=True)
    assert manifest["theme_color"] == manifest["background_color"] == light


def test_an_iphone_finds_the_icon(app: Flask, client: FlaskClient) -> None:
    """Put on the screen of an iPhone, the guide has its icon, not a small picture of its text."""
    for address in ("/en/", *NEUTRAL):
        (link,) = [
            icon for icon in seen(app, address).all("link") if icon.get("rel") == "apple-touch-icon"
        ]
        assert client.get(link.get("href", "")).mimetype == "image/png"
