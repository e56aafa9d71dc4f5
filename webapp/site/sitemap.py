"""The one list of pages, and which of them a broken address means.

Knows what pages there are, not how they look. What letters and messages broke is mended where it
can only mean one page of ours (see `mend`, for hosts of static files, too).
"""

import html
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import dropwhile
from urllib.parse import unquote

from werkzeug.datastructures import MultiDict

from webapp.explainer.model import Explainer
from webapp.explainer.schema import UnitKey

OVERVIEW, READY, SCRUTINY = "overview", "ready-briefing", "scrutiny"
HANDOUT, SHEET = "handout", "handout-both"
LENGTHS = ("1-minute", "7-minutes", "20-minutes")
# The sources of every sentence, on a page for findings, one for partners' pages, one for the rest.
PROOF, PROOF_PATH = "proof", "sources/proof/"
PROOF_GROUPS = ("findings", "pages", "partners")
# Words that serve several pages, or stand below a folder of their own: slug -> that folder.
SHARED = {
    "help-area": "help/",
    "source": "sources/",
    "facts": "sources/facts/",
    PROOF: "sources/",
    "partner": "partners/",
    READY: "partners/briefing/",
    "handout-area": "handout/",
    SHEET: "handout/",
}
# Slug of words -> path, where that is another than the slug.
PATHS = {
    **SHARED,
    OVERVIEW: "",
    "briefing": "partners/briefing/",
    "figures": "partners/figures/",
    "embed": "partners/embed/",
    "together": "simple/together/",
    "comprehension": "partners/comprehension/",
    SCRUTINY: "partners/scrutiny/",
    "saved": "offline/saved/",
    "card": "help/card/",
    "review": "both/review/",
}
# The kinds of the pages that show more than their words, by the slug of these.
KINDS = {
    **{slug: slug for slug in (
        OVERVIEW, "saved", "findings", "words", "search", "together", HANDOUT, "data", "review",
        "card",
    )},
    "both": "bilingual",
    "briefing": "builder",
    SCRUTINY: "briefing",
}  # fmt: skip
# Kinds of page with a form that answers while its reader types. Never help, safety or young
# people's pages: there, nothing is asked of a CDN.
LIVE_FORMS = ("search", "findings", "words", "builder")
# Kinds of page that are given out as files, too.
GIVEN_OUT = ("briefing", HANDOUT)
VOICE_PAGES = {"simple": "simple", "young": "young-people"}
# Messages pass through several programs, each of which may encode the address once more.
MOST_ENCODINGS = 3
# A fragment, and parameters that networks and newsletters add to an address, also without a "?".
HUNG_ON = re.compile("[#?&].*", re.DOTALL)
# What word processors write for a hyphen, and what follows it where an address was wrapped.
HYPHEN = re.compile("[-\u2010-\u2015\u2212][\u00ad\u200b ]*")


@dataclass(frozen=True)
class Page:
    """One page of every language. `path` follows the language tag and ends in a slash, or is "".

    `kind` names its view and its template; `words` is the slug of its page text, `about` the id of
    what it shows.
    """

    path: str
    kind: str
    words: str
    about: str = ""
    precached: bool = False
    indexed: bool = True

    @property
    def file(self) -> str:
        """The name of the files that it is given out as, without ending; "" for most."""
        if self.kind not in GIVEN_OUT:
            return ""
        return self.path.removeprefix("partners/").strip("/").replace("/", "-")


