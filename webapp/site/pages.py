"""Pages: a route for each page that exists, and a view for each kind that needs more than words.

A view is called with the guide of the page's language and the page, and renders one template.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from flask import Blueprint, abort, g, redirect, request
from flask.typing import ResponseReturnValue

from webapp.explainer import provenance
from webapp.explainer.model import Block, Explainer, Passage, iter_units, iter_words
from webapp.explainer.references import HELP
from webapp.i18n.catalogs import hash_of
from webapp.i18n.languages import SOURCE, in_order, join_list, negotiate, strip_isolates
from webapp.site.guide import Guide, one
from webapp.site.rendering import View, render_page
from webapp.site.search import Entry, Index, Needs, fold, numbers_joined, words_of
from webapp.site.sitemap import OVERVIEW, SHARED, Page, address_of, choices_of

# Pages that stand line by line in two languages, so that a family and whoever helps it can name a
# line by its number: few enough for short numbers.
LINE_BY_LINE = (OVERVIEW, "help", "safety")
LONGEST_SHOWN = 2_000  # what a search box takes, so that it can be sent again


def blueprint(guides: Mapping[str, Guide], views: Mapping[str, View]) -> Blueprint:
    """Return the blueprint of all pages; `views` holds what answers each kind of page that is more
    than its template.

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
        # Werkzeug's own redirect would keep the query; see `init_errors` for ours.
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
            views.get(page.kind, render_page),
            defaults={"page": page},
            strict_slashes=False,
        )
    return pages


def source(guide: Guide, page: Page) -> str:
    """One stored source, each of its paragraphs with its state."""
    states = provenance.coverage(guide.source).items()
    covered = {cite: state for cite, state in states if cite.source == page.about}
    return render_page(guide, page, covered=covered)


def proof(guide: Guide, page: Page) -> str:
    """The sources of every sentence of some pages, page by page."""
    # All other pages go by the names of those that most people read.
    slugs = (OVERVIEW, "next", "help") if page.about == "pages" else (page.about,)
    names = join_list([guide.text(slug).nav for slug in slugs], guide.language)
    return render_page(guide, page, name=names)


def findings(guide: Guide, page: Page) -> str:
    """The list of findings, filtered by what its form was asked."""
    args = choices_of(request.args)
    show, agency = args.get("show", ""), args.get("for", "")
    strength = {"good": True, "better": False}.get(show)
    found = [f for f in guide.content.findings if strength in (None, f.strength)]
    audience = next((known for known in guide.content.audiences if known.slug == agency), None)
    if audience:
        touching = {passage.about for passage in audience.touches.passages}
        found = [finding for finding in found if finding.slug in touching]
    asked = strength is not None or audience is not None
    return render_page(guide, page, findings=found, show=show, agency=agency, asked=asked)


def asked_for() -> str:
    """Return what was typed into a form, without what cannot be shown; a tab or a line's end that
    was pasted keeps words apart."""
    typed = request.args.get("q", "")
    query = "".join(" " if c.isspace() else c for c in typed if c.isprintable() or c.isspace())
    return query[:LONGEST_SHOWN].strip()


def words(guide: Guide, page: Page) -> str:
    """The glossary, or those words whose name or meaning holds the very letters that were typed.

    Nothing is guessed here: a slip of the finger finds nothing.
    """
    query = asked_for()
    found = sorted(guide.content.terms, key=lambda term: in_order(guide.language, term.name))
    if query:
        typed = numbers_joined(fold(query))
        found = [t for t in found if typed in numbers_joined(fold(f"{t.name} {t.meaning}"))]
        found.sort(key=lambda term: typed not in fold(term.name))
    return render_page(guide, page, words=found, query=query)


def bilingual(guide: Guide, page: Page) -> str:
    """This language beside English, line by line, with numbers that are the same in every one.

    Another page has the same lines for those who check translations, each with its state: a
    review's, or "standard" or "missing"; and how English was said when it was translated, where a
    person has found that this says the same.
    """
    lines = []
    pairs = zip(_lines(guide.source), _lines(guide.content), strict=True)
    for (block, english, is_heading), (_, own, _) in pairs:
        review = guide.reviews.get(hash_of(english, strip_isolates(own)))
        state = review.state if review else "draft"
        if guide.language == SOURCE:
            state = "standard"
        elif block.key in guide.untranslated:
            state = "missing"
        record = guide.same_meaning.get(english)
        before = record.was if record else ""
        path = address_of(block.key)
        lines.append((path, english, own, is_heading, block.dial, state, before))
    return render_page(guide, page, lines=lines)


