"""Collect every word that a translator gets into templates, and bring catalogs to them."""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict
from functools import partial, wraps
from io import BytesIO
from pathlib import Path
from typing import Any
from unicodedata import normalize

import click
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import write_po

from webapp.explainer import loader
from webapp.explainer.model import Explainer, Passage, iter_units, iter_words
from webapp.explainer.schema import COMMON, SAMPLE
from webapp.i18n import catalogs
from webapp.i18n.catalogs import Review, SameMeaning, po_of
from webapp.i18n.languages import Language, load, offered
from webapp.settings import HERE, INSPECTIONS, Settings
from webapp.site.assets import pictures
from webapp.workbench import write_whole

HEADER = "# {name}. A draft, until review.json says who has checked it."
# Header lines that change with every run, or that nobody filled in.
CHURNING = re.compile(
    r'^"(?:POT-Creation-Date|PO-Revision-Date|Report-Msgid-Bugs-To|Generated-By|Project-Id-Version'
    r"|(?:Last-Translator|Language-Team): (?:\\n|.*(?:EMAIL@ADDRESS|LL@li\.org))).*\n",
    re.MULTILINE,
)
METHODS = [("templates/**.*ml", "jinja2"), ("**.py", "python")]
OPTIONS = {"templates/**.*ml": {"silent": "false", "trimmed": "true"}}
new_pot = partial(Catalog, fuzzy=False, charset="utf-8", header_comment="# What translators get.")


def templates(
    code: Path, explainers: Iterable[Explainer], common: Iterable[Any] = ()
) -> dict[str, Catalog]:
    """Return domain -> template, each in reading order.

    The domain `COMMON` has the `common` units and the buttons and menus of the package folder
    `code`; what else an explainer says is of its inspection's domain. So nothing that one
    inspection says or leaves out touches what translators of another work on.
    """
    explainers = tuple(explainers)
    # A text that leaves words to the inspection is refused (SAMPLE) or has its placeholder still.
    left = {f"{{{name}}}" for content in explainers for name in content.inspection.words}
    filled = re.compile("|".join(left) or "(?!)")
    pots = {COMMON: new_pot()}
    for unit, text, comments in _said(common):
        if text != SAMPLE and not filled.search(text):
            pots[COMMON].add(text, locations=[(unit.key, 0)], auto_comments=comments)
    for path, _, message, comments, context in extract_from_dir(
        code, METHODS, OPTIONS, comment_tags=("Translators:",), strip_comment_tags=True
    ):
        pots[COMMON].add(message, locations=[(path, 0)], auto_comments=comments, context=context)
    for content in explainers:
        own = pots.setdefault(content.inspection.id, new_pot())
        for unit, text, comments in _said(iter_units(content)):
            if text not in pots[COMMON]:
                own.add(text, locations=[(unit.key, 0)], auto_comments=comments)
    return pots


def _said(units: Iterable[Any]) -> Iterator[tuple[Any, str, list[str]]]:
    """Yield (unit, text, comments for translators) of every text."""
    holders = [(unit, *pair) for unit in units for pair in iter_words(unit)]
    facts = {h.id: h for _, _, h in holders if isinstance(h, Passage) and h.id}
    for unit, text, holder in holders:
        comment = _comment(holder, facts)
        yield unit, text, [comment] if comment else []


def _comment(holder: object, facts: dict[str, Passage]) -> str:
    """Say what a translator must know of a message: its kind, its source, its fact and hedge."""
    cites: tuple[str, ...] = getattr(holder, "cites", ())
    known: dict[str, str] = {}
    if isinstance(holder, Passage):
        fact = holder.id or holder.same_as
        cites = cites or (facts[fact].cites if fact in facts else ())
        known = {"kind": holder.kind.value, "said by": holder.by, "fact": fact}
        known["keep the hedge"] = holder.hedge
    known["source"] = ", ".join(cites)
    return "; ".join(f"{name}: {value}" for name, value in known.items() if value)


def as_po(catalog: Catalog) -> bytes:
    """Write a catalog so that it changes only when words do: no line numbers, dates, wrapping."""
    out = BytesIO()
    catalog.charset = "utf-8"
    write_po(out, catalog, width=0, include_lineno=False, omit_header=False, sort_by_file=False)
    return normalize("NFC", CHURNING.sub("", out.getvalue().decode())).encode()


def update(pots: Mapping[str, Catalog], folder: Path, language: Language) -> None:
    """Bring a language's catalogs to the templates of today, by domain; change nothing else.

    Never by likeness: "acted quickly" is like "did not act quickly". What is said no longer stays
    at the end of the file as obsolete, and comes back when its English does, also in the catalog
    of another domain: a sentence may become common, or one's own.
    """
    stored = sorted(po_of(folder, language).parent.glob("[!.]*.po"))
    for path in stored:  # one of two translations would be lost, and be it the only one
        ids = re.findall(rb'(?m)^msgid ((?:".*"\r?\n)+)', path.read_bytes())
        for id, count in Counter(re.sub(rb'"\r?\n"?', b"", id) for id in ids).items():
            if count > 1:
                twice = f'{path}: {id.decode("utf-8", "replace")}" stands {count} times'
                raise catalogs.CatalogError(f"{twice}; leave the one with the right translation")
    pos = {path.stem: catalogs.read_po_file(path, language.locale) for path in stored}
    header = HEADER.format(name=language.english_name)
    for domain, pot in pots.items():
        po = pos.setdefault(domain, Catalog(language.locale, header_comment=header))
        for message in pot:
            here = po.get(message.id, message.context)
            if not message.id or (here and any(here.string or ())):
                continue
            key = message.id if isinstance(message.id, str) else message.id[0]
            entries = [
                entry
                for catalog in (po, *pos.values())
                for entry in (catalog.get(message.id, message.context), catalog.obsolete.get(key))
                if entry and any(entry.string or ())
            ]
            if entries:
                # Babel keeps obsolete entries, but does not take them up again.
                po.obsolete.pop(key, None)
                po.delete(message.id, message.context)
                po[message.id] = min(entries, key=lambda entry: entry.fuzzy)
        po.update(pot, no_fuzzy_matching=True, update_header_comment=False)
        po.obsolete = {id: entry for id, entry in po.obsolete.items() if entry.string}
        po.fuzzy = False
        write(po, folder, language, domain)


