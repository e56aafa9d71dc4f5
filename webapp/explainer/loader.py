"""Read one inspection's content folder, laid over what is common to every inspection."""

import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any
from unicodedata import normalize

from webapp.explainer import provenance, references
from webapp.explainer.faults import follows, once, true_files
from webapp.explainer.model import Block, Explainer, PageText, Passage, iter_units, passages_of
from webapp.explainer.records import GROUPS, Source
from webapp.explainer.schema import FILES, SAMPLE, SLUG, ContentError, Fault, UnitKey
from webapp.explainer.structure import Folder, shape_of

# Files that a folder may leave out, the second only where it stands alone: what is common has it.
OPTIONAL = ("figures.toml", "needs.toml")
# Files that each inspection has itself; areas.toml is empty where there is no council.
OWN = ("inspection.toml", "areas.toml", "ledger.toml", "sources/sources.toml", "sources/facts.toml")
COMMON_FOLDER = Path(__file__).resolve().parent.parent / "content" / "common"
# What a run, an editor's program, git or a file browser leaves in a folder, by its name there.
IGNORED = re.compile(r"(^|/)(__pycache__/|\.|(Thumbs\.db|desktop\.ini)$)|[~#]$|\.swp$")
# A folder that has this file stands alone: nothing common is added to it.
SITE_FILE = "site.toml"
# What a page that is laid over a common one need not repeat.
HEAD = ("title", "nav", "description")
# Where one of these cannot be read, nobody can say what passages may claim.
EVIDENCE = ("inspection.toml", "glossary.toml", "wordings.toml", "contacts.toml", "sources/")
MENU = [page.slug for page in references.PAGES if page.needed]
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


def files_of(folder: Path) -> dict[str, Path]:
    """Return name in the folder -> path of each file below it, but for those that are ignored."""
    files = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*"))}
    return {name: path for name, path in files.items()
            if not IGNORED.search(name) and path.is_file()}  # fmt: skip


def load(folder: Path, pictures: frozenset[str] | None = None) -> Explainer:
    """Read a content folder; raise `ContentError` with every fault it has."""
    explainer, faults = examine(folder, pictures)
    if faults:
        raise ContentError(faults, f" of the folder “{folder.resolve().name}”")
    return explainer


def examine(
    folder: Path, pictures: frozenset[str] | None = None
) -> tuple[Explainer, tuple[Fault, ...]]:
    """Read a content folder; return it with every fault of shape, reference and provenance.

    A passage or block whose shape is refused has that fault alone: what follows from it is
    nobody's slip.
    """
    explainer, faults = read(folder)
    explainer = references.without_inapplicable(explainer)
    further = [*references.check(explainer, pictures)]
    explainer = _inherited(explainer)
    # Names that any passage may hold stand in inspection.toml.
    unnamed = any(fault.file == "inspection.toml" for fault in faults)
    if not unnamed and not any(file.startswith(EVIDENCE) for file in explainer.unread):
        further += provenance.check(explainer)
    further = [fault for fault in further if not any(follows(first, fault) for first in faults)]
    return explainer, tuple(dict.fromkeys([*faults, *once(true_files(explainer, further))]))


def _inherited(explainer: Explainer) -> Explainer:
    """Return the explainer with each passage that has `same_as` resting on what its fact rests on.

    It takes over citations and sum, where it cites nothing itself, but no quotation.
    """
    facts = {passage.id: passage for _, _, passage in passages_of(explainer) if passage.id}

    def resting(part: Any) -> Any:
        if isinstance(part, tuple):
            return tuple(map(resting, part))
        if isinstance(part, Passage) and not part.cites and part.same_as in facts:
            return replace(part, cites=facts[part.same_as].cites, sum=facts[part.same_as].sum)
        if not is_dataclass(part) or isinstance(part, type):
            return part
        return replace(part, **{name: resting(value) for name, value in vars(part).items()})

    inherited: Explainer = resting(explainer)
    return inherited


def read(path: Path) -> tuple[Explainer, list[Fault]]:
    """Read a content folder; return what could be read, and the faults of shape."""
    own = Folder(path)
    folders = [own]
    if beneath := common_of(path):
        folders = [replace(own, path=beneath, prefix="common/"), own]
    common, parts = dict[str, Any](), dict[str, Any]()
    # The inspection first: texts leave words to it. Folders last: their files may be laid over.
    for file in sorted(FILES, key=lambda file: file.endswith("/")):
        needed = file not in (OPTIONAL[:1] if beneath else OPTIONAL)
        home = own if file in OWN else folders[0]
        for folder in folders:
            if not (folder.path / file).exists() and not (needed and folder is home):
                continue
            for name, part in _fields(folder, file, parts).items():
                parts[name] = _merged(name, parts.get(name), part, own.faults)
                if folder is not own:
                    common[name] = part
        if file == "inspection.toml" and (beneath or (own.path / file).exists()):
            own.words |= parts["inspection"].words
    places = _units_by_place(parts)
    shared = {place for place, unit in _units_by_place(common).items() if places.get(place) == unit}
    parts |= {name: tuple(sorted(parts[name], key=order)) for name, order in ORDER.items()}
    for folder in folders:
        _note_stray_files(folder, parts["sources"])
    read = Explainer(**parts, shared=frozenset(shared), unread=frozenset(own.unread))
    return read, own.faults


def common_of(path: Path) -> Path | None:
    """Return the folder, beside inspections/ or ours, over which this one is laid, if any."""
    if (path / SITE_FILE).exists():
        return None
    beside = path.resolve().parent
    return beside.parent / COMMON_FOLDER.name if beside.name == "inspections" else COMMON_FOLDER


