"""Recognise words of need in what somebody typed, in every language. Keeps nothing of it."""

import re
from collections.abc import Collection, Mapping

from webapp.explainer.records import Need
from webapp.i18n.languages import SOURCE
from webapp.site.search import FORGIVING_FROM, MOST_WORDS, fold, nearly, numbers_joined, words_of

# The phrases of one language, by the id of their need.
Phrases = Mapping[str, tuple[str, ...]]
# Beyond these, a query is a pasted letter; its first words say what it is about.
LONGEST_QUERY = 200
# Shorter words, and those of scripts that write no vowels, have too many neighbours, one letter
# apart, that mean something else.
SLIPS_FROM = 6
SOUNDS = str.maketrans("wyz", "vij")


def by_ear(word: str) -> str:
    """Return a folded word of Latin letters as it sounds in Urdu, Panjabi and Nepali.

    Each ear spells them in its own way: bachcha, bacha, bachchaa; maddat, madat.
    """
    sound = re.sub("(?<=[^aeiou])h", "", word).replace("ee", "i").replace("oo", "u")
    return re.sub(r"(.)\1+", r"\1", sound.translate(SOUNDS))


class Needs:
    """The needs of a site, in every language that it offers.

    A query is matched against every language's phrases, whatever the page's language; those that
    languages of other scripts have in Latin letters are `spelt_by_ear`. A need without places is
    none: its phrases are everyday words that are only like words of need.
    """

    def __init__(
        self,
        needs: Collection[Need],
        translated: Mapping[str, Phrases],
        spelt_by_ear: Collection[str],
    ) -> None:
        """Take the phrases of each language by its tag; English has its own in `needs`."""
        self._phrases: list[tuple[Need, list[tuple[str, list[str]]]]] = []
        self._sounding: dict[str, set[str]] = {}
        self._everyday: dict[str, set[str]] = {}
        for need in needs:
            phrases = [(SOURCE.tag, phrase) for phrase in need.phrases]
            for tag, language in translated.items():
                own = language.get(need.id, ())
                phrases += [(tag, phrase) for phrase in own]
                if tag in spelt_by_ear:
                    for known in filter(str.isascii, fold(" ".join(own)).split()):
                        self._sounding.setdefault(by_ear(known), set()).add(known)
            if not need.places:
                for tag, phrase in phrases:
                    self._everyday.setdefault(tag, set()).add(fold(phrase))
                continue
            # A trailing *, which matches as a prefix, is kept.
            self._phrases.append((need, [(tag, fold(phrase).split()) for tag, phrase in phrases]))
        english = (phrase for need in needs if need.places for phrase in need.phrases)
        self._english = set(fold(" ".join(english)).split())
        self._whole = {word for _, known in self._phrases for _, phrase in known for word in phrase}

    def recognise(
        self, query: str, tag: str, written: Collection[str]
    ) -> tuple[list[Need], frozenset[str]]:
        """Return the needs that have a phrase whose words all stand in `query`, in any order, and
        the words of the query that name them, folded.

        `written` holds the words of the site in the language `tag` of the page. All of them may be
        a phrase of that language or of English, but of no other: “on” is no Polish “he”. Where no
        phrase is found, a word that is not written may be a slip for an English one. Everyday words
        of the page's language and of English are taken as they stand.
        """
        # “9 9 9” is 999, and each of its figures alone is nothing.
        numbers = words_of(numbers_joined(fold(query)))
        typed = list(dict.fromkeys([*words_of(query)[:LONGEST_QUERY], *numbers[:LONGEST_QUERY]]))
        plain = self._everyday.get(SOURCE.tag, set()) | self._everyday.get(tag, set())
        everyday = {word for word in typed if not plain.isdisjoint(_forms(word))}
        foreign = frozenset(word for word in typed if word not in written) - everyday
        known = {
            word: {word} & self._whole if word in everyday else self._known(word) for word in typed
        }
        needs, words = self._named(known, tag, foreign)
        if needs:
            return needs, words
        slips = {word: self._slips(word) for word in typed[:MOST_WORDS] if word in foreign}
        return self._named(slips, tag, foreign)[0], frozenset()

    def _named(
        self, known: Mapping[str, set[str]], page: str, foreign: frozenset[str]
    ) -> tuple[list[Need], frozenset[str]]:
        """Return the needs with a phrase of known words, and the typed words that stand for it.

        A phrase of neither English nor the language of the `page` needs a `foreign` word.
        """
        meant: dict[str, set[str]] = {}
        for word, forms in known.items():
            for form in forms:
                meant.setdefault(form, set()).add(word)
        needs, words = [], set()
        for need, phrases in self._phrases:
            hits = [
                phrase
                for tag, phrase in phrases
                if all(part in meant for part in phrase)
                and (tag in (SOURCE.tag, page) or any(meant[part] & foreign for part in phrase))
            ]
            if hits:
                needs.append(need)
                words |= {word for phrase in hits for part in phrase for word in meant[part]}
        return needs, frozenset(words)

    def _known(self, word: str) -> set[str]:
        """Return the words of phrases for which a typed one may stand."""
        found = _forms(word) & self._whole
        if len(word) >= FORGIVING_FROM and word.isascii():
            sounds = _forms(by_ear(word), FORGIVING_FROM) & self._sounding.keys()
            found |= {known for sound in sounds for known in self._sounding[sound]}
        if found or len(word) < SLIPS_FROM or not word.isascii():
            return found
        longer = (known for known in self._whole if len(known) >= SLIPS_FROM)
        return {known for known in longer if not known.endswith("*") and nearly(word, known)}

    def _slips(self, word: str) -> set[str]:
        """Return the English words of need of which `word`, or its beginning, may be a slip.

        Other languages have more endings: too many of their everyday words lie one letter away.
        """
        if len(word) < SLIPS_FROM or not word.isascii():
            return set()
        return {each for each in self._english if each[0] == word[0] and _is_slip(word, each)}


def _is_slip(word: str, known: str) -> bool:
    stem = known.removesuffix("*")
    ends = range(len(stem) - 1, len(stem) + 2) if stem != known else [len(word)]
    return len(stem) >= SLIPS_FROM and any(nearly(word[:end], stem) for end in ends)


def _forms(word: str, shortest: int = 1) -> set[str]:
    """Return a word and its beginnings, as phrases write them: "harm", "har*"."""
    return {word, *(f"{word[:end]}*" for end in range(shortest, len(word) + 1))}
