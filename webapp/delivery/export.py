"""The edition as a folder of files, with the configuration that static hosts need.

The bytes are those that the app serves; headers that a folder cannot hold are written for nginx
(`nginx.conf`) and as the `_headers` and `_redirects` that static hosts read.
"""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from pathlib import Path

from webapp.delivery.edition import Edition, EditionError, Ready

TWINS = {"br": ".br", "gzip": ".gz"}
# The server's own, or told by the file itself.
NOT_WRITTEN = ("Server", "Last-Modified", "Location", "Clear-Site-Data")
EXIT = "/exit"
LIST = "files.txt"


@dataclass(frozen=True)
class Written:
    """What an export did: files in all, and how many had to be written or removed."""

    files: int
    written: int
    removed: int


def file_of(path: str) -> str:
    """Return the file of an address: "/en/" -> "en/index.html"."""
    plain = path.lstrip("/")
    return f"{plain}index.html" if path.endswith("/") else plain


def export(edition: Edition, chooser: Ready, folder: Path, below: str = "") -> Written:
    """Write an edition below `folder`/site and its configuration beside it.

    What did not change is not written. Assets of the export before stay for one export more, as
    pages in readers' caches still ask for them. Raises `EditionError` where a file cannot be
    written.
    """
    files: dict[str, bytes] = {}
    ready = {path: each for path, each in edition.ready.items() if path != EXIT}
    ready["/"] = chooser
    for tag, missing in edition.missing.items():
        ready[f"/{tag}/404.html"] = missing
    ready["/404.html"] = next(iter(edition.missing.values()))
    for path, each in ready.items():
        for code, body in each.bodies.items():
            files[file_of(path) + TWINS.get(code, "")] = body
    leave = dict(edition.ready[EXIT].headers)
    files["exit.html"] = _exit_page(leave["Location"])
    files["_headers"] = _headers(ready, below).encode()
    files["_redirects"] = f"{below}{EXIT} {leave['Location']} 303\n".encode()
    site = folder / "site"
    modified = dict(ready[next(iter(edition.ready))].headers)["Last-Modified"]
    stamp = parsedate_to_datetime(modified).timestamp()
    try:
        done = _write(files, site, folder / LIST, stamp)
        conf = nginx(ready, edition, leave, site, below)
        (folder / "nginx.conf").write_text(conf)
    except OSError as error:
        raise EditionError(
            f"{error.filename} could not be written: {error.strerror}; make room there"
        ) from error
    return done


def _write(files: dict[str, bytes], site: Path, listed: Path, stamp: float) -> Written:
    before = set(listed.read_text().splitlines()) if listed.is_file() else set()
    written = 0
    for name, body in files.items():
        path = site / name
        if not path.is_file() or path.read_bytes() != body:
            path.parent.mkdir(parents=True, exist_ok=True)
            beside = path.with_name(f".{path.name}.new")
            beside.write_bytes(body)
            beside.replace(path)
            written += 1
        os.utime(path, (stamp, stamp))
    removed = 0
    for path in [each for each in site.rglob("*") if each.is_file()]:
        name = path.relative_to(site).as_posix()
        kept = name in files or (name.startswith("static/") and name in before)
        if not kept:
            path.unlink()
            removed += 1
    listed.write_text("\n".join(sorted(files)) + "\n")
    return Written(len(files), written, removed)


def _exit_page(to: str) -> bytes:
    """Return the way out for hosts that know no redirects: on at once, and a link."""
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title></title>'
        f'<meta http-equiv="refresh" content="0;url={to}"><a href="{to}">&rarr;</a></html>\n'
    ).encode()


def _told(ready: dict[str, Ready]) -> dict[str, dict[str, str]]:
    """Return header -> file -> value; "" where a file has no such header."""
    names = {n for each in ready.values() for n, _ in each.headers} - set(NOT_WRITTEN)
    return {
        name: {
            "/" + file_of(path): dict(each.headers).get(name, "") for path, each in ready.items()
        }
        for name in sorted(names)
    }


def _headers(ready: dict[str, Ready], below: str) -> str:
    """Return the `_headers` file: what most pages have for all, then what differs by address."""
    told = _told({path: each for path, each in ready.items() if not path.endswith("404.html")})
    usual = {name: Counter(held.values()).most_common(1)[0][0] for name, held in told.items()}
    del usual["Content-Type"], usual["Vary"]  # hosts know types; all vary by encoding themselves
    lines = ["/*", *(f"  {name}: {value}" for name, value in usual.items() if value)]
    for path, each in ready.items():
        own = dict(each.headers)
        differing = [
            f"  ! {name}\n  {name}: {own[name]}" if name in own else f"  ! {name}"
            for name, value in usual.items()
            if own.get(name, "") != value
        ]
        if differing and not path.endswith("404.html"):
            lines += [f"{below}{path}", *differing]
    return "\n".join(lines) + "\n"


def nginx(
    ready: dict[str, Ready], edition: Edition, leave: dict[str, str], site: Path, below: str
) -> str:
    """Return a whole nginx configuration that answers as the app does, on 127.0.0.1:8080."""
    maps, adds = [], []
    for number, (name, held) in enumerate(_told(ready).items()):
        usual = Counter(held.values()).most_common(1)[0][0]
        rows = [f'    default "{_quoted(usual)}";']
        rows += [
            f'    "{file}" "{_quoted(value)}";'
            for file, value in sorted(held.items())
            if value != usual
        ]
        maps.append(f"  map $uri $told{number} {{\n" + "\n".join(rows) + "\n  }")
        adds.append(f"    add_header {name} $told{number} always;")
    exits = "".join(
        f'      add_header {name} "{_quoted(value)}" always;\n'
        for name, value in leave.items()
        if name not in ("Location", "Server", "Last-Modified", "Content-Type", "Vary")
    )
    places = "".join(
        f"    location /{tag}/ {{ error_page 404 /{tag}/404.html; }}\n" for tag in edition.missing
    )
    shorter = f"    rewrite ^{below}(/.*)$ $1;\n" if below else ""
    return f"""# Written by `make export`. No address of a reader and no question is ever logged.
# Needs nginx with brotli_static (Debian: libnginx-mod-http-brotli-static).
include /etc/nginx/modules-enabled/*.conf;
worker_processes 1;
daemon off;
pid {site.parent}/nginx.pid;
error_log stderr crit;
events {{ worker_connections 1024; }}
http {{
  access_log off;
  server_tokens off;
  default_type "";
  types {{ }}
  map_hash_bucket_size 1024;
  map_hash_max_size 65536;
  variables_hash_max_size 4096;
  # The type is told below, by file.
{chr(10).join(maps)}
  server {{
    listen 127.0.0.1:8080;
    absolute_redirect off;
    gzip_static on;
    brotli_static on;
    index index.html;
    root {site};
{shorter}    if (-d $request_filename) {{ rewrite [^/]$ {below}$uri/ permanent; }}
    error_page 404 /404.html;
{chr(10).join(adds)}
    location ~ /(index|404)\\.html$ {{ internal; }}
    location = /exit {{
{exits}      return 303 "{leave["Location"]}";
    }}
{places}  }}
}}
"""


def _quoted(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"')
