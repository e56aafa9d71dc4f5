"""Search the site forgivingly, and recognise words of need. Keeps nothing of what was typed.

A query is folded once, by who asks: all here take it so.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import product
from os.path import commonprefix
from pathlib import Path

from webapp.explainer.records import Need
from webapp.explainer.schema import EMOJI, LETTER, ContentError, Fault, UnitKey
from webapp.i18n.languages import SOURCE, Language, read_phrases
from webapp.site.sitemap import address_of

LONGEST_WORD = 40
MOST_WORDS = 12
MOST_RESULTS = 20
FORGIVING_FROM = 4  # letters: of shorter words, one wrong letter makes most equal
SLIPS_FROM = 6  # letters: shorter words of need lie too near to everyday ones
SOUNDS = str.maketrans("wyzxq", "vijck")
LAST_SOUND = re.compile("(?<=...[^aeiou])[ae]i$")  # martay, martei: marte
REPEATED = re.compile(r"([^\W\d_])\1{2,}")  # hellllp
# nine nine nine: “nineninenine” is a phrase
THRICE = re.compile(rf"(?<!{LETTER})({LETTER}{{2,}}) \1 \1(?!{LETTER})")
# Letters that Unicode does not take apart, and the neighbours' letters that keyboards give instead
# of Urdu's own. In Devanagari and Gurmukhi, signs for long and short vowels and for sounds through
# the nose, which people type one for the other; in Devanagari, letters that sound alike, too.
# Apostrophes count as little as the sign that doubles a letter of Gurmukhi (fathers, father’s),
# and as the marks that make a digit a key (9️⃣).
ALIKE = str.maketrans("łøđıيىكهۂۃةھںीूਂਈਊईऊशषवङञणंँ", "lodiییکہہہہہنिुੰਇਉइउससबननननन", "ੱ'’‘ʼ\ufe0f\u20e3")
# A number as people write it: its digits together, or apart by spaces, hyphens and the like.
NUMBER = re.compile(r"\+?\d(?:[\s().,/\-\u2010-\u2015\u2212]{0,3}\d)*")


@dataclass(frozen=True)
class Entry:
    """One unit that can be found. `names`: what else readers call it, in one or a few words."""

    key: UnitKey
    title: str
    summary: str
    text: str = ""
    names: tuple[str, ...] = ()

    @property
    def path(self) -> str:
        """Where it stands."""
        return address_of(self.key)


def fold(text: str) -> str:
    """Return `text` without case, accents, look-alikes, letters said thrice; digits as 0 to 9."""
    parts = unicodedata.normalize("NFKD", text).casefold()
    seen = (c for c in parts if not unicodedata.combining(c) and unicodedata.category(c) != "Cf")
    folded = "".join(str(unicodedata.decimal(c, c)) for c in seen).translate(ALIKE)
    return REPEATED.sub(r"\1", folded)


def words_of(folded: str) -> list[str]:
    """Return the words of a folded text, in order."""
    return re.findall(f"{LETTER}+", folded)


def numbers_joined(folded: str) -> str:
    """Return a folded text with each number written as one word, as it is dialled in the UK."""
    return NUMBER.sub(lambda found: _dialled(found[0]), THRICE.sub(r"\1\1\1", folded))


def _dialled(number: str) -> str:
    digits = re.sub(r"[^\d+]", "", number)
    abroad = re.match(r"(?:\+|00)44", digits)
    return "0" + digits[abroad.end() :].lstrip("0") if abroad else digits.lstrip("+")


def nearly(one: str, other: str) -> bool:
    """Say whether two words differ by at most one letter: wrong, missing, added or swapped."""
    if abs(len(one) - len(other)) > 1:
        return False
    at = len(commonprefix((one, other)))
    rest, end = one[at:], other[at:]
    wrong, added, missing = rest[1:] == end[1:], rest == end[1:], rest[1:] == end
    return wrong or added or missing or (rest[:2][::-1] == end[:2] and rest[2:] == end[2:])


class Index:
    """All entries of one language, ready to be asked."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._entries = []
        self._names = list[tuple[str, Entry]]()
        for entry in entries:
            titles = frozenset(words_of(fold(" ".join((entry.title, *entry.names)))))
            text = fold(entry.text)
            texts = words_of(f"{text} {numbers_joined(text)}")
            self._entries.append((entry, titles, titles.union(texts)))
            self._names += [(_spaced(fold(name)), entry) for name in entry.names]
        self._names.sort(key=lambda named: -len(named[0]))
        self.vocabulary = frozenset[str]().union(*(words for _, _, words in self._entries))

    def named(self, query: str) -> list[Entry]:
        """Return the entries of which a name stands in `query`, the longest name first."""
        asked = _spaced(query)
        return [entry for name, entry in self._names if name in asked]

    def find(self, query: str, literal: frozenset[str] = frozenset()) -> tuple[list[Entry], bool]:
        """Return the entries that hold every word of `query`, best first, and whether the query
        was shortened. Where none holds all, those that hold most of its longer words.

        With `literal` words nothing is guessed: they stand for no others, and all must be there.
        """
        words = words_of(NUMBER.sub(self._joined_if_known, query))
        # A single letter says nothing, and is all that is left of “zzzz”.
        asked = list(dict.fromkeys(word for word in words if len(word) > 1 or word.isdecimal()))
        used = [word[:LONGEST_WORD] for word in asked[:MOST_WORDS]]
        meant = {word: self._meant(word, word not in literal) for word in used}
        hits = self._best(meant.values(), least=len(used))
        if not hits and not literal:
            hits = self._best([forms for word, forms in meant.items() if len(word) >= 4], least=1)
        return hits[:MOST_RESULTS], used != asked

    def _best(self, meant: Collection[frozenset[str]], least: int) -> list[Entry]:
        """Return the entries in which most words stand, if at least `least` do, those with more
        of them in their titles first. `meant` has for each word all that it may stand for."""

        def hits(words: frozenset[str]) -> int:
            return sum(not forms.isdisjoint(words) for forms in meant)

        scored = [(hits(words), hits(titles), entry) for entry, titles, words in self._entries]
        most = max((score for score, _, _ in scored), default=0)
        best = [score for score in scored if score[0] == most >= least > 0]
        return [entry for _, _, entry in sorted(best, key=lambda score: -score[1])]

    def _joined_if_known(self, number: re.Match[str]) -> str:
        """Return digits that stand apart as one number, where a text has it."""
        joined = _dialled(number[0])
        return joined if self._begun(joined) else number[0]

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


