"""What a text claims is found by machine: numbers, dates, names, sums."""

from __future__ import annotations

import pytest

from webapp.explainer.claims import check_sum, dates, is_exact, names, numbers

ORDINARY = frozenset({"inspectors", "however", "police", "listen", "note"})


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Nineteen of 70 cases", {"19", "70"}),
        ("two dashboards, one board", {"2"}),
        ("1,000 children and 0808 800 5000", {"1000", "08088005000"}),
        ("In 2023 12 children called 116 123", {"2023", "12", "116123"}),
        ("half of them, a quarter of those", {"1/2", "1/4"}),
        ("Twenty-one calls, and thirty-three more", {"21", "33"}),
        ("one child said so first", set()),
        ("on 8 November 2023", set()),
        ("often, a tender wife, weight", set()),
    ],
)
def test_numbers_are_found_in_digits_and_words(text: str, found: set[str]) -> None:
    """ "Nine" and "9" are the same number; a date and a word like "often" are none."""
    assert numbers(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("published on 8 November 2023", {"2023-11-08"}),
        ("in May 2023 and on 26 May 2023", {"2023-05", "2023-05-26"}),
        ("between 3rd and 14th November 2025", {"2025-11-14"}),
        ("they may come", set()),
    ],
)
def test_dates_are_understood_as_wholes(text: str, found: set[str]) -> None:
    """Another day of the same month is another date."""
    assert dates(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Inspectors met Roy Wilsher.", {"Roy", "Wilsher"}),
        ("Bert said so.", {"Bert"}),
        ("However, police listened. Listening helps: Notes matter.", set()),
        ("“Inspectors came.” (Police said.)", set()),
        ("“Police came.” It said: “Listen!” However, (note.) Police said.", set()),
        ("The force’s Operation Encompass’s start", {"Operation", "Encompass"}),
        ("In May 2023 I saw it.", set()),
    ],
)
def test_names_are_capital_letters_without_a_reason_in_grammar(text: str, found: set[str]) -> None:
    """A name that no source holds is seen, wherever it stands in the sentence."""
    assert names(text, ORDINARY) == found


@pytest.mark.parametrize(
    ("sum_", "inputs", "result"),
    [
        ("19 / 70 * 100 = 27", {"19", "70", "100"}, {"27"}),
        ("16 / 70 * 100 = 23", {"16", "70", "100"}, {"23"}),
        ("5 / 40 * 100 = 13", {"5", "40", "100"}, {"13"}),
        ("29 / 200 * 100 = 15", {"29", "200", "100"}, {"15"}),
        ("19 + 16 + 35 = 70", {"19", "16", "35"}, {"70"}),
        ("day 56 from 2023-11-08 = 2024-01-02", {"56", "2023-11-08"}, {"2024-01-02"}),
        ("day 1 from 2023-11-08 = 2023-11-08", {"1", "2023-11-08"}, {"2023-11-08"}),
    ],
)
def test_a_right_sum_passes(sum_: str, inputs: set[str], result: set[str]) -> None:
    """A reader can do the sum again; the first day is day 1."""
    assert check_sum(sum_) == (inputs, result, "")


@pytest.mark.parametrize(
    ("sum_", "results", "exact"),
    [
        ("35 / 70 * 100 = 50", {"50", "1/2"}, True),
        ("10 / 40 * 100 = 25", {"25", "1/4"}, True),
        ("7 / 25 * 100 = 28", {"28"}, True),
        ("36 / 71 * 100 = 51", {"51"}, False),
        ("101 / 203 * 100 = 50", {"50"}, False),
        ("25 + 25 = 50", {"50"}, True),
    ],
)
def test_half_and_a_quarter_may_be_said_of_an_exact_share_only(
    sum_: str, results: set[str], exact: bool
) -> None:
    """ "Half of the cases" is what people say; "nearly half" is not half, and is shown as ≈."""
    assert check_sum(sum_)[1:] == (results, "")
    assert is_exact(sum_) is exact


@pytest.mark.parametrize(
    "sum_",
    [
        "19 / 70 * 100 = 28",
        "day 56 from 2023-11-08 = 2024-01-03",
        "day 56 from 2023-02-30 = 2024-01-03",
        "day 99999999999 from 2023-11-08 = 2024-01-03",
        "19 / 0 = 0",
        "19",
        "",
        "= 7",
        "9 ** 9 ** 9 = 1",
        "open('x') = 1",
        "(lambda: 1)() = 1",
        "-1 = -1",
        "True + 1 = 2",
        "1e308 * 10 = 1",
        "(" * 5000 + "1" + ")" * 5000 + " = 1",
    ],
)
def test_a_wrong_or_hostile_sum_is_refused_and_never_run(sum_: str) -> None:
    """A sum is counted, not executed: content is no place for code."""
    assert check_sum(sum_)[2]
