"""Every sentence says where it comes from: on its page, and back from its source."""

from __future__ import annotations

import re
from urllib.parse import unquote, urljoin, urlsplit
from xml.etree.ElementTree import Element

import pytest
from flask import Flask
from house import TAGS, Page, addresses, localized, real, seen, tag, with_class, words

from webapp.explainer.model import Block, Explainer, Kind, passages_of
from webapp.site.citations import published_quotation
from webapp.site.guide import one
from webapp.site.sitemap import PROOF_PATH, SHARED, every_page, path_of
from webapp.site.website import site_of


def origins(element: Element) -> list[Element]:
    """Return the lines of `element` that tell a kind of passage."""
    return [line for line in element.iter() if line.get("data-kind") is not None]


def links(element: Element) -> set[str]:
    """Return where the links of `element` lead."""
    return {link.get("href", "") for link in element.iter() if tag(link) == "a"}


def address_of_cite(cite: str, language: str = "en") -> str:
    """Return where a citation leads."""
    name, _, at = cite.partition("#")
    place = f"facts/#{at}" if name == "facts" else f"{name}/#p{at}"
    return f"/{language}/sources/{place}"


def assert_sources(block: Block, section: Element, language: str) -> None:
    """Compare a section with its block: its words, and one line that leads to each source."""
    text = words(section)
    for passage in block.passages:
        assert " ".join(passage.text.split()) in text, passage.text
    cites = {c for p in block.passages if p.kind != Kind.SAID for c in p.cites}
    stored = {cite.partition("#")[0] for cite in cites} - {"facts"}
    lines = [line for line in origins(section) if line.get("data-kind") == "reported"]
    if not cites:
        assert not [line for line in lines if tag(line) == "p"] or "figure" in section.get("class")
        return
    shown = {href for line in lines for href in links(line)}
    for source in stored:
        at = f"/{language}/sources/{source}/#p"
        assert any(href.startswith(at) for href in shown), block.key
    if any(cite.startswith("facts#") for cite in cites):
        assert any(f"/{language}/sources/facts/#" in href for href in shown), block.key


def blocks(language: str) -> list[tuple[str, Block]]:
    """Return (address, block) of every block with passages that has a place of its own."""
    found = []
    said = localized(language)
    for finding in said.findings:
        found += [
            (f"/{language}/findings/{finding.slug}/", part)
            for part in (finding.found, finding.said, finding.matters, finding.change)
        ]
    for page in said.pages:
        if page.slug not in SHARED:
            path = f"/{language}/{path_of(page.slug)}"
            # "Read together" asks its questions beside the findings, under one label for all.
            parts = page.blocks[:1] if page.slug == "together" else page.blocks
            if page.slug == "card" and language == "en":
                # Who reads English needs no English words to say.
                parts = tuple(part for part in parts if part.anchor != "telephone")
            found += [(path, part) for part in parts]
    for agency in said.audiences:
        address = f"/{language}/partners/{agency.slug}/"
        found += [(address, agency.touches), (address, agency.questions), (address, agency.unknown)]
    return [(address, block) for address, block in found if block.passages]


@pytest.mark.parametrize(
    ("address", "block"),
    [case for language in TAGS for case in blocks(language)],
    ids=lambda value: getattr(value, "key", str(value)[1:3]),
)
def test_each_section_names_its_sources_in_one_line(app: Flask, address: str, block: Block) -> None:
    """A reader meets the message, and at its end whose it is; what is ours is not marked."""
    assert_sources(block, seen(app, address).with_id(block.anchor), address.split("/")[1])


@pytest.mark.parametrize("language", TAGS)
def test_the_proof_tells_each_sentence_with_its_kind_and_its_paragraph(
    app: Flask, language: str
) -> None:
    """Nothing of the proof is lost: one link from each page leads to all of it."""
    pages = [seen(app, a) for a in addresses(language) if f"/{language}/{PROOF_PATH}" in a]
    proved = [
        (words(item), item.get("data-kind"), links(item))
        for page in pages
        for item in with_class(page.one("main"), "proof")
    ]
    missing = []
    for _, block in blocks(language):
        for passage in block.passages:
            text = " ".join(passage.text.split())
            cites = {address_of_cite(cite, language) for cite in passage.cites}
            if not any(
                text in shown and kind == passage.kind.value and cites <= hrefs
                for shown, kind, hrefs in proved
            ) and any(p.kind != Kind.EXPLAINED for p in block.passages):
                missing.append(passage.text)
    assert missing == []


