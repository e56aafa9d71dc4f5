"""A content folder to break: a copy of the made-up inspection, and how to spoil it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from house import MINIATURE

from webapp.explainer import loader
from webapp.explainer.model import Explainer
from webapp.explainer.schema import Fault

# The made-up inspection draws with four of the site's pictures.
PICTURES = frozenset({"handshake", "people", "report", "visits"})


class Folder:
    """A copy of a content folder, and what the explainer says about it."""

    def __init__(self, path: Path, original: Path = MINIATURE) -> None:
        self.path = path / "content"
        shutil.copytree(original, self.path)

    def edit(self, file: str, old: str, new: str) -> None:
        """Put `new` in the place of the first `old`; fail where `old` is not there."""
        text = (self.path / file).read_text(encoding="utf-8")
        assert old in text, f"{file} does not hold {old!r}"
        (self.path / file).write_text(text.replace(old, new, 1), encoding="utf-8")

    def add(self, file: str, text: str) -> None:
        """Write `text` at the end of a file, new or old."""
        with (self.path / file).open("a", encoding="utf-8") as out:
            out.write(text)

    def put(self, file: str, data: bytes) -> None:
        """Put `data` in the place of a whole file."""
        (self.path / file).write_bytes(data)

    def remove(self, file: str) -> None:
        """Take a file away."""
        (self.path / file).unlink()

    def examine(self, pictures: frozenset[str] | None = PICTURES) -> tuple[Explainer, list[Fault]]:
        """Return what could be read and the faults."""
        read, faults = loader.examine(self.path, pictures)
        return read, list(faults)

    def faults(self) -> list[Fault]:
        """Return the faults."""
        return self.examine()[1]


Break = Callable[[Folder], None]
# what is broken -> (how, file that is named, place that is named, word of the remedy)
Cases = dict[str, tuple[Break, str, str, str]]


def edit(file: str, old: str, new: str) -> Break:
    """Return a break that puts one text in the place of another."""
    return lambda folder: folder.edit(file, old, new)


def both(*breaks: Break) -> Break:
    """Return a break that does several."""

    def spoil(folder: Folder) -> None:
        for step in breaks:
            step(folder)

    return spoil


def rename(file: str, new: str) -> Break:
    """Return a break that gives a file another name."""

    def spoil(folder: Folder) -> None:
        (folder.path / file).rename(folder.path / new)

    return spoil


def copy(file: str, new: str) -> Break:
    """Return a break that copies a file."""
    return lambda folder: folder.put(new, (folder.path / file).read_bytes())


def add(file: str, text: str) -> Break:
    """Return a break that writes at the end of a file."""
    return lambda folder: folder.add(file, text)


def put(file: str, data: bytes) -> Break:
    """Return a break that replaces a whole file."""
    return lambda folder: folder.put(file, data)


def remove(file: str) -> Break:
    """Return a break that takes a file away."""
    return lambda folder: folder.remove(file)


NOTES, VISITS, KIND = "findings/notes.toml", "findings/visits.toml", "findings/kind-officers.toml"
FACTS, SOURCES = "sources/facts.toml", "sources/sources.toml"
HELP, OVERVIEW = "pages/help.toml", "pages/overview.toml"
MATTERS = "Where notes have gaps, the next officer may not know what a child has said."
FOUND = "Inspectors found that notes on children were not always complete."
LATE = "Inspectors said that three of 10 visits came late. That was too many."
QUOTE = "But in too many cases the visit came late."
SHORT = 'short = "Notes"'
