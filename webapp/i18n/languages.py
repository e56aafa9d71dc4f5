"""Which languages there are, which a browser wishes, and how each writes dates, lists and names.

Knows no words and no pages. Unicode's isolates do in titles, attributes and copied text what
`<bdi>` does in HTML alone, so that one rule serves all of them, and no translator has to type an
invisible mark.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Annotated

from babel import Locale
from babel.core import get_global
from babel.dates import format_date, format_skeleton
from babel.lists import format_list
from babel.numbers import format_decimal
from markupsafe import Markup, escape
from werkzeug.http import parse_accept_header

from webapp.explainer.records import Need
from webapp.explainer.schema import Fault, Flag, Names, Phrases, Text, Whole, choice
from webapp.explainer.structure import Folder, read_file

FILE, NAMES, NEEDS = "languages.toml", "names.toml", "needs.toml"
ISOLATE, END = "\u2068", "\u2069"
Texts = Iterable[str]
# Marks that texts may not bring themselves: they could turn a number round.
MARKS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
LETTER = "0-9A-Za-z\u00c0-\u024f\u0660-\u0669\u06f0-\u06f9\u1e00-\u1eff"
ADDRESS = r"(?:https?://|www\.)[!-~]*[0-9A-Za-z/=#&_~-]"
# An address whole, or a run of Latin letters and digits with what joins them and the signs that
# belong to it ("+44", "£5", "27%", "/data/"); a {placeholder} is left for its filling.
RUN = re.compile(
    rf"\{{\w+\}}|{ADDRESS}|(?:[+#£$€]|(?<!\S)/)?"
    rf"[{LETTER}](?:[{LETTER} \u00a0’'&–./:,@+_-]*[{LETTER}+])?(?:%|/(?!\w))?"
)
PLACEHOLDER = re.compile(r"\{\w+\}")


@dataclass(frozen=True, kw_only=True)
class Language:
    """One table of translations/languages.toml; `tag`, its name, stands in addresses and `lang`."""

    tag: str = ""
    own_name: Text
    english_name: Text
    direction: Annotated[str, choice("ltr", "rtl")] = "ltr"
    script: Text = "Latn"
    # Ids of the inspections that are offered in it. No edit takes it away: what lapses is English.
    offered: Names = ()
    # The quotation marks that its texts use; its full stop, semicolon and comma.
    quotes: Text = "“”"
    stops: Text = ".;,"
    # Its letters in its own order, "" where their numbers in Unicode give it.
    alphabet: Text = ""
    # Letters of neighbours that look like its own.
    strangers: Text = ""
    # Other tags whose readers read it, where we have nothing nearer: "pnb" for Urdu.
    also: Names = ()
    # Whether search engines may list pages whose translation is not approved yet.
    index_drafts: Flag = False
    # How many words a minute somebody reads aloud to colleagues: fewer where words are long.
    pace: Whole = 130
    # Whose main language it is in the area, by the Census that the content cites; 0: not known.
    people: Whole = 0
    # What knows its words: "hunspell pl_PL", "aspell pa", or "" where Debian has nothing.
    dictionary: Text = ""
    # Babel's name for it, where that is not the tag.
    babel: Text = ""

    @property
    def locale(self) -> str:
        """Babel's name for it, which is also that of its folder of translations."""
        return self.babel or self.tag.replace("-", "_")

    @property
    def regional(self) -> str:
        """Its tag with a country, which office programs ask for: "ne-NP"."""
        tag = str(get_global("likely_subtags").get(self.locale, self.locale))
        return "-".join(tag.split("_")[:: 2 if tag.count("_") == 2 else 1])

    @property
    def also_forms(self) -> str:
        """Those of `also` whose short form may be another language of ours: "pa-PK", but not "pnb".

        Pages name no others: each has its bytes on every page.
        """
        return " ".join(tag for tag in self.also if "-" in tag)

    @property
    def right_to_left(self) -> bool:
        """Whether its lines begin on the right."""
        return self.direction == "rtl"


@dataclass(frozen=True)
class NamesFile:
    """names.toml: names that stay, words to say in English, messages that are the same."""

    protected: Names
    said: Names = ()
    same: Names = ()


# Babel's plain "en" writes US dates, hence en_GB behind the tag "en".
SOURCE = Language(tag="en", own_name="English", english_name="English", babel="en_GB")