def _fields(folder: Folder, file: str, common: dict[str, Any]) -> dict[str, Any]:
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


def _numbered(parts: tuple[Any, ...], start: str) -> tuple[Any, ...]:
    """Give keys to parts that have no id: ledger/1, ledger/2 and so on."""
    return tuple(replace(part, key=UnitKey(f"{start}{at}")) for at, part in enumerate(parts, 1))


def _source(folder: Folder, source: Source) -> Source:
    """Return a source with its paragraphs, held to its sum."""
    if source.file == SAMPLE:  # refused, and already noted
        return source
    text = folder.text(file := f"sources/{source.file}")
    if file in folder.unread:
        return source
    # One documented rule (docs/content.md): a paragraph is a line that is not blank.
    lines = normalize("NFC", text).splitlines()
    paragraphs = tuple(line.strip() for line in lines if line.strip())
    total, count = hashlib.sha256(text.encode()).hexdigest(), len(paragraphs)
    if source.sha256 != total:
        remedy = f"sources/{source.file} has the SHA-256 {total}, not the one written here; put "
        remedy += "the source back as published, or write the sum of the new one here, once each "
        remedy += "citation of a paragraph behind a change still names the right line"
        folder.note(source.key.file, remedy, source.key.place)
    for number in sorted(source.furniture - {*range(1, count + 1)}):
        remedy = f"furniture names paragraph {number} of {count}; correct it"
        folder.note(source.key.file, remedy, source.key.place)
    return replace(source, paragraphs=paragraphs)


def _parts(folder: Folder, name: str, common: dict[str, Any]) -> Iterator[Any]:
    """Yield each finding, page or agency of a folder, laid over a common one if without a title."""
    for path in sorted((folder.path / name).glob("[!.]*.toml")):
        file = f"{name}/{path.name}"
        if not re.fullmatch(SLUG, path.stem):
            remedy = "the file's name is an address; use lower-case letters, digits and hyphens; "
            folder.note(file, f"{remedy}a copy that you do not need, take away")
            folder.unread.add(file.casefold())
            continue  # what a copy says twice is nobody's slip
        data = folder.data(file)
        if file in folder.unread:
            continue
        under = common.get(path.stem) if "title" not in data else None
        if under:
            data = {key: getattr(under, key) for key in HEAD} | data
        part = _named(folder.table(file, shape_of(f"{name}/"), data), path.stem)
        yield _laid_over(under, part) if under else part


def _named(part: Any, slug: str) -> Any:
    """Name a finding, page or agency after its file, and its blocks after their sections."""

    def keyed(block: Block, anchor: str) -> Block:
        return replace(block, anchor=anchor, key=UnitKey(f"{part.folder}/{slug}#{anchor}"))

    blocks = {name: keyed(v, name) for name, v in vars(part).items() if isinstance(v, Block)}
    if isinstance(part, PageText):
        part = replace(part, blocks=tuple(keyed(block, block.anchor) for block in part.blocks))
    return replace(part, slug=slug, **blocks)


def _laid_over(common: PageText, own: PageText) -> PageText:
    """Return a common page in which the inspection's keys and blocks win, key by key."""
    blocks = {block.anchor: block for block in common.blocks}
    for block in own.blocks:
        blocks[block.anchor] = _over(blocks.get(block.anchor, block), block)
    page: PageText = _over(common, replace(own, blocks=tuple(blocks.values())))
    return page


def _over(common: Any, own: Any) -> Any:
    given = ((member, getattr(own, member.name)) for member in fields(own))
    return replace(common, **{key.name: value for key, value in given if value != key.default})


def _merged(name: str, common: Any, own: Any, faults: list[Fault]) -> Any:
    """Return what a field of `Explainer` holds of the common folder and of the inspection's own.

    Own parts that say `replaces`, and pages, stand for common ones of their id; any other id that
    stands twice is noted in `faults`.
    """
    if not common:
        return own
    if isinstance(own, dict):
        remedy = "“{}” is common to every inspection; give yours another name"
        twice = sorted(common.keys() & own.keys())
        place = f"[{name[:-1]}]"
        faults += [Fault("wordings.toml", place, remedy.format(wording)) for wording in twice]
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
    by_key |= {getattr(part, "key", part): part for part in own}
    # What has an id that stands twice among one's own is not lost: `references` notes it.
    return (*by_key.values(), *(p for p in own if by_key[getattr(p, "key", p)] is not p))


def _units_by_place(parts: dict[str, Any]) -> dict[str, Any]:
    """Return where each unit stands, as faults name file and place."""
    found: dict[str, Any] = {}
    for unit in iter_units(tuple(parts.values())):
        found.setdefault(unit.key.where, unit)  # a block without an id is no page
    return found


def _note_stray_files(folder: Folder, sources: tuple[Source, ...]) -> None:
    """Note files that nothing reads: a misnamed file must not be lost in silence."""
    known = {*FILES, *(f"sources/{source.file}" for source in sources)}
    for name in files_of(folder.path):
        part = f"{name.rpartition('/')[0]}/" in FILES and name.endswith(".toml")
        # Which texts are stored, nobody could read.
        unsure = name.startswith("sources/") and "sources/sources.toml" in folder.unread
        if not (part or unsure or name in known):
            folder.note(name, "nothing reads this file; name it right or take it away")
            if f"{name.partition('/')[0]}/" in FILES:  # neglect.toml.txt
                folder.unread.add(name.removesuffix(".txt"))
