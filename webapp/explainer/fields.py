"""The values that keys of content files hold, and the rules they keep. Knows no file.

A key of a content file is a field of a dataclass. Its type is one of the `Annotated` types below,
with a sentence for docs/content.md: `url: Annotated[Address, "where it leads"]`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import date, datetime
from functools import cache
from typing import Annotated, Any

# Stands in for a text that was refused.
SAMPLE = "?"
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
PHONE = re.compile(r"[0-9]+(?: [0-9]+)*")
ADDRESS = re.compile(r"https://[^\s/]+\.[^\s]+")
DAY_OR_MONTH = re.compile(r"\d{4}-\d{2}(-\d{2})?")
PHRASE = re.compile(r"[^\W_]{2,}\*?( [^\W_]{2,}\*?)*")
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\ufeff]")
# (what is looked for, what to do about it): texts are plain text for every reader and script.
TEXT_RULES = (
    (re.compile(r"[<>]|&[a-z]+;"), "holds HTML; write plain text"),
    (re.compile(r"\*\*|__|`|\]\("), "holds Markdown; write plain text"),
    (CONTROL, "holds a control character or line break; write it on one line without"),
    (re.compile(r"%"), "holds a per cent sign; write “per cent”"),
    (re.compile(r"['\"]"), "holds a straight quotation mark; write ’ or “ ”"),
    (re.compile(r"^\s|\s$|\s\s"), "begins, ends or is broken by needless white space; take it out"),
)


class Citation(str):
    """A citation: paragraph 9 of a stored source, "news-release#9", or a fact, "facts#cases-70"."""

    __slots__ = ()

    @property
    def source(self) -> str:
        """The id of the stored source; "" where a fact is cited."""
        name = self.partition("#")[0]
        return "" if name == "facts" else name

    @property
    def fact(self) -> str:
        """The id of the fact; "" where a stored source is cited."""
        return "" if self.source else self.partition("#")[2]

    @property
    def paragraph(self) -> int:
        """The number of the paragraph, from 1; 0 where the citation names none."""
        number = self.partition("#")[2]
        return int(number) if self.source and number.isdecimal() else 0


class Invalid(ValueError):
    """Why a value is refused: remedies, each to be read after the name of its key."""

    def __init__(self, *remedies: str) -> None:
        self.remedies = remedies
        super().__init__("\n".join(remedies))


@dataclass(frozen=True, eq=False)
class Rule:
    """What a value must be. `check` returns it, converted, or raises `Invalid`.

    `sample` takes the place of a refused value, so that one reading finds every fault.
    `translated`: the value is words for readers; they are extracted, translated and checked.
    """

    name: str
    check: Callable[[Any], Any]
    sample: Any
    translated: bool = False


@dataclass(frozen=True)
class Named:
    """The name of a key in TOML where it differs from the field's: [[block]] fills `blocks`."""

    key: str


@dataclass(frozen=True)
class Least:
    """How many tables a list of tables must have."""

    count: int


@dataclass(frozen=True)
class Section(Least):
    """A list of passages ([[found]]) that becomes a block named like its key."""


# Marks a key that a table needs though its field has a default.
NEEDED = "(needed)"
# Marks a field that no key of a file fills: its value follows from the file's name or place.
DERIVED = "(derived)"


def text(value: Any) -> str:
    """Return a text on one line: a name, a sum, a quotation."""
    if not isinstance(value, str):
        raise Invalid("is not a text; put it in quotation marks")
    if not value.strip():
        raise Invalid("is empty; write the text or take the key out")
    if CONTROL.search(value):
        raise Invalid("holds a control character or line break; take it out")
    return str(value)


def words(value: Any) -> str:
    """Return words for readers: plain text, without placeholders."""
    found = page_words(value)
    if "{" in found or "}" in found:
        raise Invalid("holds a placeholder that may not stand here; take the braces out")
    return found


def page_words(value: Any) -> str:
    """Return words for readers; which placeholders they may hold depends on the page."""
    if isinstance(value, str) and value.strip():
        found = [remedy for pattern, remedy in TEXT_RULES if pattern.search(value)]
        if unicodedata.normalize("NFC", value) != value:
            found.append("is not in Unicode form NFC; type its accented letters again")
        if found:
            raise Invalid(*found)
    return text(value)


def matching(pattern: re.Pattern[str], remedy: str) -> Callable[[Any], str]:
    """Return a check that a whole text matches a pattern."""

    def check(value: Any) -> str:
        if not pattern.fullmatch(text(value)):
            raise Invalid(f"is {value!r}; {remedy}")
        return str(value)

    return check


def day(value: Any) -> date:
    """Return a date."""
    if isinstance(value, str) and DAY_OR_MONTH.fullmatch(value):
        raise Invalid("is a text, not a date; take the quotation marks away")
    if isinstance(value, datetime):
        raise Invalid("holds a time; give only the date")
    if not isinstance(value, date):
        raise Invalid("is not a date; give it like 2023-11-08, without quotation marks")
    return value


