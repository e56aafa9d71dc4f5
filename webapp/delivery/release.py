"""A release: the whole site as a folder of plain files, with a manifest that knows their hashes.

    releases/<host>-<digest of the settings>/
        current -> 000007-<revision>   moved in one step, when all of a release is on the disk
        000007-<revision>/manifest.json, locations.conf, site/en/index.html, .br, ...

Each set of settings has a folder of its own, so that no start spoils another server's releases.
"""

from __future__ import annotations

import fcntl
import gzip
import hashlib
import json
import os
import shutil
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, fields, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from click import ClickException

from webapp.delivery.policy import LONGEST_KEPT, STATIC, Headers

SUFFIXES = {"": "", "br": ".br", "gzip": ".gz"}
CURRENT, MANIFEST = "current", "manifest.json"
# The release before the current one stays, for a worker that finds the current one damaged.
KEPT_RELEASES = 2
SHOWN_CHANGES = 5


class ReleaseError(ClickException):
    """A release that could not be built, written or read. Its text says where and what to do."""


@dataclass(frozen=True)
class Answer:
    """One ready answer. `policy` names its headers, `bodies` holds its bytes by encoding.

    Plain bytes ("") that can be had from their gzip need not be held; ask `body` for them.
    `address` is "" where only static hosts show it: an error page, the choice of languages.
    """

    file: str
    status: str
    policy: str
    type: str
    bodies: Mapping[str, bytes]
    address: str = ""
    location: str = ""

    def body(self, code: str = "") -> bytes:
        """Return the bytes in one encoding."""
        return self.bodies[code] if code in self.bodies else gzip.decompress(self.bodies["gzip"])

    @cached_property
    def sums(self) -> dict[str, str]:
        """The SHA-256 of the bytes in each encoding."""
        return {code: _sha256(self.body(code)) for code in dict.fromkeys(["", *self.bodies])}

    def entry(self) -> dict[str, Any]:
        """Return the answer as a manifest holds it: hashes in the place of bytes."""
        return {**asdict(self), "bodies": self.sums}

    def etag(self, encoding: str) -> str:
        """Return the strong ETag of one encoding: each has its own, as its bytes differ."""
        digest = self.sums[""][:20]
        return f'"{digest}-{encoding}"' if encoding else f'"{digest}"'


@dataclass(frozen=True)
class Release:
    """Every ready answer, and what it was built from.

    `inputs` is the hash of all that it was built from, `headers` the table of policies. `carried`
    are static files of earlier releases, each with the time until which a page that names it may
    be shown.
    """

    inputs: str
    headers: Mapping[str, Headers]
    languages: Sequence[str]
    query_dependent: Sequence[str]
    answers: tuple[Answer, ...]
    carried: tuple[tuple[Answer, float], ...] = ()

    @cached_property
    def revision(self) -> str:
        """The hash of all but what earlier releases left."""
        return _digest(self.entries() | {"carried": []})[:16]

    def entries(self) -> dict[str, Any]:
        """Return the release as its manifest holds it."""
        entries = {attribute.name: getattr(self, attribute.name) for attribute in fields(self)}
        entries["answers"] = [answer.entry() for answer in self.answers]
        entries["carried"] = [[answer.entry(), until] for answer, until in self.carried]
        return entries

    def headers_of(self, answer: Answer) -> dict[str, str]:
        """Return the headers of a ready answer, but for length, encoding and ETag."""
        headers = {"Content-Type": answer.type, **self.headers[answer.policy]}
        if len(answer.bodies) > 1:
            headers["Vary"] = "Accept-Encoding"
        if answer.location:
            headers["Location"] = answer.location
        return headers

    def changes_from(self, before: Release | None) -> str:
        """Return in a line what readers will find changed since another release."""
        old, new = (
            {a.address: a.sums[""] for a in answers if a.address.endswith("/")}
            for answers in (before.answers if before else (), self.answers)
        )
        changed = {path for path in new.keys() & old.keys() if new[path] != old[path]}
        sets = {"new": new.keys() - old.keys(), "changed": changed, "gone": old.keys() - new.keys()}
        lines = []
        for name, pages in sets.items():
            more = ["..."] if len(pages) > SHOWN_CHANGES else []
            shown = ", ".join(sorted(pages)[:SHOWN_CHANGES] + more)
            lines.append(f"pages {name}: {len(pages)}" + (f" ({shown})" if shown else ""))
        return "; ".join(lines)

    def at(self, file: str) -> Answer:
        """Return the answer with this file."""
        return next(answer for answer in self.answers if answer.file == file)


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _digest(entries: Mapping[str, Any]) -> str:
    return _sha256(json.dumps(entries, sort_keys=True).encode())


def load(path: Path) -> Release:
    """Read a release whole; raise `ReleaseError` where a byte of it is not as it was written."""
    try:
        entries = json.loads((path / MANIFEST).read_bytes())
        if entries.pop("digest") != _digest(entries):
            raise ValueError(MANIFEST)
        entries["answers"] = tuple(_answer(path, entry) for entry in entries["answers"])
        entries["carried"] = tuple((_answer(path, entry), at) for entry, at in entries["carried"])
        return Release(**entries)
    except OSError as error:
        what = f"{error.filename or path} could not be read: {error.strerror}; build it again"
        raise ReleaseError(what) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ReleaseError(f"{path} is damaged ({error}); delete it, and build it again") from error


