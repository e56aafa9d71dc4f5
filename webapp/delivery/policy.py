"""How every answer is sent: one table of security and cache headers, brotli and gzip.

Read by Flask, by the build and by static hosts. Knows addresses and settings, no words.
"""

import re
import zlib
from base64 import b64encode
from collections.abc import Mapping
from functools import lru_cache
from hashlib import sha256
from urllib.parse import urlsplit

import brotli
from flask import Flask, Response, abort, g, request
from werkzeug.datastructures import Accept
from werkzeug.http import parse_accept_header

from webapp.site.assets import HTMX_CDN
from webapp.site.website import PROBES, SECURITY_TXT, Website

LONGEST_QUERY = 20 * 1024
METHODS = ("GET", "HEAD")
STATIC, DATA, OFFLINE, EXIT = "/static/", "/data/", "/offline/", "/exit"
# Address, or folder that ends in "*" -> the set of headers in `table()` of what is no page there.
# "revalidated": browsers ask for it again each time.
PLACES = {
    f"{STATIC}*": "asset",
    f"{OFFLINE}*": "revalidated",
    f"{DATA}*": "data",
    **dict.fromkeys(("/service-worker.js", "/favicon.ico", SECURITY_TXT), "revalidated"),
    **dict.fromkeys(PROBES, "refusal"),
}

# How long a cache may show a page: fresh, then while it asks again, then while nobody answers.
FRESH, STALE = 300, 86_400
LONGEST_KEPT = FRESH + 2 * STALE
CACHED = f"public, max-age={FRESH}, stale-while-revalidate={STALE}, stale-if-error={STALE}"
IMMUTABLE = "public, max-age=31536000, immutable"
REVALIDATE, NO_STORE = "no-cache", "no-store"

# Below this, the headers of a compressed answer weigh more than it saves.
SMALLEST = 300
COMPRESSIBLE = re.compile(r"text/|image/svg\+xml|application/(json|xml|(manifest|schema)\+json)")
# No browser's list of encodings is as long; what is longer is not kept in memory.
LONGEST_ACCEPTED = 200
# 11 takes too long while a reader waits.
WHILE_WAITING, AT_LEISURE = 9, 11

Headers = Mapping[str, str]
# The name of a file that holds the hash of its bytes.
FINGERPRINTED = re.compile(r"/static/.+\.[0-9a-f]{10}\.\w+")

CSP = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "require-trusted-types-for 'script'",
        "trusted-types offline",
        "img-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
# Pages with htmx name its full address, not its host, on which anybody can publish.
CSP_HTMX = CSP.replace("script-src 'self'", f"script-src 'self' {HTMX_CDN}").replace(
    "trusted-types offline", "trusted-types live"
)
# A style, script or picture obeys the policy of the page that names it; opened alone it may do
# nothing. Said short, as each page loads several.
CSP_ALONE = "default-src 'none'; base-uri 'none'; frame-ancestors 'none'"

SECURITY = {
    "Content-Security-Policy": CSP,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    # Otherwise the server writes its own name here.
    "Server": "web",
}


def table(site: Website) -> dict[str, Headers]:
    """Return every set of headers that an answer of a site can have, by its name."""
    # Without includeSubDomains: other sites below the same name are not ours to decide on.
    tls = {"Strict-Transport-Security": "max-age=31536000"} if site.settings.hsts else {}
    page = {**SECURITY, **tls, "Cache-Control": CACHED}
    htmx = {**page, "Content-Security-Policy": CSP_HTMX}
    anywhere = {"Cross-Origin-Resource-Policy": "cross-origin"}
    refusal = {**page, "Cache-Control": NO_STORE}
    # A page that isolates itself (COEP) frames only what isolates itself, too.
    box = {**page, **anywhere, "Cross-Origin-Embedder-Policy": "require-corp"}
    # Framed by anybody, also by a file on a desktop, which "*" leaves out; its own style by hash.
    digest = b64encode(sha256(site.assets.files["css/embed.css"]).digest()).decode()
    box["Content-Security-Policy"] = (
        CSP.replace("script-src 'self'; ", "")
        .replace("style-src 'self'", f"style-src 'sha256-{digest}'")
        .replace("frame-ancestors 'none'", "frame-ancestors * file:")
    )
    del box["X-Frame-Options"]
    return {
        "page": page,
        "htmx": htmx,
        "answer": {**htmx, "Cache-Control": NO_STORE},  # to what somebody typed into a form
        "box": box,
        # The only addresses that other sites' scripts may read.
        "data": {**page, **anywhere, "Access-Control-Allow-Origin": "*"},
        "asset": {**page, "Cache-Control": IMMUTABLE, "Content-Security-Policy": CSP_ALONE},
        "revalidated": {**page, "Cache-Control": REVALIDATE},
        "refusal": refusal,
        # For browsers without script; exit.js clears by itself. Not "cache": the browser goes on
        # only when that is done, which took Chromium 20 s (rails/rails pull 54379), with the page
        # in sight. The history, which no site can clear, names the same pages.
        "exit": {**refusal, "Clear-Site-Data": '"storage"'},
    }


