"""Read a content folder into an Explainer. The only module that opens content files.

What is common to every inspection is read first, unless the folder stands alone. What parts say
of each other is checked in `references`, what they claim in `provenance`.
"""

import hashlib
import re
import tomllib
from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import dataclass, field, fields, make_dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, get_args

from webapp.explainer.layers import filled, fitting, laid_over, merged, placeholders, places_of
from webapp.explainer.model import Explainer, PageText
from webapp.explainer.records import GROUPS, Need, Source
from webapp.explainer.references import PAGES
from webapp.explainer.schema import FILES, SAMPLE, SLUG, Fault, Phrases, UnitKey
from webapp.explainer.structure import keys_of, structure

LARGEST_FILE = 200_000
NEEDS = "needs.toml"
# Files that a folder may leave out.
OPTIONAL = (NEEDS, "figures.toml", "areas.toml")
COMMON = Path(__file__).resolve().parent.parent / "content" / "common"
INSPECTIONS = "inspections"
# A folder that has this file stands alone: nothing common is added to it.
ALONE = "site.toml"
# What a page that is laid over a common one need not repeat.
HEAD = ("title", "nav", "description")
T = TypeVar("T")


@cache
def shape_of(file: str) -> type:
    """Return the dataclass of a content file: of the part that it is, or of the parts in it."""
    parts = {member.name: member for member in fields(Explainer)}
    if file.endswith("/"):
        shape: type = get_args(parts[file[:-1]].type)[0]
        return shape
    members = [(name, parts[name].type, copy(parts[name])) for name in FILES[file]]
    return make_dataclass("File", members, namespace={"__doc__": " "}, kw_only=True)


@dataclass
class Folder:
    """A content folder that is being read: its faults, and the files that could not be read."""

    path: Path
    faults: list[Fault] = field(default_factory=list)
    unread: set[str] = field(default_factory=set)
    # What stands before the names of its files in faults.
    prefix: str = ""
    # What texts of pages may leave to the inspection.
    words: dict[str, str] = field(default_factory=dict)
    # The files, and the places in files, that are common to every inspection.
    shared: set[str] = field(default_factory=set)

    def text(self, file: str) -> str | None:
        """Return a file as UTF-8, or note why it cannot be read."""
        path, place = self.path / file, ""
        if not path.is_file():
            remedy = "the file is missing; write it"
        elif path.stat().st_size > LARGEST_FILE:
            remedy = f"the file is larger than {LARGEST_FILE} bytes; shorten it"
        else:
            data = path.read_bytes()
            try:
                if not data.startswith(b"\xef\xbb\xbf"):
                    return data.decode("utf-8")
                place, remedy = "byte 0", "has a byte order mark; save it as UTF-8 without"
            except UnicodeDecodeError as error:
                place, remedy = f"byte {error.start}", "not UTF-8; save the file as UTF-8"
        self.note(file, remedy, place)
        self.unread.add(file)
        return None

    def note(self, file: str, remedy: str, place: str = "") -> None:
        """Note a fault of a file."""
        self.faults.append(Fault(self.prefix + file, place, remedy))

    def data(self, file: str) -> dict[str, Any] | None:
        """Return a TOML file as it is; None where it is no TOML."""
        text = self.text(file)
        try:
            return None if text is None else filled(tomllib.loads(text), self.words)
        except tomllib.TOMLDecodeError as error:
            self.note(file, f"not TOML: {error}; mend that line")
            self.unread.add(file)
            return None

    def table(self, file: str, shape: type[T]) -> T:
        """Return what a TOML file says; samples where it cannot be read."""
        return self.structured(self.data(file), shape, file)

    def structured(self, data: dict[str, Any] | None, shape: type[T], file: str) -> T:
        """Return what TOML data says; samples where there is none."""
        found: T
        found, faults = structure(data or {}, shape, self.prefix + file)
        if data is not None:
            self.faults += faults
        return found

    def parts(self, name: str, common: dict[str, Any]) -> Iterator[Any]:
        """Yield a finding, a page or an agency for each file of a folder that can be read.

        With a title it replaces the common one of its name; without, it is laid over that.
        """
        for path in sorted((self.path / name).glob("*.toml")):
            file = f"{name}/{path.name}"
            if not re.fullmatch(SLUG, path.stem):
                remedy = "the file's name is an address; use lower-case letters, digits and hyphens"
                self.note(file, remedy)
            data, under = self.data(file), common.get(path.stem)
            if data is None or "title" in data:
                under = None
            elif under:
                data = {key: getattr(under, key) for key in HEAD} | data
            part = _named(self.structured(data, shape_of(f"{name}/"), file), path.stem)
            if file in self.unread:
                continue
            if self.prefix:
                self.shared.add(file)
            else:
                self.shared.discard(file)
            if under:
                part = laid_over(under, part)
                self.shared |= set(places_of(name, set(under.blocks) & set(part.blocks)))
            yield part


