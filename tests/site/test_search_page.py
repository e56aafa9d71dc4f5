"""Search: forgiving, calm with anything that is typed, and forgetful."""

from __future__ import annotations

import logging
import re
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from house import TAGS, Page, parse, read, telephone_links, with_class, words

from webapp.explainer.model import Explainer
from webapp.explainer.schema import UnitKey
from webapp.site.search import Entry, Index, fold, nearly


def search(client: FlaskClient, query: str | None) -> Page:
    """Search as the form does; None asks nothing."""
    answer = client.get("/en/search/", query_string={} if query is None else {"q": query})
    assert answer.status_code == 200
    return Page("/en/search/", answer.text, parse(answer.text))


def found(page: Page) -> list[str]:
    """Return where the results lead, best first."""
    lists = with_class(page.root, "results")
    return [link.get("href", "") for listing in lists for link in listing.iter() if link.tag == "a"]


def result_heading(page: Page) -> str:
    """Return what the page says it found."""
    return words(page.with_id("found"))


def test_each_finding_is_found_by_its_title(client: FlaskClient, said: Explainer) -> None:
    """Who remembers how a page is called finds it first."""
    for finding in said.findings:
        assert found(search(client, finding.short))[0] == f"/en/findings/{finding.slug}/"


def test_words_pages_and_areas_are_found(client: FlaskClient, said: Explainer) -> None:
    """A hard word, a page and a place of one's own are all in one search."""
    for term in said.terms:
        assert f"/en/words/#{term.id}" in found(search(client, term.name)), term.id
    for area in said.areas:
        assert f"/en/help/{area.id}/" in found(search(client, area.name)), area.id
    for page in said.pages:
        if page.slug in ("help", "simple", "young-people", "safety", "privacy"):
            assert f"/en/{page.slug}/" in found(search(client, page.title)), page.slug


@pytest.mark.parametrize(
    ("typed", "area"),
    [("high wycombe", "buckinghamshire"), ("Banbury", "oxfordshire"), ("newbury", "west-berkshire"),
     ("bletchley", "milton-keynes"), ("سلاؤ", "slough"), ("रेडिङ", "reading"),
     ("ਸਲੋਹ", "slough"), ("آکسفورڈ", "oxfordshire"), ("Maidenhead", "windsor-and-maidenhead")],
)  # fmt: skip
def test_a_town_leads_to_its_council(app: Flask, typed: str, area: str) -> None:
    """People know where they live, not which council answers; and write it in their own script."""
    for tag in TAGS:
        page = read(app, f"/{tag}/search/?q={quote(typed)}")
        assert found(page)[0] == f"/{tag}/help/{area}/"


def test_every_result_leads_to_a_place_that_exists(client: FlaskClient) -> None:
    """No result leads nowhere."""
    for address in found(search(client, "children")):
        path, _, anchor = address.partition("#")
        answer = client.get(path)
        assert answer.status_code == 200
        assert not anchor or f'id="{anchor}"' in answer.text


@pytest.mark.parametrize(
    "query", ["NEGLECT", "Neglect", "nëglect", "néglèct", "ｎｅｇｌｅｃｔ", " neglect "]
)
def test_case_accents_and_forms_make_no_difference(client: FlaskClient, query: str) -> None:
    """Whatever keyboard a reader has, the word is found."""
    assert found(search(client, query)) == found(search(client, "neglect"))


@pytest.mark.parametrize("query", ["neglet", "negleect", "neglict", "negelct", "inteligence"])
def test_one_wrong_letter_is_forgiven(client: FlaskClient, query: str) -> None:
    """Who spells by ear finds what they mean."""
    assert [path for path in found(search(client, query)) if "/findings/" in path]


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("neglect", "neglect", True), ("neglect", "negl3ct", True), ("neglect", "nglect", True),
        ("neglect", "neglectt", True), ("neglect", "negletc", True), ("eglect", "neglect", True),
        ("neglect", "neglec", True), ("neglect", "enlgect", False), ("neglect", "nelgetc", False),
        ("police", "polity", False), ("", "", True), ("", "a", True), ("ab", "ba", True),
        ("abc", "cba", False), ("abcd", "abdce", False), ("help", "hopes", False),
    ],
)  # fmt: skip
def test_nearly_means_at_most_one_letter(one: str, other: str, near: bool) -> None:
    """Forgiving does not mean showing what nobody asked for."""
    assert nearly(one, other) is nearly(other, one) is near


def test_short_words_are_not_guessed() -> None:
    """Of three letters or fewer, one wrong one makes another word."""
    cat, officer = Entry(UnitKey(), "Cat", "", "cat"), Entry(UnitKey(), "Officer", "", "officer")
    index = Index((cat, officer))
    assert index.find("cot") == ([], False)
    assert index.find("officor")[0] == [officer]


