"""What can be said: the frozen shapes of one explained inspection.

Knows no file format, no web and no language: `words()` only marks which fields a translator
gets, and `key` marks a *unit*, the smallest part that is shown whole in one language.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date
from enum import StrEnum
from typing import Any


def words(default: str | None = None) -> Any:
    """Mark a `str` field as words for readers: extracted, translated, checked as plain language."""
    if default is None:
        return field(metadata={"words": True})
    return field(default=default, metadata={"words": True})


class Kind(StrEnum):
    """The four kinds of passage (law 1)."""

    SAID = "said"
    REPORTED = "reported"
    WORKED_OUT = "worked_out"
    EXPLAINED = "explained"


class Strength(StrEnum):
    """How near to the inspectorate a fact's source stands."""

    A = "A"  # the inspectorate's, Parliament's or a regulator's own words
    B = "B"  # a newspaper or public body reporting them
    C = "C"  # an organisation's page about itself, of unknown age


@dataclass(frozen=True)
class Link:
    """A link to a page that is not ours."""

    url: str
    text: str = words()


@dataclass(frozen=True)
class Passage:
    """One statement to readers, of one kind, with what it rests on.

    `id` is the fact's id when other voices repeat it (law 8); they carry it in `same_as`.
    `quote` holds a *said* passage as published; `text` is then the msgid of its translation.
    `sum` holds a *worked out* passage's sum, such as "19 / 70 * 100 = 27". `about` is the finding
    that a sentence for partner agencies is tied to.
    """

    kind: Kind
    text: str = words()
    cites: tuple[str, ...] = ()
    id: str = ""
    same_as: str = ""
    hedge: str = ""
    grades: tuple[str, ...] = ()
    quote: str = ""
    by: str = ""
    sum: str = ""
    picture: str = ""
    about: str = ""


@dataclass(frozen=True)
class Block:
    """Passages under one heading: the unit that is never half translated (law 3).

    `style` is "text", "bullets" or "steps". `show` names a component that stands after the
    passages ("numbers", "ledger", ...), `contacts` the contacts it lists. Where `dial` is False
    telephone numbers in the text are no links: a press must not call where the text says "text".
    """

    key: str
    anchor: str = ""
    heading: str = words("")
    style: str = "text"
    passages: tuple[Passage, ...] = ()
    links: tuple[Link, ...] = ()
    contacts: tuple[str, ...] = ()
    show: str = ""
    picture: str = ""
    dial: bool = True


@dataclass(frozen=True)
class Source:
    """A stored source, as published. `published` is an ISO day or month."""

    key: str
    id: str
    title: str
    publisher: str
    url: str
    sha256: str
    seen: date
    published: str
    licence: str
    licence_url: str
    attribution: str
    short: str = words("")
    paragraphs: tuple[str, ...] = ()
    furniture: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Citation:
    """Where a fact was seen: publisher, address, and the day it was published where known."""

    publisher: str
    url: str
    published: str = ""


@dataclass(frozen=True)
class Fact:
    """A fact from a source that is not stored: the statement is ours, the fact is theirs."""

    key: str
    id: str
    group: str
    strength: Strength
    seen: date
    statement: str = words()
    sources: tuple[Citation, ...] = ()
    note: str = words("")


@dataclass(frozen=True)
class Speaker:
    """Somebody quoted."""

    key: str
    id: str
    name: str
    role: str = words()


@dataclass(frozen=True)
class Finding:
    """One finding in every voice. `strength` is False for an area for improvement."""

    key: str
    slug: str
    strength: bool
    order: int
    picture: str
    terms: tuple[str, ...]
    cites: tuple[str, ...]
    short: str = words()
    title: str = words()
    description: str = words()
    found: Block = field(kw_only=True)
    said: Block = field(kw_only=True)
    matters: Block = field(kw_only=True)
    change: Block = field(kw_only=True)
    simple: Block = field(kw_only=True)
    young: Block = field(kw_only=True)


@dataclass(frozen=True)
class PageText:
    """The words of one page. A `neutral` page's title names neither abuse nor police."""

    key: str
    slug: str
    template: str
    neutral: bool
    in_guide: bool
    indexed: bool
    voice: str
    terms: tuple[str, ...]
    title: str = words()
    nav: str = words()
    description: str = words()
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True)
class Audience:
    """One partner agency: the findings that touch it, and questions for its next meeting."""

    key: str
    slug: str
    order: int
    picture: str
    terms: tuple[str, ...]
    title: str = words()
    nav: str = words()
    description: str = words()
    touches: Block = field(kw_only=True)
    questions: Block = field(kw_only=True)
    unknown: Block = field(kw_only=True)