def _answer(path: Path, entry: dict[str, Any]) -> Answer:
    """Return an answer without the plain bytes of what is sent compressed: that is three quarters
    of a release, and next to nobody asks for it."""
    bodies, sums = {}, entry["bodies"]
    for code, right in sums.items():
        name = entry["file"] + SUFFIXES[code]
        # The way out has no words, hence no file.
        data = (path / "site" / name).read_bytes() if entry["file"] else b""
        if _sha256(data) != right:
            raise ValueError(name)
        if code or "gzip" not in sums:
            bodies[code] = data
    answer = Answer(**{**entry, "bodies": bodies})
    vars(answer)["sums"] = sums  # they were just compared
    return answer


def current(folder: Path, warn: Callable[[str], None] = lambda _: None) -> Release:
    """Return the current release, or the one before where it is damaged; `warn` hears of that."""
    try:
        return load(folder / CURRENT)
    except ReleaseError as error:
        for path in reversed(_release_folders(folder)):
            with suppress(ReleaseError):
                release = load(path)
                warn(f"{error}. The release before it answers: {release.revision}")
                return release
        raise


def _release_folders(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("[0-9]*-*") if path.is_dir())


def write(
    folder: Path, release: Release, others: Mapping[str, bytes], now: float | None = None
) -> Release:
    """Write a release beside the current one, then make it the current one in one step.

    `others` are files for static hosts, by their path in the release. Returns what was written,
    with static files of earlier releases; only one build at a time may call this.
    """
    now = time.time() if now is None else now
    with suppress(ReleaseError):
        release = _carry(current(folder), release, now)
    partial = folder / "half"  # whatever a killed build left there goes
    try:
        shutil.rmtree(partial, ignore_errors=True)
        for answer in (*release.answers, *(answer for answer, _ in release.carried)):
            for code in answer.sums:
                if answer.file:
                    _put(partial / "site" / (answer.file + SUFFIXES[code]), answer.body(code))
        for name, body in others.items():
            _put(partial / name, body)
        manifest = {**release.entries(), "digest": _digest(release.entries())}
        _put(partial / MANIFEST, json.dumps(manifest, indent=1, sort_keys=True).encode())
        os.sync()
        written = _release_folders(folder)
        number = int(written[-1].name.partition("-")[0]) + 1 if written else 1
        path = partial.rename(folder / f"{number:06}-{release.revision}")
        link = folder / "next"
        link.unlink(missing_ok=True)
        link.symlink_to(path.name)
        link.replace(folder / CURRENT)
    except OSError as error:
        shutil.rmtree(partial, ignore_errors=True)
        raise ReleaseError(
            f"{error.filename2 or error.filename or folder} could not be written: {error.strerror};"
            " make room there, or set RELEASES to another folder. The release before it is "
            "untouched"
        ) from error
    for old in _release_folders(folder)[:-KEPT_RELEASES]:
        shutil.rmtree(old, ignore_errors=True)
    return release


def _carry(before: Release, release: Release, now: float) -> Release:
    """Return a release with the static files of earlier ones that a cached page may still name."""
    own = {answer.address for answer in release.answers}
    carried = {answer.address: (answer, until) for answer, until in before.carried if until > now}
    for answer in before.answers:
        if answer.address.startswith(STATIC):
            carried[answer.address] = (answer, now + LONGEST_KEPT)
    left = tuple(pair for address, pair in sorted(carried.items()) if address not in own)
    return replace(release, carried=left)


def _put(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    os.utime(path, (_mtime_of(data),) * 2)


def _mtime_of(body: bytes) -> int:
    """Return a time that belongs to these bytes alone, from 2000 to 2022.

    nginx makes its ETag of a file's time and length: so the ETag changes with the bytes and only
    with them, on every host and in every release. Nobody is told that time.
    """
    return 946_684_800 + int(_sha256(body)[:12], 16) % 700_000_000


@contextmanager
def build_lock(folder: Path) -> Iterator[None]:
    """Let one build at a time go on, so that two starts at once do the work once.

    What it writes anybody may read, whatever the umask says: nginx is another user.
    """
    before = os.umask(0o022)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / "lock").open("w")
    except OSError as error:
        raise ReleaseError(
            f"{folder} holds no release of these words and settings, and none can be built there: "
            f"{error.strerror}; build it before, with the same settings, or set RELEASES to a "
            "folder that can be written"
        ) from error
    else:
        with lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
    finally:
        os.umask(before)


def of_inputs(folder: Path, inputs: str) -> Release | None:
    """Return the current release if it is whole and was built from these inputs."""
    with suppress(ReleaseError):
        if (release := load(folder / CURRENT)).inputs == inputs:
            return release
    return None
