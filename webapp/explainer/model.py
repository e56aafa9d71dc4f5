"""What can be said: the frozen dataclasses of one explained inspection.

Each `Annotated` field is a key of a content file; its sentence stands in docs/content.md.
Knows no file format, no web and no language.
"""
# No `from __future__ import annotations`: the loader reads the types themselves.

from collections.abc import Iterator
from dataclasses import dataclass, field, fields, is_dataclass, replace
from enum import StrEnum
from functools import cache
from typing import Annotated, Any

from webapp.explainer import records
from webapp.explainer.schema import (
    Flag,
    Folded,
    Keyed,
    KeyForm,
    Names,
    PageWords,
    Rule,
    Slug,
    Text,
    UnitKey,
    Whole,
    Words,
    choice,
)

COMPONENTS = (
    "strengths", "improvements", "numbers", "next-links", "help-links", "keep-link", "ledger",
    "question", "agencies", "briefing-links", "handout-links", "data-files", "embeds",
    "figure-card", "simple-findings", "young-findings", "areas", "sources", "languages", "keep",
    "review-link", "cards-to-show", "language-links", "situations", "safety-link", "young-link",
    "contact", "cite", "card-link", "glance",
)  # fmt: skip

# Name -> what says it.
Wordings = dict[str, Folded]
Picture = Annotated[Text, "a file of static/pictures/, without .svg"]
When = Annotated[
    str,
    choice(
        "agencies", "no-agencies", "figures", "closed-numbers", "no-closed-numbers", "translated"
    ),
    "said only where audiences/ has files, or none; figures.toml has a figure; areas.toml has a "
    "number for when the office is closed in each area, or not in each; readers are offered a "
    "translation",
]
Terms = Annotated[Names, "every glossary word that its texts use"]


class Kind(StrEnum):
    """The four kinds of passage (law 1)."""

    SAID = "said"
    REPORTED = "reported"
    WORKED_OUT = "worked_out"
    EXPLAINED = "explained"


@dataclass(frozen=True)
class Passage:
    """One statement to readers, of one kind, with what it rests on. `text` of a quotation is the
    quotation: the msgid of its translation."""

    text: Annotated[Words, "what is said; a quotation has `quote` instead"]
    cites: Annotated[records.Citations, "paragraphs and facts that it rests on"] = ()
    id: Annotated[Slug, "the name of a fact that other voices repeat"] = ""
    same_as: Annotated[Slug, "the `id` of the fact that this passage says in another voice"] = ""
    hedge: Annotated[Text, "a hedge of wordings.toml that every voice must keep"] = ""
    grades: Annotated[Names, "grades of wordings.toml that every voice must keep"] = ()
    quote: Annotated[Text, "the words of the cited paragraph, letter for letter"] = ""
    by: Annotated[Text, "who is quoted: the `id` of a speaker"] = ""
    sum: Annotated[Text, "what was worked out: “19 / 70 * 100 = 27”"] = ""
    picture: Picture = ""
    about: Annotated[Slug, "for partner agencies only: the name of a file in findings/"] = ""
    when: When = ""

    @property
    def kind(self) -> Kind:
        """The kind, which follows from the keys."""
        if self.quote:
            return Kind.SAID
        if self.sum:
            return Kind.WORKED_OUT
        return Kind.REPORTED if self.cites else Kind.EXPLAINED


@dataclass(frozen=True, kw_only=True)
class Block:
    """Passages under one heading: the unit that is never half translated (law 3)."""

    key: UnitKey = UnitKey()
    anchor: Annotated[Slug, KeyForm("id", needed=True), "the anchor, unique on the page"] = ""
    heading: Annotated[Words, "the heading"] = ""
    style: Annotated[str, choice("text", "bullets", "steps"), "how passages are set"] = "text"
    passages: Annotated[tuple[Passage, ...], KeyForm("passage"), "what is said"] = ()
    links: Annotated[tuple[records.Link, ...], KeyForm("link"), "links after the passages"] = ()
    contacts: Annotated[Names, "contacts that are shown as cards"] = ()
    show: Annotated[str, choice(*COMPONENTS), "a component after the passages"] = ""
    when: When = ""
    picture: Picture = ""
    dial: Annotated[Flag, "false: numbers in the text are no links, as it says “text”"] = True


