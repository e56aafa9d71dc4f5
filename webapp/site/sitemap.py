"""The one list of pages. Knows what pages there are, not how they look."""

from collections.abc import Iterable
from dataclasses import dataclass

from webapp.explainer.model import Explainer
from webapp.explainer.schema import UnitKey

AREA, SOURCE, FACTS, OVERVIEW = "help-area", "source", "facts", "overview"
READY_TEXT = "ready-briefing"
READY_LENGTHS = ("1-minute", "7-minutes", "20-minutes")
# The sources of every sentence, on a page for findings, one for partners' pages, one for the rest.
PROOF, PROOF_PATH = "proof", "sources/proof/"
PROOF_GROUPS = ("findings", "pages", "partners")
PATHS = {
    OVERVIEW: "",
    "briefing": "partners/briefing/",
    "figures": "partners/figures/",
    "embed": "partners/embed/",
    "together": "simple/together/",
    "comprehension": "partners/comprehension/",
    "scrutiny": "partners/scrutiny/",
    "saved": "offline/saved/",
    "card": "help/card/",
    "review": "both/review/",
}
# Words that serve several pages, or stand below a folder of their own: slug -> that folder.
STANDS_ON = {
    AREA: "help/",
    SOURCE: "sources/",
    FACTS: "sources/facts/",
    PROOF: "sources/",
    "partner": "partners/",
    READY_TEXT: "partners/briefing/",
    "handout-area": "handout/",
    "handout-both": "handout/",
}
SHARED = tuple(STANDS_ON)
OWN_VIEWS = (
    OVERVIEW, "saved", "findings", "words", "search", "briefing", "together", "handout", "data",
    "both", "review", "card", "scrutiny",
)  # fmt: skip
# Kinds of page with a form that answers while its reader types. Never help, safety or young
# people's pages: there, nothing is asked of a CDN.
LIVE_FORMS = ("search", "findings", "words", "briefing")
VOICE_PAGES = {"simple": "simple", "young": "young-people"}


@dataclass(frozen=True)
class Page:
    """One page of every language. `path` follows the language tag and ends in a slash, or is "".

    `kind` names its view; `words` is the slug of its page text, `about` the id of what it shows.
    """

    path: str
    kind: str
    words: str
    about: str = ""
    precached: bool = False
    indexed: bool = True


def every_page(explainer: Explainer) -> tuple[Page, ...]:
    """Return every page that exists, in reading order; nothing else is ever answered."""
    pages: list[Page] = []
    texts = {text.slug: text for text in explainer.pages}

    def add(kind: str, words: str, folder: str, abouts: Iterable[str]) -> None:
        kept = texts[words].in_guide
        pages.extend(Page(f"{folder}{about}/", kind, words, about, kept) for about in abouts)

    for slug, text in texts.items():
        if slug not in SHARED:
            kind = slug if slug in OWN_VIEWS else "text"
            pages.append(Page(path_of(slug), kind, slug, "", text.in_guide, text.indexed))
    findings = [finding.slug for finding in explainer.findings]
    agencies = [audience.slug for audience in explainer.audiences]
    areas = [area.id for area in explainer.areas]
    add("finding", "findings", "findings/", findings)
    add("area", AREA, "help/", areas)
    add("source", SOURCE, "sources/", [source.id for source in explainer.sources])
    pages.append(Page("sources/facts/", "facts", FACTS, "", texts[FACTS].in_guide))
    add("proof", PROOF, PROOF_PATH, PROOF_GROUPS if agencies else PROOF_GROUPS[:2])
    # An inspection without agencies has no pages for them.
    if agencies:
        add("audience", "partner", "partners/", agencies)
        own = [f"7-minutes/{slug}" for slug in agencies]
        add("ready", READY_TEXT, "partners/briefing/", [*READY_LENGTHS, *own])
        add("handout", "handout-area", "handout/", areas)
        if "handout-both" in texts:  # not where English is the only language
            pages.append(Page("handout/both/", "sheet", "handout-both"))
            for area in areas:
                pages.append(Page(f"handout/{area}/both/", "sheet", "handout-both", area))
        boxes = ["numbers", "glance", "help"] if explainer.figures else ["glance", "help"]
        boxes += [f"finding/{slug}" for slug in findings]
        pages += [Page(f"embed/{box}/", "embed", "embed", box, indexed=False) for box in boxes]
    return tuple(pages)


def file_of(page: Page) -> str:
    """Return the name of the files that a page is given out as, without ending; "" for most."""
    kinds = {"ready": "briefing", "scrutiny": "scrutiny", "handout": "handout", "sheet": "handout"}
    second = "both" if page.kind == "sheet" else ""
    parts = (kinds.get(page.kind, ""), page.about.replace("/", "-"), second)
    return "-".join(filter(None, parts)) if parts[0] else ""


def path_of(slug: str) -> str:
    """Return the path of the page whose words have this slug."""
    return PATHS.get(slug, f"{slug}/")


def address_of(key: UnitKey) -> str:
    """Return the path, with its anchor, on which a unit stands.

    "pages/help#deaf" -> "help/#deaf"; "findings/neglect#found" -> "findings/neglect/#found".
    """
    name = key.name
    anchor = f"#{key.anchor}" if key.anchor else ""
    match key.folder:
        case "findings" if key.anchor in VOICE_PAGES:
            return f"{VOICE_PAGES[key.anchor]}/#{name}"
        case "findings":
            return f"findings/{name}/{anchor}"
        case "audiences":
            return f"partners/{name}/{anchor}"
        case "pages" if name in STANDS_ON:
            return STANDS_ON[name] + (anchor if name == FACTS else "")
        case "pages":
            return path_of(name) + anchor
        case "areas":
            return f"help/{name}/"
        case "facts":
            return f"sources/facts/#{name}"
        case "terms":
            return f"words/#{name}"
        case "ledger":
            return f"next/#look-{name}"
        case "figures":
            return f"#{name}"
    return ""
