"""Catalogs of the pseudo-languages, made by machine from the template. Only for tests.

`en-XA` is accented and two fifths longer: a word that stays plain was never translated, a layout
that breaks is too tight. `ar-XB` is English from right to left: what does not mirror is physical.
"""

from __future__ import annotations

import re
from pathlib import Path

from babel.messages.catalog import Catalog

from webapp.i18n.languages import Language
from webapp.workbench import extraction

# Babel knows no pseudo-locales, so that two quiet neighbours of English lend theirs.
PSEUDO = (
    Language(tag="en-XA", babel="en_AU", own_name="Ēñğļîšħ", english_name="Accented English"),
    Language(
        tag="ar-XB",
        babel="en_NZ",
        direction="rtl",
        own_name="hsilgnE",
        script="Arab",
        english_name="Mirrored English",
    ),
)

PLAIN = "ABCDEFGHIJKLMNOPRSTUVWYZabcdefghijklmnoprstuvwyz"
ACCENTED = "ÅƁÇÐÉƑĜĤÎĴĶĻṀÑÖÞŔŠŢÛṼŴÝŽåƀçðéƒĝĥîĵķļɱñöþŕšţûṽŵýž"
ACCENTS = str.maketrans(PLAIN, ACCENTED)
LONGER = 0.4
# Placeholders, telephone numbers and addresses stay: they are not words.
KEPT = re.compile(r"%\(\w+\)s|\{\w+\}|\d[\d ]*\d|\S+\.(?:co\.)?uk\b")


def accented(text: str) -> str:
    """Return a text with an accent on each letter, padded to two fifths more length."""
    pieces, at = [], 0
    for match in KEPT.finditer(text):
        pieces += [text[at : match.start()].translate(ACCENTS), match[0]]
        at = match.end()
    pieces.append(text[at:].translate(ACCENTS))
    padding = "ëëëëë " * (1 + int(len(text) * LONGER) // 6)
    return f"{''.join(pieces)} {padding[: max(1, int(len(text) * LONGER))].strip() or 'ë'}"


def write(template: Catalog, folder: Path) -> None:
    """Write the catalogs of both pseudo-languages into a folder of catalogs."""
    for language in PSEUDO:
        extraction.write(catalog(template, language), folder, language)


def catalog(template: Catalog, language: Language) -> Catalog:
    """Return the template with every message said in a pseudo-language."""
    say = str if language.right_to_left else accented
    made = Catalog(locale=language.locale, fuzzy=False)
    for message in template:
        if isinstance(message.id, tuple):
            made.add(message.id, tuple(map(say, message.id)), context=message.context)
        elif message.id:
            made.add(message.id, say(str(message.id)), context=message.context)
    return made
