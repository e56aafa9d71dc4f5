"""Check that what one part of an explainer names, another part has. Knows no file format."""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any

from webapp.explainer.model import (
    Audience,
    Explainer,
    Finding,
    Kind,
    PageText,
    Passage,
    iter_units,
    passages_of,
)
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
    description may hold, as they stand for several pages; `least` is how many blocks it has.
    """

    slug: str
    needed: str = "always"
    blocks: tuple[str, ...] = ()
    placeholders: tuple[str, ...] = ()
    least: int = 0


# In the order of menus; pages that nobody needs follow by name.
PAGES = (
    PageKind("overview", least=1),
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
KINDS = {kind.slug: kind for kind in PAGES}


def kind_of(page: PageText) -> PageKind:
    """Return what code knows of a page: nothing of one that it does not know by its name."""
    return KINDS.get(page.slug, PageKind(page.slug, needed=""))


def inherited(explainer: Explainer) -> Explainer:
    """Return the explainer with each passage that has `same_as` resting on what its fact rests on.

    It takes over citations and sum where it cites nothing itself; a quotation is said in other
    words, and so reported.
    """
    facts = {passage.id: passage for _, _, passage in passages_of(explainer) if passage.id}

    def resting(part: Any) -> Any:
        if isinstance(part, tuple):
            return tuple(map(resting, part))
        if isinstance(part, Passage):
            if part.cites or part.same_as not in facts:
                return part
            fact = facts[part.same_as]
            return replace(part, cites=fact.cites, sum=fact.sum)
        if not is_dataclass(part) or isinstance(part, type):
            return part
        inner = {member.name: resting(getattr(part, member.name)) for member in fields(part)}
        return replace(part, **inner)

    found: Explainer = resting(explainer)
    return found


def check(
    explainer: Explainer, pictures: Collection[str] | None, unread: Collection[str]
) -> Iterator[Fault]:
    """Yield doubled names, names that nothing has, and pages and passages that are not whole.

    `pictures` are the names that may be used; None lets any pass. What is named may stand in a
    file that is `unread`: that file has a fault already.
    """
    yield from _pages(explainer, unread)
    yield from _findings(explainer, unread)
    yield from _passages(explainer)
    yield from _doubled(explainer)
    yield from _unknown(explainer, pictures, unread)
    for figure in explainer.figures:
        counted = sum(part.count for part in figure.parts)
        if counted != figure.total:
            remedy = f"the parts are {counted} together, the total is {figure.total}; correct one"
            yield Fault.at(figure.key, remedy)
    for what, wordings in (("hedge", explainer.hedges), ("grade", explainer.grades)):
        for name in (name for name, languages in wordings.items() if "en" not in languages):
            remedy = "has no English wordings; add en = [...]"
            yield Fault("wordings.toml", f"[{what}.{name}]", remedy)


def _pages(explainer: Explainer, unread: Collection[str]) -> Iterator[Fault]:
    """Yield pages that are missing, and what their kind needs and they lack."""
    there = {page.slug for page in explainer.pages}
    for kind in PAGES:
        file = f"pages/{kind.slug}.toml"
        needed = kind.needed == "always" or (kind.needed == "agencies" and explainer.audiences)
        if needed and kind.slug not in there and file not in unread:
            yield Fault(file, "", "the file is missing; write it")
    for page in explainer.pages:
        kind = kind_of(page)
        ids = {block.anchor for block in page.blocks}
        for name in kind.blocks:
            if name not in ids:
                remedy = f"the block “{name}” is missing; give the block that stands for it this id"
                yield Fault.at(page.key, remedy)
        if len(page.blocks) < kind.least:
            yield Fault.at(page.key, "[[block]] is missing; write at least 1")
        for key in ("title", "nav", "description"):
            text = getattr(page, key)
            for name in kind.placeholders:
                text = text.replace("{" + name + "}", "")
            if "{" in text or "}" in text:
                may = ", ".join("{" + name + "}" for name in kind.placeholders) or "none"
                remedy = f"“{key}” holds a placeholder; this page may use {may}; take it out"
                yield Fault.at(page.key, remedy)
        for number, block in enumerate(page.blocks, 1):
            if not block.anchor:
                yield Fault.at(page.key, "the key “id” is missing; add it", f"block {number}")
            if not (block.passages or block.links or block.contacts or block.show):
                yield Fault.at(block.key, SAYS_NOTHING)


def _findings(explainer: Explainer, unread: Collection[str]) -> Iterator[Fault]:
    """Yield what a finding or an agency says in the wrong section, or too often."""
    if not explainer.findings and not any(file.startswith("findings/") for file in unread):
        yield Fault("findings/", "", "there is no finding; write at least one file")
    places = Counter((finding.strength, finding.order) for finding in explainer.findings)
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
            "[[change]] is missing; write at least 1": not finding.strength and not change,
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
        yield from (Fault.at(finding.key, remedy) for remedy, is_so in wrong.items() if is_so)
        facts = {passage.id for passage in found if passage.id}
        for block in (finding.simple, finding.young):
            if facts.isdisjoint(passage.same_as for passage in block.passages):
                yield Fault.at(block.key, "no passage carries a fact of [[found]]; add same_as")
    for audience in explainer.audiences:
        if len(audience.questions.passages) > MOST_QUESTIONS:
            remedy = "there are more than 8 [[questions]]; keep the best five to eight"
            yield Fault.at(audience.key, remedy)


def _passages(explainer: Explainer) -> Iterator[Fault]:
    """Yield passages whose keys do not go together."""
    for key, number, passage in passages_of(explainer):
        tied = key.folder == "audiences" and key.anchor not in ("account", "unknown")
        wrong = {
            "the key “by” is missing; name who is quoted": passage.quote and not passage.by,
            "a quotation stands alone; take “text” out": (
                passage.quote and passage.text != passage.quote
            ),
            "a quotation or sum needs “cites”; name what it rests on": (
                (passage.quote or passage.sum) and not passage.cites
            ),
            "the key “about” is missing; name a file in findings/": tied and not passage.about,
            "the key “about” stands for partner agencies only; take it out": (
                passage.about and not tied
            ),
        }
        yield from (Fault.at(key, remedy, number) for remedy, is_so in wrong.items() if is_so)


def _doubled(explainer: Explainer) -> Iterator[Fault]:
    """Yield keys, facts, titles and descriptions that stand twice; descriptions that are long."""
    for key, count in Counter(unit.key for unit in iter_units(explainer)).items():
        # A block without an id is a fault of its own.
        if count > 1 and not key.endswith("#"):
            yield Fault.at(key, f"the id is used {count} times; give each its own")
    declared: dict[str, list[UnitKey]] = {}
    for key, _, passage in passages_of(explainer):
        if passage.id:
            declared.setdefault(passage.id, []).append(key)
    for name, keys in declared.items():
        if len(keys) > 1:
            remedy = f"the fact id {name!r} is declared {len(keys)} times; declare it once"
            yield Fault.at(keys[0], remedy)
    pages: list[Finding | PageText | Audience] = [*explainer.pages, *explainer.findings]
    pages += explainer.audiences
    titles = Counter(page.title.casefold() for page in pages)
    descriptions = Counter(page.description.casefold() for page in pages)
    for page in pages:
        if titles[page.title.casefold()] > 1:
            yield Fault.at(page.key, "another page has the same title; make them differ")
        if descriptions[page.description.casefold()] > 1:
            yield Fault.at(page.key, "another page has the same description; make them differ")
        if (count := len(page.description)) > LONGEST_DESCRIPTION:
            remedy = f"the description has {count} characters; use at most {LONGEST_DESCRIPTION}"
            yield Fault.at(page.key, remedy)


def _unknown(
    explainer: Explainer, pictures: Collection[str] | None, unread: Collection[str]
) -> Iterator[Fault]:
    """Yield names that nothing has."""
    places = {page.slug for page in explainer.pages}
    places |= {f"{page.slug}#{block.anchor}" for page in explainer.pages for block in page.blocks}
    places |= {f"agencies/{each.slug}" for each in explainer.audiences}
    listed: tuple[tuple[str, str, str, Collection[str]], ...] = (
        ("terms", "term", "glossary.toml", {term.id for term in explainer.terms}),
        ("contacts", "contact", "contacts.toml", {each.id for each in explainer.contacts}),
        ("by", "speaker", "inspection.toml", {speaker.id for speaker in explainer.speakers}),
        ("hedge", "hedge", "wordings.toml", explainer.hedges),
        ("grades", "grade", "wordings.toml", explainer.grades),
        ("grade", "grade", "wordings.toml", explainer.grades),
    )
    # Key -> (the names that there are, the files that hold them, the remedy).
    known: dict[str, tuple[Collection[str], str, str]] = {
        key: (there, file, f"the {what} {{!r}} is not in {file}; add it there")
        for key, what, file, there in listed
    }
    known |= {
        "about": ({finding.slug for finding in explainer.findings}, "findings/",
                  "there is no finding {!r}; use a file's name in findings/"),
        "same_as": ({passage.id for _, _, passage in passages_of(explainer)}, "findings/",
                    "same_as names {!r}, which no passage has as id; correct it"),
        "places": (places, "pages/",
                   "“places” names {!r}, which is no page or block of one; correct it"),
    }  # fmt: skip
    if pictures is not None:
        known["picture"] = pictures, "", "there is no picture {!r}; use one of static/pictures/"

    def missing(part: object) -> Iterator[str]:
        for name, (there, file, remedy) in known.items():
            if file and any(other.startswith(file) for other in unread):
                continue
            value = getattr(part, name, "")
            for wanted in (value,) if isinstance(value, str) else value:
                if isinstance(wanted, str) and wanted not in (*there, "", SAMPLE):
                    yield remedy.format(wanted)

    for unit in iter_units(explainer):
        for part in (unit, *getattr(unit, "parts", ())):
            yield from (Fault.at(unit.key, remedy) for remedy in missing(part))
    for key, number, passage in passages_of(explainer):
        yield from (Fault.at(key, remedy, number) for remedy in missing(passage))
    for need in explainer.needs:
        if not need.staff and (not need.places or need.places[0].partition("#")[0] != HELP):
            remedy = "“places” does not begin on the page of help; put a part of it first"
            yield Fault.at(need.key, remedy)