def load(translations: Path) -> tuple[Language, ...]:
    """Read the languages, English first; raise `ContentError` on a file with faults."""
    found = read_file(translations, FILE, dict[str, Language], {})
    return (SOURCE, *(replace(language, tag=tag) for tag, language in found.items()))


def offered(translations: Path, inspection: str) -> tuple[Language, ...]:
    """Return the languages in which an inspection is offered to readers, English first."""
    return (SOURCE, *(known for known in load(translations) if inspection in known.offered))


def read_phrases(
    folder: Path, locale: str, needs: tuple[Need, ...], faults: list[Fault]
) -> dict[str, tuple[str, ...]]:
    """Read how a language says the needs: id -> phrases; nothing where it has no such file.

    Ways of saying are a language's own, hence no msgids.
    """
    file = f"{locale}/{NEEDS}"
    if not (folder / file).exists():
        return {}
    found = Folder(folder, faults).table(file, dict[str, Phrases])
    remedy = f"is no need of the content's {NEEDS}; correct it or take it out"
    strange = found.keys() - {need.id for need in needs}
    faults += [Fault(file, "", f"{id!r} {remedy}") for id in sorted(strange)]
    return found


def negotiate(accepted: str, languages: tuple[Language, ...]) -> Language:
    """Return the language that an Accept-Language header wishes most, else the first.

    Lookup as in RFC 4647, section 3.4: each wish in order of weight, the tag itself, then its
    shorter forms, then the next wish. What we lack leads to the language that names it in `also`:
    who reads Panjabi in Arabic letters gets Urdu, not Gurmukhi. "*" names no language. A language
    with weight 0 is chosen only if all have it. (Werkzeug's `best_match` would give English for
    "ur-PK,en;q=0.8".)
    """
    wishes: dict[str, float] = {}
    for tag, weight in parse_accept_header(accepted):
        wishes.setdefault(tag.lower().replace("_", "-"), weight)

    def weight_of(tag: str) -> float:
        # The most exact entry decides: "zh-hant, zh;q=0" wishes zh-Hant and no other Chinese.
        return next((wishes[form] for form in (*shorter(tag), "*") if form in wishes), 1)

    wished = [language for language in languages if weight_of(language.tag.lower())]
    by_tag = {tag.lower(): language for language in wished for tag in language.also}
    by_tag |= {language.tag.lower(): language for language in wished}
    for wish, weight in wishes.items():
        for tag in shorter(wish) if weight else ():
            if tag in by_tag:
                return by_tag[tag]
    return next(iter(wished), languages[0])


def shorter(tag: str) -> list[str]:
    """Return a tag and its shorter forms: zh-hant-tw, zh-hant, zh."""
    parts = tag.split("-")
    return ["-".join(parts[:end]) for end in range(len(parts), 0, -1)]


def in_order(language: Language, name: str) -> tuple[tuple[int, str], ...]:
    """Return the key that sorts a name as readers of its language look for it.

    Letters of the alphabet come in its order, accents that it does not count as letters with
    their letter, everything else after it.
    """
    order = {letter: at for at, letter in enumerate(language.alphabet)}
    key = []
    for letter in unicodedata.normalize("NFC", name.casefold()):
        plain = letter if letter in order else unicodedata.normalize("NFKD", letter)[0]
        # Signs of vowels count in the scripts of India, and what takes a vowel away (class 9).
        counts = unicodedata.category(letter)[0] == "M" and unicodedata.combining(letter) in (0, 9)
        if letter.isalnum() or counts:
            key.append((order.get(plain, len(order)), plain))
    return tuple(key)


def format_day(day: date | str, language: Language) -> str:
    """Write a date, or an ISO day ("2023-11-08") or month ("2023-11"), in a language."""
    if isinstance(day, str):
        if len(day) == len("2023-11"):
            first = date.fromisoformat(f"{day}-01")
            return str(format_skeleton("yMMMM", first, locale=language.locale))
        day = date.fromisoformat(day)
    # CLDR has a comma in an Urdu date; the sentences around it have none.
    return format_date(day, "long", language.locale).replace("،", "")


def format_number(number: int, language: Language) -> str:
    """Write a whole number as a language groups its digits, which are 0 to 9 in all of them."""
    return str(format_decimal(number, locale=language.locale))