def _spaced(folded: str) -> str:
    return f" {' '.join(words_of(folded))} "


def by_ear(word: str) -> str:
    """Return the sound of an Urdu, Panjabi or Nepali word in Latin letters: bachchaa is bacha."""
    sound = re.sub("(?<=[^aeiou])h", "", word).replace("ee", "i").replace("oo", "u")
    return re.sub(r"(.)\1+", r"\1", sound.translate(SOUNDS))


class Needs:
    """The needs of a site, in every language that it offers.

    A query is matched against every language's phrases, whatever the page's language; those that
    languages of other scripts have in Latin letters are spelt by ear. A need without places is
    none: its words are everyday ones, only like words of need, and its phrases of words that stand
    side by side (“gun dogs”) take no part in a query.
    """

    def __init__(
        self, needs: tuple[Need, ...], languages: Iterable[Language], folder: Path
    ) -> None:
        """Read what each language says; raise `ContentError` on a file with faults."""
        self._needs = needs
        self._phrases = defaultdict[str, list[tuple[Need, str, tuple[str, ...]]]](list)
        self._sounding = defaultdict[str, set[str]](set)
        everyday = dict[str, set[str]]()
        faults: list[Fault] = []
        for language in languages:
            tag, own = language.tag, read_phrases(folder, language.locale, needs, faults)
            if language == SOURCE:
                own = {need.id: need.phrases for need in needs}
            phrases = [(n, fold(phrase)) for n in needs for phrase in own.get(n.id, ())]
            everyday[tag] = {phrase for need, phrase in phrases if not need.places}
            for need, phrase in phrases:
                if not need.places:
                    continue
                # A word may stand for several, and a star at its end for any ending.
                for words in product(*(word.split("|") for word in phrase.split())):
                    self._phrases[words[0]].append((need, tag, words))
                    for known in filter(str.isascii, words if language.script != "Latn" else ()):
                        self._sounding[LAST_SOUND.sub("e", by_ear(known))].add(known)
        if faults:
            raise ContentError(tuple(faults))
        # The everyday words of English hold beside those of each language.
        english = everyday[SOURCE.tag]
        self._everyday = {tag: frozenset(everyday[tag] | english) for tag in everyday}
        listed = [phrase for begun in self._phrases.values() for phrase in begun]
        self._whole = {word for _, _, words in listed for word in words}
        self._long = [word for word in self._whole if len(word) >= SLIPS_FROM and word[-1] != "*"]
        self._english = {word for _, tag, words in listed if tag == SOURCE.tag for word in words}

    def recognise(
        self, query: str, tag: str, written: Collection[str]
    ) -> tuple[list[Need], frozenset[str]]:
        """Return the needs that have a phrase whose words all stand in `query`, in any order, and
        the words of the query that name them.

        `written` holds the words of the site in the language `tag` of the page. All of them may be
        a phrase of that language or of English, but of no other: “on” is no Polish “he”. Where no
        phrase is found, a word that is not written may be a slip for an English one. Everyday words
        of the page's language and of English are taken as they stand.
        """
        query = _side_by_side(self._everyday[tag]).sub(" ", query)
        # “9 9 9” is 999, and each of its figures alone is nothing. An emoji is a word of its own.
        words = words_of(f"{query} {numbers_joined(query)}") + re.findall(EMOJI, query)
        typed = list(dict.fromkeys(words))
        everyday = {word for word in typed if self._everyday[tag] & _forms(word)}
        foreign = frozenset(word for word in typed if word not in written) - everyday
        known = {w: {w} & self._whole if w in everyday else self._known(w) for w in typed}
        if (named := self._named(known, tag, foreign))[0]:
            return named
        slips = {word: self._slips(word) for word in typed[:MOST_WORDS] if word in foreign}
        return self._named(slips, tag, foreign)[0], frozenset()

    def _named(
        self, known: Mapping[str, set[str]], page: str, foreign: frozenset[str]
    ) -> tuple[list[Need], frozenset[str]]:
        """Return the needs with a phrase of known words, and the typed words that stand for it.

        A phrase of neither English nor the language of the `page` needs a `foreign` word.
        """
        meant = defaultdict[str, set[str]](set)
        for word, form in ((word, form) for word, forms in known.items() for form in forms):
            meant[form].add(word)
        named, words = set(), set()
        for need, tag, phrase in (p for word in meant for p in self._phrases.get(word, ())):
            if all(part in meant for part in phrase) and (
                tag in (SOURCE.tag, page) or any(meant[part] & foreign for part in phrase)
            ):
                named.add(need.id)
                words |= {word for part in phrase for word in meant[part]}
        return [need for need in self._needs if need.id in named], frozenset(words)

    def _known(self, word: str) -> set[str]:
        """Return the words of phrases for which a typed one may stand."""
        found = _forms(word) & self._whole
        if len(word) >= FORGIVING_FROM and word.isascii():
            sounds = _forms(sound := by_ear(word), FORGIVING_FROM) | {LAST_SOUND.sub("e", sound)}
            found.update(*(self._sounding[heard] for heard in sounds & self._sounding.keys()))
        if found or len(word) < SLIPS_FROM or not word.isascii():
            return found
        # Long words that are one letter apart begin or end alike; to ask so first takes a fifth.
        alike = (known for known in self._long if known[0] == word[0] or known[-1] == word[-1])
        return {known for known in alike if nearly(word, known)}

    def _slips(self, word: str) -> set[str]:
        """Return the English words of need of which `word`, or its beginning, may be a slip.

        Other languages have more endings: too many of their everyday words lie one letter away.
        """
        if len(word) < SLIPS_FROM or not word.isascii():
            return set()
        return {known for known in self._english if known[0] == word[0] and _is_slip(word, known)}


