"""The copy that readers can keep: its list with hashes, its size, its manifest and its worker."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256

from flask import Blueprint, Response, abort

from webapp.site import live
from webapp.site.guide import Guide
from webapp.site.machine import Assets

SAVED = "offline/saved/"
FILES = (
    "css/site.css",
    "js/exit.js",
    "js/offline.js",
    "js/listen.js",
    "js/live.js",
    "js/share.js",
    "icons/favicon.svg",
)


@dataclass(frozen=True)
class Copy:
    """What is kept of one language. `entries` are (address, SRI hash); `size` is in bytes.

    `stand_ins` are (our address, the CDN's address that it is kept under).
    """

    revision: str
    entries: tuple[tuple[str, str], ...]
    size: int
    stand_ins: tuple[tuple[str, str], ...] = ()

    @property
    def megabytes(self) -> str:
        """The size as readers see it, such as "0.1"."""
        return f"{max(self.size, 50_000) / 1_000_000:.1f}"


def kept(guide: Guide, assets: Assets) -> list[str]:
    """Return the addresses of every page marked `in_guide`, and of the files that pages need."""
    addresses = [guide.href(each.path) for each in guide.pages.values() if each.in_guide]
    addresses += [assets.address(each) for each in FILES]
    return addresses + ([assets.address(live.FILE)] if live.FILE in assets.held else [])


def copy_of(
    guide: Guide, assets: Assets, load: Callable[[str], bytes], packed: Callable[[bytes], int]
) -> Copy:
    """Return the copy of what is kept.

    `load` returns the bytes of an address, `packed` how many bytes they are on the wire.
    """
    held = {each: load(each) for each in kept(guide, assets)}
    stand_ins = ((assets.address(live.FILE), live.CDN),) if live.FILE in assets.held else ()
    entries = tuple(
        (each, "sha256-" + b64encode(sha256(data).digest()).decode()) for each, data in held.items()
    )
    revision = sha256(json.dumps(entries).encode()).hexdigest()[:12]
    return Copy(revision, entries, sum(packed(data) for data in held.values()), stand_ins)


def manifest(guide: Guide, assets: Assets) -> dict[str, object]:
    """Return a language's web app manifest; one `id` for all, and nothing that tells too much."""
    icons = [("icon-192.png", "192x192", "any"), ("icon-512.png", "512x512", "any")]
    icons.append(("icon-512.png", "512x512", "maskable"))
    return {
        "id": "/",
        "name": guide.said.site.name,
        "short_name": guide.said.site.name,
        "lang": guide.language.tag,
        "dir": guide.language.direction,
        "start_url": guide.href(""),
        "scope": "/",
        "display": "minimal-ui",
        "background_color": "#fffaf2",
        "theme_color": "#fffaf2",
        "icons": [
            {
                "src": assets.address(f"icons/{name}"),
                "sizes": size,
                "type": "image/png",
                "purpose": purpose,
            }
            for name, size, purpose in icons
        ],
    }


def blueprint(guides: dict[str, Guide], assets: Assets, copies: Mapping[str, Copy]) -> Blueprint:
    """Return the blueprint of list, manifest and worker."""
    offline = Blueprint("offline", __name__)

    @offline.get("/offline/<tag>.json")
    def entries(tag: str) -> Response:
        if tag not in copies:
            abort(404)
        copy = copies[tag]
        instead = dict(copy.stand_ins)
        told = [
            {"url": url, "integrity": integrity, "as": instead.get(url, url)}
            for url, integrity in copy.entries
        ]
        return fresh(json.dumps({"revision": copy.revision, "entries": told}), "application/json")

    @offline.get("/offline/<tag>.webmanifest")
    def web_manifest(tag: str) -> Response:
        if tag not in guides:
            abort(404)
        told = json.dumps(manifest(guides[tag], assets), ensure_ascii=False)
        return fresh(told, "application/manifest+json")

    @offline.get("/service-worker.js")
    def worker() -> Response:
        return fresh(assets.held["js/service-worker.js"].decode(), "text/javascript")

    return offline


def fresh(content: str, kind: str) -> Response:
    """Return an answer that browsers ask for again each time."""
    answer = Response(content, mimetype=kind)
    answer.headers["Cache-Control"] = "no-cache"
    return answer
