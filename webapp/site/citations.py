"""Where words come from: one short line a section, the proof of it sentence by sentence, and back
from each source to what rests on it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import quote

from webapp.explainer.model import Audience, Block, Finding, Kind, PageText, Passage
from webapp.explainer.records import Citation, Fact, FactSource, Source, Strength
from webapp.explainer.schema import UnitKey
from webapp.i18n.catalogs import N_, gettext, ngettext
from webapp.i18n.direction import isolate_address
from webapp.i18n.languages import SOURCE, Language, format_day, join_list
from webapp.site.guide import Guide, PageLink, one
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
class Proof:
    """A block whose passages are proven, on which page it stands, what it is headed there."""

    path: str
    page: PageText | Finding | Audience
    block: Block
    heading: Block | Finding


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


def cited(guide: Guide, cite: Citation) -> PageLink:
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
    english = fact.sources[0].key in guide.localized.english
    values = {"publisher": publisher, "number": number}
    label = publisher if brief else FACT % values if english else gettext(FACT, **values)
    return PageLink(guide.href(f"sources/facts/#{id}"), label, english)


def ranges(numbers: Sequence[int], language: Language) -> str:
    """Join sorted numbers as readers say them: 4, 8, 9, 10 -> "4 and 8 to 10"."""
    parts = []
    # Neighbours have the same distance from their places.
    for _, run in groupby(enumerate(numbers), lambda each: each[1] - each[0]):
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
    is_proven = any(_rests(each) for each in _proofs(guide) if each.path == path)
    return guide.href(f"{PROOF_PATH}{group_of(path)}/#{anchor_of(path)}") if is_proven else ""


def proof(guide: Guide, group: str) -> dict[str, list[Proof]]:
    """Return the proofs of each page, by its path, that one proof page tells."""
    found: dict[str, list[Proof]] = {}
    for each in _proofs(guide):
        if each.block.passages and group_of(each.path) == group:
            found.setdefault(each.path, []).append(each)
    return {path: proofs for path, proofs in found.items() if any(map(_rests, proofs))}


def _rests(proof: Proof) -> bool:
    return any(passage.kind != Kind.EXPLAINED for passage in proof.block.passages)


def _proofs(guide: Guide) -> Iterator[Proof]:
    """Yield every block of every page, in the order of the site."""
    for text in guide.content.pages:
        if text.slug not in SHARED:
            for block in text.blocks:
                yield Proof(path_of(text.slug), text, block, block)
    for finding in guide.content.findings:
        title = Block(key=finding.key, passages=(finding_title(finding),))
        for block in (title, finding.found, finding.said, finding.matters, finding.change):
            yield Proof(f"findings/{finding.slug}/", finding, block, block)
        for slug, block in (("simple", finding.simple), ("young-people", finding.young)):
            yield Proof(path_of(slug), guide.text(slug), block, finding)
    for agency in guide.content.audiences:
        heard = (agency.monday, agency.account, agency.unknown)
        for block in (agency.touches, agency.questions, *heard):
            yield Proof(f"partners/{agency.slug}/", agency, block, block)


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


def last_seen(guide: Guide, cites: Iterable[Citation]) -> str:
    """Return the day on which the cited B and C facts were seen, or "" where none is cited."""
    cited = map(guide.cited, cites)
    days = [each.seen for each in cited if each.strength != Strength.A]
    return format_day(max(days), guide.language) if days else ""


def whose(cited: Source | Fact) -> str:
    """Return whose a cited thing is, in short."""
    if isinstance(cited, Source):
        return cited.short
    publisher = cited.sources[0].publisher
    if cited.strength == Strength.A:
        return publisher
    return gettext("as reported by %(publisher)s", publisher=publisher)


def looked_up(guide: Guide, cited: Iterable[Source | Fact]) -> tuple[str, ...]:
    """Return one line for each source: where it is, who else reports it, what was not seen."""
    others: dict[str, dict[str, str]] = {}
    unseen = set()
    for each in cited:
        lines = {origin.url: _line(guide, origin) for origin in each.sources}
        if each.strength == Strength.A:
            others.setdefault(" ".join(lines.values()), {})
            continue
        line = lines.pop(each.sources[0].url)
        # The same article may report two things that a passage rests on: it is named once.
        also = others.setdefault(line, {})
        for url, text in lines.items():
            also.setdefault(url, text)
        if isinstance(each, Fact) and each.group == "inspection":
            unseen.add(line)
    found = []
    for line, also in others.items():
        parts = [line]
        if also:
            named = " ".join(also.values())
            parts.append(gettext("Also reported by: %(source)s", source=named))
        if line in unseen:
            parts.append(gettext("We have not seen this in the report itself."))
        found.append(" ".join(parts))
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


def back_links(guide: Guide, keys: Iterable[UnitKey]) -> tuple[PageLink, ...]:
    """Return links to the units with these keys, each once, in order."""
    links: dict[str, PageLink] = {}
    for key in keys:
        path = address_of(key)
        english = key in guide.localized.english
        name = _name_of(guide.english if english else guide, key)
        links.setdefault(path, PageLink(guide.href(path), name, english))
    return tuple(links.values())


def _name_of(guide: Guide, key: UnitKey) -> str:
    """Return what the page, and the part of it, is called on which a unit stands."""
    content = guide.content
    match key.folder:
        case "audiences":
            return one(content.audiences, key=key.page).nav
        case "terms":
            return one(content.terms, key=key).name
        case "findings" if key.anchor in VOICE_PAGES:
            part = one(content.findings, slug=key.name).short
        case "findings":
            part = SECTIONS.get(key.anchor, "")
            if part and guide.language != SOURCE:
                part = gettext(part)
        case "pages":
            blocks = guide.text(key.name).blocks
            part = next((block.heading for block in blocks if block.key == key), "")
        case "figures":
            part = one(content.figures, key=key).caption
        case _:
            part = one(content.ledger, key=key).page
    page = guide.label_of(guide.pages[address_of(key).partition("#")[0]])
    return f"{page}: {part}" if part else page
