"""The views for partner agencies: agency pages, briefings, handouts, boxes; their Word files."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from math import ceil

from flask import Blueprint, Response, abort, g, redirect, request
from flask.typing import ResponseReturnValue

from webapp.explainer.model import Block, Passage
from webapp.i18n.catalogs import gettext, speaking
from webapp.i18n.languages import SOURCE
from webapp.site import briefings, choices, outlets
from webapp.site.assets import Download
from webapp.site.briefings import Briefing, Part
from webapp.site.choices import Choice
from webapp.site.guide import Guide
from webapp.site.rendering import View, render_page
from webapp.site.sitemap import HANDOUT, READY, SCRUTINY, SHEET, Page, path_of

# The Word file of the builder, by a query, and the name of its page's files.
BUILT = "briefing"


def briefing(guide: Guide, page: Page, choice: Choice | None = None) -> str:
    """A ready-made briefing, the questions of councillors and panels, or what somebody chose."""
    made = briefings.built(guide, choice) if choice else given_out(guide, page)
    chosen = f"?{choice.query()}" if choice else ""
    word = _download(guide.word(page.file) + chosen, made)
    return render_page(
        guide, page, name=made.title, chosen=chosen, made=made, word=word, choice=choice
    )


def builder(guide: Guide, page: Page) -> ResponseReturnValue:
    """The form of the briefing builder, or the briefing that it was asked for."""
    if not choices.FIELDS & set(request.args):
        every = tuple(finding.slug for finding in guide.content.findings)
        choice = Choice(findings=every, quotations=True, questions=True)
        return render_page(guide, page, choice=choice, wrong=())
    choice, wrong = choices.understand(request.args, guide)
    if wrong:
        return render_page(guide, page, choice=choice, wrong=wrong), 400
    if request.query_string.decode("latin-1") != choice.query():
        return redirect(f"{guide.href(page.path)}?{choice.query()}", 302)
    return briefing(guide, replace(page, kind="briefing", words=READY), choice)


def given_out(guide: Guide, page: Page) -> Briefing:
    """Return what a page of `Guide.files` is given out as."""
    if page.words == READY:
        return briefings.ready(guide, page)
    if page.words == SCRUTINY:
        return briefings.scrutiny(guide, page)
    made = _leaflet(guide, page)
    if page.words == SHEET:
        front = guide.pages[page.path.removesuffix("both/")]
        with speaking(SOURCE):
            made = replace(made, other=_leaflet(guide.english, front))
    return made


def _leaflet(guide: Guide, page: Page) -> Briefing:
    """Return a page for families as parts: what inspectors found, and whom to call."""
    call = guide.block(HANDOUT, "call")
    calls = partial(Block, style=briefings.CALLS)
    who = [
        calls(key=each.key, passages=(_to_call(each.name, each.number, each.purpose),))
        for each in guide.content.contacts
        if each.id in call.contacts
    ]
    area, site = guide.about(page), guide.content.site
    if area and area.numbers:
        told = [Passage(area.note)] if area.note else []
        for each in area.numbers:
            service = each.service or gettext("Children’s services")
            told.append(_to_call(service, each.number, *outlets.conditions(each, guide)))
        who.append(calls(key=area.key, heading=area.name, passages=tuple(told)))
        who.append(calls(key=site.key, passages=(Passage(site.number_warning),)))
    whom = Part(call.heading, (*who, call), call.key)
    parts = [Part.of(guide.block(HANDOUT, "lines")), whom]
    return Briefing(guide, guide.page_text(page).title, parts, guide.url(""))


def _to_call(who: str, number: str, *told: str) -> Passage:
    """Return who answers, the number, and under them what must be known before a call."""
    return Passage(f"{who}: {number}\n{' '.join(filter(None, told))}")


def _download(address: str, made: Briefing) -> Download:
    return Download(address, ceil(len(outlets.word(made)) / 1000))


def blueprint(guides: Mapping[str, Guide]) -> Blueprint:
    """Return the blueprint of Word files and of short addresses."""
    partners = Blueprint("partners", __name__)

    @partners.get("/word/<tag>/<name>.docx")
    def word(tag: str, name: str) -> Response:
        guide = guides.get(tag) or abort(404)
        g.language = guide.language
        if page := guide.files.get(name):
            made = given_out(guide, page)
        else:
            choice, wrong = choices.understand(request.args, guide)
            if name != BUILT or wrong:
                abort(404)
            made = briefings.built(guide, choice)
        return Response(outlets.word(made), mimetype=outlets.MEDIA_TYPE)

    @partners.get("/<tag>/b/<code>", strict_slashes=False)
    def short(tag: str, code: str) -> ResponseReturnValue:
        guide = guides.get(tag) or abort(404)
        choice = choices.unpack(code, guide)
        if choice is None or guide.settings.static_host:
            abort(404)
        return redirect(f"{guide.href(path_of('briefing'))}?{choice.query()}", 302)

    return partners


def handout(guide: Guide, page: Page) -> str:
    """One side of A4 for families, of one area or of all; a sheet has English on its other side.

    In English, a sheet has the languages to choose from instead.
    """
    word = None
    if page.file in guide.files:
        word = _download(guide.word(page.file), given_out(guide, page))
    return render_page(guide, page, word=word)


VIEWS: dict[str, View] = {view.__name__: view for view in (briefing, builder, handout)}
