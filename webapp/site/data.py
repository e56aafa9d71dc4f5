"""Open data: each table as JSON and CSV, sources as text, and what says how to read them.

Version 1: ids, addresses and columns stay; columns may be added. data.toml names and explains them.
Always in English: `guide` is the English one.
"""

import csv
import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import partial
from io import StringIO
from pathlib import Path

from webapp.explainer.model import passages_of
from webapp.explainer.records import Citation, Fact, Source
from webapp.i18n.catalogs import gettext
from webapp.site.guide import Guide

VERSION = "v1"
RELEASED = "1.2.0"  # what changed within the version, its column says
CC_BY = "https://creativecommons.org/licenses/by/4.0/"
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
DAY = re.compile(r"\d{4}-\d\d-\d\d")
# Columns that are called otherwise than what they show.
ATTRIBUTES = {"citations": "cites", "said_by": "by"}
Row = dict[str, str | int]


def findings(guide: Guide) -> Iterator[Row]:
    """Yield one row a finding."""
    blocks = (block for page in guide.content.pages for block in page.blocks)
    known = [b.passages[0].text for b in blocks if b.key == "pages/partner#not-known"]
    day = guide.content.inspection.report_published
    for finding in guide.content.findings:
        kind, since = "strength" if finding.strength else "improvement", "".join(known)
        yield row("findings", finding, id=finding.slug, kind=kind, published=day, known_since=since)


def passages(guide: Guide) -> Iterator[Row]:
    """Yield one row a passage, numbered within the part of the site where it stands."""
    for key, number, passage in passages_of(guide.content):
        if key.folder != "terms":  # they have a table of their own
            words, fact = passage.quote or passage.text, passage.id or passage.same_as
            yield row("passages", passage, id=f"{key}/{number}", text=words, fact=fact)


def citations(guide: Guide) -> Iterator[Row]:
    """Yield one row a thing that can be cited: source paragraphs, then facts."""
    content = guide.content
    texts = {f"{s.id}#{at}": t for s in content.sources for at, t in enumerate(s.paragraphs, 1)}
    texts |= {f"facts#{fact.id}": fact.statement for fact in content.facts}
    for cite, text in texts.items():
        cited = guide.cited(Citation(cite))
        yield row(
            "citations",
            id=cite,
            text=text,
            publisher="; ".join(origin.publisher for origin in cited.sources),
            url=[origin.url for origin in cited.sources],
            published_month=cited.sources[0].published[:7],
            **_seen(cited),
        )


def numbers(guide: Guide) -> Iterator[Row]:
    """Yield one row a count, with the whole that it is part of and who published it first."""
    for figure in guide.content.figures:
        cited = guide.cited(figure.cites[0])
        note = cited.note if isinstance(cited, Fact) else ""
        for at, part in enumerate(figure.parts, 1):
            named = {"id": f"{figure.id}/{at}", "whole": figure.caption, "part": part.label}
            yield row("numbers", part, figure, cited.sources[0], note=note, **named, **_seen(cited))


def terms(guide: Guide) -> Iterator[Row]:
    """Yield one row a word of the glossary."""
    for term in guide.content.terms:
        cites = [cite for passage in term.definition for cite in passage.cites]
        yield row("terms", term, definition=term.meaning, citations=cites)


def contacts(guide: Guide) -> Iterator[Row]:
    """Yield one row a telephone number, national and of each area."""
    for contact in guide.content.contacts:
        yield row("contacts", contact, area="", hours="not-stated", note="")
    for area in guide.content.areas:
        for at, line in enumerate(area.numbers, 1):
            values = {"id": f"{area.id}/{at}", "area": area.name, "purpose": ""}
            values["name"] = line.service or gettext("Children’s services")
            yield row("contacts", line, area, **values)


def _seen(cited: Source | Fact) -> dict[str, object]:
    """Return when what is cited was published, when we saw it, and how near it is."""
    published = cited.sources[0].published
    return {
        # "" where only the month is known, so that a column is days.
        "published": published if DAY.fullmatch(published) else "",
        "seen": cited.seen,
        "strength": cited.strength,
    }


def row(table: str, *records: object, **values: object) -> Row:
    """Return a row of a table: of each column what is given, or what a record has by its name."""
    made: Row = {}
    for column in COLUMNS[table]:
        name = ATTRIBUTES.get(column, column)
        own = (getattr(record, name) for record in records if hasattr(record, name))
        value = values[column] if column in values else next(own)
        if isinstance(value, list | tuple):
            value = " ".join(value)
        # Days are written as ISO has them.
        made[column] = value if isinstance(value, int) else str(value)
    return made


