"""Briefings: what was chosen is understood, what was not is said, one briefing has one address."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlencode

import pytest
from flask import Flask, g
from flask.testing import FlaskClient
from house import (
    ORIGIN,
    TAGS,
    addresses,
    folded,
    localized,
    parse,
    read,
    real,
    seen,
    with_class,
    words,
)

from webapp.site import briefings
from webapp.site.sitemap import LENGTHS, READY
from webapp.site.website import site_of

BUILDER = "/en/partners/briefing/"
GOOD = "agency=health&finding=neglect&finding=intelligence&quotations=1"


def test_a_choice_is_answered_at_its_own_address(client: FlaskClient) -> None:
    """The address of a briefing can be sent to a colleague."""
    answer = client.get(f"{BUILDER}?{GOOD}")
    assert answer.status_code == 200
    assert "Briefing: Health" in answer.text
    (short,) = set(re.findall(r"http://127.0.0.1:8000(/en/b/[a-z0-9]{3,6})<", answer.text))
    again = client.get(short)
    assert (again.status_code, again.headers["Location"]) == (302, f"{BUILDER}?{GOOD}")
    # One that other content had, or that nobody made, leads nowhere.
    typed = short.replace("0", "O").replace("1", "l")
    spaced = f"{short[:8]} {short[8:]}"
    for broken in (f"{short}/", f"{short}.", f"{typed}”", spaced, short.upper(), f"{short}/)."):
        assert client.get(broken).headers["Location"] == again.headers["Location"], broken
    for wrong in (short[:-1], short + "0", "/en/b/0", "/en/b/llll", "/xx/b/0"):
        assert client.get(wrong).status_code == 404, wrong
    # Who shares the page shares the briefing, and not the empty form.
    (canonical,) = (e for e in parse(answer.text).iter() if e.get("rel") == "canonical")
    assert canonical.get("href", "").endswith(f":8000{BUILDER}?{GOOD}")
    (share,) = (e for e in parse(answer.text).iter() if e.get("id") == "share")
    assert f":8000{short}\n" in share.get("data-text", "")
    # The choice is kept below, to change it.
    (kept,) = with_class(parse(answer.text), "builder")
    ticked = {box.get("value") for box in kept.iter("input") if "checked" in box.attrib}
    assert ticked == {"neglect", "intelligence", "1"}
    assert "investigating cases of child neglect" in answer.text
    assert "overdue visits" not in answer.text


def test_a_built_briefing_stays_the_same_in_another_language(app: Flask) -> None:
    """Who changes the language keeps what they chose, and nothing that was added to an address."""

    def others(address: str) -> set[str]:
        (line,) = with_class(read(app, address).root, "tongues")
        return {link.get("href", "").partition("/partners/")[2] for link in line.iter("a")}

    for tag in ("en", "ur"):
        built = others(f"/{tag}/partners/briefing/?{GOOD}") - {""}
        assert built == {f"briefing/?{GOOD}"}
        assert others(f"/{tag}/partners/briefing/") - {""} == {"briefing/"}
        assert others(f"/{tag}/partners/?{GOOD}") == {""}
    wrong = app.test_client().get(f"{BUILDER}?agency=health&colour=red")
    assert wrong.status_code == 400
    assert "colour" not in wrong.text


@pytest.mark.parametrize("mark", [".", ").”", "۔", " ", "%E2%80%8B", "&gt;"])
def test_what_was_chosen_is_understood_as_a_message_made_it(client: FlaskClient, mark: str) -> None:
    """Such an address ends in the choice, where the marks of a sentence hang on to it."""
    for query in (f"{GOOD}{mark}", f"{GOOD.upper()}{mark}", GOOD.replace("&", "&amp;") + mark):
        answer = client.get(f"{BUILDER}?{query}")
        assert (answer.status_code, answer.headers["Location"]) == (302, f"{BUILDER}?{GOOD}"), query
    filtered = client.get(f"/en/findings/?SHOW=good&amp;for=schools{mark}").data
    assert filtered == client.get("/en/findings/?show=good&for=schools").data


@pytest.mark.parametrize("mark", ["fbclid=x", "utm_source=news&utm_medium=email", "gclid=", "&&&"])
def test_a_shared_briefing_opens_with_what_a_network_hangs_on(
    client: FlaskClient, mark: str
) -> None:
    """A colleague who got the link in a newsletter sees the briefing, at its own address."""
    for query in (f"{GOOD}&{mark}", f"{mark}&{GOOD}"):
        answer = client.get(f"{BUILDER}?{query}")
        assert (answer.status_code, answer.headers["Location"]) == (302, f"{BUILDER}?{GOOD}")
        assert client.get(f"/word/en/briefing.docx?{query}").status_code == 200
    # A link to the form itself leads to the form, and finds fault with nobody.
    form = client.get(f"{BUILDER}?{mark}")
    assert (form.status_code, form.data) == (200, client.get(BUILDER).data)


@pytest.mark.parametrize(
    "query",
    [
        "finding=neglect&finding=intelligence&agency=health&quotations=1",
        "agency=health&finding=intelligence&finding=neglect&quotations=1",
        "quotations=1&agency=health&finding=neglect&finding=intelligence",
    ],
)
def test_one_briefing_has_one_address(client: FlaskClient, query: str) -> None:
    """In whatever order a choice is written, it leads to the same address."""
    answer = client.get(f"{BUILDER}?{query}")
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"{BUILDER}?{GOOD}"


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("agency=nobody&finding=neglect", '#agency">the agency'),
        ("agency=health&agency=schools&finding=neglect", '#agency">the agency'),
        ("agency=health", '#finding">the findings'),
        ("agency=health&finding=", '#finding">the findings'),
        ("agency=health&finding=neglect&finding=neglect", '#finding">the findings'),
        ("agency=health&finding=neglect&finding=unknown", '#finding">the findings'),
        ("agency=health&finding=neglect&quotations=yes", "with quotations"),
        ("agency=health&finding=neglect&questions=1&questions=1", "with questions"),
        ("agency=health&finding=neglect&large=2", "large print"),
        ("agency=nobody&finding=neglect&colour=red", "something that this form does not ask"),
        ("agency=" + "x" * 9_000 + "&finding=neglect", '#agency">the agency'),
        (urlencode([("finding", str(n)) for n in range(1_500)]), '#finding">the findings'),
        ("agency=%ff%fe&finding=neglect", '#agency">the agency'),
        ("agency=health&finding=neglect%00", '#finding">the findings'),
        ("agency[]=health&large=1", "something that this form does not ask"),
        ("agency=<script>alert(1)</script>&finding=neglect", '#agency">the agency'),
    ],
    ids=lambda value: value[:40],
)
def test_what_was_not_understood_is_said_and_the_rest_is_kept(
    client: FlaskClient, query: str, message: str
) -> None:
    """A broken link gets a clear answer and a form with what could be read, never an error."""
    answer = client.get(f"{BUILDER}?{query}")
    assert answer.status_code == 400
    headed = ("Some of this was not understood", "Please choose at least one finding")
    assert headed[query == "agency=health"] in answer.text
    assert message in answer.text
    assert not any(hostile in answer.text for hostile in ("alert(1)", "xxxx"))
    if "finding=neglect" in query and "%00" not in query:
        assert 'value="neglect" checked' in answer.text


@pytest.mark.parametrize(
    "address", [address for address in addresses() if "/briefing/" in address][1:]
)
def test_a_ready_briefing_ends_with_what_a_meeting_needs(app: Flask, address: str) -> None:
    """Questions, an empty action table, a line to minute, and how long it takes to say."""
    page = seen(app, address)
    text = words(page.one("main"))
    agency = next((a for a in real().audiences if address.endswith(f"/{a.slug}/")), None)
    assert ("Three questions to discuss" in text) is (agency is None)
    for asked in agency.questions.passages if agency else ():
        assert asked.text in text
    assert "We used this on:" in text
    assert "130 a minute" in text
    assert "(from this guide)" in text
    for point in agency.monday.passages if agency else ():
        assert point.text in text
    (table,) = with_class(page.root, "actions")
    assert words(table).count("to fill in") == 9
    assert "in too many" in text.casefold()
    (parts,) = with_class(page.root, "parts")
    assert words(parts).count("We do not know whether") == 1
    for part in parts:
        assert words(part) != words(next(iter(part))), "a heading without content"


@pytest.mark.parametrize("tag", TAGS)
def test_a_briefing_takes_the_minutes_that_its_name_says(app: Flask, tag: str) -> None:
    """Who has seven minutes in a meeting is neither cut off nor left with an empty half."""
    guide = site_of(app).guides[tag]
    pages = [page for page in guide.pages.values() if page.words == READY]
    assert len(pages) == len(LENGTHS) + len(real().audiences)
    with app.test_request_context():
        g.language = guide.language
        made = {page.about: briefings.ready(guide, page) for page in pages}
    for name, briefing in made.items():
        minutes = int(name.partition("-")[0])
        taken = briefing.words / guide.language.pace + briefing.discuss
        assert 0.9 * minutes <= taken <= 1.1 * minutes, (name, taken)
        assert briefing.minutes == minutes, (name, "the page says another number")
        assert briefing.discuss == 0 or briefing.discuss >= 6


# What was good, and what inspectors found poor beside it.
BESIDE = {
    "heading-missing-high-risk": {"heading-missing-standard", "heading-missing-why"},
    "heading-staff": {"officer-knowledge"},
}


@pytest.mark.parametrize("tag", TAGS)
def test_no_briefing_keeps_the_good_and_cuts_away_the_poor_beside_it(app: Flask, tag: str) -> None:
    """What has no room in the minutes is left out without softening what inspectors found."""
    guide = site_of(app).guides[tag]
    for page in guide.pages.values():
        if page.words == READY:
            with app.test_request_context():
                g.language = guide.language
                made = briefings.ready(guide, page)
            passages = [passage for part in made.parts for passage in part.passages]
            facts = {cite.fact for passage in passages for cite in passage.cites}
            for good, poor in BESIDE.items():
                assert good not in facts or poor <= facts, (page.about, good)


def test_councillors_hear_who_answers_for_it(app: Flask) -> None:
    """56 days, the commissioner's answer and the other inspection are in their briefing."""
    text = words(seen(app, "/en/partners/briefing/7-minutes/councillors/").one("main"))
    for phrase in ("within 56 days", "2 January 2024", "Matthew Barber", "PEEL", "not orders"):
        assert phrase in text, phrase


