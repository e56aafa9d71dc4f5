"""Briefings: their parts, and how long each takes to say.

Every sentence is one that the site shows elsewhere, with its sources; nothing is written here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from webapp.explainer.model import Audience, Block, Finding, PageText, Passage
from webapp.explainer.records import Area
from webapp.i18n.catalogs import gettext
from webapp.site.choices import Choice
from webapp.site.guide import Guide, one
from webapp.site.sitemap import OVERVIEW, READY_TEXT

# A little less than the minutes hold: nobody is cut off, and seven minutes stand on one side of A4.
TIGHT = 0.95
# Of twenty minutes, so many at least are left to talk with each other.
DISCUSS = 6
# Minutes that a speaker breathes before each part.
PAUSE = 2 / 60


@dataclass(frozen=True)
class Part:
    """One numbered part. Blocks keep their keys, so that each is marked in its language.

    `key` is that of the unit whose heading it has; "" where the heading is a word of the interface.
    `anchor` is its place on the page, where the unit stands on no other.
    """

    heading: str
    blocks: tuple[Block, ...]
    key: str = ""
    anchor: str = ""

    @property
    def words(self) -> int:
        """How many words are spoken: heading and texts, not the sources."""
        texts = [self.heading, *(p.text for block in self.blocks for p in block.passages)]
        return sum(len(text.split()) for text in texts)


@dataclass(frozen=True)
class Briefing:
    """A briefing to print and to speak, `pace` words a minute.

    `questions` are an agency's own; without any, those that every meeting can ask. `monday` are
    points to check. `discuss` are minutes in which the listeners talk. What is not `spoken` is
    given to read, without a meeting; `other` is the same in English, on the other side.
    """

    title: str
    parts: Sequence[Part]
    pace: int
    questions: Block
    monday: Block | None = None
    large: bool = False
    discuss: int = 0
    spoken: bool = True
    other: Briefing | None = None

    def __post_init__(self) -> None:
        """Leave out each part that says nothing: not every inspection has quotations or figures."""
        kept = tuple(p for p in self.parts if any(b.passages or b.links for b in p.blocks))
        object.__setattr__(self, "parts", kept)

    @property
    def words(self) -> int:
        """How many words are spoken."""
        return sum(part.words for part in self.parts)

    @property
    def minutes(self) -> int:
        """How many minutes that takes, to the nearest, at least one."""
        spoken = self.words / self.pace + PAUSE * len(self.parts)
        return max(1, round(spoken)) + self.discuss

    @property
    def close(self) -> int:
        """How many of the minutes the last part takes."""
        return max(1, round(self.parts[-1].words / self.pace))


def built(guide: Guide, choice: Choice) -> Briefing:
    """Return the briefing that somebody chose."""
    agency = _agency(guide, choice.agency)
    parts = [_what(guide)]
    for finding in guide.content.findings:
        if finding.slug not in choice.findings:
            continue
        blocks = [finding.found]
        if choice.quotations and finding.said.passages:
            blocks.append(finding.said)
        if choice.questions and not agency:
            for other in guide.content.audiences:
                blocks += _about(other.questions, (finding.slug,), slice(1))
        parts.append(Part(finding.title, tuple(blocks), finding.key))
    if agency and agency.account.passages:
        parts.append(_account(agency))
    parts.append(_today(guide, agency))
    asked = [_block(guide, READY_TEXT, "questions")]
    if agency and choice.questions:
        asked = _about(agency.questions, choice.findings) or asked
    points = _about(agency.monday, choice.findings) if agency else []
    monday = points[0] if points else None
    title = _title(gettext("Briefing"), agency)
    return Briefing(title, parts, guide.language.pace, asked[0], monday, choice.large)


def ready(guide: Guide, length: str, slug: str = "") -> Briefing:
    """Return a ready-made briefing of one of `READY_LENGTHS`, as full as its minutes allow.

    `slug` is an agency's; without it the briefing is for all of them.
    """
    make = {"1-minute": _shortest, "7-minutes": _seven, "20-minutes": _long}[length]
    minutes = int(length.partition("-")[0])
    spoken = minutes - DISCUSS if length == "20-minutes" else minutes
    sentences = sum(len(finding.found.passages) for finding in guide.content.findings)
    for fullness in range(sentences, -1, -1):
        made = make(guide, _agency(guide, slug), fullness)
        if made.words <= spoken * made.pace * (TIGHT if minutes > 1 else 1.05):
            break
    return made


def _shortest(guide: Guide, agency: Audience | None, fullness: int) -> Briefing:
    """Return what can be said in a minute; a language of many short words names less."""
    good, better = _named(guide, fullness, True), _named(guide, fullness, False)
    strengths = tuple(block for block in _shown(guide, "strengths") if block.passages)
    parts = [_what(guide)]
    if fullness not in (0, 2):
        parts.append(Part(gettext("What inspectors found was going well"), strengths or good))
    since = _part_of(_block(guide, OVERVIEW, "next"), slice(1, 2))
    if better:
        parts.append(Part(gettext("What inspectors said must get better"), (*better, since)))
    questions = _block(guide, READY_TEXT, "questions")
    return Briefing(gettext("1-minute briefing"), parts, guide.language.pace, questions)


def _named(guide: Guide, fullness: int, strength: bool) -> tuple[Block, ...]:
    """Return all strengths, or all else, by their titles or short names."""
    found = []
    for finding in guide.content.findings:
        if finding.strength == strength:
            name = Passage(finding.title if fullness > 1 else finding.short, finding.cites)
            found.append(Block(key=finding.key, passages=(name,)))
    return tuple(found)


def _seven(guide: Guide, agency: Audience | None, fullness: int) -> Briefing:
    """Return the form that safeguarding partnerships use: seven parts, an agency's own with it."""
    good = [finding for finding in guide.content.findings if finding.strength]
    better = [finding for finding in guide.content.findings if not finding.strength]
    found = _found([*better, *good], fullness)
    must = gettext("What inspectors said must get better")
    # One quotation is enough for seven minutes: the one that says most about children.
    quotations = (finding.said for finding in better)
    quoted = max(quotations, key=lambda b: sum(len(p.text) for p in b.passages), default=Block())
    if agency and agency.account.passages:
        worse = [Part(must, (*found[: len(better)], quoted)), _account(agency)]
    else:
        said = Part(gettext("What the inspector said"), (quoted,))
        worse = [Part(must, found[: len(better)]), said]
    if agency:
        matters = Part(gettext("Why this concerns us"), (agency.touches,))
    else:
        first = tuple(_part_of(finding.matters, slice(1)) for finding in better)
        matters = Part(gettext("Why it matters"), first)
    parts = [
        _what(guide),
        Part(gettext("What inspectors found was going well"), found[len(better) :]),
        *worse,
        _numbers(guide),
        matters,
        _today(guide, agency),
    ]
    title = _title(gettext("7-minute briefing"), agency)
    questions = agency.questions if agency else _block(guide, READY_TEXT, "questions")
    monday = agency.monday if agency else None
    return Briefing(title, parts, guide.language.pace, questions, monday)


