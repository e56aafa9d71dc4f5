"""Read TOML files into dataclasses by cattrs; its hooks note every fault, in an editor's words."""

import json
import re
import tomllib
from collections.abc import Iterator
from copy import copy
from dataclasses import MISSING, dataclass, field, fields, is_dataclass, make_dataclass, replace
from difflib import get_close_matches
from functools import cache, partial
from pathlib import Path
from typing import Any, NamedTuple, TypeVar, get_args, get_origin
from unicodedata import normalize

from cattrs import Converter
from cattrs.cols import is_mapping
from cattrs.dispatch import StructureHook
from cattrs.gen import make_dict_structure_fn, override

from webapp.explainer.model import Block, Explainer, Passage
from webapp.explainer.schema import FILES, SAMPLE, SLUG, ContentError, Fault, KeyForm, Rule

LARGEST_FILE = 200_000  # bytes
# What editors get wrong in a line, as TOML's own words do not say it.
LINE = 'key = "text", with one straight " before and after it and none inside, each key once; '
LINE += 'dates like 2023-11-08, lists like ["a", "b"], [[…]] around what comes more than once'
T = TypeVar("T")


@dataclass(frozen=True)
class Key:
    """A key of a content file: its name there, and what the type of its field says of it.

    A value has a `rule`; [[tables]] are all of one dataclass, `tables`; [a table] is of `type`.
    What has no `default` (`MISSING`) is needed; where it is "", an empty text is as good as none.
    """

    name: str
    type: Any
    rule: Rule | None
    tables: type | None
    written: KeyForm
    default: Any
    about: Any


def _key(name: str, kind: Any, default: Any = MISSING) -> Key:
    """Return the key that a field of this type and default makes."""
    notes = getattr(kind, "__metadata__", ())
    bare = kind.__origin__ if notes else kind
    items = (Passage,) if bare is Block else get_args(bare) if get_origin(bare) is tuple else ()
    written = next((note for note in notes if isinstance(note, KeyForm)), KeyForm())
    return Key(
        name=written.name or name,
        type=bare,
        rule=next((note for note in notes if isinstance(note, Rule)), None),
        tables=items[0] if items and is_dataclass(items[0]) else None,
        written=written,
        default=default,
        about=notes[-1] if notes else "",
    )


@cache
def keys_of(shape: type) -> dict[str, Key]:
    """Return field -> key of each field of a dataclass that a key fills."""
    return {
        member.name: _key(
            member.name,
            member.type,
            member.default if member.default_factory is MISSING else member.default_factory,
        )
        for member in fields(shape)
        if hasattr(member.type, "__metadata__")
    }


@cache
def shape_of(file: str) -> type:
    """Return the dataclass of a content file: of the part that it is, or of the parts in it."""
    parts = {member.name: member for member in fields(Explainer)}
    if file.endswith("/"):
        shape: type = get_args(parts[file[:-1]].type)[0]
        return shape
    members = [(name, parts[name].type, copy(parts[name])) for name in FILES[file]]
    return make_dataclass("File", members, namespace={"__doc__": " "}, kw_only=True)


# --- how cattrs reads tables -------------------------------------------------------------------

CONVERTER = Converter(detailed_validation=False)
# Takes the place of a value that is missing.
MISSED = object()


class Node(NamedTuple):
    """A value of a file, where the table stands that has it, (place, remedy) of faults, and what
    comes before the name of a table in it: [[term.definition]]."""

    value: Any
    place: str
    faults: list[tuple[str, str]]
    path: str = ""

    def note(self, *remedies: str) -> None:
        """Note what is wrong with the table."""
        self.faults.extend((self.place, remedy) for remedy in remedies)


@CONVERTER.register_structure_hook_factory(is_dataclass)
def _table(shape: type, converter: Converter) -> StructureHook:
    """Return how cattrs makes a dataclass of a table."""
    keys = keys_of(shape)
    # The hooks are named here, as they say the key in what they refuse.
    overrides = {
        member.name: override(rename=key.name, struct_hook=partial(_value, key))
        if (key := keys.get(member.name))
        else override(omit=True)
        for member in fields(shape)
    }
    make: Any = make_dict_structure_fn(shape, converter, **overrides)  # type: ignore[arg-type]  # no option among them
    known = {key.name for key in keys.values()}
    empty = {key.name for key in keys.values() if key.default == ""}

    def hook(node: Node, _: Any) -> Any:
        given = {key: item for key, item in node.value.items() if item != "" or key not in empty}
        quoted = shape is Passage and "quote" in given and "text" not in given
        if quoted:
            given["text"] = SAMPLE
        missed = [key for key in keys.values() if key.default is MISSING and key.name not in given]
        values = given | {key.name: MISSED for key in missed}
        part = make({name: node._replace(value=item) for name, item in values.items()}, shape)
        node.note(
            *_misnamed(sorted(given.keys() - known), known - node.value.keys(), missed, node.path)
        )
        # The msgid of a quotation's translation is the quotation.
        return replace(part, text=part.quote) if quoted else part

    return hook


def _mapping(node: Node, kind: Any) -> dict[str, Any]:
    """Return a table whose keys are names."""
    item = get_args(kind)[1]
    return {
        name: _value(_key(name, item), node._replace(value=value))
        for name, value in node.value.items()
    }


CONVERTER.register_structure_hook_func(is_mapping, _mapping)