def join_list(items: Iterable[str], language: Language) -> str:
    """Join items as a language does, by CLDR's list pattern: "A, B and C"."""
    parts = list(items) or [""]
    # Nepali has no space behind its first comma.
    tight = Locale.parse(language.locale).list_patterns["standard"]["start"].endswith(",{1}")
    if tight and len(parts) > 2:
        parts[1] = f" {parts[1]}"
    return format_list(parts, "standard", language.locale)


def isolate_bidi(text: str, language: Language) -> str:
    """Return a text for a page of `language`: in a right-to-left one, each name, number and address
    in Latin letters stands isolated, and a text without a right-to-left letter as a whole."""
    if not language.right_to_left:
        return text
    plain = strip_isolates(text)
    if plain and not RIGHT_TO_LEFT.search(plain) and not PLACEHOLDER.search(plain):
        return f"{ISOLATE}{plain}{END}"
    return RUN.sub(lambda run: run[0] if run[0][0] == "{" else f"{ISOLATE}{run[0]}{END}", plain)


def isolate_address(address: str, language: Language) -> str:
    """Return an address for a line of plain text.

    The space keeps the closing mark out of the link that telephones make of it: Android's
    `Linkify` counts U+2069 among the letters of an address.
    """
    return f"{ISOLATE}{address} {END}" if language.right_to_left else address


def strip_isolates(text: str) -> str:
    """Return a text without marks of direction: for machines that read it, not people."""
    return MARKS.sub("", text)


def _either(texts: Iterable[str]) -> str:
    ordered = sorted(set(texts), key=len, reverse=True)
    # Without any text a pattern that matches nothing.
    return "|".join(re.escape(text).replace(r"\ ", "[ \u00a0]") for text in ordered) or "(?!)"


class FixedText:
    """Finds known numbers, names and quoted words to say in English, and marks them up.

    Numbers become links, kept left to right. No translation in the browser changes any of them.
    """

    def __init__(
        self, numbers: Texts, names: Texts, said: Texts, language: Language, typed: Texts = ()
    ) -> None:
        """`typed` are the numbers for a textphone or an app: a press never calls them."""
        self.language = language
        self.typed = frozenset("".join(number.split()) for number in typed)
        # Addresses are stepped over whole; no number is found within a word or a longer number.
        # "999 BSL" is a name: a Deaf reader's press on it must not make a voice call.
        self.pattern = re.compile(
            r"(?:\w+://|www\.)\S+|\S+@\S+"
            rf"|(?<![\w./-])(?P<name>(?:\d+[ \u00a0](?=BSL))?(?:{_either(names)}))(?![\w/-]|\.\w)"
            rf"|(?<=[“„«{ISOLATE}])(?P<say>{_either((*said, language.english_name))})(?=[”“»{END}])"
            rf"|(?<![\w#$%&*+,./=?@\\_£€~-])(?<!\d[ \u00a0:-])(?P<number>{_either(numbers)})"
            # Nepali and Panjabi write little words on to a number.
            r"(?![^\W\u0900-\u0dff]|[^\w\s]\d|[./:@_–-]\w|[/@]"
            r"|[ \u00a0]?(?:\d|[%‰٪]|[A-Z]{2,})|[ -](?i:bsl)\b)"
        )

    def mark(self, text: str, dial: bool = True) -> Markup:
        """Escape a text and mark its numbers and names; `dial`: a press on a number calls it."""

        def marked(found: re.Match[str]) -> str:
            if name := found["name"] or found["say"]:
                english = ' lang="en" dir="ltr"' if found["say"] and self.language != SOURCE else ""
                return f'<span{english} translate="no">{name}</span>'
            if not (digits := found["number"]):
                return found[0]
            before = found.string[: found.start()]
            isolated = before.count(ISOLATE) > before.count(END)
            shown = digits if isolated else isolate_bidi(digits, self.language)
            shown = f'<bdi dir="ltr" translate="no">{shown}</bdi>'
            dialled = "".join(digits.split())
            if not dial or dialled in self.typed:
                return shown.replace("<bdi", '<bdi class="tel"')
            return f'<a class="tel" href="tel:{dialled}">{shown}</a>'

        return Markup(self.pattern.sub(marked, str(escape(text))))  # noqa: S704  # escaped above
