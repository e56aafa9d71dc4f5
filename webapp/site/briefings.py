"""Briefings and handouts: their parts, and how long each takes to say.

Every sentence is one that the site shows elsewhere, with its sources; nothing is written here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from webapp.explainer.model import Audience, Block, Finding, Kind, Passage
from webapp.i18n.catalogs import N_, gettext
from webapp.site.guide import Guide
from webapp.site.sitemap import OVERVIEW, READY, Page

# A little less than the minutes hold: nobody is cut off, and seven minutes stand on one side of A4.
TIGHT = 0.95
# Of twenty minutes, so many at least are left to talk with each other.
DISCUSS = 6
# The style of a block that holds whom to call: no statement that somebody makes.
CALLS = "calls"
# Minutes that a speaker breathes before each part.
PAUSE = 2 / 60
# What is chosen instead of an agency.
EVERYBODY = "all"


@dataclass(frozen=True)
class Choice:
    """What somebody chose for a briefing; `agency` is an audience's slug or `EVERYBODY`."""

    agency: str = EVERYBODY
    findings: tuple[str, ...] = ()
    quotations: bool = False
    questions: bool = False
    large: bool = False


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

    def __post_init__(self) -> None:
        """Leave out blocks that say nothing: not every inspection has quotations or figures."""
        object.__setattr__(self, "blocks", tuple(b for b in self.blocks if b.passages or b.links))

    @classmethod
    def of(cls, block: Block, anchor: str = "") -> Part:
        """Return a block under its own heading."""
        return cls(block.heading, (block,), block.key, anchor)

    @property
    def passages(self) -> tuple[Passage, ...]:
        """The passages of all its blocks."""
        return tuple(passage for block in self.blocks for passage in block.passages)

    @property
    def words(self) -> int:
        """How many words are spoken: heading and texts, not the sources."""
        texts = (self.heading, *(passage.text for passage in self.passages))
        return sum(len(text.split()) for text in texts)


@dataclass(frozen=True)
class Briefing:
    """What is spoken or given out, in the language of `guide`; `address` stands on it.

    `questions` are what a meeting talks about, an agency's own or those that every meeting can ask:
    what has none is given to read. `monday` are points to check. `discuss` are minutes in which the
    listeners talk. `other` is the same in English, on the other side.
    """

    guide: Guide
    title: str
    parts: Sequence[Part]
    address: str
    questions: Block = Block()
    monday: Block = Block()
    large: bool = False
    discuss: int = 0
    other: Briefing | None = None

    def __post_init__(self) -> None:
        """Leave out parts that say nothing."""
        object.__setattr__(self, "parts", tuple(part for part in self.parts if part.blocks))

    @property
    def for_meeting(self) -> bool:
        """Whether it is for a meeting."""
        return bool(self.questions.passages)

    @property
    def words(self) -> int:
        """How many words are spoken."""
        return sum(part.words for part in self.parts)

    @property
    def minutes(self) -> int:
        """How many minutes that takes, to the nearest, at least one."""
        spoken = self.words / self.guide.language.pace + PAUSE * len(self.parts)
        return max(1, round(spoken)) + self.discuss

    @property
    def meeting_blocks(self) -> list[tuple[str, Block]]:
        """What a meeting talks about: blocks under headings that say whose it is, in the language
        of the guide, also where a block stands in English."""
        found = []
        if self.for_meeting:
            lapsed = self.questions.key in self.guide.untranslated
            own = "" if lapsed else self.questions.heading
            own = own or gettext("Questions for your next meeting")
            found.append((gettext("%(heading)s (from this guide)", heading=own), self.questions))
        if self.monday.passages:
            found.append((gettext("Points to check on Monday (from this guide)"), self.monday))
        return found


