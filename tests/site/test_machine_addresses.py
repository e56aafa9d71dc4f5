"""What machines ask for: sitemap, robots, health, static files, and full addresses."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from xml.etree import ElementTree

import pytest
from flask import Flask
from flask.testing import FlaskClient
from house import LANGUAGES, ORIGIN, TAGS, Page, addresses, parse, read, real_settings

from webapp import create_app
from webapp.i18n.languages import SOURCE
from webapp.site.website import site_of

STATIC = Path(__file__).resolve().parents[2] / "static"
LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"
LINK = "{http://www.w3.org/1999/xhtml}link"


def test_our_scripts_are_small_together(client: FlaskClient) -> None:
    """All that is ours costs less than one picture; what is for developers is not sent."""
    total = 0
    for path in sorted((STATIC / "js").glob("*.js")):
        answer = client.get(f"/static/js/{path.name}", headers={"Accept-Encoding": "br"})
        assert answer.status_code == 200
        total += len(answer.data)
        sent = client.get(f"/static/js/{path.name}").text
        code = re.sub(r"/\*\* @type .*? \*/ ", "", path.read_text())
        lines = [line.strip() for line in code.splitlines()]
        kept = [line for line in lines if not line.startswith(("//", "/**", "* ", "*/"))]
        assert [line.strip() for line in sent.splitlines()] == kept
    assert total < 8_400


def test_the_worker_is_short() -> None:
    """Whoever checks what stays on a phone reads it in a few minutes."""
    assert len((STATIC / "js" / "service-worker.js").read_text().splitlines()) < 120


def listed(app: Flask) -> dict[str, dict[str, str]]:
    """Return what the sitemap lists: full address -> its alternates, hreflang -> full address."""
    answer = app.test_client().get("/sitemap.xml", base_url=ORIGIN)
    assert (answer.status_code, answer.mimetype) == (200, "application/xml")
    root = ElementTree.fromstring(answer.text)  # noqa: S314  # our own answer
    places = [entry.findtext(LOC, "") for entry in root]
    assert len(places) == len(set(places))
    return {
        entry.findtext(LOC, ""): {
            link.get("hreflang", ""): link.get("href", "") for link in entry.iter(LINK)
        }
        for entry in root
    }


def alternates(page: Page) -> dict[str, str]:
    """Return the alternates that a page names in its head."""
    links = [link for link in page.all("link") if link.get("rel") == "alternate"]
    return {link.get("hreflang", ""): link.get("href", "") for link in links}


@pytest.fixture(params=[(), ("pl",), ("pl", "ur")], ids=["drafts", "pl", "all"], scope="module")
def indexed(request: pytest.FixtureRequest) -> Flask:
    """Return a site whose drafts in some languages may be listed by search engines."""
    named = LANGUAGES.values()
    languages = tuple(
        replace(language, index_drafts=language.tag in request.param) for language in named
    )
    return create_app(replace(real_settings(), site_url=ORIGIN), languages=languages)


def test_the_sitemap_lists_what_may_be_indexed_and_nothing_else(indexed: Flask) -> None:
    """Search engines find each page that readers may find, and no page that asks to be left out.

    A page knows its own language alone, so that of those of which nothing is listed one is asked.
    """
    sitemap = listed(indexed)
    reader = indexed.test_client()
    found = {address.split("/")[3] for address in sitemap}
    assert found >= {"en", *(tag for tag, guide in site_of(indexed).guides.items()
                             if guide.language.index_drafts)}  # fmt: skip
    asked = [*found, *(tag for tag in TAGS if tag not in found)][: len(found) + 1]
    for address in addresses(*asked):
        text = reader.get(address, base_url=ORIGIN).text
        assert ('<meta name="robots" content="noindex">' in text) == (
            ORIGIN + address not in sitemap
        ), address


def test_alternates_name_only_each_other_and_the_choice_of_languages(indexed: Flask) -> None:
    """A search engine offers a page in the reader's own language, never one that is a draft."""
    sitemap = listed(indexed)
    for address in (f"/{tag}/{path}" for tag in TAGS for path in ("", "help/", "findings/")):
        answer = indexed.test_client().get(address, base_url=ORIGIN)
        named = alternates(Page(address, answer.text, parse(answer.text)))
        assert named == sitemap.get(ORIGIN + address, {}), address
    for address, named in sitemap.items():
        assert named.pop("x-default") == f"{ORIGIN}/"
        assert named[address.split("/")[3]] == address
        for other in named.values():
            assert sitemap[other].items() >= named.items(), f"{other} does not name {address}"


