"""The whole site at one revision: path -> ready answers in three encodings, in one file.

Built once, before anybody asks; two builds of one state of the site are equal byte for byte.
"""

from __future__ import annotations

import fcntl
import gzip
import hashlib
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from email.utils import formatdate
from importlib.metadata import version
from pathlib import Path
from typing import Any

import brotli
from flask import Flask, Response
from werkzeug.exceptions import InternalServerError

from webapp.delivery.compression import KINDS, SMALLEST
from webapp.site.offline import Copy

FORMAT = b"edition 1\n"
DIGEST = 64
# What a build is made of beside the files: the same words in another release of these may differ.
MAKERS = ("Brotli", "Flask", "Jinja2", "Werkzeug", "Babel")
ENCODINGS = ("br", "gzip", "")
# Never ready: it differs by reader, or says how the server is.
NOT_READY = ("/",)


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
    """Every ready answer by its path. `inputs` is the hash of all that it was built from.

    `failing` is the page of each language for a fault on our side, `missing` for no such page.
    """

    revision: str
    inputs: str
    ready: dict[str, Ready]
    failing: dict[str, Ready]
    missing: dict[str, Ready]
    copies: dict[str, Copy]


def build(app: Flask, inputs: str, modified: int) -> Edition:
    """Render and compress every address of the app; raise `EditionError` on the first that fails.

    `modified` is the time, in seconds since 1970, that `Last-Modified` tells.
    """
    told = formatdate(modified, usegmt=True)
    addresses: Iterable[str] = app.extensions["addresses"]()
    ready = {}
    client = app.test_client()
    origin = app.extensions["origin"]
    for path in addresses:
        if path in NOT_READY:
            continue
        try:
            answer = client.get(path, base_url=origin)
        except Exception as error:
            raise EditionError(f"{path} could not be rendered: {error!r}; mend it") from error
        if answer.status_code not in (200, 303):
            raise EditionError(f"{path} answered {answer.status}, not 200; mend it or its link")
        ready[path] = _of(answer.status, answer.headers, answer.data, told)
    failing, missing = {}, {}
    copies: dict[str, Copy] = app.extensions["copies"]
    for tag in copies:
        with app.test_request_context(f"/{tag}/", base_url=origin):
            made = app.process_response(
                app.make_response(app.handle_http_exception(InternalServerError()))
            )
            failing[tag] = _of("503 SERVICE UNAVAILABLE", made.headers, made.get_data(), "")
        gone = client.get(f"/{tag}/nowhere/", base_url=origin)
        missing[tag] = _of(gone.status, gone.headers, gone.data, "")
    everything = (*ready.values(), *failing.values(), *missing.values())
    with ThreadPoolExecutor(os.cpu_count()) as pool:  # compression lets other threads run
        list(pool.map(_compress, everything))
    revision = hashlib.sha256()
    for path, each in sorted({**ready, **missing}.items()):
        revision.update(repr((path, each.status, each.headers)).encode() + each.bodies[""])
    return Edition(revision.hexdigest()[:16], inputs, ready, failing, missing, dict(copies))


def ready_of(answer: Response) -> Ready:
    """Return any answer of the app as a ready one."""
    ready = _of(answer.status, answer.headers, answer.get_data(), "")
    _compress(ready)
    return ready


def _of(status: str, headers: Any, body: bytes, modified: str) -> Ready:
    skipped = ("content-length", "content-encoding", "date")
    kept = [(name, value) for name, value in headers if name.lower() not in skipped]
    if modified:
        kept.append(("Last-Modified", modified))
    return Ready(status, tuple(kept), {"": body})


def _compress(ready: Ready) -> None:
    kind = dict(ready.headers).get("Content-Type", "")
    body = ready.bodies[""]
    if kind.startswith(KINDS) and len(body) >= SMALLEST:
        ready.bodies["br"] = brotli.compress(body, quality=11)
        ready.bodies["gzip"] = gzip.compress(body, compresslevel=9, mtime=0)


def to_bytes(edition: Edition) -> bytes:
    """Write an edition as bytes that hold their own hash, so that half a file is never read."""
    blob = bytearray()

    def group(held: dict[str, Ready]) -> dict[str, Any]:
        found = {}
        for path, each in sorted(held.items()):
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
        "ready": group(edition.ready),
        "failing": group(edition.failing),
        "missing": group(edition.missing),
        "copies": {
            tag: [each.revision, each.entries, each.size, each.stand_ins]
            for tag, each in sorted(edition.copies.items())
        },
    }
    head = json.dumps(index, ensure_ascii=False).encode()
    rest = b"%d\n" % len(head) + head + bytes(blob)
    return FORMAT + hashlib.sha256(rest).hexdigest().encode() + b"\n" + rest


def from_bytes(data: bytes, name: str) -> Edition:
    """Read an edition; raise `EditionError` where it is not whole."""
    start = len(FORMAT) + DIGEST + 1
    rest = data[start:]
    right = FORMAT + hashlib.sha256(rest).hexdigest().encode() + b"\n"
    if data[:start] != right:
        raise EditionError(f"{name} is no whole edition; delete it, and it is built again")
    length, _, rest = rest.partition(b"\n")
    index = json.loads(rest[: int(length)])
    blob = rest[int(length) :]

    def group(held: dict[str, Any]) -> dict[str, Ready]:
        return {
            path: Ready(
                status,
                tuple((key, value) for key, value in headers),
                {code: blob[at : at + size] for code, (at, size) in places.items()},
            )
            for path, (status, headers, places) in held.items()
        }

    copies = {
        tag: Copy(revision, _pairs(entries), size, _pairs(stand_ins))
        for tag, (revision, entries, size, stand_ins) in index["copies"].items()
    }
    ready, failing, missing = (group(index[name]) for name in ("ready", "failing", "missing"))
    return Edition(index["revision"], index["inputs"], ready, failing, missing, copies)


def _pairs(held: list[list[str]]) -> tuple[tuple[str, str], ...]:
    return tuple((one, other) for one, other in held)


def read(path: Path) -> Edition:
    """Read an edition from its file."""
    try:
        return from_bytes(path.read_bytes(), str(path))
    except OSError as error:
        raise EditionError(f"{path} could not be read: {error.strerror}") from error


def write(edition: Edition, path: Path) -> None:
    """Write an edition beside its place, then move it there: readers see the old or the new."""
    beside = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with beside.open("wb") as out:
            out.write(to_bytes(edition))
            out.flush()
            os.fsync(out.fileno())
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise EditionError(
            f"{path} could not be written: {error.strerror}; make room there, or set EDITION to "
            "a file in another folder. The edition before it is untouched"
        ) from error


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
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.with_name(f"{path.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def ensure(path: Path, inputs: str, make: Callable[[], Edition]) -> Edition:
    """Return the edition of these inputs: read from its file, or built and written there."""
    with alone(path):
        try:
            held = read(path)
        except EditionError:
            held = None
        if held is None or held.inputs != inputs:
            held = make()
            write(held, path)
    return held
