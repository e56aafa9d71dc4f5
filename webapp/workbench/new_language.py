"""Begin a language: its table in languages.toml, and the smallest files that the checks read."""

from __future__ import annotations

import json
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.core import get_global

from webapp.explainer.load import NEEDS
from webapp.explainer.model import Explainer
from webapp.i18n.languages import FILE
from webapp.workbench.catalog_checks import TERMS, WORDINGS

TABLE = """
[{tag}]
own_name = {own_name}
english_name = {english_name}
direction = "{direction}"
script = "{script}"
# The quotation marks that its texts use.
quotes = "“”"
"""


def canonical(tag: str) -> str:
    """Return a tag as addresses have it: pt-BR for PT-br; raise `ValueError` on one of nothing."""
    try:
        return str(Locale.parse(tag, sep="-")).replace("_", "-")
    except (ValueError, UnknownLocaleError) as error:
        raise ValueError(f"{tag!r} is no language that Babel knows; give de or pt-BR") from error


def begin(folder: Path, tag: str, content: Explainer) -> None:
    """Write the files of a language."""
    locale = Locale.parse(tag, sep="-")
    script = locale.script or get_global("likely_subtags")[locale.language].split("_")[1]
    name = str(locale.english_name)
    table = TABLE.format(
        tag=tag,
        own_name=json.dumps(str(locale.display_name).capitalize(), ensure_ascii=False),
        english_name=json.dumps(name, ensure_ascii=False),
        direction="rtl" if locale.character_order == "right-to-left" else "ltr",
        script=script,
    )
    with (folder / FILE).open("a", encoding="utf-8") as languages:
        languages.write(table)
    own = folder / str(locale)
    own.mkdir(exist_ok=True)
    wordings = [
        f"\n# English: {'; '.join(words.get('en', ()))}\n[{what}.{id}]\nsay = []\n"
        for what, known in (("hedge", content.hedges), ("grade", content.grades))
        for id, words in known.items()
    ]
    head = f"# How {name} says each hedge and grade, in lower case; pieces of words will do.\n"
    (own / WORDINGS).write_text(head + "".join(wordings), encoding="utf-8")
    terms = [
        f"\n# [{term.id}]\n# en = {json.dumps([term.name.casefold()])}\n"
        '# say = "…"\n# stems = ["…"]\n'
        for term in content.terms
    ]
    head = (
        f"# How {name} says each term of the field: `say` for translators, `stems` are pieces of\n"
        "# which one stands in every translation of it. Take the # away from what you fill in.\n"
    )
    (own / TERMS).write_text(head + "".join(terms), encoding="utf-8")
    needs = [f'# {need.id} = ["…"]\n' for need in content.needs]
    head = f"# What readers in need type in {name}: docs/translating.md tells how.\n\n"
    (own / NEEDS).write_text(head + "".join(needs), encoding="utf-8")


def offer(folder: Path, tag: str, inspection: str) -> None:
    """Record in languages.toml that readers of an inspection are offered a language."""
    path = folder / FILE
    before, head, own = path.read_text(encoding="utf-8").partition(f"[{tag}]\n")
    table, end, rest = own.partition("\n[")
    if "\noffered = [" in table:
        table = table.replace("\noffered = [", f'\noffered = ["{inspection}", ')
    else:
        table = f'offered = ["{inspection}"]\n{table}'
    path.write_text(before + head + table + end + rest, encoding="utf-8")