def test_twenty_minutes_are_a_plan(app: Flask) -> None:
    """A volunteer knows when to talk, when to let others talk, and how to close with care."""
    page = seen(app, "/en/partners/briefing/20-minutes/")
    (parts,) = with_class(page.root, "parts")
    headings = [words(heading) for heading in parts.iter("h2")]
    assert "care" in headings[0]
    assert headings[-2] == "Discuss"
    assert "today" in headings[-1]
    found = re.search(
        r"talk for (\d+) min, discuss for (\d+) min, close in (\d+)", words(page.root)
    )
    assert found
    assert sum(map(int, found.groups())) == 20


def test_seven_minutes_have_seven_parts(app: Flask) -> None:
    """The form that safeguarding partnerships use has seven numbered parts."""
    for address in addresses():
        if "7-minutes" in address:
            (parts,) = with_class(seen(app, address).root, "parts")
            assert len(list(parts)) == 7


def test_every_part_that_rests_on_a_source_names_it(app: Flask) -> None:
    """On paper, too, each part says what it rests on; what is ours needs no line."""
    page = seen(app, "/en/partners/briefing/20-minutes/")
    (parts,) = with_class(page.root, "parts")
    found = {finding.title: finding for finding in real().findings}
    for part in parts:
        title = words(part[0])
        if title in found:
            assert with_class(part, "origin"), title
    for finding in real().findings:
        assert finding.title in words(parts)