def test_folding_keeps_other_scripts() -> None:
    """Words of every language can be searched, not only Latin ones."""
    assert fold("Żółć STRASSE straße") == "zolc strasse strasse"
    urdu, panjabi = Entry(UnitKey(), "مدد", "", "مدد"), Entry(UnitKey(), "ਮਦਦ", "", "ਮਦਦ")
    index = Index((urdu, panjabi))
    assert index.find("مدد")[0] == [urdu]
    assert index.find("ਮਦਦ")[0] == [panjabi]


def test_the_page_counts_what_it_found(client: FlaskClient) -> None:
    """A reader knows how long the list is before hearing it."""
    for query in ("neglect", "children", "operation encompass"):
        page = search(client, query)
        count = len(found(page))
        assert result_heading(page) == ("1 result" if count == 1 else f"{count} results")


def test_nothing_found_leads_to_help(client: FlaskClient) -> None:
    """Who finds nothing is not left alone."""
    for nonsense in ("zzzzqqqq", "zzzz", "aaaa"):
        page = search(client, nonsense)
        assert result_heading(page) == "Nothing found"
        assert not found(page)
        buttons = with_class(page.one("main"), "button")
        assert "/en/help/" in [button.get("href") for button in buttons]


def test_before_anything_is_typed_the_page_says_what_can_be_found(client: FlaskClient) -> None:
    """The first look at the search page is no error."""
    page = search(client, None)
    assert "Nothing found" not in page.html
    assert not found(page)


@pytest.mark.parametrize("query", ["", " ", "\t\n", "\x00", "\u200b", "\u202e", "   \r\n   "])
def test_an_empty_search_is_answered_calmly(client: FlaskClient, query: str) -> None:
    """A press on the button without a word is no fault of the reader's."""
    page = search(client, query)
    heard = page.with_id("results").get("data-announcement")
    assert result_heading(page) == heard == "Nothing was typed"
    assert not found(page)


@pytest.mark.parametrize(
    "query",
    [
        "a" * 10_000, "neglect " * 1_250, " ".join(f"word{n}" for n in range(1_400)), "ab " * 3_000,
        "é" * 3_000, "😀" * 1_500, "\x00" * 3_000, "%" * 3_000, "<" * 3_000, "neglect\x00", "-",
        "’", "?!.,;:", "neg\x07lect", "\ud7ff\ue000", "OR 1=1; --", "../../etc/passwd", "{{7*7}}",
        "%s%n", "ﷺ" * 500, "İstanbul", "ǅ", "ß", "١٢٣", "9" * 5_000,
    ],
    ids=lambda query: ascii(query[:12]),
)  # fmt: skip
def test_any_text_is_answered(client: FlaskClient, query: str) -> None:
    """Nothing typed, pasted or linked breaks the page, or stands in a box that may not hold it."""
    page = search(client, query)
    assert result_heading(page)
    box = page.with_id("q")
    assert len(box.get("value")) <= int(box.get("maxlength"))


@pytest.mark.parametrize("raw", ["q=%ff%fe", "q=%00", "q=%ed%a0%80", "q", "q=a&q=b", "&&&",
                                 "q%5b%5d=1", "q=%", "q=%zz", "=x", "q=a;b", "q=+",
                                 "q=%0d%0aSet-Cookie:a"])  # fmt: skip
def test_any_query_is_answered(client: FlaskClient, raw: str) -> None:
    """A broken link to the search still shows it."""
    answer = client.get(f"/en/search/?{raw}")
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers


def test_a_long_search_says_that_it_was_shortened(client: FlaskClient) -> None:
    """Who pastes a whole letter knows what was searched."""
    thirteen = "neglect missing police officers school visits risk listen home family help call now"
    note = "That was long"
    assert note in search(client, thirteen).html
    assert note in search(client, "ab" * 21).html
    assert note not in search(client, " ".join(thirteen.split()[:12])).html
    assert note not in search(client, "neglect " * 20).html


def test_what_was_typed_is_shown_as_text_and_never_as_html(client: FlaskClient) -> None:
    """Nobody can make this page run or say anything by a link."""
    query = '"><script>alert(1)</script><b onmouseover=x>'
    page = search(client, query)
    assert "<script>alert" not in page.html
    assert "<b onmouseover" not in page.html
    assert page.one("input").get("value") == query


def test_what_was_typed_stands_in_the_box_only(client: FlaskClient) -> None:
    """Title, history and preview hold nothing of what somebody typed."""
    page = search(client, "zebrafish")
    assert page.html.count("zebrafish") == 1
    assert page.one("input").get("value") == "zebrafish"
    assert words(page.one("title")) == words(search(client, None).one("title"))


def test_an_answer_to_a_search_is_kept_nowhere(client: FlaskClient) -> None:
    """Neither phone nor proxy keeps the answer to what somebody typed."""
    assert client.get("/en/search/?q=neglect").headers["Cache-Control"] == "no-store"


