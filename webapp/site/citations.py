"""Where words come from: one short line a section, the proof of it sentence by sentence, and back
from each source to what rests on it."""

import re
from collections.abc import Iterable, Sequence
from itertools import groupby
from urllib.parse import quote

from webapp.explainer import claims, provenance
from webapp.explainer.model import Block, Kind, Passage
from webapp.explainer.records import Citation, Fact, FactSource, Source
from webapp.explainer.schema import UnitKey
from webapp.i18n.catalogs import N_, gettext, ngettext
from webapp.i18n.languages import SOURCE, Language, format_day, isolate_address, join_list
from webapp.site.guide import Guide, PageLink, one, short_name
from webapp.site.sitemap import PROOF_PATH, VOICE_PAGES, address_of

# So many words at each end of a quotation name it in the published page.
FRAGMENT_WORDS = 4
# Said in the language of what they name; `N_` marks them for translators.
FACT = N_("%(publisher)s, fact %(number)s")
# The blocks of a finding that its page shows, in this order -> their headings.
SECTIONS = {
    "found": N_("What inspectors found"),
    "said": N_("What the inspector said"),
    "matters": N_("Why it matters"),
    "change": N_("What should change"),
}


def source_links(guide: Guide, cites: Sequence[Citation], brief: bool = False) -> list[PageLink]:
    """Return one link a cited source, its paragraphs joined into ranges, and one a publisher of
    cited facts; `brief` leaves the paragraphs out, for small boxes."""
    links = []
    for source in guide.content.sources:
        if cited := sorted({cite.paragraph for cite in cites if cite.source == source.id}):
            links.append(_paragraphs_link(guide, source, cited, brief))
    publishers: dict[str, PageLink] = {}
    for cite in cites:
        if cite.fact:
            link = _fact_link(guide, cite.fact, brief=True)
            publishers.setdefault(link.label, link)
    return [*links, *publishers.values()]


def citation_link(guide: Guide, cite: Citation) -> PageLink:
    """Return a link to the one paragraph or fact that is cited."""
    if cite.fact:
        return _fact_link(guide, cite.fact)
    return _paragraphs_link(guide, one(guide.content.sources, id=cite.source), [cite.paragraph])


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
    english = fact.sources[0].key in guide.untranslated
    values = {"publisher": publisher, "number": number}
    label = publisher if brief else FACT % values if english else gettext(FACT, **values)
    return PageLink(guide.href(f"sources/facts/#{id}"), label, english)


def ranges(numbers: Sequence[int], language: Language) -> str:
    """Join sorted numbers as readers say them: 4, 8, 9, 10 -> "4 and 8 to 10"."""
    parts = []
    # Neighbours have the same distance from their places.
    for _, run in groupby(enumerate(numbers), lambda pair: pair[1] - pair[0]):
        found = [number for _, number in run]
        if len(found) > 2:
            parts.append(gettext("%(first)s to %(last)s", first=found[0], last=found[-1]))
        else:
            parts += [str(number) for number in found]
    return join_list(parts, language)


def published_quotation(guide: Guide, passage: Passage) -> str:
    """Return the address of a quotation in the published page, as a text fragment.

    Browsers that know text fragments scroll to the words and mark them; others open the page.
    https://wicg.github.io/scroll-to-text-fragment/ wants dashes encoded, too.
    """
    words = passage.quote.split()
    ends = [words]
    if len(words) > 2 * FRAGMENT_WORDS:
        ends = [words[:FRAGMENT_WORDS], words[-FRAGMENT_WORDS:]]
    encoded = [quote(" ".join(words), safe="").replace("-", "%2D") for words in ends]
    source = one(guide.content.sources, id=passage.cites[0].source)
    return f"{source.url}#:~:text={','.join(encoded)}"


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
    is_proven = path in proof(guide, group_of(path))
    return guide.href(f"{PROOF_PATH}{group_of(path)}/#{anchor_of(path)}") if is_proven else ""


def proof(guide: Guide, group: str) -> dict[str, list[Block]]:
    """Return all blocks of each page that one proof page tells of, by the path of that page: those
    of pages on which something rests on a source."""
    return {
        path: blocks
        for path, blocks in guide.blocks.items()
        if group_of(path) == group
        and any(p.kind != Kind.EXPLAINED for block in blocks for p in block.passages)
    }


