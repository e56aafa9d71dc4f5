"""The views for partner agencies: agency pages, briefings, figures, handouts, embeds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from flask import Response, redirect, request

from webapp.explainer.model import Audience
from webapp.i18n.catalogs import gettext
from webapp.site import briefings, contexts
from webapp.site.guide import Guide
from webapp.site.pages import Site
from webapp.site.qr import qr_code
from webapp.site.render import render
from webapp.site.sitemap import READY, Page

View = Callable[[Guide, Page], "str | Response | tuple[str, int]"]


def views(site: Site, public: bool) -> dict[str, View]:
    """Return kind of page -> view. `public` says that the site knows its public address.

    Without it a QR code would lead to a developer's machine: then addresses are in words only.
    """

    def code(address: str) -> str:
        return qr_code(address) if public else ""

    def audience(guide: Guide, page: Page) -> str:
        agency = _agency(guide, page.about)
        meta = site.meta(guide, page, agency.title, agency.description)
        text = site.page_text(guide, page, agency=agency.nav)
        terms = guide.terms((*agency.terms, *text.terms))
        return render(
            "pages/audience.html", guide, contexts.AudiencePage(meta, text, agency, terms)
        )

    def ready(guide: Guide, page: Page) -> str:
        length, _, slug = page.about.partition("/")
        made = briefings.ready(guide, length, slug or briefings.WHOLE)
        return _briefing(guide, page, made)

    def _briefing(guide: Guide, page: Page, made: briefings.Briefing, query: str = "") -> str:
        text = site.page_text(guide, page, briefing=made.title)
        meta = site.meta(guide, page, made.title, text.description)
        address = meta.canonical + query
        context = contexts.BriefingPage(
            meta, text, made, address, code(address), briefings.plain_text(made, guide, address)
        )
        return render("pages/briefing.html", guide, context)

    def builder(guide: Guide, page: Page) -> str | Response | tuple[str, int]:
        if request.query_string:
            args = list(request.args.items(multi=True))
            choice, wrong = briefings.understand(args, guide)
            if not wrong:
                query = choice.query()
                if request.query_string.decode("latin-1") != query:
                    return redirect(f"{guide.href(page.path)}?{query}", 302)  # type: ignore[return-value]  # werkzeug's Response is Flask's
                made = briefings.built(guide, choice)
                ready_page = replace(page, words=READY)
                return _briefing(guide, ready_page, made, f"?{query}")
        else:
            every = tuple(each.slug for each in guide.said.findings)
            choice, wrong = briefings.Choice(findings=every, quotations=True, questions=True), ()
        meta, text, _ = site.of_text(guide, page)
        names = {
            "agency": gettext("the agency"),
            "finding": gettext("the findings: choose at least one, each once"),
            "quotations": gettext("with quotations"),
            "questions": gettext("with questions"),
            "large": gettext("large print"),
            "other": gettext("something that this form does not ask"),
        }
        told = tuple(names[each] for each in wrong)
        form = render("pages/builder.html", guide, contexts.BuilderPage(meta, text, choice, told))
        return (form, 400) if wrong else form

    def together(guide: Guide, page: Page) -> str:
        meta, text, terms = site.of_text(guide, page)
        questions = {each.anchor: each for each in text.blocks}
        return render(
            "pages/together.html", guide, contexts.TogetherPage(meta, text, questions, terms)
        )

    def handout(guide: Guide, page: Page) -> str:
        area = next((each for each in guide.said.areas if each.id == page.about), None)
        text = site.page_text(guide, page, area=area.name if area else "")
        meta = site.meta(guide, page, text.title, text.description)
        held = next(each for each in guide.said.pages if each.slug == "handout")
        front = guide.origin + guide.href("")
        context = contexts.HandoutPage(meta, held, area, front, code(front))
        return render("pages/handout.html", guide, context)

    def data(guide: Guide, page: Page) -> str:
        meta, text, terms = site.of_text(guide, page)
        return render("pages/data.html", guide, contexts.TextPage(meta, text, terms))

    return {
        "audience": audience,
        "ready": ready,
        "briefing": builder,
        "together": together,
        "handout": handout,
        "data": data,
        "embed": _embed(site),
    }


def _embed(site: Site) -> View:
    def embed(guide: Guide, page: Page) -> str:
        what, _, slug = page.about.partition("/")
        finding = next((each for each in guide.said.findings if each.slug == slug), None)
        title = finding.title if finding else ""
        if what == "numbers":
            title = guide.said.figures[0].caption
        elif what == "help":
            title = gettext("Who to call and how")
        meta = site.meta(guide, page, title, title)
        paths = {"finding": f"findings/{slug}/", "numbers": "#numbers", "help": "help/"}
        context = contexts.EmbedPage(meta, what, finding, guide.origin + guide.href(paths[what]))
        return render("pages/embed.html", guide, context)

    return embed


def _agency(guide: Guide, slug: str) -> Audience:
    return next(each for each in guide.said.audiences if each.slug == slug)
