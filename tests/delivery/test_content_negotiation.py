"""Which encoding a browser gets, and whether it has the page already."""

from __future__ import annotations

from collections.abc import Callable

import brotli
import pytest
from werkzeug.test import Client

from webapp.delivery.policy import encoding
from webapp.delivery.release import Release
from webapp.delivery.serve import ReleaseMiddleware


def test_what_has_no_mark_is_never_called_unchanged(
    serve: Callable[..., ReleaseMiddleware], small: Release
) -> None:
    """Health is answered each time, and the way out leads out each time."""
    reader = Client(serve(small))
    for path, right in (("/healthz", 200), ("/readyz", 200), ("/exit", 303)):
        assert reader.get(path, headers={"If-None-Match": "*"}).status_code == right


@pytest.mark.parametrize(
    ("accepted", "best"),
    [
        ("br", "br"), ("gzip, br", "br"), ("gzip", "gzip"), ("br;q=0, gzip", "gzip"), ("", ""),
        ("gzip;q=1.0, br;q=0.5", "gzip"), ("*", "br"), ("*;q=0", ""), ("identity", ""),
        ("br;q=nonsense", ""), ("BR ; Q=1", "br"), ("deflate, zstd", ""), (";;,,q=", ""),
        ("identity;q=1, gzip;q=0.5", ""), ("identity, gzip", "gzip"), ("identity;q=0, *", "br"),
        ("gzip, " + "x" * 5_000, ""),
    ],
)  # fmt: skip
def test_a_browser_gets_the_encoding_that_it_likes_best(
    serve: Callable[..., ReleaseMiddleware], accepted: str, best: str
) -> None:
    """By its own weights; the page itself never differs."""
    assert encoding(accepted) == best
    reader = Client(serve())
    answer = reader.get("/en/", headers={"Accept-Encoding": accepted})
    assert answer.headers.get("Content-Encoding", "") == best
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert int(answer.headers["Content-Length"]) == len(answer.data)
    if best == "br":
        assert brotli.decompress(answer.data) == reader.get("/en/").data


def test_a_reader_who_has_the_page_is_told_so(serve: Callable[..., ReleaseMiddleware]) -> None:
    """A second visit costs a few hundred bytes."""
    reader = Client(serve())
    first = reader.get("/en/", headers={"Accept-Encoding": "br"})
    tag = first.headers["ETag"]
    assert tag.startswith('"')
    for known in (tag, f'W/{tag}, "other"', "*"):
        again = reader.get("/en/", headers={"Accept-Encoding": "br", "If-None-Match": known})
        assert again.status_code == 304
        assert again.data == b""
        assert again.headers["ETag"] == tag
        assert again.headers["Vary"] == "Accept-Encoding"
        assert "Content-Length" not in again.headers
    plain = reader.get("/en/", headers={"If-None-Match": tag})
    assert plain.status_code == 200
    assert plain.headers["ETag"] != tag
    assert "Accept-Ranges" not in first.headers
