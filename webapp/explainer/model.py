"""What can be said: the frozen shapes of one explained inspection.

Knows no file format, no web and no language: `words()` only marks which fields a translator
gets, and `key` marks a *unit*, the smallest part that is shown whole in one language.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from webapp.explainer.records import (
    Area,
    Contact,
    Fact,
    Figure,
    LedgerEntry,
    Link,
    Need,
    Source,
    Speaker,
)
from webapp.explainer.walk import words


class Kind(StrEnum):
    """The four kinds of passage (law 1)."""

    SAID = "said"
    REPORTED = "reported"
    WORKED_OUT = "worked_out"
    EXPLAINED = "explained"


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
class Site:
    """The product's own words that stand on every page, and what a kept copy of it weighs."""

    key: str
    name: str = words()
    strapline: str = words()
    closing: str = words()
    danger: str = words()
    number_warning: str = words()
    offline_kilobytes: int = field(kw_only=True)


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
    needs: tuple[Need, ...] = ()