ROWS = {"findings": findings, "passages": passages, "citations": citations,
        "numbers": numbers, "terms": terms, "contacts": contacts}  # fmt: skip
DESCRIBED = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
# Table -> column -> its `type` and `description`.
COLUMNS = {name: DESCRIBED[name]["columns"] for name in ROWS}


def schema() -> dict[str, object]:
    """Return the JSON Schema (draft 2020-12) of every JSON file: one definition a table."""
    text = {"type": "string"}
    defined = {}
    for name, columns in COLUMNS.items():
        typed = {
            column: {**about, **(text if about["type"] == "date" else {})}  # JSON has no days
            for column, about in columns.items()
        }
        # Columns may be added: an old copy of the schema must not refuse them.
        rows = {"type": "array", "items": {"type": "object", **_all_required(typed)}}
        file = {"version": {"const": VERSION}, "licence": text, "cite": text, "rows": rows}
        defined[name] = {"type": "object", **_all_required(file)}
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$defs": defined}


def _all_required(properties: Mapping[str, object]) -> dict[str, object]:
    return {"required": list(properties), "properties": properties}


def as_csv(rows: list[Row], columns: Mapping[str, Mapping[str, str]]) -> str:
    """Return rows as CSV that spreadsheets open right and cannot run.

    Texts are quoted, and stay as they are; whole numbers are not, so that they count; days are
    ISO dates. The header is not: who does not know the byte order mark finds no other mark in it.
    """
    out = StringIO()
    csv.writer(out).writerow(columns)
    writer = csv.writer(out, quoting=csv.QUOTE_NONNUMERIC)
    for row in rows:
        writer.writerow(
            row[name] if about["type"] == "date" else as_cell(row[name])
            for name, about in columns.items()
        )
    return MARK + out.getvalue()


def as_cell(value: str | int) -> str | int:
    """Return a value as a spreadsheet keeps it: a text that it would change gets an apostrophe in
    front, the sign by which spreadsheets know a text."""
    if isinstance(value, int):
        return value
    return f"'{value}" if value.startswith(FORMULA) or CHANGED.fullmatch(value) else value


def package(guide: Guide) -> dict[str, object]:
    """Return the data dictionary of the CSV files, as a Frictionless Data Package (version 1)."""
    sources = guide.content.sources
    theirs = [{"path": s.licence_url, "title": f"{s.short}: {s.licence}"} for s in sources]
    resources = []
    for name, columns in COLUMNS.items():
        fields = [{"name": column, **about} for column, about in columns.items()]
        own = {"name": name, "title": DESCRIBED[name]["about"], "path": f"{VERSION}/{name}.csv"}
        own["schema"] = {"fields": fields, "primaryKey": "id"}
        resources.append({**DESCRIBED["resource"], **own})
    return {
        **DESCRIBED["package"],
        "name": guide.content.inspection.id,
        "version": RELEASED,
        "title": guide.content.site.name,
        "citation": citation(guide),
        "licenses": [{"name": "CC-BY-4.0", "path": CC_BY, "title": "All other words"}, *theirs],
        "sources": [{"title": source.title, "path": source.url} for source in sources],
        "resources": resources,
    }


def citation(guide: Guide) -> str:
    """Return the words that name the guide, as the licence asks."""
    return (
        f"{guide.content.site.name}: an independent guide to "
        f"“{guide.content.inspection.report_title}”. "
        f"Sources last looked at on {guide.last_looked}. Licence: CC BY 4.0. {guide.url('')}"
    )


def files(guide: Guide) -> dict[str, tuple[str, str]]:
    """Return every data file, its address under /data/ -> (media type, content)."""
    sources = guide.content.sources
    licences = [f"{source.short}: {source.licence}, {source.licence_url}" for source in sources]
    licences.append(f"all other words: CC BY 4.0, {CC_BY}")
    named = {"version": VERSION, "licence": "; ".join(licences), "cite": citation(guide)}
    as_json = partial(json.dumps, ensure_ascii=False, indent=1)
    made = {
        "datapackage.json": ("application/json", as_json(package(guide))),
        f"{VERSION}/schema.json": ("application/schema+json", as_json(schema())),
    }
    for name, columns in COLUMNS.items():
        rows = list(ROWS[name](guide))
        made[f"{VERSION}/{name}.json"] = ("application/json", as_json({**named, "rows": rows}))
        made[f"{VERSION}/{name}.csv"] = ("text/csv", as_csv(rows, columns))
    for source in sources:
        head = f"{source.title}\n{source.url}\n{source.licence}"
        text = "\n\n".join((head, *source.paragraphs))
        made[f"{VERSION}/{source.id}.txt"] = ("text/plain", f"{text}\n")
    return made
