"""Records: sources, facts, contacts, figures and looks for news, frozen. Knows no file format."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from webapp.explainer.walk import words


class Strength(StrEnum):
    """How near to the inspectorate a fact's source stands."""

    A = "A"  # the inspectorate's, Parliament's or a regulator's own words
    B = "B"  # a newspaper or public body reporting them
    C = "C"  # an organisation's page about itself, of unknown age


@dataclass(frozen=True)
class Link:
    """A link to a page that is not ours."""

    url: str
    text: str = words()


@dataclass(frozen=True)
class Source:
    """A stored source, as published. `published` is an ISO day or month."""

    key: str
    id: str
    title: str
    publisher: str
    url: str
    sha256: str
    seen: date
    published: str
    licence: str
    licence_url: str
    attribution: str
    short: str = words("")
    paragraphs: tuple[str, ...] = ()
    furniture: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Citation:
    """Where a fact was seen: publisher, address, and the day it was published where known."""

    key: str
    url: str
    publisher: str = words()
    published: str = ""


@dataclass(frozen=True)
class Fact:
    """A fact from a source that is not stored: the statement is ours, the fact is theirs."""

    key: str
    id: str
    group: str
    strength: Strength
    seen: date
    statement: str = words()
    sources: tuple[Citation, ...] = ()
    note: str = words("")


@dataclass(frozen=True)
class Speaker:
    """Somebody quoted."""

    key: str
    id: str
    name: str
    role: str = words()


@dataclass(frozen=True)
class Contact:
    """Somebody to call in the whole country. Numbers are text, as dialled with spaces.

    Where `dial` is False the number is for a textphone or an app: a press must never call it.
    """

    key: str
    id: str
    number: str
    url: str
    seen: date
    name: str = words()
    purpose: str = words()
    dial: bool = True


@dataclass(frozen=True)
class AreaNumber:
    """A council's number as its page stated it. `hours` is one of `parts.HOURS`.

    "not-seen": the page did not say when somebody answers.
    """

    number: str
    hours: str
    seen: date
    url: str
    service: str = words("")


@dataclass(frozen=True)
class Area:
    """One council area for children's services, official page first."""

    key: str
    id: str
    name: str
    pages: tuple[Link, ...]
    numbers: tuple[AreaNumber, ...] = ()
    note: str = words("")


@dataclass(frozen=True)
class FigurePart:
    """One part of a counted whole; `mark` is the picture's mark: "full", "half" or "empty"."""

    count: int
    mark: str
    label: str = words()
    grade: str = ""


@dataclass(frozen=True)
class Figure:
    """A counted whole and its parts, which add up to `total`."""

    key: str
    id: str
    total: int
    cites: tuple[str, ...]
    caption: str = words()
    unit: str = words()
    parts: tuple[FigurePart, ...] = ()


@dataclass(frozen=True)
class LedgerEntry:
    """One look for news: where, on which day, what was there."""

    key: str
    seen: date
    url: str
    page: str = words()
    result: str = words()
    cites: tuple[str, ...] = ()


@dataclass(frozen=True)
class Need:
    """What readers in need type, and where help for it stands.

    `places` are pages ("help") or blocks ("help#deaf"), the fittest first. A phrase is found in
    any order of its words; "hurt*" is any word that begins so.
    """

    id: str
    places: tuple[str, ...]
    contacts: tuple[str, ...]
    phrases: tuple[str, ...]
