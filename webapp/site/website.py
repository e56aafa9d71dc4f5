"""The site as one object: every address that it answers, also to machines, and the copy of it that
readers keep."""

import json
from base64 import b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache, cached_property
from hashlib import sha256

from flask import Blueprint, Flask, abort, current_app, render_template
from werkzeug.wrappers import Response

from webapp.i18n.languages import SOURCE
from webapp.settings import Settings
from webapp.site import data
from webapp.site.assets import MEDIA_TYPES, Assets, Download, handouts
from webapp.site.guide import Guide

# Addresses that machines know by name.
WELL_KNOWN = (
    "/sitemap.xml", "/robots.txt", "/exit", "/healthz", "/favicon.ico", "/service-worker.js",
)  # fmt: skip
SECURITY_TXT = "/.well-known/security.txt"
# RFC 9116 wants less than a year.
SECURITY_TXT_HOLDS = timedelta(days=364)
# Load balancers ask these by the server's own address, not by its public name.
PROBES = ("/healthz", "/readyz")
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


@dataclass(frozen=True)
class Website:
    """All that the app was made of; `site_of(app)` returns an app's own.

    `rendered` is what a build has rendered already, headers and body by address, for the offline
    bundles that hold it.
    """

    settings: Settings
    guides: dict[str, Guide]
    assets: Assets = field(default_factory=Assets)
    rendered: dict[str, tuple[Iterable[tuple[str, str]], bytes]] = field(default_factory=dict)

    @cached_property
    def data_files(self) -> Mapping[str, tuple[str, str]]:
        """The open data: address under /data/ -> (media type, content)."""
        return data.files(self.guides[SOURCE.tag])

    @cached_property
    def handouts(self) -> Mapping[str, Download]:
        """The PDFs that are there at the start, by name."""
        return handouts(self.settings.handouts)

    def addresses(self) -> list[str]:
        """Return every address that answers the same to everybody."""
        kinds = ("txt", "json", "webmanifest")
        found = [f"/offline/{tag}.{kind}" for tag in self.guides for kind in kinds]
        if self.has_security_txt:
            found.append(SECURITY_TXT)
        return [*self.shared_addresses(), *found, *self.assets.addresses.values(), *WELL_KNOWN]

    def shared_addresses(self) -> list[str]:
        """Return every address that people share: pages, each that is given out followed by its
        Word file, data files, PDFs."""
        found = []
        for guide in self.guides.values():
            for page in guide.pages.values():
                found.append(guide.address(page.path))
                if page.file in guide.files:
                    found.append(guide.word(page.file))
        found += [f"/data/{name}" for name in self.data_files]
        return found + [handout.href for handout in self.handouts.values()]

    def query_dependent(self) -> frozenset[str]:
        """Return the addresses whose query changes the answer; a static host has none."""
        return frozenset(
            guide.address(page.path)
            for guide in self.guides.values()
            for page in guide.pages.values()
            if guide.has_live_form(page)
        )

    @property
    def has_security_txt(self) -> bool:
        """Whether somebody can be told of a security fault; nobody asks for that below a path."""
        return bool(self.settings.contact) and not self.settings.base_path

    def render(self, address: str) -> tuple[Iterable[tuple[str, str]], bytes]:
        """Return headers and body of an address, within a request; render it if no build did."""
        if address in self.rendered:
            return self.rendered[address]
        answer = current_app.test_client().get(address, base_url=self.settings.origin)
        if answer.status_code != 200:
            raise RuntimeError(f"{address} answered {answer.status}")
        return answer.headers, answer.get_data()

    def bundle(self, guide: Guide) -> bytes:
        """Return all that is kept of one language, as one text, so that it compresses as one.

        Its first line has the hash of the second and the size of the whole in bytes. The second is
        JSON: the distinct header sets, and of each entry its address, size, hash and header set.
        The bodies of the entries follow, one after the other. So the first hash holds for
        everything.
        """
        addresses = [guide.address(page.path) for page in guide.pages.values() if page.precached]
        addresses += [self.assets.addresses[name] for name in FILES]
        entries, sets, bodies = [], [], []
        for address in addresses:
            headers, body = self.render(address)
            own = {name: value for name, value in headers if name.lower() not in TRANSFER}
            if own not in sets:
                sets.append(own)
            entry = {"url": self.settings.base_path + address, "size": len(body)}
            entries.append({**entry, "hash": digest(body), "headers": sets.index(own)})
            bodies.append(body)
        head = json.dumps({"headers": sets, "entries": entries}, separators=(",", ":")).encode()
        rest = b"\n".join((head, b"".join(bodies)))
        return f"{digest(head)} {len(rest)}\n".encode() + rest


