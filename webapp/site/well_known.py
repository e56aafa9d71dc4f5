"""Addresses that browsers, search engines and operators know by name: no pages, no files."""

from __future__ import annotations

from xml.sax.saxutils import escape

from flask import Blueprint, Response

from webapp.settings import Settings
from webapp.site.guide import Guide

ADDRESSES = (
    "/sitemap.xml", "/robots.txt", "/exit", "/healthz", "/favicon.ico", "/service-worker.js",
)  # fmt: skip
# Load balancers ask these by the server's own address, not by its public name.
PROBES = ("/healthz", "/readyz")


def sitemap_xml(guides: dict[str, Guide]) -> str:
    """Return the sitemap: every page that search engines may list, with its alternates."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
        ' xmlns:xhtml="http://www.w3.org/1999/xhtml">',
    ]
    for guide in guides.values():
        for page in guide.pages.values():
            if not guide.lists(page):
                continue
            links = "".join(
                f'<xhtml:link rel="alternate" hreflang="{tag}" href="{escape(address)}"/>'
                for tag, address in guide.alternates(page)
            )
            lines.append(
                f"<url><loc>{escape(guide.origin + guide.href(page.path))}</loc>{links}</url>"
            )
    return "\n".join([*lines, "</urlset>", ""])


def blueprint(guides: dict[str, Guide], settings: Settings) -> Blueprint:
    """Return the blueprint of the sitemap, robots.txt, the way out and health checks."""
    well_known = Blueprint("well_known", __name__)

    @well_known.get("/sitemap.xml")
    def sitemap() -> Response:
        return Response(sitemap_xml(guides), mimetype="application/xml")

    @well_known.get("/robots.txt")
    def robots() -> Response:
        text = f"User-agent: *\nAllow: /\nSitemap: {settings.origin}/sitemap.xml\n"
        return Response(text, mimetype="text/plain")

    @well_known.get("/exit")
    def leave() -> Response:
        answer = Response("", 303, mimetype="text/plain")
        answer.headers["Location"] = settings.exit_url
        return answer

    @well_known.get("/healthz")
    def healthz() -> Response:
        return Response("ok\n", mimetype="text/plain")

    @well_known.get("/readyz")
    def readyz() -> Response:
        # The middleware tells its revision; an app that answers without a release has none.
        return Response("no release\n", mimetype="text/plain")

    return well_known
