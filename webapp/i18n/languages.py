"""The one table of languages, and which of them a browser wishes. Knows no words and no pages."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass


@dataclass(frozen=True)
class Language:
    """One language: `tag` in addresses and `lang`, `locale` for Babel, `direction` ltr or rtl.

    `published` languages are offered to readers. `english_name` is what English speakers call it.
    `quotes` are the quotation marks that its texts use, `stops` its full stop, semicolon and comma,
    `alphabet` its letters in its own order ("" where their numbers in Unicode give it),
    `strangers` letters of neighbours that look alike. `index_drafts` lets search engines list pages
    whose translation is not approved yet. `pace` is how many words a minute somebody reads aloud to
    colleagues: fewer where words are long, more where they are short.
    """

    tag: str
    locale: str
    direction: str
    own_name: str
    script: str
    published: bool
    english_name: str = ""
    quotes: str = "“”"
    stops: str = ".;,"
    alphabet: str = ""
    strangers: str = ""
    index_drafts: bool = False
    pace: int = 130

    @property
    def right_to_left(self) -> bool:
        """Whether its lines begin on the right."""
        return self.direction == "rtl"


# Babel's plain "en" writes US dates, hence en_GB behind the tag "en".
SOURCE = Language("en", "en_GB", "ltr", "English", "Latn", True, "English")

LANGUAGES = (
    SOURCE,
    Language(
        "pl", "pl", "ltr", "Polski", "Latn", True, "Polish", "„”", ".;,",
        "aąbcćdeęfghijklłmnńoópqrsśtuvwxyzźż", pace=115,
    ),
    Language(
        "ur", "ur", "rtl", "اردو", "Arab", True, "Urdu", "“”", "۔؛،",
        "آابپتٹثجچحخدڈذرڑزژسشصضطظعغفقکگلمنںوہھءیے", "يكهى", pace=150,
    ),
)  # fmt: skip

# For tests and developers, never offered: accents and two fifths more length find words that
# nobody can translate and layouts that are too tight; English from right to left finds what does
# not mirror. Babel knows no pseudo-locales, so that two quiet neighbours of English lend theirs.
PSEUDO = (
    Language("en-XA", "en_AU", "ltr", "Ēñğļîšħ", "Latn", False, "Accented English"),
    Language("ar-XB", "en_NZ", "rtl", "hsilgnE", "Arab", False, "Mirrored English"),
)


def published() -> tuple[Language, ...]:
    """Return the languages that readers are offered, English first."""
    return tuple(each for each in LANGUAGES if each.published)


# One entry of Accept-Language: a language range and, perhaps, its weight from 0 to 1. Old phones
# write pl_PL. Subtags have at most 8 letters (RFC 5646), and no tag in use has nine of them.
WISH = re.compile(
    r"\s*([a-z]{1,8}(?:[-_][a-z0-9]{1,8}){0,8}|\*)\s*(?:;\s*q\s*=\s*(0(?:\.\d*)?|1(?:\.0*)?|\.\d+)\s*)?",
    re.ASCII | re.IGNORECASE,
)


def negotiate(accepted: str, offered: tuple[Language, ...]) -> Language:
    """Return the offered language that an Accept-Language header wishes most.

    Lookup as in RFC 4647, section 3.4: each wish in order of weight, wishes of one weight in their
    own order; the tag itself, then its shorter forms, then the next wish. "*" names no language,
    hence is passed over. A language with weight 0 is never chosen, unless all have it. An entry
    that is none is passed over too. Where no wish is met: the first language that may be chosen.
    """
    wishes: list[tuple[float, str]] = []
    for entry in accepted.split(","):
        if found := WISH.fullmatch(entry):
            weight = float(found[2]) if found[2] else 1.0
            wishes.append((weight, found[1].lower().replace("_", "-")))
    refused = {wish for weight, wish in wishes if not weight}
    wished = {wish for weight, wish in wishes if weight} - refused

    def acceptable(tag: str) -> bool:
        # The most exact entry decides: "zh-hant, zh;q=0" wishes zh-Hant and no other Chinese.
        exact = next((each for each in (*shorter(tag), "*") if each in refused | wished), "")
        return exact not in refused

    by_tag = {each.tag.lower(): each for each in offered if acceptable(each.tag.lower())}
    for _, wish in sorted(wishes, key=lambda each: -each[0]):
        if wish in wished:
            for tag in shorter(wish):
                if tag in by_tag:
                    return by_tag[tag]
    return next(iter(by_tag.values()), offered[0])


def shorter(tag: str) -> list[str]:
    """Return a tag and its shorter forms: zh-hant-tw, zh-hant, zh."""
    parts = tag.split("-")
    return ["-".join(parts[:end]) for end in range(len(parts), 0, -1)]


def in_order(language: Language, name: str) -> tuple[tuple[int, str], ...]:
    """Return the key that sorts a name as readers of its language look for it.

    Letters of the alphabet come in its order, accents that it does not count as letters with
    their letter, everything else after it.
    """
    known = {letter: at for at, letter in enumerate(language.alphabet)}
    key = []
    for letter in unicodedata.normalize("NFC", name.casefold()):
        plain = letter if letter in known else unicodedata.normalize("NFKD", letter)[0]
        if letter.isalnum():
            key.append((known.get(plain, len(known)), plain))
    return tuple(key)
