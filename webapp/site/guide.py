"""The explainer as one language's site: told words, pages by path, links, search index.

Built once a language and shared by all views.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import groupby

from markupsafe import Markup, escape

from webapp.explainer.model import Block, Explainer, Finding, Kind, PageText, Passage, Term
from webapp.explainer.records import Figure
from webapp.i18n.catalogs import Told, gettext
from webapp.i18n.formats import format_day
from webapp.i18n.languages import Language, by_tag
from webapp.site.contexts import Box, CitationLink, Handout, Meta
from webapp.site.sitemap import VOICE_PAGES, Page, address_of, every_page, path_of

LONGEST_TEXT = 500


@dataclass(frozen=True)
class Guide:
    """One language's site. `english` holds the keys of the units that stand in English."""

    told: Told
    origin: str
    handouts: Mapping[str, Handout] = field(default_factory=dict)

    @property
    def said(self) -> Explainer:
        """The explainer, told in this language."""
        return self.told.explainer

    @property
    def language(self) -> Language:
        """The language of this site."""
        return self.told.language

    @cached_property
    def pages(self) -> Mapping[str, Page]:
        """Path -> page, for every page."""
        return {each.path: each for each in every_page(self.said)}

    @cached_property
    def texts(self) -> Mapping[str, object]:
        """Slug -> page text."""
        return {each.slug: each for each in self.said.pages}

    def href(self, path: str) -> str:
        """Return the address of a path of this language."""
        return f"/{self.language.tag}/{path}"

    def path(self, slug: str) -> str:
        """Return the path of the page whose words have this slug."""
        return path_of(slug)

    def nav(self, slug: str) -> str:
        """Return a page's short name."""
        return next(each.nav for each in self.said.pages if each.slug == slug)

    def finding(self, slug: str) -> Finding:
        """Return a finding."""
        return next(each for each in self.said.findings if each.slug == slug)

    def block(self, text: PageText, anchor: str) -> Block:
        """Return one block of a page."""
        return next(each for each in text.blocks if each.anchor == anchor)

    @property
    def looked(self) -> date:
        """The last day on which a source was looked at."""
        seen = [each.seen for each in self.said.sources]
        return max(seen + [each.seen for each in self.said.facts])

    def together(self, blocks: Iterable[Block]) -> list[tuple[str, tuple[Passage, ...]]]:
        """Return the passages of several blocks by kind, for one line of sources a kind."""
        kinds: dict[str, list[Passage]] = {}
        for passage in (each for block in blocks for each in block.passages):
            kinds.setdefault(passage.kind.value, []).append(passage)
        return [(kind, tuple(held)) for kind, held in kinds.items()]

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
            height = {"finding": 420, "numbers": 620, "help": 420}[what]
            found.append(Box(title, href, self.origin + href, link, height))
        return found

    def short_text(self, meta: Meta) -> str:
        """Return a page as text of at most 500 characters, with numbers to call."""
        calls = ", ".join(f"{each.name} {each.number}" for each in self.said.contacts[:4])
        parts = [meta.title, meta.description, meta.canonical, calls]
        over = len("\n".join(parts)) - LONGEST_TEXT
        if over > 0:
            # Never the numbers: a long language costs words of the description.
            cut = meta.description[: -over - 1]
            parts[1] = (cut.rpartition(" ")[0] or cut) + "…"
        return "\n".join(parts)

    def kept(self) -> list[CitationLink]:
        """Return links to the pages that a kept copy holds, from A to Z."""
        links = [
            CitationLink(self.href(each.path), self.label_of(each))
            for each in self.pages.values()
            if each.in_guide and each.words != "saved"
        ]
        return sorted(links, key=lambda each: each.label.casefold())

    def label_of(self, page: Page) -> str:
        """Return the short name of a page."""
        if page.kind == "finding":
            return self.finding(page.about).short
        if page.kind == "area":
            return next(each.name for each in self.said.areas if each.id == page.about)
        return self.nav(page.words)

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
            label = gettext(
                "%(publisher)s, fact %(number)s",
                publisher=fact.sources[0].publisher,
                number=number,
            )
            return CitationLink(self.href(f"sources/facts/#{fact.id}"), label)
        source = next(each for each in self.said.sources if each.id == name)
        label = gettext("%(source)s, paragraph %(number)s", source=source.short, number=place)
        return CitationLink(self.href(f"sources/{name}/#p{place}"), label)

    def citations(self, passages: Iterable[Passage]) -> tuple[CitationLink, ...]:
        """Return the links of all citations of some passages, each once, in order."""
        cites = dict.fromkeys(cite for each in passages for cite in each.cites)
        return tuple(self.citation(each) for each in cites)

    def cited(self, cites: Iterable[str]) -> tuple[CitationLink, ...]:
        """Return the links of some citations."""
        return tuple(self.citation(each) for each in cites)

    def marks(self, figure: Figure) -> list[str]:
        """Return the mark of each one of a counted whole, in order."""
        return [part.mark for part in figure.parts for _ in range(part.count)]

    def spoken(self, figure: Figure) -> str:
        """Return what a figure's picture says, for those who hear it."""
        parts = ", ".join(f"{part.label}: {part.count}" for part in figure.parts)
        return f"{figure.caption}: {parts}."

    def own_name(self, tag: str) -> str:
        """Return a language's name in that language."""
        found = by_tag(tag)
        return found.own_name if found else tag

    def sum(self, passage: Passage) -> str:
        """Write a passage's sum with the signs and days that people know: "19 ÷ 70 × 100 = 27"."""
        signs = passage.sum.replace("/", "÷").replace("*", "×")
        return re.sub(r"\d{4}-\d\d-\d\d", lambda day: format_day(day[0], self.language), signs)

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
            links.setdefault(path, CitationLink(self.href(path), self.name_of(key)))
        return tuple(links.values())

    def name_of(self, key: str) -> str:
        """Return what the page (and the part) with this key is called."""
        place, _, anchor = key.partition("#")
        folder, _, name = place.partition("/")
        if folder == "findings":
            short = next(each.short for each in self.said.findings if each.slug == name)
            if anchor in VOICE_PAGES:
                return f"{self.nav(VOICE_PAGES[anchor])}: {short}"
            section = {
                "found": gettext("What inspectors found"),
                "said": gettext("What the inspector said"),
                "matters": gettext("Why it matters"),
                "change": gettext("What should change"),
            }.get(anchor, "")
            return f"{short}: {section}" if section else short
        if folder == "pages":
            text = next(each for each in self.said.pages if each.slug == name)
            heading = next((b.heading for b in text.blocks if b.anchor == anchor), "")
            nav = text.nav if "{" not in text.nav else text.nav.split("{")[0].strip()
            return f"{nav}: {heading}" if heading else nav
        if folder == "terms":
            return next(each.name for each in self.said.terms if each.id == name)
        if folder == "audiences":
            return next(each.nav for each in self.said.audiences if each.slug == name)
        if folder == "areas":
            return next(each.name for each in self.said.areas if each.id == name)
        if folder == "figures":
            caption = next(each.caption for each in self.said.figures if each.id == name)
            return f"{self.nav('overview')}: {caption}"
        entry = next(each for each in self.said.ledger if each.key == key)
        return f"{self.nav('next')}: {entry.page}"

    @cached_property
    def _numbers(self) -> re.Pattern[str]:
        numbers = {each.number for each in self.said.contacts}
        numbers |= {n.number for each in self.said.areas for n in each.numbers}
        either = "|".join(re.escape(each) for each in sorted(numbers, key=len, reverse=True))
        # "999 BSL" is a name: a Deaf reader's press on it must not make a voice call.
        return re.compile(rf"(?<![\d#])(?:{either})(?![\d]| [A-Z]{{2,}})")

    def dialled(self, text: str, dial: bool = True) -> Markup:
        """Escape a text; make its known telephone numbers links, kept left to right."""

        def number(found: re.Match[str]) -> str:
            shown = Markup('<bdi dir="ltr">{}</bdi>').format(found[0])
            if not dial:
                return str(shown)
            return str(
                Markup('<a class="tel" href="tel:{}">{}</a>').format(
                    found[0].replace(" ", ""), shown
                )
            )

        return Markup(self._numbers.sub(number, str(escape(text))))  # noqa: S704  # escaped above
