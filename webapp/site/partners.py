"""The views for partner agencies: agency pages, briefings, figures, handouts, embeds."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from math import ceil
from typing import Any

from flask import Blueprint, Response, abort, g, redirect, render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from webapp.explainer.model import PageText
from webapp.explainer.records import Area
from webapp.i18n.catalogs import gettext, speaking
from webapp.i18n.languages import SOURCE
from webapp.site import briefings, choices, outlets
from webapp.site.assets import Download
from webapp.site.briefings import Briefing
from webapp.site.choices import Choice
from webapp.site.guide import Guide, one
from webapp.site.rendering import Meta, View, render_page
from webapp.site.sitemap import READY_TEXT, Page, file_of

BUILT = "briefing"


def audience(guide: Guide, page: Page) -> str:
    """What one partner agency needs."""
    agency = one(guide.content.audiences, slug=page.about)
    text = guide.page_text(page, agency=agency.nav)
    return render_page(
        guide,
        page,
        text=text,
        title=agency.title,
        description=agency.description,
        audience=agency,
        terms=guide.terms((*agency.terms, *text.terms)),
    )


def ready(guide: Guide, page: Page, choice: Choice | None = None) -> str:
    """A ready-made briefing, the questions of councillors and panels, or what somebody chose."""
    if choice:
        made, address = _built(guide, choice)
        word = _word(guide, f"{BUILT}.docx?{choice.query()}", outlets.word(made, guide, address))
    else:
        made, address = given_out(guide, page)
        word = _ready_word(guide, page)
    return render_page(
        guide,
        page,
        "briefing",
        text=guide.page_text(page, briefing=made.title),
        title=made.title,
        chosen=f"?{choice.query()}" if choice else "",
        made=made,
        address=address,
        code=_code(guide, address),
        plain=outlets.plain_text(made, guide, address),
        meeting_blocks=outlets.meeting_blocks(made, guide),
        word=word,
        file=file_of(page),
        choice=choice,
    )


def builder(guide: Guide, page: Page) -> ResponseReturnValue:
    """The form of the briefing builder, or the briefing that it was asked for."""
    if not request.query_string:
        every = tuple(finding.slug for finding in guide.content.findings)
        choice = Choice(findings=every, quotations=True, questions=True)
        return render_page(guide, page, "builder", choice=choice, wrong=())
    choice, wrong = choices.understand(request.args, guide)
    if wrong:
        names = {
            "agency": gettext("the agency"),
            "finding": gettext("the findings: choose at least one, each once"),
            "quotations": gettext("with quotations"),
            "questions": gettext("with questions"),
            "large": gettext("large print"),
            "other": gettext("something that this form does not ask"),
        }
        faults = [names[field] for field in wrong]
        return render_page(guide, page, "builder", choice=choice, wrong=faults), 400
    if request.query_string.decode("latin-1") != choice.query():
        return redirect(f"{guide.href(page.path)}?{choice.query()}", 302)
    return ready(guide, replace(page, words=READY_TEXT), choice)


def files(guide: Guide) -> dict[str, Page]:
    """Return what a language gives out as files: name -> page."""
    return {
        file_of(page): page
        for page in guide.pages.values()
        # English has no other side.
        if file_of(page) and (page.kind != "sheet" or guide.language != SOURCE)
    }


def documents(guide: Guide) -> Iterator[str]:
    """Yield the address of every page, each that is given out followed by that of its Word file."""
    given = {page.path: name for name, page in files(guide).items()}
    for path in guide.pages:
        yield guide.address(path)
        if path in given:
            yield f"/word/{guide.language.tag}/{given[path]}.docx"


# A page tells the size of its file, and a build asks for one right after the other.
@lru_cache(maxsize=1)
def _ready_file(guide: Guide, page: Page) -> bytes:
    made, address = given_out(guide, page)
    return outlets.word(made, guide, address)


def _ready_word(guide: Guide, page: Page) -> Download:
    return _word(guide, f"{file_of(page)}.docx", _ready_file(guide, page))


def _word(guide: Guide, name: str, file: bytes) -> Download:
    """Return the address and the size of a Word file."""
    return Download(f"/word/{guide.language.tag}/{name}", ceil(len(file) / 1000))


def _built(guide: Guide, choice: Choice) -> tuple[Briefing, str]:
    """Return what somebody chose, and its address that can be typed from paper."""
    return briefings.built(guide, choice), guide.url("b/") + choice.code(guide)


def given_out(guide: Guide, page: Page) -> tuple[Briefing, str]:
    """Return what a page is given out as, and the address that stands on it."""
    if page.kind == "scrutiny":
        return briefings.scrutiny(guide, guide.text(page.words)), guide.url(page.path)
    if page.kind == "ready":
        return briefings.ready(guide, *page.about.split("/")), guide.url(page.path)
    area = _area(guide, page)
    made = briefings.handout(guide, _handout_text(guide, page).title, area)
    if page.kind == "sheet":
        english, front = guide.english, _front(guide, page)
        with speaking(SOURCE):
            title = _handout_text(english, front).title
            other = briefings.handout(english, title, _area(english, page))
        made = replace(made, other=other)
    return made, guide.url("")


def blueprint(guides: Mapping[str, Guide]) -> Blueprint:
    """Return the blueprint of Word files and of short addresses."""
    partners = Blueprint("partners", __name__)

    @partners.get("/word/<tag>/<name>.docx")
    def word(tag: str, name: str) -> Response:
        guide = guides.get(tag) or abort(404)
        g.language = guide.language
        if page := files(guide).get(name):
            return Response(_ready_file(guide, page), mimetype=outlets.MEDIA_TYPE)
        choice, wrong = choices.understand(request.args, guide)
        if name != BUILT or wrong:
            abort(404)
        made, address = _built(guide, choice)
        return Response(outlets.word(made, guide, address), mimetype=outlets.MEDIA_TYPE)

    @partners.get("/<tag>/b/<code>")
    def short(tag: str, code: str) -> ResponseReturnValue:
        guide = guides.get(tag) or abort(404)
        choice = choices.unpack(code, guide)
        if choice is None or guide.settings.static_host:
            abort(404)
        return redirect(f"{guide.href('partners/briefing/')}?{choice.query()}", 302)

    return partners


def together(guide: Guide, page: Page) -> str:
    """The simple version with a question to pause at, by finding."""
    questions = {block.anchor: block for block in guide.text(page.words).blocks}
    return render_page(guide, page, questions=questions)


def handout(guide: Guide, page: Page) -> str:
    """One side of A4 for families, of one area or of all; a sheet has English on its other side.

    In English, a sheet has the languages to choose from instead.
    """
    sheet, english_side = page.kind == "sheet", ""
    if sheet and guide.language != SOURCE:
        english = guide.english
        title = _handout_text(english, _front(guide, page)).title
        with speaking(SOURCE):
            english_side = render_template(
                "components/english_side.html",
                guide=english,
                meta=Meta(SOURCE, title, "", page.path),
                text=english.text("handout"),
                unchecked=outlets.UNCHECKED_OTHER if outlets.unchecked(guide) else "",
                **_on_each_side(english, page),
            )
    named = _handout_text(guide, page)
    return render_page(
        guide,
        page,
        "handout",
        text=guide.text("handout"),
        title=named.title,
        description=named.description,
        named=named,
        file=file_of(page),
        word=_ready_word(guide, page) if english_side or not sheet else None,
        english_side=Markup(english_side),  # noqa: S704  # a template of ours
        sheet=sheet,
        **_on_each_side(guide, page),
    )


def _on_each_side(guide: Guide, page: Page) -> dict[str, Any]:
    front = guide.url("")
    return {"area": _area(guide, page), "front": front, "code": _code(guide, front)}


def _area(guide: Guide, page: Page) -> Area | None:
    return one(guide.content.areas, id=page.about) if page.about else None


def _front(guide: Guide, sheet: Page) -> Page:
    """Return the handout that a sheet with English on its other side has in front."""
    return guide.pages[sheet.path.removesuffix("both/")]


def _handout_text(guide: Guide, page: Page) -> PageText:
    """Return the words of a handout, or of the sheet that has English on its other side."""
    if page.kind == "sheet":
        return guide.page_text(page, page=_handout_text(guide, _front(guide, page)).title)
    area = _area(guide, page)
    return guide.page_text(page, area=area.name if area else "")


def embed(guide: Guide, page: Page) -> str:
    """A box for other sites."""
    what, _, slug = page.about.partition("/")
    box = guide.box(page)
    return render_page(
        guide,
        page,
        title=box.title,
        description=box.title,
        what=what,
        finding=one(guide.content.findings, slug=slug) if slug else None,
        link=box.link,
    )


def _code(guide: Guide, address: str) -> str:
    """Return an address as a QR code; "" where the site does not know its public address.

    Without that a code would lead to a developer's machine: then addresses are in words only.
    """
    return outlets.qr_code(address) if guide.settings.site_url else ""


# By kind of page. `briefing` is the form, set in pages/builder.html; what it builds, what is
# ready-made and the scrutiny pack share pages/briefing.html.
VIEWS: dict[str, View] = {
    "audience": audience,
    "ready": ready,
    "scrutiny": ready,
    "briefing": builder,
    "together": together,
    "handout": handout,
    "sheet": handout,
    "embed": embed,
}
