"""What reviewers get of a catalog and bring back, and the commands for it: `messages review`."""

import csv
import re
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict
from datetime import date, datetime, timedelta
from io import StringIO
from pathlib import Path
from unicodedata import normalize

import click

from webapp.explainer.provenance import single_spaced
from webapp.i18n import catalogs
from webapp.i18n.catalogs import STATES, Review, forms, hash_of
from webapp.i18n.languages import Language
from webapp.workbench import render_skeleton
from webapp.workbench.extraction import Workbench, with_language
from webapp.workbench.rules import Rules, rules_of, wrong_with

COLUMNS = ("line", "where", "english", "before", "translation", "suggestion", "state", "who",
           "role", "day")  # fmt: skip
# A file without these is no review.
NEEDED = {*COLUMNS} - {"before", "suggestion"}
# As spreadsheets write them, with any mark between: 27/11/2026, 27. 11. 2026, 27.11.26, 27-Nov-26.
DAYS = ("%Y-%m-%d", "%d-%m-%Y", "%d-%m-%y", "%d-%b-%Y", "%d-%b-%y", "%d-%B-%Y")
Row = Mapping[str, str]


def rows_of(bench: Workbench, language: Language) -> list[dict[str, str]]:
    """Return what a reviewer gets of each message, common ones first."""
    po = bench.catalog(language)
    reviews = bench.reviews(language)
    records = bench.same_meaning()
    template = catalogs.read_template(bench.folder, bench.content.inspection.id)
    rows = []
    for line, message in enumerate((message for message in template if message.id), 1):
        entry = catalogs.find(po, message)
        english = forms(message, "id")
        translation = forms(entry, "string") if entry else ""
        row = dict.fromkeys(COLUMNS, "") | {
            "line": f"m{line}",  # not the lines of both/: there are more messages than those
            "where": " ".join(place for place, _ in message.locations),
            "english": english,
            "translation": translation,
            "state": "draft" if entry else "missing",
        }
        if before := records.get(english):
            row["before"] = f"{before.was} ({before.who}, {before.day})"
        if review := reviews.get(hash_of(english, translation)):
            row |= asdict(review)
        rows.append(row)
    return rows


def to_csv(rows: list[dict[str, str]]) -> str:
    """Write rows as CSV that spreadsheets open as UTF-8."""
    out = StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return "\ufeff" + out.getvalue()


def from_csv(data: bytes) -> list[dict[str, str]]:
    """Read the rows of a CSV as spreadsheets save it; raise `ValueError` on another.

    They use commas, semicolons or tabs, UTF-8 or UTF-16, and may put a line above the columns.
    """
    text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    text = normalize("NFC", text)  # a Mac may take accents apart
    heads = (n for n in text.splitlines() if all(name in n.casefold() for name in NEEDED))
    delimiter = max(",;\t", key=next(heads, "").count)
    table: list[list[str]] = []
    try:
        for cells in csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True):
            table.append([cell.strip() for cell in cells])
    except csv.Error as error:
        what = f"row {len(table) + 1}: {error}"
        raise ValueError(f"{what}; close its quotation marks, or save it as CSV again") from error
    above = next((at for at, row in enumerate(table) if {*map(str.casefold, row)} >= NEEDED), 0)
    head = [name.casefold() for name in table[above]] if table else []
    if absent := NEEDED - {*head}:
        names = ", ".join(sorted(absent))
        raise ValueError(f"the columns {names} are missing; export the file again")
    empty = dict.fromkeys(COLUMNS, "")  # also for each line above: rows keep their numbers
    below = (dict(zip(head, row, strict=False)) for row in table[above + 1 :])
    return [*[empty] * above, *(empty | row for row in below)]


def day_of(text: str) -> str:
    """Return a day as somebody writes it in ISO form; raise `ValueError` on one still to come."""
    plain = re.sub(r"[./\s-]+", "-", text)
    for form in DAYS:
        with suppress(ValueError):
            day = datetime.strptime(plain, form).date()
            break
    else:
        raise ValueError(f"{text!r} is no day; write it as 27/11/2026 or 2026-11-27")
    if day > date.today() + timedelta(days=1):  # east of this machine, tomorrow has begun
        raise ValueError(f"the day {day} is still to come; correct it")
    return day.isoformat()


def is_reviewed(row: Row) -> bool:
    """Say whether a reviewer has filled in what they think of a row."""
    return row["state"].casefold() not in ("", "draft", "missing")


