"""The commands for editors: `content check`, `content keys`."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click

from webapp import explainer
from webapp.explainer import provenance
from webapp.explainer.model import passages_of
from webapp.settings import Settings
from webapp.site.assets import pictures
from webapp.workbench import keys, readability


@click.command("check")
@click.pass_obj
def check(settings: Settings) -> None:
    """Print what stands on what, how plain it is, and every fault; exit 1 on any."""
    sound = print_report(settings.content, pictures())
    if not settings.contact:
        click.echo(
            "no CONTACT_URL or CONTACT_EMAIL: /.well-known/security.txt answers 404, and nobody "
            "learns where to report a mistake"
        )
    if not sound:
        raise click.exceptions.Exit(1)


@click.command("keys")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
def write_keys(file: Path) -> None:
    """Write the tables of files, keys and pages into FILE: docs/content.md."""
    file.write_text(keys.filled(file.read_text(encoding="utf-8")), encoding="utf-8")


COMMANDS: dict[str, click.Command] = {"check": check, "keys": write_keys}


def print_report(folder: Path, known_pictures: frozenset[str]) -> bool:
    """Print the report of a content folder; return whether it has no fault."""
    explained, faults = explainer.examine(folder, known_pictures)
    for source in explained.sources:
        click.echo(f"source {source.id}: {len(source.paragraphs)} paragraphs, {source.sha256}")
    kinds = Counter(passage.kind.value for _, _, passage in passages_of(explained))
    click.echo("passages: " + ", ".join(f"{name} {kinds[name]}" for name in sorted(kinds)))
    paragraphs = [
        paragraph for paragraph in provenance.coverage(explained) if paragraph.state != "furniture"
    ]
    done = sum(paragraph.state != "open" for paragraph in paragraphs)
    share = 100 * done // len(paragraphs) if paragraphs else 0
    click.echo(f"source paragraphs explained: {done} of {len(paragraphs)} ({share} per cent)")
    breaches = [str(fault) for fault in faults]
    breaches += [
        f"sources/{paragraph.source}: paragraph {paragraph.number}: nothing explains it; cite it, "
        "or mark it as furniture in sources.toml"
        for paragraph in paragraphs
        if paragraph.state == "open"
    ]
    if not faults:
        long = readability.longest(explained)
        click.echo(f"longest sentence: {len(long.words.split())} words ({long.key}): {long.words}")
        for (place, voice), (reached, words) in sorted(readability.grades(explained).items()):
            if not place:
                click.echo(f"reading grade, {voice}: {reached:.1f} ({words} words)")
        hard = Counter(word for _, word in readability.hard_words(explained))
        click.echo(f"unexplained hard words: {', '.join(sorted(hard)) or 'none'}")
        breaches += [str(fault) for fault in readability.check(explained)]
    for breach in breaches:
        click.echo(f"FAULT {breach}", err=True)
    click.echo(f"faults: {len(breaches)}")
    return not breaches
