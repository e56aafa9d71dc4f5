"""Records that passages rest on or show: sources, facts, contacts, figures, looks for news."""
# No `from __future__ import annotations`: the loader reads the types themselves.

import re
from dataclasses import dataclass
from typing import Annotated, ClassVar

from webapp.explainer.schema import (
    Address,
    Day,
    DayOrMonth,
    Domain,
    Flag,
    Keyed,
    KeyForm,
    Names,
    Numbers,
    Phone,
    Phrases,
    Plain,
    Rule,
    Slug,
    Text,
    UnitKey,
    Whole,
    Words,
    choice,
    names,
)

HOURS = ("always", "not-seen", "office", "out-of-hours")
# The tables of facts, in the order in which they are shown; others follow.
GROUPS = ("inspection", "headings", "response", "after", "later", "words", "help", "licence")
Replaces = Annotated[Flag, "true: it stands for the common one of this id"]


class Citation(str):
    """A citation: paragraph 9 of a stored source, "news-release#9", or a fact, "facts#cases-70"."""

    __slots__ = ()

    @property
    def source(self) -> str:
        """The id of the stored source; "" where a fact is cited."""
        name = self.partition("#")[0]
        return "" if name == "facts" else name

    @property
    def fact(self) -> str:
        """The id of the fact; "" where a stored source is cited."""
        return "" if self.source else self.partition("#")[2]

    @property
    def paragraph(self) -> int:
        """The number of the paragraph, from 1; 0 where the citation names none."""
        number = self.partition("#")[2]
        return int(number) if self.source and re.fullmatch("[1-9][0-9]{0,4}", number) else 0


# Paragraphs and facts, each named once.
Citations = Annotated[
    tuple[Citation, ...],
    Rule("list of citations", lambda value: tuple(map(Citation, names(value))), ()),
]


@dataclass(frozen=True)
class Link:
    """A link to a page that is not ours."""

    url: Annotated[Address, "where it leads"]
    text: Annotated[Words, "what it says"]


@dataclass(frozen=True, kw_only=True)
class Source(Keyed, folder="sources"):
    """A stored source, as published. It has `strength` and `sources` as a `Fact` has."""

    strength: ClassVar = "A"
    id: Annotated[Slug, "its name in citations and addresses"]
    file: Annotated[Text, "the file in sources/ that holds it as published"]
    title: Annotated[Text, "its title"]
    publisher: Annotated[Text, "who published it"]
    url: Annotated[Address, "where it was published"]
    sha256: Annotated[
        Text, KeyForm(needed=True), "the sum of the file; leave it empty, and the check prints it"
    ] = ""
    seen: Annotated[Day, "the day on which it was stored"]
    published: Annotated[DayOrMonth, "the day or month of publication"]
    licence: Annotated[Text, "the licence under which it may be stored"]
    licence_url: Annotated[Address, "where the licence is"]
    attribution: Annotated[Plain, "what the licence asks to be said"]
    short: Annotated[Words, "its name in source lines"]
    paragraphs: tuple[str, ...] = ()
    furniture: Annotated[Numbers, "paragraphs that carry no statement"] = frozenset()

    @property
    def sources(self) -> "tuple[Source, ...]":
        """Where it was seen: itself."""
        return (self,)


@dataclass(frozen=True, kw_only=True)
class FactSource:
    """Where a fact was seen; its publisher is named wherever the fact is cited."""

    key: UnitKey = UnitKey()
    url: Annotated[Address, "the page on which it stands"]
    publisher: Annotated[Words, "whose page it is"]
    title: Annotated[Text, "its title as published, where seen"] = ""
    published: Annotated[DayOrMonth, "the day or month of publication, where known"] = ""


@dataclass(frozen=True, kw_only=True)
class Fact(Keyed, folder="facts"):
    """A fact from a source that is not stored: the statement is ours, the fact is theirs."""

    id: Annotated[Slug, "its name in citations"]
    replaces: Replaces = False
    group: Annotated[Slug, "the table in which it is shown"]
    strength: Annotated[
        str,
        choice("A", "B", "C"),
        "A: official words; B: others report them; C: an organisation's own page",
    ]
    seen: Annotated[Day, "the day on which it was last looked at"]
    statement: Annotated[Words, "the fact, in our words"]
    sources: Annotated[tuple[FactSource, ...], KeyForm(least=1), "where it was seen"]
    note: Annotated[Words, "what readers must know of it"] = ""


@dataclass(frozen=True, kw_only=True)
class Speaker(Keyed, folder="speakers"):
    """Somebody quoted."""

    id: Annotated[Slug, "the name that `by` gives"]
    name: Annotated[Text, "who it is"]
    role: Annotated[Words, "what they are"]


