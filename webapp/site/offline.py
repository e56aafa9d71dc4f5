"""The copy that readers keep: one bundle a language, its revision, a manifest and the worker."""

import json
from base64 import b64encode
from functools import cache
from hashlib import sha256

from flask import Blueprint, Response, abort

from webapp.site.guide import Guide
from webapp.site.website import Website

# Files that pages of a copy need. Not htmx: without a connection there is nobody whom it could ask.
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


def bundle(site: Website, guide: Guide) -> bytes:
    """Return all that is kept of one language, as one text, so that it compresses as one.

    Its first line has the hash of the second and the size of the whole in bytes. The second is
    JSON: the distinct header sets, and of each entry its address, size, hash and header set.
    The bodies of the entries follow, one after the other. So the first hash holds for
    everything.
    """
    addresses = [guide.address(page.path) for page in guide.pages.values() if page.precached]
    addresses += [site.assets.addresses[name] for name in FILES]
    entries, sets, bodies = [], [], []
    for address in addresses:
        headers, body = site.render(address)
        own = {name: value for name, value in headers if name.lower() not in TRANSFER}
        if own not in sets:
            sets.append(own)
        entry = {"url": site.settings.base_path + address, "size": len(body)}
        entries.append({**entry, "hash": digest(body), "headers": sets.index(own)})
        bodies.append(body)
    head = json.dumps({"headers": sets, "entries": entries}, separators=(",", ":")).encode()
    rest = b"\n".join((head, b"".join(bodies)))
    return f"{digest(head)} {len(rest)}\n".encode() + rest


def manifest_of(site: Website, guide: Guide) -> dict[str, object]:
    """Return a language's web app manifest; one `id` for all, nothing that tells too much."""
    base_path, name = site.settings.base_path, guide.content.site.name
    icons = []
    for size, purpose in (("192", "any"), ("512", "any"), ("512", "maskable")):
        src = base_path + site.assets.addresses[f"icons/icon-{size}.png"]
        icon = {"src": src, "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
        icons.append(icon)
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
        "icons": icons,
    }


def digest(data: bytes) -> str:
    """Return the hash that a bundle names of some bytes; static/js/offline.js has its twin."""
    return b64encode(sha256(data).digest()).decode()[:DIGEST]


def blueprint(site: Website) -> Blueprint:
    """Return the blueprint of bundles, their revisions, manifests and the worker."""
    offline = Blueprint("offline", __name__)

    @cache
    def bundled(tag: str) -> bytes:
        return bundle(site, site.guides.get(tag) or abort(404))

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
    def manifest(tag: str) -> Response:
        made = manifest_of(site, site.guides.get(tag) or abort(404))
        text = json.dumps(made, ensure_ascii=False)
        return Response(text, mimetype="application/manifest+json")

    @offline.get("/service-worker.js")
    def worker() -> Response:
        return Response(site.assets.files["js/service-worker.js"], mimetype="text/javascript")

    return offline
