"""Editions that come and go under a door: which is taken, which is refused, what stays."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from werkzeug.test import Client

from webapp.delivery.edition import Edition, EditionError, last_good, write
from webapp.delivery.front_door import Door


def test_an_edition_of_other_settings_is_refused_and_told(
    open_door: Callable[..., Door], small: Edition, told: list[str]
) -> None:
    """A build in a shell without the server's settings never turns its links to 127.0.0.1."""
    public = replace(small, settings={**small.settings, "SITE_URL": "https://guide.example"})
    door = open_door(public)
    write(replace(small, revision="other"), door.path)
    door.look()
    assert Client(door).get("/readyz").text == f"{small.revision}\n"
    (line,) = told
    assert "kept the edition before" in line
    assert "SITE_URL '' and not 'https://guide.example'" in line
    assert "with the settings of the server" in line


def test_a_worker_that_starts_anew_does_not_take_it_either(
    open_door: Callable[..., Door], small: Edition, told: list[str]
) -> None:
    """The last good edition answers until the file is right again."""
    public = replace(small, settings={**small.settings, "HSTS": "1"})
    door = open_door(public)
    write(small, door.path)
    again = Door(door.path, "", door.make_app, told.append, public.settings)
    assert again.edition.settings == public.settings
    assert "HSTS '0' and not '1'" in told[-1]
    assert "The last good edition answers" in told[-1]


@pytest.mark.parametrize("damage", [b"", b"edition 3\nnonsense", None], ids=ascii)
def test_a_worker_that_starts_on_a_damaged_file_answers(
    open_door: Callable[..., Door], small: Edition, told: list[str], damage: bytes | None
) -> None:
    """A worker killed while the file is damaged is no outage: the last good edition stands."""
    door = open_door()
    if damage is None:
        door.path.unlink()
    else:
        door.path.write_bytes(damage)
    again = Client(Door(door.path, "", door.make_app, told.append, small.settings))
    assert again.get("/en/").data == small.ready["/en/"].bodies[""]
    assert "The last good edition answers" in told[-1]
    last_good(door.path).unlink()
    with pytest.raises(EditionError, match="could not be read|delete it, and it is built again"):
        Door(door.path, "", door.make_app, told.append, small.settings)


def changed(small: Edition, mark: str, revision: str) -> tuple[Edition, str, str]:
    """Return an edition with another style sheet, and the addresses of the old and the new."""
    old = next(each for each in small.ready if each.startswith("/static/css/site."))
    new = f"/static/css/site.{mark}.css"
    held = {path: each for path, each in small.ready.items() if path != old}
    held[new] = replace(small.ready[old], bodies={"": mark.encode()})
    return replace(small, revision=revision, ready=held), old, new


def test_files_of_the_edition_before_still_answer(
    open_door: Callable[..., Door], small: Edition
) -> None:
    """A page in a reader's cache finds its style sheet, with its own bytes, for one edition more;
    a build that changes no file does not count as one."""
    door = open_door()
    reader = Client(door)
    second, old, new = changed(small, "2222222222", "second")
    write(second, door.path)
    # The page that names the new file came from another worker, which was quicker.
    assert reader.get(new).data == b"2222222222"
    assert reader.get("/readyz").text == "second\n"
    for revision in ("second", "words"):
        write(replace(second, revision=revision), door.path)
        door.look()
        answer = reader.get(old)
        assert answer.data == small.ready[old].bodies[""]
        assert "immutable" in answer.headers["Cache-Control"]
    third, _, newest = changed(small, "3333333333", "third")
    write(third, door.path)
    door.look()
    assert old not in door.answers
    assert [reader.get(each).status_code for each in (new, newest)] == [200, 200]
    assert reader.get("/static/css/site.0123456789.css").status_code == 404
