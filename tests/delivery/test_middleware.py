"""What a reader gets at the door, whatever lies in the edition's file."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.test import Client

from webapp import create_app
from webapp.delivery import rendering
from webapp.delivery.edition import Edition, EditionError, write
from webapp.delivery.front_door import Door
from webapp.settings import Settings

MONDAY, TUESDAY = "Mon, 02 Nov 2026 10:00:00 GMT", "Tue, 03 Nov 2026 10:00:00 GMT"


def test_an_address_that_asks_nothing_is_ready_whatever_its_query(
    open_door: Callable[..., Door], small: Edition
) -> None:
    """A link that a social network marked is as quick as any; a search is still a search."""
    asked: list[str] = []

    def flask(environ: dict[str, str], start: Callable[..., object]) -> list[bytes]:
        asked.append(environ["PATH_INFO"])
        start("200 OK", [])
        return []

    door = open_door(make_app=lambda _: flask)
    reader = Client(door)
    for path in small.ready:
        if path not in small.asking:
            told = reader.get(f"{path}?fbclid=zebrafish&q=1")
            assert told.data == small.ready[path].bodies[""], path
    assert asked == []
    for path in sorted(small.asking):
        reader.get(f"{path}?q=zebrafish")
    assert asked == sorted(small.asking)


def test_only_pages_that_read_their_query_are_asked_anew(flask: Flask, small: Edition) -> None:
    """Whatever a query says, no other page is different."""
    reader = flask.test_client()
    query = "?q=zebra&show=good&for=schools&minutes=7&format=x&area=x"
    for path, each in small.ready.items():
        if path not in small.asking:
            assert reader.get(path + query).data == each.bodies[""], path
    assert {each.split("/")[2] for each in small.asking} >= {"search", "findings", "words"}


def test_machines_ask_after_health_under_any_name(
    open_door: Callable[..., Door], flask: Flask, small_settings: Settings, small: Edition
) -> None:
    """A load balancer knows an address, not our public name."""
    site = create_app(replace(small_settings, site_url="https://guide.example"), small.copies)
    reader = Client(open_door(host="guide.example", make_app=lambda _: site))
    for path in ("/healthz", "/readyz"):
        assert reader.get(path, base_url="http://10.0.0.7:8000").status_code == 200
        assert site.test_client().get(path, base_url="http://10.0.0.7:8000").status_code == 200
    assert reader.get("/en/", base_url="http://10.0.0.7:8000").status_code == 400
    assert reader.get("/readyz", base_url="http://10.0.0.7").text == f"{small.revision}\n"
    assert flask.test_client().get("/readyz").text == "no edition\n"


def test_a_reader_who_knows_only_the_day_is_told_that_nothing_changed(
    open_door: Callable[..., Door], small: Edition
) -> None:
    """A simple client asks by time; whoever knows the ETag is answered by that alone."""
    page = small.ready["/en/"]
    own = [each for each in page.headers if each[0] != "Last-Modified"]
    dated = replace(page, headers=(*own, ("Last-Modified", TUESDAY)))
    reader = Client(open_door(replace(small, ready={**small.ready, "/en/": dated})))

    def asks(**headers: str) -> int:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return reader.get("/en/", headers=named).status_code

    assert asks(If_Modified_Since=TUESDAY) == 304
    assert asks(If_Modified_Since="Wed, 04 Nov 2026 10:00:00 GMT") == 304
    assert asks(If_Modified_Since=MONDAY) == 200
    assert asks(If_Modified_Since="a while ago") == 200
    assert asks(If_Modified_Since="Wed, 04 Nov 2026 10:00:00 -0000") == 200
    assert asks(If_Modified_Since=TUESDAY, If_None_Match='"other"') == 200
    assert reader.get("/en/", headers={"If-Modified-Since": TUESDAY}).data == b""


def test_what_has_no_mark_is_never_called_unchanged(
    open_door: Callable[..., Door], small: Edition
) -> None:
    """Health is told each time, and the way out leads out each time."""
    reader = Client(open_door(small))
    for path, right in (("/healthz", 200), ("/readyz", 200), ("/exit", 303)):
        assert reader.get(path, headers={"If-None-Match": "*"}).status_code == right


def test_without_a_known_time_none_is_told(small_settings: Settings, small: Edition) -> None:
    """A time that stays while words change would keep old words in caches."""
    elsewhere = replace(small_settings, content=Path("/elsewhere"))
    assert elsewhere.modified() == 0
    app = create_app(small_settings, {})
    app.extensions["addresses"] = lambda: ["/en/"]
    app.extensions["kept"] = list
    app.extensions["copy"] = lambda load, size: {}
    assert "Last-Modified" not in dict(rendering.build(app, "", {}, 0).ready["/en/"].headers)
    assert dict(rendering.build(app, "", {}, 86_400).ready["/en/"].headers)["Last-Modified"] == (
        "Fri, 02 Jan 1970 00:00:00 GMT"
    )


def test_when_flask_rests_it_is_told_once_and_tried_ever_more_seldom(
    open_door: Callable[..., Door], monkeypatch: pytest.MonkeyPatch, told: list[str], flask: Flask
) -> None:
    """A broken file does not fill the log, nor keep a worker busy; mended, all works again."""
    now = 1_000.0
    tried: list[float] = []
    monkeypatch.setattr("webapp.delivery.front_door.time.monotonic", lambda: now)

    def broken(held: Edition) -> Flask:
        tried.append(now)
        if now < 1_400:
            raise EditionError("the files here are not those; run: make reload")
        return flask

    door = open_door(make_app=broken)
    for _ in range(1_000):
        door.flask()
        now += 0.5
    gaps = [later - before for before, later in zip(tried, tried[1:], strict=False)]
    assert gaps == sorted(gaps)
    assert gaps[0] == 1
    assert max(gaps) == 60
    assert told == ["search and forms rest: the files here are not those; run: make reload"]
    assert Client(door).get("/en/search/?q=notes").status_code == 200


def test_while_flask_rests_readers_still_find_in(open_door: Callable[..., Door]) -> None:
    """The front page leads on, and a calm page says that search rests; a HEAD has no body."""

    def broken(held: Edition) -> Flask:
        raise EditionError("zebrafish")

    reader = Client(open_door(make_app=broken))
    front = reader.get("/")
    assert (front.status_code, front.headers["Location"]) == (302, "/en/")
    whole, head = reader.get("/en/search/?q=a"), reader.head("/en/search/?q=a")
    assert whole.status_code == head.status_code == 503
    assert head.data == b""
    assert "tel:999" in whole.text
    assert dict(head.headers) == dict(whole.headers)


def test_the_watch_goes_on_whatever_happens(
    open_door: Callable[..., Door], small: Edition, monkeypatch: pytest.MonkeyPatch, told: list[str]
) -> None:
    """One strange fault does not leave a worker on an old edition for ever."""
    door = open_door()
    rounds = 0

    def sleep(seconds: float) -> None:
        nonlocal rounds
        rounds += 1
        if rounds == 2:
            monkeypatch.setattr(door, "look", look)
            write(replace(small, revision="newer"), door.path)
        if rounds == 4:
            raise SystemExit

    def strange() -> None:
        raise RuntimeError("zebrafish")

    look = door.look
    monkeypatch.setattr(door, "look", strange)
    monkeypatch.setattr("webapp.delivery.front_door.time.sleep", sleep)
    with pytest.raises(SystemExit):
        door.watch()
    assert "zebrafish" in told[0]
    assert Client(door).get("/readyz").text == "newer\n"


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
    open_door: Callable[..., Door], header: str, value: str
) -> None:
    """Links come from the settings alone: nobody can turn them elsewhere from outside."""
    reader = Client(open_door())
    for path in ("/", "/en", "/en/", "/en/nowhere/", "/en/search/?q=notes", "/sitemap.xml"):
        plain, told = reader.get(path), reader.get(path, headers={header: value})
        assert told.data == plain.data, path
        assert told.status == plain.status
        assert dict(told.headers) == dict(plain.headers)


def test_no_cache_grows_with_what_is_typed(flask: Flask) -> None:
    """What a reader searched for is gone from memory with its answer."""

    def sizes() -> list[int]:
        rooms = [each for name, each in sorted(sys.modules.items()) if name.startswith("webapp")]
        held = [one for room in rooms for one in vars(room).values()]
        return [each.cache_info().currsize for each in held if hasattr(type(each), "cache_info")]

    reader = flask.test_client()

    def search(words: str) -> None:
        for takes in ("br", "gzip"):
            reader.get(f"/en/search/?q={words}", headers={"Accept-Encoding": takes})

    search("notes")
    before = sizes()
    assert before
    search("zebrafish")
    assert sizes() == before
