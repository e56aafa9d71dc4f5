"""What is carried away keeps whose it is: minutes, Word, data, page and what is copied."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document
from docx.oxml.ns import qn
from flask import Flask, g
from flask.testing import FlaskClient
from house import TAGS, folded, parse, words

from webapp.explainer.model import Kind
from webapp.i18n.direction import strip_isolates
from webapp.site import briefings, outlets
from webapp.site.carried import carry
from webapp.site.citations import sum_of
from webapp.site.partners import given_out, word_files
from webapp.site.website import website

PATHS = [f"partners/briefing/{each}/" for each in (*briefings.READY, "7-minutes/councillors")]
PATHS.append("partners/scrutiny/")


def plain(text: str) -> str:
    """Return a text without marks of direction, white space folded."""
    return folded(strip_isolates(text))


@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize("path", PATHS)
def test_no_passage_loses_its_kind_or_source(app: Flask, tag: str, path: str) -> None:
    """Each says in each outlet who speaks, what is reported, what is our sum or explanation."""
    guide = website(app).guides[tag]
    with app.test_request_context():
        g.language = guide.language
        made, _ = given_out(guide, guide.pages[path])
        minutes = plain(outlets.plain_text(made, guide, "https://a.example/"))
        paper = Document(BytesIO(outlets.word(made, guide, "https://a.example/")))
        word = plain(" ".join(each.text for each in paper.paragraphs))
        page = plain(words(parse(app.test_client().get(guide.address(path)).text)))
        passages = [p for part in made.parts for block in part.blocks for p in block.passages]
        assert passages
        for each in passages:
            told = carry(guide, each)
            for outlet in (minutes, word):
                assert plain(told.marked) in outlet, told
                for line in told.sources:
                    assert plain(line) in outlet, line
            assert plain(each.quote or each.text) in page
            if each.kind == Kind.SAID:
                assert "Roy Wilsher" in told.mark
                assert told.words.strip("\u2068\u2069")[0] in guide.language.quotes
            if each.kind == Kind.WORKED_OUT:
                assert plain(sum_of(guide, each)) in plain(told.mark)
            if each.kind != Kind.EXPLAINED:
                assert any("https://" in line for line in told.sources)
        for _, block in outlets.asked(made, guide):
            assert all(plain(p.text) in minutes and plain(p.text) in word for p in block.passages)


@pytest.mark.parametrize("tag", TAGS)
def test_every_word_file_can_be_edited_and_read_aloud(app: Flask, tag: str) -> None:
    """Title, language, direction, headings, lists, a table with a head, fields to fill in."""
    client = app.test_client()
    site = website(app)
    language = site.guides[tag].language
    files = [each for each in word_files(site.guides) if each.startswith(f"/word/{tag}/")]
    assert len(files) == 20
    for address in files:
        answer = client.get(address)
        assert answer.mimetype == outlets.MEDIA_TYPE, address
        assert len(answer.data) < 60_000
        paper = Document(BytesIO(answer.data))
        assert paper.core_properties.title
        assert paper.core_properties.language == tag
        styles = [each.style.name for each in paper.paragraphs]
        assert styles[0] == "Title"
        assert styles.count("Heading 1") >= 3
        assert "List Bullet" in styles
        for each in paper.paragraphs:
            rtl = each._p.find(f".//{qn('w:bidi')}") is not None
            assert rtl == (language.right_to_left and bool(each.text)), each.text
            assert all(run._r.find(f".//{qn('w:lang')}") is not None for run in each.runs)
            which = qn("w:val" if language.script == "Latn" else "w:bidi")
            own = {run._r.find(f".//{qn('w:lang')}").get(which) for run in each.runs}
            assert own <= {language.regional, "en-GB", None}
        # Word has a second size for all scripts but Latin and its like.
        normal = paper.styles["Normal"].element.rPr
        sizes = [normal.find(qn(each)).get(qn("w:val")) for each in ("w:sz", "w:szCs")]
        assert len(set(sizes)) == 1
        if font := outlets.FONTS.get(language.script):
            fonts = [each for each in paper.styles.element.iter(qn("w:rFonts"))]
            assert {each.get(qn("w:cs")) for each in fonts} == {font}
        if "briefing" in address:
            assert "List Number" in styles
            first, actions = paper.tables
            assert len(first.rows) == 3
            assert actions._tbl.find(f".//{qn('w:tblHeader')}") is not None
        with ZipFile(BytesIO(answer.data)) as held:
            assert held.testzip() is None
        assert client.get(address).data == answer.data, "two bytes for one file"


def test_a_built_briefing_has_a_word_file_too(client: FlaskClient) -> None:
    """What somebody chose is what the file holds; what nobody can choose is no file."""
    query = "agency=health&finding=neglect&questions=1"
    page = client.get(f"/en/partners/briefing/?{query}").text
    assert f'/word/en/briefing.docx?{query.replace("&", "&amp;")}"' in page
    paper = Document(BytesIO(client.get(f"/word/en/briefing.docx?{query}").data))
    text = " ".join(each.text for each in paper.paragraphs)
    assert "investigating cases of child neglect" in text
    assert "How do we share signs of neglect" in text
    for wrong in ("/word/en/briefing.docx", "/word/en/nothing.docx", "/word/xx/handout.docx"):
        assert client.get(wrong).status_code == 404
