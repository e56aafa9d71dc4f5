"""Briefings: what somebody chose, the parts that follow from it, how long it takes to say.

Every sentence is one that the site shows elsewhere, with its sources; nothing is written here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from webapp.explainer.model import Audience, Block, Finding, Passage
from webapp.i18n.catalogs import gettext
from webapp.i18n.direction import isolate_address
from webapp.site.citations import each_citation
from webapp.site.guide import Guide

# The pace of somebody who reads aloud to colleagues.
WORDS_A_MINUTE = 130
WHOLE = "all"
# What there is time to say of one finding in seven minutes.
MOST_FOUND = slice(4)
READY = ("1-minute", "7-minutes", "20-minutes")
SWITCHES = ("quotations", "questions", "large")


@dataclass(frozen=True)
class Choice:
    """What a briefing shall hold. `agency` is an audience's slug or "all"."""

    agency: str = WHOLE
    findings: tuple[str, ...] = ()
    quotations: bool = False
    questions: bool = False
    large: bool = False

    def query(self) -> str:
        """Return the one canonical form of the address's query."""
        pairs = [("agency", self.agency), *(("finding", each) for each in self.findings)]
        pairs += [(name, "1") for name in SWITCHES if getattr(self, name)]
        return urlencode(pairs)


@dataclass(frozen=True)
class Part:
    """One numbered part. Blocks keep their keys, so that each is marked in its language.

    `key` is that of the unit whose heading it has; "" where the heading is a word of the interface.
    """

    heading: str
    blocks: tuple[Block, ...]
    key: str = ""


@dataclass(frozen=True)
class Briefing:
    """A briefing to print and to speak."""

    title: str
    parts: tuple[Part, ...]
    large: bool = False
    # An agency's own questions; without any, those that every meeting can ask.
    questions: Block | None = None

    @property
    def words(self) -> int:
        """How many words are spoken: headings and texts, not the sources."""
        texts = [part.heading for part in self.parts]
        texts += [p.text for part in self.parts for b in part.blocks for p in b.passages]
        return sum(len(each.split()) for each in texts)

    @property
    def minutes(self) -> int:
        """How many minutes that takes, to the nearest, at least one."""
        return max(1, round(self.words / WORDS_A_MINUTE))


def understand(args: Iterable[tuple[str, str]], guide: Guide) -> tuple[Choice, tuple[str, ...]]:
    """Return what was chosen and the names of the fields that were not understood.

    Only the fields' own names come back, never what somebody wrote into an address.
    """
    agencies = {WHOLE, *(each.slug for each in guide.said.audiences)}
    slugs = [each.slug for each in guide.said.findings]
    given: dict[str, list[str]] = {}
    for name, value in args:
        given.setdefault(name, []).append(value)
    wrong = ["other" for name in given if name not in ("agency", "finding", *SWITCHES)]
    chosen = given.get("agency", [WHOLE])
    if len(chosen) > 1 or chosen[0] not in agencies:
        wrong.append("agency")
    agency = next((each for each in chosen if each in agencies), WHOLE)
    named = given.get("finding", [])
    if not named or len(set(named)) < len(named) or set(named) - set(slugs):
        wrong.append("finding")
    for name in SWITCHES:
        if given.get(name, ["1"]) != ["1"]:
            wrong.append(name)
    choice = Choice(
        agency,
        tuple(each for each in slugs if each in named),
        *(given.get(name) == ["1"] for name in SWITCHES),
    )
    return choice, tuple(dict.fromkeys(wrong))


def audience(guide: Guide, slug: str) -> Audience | None:
    """Return an agency, or None for the whole inspection."""
    return next((each for each in guide.said.audiences if each.slug == slug), None)


def built(guide: Guide, choice: Choice) -> Briefing:
    """Return the briefing that somebody chose."""
    agency = audience(guide, choice.agency)
    parts = [_what(guide)]
    for finding in guide.said.findings:
        if finding.slug not in choice.findings:
            continue
        blocks = [finding.found]
        if choice.quotations and finding.said.passages:
            blocks.append(finding.said)
        if choice.questions and agency:
            blocks += _about(agency.questions, finding)
        elif choice.questions:
            for each in guide.said.audiences:
                blocks += _about(each.questions, finding)[:1]
        parts.append(Part(finding.title, tuple(blocks)))
    parts.append(_today(guide, agency))
    return Briefing(_title(gettext("Briefing"), agency), tuple(parts), choice.large)


