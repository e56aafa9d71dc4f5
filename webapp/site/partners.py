"""The views for partner agencies: agency pages, briefings, figures, handouts, embeds."""

from __future__ import annotations

from dataclasses import replace

from flask import redirect, request
from flask.typing import ResponseReturnValue

from webapp.i18n.catalogs import gettext
from webapp.site import briefings
from webapp.site.guide import Guide
from webapp.site.pages import View
from webapp.site.qr import qr_code
from webapp.site.rendering import render_page
from webapp.site.sitemap import READY, Page


def audience(guide: Guide, page: Page) -> str:
    """What one partner agency needs."""
    agency = next(each for each in guide.said.audiences if each.slug == page.about)
    text = guide.page_text(page, agency=agency.nav)
    return render_page(
        guide,
        page,
        "audience",
        text=text,
        title=agency.title,
        description=agency.description,
        audience=agency,
        terms=guide.terms((*agency.terms, *text.terms)),
    )


def ready(guide: Guide, page: Page) -> str:
    """A ready-made briefing."""
    length, _, slug = page.about.partition("/")
    return _briefing(guide, page, briefings.ready(guide, length, slug or briefings.WHOLE))


def builder(guide: Guide, page: Page) -> ResponseReturnValue:
    """The form of the briefing builder, or the briefing that it was asked for."""
    if request.query_string:
        choice, wrong = briefings.understand(request.args.items(multi=True), guide)
        if not wrong:
            query = choice.query()
            if request.query_string.decode("latin-1") != query:
                return redirect(f"{guide.href(page.path)}?{query}", 302)
            made = briefings.built(guide, choice)
            return _briefing(guide, replace(page, words=READY), made, f"?{query}")
    else:
        every = tuple(each.slug for each in guide.said.findings)
        choice, wrong = briefings.Choice(findings=every, quotations=True, questions=True), ()
    names = {
        "agency": gettext("the agency"),
        "finding": gettext("the findings: choose at least one, each once"),
        "quotations": gettext("with quotations"),
        "questions": gettext("with questions"),
        "large": gettext("large print"),
        "other": gettext("something that this form does not ask"),
    }
    form = render_page(guide, page, "builder", choice=choice, wrong=[names[each] for each in wrong])
    return (form, 400) if wrong else form


def _briefing(guide: Guide, page: Page, made: briefings.Briefing, query: str = "") -> str:
    address = guide.url(page.path) + query
    return render_page(
        guide,
        page,
        "briefing",
        text=guide.page_text(page, briefing=made.title),
        title=made.title,
        briefing=made,
        address=address,
        code=_code(guide, address),
        plain=briefings.plain_text(made, guide, address),
    )


def together(guide: Guide, page: Page) -> str:
    """The simple version with a question to pause at, by finding."""
    questions = {each.anchor: each for each in guide.text(page.words).blocks}
    return render_page(guide, page, "together", questions=questions)


def handout(guide: Guide, page: Page) -> str:
    """One side of A4 for families, of one area or of all."""
    area = guide.area(page.about) if page.about else None
    named = guide.page_text(page, area=area.name if area else "")
    front = guide.url("")
    return render_page(
        guide,
        page,
        "handout",
        text=guide.text("handout"),
        title=named.title,
        description=named.description,
        area=area,
        front=front,
        code=_code(guide, front),
    )


def data(guide: Guide, page: Page) -> str:
    """The open data: its files and how to read them."""
    return render_page(guide, page, "data")


def embed(guide: Guide, page: Page) -> str:
    """A box for other sites."""
    what, _, slug = page.about.partition("/")
    box = guide.box(page)
    return render_page(
        guide,
        page,
        "embed",
        title=box.title,
        description=box.title,
        what=what,
        finding=guide.finding(slug) if slug else None,
        link=f"{box.link}#numbers" if what == "numbers" else box.link,
    )


def _code(guide: Guide, address: str) -> str:
    """Return an address as a QR code; "" where the site does not know its public address.

    Without that a code would lead to a developer's machine: then addresses are in words only.
    """
    return qr_code(address) if guide.settings.site_url else ""


VIEWS: dict[str, View] = {
    "audience": audience,
    "ready": ready,
    "briefing": builder,
    "together": together,
    "handout": handout,
    "data": data,
    "embed": embed,
}
