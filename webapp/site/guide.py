"""The site in one language: its words, its pages and their addresses."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import groupby
from typing import Any, TypeVar

from markupsafe import Markup

from webapp.explainer.model import Block, Explainer, Finding, PageText, Passage, iter_units
from webapp.explainer.records import Citation, Fact, Figure, Source
from webapp.explainer.schema import UnitKey
from webapp.i18n.catalogs import LocalizedContent, Progress, gettext
from webapp.i18n.languages import (
    PLACEHOLDER,
    SOURCE,
    FixedText,
    Language,
    NamesFile,
    in_order,
    isolate_bidi,
    join_list,
)
from webapp.settings import Settings
from webapp.site.sitemap import LIVE_FORMS, SHARED, SHEET, Page, address_of, every_page

# Kind of page -> the folder of content that holds what it is about.
ABOUT = {
    "finding": "findings",
    "area": "areas",
    "handout": "areas",
    "source": "sources",
    "audience": "audiences",
}
# What records are called where there is little room: each has one of these.
SHORT_NAMES = ("short", "nav", "name", "caption", "page")

T = TypeVar("T")


def one(records: Iterable[T], **named: str) -> T:
    """Return the record that has a name: `one(guide.content.areas, id="leeds")`."""
    ((field, value),) = named.items()
    return next(record for record in records if getattr(record, field) == value)


def title_of(finding: Finding) -> Block:
    """Return a finding in one sentence, with what it rests on."""
    return Block(key=finding.key, passages=(Passage(finding.title, finding.cites),))


def short_name(record: Any) -> str:
    """Return what a record is called where there is little room."""
    return str(next(getattr(record, name) for name in SHORT_NAMES if hasattr(record, name)))


@dataclass(frozen=True)
class PageLink:
    """A link to a page or a part of one: its address, its name, whether that is in English."""

    href: str
    label: str
    english: bool = False


@dataclass(frozen=True, eq=False, kw_only=True)
class Guide(LocalizedContent):
    """The site in one language.

    `source` is the explainer as it was written, in English; `progresses` has all that readers are
    offered.
    """

    source: Explainer
    settings: Settings
    progresses: Mapping[Language, Progress]
    names: NamesFile

    @cached_property
    def english(self) -> Guide:
        """The same site in English, for what stands beside another language."""
        return replace(self, **vars(LocalizedContent(self.source, SOURCE)))

    def language_of(self, key: str) -> Language:
        """Return the language in which a unit stands here."""
        return SOURCE if key in self.untranslated else self.language

    @cached_property
    def pages(self) -> Mapping[str, Page]:
        """Path -> page, for every page."""
        return {page.path: page for page in every_page(self.content)}

    @cached_property
    def files(self) -> Mapping[str, Page]:
        """Name of the files of a page that is given out -> that page. English has no other side."""
        sheets = self.language != SOURCE
        given = (page for page in self.pages.values() if page.words != SHEET or sheets)
        return {page.file: page for page in given if page.file}

    def address(self, path: str) -> str:
        """Return the address of a path of this language, as the app is asked for it."""
        return f"/{self.language.tag}/{path}"

    def href(self, path: str) -> str:
        """Return the same as links name it, also where the site is served below a folder."""
        return self.settings.base_path + self.address(path)

    def url(self, path: str) -> str:
        """Return the full address of a path of this language."""
        return f"{self.settings.origin}{self.address(path)}"

    def word(self, name: str) -> str:
        """Return the address of a Word file."""
        return f"/word/{self.language.tag}/{name}.docx"

    def text(self, slug: str) -> PageText:
        """Return the words with this slug; placeholders in them stand as written."""
        return one(self.content.pages, slug=slug)

    def block(self, slug: str, anchor: str) -> Block:
        """Return a block of the words with this slug."""
        return one(self.text(slug).blocks, anchor=anchor)

    @cached_property
    def blocks(self) -> Mapping[str, list[Block]]:
        """Path of a page -> its own blocks that say something; a finding's title is one, too."""
        found = defaultdict[str, list[Block]](list)
        content = self.content
        for unit in iter_units((content.pages, content.findings, content.audiences)):
            block = title_of(unit) if isinstance(unit, Finding) else unit
            is_shared = unit.key.folder == "pages" and unit.key.name in SHARED
            if isinstance(block, Block) and block.passages and not is_shared:
                found[address_of(unit.key).partition("#")[0]].append(block)
        return found

    def record(self, key: UnitKey) -> Any:
        """Return the finding, page, term or other record that has a key, or holds its block."""
        return one(getattr(self.content, key.folder), key=key.page)

    def about(self, page: Page) -> Any:
        """Return the record that a page is about; None where it is about none, or all."""
        if page.kind not in ABOUT or not page.about:
            return None
        return self.record(UnitKey(f"{ABOUT[page.kind]}/{page.about}"))

    def page_text(self, page: Page, name: str = "") -> PageText:
        """Return the words of a page, with title and description of what it is about.

        Where that has none, a placeholder in them, as "{area}", is filled by its name or by `name`.
        """
        text, about = self.text(page.words), self.about(page)
        if page.kind in ("finding", "audience"):
            return replace(text, title=about.title, description=about.description)
        if page.kind == "embed":
            title, _ = self.box(page)
            return replace(text, title=title, description=title)
        if page.words == SHEET:
            name = self.page_text(self.pages[page.path.removesuffix("both/")]).title
        elif about:
            name = short_name(about)
        own = self.isolate(name)
        title, description = (
            self.isolate(PLACEHOLDER.sub(lambda _: own, words))
            for words in (text.title, text.description)
        )
        return replace(text, title=title, description=description)

    def cited(self, cite: Citation) -> Source | Fact:
        """Return the source or the fact that is cited."""
        if cite.fact:
            return one(self.content.facts, id=cite.fact)
        return one(self.content.sources, id=cite.source)

    def subject(self, page: Page) -> Any:
        """Return the record that a page is about, else its words."""
        return self.about(page) or self.text(page.words)

    def precached(self) -> list[PageLink]:
        """Return links to the pages of the offline copy, from A to Z."""
        links = [
            PageLink(self.href(page.path), short_name(self.subject(page)))
            for page in self.pages.values()
            if page.precached and page.words != "saved"
        ]
        return sorted(links, key=lambda link: in_order(self.language, link.label))

    def box(self, page: Page) -> tuple[str, str]:
        """Return the title of a box for other sites, and the path to which its plain link leads.

        `page.about` is help, numbers, glance or finding/<slug>.
        """
        what, _, slug = page.about.partition("/")
        if what == "finding":
            return one(self.content.findings, slug=slug).title, f"findings/{slug}/"
        if what == "numbers":
            return self.content.figures[0].caption, "#numbers"
        if what == "glance":
            return self.block("partners", "glance").heading, "findings/"
        return gettext("Who to call and how"), "help/"

    @property
    def last_looked(self) -> date:
        """The last day on which a source was looked at."""
        seen = [source.seen for source in self.source.sources]
        return max(seen + [fact.seen for fact in self.source.facts])

    def runs(self, block: Block) -> list[list[Passage]]:
        """Return a block's passages in runs: each quotation by itself, all between two in one."""
        runs = groupby(block.passages, lambda passage: passage if passage.quote else None)
        return [list(run) for _, run in runs]

    def figure_text(self, figure: Figure) -> str:
        """Return what a figure's picture says, for those who hear it."""
        language = self.language_of(figure.key)
        parts = join_list((f"{part.label}: {part.count}" for part in figure.parts), language)
        return isolate_bidi(f"{figure.caption}: {parts}{language.stops[0]}", language)

    def isolate(self, text: str) -> str:
        """Keep names and numbers of a text in their own direction on this language's pages."""
        return isolate_bidi(text, self.language)

    @cached_property
    def _fixed(self) -> FixedText:
        typed = [contact.number for contact in self.content.contacts if not contact.dial]
        # Words without a capital are for translators alone, but for addresses.
        common = (name for name in self.names.protected if name[0].isupper() or "." in name)
        names = *common, *self.content.inspection.protected
        return FixedText(self.content.phones, names, self.names.said, self.language, typed)

    def dialled(self, text: str, dial: bool = True) -> Markup:
        """Escape a text; make its known telephone numbers links, kept left to right."""
        return self._fixed.mark(text, dial)

    def is_indexed(self, page: Page, language: Language | None = None) -> bool:
        """Say whether search engines may list a page in a language, or in this one.

        A language may be listed when it is English, or approved, or set so.
        """
        language = language or self.language
        state = self.progresses[language].state
        return page.indexed and (state in ("standard", "approved") or language.index_drafts)

    def alternates(self, page: Page) -> dict[str, str]:
        """Return hreflang -> address of each form of a page that search engines may list.

        They name each other and themselves; a page that may not be listed names none. `/` chooses
        a language, hence is the x-default.
        """
        if not self.is_indexed(page):
            return {}
        origin = self.settings.origin
        listed = (known.tag for known in self.progresses if self.is_indexed(page, known))
        return {tag: f"{origin}/{tag}/{page.path}" for tag in listed} | {"x-default": f"{origin}/"}

    def has_live_form(self, page: Page) -> bool:
        """Say whether a page has a form that answers; a static host has none."""
        return page.kind in LIVE_FORMS and not self.settings.static_host

    @property
    def english_paths(self) -> list[str]:
        """Where parts stand in English, as paths with anchors."""
        return list(dict.fromkeys(address_of(UnitKey(key)) for key in self.untranslated))
