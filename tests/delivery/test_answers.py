"""What every answer carries, what is refused, and how refusals read."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator

import pytest
from flask import Flask, abort
from flask.testing import FlaskClient
from house import HELP_NUMBERS, Page, addresses, parse, real_settings, telephone_links, words

from webapp import create_app

POLICY = {
    "default-src": "'none'",
    "style-src": "'self'",
    "script-src": "'self'",
    "require-trusted-types-for": "'script'",
    "trusted-types": "offline",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "worker-src": "'self'",
    "img-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
# Pages with a form that htmx makes quicker: one file of the CDN, by its full address.
LIVE_POLICY = {
    **POLICY,
    "script-src": "'self' https://cdn.jsdelivr.net/npm/htmx.org@4.0.1/dist/htmx.min.js",
    "trusted-types": "live",
}
LIVE = ("/en/findings/", "/en/search/", "/en/words/", "/en/partners/briefing/")
EVERYWHERE = {
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
# One address of each kind of answer: pages, errors, redirects, machines, static files.
KINDS = {
    "/": 302, "/en": 301, "/en/": 200, "/en/findings/": 200, "/en/search/?q=help": 200,
    "/en/nowhere/": 404, "/xx/": 404, "/en/?" + "a" * 30_000: 414, "/sitemap.xml": 200,
    "/robots.txt": 200, "/healthz": 200, "/favicon.ico": 200, "/static/css/site.css": 200,
    "/static/nowhere.css": 404,
}  # fmt: skip
METHODS = ("POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", "CONNECT", "PROPFIND", "get", "X")
ERRORS = (400, 404, 405, 410, 413, 414, 431, 500, 501, 502, 503)


@pytest.fixture(scope="module")
def broken() -> Iterator[Flask]:
    """Return the site with addresses that fail on purpose."""
    app = create_app(real_settings())
    level = app.logger.level
    app.logger.setLevel(logging.CRITICAL + 1)

    @app.get("/fails/<int:code>")
    def fails(code: int) -> str:
        abort(code)

    @app.get("/en/raises/")
    def raises() -> str:
        raise RuntimeError("the matter of a reader: zebrafish")

    yield app
    app.logger.setLevel(level)  # all apps share it


@pytest.mark.parametrize(("path", "status"), KINDS.items(), ids=lambda value: str(value)[:20])
def test_every_answer_carries_every_safety_header(
    client: FlaskClient, path: str, status: int
) -> None:
    """Whatever a browser gets from here, it is told to run nothing and to tell nobody."""
    answer = client.get(path)
    assert answer.status_code == status
    for name, value in EVERYWHERE.items():
        assert answer.headers.getlist(name) == [value]
    policy = answer.headers["Content-Security-Policy"]
    wanted = LIVE_POLICY if path.split("?")[0] in LIVE else POLICY
    assert dict(directive.strip().split(" ", 1) for directive in policy.split(";")) == wanted
    assert "unsafe" not in policy
    for name in ("camera", "geolocation", "microphone", "payment"):
        assert f"{name}=()" in answer.headers["Permissions-Policy"]
    for name in ("Set-Cookie", "Strict-Transport-Security", "X-Powered-By", "Refresh"):
        assert name not in answer.headers
    assert answer.headers["Cache-Control"]


@pytest.mark.parametrize("path", KINDS, ids=lambda value: str(value)[:20])
def test_only_behind_tls_browsers_are_told_to_stay_there(site: Flask, path: str) -> None:
    """With the setting, every answer keeps a browser on https; without it, none does."""
    answer = site.test_client().get(path, base_url="https://guide.example")
    assert answer.status_code == KINDS[path]
    hsts = answer.headers["Strict-Transport-Security"]
    # Not includeSubDomains: the host's other sites are not ours to decide on.
    assert hsts == "max-age=31536000"


def test_pages_may_be_kept_briefly_and_errors_never(client: FlaskClient) -> None:
    """A cache answers quickly, but no error outlives its cause."""
    assert "public" in client.get("/en/help/").headers["Cache-Control"]
    for path in ("/en/nowhere/", "/en/?" + "a" * 30_000, "/static/nowhere.css"):
        assert client.get(path).headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "path", ["/en/", "/", "/en", "/en/nowhere/", "/static/css/site.css", "/healthz"]
)
@pytest.mark.parametrize("method", METHODS)
def test_nothing_but_reading_is_answered(client: FlaskClient, method: str, path: str) -> None:
    """Nothing can be sent here, hence nothing can be kept; the refusal says whom to call."""
    answer = client.open(path, method=method, data=b"a=b")
    assert answer.status_code == 405
    allowed = {name.strip() for name in answer.headers["Allow"].split(",")}
    assert allowed == {"GET", "HEAD"}
    assert "tel:999" in answer.text


@pytest.mark.parametrize("path", [*addresses()[:3], *KINDS], ids=lambda value: str(value)[:20])
def test_head_is_get_without_its_body(client: FlaskClient, path: str) -> None:
    """Who asks only for the headers gets those of the page."""
    full, bare = client.get(path), client.head(path)
    assert bare.data == b""
    assert bare.status_code == full.status_code
    assert dict(bare.headers) == dict(full.headers)


@pytest.mark.parametrize("code", ERRORS)
def test_an_error_is_a_calm_page_with_numbers_to_call(broken: Flask, code: int) -> None:
    """Whatever goes wrong, the page says so plainly and helps at once."""
    answer = broken.test_client().get(f"/fails/{code}")
    assert answer.status_code == code
    page = Page("", answer.text, parse(answer.text))
    assert page.one("html").get("lang") == "en"
    assert telephone_links(page.one("main")) >= set(HELP_NUMBERS)
    heading = words(page.one("h1"))
    assert words(page.one("title")) == heading
    assert not re.search(rf"\b{code}\b", page.html.replace(f"fails/{code}", ""))
    assert not re.search(r"error|traceback|invalid|forbidden|exception", heading, re.IGNORECASE)
    assert page.meta("robots") == "noindex"
    assert page.with_id("main") is not None
    assert answer.headers["Cache-Control"] == "no-store"


def test_an_error_offers_search_where_that_helps(broken: Flask) -> None:
    """A wrong address leads on; a failure of ours does not send readers round in circles."""
    reader = broken.test_client()
    for code in (404, 410, 414):
        assert 'action="/en/search/"' in reader.get(f"/fails/{code}").text
    assert "<form" not in reader.get("/fails/500").text


def test_a_failure_of_ours_shows_nothing_of_its_inside(broken: Flask) -> None:
    """When the site breaks, its reader gets a page with help, not a trace of code."""
    answer = broken.test_client().get("/en/raises/?q=zebrafish")
    assert answer.status_code == 500
    assert "zebrafish" not in answer.text
    assert "Traceback" not in answer.text
    page = Page("", answer.text, parse(answer.text))
    assert telephone_links(page.one("main")) >= set(HELP_NUMBERS)


def test_a_failure_of_ours_is_logged_without_its_reader(
    broken: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    """We can mend what broke without knowing who met it or what they typed."""
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.DEBUG, broken.logger.name)
    broken.test_client().get(
        "/en/raises/?q=lionfish",
        environ_overrides={"REMOTE_ADDR": "203.0.113.77"},
        headers={"User-Agent": "Zebraphone", "Referer": "https://mail.example/lionfish"},
    )
    assert "RuntimeError" in caplog.text
    for word in ("lionfish", "203.0.113", "Zebraphone"):
        assert word not in caplog.text


def test_no_answer_sets_a_cookie_whatever_the_reader_sends(client: FlaskClient) -> None:
    """A cookie from elsewhere is neither answered nor looked at."""
    plain = client.get("/en/help/").data
    answer = client.get("/en/help/", headers={"Cookie": "session=" + "a" * 3_000})
    assert answer.data == plain
    assert "Set-Cookie" not in answer.headers
    assert "Cookie" not in answer.headers["Vary"]
