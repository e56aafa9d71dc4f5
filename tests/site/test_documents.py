"""What is carried away keeps whose it is: minutes, Word, data, page and what is copied."""

from __future__ import annotations

import re
from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document
from docx.oxml.ns import qn
from flask import Flask, g
from flask.testing import FlaskClient
from house import LANGUAGES, TAGS, folded, parse, with_class, words

from webapp.explainer.model import Kind
from webapp.i18n.catalogs import gettext
from webapp.i18n.languages import SOURCE, format_day, strip_isolates
from webapp.site import documents
from webapp.site.citations import sum_of
from webapp.site.guide import Guide
from webapp.site.partners import given_out
from webapp.site.sitemap import LENGTHS
from webapp.site.website import site_of

PATHS = [f"partners/briefing/{slug}/" for slug in (*LENGTHS, "7-minutes/councillors")]
PATHS.append("partners/scrutiny/")


def plain(text: str) -> str:
    """Return a text without marks of direction, white space folded."""
    return folded(strip_isolates(text))


def addresses(*lines: str) -> set[str]:
    """Return all addresses in some lines."""
    return set(re.findall(r"https://\S+", plain(" ".join(lines))))


@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize("path", PATHS)
def test_no_passage_loses_its_kind_or_source(app: Flask, tag: str, path: str) -> None:
    """Each says in each outlet who speaks, what is reported, what is our sum or explanation."""
    guide = site_of(app).guides[tag]
    with app.test_request_context():
        g.language = guide.language
        made = given_out(guide, guide.pages[path])
        page = parse(app.test_client().get(guide.address(path)).text)
        (copied,) = with_class(page, "copy")
        minutes = plain(words(copied))
        whole = plain(words(page).replace(words(copied), ""))
        paper = Document(BytesIO(documents.word(made)))
        word = plain(" ".join(paragraph.text for paragraph in paper.paragraphs))
        passages = [p for part in made.parts for block in part.blocks for p in block.passages]
        assert passages
        # An article that reports two things is one line: twice, it would look like two sources.
        listed = documents.sources(made)
        assert len({line.partition(" https://")[0] for line in listed}) == len(listed)
        assert all(plain(line) in outlet for line in listed for outlet in (minutes, word))
        # “Explained by this guide” says nothing where no guide is named.
        site = guide.content.site
        assert all(plain(f"{site.name}: {site.strapline}") in text for text in (minutes, word))
        (share,) = (element for element in page.iter() if element.get("id") == "share")
        about = plain(share.get("data-text", ""))
        assert guide.content.inspection.force in about, "shared, it says of what it is"
        assert plain(format_day(guide.content.inspection.report_published, guide.language)) in about
        for passage in passages:
            cited = documents.attributed(guide, passage)
            for outlet in (minutes, word):
                assert plain(cited.marked) in outlet, cited
            assert addresses(*cited.sources) <= addresses(*listed)
            quoted = passage.quote.join(SOURCE.quotes) if passage.quote else ""
            assert plain(quoted or passage.text) in whole
            if passage.kind == Kind.SAID:
                # Copied out of the page, or printed, it must not read as the words of a school.
                assert tag == "en" or plain(cited.words) in whole
                assert "Roy Wilsher" in cited.mark
                assert cited.words.strip("\u2068\u2069")[0] in guide.language.quotes
            if passage.kind == Kind.WORKED_OUT:
                assert plain(sum_of(guide, passage)) in plain(cited.mark)
            if passage.kind != Kind.EXPLAINED:
                assert cited.sources
            # A line alone, such as “We have not seen this”, would say it of the one above.
            assert all("https://" in line for line in cited.sources)
        # Minutes are read years later: they say what day's knowledge this is.
        (dated,) = (plain(words(element)) for element in with_class(page, "dated"))
        assert tag != "en" or "Sources last looked at on" in dated, "not all on one day"
        for day in (guide.content.inspection.report_published, guide.last_looked):
            assert plain(format_day(day, guide.language)) in dated
            assert plain(format_day(day, guide.language)) in minutes.partition("1. ")[0]
            assert plain(format_day(day, guide.language)) in word
        assert ("____ / ____" in minutes) == made.for_meeting
        # What it says of the help page can be found from paper.
        for named in ("help/", "next/") if made.for_meeting else ():
            assert all(guide.url(named) in outlet for outlet in (whole, minutes, word))
        for _, block in made.meeting_blocks:
            assert all(plain(p.text) in minutes and plain(p.text) in word for p in block.passages)


