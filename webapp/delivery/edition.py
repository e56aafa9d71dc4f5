"""The whole site at one revision: path -> ready answers in three encodings, in one file.

Two builds of one state of the site are equal byte for byte; the file holds beside them the static
files of the edition before, which pages in readers' caches still ask for.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

FORMAT = b"edition 3\n"
DIGEST = 64
# What a build is made of beside the files: the same words in another release of these may differ.
MAKERS = ("Brotli", "Flask", "Jinja2", "Werkzeug", "Babel")
ENCODINGS = ("br", "gzip", "")
GROUPS = ("ready", "failing", "missing", "before")
STATIC = "/static/"


class EditionError(Exception):
    """An edition that could not be built, written or read. Its text says where and what to do."""


@dataclass(frozen=True)
class Ready:
    """One answer: status line, headers without length and encoding, and its bytes by encoding."""

    status: str
    headers: tuple[tuple[str, str], ...]
    bodies: dict[str, bytes]

    def etag(self, encoding: str) -> str:
        """Return the strong ETag of one encoding: each has its own, as its bytes differ."""
        digest = hashlib.sha256(self.bodies[""]).hexdigest()[:20]
        return f'"{digest}-{encoding}"' if encoding else f'"{digest}"'


@dataclass(frozen=True)
class Edition:
    """Every ready answer by its path.

    `inputs` is the hash of all that it was built from, `settings` what its pages say of the
    settings. `asking` are the addresses whose query changes the answer. `failing` is the page of
    each language for a fault on our side, `missing` for no such page. `before` are static files
    of the edition before.
    """

    revision: str
    inputs: str
    settings: Mapping[str, str]
    asking: frozenset[str]
    ready: dict[str, Ready]
    failing: dict[str, Ready]
    missing: dict[str, Ready]
    before: dict[str, Ready] = field(default_factory=dict)


def to_bytes(edition: Edition) -> bytes:
    """Write an edition as bytes that hold their own hash, so that half a file is never read."""
    blob = bytearray()

    def group(held: dict[str, Ready]) -> dict[str, Any]:
        found = {}
        for path, each in held.items():
            places = {}
            for encoding in ENCODINGS:
                if encoding in each.bodies:
                    places[encoding] = (len(blob), len(each.bodies[encoding]))
                    blob.extend(each.bodies[encoding])
            found[path] = [each.status, each.headers, places]
        return found

    index = {
        "revision": edition.revision,
        "inputs": edition.inputs,
        "settings": dict(edition.settings),
        "asking": sorted(edition.asking),
        **{name: group(getattr(edition, name)) for name in GROUPS},
    }
    head = json.dumps(index, ensure_ascii=False).encode()
    rest = b"%d\n" % len(head) + head + bytes(blob)
    return FORMAT + hashlib.sha256(rest).hexdigest().encode() + b"\n" + rest


def from_bytes(data: bytes, name: str) -> Edition:
    """Read an edition; raise `EditionError` where it is not whole."""
    start = len(FORMAT) + DIGEST + 1
    view = memoryview(data)  # no copy of the whole; a worker's memory is small
    right = FORMAT + hashlib.sha256(view[start:]).hexdigest().encode() + b"\n"
    if data[:start] != right:
        raise EditionError(f"{name} is no whole edition; delete it, and it is built again")
    line = data.index(b"\n", start)
    end = line + 1 + int(view[start:line])
    index = json.loads(bytes(view[line + 1 : end]))
    blob = view[end:]

    def group(held: dict[str, Any]) -> dict[str, Ready]:
        return {
            path: Ready(
                status,
                tuple((key, value) for key, value in headers),
                {code: bytes(blob[at : at + size]) for code, (at, size) in places.items()},
            )
            for path, (status, headers, places) in held.items()
        }

    return Edition(
        revision=index["revision"],
        inputs=index["inputs"],
        settings=index["settings"],
        asking=frozenset(index["asking"]),
        **{name: group(index[name]) for name in GROUPS},
    )


def read(path: Path) -> Edition:
    """Read an edition from its file."""
    try:
        return from_bytes(path.read_bytes(), str(path))
    except OSError as error:
        raise EditionError(f"{path} could not be read: {error.strerror}") from error


def usable(path: Path, settings: Mapping[str, str]) -> Edition:
    """Read an edition; raise `EditionError` where its pages say other settings than these."""
    held = read(path)
    differing = [
        f"{name} {held.settings.get(name, '')!r} and not {value!r}"
        for name, value in settings.items()
        if held.settings.get(name) != value
    ]
    if differing:
        raise EditionError(
            f"{path} was built with {', '.join(differing)}; build it with the settings of the "
            "server that is to show it"
        )
    return held


def last_good(path: Path) -> Path:
    """Return the file that keeps the edition which a server took last."""
    return path.with_name(f"{path.name}.good")


def standing(
    path: Path, settings: Mapping[str, str], tell: Callable[[str], None] = lambda _: None
) -> Edition:
    """Read the edition that stands: from its file, or the last good one where that is damaged."""
    try:
        return usable(path, settings)
    except EditionError as error:
        try:
            held = usable(last_good(path), settings)
        except EditionError:
            raise error from None
        tell(f"{error}. The last good edition answers: {held.revision}")
        return held


def keep(edition: Edition, path: Path) -> None:
    """Keep a copy of the edition that a server took, where that can be written."""
    good, data = last_good(path), to_bytes(edition)
    with suppress(OSError):
        if not good.is_file() or good.read_bytes() != data:
            _put(data, good)


def write(edition: Edition, path: Path) -> None:
    """Write an edition beside its place, then move it there: readers see the old or the new."""
    try:
        old: Edition | None = standing(path, {})
    except EditionError:
        old = None
    if old:
        edition = replace(edition, before=_before(old, edition))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _sweep(path)
        _put(to_bytes(edition), path)
    except OSError as error:
        raise EditionError(
            f"{path} could not be written: {error.strerror}; make room there, or set EDITION to "
            "a file in another folder. The edition before it is untouched"
        ) from error


def _before(old: Edition, new: Edition) -> dict[str, Ready]:
    """Return the static files of one generation before: a build that changes none keeps them."""
    for held in (old.ready, old.before):
        gone = {
            path: each
            for path, each in held.items()
            if path.startswith(STATIC) and path not in new.ready
        }
        if gone:
            return gone
    return {}


def _put(data: bytes, path: Path) -> None:
    beside = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        with beside.open("wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        beside.replace(path)
    except OSError:
        beside.unlink(missing_ok=True)
        raise


def _sweep(path: Path) -> None:
    """Remove what builds left that were killed while they wrote."""
    for each in path.parent.glob(f"{path.name}.*"):
        number = each.name.rpartition(".")[2]
        if number.isdecimal() and not Path(f"/proc/{number}").exists():
            each.unlink(missing_ok=True)


def inputs_of(folders: Iterable[Path], settings: str) -> str:
    """Return the hash of all files that an edition is made of, and of what makes it."""
    digest = hashlib.sha256(settings.encode())
    digest.update(sys.version.encode() + repr([version(each) for each in MAKERS]).encode())
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                name = path.relative_to(folder).as_posix()
                digest.update(f"{name}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Let one build at a time go on, so that two starts at once do the work once."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = path.with_name(f"{path.name}.lock").open("w")
    except OSError as error:
        raise EditionError(
            f"{path} is not of these words and settings, and cannot be built there: "
            f"{error.strerror}; build it before, with the same settings, or set EDITION to a "
            "file in a folder that can be written"
        ) from error
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def ensure(path: Path, inputs: str, make: Callable[[], Edition]) -> Edition:
    """Return the edition of these inputs: read from its file, or built and written there.

    Where the file is of these inputs already, nothing is written: its disk may be read-only.
    """
    held = _of_inputs(path, inputs)
    if held is None:
        with alone(path):
            held = _of_inputs(path, inputs)
            if held is None:
                held = make()
                write(held, path)
    return held


def _of_inputs(path: Path, inputs: str) -> Edition | None:
    try:
        held = read(path)
    except EditionError:
        return None
    return held if held.inputs == inputs else None
