"""The copy that readers keep: one small bundle a language, with all that its pages need."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import brotli
import pytest
from flask import Flask, abort, request
from flask.testing import FlaskClient
from house import MINIATURE, TAGS, localized, real, real_settings, seen, unpacked, words

from webapp import create_app
from webapp.site.assets import HTMX_FILE
from webapp.site.sitemap import every_page

LIMIT = 50  # KB
# Of the way of an answer, not of the page.
TRANSFER = ("content-length", "date", "server", "vary")
# A host's name, contact and way out are on each page: their length must not stop its build.
ROOM_FOR_A_HOST = 500


def weight(bundle: bytes) -> int:
    """Return how many bytes a bundle is on the wire, as a build compresses it."""
    return len(brotli.compress(bundle, quality=11))


@pytest.mark.parametrize("tag", TAGS)
def test_keeping_costs_what_the_button_says(app: Flask, client: FlaskClient, tag: str) -> None:
    """Who has little data can trust the number in the footer and on the button."""
    size = real().inspection.offline_kilobytes
    (foot,) = seen(app, f"/{tag}/").all("footer")
    shown = words(foot) + words(seen(app, f"/{tag}/offline/").one("main"))
    assert re.findall(r"\b([\d.]+) KB\b", shown) == [str(size)] * 2
    copy = weight(client.get(f"/offline/{tag}.txt").data)
    assert 0.8 * size * 1000 <= copy <= size * 1000 - ROOM_FOR_A_HOST
    assert size <= LIMIT


def test_another_inspection_says_its_own_size(miniature: Flask) -> None:
    """The size is a part of the content, compared with what is kept of it."""
    (size,) = re.findall(r"\((\d+) KB\)", words(seen(miniature, "/en/").one("footer")))
    assert weight(miniature.test_client().get("/offline/en.txt").data) <= int(size) * 1000


@pytest.mark.parametrize("tag", TAGS)
def test_a_bundle_holds_every_page_of_the_guide_as_it_is_served(
    client: FlaskClient, tag: str
) -> None:
    """What is read offline is what is read online, under the same policy."""
    entries = unpacked(client.get(f"/offline/{tag}.txt").data)
    pages = [f"/{tag}/{page.path}" for page in every_page(localized(tag)) if page.precached]
    assert [url for url in entries if url.endswith("/")] == pages
    assert len(pages) > 25
    for url, (headers, body) in entries.items():
        answer = client.get(url)
        assert body == answer.data, url
        own = {key: value for key, value in answer.headers if key.lower() not in TRANSFER}
        assert headers == own, url
    linked = re.findall(
        rb'="(/static/[^"]+\.(?:css|js))"', b"".join(entry[1] for entry in entries.values())
    )
    assert {path.decode() for path in linked} - set(entries) <= {own_htmx(client)}


def own_htmx(client: FlaskClient) -> str:
    """Return the address of our own htmx, which a copy does not keep; its own name without one."""
    found = re.search(r'data-own="([^"]*)"', client.get("/en/findings/").text)
    return found[1] if found else HTMX_FILE


def test_a_change_of_any_page_is_a_newer_revision(
    client: FlaskClient, make_app: Callable[..., Flask]
) -> None:
    """A reader with a copy learns of a newer one from a few bytes."""
    first = client.get("/offline/en.json").json
    assert client.get("/offline/en.txt").text.startswith(f"{first['revision']} ")
    assert create_app(real_settings()).test_client().get("/offline/en.json").json == first
    assert client.get("/offline/pl.json").json != first
    other = make_app(site_url="https://other.example")
    assert (
        other.test_client().get("/offline/en.json", base_url="https://other.example").json != first
    )


def test_an_unknown_language_has_no_copy(client: FlaskClient) -> None:
    """Only languages that are offered can be kept."""
    for path in ("/offline/xx.txt", "/offline/xx.json", "/offline/.txt"):
        assert client.get(path).status_code == 404


def test_a_page_that_fails_is_never_part_of_a_copy(monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault of ours keeps the old copy, instead of an error page in the new one."""
    app = create_app(replace(real_settings(), content=MINIATURE))
    # One logger serves every app of this process: other tests read it.
    monkeypatch.setattr(app.logger, "disabled", True)

    @app.before_request
    def fail() -> None:
        if request.path == "/en/help/":
            abort(500)

    assert app.test_client().get("/offline/en.txt").status_code == 500
