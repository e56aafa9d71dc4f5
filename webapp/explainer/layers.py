"""What is common to every inspection, and what one inspection says on top of it. Reads no file."""

import re
from collections.abc import Iterator
from dataclasses import fields, replace
from typing import Any

from webapp.explainer.model import Block, Explainer, PageText
from webapp.explainer.records import Inspection, Need
from webapp.explainer.references import KINDS, kind_of
from webapp.explainer.schema import Fault, UnitKey


def merged(name: str, common: Any, own: Any, faults: list[Fault]) -> Any:
    """Return what a field of `Explainer` holds of the common folder and of the inspection's own.

    Own parts that say `replaces` stand for common ones of their id; any other id that stands twice
    is noted in `faults`. `name` is the field's.
    """
    if isinstance(common, dict):
        faults += [
            Fault(UnitKey(f"{name}/x").file, f"[{name[:-1]}.{each}]",
                  "is common to every inspection; give yours another name")
            for each in common.keys() & own.keys()
        ]  # fmt: skip
        return common | own
    by_key = {getattr(part, "key", part): part for part in common}
    for part in own:
        if not hasattr(part, "key") or part.replaces == (part.key in by_key):
            continue
        remedy = "“replaces” is true, and common/ has no such id; take “replaces” out"
        if part.key in by_key:
            remedy = "common/ has this id; give yours another, or write replaces = true"
        faults.append(Fault.at(part.key, remedy))
    return tuple((by_key | {getattr(part, "key", part): part for part in own}).values())


def places_of(name: str, parts: Any) -> Iterator[str]:
    """Yield where the parts of a field of `Explainer` stand, as faults name file and place."""
    if isinstance(parts, dict):
        yield from (f"{UnitKey(f'{name}/x').file}: [{name[:-1]}.{each}]" for each in parts)
    elif isinstance(parts, tuple | set):
        yield from (f"{each.key.file}: {each.key.place}" for each in parts if hasattr(each, "key"))


def laid_over(common: PageText, own: PageText) -> PageText:
    """Return a common page in which the inspection's keys and blocks win, key by key."""
    blocks = {block.anchor: block for block in common.blocks}
    for block in own.blocks:
        blocks[block.anchor] = _over(blocks.get(block.anchor, block), block)
    page: PageText = _over(common, replace(own, blocks=tuple(blocks.values())))
    return page


def _over(common: Any, own: Any) -> Any:
    given = ((member, getattr(own, member.name)) for member in fields(own))
    return replace(common, **{key.name: value for key, value in given if value != key.default})


def filled(value: Any, words: dict[str, str]) -> Any:
    """Return TOML data with each {placeholder} filled that an inspection has words for."""
    if isinstance(value, dict):
        return {key: filled(item, words) for key, item in value.items()}
    if isinstance(value, list):
        return [filled(item, words) for item in value]
    if isinstance(value, str):
        return re.sub(r"\{(\w+)\}", lambda found: words.get(found[1], found[0]), value)
    return value


def placeholders(own: Inspection) -> dict[str, str]:
    """Return what texts of pages may leave to the inspection, in English."""
    day = own.report_published
    return {
        "force": own.force,
        "published": f"{day.day} {day:%B %Y}",
        "month": f"{day:%B %Y}",
        "report_url": own.report_url,
    }


def fitting(explainer: Explainer, translated: bool = True) -> Explainer:
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

    kinds = {finding.strength for finding in explainer.findings}
    nothing = {name for name, kind in (("strengths", True), ("improvements", False))
               if kind not in kinds}  # fmt: skip

    def fits(page: PageText) -> Iterator[Block]:
        for block in page.blocks:
            passages = tuple(passage for passage in block.passages if holds[passage.when])
            shown = block.show and block.show not in nothing
            says = passages or block.links or block.contacts or shown
            needed = block.anchor in kind_of(page).blocks
            if holds[block.when] and (says or needed or not _is_shared(explainer, block)):
                yield replace(block, passages=passages)

    kept = [
        page
        for page in explainer.pages
        if holds[page.when]
        and (agencies or kind_of(page).needed != "agencies" or not _is_shared(explainer, page))
    ]
    pages = {page.slug for page in kept}
    pages |= {f"agencies/{agency.slug}" for agency in explainer.audiences}
    return replace(
        explainer,
        pages=tuple(replace(page, blocks=tuple(fits(page))) for page in kept),
        needs=tuple(
            replace(need, places=tuple(_places_left(need, pages)) or ("findings",))
            if _is_shared(explainer, need) else need for need in explainer.needs
        ),
    )  # fmt: skip


def _is_shared(explainer: Explainer, unit: Any) -> bool:
    return bool(explainer.shared & {unit.key.file, f"{unit.key.file}: {unit.key.place}"})


def _places_left(need: Need, pages: set[str]) -> Iterator[str]:
    """Yield the places of a need, but for pages that this inspection does without."""
    for place in need.places:
        page = place.partition("#")[0]
        needed = KINDS[page].needed == "always" if page in KINDS else "/" not in page
        if needed or page in pages:
            yield place
