"""The tables of docs/content.md: every file, key and page, from the loader's own types."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import is_dataclass

from webapp.explainer.load import shape_of
from webapp.explainer.model import Passage
from webapp.explainer.references import PAGES
from webapp.explainer.schema import FILES, NEEDED
from webapp.explainer.structure import keys_of, least_of, notes_of, rule_of, tables_in

BEGIN = "<!-- keys: written by `python -m webapp content keys docs/content.md` -->"
END = "<!-- end of keys -->"


def filled(text: str) -> str:
    """Return a document with the tables of today between its marks."""
    start, end = text.index(BEGIN) + len(BEGIN), text.index(END)
    return f"{text[:start]}\n{chr(10).join(_lines())}\n{text[end:]}"


def _lines() -> Iterator[str]:
    seen: list[type] = []
    for file in FILES:
        name = f"{file}*.toml" if file.endswith("/") else file
        yield from _table(f"### `{name}`", shape_of(file), seen)
    yield from ("### Pages", "Pages that code knows by name; others may be added.", "")
    yield from ("| page | needed | ids of blocks | placeholders |", "|---|---|---|---|")
    for page in PAGES:
        blocks = ", ".join(f"`{id}`" for id in page.blocks) or ("one or more" * page.least)
        marks = ", ".join(f"`{{{name}}}`" for name in page.placeholders)
        needed = {"always": "yes", "agencies": "with audiences/"}.get(page.needed, "no")
        yield f"| `{page.slug}` | {needed} | {blocks} | {marks} |"


def _table(title: str, shape: type, seen: list[type]) -> Iterator[str]:
    """Yield the keys of a dataclass, then of each dataclass in it that was not there before."""
    yield title
    if shape.__doc__ and shape.__doc__.strip():
        yield re.split(r"(?<=\.)\s", shape.__doc__)[0]
    yield ""
    yield from ("| key | value | needed | what it is |", "|---|---|---|---|")
    inner = []
    for key in keys_of(shape).values():
        written, value, part = f"`[{key.name}]`", "table", key.type.__origin__
        if rule := rule_of(key.type):
            written, value, part = f"`{key.name}`", rule.name, None
        elif part := tables_in(key.type):
            least = least_of(key.type)
            value = "passages" if part is Passage else "tables"
            written, value = f"`[[{key.name}]]`", value + (f", at least {least}" if least else "")
        elif not is_dataclass(part := key.type.__origin__):
            written, value, part = f"`[{key.name}.NAME]`", "lists of texts", None
        needed = "" if key.optional and NEEDED not in notes_of(key.type) else "yes"
        yield f"| {written} | {value} | {needed} | {notes_of(key.type)[-1]} |"
        if part is not None and part not in seen and (part is not Passage or key.name == "passage"):
            seen.append(part)
            inner.append((f"#### {written}", part))
    yield ""
    for heading, part in inner:
        yield from _table(heading, part, seen)