@dataclass(frozen=True, kw_only=True)
class Finding(Keyed, folder="findings"):
    """One finding in every voice. `strength` is False for an area for improvement, and None where
    `kind` was refused."""

    slug: str = ""
    strength: Annotated[
        bool,
        KeyForm("kind"),
        replace(choice("improvement", "strength", make="strength".__eq__), sample=None),
        "what it is",
    ]
    order: Annotated[Whole, "its place among its kind"]
    picture: Picture
    terms: Terms = ()
    cites: Annotated[records.Citations, "what the title rests on"]
    short: Annotated[Words, "the card's label: 1 to 4 words, no claim"]
    known_as: Annotated[Names, "what else readers call it, in any language, for the search"] = ()
    title: Annotated[Words, "what inspectors found, in one sentence"]
    description: Annotated[Words, "for search engines; at most 160 characters"]
    found: Annotated[Block, KeyForm(least=1), "what inspectors found: reported or worked out"]
    said: Annotated[Block, "quotations"] = Block()
    matters: Annotated[Block, KeyForm(least=1), "why it matters"]
    change: Annotated[Block, "what should change; improvements only, and needed"] = Block()
    simple: Annotated[Block, KeyForm(least=1), "the simple version: at most 15 words a sentence"]
    young: Annotated[Block, KeyForm(least=1), "the young people's page: for a 12-year-old"]


@dataclass(frozen=True, kw_only=True)
class PageText(Keyed, folder="pages"):
    """The words of one page. A `neutral` page's title names neither abuse nor police."""

    slug: str = ""
    neutral: Annotated[Flag, "title, address and description name neither abuse nor police"] = False
    precached: Annotated[Flag, "part of the copy that families can save"] = False
    indexed: Annotated[Flag, "false: search engines are asked to leave it out"] = True
    when: When = ""
    voice: Annotated[str, choice("standard", "simple", "young"), "how plain it is"] = "standard"
    terms: Terms = ()
    title: Annotated[PageWords, "its heading and title; no claim"]
    nav: Annotated[PageWords, "its short name in menus"]
    known_as: Annotated[Names, "what else readers call it, in any language, for the search"] = ()
    description: Annotated[PageWords, "for search engines; at most 160 characters, no other's"]
    blocks: Annotated[tuple[Block, ...], KeyForm("block"), "what it says, in order"] = ()


@dataclass(frozen=True, kw_only=True)
class Audience(Keyed, folder="audiences"):
    """One partner agency: the findings that touch it, and questions for its next meeting."""

    slug: str = ""
    order: Annotated[Whole, "its place among the agencies"]
    picture: Picture
    terms: Terms = ()
    title: Annotated[Words, "its heading and title"]
    nav: Annotated[Words, "its short name in menus"]
    who: Annotated[Words, "in the list of agencies, who finds their work in it"] = ""
    description: Annotated[Words, "for search engines; at most 160 characters, no other's"]
    touches: Annotated[Block, KeyForm(least=1), "findings (`about`) that touch its work, and why"]
    questions: Annotated[Block, KeyForm(least=5), "five to eight questions, each `about` a finding"]
    monday: Annotated[
        Block, KeyForm(least=3), "points to check on Monday, each `about` a finding: ours"
    ]
    account: Annotated[Block, "who answers for what, in its own briefing"] = Block()
    unknown: Annotated[Block, KeyForm(least=1), "what its page does not know"]


@dataclass(frozen=True, kw_only=True)
class Term(Keyed, folder="terms"):
    """A hard word. `forms` are the English forms that the plain-language check looks for."""

    id: Annotated[Slug, "its anchor; pages name it in `terms`"]
    replaces: records.Replaces = False
    forms: Annotated[Folded, "its English forms as they stand in texts"]
    name: Annotated[Words, "the word"]
    definition: Annotated[tuple[Passage, ...], KeyForm(least=1), "what it means"]
    links: Annotated[tuple[records.Link, ...], KeyForm("link"), "where to read more"] = ()

    @property
    def meaning(self) -> str:
        """What it means, in one text."""
        return " ".join(passage.text for passage in self.definition)


