"""The commands for translators: `messages extract, check, report, keep, new, offer`."""

import json
from collections import defaultdict
from collections.abc import Mapping
from datetime import date

import click
from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.messages.catalog import Catalog

from webapp import workbench
from webapp.i18n import catalogs
from webapp.i18n.languages import FILE, SOURCE, Language, load
from webapp.workbench import catalog_checks, extraction, reviews
from webapp.workbench.catalog_checks import Gap, place_of, untranslated
from webapp.workbench.extraction import Workbench, with_bench, with_language

commands = click.Group()
commands.add_command(reviews.review)
COMMAND = ".venv/bin/python -m webapp messages"
# Commands but `report` print at most so many sentences that stand in English.
SHOWN = 10
# What the catalogs of each language do not translate.
Gaps = dict[Language, list[Gap]]


@commands.command("extract")
@with_bench
def extract(bench: Workbench) -> None:
    """Bring the templates and every catalog to the words of today."""
    pots = _updated(bench)
    for domain, pot in pots.items():
        click.echo(f"wrote {domain}.pot: {len(pot)} messages")
    click.echo(f"updated {', '.join(language.tag for language in bench.translated)}")
    _show(bench, _gaps(bench, pots))


def _updated(bench: Workbench) -> dict[str, Catalog]:
    pots = bench.templates()
    for domain, pot in pots.items():
        workbench.write_whole(bench.folder / f"{domain}.pot", extraction.as_po(pot))
    for language in bench.translated:
        extraction.update(pots, bench.folder, language)
    return pots


def _gaps(bench: Workbench, pots: Mapping[str, Catalog]) -> Gaps:
    pot = bench.template(pots)
    return {language: untranslated(pot, bench.catalog(language)) for language in bench.translated}


def _show(bench: Workbench, gaps: Gaps, most: int = SHOWN) -> None:
    """Print which sentences readers get in English, where and why, and what can be kept."""
    tags = defaultdict[tuple[str, str], list[str]](list)
    changes: dict[str, Gap] = {}
    for language in bench.offered:
        for gap in gaps[language]:
            tags[gap.why, place_of(gap.message)].append(language.tag)
            if gap.was:
                changes[gap.id] = gap
    for (why, place), languages in list(tags.items())[:most]:
        click.echo(f"{why} in {', '.join(languages)}: {place}")
    if len(tags) > most:
        click.echo(f"and {len(tags) - most} more; see: {COMMAND} report")
    for id, gap in changes.items():
        click.echo(f"\nCHANGED {id}  {gap.message.locations[0][0]}")
        click.echo(f"  was: {gap.was}\n  now: {gap.message.id}")
    if changes:
        click.echo(
            "\nTheir translations have lapsed. Where the meaning stayed the same (a typo, a comma):"
            f'\n  {COMMAND} keep --who "YOUR NAME" {" ".join(changes)}'
        )


@commands.command("keep")
@click.argument("ids", nargs=-1)
@click.option("--who", default="", help="your name, which the record keeps")
@with_bench
def keep(bench: Workbench, ids: tuple[str, ...], who: str) -> None:
    """Record that changes of English kept their meaning; without IDS, list the changes."""
    gaps = _gaps(bench, _updated(bench))
    changes = {gap.id: gap for language in bench.offered for gap in gaps[language] if gap.was}
    if not ids:
        _show(bench, gaps)
        return
    if not who.strip() or set(ids) - set(changes):
        known = ", ".join(changes) or "no change"
        raise click.ClickException(f"give --who, and ids out of: {known}")
    for language in bench.translated:
        checked = bench.reviews(language)
        translations, moved = {}, {}
        for gap in gaps[language]:
            if gap.was and gap.id in ids:
                english = str(gap.message.id)
                translations[english] = gap.translation
                # Who checked the sentence is not made to check a comma; the record shows both.
                if review := checked.get(catalogs.hash_of(gap.was, gap.translation)):
                    moved[catalogs.hash_of(english, gap.translation)] = review
                click.echo(f"{language.tag}: “{gap.translation}” stands")
        bench.translate(language, translations)
        bench.record(language, moved)
    day = date.today().isoformat()
    chosen = (changes[id] for id in ids)
    same = {str(gap.message.id): catalogs.SameMeaning(gap.was, who.strip(), day) for gap in chosen}
    path = bench.folder / catalogs.SAME_MEANING
    extraction.write_records(path, {**bench.same_meaning(), **same})
    click.echo(f"recorded in {path}; reviewers see both wordings")