@dataclass(frozen=True)
class Term:
    """A hard word. `forms` are the English forms that the plain-language check looks for."""

    key: str
    id: str
    forms: tuple[str, ...]
    name: str = words()
    definition: tuple[Passage, ...] = ()
    links: tuple[Link, ...] = ()


@dataclass(frozen=True)
class Contact:
    """Somebody to call in the whole country. Numbers are text, as dialled with spaces."""

    key: str
    id: str
    number: str
    url: str
    seen: date
    name: str = words()
    purpose: str = words()


@dataclass(frozen=True)
class AreaNumber:
    """A council's number as its page stated it. `hours` is "any", "office" or "out-of-hours"."""

    number: str
    hours: str
    seen: date
    url: str
    service: str = words("")


@dataclass(frozen=True)
class Area:
    """One council area for children's services, official page first."""

    key: str
    id: str
    name: str
    pages: tuple[Link, ...]
    numbers: tuple[AreaNumber, ...] = ()
    note: str = words("")


@dataclass(frozen=True)
class FigurePart:
    """One part of a counted whole; `mark` is the picture's mark: "full", "half" or "empty"."""

    count: int
    mark: str
    label: str = words()
    grade: str = ""


@dataclass(frozen=True)
class Figure:
    """A counted whole and its parts, which add up to `total`."""

    key: str
    id: str
    total: int
    cites: tuple[str, ...]
    caption: str = words()
    unit: str = words()
    parts: tuple[FigurePart, ...] = ()


@dataclass(frozen=True)
class LedgerEntry:
    """One look for news: where, on which day, what was there."""

    key: str
    seen: date
    url: str
    page: str = words()
    result: str = words()
    cites: tuple[str, ...] = ()


@dataclass(frozen=True)
class Site:
    """The product's own words that stand on every page."""

    key: str
    name: str = words()
    strapline: str = words()
    closing: str = words()
    danger: str = words()
    number_warning: str = words()


@dataclass(frozen=True)
class Inspection:
    """The inspection that is explained. `names` may stand in any passage, cited or not."""

    id: str
    force: str
    inspectorate: str
    inspectorate_in_full: str
    report_title: str
    report_url: str
    report_published: date
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Explainer:
    """One inspection, explained."""

    inspection: Inspection
    site: Site
    sources: tuple[Source, ...]
    facts: tuple[Fact, ...]
    speakers: tuple[Speaker, ...]
    findings: tuple[Finding, ...]
    pages: tuple[PageText, ...]
    audiences: tuple[Audience, ...]
    terms: tuple[Term, ...]
    contacts: tuple[Contact, ...]
    areas: tuple[Area, ...]
    figures: tuple[Figure, ...]
    ledger: tuple[LedgerEntry, ...]
    hedges: dict[str, dict[str, tuple[str, ...]]]
    grades: dict[str, dict[str, tuple[str, ...]]]
    everyday: frozenset[str]


@dataclass(frozen=True)
class Fault:
    """What is wrong with a content folder, where, and what to do about it."""

    file: str
    place: str
    remedy: str

    def __str__(self) -> str:
        return ": ".join(part for part in (self.file, self.place, self.remedy) if part)


class ContentError(Exception):
    """A content folder that must not be shown. Holds every fault, not only the first."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        self.faults = faults
        super().__init__("\n".join(map(str, faults)))


def units(part: object) -> Iterator[Any]:
    """Yield every unit (a dataclass with a `key`) in `part`, outer before inner, in order."""
    if isinstance(part, tuple):
        for each in part:
            yield from units(each)
    elif is_dataclass(part):
        if hasattr(part, "key"):
            yield part
        for each in fields(part):
            yield from units(getattr(part, each.name))


def messages(unit: object) -> Iterator[tuple[str, object]]:
    """Yield (words, the dataclass that holds them) of one unit, without the units inside it."""
    for each in fields(unit):  # type: ignore[arg-type]  # callers pass dataclasses only
        value = getattr(unit, each.name)
        if each.metadata.get("words"):
            if value:
                yield value, unit
            continue
        for part in value if isinstance(value, tuple) else (value,):
            if is_dataclass(part) and not hasattr(part, "key"):
                yield from messages(part)
