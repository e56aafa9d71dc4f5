"""Check that what one part of an explainer names, another part has. Knows no files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from webapp.explainer.model import Audience, Block, Explainer, Finding, Kind, PageText, Passage
from webapp.explainer.walk import Fault, units

LONGEST_DESCRIPTION = 160


def file_of(key: str) -> str:
    """Return the content file that holds the unit with this key."""
    folder = key.partition("#")[0].split("/")[0]
    name = key.partition("#")[0]
    return {
        "findings": f"{name}.toml",
        "pages": f"{name}.toml",
        "audiences": f"{name}.toml",
        "terms": "glossary.toml",
        "contacts": "contacts.toml",
        "areas": "contacts.toml",
        "figures": "figures.toml",
        "ledger": "ledger.toml",
        "facts": "sources/facts.toml",
        "sources": "sources/sources.toml",
    }.get(folder, "explainer.toml")


def place_of(key: str) -> str:
    """Return where in its file a unit stands: its block, or its name."""
    name, _, anchor = key.partition("#")
    return anchor or (
        "" if name.startswith(("findings", "pages", "audiences")) else name.partition("/")[2]
    )


def passages_of(explainer: Explainer) -> Iterable[tuple[str, int, Passage]]:
    """Yield (unit key, place from 1, passage) of every passage."""
    for unit in units(explainer):
        held = getattr(unit, "passages", None) or getattr(unit, "definition", None) or ()
        for at, each in enumerate(held, 1):
            yield unit.key, at, each


def inherited(explainer: Explainer) -> Explainer:
    """Return the explainer with each passage that has `same_as` resting on what its fact rests on.

    It takes over citations, kind and sum where it cites nothing itself; told in other words, a
    quotation is reported.
    """
    facts = {each.id: each for _, _, each in passages_of(explainer) if each.id}

    def resting(block: Block) -> Block:
        passages = []
        for each in block.passages:
            fact = facts.get(each.same_as)
            if fact is not None and not each.cites:
                kind = Kind.REPORTED if fact.kind == Kind.SAID else fact.kind
                each = replace(each, cites=fact.cites, kind=kind, sum=fact.sum)
            passages.append(each)
        return replace(block, passages=tuple(passages))

    return replace(
        explainer,
        findings=tuple(
            replace(f, simple=resting(f.simple), young=resting(f.young)) for f in explainer.findings
        ),
        pages=tuple(
            replace(page, blocks=tuple(map(resting, page.blocks))) for page in explainer.pages
        ),
    )


def check_references(
    explainer: Explainer, pictures: frozenset[str] | None, faults: list[Fault]
) -> None:
    """Note doubled names and names that nothing has."""

    def note(key: str, remedy: str, at: int = 0) -> None:
        place = place_of(key)
        faults.append(Fault(file_of(key), f"{place}, passage {at}" if at else place, remedy))

    for key, count in Counter(each.key for each in units(explainer)).items():
        if count > 1:
            note(key, f"the id is used {count} times; give each its own")
    ids = Counter(p.id for _, _, p in passages_of(explainer) if p.id)
    for name, count in ids.items():
        if count > 1:
            key = next(key for key, _, p in passages_of(explainer) if p.id == name)
            note(key, f"the fact id {name!r} is declared {count} times; declare it once")
    pages: tuple[Finding | PageText | Audience, ...] = (
        *explainer.pages, *explainer.findings, *explainer.audiences
    )  # fmt: skip
    for name in ("title", "description"):
        texts = Counter(getattr(each, name).casefold() for each in pages)
        for each in pages:
            text = getattr(each, name)
            if texts[text.casefold()] > 1:
                note(each.key, f"another page has the same {name}; make them differ")
            if name == "description" and len(text) > LONGEST_DESCRIPTION:
                note(each.key, f"the description has {len(text)} characters; use at most 160")
    for finding in explainer.findings:
        if not finding.cites:
            note(finding.key, "the title's “cites” is empty; name what the title rests on")
        orders = [f.order for f in explainer.findings if f.strength == finding.strength]
        if orders.count(finding.order) > 1:
            note(finding.key, f"order {finding.order} is used twice; give each finding its own")

    findings = {each.slug for each in explainer.findings}
    terms = {each.id for each in explainer.terms}
    contacts = {each.id for each in explainer.contacts}
    speakers = {each.id for each in explainer.speakers}
    for unit in units(explainer):
        for name in getattr(unit, "terms", None) or ():
            if isinstance(name, str) and name not in terms:
                note(unit.key, f"the term {name!r} is not in glossary.toml; add it there")
        for name in getattr(unit, "contacts", None) or ():
            if isinstance(name, str) and name not in contacts:
                note(unit.key, f"the contact {name!r} is not in contacts.toml; add it there")
        picture = getattr(unit, "picture", "")
        if pictures is not None and picture and picture not in pictures:
            note(unit.key, f"there is no picture {picture!r}; use one of static/pictures/")
    for key, at, passage in passages_of(explainer):
        if passage.about and passage.about not in findings:
            note(key, f"there is no finding {passage.about!r}; use a file's name in findings/", at)
        if passage.by and passage.by not in speakers:
            note(key, f"the speaker {passage.by!r} is not in explainer.toml; add it there", at)
        if pictures is not None and passage.picture and passage.picture not in pictures:
            note(key, f"there is no picture {passage.picture!r}; use one of static/pictures/", at)
        if passage.hedge and passage.hedge not in explainer.hedges:
            note(key, f"the hedge {passage.hedge!r} is not in wordings.toml; add it there", at)
        for grade in passage.grades:
            if grade not in explainer.grades:
                note(key, f"the grade {grade!r} is not in wordings.toml; add it there", at)
        if passage.same_as and passage.same_as not in ids:
            note(
                key,
                f"same_as names {passage.same_as!r}, which no passage has as id; correct it",
                at,
            )
    for figure in explainer.figures:
        for part in figure.parts:
            if part.grade and part.grade not in explainer.grades:
                note(figure.key, f"the grade {part.grade!r} is not in wordings.toml; add it there")
