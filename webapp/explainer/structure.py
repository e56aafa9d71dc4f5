"""Turn TOML tables into the dataclasses of `model` by cattrs; every fault at once. Knows no file.

cattrs reads; the hooks below say what is wrong with a value in an editor's words. `structure` puts
a sample in the place of each refused value and reads again, so that nothing hides the rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import MISSING, fields, is_dataclass, replace
from difflib import get_close_matches
from functools import cache
from typing import Any, NamedTuple, TypeVar, get_args, get_origin, get_type_hints

from cattrs import BaseValidationError, Converter, ForbiddenExtraKeysError
from cattrs.dispatch import StructureHook
from cattrs.errors import AttributeValidationNote, IterableValidationNote
from cattrs.gen import make_dict_structure_fn, override

from webapp.explainer.model import Block, Passage
from webapp.explainer.schema import DERIVED, SAMPLE, SLUG, Fault, Least, Named, Rule, Section

T = TypeVar("T")
# Takes the place of a refused value; its hook then gives a sample, so that the file is read on.
REFUSED = object()


class Key(NamedTuple):
    """A key of a content file: its name there, and the field of a dataclass that it fills."""

    name: str
    field: str
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
            keys[member.name] = Key(name, member.name, kind, optional, member.default == "")
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


def tables_in(kind: Any) -> type | None:
    """Return the dataclass of the tables of a key that is written [[key]]; None of another key."""
    bare = kind.__origin__ if notes_of(kind) else kind
    items = (Passage,) if bare is Block else get_args(bare) if get_origin(bare) is tuple else ()
    return items[0] if items and is_dataclass(items[0]) else None  # type: ignore[return-value]  # a class


# --- how cattrs reads each type ----------------------------------------------------------------

CONVERTER = Converter(forbid_extra_keys=True)


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
    inner: Any = make_dict_structure_fn(shape, converter, **overrides)  # type: ignore[arg-type]  # no option among them
    may_be_empty = {key.name for key in keys.values() if key.may_be_empty}

    def hook(value: Any, _: Any) -> Any:
        if not isinstance(value, dict):
            raise ValueError("is not a table; write its keys below its name in brackets")
        value = {key: item for key, item in value.items() if item != "" or key not in may_be_empty}
        if shape is Passage and "quote" in value and "text" not in value:
            quotation = inner({"text": SAMPLE, **value}, shape)
            return replace(quotation, text=quotation.quote)  # the msgid of its translation
        return inner(value, shape)

    return hook


@CONVERTER.register_structure_hook_factory(lambda kind: bool(notes_of(kind)))
def _value(kind: Any, converter: Converter) -> StructureHook:
    if rule := rule_of(kind):
        return lambda value, _: rule.sample if value is REFUSED else rule.check(value)
    bare = tuple[Passage, ...] if kind.__origin__ is Block else kind.__origin__
    inner, tables = converter.get_structure_hook(bare), tables_in(kind)

    def hook(value: Any, _: Any) -> Any:
        if value is REFUSED:
            value = [] if tables else {}
        elif tables:
            if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
                raise ValueError(
                    "is not a list of tables; write it in double brackets above each: [[…]]"
                )
            if len(value) < least_of(kind):
                raise ValueError(f"has {len(value)} tables; write at least {least_of(kind)}")
        elif not isinstance(value, dict):
            raise ValueError("is not a table; write its keys below its name in brackets")
        found = inner(value, bare)
        return Block(passages=found) if kind.__origin__ is Block else found

    return hook


# --- what cattrs refuses, as faults ------------------------------------------------------------


class Refusal(NamedTuple):
    """A refused value: its table (or list) and key there, where that stands, and what to do."""

    holder: Any
    key: Any
    place: str
    remedies: tuple[str, ...]
    substitute: Any


def _in_table(error: Any, table: dict[str, Any], place: str) -> Iterator[Refusal]:
    """Yield what is refused in a table."""
    absent, unknown = {}, []
    for reason in error.exceptions:
        if isinstance(reason, ForbiddenExtraKeysError):
            unknown = sorted(reason.extra_fields)
            continue
        key = keys_of(error.cl)[_note(reason).name]
        if isinstance(reason, KeyError):
            absent[key.name] = key
        else:
            yield from _in_value(reason, table, key.name, key.type, place)
    lacking = {key.name for key in keys_of(error.cl).values()} - table.keys()
    for name in unknown:
        near = get_close_matches(name, lacking, 1, 0.7)
        advice = f"write “{near[0]}”" if near else "correct its spelling or take it out"
        yield Refusal(table, name, place, (f"the key “{name}” is unknown; {advice}",), None)
        if near and near[0] in absent:  # one slip: a key too many is the one that lacks
            yield Refusal(table, near[0], place, (), _substitute(absent.pop(near[0]).type))
    for name, key in absent.items():
        remedy = f"the key “{name}” is missing; add it"
        if tables_in(key.type):
            remedy = f"[[{name}]] is missing; write it"
        elif not rule_of(key.type):
            remedy = f"[{name}] is missing; write it with its keys"
        yield Refusal(table, name, place, (remedy,), _substitute(key.type))


def _in_value(
    reason: BaseException, holder: Any, key: Any, kind: Any, place: str
) -> Iterator[Refusal]:
    """Yield what is refused in the value of a key."""
    if not isinstance(reason, BaseValidationError):
        remedies = tuple(f"“{key}” {remedy}" for remedy in reason.args)
        yield Refusal(holder, key, place, remedies, _substitute(kind))
        return
    value = holder[key]
    if isinstance(value, list):
        yield from _in_list(reason, value, key, kind, place)
        return
    if key:
        place = f"{place[:-1]}.{key}]" if place else f"[{key}]"
    if is_dataclass(reason.cl):
        yield from _in_table(reason, value, place)
        return
    for inner in reason.exceptions:  # of a mapping
        note = _note(inner)
        yield from _in_value(inner, value, note.index, note.type, place)


def _in_list(
    error: BaseValidationError, items: list[Any], key: str, kind: Any, place: str
) -> Iterator[Refusal]:
    """Yield what is refused in a list of tables, each named by its id or its number."""
    label = "passage" if tables_in(kind) is Passage else key
    section = key if any(isinstance(note, Section) for note in notes_of(kind)) else ""
    ids = [item.get("id") for item in items]
    for inner in error.exceptions:
        at = _note(inner).index
        id, name = str(ids[at]), f"{label} {at + 1}"
        if label != "passage" and re.fullmatch(SLUG, id) and ids.count(ids[at]) == 1:
            name = id
        yield from _in_table(inner, items[at], ", ".join(filter(None, (place, section, name))))


def _note(reason: BaseException) -> Any:
    notes = (AttributeValidationNote, IterableValidationNote)
    return next(note for note in reason.__notes__ if isinstance(note, notes))


def _substitute(kind: Any) -> Any:
    """Return what takes the place of a refused value: a table, or what gives a sample."""
    return {} if is_dataclass(kind.__origin__) and not tables_in(kind) else REFUSED


def structure(data: dict[str, Any], shape: Any, file: str) -> tuple[Any, tuple[Fault, ...]]:
    """Return what TOML data says, and every fault; samples stand in for what was refused."""
    faults: list[Fault] | None = None
    while True:
        try:
            return CONVERTER.structure(data, shape), tuple(faults or ())
        except BaseValidationError as error:
            found = list(_in_value(error, {"": data}, "", shape, ""))
        if faults is None:  # what a sample lacks is nobody's fault
            faults = [
                Fault(file, refusal.place, remedy)
                for refusal in found
                for remedy in refusal.remedies
            ]
        for refusal in found:
            if refusal.substitute is None:
                del refusal.holder[refusal.key]
            else:
                refusal.holder[refusal.key] = refusal.substitute
