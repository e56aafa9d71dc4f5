"""Turn TOML tables into the dataclasses of `model` by cattrs; every fault at once. Knows no file.

cattrs reads; the hooks below say what is wrong with a value in an editor's words, and `structure`
puts a sample in the place of each refused value and reads again, so that nothing hides the rest.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from difflib import get_close_matches
from functools import cache
from typing import Any, ClassVar, NamedTuple, TypeVar, get_origin, get_type_hints

from cattrs import BaseValidationError, Converter, ForbiddenExtraKeysError
from cattrs.cols import homogenous_tuple_structure_factory, mapping_structure_factory
from cattrs.dispatch import StructureHook
from cattrs.errors import AttributeValidationNote, IterableValidationNote
from cattrs.gen import make_dict_structure_fn, override

from webapp.explainer.fields import DERIVED, SAMPLE, SLUG, Invalid, Least, Named, Rule, Section
from webapp.explainer.model import Block, Passage
from webapp.explainer.units import ContentError, Fault

# Takes the place of a refused value; its hook then gives a sample, so that the file is read on.
REFUSED = object()
# A sample may lack keys of its own, so it is read again; tables stand in tables four deep.
ROUNDS = 10
T = TypeVar("T")


@cache
def keys_of(shape: type) -> dict[str, tuple[str, Any]]:
    """Return field -> (key of a content file, type) of each field that a key fills."""
    found = {}
    for name, kind in get_type_hints(shape, include_extras=True).items():
        if get_origin(kind) is ClassVar or kind is ClassVar or DERIVED in notes_of(kind):
            continue
        named = [note.key for note in notes_of(kind) if isinstance(note, Named)]
        found[name] = (named[0] if named else name), kind
    return found


def notes_of(shape: Any) -> tuple[Any, ...]:
    """Return what an `Annotated` type carries besides the type."""
    return getattr(shape, "__metadata__", ())


def is_list_of_tables(shape: Any) -> bool:
    """Say whether a key is written [[key]]: a list of dataclasses, or a section of passages."""
    bare = shape.__origin__ if notes_of(shape) else shape
    items = getattr(bare, "__args__", (None,))
    return bare is Block or (get_origin(bare) is tuple and is_dataclass(items[0]))


# --- how cattrs reads each type ----------------------------------------------------------------

CONVERTER = Converter(forbid_extra_keys=True)


def _is_tuple(shape: Any) -> bool:
    return get_origin(shape) is tuple


def _is_mapping(shape: Any) -> bool:
    return get_origin(shape) is dict


@CONVERTER.register_structure_hook_factory(is_dataclass)
def _table(shape: type, converter: Converter) -> StructureHook:
    keys = keys_of(shape)
    # The hooks are named here: cattrs itself loses `Annotated` where annotations are strings.
    overrides = {
        each.name: override(
            rename=keys[each.name][0],
            struct_hook=converter.get_structure_hook(keys[each.name][1]),
        )
        if each.name in keys
        else override(omit=True)
        for each in fields(shape)
    }
    optional = {
        keys[each.name][0] for each in fields(shape) if each.name in keys and each.default == ""
    }
    inner: Any = make_dict_structure_fn(shape, converter, **overrides)  # type: ignore[arg-type]  # no option among them

    def hook(value: Any, _: Any) -> Any:
        if not isinstance(value, dict):
            raise Invalid("is not a table; write its keys below its name in brackets")
        # An optional key may be left empty.
        value = {key: each for key, each in value.items() if each != "" or key not in optional}
        if shape is Passage and "quote" in value and "text" not in value:
            quotation = inner({"text": SAMPLE, **value}, shape)
            return replace(quotation, text=quotation.quote)  # its own msgid
        return inner(value, shape)

    return hook


@CONVERTER.register_structure_hook_factory(_is_tuple)
def _tables(shape: Any, converter: Converter) -> StructureHook:
    inner = homogenous_tuple_structure_factory(shape, converter)

    def hook(value: Any, _: Any) -> Any:
        if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
            raise Invalid("is not a list of tables; write it in double brackets above each: [[…]]")
        return inner(value, shape)

    return hook


@CONVERTER.register_structure_hook_factory(_is_mapping)
def _mapping(shape: Any, converter: Converter) -> StructureHook:
    inner = mapping_structure_factory(shape, converter)

    def hook(value: Any, _: Any) -> Any:
        if value is REFUSED:
            return {}
        if not isinstance(value, dict):
            raise Invalid("is not a table; write its keys below its name in brackets")
        return inner(value, shape)

    return hook


@CONVERTER.register_structure_hook_factory(lambda shape: bool(notes_of(shape)))
def _annotated(shape: Any, converter: Converter) -> StructureHook:
    rules = [each for each in notes_of(shape) if isinstance(each, Rule)]
    if rules:
        return lambda value, _: rules[0].sample if value is REFUSED else rules[0].check(value)
    least = next((each.count for each in notes_of(shape) if isinstance(each, Least)), 0)
    bare = shape.__origin__
    inner_type = tuple[Passage, ...] if bare is Block else bare
    inner = converter.get_structure_hook(inner_type)

    def hook(value: Any, _: Any) -> Any:
        if value is REFUSED and is_list_of_tables(shape):
            found: Any = ()
        else:
            found = inner(value, inner_type)
            if is_list_of_tables(shape) and len(found) < least:
                raise Invalid(f"has {len(found)} tables; write at least {least}")
        return Block(passages=found) if bare is Block else found

    return hook


# --- what cattrs refuses, as faults ------------------------------------------------------------


class Problem(NamedTuple):
    """A refused value: where it stands, what to do, and its holder in the data."""

    place: str
    remedies: tuple[str, ...]
    holder: Any
    key: Any
    substitute: Any = REFUSED


def _problems(error: BaseValidationError, holder: Any, place: str, label: str) -> Iterator[Problem]:
    """Yield every refused value below `holder`; `label` is the key of a list or mapping."""
    absent, unknown = {}, []
    for each in error.exceptions:
        if isinstance(each, ForbiddenExtraKeysError):
            unknown = sorted(each.extra_fields)
            continue
        note = next(
            n for n in each.__notes__
            if isinstance(n, (AttributeValidationNote, IterableValidationNote))
        )  # fmt: skip
        if isinstance(note, IterableValidationNote):
            yield from _item_problems(each, note, holder, place, label)
            continue
        key, shape = keys_of(error.cl)[note.name]
        table = is_dataclass(getattr(shape, "__origin__", shape)) and not is_list_of_tables(shape)
        if isinstance(each, KeyError):
            absent[key] = table, is_list_of_tables(shape)
        elif isinstance(each, BaseValidationError):
            inside = f"[{key}]" if table else place
            if any(isinstance(n, Section) for n in notes_of(shape)):
                inside = f"{place}, {key}" if place else key
                yield from _problems(each, holder[key], inside, "passage")
            else:
                yield from _problems(each, holder[key], inside, key)
        else:
            remedies = getattr(each, "remedies", (str(each),))
            texts = tuple(f"“{key}” {remedy}" for remedy in remedies)
            yield Problem(place, texts, holder, key, {} if table else REFUSED)
    others = {key for key, _ in keys_of(error.cl).values()} - holder.keys() if unknown else set()
    for key in unknown:
        # A misspelt key is one fault, though it is one key too many and one too few.
        near = get_close_matches(key, others, 1, 0.7)
        advice = f"write “{near[0]}”" if near else "correct its spelling or take it out"
        yield Problem(place, (f"the key “{key}” is unknown; {advice}",), holder, key, None)
        for name in absent.keys() & set(near):
            yield Problem(place, (), holder, name, {} if absent.pop(name)[0] else REFUSED)
    for key, (table, tables) in absent.items():
        what = f"[{key}] is missing; write it with its keys" if table else (
            f"[[{key}]] is missing; write it" if tables else f"the key “{key}” is missing; add it"
        )  # fmt: skip
        yield Problem(place, (what,), holder, key, {} if table else REFUSED)


def _item_problems(
    error: BaseException, note: IterableValidationNote, holder: Any, place: str, label: str
) -> Iterator[Problem]:
    """Yield what is refused below one item of a list ([[block]]) or mapping ([hedge.some])."""
    at: Any = note.index
    if isinstance(holder, list):
        ids = [each.get("id") for each in holder]
        own = ids[at]
        name = f"{'passage' if label == 'definition' else label} {at + 1}"
        if label != "passage" and isinstance(own, str) and ids.count(own) == 1:
            name = own if SLUG.fullmatch(own) else name
        place = f"{place}, {name}" if place else name
    elif label:
        place = f"[{label}.{at}]"
    if isinstance(error, BaseValidationError):
        yield from _problems(error, holder[at], place, "")
        return
    # A list of tables holds tables only; so this is a value of a mapping.
    start = "" if label else f"“{at}” "
    remedies = tuple(f"{start}{each}" for each in getattr(error, "remedies", (str(error),)))
    yield Problem(place, remedies, holder, at, {} if is_dataclass(note.type) else REFUSED)


def structure(data: Any, shape: type[T], file: str) -> tuple[T, tuple[Fault, ...]]:
    """Return what TOML data says, and every fault; samples stand in for what was refused."""
    faults: list[Fault] = []
    for reading in range(ROUNDS):
        try:
            return CONVERTER.structure(data, shape), tuple(faults)
        except BaseValidationError as error:
            found = list(_problems(error, data, "", ""))
        if reading == 0:  # what a sample lacks is nobody's fault
            faults = [Fault(file, p.place, each) for p in found for each in p.remedies]
        for each in found:
            if each.substitute is None:
                del each.holder[each.key]
            else:
                each.holder[each.key] = each.substitute
    raise ContentError(tuple(faults))
