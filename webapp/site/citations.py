"""Where words come from: one short line a section, the proof of it sentence by sentence, and back
from each source to what rests on it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from webapp.explainer.model import Block, Finding, Kind, Passage
from webapp.explainer.records import Citation, Source
from webapp.explainer.schema import UnitKey
from webapp.i18n.catalogs import N_, gettext, ngettext
from webapp.i18n.languages import Language, format_day, join_list
from webapp.site.guide import Guide, PageLink
from webapp.site.sitemap import PROOF_PATH, SHARED, VOICE_PAGES, address_of, path_of

# So many words at each end of a quotation name it in the published page.
FRAGMENT_WORDS = 4
# Said in the language of what they name; `N_` marks them for translators.
FACT = N_("%(publisher)s, fact %(number)s")
SECTIONS = {
    "found": N_("What inspectors found"),
    "said": N_("What the inspector said"),
    "matters": N_("Why it matters"),
    "change": N_("What should change"),
}


@dataclass(frozen=True)
class Named:
    """Words and the key of the unit that they are of, which may stand in English."""

    key: str
    words: str


@dataclass(frozen=True)
class ProofBlock:
    """One block or title of a page with the kind and sources of each sentence."""

    key: str
    heading: Named
    runs: tuple[tuple[str, tuple[Passage, ...]], ...]


@dataclass(frozen=True)
class ProofSection:
    """One page's proof: its anchor, its name, its address, its blocks."""

    anchor: str
    name: Named
    href: str
    blocks: tuple[ProofBlock, ...]


def source_line(
    guide: Guide, passages: Iterable[Passage], brief: bool = False
) -> tuple[PageLink, ...]:
    """Return one link for each source of some passages, its paragraphs joined into ranges.

    Facts are named by their publishers, each once. Sums and explanations without a source give
    nothing: what is ours is not marked. `brief` leaves the paragraphs out, for small boxes.
    """
    return source_links(guide, (cite for passage in passages for cite in passage.cites), brief)


def voice_line(guide: Guide, voice: str, strength: bool) -> tuple[PageLink, ...]:
    """Return the sources of all strengths, or of all else, in the simple or the young voice."""
    findings = [finding for finding in guide.content.findings if finding.strength == strength]
    blocks = [finding.simple if voice == "simple" else finding.young for finding in findings]
    return source_line(guide, (p for block in blocks for p in block.passages), brief=True)


def source_links(
    guide: Guide, cites: Iterable[Citation], brief: bool = False
) -> tuple[PageLink, ...]:
    """Return one link for each source that is cited, stored sources first: see `source_line`."""
    cites = tuple(cites)
    links = []
    for source in guide.content.sources:
        if cited := sorted({cite.paragraph for cite in cites if cite.source == source.id}):
            links.append(_paragraphs_link(guide, source, cited, brief))
    publishers: dict[str, PageLink] = {}
    for cite in cites:
        if cite.fact:
            link = _fact_link(guide, cite.fact, brief=True)
            publishers.setdefault(link.label, link)
    return (*links, *publishers.values())


def each_citation(guide: Guide, passages: Iterable[Passage]) -> tuple[PageLink, ...]:
    """Return a link for each paragraph and each fact that some passages cite, in their order."""
    sources = {source.id: source for source in guide.content.sources}
    return tuple(
        _fact_link(guide, cite.fact)
        if cite.fact
        else _paragraphs_link(guide, sources[cite.source], [cite.paragraph])
        for cite in dict.fromkeys(cite for passage in passages for cite in passage.cites)
    )


def _paragraphs_link(
    guide: Guide, source: Source, numbers: Sequence[int], brief: bool = False
) -> PageLink:
    """Return a link to the first of some paragraphs, named by the source and their numbers."""
    label = source.short
    if not brief:
        label = ngettext(
            "%(source)s, paragraph %(numbers)s",
            "%(source)s, paragraphs %(numbers)s",
            len(numbers),
            source=source.short,
            numbers=ranges(numbers, guide.language),
        )
    return PageLink(guide.href(f"sources/{source.id}/#p{numbers[0]}"), label)


