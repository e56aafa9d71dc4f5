"""What is common to all shapes: words for readers, units, faults. Knows no shape of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any


def words(default: str | None = None) -> Any:
    """Mark a `str` field as words for readers: extracted, translated, checked as plain language."""
    if default is None:
        return field(metadata={"words": True})
    return field(default=default, metadata={"words": True})


@dataclass(frozen=True)
class Fault:
    """What is wrong with a content folder, where, and what to do about it."""

    file: str
    place: str
    remedy: str

    def __str__(self) -> str:
        return ": ".join(part for part in (self.file, self.place, self.remedy) if part)


class ContentError(Exception):
    """A content folder that must not be shown. Holds every fault, not only the first."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        self.faults = faults
        super().__init__("\n".join(map(str, faults)))


def units(part: object) -> Iterator[Any]:
    """Yield every unit (a dataclass with a `key`) in `part`, outer before inner, in order."""
    if isinstance(part, tuple):
        for each in part:
            yield from units(each)
    elif is_dataclass(part):
        if hasattr(part, "key"):
            yield part
        for each in fields(part):
            yield from units(getattr(part, each.name))


def messages(unit: object) -> Iterator[tuple[str, object]]:
    """Yield (words, the dataclass that holds them) of one unit, without the units inside it."""
    for each in fields(unit):  # type: ignore[arg-type]  # callers pass dataclasses only
        value = getattr(unit, each.name)
        if each.metadata.get("words"):
            if value:
                yield value, unit
            continue
        for part in value if isinstance(value, tuple) else (value,):
            if is_dataclass(part) and not hasattr(part, "key"):
                yield from messages(part)