# To compile it takes a fifth of a second: at the first search in a language, not at the start.
@cache
def _side_by_side(phrases: frozenset[str]) -> re.Pattern[str]:
    """Return the pattern of the phrases of several words, which stand side by side."""
    # By their first letter, so that at each word only a few are tried.
    begun = defaultdict[str, list[str]](list)
    for phrase in sorted(phrases, key=lambda phrase: (-phrase.count(" "), phrase)):
        first, *rest = phrase.split()
        for word in first.split("|") if rest else ():
            begun[word[0]].append("".join((word[1:], *(f"[ -]+({forms})" for forms in rest))))
    several = "|".join(f"{letter}(?:{'|'.join(ends)})" for letter, ends in begun.items()) or "(?!)"
    words = several.replace("*", f"{LETTER}*")
    return re.compile(f"(?<!{LETTER})(?={LETTER})(?:{words})(?!{LETTER})")


def _is_slip(word: str, known: str) -> bool:
    stem = known.removesuffix("*")
    ends = range(len(stem) - 1, len(stem) + 2) if stem != known else [len(word)]
    return len(stem) >= SLIPS_FROM and any(nearly(word[:end], stem) for end in ends)


def _forms(word: str, shortest: int = 1) -> set[str]:
    """Return a word and its beginnings, as phrases write them: "harm", "har*"."""
    return {word, *(f"{word[:end]}*" for end in range(shortest, len(word) + 1))}
