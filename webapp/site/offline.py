"""The offline copy that readers can keep: one bundle a language, its manifest and its worker."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Callable, Iterable
from functools import cache
from hashlib import sha256

from flask import Blueprint, Response, abort

from webapp.site.assets import Assets
from webapp.site.guide import Guide
from webapp.site.website import Website

FILES = (
    "css/site.css",
    "js/exit.js",
    "js/languages.js",
    "js/offline.js",
    "js/listen.js",
    "js/live-forms.js",
    "js/share.js",
    "icons/favicon.svg",
)
# Headers of the transfer, not of the page: a page from a copy needs all others.
TRANSFER = {
    "content-encoding", "content-length", "date", "etag", "last-modified", "server", "vary",
}  # fmt: skip
# Characters of base64 that are kept of a SHA-256: 132 bits, as hashes do not compress.
DIGEST = 22

# Returns headers and body of an address of ours.
Render = Callable[[str], tuple[Iterable[tuple[str, str]], bytes]]


def precached(guide: Guide, assets: Assets) -> list[str]:
    """Return the addresses of every page marked `precached`, and of the files that pages need."""
    addresses = [guide.address(page.path) for page in guide.pages.values() if page.precached]
    # Not htmx: without a connection there is nobody whom it could ask.
    return addresses + [assets.address(name) for name in FILES]


def digest(data: bytes) -> str:
    """Return the hash that a bundle names of some bytes; static/js/offline.js has its twin."""
    return b64encode(sha256(data).digest()).decode()[:DIGEST]


def bundle(guide: Guide, assets: Assets, render: Render) -> bytes:
    """Return all that is kept of one language, as one text, so that it compresses as one.

    Its first line has the hash of the second and the size of the whole in bytes. The second is
    JSON: the distinct header sets, and of each entry its address, size, hash and header set. The
    bodies of the entries follow, one after the other. So the first hash holds for everything.
    """
    entries, sets, bodies = [], [], []
    for address in precached(guide, assets):
        headers, body = render(address)
        own = {name: value for name, value in headers if name.lower() not in TRANSFER}
        if own not in sets:
            sets.append(own)
        entries.append(
            {
                "url": guide.settings.base_path + address,
                "size": len(body),
                "hash": digest(body),
                "headers": sets.index(own),
            }
        )
        bodies.append(body)
    head = json.dumps({"headers": sets, "entries": entries}, separators=(",", ":")).encode()
    rest = b"\n".join((head, b"".join(bodies)))
    return f"{digest(head)} {len(rest)}\n".encode() + rest


def manifest(guide: Guide, assets: Assets) -> dict[str, object]:
    """Return a language's web app manifest; one `id` for all, and nothing that tells too much."""
    icons = (("192", "any"), ("512", "any"), ("512", "maskable"))
    name, base_path = guide.content.site.name, guide.settings.base_path
    return {
        "id": f"{base_path}/",
        "name": name,
        "short_name": name,
        "lang": guide.language.tag,
        "dir": guide.language.direction,
        "start_url": guide.href(""),
        "scope": f"{base_path}/",
        "display": "minimal-ui",
        "background_color": "#fffaf2",
        "theme_color": "#fffaf2",
        "icons": [
            {
                "src": base_path + assets.address(f"icons/icon-{size}.png"),
                "sizes": f"{size}x{size}",
                "type": "image/png",
                "purpose": purpose,
            }
            for size, purpose in icons
        ],
    }


def blueprint(site: Website) -> Blueprint:
    """Return the blueprint of bundles, their revisions, manifests and the worker."""
    offline = Blueprint("offline", __name__)
    guides, assets = site.guides, site.assets

    @cache
    def bundled(tag: str) -> bytes:
        if tag not in guides:
            abort(404)
        return bundle(guides[tag], assets, site.render)

    # Plain text by its name, too: every static host knows its type and compresses it.
    @offline.get("/offline/<tag>.txt")
    def whole(tag: str) -> Response:
        return Response(bundled(tag), mimetype="text/plain")

    @offline.get("/offline/<tag>.json")
    def revision(tag: str) -> Response:
        # Whoever has a copy asks by this, without loading it all, whether there is a newer one.
        own = {"revision": bundled(tag)[:DIGEST].decode()}
        return Response(json.dumps(own), mimetype="application/json")

    @offline.get("/offline/<tag>.webmanifest")
    def web_manifest(tag: str) -> Response:
        if tag not in guides:
            abort(404)
        text = json.dumps(manifest(guides[tag], assets), ensure_ascii=False)
        return Response(text, mimetype="application/manifest+json")

    @offline.get("/service-worker.js")
    def worker() -> Response:
        return Response(assets.files["js/service-worker.js"], mimetype="text/javascript")

    return offline
