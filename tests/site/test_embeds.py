"""Boxes for other sites: complete in themselves, small, and the only pages that may be framed."""

from __future__ import annotations

import brotli
import pytest
from flask.testing import FlaskClient
from house import Page, parse, real, telephone_links, words

from webapp.site.sitemap import every_page

BOXES = [f"/en/{each.path}" for each in every_page(real()) if each.kind == "embed"]


@pytest.mark.parametrize("address", BOXES)
def test_a_box_stands_alone(client: FlaskClient, address: str) -> None:
    """On somebody else's page the box brings everything, names help and links back."""
    answer = client.get(address)
    assert answer.status_code == 200
    page = Page(address, answer.text, parse(answer.text))
    assert len(page.all("h1")) == 1
    assert words(page.one("title")).startswith(words(page.one("h1")))
    assert not page.all("script", "img", "iframe", "form")
    assert [each.get("rel") for each in page.all("link")] == ["canonical"]
    assert "999" in telephone_links(page.one("main"))
    assert page.links[-1].startswith("http://127.0.0.1:8000/en/")
    assert page.meta("robots") == "noindex"
    assert len(brotli.compress(answer.data)) < 6_000
    assert len(answer.data) < 24_000


@pytest.mark.parametrize("address", BOXES)
def test_only_boxes_may_be_framed(client: FlaskClient, address: str) -> None:
    """Any site may show a box; its policy still runs nothing and allows no style but its own."""
    policy = client.get(address).headers["Content-Security-Policy"]
    assert "frame-ancestors *" in policy
    assert "default-src 'none'" in policy
    assert "style-src 'sha256-" in policy
    assert "unsafe" not in policy
    headers = client.get(address).headers
    assert "X-Frame-Options" not in headers
    # Also from pages with Cross-Origin-Embedder-Policy: require-corp.
    assert headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert headers["Cross-Origin-Embedder-Policy"] == "require-corp"
    for other in ("/en/", "/en/partners/embed/", f"{address}nothing/"):
        headers = client.get(other).headers
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert "Cross-Origin-Embedder-Policy" not in headers


def test_the_page_of_boxes_shows_each_with_its_lines(client: FlaskClient) -> None:
    """A partner finds a frame with a title and a plain link for each box."""
    text = client.get("/en/partners/embed/").text
    for address in BOXES:
        assert f"http://127.0.0.1:8000{address}" in text
    assert text.count("loading=&#34;lazy&#34;") + text.count('loading="lazy"') == len(BOXES)
