"""What templates are handed: one frozen context a view, and the small shapes inside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from webapp.explainer.model import Audience, Block, Finding, PageText, Term
from webapp.explainer.records import Area, Fact, Source
from webapp.i18n.languages import Language


@dataclass(frozen=True)
class Meta:
    """What the head of a page says. `canonical` is a full address, `path` follows the tag.

    `exits`: the way out floats in reach of the thumb; else it is a plain link. `live_forms`: the
    page has a form that htmx makes quicker."""

    language: Language
    path: str
    title: str
    heading: str
    description: str
    canonical: str
    alternates: tuple[tuple[str, str], ...]
    neutral: bool
    indexed: bool
    json_ld: str = ""
    exits: bool = True
    live_forms: bool = False


class Context(Protocol):
    """Whatever a template is handed: it has a head."""

    @property
    def meta(self) -> Meta:
        """Return what its head says."""


@dataclass(frozen=True)
class CitationLink:
    """One citation as readers see it: where it leads, what it is called, whether in English."""

    href: str
    label: str
    english: bool = False


@dataclass(frozen=True)
class Box:
    """A box for other sites: title, path, full address, where its plain link leads, height."""

    title: str
    href: str
    address: str
    link: str
    height: int


@dataclass(frozen=True)
class TextPage:
    """A page that is nothing but its blocks."""

    meta: Meta
    text: PageText
    terms: tuple[Term, ...]


@dataclass(frozen=True)
class FindingPage:
    """One finding, with its neighbours in reading order."""

    meta: Meta
    finding: Finding
    terms: tuple[Term, ...]
    before: Finding | None
    after: Finding | None


@dataclass(frozen=True)
class AreaPage:
    """Whom to call in one council area."""

    meta: Meta
    text: PageText
    area: Area
    terms: tuple[Term, ...]


@dataclass(frozen=True)
class NumberedParagraph:
    """A source's paragraph: `state` is "quoted", "explained", "furniture" or "open"."""

    number: int
    text: str
    state: str
    used_by: tuple[CitationLink, ...]


@dataclass(frozen=True)
class SourcePage:
    """One stored source, paragraph by paragraph."""

    meta: Meta
    text: PageText
    source: Source
    paragraphs: tuple[NumberedParagraph, ...]
    terms: tuple[Term, ...]


@dataclass(frozen=True)
class FactEntry:
    """A fact, its number on the page, and the passages that rest on it."""

    number: int
    fact: Fact
    used_by: tuple[CitationLink, ...]


@dataclass(frozen=True)
class FactsPage:
    """Every fact whose source may not be stored, by group."""

    meta: Meta
    text: PageText
    groups: tuple[tuple[str, tuple[FactEntry, ...]], ...]
    terms: tuple[Term, ...]


@dataclass(frozen=True)
class ProofPage:
    """The sources of every sentence of some pages, page by page."""

    meta: Meta
    text: PageText
    sections: tuple[object, ...]
    terms: tuple[Term, ...]


@dataclass(frozen=True)
class WordsPage:
    """The glossary."""

    meta: Meta
    text: PageText
    words: tuple[Term, ...]
    query: str
    terms: tuple[Term, ...] = ()


@dataclass(frozen=True)
class FindingsPage:
    """The list of findings, and what its filter was asked: `show` is all, good or better."""

    meta: Meta
    text: PageText
    findings: tuple[Finding, ...]
    show: str
    agency: str
    asked: bool
    terms: tuple[Term, ...]


@dataclass(frozen=True)
class SearchResult:
    """One hit: a heading that is a link, and the beginning of what stands there."""

    href: str
    title: str
    summary: str
    english: bool = False


@dataclass(frozen=True)
class SearchPage:
    """The search form and what it found. `asked` is False before anything was asked.

    `contacts` are the ids of those whom to call first, where words of need were typed.
    """

    meta: Meta
    text: PageText
    query: str
    asked: bool
    shortened: bool
    results: tuple[SearchResult, ...]
    terms: tuple[Term, ...]
    needy: bool = False
    contacts: tuple[str, ...] = ()


@dataclass(frozen=True)
class ErrorPage:
    """A calm page for a request that cannot be answered."""

    meta: Meta
    code: int


@dataclass(frozen=True)
class AudiencePage:
    """What one partner agency needs."""

    meta: Meta
    text: PageText
    audience: Audience
    terms: tuple[Term, ...]


@dataclass(frozen=True)
class BriefingPage:
    """A briefing, its full address, and that address as a QR code (or "")."""

    meta: Meta
    text: PageText
    briefing: object
    address: str
    code: str
    plain: str


@dataclass(frozen=True)
class BuilderPage:
    """The form of the briefing builder; `wrong` names the fields that were not understood."""

    meta: Meta
    text: PageText
    choice: object
    wrong: tuple[str, ...]


@dataclass(frozen=True)
class TogetherPage:
    """The simple version with a question to pause at; `questions` by finding."""

    meta: Meta
    text: PageText
    questions: Mapping[str, Block]
    terms: tuple[Term, ...]


@dataclass(frozen=True)
class HandoutPage:
    """One side of A4 for families, of one area or of all."""

    meta: Meta
    text: PageText
    area: Area | None
    front: str
    code: str


@dataclass(frozen=True)
class BilingualPage:
    """This language and English, line by line."""

    meta: Meta
    text: PageText
    lines: tuple[object, ...]


@dataclass(frozen=True)
class CardPage:
    """A card to show: what it says in English, and in the reader's own language."""

    meta: Meta
    text: PageText
    english: str
    own: str


@dataclass(frozen=True)
class EmbedPage:
    """A box for other sites: "finding", "numbers" or "help"."""

    meta: Meta
    what: str
    finding: Finding | None
    link: str