def test_danger_stands_above_every_answer(client: FlaskClient) -> None:
    """Whatever was typed, 999 stands first and can be pressed."""
    for query in (None, "", "neglect", "zzzzqqqq", "a" * 10_000):
        main = search(client, query).one("main")
        order = list(main.iter())
        calls = [at for at, element in enumerate(order) if element.get("href") == "tel:999"]
        assert calls[0] < next(at for at, element in enumerate(order) if element.tag == "form")
        assert "999" in telephone_links(main)


def test_a_query_of_20_kilobytes_is_answered_a_longer_one_refused(client: FlaskClient) -> None:
    """The limit is far beyond what anybody types, and beyond it the answer is calm."""
    longest = "q=" + "a" * (20 * 1024 - 2)
    assert client.get(f"/en/search/?{longest}").status_code == 200
    assert client.get(f"/en/?{longest}").status_code == 200
    answer = client.get(f"/en/search/?{longest}a")
    assert answer.status_code == 414
    assert "tel:999" in answer.text
    assert "aaaaaaaaaa" not in answer.text
    assert client.get("/en/search/?q=" + "a" * 1_000_000).status_code == 414
    for path in ("/en/search/", "/en/words/", "/en/nowhere/"):
        (most,) = re.findall(r'name="q"[^>]* maxlength="(\d+)"', client.get(path).text)
        assert client.get("/ne/search/?q=" + quote("न" * int(most))).status_code == 200


@pytest.mark.parametrize("path", ["/en/search/", "/en/nowhere/", "/en/help/", "/en"])
def test_no_log_holds_what_was_typed_or_who_asked(
    app: Flask, caplog: pytest.LogCaptureFixture, path: str
) -> None:
    """Nobody who reads our logs learns what somebody searched, or from where."""
    caplog.set_level(logging.DEBUG)
    who = {"REMOTE_ADDR": "203.0.113.77"}
    headers = {"X-Forwarded-For": "203.0.113.78", "User-Agent": "Zebraphone"}
    for query in ("zebrafish", "zebrafish" * 3_000):
        app.test_client().get(
            path, query_string={"q": query}, environ_overrides=who, headers=headers
        )
    assert not re.search("zebra|203.0.113", caplog.text, re.IGNORECASE)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("slowa", "słowa"), ("ZAGINIECIE", "zaginięcie"), ("zazolc gesla", "zażółć gęślą"),
        ("پوليس", "پولیس"), ("كونسل", "کونسل"), ("معائنه", "معائنہ"), ("بچى", "بچی"),
        ("گهر", "گہر"), ("می\u200cروم", "میروم"), ("\u2068999\u2069", "999"), ("مُدد", "مدد"),
        ("دهمكي", "دھمکی"), ("نہین", "نہیں"), ("𝐌𝐀𝐒𝐇", "mash"),
    ],
)  # fmt: skip
def test_letters_that_keyboards_give_instead_are_the_same(typed: str, meant: str) -> None:
    """Polish without its tails, Urdu with Arabic letters or with joiners: the word is found."""
    assert fold(typed) == fold(meant)


@pytest.mark.parametrize(
    "typed",
    ["08001111", "0800-1111", "0800 1111", "0 800 11 11", "0800  1111", "(0800) 1111", "0800.1111",
     "0800\u20111111", "0800\u00a01111", "+44 800 1111", "+44 (0)800 1111", "0044 800 1111",
     "٠٨٠٠ ١١١١", "۰۸۰۰۱۱۱۱", "०८००-११११", "੦੮੦੦ ੧੧੧੧", "０８００１１１１",
     "\u2066۰۸۰۰ ۱۱۱۱\u2069"],
    ids=ascii,
)  # fmt: skip
@pytest.mark.parametrize("tag", TAGS)
def test_a_number_is_found_however_it_is_written(app: Flask, tag: str, typed: str) -> None:
    """Who has a number on a slip of paper learns whose it is, in any script and spacing."""
    for query in (typed, f"{typed} Childline"):
        page = read(app, f"/{tag}/search/?q={quote(query)}")
        assert f"/{tag}/young-people/" in found(page), query
        assert f"/{tag}/help/" in found(page), query


def test_numbers_of_areas_and_short_numbers_are_found(client: FlaskClient) -> None:
    """A council's number leads to its area; two numbers beside each other are two numbers."""
    for typed in ("01189373641", "0118 937 3641", "0118-9373641", "+44 118 937 3641", "0118 93"):
        assert "/en/help/reading/" in found(search(client, typed)), typed
    for typed in ("۹۹۹", "999", "९९९", "999 101", "०"):
        assert "/en/help/" in found(search(client, typed)), typed
    assert not found(search(client, "01865 123456"))


def test_the_glossary_reads_digits_of_every_script(client: FlaskClient) -> None:
    """The same folding holds wherever one can type."""
    entry = {text: client.get(f"/en/words/?q={quote(text)}").text for text in ("18", "१८", "۱۸")}
    assert "<dt>" in entry["18"]
    assert len({page[page.index('id="shown"'):] for page in entry.values()}) == 1  # fmt: skip