@pytest.mark.parametrize("tag", TAGS)
def test_every_word_file_can_be_edited_and_read_aloud(app: Flask, tag: str) -> None:
    """Title, language, direction, headings, lists, a table with a head, fields to fill in."""
    client = app.test_client()
    site = site_of(app)
    language = site.guides[tag].language
    files = [path for path in site.shared_addresses() if path.startswith(f"/word/{tag}/")]
    assert len(files) == (20 if tag == "en" else 30)
    for address in files:
        answer = client.get(address)
        assert answer.mimetype == documents.MEDIA_TYPE, address
        assert len(answer.data) < 60_000
        paper = Document(BytesIO(answer.data))
        assert paper.core_properties.title
        assert paper.core_properties.language == tag
        assert paper.core_properties.created.date() == site.guides[tag].last_looked
        styles = [p.style.name for p in paper.paragraphs]
        assert styles[0] == "Title"
        assert styles.count("Heading 1") >= 3
        assert "List Bullet" in styles
        for paragraph in paper.paragraphs if "-both" not in address else ():
            rtl = paragraph._p.find(f".//{qn('w:bidi')}") is not None
            own = bool(paragraph.text) and paragraph.text != documents.UNCHECKED
            assert rtl == (language.right_to_left and own), paragraph.text
            assert all(run._r.find(f".//{qn('w:lang')}") is not None for run in paragraph.runs)
            which = qn("w:val" if language.script == "Latn" else "w:bidi")
            own = {run._r.find(f".//{qn('w:lang')}").get(which) for run in paragraph.runs}
            assert own <= {language.regional, "en-GB", None}
        # Word has a second size for all scripts but Latin and its like.
        normal = paper.styles["Normal"].element.rPr
        sizes = [normal.find(qn(name)).get(qn("w:val")) for name in ("w:sz", "w:szCs")]
        assert len(set(sizes)) == 1
        if language.script in ("Guru", "Deva"):  # what Windows has for the scripts of India
            fonts = list(paper.styles.element.iter(qn("w:rFonts")))
            assert {element.get(qn("w:cs")) for element in fonts} == {"Nirmala UI"}
        if "briefing" in address:
            assert "List Number" in styles
            first, actions = paper.tables
            assert len(first.rows) == 3
            assert actions._tbl.find(f".//{qn('w:tblHeader')}") is not None
        with ZipFile(BytesIO(answer.data)) as archive:
            assert archive.testzip() is None
        assert client.get(address).data == answer.data, "two bytes for one file"


def test_a_built_briefing_has_a_word_file_too(client: FlaskClient) -> None:
    """What somebody chose is what the file holds; what nobody can choose is no file."""
    query = "agency=health&finding=neglect&questions=1"
    page = client.get(f"/en/partners/briefing/?{query}").text
    assert f'/word/en/briefing.docx?{query.replace("&", "&amp;")}"' in page
    paper = Document(BytesIO(client.get(f"/word/en/briefing.docx?{query}").data))
    text = " ".join(paragraph.text for paragraph in paper.paragraphs)
    assert "investigating cases of child neglect" in text
    assert "How do we share signs of neglect" in text
    # In large print, whose words these are is large, too.
    large = Document(BytesIO(client.get(f"/word/en/briefing.docx?{query}&large=1").data))
    sizes = {r.font.size.pt for each in large.paragraphs for r in each.runs if r.font.size}
    assert min(sizes) >= 12
    for wrong in ("/word/en/briefing.docx", "/word/en/nothing.docx", "/word/xx/handout.docx"):
        assert client.get(wrong).status_code == 404


