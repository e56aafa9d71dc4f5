"""Addresses: one for each page, and a calm answer for every other."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from house import HELP_NUMBERS, Page, addresses, parse, telephone_links
from werkzeug.test import TestResponse

# Paths as they come from the network, after the server has undone its one layer of %-writing.
TRICKS = [
    b"/en/../", b"/en/../../etc/passwd", b"/../", b"/..", b"/.", b"/./en/", b"/en/./",
    b"/en/help/..", b"/en/help/.", b"/en/help/...", b"/en/.../help/", b"/en/%2e%2e/",
    b"/en/%2e%2e%2fetc/passwd", b"/%2e%2e/%2e%2e/", b"/en/%00", b"/en/%", b"/en/%zz/",
    b"//", b"///", b"//en/", b"/en//", b"/en//help/", b"/en/help//", b"//evil.example/",
    b"/en//evil.example/", b"/\\evil.example/", b"/en\\help\\", b"/en/..\\..\\windows\\",
    b"/\\\\evil.example\\", b"/http://evil.example/", b"/en/https://evil.example/",
    b"/\x00", b"/en/\x00", b"/en/help\x00/", b"/en/help/\x00", b"/static/css/site.css\x00",
    b"/static/\x00", b"/en/\r\nSet-Cookie: a=b/", b"/en/help/\n", b"/en/help/ ", b"/ en/", b"/\t",
    b"/en/\x1b[31m/", b"/en/\x7f/", b"/en/\xff\xfe/", b"/\xff/", b"/en/\xc0\xae\xc0\xae/",
    b"/en/\xed\xa0\x80/", b"/static/\xff", "/en/помощь/".encode(), "/en/ｈｅｌｐ/".encode(),
    "/еn/".encode(), "/en/\u202ehelp/".encode(), "/en/he\u200blp/".encode(), "/😀/".encode(),
    b"/" + b"a" * 300 + b"/", b"/" + b"a" * 10_000, b"/en/" + b"a" * 10_000 + b"/",
    b"/en/" + b"a/" * 5_000, b"/static/" + b"a" * 10_000, b"/static/css/" + b"a" * 300 + b".css",
    b"/en/" + b"../" * 1_000, b"/en/;id=1", b"/en;a=b/", b"/en/help;x/", b"/en/help/;jsessionid=1",
    b"/index.php", b"/en/index.php", b"/en/index.html", b"/wp-login.php", b"/en/help.php",
    b"/.env", b"/.git/config", b"/en/.git/", b"/admin/", b"/console", b"/EN/", b"/En/",
    b"/eN/help/",
    b"/en/HELP/", b"/en/Help/", b"/en/findings/NEGLECT/", b"/en-GB/", b"/en_GB/", b"/en./",
    b"/en../", b"/en/help./", b"/en/help.", b"/xx/", b"/xx", b"/cy/help/", b"/en-XA/",
    b"/ar-XB/help/", b"/help/", b"/help",
    b"/en/nowhere/", b"/en/nowhere", b"/en/findings/nowhere/", b"/en/help/nowhere/",
    b"/en/sources/nowhere/", b"/en/overview/", b"/en/help-area/", b"/en/source/", b"/en/facts/",
    b"/en/{area}/", b"/en/{{7*7}}/", b"/en/%s%n/", b"/en/'or'1'='1/", b"/en/<script>/",
    b'/en/"onload="x/', b"/en/*", b"*", b"en/", b"/static", b"/static/", b"/static//css/site.css",
    b"/static/../pyproject.toml", b"/static/css/../../README.md", b"/static//etc/passwd",
    b"/static/.", b"/static/..", b"/static/css", b"/static/css/site.0000000000.py",
    b"/sitemap.xml/", b"/robots.txt/", b"/healthz/", b"/SITEMAP.xml",
]  # fmt: skip


def ask(app: Flask, path: bytes, query: str = "", method: str = "GET") -> TestResponse:
    """Ask for a path exactly as given, as a WSGI server would hand it over."""
    raw = {"PATH_INFO": path.decode("latin-1"), "QUERY_STRING": query}
    return app.test_client().open("/", method=method, environ_overrides=raw)


@pytest.mark.parametrize("path", TRICKS, ids=lambda each: ascii(each[:40]))
def test_an_address_that_is_no_page_gets_a_calm_page(app: Flask, path: bytes) -> None:
    """Who mistypes, or tries a trick, reads in English what happened and whom to call."""
    answer = ask(app, path)
    assert answer.status_code == 404, answer.headers.get("Location")
    page = Page("", answer.text, parse(answer.text))
    assert page.one("html").get("lang") == "en"
    assert telephone_links(page.one("main")) >= set(HELP_NUMBERS)
    assert [each.get("action") for each in page.all("form")] == ["/en/search/"]
    assert page.meta("robots") == "noindex"
    assert not [each for each in page.all("link") if each.get("rel") == "canonical"]


@pytest.mark.parametrize("path", TRICKS, ids=lambda each: ascii(each[:40]))
def test_an_address_that_is_no_page_never_comes_back_in_the_answer(app: Flask, path: bytes) -> None:
    """Nobody can make this site say their words."""
    answer = ask(app, path)
    assert answer.headers.get("Location") is None
    for word in (b"evil", b"<script>", b"onload", b"passwd", b"7*7", b"wp-login"):
        assert word not in answer.data.replace(b"application/ld+json", b"")
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("address", [each for each in addresses() if each != "/"])
def test_an_address_without_its_last_slash_leads_to_the_page(app: Flask, address: str) -> None:
    """Who copies an address without its end still arrives, at the same host."""
    answer = ask(app, address.rstrip("/").encode())
    assert answer.status_code == 301
    assert answer.headers["Location"] == address


def test_what_was_searched_is_kept_when_the_slash_is_added(client: FlaskClient) -> None:
    """A search from an old link is answered, not lost."""
    answer = client.get("/en/search?q=neglect")
    assert answer.status_code == 301
    assert answer.headers["Location"] == "/en/search/?q=neglect"


@pytest.mark.parametrize(
    ("wish", "tag"),
    [
        (None, "en"), ("", "en"), ("en", "en"), ("en-GB,en;q=0.9", "en"), ("*", "en"),
        ("pl", "pl"), ("pl-PL", "pl"), ("pl-PL,pl;q=0.9,en;q=0.8", "pl"), ("PL", "pl"),
        ("ur, pl;q=0.5", "ur"), ("pl;q=0.5, ur", "ur"), ("ur-PK", "ur"), ("ur-IN;q=0.1", "ur"),
        ("cy, pl;q=0.4, en;q=0.3", "pl"), ("pl;q=0, en", "en"), ("de, fr;q=0.9", "en"),
        ("en-XA", "en"), ("ar-XB, ar", "en"), ("xx-YY-zz", "en"), (";;;", "en"), ("q=1", "en"),
        ("en;q=x", "en"), ("en;q=-1", "en"), ("en;q=99999999999999999999", "en"), (",,,,,", "en"),
        ("\xff\xfe", "en"), ("a" * 9_000, "en"), (",".join(["en"] * 3_000), "en"), ("-", "en"),
        ("en-", "en"), ("-en", "en"), ("%00", "en"), ("../../etc", "en"), ("<b>", "en"),
    ],
)  # fmt: skip
def test_the_bare_address_leads_to_a_language_of_ours(
    client: FlaskClient, wish: str | None, tag: str
) -> None:
    """Whatever a browser says of its languages, its reader gets a page that they can read."""
    headers = {} if wish is None else {"Accept-Language": wish}
    answer = client.get("/", headers=headers)
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/{tag}/"
    assert "Accept-Language" in answer.headers["Vary"]
    assert answer.headers["Cache-Control"] == "no-store"


def test_one_address_has_one_answer(client: FlaskClient) -> None:
    """A cache, a saved copy and a phone without script all hold the same page."""
    plain = client.get("/en/findings/").data
    other = {"HX-Request": "true", "Accept-Language": "pl", "User-Agent": "x", "Cookie": "a=b"}
    assert client.get("/en/findings/", headers=other).data == plain
    assert client.get("/en/findings/?utm_source=x").data == plain
