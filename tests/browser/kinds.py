"""The addresses that browser tests walk, in every language: every page, and one of each kind."""

from __future__ import annotations

import re

from house import TAGS, real

from webapp.site.sitemap import every_page

# Words that find something in their language.
QUERIES = {"en": "neglect", "pl": "zaniedbanie", "ur": "غفلت"}
BUILT = "partners/briefing/?agency=schools&finding=neglect&quotations=1&questions=1"
WRONG = "partners/briefing/?agency=nobody&finding=neglect"
ERROR = "nowhere/"
# One page of each kind: what differs between pages of a kind is words, not form.
OF_EACH_KIND = [
    "", "findings/", "findings/governance/", "next/", "simple/", "words/",
    "sources/news-release/", "sources/facts/", "help/", "help/oxfordshire/", "help/card/",
    "partners/", "partners/schools/", "partners/briefing/7-minutes/", "partners/figures/",
    "partners/embed/", "simple/together/", "handout/oxfordshire/", "data/", "embed/numbers/",
    "both/", "both/review/", "languages/",
]  # fmt: skip


def others(tag: str) -> list[str]:
    """Return the addresses of a language that no list of pages holds: found, not found, wrong."""
    searched = [f"search/?q={QUERIES[tag]}", "search/?q=qqzzqq"]
    return [f"/{tag}/{each}" for each in (*searched, BUILT, WRONG, ERROR)]


def of_each_kind(tag: str) -> list[str]:
    """Return one address of each kind in a language."""
    return [*(f"/{tag}/{each}" for each in OF_EACH_KIND), *others(tag)]


PAGES = [f"/{tag}/{each.path}" for tag in TAGS for each in every_page(real())]
GUIDE = [f"/en/{each.path}" for each in every_page(real()) if each.precached]
EVERY = [*PAGES, *(each for tag in TAGS for each in others(tag))]
KINDS = [each for tag in TAGS for each in of_each_kind(tag)]


def name_of(address: str) -> str:
    """Return a file name for an address, the same in every language."""
    _, tag, path = address.split("/", 2)
    path = path.replace(QUERIES[tag], QUERIES["en"])
    return re.sub(r"[^a-z0-9]+", "-", path.lower()).strip("-") or "overview"