@dataclass(frozen=True, kw_only=True)
class Contact(Keyed, folder="contacts"):
    """Somebody to call in the whole country. Numbers are text, as dialled with spaces."""

    id: Annotated[Slug, "the name that blocks give in `contacts`"]
    replaces: Replaces = False
    number: Annotated[Phone, "the number: digits and single spaces"]
    url: Annotated[Address, "its official page"] = ""
    seen: Annotated[Day, "the day on which the number was looked at"]
    name: Annotated[Words, "who answers"]
    purpose: Annotated[Words, "when to call"]
    dial: Annotated[Flag, "false: for a textphone or an app; a press must never call it"] = True


@dataclass(frozen=True, kw_only=True)
class AreaNumber:
    """A council's number as its page stated it."""

    number: Annotated[Phone, "the number: digits and single spaces"]
    hours: Annotated[str, choice(*HOURS), "when it is answered; not-seen: its page did not say"]
    seen: Annotated[Day, "the day on which it was looked at"]
    url: Annotated[Address, "the page that states it"]
    service: Annotated[Words, "who answers"] = ""


@dataclass(frozen=True, kw_only=True)
class Area(Keyed, folder="areas"):
    """One council area for children's services, official page first."""

    id: Annotated[Slug, "its address below help/"]
    name: Annotated[Text, "its name"]
    pages: Annotated[tuple[Link, ...], KeyForm("page", 1), "its pages, official one first"]
    numbers: Annotated[tuple[AreaNumber, ...], KeyForm("number"), "its numbers"] = ()
    note: Annotated[Words, "what readers must know of it"] = ""
    known_as: Annotated[Names, "its towns, and its names in other scripts, for the search"] = ()


@dataclass(frozen=True, kw_only=True)
class FigurePart:
    """One part of a counted whole."""

    count: Annotated[Whole, "how many"]
    mark: Annotated[str, choice("full", "half", "empty"), "the mark in the picture"]
    label: Annotated[Words, "what they are"]
    grade: Annotated[Text, "the grade of wordings.toml that they got"] = ""


@dataclass(frozen=True, kw_only=True)
class Figure(Keyed, folder="figures"):
    """A counted whole and its parts, which add up to `total`."""

    id: Annotated[Slug, "its anchor"]
    total: Annotated[Whole, "how many together"]
    cites: Annotated[Citations, "the facts that hold the counts"]
    caption: Annotated[Words, "what was counted, as a heading"]
    unit: Annotated[Words, "what was counted, in one word"]
    parts: Annotated[tuple[FigurePart, ...], KeyForm("part", 2), "its parts"]


@dataclass(frozen=True, kw_only=True)
class LedgerEntry:
    """One look for news: where, on which day, what was there."""

    key: UnitKey = UnitKey()
    seen: Annotated[Day, "the day"]
    url: Annotated[Address, "the page that was looked at"]
    page: Annotated[Words, "what that page is"]
    result: Annotated[Words, "what it said"]
    cites: Annotated[Citations, "what the result rests on"] = ()


@dataclass(frozen=True, kw_only=True)
class Need(Keyed, folder="needs"):
    """What readers in need type, and where help for it stands.

    A phrase is found in any order of its words; "hurt*" is any word that begins so.
    """

    id: Annotated[Slug, "its name in each language's needs.toml"]
    replaces: Replaces = False
    places: Annotated[Names, "pages (help) or blocks (help#deaf), the fittest first"]
    contacts: Annotated[Names, "contacts that are shown as cards, the fittest first"] = ()
    priority: Annotated[Whole, "the higher, the further up its contacts stand"] = 0
    staff: Annotated[Flag, "true: staff type it at work; places may be agencies/schools"] = False
    phrases: Annotated[Phrases, "what readers type, in English"]


@dataclass(frozen=True, kw_only=True)
class Site:
    """The product's own words that stand on every page."""

    key: UnitKey = UnitKey("site")
    name: Annotated[Words, "the name of the guide"]
    strapline: Annotated[Words, "the line under the name"]
    closing: Annotated[Words, "the last line of each page about findings"]
    danger: Annotated[Words, "whom to call in danger, on every page"]
    number_warning: Annotated[Words, "beside each number that may not be answered"]


@dataclass(frozen=True, kw_only=True)
class Inspection:
    """The inspection that is explained."""

    id: Annotated[Domain, "its name in addresses of data"]
    force: Annotated[Plain, "the force that was inspected"]
    inspectorate: Annotated[Plain, "who inspected, in short"]
    inspectorate_in_full: Annotated[Plain, "who inspected, in full"]
    report_title: Annotated[Plain, "the title of the report"]
    report_url: Annotated[Address, "where the report is"]
    report_published: Annotated[Day, "the day on which it was published"]
    names: Annotated[Names, "names that any passage may hold, cited or not"] = ()
    protected: Annotated[Names, "names that every language writes as English does"] = ()
    offline_kilobytes: Annotated[Whole, "what a kept copy weighs at most, in KB"]

    @property
    def words(self) -> dict[str, str]:
        """What texts of pages may leave to the inspection, in English: {force} and so on."""
        day = self.report_published
        return {
            "force": self.force,
            "published": f"{day.day} {day:%B %Y}",
            "month": f"{day:%B %Y}",
            "report_url": self.report_url,
        }
