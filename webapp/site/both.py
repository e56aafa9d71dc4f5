"""This language beside English, line by line, with numbers that are the same in every language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from webapp.explainer.model import Block, Explainer, Passage
from webapp.i18n import review
from webapp.i18n.direction import bare
from webapp.site.guide import Guide
from webapp.site.sitemap import address_of

# What a family and whoever helps it talk about: few enough lines to have short numbers.
PAGES = ("overview", "help", "safety")


@dataclass(frozen=True)
class Line:
    """One line: its number from 1, English, the told words, and where it stands and rests.

    `heading` is the level of a heading, 0 for a sentence. `state` is a review's.
    """

    number: int
    english: str
    told: str
    heading: int
    path: str
    cites: tuple[str, ...]
    state: str = "draft"


def lines(guide: Guide, states: bool = False) -> tuple[Line, ...]:
    """Return the lines of a language, in the order of the site."""
    known = review.states(guide.language, guide.translations) if states else {}
    pairs = zip(_said(guide.source), _said(guide.said), strict=True)
    return tuple(
        Line(
            number,
            english,
            told,
            level,
            address_of(key),
            cites,
            "missing"
            if key in guide.told.english
            else known.get(review.mark(english, bare(told)), "draft"),
        )
        for number, ((key, english, level, cites), (_, told, _, _)) in enumerate(pairs, 1)
    )


Said = tuple[str, str, int, tuple[str, ...]]


def _said(explainer: Explainer) -> Iterator[Said]:
    """Yield (unit key, words, level of heading, cites) of every line."""
    pages = {each.slug: each for each in explainer.pages}
    yield explainer.site.key, explainer.site.danger, 0, ()
    for slug in PAGES:
        if slug not in pages:
            continue
        yield pages[slug].key, pages[slug].title, 2, ()
        for block in pages[slug].blocks:
            yield from _block(block)
        if slug == "overview":
            for finding in explainer.findings:
                yield finding.key, finding.title, 3, finding.cites
                yield from _passages(finding.found.key, finding.found.passages)


def _block(block: Block) -> Iterator[Said]:
    if block.heading:
        yield block.key, block.heading, 3, ()
    yield from _passages(block.key, block.passages)


def _passages(key: str, passages: Iterable[Passage]) -> Iterator[Said]:
    for each in passages:
        yield key, each.text, 0, each.cites
