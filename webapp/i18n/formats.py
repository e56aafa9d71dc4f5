"""Dates and lists as a language writes them. Knows no words and no pages."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from babel.dates import format_date
from babel.lists import format_list

from webapp.i18n.languages import Language


def format_day(day: date | str, language: Language) -> str:
    """Write a date, or an ISO day ("2023-11-08") or month ("2023-11"), in a language."""
    if isinstance(day, str):
        if len(day) == len("2023-11"):
            return format_date(date.fromisoformat(day + "-01"), "MMMM y", language.locale)
        day = date.fromisoformat(day)
    return format_date(day, "long", language.locale)


def join_list(items: Iterable[str], language: Language) -> str:
    """Join items as a language does, by CLDR's list pattern: "A, B and C"."""
    return format_list(list(items), "standard", language.locale)
