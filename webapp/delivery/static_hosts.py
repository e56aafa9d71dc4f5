"""For static hosts: configuration of nginx and of others, and what lets anybody check a site.

That is: the hashes of its files, what it was made with, and a comparison of any live site, also of
one that our server answers.
"""

import gzip
import json
import os
import re
import shutil
import zlib
from collections import defaultdict
from contextlib import closing
from hashlib import sha256
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from pathlib import Path
from urllib.parse import urlsplit

import brotli
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from webapp.delivery.policy import EXIT, METHODS, PLACES
from webapp.delivery.release import CURRENT, Release, ReleaseError
from webapp.settings import HERE
from webapp.site.assets import HTMX_VERSION
from webapp.site.website import PROBES

FILES = ("locations.conf", "site/_headers", "site/_redirects", "site/.nojekyll")
REQUIREMENTS = HERE.parent / "requirements" / "run.txt"
UNPACK = {"br": brotli.decompress, "gzip": gzip.decompress}
# Each server has words of its own for these.
NOT_COMPARED = ("Server", "Cache-Control")
TEMPLATES = Environment(  # noqa: S701  # configuration, not HTML
    loader=FileSystemLoader(HERE / "templates/static_hosts"),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)
# Marks that a letter or a message puts behind an address; those beyond ASCII are several bytes.
TRAILING = r"""[.,;:!?)\]}>'\"*_ ]|""" + "|".join(
    "»”’›…،۔؛؟।。、\u00a0\u200b\u2066\u2067\u2068\u2069"  # spaces, isolates of direction
)


def files(release: Release, base_path: str = "") -> dict[str, bytes]:
    """Return the files of a release that static hosts read, by their path in it."""
    boxes = {f"/{tag}/embed/*": "box" for tag in release.languages}
    values = {
        "release": release,
        "base_path": base_path,
        # What differs from pages, by address or by folder; queries are for the app to answer.
        "places": {**PLACES, **boxes, **dict.fromkeys(release.query_dependent, "htmx")},
        "probes": PROBES,
        "exit": next(answer for answer in release.answers if answer.address == EXIT),
        "methods": METHODS,
        "trailing": TRAILING,
        # nginx and other hosts write their own "Server".
        "headers": {
            policy: {name: value for name, value in sent.items() if name != "Server"}
            for policy, sent in release.headers.items()
        },
    }
    return {file: TEMPLATES.get_template(Path(file).name).render(values).encode() for file in FILES}


def export(folder: Path, place: Path) -> Path:
    """Put the current release of a folder at `place`/site, with a whole configuration of nginx.

    The files are those of the release, under a second name: hard links, where that is possible.
    """
    new, old, site = place / "site.new", place / "site.old", place / "site"
    try:
        if site.is_symlink():  # else what a web server reads there would stay as it was
            raise ReleaseError(f"{site} is a link: take it away; let hosts read the folder itself")
        if site.exists() and not (site / "_headers").exists():
            raise ReleaseError(f"{site} is no export of ours: move it, or set RELEASES elsewhere")
        for site_folder in (new, old):
            shutil.rmtree(site_folder, ignore_errors=True)
        _copy(folder / CURRENT / "site", new)
        if site.exists():
            site.rename(old)
        new.rename(site)
        shutil.rmtree(old, ignore_errors=True)
        nginx = TEMPLATES.get_template("nginx.conf").render(folder=folder.resolve())
        (place / "nginx.conf").write_bytes(os.fsencode(nginx))
        # Beside the site, not in it: nobody learns from it which fault of which version to try.
        (place / "SHA256SUMS").write_text(sums(site))
        (place / "sbom.cdx.json").write_text(bill_of_materials())
    except OSError as error:
        why = error.strerror or error.args[0][0][-1]  # of a copy of many files
        text = f"{error.filename or site} could not be written: {why}; make room there"
        raise ReleaseError(text) from error
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


def sums(folder: Path) -> str:
    """Return the hashes of all files below a folder, as `sha256sum -c` reads them beside it."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    named = ((path.relative_to(folder.parent).as_posix(), path.read_bytes()) for path in files)
    return "".join(f"{sha256(data).hexdigest()}  {name}\n" for name, data in named)


def bill_of_materials() -> str:
    """Return what the site is made with, as CycloneDX 1.6: the locked versions, and htmx."""
    locked = re.findall(r"^([\w.-]+)==([\w.]+)", REQUIREMENTS.read_text(), re.MULTILINE)
    made_with = [(name, number, f"pkg:pypi/{name}@{number}") for name, number in locked]
    made_with.append(("htmx.org", HTMX_VERSION, f"pkg:npm/htmx.org@{HTMX_VERSION}"))
    components = [
        {"type": "library", "name": name, "version": number, "purl": purl, "bom-ref": purl}
        for name, number, purl in made_with
    ]
    # No time and no number of its own: the same versions make the same bytes.
    bom = {"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1, "components": components}
    return json.dumps(bom, indent=1) + "\n"


def differences(release: Release, address: str) -> list[str]:
    """Ask a live site for every address of a release; return what differs, a line each.

    Compared are status, bytes, type, and the headers that keep readers safe; the bytes in each
    encoding, as most browsers never see the plain ones.
    """
    found = defaultdict[str, list[str]](list)  # the addresses of each fault
    for answer in release.answers:
        place = answer.address
        if not place or place in PROBES:
            continue
        try:
            asked = {code: _asked(address, place, code) for code in answer.bodies}
        except (OSError, HTTPException, ValueError) as error:
            found[f"no answer ({error})"].append(place)
            break
        live, _ = asked[""]
        there = urlsplit(live.headers.get("Location", ""))
        if not answer.location and there.netloc and there[:2] != urlsplit(address)[:2]:
            found[f"leads to {there.geturl()}; ask that host"].append(place)
            break
        if live.status != int(answer.status.partition(" ")[0]):
            found[f"status {live.status}, not {answer.status}"].append(place)
            continue
        right = {"Location": answer.location}
        if not answer.location:
            right = {"Content-Type": answer.type, **release.headers[answer.policy]}
            for code, (_, body) in asked.items():
                if body != answer.bodies[""]:
                    whose = f" for browsers that take {code}" if code else ""
                    found[f"other bytes{whose}"].append(place)
        for name, value in right.items():
            sent = live.headers.get(name)
            if name not in NOT_COMPARED and sent != value:
                found[f"{name} is {sent or 'missing'}; it should be {value}"].append(place)
    return [
        f"{first}{f' and {len(others)} more' if others else ''}: {fault}"
        for fault, (first, *others) in found.items()
    ]


def _asked(address: str, path: str, encoding: str) -> tuple[HTTPResponse, bytes]:
    """Ask a site for one address in an encoding; return the answer and its bytes, unpacked."""
    parts = urlsplit(address)
    connection = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    with closing(connection(parts.netloc, timeout=30)) as wire:
        place = parts.path.rstrip("/") + path
        wire.request("GET", place, headers={"Accept-Encoding": encoding or "identity"})
        live = wire.getresponse()
        body = live.read()
    unpack = UNPACK.get(live.headers.get("Content-Encoding", ""), bytes)
    try:
        return live, unpack(body)
    except (OSError, EOFError, zlib.error, brotli.error):
        return live, b""  # damaged: no bytes of ours
