"""What lets anybody check a site: hashes of its files, what it was made with, a comparison."""

import json
import re
from contextlib import closing
from hashlib import sha256
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from pathlib import Path
from urllib.parse import urlsplit

from webapp.delivery.release import Release
from webapp.settings import HERE
from webapp.site.assets import HTMX_VERSION
from webapp.site.no_pages import PROBES

REQUIREMENTS = HERE.parent / "requirements" / "run.txt"
# Each server has words of its own for these.
NOT_COMPARED = ("Server", "Cache-Control")


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

    Compared are status, bytes, type, and the headers that keep readers safe.
    """
    parts = urlsplit(address)
    connection = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    found: list[str] = []
    for answer in release.answers:
        if not answer.address or answer.address in PROBES:
            continue
        try:
            with closing(connection(parts.netloc, timeout=30)) as wire:
                place = parts.path.rstrip("/") + answer.address
                wire.request("GET", place, headers={"Accept-Encoding": "identity"})
                live = wire.getresponse()
                body = live.read()
        except (OSError, HTTPException) as error:
            return [*found, f"{answer.address}: no answer ({error})"]
        if live.status != int(answer.status.partition(" ")[0]):
            found.append(f"{answer.address}: status {live.status}, not {answer.status}")
            continue
        if body != answer.bodies[""] and not answer.location:
            found.append(f"{answer.address}: other bytes")
        right = {"Content-Type": answer.type, **release.headers[answer.policy]}
        if answer.location:
            right = {"Location": answer.location}
        for name, value in right.items():
            sent = live.headers.get(name)
            if name not in NOT_COMPARED and sent != value:
                found.append(f"{answer.address}: {name} is {sent!r}, not {value!r}")
    return found
