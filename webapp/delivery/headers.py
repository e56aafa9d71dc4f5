"""Security and cache headers, and what is refused before any page is asked. Knows no words."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Flask, Response, abort, request

from webapp.settings import Settings

LONGEST_QUERY = 20 * 1024
METHODS = ("GET", "HEAD")

POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "img-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
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


def init_headers(app: Flask, settings: Settings) -> None:
    """Refuse what is no plain reading of a page, and give every answer its headers."""
    own_host = urlsplit(settings.site_url).netloc

    @app.before_request
    def refuse() -> None:
        if own_host and request.host.casefold() != own_host:
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
    def add(answer: Response) -> Response:
        for name, value in HEADERS.items():
            answer.headers.setdefault(name, value)
        if settings.hsts:
            answer.headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
        if answer.status_code == 405:
            answer.headers["Allow"] = ", ".join(METHODS)
        if "Cache-Control" not in answer.headers:
            kept = answer.status_code == 200 and not request.query_string
            answer.headers["Cache-Control"] = (
                "public, max-age=300, stale-while-revalidate=86400" if kept else "no-store"
            )
        # Sessions are never used; a cookie here would be a fault of somebody's change.
        answer.headers.pop("Set-Cookie", None)
        return answer
