"""The commands for editors: check, new, leftovers, and keys, which documents the files."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import is_dataclass
from datetime import datetime
from pathlib import Path

import click

from webapp import explainer
from webapp.explainer import provenance
from webapp.explainer.load import shape_of
from webapp.explainer.model import Passage, passages_of
from webapp.explainer.references import PAGES
from webapp.explainer.schema import FILES, NEEDED
from webapp.explainer.structure import keys_of, least_of, notes_of, rule_of, tables_in
from webapp.settings import INSPECTIONS, Settings
from webapp.site.assets import pictures
from webapp.workbench import draft, leftovers, readability

# The folder that other inspections are drafted after.
MODEL = next(iter(INSPECTIONS.values()))
BEGIN = "<!-- keys: written by `python -m webapp content keys docs/content.md` -->"
END = "<!-- end of keys -->"


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
    file.write_text(with_keys(file.read_text(encoding="utf-8")), encoding="utf-8")


@click.command("new")
@click.option(
    "--text",
    "file",
    required=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="the release, as published",
)
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


@click.command("leftovers")
@click.option("--content", "folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.pass_obj
def find_leftovers(settings: Settings, folder: Path | None) -> None:
    """Print what another inspection left in a folder; exit 1 on any."""
    folder = folder or settings.content
    own, _ = explainer.examine(folder)
    folders = (each for each in INSPECTIONS.values() if each != folder.resolve())
    others = [explainer.load(each) for each in folders]
    found = list(leftovers.leftovers(folder, own, others))
    for fault in found:
        click.echo(str(fault), err=True)
    click.echo(f"leftovers: {len(found)}")
    if found:
        raise click.exceptions.Exit(1)


COMMANDS: dict[str, click.Command] = {
    "check": check, "keys": write_keys, "leftovers": find_leftovers, "new": new,
}  # fmt: skip


def print_report(folder: Path, known_pictures: frozenset[str]) -> bool:
    """Print the report of a content folder; return whether it has no fault."""
    explained, found = explainer.examine(folder, known_pictures)
    to_write = [fault for fault in found if explainer.TO_WRITE in fault.remedy]
    faults = [fault for fault in found if fault not in to_write]
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
        plain = readability.check(explained)
        breaches += map(str, explainer.true_files(explained, plain))
    for breach in breaches:
        click.echo(f"FAULT {breach}", err=True)
    for fault in to_write:
        click.echo(str(fault), err=True)
    files = len({fault.file for fault in to_write})
    waits = f", to write: {len(to_write)} in {files} files" if to_write else ""
    click.echo(f"faults: {len(breaches)}{waits}")
    return not breaches and not to_write


def with_keys(text: str) -> str:
    """Return a document with the tables of today between its marks."""
    start, end = text.index(BEGIN) + len(BEGIN), text.index(END)
    return f"{text[:start]}\n{chr(10).join(_lines())}\n{text[end:]}"


def _lines() -> Iterator[str]:
    seen: list[type] = []
    for file in FILES:
        name = f"{file}*.toml" if file.endswith("/") else file
        yield from _table(f"### `{name}`", shape_of(file), seen)
    yield from ("### Pages", "Pages that code knows by name; others may be added.", "")
    yield from ("| page | needed | ids of blocks | placeholders |", "|---|---|---|---|")
    for page in PAGES:
        blocks = ", ".join(f"`{id}`" for id in page.blocks) or ("one or more" * page.least)
        marks = ", ".join(f"`{{{name}}}`" for name in page.placeholders)
        needed = {"always": "yes", "agencies": "with audiences/"}.get(page.needed, "no")
        yield f"| `{page.slug}` | {needed} | {blocks} | {marks} |"


def _table(title: str, shape: type, seen: list[type]) -> Iterator[str]:
    """Yield the keys of a dataclass, then of each dataclass in it that was not there before."""
    yield title
    if shape.__doc__ and shape.__doc__.strip():
        yield re.split(r"(?<=\.)\s", shape.__doc__)[0]
    yield ""
    yield from ("| key | value | needed | what it is |", "|---|---|---|---|")
    inner = []
    for key in keys_of(shape).values():
        written, value, part = f"`[{key.name}]`", "table", key.type.__origin__
        if rule := rule_of(key.type):
            written, value, part = f"`{key.name}`", rule.name, None
        elif part := tables_in(key.type):
            least = least_of(key.type)
            value = "passages" if part is Passage else "tables"
            written, value = f"`[[{key.name}]]`", value + (f", at least {least}" if least else "")
        elif not is_dataclass(part := key.type.__origin__):
            written, value, part = f"`[{key.name}.NAME]`", "lists of texts", None
        needed = "" if key.optional and NEEDED not in notes_of(key.type) else "yes"
        yield f"| {written} | {value} | {needed} | {notes_of(key.type)[-1]} |"
        if part is not None and part not in seen and (part is not Passage or key.name == "passage"):
            seen.append(part)
            inner.append((f"#### {written}", part))
    yield ""
    for heading, part in inner:
        yield from _table(heading, part, seen)
