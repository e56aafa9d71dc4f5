"""The one table of languages. Knows no words and no pages."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Language:
    """One language: `tag` in addresses and `lang`, `locale` for Babel, `direction` ltr or rtl.

    `published` languages are offered to readers.
    """

    tag: str
    locale: str
    direction: str
    own_name: str
    script: str
    published: bool


SOURCE = Language("en", "en_GB", "ltr", "English", "Latn", published=True)

# Babel's plain "en" writes US dates, hence en_GB behind the tag "en".
LANGUAGES = (SOURCE,)


def published() -> tuple[Language, ...]:
    """Return the languages that readers are offered, English first."""
    return tuple(each for each in LANGUAGES if each.published)


def by_tag(tag: str) -> Language | None:
    """Return the published language with this tag, or None."""
    return next((each for each in published() if each.tag == tag), None)
