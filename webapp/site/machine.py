"""Addresses that machines ask for: sitemap, robots, health, static files."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from xml.sax.saxutils import escape

from flask import Blueprint, Response, abort

from webapp.explainer.load import Folder
from webapp.settings import Settings
from webapp.site.contexts import Handout
from webapp.site.guide import Guide

STATIC = Path(__file__).resolve().parent.parent.parent / "static"
# Not guessed: what a machine's own table says of scripts differs from machine to machine.
KINDS = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml", "png": "image/png"}
ADDRESSES = (
    "/sitemap.xml", "/robots.txt", "/exit", "/healthz", "/favicon.ico", "/service-worker.js",
)  # fmt: skip
FINGERPRINT = 10
BOX_HEIGHTS = "box-heights.json"
# Asked by machines that know no public name of ours.
PROBES = ("/healthz", "/readyz")
COMMENT = (b"//", b"/**", b"* ", b"*/")


def handouts(folder: Path) -> dict[str, Handout]:
    """Return the PDFs that `make handouts` made: name -> address and size."""
    return {
        path.name: Handout(f"/handouts/{path.name}", -(-path.stat().st_size // 1000))
        for path in sorted(folder.glob("*.pdf"))
    }


def box_heights(translations: Path) -> dict[str, dict[str, int]]:
    """Return tag -> path of a box -> its height, as `make boxes` measured it."""
    file = translations / BOX_HEIGHTS
    held: dict[str, dict[str, int]] = json.loads(file.read_text()) if file.is_file() else {}
    return held


def protected_names(translations: Path) -> tuple[str, ...]:
    """Return the names that every language writes alike; words without a capital are left out."""
    names = (Folder(translations).data("names.toml") or {}).get("protected", ())
    return tuple(each for each in names if each[0].isupper())


def pictures() -> frozenset[str]:
    """Return the names of the pictures that content may use."""
    return frozenset(each.stem for each in (STATIC / "pictures").glob("*.svg"))


def lean(path: Path) -> bytes:
    """Return a file as readers get it: scripts of ours without the lines that are for developers.

    Only whole lines of comment are left out; a third of a script's bytes on the wire.
    """
    data = path.read_bytes()
    if path.suffix != ".js" or path.parent.name == "vendor":
        return data
    lines = data.splitlines(keepends=True)
    return b"".join(each for each in lines if not each.lstrip().startswith(COMMENT))


class Assets:
    """The static files, read once: name -> bytes, and the address that holds their fingerprint."""

    def __init__(self, folder: Path) -> None:
        self.held = {
            path.relative_to(folder).as_posix(): lean(path)
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        }

    def address(self, name: str) -> str:
        """Return the address of a file: "css/site.css" -> "/static/css/site.0123456789.css"."""
        stem, _, ending = name.rpartition(".")
        return f"/static/{stem}.{self.fingerprint(name)}.{ending}"

    def fingerprint(self, name: str) -> str:
        """Return the first 10 hex digits of a file's SHA-256."""
        return hashlib.sha256(self.held[name]).hexdigest()[:FINGERPRINT]

    def answer(self, name: str) -> Response:
        """Answer a file by its own name, or by the name that holds its fingerprint."""
        stem, _, ending = name.rpartition(".")
        plain, _, mark = stem.rpartition(".")
        marked = f"{plain}.{ending}"
        lasting = marked in self.held and mark == self.fingerprint(marked)
        found = marked if lasting else name
        if found not in self.held:
            abort(404)  # also for another fingerprint: these bytes are not those asked for
        return Response(self.held[found], mimetype=KINDS[found.rpartition(".")[2]])


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


def blueprint(guides: dict[str, Guide], assets: Assets, settings: Settings) -> Blueprint:
    """Return the blueprint of all addresses that are not pages."""
    machine = Blueprint("machine", __name__)

    @machine.get("/sitemap.xml")
    def sitemap() -> Response:
        return Response(sitemap_xml(guides), mimetype="application/xml")

    @machine.get("/robots.txt")
    def robots() -> Response:
        text = f"User-agent: *\nAllow: /\nSitemap: {settings.origin}/sitemap.xml\n"
        return Response(text, mimetype="text/plain")

    @machine.get("/exit")
    def leave() -> Response:
        answer = Response("", 303, mimetype="text/plain")
        answer.headers["Location"] = settings.exit_url
        return answer

    @machine.get("/healthz")
    def healthz() -> Response:
        return Response("ok\n", mimetype="text/plain")

    @machine.get("/readyz")
    def readyz() -> Response:
        # The middleware tells its revision; an app that answers without a release has none.
        return Response("no release\n", mimetype="text/plain")

    @machine.get("/favicon.ico")
    def favicon() -> Response:
        return assets.answer("icons/favicon.svg")

    @machine.get("/static/<path:name>")
    def asset(name: str) -> Response:
        return assets.answer(name)

    @machine.get("/handouts/<name>")
    def handout(name: str) -> Response:
        if name not in handouts(settings.handouts):
            abort(404)
        return Response((settings.handouts / name).read_bytes(), mimetype="application/pdf")

    return machine
