"""Dates as a language writes them. Knows no words and no pages."""

from __future__ import annotations

from datetime import date

from babel.dates import format_date

from webapp.i18n.languages import Language


def format_day(day: date | str, language: Language) -> str:
    """Write a date, or an ISO day ("2023-11-08") or month ("2023-11"), in a language."""
    if isinstance(day, str):
        if len(day) == len("2023-11"):
            return format_date(date.fromisoformat(day + "-01"), "MMMM y", language.locale)
        day = date.fromisoformat(day)
    return format_date(day, "long", language.locale)
