"""The commands for translators: `messages extract, check, spelling, report, keep, new, offer`."""

import json
import re
from collections import defaultdict
from datetime import date

import click
from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.messages.catalog import Catalog

from webapp import workbench
from webapp.i18n import catalogs
from webapp.i18n.languages import FILE, SOURCE
from webapp.workbench import catalog_checks, extraction, reviews
from webapp.workbench.catalog_checks import Gap
from webapp.workbench.extraction import Workbench, with_bench

commands = click.Group()
commands.add_command(reviews.review)
COMMAND = ".venv/bin/python -m webapp messages"
# Commands but `report` print at most so many sentences that stand in English.
SHOWN = 10


@commands.command("extract")
@with_bench
def extract(bench: Workbench) -> None:
    """Bring the templates and every catalog to the words of today."""
    pots = _updated(bench)
    for domain, pot in pots.items():
        click.echo(f"wrote {domain}.pot: {len(pot)} messages")
    click.echo(f"updated {', '.join(language.tag for language in bench.translated)}")
    _show(_in_english(bench, bench.united(pots)))


def _updated(bench: Workbench) -> dict[str, Catalog]:
    pots = bench.templates()
    for domain, pot in pots.items():
        (bench.folder / f"{domain}.pot").write_bytes(extraction.as_po(pot))
        for language in bench.translated:
            extraction.update(pot, bench.folder, language, domain)
    return pots


def _in_english(bench: Workbench, pot: Catalog) -> list[tuple[str, Gap]]:
    """Return (tag, sentence) of all that is not translated, in what is common and our own."""
    return [
        (language.tag, gap)
        for language in bench.offered
        for gap in catalog_checks.untranslated(pot, bench.catalog(language))
    ]


def _show(in_english: list[tuple[str, Gap]], most: int = SHOWN) -> None:
    """Print which sentences readers get in English, where and why, and what can be kept."""
    tags = defaultdict[tuple[str, str], list[str]](list)
    for tag, gap in in_english:
        tags[gap.why, catalog_checks.place_of(gap.message)].append(tag)
    for (why, place), languages in list(tags.items())[:most]:
        click.echo(f"{why} in {', '.join(languages)}: {place}")
    if len(tags) > most:
        click.echo(f"and {len(tags) - most} more; see: {COMMAND} report")
    changes = {gap.id: gap for _, gap in in_english if gap.was}
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
    pot = bench.united(_updated(bench))
    in_english = _in_english(bench, pot)
    changes = {gap.id: gap for _, gap in in_english if gap.was}
    if not ids:
        _show(in_english)
        return
    if not who.strip() or set(ids) - set(changes):
        known = ", ".join(changes) or "no change"
        raise click.ClickException(f"give --who, and ids out of: {known}")
    for language in bench.translated:
        checked = bench.reviews(language)
        said, moved = {}, {}
        for gap in catalog_checks.untranslated(pot, bench.catalog(language)):
            if gap.was and gap.id in ids:
                english = str(gap.message.id)
                said[english] = gap.translation
                # Who checked the sentence is not made to check a comma; the record shows both.
                if review := checked.get(catalogs.hash_of(gap.was, gap.translation)):
                    moved[catalogs.hash_of(english, gap.translation)] = review
                click.echo(f"{language.tag}: “{gap.translation}” stands")
        bench.translate(language, said)
        reviews.record(bench, language, moved)
    day = date.today().isoformat()
    kept = {
        str(changes[id].message.id): catalogs.Kept(changes[id].was, who.strip(), day) for id in ids
    }
    path = bench.folder / catalogs.KEPT
    reviews.write_records(path, {**bench.kept(), **kept})
    click.echo(f"recorded in {path}; reviewers see both wordings")


