"""Say the explainer's words in a language, a whole unit at a time. Knows no pages.

The only room that asks Flask-Babel; content never passes through template gettext, which
would take a per cent sign for a placeholder.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po
from babel.support import NullTranslations, Translations
from flask import Flask, g, has_request_context
from flask_babel import Babel, gettext

from webapp.explainer.model import Explainer
from webapp.explainer.walk import messages
from webapp.i18n.languages import LANGUAGES, SOURCE, Language

__all__ = ["Text", "Told", "catalog", "current", "gettext", "init_babel", "tell", "translate"]


@dataclass(frozen=True)
class Text:
    """Words and the language that they are in."""

    words: str
    language: str


@dataclass(frozen=True)
class Told:
    """The explainer in one language. `english` holds the keys of units that stand in English."""

    explainer: Explainer
    language: Language
    english: frozenset[str]


def init_babel(app: Flask, translations: Path) -> None:
    """Let interface words in templates follow the language of the page being answered."""
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(translations)
    app.config["BABEL_DEFAULT_LOCALE"] = SOURCE.locale
    Babel(app, locale_selector=lambda: current().locale)


def current() -> Language:
    """Return the language of the page being answered, English outside a page."""
    found = g.get("language") if has_request_context() else None
    return found if isinstance(found, Language) else SOURCE


class CatalogError(Exception):
    """A catalog that cannot be read. Its text says file, place and what to do."""


def compile_all(translations: Path) -> None:
    """Compile every catalog; raise `CatalogError` on one that is no catalog."""
    for path in sorted(translations.glob("*/LC_MESSAGES/messages.po")):
        try:
            with path.open("rb") as source:
                held = read_po(source, locale=path.parents[1].name, abort_invalid=True)
            beside = path.with_suffix(f".{os.getpid()}")
            with beside.open("wb") as target:
                write_mo(target, held)
            beside.replace(path.with_suffix(".mo"))  # a server reads the old one or the new
        except (PoFileError, ValueError) as error:
            raise CatalogError(f"{path}: {error}; mend the line, or restore the file") from error
        except OSError as error:
            raise CatalogError(f"{error.filename} cannot be written: {error.strerror}") from error


@cache
def catalog(language: Language, translations: Path) -> Mapping[str, str]:
    """Return msgid -> msgstr of a language; fuzzy and empty entries are not in it."""
    loaded = Translations.load(str(translations), [language.locale])
    if not isinstance(loaded, Translations) or type(loaded) is NullTranslations:
        return {}
    held: dict[Any, str] = loaded._catalog
    return {key: text for key, text in held.items() if isinstance(key, str) and key and text}


def translate(message: str, language: Language, held: Mapping[str, str]) -> Text:
    """Return `message` in `language`, or in English, saying which."""
    if language != SOURCE and message in held:
        return Text(held[message], language.tag)
    return Text(message, SOURCE.tag)


def tell(explainer: Explainer, language: Language, translations: Path) -> Told:
    """Return the explainer with each unit wholly in `language` or wholly in English (law 3)."""
    if language not in LANGUAGES:
        raise ValueError(f"{language.tag} is no row of webapp/i18n/languages.py; add it there")
    held = catalog(language, translations) if language != SOURCE else {}
    english: set[str] = set()

    def part(value: object, whole: bool) -> Any:
        if isinstance(value, tuple):
            return tuple(part(each, whole) for each in value)
        if not is_dataclass(value) or isinstance(value, type):
            return value
        key = getattr(value, "key", None)
        if key is not None:
            whole = language == SOURCE or all(words in held for words, _ in messages(value))
            if not whole:
                english.add(key)
        changed = {}
        for each in fields(value):
            old = getattr(value, each.name)
            if each.metadata.get("words"):
                new = translate(old, language, held).words if whole and old else old
            else:
                new = part(old, whole)
            if new != old:
                changed[each.name] = new
        return replace(value, **changed) if changed else value

    return Told(part(explainer, True), language, frozenset(english))
