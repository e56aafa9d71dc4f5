"""Every page ready before anybody asks: the edition, and the door that answers from it."""

from __future__ import annotations

import errno
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import brotli
import pytest
from flask import Flask, request
from house import addresses, parse, real_settings
from werkzeug.test import Client

from webapp import build_edition, create_app, inputs_of
from webapp.delivery import edition as editions
from webapp.delivery import rendering
from webapp.delivery.edition import Edition, EditionError, read, to_bytes, write
from webapp.delivery.front_door import Door
from webapp.delivery.negotiation import LONGEST, encodings

LIMIT_OF_A_DOOR = 200


@pytest.fixture(scope="session")
def made() -> Edition:
    """Return the edition of the real content."""
    return build_edition(real_settings())


@pytest.fixture
def file(made: Edition, tmp_path: Path) -> Path:
    """Return a file that holds it."""
    path = tmp_path / "edition"
    write(made, path)
    return path


@pytest.fixture
def door(file: Path, app: Flask) -> Door:
    """Return a door before the real app."""
    return Door(file, "", lambda held: app, print)


@pytest.fixture
def reader(door: Door) -> Client:
    """Return somebody who asks at the door."""
    return Client(door)


def test_two_builds_are_equal_byte_for_byte(made: Edition) -> None:
    """Whoever builds a commit again can check that this is what is served."""
    again = build_edition(real_settings())
    assert to_bytes(again) == to_bytes(made)


def test_the_revision_follows_the_content(made: Edition, tmp_path: Path) -> None:
    """One changed word is another revision; another port without a word changed is another too,
    as full addresses stand in the pages."""
    other = build_edition(replace(real_settings(), exit_url="https://other.example/"))
    assert other.revision != made.revision
    assert inputs_of(replace(real_settings(), port=1)) != inputs_of(real_settings())
    assert inputs_of(real_settings()) == inputs_of(real_settings())


def test_every_page_is_ready(made: Edition, app: Flask) -> None:
    """No page of the site waits for Flask, and each is the same as Flask's."""
    client = app.test_client()
    for path, each in made.ready.items():
        answer = client.get(path)
        assert answer.data == each.bodies[""], path
        own = [(n, v) for n, v in each.headers if n != "Last-Modified"]
        theirs = [(n, v) for n, v in answer.headers if n != "Content-Length"]
        assert own == theirs, path
    assert set(addresses()) <= set(made.ready)


def test_the_door_answers_as_flask_does(reader: Client, app: Flask) -> None:
    """What is not ready is asked of Flask: search, redirects, errors, other methods."""
    client = app.test_client()
    for path in ("/", "/en", "/en/search/?q=neglect", "/en/nowhere/", "/xx/", "//", "/en/?a=b"):
        told, theirs = reader.get(path), client.get(path)
        assert (told.status, told.data) == (theirs.status, theirs.data), path
    assert reader.post("/en/").status_code == 405


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
def test_a_browser_gets_the_form_that_it_likes_best(
    reader: Client, accepted: str, best: str
) -> None:
    """By its own weights; the page itself never differs."""
    assert encodings(accepted)[0] == best or len(accepted) > LONGEST
    answer = reader.get("/en/", headers={"Accept-Encoding": accepted})
    assert answer.headers.get("Content-Encoding", "") == best
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert int(answer.headers["Content-Length"]) == len(answer.data)
    if best == "br":
        assert brotli.decompress(answer.data) == reader.get("/en/").data


def test_a_reader_who_has_the_page_is_told_so(reader: Client) -> None:
    """A second visit costs a few hundred bytes."""
    first = reader.get("/en/", headers={"Accept-Encoding": "br"})
    tag = first.headers["ETag"]
    assert tag.startswith('"')
    for known in (tag, f'W/{tag}, "other"', "*"):
        again = reader.get("/en/", headers={"Accept-Encoding": "br", "If-None-Match": known})
        assert again.status_code == 304
        assert again.data == b""
        assert again.headers["ETag"] == tag
        assert "Content-Length" not in again.headers
    plain = reader.get("/en/", headers={"If-None-Match": tag})
    assert plain.status_code == 200
    assert plain.headers["ETag"] != tag
    assert "Accept-Ranges" not in first.headers


def test_a_head_is_an_answer_without_its_body(reader: Client) -> None:
    """Link checkers and caches learn all but the page."""
    head, whole = reader.head("/en/"), reader.get("/en/")
    assert head.data == b""
    assert dict(head.headers) == dict(whole.headers)


def test_pages_are_asked_again_and_assets_never(reader: Client, made: Edition) -> None:
    """A page may change today; a file whose name holds its hash never does."""
    assert "max-age=300" in reader.get("/en/").headers["Cache-Control"]
    asset = next(each for each in made.ready if each.startswith("/static/css/"))
    assert "immutable" in reader.get(asset).headers["Cache-Control"]
    invented = asset.replace(asset.split(".")[-2], "0123456789")
    assert reader.get(invented).status_code == 404


