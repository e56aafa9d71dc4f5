"""This language beside English, line by line, with numbers that are the same in every language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from webapp.explainer.model import Block, Explainer
from webapp.explainer.schema import UnitKey
from webapp.i18n.catalogs import mark
from webapp.i18n.direction import strip_isolates
from webapp.i18n.languages import SOURCE
from webapp.site.guide import Guide
from webapp.site.sitemap import address_of

# What a family and whoever helps it talk about: few enough lines to have short numbers.
PAGES = ("overview", "help", "safety")


@dataclass(frozen=True)
class Line:
    """One line: its number from 1, English, translation, where it stands, what it cites.

    `heading` is the level of a heading, 0 for a sentence. `state` is a review's, or "standard" or
    "missing". Where `dial` is False, a press on a number must not call it. `before`: how English
    was said when it was translated, if a person has found that this says the same.
    """

    number: int
    english: str
    translation: str
    heading: int
    path: str
    cites: tuple[str, ...]
    state: str = "draft"
    dial: bool = True
    before: str = ""


def lines(guide: Guide, states: bool = False) -> tuple[Line, ...]:
    """Return the lines of a language, in the order of the site."""
    reviews = guide.localized.reviews if states else {}
    pairs = zip(_unit_lines(guide.source), _unit_lines(guide.content), strict=True)
    found = []
    for number, ((key, english, level, cites, dial), (_, translation, *_)) in enumerate(pairs, 1):
        review = reviews.get(mark(english, strip_isolates(translation)))
        state = review.state if review else "draft"
        if guide.language == SOURCE:
            state = "standard"
        elif key in guide.localized.english:
            state = "missing"
        path = address_of(key)
        kept = guide.localized.kept.get(english)
        before = kept.was if kept else ""
        found.append(Line(number, english, translation, level, path, cites, state, dial, before))
    return tuple(found)


UnitLine = tuple[UnitKey, str, int, tuple[str, ...], bool]


def _unit_lines(explainer: Explainer) -> Iterator[UnitLine]:
    """Yield (unit key, words, level of heading, cites, dial) of every line."""
    pages = {page.slug: page for page in explainer.pages}
    yield explainer.site.key, explainer.site.danger, 0, (), True
    for slug in PAGES:
        if slug not in pages:
            continue
        yield pages[slug].key, pages[slug].title, 2, (), True
        for block in pages[slug].blocks:
            yield from _block(block)
        if slug == "overview":
            for finding in explainer.findings:
                yield finding.key, finding.title, 3, finding.cites, True
                yield from _passages(finding.found)


def _block(block: Block) -> Iterator[UnitLine]:
    if block.heading:
        yield block.key, block.heading, 3, (), block.dial
    yield from _passages(block)


def _passages(block: Block) -> Iterator[UnitLine]:
    for passage in block.passages:
        yield block.key, passage.text, 0, passage.cites, block.dial
