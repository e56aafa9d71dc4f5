"""What editors and translators use. Nothing that serves readers imports it."""

import json

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
_SKELETONS.filters["toml"] = lambda value: json.dumps(value, ensure_ascii=False)


def render_skeleton(name: str, **values: object) -> str:
    """Return the text of a file of skeletons/, filled in."""
    return _SKELETONS.get_template(name).render(values)
