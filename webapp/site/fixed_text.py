"""What must stay as it is within a text: telephone numbers, as links, and names."""

import re
from collections.abc import Iterable

from markupsafe import Markup, escape

from webapp.i18n.direction import END, ISOLATE, isolate_bidi
from webapp.i18n.languages import Language


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
