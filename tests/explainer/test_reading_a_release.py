"""What each paragraph of a release is taken for, before a person looks at it."""

from __future__ import annotations

import pytest

from webapp.workbench.drafts import names_of_findings, read_release


def test_a_list_without_its_marks_is_still_a_list() -> None:
    """Who copies a release from a browser gets lists without bullets."""
    lines = ["A title", "The force:", "answered calls; and", "met schools."]
    lines += ["It should do more. Officers:", "did not listen;", "were slow, or", "forgot."]
    lines += ["A plan was asked for.", "which is no bullet.", "Get the report"]
    release = read_release("\n".join(lines))
    kinds = {3: "strength", 4: "strength"} | dict.fromkeys((6, 7, 8), "improvement")
    assert (release.bullets, release.furniture) == (kinds, [11])


def test_no_list_loses_an_item_by_the_marks_that_it_has() -> None:
    """Numbers, letters and other marks begin items; notes to editors are no findings."""
    items = ["1. met schools;", "2) wrote down words; and", "(c) was quick."]
    weak = ["a) did not listen, and", "ii. was slow; and", "▪ forgot."]
    notes = [
        "Notes to editors: for the press",
        "1. The inspection took place in March.",
        "2. Call the press.",
    ]
    lines = ["A title", "A lead.", "The force:", *items, "It must improve how it:", *weak, *notes]
    release = read_release("\n".join(lines))
    kinds = dict.fromkeys((4, 5, 6), "strength") | dict.fromkeys((8, 9, 10), "improvement")
    assert (release.bullets, release.furniture) == (kinds, [11])
    assert release.plain == [1, 2, 3, 7, 12, 13]
    (*_, third) = names_of_findings(release)
    assert third == (10, "forgot")


def test_what_follows_but_is_no_praise() -> None:
    """A draft that takes a failing for a strength would soften it, if nobody looked."""
    lines = ["A title", "A lead.", "They found:", "• staff answered;", "But they also found that:"]
    release = read_release("\n".join([*lines, "• files were inadequate;", "• visits were late."]))
    assert release.bullets == {4: "strength", 6: "improvement", 7: "improvement"}


def test_no_failing_under_a_heading_is_taken_for_a_strength() -> None:
    """A list may have only a heading that says what it is, and a list in it may not say it."""
    lines = ["A title", "Areas for improvement", "Inspectors found:", "• files were inadequate;"]
    lines += ["2. WHAT IS SLOW", "Visits:", "o visits were late.", "What works well"]
    lines += ["Inspectors saw:", "\uf0b7 staff answered.", "Notes:", "1. Calls were read."]
    release = read_release("\n".join(lines))
    assert release.bullets == {4: "improvement", 7: "improvement", 10: "strength"}
    assert release.furniture == [2, 5, 8, 11]


def test_a_heading_with_a_number_is_no_finding() -> None:
    """A list has several numbers or words before it, and “1.1” begins an item of one."""
    lines = ["A title", "A lead.", "1. What works well", "Inspectors saw that:"]
    lines += ["1.1 staff answered;", "1.2 schools were told.", "2. Cause of concern"]
    lines += ["Nobody looked.", "2.1 Visits were late.", "1.5 million people live there."]
    lines += ["3. What was said", "It should:", "1. Listen", "2. Ask;", "3. Look", "Notes"]
    release = read_release("\n".join(lines))
    kinds = {5: "strength", 6: "strength"} | dict.fromkeys((9, 13, 14, 15), "improvement")
    assert (release.bullets, release.furniture) == (kinds, [3, 7, 11, 16])


@pytest.mark.parametrize("broken", ["The force is effec-\ntive.", "The force\nis slow."])
def test_lines_of_a_pdf_are_refused_before_half_sentences_are_taken_for_furniture(
    broken: str,
) -> None:
    """What a draft marks as furniture nobody needs to explain; a list has marks or semicolons."""
    with pytest.raises(ValueError, match=r"breaks a sentence after “The force.*write each para"):
        read_release(f"A title\n{broken}\nCalls:\nwere answered; and\nwere met.\n")


def test_what_a_page_sets_apart_is_no_broken_sentence() -> None:
    """Addresses, cells and the line that ends a release begin with small letters of their own."""
    lines = ["A title", "A lead (of two)", "went on.", "Notes", "Read the full report"]
    lines += ["https://reports.example/a", "Custody", "adequate", "Telephone 0123", "ends"]
    lines += ["Press office", "press@force.example", "Site", "www.force.example"]
    assert read_release("\n".join(lines)).paragraphs == lines


def test_no_words_in_straight_quotation_marks_are_taken_for_furniture() -> None:
    """They say something, also where they cannot be shown as a quotation."""
    release = read_release("A title\nA lead.\nA mother said:\n'We waited.'\n\"Nobody came.\"")
    assert release.furniture == []


def test_no_grade_is_taken_for_furniture() -> None:
    """The gravest word of a release may stand in a table, with a row or a cell on a line."""
    rows = ["Topic\tGrade", "Leadership\tGood", "Initial response – Requires improvement"]
    rows += ["Investigation", "Inadequate", "Cases seen\t48", "Calls: good"]
    rows += ["| Custody | Inadequate |"]
    release = read_release("\n".join(["A title", "A lead.", "How it did:", *rows]))
    assert release.furniture == [4, 7]
    assert release.plain == [1, 3, 5, 6, 8, 9, 10, 11]


def test_nobody_is_given_the_words_of_another_speaker() -> None:
    """A chief constable's answer may follow an inspector's words, and be quoted in its sentence."""
    lines = [
        "A title",
        "A lead.",
        "HM Inspector Dr Ada Sample KPM CBE, said:",
        "“Too slow.",
        "“Far too slow.”",
    ]
    lines += ["Chief Constable Bo Other, of the force, said: “We agree.”", "“We will do better.”"]
    lines += ["Bo Other, Chief Constable, said:", "“We agree again.”"]
    release = read_release("\n".join(lines))
    assert release.speakers == {"Dr Ada Sample": (3, "HM Inspector")}
    assert set(release.quotes) == {4, 5}
    assert not {8, 9} & {*release.quotes, *release.speakers}
