"""Which languages there are, how each writes dates and lists, and which a browser wishes.

Knows no words and no pages.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Annotated

from babel import Locale
from babel.core import get_global
from babel.dates import format_date, format_skeleton
from babel.lists import format_list
from babel.numbers import format_decimal
from werkzeug.http import parse_accept_header

from webapp.explainer.schema import DERIVED, ContentError, Flag, Names, Text, Whole, choice
from webapp.explainer.structure import Folder

FILE = "languages.toml"


@dataclass(frozen=True, kw_only=True)
class Language:
    """One table of translations/languages.toml; `tag`, its name, stands in addresses and `lang`."""

    tag: Annotated[str, DERIVED] = ""
    own_name: Text
    english_name: Text
    direction: Annotated[str, choice("ltr", "rtl")] = "ltr"
    script: Text = "Latn"
    # Ids of the inspections that are offered in it. No edit takes it away: what lapses is English.
    offered: Names = ()
    # The quotation marks that its texts use; its full stop, semicolon and comma.
    quotes: Text = "“”"
    stops: Text = ".;,"
    # Its letters in its own order, "" where their numbers in Unicode give it.
    alphabet: Text = ""
    # Letters of neighbours that look like its own.
    strangers: Text = ""
    # Other tags whose readers read it, where we have nothing nearer: "pnb" for Urdu.
    also: Names = ()
    # Whether search engines may list pages whose translation is not approved yet.
    index_drafts: Flag = False
    # How many words a minute somebody reads aloud to colleagues: fewer where words are long.
    pace: Whole = 130
    # Whose main language it is in the area, by the Census that the content cites; 0: not known.
    people: Whole = 0
    # What knows its words: "hunspell pl_PL", "aspell pa", or "" where Debian has nothing.
    dictionary: Text = ""
    # Babel's name for it, where that is not the tag.
    babel: Text = ""

    @property
    def locale(self) -> str:
        """Babel's name for it, which is also that of its folder of translations."""
        return self.babel or self.tag.replace("-", "_")

    @property
    def regional(self) -> str:
        """Its tag with a country, which office programs ask for: "ne-NP"."""
        tag = str(get_global("likely_subtags").get(self.locale, self.locale))
        return "-".join(tag.split("_")[:: 2 if tag.count("_") == 2 else 1])

    @property
    def also_forms(self) -> str:
        """Those of `also` whose short form may be another language of ours: "pa-PK", but not "pnb".

        Pages name no others: each has its bytes on every page.
        """
        return " ".join(tag for tag in self.also if "-" in tag)

    @property
    def right_to_left(self) -> bool:
        """Whether its lines begin on the right."""
        return self.direction == "rtl"


# Babel's plain "en" writes US dates, hence en_GB behind the tag "en".
SOURCE = Language(tag="en", own_name="English", english_name="English", babel="en_GB")


def load(translations: Path) -> tuple[Language, ...]:
    """Read the languages, English first; raise `ContentError` on a file with faults."""
    folder = Folder(translations)
    found = folder.table(FILE, dict[str, Language]) if (translations / FILE).is_file() else {}
    if folder.faults:
        raise ContentError(tuple(folder.faults))
    return (SOURCE, *(replace(language, tag=tag) for tag, language in found.items()))


def offered(translations: Path, inspection: str) -> tuple[Language, ...]:
    """Return the languages in which an inspection is offered to readers, English first."""
    return (SOURCE, *(known for known in load(translations) if inspection in known.offered))


def negotiate(accepted: str, languages: tuple[Language, ...]) -> Language:
    """Return the language that an Accept-Language header wishes most, else the first.

    Lookup as in RFC 4647, section 3.4: each wish in order of weight, the tag itself, then its
    shorter forms, then the next wish. What we lack leads to the language that names it in `also`:
    who reads Panjabi in Arabic letters gets Urdu, not Gurmukhi. "*" names no language. A language
    with weight 0 is chosen only if all have it. (Werkzeug's `best_match` would give English for
    "ur-PK,en;q=0.8".)
    """
    wishes: dict[str, float] = {}
    for tag, weight in parse_accept_header(accepted):
        wishes.setdefault(tag.lower().replace("_", "-"), weight)

    def weight_of(tag: str) -> float:
        # The most exact entry decides: "zh-hant, zh;q=0" wishes zh-Hant and no other Chinese.
        return next((wishes[form] for form in (*shorter(tag), "*") if form in wishes), 1)

    wished = [language for language in languages if weight_of(language.tag.lower())]
    by_tag = {tag.lower(): language for language in wished for tag in language.also}
    by_tag |= {language.tag.lower(): language for language in wished}
    for wish, weight in wishes.items():
        for tag in shorter(wish) if weight else ():
            if tag in by_tag:
                return by_tag[tag]
    return next(iter(wished), languages[0])


def shorter(tag: str) -> list[str]:
    """Return a tag and its shorter forms: zh-hant-tw, zh-hant, zh."""
    parts = tag.split("-")
    return ["-".join(parts[:end]) for end in range(len(parts), 0, -1)]


def in_order(language: Language, name: str) -> tuple[tuple[int, str], ...]:
    """Return the key that sorts a name as readers of its language look for it.

    Letters of the alphabet come in its order, accents that it does not count as letters with
    their letter, everything else after it.
    """
    order = {letter: at for at, letter in enumerate(language.alphabet)}
    key = []
    for letter in unicodedata.normalize("NFC", name.casefold()):
        plain = letter if letter in order else unicodedata.normalize("NFKD", letter)[0]
        # Signs of vowels count in the scripts of India, and what takes a vowel away (class 9).
        counts = unicodedata.category(letter)[0] == "M" and unicodedata.combining(letter) in (0, 9)
        if letter.isalnum() or counts:
            key.append((order.get(plain, len(order)), plain))
    return tuple(key)


def format_day(day: date | str, language: Language) -> str:
    """Write a date, or an ISO day ("2023-11-08") or month ("2023-11"), in a language."""
    if isinstance(day, str):
        if len(day) == len("2023-11"):
            first = date.fromisoformat(f"{day}-01")
            return str(format_skeleton("yMMMM", first, locale=language.locale))
        day = date.fromisoformat(day)
    return format_date(day, "long", language.locale)


def format_number(number: int, language: Language) -> str:
    """Write a whole number as a language groups its digits, which are 0 to 9 in all of them."""
    return str(format_decimal(number, locale=language.locale))


def join_list(items: Iterable[str], language: Language) -> str:
    """Join items as a language does, by CLDR's list pattern: "A, B and C"."""
    parts = list(items) or [""]
    # Nepali has no space behind its first comma.
    tight = Locale.parse(language.locale).list_patterns["standard"]["start"].endswith(",{1}")
    if tight and len(parts) > 2:
        parts[1] = f" {parts[1]}"
    return format_list(parts, "standard", language.locale)
