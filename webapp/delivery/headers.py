"""Security and cache headers, and what is refused before any page is asked. Knows no words."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from urllib.parse import urlsplit

from flask import Flask, Response, abort, g, request

from webapp.settings import Settings
from webapp.site.live import CDN
from webapp.site.machine import PROBES

KEPT = "public, max-age=300, stale-while-revalidate=86400, stale-if-error=86400"
LONGEST_QUERY = 20 * 1024
METHODS = ("GET", "HEAD")

POLICY = "; ".join(
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

# Pages with a form that htmx makes quicker name its full address, not its host, on which anybody
# can publish.
LIVE_POLICY = POLICY.replace("script-src 'self'", f"script-src 'self' {CDN}").replace(
    "trusted-types offline", "trusted-types live"
)

HEADERS = {
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), "
    "browsing-topics=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    # Otherwise the server writes its own name here.
    "Server": "web",
}


def boxed(style: str) -> str:
    """Return the policy of a box for other sites: framed by anybody, its own style by hash."""
    digest = b64encode(sha256(style.encode()).digest()).decode()
    policy = POLICY.replace("script-src 'self'; ", "")
    policy = policy.replace("style-src 'self'", f"style-src 'sha256-{digest}'")
    return policy.replace("frame-ancestors 'none'", "frame-ancestors *")


def init_headers(app: Flask, settings: Settings, embed_style: str) -> None:
    """Refuse what is no plain reading of a page, and give every answer its headers."""
    own_host = urlsplit(settings.site_url).netloc

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

    framed = boxed(embed_style)

    @app.after_request
    def add(answer: Response) -> Response:
        folders = request.path.split("/")
        if answer.status_code == 200 and folders[2:3] == ["embed"]:
            # The one kind of page that other sites may frame.
            answer.headers["Content-Security-Policy"] = framed
            # Also from pages that load only what agrees (Cross-Origin-Embedder-Policy): the
            # frame itself must ask the same of what it loads, which is nothing.
            answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
            answer.headers["Cross-Origin-Embedder-Policy"] = "require-corp"
        if answer.status_code == 200 and folders[1] == "data":
            # The only addresses that other sites' scripts may read.
            answer.headers["Access-Control-Allow-Origin"] = "*"
            answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        if g.get("live"):
            answer.headers.setdefault("Content-Security-Policy", LIVE_POLICY)
        for name, value in HEADERS.items():
            answer.headers.setdefault(name, value)
        if answer.headers["Content-Security-Policy"] == framed:
            del answer.headers["X-Frame-Options"]
        if settings.hsts:
            answer.headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
        if answer.status_code == 405:
            answer.headers["Allow"] = ", ".join(METHODS)
        if "Cache-Control" not in answer.headers:
            kept = answer.status_code == 200 and not request.query_string
            answer.headers["Cache-Control"] = (
                "public, max-age=300, stale-while-revalidate=86400, stale-if-error=86400"
                if kept
                else "no-store"
            )
        # Sessions are never used; a cookie here would be a fault of somebody's change.
        answer.headers.pop("Set-Cookie", None)
        return answer
