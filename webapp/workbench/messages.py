"""The commands for translators: `messages extract, check, spelling, report, keep, new, offer`."""

from __future__ import annotations

from datetime import date

import click
from babel.messages.catalog import Catalog, Message

from webapp.i18n import catalogs
from webapp.i18n.languages import SOURCE, Language
from webapp.workbench import catalog_checks, extraction, new_language, reviews, spelling
from webapp.workbench.extraction import Workbench, with_bench

# `check` prints at most so many lapsed sentences a language; `report` prints all.
SHOWN_LAPSES = 10


@click.command("extract")
@with_bench
def extract(bench: Workbench) -> None:
    """Bring messages.pot and every catalog to the words of today."""
    pot = _updated(bench)
    click.echo(f"wrote messages.pot: {len(pot)} messages")
    click.echo(f"updated {', '.join(language.tag for language in bench.translated)}")
    _show_mended(bench, pot)


def _updated(bench: Workbench) -> Catalog:
    pot = bench.template()
    (bench.folder / catalogs.TEMPLATE).write_bytes(extraction.as_po(pot))
    for language in bench.translated:
        extraction.update(pot, bench.folder, language)
    return pot


def _changes(bench: Workbench, pot: Catalog) -> dict[str, tuple[Message, str]]:
    """Return id -> (message, its English before) of what lapsed in an offered language."""
    found = {}
    for language in bench.translated:
        po = catalogs.read_translated(bench.folder, language)
        for message, was, _ in extraction.mended(pot, po) if bench.offers(language) else ():
            found[_id(was, message)] = message, was
    return found


def _id(was: str, message: Message) -> str:
    return catalogs.mark(was, str(message.id))[:8]


def _show_mended(bench: Workbench, pot: Catalog) -> None:
    changes = _changes(bench, pot)
    for id, (message, was) in changes.items():
        click.echo(f"\nCHANGED {id}  {message.locations[0][0]}")
        click.echo(f"  was: {was}\n  now: {message.id}")
    if changes:
        click.echo(
            "\nTheir translations have lapsed. Where the meaning stayed the same (a typo, a comma):"
            f'\n  python -m webapp messages keep --who "YOUR NAME" {" ".join(changes)}'
        )


@click.command("keep")
@click.argument("ids", nargs=-1)
@click.option("--who", default="", help="your name, which the record keeps")
@with_bench
def keep(bench: Workbench, ids: tuple[str, ...], who: str) -> None:
    """Record that changes of English left their meaning, so that translations stand.

    Without IDS, the changes are listed.
    """
    pot = _updated(bench)
    changes = _changes(bench, pot)
    if not ids:
        return _show_mended(bench, pot)
    if not who.strip() or set(ids) - set(changes):
        ids = tuple(changes) or ("no change",)
        raise click.ClickException(f"give --who, and ids out of: {', '.join(ids)}")
    for language in bench.translated:
        po = catalogs.read_translated(bench.folder, language)
        known = catalogs.read_reviews(bench.folder, language)
        for message, was, text in extraction.mended(pot, po):
            if _id(was, message) in ids:
                po[message.id].string = text
                del po.obsolete[was]
                # Who checked the sentence is not made to check a comma; the record shows both.
                if review := known.get(catalogs.mark(was, text)):
                    known[catalogs.mark(str(message.id), text)] = review
                click.echo(f"{language.tag}: “{text}” stands")
        extraction.write(po, bench.folder, language)
        reviews.write_reviews(bench.folder, language, known)
    day = date.today().isoformat()
    kept = {str(message.id): reviews.Kept(was, who.strip(), day)
            for id, (message, was) in changes.items() if id in ids}  # fmt: skip
    reviews.write_kept(bench.folder, {**reviews.read_kept(bench.folder), **kept})


@click.command("spelling")
@click.argument("tag")
@click.option("--accept", is_flag=True, help="they are right: write them into its exceptions")
@with_bench
def spell(bench: Workbench, tag: str, accept: bool) -> None:
    """Print the words of a language that no dictionary knows, and where each stands."""
    language = bench.language(tag)
    po = catalogs.read_translated(bench.folder, language)
    odd = spelling.check(po, language, bench.folder)
    if accept:
        spelling.accept({each.place for each in odd}, po, bench.folder, language)
    for each in odd:
        click.echo(f"{each.place}  {each.file}")
    click.echo(f"{len(odd)} words{', accepted' if accept else ''}")


