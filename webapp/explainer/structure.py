"""Turn TOML tables into the dataclasses of `model` by cattrs; every fault at once. Knows no file.

cattrs makes the dataclasses; the hooks below say what is wrong with a value in an editor's words,
and put a sample in its place, so that nothing hides the rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import MISSING, fields, is_dataclass, replace
from difflib import get_close_matches
from functools import cache
from typing import Any, NamedTuple, get_args, get_origin, get_type_hints

from cattrs import Converter
from cattrs.dispatch import StructureHook
from cattrs.gen import make_dict_structure_fn, override

from webapp.explainer.model import Block, Passage
from webapp.explainer.schema import DERIVED, SAMPLE, SLUG, Fault, Least, Named, Rule, Section

# Takes the place of a value that is missing; its hook then gives a sample.
MISSED = object()


class Key(NamedTuple):
    """A key of a content file: its name there, its type, and whether it may lack or be empty."""

    name: str
    type: Any
    optional: bool
    may_be_empty: bool


@cache
def keys_of(shape: type) -> dict[str, Key]:
    """Return field -> key of each field of a dataclass that a key fills."""
    types = get_type_hints(shape, include_extras=True)
    keys = {}
    for member in fields(shape):
        kind = types[member.name]
        if DERIVED not in notes_of(kind):
            named = [note.key for note in notes_of(kind) if isinstance(note, Named)]
            optional = member.default is not MISSING or member.default_factory is not MISSING
            name = named[0] if named else member.name
            keys[member.name] = Key(name, kind, optional, member.default == "")
    return keys


def notes_of(kind: Any) -> tuple[Any, ...]:
    """Return what an `Annotated` type carries besides the type."""
    return getattr(kind, "__metadata__", ())


def rule_of(kind: Any) -> Rule | None:
    """Return the rule of a single value; None where a key holds tables."""
    return next((note for note in notes_of(kind) if isinstance(note, Rule)), None)


def least_of(kind: Any) -> int:
    """Return how many tables a list of tables must have."""
    return next((note.count for note in notes_of(kind) if isinstance(note, Least)), 0)


def is_section(kind: Any) -> bool:
    """Say whether a key holds the passages of a section: [[found]]."""
    return any(isinstance(note, Section) for note in notes_of(kind))


def tables_in(kind: Any) -> type | None:
    """Return the dataclass of the tables of a key that is written [[key]]; None of another key."""
    bare = kind.__origin__ if notes_of(kind) else kind
    items = (Passage,) if bare is Block else get_args(bare) if get_origin(bare) is tuple else ()
    return items[0] if items and is_dataclass(items[0]) else None  # type: ignore[return-value]  # a class


# --- how cattrs reads each type ----------------------------------------------------------------

CONVERTER = Converter(detailed_validation=False)


class Found(NamedTuple):
    """A value of a file: its key, where the table stands that has it, (place, remedy) of faults."""

    value: Any
    key: str
    place: str
    faults: list[tuple[str, str]]

    def refuse(self, remedy: str) -> None:
        """Note what is wrong with the value."""
        self.faults.append((self.place, f"“{self.key}” {remedy}"))

    def table(self) -> Found:
        """Return a table with its own place; where it is none, an empty one without faults."""
        if isinstance(self.value, dict):
            inner = f"{self.place[:-1]}.{self.key}]" if self.place else f"[{self.key}]"
            return self._replace(place=inner if self.key else self.place)
        if self.value is not MISSED:
            self.refuse("is not a table; write its keys below its name in brackets")
        return Found({}, "", "", [])  # what a sample lacks is nobody's fault

    def tables(self, kind: Any) -> Iterator[Found]:
        """Yield the tables of a list, each named by its id or its number."""
        items, least = self.value, least_of(kind)
        if items is MISSED:
            return
        if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
            self.refuse("is not a list of tables; write it in double brackets above each: [[…]]")
            return
        if len(items) < least:
            self.refuse(f"has {len(items)} tables; write at least {least}")
            return
        label = "passage" if tables_in(kind) is Passage else self.key
        section = self.key if is_section(kind) else ""
        ids = [item.get("id") for item in items]
        for at, item in enumerate(items):
            id, name = str(ids[at]), f"{label} {at + 1}"
            if label != "passage" and re.fullmatch(SLUG, id) and ids.count(ids[at]) == 1:
                name = id
            place = ", ".join(filter(None, (self.place, section, name)))
            yield Found(item, "", place, self.faults)


@CONVERTER.register_structure_hook_factory(is_dataclass)
def _table(shape: type, converter: Converter) -> StructureHook:
    keys = keys_of(shape)
    # The hooks are named here: cattrs itself loses `Annotated` where annotations are strings.
    overrides = {
        member.name: override(rename=key.name, struct_hook=converter.get_structure_hook(key.type))
        if (key := keys.get(member.name))
        else override(omit=True)
        for member in fields(shape)
    }
    make: Any = make_dict_structure_fn(shape, converter, **overrides)  # type: ignore[arg-type]  # no option among them
    by_name = {key.name: key for key in keys.values()}
    may_be_empty = {key.name for key in keys.values() if key.may_be_empty}

    def hook(found: Found, _: Any) -> Any:
        value, _, place, faults = found.table()
        given = {key: item for key, item in value.items() if item != "" or key not in may_be_empty}
        quoted = shape is Passage and "quote" in given and "text" not in given
        if quoted:
            given["text"] = SAMPLE
        missed = [key for key in by_name.values() if not key.optional and key.name not in given]
        known = {name: given[name] for name in by_name if name in given}
        known |= {key.name: MISSED for key in missed}
        made = make({name: Found(known[name], name, place, faults) for name in known}, shape)
        unknown = sorted(given.keys() - by_name.keys())
        lacking = by_name.keys() - value.keys()
        faults += [(place, remedy) for remedy in _misnamed(unknown, lacking, missed)]
        # The msgid of a quotation's translation is the quotation.
        return replace(made, text=made.quote) if quoted else made

    return hook


def _misnamed(unknown: list[str], lacking: set[str], missed: list[Key]) -> Iterator[str]:
    """Yield what is wrong with the keys of a table: a key too many is often the one that lacks."""
    slips = set()
    for name in unknown:
        near = get_close_matches(name, lacking, 1, 0.7)
        slips.update(near)
        advice = f"write “{near[0]}”" if near else "correct its spelling or take it out"
        yield f"the key “{name}” is unknown; {advice}"
    for key in missed:
        if key.name in slips:
            continue
        if tables_in(key.type):
            yield f"[[{key.name}]] is missing; write it"
        elif rule_of(key.type):
            yield f"the key “{key.name}” is missing; add it"
        else:
            yield f"[{key.name}] is missing; write it with its keys"


@CONVERTER.register_structure_hook_factory(lambda kind: getattr(kind, "__origin__", None) is dict)
def _mapping(kind: Any, converter: Converter) -> StructureHook:
    item = get_args(kind)[1]
    read = converter.get_structure_hook(item)

    def hook(found: Found, _: Any) -> Any:
        value, _, place, faults = found.table()
        return {name: read(Found(value[name], name, place, faults), item) for name in value}

    return hook


@CONVERTER.register_structure_hook_factory(lambda kind: bool(notes_of(kind)))
def _value(kind: Any, converter: Converter) -> StructureHook:
    if rule := rule_of(kind):
        return lambda found, _: _ruled(found, rule)
    part = tables_in(kind)
    read = converter.get_structure_hook(part or kind.__origin__)
    if part is None:
        return read

    def hook(found: Found, _: Any) -> Any:
        made = tuple(read(each, part) for each in found.tables(kind))
        return Block(passages=made) if kind.__origin__ is Block else made

    return hook


def _ruled(found: Found, rule: Rule) -> Any:
    """Return a single value as its rule makes it."""
    if found.value is not MISSED:
        try:
            return rule.check(found.value)
        except ValueError as error:
            for remedy in error.args:
                found.refuse(remedy)
    return rule.sample


def structure(data: dict[str, Any], shape: Any, file: str) -> tuple[Any, tuple[Fault, ...]]:
    """Return what TOML data says, and every fault; samples stand in for what was refused."""
    faults: list[tuple[str, str]] = []
    made = CONVERTER.structure(Found(data, "", "", faults), shape)
    return made, tuple(Fault(file, place, remedy) for place, remedy in faults)
