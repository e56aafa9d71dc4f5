"""The views for partner agencies: agency pages, briefings, figures, handouts, embeds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache

from flask import Blueprint, Response, abort, g, redirect, render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from webapp.explainer.model import PageText
from webapp.i18n.catalogs import gettext, speaking
from webapp.i18n.languages import SOURCE
from webapp.site import briefings, choices, outlets
from webapp.site.assets import Handout
from webapp.site.guide import Guide
from webapp.site.pages import View
from webapp.site.rendering import Meta, render_page
from webapp.site.sitemap import READY, Page, file_of


def audience(guide: Guide, page: Page) -> str:
    """What one partner agency needs."""
    agency = next(agency for agency in guide.content.audiences if agency.slug == page.about)
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
    """A ready-made briefing, or the questions of councillors and panels."""
    return _briefing(guide, page, *given_out(guide, page), _word(guide, page))


def builder(guide: Guide, page: Page) -> ResponseReturnValue:
    """The form of the briefing builder, or the briefing that it was asked for."""
    if request.query_string:
        choice, wrong = choices.understand(request.args.items(multi=True), guide)
        if not wrong:
            query = choice.query()
            if request.query_string.decode("latin-1") != query:
                return redirect(f"{guide.href(page.path)}?{query}", 302)
            made, address = briefings.built(guide, choice), short_address(guide, choice)
            href = f"{word_href(guide, BUILT)}?{query}"
            word = Handout(href, _kilobytes(outlets.word(made, guide, address)))
            return _briefing(guide, replace(page, words=READY), made, address, word, choice)
    else:
        every = tuple(finding.slug for finding in guide.content.findings)
        choice, wrong = choices.Choice(findings=every, quotations=True, questions=True), ()
    names = {
        "agency": gettext("the agency"),
        "finding": gettext("the findings: choose at least one, each once"),
        "quotations": gettext("with quotations"),
        "questions": gettext("with questions"),
        "large": gettext("large print"),
        "other": gettext("something that this form does not ask"),
    }
    faults = [names[field] for field in wrong]
    form = render_page(guide, page, "builder", choice=choice, wrong=faults)
    return (form, 400) if wrong else form


def _briefing(
    guide: Guide,
    page: Page,
    made: briefings.Briefing,
    address: str,
    word: Handout,
    choice: choices.Choice | None = None,
) -> str:
    return render_page(
        guide,
        page,
        "briefing",
        text=guide.page_text(page, briefing=made.title),
        title=made.title,
        made=made,
        address=address,
        code=_code(guide, address),
        plain=outlets.plain_text(made, guide, address),
        asked=outlets.asked(made, guide),
        word=word,
        file=file_of(page),
        choice=choice,
    )


BUILT = "briefing"


def word_href(guide: Guide, name: str) -> str:
    """Return the address of a Word file."""
    return f"/word/{guide.language.tag}/{name}.docx"


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
            yield word_href(guide, given[path])


# A page tells the size of its file, and a build asks for one right after the other.
@lru_cache(maxsize=1)
def _ready_word(guide: Guide, page: Page) -> bytes:
    made, address = given_out(guide, page)
    return outlets.word(made, guide, address)


def _kilobytes(file: bytes) -> int:
    return -(-len(file) // 1000)


def _word(guide: Guide, page: Page) -> Handout:
    """Return the address and the size of a page's Word file."""
    return Handout(word_href(guide, file_of(page)), _kilobytes(_ready_word(guide, page)))


def short_address(guide: Guide, choice: choices.Choice) -> str:
    """Return the address of a built briefing that can be typed from paper."""
    return guide.url("b/") + choice.code(guide)


def given_out(guide: Guide, page: Page) -> tuple[briefings.Briefing, str]:
    """Return what a page is given out as, and the address that stands on it."""
    if page.kind == "handout":
        return _handout(guide, page, _handout_text(guide, page).title), guide.url("")
    if page.kind == "sheet":
        english = _handout_text(guide.english, _front(guide, page)).title
        with speaking(SOURCE):
            other = _handout(guide.english, page, english)
        made = _handout(guide, page, _handout_text(guide, page).title)
        return replace(made, other=other), guide.url("")
    if page.kind == "scrutiny":
        return briefings.scrutiny(guide, guide.text(page.words)), guide.url(page.path)
    length, _, slug = page.about.partition("/")
    return briefings.ready(guide, length, slug or choices.WHOLE), guide.url(page.path)


def blueprint(guides: Mapping[str, Guide]) -> Blueprint:
    """Return the blueprint of Word files and of short addresses."""
    partners = Blueprint("partners", __name__)

    @partners.get("/word/<tag>/<name>.docx")
    def word(tag: str, name: str) -> Response:
        guide = guides.get(tag) or abort(404)
        g.language = guide.language
        page = files(guide).get(name)
        if page:
            return Response(_ready_word(guide, page), mimetype=outlets.MEDIA_TYPE)
        choice, wrong = choices.understand(request.args.items(multi=True), guide)
        if name != BUILT or wrong:
            abort(404)
        made, address = briefings.built(guide, choice), short_address(guide, choice)
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
    return render_page(guide, page, "together", questions=questions)


def handout(guide: Guide, page: Page) -> str:
    """One side of A4 for families, of one area or of all."""
    return _render_handout(guide, page)


def sheet(guide: Guide, page: Page) -> str:
    """The same with English on the other side; in English, the languages to choose from."""
    if guide.language == SOURCE:
        return _render_handout(guide, page, word=None, sheet=True)
    english = guide.english
    title = _handout_text(english, _front(guide, page)).title
    with speaking(SOURCE):
        other = render_template(
            "components/english_side.html",
            guide=english,
            meta=Meta(SOURCE, title, "", page.path),
            text=english.text("handout"),
            unchecked=outlets.UNCHECKED_OTHER if outlets.unchecked(guide) else "",
            **_about_handout(english, page),
        )
    return _render_handout(guide, page, english_side=Markup(other), sheet=True)  # noqa: S704  # a template of ours


def _render_handout(guide: Guide, page: Page, **values: object) -> str:
    named = _handout_text(guide, page)
    text = guide.text("handout")
    values = {
        "named": named,
        "file": file_of(page),
        "word": _word(guide, page),
        "english_side": "",
        "sheet": False,
        **_about_handout(guide, page),
        **values,
    }
    return render_page(guide, page, "handout", text, named.title, named.description, **values)


def _about_handout(guide: Guide, page: Page) -> dict[str, object]:
    front = guide.url("")
    area = guide.area(page.about) if page.about else None
    return {"area": area, "front": front, "code": _code(guide, front)}


def _front(guide: Guide, sheet: Page) -> Page:
    """Return the handout that a sheet with English on its other side has in front."""
    return guide.pages[sheet.path.removesuffix("both/")]


def _handout_text(guide: Guide, page: Page) -> PageText:
    """Return the words of a handout, or of the sheet that has English on its other side."""
    if page.kind == "sheet":
        return guide.page_text(page, page=_handout_text(guide, _front(guide, page)).title)
    return guide.page_text(page, area=guide.area(page.about).name if page.about else "")


def _handout(guide: Guide, page: Page, title: str) -> briefings.Briefing:
    area = guide.area(page.about) if page.about else None
    return briefings.handout(guide, guide.text("handout"), title, area)


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
    return outlets.qr_code(address) if guide.settings.site_url else ""


VIEWS: dict[str, View] = {
    "audience": audience,
    "ready": ready,
    "scrutiny": ready,
    "briefing": builder,
    "together": together,
    "handout": handout,
    "sheet": sheet,
    "data": data,
    "embed": embed,
}