def every_page(explainer: Explainer) -> tuple[Page, ...]:
    """Return every page that exists, in reading order; nothing else is ever answered."""
    pages: list[Page] = []
    texts = {text.slug: text for text in explainer.pages}

    def add(kind: str, words: str, path: str, abouts: Iterable[str] = ("",)) -> None:
        precached = texts[words].precached
        pages.extend(Page(path.format(about), kind, words, about, precached) for about in abouts)

    for slug, text in texts.items():
        if slug not in SHARED:
            kind = KINDS.get(slug, "text")
            pages.append(Page(path_of(slug), kind, slug, "", text.precached, text.indexed))
    findings = [finding.slug for finding in explainer.findings]
    agencies = [audience.slug for audience in explainer.audiences]
    areas = [area.id for area in explainer.areas]
    add("finding", "findings", "findings/{}/", findings)
    add("area", "help-area", "help/{}/", areas)
    add("source", "source", "sources/{}/", [source.id for source in explainer.sources])
    add("facts", "facts", "sources/facts/")
    add("proof", PROOF, PROOF_PATH + "{}/", PROOF_GROUPS if agencies else PROOF_GROUPS[:2])
    # An inspection without agencies has no pages for them.
    if agencies:
        add("audience", "partner", "partners/{}/", agencies)
        own = [f"7-minutes/{slug}" for slug in agencies]
        add("briefing", READY, "partners/briefing/{}/", [*LENGTHS, *own])
        add(HANDOUT, "handout-area", "handout/{}/", areas)
        if SHEET in texts:  # not where English is the only language
            add(HANDOUT, SHEET, "handout/both/")
            add(HANDOUT, SHEET, "handout/{}/both/", areas)
        boxes = ["numbers", "glance", "help"] if explainer.figures else ["glance", "help"]
        boxes += [f"finding/{slug}" for slug in findings]
        pages += [Page(f"embed/{box}/", "embed", "embed", box, indexed=False) for box in boxes]
    return tuple(pages)


def path_of(slug: str) -> str:
    """Return the path of the page whose words have this slug."""
    return PATHS.get(slug, f"{slug}/")


# Folder of content -> where a unit of it stands.
ADDRESSES = {
    "findings": "findings/{name}/{anchor}",
    "audiences": "partners/{name}/{anchor}",
    "areas": "help/{name}/",
    "facts": "sources/facts/#{name}",
    "terms": "words/#{name}",
    "ledger": "next/#look-{name}",
    "figures": "#{name}",
}


def address_of(key: UnitKey) -> str:
    """Return the path, with its anchor, on which a unit stands.

    "pages/help#deaf" -> "help/#deaf"; "findings/neglect#found" -> "findings/neglect/#found".
    """
    name, anchor = key.name, f"#{key.anchor}" if key.anchor else ""
    if key.folder == "findings" and key.anchor in VOICE_PAGES:
        return f"{VOICE_PAGES[key.anchor]}/#{name}"
    if key.folder == "pages":
        return path_of(name) + (anchor if name not in SHARED or name == "facts" else "")
    return ADDRESSES.get(key.folder, "").format(name=name, anchor=anchor)


def mendable(addresses: Iterable[str]) -> dict[str, str]:
    """Return the addresses to which a broken one may lead, by what is left of them: see `_core`."""
    return {_core(address): address for address in addresses}


def mend(path: str, known: Mapping[str, str]) -> str | None:
    """Return the address that a broken path means, or None.

    `path` is a path that exists nowhere, its percent signs decoded once; `known` comes from
    `mendable`. Without regard to case, and to slashes and trailing marks at its end, it must be
    the path of one known address. Trailing marks are whatever Unicode calls punctuation (P),
    symbol (S), space (Z), combining mark (M, as emoji have) or format character (Cf), in any
    script and number, also percent-encoded again or written as an HTML entity ("&gt;", "&quot;").
    A dash counts as a hyphen, also before a space, and all from a "#", "?" or "&" on as nothing.
    No other mark before the last letter or digit is mended, no control character, no spelling, no
    path with two slashes together. The answer is always a known address: never off this site, never
    to be mended again.
    """
    if not path.startswith("/") or "//" in path:
        return None
    for _encoding in range(MOST_ENCODINGS):
        if found := known.get(_core(path)):
            return found
        path = html.unescape(unquote(path))
    return known.get(_core(path))


def choices_of(args: MultiDict[str, str]) -> MultiDict[str, str]:
    """Return what the query of a form of choices asks: read like a path, without regard to capitals
    and trailing marks, also where "&" stands as HTML writes it."""
    read = ((name.lower().removeprefix("amp;"), _core(text)) for name, text in args.items(True))
    return MultiDict(read)


def _core(path: str) -> str:
    """Return a path in lower case up to its last letter or digit, with plain hyphens."""
    path = HYPHEN.sub("-", HUNG_ON.sub("", path))
    return "".join(dropwhile(_is_mark, reversed(path)))[::-1].lower()


def _is_mark(character: str) -> bool:
    category = unicodedata.category(character)
    return category[0] in "PSZM" or category == "Cf"