def _long(guide: Guide, agency: Audience | None, fullness: int) -> Briefing:
    """Return the plan for twenty minutes: care, all findings, what followed, the close."""
    findings = guide.content.findings
    parts = [_whole(_block(guide, READY_TEXT, "care")), _what(guide), _numbers(guide)]
    for finding, found in zip(findings, _found(findings, fullness), strict=True):
        ours = (_part_of(finding.matters, slice(1)), _part_of(finding.change, slice(1)))
        blocks = (found, finding.said, *ours)
        parts.append(Part(finding.title, tuple(b for b in blocks if b.passages), finding.key))
    parts += [_whole(_block(guide, "next", anchor)) for anchor in ("known", "rules")]
    parts.append(_today(guide, None, _block(guide, "next", "not-known")))
    title = gettext("20-minute briefing with evidence")
    questions = _block(guide, READY_TEXT, "questions")
    made = Briefing(title, parts, guide.language.pace, questions)
    return replace(made, discuss=max(DISCUSS, 20 - made.minutes))


def scrutiny(guide: Guide, text: PageText) -> Briefing:
    """Return the questions that councillors ask in public, with evidence, and ours after it."""
    parts = [_whole(block, block.anchor) for block in text.blocks]
    parts[1:1] = [_what(guide), _numbers(guide)]
    for block in guide.text("next").blocks:
        if block.anchor in ("not-known", "ask-whom"):
            parts.append(_whole(replace(block, passages=block.passages[:2])))
    return Briefing(text.title, parts, guide.language.pace, Block(), spoken=False)


