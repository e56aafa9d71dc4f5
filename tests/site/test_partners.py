"""What partner agencies get: their page, safe figures, handouts, a pack to read together."""

from __future__ import annotations

from itertools import pairwise
from time import process_time

import pytest
from flask import Flask
from flask.testing import FlaskClient
from house import (
    TAGS,
    folded,
    localized,
    parse,
    real,
    seen,
    tag,
    telephone_links,
    with_class,
    words,
)

from webapp.site.sitemap import every_page


def test_each_agency_has_what_it_needs(app: Flask) -> None:
    """Findings that touch it and why, five to eight questions, what works, what is not known."""
    assert len(real().audiences) == 6
    slugs = {finding.slug for finding in real().findings}
    for agency in real().audiences:
        page = seen(app, f"/en/partners/{agency.slug}/")
        text = words(page.one("main"))
        assert 5 <= len(agency.questions.passages) <= 8
        for passage in (*agency.touches.passages, *agency.questions.passages):
            assert passage.text in text
            assert passage.about in slugs
            assert f"/en/findings/{passage.about}/" in page.links
        assert "What is not known" in text
        for listed in with_class(page.one("main"), "tied"):
            led = [link.get("href") for link in listed.iter() if tag(link) == "a"]
            assert all(one != next_one for one, next_one in pairwise(led)), agency.slug
        assert "999" in telephone_links(page.one("main"))
        assert f"/en/partners/briefing/7-minutes/{agency.slug}/" in page.links


@pytest.mark.parametrize("language", TAGS)
def test_one_table_names_each_finding_with_its_kind_and_link(app: Flask, language: str) -> None:
    """At a glance, without colour, in reading order: what, of which kind, where; since, once."""
    said = localized(language)
    page = seen(app, f"/{language}/partners/")
    (section,) = with_class(page.root, "glance")
    (table,) = (element for element in section.iter() if tag(element) == "table")
    caption, head, body, foot = table
    assert str(len(said.findings)) in words(caption)
    assert [cell.get("scope") for cell in head[0]] == ["col"] * 4
    assert len(body) == len(said.findings)
    kinds: dict[bool, set[str]] = {True: set(), False: set()}
    for row, finding in zip(body, said.findings, strict=True):
        name, kind, found, day = row
        assert (tag(name), name.get("scope"), words(name)) == ("th", "row", folded(finding.short))
        assert name[0].get("href") == f"/{language}/findings/{finding.slug}/"
        assert words(found) == folded(finding.title)
        assert "2023" in words(day)
        kinds[finding.strength].add(words(kind))
    assert [len(names) for names in kinds.values()] == [1, 1]
    assert kinds[True] != kinds[False]
    assert [link.get("href") for link in foot.iter() if tag(link) == "a"] == [f"/{language}/next/"]


def test_every_improvement_is_asked_about_by_somebody() -> None:
    """No area for improvement is left out of every meeting."""
    asked = {p.about for agency in real().audiences for p in agency.questions.passages}
    assert {finding.slug for finding in real().findings if not finding.strength} <= asked


def test_each_figure_and_finding_can_be_cited(app: Flask) -> None:
    """Who copies it copies words, whole, publisher, title, day, link and that it is reported."""
    page = seen(app, "/en/partners/figures/")
    boxes = [words(element) for element in with_class(page.one("main"), "copy")]
    assert len(boxes) == 6
    for box in boxes:
        assert "In plain words: http://127.0.0.1:8000/en/partners/figures/#" in box
        assert "8 November 2023" in box
    for box in boxes[:5]:
        assert "as reported by ITV News Meridian" in box
        assert "“Too many children not being protected or heard by Thames Valley Police" in box
        assert "https://www.itv.com/news/" in box
    assert "Also reported by: Oxford Mail" in boxes[0]
    assert "not seen this in the report itself" in boxes[0]
    for box in boxes:
        assert box.count("Also reported by") <= 1, "one source, one line"
        assert box.count("https://www.itv.com/news/") <= 1
        assert box.count("https://www.readingchronicle.co.uk/") <= 1
    assert "this guide’s sum: 35 ÷ 70 × 100 = 50" in boxes[3]
    assert "this guide’s sum: 19 ÷ 70 × 100 ≈ 27" in boxes[1], "27.14 is not 27"
    (box,) = with_class(seen(app, "/en/").one("main"), "copy")
    assert words(box).startswith("Inspectors assessed 70 child protection cases")
    assert "as reported by ITV News Meridian" in words(box)
    assert "http://127.0.0.1:8000/en/#numbers" in words(box)
    for path in ("partners/figures/", "data/", "findings/neglect/"):
        for each in with_class(seen(app, f"/ur/{path}").one("main"), "copy")[:1]:
            assert "".join(each.itertext()).strip().endswith(" \u2069"), "no mark in a link"
    for finding in real().findings:
        (box,) = with_class(seen(app, f"/en/findings/{finding.slug}/").root, "copy")
        assert words(box).startswith(f"{finding.title} (HMICFRS news release")
        # A bare address would not say whose words these are.
        guide = "In plain words: http://127.0.0.1:8000/en"
        assert f"{guide}/findings/{finding.slug}/" in words(box)