def built(guide: Guide, choice: Choice, address: str) -> Briefing:
    """Return what somebody chose, with an address that can be typed from paper."""
    agency = _agency(guide, choice.agency)
    parts = [_what(guide)]
    for finding in guide.content.findings:
        if finding.slug not in choice.findings:
            continue
        blocks = [finding.found]
        if choice.quotations:
            blocks.append(finding.said)
        if choice.questions and not agency:
            blocks += [_about(a.questions, [finding.slug], 1) for a in guide.content.audiences]
        parts.append(Part(finding.title, tuple(blocks), finding.key))
    if agency:
        parts.append(_account(agency))
    parts.append(_today(guide, agency))
    questions, monday = guide.block(READY, "questions"), Block()
    if agency:
        own = _about(agency.questions, choice.findings)
        questions = own if choice.questions and own.passages else questions
        monday = _about(agency.monday, choice.findings)
    title = _title(gettext("Briefing"), agency)
    return Briefing(guide, title, parts, address, questions, monday, choice.large)


def ready(guide: Guide, page: Page) -> Briefing:
    """Return a ready-made briefing, as full as its minutes allow.

    `page.about` is one of `LENGTHS`, with the slug of an agency behind it where it is for one.
    """
    length, _, slug = page.about.partition("/")
    agency = _agency(guide, slug)
    name, talk, fullest, parts_of = READY_MADE[length]
    title, address = _title(gettext(name), agency), guide.url(page.path)
    questions = agency.questions if agency else guide.block(READY, "questions")
    monday = agency.monday if agency else Block()
    made = Briefing(guide, title, (), address, questions, monday)
    sentences = sum(len(finding.found.passages) for finding in guide.content.findings)
    for fullness in range(sentences, -1, -1):
        made = replace(made, parts=parts_of(guide, agency, fullness))
        if made.words <= talk * guide.language.pace * fullest:
            break
    if length == "20-minutes":
        return replace(made, discuss=max(DISCUSS, 20 - made.minutes))
    return made


def _minute(guide: Guide, agency: Audience | None, fullness: int) -> list[Part]:
    """Return what can be said in a minute: from fullness 3 on all findings by their titles, at 2
    without strengths; then so by short names, for a language of many short words."""

    def named(strength: bool) -> tuple[Block, ...]:
        found = (f for f in guide.content.findings if f.strength == strength)
        names = ((f.key, Passage(f.title if fullness > 1 else f.short, f.cites)) for f in found)
        return tuple(Block(key=key, passages=(name,)) for key, name in names)

    parts = [_what(guide)]
    if fullness not in (0, 2):
        well = _shown(guide, "strengths") or named(True)
        parts.append(Part(gettext("What inspectors found was going well"), well))
    parts.append(Part(gettext("What inspectors said must get better"), named(False)))
    # Ours, under a heading of its own: inspectors said nothing of the time since.
    since = guide.block(OVERVIEW, "next")
    unknown = tuple(passage for passage in since.passages if passage.kind == Kind.EXPLAINED)
    return [*parts, Part(since.heading, (replace(since, passages=unknown[:1]),), since.key)]


def _seven_minutes(guide: Guide, agency: Audience | None, fullness: int) -> list[Part]:
    """Return the form that safeguarding partnerships use: seven parts, an agency's own with it."""
    good = [finding for finding in guide.content.findings if finding.strength]
    better = [finding for finding in guide.content.findings if not finding.strength]
    found = _found([*better, *good], fullness)
    well = Part(gettext("What inspectors found was going well"), found[len(better) :])
    worse = Part(gettext("What inspectors said must get better"), found[: len(better)])
    # One quotation is enough for seven minutes: the one that says most about children.
    quotations = (finding.said for finding in better)
    quoted = max(quotations, key=lambda b: sum(len(p.text) for p in b.passages), default=Block())
    if agency and agency.account.passages:
        middle = [replace(worse, blocks=(*worse.blocks, quoted)), _account(agency)]
    else:
        middle = [worse, Part(gettext("What the inspector said"), (quoted,))]
    if agency:
        matters = Part(gettext("Why this concerns us"), (agency.touches,))
    else:
        first = tuple(_cut(finding.matters, 1) for finding in better)
        matters = Part(gettext("Why it matters"), first)
    return [_what(guide), well, *middle, _numbers(guide), matters, _today(guide, agency)]