def handout(guide: Guide, title: str, area: Area | None) -> Briefing:
    """Return a page for families as parts: what inspectors found, and whom to call."""
    lines, call = _block(guide, "handout", "lines"), _block(guide, "handout", "call")
    contacts = [contact for contact in guide.content.contacts if contact.id in call.contacts]
    named = [(contact.name, contact.number) for contact in contacts]
    if area:
        named += [(number.service or area.name, number.number) for number in area.numbers]
    numbers = [Passage(f"{name}: {number}") for name, number in named]
    both = (lines, replace(call, passages=(*numbers, *call.passages)))
    return Briefing(title, [*map(_whole, both)], guide.language.pace, Block(), spoken=False)


def _found(findings: Sequence[Finding], more: int) -> tuple[Block, ...]:
    """Return what inspectors found: of each finding the first sentence, then `more` in turn."""
    ranked = sorted(
        (at, place)
        for place, finding in enumerate(findings)
        for at in range(1, len(finding.found.passages))
    )
    kept = {*ranked[:more], *((0, place) for place in range(len(findings)))}
    found = []
    for place, finding in enumerate(findings):
        passages = enumerate(finding.found.passages)
        first = tuple(passage for at, passage in passages if (at, place) in kept)
        found.append(Block(key=finding.found.key, passages=first))
    return tuple(found)


def _agency(guide: Guide, slug: str) -> Audience | None:
    """Return an agency, or None for the whole inspection."""
    return next((agency for agency in guide.content.audiences if agency.slug == slug), None)


def _title(name: str, agency: Audience | None) -> str:
    return f"{name}: {agency.nav}" if agency else name


def _whole(block: Block, anchor: str = "") -> Part:
    return Part(block.heading, (block,), block.key, anchor)


def _account(agency: Audience) -> Part:
    return Part(gettext("Who answers for it, and to whom"), (agency.account,))


def _what(guide: Guide) -> Part:
    return Part(gettext("What this is"), guide.text(OVERVIEW).blocks[:1])


def _numbers(guide: Guide) -> Part:
    return Part(gettext("The inspection in numbers"), _shown(guide, "numbers"))


def _shown(guide: Guide, show: str) -> tuple[Block, ...]:
    return tuple(block for block in guide.text(OVERVIEW).blocks if block.show == show)


def _today(guide: Guide, agency: Audience | None, unknown: Block | None = None) -> Part:
    ours = (agency.unknown,) if agency else ()
    unknown = unknown or _block(guide, "partner", "not-known")
    blocks = (*ours, unknown, _block(guide, "partner", "today"))
    return Part(gettext("What we do not know, and what to do today"), blocks)


def _block(guide: Guide, slug: str, anchor: str) -> Block:
    return one(guide.text(slug).blocks, anchor=anchor)


def _part_of(block: Block, places: slice) -> Block:
    return Block(key=block.key, passages=block.passages[places])


def _about(block: Block, slugs: tuple[str, ...], places: slice = slice(None)) -> list[Block]:
    """Return the passages about some findings, in a block of their own, if there are any."""
    passages = tuple(passage for passage in block.passages if passage.about in slugs)[places]
    return [Block(key=block.key, style="bullets", passages=passages)] if passages else []