def test_another_host_is_refused_at_the_door(file: Path, make_app: Callable[..., Flask]) -> None:
    """With a public address, the door lets nobody in under another name."""
    app = make_app(site_url="https://guide.example")
    reader = Client(Door(file, "guide.example", lambda held: app, print))
    assert reader.get("/en/", base_url="https://guide.example").status_code == 200
    assert reader.get("/en/", base_url="https://other.example").status_code == 400


def test_readiness_tells_the_revision(reader: Client, made: Edition) -> None:
    """An operator sees which edition answers."""
    answer = reader.get("/readyz")
    assert answer.text == f"{made.revision}\n"
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_newer_edition_takes_over(door: Door, file: Path, made: Edition) -> None:
    """Without a restart, and whole: page and revision change together."""
    reader = Client(door)
    newer = build_edition(replace(real_settings(), exit_url="https://other.example/"))
    door.look()
    assert reader.get("/readyz").text == f"{made.revision}\n"
    write(newer, file)
    door.look()
    assert reader.get("/readyz").text == f"{newer.revision}\n"
    assert reader.get("/exit").headers["Location"] == "https://other.example/"


@pytest.mark.parametrize("cut", [0, 5, 50, 80, 5_000, -1])
def test_half_an_edition_is_never_served(
    door: Door, file: Path, made: Edition, cut: int, capfd: pytest.CaptureFixture[str]
) -> None:
    """A file that was cut off is told and left; the edition before goes on."""
    whole = file.read_bytes()
    file.unlink()
    file.write_bytes(whole[:cut])
    with pytest.raises(EditionError, match="delete it, and it is built again"):
        read(file)
    door.look()
    assert "kept the edition before" in capfd.readouterr().out
    assert Client(door).get("/readyz").text == f"{made.revision}\n"
    held = editions.ensure(file, made.inputs, lambda: made)
    assert held.revision == made.revision
    assert file.read_bytes() == whole


def test_a_full_disk_is_told_and_the_edition_before_stays(
    file: Path, made: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who builds on a full disk is told what to do; nothing is half written."""
    whole = file.read_bytes()

    def full(number: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("webapp.delivery.edition.os.fsync", full)
    with pytest.raises(EditionError, match="No space left on device; make room there, or set"):
        write(made, file)
    assert file.read_bytes() == whole
    assert [each.name for each in file.parent.iterdir()] == ["edition"]


def test_a_page_that_fails_stops_the_build_with_its_path(make_app: Callable[..., Flask]) -> None:
    """No edition lacks a page."""
    app = make_app()
    real = app.extensions["addresses"]()
    app.extensions["addresses"] = lambda: [*real, "/en/nowhere/"]
    with pytest.raises(EditionError, match=r"/en/nowhere/ answered 404.*mend it"):
        rendering.build(app, "", {}, 0)

    def broken(*args: Any) -> None:
        raise ValueError("zebrafish")

    app.jinja_env.globals["asset"] = broken
    app.config["PROPAGATE_EXCEPTIONS"] = True
    app.extensions["addresses"] = lambda: real
    with pytest.raises(EditionError, match="/en/ could not be rendered.*zebrafish"):
        rendering.build(app, "", {}, 0)


def test_where_flask_cannot_start_readers_get_a_calm_page(file: Path) -> None:
    """Broken words on the disk break the next build, not the pages that stand."""

    def broken(held: Edition) -> Flask:
        raise RuntimeError("the matter of a reader: zebrafish")

    reader = Client(Door(file, "", broken, print))
    assert reader.get("/en/").status_code == 200
    answer = reader.get("/en/search/?q=neglect")
    assert answer.status_code == 503
    assert "tel:999" in answer.text
    assert "zebrafish" not in answer.text
    parse(answer.text)


def test_an_app_renders_nothing_before_it_is_asked(
    made: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A worker starts at once; what Flask answers then is what the edition holds."""
    asked: list[str] = []
    real = Flask.full_dispatch_request
    monkeypatch.setattr(
        Flask, "full_dispatch_request", lambda app: asked.append(request.path) or real(app)
    )
    app = create_app(real_settings())
    assert asked == []
    for path in ("/en/", "/en/offline/", "/offline/en.txt", "/offline/en.json"):
        assert app.test_client().get(path).data == made.ready[path].bodies[""], path
    assert len(asked) > 30  # the bundle's pages


def test_the_door_is_short() -> None:
    """Who must trust it reads it in a few minutes; it needs no framework."""
    text = Path(editions.__file__).with_name("front_door.py").read_text()
    assert len(text.splitlines()) < LIMIT_OF_A_DOOR
    assert "flask" not in [line.split()[1] for line in text.splitlines() if "import" in line[:7]]
