"""Where words come from: one short line a section, and the proof of it sentence by sentence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from webapp.explainer.model import Block, Kind, Passage
from webapp.explainer.records import Citation, Source
from webapp.i18n.catalogs import gettext, ngettext
from webapp.i18n.formats import join_list
from webapp.i18n.languages import Language
from webapp.site.contexts import CitationLink
from webapp.site.guide import Guide
from webapp.site.sitemap import PROOF_PATH, SHARED, path_of

# So many words at each end of a quotation name it in the published page.
FRAGMENT_WORDS = 4


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
) -> tuple[CitationLink, ...]:
    """Return one link for each source of some passages, its paragraphs joined into ranges.

    Facts are named by their publishers, each once. Sums and explanations without a source give
    nothing: what is ours is not marked. `brief` leaves the paragraphs out, for small boxes.
    """
    return links_of(guide, (cite for each in passages for cite in each.cites), brief)


def voice_line(guide: Guide, voice: str, strength: bool) -> tuple[CitationLink, ...]:
    """Return the sources of all strengths, or of all else, in the simple or the young voice."""
    blocks = (
        each.simple if voice == "simple" else each.young
        for each in guide.said.findings
        if each.strength == strength
    )
    return source_line(guide, (p for block in blocks for p in block.passages), brief=True)


def links_of(
    guide: Guide, cites: Iterable[Citation], brief: bool = False
) -> tuple[CitationLink, ...]:
    """Return one link for each source that is cited, stored sources first."""
    paragraphs: dict[str, set[int]] = {}
    publishers: dict[str, CitationLink] = {}
    for cite in cites:
        if cite.fact:
            first = next(each for each in guide.said.facts if each.id == cite.fact).sources[0]
            href = guide.href(f"sources/facts/#{cite.fact}")
            english = first.key in guide.localized.english
            publishers.setdefault(first.publisher, CitationLink(href, first.publisher, english))
        else:
            paragraphs.setdefault(cite.source, set()).add(cite.paragraph)
    links = []
    for source in guide.said.sources:
        if source.id in paragraphs:
            numbers = sorted(paragraphs[source.id])
            label = (
                source.short
                if brief
                else ngettext(
                    "%(source)s, paragraph %(numbers)s",
                    "%(source)s, paragraphs %(numbers)s",
                    len(numbers),
                    source=source.short,
                    numbers=ranges(numbers, guide.language),
                )
            )
            links.append(CitationLink(guide.href(f"sources/{source.id}/#p{numbers[0]}"), label))
    return (*links, *publishers.values())


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
            parts += [str(each) for each in run]
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
    encoded = (quote(" ".join(each), safe="").replace("-", "%2D") for each in ends)
    return f"{source.url}#:~:text={','.join(encoded)}"


def published_quotation(guide: Guide, passage: Passage) -> str:
    """Return where a quoted passage stands in the page that its publisher shows."""
    source = next(each for each in guide.said.sources if each.id == passage.cites[0].source)
    return published_at(source, passage.quote)


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
    """Return where the sources of a page are told sentence by sentence; "" where nothing is."""
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
    pages = {each.slug: each for each in guide.said.pages}
    for text in pages.values():
        if text.slug in SHARED:
            continue
        for block in text.blocks:
            if block.passages:
                yield path_of(text.slug), Named(text.key, text.nav), _proof_block(block)
    for finding in guide.said.findings:
        path = f"findings/{finding.slug}/"
        name = Named(finding.key, finding.short)
        title = Passage(text=finding.title, cites=finding.cites)
        yield path, name, ProofBlock(finding.key, Named("", ""), (("reported", (title,)),))
        for block in (finding.found, finding.said, finding.matters, finding.change):
            if block.passages:
                yield path, name, _proof_block(block)
        for block, slug in ((finding.simple, "simple"), (finding.young, "young-people")):
            if block.passages:
                page = pages[slug]
                yield path_of(slug), Named(page.key, page.nav), _proof_block(block, name)
    for agency in guide.said.audiences:
        for block in (agency.touches, agency.questions, agency.unknown):
            if block.passages:
                name = Named(agency.key, agency.nav)
                yield f"partners/{agency.slug}/", name, _proof_block(block)


def _proof_block(block: Block, heading: Named | None = None) -> ProofBlock:
    runs = tuple((each.kind.value, (each,)) for each in block.passages)
    return ProofBlock(block.key, heading or Named(block.key, block.heading), runs)