def day_or_month(value: Any) -> str:
    """Return a day or a month in ISO form."""
    if type(value) is date:
        return value.isoformat()
    try:
        date.fromisoformat(value if len(value) > 7 else f"{value}-01")
        if DAY_OR_MONTH.fullmatch(value):
            return str(value)
    except (TypeError, ValueError):
        pass
    raise Invalid(f"is {value!r}; give a day or month such as “2023-11”")


def whole(value: Any) -> int:
    """Return a whole number that is not negative."""
    if type(value) is not int:  # True is an int, too
        raise Invalid("is not a whole number; write it in digits, without quotation marks")
    if value < 0:
        raise Invalid("is negative; give a whole number from 0")
    return value


def flag(value: Any) -> bool:
    """Return true or false."""
    if not isinstance(value, bool):
        raise Invalid("is neither true nor false; write one of them, without quotation marks")
    return value


def names(value: Any) -> tuple[str, ...]:
    """Return a list of texts, each named once."""
    if not isinstance(value, list) or not all(isinstance(each, str) and each for each in value):
        raise Invalid('is not a list of texts; write ["…", "…"]')
    if len(set(value)) < len(value):
        raise Invalid("names something twice; name it once")
    return tuple(value)


def numbers(value: Any) -> frozenset[int]:
    """Return a list of whole numbers as a set."""
    if not isinstance(value, list) or not all(type(each) is int for each in value):
        raise Invalid("is not a list of whole numbers; take the quotation marks away")
    return frozenset(value)


def choice(*known: str, make: Callable[[str], Any] = str) -> Rule:
    """Return the rule that a value is one of some names, of which `make` makes the value."""

    def check(value: Any) -> Any:
        if text(value) not in known:
            raise Invalid(f"is {value!r}; it must be one of: {', '.join(known)}")
        return make(value)

    return Rule("one of: " + ", ".join(known), check, make(known[0]))


def folded(value: Any) -> tuple[str, ...]:
    """Return a list of texts in lower case, as wordings are compared."""
    return tuple(each.casefold() for each in names(value))


def phrases(value: Any) -> tuple[str, ...]:
    """Return a list of phrases: words, each whole or, with a star, the beginning of a word."""
    found = names(value)
    if not found:
        raise Invalid("holds nothing; write at least one phrase")
    wrong = [
        f"holds {each!r}; write words of at least two letters with single spaces, a star at the "
        "end of a word whose beginning is enough, and no other mark"
        for each in found
        if not PHRASE.fullmatch(each)
    ]
    if wrong:
        raise Invalid(*wrong)
    return found


_SLUG = matching(SLUG, "use lower-case letters, digits and hyphens")
_ADDRESS = matching(ADDRESS, "give a full https:// address")
_PHONE = matching(PHONE, "a telephone number has digits and single spaces")
Words = Annotated[str, Rule("words", words, SAMPLE, translated=True)]
PageWords = Annotated[str, Rule("words", page_words, SAMPLE, translated=True)]
# As plain as words for readers, but never translated.
Plain = Annotated[str, Rule("text", words, SAMPLE)]
Text = Annotated[str, Rule("text", text, SAMPLE)]
# An empty sum is refused after the file is summed, with the sum that belongs there.
Sum = Annotated[str, Rule("text", lambda value: value if value == "" else text(value), "")]
Slug = Annotated[str, Rule("id", _SLUG, SAMPLE)]
Address = Annotated[str, Rule("https address", _ADDRESS, "")]
Phone = Annotated[str, Rule("telephone number", _PHONE, "0")]
Day = Annotated[date, Rule("date", day, date.min)]
DayOrMonth = Annotated[str, Rule("day or month", day_or_month, "")]
Whole = Annotated[int, Rule("whole number", whole, 0)]
Flag = Annotated[bool, Rule("true or false", flag, False)]
Names = Annotated[tuple[str, ...], Rule("list of texts", names, ())]
Folded = Annotated[tuple[str, ...], Rule("list of texts", folded, ())]
Phrases = Annotated[tuple[str, ...], Rule("list of phrases", phrases, ())]
Numbers = Annotated[frozenset[int], Rule("list of whole numbers", numbers, frozenset())]
Citations = Annotated[
    tuple[Citation, ...],
    Rule("list of citations", lambda value: tuple(map(Citation, names(value))), ()),
]


@cache
def translated_fields(part: type) -> frozenset[str]:
    """Return the names of the fields of a dataclass that hold words for readers."""
    return frozenset(
        each.name
        for each in fields(part)
        for rule in getattr(each.type, "__metadata__", ())
        if isinstance(rule, Rule) and rule.translated
    )
