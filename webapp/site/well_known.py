"""Addresses that browsers, search engines and operators know by name: no pages, no files."""

from __future__ import annotations

from datetime import date, timedelta

from flask import Blueprint, Response, abort, render_template

from webapp.settings import Settings
from webapp.site.guide import Guide

ADDRESSES = (
    "/sitemap.xml", "/robots.txt", "/exit", "/healthz", "/favicon.ico", "/service-worker.js",
)  # fmt: skip
SECURITY_TXT = "/.well-known/security.txt"
# RFC 9116 wants less than a year.
SECURITY_TXT_HOLDS = timedelta(days=364)
# Load balancers ask these by the server's own address, not by its public name.
PROBES = ("/healthz", "/readyz")


def security_txt(settings: Settings, looked: date) -> str:
    """Return whom to tell of a security fault (RFC 9116), or "" without a contact.

    It expires a year after `looked`, the last day on which somebody compared the words with their
    sources: a copy that nobody looks after must not promise that somebody answers. Below a path,
    where nobody asks for it, there is none.
    """
    if not settings.contact or settings.base_path:
        return ""
    email = f"mailto:{settings.contact_email}" if settings.contact_email else ""
    lines = [f"Contact: {contact}" for contact in (settings.contact_url, email) if contact]
    lines.append(f"Expires: {looked + SECURITY_TXT_HOLDS}T00:00:00Z")
    lines.append("Preferred-Languages: en")
    if settings.site_url:
        lines.append(f"Canonical: {settings.origin}{SECURITY_TXT}")
    return "\n".join(lines) + "\n"


def blueprint(guides: dict[str, Guide], settings: Settings) -> Blueprint:
    """Return the blueprint of the sitemap, robots.txt, the way out and health checks."""
    well_known = Blueprint("well_known", __name__)

    @well_known.get("/sitemap.xml")
    def sitemap() -> Response:
        text = render_template("sitemap.xml", guides=guides.values())
        return Response(f"{text}\n", mimetype="application/xml")

    @well_known.get("/robots.txt")
    def robots() -> Response:
        text = f"User-agent: *\nAllow: /\nSitemap: {settings.origin}/sitemap.xml\n"
        return Response(text, mimetype="text/plain")

    @well_known.get(SECURITY_TXT)
    def security() -> Response:
        text = security_txt(settings, next(iter(guides.values())).looked)
        return Response(text, mimetype="text/plain") if text else abort(404)

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
