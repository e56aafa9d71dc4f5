"""What reviewers get of a catalog and bring back, and the commands for it: `messages review`."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from html import escape
from io import StringIO
from pathlib import Path

import click
from babel.messages.catalog import Catalog

from webapp.i18n.catalogs import (
    REVIEWS,
    STATES,
    Review,
    find,
    forms,
    mark,
    mark_of,
    read_reviews,
    read_template,
    read_translated,
)
from webapp.i18n.languages import Language
from webapp.workbench import extraction
from webapp.workbench.catalog_checks import rules_of
from webapp.workbench.extraction import Workbench, with_bench
from webapp.workbench.rules import Rules, wrong_with

KEPT = "kept.json"
COLUMNS = ("line", "where", "english", "before", "translation", "suggestion", "state", "who",
           "role", "day")  # fmt: skip
Row = Mapping[str, str]


@dataclass(frozen=True)
class Kept:
    """Who says that a change of English left the meaning as it `was`, and when."""

    was: str
    who: str
    day: str


def read_kept(folder: Path) -> dict[str, Kept]:
    """Read the changes of English that left translations standing: English of today -> record."""
    path = folder / KEPT
    entries = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    return {english: Kept(**entry) for english, entry in entries.items()}


def write_kept(folder: Path, kept: Mapping[str, Kept]) -> None:
    """Write the changes of English that left translations standing."""
    _write(folder / KEPT, {english: asdict(record) for english, record in kept.items()})


def write_reviews(folder: Path, language: Language, reviews: Mapping[str, Review]) -> None:
    """Write who has checked what in a language."""
    _write(folder / language.locale / REVIEWS, {key: asdict(one) for key, one in reviews.items()})


def _write(path: Path, entries: object) -> None:
    text = json.dumps(entries, ensure_ascii=False, indent=1, sort_keys=True)
    path.write_text(f"{text}\n", encoding="utf-8")


def rows(
    template: Catalog, po: Catalog, reviews: Mapping[str, Review], kept: Mapping[str, Kept]
) -> list[dict[str, str]]:
    """Return what a reviewer gets of each message, in the order of the site."""
    result = []
    for line, message in enumerate((message for message in template if message.id), 1):
        entry = find(po, message)
        english, translation = forms(message, "id"), forms(entry, "string") if entry else ""
        review = reviews.get(mark(english, translation))
        before = kept.get(english)
        row = dict.fromkeys(COLUMNS, "") | {
            "line": f"m{line}",  # not the lines of both/: there are more messages than those
            "where": " ".join(place for place, _ in message.locations),
            "english": english,
            "before": f"{before.was} ({before.who}, {before.day})" if before else "",
            "translation": translation,
            "state": "draft" if entry else "missing",
        }
        result.append(row | (asdict(review) if review else {}))
    return result


def to_csv(rows: Iterable[Row]) -> str:
    """Write rows as CSV that spreadsheets open as UTF-8."""
    out = StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return "\ufeff" + out.getvalue()


def day_of(text: str) -> str:
    """Return a day as spreadsheets write it (27/11/2026, 27.11.2026, 2026-11-27) in ISO form."""
    if local := re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", text):
        day, month, year = map(int, local.groups())
        return date(year, month, day).isoformat()
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise ValueError(f"{text!r} is no day; write it as 27/11/2026 or 2026-11-27") from None


@dataclass
class Returned:
    """What a reviewer's CSV brings: reviews by hash, new translations by English, and faults."""

    reviews: dict[str, Review]
    suggestions: dict[str, str]
    faults: list[str]


def from_csv(text: str, template: Catalog, po: Catalog, rules: Rules) -> Returned:
    """Read a CSV that comes back; each row is taken or reported by itself.

    A row fits where its words are those of the site, letter for letter. A suggestion must keep the
    rules; the row's review, if it has one, is then of the suggestion.
    """
    lines = StringIO(text.removeprefix("\ufeff"), newline="")
    head = text.partition("\n")[0]
    reader = csv.DictReader(lines, delimiter=max(",;\t", key=head.count))
    result = Returned({}, {}, [])
    if absent := sorted({*COLUMNS} - {"before", "suggestion"} - {*(reader.fieldnames or ())}):
        names = ", ".join(absent)
        result.faults.append(f"the columns {names} are missing; export the file again")
        return result
    known = {mark_of(entry) for message in template if message.id and (entry := find(po, message))}
    for number, cells in enumerate(reader, 2):
        row = {name: (cells.get(name) or "").strip() for name in COLUMNS}
        state, new, english = row["state"].casefold(), row["suggestion"], row["english"]
        reviewed = state not in ("", "draft", "missing")
        if not reviewed and not new:
            continue
        try:
            if row["translation"] and mark(english, row["translation"]) not in known:
                raise ValueError("the site does not say these words; leave both as they were, and "
                                 "write better ones into the column suggestion")  # fmt: skip
            if new and template.get(english) is None:
                raise ValueError("plural forms and old English belong in messages.po")
            if new and (wrong := wrong_with(english, new, rules)):
                raise ValueError(f"the suggestion {'; '.join(wrong)}")
            if reviewed:
                key = mark(english, new or row["translation"])
                day = day_of(row["day"])
                result.reviews[key] = Review(state, row["who"], row["role"], day)
            if new:
                result.suggestions[english] = new
        except ValueError as error:
            result.faults.append(f"row {number}: {error}")
    return result