def sum_of(guide: Guide, passage: Passage) -> str:
    """Write a passage's sum with the signs and days that people know: "19 ÷ 70 × 100 ≈ 27"."""
    if found := re.fullmatch(r"day (\d+) from (\S+) = (\S+)", passage.sum):
        first, last = (format_day(day, guide.language) for day in found.groups()[1:])
        return gettext(
            "day %(count)s from %(first)s = %(last)s", count=found[1], first=first, last=last
        )
    written = passage.sum if claims.is_exact(passage.sum) else passage.sum.replace("=", "≈")
    return written.replace("/", "÷").replace("*", "×")


def last_seen(guide: Guide, cites: Iterable[Citation]) -> str:
    """Return the day on which the cited B and C facts were seen, or "" where none is cited."""
    cited = map(guide.cited, cites)
    days = [record.seen for record in cited if record.strength != "A"]
    return format_day(max(days), guide.language) if days else ""


def whose(cited: Source | Fact) -> str:
    """Return who says what is cited: a source by its short name, a publisher, or who reports it."""
    if isinstance(cited, Source):
        return cited.short
    publisher = cited.sources[0].publisher
    if cited.strength == "A":
        return publisher
    return gettext("as reported by %(publisher)s", publisher=publisher)


def lookup_lines(guide: Guide, cited: Iterable[Source | Fact]) -> tuple[str, ...]:
    """Return one line for each source: where it is, who else reports it, what was not seen."""
    others: dict[str, dict[str, str]] = {}
    unseen = set()
    for record in cited:
        lines = {origin.url: _line(guide, origin) for origin in record.sources}
        if record.strength == "A":
            others.setdefault(" ".join(lines.values()), {})
            continue
        line = lines.pop(record.sources[0].url)
        # The same article may report two things that a passage rests on: it is named once.
        also = others.setdefault(line, {})
        for url, text in lines.items():
            also.setdefault(url, text)
        if isinstance(record, Fact) and record.group == "inspection":
            unseen.add(line)
    found = []
    for line, also in others.items():
        named = " ".join(also.values())
        reported = gettext("Also reported by: %(source)s", source=named) if also else ""
        unsure = gettext("We have not seen this in the report itself.") if line in unseen else ""
        found.append(" ".join(filter(None, (line, reported, unsure))))
    return tuple(found)


def _line(guide: Guide, origin: Source | FactSource) -> str:
    """Return the line to look something up: publisher, title, day, address."""
    language = guide.language
    day = format_day(origin.published, language) if origin.published else ""
    # Isolated, or a day's number is read on the wrong side of a title in another direction.
    title = guide.isolate(origin.title).join(language.quotes) if origin.title else ""
    address = isolate_address(origin.url, language)
    parts = (guide.isolate(origin.publisher), title, guide.isolate(day), address)
    return f"{language.stops[2]} ".join(filter(None, parts))


def back_links(guide: Guide) -> dict[str, list[PageLink]]:
    """Return for each citation links to what rests on it, each place once, in order."""
    found = {}
    for cite, uses in provenance.cited_by(guide.source).items():
        links: dict[str, PageLink] = {}
        for key, _ in uses:
            path, english = address_of(key), key in guide.untranslated
            name = _name_of(guide.english if english else guide, key)
            links.setdefault(path, PageLink(guide.href(path), name, english))
        found[cite] = list(links.values())
    return found


def _name_of(guide: Guide, key: UnitKey) -> str:
    """Return what the page, and the part of it, is called on which a unit stands."""
    page = short_name(guide.subject(guide.pages[address_of(key).partition("#")[0]]))
    part = short_name(guide.record(key))
    match key.folder:
        case "audiences" | "terms":
            return part
        case "findings" if key.anchor not in VOICE_PAGES:
            part = SECTIONS.get(key.anchor, "")
            if part and guide.language != SOURCE:
                part = gettext(part)
        case "pages":
            part = guide.block(key.name, key.anchor).heading
    return f"{page}: {part}" if part else page