def read(path: Path) -> tuple[Explainer, list[Fault], set[str]]:
    """Read a content folder; return what could be read, faults of shape, and unread files."""
    own, parts = Folder(path), dict[str, Any]()
    common = replace(own, path=_common_of(path), prefix=f"{COMMON.name}/")
    folders = [own] if (path / ALONE).exists() else [common, own]
    # The inspection first: texts leave words to it.
    for file, names in sorted(FILES.items(), key=lambda each: each[0].endswith("/")):
        there = [folder for folder in folders if (folder.path / file).exists()]
        if file.endswith("/"):
            found: dict[str, Any] = {}
            for folder in folders:
                found |= {part.slug: part for part in folder.parts(names[0], found)}
            parts[names[0]] = tuple(found.values())
        elif there or file not in OPTIONAL:
            tables: list[Any] = [folder.table(file, shape_of(file)) for folder in there or [own]]
            if there == [common]:
                own.shared.add(file)
            for name in names:
                parts[name] = getattr(tables[-1], name)
                if len(there) > 1:
                    first = getattr(tables[0], name)
                    own.shared |= set(places_of(name, first))
                    parts[name] = merged(name, first, parts[name], own.faults)
        if "inspection" in names:
            own.words |= placeholders(parts["inspection"])
    explainer = fitting(Explainer(**parts, shared=frozenset(own.shared)))
    menu = [page.slug for page in PAGES if page.needed]
    explainer = replace(
        explainer,
        sources=tuple(_source(source, own) for source in explainer.sources),
        facts=tuple(
            replace(fact, sources=_numbered(fact.sources, f"{fact.key}/source-"))
            for fact in sorted(explainer.facts, key=lambda fact: _place(fact.group, GROUPS))
        ),
        # From A to Z, whichever folder they are from.
        terms=tuple(sorted(explainer.terms, key=lambda term: term.name.casefold())),
        ledger=_numbered(explainer.ledger, "ledger/"),
        findings=tuple(
            sorted(explainer.findings, key=lambda part: (not part.strength, part.order))
        ),
        audiences=tuple(sorted(explainer.audiences, key=lambda part: part.order)),
        # In the order in which menus show them, then by name.
        pages=tuple(sorted(explainer.pages, key=lambda page: (_place(page.slug, menu), page.slug))),
    )
    for folder in folders:
        _note_stray_files(folder, explainer)
    return explainer, own.faults, own.unread


def _common_of(path: Path) -> Path:
    """Return the folder beside a folder of inspections; ours for an inspection elsewhere."""
    beside = path.resolve().parent
    return beside.parent / COMMON.name if beside.name == INSPECTIONS else COMMON


def _place(name: str, order: Sequence[str]) -> int:
    """Return the place of a name in an order that ends with all others."""
    return order.index(name) if name in order else len(order)


def read_phrases(
    folder: Path, locale: str, needs: tuple[Need, ...], faults: list[Fault]
) -> dict[str, tuple[str, ...]]:
    """Read how a language says the needs: id -> phrases; nothing where it has no such file.

    Ways of saying are a language's own, hence no msgids.
    """
    file = f"{locale}/{NEEDS}"
    if not (folder / file).exists():
        return {}
    known = {need.id for need in needs}
    found = Folder(folder, faults).table(file, dict[str, Phrases])
    for id in found:
        if id not in known:
            remedy = f"{id!r} is no need of the content's {NEEDS}; correct it or take it out"
            faults.append(Fault(file, "", remedy))
    return found


def _named(part: Any, slug: str) -> Any:
    """Name a finding, page or agency after its file, and its blocks after their sections."""
    key = f"{part.folder}/{slug}"
    if isinstance(part, PageText):
        blocks = (replace(block, key=UnitKey(f"{key}#{block.anchor}")) for block in part.blocks)
        return replace(part, slug=slug, blocks=tuple(blocks))
    sections = {
        name: replace(getattr(part, name), anchor=name, key=UnitKey(f"{key}#{name}"))
        for name, section in keys_of(part.__class__).items()
        if section.section
    }
    return replace(part, slug=slug, **sections)


def _numbered(parts: tuple[Any, ...], start: str) -> tuple[Any, ...]:
    """Give keys to parts that have no id: ledger/1, ledger/2 and so on."""
    return tuple(
        replace(part, key=UnitKey(f"{start}{number}")) for number, part in enumerate(parts, 1)
    )


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
    known = {*FILES, *(f"sources/{source.file}" for source in explainer.sources)}
    for path in sorted(path for path in folder.path.rglob("*") if path.is_file()):
        name = path.relative_to(folder.path).as_posix()
        own = f"{path.parent.name}/" in FILES and path.parent.parent == folder.path
        if own and path.suffix == ".toml":
            continue
        if name.startswith("sources/") and "sources/sources.toml" in folder.unread:
            continue  # which texts are stored, nobody could read
        if name not in known:
            remedy = "nothing reads this file; name it right or take it away"
            folder.note(name, remedy)
