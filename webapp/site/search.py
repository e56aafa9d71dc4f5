"""Find findings, words and pages by what somebody typed. Keeps nothing of it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

LONGEST_WORD = 40
MOST_WORDS = 12
MOST_RESULTS = 20
# Below four letters, one wrong letter makes most words equal.
FORGIVING_FROM = 4


@dataclass(frozen=True)
class Entry:
    """One place that can be found: its path, its title, all its text, and the key of its unit."""

    path: str
    title: str
    summary: str
    text: str
    key: str = ""


# Letters that Unicode does not take apart, and the neighbours' letters that keyboards give instead
# of Urdu's own.
ALIKE = str.maketrans("łøđıيىكهۂۃة", "lodiییکہہہہ")


def fold(text: str) -> str:
    """Return `text` without case, accents, look-alike letters and marks that nobody sees."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    kept = (each for each in parts if not unicodedata.combining(each))
    return "".join(each for each in kept if unicodedata.category(each) != "Cf").translate(ALIKE)


def words_of(text: str) -> list[str]:
    """Return the folded words of a text, in order."""
    return re.findall(r"[^\W_]+", fold(text.replace("’", "").replace("'", "")))


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
        self._titles = [frozenset(words_of(each.title)) for each in entries]
        self._texts = [frozenset(words_of(each.text)) for each in entries]
        self._vocabulary = frozenset().union(*self._titles, *self._texts)

    def find(self, query: str) -> tuple[tuple[Entry, ...], bool]:
        """Return the entries that hold every word of `query`, best first, and whether the query
        was shortened. Where none holds all, those that hold most of its longer words.
        """
        asked = words_of(query)
        used = [each[:LONGEST_WORD] for each in dict.fromkeys(asked)][:MOST_WORDS]
        shortened = len(used) < len(dict.fromkeys(asked)) or any(
            len(each) > LONGEST_WORD for each in asked
        )
        meant = [self._meant(each) for each in used]
        scored = [(self._score(place, meant), -place) for place in range(len(self.entries))]
        longer = [forms for word, forms in zip(used, meant, strict=True) if len(word) >= 4]
        hits = sorted((s for s in scored if s[0][0] == len(used) > 0), reverse=True)
        if not hits and longer:
            scored = [(self._score(place, longer), -place) for place in range(len(self.entries))]
            most = max(s[0][0] for s in scored)
            hits = sorted((s for s in scored if s[0][0] == most > 0), reverse=True)
        return tuple(self.entries[-place] for _, place in hits[:MOST_RESULTS]), shortened

    def _meant(self, word: str) -> frozenset[str]:
        """Return what `word` may stand for: words begun with it, else words nearly like it."""
        if len(word) < 3:
            return frozenset({word}) & self._vocabulary
        begun = frozenset(each for each in self._vocabulary if each.startswith(word))
        if begun or len(word) < FORGIVING_FROM:
            return begun
        return frozenset(each for each in self._vocabulary if nearly(word, each))

    def _score(self, place: int, meant: list[frozenset[str]]) -> tuple[int, int]:
        titles, texts = self._titles[place], self._texts[place]
        held = sum(bool(forms & (titles | texts)) for forms in meant)
        return held, sum(bool(forms & titles) for forms in meant)
