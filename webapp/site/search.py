"""Compare what somebody typed with texts, forgivingly. Keeps nothing of it, and knows no pages."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from flask import request

from webapp.explainer.schema import LETTER

LONGEST_WORD = 40
MOST_WORDS = 12
MOST_RESULTS = 20
LONGEST_QUERY_SHOWN = 10_000
# Below four letters, one wrong letter makes most words equal.
FORGIVING_FROM = 4


@dataclass(frozen=True)
class Entry:
    """One place that can be found: its path, its title, all its text, and the key of its unit.

    `name` is the short name of a finding, by which partners know it; "" elsewhere.
    """

    path: str
    title: str
    summary: str
    text: str
    key: str = ""
    name: str = ""


# Letters that Unicode does not take apart, and the neighbours' letters that keyboards give instead
# of Urdu's own. In Devanagari and Gurmukhi, signs for long and short vowels and for sounds through
# the nose, which people type one for the other; in Devanagari, letters that sound alike, too.
ALIKE = str.maketrans("łøđıيىكهۂۃةھںीूਂਈਊईऊशषवङञणंँ", "lodiییکہہہہہنिुੰਇਉइउससबननननन", "ੱ")


SOUNDS = str.maketrans("wyz", "vij")

# A number as people write it: its digits together, or apart by spaces, hyphens and the like.
NUMBER = re.compile(r"\+?\d(?:[\s().,/\-\u2010-\u2015\u2212]{0,3}\d)*")
ABROAD = re.compile(r"(?:\+|00)44")


def asked_for() -> str:
    """Return what was typed into a form, without what cannot be shown."""
    query = "".join(c for c in request.args.get("q", "") if c.isprintable())
    return query[:LONGEST_QUERY_SHOWN].strip()


def fold(text: str) -> str:
    """Return `text` without case, accents, look-alike letters and marks that nobody sees.

    The digits of every script become 0 to 9.
    """
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(_plain(character) for character in parts).translate(ALIKE)


def _plain(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Nd":
        return str(unicodedata.decimal(character))
    return "" if category == "Cf" or unicodedata.combining(character) else character


def words_of(text: str) -> list[str]:
    """Return the folded words of a text, in order."""
    return re.findall(f"{LETTER}+", fold(text.replace("’", "").replace("'", "")))


def numbers_joined(folded: str) -> str:
    """Return a folded text with each number written as one word, as it is dialled in the UK."""
    return NUMBER.sub(lambda found: _dialled(found[0]), folded)


def _dialled(number: str) -> str:
    digits = re.sub(r"[^\d+]", "", number)
    abroad = ABROAD.match(digits)
    return "0" + digits[abroad.end() :].lstrip("0") if abroad else digits.lstrip("+")


def by_ear(word: str) -> str:
    """Return a folded word of Latin letters as it sounds in Urdu, Panjabi and Nepali.

    Each ear spells them in its own way: bachcha, bacha, bachchaa; maddat, madat.
    """
    sound = re.sub("(?<=[^aeiou])h", "", word).replace("ee", "i").replace("oo", "u")
    return re.sub(r"(.)\1+", r"\1", sound.translate(SOUNDS))


def nearly(one: str, other: str) -> bool:
    """Say whether two words differ by at most one letter: wrong, missing, added or swapped."""
    if abs(len(one) - len(other)) > 1:
        return False
    short, long = sorted((one, other), key=len)
    at = next((i for i, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    if len(short) < len(long):
        return short[at:] == long[at + 1 :]
    if short[at + 1 :] == long[at + 1 :]:
        return True
    return short[at : at + 2] == long[at : at + 2][::-1] and short[at + 2 :] == long[at + 2 :]


class Index:
    """All entries of one language, ready to be asked."""

    def __init__(self, entries: tuple[Entry, ...]) -> None:
        self.entries = entries
        self._titles = [frozenset(words_of(entry.title)) for entry in entries]
        self._texts = [
            frozenset(words_of(entry.text) + words_of(numbers_joined(fold(entry.text))))
            for entry in entries
        ]
        self.vocabulary = frozenset().union(*self._titles, *self._texts)

    def find(
        self, query: str, literal: frozenset[str] = frozenset()
    ) -> tuple[tuple[Entry, ...], bool]:
        """Return the entries that hold every word of `query`, best first, and whether the query
        was shortened. Where none holds all, those that hold most of its longer words.

        With `literal` words, nothing is guessed: those stand for no other word, and each entry
        holds all words.
        """
        asked = self._words(query)
        used = [word[:LONGEST_WORD] for word in dict.fromkeys(asked)][:MOST_WORDS]
        shortened = len(used) < len(dict.fromkeys(asked)) or any(
            len(word) > LONGEST_WORD for word in asked
        )
        meant = [self._meant(word, word not in literal) for word in used]
        scored = [(self._score(place, meant), -place) for place in range(len(self.entries))]
        longer = [forms for word, forms in zip(used, meant, strict=True) if len(word) >= 4]
        hits = sorted((s for s in scored if s[0][0] == len(used) > 0), reverse=True)
        if not hits and longer and not literal:
            scored = [(self._score(place, longer), -place) for place in range(len(self.entries))]
            most = max(s[0][0] for s in scored)
            hits = sorted((s for s in scored if s[0][0] == most > 0), reverse=True)
        return tuple(self.entries[-place] for _, place in hits[:MOST_RESULTS]), shortened

    def _words(self, query: str) -> list[str]:
        """Return the words of a query; digits that stand apart are one number where we know it."""

        def number(found: re.Match[str]) -> str:
            joined = _dialled(found[0])
            return joined if self._begun(joined) else found[0]

        return words_of(NUMBER.sub(number, fold(query)))

    def _begun(self, word: str) -> frozenset[str]:
        return frozenset(known for known in self.vocabulary if known.startswith(word))

    def _meant(self, word: str, guess: bool) -> frozenset[str]:
        """Return what `word` may stand for: words begun with it, else words nearly like it."""
        if len(word) < 3 and not word.isdecimal():
            return frozenset({word}) & self.vocabulary
        begun = self._begun(word)
        if begun or len(word) < FORGIVING_FROM or not guess or word.isdecimal():
            return begun
        return frozenset(known for known in self.vocabulary if nearly(word, known))

    def _score(self, place: int, meant: list[frozenset[str]]) -> tuple[int, int]:
        titles, texts = self._titles[place], self._texts[place]
        found = sum(bool(forms & (titles | texts)) for forms in meant)
        return found, sum(bool(forms & titles) for forms in meant)
