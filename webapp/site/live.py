"""htmx: which file it is, where it comes from, and which pages use it. Knows no words."""

from __future__ import annotations

from base64 import b64decode
from dataclasses import dataclass
from hashlib import sha384

from webapp.site.machine import Assets

VERSION = "4.0.1"
CDN = f"https://cdn.jsdelivr.net/npm/htmx.org@{VERSION}/dist/htmx.min.js"
# Hash of dist/htmx.min.js in the npm package, which the CDN serves. The one printed in that
# package's README is of another build.
INTEGRITY = "sha384-Qp9rdC8H7EqOoX+nR0P3RPG2Noji+qdwJlGpfzwQJsfOpp3sGwIdSP9xO3+UlEhn"
PACKAGE = f"https://registry.npmjs.org/htmx.org/-/htmx.org-{VERSION}.tgz"
MEMBER = "package/dist/htmx.min.js"
FILE = "vendor/htmx.min.js"
# Kinds of page with a form that answers while its reader types. Never help, safety or young
# people's pages: there, nothing is asked of a CDN.
KINDS = ("search", "findings", "words", "briefing")


@dataclass(frozen=True)
class Htmx:
    """What templates say of htmx. `own` is the address of our copy, or "" without one."""

    cdn: str
    integrity: str
    own: str


def genuine(data: bytes) -> bool:
    """Say whether these bytes are the very file that the pages name."""
    return sha384(data).digest() == b64decode(INTEGRITY.removeprefix("sha384-"))


def htmx(assets: Assets) -> Htmx:
    """Return htmx as templates name it; a copy of ours with other bytes is not served."""
    held = assets.held.get(FILE)
    if held is not None and not genuine(held):
        del assets.held[FILE]
    return Htmx(CDN, INTEGRITY, assets.address(FILE) if FILE in assets.held else "")
