"""Units, the smallest parts that are shown whole in one language: their keys, words and faults."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, ClassVar

from webapp.explainer.fields import translated_fields

# Units that stand in no file of their own.
FILES = {
    "terms": "glossary.toml",
    "contacts": "contacts.toml",
    "areas": "contacts.toml",
    "figures": "figures.toml",
    "ledger": "ledger.toml",
    "facts": "sources/facts.toml",
    "sources": "sources/sources.toml",
}


class UnitKey(str):
    """The key of a unit: "findings/neglect#found" is `folder`/`name`#`anchor`."""

    __slots__ = ()

    @property
    def page(self) -> str:
        """The key without its anchor: "findings/neglect"."""
        return self.partition("#")[0]

    @property
    def folder(self) -> str:
        """What stands before the first slash: "findings"."""
        return self.page.partition("/")[0]

    @property
    def name(self) -> str:
        """What stands behind the first slash: "neglect"."""
        return self.page.partition("/")[2]

    @property
    def anchor(self) -> str:
        """The name of a block, or ""."""
        return self.partition("#")[2]

    @property
    def file(self) -> str:
        """The content file that holds the unit."""
        if self.folder in ("findings", "pages", "audiences"):
            return f"{self.page}.toml"
        return FILES.get(self.folder, "explainer.toml")

    @property
    def place(self) -> str:
        """Where in its file the unit stands: its block, or its id."""
        own_file = self.folder in ("findings", "pages", "audiences")
        return self.anchor or ("" if own_file else self.name)


class Keyed:
    """A unit whose key is its folder and its slug or id."""

    folder: ClassVar[str]

    @property
    def key(self) -> UnitKey:
        """The key of the unit."""
        name: str = getattr(self, "slug", "") or getattr(self, "id", "")
        return UnitKey(f"{self.folder}/{name}")


@dataclass(frozen=True)
class Fault:
    """What is wrong with a content folder, where, and what to do about it."""

    file: str
    place: str
    remedy: str

    def __str__(self) -> str:
        return ": ".join(part for part in (self.file, self.place, self.remedy) if part)

    @classmethod
    def at(cls, key: UnitKey, remedy: str, place: str | int = "") -> Fault:
        """Return a fault of a unit, of its passage with this number, or of a place in it."""
        if isinstance(place, int):
            place = f"passage {place}"
        return cls(key.file, ", ".join(filter(None, (key.place, place))), remedy)


class ContentError(Exception):
    """A content folder that must not be shown. Holds every fault, not only the first."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        self.faults = faults
        super().__init__("\n".join(map(str, faults)))


def iter_units(part: object) -> Iterator[Any]:
    """Yield every unit (a dataclass with a `key`) in `part`, outer before inner, in order.

    A unit is the smallest part that is shown whole in one language.
    """
    if isinstance(part, tuple):
        for each in part:
            yield from iter_units(each)
    elif is_dataclass(part):
        if hasattr(part, "key"):
            yield part
        for each in fields(part):
            yield from iter_units(getattr(part, each.name))


def iter_words(unit: object) -> Iterator[tuple[str, object]]:
    """Yield (words, the dataclass that holds them) of one unit, without the units inside it."""
    shape: type = type(unit)
    translated = translated_fields(shape)
    for each in fields(unit):  # type: ignore[arg-type]  # callers pass dataclasses only
        value = getattr(unit, each.name)
        if each.name in translated:
            if value:
                yield value, unit
            continue
        for part in value if isinstance(value, tuple) else (value,):
            if is_dataclass(part) and not hasattr(part, "key"):
                yield from iter_words(part)
