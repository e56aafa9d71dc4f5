"""Open data: each table as JSON and CSV, sources as text, and what says how to read them.

Version 1: ids, addresses and columns stay; columns may be added. Always in English.
"""

from __future__ import annotations

import csv
import json
import re
from io import StringIO

from flask import Blueprint, Response, abort

from webapp.explainer.model import Explainer
from webapp.site.data_tables import DAYS, TABLES, WHOLE, Row
from webapp.site.licence import CC_BY, citation, licences

VERSION = "v1"
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
                            column: {**(number if column in WHOLE else text), "description": says}
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
    """Return rows as CSV that spreadsheets open right and cannot run.

    Texts are quoted, and stay as they are; whole numbers are not quoted, so that they count; days
    are ISO dates, which a spreadsheet may take for dates.
    The header is not quoted: readers that do not know the byte order mark then find no quotation
    mark in the first name.
    """
    out = StringIO()
    csv.writer(out).writerow(columns)
    writer = csv.writer(out, quoting=csv.QUOTE_NONNUMERIC)
    for row in rows:
        cells = (row[name] if name in DAYS else as_cell(row[name]) for name in columns)
        writer.writerow(cells)
    return MARK + out.getvalue()


def as_cell(value: str | int) -> str | int:
    """Return a value as a spreadsheet keeps it: a text that it would change gets an apostrophe in
    front, the sign by which spreadsheets know a text."""
    if isinstance(value, int):
        return value
    return f"'{value}" if value.startswith(FORMULA) or CHANGED.fullmatch(value) else value


def package(explainer: Explainer, address: str) -> dict[str, object]:
    """Return the data dictionary of the CSV files, as a Frictionless Data Package (version 1)."""
    types = {**dict.fromkeys(WHOLE, "integer"), **dict.fromkeys(DAYS, "date")}
    published = [{"title": source.title, "path": source.url} for source in explainer.sources]
    theirs = [
        {"path": source.licence_url, "title": f"{source.short}: {source.licence}"}
        for source in explainer.sources
    ]
    return {
        "profile": "tabular-data-package",
        "name": explainer.inspection.id,
        "title": explainer.site.name,
        "description": "A text that a spreadsheet would take for a number, month or formula "
        "begins with an apostrophe.",
        "citation": citation(explainer, address),
        "licenses": [{"name": "CC-BY-4.0", "path": CC_BY, "title": "All other words"}, *theirs],
        "sources": published,
        "resources": [
            {
                "profile": "tabular-data-resource",
                "name": name,
                "title": table.about,
                "path": f"{VERSION}/{name}.csv",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "schema": {
                    "fields": [
                        {"name": column, "type": types.get(column, "string"), "description": says}
                        for column, says in table.columns.items()
                    ],
                    "primaryKey": "id",
                },
            }
            for name, table in TABLES.items()
        ],
    }


def files(explainer: Explainer, address: str = "") -> dict[str, tuple[str, str]]:
    """Return every data file, its address under /data/ -> (media type, content).

    `address`: of the front page.
    """
    named = {"licence": licences(explainer), "cite": citation(explainer, address)}
    made = {
        "datapackage.json": as_json(package(explainer, address)),
        f"{VERSION}/schema.json": ("application/schema+json", json.dumps(schema(), indent=1)),
    }
    for name, table in TABLES.items():
        rows = table.rows(explainer)
        data: dict[str, object] = {"version": VERSION, **named, "rows": rows}
        made[f"{VERSION}/{name}.json"] = as_json(data)
        made[f"{VERSION}/{name}.csv"] = ("text/csv", as_csv(rows, table.columns))
    for source in explainer.sources:
        text = f"{source.title}\n{source.url}\n{source.licence}\n\n"
        words = text + "\n\n".join(source.paragraphs) + "\n"
        made[f"{VERSION}/{source.id}.txt"] = ("text/plain", words)
    return made


def as_json(data: dict[str, object]) -> tuple[str, str]:
    """Return the media type and content of a JSON file."""
    return "application/json", json.dumps(data, ensure_ascii=False, indent=1)


def blueprint(explainer: Explainer, address: str) -> Blueprint:
    """Return the blueprint of the data files."""
    data = Blueprint("data", __name__)
    by_name = files(explainer, address)

    @data.get("/data/<path:name>")
    def file(name: str) -> Response:
        if name not in by_name:
            abort(404)
        kind, content = by_name[name]
        return Response(content, content_type=f"{kind}; charset=utf-8")

    return data
