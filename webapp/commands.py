"""The commands: content, messages, serve. They print for editors, developers and operators.

`python -m webapp ...` runs them even where faults keep the app itself from starting, and
`flask --app webapp ...` where it starts.
"""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import click

from webapp import explainer as floor
from webapp.explainer import provenance
from webapp.explainer.model import Explainer
from webapp.explainer.references import passages_of
from webapp.explainer.walk import ContentError
from webapp.i18n import extraction
from webapp.settings import HERE, Settings, SettingsError
from webapp.site.machine import pictures


def settings() -> Settings:
    """Return the settings, or stop with what is wrong with them."""
    try:
        return Settings.from_environment(os.environ)
    except SettingsError as error:
        raise click.ClickException(str(error)) from error


@click.group()
def cli() -> None:
    """Check the words, write the translators' template, serve the site."""


@cli.group()
def content() -> None:
    """What the site says."""


@content.command("check")
def content_check() -> None:
    """Print what stands on what, how plain it is, and every fault; exit 1 on any."""
    if not print_report(settings().content, pictures()):
        raise click.exceptions.Exit(1)


def print_report(folder: Path, known_pictures: frozenset[str]) -> bool:
    """Print the report of a content folder; return whether it has no fault."""
    # Here, not above: textstat takes a second to load, and the app itself never needs it.
    from webapp.explainer import plain_language

    explained, faults = floor.examine(folder, known_pictures)
    for source in explained.sources:
        click.echo(f"source {source.id}: {len(source.paragraphs)} paragraphs, {source.sha256}")
    kinds = Counter(each.kind.value for _, _, each in passages_of(explained))
    click.echo("passages: " + ", ".join(f"{name} {kinds[name]}" for name in sorted(kinds)))
    states = [each for each in provenance.coverage(explained) if each.state != "furniture"]
    done = sum(each.state != "open" for each in states)
    share = 100 * done // len(states) if states else 0
    click.echo(f"source paragraphs explained: {done} of {len(states)} ({share} per cent)")
    breaches = [str(each) for each in faults]
    breaches += [
        f"sources/{each.source}: paragraph {each.number}: nothing explains it; cite it, or mark "
        "it as furniture in sources.toml"
        for each in states
        if each.state == "open"
    ]
    if not faults:
        long = plain_language.longest(explained)
        click.echo(f"longest sentence: {len(long.words.split())} words ({long.key}): {long.words}")
        for (place, voice), (grade, words) in sorted(plain_language.grades(explained).items()):
            if not place:
                click.echo(f"reading grade, {voice}: {grade:.1f} ({words} words)")
        hard = Counter(word for _, word in plain_language.hard_words(explained))
        click.echo(f"unexplained hard words: {', '.join(sorted(hard)) or 'none'}")
        breaches += [str(each) for each in plain_language.check(explained)]
    for breach in breaches:
        click.echo(f"FAULT {breach}", err=True)
    click.echo(f"faults: {len(breaches)}")
    return not breaches


@cli.group()
def messages() -> None:
    """What translators get."""


@messages.command("extract")
def messages_extract() -> None:
    """Write translations/messages.pot from content, templates and Python."""
    chosen = settings()
    count = extraction.write(_said(), HERE, chosen.translations)
    click.echo(f"wrote messages.pot: {count} messages")


@messages.command("check")
def messages_check() -> None:
    """Stop where the template is not what the words now give."""
    if not extraction.is_current(_said(), HERE, settings().translations):
        raise click.ClickException("translations/messages.pot is out of date; run: make messages")
    click.echo("messages.pot is up to date")


def _said() -> Explainer:
    return floor.load(settings().content, pictures())


@cli.command()
def serve() -> None:
    """Serve the site with granian on HOST and PORT."""
    from granian import Granian
    from granian.constants import Interfaces

    from webapp import create_app

    chosen = settings()
    try:
        create_app(chosen)  # faults are told here, once, not by each worker
    except ContentError as error:
        raise click.ClickException(f"the content has faults:\n{error}") from error
    click.echo(f"http://{chosen.host}:{chosen.port}/")
    Granian(
        "webapp:create_app",
        factory=True,
        address=chosen.host,
        port=chosen.port,
        interface=Interfaces.WSGI,
        log_access=False,
    ).serve()
