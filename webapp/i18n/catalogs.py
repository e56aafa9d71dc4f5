"""The explainer in a language: catalogs as translators save them, and who has checked them.

Knows no pages. The only module that uses Flask-Babel; content never passes through template
gettext, which would take a per cent sign for a placeholder.
"""

import json
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, is_dataclass, replace
from datetime import date
from gettext import c2py
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any, TypeVar

import flask_babel
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po
from babel.support import NullTranslations, Translations
from click import ClickException
from flask import Flask, g, has_request_context

from webapp.explainer.model import Explainer, iter_units, iter_words, translated_fields
from webapp.explainer.schema import COMMON
from webapp.i18n.languages import SOURCE, Language, isolate_bidi

REVIEWS, SAME_MEANING = "review.json", "kept.json"
STATES = ("draft", "checked", "approved")
# What other programs save and Babel does not know: the English before, beside a fuzzy mark.
PREVIOUS = re.compile(rb"^#~?\|.*\n?", re.MULTILINE)
# Babel takes a letter for a quotation mark that lacks: “call 999” would be read as “call 99”.
UNQUOTED = re.compile(rb'(?m)^(?![ \t]*(#|$|(msg[^ "]+)?[ \t]*"([^"\\\n]|\\.)*"[ \t]*$))')
T = TypeVar("T")


class CatalogError(ClickException):
    """A catalog that cannot be read. Its text says file, place and what to do."""


@dataclass(frozen=True)
class Review:
    """One person's word on one sentence: `state` is "checked" or "approved", `day` an ISO day."""

    state: str
    who: str
    role: str
    day: str

    def __post_init__(self) -> None:
        if self.state not in STATES[1:]:
            raise ValueError(f"the state {self.state!r} is not one of {', '.join(STATES[1:])}")
        if not self.who.strip() or not self.role.strip():
            raise ValueError("a review names who made it and in which role")
        date.fromisoformat(self.day)  # whatever this machine's clock says: reviewers have others


@dataclass(frozen=True)
class SameMeaning:
    """Who says that a change of English left the meaning as it `was`, and when."""

    was: str
    who: str
    day: str


@dataclass(frozen=True)
class Progress:
    """How far a language is, in messages. `state` is "standard", or one of `STATES`."""

    state: str = "standard"
    messages: int = 0
    translated: int = 0
    checked: int = 0
    approved: int = 0


@dataclass(frozen=True, eq=False)
class LocalizedContent:
    """The explainer in one language.

    `untranslated`: key of each unit that stands in English -> its sentences without translation.
    `interface` translates buttons and menus. `reviews`: `hash_of` English and translation -> who
    checked them. `same_meaning`: English -> how it was said when it was translated.
    """

    content: Explainer
    language: Language
    untranslated: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    interface: NullTranslations = field(default_factory=NullTranslations)
    progress: Progress = Progress()
    reviews: Mapping[str, Review] = field(default_factory=dict)
    same_meaning: Mapping[str, SameMeaning] = field(default_factory=dict)


def init_babel(app: Flask, contents: Iterable[LocalizedContent]) -> None:
    """Let interface words in templates follow the language of the page being answered."""
    babel = flask_babel.Babel(app, locale_selector=lambda: current().locale)
    # Read from .po files already: no compiled copy can be out of date.
    interfaces = {content.language: content.interface for content in contents}
    babel.domain_instance = flask_babel.Domain()
    babel.domain_instance.get_translations = lambda: interfaces.get(current(), NullTranslations())
    # Ours instead of the extension's own, which fills placeholders after us.
    app.jinja_env.globals.update(_=gettext, gettext=gettext, ngettext=ngettext)
    app.jinja_env.filters["typeset"] = typeset


def current() -> Language:
    """Return the language of the page being answered, English outside a page."""
    return (has_request_context() and g.get("language")) or SOURCE


@contextmanager
def interface_language(language: Language) -> Iterator[None]:
    """Let interface words be in another language than the page's, for a part of the page."""
    before, g.language = g.get("language"), language
    try:
        yield
    finally:
        g.language = before


