"""Pages: a route for each page that exists, and a view for each kind of page.

A view is called with the guide of the page's language and the page, and renders one template.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, abort, g, redirect, request
from flask.typing import ResponseReturnValue

from webapp.explainer import provenance
from webapp.explainer.model import Term
from webapp.explainer.schema import UnitKey
from webapp.i18n.catalogs import N_, gettext
from webapp.i18n.languages import in_order, join_list, negotiate
from webapp.site import bilingual, citations
from webapp.site.guide import Guide
from webapp.site.rendering import render_page
from webapp.site.search import asked_for, fold, numbers_joined
from webapp.site.sitemap import Page

View = Callable[[Guide, Page], ResponseReturnValue]

# Translators: The card itself, in large letters. %(language)s is filled with the language's own
# name (Polski, اردو): build the sentence so that it is right with that word as it stands.
CARD = N_("I am worried about a child. I speak %(language)s. Please get an interpreter.")


def blueprint(guides: Mapping[str, Guide], views: Mapping[str, View]) -> Blueprint:
    """Return the blueprint of all pages; `views` holds what answers each kind of page.

    Each page has a rule of its own, so that nothing is answered but what `every_page()` lists:
    whatever else is asked for is a 404 of Flask's, and never comes back in a redirect.
    """
    pages = Blueprint("pages", __name__)

    @pages.url_value_preprocessor
    def choose_guide(endpoint: str | None, values: dict[str, Any] | None) -> None:
        if values:
            guide = values["guide"] = guides[values.pop("tag")]
            g.language = guide.language

    @pages.before_request
    def refuse_without_slash() -> None:
        # Werkzeug's own redirect would keep the query; see no_pages.py for ours.
        if not request.path.endswith("/"):
            abort(404)

    @pages.get("/")
    def front() -> ResponseReturnValue:
        languages = tuple(guide.language for guide in guides.values())
        wished = negotiate(request.headers.get("Accept-Language", ""), languages)
        answer = redirect(f"/{wished.tag}/", 302)
        answer.headers["Vary"] = "Accept-Language"
        return answer

    tags = ",".join(f'"{tag}"' for tag in guides)
    for page in next(iter(guides.values())).pages.values():
        pages.add_url_rule(
            f"/<any({tags}):tag>/{page.path}",
            page.kind,
            views[page.kind],
            defaults={"page": page},
            strict_slashes=False,
        )
    return pages


def text(guide: Guide, page: Page) -> str:
    """A page that is nothing but its blocks."""
    return render_page(guide, page, "text" if page.path else "overview")


def finding(guide: Guide, page: Page) -> str:
    """One finding, with its neighbours in reading order."""
    findings = (None, *guide.content.findings, None)
    shown = guide.finding(page.about)
    at = findings.index(shown)
    return render_page(
        guide,
        page,
        "finding",
        title=shown.title,
        description=shown.description,
        finding=shown,
        terms=guide.terms(shown.terms),
        before=findings[at - 1],
        after=findings[at + 1],
    )


def area(guide: Guide, page: Page) -> str:
    """Whom to call in one council area."""
    shown = guide.area(page.about)
    words = guide.page_text(page, area=shown.name)
    return render_page(guide, page, "area", text=words, area=shown)


def source(guide: Guide, page: Page) -> str:
    """One stored source, paragraph by paragraph, each with its state and links to its uses."""
    shown = next(source for source in guide.content.sources if source.id == page.about)
    words = guide.page_text(page, source=shown.short or shown.title)
    cited_by = citing_units(guide)
    covered = [item for item in provenance.coverage(guide.source) if item.source == shown.id]
    paragraphs = [
        (item.number, paragraph, item.state, citations.back_links(guide, cited_by.get(cite, ())))
        for item, paragraph in zip(covered, shown.paragraphs, strict=True)
        for cite in [f"{shown.id}#{item.number}"]
    ]
    return render_page(guide, page, "source", text=words, source=shown, paragraphs=paragraphs)


def citing_units(guide: Guide) -> dict[str, list[UnitKey]]:
    """Return citation -> the keys of the units that cite it, in the order of the site."""
    cited_by = provenance.cited_by(guide.source)
    return {cite: [key for key, _ in uses] for cite, uses in cited_by.items()}


def facts(guide: Guide, page: Page) -> str:
    """Every fact whose source may not be stored, by group, each with links to its uses."""
    cited_by = citing_units(guide)
    groups: dict[str, list[tuple[int, object, object]]] = {}
    for number, fact in enumerate(guide.content.facts, 1):
        uses = citations.back_links(guide, cited_by.get(f"facts#{fact.id}", ()))
        groups.setdefault(fact.group, []).append((number, fact, uses))
    return render_page(guide, page, "facts", groups=groups)


def proof(guide: Guide, page: Page) -> str:
    """The sources of every sentence of some pages, page by page."""
    # All other pages go by the names of those that most people read.
    slugs = ("overview", "next", "help") if page.about == "pages" else (page.about,)
    names = join_list([guide.nav(slug) for slug in slugs], guide.language)
    words = guide.page_text(page, pages=names)
    sections = citations.proof(guide, page.about)
    return render_page(guide, page, "proof", text=words, sections=sections)


def findings(guide: Guide, page: Page) -> str:
    """The list of findings, filtered by what its form was asked."""
    show, agency = request.args.get("show", ""), request.args.get("for", "")
    is_filtered = show in ("good", "better")
    found = list(guide.content.findings)
    if is_filtered:
        found = [finding for finding in found if finding.strength == (show == "good")]
    audience = next((known for known in guide.content.audiences if known.slug == agency), None)
    if audience:
        touching = {passage.about for passage in audience.touches.passages}
        found = [finding for finding in found if finding.slug in touching]
    return render_page(
        guide,
        page,
        "findings",
        findings=found,
        show=show,
        agency=agency,
        asked=is_filtered or audience is not None,
    )


def words(guide: Guide, page: Page) -> str:
    """The glossary, or those words whose name or meaning holds the very letters that were typed.

    Nothing is guessed here: a slip of the finger finds nothing.
    """
    query = asked_for()
    found = sorted(guide.content.terms, key=lambda term: in_order(guide.language, term.name))
    if query:
        typed = numbers_joined(fold(query))
        found = [term for term in found if typed in numbers_joined(fold(_name_and_meaning(term)))]
        found.sort(key=lambda term: typed not in fold(term.name))
    return render_page(guide, page, "words", words=found, query=query)


def _name_and_meaning(term: Term) -> str:
    return " ".join((term.name, *(passage.text for passage in term.definition)))


def both(guide: Guide, page: Page) -> str:
    """This language and English, line by line."""
    return render_page(guide, page, "bilingual", lines=bilingual.lines(guide))


def review(guide: Guide, page: Page) -> str:
    """The same lines for those who check translations, each with its state."""
    return render_page(guide, page, "review", lines=bilingual.lines(guide, states=True))


def card(guide: Guide, page: Page) -> str:
    """A card to show: what it says in English, and in the reader's own language."""
    english = CARD % {"language": guide.language.english_name}
    own = gettext(CARD, language=guide.language.own_name)
    return render_page(guide, page, "card", english=english, own=own)


def saved(guide: Guide, page: Page) -> str:
    """The list of what an offline copy holds."""
    return render_page(guide, page, "saved")


VIEWS: dict[str, View] = {
    view.__name__: view
    for view in (
        text, finding, area, source, facts, proof, findings, words, both, review, card, saved,
    )
}  # fmt: skip