def test_a_code_is_drawn_only_where_the_public_address_is_known(
    client: FlaskClient, make_app: Callable[..., Flask]
) -> None:
    """No code on paper leads to a developer's machine."""
    path = "/en/handout/"
    assert "<svg" in client.get(path).text
    assert 'class="qr"' not in client.get(path).text
    assert "http://127.0.0.1:8000/en/" in client.get(path).text
    public = make_app(site_url=ORIGIN).test_client()
    assert 'class="qr"' in public.get(path, base_url=ORIGIN).text


@pytest.mark.parametrize("tag", TAGS)
def test_a_councillor_finds_for_each_question_what_it_rests_on_and_what_to_ask_then(
    app: Flask, tag: str
) -> None:
    """Evidence with its source; a full answer, a follow-up and whom to ask, all three ours."""
    asked = {passage.text for a in real().audiences for passage in a.questions.passages}
    page = seen(app, f"/{tag}/partners/scrutiny/")
    (parts,) = with_class(page.root, "parts")
    written = next(entry for entry in real().pages if entry.slug == "scrutiny")
    said = next(entry for entry in localized(tag).pages if entry.slug == "scrutiny")
    assert len(said.blocks) == 8
    for english, block in zip(written.blocks[1:], said.blocks[1:], strict=True):
        assert english.heading in asked
        *evidence, answer, follow_up, whom = english.passages
        assert evidence
        assert all(passage.cites for passage in evidence)
        assert not any(passage.cites for passage in (answer, follow_up, whom))
        assert answer.text.startswith("A full answer would ")
        assert follow_up.text.startswith("Follow-up: ")
        assert whom.text.startswith("Ask ")
        (part,) = (element for element in parts if element.get("id") == block.anchor)
        assert all(
            folded(passage.text) in words(part) for passage in block.passages if not passage.quote
        )
        assert with_class(part, "origin")
    assert "https://www.thamesvalley-pcc.gov.uk" in page.links
    for path in ("partners/", "partners/councillors/"):
        assert f"/{tag}/partners/scrutiny/" in seen(app, f"/{tag}/{path}").links
