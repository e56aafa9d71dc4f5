"""Write the tables of files, keys and pages into docs/content.md, from the loader's own types."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import MISSING
from pathlib import Path

from webapp.explainer.model import Passage
from webapp.explainer.references import PAGES
from webapp.explainer.schema import FILES
from webapp.explainer.structure import Key, keys_of, shape_of

DOCUMENT = Path(__file__).resolve().parent.parent / "docs/content.md"
BEGIN = "<!-- keys: written by `python tools/document_keys.py` -->"
END = "<!-- end of keys -->"


def with_keys(text: str) -> str:
    """Return a document with the tables of today between its marks."""
    start, end = text.index(BEGIN) + len(BEGIN), text.index(END)
    lines = "\n".join(_key_lines())
    return f"{text[:start]}\n{lines}\n{text[end:]}"


def _key_lines() -> Iterator[str]:
    seen: list[type] = []
    for file in FILES:
        name = f"{file}*.toml" if file.endswith("/") else file
        yield from _key_table(f"### `{name}`", shape_of(file), seen)
    yield from ("### Pages", "Pages that code knows by name; others may be added.", "")
    yield from ("| page | needed | ids of blocks | placeholders |", "|---|---|---|---|")
    for page in PAGES:
        blocks = ", ".join(f"`{id}`" for id in page.blocks) or ("one or more" * page.least)
        marks = ", ".join(f"`{{{name}}}`" for name in page.placeholders)
        needed = {"always": "yes", "agencies": "with audiences/"}.get(page.needed, "no")
        yield f"| `{page.slug}` | {needed} | {blocks} | {marks} |"


def _key_table(title: str, shape: type, seen: list[type]) -> Iterator[str]:
    """Yield the keys of a dataclass, then of each dataclass in it that was not there before."""
    yield title
    if shape.__doc__ and shape.__doc__.strip():
        yield re.split(r"(?<=\.)\s", shape.__doc__)[0]
    yield ""
    yield from ("| key | value | needed | what it is |", "|---|---|---|---|")
    inner = []
    for key in keys_of(shape).values():
        written, value, part = _described(key)
        needed = "yes" if key.default is MISSING or key.written.needed else ""
        yield f"| {written} | {value} | {needed} | {key.about} |"
        if part is not None and part not in seen and (part is not Passage or key.name == "passage"):
            seen.append(part)
            inner.append((f"#### {written}", part))
    yield ""
    for heading, part in inner:
        yield from _key_table(heading, part, seen)


def _described(key: Key) -> tuple[str, str, type | None]:
    """Return how a key is written, what it holds, and the dataclass of its tables."""
    if key.rule:
        return f"`{key.name}`", key.rule.name, None
    if key.tables:
        value = "passages" if key.tables is Passage else "tables"
        if key.written.least:
            value += f", at least {key.written.least}"
        return f"`[[{key.name}]]`", value, key.tables
    if isinstance(key.type, type):
        return f"`[{key.name}]`", "table", key.type
    return f"`[{key.name}]`", "lists of texts", None


if __name__ == "__main__":
    DOCUMENT.write_text(with_keys(DOCUMENT.read_text(encoding="utf-8")), encoding="utf-8")
