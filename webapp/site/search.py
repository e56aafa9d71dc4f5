"""Compare what somebody typed with the texts of the site, forgivingly. Keeps nothing of it."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from os.path import commonprefix

from flask import request

from webapp.explainer.model import iter_units, iter_words
from webapp.explainer.schema import LETTER, UnitKey
from webapp.site.guide import Guide
from webapp.site.sitemap import AREA, SHARED, address_of

LONGEST_WORD = 40
MOST_WORDS = 12
MOST_RESULTS = 20
LONGEST_QUERY_SHOWN = 10_000
# Below four letters, one wrong letter makes most words equal.
FORGIVING_FROM = 4

# Letters that Unicode does not take apart, and the neighbours' letters that keyboards give instead
# of Urdu's own. In Devanagari and Gurmukhi, signs for long and short vowels and for sounds through
# the nose, which people type one for the other; in Devanagari, letters that sound alike, too.
ALIKE = str.maketrans("łøđıيىكهۂۃةھںीूਂਈਊईऊशषवङञणंँ", "lodiییکہہہہہنिुੰਇਉइउससबननननन", "ੱ")
# A number as people write it: its digits together, or apart by spaces, hyphens and the like.
NUMBER = re.compile(r"\+?\d(?:[\s().,/\-\u2010-\u2015\u2212]{0,3}\d)*")
ABROAD = re.compile(r"(?:\+|00)44")


@dataclass(frozen=True)
class Entry:
    """One unit that can be found. `name` is the short name of a finding, by which partners know it;
    "" elsewhere."""

    key: UnitKey
    title: str
    summary: str
    text: str = ""
    name: str = ""

    @property
    def path(self) -> str:
        """Where it stands."""
        return address_of(self.key)


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
        self.entries = tuple(entries)
        self._titles = [frozenset(words_of(entry.title)) for entry in self.entries]
        self._words = [
            titles.union(words_of(entry.text), words_of(numbers_joined(fold(entry.text))))
            for titles, entry in zip(self._titles, self.entries, strict=True)
        ]
        self.vocabulary = frozenset().union(*self._words)

    def find(
        self, query: str, literal: frozenset[str] = frozenset()
    ) -> tuple[tuple[Entry, ...], bool]:
        """Return the entries that hold every word of `query`, best first, and whether the query
        was shortened. Where none holds all, those that hold most of its longer words.

        With `literal` words, nothing is guessed: those stand for no other word, and each entry
        holds all words.
        """
        asked = list(dict.fromkeys(words_of(NUMBER.sub(self._joined_if_known, fold(query)))))
        used = [word[:LONGEST_WORD] for word in asked[:MOST_WORDS]]
        meant = [self._meant(word, word not in literal) for word in used]
        hits = self._best(meant, least=len(used))
        if not hits and not literal:
            longer = zip(used, meant, strict=True)
            hits = self._best([forms for word, forms in longer if len(word) >= 4], least=1)
        return tuple(hits[:MOST_RESULTS]), used != asked

    def _best(self, meant: list[frozenset[str]], least: int) -> list[Entry]:
        """Return the entries in which most words stand, if at least `least` do, best first.

        `meant` has for each word all that it may stand for. Of entries with as many, those that
        have more of them in their titles come first, then those that are listed first.
        """
        scores = []
        for place, (titles, words) in enumerate(zip(self._titles, self._words, strict=True)):
            held = sum(not forms.isdisjoint(words) for forms in meant)
            scores.append((held, sum(not forms.isdisjoint(titles) for forms in meant), -place))
        most = max((held for held, _, _ in scores), default=0)
        if not most >= least > 0:
            return []
        best = sorted((score for score in scores if score[0] == most), reverse=True)
        return [self.entries[-place] for _, _, place in best]

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


def index_of(guide: Guide) -> Index:
    """The search index: every page, finding, area and word of this language."""
    content, area_page = guide.content, guide.text(AREA)
    entries = []
    for f in content.findings:
        entries.append(Entry(f.key, f.title, f.description, _all_words(f), f.short))
    for p in content.pages:
        if p.slug not in (*SHARED, "search"):
            shown = {id for block in p.blocks for id in block.contacts}
            calls = [f"{c.name} {c.number};" for c in content.contacts if c.id in shown]
            text = " ".join((_all_words(p), *calls, *p.known_as))
            entries.append(Entry(p.key, p.title, p.description, text))
    for area in content.areas:
        title = area_page.title.replace("{area}", area.name)
        summary = area_page.description.replace("{area}", area.name)
        calls = [f"{call.service} {call.number};" for call in area.numbers]
        text = " ".join((area.name, area.note, *calls, *area.known_as))
        entries.append(Entry(area.key, title, summary, text))
    for a in content.audiences:
        entries.append(Entry(a.key, a.title, a.description, _all_words(a)))
    for t in content.terms:
        entries.append(Entry(t.key, t.name, t.meaning, _all_words(t)))
    return Index(entries)


def _all_words(part: object) -> str:
    """Return every word of a unit and of the units inside it."""
    return " ".join(words for unit in iter_units(part) for words, _ in iter_words(unit))