def _fact_link(guide: Guide, id: str, brief: bool = False) -> PageLink:
    """Return a link to a fact, named by its publisher and its number on the page of facts."""
    facts = enumerate(guide.content.facts, 1)
    number, fact = next((at, fact) for at, fact in facts if fact.id == id)
    publisher = fact.sources[0].publisher
    english = fact.sources[0].key in guide.localized.english
    values = {"publisher": publisher, "number": number}
    label = publisher if brief else FACT % values if english else gettext(FACT, **values)
    return PageLink(guide.href(f"sources/facts/#{id}"), label, english)


def ranges(numbers: Sequence[int], language: Language) -> str:
    """Join sorted numbers as readers say them: 4, 8, 9, 10 -> "4 and 8 to 10"."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    parts = []
    for run in runs:
        if len(run) > 2:
            parts.append(gettext("%(first)s to %(last)s", first=run[0], last=run[-1]))
        else:
            parts += [str(number) for number in run]
    return join_list(parts, language)


def published_at(source: Source, quotation: str) -> str:
    """Return the address of a quotation in the published page, as a text fragment.

    Browsers that know text fragments scroll to the words and mark them; others open the page.
    https://wicg.github.io/scroll-to-text-fragment/ wants dashes encoded, too.
    """
    words = quotation.split()
    if len(words) <= 2 * FRAGMENT_WORDS:
        ends = [words]
    else:
        ends = [words[:FRAGMENT_WORDS], words[-FRAGMENT_WORDS:]]
    encoded = (quote(" ".join(words), safe="").replace("-", "%2D") for words in ends)
    return f"{source.url}#:~:text={','.join(encoded)}"


def published_quotation(guide: Guide, passage: Passage) -> str:
    """Return where a quoted passage stands in the page that its publisher shows."""
    return published_at(guide.cited_source(passage.cites[0].source), passage.quote)


def anchor_of(path: str) -> str:
    """Return the anchor of a page's proof: "findings/neglect/" -> "findings-neglect"."""
    return path.strip("/").replace("/", "-") or "overview"


def group_of(path: str) -> str:
    """Return which proof page tells the sources of a page."""
    first = path.partition("/")[0]
    if first in ("findings", "simple", "young-people", "handout"):
        return "findings"
    return "partners" if first == "partners" else "pages"


def proof_href(guide: Guide, path: str) -> str:
    """Return where the sources of a page are listed sentence by sentence; "" where nothing is."""
    rests = any(
        kind != Kind.EXPLAINED
        for page, _, block in _blocks(guide)
        if page == path
        for kind, _ in block.runs
    )
    return guide.href(f"{PROOF_PATH}{group_of(path)}/#{anchor_of(path)}") if rests else ""


def proof(guide: Guide, group: str) -> tuple[ProofSection, ...]:
    """Return the sections of one proof page, in the order of the site."""
    found: dict[str, list[ProofBlock]] = {}
    names: dict[str, Named] = {}
    for path, name, block in _blocks(guide):
        if group_of(path) == group:
            found.setdefault(path, []).append(block)
            names[path] = name
    return tuple(
        ProofSection(anchor_of(path), names[path], guide.href(path), tuple(blocks))
        for path, blocks in found.items()
        if any(kind != Kind.EXPLAINED for block in blocks for kind, _ in block.runs)
    )


