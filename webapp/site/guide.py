"""The explainer as one language's site: localized content, pages by path, links, search index.

Built once a language and shared by all views.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import groupby
from pathlib import Path

from markupsafe import Markup

from webapp.explainer.model import Block, Explainer, Finding, Kind, PageText, Passage, Term
from webapp.explainer.records import Figure
from webapp.i18n.catalogs import LocalizedContent, gettext
from webapp.i18n.direction import END, ISOLATE, isolate_address, isolate_bidi
from webapp.i18n.formats import format_day, join_list
from webapp.i18n.languages import SOURCE, Language, in_order
from webapp.i18n.review import Progress, progress
from webapp.site.assets import Handout
from webapp.site.contexts import Box, CitationLink, Meta, SearchResult
from webapp.site.fixed_text import FixedText
from webapp.site.naming import FACT, name_of, nav_of
from webapp.site.sitemap import Page, address_of, every_page, path_of

LONGEST_TEXT = 500
# Of a box that nobody measured yet: room below it is better than a number cut off.
UNMEASURED = 1200


@dataclass(frozen=True)
class Guide:
    """One language's site; `languages` are all that readers are offered.

    `source` is the explainer as it was written, in English. `box_heights`: path of a box -> its
    height in pixels in a frame of 320. `names` are the same in every language. `static_host`:
    nothing answers what a reader types or chooses, so forms are left out.
    """

    localized: LocalizedContent
    origin: str
    source: Explainer
    translations: Path
    handouts: Mapping[str, Handout] = field(default_factory=dict)
    languages: tuple[Language, ...] = (SOURCE,)
    box_heights: Mapping[str, int] = field(default_factory=dict)
    names: tuple[str, ...] = ()
    static_host: bool = False

    @property
    def said(self) -> Explainer:
        """The explainer in this language."""
        return self.localized.explainer

    @property
    def language(self) -> Language:
        """The language of this site."""
        return self.localized.language

    @cached_property
    def pages(self) -> Mapping[str, Page]:
        """Path -> page, for every page."""
        return {each.path: each for each in every_page(self.said)}

    def href(self, path: str) -> str:
        """Return the address of a path of this language."""
        return f"/{self.language.tag}/{path}"

    def path(self, slug: str) -> str:
        """Return the path of the page whose words have this slug."""
        return path_of(slug)

    def nav(self, slug: str) -> str:
        """Return a page's short name."""
        return nav_of(self.said, slug)

    def finding(self, slug: str) -> Finding:
        """Return a finding."""
        return next(each for each in self.said.findings if each.slug == slug)

    def block(self, text: PageText, anchor: str) -> Block:
        """Return one block of a page."""
        return next(each for each in text.blocks if each.anchor == anchor)

    def in_english(self, key: str) -> Block:
        """Return a page's block as it was written."""
        blocks = (block for text in self.source.pages for block in text.blocks)
        return next(each for each in blocks if each.key == key)

    @property
    def looked(self) -> date:
        """The last day on which a source was looked at."""
        seen = [each.seen for each in self.said.sources]
        return max(seen + [each.seen for each in self.said.facts])

    def handout(self, name: str) -> Handout | None:
        """Return the PDF of a page, where one was made."""
        return self.handouts.get(f"{self.language.tag}-{name}.pdf")

    def boxes(self) -> list[Box]:
        """Return the boxes for other sites."""
        found = []
        for page in self.pages.values():
            if page.kind != "embed" or not page.about:
                continue
            what, _, slug = page.about.partition("/")
            title = self.finding(slug).title if slug else gettext("Who to call and how")
            if what == "numbers":
                title = self.said.figures[0].caption
            path = {"finding": f"findings/{slug}/", "numbers": "", "help": "help/"}[what]
            href, link = self.href(page.path), self.origin + self.href(path)
            height = self.box_heights.get(page.path, UNMEASURED)
            found.append(Box(title, href, self.origin + href, link, height))
        return found

    def short_text(self, meta: Meta) -> str:
        """Return a page as text of at most 500 characters, with numbers to call."""
        first = self.said.contacts[:4]
        calls = join_list((f"{each.name} {self.isolate(each.number)}" for each in first),
                          self.language)  # fmt: skip
        address = isolate_address(meta.canonical, self.language)
        parts = [meta.title, meta.description, address, calls]
        over = len("\n".join(parts)) - LONGEST_TEXT
        if over > 0:
            # Never the numbers: a long language costs words of the description.
            cut = meta.description[: -over - 1]
            cut = cut.rpartition(" ")[0] or cut
            if cut.count(ISOLATE) > cut.count(END):
                cut = cut[: cut.rindex(ISOLATE)]
            parts[1] = cut.rstrip(" 0123456789") + "…"  # half a number would be a wrong one
        return "\n".join(parts)

    def isolate(self, text: str) -> str:
        """Keep names and numbers of a text in their own direction on this language's pages."""
        return isolate_bidi(text, self.language)

    def precached(self) -> list[CitationLink]:
        """Return links to the pages that a kept copy holds, from A to Z."""
        links = [
            CitationLink(self.href(each.path), self.label_of(each))
            for each in self.pages.values()
            if each.precached and each.words != "saved"
        ]
        return sorted(links, key=lambda each: in_order(self.language, each.label))

    def label_of(self, page: Page) -> str:
        """Return the short name of a page."""
        if page.kind == "finding":
            return self.finding(page.about).short
        if page.kind == "area":
            return next(each.name for each in self.said.areas if each.id == page.about)
        return self.nav(page.words)

    def result(self, place: str) -> SearchResult:
        """Return a page ("help"), or a block of one ("help#deaf"), as a result of a search."""
        slug, _, anchor = place.partition("#")
        text = next(each for each in self.said.pages if each.slug == slug)
        href = self.href(self.path(slug))
        if not anchor:
            english = text.key in self.localized.english
            return SearchResult(href, text.title, text.description, english)
        block = self.block(text, anchor)
        summary = block.passages[0].text if block.passages else text.description
        english = block.key in self.localized.english
        return SearchResult(f"{href}#{anchor}", block.heading or text.title, summary, english)

    def terms(self, ids: Iterable[str]) -> tuple[Term, ...]:
        """Return the terms with these ids, in glossary order."""
        wanted = set(ids)
        return tuple(each for each in self.said.terms if each.id in wanted)

    def citation(self, cite: str) -> CitationLink:
        """Return the link of one citation: to the paragraph, or to the fact and whose it is."""
        name, _, place = cite.partition("#")
        if name == "facts":
            number, fact = next(
                (at, each) for at, each in enumerate(self.said.facts, 1) if each.id == place
            )
            values = {"publisher": fact.sources[0].publisher, "number": number}
            english = fact.sources[0].key in self.localized.english
            label = FACT % values if english else gettext(FACT, **values)
            return CitationLink(self.href(f"sources/facts/#{fact.id}"), label, english)
        source = next(each for each in self.said.sources if each.id == name)
        label = gettext("%(source)s, paragraph %(number)s", source=source.short, number=place)
        return CitationLink(self.href(f"sources/{name}/#p{place}"), label)

    def citations(self, passages: Iterable[Passage]) -> tuple[CitationLink, ...]:
        """Return the links of all citations of some passages, each once, in order."""
        cites = dict.fromkeys(cite for each in passages for cite in each.cites)
        return tuple(self.citation(each) for each in cites)

    def marks(self, figure: Figure) -> list[str]:
        """Return the mark of each one of a counted whole, in order."""
        return [part.mark for part in figure.parts for _ in range(part.count)]

    def spoken(self, figure: Figure) -> str:
        """Return what a figure's picture says, for those who hear it."""
        language = SOURCE if figure.key in self.localized.english else self.language
        parts = join_list((f"{part.label}: {part.count}" for part in figure.parts), language)
        return isolate_bidi(f"{figure.caption}: {parts}{language.stops[0]}", language)

    @property
    def progress(self) -> Progress:
        """How far this language is."""
        return progress(self.language, self.translations)

    def lists(self, page: Page, language: Language | None = None) -> bool:
        """Say whether search engines may list a page in a language, or in this one.

        A language may be listed when it is English, or approved, or set so.
        """
        language = language or self.language
        state = progress(language, self.translations).state
        return page.indexed and (state in ("standard", "approved") or language.index_drafts)

    def alternates(self, page: Page) -> tuple[tuple[str, str], ...]:
        """Return (hreflang, address) of each form of a page that search engines may list.

        They name each other and themselves; a page that may not be listed names none. `/` chooses
        a language, hence is the x-default.
        """
        if not self.lists(page):
            return ()
        listed = (each for each in self.languages if self.lists(page, each))
        named = tuple((each.tag, f"{self.origin}/{each.tag}/{page.path}") for each in listed)
        return (*named, ("x-default", f"{self.origin}/"))

    def progresses(self) -> list[tuple[Language, Progress]]:
        """Return how far each language is."""
        return [(each, progress(each, self.translations)) for each in self.languages]

    def sum(self, passage: Passage) -> str:
        """Write a passage's sum with the signs and days that people know: "19 ÷ 70 × 100 = 27"."""
        if found := re.fullmatch(r"day (\d+) from (\S+) = (\S+)", passage.sum):
            first, last = (format_day(each, self.language) for each in found.groups()[1:])
            return gettext(
                "day %(count)s from %(first)s = %(last)s", count=found[1], first=first, last=last
            )
        return passage.sum.replace("/", "÷").replace("*", "×")

    def seen(self, passages: Iterable[Passage]) -> str:
        """Return the day on which the cited B and C facts were seen, or "" where none is cited."""
        cited = {
            cite.partition("#")[2]
            for each in passages
            for cite in each.cites
            if cite.startswith("facts#")
        }
        days = [f.seen for f in self.said.facts if f.id in cited and f.strength in ("B", "C")]
        return format_day(max(days), self.language) if days else ""

    def speaker(self, id: str) -> object:
        """Return who is quoted."""
        return next(each for each in self.said.speakers if each.id == id)

    def contact(self, id: str) -> object:
        """Return a national contact."""
        return next(each for each in self.said.contacts if each.id == id)

    def runs(self, block: Block) -> list[tuple[str, tuple[Passage, ...]]]:
        """Return a block's passages in runs of one kind; each quotation is a run of its own."""
        found: list[tuple[str, tuple[Passage, ...]]] = []
        for kind, run in groupby(block.passages, key=lambda each: each.kind):
            if kind in (Kind.SAID, Kind.WORKED_OUT):
                found += [(kind.value, (each,)) for each in run]
            else:
                found.append((kind.value, tuple(run)))
        return found

    def back_links(self, keys: Iterable[str]) -> tuple[CitationLink, ...]:
        """Return links to the units with these keys, each once, in order."""
        links: dict[str, CitationLink] = {}
        for key in keys:
            path = address_of(key)
            english = key in self.localized.english
            name = name_of(key, self.source if english else self.said, own=not english)
            links.setdefault(path, CitationLink(self.href(path), name, english))
        return tuple(links.values())

    @cached_property
    def _fixed(self) -> FixedText:
        numbers = [each.number for each in self.said.contacts]
        numbers += [number.number for each in self.said.areas for number in each.numbers]
        typed = [each.number for each in self.said.contacts if not each.dial]
        return FixedText(numbers, self.names, self.language, typed)

    def dialled(self, text: str, dial: bool = True) -> Markup:
        """Escape a text; make its known telephone numbers links, kept left to right."""
        return self._fixed.mark(text, dial)