def _lines(explainer: Explainer) -> Iterator[tuple[Block, str, bool]]:
    """Yield every line of the pages that a family and whoever helps it talk about: its block, its
    words, whether it is a heading."""
    site = explainer.site
    blocks = [Block(key=site.key, passages=(Passage(site.danger),))]
    for slug in LINE_BY_LINE:
        text = one(explainer.pages, slug=slug)
        blocks += [Block(key=text.key, heading=text.title), *text.blocks]
        for finding in explainer.findings if slug == OVERVIEW else ():
            blocks += [Block(key=finding.key, heading=finding.title), finding.found]
    for block in blocks:
        if block.heading:
            yield block, block.heading, True
        for passage in block.passages:
            yield block, passage.text, False


def search(needs: Needs) -> View:
    """Return the view of the search page; the index of a language is made at its first search."""
    index = cache(lambda guide: Index(_entries(guide)))

    def view(guide: Guide, page: Page) -> str:
        asked, listed = asked_for(), index(guide)
        # Cut again: folded, one ligature is up to eighteen letters, which would take a second.
        query = fold(asked)[:LONGEST_SHOWN]
        named, words = needs.recognise(query, guide.language.tag, listed.vocabulary)
        urgent = [need for need in named if not need.staff]
        hits, shortened = listed.find(query, words if urgent else frozenset())
        known = listed.named(query)
        areas = [hit for hit in known if hit.key.folder == "areas"]
        # Who types the very name of a finding gets it first, and the numbers above it.
        findings = [hit for hit in known if hit.key.folder == "findings"]
        exact = [hit for hit in findings if words_of(query) == words_of(fold(hit.names[0]))]
        helping = [_place(guide, place) for need in urgent for place in need.places]
        # Staff find their pages behind help, where both were asked for.
        others = [HELP] if urgent else []
        others += [place for need in named if need.staff for place in need.places]
        results = [*exact, *helping[:1], *areas, *helping[1:], *(findings if urgent else known)]
        results += [*(_place(guide, place) for place in others), *hits]
        # A child's own words and a partner's violence have helplines of their own.
        by_priority = sorted(named, key=lambda need: -need.priority)
        return render_page(
            guide,
            page,
            query=asked,
            asked="q" in request.args,
            shortened=shortened,
            results=list({result.path: result for result in results}.values()),
            needy=bool(urgent),
            called=list(dict.fromkeys(id for need in by_priority for id in need.contacts)),
        )

    return view


def _place(guide: Guide, place: str) -> Entry:
    """Return a page ("help"), a block ("help#deaf") or an agency's page, as a result."""
    folder, _, name = place.rpartition("/")
    slug, _, anchor = name.partition("#")
    page = one(guide.content.audiences, slug=slug) if folder else guide.text(slug)
    if not anchor:
        return Entry(page.key, page.title, page.description)
    block = guide.block(slug, anchor)
    summary = block.passages[0].text if block.passages else page.description
    return Entry(block.key, block.heading or page.title, summary)


def _entries(guide: Guide) -> Iterator[Entry]:
    """What can be found in a language: every finding, page, area, agency and word explained."""
    content = guide.content
    for f in content.findings:
        yield Entry(f.key, f.title, f.description, _all_words(f), (f.short, *f.known_as))
    for p in content.pages:
        if p.slug not in (*SHARED, "search"):
            shown = {id for block in p.blocks for id in block.contacts}
            calls = [f"{c.name} {c.number};" for c in content.contacts if c.id in shown]
            text = " ".join((_all_words(p), *calls))
            yield Entry(p.key, p.title, p.description, text, p.known_as)
    for area in content.areas:
        page = guide.page_text(guide.pages[f"help/{area.id}/"])
        text = " ".join((area.note, *(f"{call.service} {call.number};" for call in area.numbers)))
        yield Entry(area.key, page.title, page.description, text, (area.name, *area.known_as))
    for a in content.audiences:
        yield Entry(a.key, a.title, a.description, _all_words(a))
    for t in content.terms:
        # “MASH (multi-agency safeguarding hub)” is called MASH.
        yield Entry(t.key, t.name, t.meaning, _all_words(t), (t.name.partition(" (")[0],))


def _all_words(part: object) -> str:
    return " ".join(words for unit in iter_units(part) for words, _ in iter_words(unit))


VIEWS: dict[str, View] = {
    "source": source, "proof": proof, "findings": findings, "words": words,
    "bilingual": bilingual, "review": bilingual,
}  # fmt: skip
