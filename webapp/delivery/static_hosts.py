"""Configuration for static hosts: nginx's, and the `_headers` and `_redirects` files of others."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from pathlib import Path

from webapp.delivery import verify
from webapp.delivery.policy import EXIT, METHODS, Headers
from webapp.delivery.release import CURRENT, Answer, Release, ReleaseError, write
from webapp.settings import Settings
from webapp.site.no_pages import PROBES

# nginx writes this header itself.
NOT_WRITTEN = ("Server",)
# Marks that a letter or a message puts behind an address; those beyond ASCII are several bytes.
TRAILING = r"""[.,;:!?)\]}>'\"]|""" + "|".join(
    "»”’›…،۔؛؟।。、\u2066\u2067\u2068\u2069"  # isolates, which mark the direction of an address
)


def _rules(release: Release) -> dict[str, str]:
    """Return pattern -> policy of all addresses that do not have the policy of a page.

    A pattern is an address, or a folder that ends in "*".
    """
    rules: dict[str, str] = {}
    for answer in release.answers:
        if answer.address and answer.policy != "page":
            top, _, rest = answer.address.lstrip("/").partition("/")
            folder = f"/{top}/"
            if rest.startswith("embed/"):
                rules[f"{folder}embed/*"] = answer.policy
            elif top in release.languages or not rest:
                rules[answer.address] = answer.policy
            else:
                rules[f"{folder}*"] = answer.policy
    return rules


def headers_file(release: Release, base_path: str) -> str:
    """Return the `_headers` file: a page's headers for all, then what differs by address."""
    page = _without_server(release.headers["page"])
    lines = ["/*", *(f"  {name}: {value}" for name, value in page.items())]
    for pattern, policy in _rules(release).items():
        own = _without_server(release.headers[policy])
        lines.append(f"{base_path}{pattern}")
        for name in sorted({**page, **own}):
            if own.get(name) != page.get(name):
                # Without the first line, hosts send both values.
                lines += [f"  ! {name}"] if name in page else []
                lines += [f"  {name}: {own[name]}"] if name in own else []
    return "\n".join(lines) + "\n"


def _exit_location(release: Release) -> str:
    return next(answer.location for answer in release.answers if answer.address == EXIT)


def _without_server(headers: Headers) -> dict[str, str]:
    return {name: value for name, value in headers.items() if name not in NOT_WRITTEN}


def files(release: Release, base_path: str = "") -> dict[str, bytes]:
    """Return the files of a release that static hosts read, by their path in it."""
    texts = {
        "maps.conf": _maps(release),
        "locations.conf": _locations(release, base_path),
        "site/_headers": headers_file(release, base_path),
        "site/_redirects": f"{base_path}{EXIT} {_exit_location(release)} 303\n",
    }
    return {name: text.encode() for name, text in texts.items()}


def write_release(settings: Settings, release: Release) -> Release:
    """Write a release below its folder, with what static hosts read, as the current one."""
    return write(settings.release_folder, release, files(release, settings.base_path))


def nginx(folder: Path) -> str:
    """Return a whole configuration for the current release of a folder, on 127.0.0.1:8080."""
    return f"""\
# Written by `make export`: a whole configuration, also as it is (nginx -c). No address of a reader
# and no question is ever logged. brotli_static needs libnginx-mod-http-brotli-static (Debian);
# without it, take that line out, and phones get gzip.
# nginx's workers (Debian: the user www-data) must be able to read every folder above the files.
include /etc/nginx/modules-enabled/*.conf;
worker_processes 1;
daemon off;
pid {folder}/nginx.pid;
# Lower levels write a reader's address and question beside each fault.
error_log stderr emerg;
events {{ worker_connections 1024; }}
http {{
  access_log off;
  sendfile on;
  tcp_nopush on;
  keepalive_requests 100000;
  brotli_static on;
  include {folder}/current/maps.conf;
  server {{
    listen 127.0.0.1:8080;
    root {folder}/current/site;
    include {folder}/current/locations.conf;
  }}
}}
"""


def export(folder: Path, place: Path) -> Path:
    """Put the current release of a folder at `place`/site, with a configuration of nginx.

    The files are those of the release, under a second name: hard links, where that is possible.
    """
    new, old, site = place / "site.new", place / "site.old", place / "site"
    try:
        for site_folder in (new, old):
            shutil.rmtree(site_folder, ignore_errors=True)
        _copy(folder / CURRENT / "site", new)
        if site.exists():
            site.rename(old)
        new.rename(site)
        shutil.rmtree(old, ignore_errors=True)
        (place / "nginx.conf").write_text(nginx(folder.resolve()))
        # Beside the site, not in it: nobody learns from it which fault of which version to try.
        (place / "SHA256SUMS").write_text(verify.sums(site))
        (place / "sbom.cdx.json").write_text(verify.bill_of_materials())
    except OSError as error:
        raise ReleaseError(
            f"{error.filename or site} could not be written: {error.strerror}; make room there"
        ) from error
    return place


def _copy(source: Path, target: Path) -> None:
    try:
        shutil.copytree(source, target, copy_function=os.link)
    except shutil.Error:  # another disk
        shutil.rmtree(target)
        shutil.copytree(source, target)


def unreadable(folder: Path) -> list[Path]:
    """Return each folder on the way to a release that only its owner may enter."""
    site = (folder / CURRENT / "site").resolve()
    return [step for step in (*site.parents, site) if not step.stat().st_mode & 0o001]


