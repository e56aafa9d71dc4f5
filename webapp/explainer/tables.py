"""Typed access to one TOML file that collects every fault instead of stopping at the first.

Knows TOML and the rules of plain text; knows nothing of what the words are about.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from datetime import date, datetime
from pathlib import Path
from typing import Any

from webapp.explainer.walk import Fault

LARGEST_FILE = 200_000
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
PHONE = re.compile(r"[0-9][0-9 ]*[0-9]")
ISO_DAY_OR_MONTH = re.compile(r"\d{4}-\d{2}(-\d{2})?")

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


def text_faults(text: str, placeholders: tuple[str, ...] = ()) -> list[str]:
    """Return what is wrong with a text for readers, each with what to do."""
    if not text.strip():
        return ["is empty; write the text or take the key out"]
    for name in placeholders:
        text = text.replace("{" + name + "}", "x")
    found = [remedy for pattern, remedy in TEXT_RULES if pattern.search(text)]
    if "{" in text or "}" in text:
        found.append("holds a placeholder that this file may not use; take the braces out")
    if unicodedata.normalize("NFC", text) != text:
        found.append("is not in Unicode form NFC; type its accented letters again")
    return found


class Table:
    """One table of a TOML file. Asking for a key checks it; `done()` notes the rest."""

    def __init__(self, data: dict[str, Any], file: str, place: str, faults: list[Fault]) -> None:
        self.data, self.file, self.place, self.faults = data, file, place, faults
        self._asked: set[str] = set()

    def fault(self, remedy: str, place: str = "") -> None:
        """Note a fault of this table."""
        self.faults.append(Fault(self.file, place or self.place, remedy))

    def _get(self, key: str, kind: type, name: str, default: Any) -> Any:
        self._asked.add(key)
        if key not in self.data:
            if default is None:
                self.fault(f"the key “{key}” is missing; add it")
            return default
        value = self.data[key]
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            self.fault(f"“{key}” is not {name}; give it as {name}")
            return default
        return value

    def has(self, key: str) -> bool:
        """Say whether a key is there."""
        return key in self.data

    def words(self, key: str, default: str | None = None, *placeholders: str) -> str:
        """Return words for readers."""
        value = self._get(key, str, "a text", default)
        if value is None:
            return "?"
        if key in self.data and value is not default:
            for remedy in text_faults(value, placeholders):
                self.fault(f"“{key}” {remedy}")
        return str(value)

    def plain(self, key: str, default: str | None = None) -> str:
        """Return a text that is no words for readers: a name, an address, a sum."""
        value = self._get(key, str, "a text", default)
        if value == "" and default is None:
            self.fault(f"“{key}” is empty; fill it in")
        if value and CONTROL.search(value):
            self.fault(f"“{key}” holds a control character or line break; take it out")
        return str(value or "")

    def slug(self, key: str, default: str | None = None) -> str:
        """Return an id: lower-case letters, digits and single hyphens."""
        value = self.plain(key, default)
        if value and not SLUG.fullmatch(value):
            self.fault(f"“{key}” is {value!r}; use lower-case letters, digits and hyphens")
        return value

    def address(self, key: str) -> str:
        """Return an https address."""
        value = self.plain(key)
        if value and not re.fullmatch(r"https://[^\s/]+\.[^\s]+", value):
            self.fault(f"“{key}” is {value!r}; give a full https:// address")
        return value

    def phone(self, key: str) -> str:
        """Return a telephone number: digits with single spaces."""
        value = self.plain(key)
        if value and not PHONE.fullmatch(value) or "  " in value:
            self.fault(f"“{key}” is {value!r}; a telephone number has digits and single spaces")
        return value

    def day(self, key: str) -> date:
        """Return a date."""
        value = self._get(key, date, "a date such as 2023-11-08", None)
        if isinstance(value, datetime) or not isinstance(value, date):
            if value is not None:
                self.fault(f"“{key}” holds a time; give only the date")
            return date.min
        return value

    def published(self, key: str, default: str | None = None) -> str:
        """Return an ISO day or month as text."""
        value = self.data.get(key)
        if isinstance(value, date):
            self._asked.add(key)
            return value.isoformat()
        text = self.plain(key, default)
        if text:
            try:
                ok = bool(ISO_DAY_OR_MONTH.fullmatch(text))
                date.fromisoformat(text if len(text) > 7 else f"{text}-01")
            except ValueError:
                ok = False
            if not ok:
                self.fault(f"“{key}” is {text!r}; give a day or month such as 2023-11")
        return text

    def whole(self, key: str) -> int:
        """Return a whole number that is not negative."""
        value = self._get(key, int, "a whole number", None)
        if value is not None and value < 0:
            self.fault(f"“{key}” is negative; give a whole number from 0")
        return value if value is not None else 0

    def flag(self, key: str, default: bool) -> bool:
        """Return true or false."""
        return bool(self._get(key, bool, "true or false", default))

    def choice(self, key: str, choices: tuple[str, ...], default: str | None = None) -> str:
        """Return one of some names."""
        value = self.plain(key, default)
        if value not in choices and (value or default is None):
            self.fault(
                f"“{key}” is {value!r}; it must be one of: {', '.join(filter(None, choices))}"
            )
        return value

    def texts(self, key: str, default: list[str] | None = None) -> tuple[str, ...]:
        """Return a list of texts that are no words for readers."""
        value = self._get(key, list, "a list of texts", default)
        if value is None:
            return ()
        if not all(isinstance(each, str) and each for each in value):
            self.fault(f"“{key}” is not a list of texts; put each in quotation marks")
            return ()
        if len(set(value)) < len(value):
            self.fault(f"“{key}” names something twice; name it once")
        return tuple(value)

    def wholes(self, key: str) -> frozenset[int]:
        """Return a list of whole numbers as a set."""
        value = self._get(key, list, "a list of whole numbers", [])
        if not all(isinstance(each, int) and not isinstance(each, bool) for each in value):
            self.fault(f"“{key}” is not a list of whole numbers; take the quotation marks away")
            return frozenset()
        return frozenset(value)

    def table(self, key: str) -> Table:
        """Return a table inside this one."""
        value = self._get(key, dict, "a table", None)
        return Table(value or {}, self.file, f"[{key}]", self.faults)

    def tables(self, key: str, name: str = "", least: int = 0) -> list[Table]:
        """Return the tables of a list of tables, each called by `name` and its place."""
        value = self._get(key, list, "a list of tables ([[...]])", [] if not least else None)
        value = value or []
        if not all(isinstance(each, dict) for each in value):
            self.fault(f"“{key}” is not a list of tables; write [[{key}]] above each")
            return []
        if len(value) < least:
            self.fault(f"[[{key}]] is missing; write at least {least}")
        start = f"{self.place}, " if self.place else ""
        return [
            Table(each, self.file, f"{start}{name or key} {number}", self.faults)
            for number, each in enumerate(value, 1)
        ]

    def done(self) -> None:
        """Note keys that nobody asked for: a misspelt key must not be lost in silence."""
        for key in self.data.keys() - self._asked:
            self.fault(f"the key “{key}” is unknown; correct its spelling or take it out")


def read_text(path: Path, file: str, faults: list[Fault]) -> str | None:
    """Read a file of the content folder as UTF-8, or note why that cannot be done."""
    if not path.is_file():
        faults.append(Fault(file, "", "the file is missing; write it"))
        return None
    if path.stat().st_size > LARGEST_FILE:
        faults.append(Fault(file, "", f"the file is larger than {LARGEST_FILE} bytes; shorten it"))
        return None
    try:
        text = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        faults.append(Fault(file, f"byte {error.start}", "not UTF-8; save the file as UTF-8"))
        return None
    if text.startswith("\ufeff"):
        faults.append(Fault(file, "byte 0", "has a byte order mark; save it as UTF-8 without"))
        return None
    return text


def read_table(path: Path, file: str, faults: list[Fault]) -> Table:
    """Read one TOML file; an empty table where it cannot be read."""
    text = read_text(path, file, faults)
    data: dict[str, Any] = {}
    if text is not None:
        try:
            data = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            faults.append(Fault(file, "", f"not TOML: {error}; mend that line"))
    return Table(data, file, "", faults)
