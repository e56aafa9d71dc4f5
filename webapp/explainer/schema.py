"""What keys of content files may hold, how parts of the content are named, what a fault is.

A key of a content file is a field of a dataclass. Its type is one of the `Annotated` types below,
with a sentence for docs/content.md: `url: Annotated[Address, "where it leads"]`. A field of another
type is no key: its value follows from the file's name, or from its place in the file.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, ClassVar

from click import ClickException

COMMON = "messages"  # gettext domain of what is common; what an inspection says has its id
# The content file, or the folder of files, that holds the parts of an explainer.
FILES = {
    "findings/": ("findings",),
    "pages/": ("pages",),
    "audiences/": ("audiences",),
    "inspection.toml": ("inspection", "speakers"),
    "site.toml": ("site",),
    "glossary.toml": ("terms",),
    "contacts.toml": ("contacts",),
    "areas.toml": ("areas",),
    "figures.toml": ("figures",),
    "ledger.toml": ("ledger",),
    "wordings.toml": ("hedges", "grades", "everyday"),
    "needs.toml": ("needs",),
    "sources/sources.toml": ("sources",),
    "sources/facts.toml": ("facts",),
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
        file = next(file for file, parts in FILES.items() if self.folder in parts)
        return f"{self.page}.toml" if file.endswith("/") else file

    @property
    def place(self) -> str:
        """Where in its file the unit stands: its block, or its id."""
        return self.anchor or ("" if self.file == f"{self.page}.toml" else self.name)

    @property
    def where(self) -> str:
        """The file and the place in it, as faults name them."""
        return f"{self.file}: {self.place}" if self.place else self.file


class Keyed:
    """A unit whose key is its folder and its slug or id."""

    folder: ClassVar[str]

    def __init_subclass__(cls, folder: str) -> None:
        cls.folder = folder

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
        place = f"passage {place}" if isinstance(place, int) else place
        return cls(key.file, ", ".join(filter(None, (key.place, place))), remedy)


class ContentError(ClickException):
    """A content folder that must not be shown. Holds every fault, not only the first."""

    def __init__(self, faults: tuple[Fault, ...], of: str = "") -> None:
        self.faults = faults
        super().__init__("\n".join([f"the content{of} has faults:", *map(str, faults)]))
        self.args = (faults, of)  # a child process hands it on whole


# Stands in for a text that was refused.
SAMPLE = "?"
# Words that a draft leaves to a person hold this mark: no site shows them.
TO_WRITE = "TO WRITE"
# (whether a value is wrong, the remedy, which may show the value)
Test = tuple[Callable[[Any], object], str]


@dataclass(frozen=True, eq=False)
class Rule:
    """What a value must be. `check` returns it, converted, or raises a `ValueError` whose
    arguments are remedies, each to be read after the name of the key.

    `sample` takes the place of a refused value, so that one reading finds every fault.
    `translated`: the value is words for readers; they are extracted, translated and checked.
    """

    name: str
    check: Callable[[Any], Any]
    sample: Any = SAMPLE
    translated: bool = False


@dataclass(frozen=True)
class KeyForm:
    """How a key is written: its `name`, where the field has another ([[block]] fills `blocks`),
    how many tables it must have, whether it is needed though its field has a default."""

    name: str = ""
    least: int = 0
    needed: bool = False


def checked(kind: type, remedy: str, *tests: Test) -> Callable[[Any], Any]:
    """Return the check that a value is of a type and passes the tests."""

    def check(value: Any) -> Any:
        if type(value) is not kind:  # True is an int, a datetime is a date
            raise ValueError(remedy)
        if remedies := [advice.format(value) for is_wrong, advice in tests if is_wrong(value)]:
            raise ValueError(*remedies)
        return value

    return check


def text(*tests: Test) -> Callable[[Any], Any]:
    """Return the check of a text that is written."""
    return checked(str, "is not a text; put it in quotation marks", *NOT_BLANK, *tests)


def _holds(pattern: str) -> Callable[[str], object]:
    return re.compile(pattern).search


def _is_not(pattern: str) -> Callable[[str], object]:
    return lambda value: not value.isspace() and not re.fullmatch(pattern, value)


NOT_BLANK: tuple[Test, ...] = (
    (lambda value: not value.strip(), "is empty; write the text or take the key out"),
    (lambda value: TO_WRITE in value, "says {}"),
)
ONE_LINE: Test = (
    _holds(r"[\x00-\x1f\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]"),
    "holds a control character or line break; write it on one line without",
)
# Words are plain text for every reader and script.
PLAIN: tuple[Test, ...] = (
    ONE_LINE,
    (_holds(r"[<>]|&[a-z]+;"), "holds HTML; write plain text"),
    (_holds(r"\*\*|__|`|\]\("), "holds Markdown; write plain text"),
    (_holds(r"%"), "holds a per cent sign; write “per cent”"),
    (_holds(r"['\"]"), "holds a straight quotation mark; write ’ or “ ”"),
    (_holds(r"^\s+\S|\S\s+$|\S\s\s"), "begins, ends or is broken by white space; take it out"),
)
BRACES = _holds("[{}]"), "holds a placeholder that may not stand here; take the braces out"
SLUG = r"[a-z0-9]+(?:-[a-z0-9]+)*"
DAY_OR_MONTH = r"\d{4}-\d{2}(-\d{2})?"
LETTER = r"(?:[^\W_]|[\u0300-\u036f\u0900-\u0963\u0966-\u0dff\u200c\u200d])"  # or its sign
EMOJI = "[\u2600-\u27bf\U0001f000-\U0001faff]"
PHRASE = re.compile(rf"{LETTER}{{2,}}\*?([ |]{LETTER}+\*?)*|{EMOJI}")


def choice(*known: str, make: Callable[[str], Any] = str) -> Rule:
    """Return the rule that a value is one of some names, of which `make` makes the value."""
    allowed = "one of: " + ", ".join(known)
    check = text((lambda value: value not in known, f"is {{!r}}; it must be {allowed}"))
    return Rule(allowed, lambda value: make(check(value)), make(known[0]))


def day_or_month(value: Any) -> str:
    """Return a day or a month in ISO form."""
    written = value.isoformat() if type(value) is date else value
    with suppress(TypeError, ValueError):
        if re.fullmatch(DAY_OR_MONTH, written):
            date.fromisoformat(f"{written}-01"[:10])
            return str(written)
    raise ValueError(f"is {value!r}; give a day or month such as “2023-11”")


def names(value: Any) -> tuple[str, ...]:
    """Return a list of texts, each named once."""
    if not isinstance(value, list) or not all(isinstance(name, str) and name for name in value):
        raise ValueError('is not a list of texts; write it as name = ["…", "…"]')
    if len(set(value)) < len(value):
        raise ValueError("names something twice; name it once")
    return tuple(value)


def phrases(value: Any) -> tuple[str, ...]:
    """Return a list of phrases: words, each whole or, with a star, the beginning of a word."""
    found = names(value)
    if not found:
        raise ValueError("holds nothing; write at least one phrase")
    advice = "write words of at least two letters with single spaces, a star at the end of a word "
    advice += "whose beginning is enough, a | between forms of a word, no other mark; or one emoji"
    if wrong := [phrase for phrase in found if not PHRASE.fullmatch(phrase)]:
        raise ValueError(*(f"holds {phrase!r}; {advice}" for phrase in wrong))
    return found


def numbers(value: Any) -> frozenset[int]:
    """Return a list of whole numbers as a set."""
    if not isinstance(value, list) or not all(type(number) is int for number in value):
        raise ValueError("is not a list of whole numbers; take the quotation marks away")
    return frozenset(value)


_IS_SLUG = _is_not(SLUG), "is {!r}; use lower-case letters, digits and hyphens"
_OTHER = (lambda value: value == COMMON), "is {!r}, the catalog of what is common; give another"
_ADDRESS = text((_is_not(r"https://[^\s/]+\.[^\s]+"), "is {!r}; give a full https:// address"))
_PHONE = text(
    (_is_not(r"[0-9]+(?: [0-9]+)*"), "is {!r}; a telephone number has digits and single spaces")
)
_WHOLE = checked(
    int,
    "is not a whole number; write it in digits, without quotation marks",
    (lambda value: value < 0, "is negative; give a whole number from 0"),
)
_DAY = checked(date, "is not a date; give it like 2023-11-08, without quotation marks or a time")
_FLAG = checked(bool, "is neither true nor false; write one of them, without quotation marks")
Words = Annotated[str, Rule("words", text(*PLAIN, BRACES), translated=True)]
# Which placeholders they may hold depends on the page.
PageWords = Annotated[str, Rule("words", text(*PLAIN), translated=True)]
Plain = Annotated[str, Rule("text", text(*PLAIN, BRACES))]
Text = Annotated[str, Rule("text", text(ONE_LINE))]
Slug = Annotated[str, Rule("id", text(_IS_SLUG))]
Domain = Annotated[str, Rule("id", text(_IS_SLUG, _OTHER))]
Address = Annotated[str, Rule("https address", _ADDRESS, "https://sample.example")]
Phone = Annotated[str, Rule("telephone number", _PHONE, "0")]
Day = Annotated[date, Rule("date", _DAY, date.min)]
DayOrMonth = Annotated[str, Rule("day or month", day_or_month, "")]
Whole = Annotated[int, Rule("whole number", _WHOLE, 0)]
Flag = Annotated[bool, Rule("true or false", _FLAG, False)]
Names = Annotated[tuple[str, ...], Rule("list of texts", names, ())]
Folded = Annotated[
    tuple[str, ...], Rule("list of texts", lambda value: tuple(map(str.casefold, names(value))), ())
]
Phrases = Annotated[tuple[str, ...], Rule("list of phrases", phrases, ())]
Numbers = Annotated[frozenset[int], Rule("list of whole numbers", numbers, frozenset())]
