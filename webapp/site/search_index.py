"""What the search finds: pages, findings, areas, words, and help for who types words of need."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask import request

from webapp.explainer.model import PageText, iter_units, iter_words
from webapp.explainer.records import Need
from webapp.explainer.references import HELP
from webapp.site.guide import Guide
from webapp.site.pages import View
from webapp.site.rendering import render_page
from webapp.site.search import Entry, Index, asked_for, fold, nearly, words_of
from webapp.site.sitemap import AREA, SHARED, Page, path_of

# Beyond these, a query is a pasted letter; its first words say what it is about.
MOST_WORDS = 200
# Shorter words, and those of scripts that write no vowels, have too many neighbours, one letter
# apart, that mean something else.
FORGIVING_FROM = 6


@dataclass(frozen=True)
class SearchResult:
    """One hit: a heading that is a link, and the beginning of what stands there."""

    href: str
    title: str
    summary: str
    english: bool = False


def view(guides: Mapping[str, Guide], needs: Needs) -> View:
    """Return the view of the search page; the index of a language is made at its first search."""
    indexes: dict[str, Index] = {}

    def search(guide: Guide, page: Page) -> str:
        query = asked_for()
        named = needs.recognise(query)
        tag = guide.language.tag
        if tag not in indexes:
            indexes[tag] = index_of(guide)
        urgent = [each for each in named.needs if not each.staff]
        hits, shortened = indexes[tag].find(query, named.words if urgent else frozenset())
        results = [
            SearchResult(
                guide.href(each.path), each.title, each.summary, guide.in_english(each.key)
            )
            for each in hits
        ]
        if named.needs:
            # Who types the very name of a finding gets it first, and the numbers above it.
            first = sum(words_of(query) == words_of(each.name) for each in hits[:1])
            # Staff find their pages behind help, where both were asked for.
            places = [place for need in urgent for place in need.places]
            places += [HELP] if urgent else []
            places += [place for need in named.needs if need.staff for place in need.places]
            known = [_place(guide, each) for each in dict.fromkeys(places)]
            results = [*results[:first], *known, *results[first:]]
        called = {id for need in named.needs for id in need.contacts}
        return render_page(
            guide,
            page,
            "search",
            query=query,
            asked="q" in request.args,
            shortened=shortened,
            results=tuple({each.href: each for each in results}.values()),
            needy=bool(urgent),
            called=[each.id for each in guide.said.contacts if each.id in called],
        )

    return search


def _place(guide: Guide, place: str) -> SearchResult:
    """Return a page ("help"), or a block of one ("help#deaf"), as a result of a search."""
    folder, _, slug = place.rpartition("/")
    if folder:
        agency = next(each for each in guide.said.audiences if each.slug == slug)
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
    said, area = guide.said, guide.text(AREA)
    entries = [
        Entry(f"findings/{f.slug}/", f.title, f.description, f"{f.short} {_all_words(f)}", f.key,
              f.short)
        for f in said.findings
    ]  # fmt: skip
    entries += [
        Entry(path_of(p.slug), p.title, p.description,
              f"{p.nav} {_all_words(p)} {_contacts(guide, p)}", p.key)
        for p in said.pages
        if p.slug not in (*SHARED, "search")
    ]  # fmt: skip
    for each in said.areas:
        title, summary = (t.replace("{area}", each.name) for t in (area.title, area.description))
        numbers = " ".join(f"{n.service} {n.number};" for n in each.numbers)
        text = f"{each.name} {each.note} {numbers}"
        entries.append(Entry(f"help/{each.id}/", title, summary, text, each.key))
    entries += [
        Entry(f"partners/{a.slug}/", a.title, a.description, _all_words(a), a.key)
        for a in said.audiences
    ]
    entries += [
        Entry(f"words/#{t.id}", t.name, " ".join(p.text for p in t.definition),
              f"{t.name} {_all_words(t)}", t.key)
        for t in said.terms
    ]  # fmt: skip
    return Index(tuple(entries))


def _contacts(guide: Guide, page: PageText) -> str:
    """Return the names and numbers of the contacts that a page shows."""
    shown = {id for block in page.blocks for id in block.contacts}
    return " ".join(f"{c.name} {c.number};" for c in guide.said.contacts if c.id in shown)


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

    All languages are listened to on all pages: who needs help types the words that come first.
    """

    def __init__(self, needs: Iterable[Need], said: Iterable[dict[str, tuple[str, ...]]]) -> None:
        languages = list(said)
        self._phrases: list[tuple[Need, list[tuple[str, ...]]]] = []
        for need in needs:
            phrases = [*need.phrases]
            for language in languages:
                phrases += language.get(need.id, ())
            self._phrases.append((need, [tuple(_parts(each)) for each in phrases]))
        self._whole = {word for _, known in self._phrases for each in known for word in each}

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
