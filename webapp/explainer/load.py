"""Read a content folder into an Explainer: its parts, laid over what is common to every inspection.

A folder may also stand alone. What parts say of each other is checked in `references`, what they
claim in `provenance`.
"""

import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from webapp.explainer.model import Block, Explainer, PageText, iter_units
from webapp.explainer.records import GROUPS, Need, Source
from webapp.explainer.references import PAGES, kind_of
from webapp.explainer.schema import FILES, SAMPLE, SLUG, Fault, Phrases, UnitKey
from webapp.explainer.structure import Folder, shape_of

NEEDS = "needs.toml"
# Files that a folder may leave out.
OPTIONAL = (NEEDS, "figures.toml", "areas.toml")
COMMON = Path(__file__).resolve().parent.parent / "content" / "common"
INSPECTIONS = "inspections"
# A folder that has this file stands alone: nothing common is added to it.
ALONE = "site.toml"
# What a page that is laid over a common one need not repeat.
HEAD = ("title", "nav", "description")
MENU = [page.slug for page in PAGES if page.needed]
# In which order parts are shown, whichever folder they are from.
ORDER: dict[str, Callable[[Any], Any]] = {
    "facts": lambda fact: _place(fact.group, GROUPS),
    "terms": lambda term: term.name.casefold(),
    "findings": lambda finding: (not finding.strength, finding.order),
    "audiences": lambda audience: audience.order,
    "pages": lambda page: (_place(page.slug, MENU), page.slug),
}


def _place(name: str, order: Sequence[str]) -> int:
    """Return the place of a name in an order that ends with all others."""
    return order.index(name) if name in order else len(order)


def fields_of(folder: Folder, file: str, common: dict[str, Any]) -> dict[str, Any]:
    """Return what a file, or each file of a folder, says: field of `Explainer` -> value."""
    if file.endswith("/"):
        name, under = file[:-1], {part.slug: part for part in common.get(file[:-1], ())}
        return {name: tuple(_parts(folder, name, under))}
    found = dict(vars(folder.table(file, shape_of(file))))
    if "sources" in found:
        found["sources"] = tuple(_source(folder, source) for source in found["sources"])
    if "facts" in found:
        found["facts"] = tuple(
            replace(fact, sources=_numbered(fact.sources, f"{fact.key}/source-"))
            for fact in found["facts"]
        )
    if "ledger" in found:
        found["ledger"] = _numbered(found["ledger"], "ledger/")
    return found


def _parts(folder: Folder, name: str, common: dict[str, Any]) -> Iterator[Any]:
    """Yield a finding, a page or an agency for each file of a folder that can be read.

    With a title it replaces the common one of its name; without, it is laid over that.
    """
    for path in sorted((folder.path / name).glob("*.toml")):
        file = f"{name}/{path.name}"
        if not re.fullmatch(SLUG, path.stem):
            remedy = "the file's name is an address; use lower-case letters, digits and hyphens"
            folder.note(file, remedy)
        data = folder.data(file)
        if file in folder.unread:
            continue
        under = common.get(path.stem) if "title" not in data else None
        if under:
            data = {key: getattr(under, key) for key in HEAD} | data
        part = _named(folder.structured(file, data, shape_of(f"{name}/")), path.stem)
        yield laid_over(under, part) if under else part


def _source(folder: Folder, source: Source) -> Source:
    """Return a source with its paragraphs, held to its sum."""
    if source.file == SAMPLE:  # refused, and already noted
        return source
    text = folder.text(file := f"sources/{source.file}")
    if file in folder.unread:
        return source
    # One documented rule (docs/content.md): a paragraph is a line that is not blank.
    paragraphs = tuple(line.strip() for line in text.splitlines() if line.strip())
    total, count = hashlib.sha256(text.encode()).hexdigest(), len(paragraphs)
    if source.sha256 != total:
        remedy = f"sources/{source.file} has the SHA-256 {total}, not the one written here; put "
        remedy += "the source back as published, or check the new one and write its sum here"
        folder.note(source.key.file, remedy, source.key.place)
    for number in sorted(source.furniture - {*range(1, count + 1)}):
        remedy = f"furniture names paragraph {number} of {count}; correct it"
        folder.note(source.key.file, remedy, source.key.place)
    return replace(source, paragraphs=paragraphs)


def read(path: Path) -> tuple[Explainer, list[Fault], set[str]]:
    """Read a content folder; return what could be read, faults of shape, and unread files."""
    own = Folder(path)
    folders = [replace(own, path=common_of(path), prefix=f"{COMMON.name}/"), own]
    if (path / ALONE).exists():
        folders = [own]
    common, parts = dict[str, Any](), dict[str, Any]()
    # The inspection first: texts leave words to it. Folders last: their files may be laid over.
    for file in sorted(FILES, key=lambda file: file.endswith("/")):
        there = [folder for folder in folders if (folder.path / file).exists()]
        for folder in there or [own] * (file not in OPTIONAL):
            for name, part in fields_of(folder, file, parts).items():
                parts[name] = _merged(name, parts.get(name), part, own.faults)
                if folder is not own:
                    common[name] = part
        if file == "inspection.toml":
            own.words |= parts["inspection"].words
    places = _places(parts)
    shared = {place for place, unit in _places(common).items() if places.get(place) == unit}
    parts |= {name: tuple(sorted(parts[name], key=order)) for name, order in ORDER.items()}
    explainer = fitting(Explainer(**parts, shared=frozenset(shared)))
    for folder in folders:
        _note_stray_files(folder, explainer)
    return explainer, own.faults, own.unread


