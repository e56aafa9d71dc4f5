"""Recognise words of need in what somebody typed. Keeps nothing of it; knows no pages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from webapp.explainer.records import Need
from webapp.site.search import fold, nearly, words_of

# Beyond these, a query is a pasted letter; its first words say what it is about.
MOST_WORDS = 200
# Shorter words, and those of scripts that write no vowels, have too many neighbours, one letter
# apart, that mean something else.
FORGIVING_FROM = 6


@dataclass(frozen=True)
class Recognised:
    """The needs that a query names, and its words that name them, folded."""

    needs: tuple[Need, ...]
    words: frozenset[str]


class Needs:
    """The needs of a site, in every language that it offers.

    All languages are listened to on all pages: who needs help types the words that come first.
    """

    def __init__(self, needs: Iterable[Need], said: Iterable[dict[str, tuple[str, ...]]]) -> None:
        languages = list(said)
        self._phrases: list[tuple[Need, list[tuple[str, ...]]]] = []
        for need in needs:
            phrases = [
                *need.phrases,
                *(each for held in languages for each in held.get(need.id, ())),
            ]
            self._phrases.append((need, [tuple(_parts(each)) for each in phrases]))
        self._whole = {word for _, held in self._phrases for each in held for word in each}

    def recognise(self, query: str) -> Recognised:
        """Return the needs that hold a phrase whose words all stand in `query`, in any order."""
        typed = list(dict.fromkeys(words_of(query)))[:MOST_WORDS]
        meant: dict[str, set[str]] = {}
        for word in typed:
            forms = {word, *(f"{word[:end]}*" for end in range(1, len(word) + 1))}
            found = forms & self._whole
            if not found and len(word) >= FORGIVING_FROM and word.isascii():
                found = {each for each in self._whole if len(each) >= FORGIVING_FROM
                         and not each.endswith("*") and nearly(word, each)}  # fmt: skip
            for each in found:
                meant.setdefault(each, set()).add(word)
        needs, words = [], set()
        for need, phrases in self._phrases:
            hits = [each for each in phrases if all(part in meant for part in each)]
            if hits:
                needs.append(need)
                words |= {word for each in hits for part in each for word in meant[part]}
        return Recognised(tuple(needs), frozenset(words))


def _parts(phrase: str) -> Iterable[str]:
    """Yield the folded words of a phrase, the star kept where only the beginning counts."""
    for word in phrase.split():
        yield f"{fold(word[:-1])}*" if word.endswith("*") else fold(word)
