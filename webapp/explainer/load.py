"""Read a content folder into an Explainer. The only module that opens content files.

What parts say of each other is checked in `references`, what they claim in `provenance`.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass, field, fields, make_dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, get_args

from webapp.explainer.model import Explainer, PageText
from webapp.explainer.records import Need, Source
from webapp.explainer.references import PAGES
from webapp.explainer.schema import FILES, SAMPLE, SLUG, Fault, Section, UnitKey, phrases
from webapp.explainer.structure import notes_of, structure

LARGEST_FILE = 200_000
# The one file that a folder may leave out.
NEEDS = "needs.toml"
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
        self.faults.append(Fault(file, place, remedy))
        self.unread.add(file)
        return None

    def data(self, file: str) -> dict[str, Any] | None:
        """Return a TOML file as it is; None where it is no TOML."""
        text = self.text(file)
        try:
            return None if text is None else tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            self.faults.append(Fault(file, "", f"not TOML: {error}; mend that line"))
            self.unread.add(file)
            return None

    def table(self, file: str, shape: type[T]) -> T:
        """Return what a TOML file says; samples where it cannot be read."""
        data = self.data(file)
        found: T
        found, faults = structure(data or {}, shape, file)
        if data is not None:
            self.faults += faults
        return found

    def parts(self, name: str) -> Iterator[Any]:
        """Yield a finding, a page or an agency for each file of a folder that can be read."""
        for path in sorted((self.path / name).glob("*.toml")):
            file = f"{name}/{path.name}"
            if not re.fullmatch(SLUG, path.stem):
                remedy = "the file's name is an address; use lower-case letters, digits and hyphens"
                self.faults.append(Fault(file, "", remedy))
            part: Any = self.table(file, shape_of(f"{name}/"))
            if file not in self.unread:
                yield _named(part, path.stem)


def read(path: Path) -> tuple[Explainer, list[Fault], set[str]]:
    """Read a content folder; return what could be read, faults of shape, and unread files."""
    folder, parts = Folder(path), dict[str, Any]()
    for file, names in FILES.items():
        if file.endswith("/"):
            parts[names[0]] = tuple(folder.parts(names[0]))
        elif file != NEEDS or (path / file).exists():
            table: Any = folder.table(file, shape_of(file))
            parts |= {name: getattr(table, name) for name in names}
    explainer = Explainer(**parts)
    order = [page.slug for page in PAGES if page.needed]
    explainer = replace(
        explainer,
        sources=tuple(_source(source, folder) for source in explainer.sources),
        facts=tuple(
            replace(fact, sources=_numbered(fact.sources, f"{fact.key}/source-"))
            for fact in explainer.facts
        ),
        ledger=_numbered(explainer.ledger, "ledger/"),
        findings=tuple(
            sorted(explainer.findings, key=lambda part: (not part.strength, part.order))
        ),
        audiences=tuple(sorted(explainer.audiences, key=lambda part: part.order)),
        # In the order in which menus show them, then by name.
        pages=tuple(
            sorted(
                explainer.pages,
                key=lambda page: order.index(page.slug) if page.slug in order else len(order),
            )
        ),
    )
    _note_stray_files(folder, explainer)
    return explainer, folder.faults, folder.unread


def read_phrases(
    folder: Path, locale: str, needs: tuple[Need, ...], faults: list[Fault]
) -> dict[str, tuple[str, ...]]:
    """Read how a language says the needs: id -> phrases; nothing where it has no such file.

    Ways of saying are a language's own, hence no msgids.
    """
    file = f"{locale}/{NEEDS}"
    if not (folder / file).exists():
        return {}
    reading = Folder(folder, faults)
    found = {}
    for id, value in (reading.data(file) or {}).items():
        if id not in {need.id for need in needs}:
            remedy = f"{id!r} is no need of the content's {NEEDS}; correct it or take it out"
            faults.append(Fault(file, "", remedy))
            continue
        try:
            found[id] = phrases(value)
        except ValueError as error:
            faults += [Fault(file, "", f"“{id}” {remedy}") for remedy in error.args]
    return found


def _named(part: Any, slug: str) -> Any:
    """Name a finding, page or agency after its file, and its blocks after their sections."""
    key = f"{part.folder}/{slug}"
    if isinstance(part, PageText):
        blocks = (replace(block, key=UnitKey(f"{key}#{block.anchor}")) for block in part.blocks)
        return replace(part, slug=slug, blocks=tuple(blocks))
    sections = {
        name: replace(getattr(part, name), anchor=name, key=UnitKey(f"{key}#{name}"))
        for name, key_type in ((member.name, member.type) for member in fields(part))
        if any(isinstance(note, Section) for note in notes_of(key_type))
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
            folder.faults.append(Fault(name, "", remedy))
