"""The addresses that browser tests open: every page of every language, and one page of each kind.

What a new language costs is decided here. Each of its pages is opened once (`EVERY`). One page of
each kind is opened in every state and engine (`KINDS`), for one language of each script only: what
differs between languages of a script is how long words are, and `EVERY` measures that.
"""

from __future__ import annotations

import re

from house import LANGUAGES, TAGS, localized, real

from webapp.site.sitemap import every_page

# The first published language of each script: English for Latin letters, Urdu for Nastaliq.
_FIRST = {language.script: language.tag for language in reversed(LANGUAGES.values())}
ONE_TAG_A_SCRIPT = tuple(tag for tag in TAGS if tag in _FIRST.values())
# Languages in which every page is asked for the contrast of colours, half of axe's time: English,
# and the first translation, whose pages have the notices of a draft and English that is marked.
# The colours of the others are the same: tests/i18n/test_scripts.py holds our sheets to that.
COLOURED = TAGS[:2]
# Of the languages above, those that are asked for it in each theme: from left, and from right.
THEMED = ("en", *[tag for tag in ONE_TAG_A_SCRIPT if LANGUAGES[tag].right_to_left][:1])
BUILT = "partners/briefing/?agency=schools&finding=neglect&quotations=1&questions=1"
WRONG = "partners/briefing/?agency=nobody&finding=neglect"
ERROR = "nowhere/"
# One page of each kind: what differs between pages of a kind is words, not form.
OF_EACH_KIND = [
    "", "findings/", "findings/governance/", "next/", "simple/", "words/",
    "sources/news-release/", "sources/facts/", "sources/proof/partners/",
    "help/", "help/oxfordshire/", "help/card/",
    "partners/", "partners/schools/", "partners/briefing/", "partners/briefing/7-minutes/",
    "partners/figures/", "partners/embed/", "simple/together/", "handout/oxfordshire/", "data/",
    "partners/scrutiny/", "handout/oxfordshire/both/", "embed/glance/",
    "embed/numbers/", "both/", "both/review/", "languages/",
]  # fmt: skip


def query(tag: str) -> str:
    """Return a word that finds something: what the glossary calls neglect in a language."""
    (term,) = [entry for entry in localized(tag).terms if entry.id == "neglect"]
    return term.name.partition(" (")[0].lower()


def beyond_the_sitemap(tag: str) -> list[str]:
    """Return the addresses of a language that no list of pages holds: found, not found, wrong."""
    paths = [f"search/?q={query(tag)}", "search/?q=qqzzqq", BUILT, WRONG, ERROR]
    return [f"/{tag}/{path}" for path in paths]


def of_each_kind(tag: str) -> list[str]:
    """Return one address of each kind in a language."""
    return [*(f"/{tag}/{path}" for path in OF_EACH_KIND), *beyond_the_sitemap(tag)]


PAGES = [f"/{tag}/{page.path}" for tag in TAGS for page in every_page(real())]
EVERY = [*PAGES, *(address for tag in TAGS for address in beyond_the_sitemap(tag))]
KINDS = [address for tag in ONE_TAG_A_SCRIPT for address in of_each_kind(tag)]
# What a reader can keep on a device, in English.
GUIDE = [f"/en/{page.path}" for page in every_page(real()) if page.precached]


def name_of(address: str) -> str:
    """Return a file name for an address, the same in every language."""
    _, tag, path = address.split("/", 2)
    path = path.replace(query(tag), query("en"))
    return re.sub(r"[^a-z0-9]+", "-", path.lower()).strip("-") or "overview"


def tag_of(address: str) -> str:
    """Return the language of an address."""
    return address.split("/")[1]


def is_embed(address: str) -> bool:
    """Whether an address is a box for other sites, which has neither menu nor way out."""
    return address.split("/")[2] == "embed"
