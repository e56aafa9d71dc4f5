"""Who needs help finds what fits them, and nothing that could fail or betray them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from house import addresses, read, real, seen, telephone_links, with_class, words
from test_words_of_need import results

TYPED = {contact.number.replace(" ", "") for contact in real().contacts if not contact.dial}
# Where most people read: the gravest words of the inspectors stand there, in each page's voice.
GRAVEST = [
    address
    for address in addresses()
    if address in ("/en/", "/en/findings/", "/en/simple/", "/en/young-people/")
    or address.startswith(("/en/handout/", "/en/partners/briefing/"))
    or address in {f"/en/partners/{agency.slug}/" for agency in real().audiences}
    if address != "/en/partners/briefing/"
]


@pytest.mark.parametrize("address", [*addresses(), "/en/nowhere/"])
def test_a_number_for_a_textphone_is_never_a_voice_call(client: FlaskClient, address: str) -> None:
    """A deaf reader presses a number and must not end in a call that they cannot hear.

    iPhones make links of their own of what looks like a number, where a page does not forbid it.
    """
    text = client.get(address).text
    assert {"18000", "18001101"} == TYPED
    for number in (*TYPED, "18001"):
        assert f"tel:{number}" not in text
    if "18000" in text or "18001 101" in text:
        assert '<meta name="format-detection" content="telephone=no">' in text


def test_the_ways_for_deaf_people_hold_no_voice_call(app: Flask) -> None:
    """Nothing in these parts is a telephone link, and both kinds of need are there."""
    page = seen(app, "/en/help/")
    for name in ("deaf", "text-999", "text-999-check"):
        assert telephone_links(page.with_id(name)) == set(), name
    text = words(page.with_id("deaf"))
    assert all(number in text for number in ("999 BSL", "18000", "18001 101"))
    assert "If no answer comes in 2 to 3 minutes" in words(page.with_id("text-999"))


def test_help_answers_the_worst_first_and_then_lists_what_fits(app: Flask) -> None:
    """999 stands first; the list after it leads to each situation on the page."""
    page = seen(app, "/en/help/")
    order = [section.get("id") for section in page.one("main").iter("section") if section.get("id")]
    assert order[:2] == ["now", "situations"]
    assert telephone_links(page.with_id("now")) == {"999"}
    leads = [link.get("href", "") for link in page.with_id("situations").iter("a")]
    wanted = ("cannot-speak", "deaf", "language", "missing", "worried", "watched", "young")
    assert {f"#{name}" for name in wanted} <= set(leads)
    assert set(leads) <= {f"#{name}" for name in order}


def test_a_number_of_a_council_says_when_it_answers(app: Flask) -> None:
    """At five past five on a Friday nobody rings a desk that closed at five and waits."""
    said = {
        "office": "Office hours only.",
        "out-of-hours": "When the office is closed.",
        "not-seen": "It may answer in office hours only.",
    }
    for area in real().areas:
        assert "out-of-hours" in {number.hours for number in area.numbers}, area.id
        for address in (f"/en/help/{area.id}/", f"/en/handout/{area.id}/"):
            text = words(seen(app, address).one("main"))
            assert all(said[number.hours] in text for number in area.numbers), address
            assert "No answer? Call 101. In danger: 999." in text


def test_a_warning_stands_before_what_it_warns_of(app: Flask) -> None:
    """Who presses the first button has read what it can do to them."""
    kept = [section.get("id") for section in seen(app, "/en/offline/").one("main").iter("section")]
    assert kept.index("facts") < kept.index("device")
    assert "somebody dangerous looks at" in words(seen(app, "/en/offline/").with_id("facts"))
    page = seen(app, "/en/safety/")
    order = [section.get("id") for section in page.one("main").iter("section")]
    assert order.index("history") < order.index("danger") < order.index("talk")
    assert "08082000247" in telephone_links(page.with_id("talk"))


def test_the_english_card_speaks_for_a_deaf_parent(app: Flask) -> None:
    """In English, too, the page that says “show” shows a card."""
    (card,) = with_class(seen(app, "/en/help/card/").root, "show-card")
    assert words(card).startswith("I am deaf. I am worried about a child.")


def test_the_card_says_what_an_operator_hears_first(app: Flask) -> None:
    """Who calls 999 with two words is asked for a service; only then comes an interpreter."""
    section = seen(app, "/pl/help/card/").with_id("telephone")
    text = words(section)
    assert telephone_links(section) == {"999"}
    assert text.index("999") < text.index("“Police. Interpreter. Polish.”")
    assert text.index("Polish.”") < text.index("“Interpreter. Polish.”")


@pytest.mark.parametrize("static_host", [True, False])
def test_an_error_speaks_of_a_search_only_where_there_is_one(
    make_app: Callable[..., Flask], static_host: bool
) -> None:
    """Plain files cannot search: who came by a broken link is sent to the start page."""
    page = read(make_app(static_host=static_host), "/en/nowhere/", 404).one("main")
    assert ("search" in words(page).casefold()) is not static_host
    assert "begin again at the start page" in words(page)


def test_young_people_can_reach_childline_without_being_overheard(app: Flask) -> None:
    """Chat and e-mail stand before the number, in the first lines of their page."""
    section = seen(app, "/en/young-people/").with_id("help-first")
    first = words(section)
    assert first.index("childline.org.uk") < first.index("0800 1111")
    # "Then first read about safe use:" leads there, not to a source.
    links = [link.get("href") for link in section.iter("a")]
    assert links[:2] == ["tel:08001111", "tel:999"]
    assert links[2] == "/en/safety/"


@pytest.mark.parametrize("address", GRAVEST)
def test_the_gravest_words_stand_where_people_read(app: Flask, address: str) -> None:
    """Nothing is softened: in too many cases children were not seen, heard or protected."""
    text = words(seen(app, address).one("main")).casefold()
    assert "in too many" in text
    assert any(phrase in text for phrase in ("not seen", "weren’t being seen"))
    assert any(phrase in text for phrase in ("protected", "protect those children properly"))


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ({"contact_url": "https://council.example/guide"}, "https://council.example/guide"),
        ({"contact_email": "guide@council.example"}, "mailto:guide@council.example"),
    ],
)
def test_about_says_whom_to_tell_of_a_mistake(
    app: Flask, make_app: Callable[..., Flask], given: dict[str, str], shown: str
) -> None:
    """Who finds a mistake reaches somebody; and nobody in need waits for an answer there."""
    html = make_app(**given).test_client().get("/en/about/").text
    assert f'href="{shown}"' in html
    without = words(seen(app, "/en/about/").with_id("mistake"))
    assert "ask whoever runs the site" in without
    assert "The people who run this guide cannot help a child." in without


CHILDLINE, DOMESTIC_ABUSE, NSPCC = "08001111", "08082000247", "08088005000"


@pytest.mark.parametrize(
    ("tag", "number", "typed"),
    [("en", CHILDLINE, ["my dad hits me", "im scared of my stepdad", "my uncle touches me",
                        "mum locks us in", "dad hits my mum", "i want to die", "my mum drinks",
                        "my brother beats me", "my dad makes me sell drugs"]),
     ("en", DOMESTIC_ABUSE, ["my husband hits me", "my boyfriend strangled me",
                             "he tracks my phone", "my ex threatens to take the kids",
                             "scared of my partner"]),
     ("en", NSPCC, ["neighbour hits child", "worried about a child", "my sister hits her kids",
                    "a child is hungry", "my son has bruises"]),
     ("pl", CHILDLINE, ["tata mnie bije", "boję się ojczyma mojego"]),
     ("pl", DOMESTIC_ABUSE, ["mąż mnie bije"]),
     ("ro", CHILDLINE, ["tata mă bate"]), ("ro", DOMESTIC_ABUSE, ["soțul mă bate"]),
     ("pa", CHILDLINE, ["ਪਾਪਾ ਮੈਨੂੰ ਕੁੱਟਦੇ ਹਨ", "daddy mainu kutda"]),
     ("ur", CHILDLINE, ["ابو مجھے مارتے ہیں", "abbu mujhe marte hain"]),
     ("ur", DOMESTIC_ABUSE, ["شوہر مجھے مارتا ہے"]),
     ("pt", CHILDLINE, ["o meu pai bate-me"]), ("pt", DOMESTIC_ABUSE, ["o meu marido bate-me"]),
     ("es", CHILDLINE, ["mi padre me pega"]), ("es", DOMESTIC_ABUSE, ["mi marido me pega"]),
     ("ne", CHILDLINE, ["बुबाले मलाई कुट्नुहुन्छ", "buwale malai kutnuhunchha"]),
     ("ne", DOMESTIC_ABUSE, ["श्रीमानले मलाई कुट्छ"])],
)  # fmt: skip
def test_the_helpline_for_who_asks_stands_right_behind_999(
    app: Flask, tag: str, number: str, typed: list[str]
) -> None:
    """On a phone two numbers are in sight: a child should see Childline, not the adults' line."""
    for query in typed:
        links = results(app, tag, query).with_id("results").iter("a")
        calls = [link.get("href") for link in links if link.get("href", "").startswith("tel:")]
        assert calls[:2] == ["tel:999", f"tel:{number}"], (query, calls)


def test_who_was_not_helped_by_the_police_finds_others(app: Flask) -> None:
    """A complaint takes long: a child or a neighbour whom nobody heard has somebody to call."""
    calls = telephone_links(results(app, "en", "police did not help me").with_id("results"))
    assert {NSPCC, CHILDLINE} <= calls


def test_the_emergency_number_stands_above_all_others() -> None:
    """Whichever need a search names, and however many."""
    for need in real().needs:
        assert need.contacts[:1] in ((), ("emergency",)), need.id
