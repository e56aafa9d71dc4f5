"""Render a page: what its head says, and its template with the words of its language."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache

import segno
from flask import Flask, g, render_template
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from webapp.i18n.languages import (
    END,
    ISOLATE,
    Language,
    format_day,
    format_number,
    isolate_address,
    join_list,
    strip_isolates,
)
from webapp.settings import Settings
from webapp.site import citations, outlets
from webapp.site.assets import HTMX_CDN, HTMX_FILE, HTMX_INTEGRITY, Assets, handouts
from webapp.site.data import CC_BY
from webapp.site.guide import Guide, one, short_name, title_of
from webapp.site.sitemap import LIVE_FORMS, OVERVIEW, Page, path_of

# What answers a kind of page.
View = Callable[[Guide, Page], ResponseReturnValue]
LONGEST_TEXT = 500


@dataclass(frozen=True)
class Meta:
    """What the head of a page says. `canonical` is a full address, `path` follows the tag; an error
    page has neither.

    `live_forms`: the page has a form that htmx makes quicker. `chosen`: the query of a choice, kept
    in other languages.
    """

    language: Language
    title: str
    description: str
    path: str = ""
    canonical: str = ""
    live_forms: bool = False
    chosen: str = ""


def render_page(
    guide: Guide, page: Page, name: str = "", chosen: str = "", **values: object
) -> str:
    """Render a page with the template of templates/pages/ that is named like its kind.

    The template gets `guide`, `meta`, `page`, what the page is `about`, its own words as `text`,
    and `values`. `name` fills the placeholder in its words: see `Guide.page_text`.
    """
    text = guide.page_text(page, name)
    meta = Meta(
        language=guide.language,
        title=guide.isolate(text.title),
        description=guide.isolate(text.description),
        path=page.path,
        canonical=guide.url(page.path),
        live_forms=page.kind in LIVE_FORMS and not guide.settings.static_host,
        chosen=chosen,
    )
    values |= {"page": page, "about": guide.about(page), "text": text}
    return render(f"pages/{page.kind}.html", guide, meta, **values)


def render(template: str, guide: Guide, meta: Meta, **values: object) -> str:
    """Render a template in the language of a guide; that of an error has no `page`."""
    g.live_forms = meta.live_forms
    return render_template(template, guide=guide, meta=meta, **{"page": None, **values})


def init_templates(
    app: Flask, assets: Assets, settings: Settings, data_file_names: Iterable[str]
) -> None:
    """Set the Jinja globals that every template may use."""
    app.jinja_env.globals.update(
        # Both as links name them, also where the site is served below a folder.
        asset=lambda name: settings.base_path + assets.addresses[name],
        href=lambda address: settings.base_path + address,
        citations=citations,
        outlets=outlets,
        day=format_day,
        number=format_number,
        embed_style=assets.files["css/embed.css"].decode(),
        exit_url=settings.exit_url,
        htmx={"cdn": HTMX_CDN, "integrity": HTMX_INTEGRITY},
        own_htmx=assets.addresses.get(HTMX_FILE, ""),
        handouts=handouts(settings.handouts),
        share_picture=settings.origin + assets.addresses["icons/share.png"],
        data_file_names=data_file_names,
        json_ld=json_ld,
        qr_code=qr_code,
        short_text=short_text,
        one=one,
        short_name=short_name,
        title_of=title_of,
        path_of=path_of,
    )


def json_ld(guide: Guide, page: Page, meta: Meta) -> str:
    """Return a page's JSON-LD for search engines: only what the page itself says.

    Neutral pages carry none, nor does a language that search engines may not list yet.
    """
    types = {"finding": "Article", "words": "DefinedTermSet", OVERVIEW: "WebPage"}
    if page.kind not in types or not guide.lists(page):
        return ""
    data: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": types[page.kind],
        "headline" if page.kind == "finding" else "name": meta.title,
        "description": meta.description,
        "url": meta.canonical,
        "inLanguage": guide.language.tag,
        **({} if page.kind == "words" else {"isAccessibleForFree": True}),
        "license": CC_BY,
    }
    if page.kind == "words":
        data["hasDefinedTerm"] = [
            {
                "@type": "DefinedTerm",
                "name": term.name,
                "description": term.meaning,
                "url": guide.url(f"words/#{term.id}"),
            }
            for term in guide.content.terms
        ]
    else:
        about = guide.content.inspection
        data["about"] = {
            "@type": "Report",
            "name": about.report_title,
            "url": about.report_url,
            "datePublished": about.report_published.isoformat(),
            "publisher": {"@type": "GovernmentOrganization", "name": about.inspectorate_in_full},
        }
        data["isBasedOn"] = about.report_url
    # "</script>" in words must not end the block: JSON allows \u003c for "<".
    return strip_isolates(json.dumps(data, ensure_ascii=False)).replace("<", "\\u003c")


def short_text(guide: Guide, meta: Meta) -> str:
    """Return a page as text of at most 500 characters, with numbers to call."""
    calls = join_list(
        (f"{c.name} {guide.isolate(c.number)}" for c in guide.content.contacts[:4]),
        guide.language,
    )
    address = isolate_address(meta.canonical, guide.language)
    over = len("\n".join((meta.title, meta.description, address, calls))) - LONGEST_TEXT
    description = meta.description
    if over > 0:
        # Never the numbers: a long language costs words of the description.
        cut = description[: -over - 1]
        cut = cut.rpartition(" ")[0] or cut
        if cut.count(ISOLATE) > cut.count(END):
            cut = cut[: cut.rindex(ISOLATE)]
        description = cut.rstrip(" 0123456789") + "…"  # half a number would be a wrong one
    return "\n".join((meta.title, description, address, calls))


@cache
def qr_code(address: str) -> Markup:
    """Return an address as an inline SVG, black on white: readers of codes need that contrast."""
    code = segno.make(address, error="m", micro=False)
    drawn = code.svg_inline(scale=3, border=2, svgclass="qr", lineclass=None, light="#fff")
    return Markup(drawn)  # noqa: S704  # segno's own markup; the address is in it as squares only
