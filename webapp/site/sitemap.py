"""The one list of pages. Knows what pages there are, not how they look."""

from __future__ import annotations

from dataclasses import dataclass

from webapp.explainer.model import Explainer

# The words of these pages serve several pages, or stand below a folder of their own.
VOICE_PAGES = {"simple": "simple", "young": "young-people"}
AREA, SOURCE, FACTS, OVERVIEW = "help-area", "source", "facts", "overview"


@dataclass(frozen=True)
class Page:
    """One page of every language. `path` follows the language tag and ends in a slash, or is "".

    `kind` names its view; `words` is the slug of its page text, `about` the id of what it shows.
    """

    path: str
    kind: str
    words: str
    about: str = ""
    in_guide: bool = False
    indexed: bool = True


def every_page(explainer: Explainer) -> tuple[Page, ...]:
    """Return every page that exists, in reading order; nothing else is ever answered."""
    pages: list[Page] = []
    texts = {each.slug: each for each in explainer.pages}
    for slug, text in texts.items():
        if slug in (AREA, SOURCE, FACTS):
            continue
        path = "" if slug == OVERVIEW else f"{slug}/"
        kind = slug if slug in ("words", "search") else "text"
        pages.append(Page(path, kind, slug, "", text.in_guide, text.indexed))
    guide = texts["findings"].in_guide
    pages += [
        Page(f"findings/{each.slug}/", "finding", "findings", each.slug, guide)
        for each in explainer.findings
    ]
    pages += [
        Page(f"help/{each.id}/", "area", AREA, each.id, texts[AREA].in_guide)
        for each in explainer.areas
    ]
    pages += [
        Page(f"sources/{each.id}/", "source", SOURCE, each.id, texts[SOURCE].in_guide)
        for each in explainer.sources
    ]
    pages.append(Page("sources/facts/", "facts", FACTS, "", texts[FACTS].in_guide))
    return tuple(pages)


def address_of(key: str) -> str:
    """Return the path (with anchor) on which the unit with this key stands.

    "pages/help#deaf" -> "help/#deaf"; "findings/neglect#found" -> "findings/neglect/#found".
    """
    place, _, anchor = key.partition("#")
    folder, _, name = place.partition("/")
    hashed = f"#{anchor}" if anchor else ""
    if folder == "findings":
        if anchor in VOICE_PAGES:
            return f"{VOICE_PAGES[anchor]}/#{name}"
        return f"findings/{name}/{hashed}"
    if folder == "pages":
        if name in (AREA, SOURCE):
            return "help/" if name == AREA else "sources/"
        if name == FACTS:
            return f"sources/facts/{hashed}"
        return f"{name}/{hashed}" if name != OVERVIEW else hashed
    if folder == "areas":
        return f"help/{name}/"
    if folder == "facts":
        return f"sources/facts/#{name}"
    if folder == "terms":
        return f"words/#{name}"
    if folder == "ledger":
        return f"next/#look-{name}"
    if folder == "figures":
        return f"#{name}"
    return ""