def ready(guide: Guide, length: str, slug: str = WHOLE) -> Briefing:
    """Return a ready-made briefing: "1-minute", "7-minutes" or "20-minutes"."""
    agency = audience(guide, slug)
    good = [each for each in guide.said.findings if each.strength]
    better = [each for each in guide.said.findings if not each.strength]
    well = gettext("What inspectors found was going well")
    must = gettext("What inspectors said must get better")
    if length == "1-minute":
        overview = _blocks(guide, "overview")
        brief = tuple(each for each in overview.values() if each.show == "strengths")
        since = _part_of(overview["next"], slice(1, 2))
        short = (_what(guide), Part(well, brief), Part(must, (*_titles(better), since)))
        return Briefing(gettext("1-minute briefing"), short)
    if length == "20-minutes":
        return _long(guide, (*good, *better))
    if agency:
        matters = Part(gettext("Why this concerns us"), (agency.touches,))
    else:
        whys = tuple(_part_of(each.matters, slice(1)) for each in better)
        matters = Part(gettext("Why it matters"), whys)
    # One quotation is enough for seven minutes: the one that says most about children.
    quoted = max((f.said for f in better), key=lambda b: sum(len(p.text) for p in b.passages))
    parts = (
        _what(guide),
        Part(well, tuple(_part_of(each.found, MOST_FOUND) for each in good)),
        Part(must, tuple(_part_of(each.found, MOST_FOUND) for each in better)),
        Part(gettext("What the inspector said"), (quoted,)),
        _numbers(guide),
        matters,
        _today(guide, agency),
    )
    title = _title(gettext("7-minute briefing"), agency)
    return Briefing(title, parts, questions=agency.questions if agency else None)


def _long(guide: Guide, findings: tuple[Finding, ...]) -> Briefing:
    """Return the briefing with all evidence: each finding whole, then what follows and followed."""
    after, partner = _blocks(guide, "next"), _blocks(guide, "partner")
    how = _blocks(guide, "sources")["inspection"]
    parts = [_what(guide), Part(how.heading, (how,), how.key), _numbers(guide)]
    for each in findings:
        blocks = (each.found, each.said, each.matters, each.change)
        parts.append(Part(each.title, tuple(b for b in blocks if b.passages)))
    parts += [
        Part(b.heading, (b,), b.key) for b in (after["known"], after["rules"], after["another"])
    ]
    asked = tuple(_part_of(each.questions, slice(2)) for each in guide.said.audiences)
    parts.append(Part(gettext("Questions that agencies can ask"), asked))
    unknown = (after["not-known"], partner["today"])
    parts.append(Part(gettext("What we do not know, and what to do today"), unknown))
    return Briefing(gettext("20-minute briefing with evidence"), tuple(parts))


def plain_text(briefing: Briefing, guide: Guide, address: str) -> str:
    """Return a briefing as plain text for minutes, with the sources of each part."""
    lines = [briefing.title, isolate_address(address, guide.language), ""]
    for number, part in enumerate(briefing.parts, 1):
        lines.append(f"{number}. {part.heading}")
        passages = [each for block in part.blocks for each in block.passages]
        lines += [f"- {guide.isolate(each.quote or each.text)}" for each in passages]
        labels = f"{guide.language.stops[1]} ".join(e.label for e in each_citation(guide, passages))
        lines += [f"({labels})", ""] if labels else [""]
    return "\n".join(lines)


def _title(name: str, agency: Audience | None) -> str:
    return f"{name}: {agency.nav}" if agency else name


def _what(guide: Guide) -> Part:
    page = next(each for each in guide.said.pages if each.slug == "overview")
    return Part(gettext("What this is"), page.blocks[:1])


def _numbers(guide: Guide) -> Part:
    pages = {each.slug: each for each in guide.said.pages}
    blocks = [b for b in pages["overview"].blocks if b.show == "numbers"]
    return Part(gettext("The inspection in numbers"), tuple(blocks))


def _today(guide: Guide, agency: Audience | None) -> Part:
    pages = {each.slug: each for each in guide.said.pages}
    held = {each.anchor: each for each in pages["partner"].blocks}
    blocks = ([agency.unknown] if agency else []) + [held["not-known"], held["today"]]
    return Part(gettext("What we do not know, and what to do today"), tuple(blocks))


def _titles(findings: list[Finding]) -> tuple[Block, ...]:
    return tuple(Block(key=f.key, passages=(Passage(f.title, f.cites),)) for f in findings)


def _blocks(guide: Guide, slug: str) -> dict[str, Block]:
    page = next(each for each in guide.said.pages if each.slug == slug)
    return {each.anchor: each for each in page.blocks}


def _part_of(block: Block, places: slice) -> Block:
    return Block(key=block.key, passages=block.passages[places])


def _about(block: Block, finding: Finding) -> list[Block]:
    told = tuple(each for each in block.passages if each.about == finding.slug)
    return [Block(key=block.key, style="bullets", passages=told)] if told else []
