"""Open data: findings, passages, citations, terms and contacts as JSON and CSV, sources as text.

Version 1: ids and addresses stay; a new shape gets a new version. Always in English.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from io import StringIO

from flask import Blueprint, Response, abort

from webapp.explainer.model import Explainer, Passage, iter_units
from webapp.site.licence import citation, licences

VERSION = "v1"
Row = dict[str, str | int]
# Excel takes a CSV file for the old Windows encoding unless it begins with a byte order mark;
# LibreOffice reads it right with the mark, too.
MARK = "\ufeff"
# A cell that begins with one of these can run as a formula in a spreadsheet (CWE-1236).
FORMULA = ("=", "+", "-", "@", "\t", "\r")
# A spreadsheet changes these, quoted or not: a day or month becomes a date in its own form
# ("2023-11", "March 2024", "1/2"), a number loses its noughts in front or its place among texts,
# a truth value is translated.
MONTH = (
    "(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    "|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
CHANGED = re.compile(
    rf"[£$€(]?[\d\s.,:/()-]*\d[\d\s.,:/()-]*%?|\d*\.?\d+e[+-]?\d+|true|false"
    rf"|\d+[ ./-]*{MONTH}(?:[ ,./-]*\d+)?|{MONTH}[ ,./-]*\d+(?:[ ,./-]+\d+)?|\d+ ?[ap]m?",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Table:
    """One set of rows; all its rows have the same columns, named and explained."""

    columns: dict[str, str]
    rows: Callable[[Explainer], list[Row]]


def findings(explainer: Explainer) -> list[Row]:
    """Return one row a finding."""
    return [
        {
            "id": each.slug,
            "kind": "strength" if each.strength else "improvement",
            "order": each.order,
            "short": each.short,
            "title": each.title,
            "citations": " ".join(each.cites),
        }
        for each in explainer.findings
    ]


def passages(explainer: Explainer) -> list[Row]:
    """Return one row a passage, numbered within the part of the site where it stands."""
    rows: list[Row] = []
    for unit in iter_units(explainer):
        held: tuple[Passage, ...] = getattr(unit, "passages", ()) or ()
        for number, each in enumerate(held, 1):
            rows.append(
                {
                    "id": f"{unit.key}/{number}",
                    "kind": each.kind.value,
                    "text": each.quote or each.text,
                    "fact": each.id or each.same_as,
                    "said_by": each.by,
                    "sum": each.sum,
                    "citations": " ".join(each.cites),
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
            "published": source.published,
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
            "published": fact.sources[0].published,
            "seen": fact.seen.isoformat(),
            "strength": fact.strength.value,
        }
        for fact in explainer.facts
    ]
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
        {
            "id": "stable name of the finding",
            "kind": "strength or improvement",
            "order": "place among its kind, from 1",
            "short": "label",
            "title": "the finding in one sentence",
            "citations": "ids in citations, separated by spaces",
        },
        findings,
    ),
    "passages": Table(
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
        {
            "id": "source#paragraph, or facts#name",
            "text": "the paragraph as published, or the fact in our words",
            "publisher": "whose it is",
            "url": "addresses, separated by spaces",
            "published": "day or month of publication, where known",
            "seen": "day on which we saw it",
            "strength": "A official words; B reported; C an organisation about itself",
        },
        citations,
    ),
    "terms": Table(
        {
            "id": "stable name",
            "name": "the word",
            "definition": "what it means",
            "citations": "ids in citations, separated by spaces",
        },
        terms,
    ),
    "contacts": Table(
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


def schema() -> dict[str, object]:
    """Return the JSON Schema (draft 2020-12) of every JSON file: one definition a table."""
    number = {"type": "integer"}
    text = {"type": "string"}
    defined = {
        name: {
            "type": "object",
            "required": ["version", "licence", "cite", "rows"],
            "properties": {
                "version": {"const": VERSION},
                **dict.fromkeys(("licence", "cite"), text),
                "rows": {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "additionalProperties": False,
                        "required": list(table.columns),
                        "properties": {
                            column: {**(number if column == "order" else text), "description": says}
                            for column, says in table.columns.items()
                        },
                    },
                },
            },
        }
        for name, table in TABLES.items()
    }
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$defs": defined}


def as_csv(rows: list[Row], columns: dict[str, str]) -> str:
    """Return rows as CSV that spreadsheets open right, change nothing of and cannot run.

    The header is not quoted: readers that do not know the byte order mark then find no quotation
    mark in the first name.
    """
    out = StringIO()
    csv.writer(out).writerow(columns)
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    for row in rows:
        writer.writerow([as_cell(row[column]) for column in columns])
    return MARK + out.getvalue()


def as_cell(value: str | int) -> str:
    """Return a value as a spreadsheet keeps it: a text that it would change gets an apostrophe in
    front, the sign by which spreadsheets know a text."""
    if isinstance(value, int):
        return str(value)
    return f"'{value}" if value.startswith(FORMULA) or CHANGED.fullmatch(value) else value


def files(explainer: Explainer, address: str = "") -> dict[str, tuple[str, str]]:
    """Return name -> (media type, content) of every data file. `address`: of the front page."""
    named = {"licence": licences(explainer), "cite": citation(explainer, address)}
    made = {"schema.json": ("application/schema+json", json.dumps(schema(), indent=1))}
    for name, table in TABLES.items():
        rows = table.rows(explainer)
        data = {"version": VERSION, **named, "rows": rows}
        made[f"{name}.json"] = (
            "application/json",
            json.dumps(data, ensure_ascii=False, indent=1),
        )
        made[f"{name}.csv"] = ("text/csv", as_csv(rows, table.columns))
    for source in explainer.sources:
        text = f"{source.title}\n{source.url}\n{source.licence}\n\n"
        made[f"{source.id}.txt"] = ("text/plain", text + "\n\n".join(source.paragraphs) + "\n")
    return made


def blueprint(explainer: Explainer, address: str) -> Blueprint:
    """Return the blueprint of the data files."""
    data = Blueprint("data", __name__)
    held = files(explainer, address)

    @data.get(f"/data/{VERSION}/<name>")
    def file(name: str) -> Response:
        if name not in held:
            abort(404)
        kind, content = held[name]
        return Response(content, content_type=f"{kind}; charset=utf-8")

    return data
