"""The commands for translators and reviewers: `messages extract, check, report, review`."""

from __future__ import annotations

import os
from collections import Counter
from html import escape
from pathlib import Path

import click

from webapp import explainer as floor
from webapp.explainer.model import Explainer, iter_units
from webapp.explainer.schema import ContentError
from webapp.i18n import catalogs, checks, extraction, review
from webapp.i18n.languages import LANGUAGES, SOURCE, Language
from webapp.settings import HERE, Settings
from webapp.site.assets import pictures

TRANSLATED = tuple(each for each in LANGUAGES if each != SOURCE)
LOCALES = {each.locale: each for each in TRANSLATED}


def _folder() -> Path:
    return Settings.from_environment(os.environ).translations


def _said() -> Explainer:
    try:
        return floor.load(Settings.from_environment(os.environ).content, pictures())
    except ContentError as error:
        raise click.ClickException(f"the content has faults:\n{error}") from error


@click.group()
def messages() -> None:
    """What translators get, what they gave, and who has checked it."""


@messages.command("extract")
def extract() -> None:
    """Bring messages.pot and every catalog to the words of today."""
    said, folder = _said(), _folder()
    count = extraction.write(said, HERE, folder)
    click.echo(f"wrote messages.pot: {count} messages")
    for language in TRANSLATED:
        extraction.update(said, HERE, folder, language)
        click.echo(f"updated {language.locale}")


@messages.command("compile")
def compile_catalogs() -> None:
    """Compile every catalog, so that the site can say it."""
    try:
        catalogs.compile_all(_folder())
    except catalogs.CatalogError as error:
        raise click.ClickException(str(error)) from error


@messages.command("check")
def check() -> None:
    """Stop where the template or a catalog is not as it must be; tell every fault."""
    said, folder = _said(), _folder()
    if not extraction.is_current(said, HERE, folder):
        raise click.ClickException("translations/messages.pot is out of date; run: make messages")
    click.echo("messages.pot is up to date")
    template = catalogs.read_template(folder)
    faults = []
    for language in TRANSLATED:
        try:
            found = checks.check(said, language, folder, template)
        except catalogs.CatalogError as error:
            raise click.ClickException(str(error)) from error
        faults += found
        click.echo(f"{language.locale}: {len(found)} faults")
    for each in faults:
        click.echo(f"FAULT {each}", err=True)
    if faults:
        raise click.exceptions.Exit(1)


@messages.command("report")
def report() -> None:
    """Print how far each language is, and which blocks stand in English because of what."""
    said, folder = _said(), _folder()
    catalogs.compile_all(folder)
    catalogs.forget()
    for language in TRANSLATED:
        far = review.progress(language, folder)
        click.echo(
            f"{language.locale}: {far.state}; {far.translated} of {far.messages} translated, "
            f"{far.checked} checked, {far.approved} approved"
        )
        held = catalogs.catalog(language, folder)
        told = catalogs.localize(said, language, folder)
        for unit in iter_units(said):
            if unit.key in told.english:
                for words in catalogs.lapsed(unit, held):
                    click.echo(f"  {unit.key} stands in English: not translated: “{words}”")


@messages.group("review")
def reviews() -> None:
    """Who has checked which translation."""


def _language(locale: str) -> Language:
    if locale not in LOCALES:
        raise click.ClickException(f"{locale!r} is none of {', '.join(LOCALES)}; give one")
    return LOCALES[locale]


@reviews.command("list")
@click.argument("locale")
def list_reviews(locale: str) -> None:
    """Print who has checked how much, and what is left."""
    language, folder = _language(locale), _folder()
    rows = list(_rows(language, folder))
    by = Counter((each["state"], each["who"], each["role"], each["day"]) for each in rows)
    for (state, who, role, day), count in sorted(by.items()):
        click.echo(" · ".join(part for part in (f"{count} {state}", who, role, day) if part))


