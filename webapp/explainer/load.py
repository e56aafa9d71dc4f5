"""Read a content folder into an Explainer. The only module that opens content files.

What parts say of each other is checked in `references`, what they claim in `provenance`.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, TypeVar

from webapp.explainer import model
from webapp.explainer.fields import SAMPLE, SLUG, Section
from webapp.explainer.model import Audience, Explainer, Finding, PageText
from webapp.explainer.records import Fact, NeedsFile, Source
from webapp.explainer.references import PAGES
from webapp.explainer.structure import notes_of, structure
from webapp.explainer.units import Fault, UnitKey

LARGEST_FILE = 200_000
# The one file that a folder may leave out.
NEEDS = "needs.toml"
# Files that a folder has once; findings/, pages/ and audiences/ hold one a finding, page, agency.
SHAPES: dict[str, type] = {
    "explainer.toml": model.ExplainerFile,
    "glossary.toml": model.GlossaryFile,
    "contacts.toml": model.ContactsFile,
    "figures.toml": model.FiguresFile,
    "ledger.toml": model.LedgerFile,
    "wordings.toml": model.WordingsFile,
    NEEDS: NeedsFile,
    "sources/sources.toml": model.SourcesFile,
    "sources/facts.toml": model.FactsFile,
}
FOLDERS: dict[str, type] = {"findings": Finding, "pages": PageText, "audiences": Audience}
T = TypeVar("T")
Sectioned = TypeVar("Sectioned", Finding, Audience)


@dataclass
class Folder:
    """A content folder that is being read: its faults, and the files that could not be read."""

    path: Path
    faults: list[Fault] = field(default_factory=list)
    unread: set[str] = field(default_factory=set)

    def text(self, file: str) -> str | None:
        """Return a file as UTF-8, or note why it cannot be read."""
        path, place = self.path / file, ""
        data = path.read_bytes() if path.is_file() and path.stat().st_size <= LARGEST_FILE else None
        try:
            if data is not None and not data.startswith(b"\xef\xbb\xbf"):
                return data.decode("utf-8")
            remedy = f"the file is larger than {LARGEST_FILE} bytes; shorten it"
            if data is not None:
                place, remedy = "byte 0", "has a byte order mark; save it as UTF-8 without"
            elif not path.is_file():
                remedy = "the file is missing; write it"
        except UnicodeDecodeError as error:
            place, remedy = f"byte {error.start}", "not UTF-8; save the file as UTF-8"
        self.faults.append(Fault(file, place, remedy))
        self.unread.add(file)
        return None

    def data(self, file: str) -> dict[str, Any] | None:
        """Return a TOML file as it is; None where it is no TOML."""
        text = self.text(file)
        if text is None:
            return None
        try:
            return tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            self.faults.append(Fault(file, "", f"not TOML: {error}; mend that line"))
            self.unread.add(file)
            return None

    def table(self, file: str, shape: type[T]) -> T | None:
        """Return what a TOML file says; None where it is no TOML."""
        data = self.data(file)
        if data is None:
            return None
        found, faults = structure(data, shape, file)
        self.faults += faults
        return found

    def single(self, file: str, shape: type[T]) -> T:
        """Return what a file says that a folder has once; samples where it cannot be read."""
        return self.table(file, shape) or structure({}, shape, file)[0]

    def each(self, folder: str, shape: type[T]) -> Iterator[tuple[str, T]]:
        """Yield (name, what it says) of each TOML file of a folder that can be read."""
        for path in sorted((self.path / folder).glob("*.toml")):
            file = f"{folder}/{path.name}"
            if not SLUG.fullmatch(path.stem):
                remedy = "the file's name is an address; use lower-case letters, digits and hyphens"
                self.faults.append(Fault(file, "", remedy))
            found = self.table(file, shape)
            if found is not None:
                yield path.stem, found


def read(path: Path) -> tuple[Explainer, list[Fault], set[str]]:
    """Read a content folder; return what could be read, faults of shape, and unread files."""
    folder = Folder(path)
    main = folder.single("explainer.toml", model.ExplainerFile)
    contacts = folder.single("contacts.toml", model.ContactsFile)
    wordings = folder.single("wordings.toml", model.WordingsFile)
    stored = folder.single("sources/sources.toml", model.SourcesFile)
    findings = [_sectioned(found, slug) for slug, found in folder.each("findings", Finding)]
    audiences = [_sectioned(found, slug) for slug, found in folder.each("audiences", Audience)]
    explainer = Explainer(
        inspection=main.inspection,
        site=main.site,
        sources=tuple(_source(each, folder) for each in stored.sources),
        facts=_facts(folder),
        speakers=main.speakers,
        findings=tuple(sorted(findings, key=lambda found: (not found.strength, found.order))),
        pages=_pages(folder),
        audiences=tuple(sorted(audiences, key=lambda found: found.order)),
        terms=folder.single("glossary.toml", model.GlossaryFile).terms,
        contacts=contacts.contacts,
        areas=contacts.areas,
        figures=folder.single("figures.toml", model.FiguresFile).figures,
        ledger=tuple(
            replace(entry, key=UnitKey(f"ledger/{number}"))
            for number, entry in enumerate(folder.single("ledger.toml", model.LedgerFile).ledger, 1)
        ),
        hedges=wordings.hedges,
        grades=wordings.grades,
        everyday=frozenset(wordings.everyday),
        needs=folder.single(NEEDS, NeedsFile).needs if (path / NEEDS).exists() else (),
    )
    _note_stray_files(folder, explainer)
    return explainer, folder.faults, folder.unread


def _sectioned(part: Sectioned, slug: str) -> Sectioned:
    """Name a finding or an agency after its file, and its blocks after their sections."""
    blocks = {
        each.name: replace(
            getattr(part, each.name),
            anchor=each.name,
            key=UnitKey(f"{part.folder}/{slug}#{each.name}"),
        )
        for each in fields(part)
        if any(isinstance(note, Section) for note in notes_of(each.type))
    }
    return replace(part, slug=slug, **blocks)


def _pages(folder: Folder) -> tuple[PageText, ...]:
    """Read the pages, in the order in which menus show them, then by name."""
    order = [each.slug for each in PAGES if each.needed]
    found = []
    for slug, page in folder.each("pages", PageText):
        blocks = (replace(b, key=UnitKey(f"pages/{slug}#{b.anchor}")) for b in page.blocks)
        found.append(replace(page, slug=slug, blocks=tuple(blocks)))
    return tuple(
        sorted(found, key=lambda page: order.index(page.slug) if page.slug in order else len(order))
    )


def _facts(folder: Folder) -> tuple[Fact, ...]:
    found = []
    for fact in folder.single("sources/facts.toml", model.FactsFile).facts:
        sources = (
            replace(each, key=UnitKey(f"{fact.key}/source-{number}"))
            for number, each in enumerate(fact.sources, 1)
        )
        found.append(replace(fact, sources=tuple(sources)))
    return tuple(found)


def _source(source: Source, folder: Folder) -> Source:
    """Add the paragraphs of a source, and hold it to its sum."""
    if source.file == SAMPLE:  # refused, and already noted
        return source
    text = folder.text(f"sources/{source.file}")
    if text is None:
        return source
    # One documented rule (docs/content.md): a paragraph is a line that is not blank.
    source = replace(
        source, paragraphs=tuple(line.strip() for line in text.splitlines() if line.strip())
    )
    total, count = hashlib.sha256(text.encode()).hexdigest(), len(source.paragraphs)
    if source.sha256 != total:
        folder.faults.append(
            Fault.at(
                source.key,
                f"sources/{source.file} has the SHA-256 {total}, not the one written here; "
                "put the source back as published, or check the new one and write its sum here",
            )
        )
    for number in sorted(source.furniture):
        if not 1 <= number <= count:
            remedy = f"furniture names paragraph {number} of {count}; correct it"
            folder.faults.append(Fault.at(source.key, remedy))
    return source


def _note_stray_files(folder: Folder, explainer: Explainer) -> None:
    """Note files that nothing reads: a misnamed file must not be lost in silence."""
    known = {*SHAPES, *(f"sources/{each.file}" for each in explainer.sources)}
    for path in sorted(each for each in folder.path.rglob("*") if each.is_file()):
        name = path.relative_to(folder.path).as_posix()
        own = path.parent.parent == folder.path and path.parent.name in FOLDERS
        if own and path.suffix == ".toml":
            continue
        if name.startswith("sources/") and "sources/sources.toml" in folder.unread:
            continue  # which texts are stored, nobody could read
        if name not in known:
            remedy = "nothing reads this file; name it right or take it away"
            folder.faults.append(Fault(name, "", remedy))