@dataclass(frozen=True, kw_only=True)
class Explainer:
    """One inspection, explained. `schema.FILES` says which file holds which field.

    `shared` are the files, and the places in files, that are common to every inspection; `unread`
    the files that could not be read.
    """

    inspection: Annotated[records.Inspection, "the inspection that is explained"]
    site: Annotated[records.Site, "the words that stand on every page"]
    sources: Annotated[tuple[records.Source, ...], KeyForm("source", 1), "a source as published"]
    facts: Annotated[tuple[records.Fact, ...], KeyForm("fact"), "one fact from elsewhere"] = ()
    speakers: Annotated[tuple[records.Speaker, ...], KeyForm("speaker"), "who is quoted"] = ()
    findings: tuple[Finding, ...]
    pages: tuple[PageText, ...]
    audiences: tuple[Audience, ...]
    terms: Annotated[tuple[Term, ...], KeyForm("term", 1), "one hard word"]
    contacts: Annotated[tuple[records.Contact, ...], KeyForm("contact", 1), "national numbers"]
    areas: Annotated[tuple[records.Area, ...], KeyForm("area"), "council areas"] = ()
    figures: Annotated[tuple[records.Figure, ...], KeyForm("figure"), "one counted whole"] = ()
    ledger: Annotated[tuple[records.LedgerEntry, ...], KeyForm("entry"), "one look"] = ()
    hedges: Annotated[Wordings, KeyForm("hedge"), "wordings by name"] = field(default_factory=dict)
    grades: Annotated[Wordings, KeyForm("grade"), "wordings by name"] = field(default_factory=dict)
    everyday: Annotated[Folded, "long words that need no explanation"] = ()
    needs: Annotated[
        tuple[records.Need, ...], KeyForm("need", 1, needed=True), "one need; its file is optional"
    ] = ()
    shared: frozenset[str] = frozenset()
    unread: frozenset[str] = frozenset()

    @property
    def titled(self) -> tuple[PageText | Finding | Audience, ...]:
        """Everything that has a file, a title and an address of its own."""
        return (*self.pages, *self.findings, *self.audiences)

    @property
    def phones(self) -> frozenset[str]:
        """Every number to call, of the whole country and of each area."""
        numbers = [contact.number for contact in self.contacts]
        return frozenset(numbers + [call.number for area in self.areas for call in area.numbers])


def iter_units(part: object) -> Iterator[Any]:
    """Yield every unit (a dataclass with a `key`) in `part`, outer before inner, in order.

    A unit is the smallest part that is shown whole in one language.
    """
    if isinstance(part, tuple):
        for item in part:
            yield from iter_units(item)
    elif is_dataclass(part):
        if hasattr(part, "key"):
            yield part
        for member in fields(part):
            yield from iter_units(getattr(part, member.name))


def iter_words(unit: object) -> Iterator[tuple[str, object]]:
    """Yield (words, the dataclass that holds them) of one unit, without the units inside it."""
    shape: type = type(unit)
    translated = translated_fields(shape)
    for member in fields(unit):  # type: ignore[arg-type]  # callers pass dataclasses only
        value = getattr(unit, member.name)
        if member.name in translated:
            if value:
                yield value, unit
            continue
        for part in value if isinstance(value, tuple) else (value,):
            if is_dataclass(part) and not hasattr(part, "key"):
                yield from iter_words(part)


@cache
def translated_fields(part: type) -> frozenset[str]:
    """Return the names of the fields of a dataclass that hold words for readers."""
    return frozenset(
        member.name
        for member in fields(part)
        for rule in getattr(member.type, "__metadata__", ())
        if isinstance(rule, Rule) and rule.translated
    )


def passages_of(explainer: Explainer) -> Iterator[tuple[UnitKey, int, Passage]]:
    """Yield (unit key, place from 1, passage) of every passage."""
    for unit in iter_units(explainer):
        passages = getattr(unit, "passages", None) or getattr(unit, "definition", None) or ()
        for number, passage in enumerate(passages, 1):
            yield unit.key, number, passage