def take_row(row: Row, line: Row, rules: Rules) -> tuple[str, Review | None]:
    """Return (new translation or "", review or None) of a row that came back.

    `line` is what the site says there, if anything. A suggestion must keep the rules; the row's
    review, if it has one, is then of the suggestion. Raises `ValueError` on what does not fit.
    """
    here = single_spaced(line["translation"]) if line else ""
    same = bool(here) and single_spaced(row["suggestion"]) == here  # also: was taken before
    if not line or not same and single_spaced(row["translation"]) != here:
        raise ValueError(
            "the site does not say these words; leave both as they were, and write better ones "
            "into the column suggestion"
        )
    new = "" if same else row["suggestion"]
    if new and " | " in line["english"]:
        raise ValueError("write plural forms into the catalog")
    if new and (wrong := wrong_with(line["english"], new, rules)):
        raise ValueError(f"the suggestion {'; '.join(wrong)}")
    if not is_reviewed(row):
        return new, None
    if not new and not line["translation"]:
        raise ValueError("there is no translation yet; write one into the column suggestion")
    return new, Review(row["state"].casefold(), row["who"], row["role"], day_of(row["day"]))


@click.group("review")
def review() -> None:
    """Who has checked which translation."""


@review.command("list")
@with_language
def list_reviews(bench: Workbench, language: Language) -> None:
    """Print who has checked how much, and what is left."""
    rows = rows_of(bench, language)
    by = Counter((row["state"], row["who"], row["role"], row["day"]) for row in rows)
    for words, count in sorted(by.items()):
        click.echo(" · ".join(part for part in (f"{count} {words[0]}", *words[1:]) if part))


@review.command("export")
@with_language
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def export_reviews(bench: Workbench, language: Language, file: Path) -> None:
    """Write what a reviewer needs: FILE.csv for a spreadsheet, FILE.html as two columns."""
    if file.suffix not in (".csv", ".html"):
        raise click.ClickException(f"{file}: end its name in .csv (spreadsheets open it) or .html")
    rows = rows_of(bench, language)
    if file.suffix == ".html":
        text = render_skeleton("review.html", language=language, rows=rows)
    else:
        text = to_csv(rows)
    file.write_text(text, encoding="utf-8", newline="")
    click.echo(f"{file}: {len(rows)} lines")


@review.command("take")
@with_language
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
def take_reviews(bench: Workbench, language: Language, file: Path) -> None:
    """Take a CSV back from a reviewer: what fits is taken, the rest is reported row by row."""
    try:
        returned = from_csv(file.read_bytes())
    except UnicodeDecodeError as error:
        raise click.ClickException(f"{file}: not UTF-8; save it as CSV in UTF-8") from error
    except ValueError as error:
        raise click.ClickException(f"{file}: {error}") from error
    rules = rules_of(bench.content, language, bench.folder)
    lines = {single_spaced(line["english"]): line for line in rows_of(bench, language)}
    reviews: dict[str, Review] = {}
    suggested: dict[str, str] = {}
    refused = []
    for number, row in enumerate(returned, 2):
        if not row["suggestion"] and not is_reviewed(row):
            continue
        line = lines.get(single_spaced(row["english"]), {})
        try:
            new, checked = take_row(row, line, rules)
        except ValueError as error:
            refused.append(f"row {number}: {error}")
            continue
        english = line["english"]
        if new:
            suggested[english] = new
            click.echo(f"{language.tag}: now in its catalog: “{english}” → “{new}”")
        if checked:
            reviews[hash_of(english, new or line["translation"])] = checked
    if suggested:
        bench.translate(language, suggested)
    bench.record(language, reviews)
    click.echo(f"{language.tag}: reviews recorded: {len(reviews)}")
    for fault in refused:
        click.echo(f"NOT TAKEN {fault}", err=True)
    if refused:
        raise click.exceptions.Exit(1)


@review.command("record")
@with_language
@click.option("--who", required=True, help="the name of whoever checked")
@click.option("--role", required=True, help="such as: translator, native reader, lawyer")
@click.option("--day", required=True, help="such as 2027-01-31")
@click.option("--state", type=click.Choice(STATES[1:]), default="checked")
@click.option("--where", default="", help="only where it stands there: pages/help")
def record_reviews(bench: Workbench, language: Language, day: str, where: str, **by: str) -> None:
    """Record that somebody has checked all, or all that stands somewhere."""
    try:
        checked = Review(day=day_of(day), **by)
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    # Not what only begins alike: pages/help is not pages/helpers.
    inside = re.compile(rf"(?:^|.* ){re.escape(where)}(?:[#/ ].*|$)" if where else "")
    reviews = {
        hash_of(row["english"], row["translation"]): checked
        for row in rows_of(bench, language)
        if row["translation"] and inside.match(row["where"])
    }
    if not reviews:
        remedy = "take a place from the column “where” of messages review export"
        raise click.ClickException(f"nothing that is translated stands in {where!r}; {remedy}")
    bench.record(language, reviews)
    click.echo(f"{language.tag}: reviews recorded: {len(reviews)}")