def typeset(text: str) -> str:
    """Return a text as the page being answered sets it: names, and numbers with units, whole."""
    return isolate_bidi(re.sub(r"(?<=\d) (?=(KB|min)\b)", "\u00a0", text), current())


def N_(message: str) -> str:  # gettext's own name: marks a message that is translated later
    """Return a message as it is; its name marks it for translators."""
    return message


def gettext(message: str, **values: object) -> str:
    """Return an interface message in the language of the page, with its placeholders filled."""
    return typeset(flask_babel.gettext(message, **values))


def ngettext(one: str, many: str, num: int, **values: object) -> str:
    """Return the form of an interface message that fits a number, `%(num)s` in its words."""
    return typeset(flask_babel.ngettext(one, many, num, **values))


def read_po_file(path: Path, locale: str | None = None) -> Catalog:
    """Read a catalog or template; raise `CatalogError` on a file that is none."""
    try:
        text = re.sub(rb"\r\n?", b"\n", path.read_bytes().removeprefix("\ufeff".encode()))
        if b"msgid" not in text:  # it would count as a language of which nothing is translated
            raise ValueError("holds no msgid")
        catalog = read_po(BytesIO(PREVIOUS.sub(b"", text)), locale=locale, abort_invalid=True)
        if wrong := UNQUOTED.search(text):
            line = text.count(b"\n", 0, wrong.start()) + 1
            raise ValueError(f'line {line} needs one straight " before and after its text')
        if max(map(c2py(catalog.plural_expr), range(200))) >= catalog.num_plurals:
            raise ValueError("more plural forms than nplurals")
    except OSError as error:
        raise CatalogError(f"{path}: {error.strerror}; run: make messages") from error
    except UnicodeError as error:
        raise CatalogError(f"{path}: its head names another encoding; save it as UTF-8") from error
    except (PoFileError, ValueError, LookupError, ArithmeticError) as error:
        what, _, row = str(error).partition(" on ")  # Babel counts rows from 0
        what = f"line {int(row) + 1}: {what}" if row.isdecimal() else str(error)
        head = ", or “Plural-Forms” at the file’s head" if re.search(r"plural|int\(", what) else ""
        raise CatalogError(f"{path}: {what}; mend the line{head}, or restore the file") from error
    named = catalog.locale_identifier or locale or ""  # a header need not name one
    if locale and named.partition("_")[0] != locale.partition("_")[0]:
        raise CatalogError(f"{path}: is a catalog of “{named}”, not “{locale}”; restore the file")
    catalog.locale = locale  # Poedit may name a country, too
    return catalog


def po_of(translations: Path, language: Language, domain: str = COMMON) -> Path:
    """Return where the catalog of a language lies."""
    return translations / language.locale / "LC_MESSAGES" / f"{domain}.po"


def read_template(translations: Path, inspection: str) -> Catalog:
    """Read what translators work from: what is common, and what is an inspection's own."""
    whole, own = read_po_file(translations / f"{COMMON}.pot"), translations / f"{inspection}.pot"
    return united(whole, read_po_file(own)) if own.is_file() else whole


def read_translated(translations: Path, language: Language, inspection: str) -> Catalog:
    """Read the catalogs of a language as one."""
    whole = read_po_file(po_of(translations, language), language.locale)
    own = po_of(translations, language, inspection)
    # In a language that is only begun, nothing of this inspection may be said yet.
    if own.is_file() or inspection in language.offered:
        united(whole, read_po_file(own, language.locale))
    return whole


def united(common: Catalog, own: Catalog) -> Catalog:
    """Put what an inspection says itself into what is common, before the same there; return it."""
    for message in own:
        if message.id and (find(own, message) or common.get(message.id, message.context) is None):
            common.delete(message.id, message.context)
            common[message.id] = message
    common.obsolete |= own.obsolete
    return common