def site_of(app: Flask) -> Website:
    """Return the site of an app."""
    found: Website = app.extensions["explainer"]
    return found


def digest(data: bytes) -> str:
    """Return the hash that a bundle names of some bytes; static/js/offline.js has its twin."""
    return b64encode(sha256(data).digest()).decode()[:DIGEST]


def blueprint(site: Website) -> Blueprint:
    """Return the blueprint of all but pages: static files, PDFs and open data; offline bundles,
    their revisions, manifests and the worker; the sitemap, robots.txt, the way out, health checks.

    A `Response` is plain text where nothing else is said: it is Werkzeug's, not Flask's.
    """
    addresses = Blueprint("website", __name__)
    names = {address: name for name, address in site.assets.addresses.items()}

    @addresses.get("/favicon.ico", defaults={"name": "icons/favicon.svg"})
    @addresses.get("/service-worker.js", defaults={"name": "js/service-worker.js"})
    @addresses.get("/static/<path:name>")
    def asset(name: str) -> Response:
        # Not with another fingerprint: these bytes would not be those that were asked for.
        found = names.get(f"/static/{name}", name)
        if found not in site.assets.files:
            abort(404)
        return Response(site.assets.files[found], mimetype=MEDIA_TYPES[found.rpartition(".")[2]])

    @addresses.get("/handouts/<name>")
    def handout(name: str) -> Response:
        file = site.settings.handouts / name
        if name not in site.handouts or not file.is_file():
            abort(404)
        return Response(file.read_bytes(), mimetype="application/pdf")

    @addresses.get("/data/<path:name>")
    def data_file(name: str) -> Response:
        kind, content = site.data_files.get(name) or abort(404)
        return Response(content, content_type=f"{kind}; charset=utf-8")

    @cache
    def bundled(tag: str) -> bytes:
        return site.bundle(site.guides.get(tag) or abort(404))

    # Plain text by its name, too: every static host knows its type and compresses it.
    @addresses.get("/offline/<tag>.txt")
    def whole(tag: str) -> Response:
        return Response(bundled(tag), mimetype="text/plain")

    @addresses.get("/offline/<tag>.json")
    def revision(tag: str) -> Response:
        # Whoever has a copy asks by this, without loading it all, whether there is a newer one.
        own = {"revision": bundled(tag)[:DIGEST].decode()}
        return Response(json.dumps(own), content_type="application/json; charset=utf-8")

    @addresses.get("/offline/<tag>.webmanifest")
    def manifest(tag: str) -> Response:
        # One `id` for all languages, and nothing that tells too much.
        text = render_template("manifest.webmanifest", guide=site.guides.get(tag) or abort(404))
        return Response(text, mimetype="application/manifest+json")

    @addresses.get("/sitemap.xml")
    def sitemap() -> Response:
        return Response(render_template("sitemap.xml") + "\n", mimetype="application/xml")

    @addresses.get("/exit")
    @addresses.get("/exit/")  # to which some static hosts lead
    def leave() -> Response:
        return Response("", 303, {"Location": site.settings.exit_url})

    @addresses.get(SECURITY_TXT)
    def security_txt() -> Response:
        if not site.has_security_txt:
            abort(404)
        expires = site.guides[SOURCE.tag].last_looked + SECURITY_TXT_HOLDS
        canonical = site.settings.origin + SECURITY_TXT
        values = {"settings": site.settings, "expires": expires, "canonical": canonical}
        return Response(render_template("security.txt", **values))

    robots = f"User-agent: *\nAllow: /\nSitemap: {site.settings.origin}/sitemap.xml\n"

    @addresses.get("/robots.txt", defaults={"text": robots})
    @addresses.get("/healthz", defaults={"text": "ok\n"})
    # The middleware tells its revision; an app that answers without a release has none.
    @addresses.get("/readyz", defaults={"text": "no release\n"})
    def plain(text: str) -> Response:
        return Response(text)

    return addresses