@pytest.mark.parametrize("language", TAGS)
def test_a_page_that_rests_on_sources_leads_to_its_proof(app: Flask, language: str) -> None:
    """One press, and the proof opens at this very page."""
    for address, block in blocks(language):
        if any(passage.cites for passage in block.passages) and "/sources/" not in address:
            proof = f"/{language}/{PROOF_PATH}"
            hrefs = links(seen(app, address).one("footer"))
            (link,) = [href for href in hrefs if href.startswith(proof)]
            path, _, anchor = link.partition("#")
            assert anchor in seen(app, path).ids, link


@pytest.mark.parametrize("language", TAGS)
def test_source_lines_are_at_most_8_per_cent_of_the_words_of_a_page(
    app: Flask, language: str
) -> None:
    """The proof never drowns the message (law 1); the pages of the proof are the proof."""
    over = []
    boxes = [f"/{language}/{page.path}" for page in every_page(real()) if page.kind == "embed"]
    for address in [*addresses(language), *boxes]:
        if "/sources/" in address:
            continue
        main = seen(app, address).one("main")
        share = len(_marked(main)) / len(words(main).split())
        if share > 0.08:
            over.append(f"{address}: {share:.1%}")
    assert over == []


def _marked(element: Element) -> list[str]:
    """Return the words of `element` that tell a kind or a source."""
    if element.get("data-kind") is not None:
        return words(element).split()
    return [word for child in element for word in _marked(child)]


def test_each_quotation_leads_to_its_words_in_the_published_page(
    app: Flask, said: Explainer
) -> None:
    """A text fragment names words that stand in the source, its beginning before its end."""
    guide = site_of(app).guides["en"]
    quoted = [p for _, _, p in passages_of(said) if p.kind == Kind.SAID]
    assert quoted
    for passage in quoted:
        source = one(guide.content.sources, id=passage.cites[0].source)
        fragment = published_quotation(guide, passage).partition("#:~:text=")[2]
        whole = " ".join(" ".join(source.paragraphs).split())
        ends = [unquote(part) for part in fragment.split(",")]
        places = [whole.find(end) for end in ends]
        assert -1 not in places, passage.quote
        assert places == sorted(places)
        assert "-" not in fragment
        # The beginning names these words and no others.
        assert whole.count(ends[0]) == 1, ends[0]


@pytest.mark.parametrize(("slug", "voice"), [("simple", "simple"), ("young-people", "young")])
def test_each_finding_in_other_voices_shows_its_source(app: Flask, slug: str, voice: str) -> None:
    """The simple words rest on the same source as the others, and say so once a part."""
    page = seen(app, f"/en/{slug}/")
    sections = with_class(page.one("main"), "voice")
    assert len(sections) == len(real().findings)
    for section, finding in zip(sections, real().findings, strict=True):
        for passage in getattr(finding, voice).passages:
            assert passage.text in words(section)
    shown = {href for line in origins(page.one("main")) for href in links(line)}
    assert any(href.startswith("/en/sources/news-release/#p") for href in shown)


def test_each_word_of_the_glossary_shows_its_kind(app: Flask, said: Explainer) -> None:
    """A definition that is not ours names its source; ours are not marked one by one."""
    page = seen(app, "/en/words/")
    for term in said.terms:
        lines = origins(page.with_id(term.id))
        cites = {c for p in term.definition for c in p.cites}
        assert bool(cites) == bool(lines), term.id
        for line in lines:
            assert links(line)


def test_figures_show_their_source_and_say_what_they_draw(app: Flask, said: Explainer) -> None:
    """The table, its picture and its source stand together."""
    page = seen(app, "/en/")
    for figure in said.figures:
        text = words(page.with_id(figure.id))
        for part in figure.parts:
            assert f"{part.label} {part.count}" in text
        (drawn,) = with_class(page.root, "marks")
        spoken = drawn.get("aria-label", "")
        assert all(f"{part.label}: {part.count}" in spoken for part in figure.parts)
        circles = [circle for circle in drawn.iter() if tag(circle) == "circle"]
        assert len(circles) == figure.total
        # Once, as the words above rest on it, too.
        (line,) = with_class(page.with_id("numbers"), "origin")
        assert any(href.startswith("/en/sources/") for href in links(line))