def test_a_page_in_one_language_names_itself_and_the_choice(site: Flask) -> None:
    """While all translations are drafts, English stands alone; a page left out names nothing."""
    assert listed(site)[f"{ORIGIN}/en/help/"] == {
        "en": f"{ORIGIN}/en/help/",
        "x-default": f"{ORIGIN}/",
    }
    for address in ("/pl/help/", "/ur/", "/en/search/", "/en/nowhere/"):
        assert "alternate" not in site.test_client().get(address, base_url=ORIGIN).text


def test_robots_may_read_everything_and_find_the_sitemap(client: FlaskClient) -> None:
    """Nothing here is hidden from those who search."""
    answer = client.get("/robots.txt")
    assert answer.mimetype == "text/plain"
    lines = answer.text.splitlines()
    assert "User-agent: *" in lines
    assert "Sitemap: http://127.0.0.1:8000/sitemap.xml" in lines
    assert not [line for line in lines if line.startswith("Disallow: /")]


CONTACTS = {"contact_url": "https://guide.example/us?a=1&b=2", "contact_email": "us@guide.example"}
CONTACT_LINES = [f"Contact: {CONTACTS['contact_url']}", "Contact: mailto:us@guide.example"]


@pytest.mark.parametrize(
    ("settings", "lines"),
    [
        ({}, None),
        ({**CONTACTS, "base_path": "/below"}, None),
        (CONTACTS, CONTACT_LINES),
        (
            {**CONTACTS, "site_url": "https://guide.example"},
            [*CONTACT_LINES, "Canonical: https://guide.example/.well-known/security.txt"],
        ),
    ],
    ids=("no contact", "below a path", "contacts", "public"),
)
def test_whoever_finds_a_hole_learns_whom_to_tell(
    settings: dict[str, str], lines: list[str] | None
) -> None:
    """RFC 9116: until a year after the words were last compared; without a contact, nobody."""
    made = replace(real_settings(), **settings)
    app = create_app(made, (SOURCE,))
    origin = made.origin.removesuffix(made.base_path)
    answer = app.test_client().get("/.well-known/security.txt", base_url=origin)
    assert answer.status_code == (404 if lines is None else 200)
    if lines is not None:
        assert answer.content_type == "text/plain; charset=utf-8"
        text = answer.get_data(as_text=True)
        expires = site_of(app).guides["en"].last_looked + timedelta(days=364)
        always = [f"Expires: {expires}T00:00:00Z", "Preferred-Languages: en"]
        assert sorted(text.splitlines()) == sorted([*lines, *always])


def test_health_is_answered_and_never_kept(client: FlaskClient) -> None:
    """Who watches the site learns how it is now."""
    answer = client.get("/healthz")
    assert (answer.status_code, answer.text) == (200, "ok\n")
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("path", "status"),
    [("/en/", 200), ("/sitemap.xml", 200), ("/robots.txt", 200), ("/en/nowhere/", 404),
     ("/en", 301)],
)  # fmt: skip
def test_full_addresses_come_from_the_setting_and_never_from_the_request(
    app: Flask, path: str, status: int
) -> None:
    """Nobody can make a cache hand readers links to another host."""
    answer = app.test_client().get(path, headers={"Host": "evil.example"})
    assert answer.status_code == status
    assert "evil.example" not in answer.text
    assert "evil.example" not in str(answer.headers)


def test_with_a_public_address_every_full_address_begins_with_it(site: Flask) -> None:
    """What is shared and searched leads to the public address."""
    page = read_at(site, "/en/")
    assert '<link rel="canonical" href="https://guide.example/en/">' in page
    assert "Sitemap: https://guide.example/sitemap.xml" in read_at(site, "/robots.txt")
    assert "127.0.0.1" not in page + read_at(site, "/sitemap.xml") + read_at(site, "/robots.txt")


def read_at(app: Flask, path: str) -> str:
    """Return an answer's text, asked for at the public address."""
    answer = app.test_client().get(path, base_url="https://guide.example")
    assert answer.status_code == 200
    return answer.text


@pytest.mark.parametrize(
    "host", ["evil.example", "guide.example.evil.example", "guide.example:8000", "127.0.0.1", ""]
)
def test_with_a_public_address_other_hosts_are_refused(site: Flask, host: str) -> None:
    """The site speaks only under its own name; the refusal still tells whom to call."""
    answer = site.test_client().get("/en/", headers={"Host": host})
    assert answer.status_code == 400
    assert "tel:999" in answer.text
    assert not host or host not in answer.text


