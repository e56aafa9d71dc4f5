"""Collect every word that a translator gets into one template. Knows no pages.

Content comes first, in reading order, each message under a comment that names where it stands
and what it rests on; then the interface words of templates and Python.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import write_po

from webapp.explainer.model import Explainer, Passage, iter_units, iter_words
from webapp.i18n.catalogs import TEMPLATE, po_of, read_translated
from webapp.i18n.languages import Language

HEADER = "# {name}. A draft, until review.json says who has checked it."
CHURNING = (
    "POT-Creation-Date", "PO-Revision-Date", "Last-Translator", "Language-Team",
    "Report-Msgid-Bugs-To", "Generated-By", "Project-Id-Version",
)  # fmt: skip
METHODS = [("templates/**.html", "jinja2"), ("**.py", "python")]
OPTIONS = {"templates/**.html": {"silent": "false", "trimmed": "true"}}


def template(explainer: Explainer, code: Path) -> Catalog:
    """Build the template from the explainer and from the package folder `code`."""
    found = Catalog(fuzzy=False, charset="utf-8", header_comment="# What translators get.")
    held = [(unit, *each) for unit in iter_units(explainer) for each in iter_words(unit)]
    standard = {h.id: h for _, _, h in held if isinstance(h, Passage) and h.id}
    for unit, text, holder in held:
        comment = _comment(holder, standard)
        found.add(text, locations=[(unit.key, 0)], auto_comments=[comment] if comment else [])
    for path, _, message, comments, context in extract_from_dir(
        code, METHODS, OPTIONS, comment_tags=("Translators:",), strip_comment_tags=True
    ):
        found.add(message, locations=[(path, 0)], auto_comments=comments, context=context)
    return found


def _comment(holder: object, standard: dict[str, Passage]) -> str:
    """Say what a translator must know of a message: its kind, its source, its fact and hedge."""
    cites: tuple[str, ...] = getattr(holder, "cites", ())
    parts = []
    if isinstance(holder, Passage):
        fact = holder.id or holder.same_as
        cites = cites or (standard[fact].cites if fact in standard else ())
        parts.append(f"kind: {holder.kind.value}")
        parts += [f"said by: {holder.by}"] if holder.by else []
        parts += [f"fact: {fact}"] if fact else []
        parts += [f"keep the hedge: {holder.hedge}"] if holder.hedge else []
    parts += [f"source: {', '.join(cites)}"] if cites else []
    return "; ".join(parts)


def as_po(found: Catalog) -> bytes:
    """Write a catalog so that it changes only when words do: no line numbers, dates, wrapping.

    Nor does it name anybody: who has checked what stands in review.json.
    """
    out = BytesIO()
    write_po(out, found, width=0, include_lineno=False, omit_header=False, sort_by_file=False)
    lines = out.getvalue().decode().splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith(tuple(f'"{name}' for name in CHURNING))]
    return "".join(kept).encode()


def write(explainer: Explainer, code: Path, folder: Path) -> int:
    """Write messages.pot into the folder of catalogs; return how many messages it has."""
    found = template(explainer, code)
    (folder / TEMPLATE).write_bytes(as_po(found))
    return len(found)


def is_current(explainer: Explainer, code: Path, folder: Path) -> bool:
    """Say whether messages.pot is what the words now give."""
    path = folder / TEMPLATE
    return path.is_file() and path.read_bytes() == as_po(template(explainer, code))


def update(explainer: Explainer, code: Path, folder: Path, language: Language) -> None:
    """Bring a language's catalog to the words of today, and change nothing else.

    Never by likeness: "acted quickly" is like "did not act quickly". What is said no longer stays
    at the end of the file as obsolete, and comes back when its English does.
    """
    path = po_of(folder, language)
    found = template(explainer, code)
    held = read_translated(folder, language) if path.is_file() else Catalog(language.locale)
    held.update(found, no_fuzzy_matching=True, update_header_comment=False)
    held.fuzzy, held.header_comment = False, HEADER.format(name=language.english_name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(as_po(held))