def _rows(language: Language, folder: Path) -> list[dict[str, str]]:
    return list(
        review.rows(
            catalogs.read_template(folder),
            catalogs.read_translated(folder, language),
            review.read(folder, language),
        )
    )


@reviews.command("export")
@click.argument("locale")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def export_reviews(locale: str, file: Path) -> None:
    """Write what a reviewer needs: FILE.csv for a spreadsheet, FILE.html as two columns."""
    language = _language(locale)
    rows = _rows(language, _folder())
    told = _page(language, rows) if file.suffix == ".html" else review.to_csv(rows)
    file.write_text(told, encoding="utf-8", newline="")
    click.echo(f"{file}: {len(rows)} lines")


@reviews.command("take")
@click.argument("locale")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
def take_reviews(locale: str, file: Path) -> None:
    """Take a CSV back from a reviewer; nothing is taken where anything does not fit."""
    language, folder = _language(locale), _folder()
    try:
        text = file.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise click.ClickException(f"{file}: not UTF-8; save it as CSV in UTF-8") from error
    template = catalogs.read_template(folder)
    found, faults = review.from_csv(text, template, catalogs.read_translated(folder, language))
    if faults:
        raise click.ClickException("nothing was taken:\n" + "\n".join(faults))
    review.write(folder, language, {**review.read(folder, language), **found})
    click.echo(f"{language.locale}: {len(found)} reviews recorded")


@reviews.command("record")
@click.argument("locale")
@click.option("--who", required=True, help="the name of whoever checked")
@click.option("--role", required=True, help="such as: translator, native reader, lawyer")
@click.option("--day", required=True, help="such as 2027-01-31")
@click.option("--state", type=click.Choice(review.STATES[1:]), default="checked")
@click.option("--where", default="", help="only where it stands there: pages/help")
def record_reviews(locale: str, who: str, role: str, day: str, state: str, where: str) -> None:
    """Record that somebody has checked all, or all that stands somewhere."""
    language, folder = _language(locale), _folder()
    rows = _rows(language, folder)
    chosen = [
        {**each, "state": state, "who": who, "role": role, "day": day}
        for each in rows
        if each["translation"] and any(_within(place, where) for place in each["where"].split(" "))
    ]
    template = catalogs.read_template(folder)
    held = catalogs.read_translated(folder, language)
    found, faults = review.from_csv(review.to_csv(chosen), template, held)
    if faults:
        raise click.ClickException(faults[0])
    review.write(folder, language, {**review.read(folder, language), **found})
    click.echo(f"{language.locale}: {len(found)} reviews recorded")


def _within(place: str, where: str) -> bool:
    """Say whether a place is what was named, or stands in it: not what only begins alike."""
    return not where or place == where or place.startswith((f"{where}#", f"{where}/"))


def _page(language: Language, rows: list[dict[str, str]]) -> str:
    """Return a page of two columns for a reviewer who prints it, or reads it without a login."""
    lines = "\n".join(
        f'<tr id="{each["line"]}"><th scope="row">{language.tag} {each["line"]}</th>'
        f'<td lang="en" dir="ltr">{escape(each["english"])}</td>'
        f'<td lang="{language.tag}" dir="{language.direction}">{escape(each["translation"])}</td>'
        f"<td>{each['state']}</td></tr>"
        for each in rows
    )
    return f"""<!doctype html>
<html lang="en"><meta charset="utf-8"><title>{language.english_name}, line by line</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>body{{font:1rem/1.5 system-ui,sans-serif}}td,th{{vertical-align:top;text-align:start;
padding:.4rem;border-block-end:1px solid}}table{{border-collapse:collapse}}
td[lang=ur]{{font:1.1rem/2.2 "Noto Nastaliq Urdu",serif}}</style>
<h1>{language.english_name}, line by line</h1>
<table><thead><tr><th>Line</th><th>English</th><th>{language.own_name}</th><th>State</th></tr></thead>
<tbody>
{lines}
</tbody></table></html>
"""
