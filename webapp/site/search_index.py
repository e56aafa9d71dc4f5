"""The search page: its index, and help numbers first for readers whose words name a need."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import chain

from flask import request

from webapp.explainer.model import PageText, iter_units, iter_words
from webapp.explainer.records import Need
from webapp.explainer.references import HELP
from webapp.site.guide import Guide
from webapp.site.pages import View
from webapp.site.rendering import render_page
from webapp.site.search import (
    FORGIVING_FROM,
    MOST_WORDS,
    Entry,
    Index,
    asked_for,
    by_ear,
    fold,
    nearly,
    words_of,
)
from webapp.site.sitemap import AREA, SHARED, Page, path_of

# The phrases of one language, by the id of their need.
Phrases = Mapping[str, tuple[str, ...]]

# Beyond these, a query is a pasted letter; its first words say what it is about.
NEEDS_MOST_WORDS = 200
# Shorter words, and those of scripts that write no vowels, have too many neighbours, one letter
# apart, that mean something else.
NEEDS_FORGIVING_FROM = 6


@dataclass(frozen=True)
class SearchResult:
    """One search result: a link, and a summary of what it leads to."""

    href: str
    title: str
    summary: str
    english: bool = False


def view(guides: Mapping[str, Guide], needs: Needs) -> View:
    """Return the view of the search page; the index of a language is made at its first search."""
    indexes: dict[str, Index] = {}

    def search(guide: Guide, page: Page) -> str:
        query = asked_for()
        tag = guide.language.tag
        if tag not in indexes:
            indexes[tag] = index_of(guide)
        named = needs.recognise(query, indexes[tag].vocabulary)
        urgent = [need for need in named.needs if not need.staff]
        hits, shortened = indexes[tag].find(query, named.words if urgent else frozenset())
        results = [
            SearchResult(guide.href(hit.path), hit.title, hit.summary, guide.in_english(hit.key))
            for hit in hits
        ]
        if named.needs:
            # Who types the very name of a finding gets it first, and the numbers above it.
            first = sum(words_of(query) == words_of(hit.name) for hit in hits[:1])
            # Staff find their pages behind help, where both were asked for.
            places = [place for need in urgent for place in need.places]
            places += [HELP] if urgent else []
            places += [place for need in named.needs if need.staff for place in need.places]
            known = [_result_of(guide, place) for place in dict.fromkeys(places)]
            results = [*results[:first], *known, *results[first:]]
        called = {id for need in named.needs for id in need.contacts}
        return render_page(
            guide,
            page,
            "search",
            query=query,
            asked="q" in request.args,
            shortened=shortened,
            results=tuple({result.href: result for result in results}.values()),
            needy=bool(urgent),
            called=[contact.id for contact in guide.content.contacts if contact.id in called],
        )

    return search


def _result_of(guide: Guide, place: str) -> SearchResult:
    """Return a page ("help"), or a block of one ("help#deaf"), as a result of a search."""
    folder, _, slug = place.rpartition("/")
    if folder:
        agency = next(audience for audience in guide.content.audiences if audience.slug == slug)
        href, english = guide.href(f"partners/{slug}/"), guide.in_english(agency.key)
        return SearchResult(href, agency.title, agency.description, english)
    slug, _, anchor = place.partition("#")
    text = guide.text(slug)
    href = guide.href(path_of(slug))
    if not anchor:
        return SearchResult(href, text.title, text.description, guide.in_english(text.key))
    block = guide.block(text, anchor)
    summary = block.passages[0].text if block.passages else text.description
    title, english = block.heading or text.title, guide.in_english(block.key)
    return SearchResult(f"{href}#{anchor}", title, summary, english)


def index_of(guide: Guide) -> Index:
    """The search index: every page, finding, area and word of this language."""
    content, area_page = guide.content, guide.text(AREA)
    entries = [
        Entry(f"findings/{f.slug}/", f.title, f.description, f"{f.short} {_all_words(f)}", f.key,
              f.short)
        for f in content.findings
    ]  # fmt: skip
    entries += [
        Entry(path_of(p.slug), p.title, p.description,
              f"{p.nav} {_all_words(p)} {_contacts(guide, p)}", p.key)
        for p in content.pages
        if p.slug not in (*SHARED, "search")
    ]  # fmt: skip
    texts = area_page.title, area_page.description
    for area in content.areas:
        title, summary = (t.replace("{area}", area.name) for t in texts)
        numbers = " ".join(f"{n.service} {n.number};" for n in area.numbers)
        text = f"{area.name} {area.note} {numbers} {' '.join(area.known_as)}"
        entries.append(Entry(f"help/{area.id}/", title, summary, text, area.key))
    entries += [
        Entry(f"partners/{a.slug}/", a.title, a.description, _all_words(a), a.key)
        for a in content.audiences
    ]
    entries += [
        Entry(f"words/#{t.id}", t.name, " ".join(p.text for p in t.definition),
              f"{t.name} {_all_words(t)}", t.key)
        for t in content.terms
    ]  # fmt: skip
    return Index(tuple(entries))


def _contacts(guide: Guide, page: PageText) -> str:
    """Return the names and numbers of the contacts that a page shows."""
    shown = {id for block in page.blocks for id in block.contacts}
    return " ".join(f"{c.name} {c.number};" for c in guide.content.contacts if c.id in shown)


def _all_words(part: object) -> str:
    """Return every word of a unit and of the units inside it."""
    return " ".join(words for unit in iter_units(part) for words, _ in iter_words(unit))


@dataclass(frozen=True)
class Recognised:
    """The needs that a query names, and its words that name them, folded."""

    needs: tuple[Need, ...]
    words: frozenset[str]


class Needs:
    """The needs of a site, in every language that it offers.

    A query is matched against every language's phrases, whatever the page's language; those that
    languages of other scripts have in Latin letters are `spelt_by_ear`.
    """

    def __init__(
        self, needs: Collection[Need], translated: list[Phrases], spelt_by_ear: list[Phrases]
    ) -> None:
        self._phrases: list[tuple[Need, list[tuple[str, ...]]]] = []
        for need in needs:
            phrases = [*need.phrases]
            for language in (*translated, *spelt_by_ear):
                phrases += language.get(need.id, ())
            self._phrases.append((need, [tuple(_parts(phrase)) for phrase in phrases]))
        english = (_parts(phrase) for need in needs for phrase in need.phrases)
        self._english = {word for words in english for word in words}
        self._whole = {word for _, known in self._phrases for phrase in known for word in phrase}
        self._sounding: dict[str, set[str]] = {}
        for phrase in (phrase for language in spelt_by_ear for phrase in chain(*language.values())):
            for known in filter(str.isascii, _parts(phrase)):
                self._sounding.setdefault(by_ear(known), set()).add(known)

    def recognise(self, query: str, written: Collection[str] = ()) -> Recognised:
        """Return the needs that hold a phrase whose words all stand in `query`, in any order.

        Where none does, a word that is not `written` on the site may be a slip for an English one.
        """
        typed = list(dict.fromkeys(words_of(query)))[:NEEDS_MOST_WORDS]
        meant: dict[str, set[str]] = {}
        for word in typed:
            found = _forms(word) & self._whole
            if len(word) >= FORGIVING_FROM and word.isascii():
                sounds = _forms(by_ear(word), FORGIVING_FROM) & self._sounding.keys()
                found |= {known for sound in sounds for known in self._sounding[sound]}
            if not found and len(word) >= NEEDS_FORGIVING_FROM and word.isascii():
                found = {known for known in self._whole if len(known) >= NEEDS_FORGIVING_FROM
                         and not known.endswith("*") and nearly(word, known)}  # fmt: skip
            for known in found:
                meant.setdefault(known, set()).add(word)
        named = self._named(meant)
        if named.needs:
            return named
        slips: dict[str, set[str]] = {}
        for word in typed[:MOST_WORDS]:
            for known in () if word in written else self._slips(word):
                slips.setdefault(known, set()).add(word)
        return Recognised(self._named(slips).needs, frozenset())

    def _named(self, meant: Mapping[str, set[str]]) -> Recognised:
        """Return the needs with a phrase of known words; `meant` tells what was typed for each."""
        needs, words = [], set()
        for need, phrases in self._phrases:
            hits = [phrase for phrase in phrases if all(part in meant for part in phrase)]
            if hits:
                needs.append(need)
                words |= {word for phrase in hits for part in phrase for word in meant[part]}
        return Recognised(tuple(needs), frozenset(words))

    def _slips(self, word: str) -> set[str]:
        """Return the English words of need of which `word`, or its beginning, may be a slip.

        Other languages have more endings: too many of their everyday words lie one letter away.
        """
        if len(word) < NEEDS_FORGIVING_FROM or not word.isascii():
            return set()
        return {known for known in self._english if known[0] == word[0]
                and (_is_slip_of_stem(word, known[:-1]) if known.endswith("*")
                     else len(known) >= NEEDS_FORGIVING_FROM and nearly(word, known))}  # fmt: skip


def _is_slip_of_stem(word: str, stem: str) -> bool:
    ends = (len(stem) - 1, len(stem), len(stem) + 1)
    return len(stem) >= NEEDS_FORGIVING_FROM and any(nearly(word[:end], stem) for end in ends)


def _forms(word: str, shortest: int = 1) -> set[str]:
    """Return a word and its beginnings, as phrases write them: "harm", "har*"."""
    return {word, *(f"{word[:end]}*" for end in range(shortest, len(word) + 1))}


def _parts(phrase: str) -> Iterable[str]:
    """Yield the folded words of a phrase; a trailing * (match as a prefix) is kept."""
    for word in phrase.split():
        yield f"{fold(word[:-1])}*" if word.endswith("*") else fold(word)
