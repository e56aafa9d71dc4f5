"""The tables of the open data: their columns, as data_tables.toml names them, and their rows.

`guide` is the English one.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from webapp.explainer.model import passages_of
from webapp.explainer.records import AreaNumber, Contact, Fact, FactSource, Source
from webapp.site.guide import Guide, one

# Columns of whole numbers and of days; all others are text.
WHOLE = frozenset({"order", "count", "total"})
DAYS = frozenset({"published", "seen"})
DAY = re.compile(r"\d{4}-\d\d-\d\d")
Row = dict[str, str | int]


@dataclass(frozen=True)
class Table:
    """One set of rows; all its rows have the same columns, named and explained."""

    about: str
    columns: dict[str, str]


TABLES = {
    name: Table(**table)
    for name, table in tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8")).items()
}


def findings(guide: Guide) -> Iterator[Row]:
    """Yield one row a finding."""
    blocks = (block for page in guide.content.pages for block in page.blocks)
    known = [b.passages[0].text for b in blocks if b.key == "pages/partner#not-known"]
    for finding in guide.content.findings:
        yield {
            "id": finding.slug,
            "kind": "strength" if finding.strength else "improvement",
            "order": finding.order,
            "short": finding.short,
            "title": finding.title,
            "citations": " ".join(finding.cites),
            "published": guide.content.inspection.report_published.isoformat(),
            "known_since": "".join(known),
        }


def passages(guide: Guide) -> Iterator[Row]:
    """Yield one row a passage, numbered within the part of the site where it stands."""
    for key, number, passage in passages_of(guide.content):
        if key.folder == "terms":
            continue  # they have a table of their own
        yield {
            "id": f"{key}/{number}",
            "kind": passage.kind.value,
            "text": passage.quote or passage.text,
            "fact": passage.id or passage.same_as,
            "said_by": passage.by,
            "sum": passage.sum,
            "citations": " ".join(passage.cites),
        }


def citations(guide: Guide) -> Iterator[Row]:
    """Yield one row a thing that can be cited: source paragraphs, then facts."""

    def row(id: str, text: str, origins: tuple[Source | FactSource, ...], **values: str) -> Row:
        return {
            "id": id,
            "text": text,
            "publisher": "; ".join(each.publisher for each in origins),
            "url": " ".join(each.url for each in origins),
            "published": _day(origins[0]),
            "published_month": origins[0].published[:7],
            **values,
        }

    for source in guide.content.sources:
        values = {"seen": source.seen.isoformat(), "strength": "A"}
        for at, text in enumerate(source.paragraphs, 1):
            yield row(f"{source.id}#{at}", text, (source,), **values)
    for fact in guide.content.facts:
        values = {"seen": fact.seen.isoformat(), "strength": fact.strength.value}
        yield row(f"facts#{fact.id}", fact.statement, fact.sources, **values)


def _day(origin: Source | FactSource) -> str:
    """Return the day of publication; "" where only the month is known, so that a column is days."""
    return origin.published if DAY.fullmatch(origin.published) else ""


def numbers(guide: Guide) -> Iterator[Row]:
    """Yield one row a count, with the whole that it is part of and who published it first."""
    for figure in guide.content.figures:
        first = figure.cites[0]
        if first.fact:
            cited: Fact | Source = one(guide.content.facts, id=first.fact)
        else:
            cited = one(guide.content.sources, id=first.source)
        origin = cited.sources[0] if isinstance(cited, Fact) else cited
        for at, part in enumerate(figure.parts, 1):
            yield {
                "id": f"{figure.id}/{at}",
                "whole": figure.caption,
                "part": part.label,
                "count": part.count,
                "total": figure.total,
                "unit": figure.unit,
                "publisher": origin.publisher,
                "title": origin.title,
                "url": origin.url,
                "published": _day(origin),
                "seen": cited.seen.isoformat(),
                "strength": cited.strength.value if isinstance(cited, Fact) else "A",
                "note": cited.note if isinstance(cited, Fact) else "",
                "citations": " ".join(figure.cites),
            }


def terms(guide: Guide) -> Iterator[Row]:
    """Yield one row a word of the glossary."""
    for term in guide.content.terms:
        yield {
            "id": term.id,
            "name": term.name,
            "definition": " ".join(each.text for each in term.definition),
            "citations": " ".join(cite for each in term.definition for cite in each.cites),
        }


def contacts(guide: Guide) -> Iterator[Row]:
    """Yield one row a telephone number, national and of each area."""

    def row(id: str, area: str, name: str, hours: str, each: Contact | AreaNumber) -> Row:
        return {
            "id": id,
            "area": area,
            "name": name,
            "number": each.number,
            "hours": hours,
            "url": each.url,
            "seen": each.seen.isoformat(),
        }

    for contact in guide.content.contacts:
        yield row(contact.id, "", contact.name, "not-stated", contact)
    for area in guide.content.areas:
        for at, each in enumerate(area.numbers, 1):
            yield row(f"{area.id}/{at}", area.name, each.service, each.hours, each)


ROWS = {each.__name__: each for each in (findings, passages, citations, numbers, terms, contacts)}
