"""The commands for editors: `content check, new, leftovers`."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import click

from webapp import explainer
from webapp.explainer import provenance
from webapp.explainer.claims import NUMBER, WORDS, names
from webapp.explainer.model import Explainer, passages_of
from webapp.explainer.provenance import Evidence
from webapp.explainer.schema import Fault
from webapp.settings import INSPECTIONS, Settings
from webapp.site.assets import pictures
from webapp.workbench import draft, readability

commands = click.Group()
A_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
# The folder that other inspections are drafted after.
MODEL = next(iter(INSPECTIONS.values()))
# What is counted -> the parts of an explainer that are counted.
COUNTED: dict[str, Callable[[Explainer], set[int]]] = {
    r"council areas?|councils": lambda own: {len(own.areas)},
    r"findings?": lambda own: {len(own.findings), *_kinds(own)},
    r"strengths|areas (?:for|of|that required|which require) improvement": lambda own: _kinds(own),
    r"cases": lambda own: {n for f in own.figures for n in (f.total, *(p.count for p in f.parts))},
}
# "Of every 100 cases" is a share.
NUMERAL = rf"(?<!every )\b({'|'.join(WORDS)}|{NUMBER.pattern})"
# Facts and contacts are counted by others: "six councils in Berkshire" share a number.
NOT_COUNTED = ("sources/facts.toml", "areas.toml")


@commands.command("check")
@click.pass_obj
def check(settings: Settings) -> None:
    """Print what stands on what, how plain it is, and every fault; exit 1 on any."""
    explained, found = explainer.examine(settings.content, pictures())
    to_write = [fault for fault in found if explainer.TO_WRITE in fault.remedy]
    faults = [fault for fault in found if fault not in to_write]
    for source in explained.sources:
        click.echo(f"source {source.id}: {len(source.paragraphs)} paragraphs, {source.sha256}")
    kinds = Counter(passage.kind.value for _, _, passage in passages_of(explained))
    click.echo("passages: " + ", ".join(f"{kind} {kinds[kind]}" for kind in sorted(kinds)))
    paragraphs = [each for each in provenance.coverage(explained) if each.state != "furniture"]
    unexplained = [each for each in paragraphs if each.state == "open"]
    done, count = len(paragraphs) - len(unexplained), len(paragraphs)
    share = 100 * done // max(count, 1)
    click.echo(f"source paragraphs explained: {done} of {count} ({share} per cent)")
    if not faults:
        _print_plainness(explained)
        faults += explainer.true_files(explained, readability.check(explained))
    remedy = "nothing explains it; cite it, or mark it as furniture in sources.toml"
    faults += [
        Fault(f"sources/{each.source}", f"paragraph {each.number}", remedy) for each in unexplained
    ]
    for fault in faults:
        click.echo(f"FAULT {fault}", err=True)
    for fault in to_write:
        click.echo(str(fault), err=True)
    files = len({fault.file for fault in to_write})
    waits = f", to write: {len(to_write)} in {files} files" if to_write else ""
    click.echo(f"faults: {len(faults)}{waits}")
    if not settings.contact:
        click.echo(
            "no CONTACT_URL or CONTACT_EMAIL: /.well-known/security.txt answers 404, and nobody "
            "learns where to report a mistake"
        )
    if faults or to_write:
        raise click.exceptions.Exit(1)


def _print_plainness(explained: Explainer) -> None:
    long = readability.longest(explained)
    click.echo(f"longest sentence: {len(long.words.split())} words ({long.key}): {long.words}")
    for (place, voice), (reached, words) in sorted(readability.grades(explained).items()):
        if not place:
            click.echo(f"reading grade, {voice}: {reached:.1f} ({words} words)")
    hard = {word for _, word in readability.hard_words(explained)}
    click.echo(f"unexplained hard words: {', '.join(sorted(hard)) or 'none'}")


@commands.command("new")
@click.option("--text", "file", required=True, type=A_FILE, help="the release, as published")
@click.option("--force", required=True, help="the police force: “Avon Police”")
@click.option("--published", required=True, type=click.DateTime(["%Y-%m-%d"]))
@click.option("--url", required=True, help="the address of the report")
@click.option("--areas", default="", help="its council areas, with commas between")
@click.option("--into", "folder", required=True, type=click.Path(path_type=Path, file_okay=False))
def new(file: Path, force: str, published: datetime, url: str, areas: str, folder: Path) -> None:
    """Draft the folder of another inspection from a release."""
    if folder.exists() and any(folder.iterdir()):
        raise click.ClickException(f"{folder} is not empty; name a folder that does not exist yet")
    if not url.startswith("https://"):
        raise click.ClickException(f"--url is {url!r}; give a full https:// address")
    try:
        named = [name for area in areas.split(",") if (name := area.strip())]
        model = explainer.load(MODEL)
        made = draft.draft(model, file.read_bytes(), force, published.date(), url, named, folder)
    except ValueError as error:
        raise click.ClickException(f"{file} is no text in UTF-8: {error}") from error
    kinds = Counter(made.bullets.values())
    click.echo(
        f"{folder}: {kinds['strength']} strengths and {kinds['improvement']} improvements "
        f"from {len(made.paragraphs)} paragraphs; furniture: {made.furniture}. Look at both.\n"
        f"What is to write: CONTENT={folder} .venv/bin/python -m webapp content check"
    )


@commands.command("leftovers")
@click.option("--content", "folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.pass_obj
def find_leftovers(settings: Settings, folder: Path | None) -> None:
    """Print what another inspection left in a folder; exit 1 on any."""
    folder = folder or settings.content
    own, _ = explainer.examine(folder)
    folders = (each for each in INSPECTIONS.values() if each != folder.resolve())
    others = [explainer.load(each) for each in folders]
    found = list(leftovers(folder, own, others))
    for fault in found:
        click.echo(str(fault), err=True)
    click.echo(f"leftovers: {len(found)}")
    if found:
        raise click.exceptions.Exit(1)


def _kinds(own: Explainer) -> set[int]:
    strengths = sum(finding.strength for finding in own.findings)
    return {strengths, len(own.findings) - strengths}


def names_of(explainer: Explainer) -> set[str]:
    """Return the names of an inspection: of its force, speakers and councils."""
    own = explainer.inspection
    found = {own.force, *own.names} - {own.inspectorate, own.inspectorate_in_full}
    found |= {speaker.name for speaker in explainer.speakers}
    return found | {area.name for area in explainer.areas}


def addresses_of(explainer: Explainer) -> set[str]:
    """Return the addresses of an inspection, and its names as they stand in addresses."""
    urls = {explainer.inspection.report_url, *(source.url for source in explainer.sources)}
    urls |= {page.url for area in explainer.areas for page in area.pages}
    slugs = {name.casefold().replace(" ", "-") for name in explainer.inspection.names[1:]}
    return urls | slugs | {slug.replace("-", "") for slug in slugs}


def holds(line: str, foreign: set[str], ordinary: frozenset[str]) -> list[str]:
    """Return the names that a line holds; “Reading” at the start of a sentence may be a verb."""
    capitals, found = names(line, ordinary), list[str]()
    for name in sorted(foreign, key=len, reverse=True):
        several = " " in name and re.search(rf"\b{re.escape(name)}\b", line)
        if (several or name in capitals) and not any(name in longer for longer in found):
            found.append(name)
    return found


def leftovers(folder: Path, own: Explainer, others: list[Explainer]) -> Iterator[Fault]:
    """Yield each line of a content folder that is about another inspection."""
    ours = "\n".join(line for source in own.sources for line in source.paragraphs)
    ours = "\n".join([ours, *names_of(own)])
    foreign = {n for other in others for n in names_of(other) if n not in ours}
    addresses = {a for other in others for a in addresses_of(other)} - addresses_of(own)
    ordinary = frozenset().union(*(Evidence(part).ordinary for part in (own, *others)))
    for path in sorted(folder.rglob("*.toml")):
        file = path.relative_to(folder).as_posix()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            key, _, value = line.partition(" = ")
            if line.startswith("#") or key in ("publisher", "quote", "names"):
                continue  # who published a fact is no name of an inspection
            value = value.strip('"')
            if key == "url":
                found = [f"the address {value}"] * any(part in value for part in addresses)
            else:
                found = [f"the name “{name}”" for name in holds(value, foreign, ordinary)]
                if file not in NOT_COUNTED:
                    found += _counts(value, own)
            yield from (
                Fault(file, f"line {number}", f"holds {what}; correct it") for what in found
            )


def _counts(text: str, own: Explainer) -> Iterator[str]:
    """Yield "nine council areas" where the folder has another number of them."""
    for things, count in COUNTED.items():
        pattern = rf"{NUMERAL} (?:[a-z-]+ ){{0,2}}?(?:{things})\b"
        for found in re.finditer(pattern, text, re.IGNORECASE):
            number, right = WORDS.get(found[1].casefold(), found[1]), count(own)
            if right and number.isdecimal() and int(number) not in right:
                there = " or ".join(map(str, sorted(right)))
                yield f"“{found[0]}”, and here are {there}"
