"""What a reader gets from the middleware: ready bytes, and a calm page at worst."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask, request
from house import ROOT, addresses, parse, real_settings
from test_release import answers
from werkzeug.test import Client, create_environ, run_wsgi_app

from webapp import create_app
from webapp.delivery.build import MAKERS, build_release
from webapp.delivery.release import Release, ReleaseError, write
from webapp.delivery.serve import ReleaseMiddleware
from webapp.settings import Settings
from webapp.site.website import site_of

LIMIT_OF_MIDDLEWARE = 270


def test_an_address_that_asks_nothing_is_ready_whatever_its_query(
    serve: Callable[..., ReleaseMiddleware], small: Release
) -> None:
    """A link that a social network marked is as quick as any; a search is still a search."""
    asked: list[str] = []

    def flask(environ: dict[str, str], start: Callable[..., object]) -> list[bytes]:
        asked.append(environ["PATH_INFO"])
        start("200 OK", [])
        return []

    reader = Client(serve(make_app=lambda _: flask))
    for path, answer in answers(small).items():
        if path not in small.query_dependent:
            assert reader.get(f"{path}?fbclid=zebrafish&q=1").data == answer.bodies[""], path
    assert asked == []
    for path in sorted(small.query_dependent):
        reader.get(f"{path}?q=zebrafish")
    assert asked == sorted(small.query_dependent)


def test_only_pages_that_read_their_query_are_asked_anew(flask: Flask, small: Release) -> None:
    """Whatever a query says, no other page is different."""
    reader = flask.test_client()
    query = "?q=zebra&show=good&for=schools&minutes=7&format=x&area=x"
    for path, answer in answers(small).items():
        if path not in small.query_dependent:
            assert reader.get(path + query).data == answer.bodies[""], path
    assert {url.split("/")[2] for url in small.query_dependent} >= {"search", "findings", "words"}


def test_machines_ask_after_health_under_any_name(
    serve: Callable[..., ReleaseMiddleware], flask: Flask, small_settings: Settings, small: Release
) -> None:
    """A load balancer knows an address, not our public name."""
    site = create_app(replace(small_settings, site_url="https://guide.example"))
    reader = Client(serve(host="guide.example", make_app=lambda _: site))
    for path in ("/healthz", "/readyz"):
        assert reader.get(path, base_url="http://10.0.0.7:8000").status_code == 200
        assert site.test_client().get(path, base_url="http://10.0.0.7:8000").status_code == 200
    assert reader.get("/en/", base_url="http://10.0.0.7:8000").status_code == 400
    assert reader.get("/readyz", base_url="http://10.0.0.7").text == f"{small.revision}\n"
    assert flask.test_client().get("/readyz").text == "no release\n"


def test_when_flask_rests_it_is_logged_once_and_tried_seldom(
    serve: Callable[..., ReleaseMiddleware],
    monkeypatch: pytest.MonkeyPatch,
    warnings: list[str],
    flask: Flask,
) -> None:
    """A broken file does not fill the log, nor keep a worker busy; mended, all works again."""
    now = 1_000.0
    tried: list[float] = []
    monkeypatch.setattr("webapp.delivery.serve.time.monotonic", lambda: now)

    def broken(release: Release) -> Flask:
        tried.append(now)
        if now < 1_400:
            raise ReleaseError("the files here are not those; run: make reload")
        return flask

    middleware = serve(make_app=broken)
    for _ in range(1_000):
        middleware.flask()
        now += 0.5
    gaps = {later - before for before, later in zip(tried, tried[1:], strict=False)}
    assert gaps == {10}
    assert warnings == ["search and forms rest: the files here are not those; run: make reload"]
    assert Client(middleware).get("/en/search/?q=notes").status_code == 200


def test_while_flask_rests_readers_still_find_in(
    serve: Callable[..., ReleaseMiddleware], small: Release
) -> None:
    """Where nobody can choose by reader, all languages are offered: English alone is no way in for
    a Polish phone. A calm page says that search rests; a HEAD has no body."""

    def broken(release: Release) -> Flask:
        raise ReleaseError("zebrafish")

    reader = Client(serve(make_app=broken))
    front = reader.get("/")
    assert (front.status_code, front.headers["Cache-Control"]) == (200, "no-store")
    for tag in small.languages:
        assert f'href="/{tag}/"' in front.text
    whole, head = reader.get("/en/search/?q=a"), reader.head("/en/search/?q=a")
    assert whole.status_code == head.status_code == 503
    assert head.data == b""
    assert "tel:999" in whole.text
    assert dict(head.headers) == dict(whole.headers)


def test_every_part_that_makes_bytes_is_an_input() -> None:
    """After an update of the library of Word files, old files would stay for good."""
    locked = re.findall("(?m)^([^=]+)==", (ROOT / "requirements/run.txt").read_text())
    idle = {"attrs", "blinker", "cattrs", "click", "granian", "itsdangerous", "pyphen", "pytz"}
    idle |= {"setuptools", "textstat", "typing-extensions"}
    assert sorted(map(str.lower, MAKERS)) == sorted(set(locked) - idle)


def test_the_watch_goes_on_whatever_happens(
    serve: Callable[..., ReleaseMiddleware],
    small: Release,
    monkeypatch: pytest.MonkeyPatch,
    warnings: list[str],
) -> None:
    """One strange fault does not leave a worker on an old release for ever."""
    middleware = serve()
    newer = replace(small, inputs="newer")
    rounds = 0

    def sleep(seconds: float) -> None:
        nonlocal rounds
        rounds += 1
        if rounds == 2:
            monkeypatch.setattr(middleware, "poll", poll)
            write(middleware.folder, newer, {})
        if rounds == 4:
            raise SystemExit

    def strange() -> None:
        raise RuntimeError("zebrafish")

    poll = middleware.poll
    monkeypatch.setattr(middleware, "poll", strange)
    monkeypatch.setattr("webapp.delivery.serve.time.sleep", sleep)
    with pytest.raises(SystemExit):
        middleware.watch()
    assert "zebrafish" in warnings[0]
    assert Client(middleware).get("/readyz").text == f"{newer.revision}\n"


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("X-Forwarded-For", "203.0.113.77"), ("X-Forwarded-Host", "evil.example"),
        ("X-Forwarded-Proto", "https"), ("X-Forwarded-Port", "444"),
        ("X-Forwarded-Prefix", "/evil"), ("Forwarded", "host=evil.example;proto=https"),
        ("X-Real-IP", "203.0.113.77"), ("X-Original-URL", "/en/help/"),
        ("X-Rewrite-URL", "/en/help/"), ("X-HTTP-Method-Override", "POST"),
    ],
)  # fmt: skip
def test_what_a_proxy_or_a_liar_says_in_headers_changes_nothing(
    serve: Callable[..., ReleaseMiddleware], header: str, value: str
) -> None:
    """Links come from the settings alone: nobody can turn them elsewhere from outside."""
    reader = Client(serve())
    for path in ("/", "/en", "/en/", "/en/nowhere/", "/en/search/?q=notes", "/sitemap.xml"):
        plain, other = reader.get(path), reader.get(path, headers={header: value})
        assert other.data == plain.data, path
        assert other.status == plain.status
        assert dict(other.headers) == dict(plain.headers)


def test_no_cache_grows_with_what_readers_choose() -> None:
    """What somebody searched for, or asked of the builder, is gone from memory with its answer."""
    public = replace(real_settings(), site_url="https://guide.example")
    site = create_app(public)  # which draws a code on paper

    def sizes() -> list[int]:
        rooms = [
            module for name, module in sorted(sys.modules.items()) if name.startswith("webapp")
        ]
        values = [one for room in rooms for one in vars(room).values()]
        return [
            value.cache_info().currsize for value in values if hasattr(type(value), "cache_info")
        ]

    def ask(path: str, query: str) -> None:
        for takes in ("br", "gzip"):
            environ = create_environ(path, public.site_url, headers={"Accept-Encoding": takes})
            # As a server gives it: a test client's own address would stay with urlsplit.
            body, status, _ = run_wsgi_app(site, environ | {"QUERY_STRING": query})
            assert status == "200 OK"
            assert next(iter(body))

    built = "/en/partners/briefing/", "agency={}&finding=neglect"
    for path, query in (("/en/search/", "q={}"), built):
        ask(path, query.format("schools"))
        before = sizes()
        assert before
        ask(path, query.format("health"))
        assert sizes() == before, path


@pytest.fixture(scope="module")
def real_release() -> Release:
    """Return the release of the real content."""
    return build_release(real_settings(), create_app)


def test_every_page_is_ready_and_the_same_as_the_app_s(real_release: Release, app: Flask) -> None:
    """No page of the site waits for Flask; bytes and headers are those of one table.

    None is taken for a broken address of another, and led there.
    """
    client = app.test_client()
    ready = answers(real_release)
    assert set(site_of(app).addresses()) <= ready.keys()
    for path, expected in ready.items():
        answer = client.get(path)
        assert answer.status_code in (200, 303), path
        assert answer.data == expected.bodies[""], path
        theirs = {n: v for n, v in answer.headers.items() if n != "Content-Length"}
        assert real_release.headers_of(expected) == theirs, path
    assert set(addresses()) <= set(ready)
    assert len({prepared.policy for prepared in ready.values()}) == 8


def test_an_app_renders_nothing_before_it_is_asked(
    real_release: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A worker starts at once; what Flask answers then is what the release holds."""
    asked: list[str] = []
    real = Flask.full_dispatch_request
    monkeypatch.setattr(
        Flask, "full_dispatch_request", lambda app: asked.append(request.path) or real(app)
    )
    reader = create_app(real_settings()).test_client()
    assert asked == []
    for path in ("/en/", "/en/offline/", "/offline/en.txt", "/offline/en.json"):
        assert reader.get(path).data == answers(real_release)[path].bodies[""], path
    assert len(asked) > 30  # the bundle's pages


