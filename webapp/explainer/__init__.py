"""What is said: one inspection's content folder, read and held to the laws."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from webapp.explainer import provenance, references
from webapp.explainer.load import read
from webapp.explainer.model import Explainer, iter_units, iter_words
from webapp.explainer.schema import ContentError, Fault

# Where one of these cannot be read, nobody can say what passages may claim.
EVIDENCE = ("inspection.toml", "glossary.toml", "wordings.toml", "contacts.toml", "sources/")

# Words that a draft leaves to a person hold this mark: no site shows them.
TO_WRITE = "TO WRITE"


def examine(
    folder: Path, pictures: frozenset[str] | None = None
) -> tuple[Explainer, tuple[Fault, ...]]:
    """Read a content folder; return it with every fault of shape, reference and provenance.

    A passage or block whose shape is refused has that fault alone: what follows from it is
    nobody's slip.
    """
    explainer, faults, unread = read(folder)
    faults += _unwritten(explainer)
    further = [*references.check(explainer, pictures, unread)]
    explainer = references.inherited(explainer)
    # Names that any passage may hold stand in inspection.toml.
    unnamed = any(fault.file == "inspection.toml" for fault in faults)
    if not unnamed and not any(file.startswith(EVIDENCE) for file in unread):
        further += provenance.check(explainer)
    faults += true_files(
        explainer,
        [fault for fault in further if not any(_hides(first, fault) for first in faults)],
    )
    return explainer, tuple(dict.fromkeys(faults))


def true_files(explainer: Explainer, faults: Iterable[Fault]) -> Iterator[Fault]:
    """Yield faults, with “common/” before the files that are common to every inspection."""
    for fault in faults:
        first = fault.place.partition(", ")[0]
        common = explainer.shared & {fault.file, f"{fault.file}: {first}"}
        # What a common block leaves open, the inspection says.
        if common and fault.remedy != references.SAYS_NOTHING:
            fault = replace(fault, file=f"common/{fault.file}")
        yield fault


def _unwritten(explainer: Explainer) -> Iterator[Fault]:
    """Yield each passage, title or description that is still to write."""
    if TO_WRITE in (title := explainer.inspection.report_title):
        yield Fault("inspection.toml", "report_title", title)
    for unit in iter_units(explainer):
        passages = getattr(unit, "passages", ())
        for text, holder in iter_words(unit):
            if TO_WRITE in text:
                page = "" if unit.key.place else "title and description"
                place = passages.index(holder) + 1 if holder in passages else page
                yield Fault.at(unit.key, text, place)


def _hides(refused: Fault, fault: Fault) -> bool:
    """Say whether a fault may only follow from a refused value that a sample stands in for."""
    if refused.file.removeprefix("common/") != fault.file:
        return False
    if not fault.place:
        keys = re.findall(r"[“\[](\w+)[”\]]", refused.remedy)
        return not refused.place and any(key in fault.remedy for key in keys)
    place = fault.place.partition(", passages on ")[0]  # of one voice together
    return f"{refused.place}, ".startswith(f"{place}, ")


def load(folder: Path, pictures: frozenset[str] | None = None) -> Explainer:
    """Read a content folder; raise `ContentError` with every fault it has."""
    explainer, faults = examine(folder, pictures)
    if faults:
        raise ContentError(faults)
    return explainer