@click.command("check")
@click.option("--installed", is_flag=True, help="leave out checkers that this machine lacks")
@with_bench
def check(bench: Workbench, installed: bool) -> None:
    """Print every mistake, then how much is missing; exit 1 on a mistake."""
    pot = bench.template()
    path = bench.folder / catalogs.TEMPLATE
    if not path.is_file() or path.read_bytes() != extraction.as_po(pot):
        raise click.ClickException("translations/messages.pot is out of date; run: make messages")
    click.echo("messages.pot is up to date")
    failed = False
    lacking: set[str] = set()
    for language in bench.translated:
        faults = catalog_checks.check(bench.content, language, bench.folder, pot)
        po = catalogs.read_translated(bench.folder, language)
        odd = spelling.check(po, language, bench.folder)
        # What nobody is offered yet is told as a count.
        faults += odd if bench.offers(language) else []
        if installed:
            absent = [each for each in faults if each.remedy == catalog_checks.NOT_INSTALLED]
            lacking.update(fault.place for fault in absent)
            faults = [fault for fault in faults if fault not in absent]
        failed = failed or bool(faults)
        for fault in faults:
            click.echo(f"FAULT {fault}", err=True)
        count = len(catalog_checks.untranslated(pot, po))
        before = len(catalog_checks.lacking(bench.content, pot, po))
        offer = "" if bench.offers(language) else f", {before} of these needed to offer it"
        counts = f"{len(faults)} faults, {count} of {len(pot)} not translated{offer}"
        if language.dictionary:
            known = len(spelling.exceptions(bench.folder, language))
            counts += f", {len(odd)} words in no dictionary, {known} exceptions"
        click.echo(f"{language.tag}: {counts}")
        if catalogs.po_of(bench.folder, language).read_bytes() != extraction.as_po(po):
            click.echo(f"{language.tag}: saved by an editor of catalogs; run: make messages")
        if bench.offers(language):
            _show_lapsed(bench, language, SHOWN_LAPSES)
    _show_mended(bench, pot)
    if lacking:
        names = ", ".join(sorted(lacking))
        click.echo(f"NOT CHECKED, as it is not installed here: {names}; run: make debian", err=True)
    if failed:
        raise click.exceptions.Exit(1)


def _show_lapsed(bench: Workbench, language: Language, most: int) -> None:
    english = catalogs.localize(bench.content, language, bench.folder).english
    lines = [f"LAPSED {language.tag} {key}: “{words}”" for key in english for words in english[key]]
    for line in lines[:most]:
        click.echo(line)
    if len(lines) > most:
        click.echo(f"and {len(lines) - most} more; see: python -m webapp messages report")


@click.command("report")
@with_bench
def report(bench: Workbench) -> None:
    """Print how far each language is, and which blocks stand in English because of what."""
    for language in bench.translated:
        far = catalogs.localize(bench.content, language, bench.folder).progress
        click.echo(
            f"{language.tag}: {far.state}; {far.translated} of {far.messages} translated, "
            f"{far.checked} checked, {far.approved} approved"
        )
        _show_lapsed(bench, language, far.messages)


@click.command("new")
@click.argument("tag")
@with_bench
def new(bench: Workbench, tag: str) -> None:
    """Begin a language, which nobody is offered yet: TAG is such as de or pt-BR."""
    if tag in (SOURCE.tag, *(language.tag for language in bench.translated)):
        raise click.ClickException(f"{tag} is there already; see: make preview LANGUAGE={tag}")
    try:
        new_language.begin(bench.folder, tag, bench.content)
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    language = bench.language(tag)
    extraction.update(bench.template(), bench.folder, language)
    click.echo(f"{bench.folder / language.locale}: begun. Its words: LC_MESSAGES/messages.po; "
               f"its terms, hedges and words of need: the .toml files. To see it: make preview "
               f"LANGUAGE={tag}; to offer it: python -m webapp messages offer {tag}")  # fmt: skip


@click.command("offer")
@click.argument("tag")
@with_bench
def offer(bench: Workbench, tag: str) -> None:
    """Offer a language to readers, if all that they cannot do without is translated."""
    language, pot = bench.language(tag), bench.template()
    po = catalogs.read_translated(bench.folder, language)
    absent = catalog_checks.lacking(bench.content, pot, po)
    for message in absent:
        click.echo(f"{catalog_checks.place_of(message)} is not translated", err=True)
    if absent:
        raise click.ClickException(f"{len(absent)} messages must be translated before")
    new_language.offer(bench.folder, tag, bench.content.inspection.id)
    click.echo(f"{tag} is offered from the next build on, and no edit of English takes it away")


COMMANDS: dict[str, click.Command] = {
    str(command.name): command
    for command in (extract, keep, check, spell, report, new, offer, reviews.review)
}