def common_of(path: Path) -> Path:
    """Return the folder beside a folder of inspections; ours for an inspection elsewhere."""
    beside = path.resolve().parent
    return beside.parent / COMMON.name if beside.name == INSPECTIONS else COMMON


def _places(parts: dict[str, Any]) -> dict[str, Any]:
    """Return where each unit and each wording stands, as faults name file and place."""
    found: dict[str, Any] = {}
    for unit in iter_units(tuple(parts.values())):
        found.setdefault(unit.key.where, unit)  # a block without an id is no page
    for name in ("hedges", "grades"):
        for each, wordings in parts.get(name, {}).items():
            found[f"wordings.toml: [{name[:-1]}.{each}]"] = wordings
    return found


def _merged(name: str, common: Any, own: Any, faults: list[Fault]) -> Any:
    """Return what a field of `Explainer` holds of the common folder and of the inspection's own.

    Own parts that say `replaces`, and pages, stand for common ones of their id; any other id that
    stands twice is noted in `faults`.
    """
    if not common:
        return own
    if isinstance(own, dict):
        remedy = "is common to every inspection; give yours another name"
        twice = sorted(common.keys() & own.keys())
        faults += [Fault("wordings.toml", f"[{name[:-1]}.{each}]", remedy) for each in twice]
        return common | own
    by_key = {getattr(part, "key", part): part for part in common}
    for part in own:
        replaces = getattr(part, "replaces", None)
        if replaces is None or replaces == (part.key in by_key):
            continue
        remedy = "“replaces” is true, and common/ has no such id; take “replaces” out"
        if part.key in by_key:
            remedy = "common/ has this id; give yours another, or write replaces = true"
        faults.append(Fault.at(part.key, remedy))
    return tuple((by_key | {getattr(part, "key", part): part for part in own}).values())


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
    strengths = {finding.strength for finding in explainer.findings}
    # Components that would show nothing.
    empty = {"strengths": True not in strengths, "improvements": False not in strengths}

    def stays(unit: PageText | Block, filled: object) -> bool:
        return holds[unit.when] and bool(filled or unit.key.where not in explainer.shared)

    pages = []
    for page in explainer.pages:
        kind, blocks = kind_of(page), []
        for block in page.blocks:
            passages = tuple(passage for passage in block.passages if holds[passage.when])
            shown = block.show and not empty.get(block.show)
            says = passages or block.links or block.contacts or shown
            if stays(block, says or block.anchor in kind.blocks):
                blocks.append(replace(block, passages=passages))
        if stays(page, agencies or kind.needed != "agencies"):
            pages.append(replace(page, blocks=tuple(blocks)))
    there = {page.slug for page in pages} | {f"agencies/{a.slug}" for a in explainer.audiences}
    # Pages that another fault misses, or that code does not know, are none to do without.
    gone = {kind.slug for kind in PAGES if kind.needed != "always"} - there

    def leads(place: str) -> bool:
        page = place.partition("#")[0]
        return page in there or (page not in gone and "/" not in page)

    needs = (
        replace(need, places=tuple(filter(leads, need.places)) or ("findings",))
        if need.places and need.key.where in explainer.shared
        else need
        for need in explainer.needs
    )
    return replace(explainer, pages=tuple(pages), needs=tuple(needs))


def _named(part: Any, slug: str) -> Any:
    """Name a finding, page or agency after its file, and its blocks after their sections."""

    def keyed(block: Block, anchor: str) -> Block:
        return replace(block, anchor=anchor, key=UnitKey(f"{part.folder}/{slug}#{anchor}"))

    blocks = {name: keyed(v, name) for name, v in vars(part).items() if isinstance(v, Block)}
    if isinstance(part, PageText):
        part = replace(part, blocks=tuple(keyed(block, block.anchor) for block in part.blocks))
    return replace(part, slug=slug, **blocks)


def _numbered(parts: tuple[Any, ...], start: str) -> tuple[Any, ...]:
    """Give keys to parts that have no id: ledger/1, ledger/2 and so on."""
    return tuple(
        replace(part, key=UnitKey(f"{start}{number}")) for number, part in enumerate(parts, 1)
    )


def read_phrases(
    folder: Path, locale: str, needs: tuple[Need, ...], faults: list[Fault]
) -> dict[str, tuple[str, ...]]:
    """Read how a language says the needs: id -> phrases; nothing where it has no such file.

    Ways of saying are a language's own, hence no msgids.
    """
    file = f"{locale}/{NEEDS}"
    if not (folder / file).exists():
        return {}
    found = Folder(folder, faults).table(file, dict[str, Phrases])
    remedy = f"is no need of the content's {NEEDS}; correct it or take it out"
    strange = found.keys() - {need.id for need in needs}
    faults += [Fault(file, "", f"{id!r} {remedy}") for id in sorted(strange)]
    return found


def _note_stray_files(folder: Folder, explainer: Explainer) -> None:
    """Note files that nothing reads: a misnamed file must not be lost in silence."""
    known = {*FILES, *(f"sources/{source.file}" for source in explainer.sources)}
    for path in sorted(path for path in folder.path.rglob("*") if path.is_file()):
        name = path.relative_to(folder.path).as_posix()
        own = f"{path.parent.name}/" in FILES and path.parent.parent == folder.path
        if own and path.suffix == ".toml":
            continue
        if name.startswith("sources/") and "sources/sources.toml" in folder.unread:
            continue  # which texts are stored, nobody could read
        if name not in known:
            remedy = "nothing reads this file; name it right or take it away"
            folder.note(name, remedy)