def test_each_area_has_a_handout_with_its_numbers(app: Flask) -> None:
    """A front desk hands out its own council's numbers and the national ones, with the day."""
    for area in real().areas:
        page = seen(app, f"/en/handout/{area.id}/")
        numbers = telephone_links(page.one("main"))
        assert {"999", "101", "08088005000", "08001111"} <= numbers
        assert {n.number.replace(" ", "") for n in area.numbers} <= numbers
        text = words(page.one("main"))
        assert text.count("Seen on ") >= len(area.numbers)
        assert "No answer? Call 101. In danger: 999." in text
        for number in area.numbers:
            assert (number.hours != "out-of-hours") or "When the office is closed." in text
        (lines,) = with_class(page.root, "lines")
        assert len(list(lines)) == 6


def test_the_pack_has_every_simple_sentence_and_a_question_for_each_finding(app: Flask) -> None:
    """Reading together misses nothing and pauses at every finding."""
    page = seen(app, "/en/simple/together/")
    text = words(page.one("main"))
    for finding in real().findings:
        assert all(passage.text in text for passage in finding.simple.passages)
    assert len(with_class(page.root, "pause")) == len(real().findings)


@pytest.mark.parametrize("language", TAGS)
def test_each_question_of_the_comprehension_sheet_has_the_answer_of_its_number(
    app: Flask, language: str
) -> None:
    """Whoever asks parents finds ten questions, and the answer to question 7 under 7."""
    page = seen(app, f"/{language}/partners/comprehension/")
    numbers: dict[str, list[int]] = {"questions": [], "answers": []}
    for block, found in numbers.items():
        for part in (element for element in page.with_id(block).iter() if tag(element) == "ol"):
            first = int(part.get("start", "1"))
            found += range(first, first + len(list(part)))
    assert numbers["questions"] == numbers["answers"] == list(range(1, 11))


def test_who_hands_out_an_unchecked_language_is_told_so_in_english(app: Flask) -> None:
    """Staff read English: what they give to a family says in it that nobody checked it."""
    warning = "A computer program translated this page. No person has checked it."
    for path in ("handout/", "handout/reading/", "help/card/", "simple/together/"):
        for language in ("pl", "ur"):
            page = seen(app, f"/{language}/{path}")
            (notice,) = [e for e in page.all("span") if words(e) == warning]
            assert notice.get("lang") == "en"
        assert warning not in words(seen(app, f"/en/{path}").root)


def test_a_code_of_any_length_is_refused_at_once(client: FlaskClient) -> None:
    """Whoever sends letters at random takes no second from everybody else."""
    client.get("/en/b/zz")
    before = process_time()
    assert client.get(f"/en/b/{60_000 * 'z'}").status_code == 404
    assert process_time() - before < 0.2


@pytest.mark.parametrize(
    ("query", "field", "says"),
    [
        ("agency=nobody&finding=neglect", "agency", "Some of this was not understood"),
        ("agency=health", "finding", "Please choose at least one finding"),
        ("finding=neglect&finding=neglect", "finding", "Some of this was not understood"),
        ("finding=neglect&large=3", "large", "Some of this was not understood"),
    ],
)
def test_a_wrong_field_says_so_where_it_stands(
    client: FlaskClient, query: str, field: str, says: str
) -> None:
    """Whoever looks at the form, not at the summary above it, sees which field to mend."""
    page = parse(client.get(f"/en/partners/briefing/?{query}").text)
    (wrong,) = (each for each in page.iter() if each.get("aria-invalid"))
    assert wrong.get("name") == field
    (form,) = with_class(page, "builder")
    (message,) = with_class(form, "badge")
    assert words(message) == says
    legend = [each for each in form.iter() if tag(each) == "legend" and message in each.iter()]
    assert legend or wrong.get("aria-describedby") == message.get("id")


@pytest.mark.parametrize("path", ["young-people/", "simple/"])
def test_no_picture_stands_twice_in_a_row(app: Flask, path: str) -> None:
    """Two lines with one picture read as one line drawn twice: they stand beside it together."""
    for voice in with_class(seen(app, f"/en/{path}").root, "voice"):
        pictures = [
            [each.get("d") for each in drawn.iter()] for drawn in with_class(voice, "picture")
        ]
        assert pictures
        assert all(one != other for one, other in pairwise(pictures))


def test_a_box_is_named_once_for_eyes(app: Flask) -> None:
    """Its heading says which box it is; the link under it repeats that only to screen readers."""
    for voice in with_class(seen(app, "/en/partners/embed/").root, "voice"):
        (link,) = with_class(voice, "onward")
        (unseen,) = with_class(link, "heard")
        heading = next(each for each in voice.iter() if tag(each) == "h3")
        assert words(link) == f"See this box{words(unseen)}"
        assert words(unseen) == f": {words(heading)}"


def test_the_list_of_agencies_names_who_would_not_know_theirs(app: Flask) -> None:
    """A school nurse and a helper at a mosque see at once which page is theirs."""
    listed = words(seen(app, "/en/partners/").with_id("agencies"))
    assert all(
        word in listed for word in ("nurses", "health visitors", "Charities", "faith groups")
    )


def test_every_page_for_partners_leads_back_to_their_list(app: Flask) -> None:
    """Who comes from a search to the figures finds above them what else there is for their work."""
    below = [page.path for page in every_page(real()) if page.path.startswith("partners/")]
    for path in below[1:]:
        (back,) = with_class(seen(app, f"/en/{path}").root, "back")
        assert [link.get("href") for link in back] == ["/en/partners/"], path