def find(po: Catalog, message: Message) -> Message | None:
    """Return the entry that translates a message in all its forms; a fuzzy one does not."""
    entry = po.get(message.id, message.context)
    texts = entry.string if entry and not entry.fuzzy else ""
    return entry if texts and (isinstance(texts, str) or all(texts)) else None


def forms(message: Message, name: str) -> str:
    """Return English ("id") or translation ("string") as one text, plural forms joined."""
    value = getattr(message, name) or ""
    return value if isinstance(value, str) else " | ".join(value)


def hash_of(english: str, translation: str) -> str:
    """Return the hash that a review hangs on: any edit of either side lapses it."""
    return sha256(f"{english}\0{translation}".encode()).hexdigest()[:16]


def read_records(path: Path, shape: type[T]) -> dict[str, T]:
    """Read notes on sentences, which gettext's tools would lose; raise `CatalogError`."""
    try:
        entries = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
        return {key: shape(**value) for key, value in entries.items()}
    except (ValueError, TypeError, AttributeError) as error:
        raise CatalogError(f"{path}: {error}; restore the file from the history") from error


def of_interface(message: Message) -> bool:
    """Say whether a message is of buttons, menus and errors, which have no block to be English."""
    return any(place.endswith((".html", ".xml", ".py")) for place, _ in message.locations)


def messages_of(explainer: Explainer, translations: Path) -> list[Message]:
    """Return the messages of the interface and of one inspection, also those not extracted yet."""
    template = read_template(translations, explainer.inspection.id)
    words = {text for unit in iter_units(explainer) for text, _ in iter_words(unit)}
    found = [m for m in template if m.id and (m.id in words or of_interface(m))]
    return found + [Message(text) for text in words - {m.id for m in found}]


def progress_of(messages: Collection[Message], po: Catalog, reviews: dict[str, Review]) -> Progress:
    """Return how far a language is with the messages of a template."""
    entries = [entry for message in messages if (entry := find(po, message))]
    hashes = [hash_of(forms(entry, "id"), forms(entry, "string")) for entry in entries]
    states = Counter(reviews[key].state for key in hashes if key in reviews)
    whole = "checked" if states["checked"] else "approved"
    state = whole if states.total() == len(messages) else "draft"
    return Progress(state, len(messages), len(hashes), states.total(), states["approved"])


def localize(
    explainer: Explainer, language: Language, translations: Path, messages: Collection[Message] = ()
) -> LocalizedContent:
    """Return the explainer with each unit wholly in `language` or wholly in English (law 3).

    `messages` come from `messages_of`, the same for every language; read if not given.
    """
    if language == SOURCE:
        return LocalizedContent(explainer, language)
    po = read_translated(translations, language, explainer.inspection.id)
    reviews = read_records(translations / language.locale / REVIEWS, Review)
    known = {entry.id: str(entry.string) for entry in po if entry.id and find(po, entry)}
    english: dict[str, tuple[str, ...]] = {}

    def localized(part: Any, whole: bool) -> Any:
        """Return a part of the explainer; `whole`: the unit around it is translated."""
        if isinstance(part, tuple):
            return tuple(localized(child, whole) for child in part)
        if not is_dataclass(part) or isinstance(part, type):
            return part
        if key := getattr(part, "key", None):
            if lapsed := tuple(words for words, _ in iter_words(part) if words not in known):
                english[key] = lapsed
            whole = not lapsed
        changed = {}
        for name, old in vars(part).items():
            new = localized(old, whole)
            if whole and old and name in translated_fields(type(part)):
                new = isolate_bidi(known[old], language)
            if new != old:
                changed[name] = new
        return replace(part, **changed) if changed else part

    compiled = BytesIO()
    write_mo(compiled, po)
    compiled.seek(0)
    return LocalizedContent(
        localized(explainer, True),
        language,
        english,
        Translations(compiled),
        progress_of(messages or messages_of(explainer, translations), po, reviews),
        reviews,
        read_records(translations / SAME_MEANING, SameMeaning),
    )