def write(po: Catalog, folder: Path, language: Language, domain: str = COMMON) -> None:
    """Write the catalog of a language."""
    path = po_of(folder, language, domain)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, as_po(po))


class Workbench:
    """What the commands work on: the inspection that the settings name, and what is common."""

    def __init__(self, settings: Settings | None = None) -> None:
        """`settings` are those of the environment, if they are not given."""
        settings = settings or Settings.from_environment()
        self.folder = settings.translations
        # Our catalogs hold what each of our inspections says; none may take from another.
        ours = INSPECTIONS.values() if self.folder == Settings().translations else ()
        folders = dict.fromkeys([*ours, settings.content])
        drawn = pictures()
        loaded = {folder: loader.load(folder, drawn) for folder in folders}
        self.content = loaded[settings.content]
        own = self.content.inspection.id
        places = dict[str, Path]()
        for folder in ours:
            id = loaded[folder].inspection.id
            if (first := places.setdefault(id, folder)) != folder:
                raise catalogs.CatalogError(
                    f"{folder}/inspection.toml: id: is “{id}”, as in {first}/inspection.toml; "
                    "give one of them another"
                )
        # The domains of what the site says.
        self.domains = COMMON, own
        # An edited copy of an inspection stands for ours.
        self.contents = {
            folder: content
            for folder, content in loaded.items()
            if content is self.content or content.inspection.id != own
        }

    @property
    def translated(self) -> tuple[Language, ...]:
        """The languages beside English, also those that nobody is offered yet."""
        return load(self.folder)[1:]

    @property
    def offered(self) -> tuple[Language, ...]:
        """The languages beside English that readers are offered."""
        return offered(self.folder, self.content.inspection.id)[1:]

    def catalog(self, language: Language) -> Catalog:
        """Return the catalogs of a language as they are stored, as one."""
        return catalogs.read_translated(self.folder, language, self.content.inspection.id)

    def templates(self) -> dict[str, Catalog]:
        """Return domain -> template as the words now give it, of every inspection here."""
        beneath = dict.fromkeys(filter(None, map(loader.common_of, self.contents)))
        common = tuple(loader.read(folder)[0] for folder in beneath)  # as it is written
        return templates(HERE, self.contents.values(), iter_units(common))

    def template(self, pots: Mapping[str, Catalog] | None = None) -> Catalog:
        """Return the templates of what the site says as one; `templates()`, if none are given."""
        pots = pots or self.templates()
        return catalogs.united(*(pots[domain] for domain in self.domains))

    def translate(self, language: Language, translations: Mapping[str, str]) -> None:
        """Write translations (English -> translation) into the catalogs that have the English."""
        remaining = set(translations)
        for domain in self.domains:
            po = catalogs.read_po_file(po_of(self.folder, language, domain), language.locale)
            stored = remaining.intersection(message.id for message in po)
            for english in stored:
                po[english].string = translations[english]
                po[english].flags.discard("fuzzy")
            if stored:
                write(po, self.folder, language, domain)
            remaining -= stored
        if remaining:
            raise catalogs.CatalogError(f"no catalog has “{remaining.pop()}”; run: make messages")

    def reviews(self, language: Language) -> dict[str, Review]:
        """Return who has checked what: `hash_of` English and translation -> review."""
        return catalogs.read_records(self.folder / language.locale / catalogs.REVIEWS, Review)

    def record(self, language: Language, reviews: Mapping[str, Review]) -> None:
        """Add reviews to those of a language."""
        if reviews:
            path = self.folder / language.locale / catalogs.REVIEWS
            write_records(path, {**self.reviews(language), **reviews})

    def same_meaning(self) -> dict[str, SameMeaning]:
        """Return the changes of English that left translations standing: English -> record."""
        return catalogs.read_records(self.folder / catalogs.SAME_MEANING, SameMeaning)


def write_records(path: Path, records: Mapping[str, SameMeaning | Review]) -> None:
    """Write what people have said of sentences."""
    entries = {key: asdict(record) for key, record in records.items()}
    text = json.dumps(entries, ensure_ascii=False, indent=1, sort_keys=True)
    write_whole(path, f"{text}\n".encode())


# Gives a command a `Workbench`.
with_bench = click.make_pass_decorator(Workbench, ensure=True)


def with_language(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command a `Workbench`, and the language that its argument TAG names."""

    @click.argument("tag")
    @wraps(command)
    @with_bench
    def run(bench: Workbench, /, tag: str, **options: Any) -> None:
        found = {language.tag: language for language in bench.translated}
        if tag not in found:
            tags = ", ".join(found)
            raise click.ClickException(f"{tag!r} is none of {tags}; make language LANGUAGE={tag}")
        command(bench, found[tag], **options)

    return run
