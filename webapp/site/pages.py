"""The views: one address, one page. Each builds one context and hands it to one template."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from flask import Blueprint, Response, abort, g, redirect, request

from webapp.explainer import provenance
from webapp.explainer.model import Explainer, PageText, Term
from webapp.explainer.references import HELP
from webapp.i18n.catalogs import N_, gettext
from webapp.i18n.direction import isolate_bidi
from webapp.i18n.languages import in_order, negotiate
from webapp.site import bilingual, citations, contexts
from webapp.site.guide import Guide
from webapp.site.json_ld import json_ld
from webapp.site.render import render
from webapp.site.search import Needs, fold, index_of, numbers_joined, words_of
from webapp.site.sitemap import LIVE_FORMS, Page

LONGEST_QUERY_SHOWN = 10_000
# Read at work: overuse of a floating way out dulls it (practice of New South Wales).
QUIET = ("partners/", "sources/", "data/", "handout/", "simple/together/")


# Translators: The card itself, in large letters. %(language)s is filled with the language's own
# name (Polski, اردو): build the sentence so that it is right with that word as it stands.
CARD = N_("I am worried about a child. I speak %(language)s. Please get an interpreter.")


class Site:
    """Every language's guide, and the views that answer from it."""

    def __init__(self, guides: dict[str, Guide], source: Explainer, needs: Needs) -> None:
        self.guides = guides
        self.needs = needs
        self.indexes = {tag: index_of(guide) for tag, guide in guides.items()}
        self.cited_by = provenance.cited_by(source)
        self.states = {
            (each.source, each.number): each.state for each in provenance.coverage(source)
        }
        self.views: dict[str, Callable[[Guide, Page], str | Response | tuple[str, int]]] = {
            "text": self._text,
            "finding": self._finding,
            "area": self._area,
            "source": self._source,
            "facts": self._facts,
            "proof": self._proof,
            "findings": self._findings,
            "words": self._words,
            "search": self._search,
            "saved": self._saved,
            "both": self._bilingual,
            "review": self._bilingual,
            "card": self._card,
        }

    def answer(self, tag: str, path: str | None) -> str | Response | tuple[str, int]:
        """Answer one page; 404 for whatever `every_page()` does not list.

        `path` follows the language tag's slash; None where there is no slash.
        """
        guide = self.guides.get(tag)
        page = guide.pages.get(path) if guide and path is not None else None
        if guide is None or page is None:
            abort(404)
        g.language = guide.language
        return self.views[page.kind](guide, page)

    def meta(
        self, guide: Guide, page: Page, title: str, description: str, kind: str = ""
    ) -> contexts.Meta:
        """Build what the head of a page says; its heading is its title."""
        text = next(each for each in guide.said.pages if each.slug == page.words)
        title, description = guide.isolate(title), guide.isolate(description)
        return contexts.Meta(
            language=guide.language,
            path=page.path,
            title=title,
            heading=title,
            description=description,
            canonical=guide.origin + guide.href(page.path),
            alternates=guide.alternates(page),
            neutral=text.neutral,
            indexed=guide.lists(page),
            exits=not page.path.startswith(QUIET),
            live_forms=page.kind == page.words in LIVE_FORMS and not guide.static_host,
            json_ld=json_ld(guide, page, title, description, kind),
        )

    def page_text(self, guide: Guide, page: Page, **placeholders: str) -> PageText:
        """Return the words of a page, with its placeholders filled."""
        text = next(each for each in guide.said.pages if each.slug == page.words)
        placeholders = {
            name: isolate_bidi(value, guide.language) for name, value in placeholders.items()
        }
        return replace(
            text,
            title=_fill(text.title, placeholders),
            nav=_fill(text.nav, placeholders),
            description=_fill(text.description, placeholders),
        )

    def of_text(
        self, guide: Guide, page: Page, **placeholders: str
    ) -> tuple[contexts.Meta, PageText, tuple[Term, ...]]:
        """Return what a page of text needs: its head, its words, its terms."""
        text = self.page_text(guide, page, **placeholders)
        meta = self.meta(guide, page, text.title, text.description)
        return meta, text, guide.terms(text.terms)

    def _text(self, guide: Guide, page: Page) -> str:
        meta, text, terms = self.of_text(guide, page)
        template = "overview" if page.path == "" else "text"
        return render(f"pages/{template}.html", guide, contexts.TextPage(meta, text, terms))

    def _finding(self, guide: Guide, page: Page) -> str:
        findings = guide.said.findings
        at = next(i for i, each in enumerate(findings) if each.slug == page.about)
        finding = findings[at]
        return render(
            "pages/finding.html",
            guide,
            contexts.FindingPage(
                self.meta(guide, page, finding.title, finding.description, "Article"),
                finding,
                guide.terms(finding.terms),
                findings[at - 1] if at else None,
                findings[at + 1] if at + 1 < len(findings) else None,
            ),
        )

    def _area(self, guide: Guide, page: Page) -> str:
        area = next(each for each in guide.said.areas if each.id == page.about)
        meta, text, terms = self.of_text(guide, page, area=area.name)
        return render("pages/area.html", guide, contexts.AreaPage(meta, text, area, terms))

    def _source(self, guide: Guide, page: Page) -> str:
        source = next(each for each in guide.said.sources if each.id == page.about)
        meta, text, terms = self.of_text(guide, page, source=source.short or source.title)
        paragraphs = tuple(
            contexts.NumberedParagraph(
                number,
                words,
                self.states[source.id, number],
                guide.back_links(key for key, _ in self.cited_by.get(f"{source.id}#{number}", ())),
            )
            for number, words in enumerate(source.paragraphs, 1)
        )
        return render(
            "pages/source.html", guide, contexts.SourcePage(meta, text, source, paragraphs, terms)
        )

    def _facts(self, guide: Guide, page: Page) -> str:
        meta, text, terms = self.of_text(guide, page)
        groups: dict[str, list[contexts.FactEntry]] = {}
        for number, fact in enumerate(guide.said.facts, 1):
            used = guide.back_links(key for key, _ in self.cited_by.get(f"facts#{fact.id}", ()))
            groups.setdefault(fact.group, []).append(contexts.FactEntry(number, fact, used))
        held = tuple((name, tuple(entries)) for name, entries in groups.items())
        return render("pages/facts.html", guide, contexts.FactsPage(meta, text, held, terms))

    def _proof(self, guide: Guide, page: Page) -> str:
        # The names of the groups are those of pages that exist.
        names = {"findings": "findings", "pages": "help", "partners": "partners"}
        meta, text, terms = self.of_text(guide, page, pages=guide.nav(names[page.about]))
        sections = citations.proof(guide, page.about)
        return render("pages/proof.html", guide, contexts.ProofPage(meta, text, sections, terms))

    def _findings(self, guide: Guide, page: Page) -> str:
        meta, text, terms = self.of_text(guide, page)
        show, agency = request.args.get("show", ""), request.args.get("for", "")
        findings = tuple(
            each
            for each in guide.said.findings
            if show not in ("good", "better") or each.strength == (show == "good")
        )
        audience = next((each for each in guide.said.audiences if each.slug == agency), None)
        if audience:
            touching = {each.about for each in audience.touches.passages}
            findings = tuple(each for each in findings if each.slug in touching)
        asked = show in ("good", "better") or audience is not None
        return render(
            "pages/findings.html",
            guide,
            contexts.FindingsPage(meta, text, findings, show, agency, asked, terms),
        )

    def _words(self, guide: Guide, page: Page) -> str:
        meta, text, _ = self.of_text(guide, page)
        query = asked_for()
        words = sorted(guide.said.terms, key=lambda each: in_order(guide.language, each.name))
        if query:
            # The very words of a term and of its meaning: a slip of the finger finds nothing here.
            typed = numbers_joined(fold(query))
            found = [
                each
                for each in words
                if typed
                in numbers_joined(fold(" ".join((each.name, *(p.text for p in each.definition)))))
            ]
            words = sorted(found, key=lambda each: typed not in fold(each.name))
        context = contexts.WordsPage(meta, text, tuple(words), query)
        return render("pages/words.html", guide, context)

    def _bilingual(self, guide: Guide, page: Page) -> str:
        meta, text, _ = self.of_text(guide, page)
        lines = bilingual.lines(guide, states=page.kind == "review")
        template = "review" if page.kind == "review" else "bilingual"
        return render(f"pages/{template}.html", guide, contexts.BilingualPage(meta, text, lines))

    def _card(self, guide: Guide, page: Page) -> str:
        meta, text, _ = self.of_text(guide, page)
        english = CARD % {"language": guide.language.english_name}
        own = gettext(CARD, language=guide.language.own_name)
        return render("pages/card.html", guide, contexts.CardPage(meta, text, english, own))

    def _saved(self, guide: Guide, page: Page) -> str:
        meta, text, terms = self.of_text(guide, page)
        return render("pages/saved.html", guide, contexts.TextPage(meta, text, terms))

    def _search(self, guide: Guide, page: Page) -> str:
        meta, text, terms = self.of_text(guide, page)
        query = asked_for()
        found = self.needs.recognise(query)
        hits, shortened = self.indexes[guide.language.tag].find(query, found.words)
        results = [
            contexts.SearchResult(
                guide.href(each.path), each.title, each.summary, each.key in guide.localized.english
            )
            for each in hits
        ]
        if found.needs:
            # Who types the very name of a finding gets it first, and the numbers above it.
            named = sum(words_of(query) == words_of(each.name) for each in hits[:1])
            places = dict.fromkeys(place for need in found.needs for place in need.places)
            first = [guide.result(each) for each in (*places, HELP)]
            results = [*results[:named], *first, *results[named:]]
        called = {id for need in found.needs for id in need.contacts}
        contacts = tuple(each.id for each in guide.said.contacts if each.id in called)
        return render(
            "pages/search.html",
            guide,
            contexts.SearchPage(
                meta,
                text,
                query,
                "q" in request.args,
                shortened,
                tuple({each.href: each for each in results}.values()),
                terms,
                bool(found.needs),
                contacts,
            ),
        )


def asked_for() -> str:
    """Return what was typed, without what cannot be shown."""
    query = "".join(c for c in request.args.get("q", "") if c.isprintable())
    return query[:LONGEST_QUERY_SHOWN].strip()


def _fill(text: str, placeholders: dict[str, str]) -> str:
    for name, value in placeholders.items():
        text = text.replace("{" + name + "}", value)
    return text


def blueprint(site: Site) -> Blueprint:
    """Return the blueprint of all pages."""
    pages = Blueprint("pages", __name__)

    @pages.get("/")
    def front() -> Response:
        languages = tuple(each.language for each in site.guides.values())
        wished = negotiate(request.headers.get("Accept-Language", ""), languages)
        answer = redirect(f"/{wished.tag}/", 302)
        answer.headers["Vary"] = "Accept-Language"
        return answer  # type: ignore[return-value]  # werkzeug's Response is Flask's

    # One rule for all, so that no address is answered but by `Site.answer`: Werkzeug's own
    # redirects would repeat an unknown address, and follow "//host".
    @pages.get("/<path:path>", strict_slashes=False)
    def page(path: str) -> str | Response | tuple[str, int]:
        tag, slash, rest = path.partition("/")
        return site.answer(tag, rest if slash else None)

    return pages