@pytest.mark.parametrize("host", ["guide.example", "GUIDE.example", "guide.example:443"])
def test_with_a_public_address_its_own_spellings_are_answered(site: Flask, host: str) -> None:
    """Host names know no upper case, and the port of https may be written."""
    answer = site.test_client().get(
        "/en/", base_url="https://guide.example", headers={"Host": host}
    )
    assert answer.status_code == 200


@pytest.mark.parametrize(
    "host",
    ["", " ", "a b", "a" * 70 + ".example", "é.example", "[::1", "x:99999", "\\", "%00", "."],
)
def test_a_senseless_host_never_breaks_the_site(app: Flask, site: Flask, host: str) -> None:
    """A broken proxy or a trick gets an answer, not a failure: a page where no public address is
    set, if the host can be one, and a refusal where one is."""
    answers = [asked.test_client().get("/en/", headers={"Host": host}) for asked in (app, site)]
    assert answers[0].status_code in (200, 400)
    assert answers[1].status_code == 400


def test_without_a_public_address_links_begin_with_where_the_server_listens(
    make_app: Callable[..., Flask],
) -> None:
    """A trial on another port has links that work."""
    app = make_app(host="::1", port=8123)
    assert 'rel="canonical" href="http://[::1]:8123/en/"' in app.test_client().get("/en/").text


def asset(client: FlaskClient) -> str:
    """Return the address of the style sheet as pages name it."""
    (found,) = re.findall(r'rel="stylesheet" href="([^"]+)"', client.get("/en/").text)
    return str(found)


def test_a_static_file_with_its_fingerprint_is_kept_for_a_year(client: FlaskClient) -> None:
    """A reader's phone loads the style sheet once, until it changes."""
    answer = client.get(asset(client))
    assert answer.status_code == 200
    assert answer.mimetype == "text/css"
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    # It obeys the policy of the page that names it; opened alone it may do nothing.
    alone = "default-src 'none'; base-uri 'none'; frame-ancestors 'none'"
    assert answer.headers["Content-Security-Policy"] == alone
    # The sheet of scripts goes before it; comments are ours alone, and no space costs data.
    sheets = [(STATIC / f"css/{name}.css").read_text() for name in ("scripts", "site")]
    rules = re.sub(r"/\*.*?\*/", "", "".join(sheets), flags=re.DOTALL)
    assert re.sub(r"\s", "", answer.text) == re.sub(r"\s", "", rules)
    assert not re.search(r"[{};,:]\s|\n", answer.text)
    assert "/*" not in answer.text


def test_a_static_file_with_another_fingerprint_is_not_answered(client: FlaskClient) -> None:
    """Nobody gets other bytes than those that the name promises; its own name is asked anew."""
    wrong = re.sub(r"\.[0-9a-f]{10}\.", ".0000000000.", asset(client))
    assert client.get(wrong).status_code == 404
    assert client.get("/static/css/site.css").headers["Cache-Control"] == "no-cache"


def test_every_static_file_is_answered_as_what_it_is(client: FlaskClient) -> None:
    """Pictures and icons come with their own type, which browsers are told not to guess."""
    types = {".css": "text/css", ".svg": "image/svg+xml", ".png": "image/png"}
    types[".js"] = "text/javascript"
    joined = STATIC / "css/scripts.css"  # a part of site.css
    for file in sorted({path for path in STATIC.rglob("*") if path.is_file()} - {joined}):
        answer = client.get(f"/static/{file.relative_to(STATIC).as_posix()}")
        assert answer.status_code == 200
        assert answer.mimetype == types[file.suffix]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_the_old_address_of_the_icon_is_answered(client: FlaskClient) -> None:
    """Browsers that ask for /favicon.ico by themselves get the icon."""
    answer = client.get("/favicon.ico")
    assert (answer.status_code, answer.mimetype) == (200, "image/svg+xml")


def test_a_static_folder_or_a_file_outside_is_no_page(app: Flask) -> None:
    """Only the files of the folder are answered."""
    for path in ("/static/", "/static/css", "/static/css/", "/static/../pyproject.toml"):
        assert read(app, path, 404)


def test_the_way_out_clears_and_leads_to_a_neutral_page(client: FlaskClient) -> None:
    """Without script, too, the browser is told to empty what this site left."""
    for address in ("/exit", "/exit/"):
        answer = client.get(address)
        assert (answer.status_code, answer.location) == (303, "https://www.bbc.co.uk/weather")
        assert answer.headers["Clear-Site-Data"] == '"storage"'
        assert answer.headers["Cache-Control"] == "no-store"