def _twenty_minutes(guide: Guide, agency: Audience | None, fullness: int) -> list[Part]:
    """Return the plan for twenty minutes: care, all findings, what followed, the close."""
    findings = guide.content.findings
    parts = [Part.of(guide.block(READY, "care")), _what(guide), _numbers(guide)]
    for finding, found in zip(findings, _found(findings, fullness), strict=True):
        ours = (_cut(finding.matters, 1), _cut(finding.change, 1))
        parts.append(Part(finding.title, (found, finding.said, *ours), finding.key))
    parts += [Part.of(guide.block("next", anchor)) for anchor in ("known", "rules")]
    return [*parts, _today(guide, None, guide.block("next", "not-known"))]


# Length -> title, minutes in which somebody talks, how full they are, what makes the parts: the
# higher its `fullness`, the more is said (`ready` takes the highest that the minutes hold).
READY_MADE = {
    "1-minute": (N_("1-minute briefing"), 1, 1.07, _minute),
    "7-minutes": (N_("7-minute briefing"), 7, TIGHT, _seven_minutes),
    "20-minutes": (N_("20-minute briefing with evidence"), 20 - DISCUSS, TIGHT, _twenty_minutes),
}


def scrutiny(guide: Guide, page: Page) -> Briefing:
    """Return the questions that councillors ask in public, with evidence, and ours after it."""
    text = guide.text(page.words)
    parts = [Part.of(block, block.anchor) for block in text.blocks]
    parts[1:1] = [_what(guide), _numbers(guide)]
    for block in guide.text("next").blocks:
        if block.anchor in ("not-known", "ask-whom"):
            parts.append(Part.of(replace(block, passages=block.passages[:2])))
    return Briefing(guide, text.title, parts, guide.url(page.path))


def _agency(guide: Guide, slug: str) -> Audience | None:
    return next((agency for agency in guide.content.audiences if agency.slug == slug), None)


def _title(name: str, agency: Audience | None) -> str:
    return f"{name}: {agency.nav}" if agency else name


def _what(guide: Guide) -> Part:
    return Part(gettext("The inspection in short"), guide.text(OVERVIEW).blocks[:1])


def _numbers(guide: Guide) -> Part:
    return Part(gettext("The inspection in numbers"), _shown(guide, "numbers"))


def _shown(guide: Guide, show: str) -> tuple[Block, ...]:
    blocks = guide.text(OVERVIEW).blocks
    return tuple(block for block in blocks if block.show == show and block.passages)


def _account(agency: Audience) -> Part:
    return Part(gettext("Who answers for it, and to whom"), (agency.account,))


def _today(guide: Guide, agency: Audience | None, unknown: Block | None = None) -> Part:
    ours = (agency.unknown,) if agency else ()
    unknown = unknown or guide.block("partner", "not-known")
    blocks = (*ours, unknown, guide.block("partner", "today"))
    return Part(gettext("What we do not know, and what to do today"), blocks)


def _found(findings: Sequence[Finding], more: int) -> tuple[Block, ...]:
    """Return what inspectors found: of each finding the first sentence, then `more` in turn."""
    ranked = sorted(
        (at, place)
        for place, finding in enumerate(findings)
        for at in range(1, len(finding.found.passages))
    )
    # So many sentences after its first one.
    taken = Counter(place for _, place in ranked[:more])
    return tuple(_cut(finding.found, 1 + taken[place]) for place, finding in enumerate(findings))


def _cut(block: Block, most: int) -> Block:
    """Return some of the passages of a block, without its heading."""
    return Block(key=block.key, passages=block.passages[:most])


def _about(block: Block, slugs: Iterable[str], most: int | None = None) -> Block:
    """Return the passages about some findings."""
    passages = tuple(passage for passage in block.passages if passage.about in slugs)
    return Block(key=block.key, style="bullets", passages=passages[:most])
