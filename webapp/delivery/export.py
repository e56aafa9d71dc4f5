"""The edition as a folder of files, with the configuration that static hosts need.

The bytes are those that the app serves; headers that a folder cannot hold are written for nginx
(`nginx.conf`) and as the `_headers` and `_redirects` that static hosts read.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from webapp.delivery.edition import STATIC, Edition, EditionError, Ready
from webapp.delivery.hosts import EXIT, file_of, headers_file, nginx

TWINS = {"br": ".br", "gzip": ".gz"}
LIST = "files.txt"


@dataclass(frozen=True)
class Written:
    """What an export did: files in all, and how many had to be written or removed."""

    files: int
    written: int
    removed: int


def export(edition: Edition, pages: Mapping[str, Ready], folder: Path, below: str = "") -> Written:
    """Write an edition below `folder`/site and its configuration beside it.

    `pages` are those that a folder needs beside the edition's: the language chooser, refusals.
    What did not change is not written. Assets of the export before stay for one export more, as
    pages in readers' caches still ask for them. Raises `EditionError` where a file cannot be
    written.
    """
    files: dict[str, bytes] = {}
    ready = {path: each for path, each in edition.ready.items() if path != EXIT} | dict(pages)
    for tag, missing in edition.missing.items():
        ready[f"/{tag}/404.html"] = missing
    ready["/404.html"] = next(iter(edition.missing.values()))
    for path, each in ready.items():
        for code, body in each.bodies.items():
            files[file_of(path) + TWINS.get(code, "")] = body
    leave = edition.ready[EXIT]
    to = dict(leave.headers)["Location"]
    files["exit.html"] = _exit_page(to)
    files["_headers"] = headers_file(ready, leave, below).encode()
    files["_redirects"] = f"{below}{EXIT} {to} 303\n".encode()
    site = folder / "site"
    try:
        done = _write(files, site, folder / LIST)
        conf = nginx(ready, leave, tuple(edition.missing), site, below)
        (folder / "nginx.conf").write_text(conf)
    except OSError as error:
        raise EditionError(
            f"{error.filename} could not be written: {error.strerror}; make room there"
        ) from error
    return done


def _write(files: dict[str, bytes], site: Path, listed: Path) -> Written:
    before = set(listed.read_text().splitlines()) if listed.is_file() else set()
    written = 0
    # What pages name first: a page is never there before its style sheet.
    for name, body in sorted(files.items(), key=lambda each: not _is_static(each[0])):
        path = site / name
        if not path.is_file() or path.read_bytes() != body:
            path.parent.mkdir(parents=True, exist_ok=True)
            beside = path.with_name(f".{path.name}.new")
            beside.write_bytes(body)
            beside.replace(path)
            written += 1
        os.utime(path, (_time(body),) * 2)
    removed = 0
    for path in [each for each in site.rglob("*") if each.is_file()]:
        name = path.relative_to(site).as_posix()
        if name not in files and not (_is_static(name) and name in before):
            path.unlink()
            removed += 1
    listed.write_text("\n".join(sorted(files)) + "\n")
    return Written(len(files), written, removed)


def _is_static(name: str) -> bool:
    return f"/{name}".startswith(STATIC)


def _time(body: bytes) -> int:
    """Return a time that belongs to these bytes alone, from 2000 to 2022.

    nginx makes its ETag of a file's time and length: so the ETag changes with the bytes and only
    with them, on every host and after every export. `Last-Modified` is told apart from it.
    """
    return 946_684_800 + int(hashlib.sha256(body).hexdigest()[:12], 16) % 700_000_000


def _exit_page(to: str) -> bytes:
    """Return the way out for hosts that know no redirects: on at once, and a link."""
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title></title>'
        '<meta name="referrer" content="no-referrer">'
        f'<meta http-equiv="refresh" content="0;url={to}"><a href="{to}">&rarr;</a></html>\n'
    ).encode()
