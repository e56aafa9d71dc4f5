"""Addresses: one for each page, and a calm answer for every other."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from house import HELP_NUMBERS, TAGS, Page, addresses, parse, telephone_links
from werkzeug.test import TestResponse

from webapp.site.sitemap import mend, mendable

# Paths as they come from the network, after the server has undone its one layer of %-writing.
TRICKS = [
    b"/en/../../etc/passwd", b"/./en/", b"/en/.../help/", b"/en/%2e%2e%2fetc/passwd", b"/en/%00",
    b"/en/%zz/", b"//", b"///", b"//en/", b"/en//help/", b"//evil.example/", b"/en//evil.example/",
    b"/\\evil.example/", b"/en\\help\\", b"/en/..\\..\\windows\\", b"/\\\\evil.example\\",
    b"/http://evil.example/", b"/en/https://evil.example/", b"/\x00", b"/en/\x00",
    b"/en/help\x00/", b"/en/help/\x00", b"/static/css/site.css\x00", b"/static/\x00",
    b"/en/\r\nSet-Cookie: a=b/", b"/en/help/\n", b"/ en/", b"/\t", b"/en/\x1b[31m/", b"/en/\x7f/",
    b"/static/\xff", "/en/помощь/".encode(), "/en/ｈｅｌｐ/".encode(), "/еn/".encode(),
    "/en/\u202ehelp/".encode(), "/en/he\u200blp/".encode(), b"/" + b"a" * 300 + b"/",
    b"/" + b"a" * 10_000, b"/en/" + b"a" * 10_000 + b"/", b"/en/" + b"a/" * 5_000,
    b"/static/" + b"a" * 10_000, b"/static/css/" + b"a" * 300 + b".css", b"/en/;id=1", b"/en;a=b/",
    b"/en/help;x/", b"/en/help/;jsessionid=1", b"/index.php", b"/en/index.php", b"/en/index.html",
    b"/wp-login.php", b"/en/help.php", b"/.env", b"/.git/config", b"/en/.git/", b"/admin/",
    b"/console", b"/en-GB/", b"/en_GB/", b"/xx/", b"/xx", b"/cy/help/", b"/en-XA/",
    b"/ar-XB/help/", b"/en/nowhere/", b"/en/nowhere",
    b"/en/findings/nowhere/", b"/en/help/nowhere/", b"/en/sources/nowhere/", b"/en/overview/",
    b"/en/help-area/", b"/en/source/", b"/en/facts/", b"/en/{area}/", b"/en/{{7*7}}/",
    b"/en/%s%n/", b"/en/'or'1'='1/", b"/en/<script>/", b'/en/"onload="x/', b"*", b"en/",
    b"/static", b"/static/", b"/static//css/site.css", b"/static/../pyproject.toml",
    b"/static/css/../../README.md", b"/static//etc/passwd", b"/static/.", b"/static/..",
    b"/static/css", b"/static/css/site.0000000000.py", b"/sitemap.xml/", b"/robots.txt/",
    b"/healthz/", b"/SITEMAP.xml",
]  # fmt: skip


def ask(app: Flask, path: bytes, query: str = "", method: str = "GET") -> TestResponse:
    """Ask for a path exactly as given, as a WSGI server would hand it over."""
    raw = {"PATH_INFO": path.decode("latin-1"), "QUERY_STRING": query}
    return app.test_client().open("/", method=method, environ_overrides=raw)


@pytest.mark.parametrize("path", TRICKS, ids=lambda path: ascii(path[:40]))
def test_an_address_that_is_no_page_gets_a_calm_page(app: Flask, path: bytes) -> None:
    """Who mistypes, or tries a trick, reads in English what happened and whom to call."""
    answer = ask(app, path)
    assert answer.status_code == 404, answer.headers.get("Location")
    page = Page("", answer.text, parse(answer.text))
    assert page.one("html").get("lang") == "en"
    assert telephone_links(page.one("main")) >= set(HELP_NUMBERS)
    assert [form.get("action") for form in page.all("form")] == ["/en/search/"]
    assert page.meta("robots") == "noindex"
    assert not [link for link in page.all("link") if link.get("rel") == "canonical"]


@pytest.mark.parametrize("path", TRICKS, ids=lambda path: ascii(path[:40]))
def test_an_address_that_is_no_page_never_comes_back_in_the_answer(app: Flask, path: bytes) -> None:
    """Nobody can make this site say their words."""
    answer = ask(app, path)
    assert answer.headers.get("Location") is None
    for word in (b"evil", b"<script>", b"onload", b"passwd", b"7*7", b"wp-login"):
        assert word not in answer.data.replace(b"application/ld+json", b"")
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize(
    ("path", "tag"),
    [("/pl/nowhere/", "pl"), ("/PL/Nowhere", "pl"), ("/pl-PL/help/", "pl"), ("/Ur_PK/help", "ur"),
     ("/pt-BR/", "pt"), ("/en-GB/help/", "en"), ("/new/", "en"), ("/plx/help/", "en")],
)  # fmt: skip
def test_what_cannot_be_found_is_said_in_the_language_of_the_address(
    app: Flask, path: str, tag: str
) -> None:
    """Also where somebody wrote it with capitals, or with a region as phones do."""
    answer = ask(app, path.encode())
    assert answer.status_code == 404
    assert Page("", answer.text, parse(answer.text)).one("html").get("lang") == tag


@pytest.mark.parametrize("address", [address for address in addresses() if address != "/"])
def test_an_address_without_its_last_slash_leads_to_the_page(app: Flask, address: str) -> None:
    """Who copies an address without its end still arrives, at the same host."""
    answer = ask(app, address.rstrip("/").encode())
    assert answer.status_code == 301
    assert answer.headers["Location"] == address


HELP = "/en/help/"
# What letters and messages make of an address -> the page that it means.
BROKEN = {
    # Marks of the sentence that the address stood in.
    **dict.fromkeys([f"/en/help/{mark}" for mark in (
        ".", ",", ";", ":", "!", "?", ")", "]", "}", ">", "|", "*", "'", '"', "`", "\\", "-",
        "_", "%",
        "&", "=", "+", "~", "^", "$", "...", ").", ").”", ">,", "**", "’", "”", "“", "»", "«", "„",
        "‟", "‹", "›", "…", "–", "—", "•", "·", "®", "™", "€", "،", "؛", "؟", "۔", "٪", "।", "॥",
        "။", "።", "。", "、", "，", "．", "）", "】", "」", "』", "！", "？", "：", "；",
        "〉", "》", "〕", "｡",
        "\u00a0", "\u2009", "\u3000", "\u2028", " ", "  ", " .", ". ", "\u200b", "\u200c", "\u200d",
        "\u200e", "\u200f", "\u202c", "\u2069", "\ufeff", "\u00ad", "۔\u200f", "☎\ufe0f",
        "😀", "👍🏽",
        "\ufffd", "./", "%20", "%2520", "%2E", "%252E", "%E2%80%9D",
        "%DB%94",
        "%E2%80%8C", "&gt;", "&quot;", "&amp;", "&nbsp;", "&#8221;", "&rdquo;", "%3E", "%22%3E",
        "..",
    )], HELP),
    "/en/help.": HELP, "/en/help,": HELP, "/en/help)": HELP, "/en/help./": HELP, "/en/help۔": HELP,
    "/en/help/.../.../": HELP, "/en/help ": HELP, "/en/help%20/": HELP, "/en/help\u200b/": HELP,
    "/en.": "/en/", "/en./": "/en/", "/en/.": "/en/", "/en/…": "/en/", "/en/../": "/en/",
   
    "/.": "/", "/…": "/", "/۔": "/", "/\\": "/", "/&gt;": "/",
    "/en/findings/neglect).": "/en/findings/neglect/", "/ur/help/۔": "/ur/help/",
    "/ur/findings/neglect/،": "/ur/findings/neglect/", "/pl/help/„": "/pl/help/",
    # Capitals, as phones write them at the beginning and people in letters.
    "/EN/Help/": HELP, "/En/": "/en/", "/EN": "/en/", "/eN/help/": HELP, "/En/Help.": HELP,
    "/en/findings/NEGLECT/": "/en/findings/neglect/",
    "/EN/HELP/OXFORDSHIRE": "/en/help/oxfordshire/",
    "/UR/HELP/۔": "/ur/help/", "/PL": "/pl/",
    # A hash that a messenger encoded; hyphens of word processors and of wrapped lines.
    "/en/help/%23now": HELP, "/en/help#deaf": HELP, "/en/help/%2523now": HELP,
    # What a network or a newsletter hung on to it, encoded on its way, or with no mark before it.
    "/en/help/?fbclid=IwAR0": HELP, "/en/help%3Futm_source=letter": HELP,
    "/en/help/%253Ffbclid%253DIwAR0": HELP, "/en/help/&fbclid=IwAR0": HELP,
    "/pl&utm_medium=email": "/pl/", "/en/help/&amp;utm_source=x.y": HELP,
    "/#x": "/", "/en/help/Milton\u2011Keynes": "/en/help/milton-keynes/",
    **dict.fromkeys([f"/en/findings/missing{mark}children/" for mark in (
        "\u2010", "\u2011", "–", "—", "-\u00ad", "- ", "-%20", "%E2%80%91", "-\u200b", "−",
    )], "/en/findings/missing-children/"),
    # Data files.
    "/data/v1/contacts.csv.": "/data/v1/contacts.csv",
    "/data/v1/contacts.csv/": "/data/v1/contacts.csv",
    "/Data/V1/Contacts.CSV": "/data/v1/contacts.csv",
    "/data/v1/contacts.csv)": "/data/v1/contacts.csv",
}  # fmt: skip


@pytest.mark.parametrize(("path", "address"), BROKEN.items(), ids=[ascii(path) for path in BROKEN])
def test_an_address_that_a_letter_broke_leads_to_its_page(
    app: Flask, path: str, address: str
) -> None:
    """Who presses or types an address as a message made it arrives at once, and only there."""
    answer = ask(app, path.encode())
    assert answer.status_code == 301
    assert answer.headers["Location"] == address
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert "Set-Cookie" not in answer.headers
    assert ask(app, address.encode()).status_code in (200, 302)


def test_marks_in_an_old_encoding_are_marks_too(app: Flask) -> None:
    """Windows wrote its quotation marks as bytes that are no UTF-8."""
    assert ask(app, b"/en/help/\x94").headers["Location"] == HELP


@pytest.mark.parametrize("path", [
    "//evil.example/en/help/.", "//en/help/.", "/\\evil.example/.", "/\\/evil.example.",
    "/evil.example/en/help/.", "/en/help/.evil", "/en/help/@evil.example", "/en/help.evil.example/",
    "https://evil.example/en/help/.", "/https://evil.example/en/help/.", "/%2F%2Fevil.example/.",
    "/en/help/%2F%2Fevil.example/", "/%5Cevil.example", "/.evil.example/", "/en/help.\r\nX: y",
    "//", "///", "//.", "/en//", "/en/help//", "/en//help/.",
    "/en/help\x00", "/en/help/\x00.", "/nowhere.", "/xx/help/.", "/hlep.",
    "/en/help/area/.", "/EN-GB/Help/", "/static/.", "/healthz.", "/sitemap.xml.",
    "/en/.help/", "/en/he.lp/", "/en/.../help/", "/evil.example/%23/en/help/", "/nowhere#/en/help/",
], ids=ascii)  # fmt: skip
def test_nothing_leads_off_the_site_or_to_a_guess(app: Flask, path: str) -> None:
    """What was not surely one page of ours stays an address that we cannot find."""
    answer = ask(app, path.encode())
    assert answer.status_code == 404
    assert "Location" not in answer.headers


def test_no_address_that_is_mended_has_to_be_mended_again() -> None:
    """One step, never a circle; of two addresses, none is what is left of the other."""
    known = mendable(["/", *addresses(*TAGS)])
    assert len(known) == 1 + len(addresses(*TAGS))
    for address in known.values():
        assert mend(f"{address.upper()}. ", known) == address
    assert mend("/en/help/" + "." * 10_000, known) == HELP
    assert mend("", known) is None


@pytest.mark.parametrize(
    ("path", "wish", "to"),
    [("/help", "pl-PL,en;q=0.5", "/pl/help/"), ("/Help/.", "ur", "/ur/help/"),
     ("/findings/neglect/", "de", "/en/findings/neglect/"),
     ("/search/?q=bity%20zebra", "pl", "/pl/search/?q=bity%20zebra"),
     ("/help/?fbclid=zebra", "pa-Arab", "/ur/help/")],
)  # fmt: skip
def test_an_address_without_a_language_leads_to_the_reader_s_own(
    client: FlaskClient, path: str, wish: str, to: str
) -> None:
    """People say "the guide's address, then help"; nobody says a tag of a language."""
    answer = client.get(path, headers={"Accept-Language": wish})
    assert (answer.status_code, answer.headers["Location"]) == (302, to)
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", ["/nowhere", "/help/nowhere/", "/xx/help/", "/static/nowhere.css"])
def test_an_error_without_a_language_is_in_the_reader_s_own(client: FlaskClient, path: str) -> None:
    """Whoever lost the way reads in their language what happened, and whom to call."""
    answer = client.get(path, headers={"Accept-Language": "ur-PK,en;q=0.9"})
    assert answer.status_code == 404
    assert '<html lang="ur" dir="rtl"' in answer.text
    assert client.post("/nowhere", headers={"Accept-Language": "pl"}).text.count('lang="pl"')


def test_below_a_folder_a_broken_address_leads_below_it(make_app: Callable[..., Flask]) -> None:
    """A guide that stands below a folder of another site never leads out of it."""
    answer = ask(make_app(base_path="/guide"), b"/en/Help.")
    assert answer.headers["Location"] == "/guide/en/help/"


def test_only_a_search_keeps_its_query_on_the_way(client: FlaskClient) -> None:
    """A search from an old link is answered; what a network added to a link is dropped."""
    for path in ("/en/search", "/en/Search/", "/en/search/."):
        answer = client.get(f"{path}?q=neglect%20%0d%0aX")
        assert (answer.status_code, answer.headers["Location"]) == (
            301, "/en/search/?q=neglect%20%0d%0aX",
        )  # fmt: skip
    assert client.get("/en/help?fbclid=zebra&q=1").headers["Location"] == HELP
    assert client.get("/en?next=https://evil.example/").headers["Location"] == "/en/"
    assert client.post("/en/help.").status_code == 405


@pytest.mark.parametrize(
    ("wish", "tag"),
    [
        (None, "en"), ("", "en"), ("en", "en"), ("en-GB,en;q=0.9", "en"), ("*", "en"),
        ("pl", "pl"), ("pl-PL", "pl"), ("pl-PL,pl;q=0.9,en;q=0.8", "pl"), ("PL", "pl"),
        ("ur, pl;q=0.5", "ur"), ("pl;q=0.5, ur", "ur"), ("ur-PK", "ur"), ("ur-IN;q=0.1", "ur"),
        ("cy, pl;q=0.4, en;q=0.3", "pl"), ("pl;q=0, en", "en"), ("de, fr;q=0.9", "en"),
        ("en-XA", "en"), ("ar-XB, ar", "en"), ("xx-YY-zz", "en"), (";;;", "en"), ("q=1", "en"),
        ("en;q=x", "en"), ("en;q=-1", "en"), ("en;q=99999999999999999999", "en"), (",,,,,", "en"),
        ("\xff\xfe", "en"), ("a" * 9_000, "en"), (",".join(["en"] * 3_000), "en"), ("-", "en"),
        ("en-", "en"), ("-en", "en"), ("%00", "en"), ("../../etc", "en"), ("<b>", "en"),
    ],
)  # fmt: skip
def test_the_bare_address_leads_to_a_language_of_ours(
    client: FlaskClient, wish: str | None, tag: str
) -> None:
    """Whatever a browser says of its languages, its reader gets a page that they can read."""
    headers = {} if wish is None else {"Accept-Language": wish}
    answer = client.get("/", headers=headers)
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/{tag}/"
    assert "Accept-Language" in answer.headers["Vary"]
    assert answer.headers["Cache-Control"] == "no-store"


def test_one_address_has_one_answer(client: FlaskClient) -> None:
    """A cache, a saved copy and a phone without script all hold the same page."""
    plain = client.get("/en/findings/").data
    other = {"HX-Request": "true", "Accept-Language": "pl", "User-Agent": "x", "Cookie": "a=b"}
    assert client.get("/en/findings/", headers=other).data == plain
    assert client.get("/en/findings/?utm_source=x").data == plain
