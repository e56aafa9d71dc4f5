"""What the search finds: every page, finding, area and word of one language."""

from __future__ import annotations

from webapp.explainer.model import PageText
from webapp.explainer.units import iter_units, iter_words
from webapp.site.guide import Guide
from webapp.site.search import Entry, Index
from webapp.site.sitemap import AREA, SHARED, path_of


def index_of(guide: Guide) -> Index:
    """The search index: every page, finding, area and word of this language."""
    entries = [
        Entry(
            f"findings/{f.slug}/",
            f.title,
            f.description,
            f"{f.short} {_all_words(f)}",
            f.key,
            f.short,
        )
        for f in guide.said.findings
    ]
    entries += [
        Entry(
            path_of(p.slug),
            p.title,
            p.description,
            f"{p.nav} {_all_words(p)} {_contacts(guide, p)}",
            p.key,
        )
        for p in guide.said.pages
        if p.slug not in (*SHARED, "search")
    ]
    area = next(each for each in guide.said.pages if each.slug == AREA)
    entries += [
        Entry(
            f"help/{a.id}/",
            area.title.replace("{area}", a.name),
            area.description.replace("{area}", a.name),
            f"{a.name} {a.note} " + " ".join(f"{n.service} {n.number};" for n in a.numbers),
            a.key,
        )
        for a in guide.said.areas
    ]
    entries += [
        Entry(
            f"words/#{t.id}",
            t.name,
            " ".join(p.text for p in t.definition),
            f"{t.name} {_all_words(t)}",
            t.key,
        )
        for t in guide.said.terms
    ]
    return Index(tuple(entries))


def _contacts(guide: Guide, page: PageText) -> str:
    """Return the names and numbers of the contacts that a page shows."""
    shown = {id for block in page.blocks for id in block.contacts}
    return " ".join(f"{c.name} {c.number};" for c in guide.said.contacts if c.id in shown)


def _all_words(part: object) -> str:
    """Return every word of a unit and of the units inside it."""
    return " ".join(words for unit in iter_units(part) for words, _ in iter_words(unit))
