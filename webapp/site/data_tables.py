"""The tables of the open data: which columns each has, and its rows, made from the content."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from webapp.explainer.model import Block, Explainer, Finding, Passage, iter_units
from webapp.explainer.records import Fact

Row = dict[str, str | int]
# Columns of whole numbers and of days; all others are text.
WHOLE = frozenset({"order", "count", "total"})
DAYS = frozenset({"published", "seen"})
DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True)
class Table:
    """One set of rows; all its rows have the same columns, named and explained."""

    about: str
    columns: dict[str, str]
    rows: Callable[[Explainer], list[Row]]


def day(published: str) -> str:
    """Return a day of publication; "" where only the month is known, so that a column is days."""
    return published if DAY.fullmatch(published) else ""


@dataclass(frozen=True)
class Glanced:
    """A finding at a glance: what it is, the day of its report, what is known since."""

    finding: Finding
    published: date
    known_since: Block | None


def glance(explainer: Explainer) -> list[Glanced]:
    """Return every finding at a glance: for the table of a page, for the box and for the files."""
    blocks = (block for page in explainer.pages if page.slug == "partner" for block in page.blocks)
    known = next((each for each in blocks if each.anchor == "not-known"), None)
    day = explainer.inspection.report_published
    return [Glanced(each, day, known) for each in explainer.findings]


def findings(explainer: Explainer) -> list[Row]:
    """Return one row a finding."""
    return [
        {
            "id": each.finding.slug,
            "kind": "strength" if each.finding.strength else "improvement",
            "order": each.finding.order,
            "short": each.finding.short,
            "title": each.finding.title,
            "citations": " ".join(each.finding.cites),
            "published": each.published.isoformat(),
            "known_since": each.known_since.passages[0].text if each.known_since else "",
        }
        for each in glance(explainer)
    ]


def passages(explainer: Explainer) -> list[Row]:
    """Return one row a passage, numbered within the part of the site where it stands."""
    rows: list[Row] = []
    for unit in iter_units(explainer):
        unit_passages: tuple[Passage, ...] = getattr(unit, "passages", ()) or ()
        for number, passage in enumerate(unit_passages, 1):
            rows.append(
                {
                    "id": f"{unit.key}/{number}",
                    "kind": passage.kind.value,
                    "text": passage.quote or passage.text,
                    "fact": passage.id or passage.same_as,
                    "said_by": passage.by,
                    "sum": passage.sum,
                    "citations": " ".join(passage.cites),
                }
            )
    return rows


def citations(explainer: Explainer) -> list[Row]:
    """Return one row a thing that can be cited: source paragraphs, then facts."""
    rows: list[Row] = [
        {
            "id": f"{source.id}#{number}",
            "text": text,
            "publisher": source.publisher,
            "url": source.url,
            "published": day(source.published),
            "published_month": source.published[:7],
            "seen": source.seen.isoformat(),
            "strength": "A",
        }
        for source in explainer.sources
        for number, text in enumerate(source.paragraphs, 1)
    ]
    rows += [
        {
            "id": f"facts#{fact.id}",
            "text": fact.statement,
            "publisher": "; ".join(each.publisher for each in fact.sources),
            "url": " ".join(each.url for each in fact.sources),
            "published": day(fact.sources[0].published),
            "published_month": fact.sources[0].published[:7],
            "seen": fact.seen.isoformat(),
            "strength": fact.strength.value,
        }
        for fact in explainer.facts
    ]
    return rows


def numbers(explainer: Explainer) -> list[Row]:
    """Return one row a count, with the whole that it is part of and who published it first."""
    facts = {fact.id: fact for fact in explainer.facts}
    sources = {source.id: source for source in explainer.sources}
    rows: list[Row] = []
    for figure in explainer.figures:
        first = figure.cites[0]
        cited = facts[first.fact] if first.fact else sources[first.source]
        origin = cited.sources[0] if isinstance(cited, Fact) else cited
        for at, part in enumerate(figure.parts, 1):
            rows.append(
                {
                    "id": f"{figure.id}/{at}",
                    "whole": figure.caption,
                    "part": part.label,
                    "count": part.count,
                    "total": figure.total,
                    "unit": figure.unit,
                    "publisher": origin.publisher,
                    "title": origin.title,
                    "url": origin.url,
                    "published": day(origin.published),
                    "seen": cited.seen.isoformat(),
                    "strength": cited.strength.value if isinstance(cited, Fact) else "A",
                    "note": cited.note if isinstance(cited, Fact) else "",
                    "citations": " ".join(figure.cites),
                }
            )
    return rows


def terms(explainer: Explainer) -> list[Row]:
    """Return one row a word of the glossary."""
    return [
        {
            "id": each.id,
            "name": each.name,
            "definition": " ".join(p.text for p in each.definition),
            "citations": " ".join(c for p in each.definition for c in p.cites),
        }
        for each in explainer.terms
    ]


def contacts(explainer: Explainer) -> list[Row]:
    """Return one row a telephone number, national and of each area."""
    rows: list[Row] = [
        {
            "id": each.id,
            "area": "",
            "name": each.name,
            "number": each.number,
            "hours": "any",
            "url": each.url,
            "seen": each.seen.isoformat(),
        }
        for each in explainer.contacts
    ]
    for area in explainer.areas:
        for at, each in enumerate(area.numbers, 1):
            rows.append(
                {
                    "id": f"{area.id}/{at}",
                    "area": area.name,
                    "name": each.service,
                    "number": each.number,
                    "hours": each.hours,
                    "url": each.url,
                    "seen": each.seen.isoformat(),
                }
            )
    return rows


TABLES = {
    "findings": Table(
        "What inspectors found: one row a finding",
        {
            "id": "stable name of the finding",
            "kind": "strength or improvement",
            "order": "place among its kind, from 1",
            "short": "label",
            "title": "the finding in one sentence",
            "citations": "ids in citations, separated by spaces",
            "published": "day on which the report came out",
            "known_since": "what we know of the time since, the same for all",
        },
        findings,
    ),
    "passages": Table(
        "Every statement of the guide: one row a passage",
        {
            "id": "place on the site and number there",
            "kind": "said, reported, worked_out or explained",
            "text": "the words; a quotation as published",
            "fact": "name of the fact that several voices repeat",
            "said_by": "who is quoted",
            "sum": "the sum of a worked_out passage",
            "citations": "ids in citations, separated by spaces",
        },
        passages,
    ),
    "citations": Table(
        "What statements rest on: one row a source paragraph or fact",
        {
            "id": "source#paragraph, or facts#name",
            "text": "the paragraph as published, or the fact in our words",
            "publisher": "whose it is",
            "url": "addresses, separated by spaces",
            "published": "day of publication; empty where only the month is known, or nothing",
            "published_month": "month of publication, as 2023-11; empty where not known",
            "seen": "day on which we saw it",
            "strength": "A official words; B reported; C an organisation about itself",
        },
        citations,
    ),
    "numbers": Table(
        "What was counted: one row a count",
        {
            "id": "stable name of the counted whole, and place in it",
            "whole": "what was counted",
            "part": "what these are",
            "count": "how many these are",
            "total": "how many there are together; the counts of one whole add up to it",
            "unit": "what one of them is",
            "publisher": "who published it: the first of those in citations",
            "title": "the title under which it was published",
            "url": "where it was published",
            "published": "day of publication; empty where not known",
            "seen": "day on which we saw it",
            "strength": "A official words; B reported; C an organisation about itself",
            "note": "what readers must know of it",
            "citations": "ids in citations, separated by spaces",
        },
        numbers,
    ),
    "terms": Table(
        "The glossary: one row a word",
        {
            "id": "stable name",
            "name": "the word",
            "definition": "what it means",
            "citations": "ids in citations, separated by spaces",
        },
        terms,
    ),
    "contacts": Table(
        "Whom to call: one row a telephone number",
        {
            "id": "stable name",
            "area": "council area; empty for the whole country",
            "name": "who answers",
            "number": "telephone number",
            "hours": "any (none stated), not-seen (its page did not say), office or out-of-hours",
            "url": "page on which it stood",
            "seen": "day on which we saw it",
        },
        contacts,
    ),
}