def name_for(path: str, status: int, query: bool = False, htmx: bool = False) -> str:
    """Return the name of the set of headers in `table()` that an answer gets.

    `query`: the address was asked with one. `htmx`: its page has a form that htmx makes quicker.
    """
    if (path.rstrip("/"), status) == (EXIT, 303):
        return "exit"
    if status != 200:
        return "answer" if htmx else "refusal"
    if path.startswith(STATIC) and not FINGERPRINTED.fullmatch(path):
        return "revalidated"
    _, top, *below = path.split("/")
    if named := PLACES.get(path) or PLACES.get(f"/{top}/*"):
        return named
    if below[:1] == ["embed"]:
        return "box"
    if htmx:
        return "answer" if query else "htmx"
    return "refusal" if query else "page"


def compressible(content_type: str, data: bytes) -> bool:
    """Say whether compression makes these bytes smaller."""
    return len(data) >= SMALLEST and COMPRESSIBLE.match(content_type) is not None


def compress(encoding: str, data: bytes, quality: int = WHILE_WAITING) -> bytes:
    """Return bytes in "br" or "gzip": always the same for the same bytes, as no time is in them."""
    if encoding == "br":
        return bytes(brotli.compress(data, quality=quality))
    # Not the module gzip, whose header names another system from Python 3.13 on.
    return zlib.compress(data, level=9, wbits=31)


@lru_cache(maxsize=256)
def _encoding(accepted: str) -> str:
    wanted = parse_accept_header(accepted, Accept)
    # br first and plain last where a browser likes them equally well.
    best = max(("br", "gzip", "identity"), key=wanted.quality)
    return best if best != "identity" and wanted.quality(best) > 0 else ""


def encoding(accepted: str) -> str:
    """Return the encoding that an Accept-Encoding header likes best; "" is plain."""
    return _encoding(accepted) if len(accepted) <= LONGEST_ACCEPTED else ""


def init_policy(app: Flask, site: Website) -> None:
    """Refuse other hosts and methods and what is too long; compress answers, set their headers."""
    own_host = urlsplit(site.settings.site_url).netloc
    sets = table(site)

    @app.before_request
    def refuse() -> None:
        known = not own_host or request.path in PROBES
        if not known and request.host.casefold() != own_host:
            abort(400)
        # As sent: Werkzeug writes the method in capitals and folds slashes at the beginning.
        if request.environ["REQUEST_METHOD"] not in METHODS:
            abort(405)
        path = request.environ["PATH_INFO"]
        if not path.startswith("/") or "//" in path:
            abort(404)
        if len(request.query_string) > LONGEST_QUERY:
            abort(414)

    @app.after_request
    def send(answer: Response) -> Response:
        data = answer.get_data()
        if compressible(answer.mimetype or "", data):
            answer.vary.add("Accept-Encoding")
            if best := encoding(request.headers.get("Accept-Encoding", "")):
                answer.set_data(compress(best, data))
                answer.headers["Content-Encoding"] = best
        htmx, query = bool(g.get("live_forms")), bool(request.query_string)
        answer.headers.update(sets[name_for(request.path, answer.status_code, query, htmx)])
        if answer.status_code == 405:
            answer.headers["Allow"] = ", ".join(METHODS)
        # Sessions are never used; a cookie here would be a fault of somebody's change.
        answer.headers.pop("Set-Cookie", None)
        return answer