def _maps(release: Release) -> str:
    """Return what nginx reads outside of a server: the language of an error page."""
    rows = "".join(f'  "~^/{tag}/" /{tag};\n' for tag in release.languages)
    return f'map $uri $language_folder {{\n  default "";\n{rows}}}\n'


def _locations(release: Release, base_path: str) -> str:
    """Return what nginx reads inside of a server: each folder with its headers."""
    rules = _rules(release)
    types: dict[str, str] = {}
    blocks = []
    for pattern, policy in {"/*": "page", **rules}.items():
        inside = [answer for answer in release.answers if _rule_of(answer, rules) == pattern]
        blocks += _blocks(release, pattern, policy, inside, types)
    blocks.append(_error_block(release, "404|414|503", {}))
    blocks.append(_error_block(release, "405", {"Allow": ", ".join(METHODS)}))
    kinds = "".join(f'  "{kind}" {ending};\n' for ending, kind in sorted(types.items()))
    strip_base_path = f"rewrite ^{base_path}(/.*)$ $1;\n" if base_path else ""
    refusal = _adds(release, release.headers["refusal"])
    return f"""\
# Written with the release, from the one table of headers (webapp/delivery/policy.py).
# A server block of somebody's own would else inherit a log of readers and questions.
access_log off;
error_log /dev/null emerg;
server_tokens off;
absolute_redirect off;
merge_slashes off;
gzip_static on;
gzip_vary on;
max_ranges 0;
# The time of a file is drawn from its bytes, for an exact ETag; as a time it says nothing.
if_modified_since off;
open_file_cache max=4000 inactive=1h;
open_file_cache_valid 1s;
open_file_cache_errors on;
types {{
{kinds}}}
default_type "text/plain; charset=utf-8";
error_page 404 $language_folder/404.html;
error_page 403 =404 $language_folder/404.html;
error_page 405 $language_folder/405.html;
error_page 414 $language_folder/414.html;
error_page 502 504 =503 $language_folder/503.html;
{strip_base_path}if ($request_method !~ "^({"|".join(METHODS)})$") {{ return 405; }}
# No second address of a page, no twin of a file, nothing hidden.
location ~ "//|/\\.\\w|^/_|\\.(br|gz)$|/index\\.html$|^/exit\\.html$" {{ return 404; }}
{"".join(blocks)}\
location = {EXIT} {{
{_adds(release, release.headers["exit"])}  return 303 "{_exit_location(release)}";
}}
# A lost slash, or marks behind an address; nginx alone cannot make capitals small.
location @missing {{
{refusal}  set $plain $uri;
  if ($uri ~ "^(.*?)/*({TRAILING})*/*$") {{ set $plain $1; }}
  if (-f $document_root$plain/index.html) {{ return 301 {base_path}$plain/$is_args$args; }}
  return 404;
}}
"""


def _rule_of(answer: Answer, rules: Iterable[str]) -> str:
    """Return the pattern that an answer falls under; "" where it has no address."""
    if not answer.address or answer.address in (EXIT, *rules):
        return answer.address
    folders = (rule for rule in rules if rule.endswith("*"))
    return next((rule for rule in folders if answer.address.startswith(rule[:-1])), "/*")


def _blocks(
    release: Release, pattern: str, policy: str, inside: list[Answer], types: dict[str, str]
) -> list[str]:
    """Return the location of a pattern; a file of another type than its ending has gets its own.

    `types` are those of endings on the whole server: what is not among them yet is added.
    """
    if pattern == EXIT or (pattern in PROBES and release.query_dependent):
        return []  # where an app answers, it answers for its own health
    own: dict[str, str] = {}
    blocks = []
    for answer in reversed(inside):  # schema.json, of a type of its own, comes before tables
        name, _, ending = answer.file.rpartition("/")[2].rpartition(".")
        if not name:
            continue
        kind = own.setdefault(ending, answer.type)
        if kind != answer.type:
            other = {ending: answer.type}
            blocks.append(_block(release, f"= {answer.address}", policy, other))
    differs = [ending for ending in own if types.setdefault(ending, own[ending]) != own[ending]]
    place = f"^~ {pattern[:-1]}" if pattern.endswith("*") and pattern != "/*" else f"= {pattern}"
    place = "/" if pattern == "/*" else place
    query_dependent = bool(inside) and inside[0].address in release.query_dependent
    return [*blocks, _block(release, place, policy, own if differs else {}, query_dependent)]


def _block(
    release: Release, place: str, policy: str, types: dict[str, str], query_dependent: bool = False
) -> str:
    kinds = " ".join(f'"{kind}" {ending};' for ending, kind in types.items())
    lines = _adds(release, release.headers[policy], shown=True)
    lines += f"  types {{ {kinds} }}\n" if kinds else ""
    if query_dependent:  # behind nginx, the app answers what somebody typed
        lines += "  error_page 418 = @explainer;\n  if ($is_args) { return 418; }\n"
    lines += "  try_files ${uri}index.html $uri @missing;\n"
    return f"location {place} {{\n{lines}}}\n"


def _error_block(release: Release, codes: str, more: Headers) -> str:
    lines = _adds(release, {**release.headers["refusal"], **more})
    return f'location ~ "/({codes})\\.html$" {{\n  internal;\n{lines}}}\n'


def _adds(release: Release, headers: Headers, shown: bool = False) -> str:
    """Return headers as nginx adds them; only what is shown has a time, where one is known."""
    added = {**_without_server(headers), "Last-Modified": ""}
    if shown:
        added["Last-Modified"] = release.last_modified
    return "".join(
        f'  add_header {name} "{_quoted(value)}" always;\n' for name, value in added.items()
    )


def _quoted(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"')
