"""Hold what parts of an explainer say of each other: what is missing, doubled or unknown."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

from webapp.explainer.model import Explainer, Kind, PageText, Passage, iter_units, passages_of
from webapp.explainer.schema import SAMPLE, Fault, UnitKey

LONGEST_DESCRIPTION = 160
MOST_QUESTIONS = 8
# The page on which every word of need leads first.
HELP = "help"
SAYS_NOTHING = "the block says nothing; write a [[block.passage]] or take it out"


@dataclass(frozen=True)
class PageKind:
    """A page that code knows by its name, and what its words must have.

    `needed`: "always", "agencies" (where audiences/ has a file) or "" (the page may be left out).
    `blocks` are the ids of blocks that templates ask for, `placeholders` what title, nav and
    description may hold, as they stand for several pages; `least` is how many blocks it has,
    `filled` the id of a common one that the inspection has to fill.
    """

    slug: str
    needed: str = "always"
    blocks: tuple[str, ...] = ()
    placeholders: tuple[str, ...] = ()
    least: int = 0
    filled: str = ""


# In the order of menus; pages that nobody needs follow by name.
PAGES = (
    PageKind("overview", least=1, filled="answer"),
    *map(PageKind, ("findings", "next", "simple", "young-people", "words", "sources")),
    PageKind("source", placeholders=("source",)),
    PageKind("proof", placeholders=("pages",)),
    *map(PageKind, ("facts", "help")),
    PageKind("help-area", placeholders=("area",), least=1),
    *map(PageKind, ("search", "about", "privacy", "safety", "accessibility", "languages")),
    *map(PageKind, ("offline", "saved")),
    PageKind("partners", "agencies", ("glance",)),
    PageKind(
        "partner", "agencies", ("works-well", "not-known", "today", "domestic-abuse"), ("agency",)
    ),
    PageKind("briefing", "agencies"),
    PageKind("ready-briefing", "agencies", ("questions", "care"), ("briefing",)),
    PageKind("figures", "agencies"),
    PageKind("together", "agencies", ("how",)),
    PageKind("handout", "agencies", ("lines", "call")),
    PageKind("handout-area", "agencies", placeholders=("area",)),
    PageKind("handout-both", "agencies", placeholders=("page",)),
    *(PageKind("data", "agencies"), PageKind("embed", "agencies")),
    *(PageKind("scrutiny", ""), PageKind("comprehension", "")),
    PageKind("card", "", ("telephone", "other", "use", "deaf")),
)


def kind_of(page: PageText) -> PageKind:
    """Return what code knows of a page: nothing of one that it does not know by its name."""
    return next((kind for kind in PAGES if kind.slug == page.slug), PageKind(page.slug, needed=""))


def without_inapplicable(explainer: Explainer, translated: bool = True) -> Explainer:
    """Return the explainer without what is said on a condition that does not hold.

    What is common is left out where this inspection does without: pages for agencies, blocks
    that nobody fills, places of need. `translated`: readers are offered a translation.
    """
    agencies, figures = bool(explainer.audiences), bool(explainer.figures)
    closed = bool(explainer.areas) and all(
        any(number.hours in ("always", "out-of-hours") for number in area.numbers)
        for area in explainer.areas
    )
    holds = {
        "": True, "agencies": agencies, "no-agencies": not agencies, "figures": figures,
        "closed-numbers": closed, "no-closed-numbers": not closed, "translated": translated,
    }  # fmt: skip
    strengths = {finding.strength for finding in explainer.findings}
    # Components that would show nothing.
    empty = {"strengths": True not in strengths, "improvements": False not in strengths}

    def stays(unit: Any, filled: object) -> bool:
        return holds[unit.when] and bool(filled or unit.key.where not in explainer.shared)

    pages = []
    for page in explainer.pages:
        kind, blocks = kind_of(page), []
        for block in page.blocks:
            passages = tuple(passage for passage in block.passages if holds[passage.when])
            needed = block.anchor in (*kind.blocks, kind.filled)
            says = passages or block.links or block.contacts or needed
            if stays(block, says or (block.show and not empty.get(block.show))):
                blocks.append(replace(block, passages=passages))
        if stays(page, agencies or kind.needed != "agencies"):
            pages.append(replace(page, blocks=tuple(blocks)))
    present = {page.slug for page in pages} | {f"agencies/{a.slug}" for a in explainer.audiences}
    # Pages that another fault misses, or that code does not know, are none to do without.
    optional = {kind.slug for kind in PAGES if kind.needed != "always"}

    def leads(place: str) -> bool:
        page = place.partition("#")[0]
        return page in present or (page not in optional and "/" not in page)

    needs = (
        replace(need, places=tuple(filter(leads, need.places)) or ("findings",))
        if need.places and need.key.where in explainer.shared
        else need
        for need in explainer.needs
    )
    return replace(explainer, pages=tuple(pages), needs=tuple(needs))


def check(explainer: Explainer, pictures: Collection[str] | None) -> Iterator[Fault]:
    """Yield doubled names, names that nothing has, and pages and passages that are not whole.

    `pictures` are the names that may be used; None lets any pass. What is named may stand in a
    file that is `unread`: that file has a fault already.
    """
    yield from _pages(explainer)
    yield from _findings(explainer)
    for key, number, passage in passages_of(explainer):
        yield from _wrong(key, _passage(key, passage), number)
    yield from _doubled(explainer)
    yield from _unknown(explainer, pictures)
    for figure in explainer.figures:
        counted = sum(part.count for part in figure.parts)
        remedy = f"the parts are {counted} together, the total is {figure.total}; correct one"
        yield from _wrong(figure.key, {remedy: counted != figure.total})


def _wrong(key: UnitKey, wrong: Mapping[str, object], place: str | int = "") -> Iterator[Fault]:
    """Yield a fault of each remedy that is needed."""
    return (Fault.at(key, remedy, place) for remedy, needed in wrong.items() if needed)


def _pages(explainer: Explainer) -> Iterator[Fault]:
    """Yield pages that are missing, and what their kind needs and they lack."""
    slugs = {page.slug for page in explainer.pages}
    for kind in PAGES:
        file = f"pages/{kind.slug}.toml"
        needed = kind.needed == "always" or (kind.needed == "agencies" and explainer.audiences)
        if needed and kind.slug not in slugs and file not in explainer.unread:
            yield Fault(file, "", "the file is missing; write it")
    for page in explainer.pages:
        kind, ids = kind_of(page), {block.anchor for block in page.blocks}
        remedy = "is missing; give the block that stands for it this id"
        wrong = {f"the block “{name}” {remedy}": name not in ids for name in kind.blocks}
        wrong["[[block]] is missing; write at least 1"] = len(page.blocks) < kind.least
        marks = ["{" + name + "}" for name in kind.placeholders]
        may = f"this page may use {', '.join(marks) or 'none'}"
        for key in ("title", "nav", "description"):
            text = re.sub("|".join(map(re.escape, marks)), "", getattr(page, key))
            remedy = f"“{key}” holds a placeholder; {may}; take it out"
            wrong[remedy] = "{" in text or "}" in text
        yield from _wrong(page.key, wrong)
        unread = page.key.file in explainer.unread
        for number, block in enumerate(page.blocks, 1):
            says = block.passages or block.links or block.contacts or block.show
            yield from _wrong(block.key, {SAYS_NOTHING: not (says or unread)})
            remedy = "the key “id” is missing; add it"
            yield from _wrong(page.key, {remedy: not block.anchor}, f"block {number}")


def _findings(explainer: Explainer) -> Iterator[Fault]:
    """Yield what a finding or an agency says in the wrong section, or too often."""
    unread = any(file.startswith("findings/") for file in explainer.unread)
    if not explainer.findings and not unread:
        yield Fault("findings/", "", "there is no finding; write at least one file")
    places = Counter((finding.strength, finding.order) for finding in explainer.findings)
    known = {passage.id for _, _, passage in passages_of(explainer)}
    for finding in explainer.findings:
        found, change = finding.found.passages, finding.change.passages
        ours = [p for p in change if p.kind == Kind.EXPLAINED and not p.same_as]
        wrong = {
            "the title's “cites” is empty; name what the title rests on": not finding.cites,
            f"order {finding.order} is used twice; give each finding its own": (
                places[finding.strength, finding.order] > 1
            ),
            "a strength has no [[change]]; take it out or make it an improvement": (
                finding.strength and change
            ),
            "[[change]] is missing; write at least 1": finding.strength is False and not change,
            "found passage 1 cites nothing; begin with what inspectors found, and cite it": (
                found and found[0].kind == Kind.EXPLAINED and not found[0].same_as
            ),
            "[[said]] holds quotations only; write “quote”, or move the passage": any(
                passage.kind != Kind.SAID for passage in finding.said.passages
            ),
            "[[change]] explains twice; cite what should change, or say once: not seen": (
                len(ours) > 1
            ),
        }
        yield from _wrong(finding.key, wrong)
        facts = {passage.id for passage in found if passage.id}
        for block in (finding.simple, finding.young):
            repeated = {passage.same_as for passage in block.passages}
            remedy = "no passage carries a fact of [[found]]; add same_as"
            yield from _wrong(
                block.key, {remedy: found and repeated <= known and not facts & repeated}
            )
    for audience in explainer.audiences:
        remedy = "there are more than 8 [[questions]]; keep the best five to eight"
        too_many = len(audience.questions.passages) > MOST_QUESTIONS
        yield from _wrong(audience.key, {remedy: too_many})


def _passage(key: UnitKey, passage: Passage) -> dict[str, object]:
    """Return which keys of a passage do not go together: remedy -> whether it is needed."""
    tied = key.folder == "audiences" and key.anchor not in ("account", "unknown")
    quote, rests = passage.quote, passage.quote or passage.sum
    return {
        "the key “by” is missing; name who is quoted": quote and not passage.by,
        "“id” and “same_as” do not go together; take one out": passage.id and passage.same_as,
        "a quotation stands alone; take “text” out": quote and passage.text != quote,
        "a quotation or sum needs “cites”; name what it rests on": rests and not passage.cites,
        "the key “about” is missing; name a file in findings/": tied and not passage.about,
        "the key “about” stands for partner agencies only; take it out": passage.about and not tied,
    }


def _doubled(explainer: Explainer) -> Iterator[Fault]:
    """Yield keys, facts, titles and descriptions that stand twice; descriptions that are long."""
    for key, count in Counter(unit.key for unit in iter_units(explainer)).items():
        # A block without an id is a fault of its own.
        doubled = count > 1 and not key.endswith("#")
        yield from _wrong(key, {f"the id is used {count} times; give each its own": doubled})
    ids = Counter(passage.id for _, _, passage in passages_of(explainer) if passage.id)
    for key, number, passage in passages_of(explainer):
        remedy = f"the fact id {passage.id!r} is declared {ids[passage.id]} times; declare it once"
        yield from _wrong(key, {remedy: ids[passage.id] > 1}, number)
    for name in ("title", "description"):
        texts = Counter(getattr(page, name).casefold() for page in explainer.titled)
        for page in explainer.titled:
            remedy = f"another page has the same {name}; make them differ"
            yield from _wrong(page.key, {remedy: texts[getattr(page, name).casefold()] > 1})
    for page in explainer.titled:
        length = len(page.description)
        remedy = f"the description has {length} characters; use at most {LONGEST_DESCRIPTION}"
        yield from _wrong(page.key, {remedy: length > LONGEST_DESCRIPTION})


def _unknown(explainer: Explainer, pictures: Collection[str] | None) -> Iterator[Fault]:
    """Yield names that nothing has."""
    places = {page.slug for page in explainer.pages}
    places |= {f"{page.slug}#{block.anchor}" for page in explainer.pages for block in page.blocks}
    places |= {f"agencies/{audience.slug}" for audience in explainer.audiences}
    facts = {passage.id for _, _, passage in passages_of(explainer)}
    # Key -> (the names that there are, what they name, the files or folders that hold them).
    known: dict[str, tuple[Collection[str], str, tuple[str, ...]]] = {
        "about": ({finding.slug for finding in explainer.findings}, "finding", ("findings/",)),
        "same_as": (facts, "passage", ("findings/", "pages/")),
        "places": (places, "page or block", ("pages/",)),
        "terms": ({term.id for term in explainer.terms}, "term", ("glossary.toml",)),
        "contacts": ({contact.id for contact in explainer.contacts}, "contact", ("contacts.toml",)),
        "by": ({speaker.id for speaker in explainer.speakers}, "speaker", ("inspection.toml",)),
        "hedge": (explainer.hedges, "hedge", ("wordings.toml",)),
        "grades": (explainer.grades, "grade", ("wordings.toml",)),
        "grade": (explainer.grades, "grade", ("wordings.toml",)),
    }
    if pictures is not None:
        drawing = "line drawing (“Pictures” in docs/content.md)"
        known["picture"] = pictures, drawing, ("static/pictures/",)
    # A name may stand in a [[found]] that was refused, as in a file that could not be read.
    files = explainer.unread | {"findings/" for f in explainer.findings if not f.found.passages}
    known = {k: row for k, row in known.items() if not any(f.startswith(row[2]) for f in files)}
    units: Iterator[tuple[UnitKey, str | int, Any]] = (
        (unit.key, "", part)
        for unit in iter_units(explainer)
        for part in (unit, *getattr(unit, "parts", ()))
    )
    for key, place, part in chain(units, passages_of(explainer)):
        for name, (names, what, holders) in known.items():
            value = getattr(part, name, "")
            for wanted in (value,) if isinstance(value, str) else value:
                if isinstance(wanted, str) and wanted not in (*names, "", SAMPLE):
                    remedy = f"“{name}” names {wanted!r}, but no {what} in {' or '.join(holders)}"
                    yield Fault.at(key, f"{remedy} is called so; correct it or add it", place)
    asked = {"how", *(finding.slug for finding in explainer.findings)}
    for block in (b for page in explainer.pages if page.slug == "together" for b in page.blocks):
        remedy = "no finding in findings/ is called so; correct the id or take the block out"
        yield from _wrong(block.key, {remedy: "about" in known and block.anchor not in asked})
    for need in explainer.needs:
        helps = bool(need.places) and need.places[0].partition("#")[0] == HELP
        remedy = "“places” does not begin on the page of help; put a part of it first"
        yield from _wrong(need.key, {remedy: not need.staff and not helps})
