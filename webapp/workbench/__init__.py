"""What editors and translators use. Nothing that serves readers imports it."""

import json
import re
import unicodedata
from functools import partial
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

# Files before a person has written in them, and the page that reviewers print.
_SKELETONS = Environment(
    loader=PackageLoader(__name__, "skeletons"),
    autoescape=select_autoescape(["html"]),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)


def slug(text: str) -> str:
    """Return a text as an id: “St David’s, Môn” is st-davids-mon."""
    bare = re.sub(r"[’'\u0300-\u036f]", "", unicodedata.normalize("NFKD", text.casefold()))
    return re.sub(r"[^a-z0-9]+", "-", bare).strip("-")


# TOML writes texts and lists of texts as JSON does.
_SKELETONS.filters.update(slug=slug, toml=partial(json.dumps, ensure_ascii=False))


def skeletons_in(folder: str) -> list[str]:
    """Return the names of the files in a folder of skeletons/, as they stand in it."""
    names = _SKELETONS.list_templates(filter_func=lambda name: name.startswith(f"{folder}/"))
    return [name.removeprefix(f"{folder}/") for name in names]


def render_skeleton(name: str, /, **values: object) -> str:
    """Return the text of a file of skeletons/, filled in."""
    return _SKELETONS.get_template(name).render(values)


def write_whole(path: Path, data: bytes) -> None:
    """Replace a file in one step: a full disk must not take what people wrote before."""
    new = path.with_name(f"{path.name}.new")
    try:
        new.write_bytes(data)
        new.replace(path)
    except OSError as error:
        new.unlink(missing_ok=True)
        error.filename = path
        raise
