"""The tables of docs/content.md: every file, key and page, from the loader's own types."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import MISSING, fields, is_dataclass
from typing import Any

from webapp.explainer.fields import NEEDED, Least, Rule
from webapp.explainer.load import FOLDERS, SHAPES
from webapp.explainer.references import PAGES
from webapp.explainer.structure import is_list_of_tables, keys_of

BEGIN = "<!-- keys: written by `python -m webapp content keys docs/content.md` -->"
END = "<!-- end of keys -->"


def filled(text: str) -> str:
    """Return a document with the tables of today between its marks."""
    start, end = text.index(BEGIN) + len(BEGIN), text.index(END)
    return f"{text[:start]}\n{chr(10).join(_lines())}\n{text[end:]}"


def _lines() -> Iterator[str]:
    files = {f"{name}/*.toml": shape for name, shape in FOLDERS.items()} | SHAPES
    seen: list[type] = []
    for name, shape in files.items():
        yield from _table(f"### `{name}`", shape, seen)
    yield from ("### Pages", "Pages that code knows by name; others may be added.", "")
    yield from ("| page | needed | ids of blocks | placeholders |", "|---|---|---|---|")
    for page in PAGES:
        blocks = ", ".join(f"`{each}`" for each in page.blocks) or ("one or more" * page.least)
        marks = ", ".join(f"`{{{each}}}`" for each in page.placeholders)
        needed = {"always": "yes", "agencies": "with audiences/"}.get(page.needed, "no")
        yield f"| `{page.slug}` | {needed} | {blocks} | {marks} |"


def _table(title: str, shape: type, seen: list[type]) -> Iterator[str]:
    """Yield the keys of a dataclass, then of each dataclass in it that was not there before."""
    inner: list[tuple[str, type]] = []
    yield from (title, re.split(r"(?<=\.)\s", shape.__doc__ or "")[0], "")
    yield from ("| key | value | needed | what it is |", "|---|---|---|---|")
    optional = {
        each.name
        for each in fields(shape)
        if each.default is not MISSING or each.default_factory is not MISSING
    }
    for name, (key, kind) in keys_of(shape).items():
        value, part = _value(key, kind)
        needed = "" if name in optional and NEEDED not in kind.__metadata__ else "yes"
        yield f"| {value[0]} | {value[1]} | {needed} | {kind.__metadata__[-1]} |"
        if part is not None and part not in seen:
            seen.append(part)
            inner.append((f"#### {value[0]}", part))
    yield ""
    for heading, part in inner:
        yield from _table(heading, part, seen)


def _value(key: str, kind: Any) -> tuple[tuple[str, str], type | None]:
    """Return ((how a key is written, what it holds), the dataclass of its tables)."""
    notes, bare = kind.__metadata__, kind.__origin__
    if rules := [each for each in notes if isinstance(each, Rule)]:
        return (f"`{key}`", rules[0].name), None
    if is_list_of_tables(kind):
        least = next((each.count for each in notes if isinstance(each, Least)), 0)
        part = getattr(bare, "__args__", (None,))[0]
        passages = part is None or part.__name__ == "Passage"
        what = "passages" if passages else "tables"
        return (f"`[[{key}]]`", f"{what}, at least {least}" if least else what), (
            None if passages and part is None else part
        )
    if is_dataclass(bare):
        return (f"`[{key}]`", "table"), bare  # type: ignore[return-value]  # a class, no instance
    return (f"`[{key}.NAME]`", "lists of texts"), None
