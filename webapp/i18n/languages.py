"""The one table of languages. Knows no words and no pages."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass


@dataclass(frozen=True)
class Language:
    """One language: `tag` in addresses and `lang`, `locale` for Babel, `direction` ltr or rtl.

    `published` languages are offered to readers. `english_name` is what English speakers call it.
    `quotes` are the quotation marks that its texts use, `stops` its full stop, semicolon and comma,
    `alphabet` its letters in its own order ("" where their numbers in Unicode give it),
    `strangers` letters of neighbours that look alike. `index_drafts` lets search engines list pages
    whose translation is not approved yet.
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
        "aąbcćdeęfghijklłmnńoópqrsśtuvwxyzźż",
    ),
    Language(
        "ur", "ur", "rtl", "اردو", "Arab", True, "Urdu", "“”", "۔؛،",
        "آابپتٹثجچحخدڈذرڑزژسشصضطظعغفقکگلمنںوہھءیے", "يكهى",
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
