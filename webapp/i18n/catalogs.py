"""Say the explainer's words in a language, a whole unit at a time. Knows no pages.

The only room that asks Flask-Babel; content never passes through template gettext, which
would take a per cent sign for a placeholder.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import flask_babel
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po
from babel.support import NullTranslations, Translations
from flask import Flask, g, has_request_context

from webapp.explainer.model import Explainer, iter_units, iter_words, translated_fields
from webapp.i18n.direction import isolate_bidi
from webapp.i18n.languages import SOURCE, Language


@dataclass(frozen=True)
class Text:
    """Words and the language that they are in."""

    words: str
    language: str


@dataclass(frozen=True)
class LocalizedContent:
    """The explainer in one language. `english` holds the keys of units that stand in English."""

    explainer: Explainer
    language: Language
    english: frozenset[str]


def init_babel(app: Flask, translations: Path) -> None:
    """Let interface words in templates follow the language of the page being answered."""
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(translations)
    app.config["BABEL_DEFAULT_LOCALE"] = SOURCE.locale
    flask_babel.Babel(app, locale_selector=lambda: current().locale)
    # Ours instead of the extension's own, which fills placeholders after us.
    app.jinja_env.globals.update(_=gettext, gettext=gettext, ngettext=ngettext)
    app.jinja_env.filters["isolate_bidi"] = lambda text: isolate_bidi(text, current())


def current() -> Language:
    """Return the language of the page being answered, English outside a page."""
    found = g.get("language") if has_request_context() else None
    return found if isinstance(found, Language) else SOURCE


# What must stand whole in a language, or the language is not offered (law 3): keys of units.
# Titles and menus of all pages are among it.
WHOLE_PAGES = ("overview", "help", "help-area", "card", "simple", "safety", "offline", "saved")
MUST_STAND = re.compile(
    r"site|(?:contacts|areas|figures|speakers|sources)/.*|(?:findings|pages|audiences)/[^#]*"
    rf"|findings/.*#simple|facts/.*/source-\d+|pages/(?:{'|'.join(WHOLE_PAGES)})#.*"
)


def standing(explainer: Explainer) -> frozenset[str]:
    """Return the keys of the units that must stand whole in every language that is offered."""
    shown = {f"terms/{id}" for each in explainer.pages if each.slug in WHOLE_PAGES
             for id in each.terms}  # fmt: skip
    keys = (each.key for each in iter_units(explainer))
    return frozenset(each for each in keys if each in shown or MUST_STAND.fullmatch(each))


def interface(template: Catalog) -> tuple[Message, ...]:
    """Return the messages of buttons, menus and errors: they have no block to stand in English."""
    return tuple(
        each
        for each in template
        if each.id and any(place.endswith((".html", ".py")) for place, _ in each.locations)
    )


def lacking(explainer: Explainer, language: Language, translations: Path) -> tuple[str, ...]:
    """Return what a language lacks of what must stand: keys of units, then interface messages."""
    if language == SOURCE:
        return ()
    held = catalog(language, translations)
    must = standing(explainer)
    keys = [each.key for each in iter_units(explainer) if each.key in must and lapsed(each, held)]
    said = read_translated(translations, language)
    silent = [each.id for each in interface(read_template(translations)) if not says(said, each)]
    return (*keys, *sorted(each if isinstance(each, str) else each[0] for each in silent))


def says(held: Catalog, message: Message) -> bool:
    """Say whether a catalog says a message, in all its forms."""
    found = held.get(message.id, message.context)
    if found is None or found.fuzzy or not found.string:
        return False
    return isinstance(found.string, str) or all(found.string)


def forget() -> None:
    """Read the catalogs anew when they are next asked for."""
    catalog.cache_clear()
    for each in ON_FORGETTING:
        each()


def N_(message: str) -> str:  # gettext's own name for a message that is said later
    """Return a message as it is; its name marks it for translators."""
    return message


def gettext(message: str, **values: object) -> str:
    """Return an interface message in the language of the page, with its placeholders filled."""
    return isolate_bidi(flask_babel.gettext(message, **values), current())


def ngettext(one: str, many: str, num: int, **values: object) -> str:
    """Return the form of an interface message that fits a number, `%(num)s` in its words."""
    return isolate_bidi(flask_babel.ngettext(one, many, num, **values), current())


# What else is kept of catalogs, and must be forgotten with them.
ON_FORGETTING: list[Callable[[], None]] = []


class CatalogError(Exception):
    """A catalog that cannot be read. Its text says file, place and what to do."""


def compile_all(translations: Path) -> None:
    """Compile every catalog; raise `CatalogError` on one that is no catalog."""
    for path in sorted(translations.glob("*/LC_MESSAGES/messages.po")):
        held = read_po_file(path, path.parents[1].name)
        beside = path.with_suffix(f".{os.getpid()}")
        try:
            with beside.open("wb") as target:
                write_mo(target, held)
            beside.replace(path.with_suffix(".mo"))  # a server reads the old one or the new
        except OSError as error:
            raise CatalogError(f"{error.filename} cannot be written: {error.strerror}") from error


TEMPLATE = "messages.pot"


def read_po_file(path: Path, locale: str | None = None) -> Catalog:
    """Read a catalog or template; raise `CatalogError` on a file that is none."""
    try:
        with path.open("rb") as source:
            return read_po(source, locale=locale, abort_invalid=True)
    except OSError as error:
        raise CatalogError(f"{path}: {error.strerror}; run: make messages") from error
    except (PoFileError, ValueError) as error:
        raise CatalogError(f"{path}: {error}; mend the line, or restore the file") from error


def read_template(translations: Path) -> Catalog:
    """Read the template that translators work from."""
    return read_po_file(translations / TEMPLATE)


def po_of(translations: Path, language: Language) -> Path:
    """Return where the catalog of a language lies."""
    return translations / language.locale / "LC_MESSAGES" / "messages.po"


def read_translated(translations: Path, language: Language) -> Catalog:
    """Read the catalog of a language."""
    return read_po_file(po_of(translations, language), language.locale)


def check_compiled(translations: Path) -> None:
    """Raise `CatalogError` where a catalog is newer than its compiled form: readers would not see
    what was mended."""
    for path in sorted(translations.glob("*/LC_MESSAGES/messages.po")):
        made = path.with_suffix(".mo")
        if not made.exists() or made.stat().st_mtime < path.stat().st_mtime:
            raise CatalogError(f"{made} is older than {path.name}; run: make catalogs")


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
        return Text(isolate_bidi(held[message], language), language.tag)
    return Text(message, SOURCE.tag)


def lapsed(unit: object, held: Mapping[str, str]) -> tuple[str, ...]:
    """Return the words of a unit that a catalog does not say."""
    return tuple(words for words, _ in iter_words(unit) if words not in held)


def localize(explainer: Explainer, language: Language, translations: Path) -> LocalizedContent:
    """Return the explainer with each unit wholly in `language` or wholly in English (law 3)."""
    held = catalog(language, translations) if language != SOURCE else {}
    english: set[str] = set()

    def part(value: object, whole: bool) -> Any:
        if isinstance(value, tuple):
            return tuple(part(each, whole) for each in value)
        if not is_dataclass(value) or isinstance(value, type):
            return value
        key = getattr(value, "key", None)
        if key is not None:
            whole = language == SOURCE or not lapsed(value, held)
            if not whole:
                english.add(key)
        changed = {}
        for each in fields(value):
            old = getattr(value, each.name)
            if each.name in translated_fields(type(value)):
                new = translate(old, language, held).words if whole and old else old
            else:
                new = part(old, whole)
            if new != old:
                changed[each.name] = new
        return replace(value, **changed) if changed else value

    return LocalizedContent(part(explainer, True), language, frozenset(english))
