"""What is said: one inspection's content folder, read and held to the laws."""

from __future__ import annotations

from pathlib import Path

from webapp.explainer import counts, needs, provenance, reader
from webapp.explainer.model import Explainer
from webapp.explainer.walk import ContentError, Fault


def examine(
    folder: Path, pictures: frozenset[str] | None = None
) -> tuple[Explainer, tuple[Fault, ...]]:
    """Read a content folder; return it with every fault of shape, reference and provenance."""
    explainer, faults = reader.read(folder, pictures)
    rooms = (provenance, counts, needs)
    return explainer, faults + tuple(each for room in rooms for each in room.check(explainer))


def load(folder: Path, pictures: frozenset[str] | None = None) -> Explainer:
    """Read a content folder; raise `ContentError` with every fault it has."""
    explainer, faults = examine(folder, pictures)
    if faults:
        raise ContentError(faults)
    return explainer
