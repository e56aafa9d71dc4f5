"""Dates as readers of a language write them."""

from __future__ import annotations

import calendar
import re
from datetime import date

import pytest

from webapp.i18n.languages import SOURCE, Language, format_day

# 2023-11, 11/8 and November 8, of any year.
IN_NUMBERS = re.compile(
    rf"\b(?:19|20)\d\d-[01]\d|(?<![\w/])(?!24/7)\d{{1,2}}/\d{{1,2}}(?![\w/])"
    rf"|\b(?:{'|'.join(calendar.month_name[1:])}) \d{{1,2}}\b"
)


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (date(2023, 11, 8), "8 November 2023"), ("2023-11-08", "8 November 2023"),
        ("2023-11", "November 2023"), (date(2024, 1, 2), "2 January 2024"),
    ],
)  # fmt: skip
def test_english_dates_are_british(day: date | str, written: str) -> None:
    """8 November is never read as 11 August."""
    assert format_day(day, SOURCE) == written


def test_other_languages_write_dates_their_own_way() -> None:
    """A date comes in the words of the page's language."""
    polish = Language(tag="pl", own_name="polski", english_name="Polish")
    assert format_day("2023-11-08", polish) == "8 listopada 2023"
    urdu = Language(tag="ur", own_name="اردو", english_name="Urdu")
    assert format_day("2023-11-08", urdu) == "8 نومبر 2023"  # as the sentences around it do


def test_pages_write_no_date_in_numbers(app) -> None:
    """No page of ours shows a reader a date as machines write it."""
    from house import addresses, seen, words

    for address in addresses():
        # An address is no date, whatever stands in it.
        text = re.sub(r"https?://\S+", "", words(seen(app, address).one("body")))
        assert not IN_NUMBERS.search(text), (address, IN_NUMBERS.search(text))