@commands.command("spelling")
@click.argument("tag")
@click.option("--accept", is_flag=True, help="they are right: write them into its exceptions")
@with_bench
def spell(bench: Workbench, tag: str, accept: bool) -> None:
    """Print the words of a language that no dictionary knows, and where each stands."""
    language = bench.language(tag)
    po = bench.catalog(language)
    odd = catalog_checks.misspelt(po, language, bench.folder)
    if accept:
        catalog_checks.accept({each.place for each in odd}, po, bench.folder, language)
    for each in odd:
        click.echo(f"{each.place}  {each.file}")
    click.echo(f"{len(odd)} words{', accepted' if accept else ''}")


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
    pot = bench.united(pots)
    failed = False
    lacking: set[str] = set()
    for language in bench.translated:
        offered = language in bench.offered
        po = bench.catalog(language)
        odd = catalog_checks.misspelt(po, language, bench.folder)
        faults = catalog_checks.check(bench.content, language, bench.folder, pot)
        # What nobody is offered yet is told as a count.
        faults += odd if offered else []
        if installed:
            lacking |= {
                fault.place for fault in faults if fault.remedy == catalog_checks.NOT_INSTALLED
            }
            faults = [fault for fault in faults if fault.remedy != catalog_checks.NOT_INSTALLED]
        failed = failed or bool(faults)
        for fault in faults:
            click.echo(f"FAULT {fault}", err=True)
        absent = len(catalog_checks.untranslated(pot, po))
        counts = f"{len(faults)} faults, {absent} of {len(pot)} not translated"
        if not offered:
            before = len(catalog_checks.lacking(bench.content, pot, po))
            counts += f", {before} of these needed to offer it"
        if language.dictionary:
            known = len(catalog_checks.exceptions(bench.folder, language))
            counts += f", {len(odd)} words in no dictionary, {known} exceptions"
        click.echo(f"{language.tag}: {counts}")
        for domain in bench.domains:
            path = catalogs.po_of(bench.folder, language, domain)
            stored = catalogs.read_po_file(path, language.locale)
            if path.read_bytes() != extraction.as_po(stored):
                click.echo(f"{language.tag}: saved by an editor of catalogs; run: make messages")
    _show(_in_english(bench, pot))
    if lacking:
        names = ", ".join(sorted(lacking))
        click.echo(f"NOT CHECKED, as it is not installed here: {names}; run: make debian", err=True)
    if failed:
        raise click.exceptions.Exit(1)


@commands.command("report")
@with_bench
def report(bench: Workbench) -> None:
    """Print how far each language is, and what readers get in English, where and why."""
    for language in bench.translated:
        far = catalogs.localize(bench.content, language, bench.folder).progress
        click.echo(
            f"{language.tag}: {far.state}; {far.translated} of {far.messages} translated, "
            f"{far.checked} checked, {far.approved} approved"
        )
    pot = bench.template()
    _show(_in_english(bench, pot), len(pot))


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
    _begin(bench, locale, tag)
    language = bench.language(tag)
    for domain, pot in bench.templates().items():
        extraction.update(pot, bench.folder, language, domain)
    click.echo(
        f"{bench.folder / language.locale}: begun. Its words: LC_MESSAGES/*.po; its terms, "
        "hedges and words of need: the .toml files.\n"
        f"To see it: make preview LANGUAGE={tag}\n"
        f"To offer it: {COMMAND} offer {tag}"
    )


def _begin(bench: Workbench, locale: Locale, tag: str) -> None:
    """Write the table of a language and the smallest files that the checks read."""
    own_name = str(locale.display_name)
    values = {
        "tag": tag,
        "locale": locale,
        "own_name": own_name[0].upper() + own_name[1:],
        "english_name": locale.english_name,
        "script": locale.script or get_global("likely_subtags")[locale.language].split("_")[1],
        "content": bench.content,
    }
    with (bench.folder / FILE).open("a", encoding="utf-8") as languages:
        languages.write(workbench.render_skeleton("languages.toml", **values))
    own = bench.folder / str(locale)
    own.mkdir(exist_ok=True)
    for file in workbench.skeletons_in("language"):
        words = workbench.render_skeleton(f"language/{file}", **values)
        (own / file).write_text(words, encoding="utf-8")


@commands.command("offer")
@click.argument("tag")
@with_bench
def offer(bench: Workbench, tag: str) -> None:
    """Offer a language to readers, if all that they cannot do without is translated."""
    language = bench.language(tag)
    if language in bench.offered:
        raise click.ClickException(f"{tag} is offered already")
    absent = catalog_checks.lacking(bench.content, bench.template(), bench.catalog(language))
    for message in absent:
        click.echo(f"{catalog_checks.place_of(message)} is not translated", err=True)
    if absent:
        raise click.ClickException(f"{len(absent)} messages must be translated before")
    path = bench.folder / FILE
    before, head, after = path.read_text(encoding="utf-8").partition(f"[{tag}]\n")
    offered = json.dumps([*language.offered, bench.content.inspection.id])
    table, end, rest = after.partition("\n[")
    table = re.sub(r"(?m)^offered = .*\n", "", table)
    path.write_text(f"{before}{head}offered = {offered}\n{table}{end}{rest}", encoding="utf-8")
    click.echo(f"{tag} is offered from the next build on, and no edit of English takes it away")
