"""Boxes for other sites: complete in themselves, small, and the only pages that may be framed."""

from __future__ import annotations

import brotli
import pytest
from flask.testing import FlaskClient
from house import (
    TAGS,
    Page,
    folded,
    localized,
    parse,
    real,
    telephone_links,
    with_class,
    words,
)
from house import tag as tag_of

from webapp.site.sitemap import every_page

BOXES = [f"/en/{page.path}" for page in every_page(real()) if page.kind == "embed"]


@pytest.mark.parametrize("address", BOXES)
def test_a_box_stands_alone(client: FlaskClient, address: str) -> None:
    """On somebody else's page the box brings everything, names help and links back."""
    answer = client.get(address)
    assert answer.status_code == 200
    page = Page(address, answer.text, parse(answer.text))
    assert len(page.all("h1")) == 1
    assert words(page.one("title")).startswith(words(page.one("h1")))
    assert not page.all("script", "img", "iframe", "form")
    assert [link.get("rel") for link in page.all("link")] == ["canonical"]
    assert "999" in telephone_links(page.one("main"))
    assert page.links[-1].startswith("http://127.0.0.1:8000/en/")
    assert page.meta("robots") == "noindex"
    assert len(brotli.compress(answer.data)) < 6_000
    assert len(answer.data) < 24_000


@pytest.mark.parametrize("address", BOXES)
def test_only_boxes_may_be_framed(client: FlaskClient, address: str) -> None:
    """Any site may show a box; its policy still runs nothing and allows no style but its own."""
    policy = client.get(address).headers["Content-Security-Policy"]
    assert "frame-ancestors * file:" in policy
    assert "default-src 'none'" in policy
    assert "style-src 'sha256-" in policy
    assert "unsafe" not in policy
    headers = client.get(address).headers
    assert "X-Frame-Options" not in headers
    # Also from pages with Cross-Origin-Embedder-Policy: require-corp.
    assert headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert headers["Cross-Origin-Embedder-Policy"] == "require-corp"
    for other in ("/en/", "/en/partners/embed/", f"{address}nothing/"):
        headers = client.get(other).headers
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert "Cross-Origin-Embedder-Policy" not in headers


def test_the_page_of_boxes_shows_each_with_its_lines(client: FlaskClient) -> None:
    """A partner finds a frame with a title and a plain link for each box."""
    text = client.get("/en/partners/embed/").text
    for address in BOXES:
        assert f"http://127.0.0.1:8000{address}" in text
    assert 'a href="http://127.0.0.1:8000/en/#numbers"' in text.replace("&#34;", '"')
    assert text.count("loading=&#34;lazy&#34;") + text.count('loading="lazy"') == len(BOXES)
    # On a council's page a finding must not read as the council's own words, nor our page as the
    # inspectors'.
    links = [words(each) for each in with_class(parse(text), "copy") if "<a " in words(each)]
    assert len(links) == len(BOXES)
    for link in links:
        whose = "From the inspection of Thames Valley Police by HMICFRS, published on 8 November"
        assert (f"</a>. In plain words. {whose}" in link) != ("/en/help/" in link), link


@pytest.mark.parametrize("tag", TAGS)
def test_the_numbers_box_says_its_title_once(client: FlaskClient, tag: str) -> None:
    """The heading names the table, too: nobody hears or reads the same words twice."""
    page = parse(client.get(f"/{tag}/embed/numbers/").text)
    (heading,) = (element for element in page.iter() if tag_of(element) == "h1")
    (table,) = (element for element in page.iter() if tag_of(element) == "table")
    assert words(page).count(words(heading)) == 2  # the other one is in the title of the window
    assert table.get("aria-labelledby") == heading.get("id")


@pytest.mark.parametrize("tag", TAGS)
def test_the_findings_at_a_glance_are_the_same_on_page_in_box_and_as_data(
    client: FlaskClient, tag: str
) -> None:
    """One function makes the rows: kind, words, day, what is known since."""
    said = localized(tag)
    tables = []
    for path in ("partners/", "embed/glance/"):
        page = parse(client.get(f"/{tag}/{path}").text)
        (section,) = with_class(page, "glance")
        tables += [words(table) for table in section.iter() if tag_of(table) == "table"]
    assert tables[0] == tables[1]
    assert all(folded(finding.title) in tables[0] for finding in said.findings)
    rows = client.get("/data/v1/findings.json").json["rows"]
    assert [row["title"] for row in rows] == [finding.title for finding in real().findings]
    assert {row["published"] for row in rows} == {"2023-11-08"}
    (known,) = {row["known_since"] for row in rows}
    assert known.startswith("We do not know whether the recommendations have been met")
    if tag == "en":
        assert known in tables[0]


def test_every_link_of_a_box_leaves_the_frame(client: FlaskClient) -> None:
    """Our pages refuse frames: a link that opened in one would show nothing."""
    for address in BOXES:
        (base,) = (e for e in parse(client.get(address).text).iter() if tag_of(e) == "base")
        assert base.get("target") == "_top"
