"""The addresses that browser tests walk: every page, and one of each kind."""

from __future__ import annotations

from house import real

from webapp.site.sitemap import every_page

PAGES = [f"/en/{each.path}" for each in every_page(real())]
GUIDE = [f"/en/{each.path}" for each in every_page(real()) if each.in_guide]
SEARCHED = ["/en/search/?q=neglect", "/en/search/?q=qqzzqq"]
BUILT = "/en/partners/briefing/?agency=schools&finding=neglect&quotations=1&questions=1"
WRONG = "/en/partners/briefing/?agency=nobody&finding=neglect"
ERROR = "/en/nowhere/"
EVERY = [*PAGES, *SEARCHED, BUILT, WRONG, ERROR]

# One page of each kind: what differs between pages of a kind is words, not form.
KINDS = [
    "/en/", "/en/findings/", "/en/findings/governance/", "/en/next/", "/en/simple/",
    "/en/words/", "/en/sources/news-release/", "/en/sources/facts/", "/en/help/",
    "/en/help/oxfordshire/", "/en/partners/", "/en/partners/schools/",
    "/en/partners/briefing/7-minutes/", "/en/partners/figures/", "/en/partners/embed/",
    "/en/simple/together/", "/en/handout/oxfordshire/", "/en/data/", "/en/embed/numbers/",
    *SEARCHED, BUILT, WRONG, ERROR,
]  # fmt: skip


def name_of(address: str) -> str:
    """Return a file name for an address."""
    plain = "".join(each if each.isalnum() else "-" for each in address.removeprefix("/en/"))
    return plain.strip("-") or "overview"