def test_each_paragraph_of_a_source_links_back_to_what_rests_on_it(app: Flask) -> None:
    """From the source, a reader finds everything that was made of each paragraph."""
    citing: dict[str, set[str]] = {}
    for address in addresses():
        for href in seen(app, address).links:
            parts = urlsplit(urljoin(address, href))
            if parts.fragment and parts.path.startswith("/en/sources/") and parts.path != address:
                citing.setdefault(f"{parts.path}#{parts.fragment}", set()).add(address)
    assert citing
    for cited, pages in citing.items():
        path, _, anchor = cited.partition("#")
        back = {urlsplit(link).path for link in links(seen(app, path).with_id(anchor))}
        # These repeat passages of other pages, which link back.
        repeated = (
            "/en/partners/", "/en/handout/", "/en/simple/", "/en/young-people/", "/en/both/",
            "/en/sources/proof/",
        )  # fmt: skip
        missing = {page for page in pages - back if not page.startswith(repeated)}
        # The figure's table stands on the page of the passage that tells it.
        assert not missing, f"{cited} does not link back to {missing}"


def test_each_paragraph_of_a_source_is_there_with_its_state(app: Flask, said: Explainer) -> None:
    """The source stands whole and in order, and hides nothing that nobody has explained."""
    for source in said.sources:
        page = seen(app, f"/en/sources/{source.id}/")
        assert source.sha256 in page.html
        for number, text in enumerate(source.paragraphs, 1):
            paragraph = page.with_id(f"p{number}")
            assert words(paragraph).startswith(" ".join(text.split()))
            furniture = number in source.furniture
            assert paragraph.get("class") in (
                ("furniture",) if furniture else ("quoted", "explained")
            )
            assert furniture or links(paragraph)


def test_each_fact_shows_whose_it_is_and_when_it_was_seen(app: Flask, said: Explainer) -> None:
    """A fact that we may not store is shown with its publisher, its address and the day."""
    page = seen(app, "/en/sources/facts/")
    for fact in said.facts:
        entry = page.with_id(fact.id)
        assert fact.statement in words(entry)
        for source in fact.sources:
            assert source.publisher in words(entry)
            assert source.url in links(entry)
        assert "Seen on" in words(entry)
    # A space at the end of a link is underlined, and stands before the full stop.
    assert not re.search(r"\s(</a>|<span class=.heard.>)", page.html)


def test_each_quotation_stands_as_published_with_its_speaker(app: Flask, said: Explainer) -> None:
    """Who is quoted is named, and every word of it is theirs."""
    speakers = {speaker.id: speaker for speaker in said.speakers}
    for address, block in blocks("en"):
        quoted = [p for p in block.passages if p.kind == Kind.SAID]
        if quoted:
            figures = with_class(seen(app, address).with_id(block.anchor), "said")
            shown = [element for element in figures if tag(element) == "figure"]
            assert len(shown) == len(quoted)
            for figure, passage in zip(shown, quoted, strict=True):
                assert " ".join(passage.quote.split()) in words(figure)
                assert speakers[passage.by].name in words(figure)


@pytest.mark.parametrize("tag", TAGS)
def test_no_full_stop_follows_a_question_or_ends_an_aside(app: Flask, tag: str) -> None:
    """A list of places that ends in a question ends as it does; links are no sentences."""
    for path in ("sources/news-release/", "sources/facts/"):
        text = words(seen(app, f"/{tag}/{path}").one("main"))
        assert not re.search(r"[?؟][\u2068\u2069]*[.۔।]|[.۔।][\u2068\u2069]*\)", text), path


def test_back_links_are_called_by_what_they_lead_to(app: Flask, said: Explainer) -> None:
    """Two links with the same words lead to the same place."""
    for source in said.sources:
        page: Page = seen(app, f"/en/sources/{source.id}/")
        for number in range(1, len(source.paragraphs) + 1):
            back = [link for link in page.with_id(f"p{number}").iter() if tag(link) == "a"]
            names = [words(link) for link in back]
            assert len(names) == len(set(names)), names
            assert not [name for name in names if not name or name.startswith(":")], names