@pytest.mark.parametrize("tag", TAGS)
def test_each_number_of_a_word_file_says_when_it_is_answered_and_how_old_it_is(
    app: Flask, tag: str
) -> None:
    """Nobody is sent to a number for nights at noon; a number to call is nobody's explanation."""
    guide, limited = site_of(app).guides[tag], 0
    with app.test_request_context():
        g.language = guide.language
        ours, hours = gettext("explained by this guide"), documents.HOURS
        for area in guide.content.areas:
            answer = app.test_client().get(f"/word/{tag}/handout-{area.id}.docx")
            texts = [
                plain(paragraph.text) for paragraph in Document(BytesIO(answer.data)).paragraphs
            ]
            assert plain(guide.content.site.number_warning) in texts
            assert not area.note or plain(area.note) in texts
            for number in area.numbers:
                (line,) = [text for text in texts if f": {number.number} " in text]
                assert plain(format_day(number.seen, guide.language)) in line
                assert ours not in line
                assert number.hours == "always" or plain(gettext(hours[number.hours])) in line
                limited += number.hours != "always"
            for contact in guide.content.contacts[:4]:
                line = plain(f"{contact.name}: {contact.number} {contact.purpose}")
                assert line in texts
    assert limited > len(guide.content.areas)


@pytest.mark.parametrize("tag", [tag for tag in TAGS if tag != "en"])
def test_a_sheet_in_an_unchecked_language_says_so_on_its_english_side(app: Flask, tag: str) -> None:
    """Page and Word file: the language in front, English behind, and who checked what."""
    guide = site_of(app).guides[tag]
    assert guide.progress.state == "draft"
    english = guide.english.text("handout")
    for area in ("", "oxfordshire/"):
        page = parse(app.test_client().get(f"/{tag}/handout/{area}both/").text)
        (other,) = with_class(page, "other-side")
        assert other.get("lang") == "en"
        assert documents.UNCHECKED_OTHER in words(other)
        own, english_side = with_class(page, "side")
        written = (guide.text("handout"), english)
        for side, text in zip((own, english_side), written, strict=True):
            for block in text.blocks:
                assert all(folded(p.text) in words(side) for p in block.passages)
            assert ("0800 833 408" in words(side)) is (area != "")
        assert "Seen on" in words(english_side) or not area
        name = f"handout-{area.replace('/', '-')}both"
        paper = Document(BytesIO(app.test_client().get(f"/word/{tag}/{name}.docx").data))
        texts = [plain(paragraph.text) for paragraph in paper.paragraphs]
        behind = texts.index(documents.UNCHECKED_OTHER)
        assert texts[1:3] == [plain(notice) for notice in draft_notices(guide)]
        for block in english.blocks:
            first = plain(block.passages[0].text)
            assert any(first in line for line in texts[behind:])
            assert not any(first in line for line in texts[:behind])
        ltr = [
            paragraph
            for paragraph in paper.paragraphs[behind:]
            if paragraph._p.find(f".//{qn('w:bidi')}")
        ]
        assert ltr == []


def draft_notices(guide: Guide) -> tuple[str, str]:
    """Return what a draft says of itself, in its own language and in English."""
    said = "A computer program translated this page. No person has checked it."
    return guide.interface.gettext(said), said


def test_who_chooses_a_sheet_sees_who_checked_each_language(client: FlaskClient) -> None:
    """On the partners' page, on each handout and on the sheet itself; every language by itself."""
    for path in ("partners/", "handout/", "handout/oxfordshire/", "handout/both/"):
        text = words(parse(client.get(f"/en/{path}").text))
        for language in LANGUAGES.values():
            assert (f"{language.own_name} (Draft)" in text) is (language.tag != "en"), path
