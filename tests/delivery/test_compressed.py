"""Compression: the smallest form that a browser takes, and caches told the truth about it."""

from __future__ import annotations

import gzip

import brotli
import pytest
from flask.testing import FlaskClient

from webapp.delivery.policy import compress

OPEN = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}
PATHS = ("/en/", "/data/v1/schema.json", "/en/nowhere/", "/sitemap.xml", "/static/css/site.css")


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    ("takes", "form"),
    [
        ("gzip, deflate, br", "br"), ("gzip, deflate, br, zstd", "br"), ("br", "br"),
        ("gzip", "gzip"), ("gzip, deflate", "gzip"), ("br;q=0, gzip", "gzip"), ("*", "br"),
        ("identity", None), ("", None), (None, None), ("deflate", None), ("nonsense;q=x", None),
    ],
)  # fmt: skip
def test_the_best_form_that_a_browser_takes_is_sent(
    client: FlaskClient, path: str, takes: str | None, form: str | None
) -> None:
    """A phone pays for as few bytes as it can read, and always gets the same page."""
    plain = client.get(path).data
    answer = client.get(path, headers={} if takes is None else {"Accept-Encoding": takes})
    assert answer.headers.get("Content-Encoding") == form
    assert OPEN[form](answer.data) == plain
    assert len(answer.data) == int(answer.headers["Content-Length"])
    assert form is None or len(answer.data) < len(plain)


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("takes", ["br", "gzip", "identity"])
def test_answers_differ_by_encoding_only(client: FlaskClient, path: str, takes: str) -> None:
    """A cache keeps one page for everybody, not one for each language or browser."""
    answer = client.get(path, headers={"Accept-Encoding": takes})
    assert answer.headers.getlist("Vary") == ["Accept-Encoding"]


def test_every_python_writes_the_same_header() -> None:
    """Whoever compares an export with its SHA256SUMS built it with another Python, perhaps."""
    # RFC 1952: gzip, deflate, no flags, no time, best compression, Unix.
    assert compress("gzip", b"child " * 99)[:10] == bytes.fromhex("1f8b0800000000000203")
