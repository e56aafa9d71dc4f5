"""Keep names and numbers in a text as they are: in their own direction, untranslated, to be called.

Unicode's isolates do in titles, attributes and copied text what `<bdi>` does in HTML alone, so
that one rule serves all of them, and no translator has to type an invisible mark.
"""

import re
from collections.abc import Iterable

from markupsafe import Markup, escape

from webapp.i18n.languages import Language

ISOLATE, END = "\u2068", "\u2069"
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
    """Finds known numbers and names in texts of one language and marks them up.

    Numbers become links, kept left to right. Neither is changed by a translation in the browser.
    """

    def __init__(
        self,
        numbers: Iterable[str],
        names: Iterable[str],
        language: Language,
        typed: Iterable[str] = (),
    ) -> None:
        """`typed` are the numbers for a textphone or an app: a press never calls them."""
        self.language = language
        self.typed = frozenset("".join(number.split()) for number in typed)
        # Addresses are stepped over whole; no number is found within a word or a longer number.
        # "999 BSL" is a name: a Deaf reader's press on it must not make a voice call.
        self.pattern = re.compile(
            r"(?:\w+://|www\.)\S+|\S+@\S+"
            rf"|(?<![\w./-])(?P<name>{_either(names)})(?![\w/-]|\.\w)"
            r"|(?<![\w#$%&*+,./=?@\\_£€~-])(?<!\d[ \u00a0:-])"
            rf"(?P<number>{_either(numbers)})"
            # Nepali and Panjabi write little words on to a number.
            r"(?![^\W\u0900-\u0dff]|[^\w\s]\d|[./:@_–-]\w|[/@]"
            r"|[ \u00a0]?(?:\d|[%‰٪]|[A-Z]{2,})|[ -](?i:bsl)\b)"
        )

    def mark(self, text: str, dial: bool = True) -> Markup:
        """Escape a text and mark its numbers and names; `dial`: a press on a number calls it."""

        def marked(found: re.Match[str]) -> str:
            if name := found["name"]:
                return f'<span translate="no">{name}</span>'
            if not (digits := found["number"]):
                return found[0]
            before = found.string[: found.start()]
            isolated = before.count(ISOLATE) > before.count(END)
            shown = digits if isolated else isolate_bidi(digits, self.language)
            shown = f'<bdi dir="ltr" translate="no">{shown}</bdi>'
            dialled = "".join(digits.split())
            if not dial or dialled in self.typed:
                return shown
            return f'<a class="tel" href="tel:{dialled}">{shown}</a>'

        return Markup(self.pattern.sub(marked, str(escape(text))))  # noqa: S704  # escaped above
