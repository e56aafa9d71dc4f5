"""What pages, and parts of pages, are called where something links to them."""

from __future__ import annotations

from webapp.explainer.model import Explainer
from webapp.i18n.catalogs import N_, gettext
from webapp.site.sitemap import VOICE_PAGES

# Said in the language of what they name; `N_` marks them for translators.
FACT = N_("%(publisher)s, fact %(number)s")
SECTIONS = {
    "found": N_("What inspectors found"),
    "said": N_("What the inspector said"),
    "matters": N_("Why it matters"),
    "change": N_("What should change"),
}


def nav_of(said: Explainer, slug: str) -> str:
    """Return a page's short name."""
    return next(each.nav for each in said.pages if each.slug == slug)


def name_of(key: str, said: Explainer, own: bool) -> str:
    """Return what the page (and the part) with this key is called, in the words of `said`.

    `own`: in the language of the page, not of a part that stands in English.
    """
    place, _, anchor = key.partition("#")
    folder, _, name = place.partition("/")
    if folder == "findings":
        short = next(each.short for each in said.findings if each.slug == name)
        if anchor in VOICE_PAGES:
            return f"{nav_of(said, VOICE_PAGES[anchor])}: {short}"
        section = SECTIONS.get(anchor, "")
        if section and own:
            section = gettext(section)
        return f"{short}: {section}" if section else short
    if folder == "pages":
        text = next(each for each in said.pages if each.slug == name)
        heading = next((b.heading for b in text.blocks if b.anchor == anchor), "")
        nav = text.nav if "{" not in text.nav else text.nav.split("{")[0].strip()
        return f"{nav}: {heading}" if heading else nav
    if folder == "terms":
        return next(each.name for each in said.terms if each.id == name)
    if folder == "audiences":
        return next(each.nav for each in said.audiences if each.slug == name)
    if folder == "areas":
        return next(each.name for each in said.areas if each.id == name)
    if folder == "figures":
        caption = next(each.caption for each in said.figures if each.id == name)
        return f"{nav_of(said, 'overview')}: {caption}"
    entry = next(each for each in said.ledger if each.key == key)
    return f"{nav_of(said, 'next')}: {entry.page}"