def to_page(language: Language, rows: Iterable[Row]) -> str:
    """Return a page of two columns for a reviewer who prints it, or reads it without a login."""
    lines = "\n".join(
        f'<tr id="{row["line"]}"><th scope="row">{language.tag} {row["line"]}</th>'
        f'<td lang="en" dir="ltr">{escape(row["english"])}{_before(row)}</td>'
        f'<td lang="{language.tag}" dir="{language.direction}">{escape(row["translation"])}</td>'
        f"<td>{row['state']}</td></tr>"
        for row in rows
    )
    return f"""<!doctype html>
<html lang="en"><meta charset="utf-8"><title>{language.english_name}, line by line</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>body{{font:1rem/1.5 system-ui,sans-serif}}td,th{{vertical-align:top;text-align:start;
padding:.4rem;border-block-end:1px solid}}table{{border-collapse:collapse}}
td+td[lang]{{line-height:1.8}}td[lang=ur]{{font:1.1rem/2.2 "Noto Nastaliq Urdu",serif}}</style>
<h1>{language.english_name}, line by line</h1>
<table><thead><tr><th>Line</th><th>English</th><th>{language.own_name}</th><th>State</th></tr></thead>
<tbody>
{lines}
</tbody></table></html>
"""


def _before(row: Row) -> str:
    return f"<p><small>Before: {escape(row['before'])}</small></p>" if row["before"] else ""


def _rows(bench: Workbench, language: Language) -> list[dict[str, str]]:
    return rows(
        read_template(bench.folder),
        read_translated(bench.folder, language),
        read_reviews(bench.folder, language),
        read_kept(bench.folder),
    )


def _take(bench: Workbench, language: Language, text: str) -> None:
    """Take the good rows of a reviewer's CSV, and report the others one by one."""
    po = read_translated(bench.folder, language)
    rules = rules_of(bench.content, language, bench.folder)
    found = from_csv(text, read_template(bench.folder), po, rules)
    for english, translation in found.suggestions.items():
        po[english].string = translation
        po[english].flags.discard("fuzzy")
        click.echo(f"{language.tag}: now in messages.po: “{english}” → “{translation}”")
    if found.suggestions:
        extraction.write(po, bench.folder, language)
    known = read_reviews(bench.folder, language)
    write_reviews(bench.folder, language, {**known, **found.reviews})
    click.echo(f"{language.tag}: {len(found.reviews)} reviews recorded")
    for fault in found.faults:
        click.echo(f"NOT TAKEN {fault}", err=True)
    if found.faults:
        raise click.exceptions.Exit(1)


@click.group("review")
def review() -> None:
    """Who has checked which translation."""


@review.command("list")
@click.argument("tag")
@with_bench
def list_reviews(bench: Workbench, tag: str) -> None:
    """Print who has checked how much, and what is left."""
    rows = _rows(bench, bench.language(tag))
    by = Counter((row["state"], row["who"], row["role"], row["day"]) for row in rows)
    for words, count in sorted(by.items()):
        click.echo(" · ".join(part for part in (f"{count} {words[0]}", *words[1:]) if part))


@review.command("export")
@click.argument("tag")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@with_bench
def export_reviews(bench: Workbench, tag: str, file: Path) -> None:
    """Write what a reviewer needs: FILE.csv for a spreadsheet, FILE.html as two columns."""
    language = bench.language(tag)
    rows = _rows(bench, language)
    html = file.suffix == ".html"
    text = to_page(language, rows) if html else to_csv(rows)
    file.write_text(text, encoding="utf-8", newline="")
    click.echo(f"{file}: {len(rows)} lines")


@review.command("take")
@click.argument("tag")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@with_bench
def take_reviews(bench: Workbench, tag: str, file: Path) -> None:
    """Take a CSV back from a reviewer: what fits is taken, the rest is reported row by row."""
    try:
        text = file.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise click.ClickException(f"{file}: not UTF-8; save it as CSV in UTF-8") from error
    _take(bench, bench.language(tag), text)


@review.command("record")
@click.argument("tag")
@click.option("--who", required=True, help="the name of whoever checked")
@click.option("--role", required=True, help="such as: translator, native reader, lawyer")
@click.option("--day", required=True, help="such as 2027-01-31")
@click.option("--state", type=click.Choice(STATES[1:]), default="checked")
@click.option("--where", default="", help="only where it stands there: pages/help")
@with_bench
def record_reviews(bench: Workbench, tag: str, where: str, **columns: str) -> None:
    """Record that somebody has checked all, or all that stands somewhere."""
    language = bench.language(tag)
    chosen = [
        {**row, **columns}
        for row in _rows(bench, language)
        if row["translation"] and _within(row["where"].split(" "), where)
    ]
    _take(bench, language, to_csv(chosen))


def _within(places: Iterable[str], where: str) -> bool:
    """Say whether a place is what was named, or stands in it: not what only begins alike."""
    return not where or any(
        place == where or place.startswith((f"{where}#", f"{where}/")) for place in places
    )
