"""What static hosts are told: a configuration of nginx, and the `_headers` that others read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

from webapp.delivery.edition import STATIC, Ready

# The server's own, or told elsewhere.
NOT_WRITTEN = ("Server", "Location", "Clear-Site-Data")
# Hosts know types, times and encodings themselves.
OF_HOSTS = ("Content-Type", "Vary", "Last-Modified")
EXIT = "/exit"
# Pages of refusals: no address of their own.
ERRORS = ("404", "405", "414")


def file_of(path: str) -> str:
    """Return the file of an address: "/en/" -> "en/index.html"."""
    plain = path.lstrip("/")
    return f"{plain}index.html" if path.endswith("/") else plain


def _is_error(path: str) -> bool:
    return path.endswith(tuple(f"/{each}.html" for each in ERRORS))


def _usual(values: Iterable[str]) -> str:
    return Counter(values).most_common(1)[0][0]


def headers_file(ready: Mapping[str, Ready], leave: Ready, below: str) -> str:
    """Return the `_headers` file: what most pages have for all, then what differs by address."""
    pages = {path: dict(each.headers) for path, each in ready.items() if not _is_error(path)}
    names = sorted({name for own in pages.values() for name in own} - {*NOT_WRITTEN, *OF_HOSTS})
    plain = [own for path, own in pages.items() if not path.startswith(STATIC)]
    usual = {name: _usual(own.get(name, "") for own in plain) for name in names}
    lines = ["/*", *(f"  {name}: {value}" for name, value in usual.items() if value)]
    blocks: dict[str, list[str]] = {}
    for path, own in [*pages.items(), (EXIT, dict(leave.headers))]:
        differing = []
        for name in names:
            value = own.get(name, "")
            if value != usual[name]:
                # Without the first line, hosts send both values.
                differing += [f"  ! {name}"] if usual[name] else []
                differing += [f"  {name}: {value}"] if value else []
        if path == EXIT:
            differing.append(f"  Clear-Site-Data: {own['Clear-Site-Data']}")
        # A file of the export before has no line of its own.
        blocks[f"{STATIC}*" if path.startswith(STATIC) else path] = differing
    for path, differing in blocks.items():
        if differing:
            lines += [f"{below}{path}", *differing]
    return "\n".join(lines) + "\n"


def _map(number: int, name: str, ready: Mapping[str, Ready]) -> str:
    """Return nginx' map of one header: by file, by ending for static files, else a refusal's."""
    held = {f"/{file_of(path)}": dict(e.headers).get(name, "") for path, e in ready.items()}
    pages = {file: value for file, value in held.items() if not _is_error(file)}
    usual = _usual(pages.values())
    endings: dict[str, str] = {}
    for file, value in pages.items():
        if file.startswith(STATIC):
            endings[file.rpartition(".")[2]] = value
    rows = [f'default "{_quoted(held["/404.html"])}";']
    rows += [
        f'"refused{file}" "{_quoted(value)}";'
        for file, value in sorted(held.items())
        if _is_error(file) and value != held["/404.html"]
    ]
    rows += [
        f'"shown{file}" "{_quoted(value)}";'
        for file, value in sorted(pages.items())
        if value != usual and not file.startswith(STATIC)
    ]
    rows += [
        f'"~^shown{STATIC}.+\\.{ending}$" "{_quoted(value)}";'
        for ending, value in sorted(endings.items())
        if value != usual
    ]
    rows.append(f'"~^shown" "{_quoted(usual)}";')
    if name in OF_HOSTS:
        rows.append('"~^moved" "";')  # nginx writes the few words of a redirect by itself
    told = "\n".join(f"    {row}" for row in rows)
    return f'  map "$shown$uri" $told{number} {{\n{told}\n  }}'


def nginx(
    ready: Mapping[str, Ready], leave: Ready, tags: tuple[str, ...], site: Path, below: str
) -> str:
    """Return a whole nginx configuration that answers as the app does, on 127.0.0.1:8080."""
    told = {name for each in ready.values() for name, _ in each.headers}
    # Where nobody knows when words changed, the time of the file is taken back.
    names = sorted((told | {"Last-Modified"}) - {*NOT_WRITTEN})
    maps = "\n".join(_map(number, name, ready) for number, name in enumerate(names))
    adds = "\n".join(
        f"    add_header {name} $told{number} always;" for number, name in enumerate(names)
    )
    out = dict(leave.headers)
    exits = "".join(
        f'      add_header {name} "{_quoted(value)}" always;\n'
        for name, value in leave.headers
        if name not in ("Location", "Server", *OF_HOSTS)
    )
    tongues = "\n".join(f'    "~^/{tag}/" /{tag};' for tag in tags)
    errors = "|".join(ERRORS)
    shorter = f"    rewrite ^{below}(/.*)$ $1;\n" if below else ""
    return f"""# Written by `make export`. No address of a reader and no question is ever logged.
# Needs nginx with brotli_static (Debian: libnginx-mod-http-brotli-static).
include /etc/nginx/modules-enabled/*.conf;
worker_processes 1;
daemon off;
pid {site.parent}/nginx.pid;
# Lower levels write a reader's address and question beside each fault.
error_log stderr emerg;
events {{ worker_connections 1024; }}
http {{
  access_log off;
  server_tokens off;
  default_type "";
  types {{ }}
  map_hash_bucket_size 1024;
  map_hash_max_size 65536;
  variables_hash_max_size 4096;
  map $status $shown {{
    default refused;
    200 shown;
    301 moved;
    304 shown;
  }}
  map $uri $tongue {{
    default "";
{tongues}
  }}
  # What is told of a file; its type too.
{maps}
  server {{
    listen 127.0.0.1:8080;
    absolute_redirect off;
    merge_slashes off;
    gzip_static on;
    brotli_static on;
    max_ranges 0;
    # The time of a file is drawn from its bytes, for an exact ETag; as a time it says nothing.
    if_modified_since off;
    index index.html;
    root {site};
    error_page 404 $tongue/404.html;
    error_page 403 =404 $tongue/404.html;
    error_page 405 $tongue/405.html;
    error_page 414 $tongue/414.html;
{shorter}    if ($request_method !~ "^(GET|HEAD)$") {{ return 405; }}
    if ($uri ~ "//|\\.(br|gz)$|/\\.|^/_|^/exit\\.html$") {{ return 404; }}
    if (-f $request_filename/index.html) {{ rewrite [^/]$ {below}$uri/ permanent; }}
{adds}
    location ~ /(index|{errors})\\.html$ {{ internal; }}
    location = {EXIT} {{
{exits}      return 303 "{out["Location"]}";
    }}
  }}
}}
"""


def _quoted(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"')
