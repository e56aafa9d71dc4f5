"""Collect every word that a translator gets into one template, and bring catalogs to it."""

import re
from collections.abc import Callable
from functools import wraps
from io import BytesIO
from pathlib import Path
from typing import Any
from unicodedata import normalize

import click
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import write_po

from webapp import explainer
from webapp.explainer.model import Explainer, Passage, iter_units, iter_words
from webapp.i18n.catalogs import po_of, read_translated
from webapp.i18n.languages import Language, load
from webapp.settings import HERE, INSPECTIONS, Settings
from webapp.site.assets import pictures

HEADER = "# {name}. A draft, until review.json says who has checked it."
# Header lines that change with every run, or that nobody filled in.
CHURNING = re.compile(
    r'^"(?:POT-Creation-Date|PO-Revision-Date|Report-Msgid-Bugs-To|Generated-By|Project-Id-Version'
    r"|(?:Last-Translator|Language-Team): (?:\\n|.*(?:EMAIL@ADDRESS|LL@li\.org))).*\n",
    re.MULTILINE,
)
METHODS = [("templates/**.html", "jinja2"), ("**.py", "python")]
OPTIONS = {"templates/**.html": {"silent": "false", "trimmed": "true"}}


def template(code: Path, *explainers: Explainer) -> Catalog:
    """Build the template from explainers, in reading order, then from the package folder `code`."""
    pot = Catalog(fuzzy=False, charset="utf-8", header_comment="# What translators get.")
    for content in explainers:
        holders = [(unit, *pair) for unit in iter_units(content) for pair in iter_words(unit)]
        facts = {h.id: h for _, _, h in holders if isinstance(h, Passage) and h.id}
        for unit, text, holder in holders:
            comment = _comment(holder, facts)
            pot.add(text, locations=[(unit.key, 0)], auto_comments=[comment] if comment else [])
    for path, _, message, comments, context in extract_from_dir(
        code, METHODS, OPTIONS, comment_tags=("Translators:",), strip_comment_tags=True
    ):
        pot.add(message, locations=[(path, 0)], auto_comments=comments, context=context)
    return pot


def _comment(holder: object, facts: dict[str, Passage]) -> str:
    """Say what a translator must know of a message: its kind, its source, its fact and hedge."""
    cites: tuple[str, ...] = getattr(holder, "cites", ())
    parts = []
    if isinstance(holder, Passage):
        fact = holder.id or holder.same_as
        cites = cites or (facts[fact].cites if fact in facts else ())
        parts.append(f"kind: {holder.kind.value}")
        parts += [f"said by: {holder.by}"] if holder.by else []
        parts += [f"fact: {fact}"] if fact else []
        parts += [f"keep the hedge: {holder.hedge}"] if holder.hedge else []
    parts += [f"source: {', '.join(cites)}"] if cites else []
    return "; ".join(parts)


def as_po(catalog: Catalog) -> bytes:
    """Write a catalog so that it changes only when words do: no line numbers, dates, wrapping."""
    out = BytesIO()
    write_po(out, catalog, width=0, include_lineno=False, omit_header=False, sort_by_file=False)
    return normalize("NFC", CHURNING.sub("", out.getvalue().decode())).encode()


def update(pot: Catalog, folder: Path, language: Language) -> Catalog:
    """Bring a language's catalog to the words of today, and change nothing else; return it.

    Never by likeness: "acted quickly" is like "did not act quickly". What is said no longer stays
    at the end of the file as obsolete, and comes back when its English does.
    """
    path = po_of(folder, language)
    if path.is_file():
        po = read_translated(folder, language)
    else:
        po = Catalog(language.locale, header_comment=HEADER.format(name=language.english_name))
    for message in pot:
        if message.id and po.get(message.id, message.context) is None:
            # Babel keeps obsolete entries, but does not take them up again.
            key = message.id if isinstance(message.id, str) else message.id[0]
            if old := po.obsolete.pop(key, None):
                po[message.id] = old
    po.update(pot, no_fuzzy_matching=True, update_header_comment=False)
    po.obsolete = {id: entry for id, entry in po.obsolete.items() if entry.string}
    po.fuzzy = False
    write(po, folder, language)
    return po


def write(po: Catalog, folder: Path, language: Language) -> None:
    """Write the catalog of a language."""
    path = po_of(folder, language)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(as_po(po))


class Workbench:
    """What the commands work on; a fault ends a command with its text."""

    def __init__(self, settings: Settings) -> None:
        self.folder = settings.translations
        # Another inspection with our catalogs adds its messages, and takes away none of ours.
        shared = self.folder == Settings().translations
        folders = [settings.content, *(INSPECTIONS.values() if shared else ())]
        self.contents = [explainer.load(folder, pictures()) for folder in dict.fromkeys(folders)]
        # The inspection that the settings name.
        self.content = self.contents[0]

    @property
    def translated(self) -> tuple[Language, ...]:
        """The languages beside English, also those that nobody is offered yet."""
        return load(self.folder)[1:]

    @property
    def offered(self) -> tuple[Language, ...]:
        """The languages beside English that readers are offered."""
        own = self.content.inspection.id
        return tuple(language for language in self.translated if own in language.offered)

    def catalog(self, language: Language) -> Catalog:
        """Return the catalog of a language as it is stored."""
        return read_translated(self.folder, language)

    def language(self, tag: str) -> Language:
        """Return the language with this tag."""
        found = next((language for language in self.translated if language.tag == tag), None)
        if found is None:
            tags = ", ".join(language.tag for language in self.translated)
            raise click.ClickException(f"{tag!r} is none of {tags}; make language LANGUAGE={tag}")
        return found

    def template(self) -> Catalog:
        """Return the template as the words now give it."""
        return template(HERE, *self.contents)


def with_bench(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command a `Workbench`."""

    @click.pass_obj
    @wraps(command)
    def run(settings: Settings, *arguments: Any, **options: Any) -> None:
        command(Workbench(settings), *arguments, **options)

    return run