def _value(key: Key, node: Node, _: Any = None) -> Any:
    """Return the value of a key as the key asks for it, a sample where it is missing or refused."""
    if node.value is MISSED:  # which `_misnamed` tells
        return _sample(key)
    try:
        if key.rule:
            return key.rule.check(node.value)
        if key.tables:
            parts = tuple(CONVERTER.structure(table, key.tables) for table in _tables(key, node))
            return Block(passages=parts) if key.type is Block else parts
        if not isinstance(node.value, dict):
            raise ValueError("is not a table; write its keys below its name in brackets")
    except ValueError as error:
        node.note(*(f"“{key.name}” {remedy}" for remedy in error.args))
        return _sample(key)
    place = f"{node.place[:-1]}.{key.name}]" if node.place else f"[{key.name}]"
    return CONVERTER.structure(node._replace(place=place), key.type)


def _sample(key: Key) -> Any:
    """Return what stands in for a value that is missing or refused, so that the rest is read."""
    if key.rule:
        return key.rule.sample
    if key.tables:
        return Block() if key.type is Block else ()
    return CONVERTER.structure(Node({}, "", []), key.type)  # nobody wrote what is wrong with it


def _tables(key: Key, node: Node) -> Iterator[Node]:
    """Yield each of a list of tables, named by its id or its number."""
    value = node.value
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise ValueError("is not a list of tables; write it in double brackets above each: [[…]]")
    if len(value) < key.written.least:
        raise ValueError(f"has {len(value)} tables; write at least {key.written.least}")
    label = "passage" if key.tables is Passage else key.name
    ids = [item.get("id") for item in value]
    for number, (id, item) in enumerate(zip(ids, value, strict=True), 1):
        name = f"{label} {number}"
        if label != "passage" and re.fullmatch(SLUG, str(id)) and ids.count(id) == 1:
            name = str(id)
        section = key.name if key.type is Block else ""
        place = ", ".join(filter(None, (node.place, section, name)))
        yield node._replace(value=item, place=place, path=f"{node.path}{key.name}.")


def _misnamed(unknown: list[str], lacking: set[str], missed: list[Key], path: str) -> Iterator[str]:
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
        if key.tables:
            yield f"[[{path}{key.name}]] is missing; write it"
        elif key.rule:
            yield f"the key “{key.name}” is missing; add it"
        else:
            yield f"[{key.name}] is missing; write it with its keys"


@dataclass
class Folder:
    """A content folder that is being read: its faults, and the files that could not be read.

    `prefix` stands before the names of its files in faults; `words` take the place of their
    {placeholder} in its texts.
    """

    path: Path
    faults: list[Fault] = field(default_factory=list)
    unread: set[str] = field(default_factory=set)
    prefix: str = ""
    words: dict[str, str] = field(default_factory=dict)

    def note(self, file: str, remedy: str, place: str = "") -> None:
        """Note a fault of a file."""
        self.faults.append(Fault(self.prefix + file, place, remedy))

    def text(self, file: str) -> str:
        """Return a file as UTF-8; "" and a fault where it cannot be read."""
        place = ""
        try:
            data = (self.path / file).read_bytes()
            if len(data) <= LARGEST_FILE:
                return data.decode("utf-8-sig")  # as Notepad saves it
            remedy = f"the file is larger than {LARGEST_FILE} bytes; shorten it"
        except UnicodeDecodeError as error:
            place = f"line {1 + error.object[: error.start].count(10)}"
            remedy = "not UTF-8; save the file as UTF-8"
        except FileNotFoundError:
            remedy = "the file is missing; write it"
        except OSError as error:
            remedy = f"cannot be read ({error.strerror}); make it a file that may be read"
        self.note(file, remedy, place)
        self.unread.add(file)
        return ""

    def data(self, file: str) -> dict[str, Any]:
        """Return a TOML file as it is; nothing and a fault where it cannot be read."""
        text = normalize("NFC", self.text(file))  # a Mac may take accents apart
        text = text.replace("\r\n", "\n").replace("\r", "\n")  # also of old Macs
        try:
            # Escaped as JSON has it, which TOML reads too: no word can end the text around it.
            escaped = partial(json.dumps, ensure_ascii=False)
            filled = re.sub(
                r"\{(\w+)\}", lambda mark: escaped(self.words.get(mark[1], mark[0]))[1:-1], text
            )
            return tomllib.loads(filled)
        except (ValueError, RecursionError) as error:  # also thousands of digits or brackets
            self.note(file, f"not TOML: {error}; mend that line: {LINE}")
            self.unread.add(file)
            return {}

    def table(self, file: str, shape: type[T], data: dict[str, Any] | None = None) -> T:
        """Return what a TOML file, or its `data`, says; samples where it cannot be read."""
        data = self.data(file) if data is None else data
        root = Node(data, "", [])
        content: T = CONVERTER.structure(root, shape)
        if data or file not in self.unread:
            self.faults += [Fault(self.prefix + file, *fault) for fault in root.faults]
        return content


def read_file(folder: Path, file: str, shape: type[T], absent: T | None = None) -> T:
    """Read a TOML file; raise `ContentError` on its faults. `absent`, if given, stands for none."""
    if absent is not None and not (folder / file).exists():
        return absent
    reading = Folder(folder)
    content = reading.table(file, shape)
    if reading.faults:
        raise ContentError(tuple(reading.faults))
    return content