def _blocks(guide: Guide) -> Iterator[tuple[str, Named, ProofBlock]]:
    """Yield (path, name of the page, block) of every block with passages."""
    pages = {page.slug: page for page in guide.content.pages}
    for text in pages.values():
        if text.slug in SHARED:
            continue
        for block in text.blocks:
            if block.passages:
                yield path_of(text.slug), Named(text.key, text.nav), _proof_block(block)
    for finding in guide.content.findings:
        path = f"findings/{finding.slug}/"
        name = Named(finding.key, finding.short)
        title = finding_title(finding)
        yield path, name, ProofBlock(finding.key, Named("", ""), (("reported", (title,)),))
        for block in (finding.found, finding.said, finding.matters, finding.change):
            if block.passages:
                yield path, name, _proof_block(block)
        for block, slug in ((finding.simple, "simple"), (finding.young, "young-people")):
            if block.passages:
                page = pages[slug]
                yield path_of(slug), Named(page.key, page.nav), _proof_block(block, name)
    for agency in guide.content.audiences:
        heard = (agency.monday, agency.account, agency.unknown)
        for block in (agency.touches, agency.questions, *heard):
            if block.passages:
                name = Named(agency.key, agency.nav)
                yield f"partners/{agency.slug}/", name, _proof_block(block)


def _proof_block(block: Block, heading: Named | None = None) -> ProofBlock:
    runs = tuple((passage.kind.value, (passage,)) for passage in block.passages)
    return ProofBlock(block.key, heading or Named(block.key, block.heading), runs)


def finding_title(finding: Finding) -> Passage:
    """Return a finding in one sentence, with what it rests on."""
    return Passage(text=finding.title, cites=finding.cites)


def sum_of(guide: Guide, passage: Passage) -> str:
    """Write a passage's sum with the signs and days that people know: "19 ÷ 70 × 100 = 27"."""
    if found := re.fullmatch(r"day (\d+) from (\S+) = (\S+)", passage.sum):
        first, last = (format_day(day, guide.language) for day in found.groups()[1:])
        return gettext(
            "day %(count)s from %(first)s = %(last)s", count=found[1], first=first, last=last
        )
    return passage.sum.replace("/", "÷").replace("*", "×")


def last_seen(guide: Guide, passages: Iterable[Passage]) -> str:
    """Return the day on which the cited B and C facts were seen, or "" where none is cited."""
    cited = {cite.fact for passage in passages for cite in passage.cites}
    days = [f.seen for f in guide.content.facts if f.id in cited and f.strength in ("B", "C")]
    return format_day(max(days), guide.language) if days else ""


def back_links(guide: Guide, keys: Iterable[UnitKey]) -> tuple[PageLink, ...]:
    """Return links to the units with these keys, each once, in order."""
    links: dict[str, PageLink] = {}
    for key in keys:
        path = address_of(key)
        english = key in guide.localized.english
        links.setdefault(path, PageLink(guide.href(path), _name_of(guide, key, english), english))
    return tuple(links.values())


def _name_of(guide: Guide, key: UnitKey, english: bool) -> str:
    """Return what the page, and the part of it, is called on which a unit stands."""
    content = guide.source if english else guide.content
    navs = {text.slug: text.nav for text in content.pages}
    if key.folder == "findings":
        short = next(finding.short for finding in content.findings if finding.slug == key.name)
        if key.anchor in VOICE_PAGES:
            return f"{navs[VOICE_PAGES[key.anchor]]}: {short}"
        section = SECTIONS.get(key.anchor, "")
        if section and not english:
            section = gettext(section)
        return f"{short}: {section}" if section else short
    if key.folder == "pages":
        blocks = next(text.blocks for text in content.pages if text.slug == key.name)
        heading = next((block.heading for block in blocks if block.anchor == key.anchor), "")
        # A page called by an agency's name alone goes by the name of the list of agencies.
        nav = navs[key.name].split("{")[0].strip() or navs["partners"]
        return f"{nav}: {heading}" if heading else nav
    if key.folder == "figures":
        caption = next(figure.caption for figure in content.figures if figure.id == key.name)
        return f"{navs['overview']}: {caption}"
    if key.folder == "ledger":
        page = next(entry.page for entry in content.ledger if entry.key == key)
        return f"{navs['next']}: {page}"
    names = {term.key: term.name for term in content.terms}
    names |= {area.key: area.name for area in content.areas}
    names |= {audience.key: audience.nav for audience in content.audiences}
    return names[UnitKey(key.page)]
