"""Releases that are written, damaged, replaced: which one answers, and what stays."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from werkzeug.test import Client

from webapp.delivery.build import inputs_of
from webapp.delivery.policy import LONGEST_KEPT
from webapp.delivery.release import (
    CURRENT,
    MANIFEST,
    Answer,
    Release,
    ReleaseError,
    build_lock,
    current,
    load,
    of_inputs,
    write,
)
from webapp.delivery.serve import ReleaseMiddleware
from webapp.settings import Settings

STYLE = "/static/css/site."
DAY = 86_400


def answers(release: Release) -> dict[str, Answer]:
    """Return the answers of a release by address."""
    return {answer.address: answer for answer in release.answers if answer.address}


def with_style(release: Release, mark: str) -> tuple[Release, str, str]:
    """Return a release with another style sheet, and the addresses of the old and the new."""
    old = next(answer for answer in release.answers if answer.address.startswith(STYLE))
    new = f"{STYLE}{mark}.css"
    made = replace(old, address=new, file=new[1:], bodies={"": mark.encode()})
    left = tuple(answer for answer in release.answers if answer is not old)
    return replace(release, answers=(*left, made)), old.address, new


def test_a_release_is_read_as_it_was_written(small: Release, tmp_path: Path) -> None:
    """Nothing is lost on the disk, and plain files with their twins are what any host serves."""
    write(tmp_path, small, {"site/_headers": b"x"})
    loaded = load(tmp_path / CURRENT)
    assert loaded.entries() == small.entries()
    for address, answer in answers(loaded).items():
        assert answer.body() == answers(small)[address].bodies[""], address
    # Plain bytes are most of a release: each worker holds them packed.
    assert set(answers(loaded)["/en/"].bodies) == {"br", "gzip"}
    site = tmp_path / CURRENT / "site"
    page = answers(small)["/en/"]
    assert (site / "en/index.html").read_bytes() == page.bodies[""]
    assert (site / "en/index.html.br").read_bytes() == page.bodies["br"]
    assert (site / "_headers").read_bytes() == b"x"
    assert os.readlink(tmp_path / CURRENT) == f"000001-{small.revision}"


@pytest.mark.parametrize(
    "file", ["site/en/index.html", "site/en/index.html.br", MANIFEST, "site/static"]
)
@pytest.mark.parametrize("damage", ["cut", "gone", "changed"])
def test_a_damaged_release_is_never_served(
    serve: Callable[..., ReleaseMiddleware], small: Release, warnings: list[str], file: str,
    damage: str,
) -> None:  # fmt: skip
    """Half a file, none, or another byte: it is refused with its name; the release before goes on,
    also in a worker that starts anew."""
    middleware = serve()
    write(middleware.folder, with_style(small, "2222222222")[0], {})
    path = middleware.folder / CURRENT / file
    path = next(path.rglob("*.css")) if path.is_dir() else path
    data = path.read_bytes()
    if damage == "gone":
        path.unlink()
    else:
        half = data[: len(data) // 2]
        path.write_bytes(half if damage == "cut" else data[:-2] + b"?" + data[-1:])
    middleware.poll()
    assert Client(middleware).get("/readyz").text == f"{small.revision}\n"
    assert "kept the release before" in warnings[0]
    assert "build it again" in warnings[0]
    again = serve(release=None)
    assert Client(again).get("/readyz").text == f"{small.revision}\n"
    assert "The release before it answers" in warnings[1]
    assert of_inputs(middleware.folder, small.inputs) is None


def test_without_any_good_release_a_worker_says_so(
    serve: Callable[..., ReleaseMiddleware],
) -> None:
    """There is nothing to answer with; the text says what to do."""
    with pytest.raises(ReleaseError, match="could not be read: .*; build it again"):
        serve(release=None)


def test_a_newer_release_takes_over_whole(
    serve: Callable[..., ReleaseMiddleware], small: Release, warnings: list[str]
) -> None:
    """Without a restart: page and revision change together; the operator reads of it."""
    middleware = serve()
    reader = Client(middleware)
    newer = replace(small, inputs="newer")
    middleware.poll()
    assert reader.get("/readyz").text == f"{small.revision}\n"
    write(middleware.folder, newer, {})
    middleware.poll()
    assert reader.get("/readyz").text == f"{newer.revision}\n"
    assert warnings == [f"now answering with release {newer.revision}"]


def test_static_files_stay_as_long_as_a_cached_page_may_name_them(
    serve: Callable[..., ReleaseMiddleware], small: Release
) -> None:
    """However many releases a day brings, a page from a cache finds its own style sheet."""
    middleware = serve()
    reader = Client(middleware)
    second, old, new = with_style(small, "2222222222")
    third, _, newest = with_style(second, "3333333333")
    now = 1_800_000_000.0
    write(middleware.folder, second, {}, now)
    # The page that names the new file came from another worker, which was quicker.
    assert reader.get(new).data == b"2222222222"
    for number in range(4):
        write(middleware.folder, replace(third, inputs=str(number)), {}, now + number * DAY / 4)
    middleware.poll()
    for path, body in ((old, answers(small)[old].bodies[""]), (new, b"2222222222")):
        answer = reader.get(path)
        assert answer.data == body
        assert "immutable" in answer.headers["Cache-Control"]
        assert (middleware.folder / CURRENT / "site" / path[1:]).read_bytes() == body
    # A build long after takes away what no cache shows any more.
    write(middleware.folder, third, {}, now + LONGEST_KEPT + 2 * DAY)
    middleware.poll()
    assert [name in middleware.responses for name in (old, new, newest)] == [False, False, True]


def test_a_release_of_yesterday_again_keeps_the_files_of_today(
    small: Release, tmp_path: Path
) -> None:
    """Rolling back is a release like any other."""
    second, old, new = with_style(small, "2222222222")
    for release in (small, second, small):
        made = write(tmp_path, release, {})
    assert [answer.address for answer, _ in made.carried] == [new]
    assert old in answers(made)
    assert load(tmp_path / CURRENT).entries() == made.entries()
    assert made.revision == small.revision


def test_old_releases_go_and_the_one_before_stays(small: Release, tmp_path: Path) -> None:
    """A disk does not fill with releases, nor with what a killed build left."""
    (tmp_path / "half").mkdir(parents=True)
    (tmp_path / "half" / "left").write_text("half")
    for number in range(4):
        write(tmp_path, replace(small, inputs=str(number)), {})
    names = sorted(folder.name for folder in tmp_path.iterdir())
    assert [name[:6] for name in names] == ["000003", "000004", "curren"]
    assert current(tmp_path).inputs == "3"


@pytest.mark.parametrize("fault", [errno.ENOSPC, errno.EROFS, errno.EFBIG])
def test_a_disk_that_takes_no_more_is_reported_and_the_release_before_stays(
    small: Release, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: int
) -> None:
    """Who builds on a full disk reads what to do; nothing is half written."""
    write(tmp_path, small, {})
    before = sorted(tmp_path.rglob("*"))

    def full(self: Path, data: bytes) -> None:
        raise OSError(fault, os.strerror(fault), str(self))

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(ReleaseError, match=f"{os.strerror(fault)}; make room there, or set REL"):
        write(tmp_path, replace(small, inputs="newer"), {})
    assert sorted(tmp_path.rglob("*")) == before
    assert current(tmp_path).entries() == small.entries()


def test_a_folder_in_the_place_of_the_link_is_named(small: Release, tmp_path: Path) -> None:
    """As a backup leaves one that follows links: it must go, or no words change any more."""
    (tmp_path / "current").mkdir()
    with pytest.raises(ReleaseError, match=r"current could not be written: Is a directory; make"):
        write(tmp_path, small, {})


def test_a_release_that_is_ready_needs_no_disk_to_write_on(tmp_path: Path, small: Release) -> None:
    """On a read-only disk a built release is served, and a missing one reported with what to do."""
    write(tmp_path, small, {})
    (tmp_path / "lock").mkdir()  # cannot be opened for writing, even by root
    found = of_inputs(tmp_path, small.inputs)
    assert found is not None
    assert found.entries() == small.entries()
    assert of_inputs(tmp_path, "other") is None
    with pytest.raises(ReleaseError, match=r"can be built there: .*; build it before, with"):
        build_lock(tmp_path).__enter__()


def test_each_set_of_settings_has_its_own_folder(small_settings: Settings) -> None:
    """No start spoils the releases of a server with other settings."""
    others = {"port": 1, "hsts": True, "site_url": "https://a.example", "static_host": True}
    folders = {small_settings.release_folder}
    folders |= {replace(small_settings, **{k: v}).release_folder for k, v in others.items()}  # type: ignore[arg-type]  # of mixed types
    assert len(folders) == 5
    assert replace(small_settings, workers=9).release_folder in folders
    assert inputs_of(replace(small_settings, port=1)) != inputs_of(small_settings)


def test_a_folder_that_was_moved_is_as_good(small: Release, tmp_path: Path) -> None:
    """What was built in one place, a container serves from another."""
    write(tmp_path / "here", small, {})
    shutil.copytree(tmp_path / "here", tmp_path / "there", symlinks=True)
    shutil.rmtree(tmp_path / "here")
    assert current(tmp_path / "there").entries() == small.entries()