@commands.command("check")
@click.option("--installed", is_flag=True, help="leave out checkers that this machine lacks")
@with_bench
def check(bench: Workbench, installed: bool) -> None:
    """Print every mistake, then how much is missing; exit 1 on a mistake."""
    pots = bench.templates()
    for domain, made in pots.items():
        path = bench.folder / f"{domain}.pot"
        if not path.is_file() or path.read_bytes() != extraction.as_po(made):
            raise click.ClickException(f"{path} is out of date; run: make messages")
        click.echo(f"{path.name} is up to date")
    count = len(bench.template(pots))
    gaps = _gaps(bench, pots)
    failed = False
    lacking: set[str] = set()
    for language, absent in gaps.items():
        misspelt = catalog_checks.misspelt(bench.catalog(language), language, bench.folder)
        faults = catalog_checks.check(bench.content, language, bench.folder, absent)
        counts = f"{len(absent)} of {count} not translated"
        if language in bench.offered:
            faults += misspelt
        else:  # what nobody is offered yet is told as a count
            before = len(catalog_checks.needed(bench.content, absent))
            counts += f", {before} of these needed to offer it"
        if installed:
            unchecked = [fault for fault in faults if fault.remedy == catalog_checks.NOT_INSTALLED]
            lacking |= {fault.place for fault in unchecked}
            faults = [fault for fault in faults if fault not in unchecked]
        failed = failed or bool(faults)
        for fault in faults:
            click.echo(f"FAULT {fault}", err=True)
        if language.dictionary:
            known = len(catalog_checks.exceptions(bench.folder, language))
            counts += f", words in no dictionary: {len(misspelt)}, exceptions: {known}"
        click.echo(f"{language.tag}: faults: {len(faults)}, {counts}")
        for domain in bench.domains:
            path = catalogs.po_of(bench.folder, language, domain)
            stored = catalogs.read_po_file(path, language.locale)
            if path.read_bytes() != extraction.as_po(stored):
                click.echo(f"{language.tag}: saved by an editor of catalogs; run: make messages")
    _show(bench, gaps)
    if lacking:
        names = ", ".join(sorted(lacking))
        click.echo(f"NOT CHECKED, as it is not installed here: {names}; run: make debian", err=True)
    if failed:
        raise click.exceptions.Exit(1)


@commands.command("report")
@with_bench
def report(bench: Workbench) -> None:
    """Print how far each language is, words in no dictionary, and what readers get in English."""
    for language in bench.translated:
        progress = catalogs.localize(bench.content, language, bench.folder).progress
        click.echo(
            f"{language.tag}: {progress.state}; {progress.translated} of {progress.messages} "
            f"translated, {progress.checked} checked, {progress.approved} approved"
        )
        for fault in catalog_checks.misspelt(bench.catalog(language), language, bench.folder):
            click.echo(f"  {fault}")
    pots = bench.templates()
    _show(bench, _gaps(bench, pots), len(bench.template(pots)))


@commands.command("new")
@click.argument("tag")
@with_bench
def new(bench: Workbench, tag: str) -> None:
    """Begin a language, which nobody is offered yet: TAG is such as de or pt-BR."""
    try:
        locale = Locale.parse(tag, sep="-")
    except (ValueError, UnknownLocaleError) as error:
        remedy = f"{tag!r} is no language that Babel knows; give de or pt-BR"
        raise click.ClickException(remedy) from error
    tag = str(locale).replace("_", "-")  # as addresses have it: pt-BR for PT-br
    if tag in (SOURCE.tag, *(language.tag for language in bench.translated)):
        raise click.ClickException(f"{tag} is there already; see: make preview LANGUAGE={tag}")
    # The smallest files that the checks read of a language, and then its table.
    own_name = str(locale.display_name)
    values = {
        "tag": tag,
        "locale": locale,
        "own_name": own_name[0].upper() + own_name[1:],
        "english_name": locale.english_name,
        "script": locale.script or get_global("likely_subtags")[locale.language].split("_")[1],
        "content": bench.content,
    }
    own = bench.folder / str(locale)
    own.mkdir(exist_ok=True)
    for file in workbench.skeletons_in("language"):
        words = workbench.render_skeleton(f"language/{file}", **values)
        workbench.write_whole(own / file, words.encode())
    path = bench.folder / FILE
    before = path.read_bytes() if path.is_file() else b""
    table = workbench.render_skeleton("languages.toml", **values)
    workbench.write_whole(path, before + table.encode())
    language = next(known for known in load(bench.folder) if known.tag == tag)
    extraction.update(bench.templates(), bench.folder, language)
    click.echo(
        f"{bench.folder / language.locale}: begun. Its words: LC_MESSAGES/*.po; its terms, "
        "hedges and words of need: the .toml files.\n"
        f"To see it: make preview LANGUAGE={tag}\n"
        f"To offer it: {COMMAND} offer {tag}"
    )


@commands.command("offer")
@with_language
def offer(bench: Workbench, language: Language) -> None:
    """Print the line that offers a language, if all that readers need is translated."""
    tag = language.tag
    if language in bench.offered:
        raise click.ClickException(f"{tag} is offered already")
    gaps = untranslated(bench.template(), bench.catalog(language))
    absent = catalog_checks.needed(bench.content, gaps)
    for gap in absent:
        click.echo(f"{place_of(gap.message)} is not translated", err=True)
    if absent:
        raise click.ClickException(f"messages that must be translated before: {len(absent)}")
    line = f"offered = {json.dumps([*language.offered, bench.content.inspection.id])}"
    click.echo(
        f"{tag} can be offered. Write this line into {bench.folder / FILE}, below [{tag}], in "
        f"place of an “offered” that is there:\n\n{line}\n\n"
        "It is offered from the next build on, and no edit of English takes it away."
    )
