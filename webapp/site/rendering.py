"""Render a page: its template, with the words of its language, and what every template may use.

An error is a calm page with help numbers, too, in the reader's language.
"""

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path

import segno
from flask import Flask, g, redirect, render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from werkzeug.exceptions import HTTPException, default_exceptions
from werkzeug.wrappers import Response

from webapp.i18n.catalogs import interface_language
from webapp.i18n.languages import (
    END,
    ISOLATE,
    SOURCE,
    format_day,
    format_number,
    isolate_address,
    join_list,
    negotiate,
    strip_isolates,
)
from webapp.site import citations, documents
from webapp.site.assets import HTMX_CDN, HTMX_FILE, HTMX_INTEGRITY
from webapp.site.data import CC_BY
from webapp.site.guide import Guide, one, short_name, title_of
from webapp.site.sitemap import Page, mend, mendable, path_of
from webapp.site.website import Website

# What answers a kind of page.
View = Callable[[Guide, Page], ResponseReturnValue]
LONGEST_TEXT = 500
BOX_HEIGHTS = "box-heights.json"
# Pixels, of a box that nobody measured yet: room below it is better than a number cut off.
UNMEASURED = 1200
# What an error is shown as; its template says what happened.
ERROR = Page("", "error", "", indexed=False)


def render_page(
    guide: Guide, page: Page, name: str = "", chosen: str = "", **values: object
) -> str:
    """Render a page with the template of templates/pages/ that is named like its kind.

    The template gets `guide`, `page`, what the page is `about`, its own words as `text`, their
    `title` and `description`, its full address as `canonical`, and `values`. `name` fills the
    placeholder in its words: see `Guide.page_text`. `chosen` is the query of a choice, kept in
    other languages and when shared.
    """
    text = guide.page_text(page, name)
    g.live_forms = guide.has_live_form(page)
    return render_template(
        f"pages/{page.kind}.html",
        guide=guide,
        page=page,
        about=guide.about(page),
        text=text,
        title=text.title,
        description=text.description,
        canonical=guide.url(page.path + chosen),
        chosen=chosen,
        **values,
    )


def init_templates(app: Flask, site: Website) -> None:
    """Set the Jinja globals that every template may use."""
    assets, settings = site.assets, site.settings
    app.jinja_env.filters["strip_isolates"] = strip_isolates
    app.json.ensure_ascii = False  # type: ignore[attr-defined]  # Flask's own provider has it
    app.jinja_env.globals.update(
        # Both as links name them, also where the site is served below a folder.
        asset=lambda name: settings.base_path + assets.addresses[name],
        href=lambda address: settings.base_path + address,
        cc_by=CC_BY,
        citations=citations,
        documents=documents,
        day=format_day,
        number=format_number,
        embed_style=assets.files["css/embed.css"].decode(),
        exit_url=settings.exit_url,
        guides=tuple(site.guides.values()),
        htmx={"cdn": HTMX_CDN, "integrity": HTMX_INTEGRITY, "own": assets.addresses.get(HTMX_FILE)},
        handouts=site.handouts,
        share_picture=settings.origin + assets.addresses["icons/share.png"],
        data_file_names=list(site.data_files),
        box_height=partial(box_height, settings.translations),
        in_english=in_english,
        qr_code=qr_code,
        short_text=short_text,
        one=one,
        short_name=short_name,
        title_of=title_of,
        path_of=path_of,
    )


def in_english(caller: Callable[[], str]) -> str:
    """Let interface words be in English inside `{% call in_english() %}`."""
    with interface_language(SOURCE):
        return caller()


def box_height(translations: Path, tag: str, path: str) -> int:
    """Return how many pixels high a box for other sites is, as `make boxes` measured it."""
    file = translations / BOX_HEIGHTS
    heights = json.loads(file.read_text()) if file.is_file() else {}
    return int(heights.get(tag, {}).get(path, UNMEASURED))


def short_text(guide: Guide, title: str, description: str, address: str) -> str:
    """Return a page as text of at most 500 characters, with numbers to call."""
    calls = join_list(
        (f"{c.name} {guide.isolate(c.number)}" for c in guide.content.contacts[:4]),
        guide.language,
    )
    address = isolate_address(address, guide.language)
    over = len("\n".join((title, description, address, calls))) - LONGEST_TEXT
    if over > 0:
        # Never the numbers: a long language costs words of the description.
        cut = description[: -over - 1]
        cut = cut.rpartition(" ")[0] or cut
        if cut.count(ISOLATE) > cut.count(END):
            cut = cut[: cut.rindex(ISOLATE)]
        description = cut.rstrip(" 0123456789") + "…"  # half a number would be a wrong one
    return "\n".join((title, description, address, calls))


def qr_code(address: str) -> Markup:
    """Return an address as an inline SVG that scales, black on white: readers need contrast."""
    code = segno.make(address, error="m", micro=False)
    drawn = code.svg_inline(unit="mm", border=2, svgclass="qr", lineclass=None, light="#fff")
    return Markup(drawn)  # noqa: S704  # segno's own markup; the address is in it as squares only


def init_errors(app: Flask, site: Website) -> None:
    """Answer an error with a page, or with the way to the one that is meant."""
    known = mendable(["/", *site.shared_addresses()])
    query_dependent = site.query_dependent()
    by_tag = {tag.lower(): guide for tag, guide in site.guides.items()}
    languages = tuple(guide.language for guide in site.guides.values())

    def show(error: HTTPException) -> tuple[str, int] | Response:
        code = error.code or 500
        wished = negotiate(request.headers.get("Accept-Language", ""), languages)
        if code == 404:
            # As sent: Werkzeug's own path has its slashes at the beginning folded.
            path = request.environ["PATH_INFO"].encode("latin-1").decode("utf-8", "replace")
            ways = [("", 301)]
            if not site.settings.static_host:  # which cannot choose by reader
                # An address without a language, as people say it: "/help" is "/pl/help/".
                ways.append((f"/{wished.tag}", 302))
            for start, status in ways:
                if path.startswith("/") and (found := mend(start + path, known)):
                    # What somebody typed into a form of ours is kept; what a network added is not.
                    query = request.query_string.decode("latin-1")
                    asked = f"?{query}" if query and found in query_dependent else ""
                    return redirect(f"{site.settings.base_path}{found}{asked}", status)
        # "PL", and "pl-PL" as phones write it, are Polish, too.
        tag = request.path.strip("/").partition("/")[0].replace("_", "-").lower()
        guide = by_tag.get(tag) or by_tag.get(tag.partition("-")[0]) or site.guides[wished.tag]
        g.language = guide.language
        g.live_forms = False
        shown = {"guide": guide, "page": ERROR, "canonical": "", "chosen": ""}
        return render_template("errors/error.html", code=code, **shown), code

    # Each code by its own name: a handler for HTTPException would also catch redirects.
    for code in default_exceptions:
        app.register_error_handler(code, show)
