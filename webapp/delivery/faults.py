"""Say what went wrong, and in which file and line, to whoever can mend it."""

from __future__ import annotations

import traceback

from jinja2 import TemplateSyntaxError


def told(error: BaseException) -> str:
    """Return an error with the place of its cause: the template's line, else the code's."""
    what = f"{type(error).__name__}: {error}"
    if isinstance(error, TemplateSyntaxError):
        return f"{error.filename or error.name}, line {error.lineno}: {error.message}"
    frames = traceback.extract_tb(error.__traceback__)
    templates = [each for each in frames if each.filename.endswith((".html", ".svg", ".xml"))]
    at = (templates or frames)[-1:]
    return f"{at[0].filename}, line {at[0].lineno}: {what}" if at else what