def test_what_is_not_ready_is_answered_by_the_app(
    serve: Callable[..., ReleaseMiddleware], flask: Flask
) -> None:
    """Search, redirects, errors, other methods."""
    reader, client = Client(serve()), flask.test_client()
    for path in ("/", "/en", "/en/search/?q=notes", "/en/nowhere/", "/xx/", "//", "/en/404.html"):
        ours, theirs = reader.get(path), client.get(path)
        assert (ours.status, ours.data) == (theirs.status, theirs.data), path
    assert reader.post("/en/").status_code == 405


def test_another_host_is_refused(
    serve: Callable[..., ReleaseMiddleware], small_settings: Settings
) -> None:
    """With a public address, nobody is answered under another name."""
    app = create_app(replace(small_settings, site_url="https://guide.example"))
    reader = Client(serve(host="guide.example", make_app=lambda _: app))
    assert reader.get("/en/", base_url="https://guide.example").status_code == 200
    assert reader.get("/en/", base_url="https://other.example").status_code == 400


def test_where_flask_cannot_start_the_page_is_of_the_reader_s_language(
    serve: Callable[..., ReleaseMiddleware], real_release: Release
) -> None:
    """Broken words on the disk break the next build, not the pages that stand."""

    def broken(release: Release) -> Flask:
        raise RuntimeError("the matter of a reader: zebrafish")

    reader = Client(serve(real_release, make_app=broken))
    assert reader.get("/en/").status_code == 200
    for path, tag in (("/pl/search/?q=a", "pl"), ("/ur/nowhere/", "ur"), ("/xx/", "en")):
        answer = reader.get(path)
        assert answer.status_code == 503
        assert "tel:999" in answer.text
        assert "zebrafish" not in answer.text
        assert parse(answer.text).get("lang") == tag


def test_the_middleware_is_short() -> None:
    """Who must trust it reads it in a few minutes; it needs no framework."""
    text = Path(sys.modules[ReleaseMiddleware.__module__].__file__ or "").read_text()
    assert len(text.splitlines()) < LIMIT_OF_MIDDLEWARE
    assert "flask" not in [line.split()[1] for line in text.splitlines() if "import" in line[:7]]
