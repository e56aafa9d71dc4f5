"""What leaves the site keeps whose it is: a passage to cite, a line of text, a briefing or handout
as a Word file."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime, time
from functools import lru_cache
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm
from docx.text.paragraph import Paragraph
from lxml import etree
from markupsafe import Markup, escape

from webapp.explainer.model import Block, Kind, PageText, Passage
from webapp.explainer.records import AreaNumber
from webapp.i18n.catalogs import N_, gettext, interface_language
from webapp.i18n.languages import SOURCE, Language, format_day, isolate_address
from webapp.settings import HERE
from webapp.site.briefings import CALLS, Briefing
from webapp.site.citations import lookup_lines, sum_of, whose
from webapp.site.guide import Guide, one
from webapp.site.sitemap import path_of

# In English alone: whoever hands out a language that nobody has checked reads English.
UNCHECKED = N_("A computer program translated this page. No person has checked it.")
UNCHECKED_OTHER = "A computer program translated the other side. No person has checked it."
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
# When a council's number is answered, as far as its page says.
HOURS = {
    "out-of-hours": N_("When the office is closed."),
    "office": N_("Office hours only."),
    "not-seen": N_("It may answer in office hours only."),
}
STYLES = HERE / "templates/word/styles.xsl"


@dataclass(frozen=True)
class Attributed:
    """A passage with whose it is, as it leaves the site.

    `words` hold a quotation in its marks; `mark` is its kind and whose it is, in short; `sources`
    are lines to look it up, one for each source; `titles` are those in them that stay in English on
    this page.
    """

    words: str
    mark: str
    sources: tuple[str, ...]
    titles: tuple[str, ...]

    @property
    def marked(self) -> str:
        """The words and whose they are."""
        return f"{self.words} ({self.mark})"

    @property
    def cited_html(self) -> Markup:
        """All in one line of a page, where a screen reader says each title in its own language."""
        line = escape(" ".join((self.marked, *self.sources)))
        for title in self.titles:
            line = line.replace(title, Markup('<span lang="en" dir="ltr">{}</span>').format(title))
        return line


def attributed(guide: Guide, passage: Passage) -> Attributed:
    """Return a passage with its kind and origin, in the language of a guide."""
    language, words = guide.language, passage.text
    cited = [guide.cited(cite) for cite in passage.cites]
    marks = [whose(record) for record in cited]
    if passage.kind == Kind.SAID:
        speaker = one(guide.content.speakers, id=passage.by)
        words = words.join(language.quotes)
        marks.insert(0, f"{speaker.name}{language.stops[2]} {speaker.role}")
        if passage.text != passage.quote:
            marks.append(gettext("this guide’s translation"))
    elif passage.kind == Kind.WORKED_OUT:
        marks.insert(0, gettext("this guide’s sum: %(sum)s", sum=sum_of(guide, passage)))
    mark = f"{language.stops[1]} ".join(dict.fromkeys(marks)) or gettext("explained by this guide")
    # Titles stay as published, in English.
    titles = {origin.title: "" for record in cited for origin in record.sources if origin.title}
    kept = () if language == SOURCE else tuple(titles)
    return Attributed(guide.isolate(words), mark, lookup_lines(guide, cited), kept)


def conditions(number: AreaNumber, guide: Guide) -> tuple[str, str]:
    """Return when a council's number is answered, or "", and how old and how sure it is."""
    day = format_day(number.seen, guide.language)
    seen = gettext("Seen on %(day)s. Check it on the official page.", day=day)
    return gettext(HOURS[number.hours]) if number.hours in HOURS else "", seen


def unchecked(guide: Guide) -> dict[str, Language]:
    """Return what a draft says of itself: to its readers, and in English to who hands it out."""
    if guide.progress.state != "draft":
        return {}
    return {gettext(UNCHECKED): guide.language, UNCHECKED: SOURCE}


def dated(guide: Guide) -> str:
    """Return which inspection this is about, and of which day it is true."""
    about, language = guide.content.inspection, guide.language
    published = gettext(
        "From the inspection of %(force)s by %(inspectorate)s, published on %(day)s.",
        force=about.force,
        inspectorate=about.inspectorate,
        day=format_day(about.report_published, language),
    )
    looked = format_day(guide.last_looked, language)
    seen = gettext("Sources last looked at on %(day)s.", day=looked)
    return f"{published} {seen}"


def sources(briefing: Briefing) -> list[str]:
    """Return the lines to look up all that a briefing rests on, each once."""
    guide, passages = briefing.guide, (p for part in briefing.parts for p in part.passages)
    return list(lookup_lines(guide, [guide.cited(cite) for p in passages for cite in p.cites]))


# A page tells the size of its file, and a build asks for one right after the other.
@lru_cache(maxsize=1)
def word(briefing: Briefing) -> bytes:
    """Return a briefing as a Word file that its readers can edit and file."""
    guide, paper = briefing.guide, _Paper(briefing)
    paper.add(briefing.title, "Title")
    for line, language in unchecked(guide).items():
        paper.add(line, language=language)
    _write(paper, briefing)
    if briefing.other:
        paper.language = SOURCE
        with interface_language(SOURCE):
            behind = paper.add(briefing.other.title, "Heading1")
            behind.paragraph_format.page_break_before = True
            if unchecked(guide):
                paper.add(UNCHECKED_OTHER)
            _write(paper, briefing.other)
    return paper.bytes()


def _write(paper: _Paper, briefing: Briefing) -> None:
    """Write all of a briefing that follows its title."""
    guide = briefing.guide
    paper.add(f"{dated(guide)} {isolate_address(briefing.address, guide.language)}")
    if briefing.for_meeting:
        names = (gettext("Organisation"), gettext("Day"), gettext("Presented by"))
        paper.table([(name, "") for name in names])
    for part in briefing.parts:
        paper.add(part.heading, "Heading1", guide.language_of(part.key))
        for block in part.blocks:
            own = guide.language_of(block.key)
            if block.heading and block.heading != part.heading:
                paper.add(block.heading, "Heading2", own)
            for passage in block.passages:
                cited = attributed(guide, passage)
                style = "Quote" if passage.quote else "ListBullet"
                mark = "" if block.style == CALLS else cited.mark
                paper.add(cited.words, style, own, mark)
            for line in links(block, guide):
                paper.add(line, "ListBullet", own)
    for text, address in pages_named(briefing).items():
        paper.add(f"{text.nav}: {address}", "ListBullet", guide.language_of(text.key))
    for heading, block in briefing.meeting_blocks:
        paper.add(heading, "Heading1")
        for passage in block.passages:
            style = "ListNumber" if block is briefing.questions else "ListBullet"
            paper.add(guide.isolate(passage.text), style, guide.language_of(block.key))
    if briefing.for_meeting:
        paper.add(gettext("Actions"), "Heading1")
        head = (gettext("What"), gettext("Who"), gettext("By when"))
        paper.table([head, *[("", "", "")] * 3], headed=True)
    paper.add(gettext("Sources"), "Heading1")
    for line in sources(briefing):
        paper.add(line, "ListBullet")


def pages_named(briefing: Briefing) -> dict[PageText, str]:
    """Return pages that the words of a briefing name, with their addresses: paper has no links."""
    guide = briefing.guide
    return {
        text: isolate_address(guide.url(path_of(text.slug)), guide.language)
        for text in map(guide.text, ("next", "help") if briefing.for_meeting else ())
    }


def links(block: Block, guide: Guide) -> list[str]:
    """Return the links of a block as lines of plain text."""
    return [f"{link.text}: {isolate_address(link.url, guide.language)}" for link in block.links]


class _Paper:
    """A Word file in one language, with parts in others."""

    def __init__(self, briefing: Briefing) -> None:
        self.language = language = briefing.guide.language
        self.small = 12 if briefing.large else 9
        self.paper = Document()
        properties = self.paper.core_properties
        properties.title, properties.language = briefing.title, language.tag
        properties.author = properties.comments = ""
        # The empty file of python-docx is of 2013: filed by its day, it would be older than all.
        seen = datetime.combine(briefing.guide.last_looked, time())
        properties.created = properties.modified = seen
        # One page for families is one, and its English is on the other side.
        leaflet = any(block.style == CALLS for part in briefing.parts for block in part.blocks)
        section = self.paper.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2)
        section.top_margin = section.bottom_margin = Cm(1 if leaflet else 1.8)
        form = "leaflet" if leaflet else "large" if briefing.large else ""
        # Read anew, like a template: who edits it sees it at the next load.
        styles = _styles(STYLES.read_bytes(), form, language)
        self.paper.styles.element[:] = deepcopy(styles)[:]

    def add(
        self, text: str, style: str | None = None, language: Language | None = None, mark: str = ""
    ) -> Paragraph:
        """Add a paragraph in a language and its direction, with a smaller mark behind it."""
        made = self.paper.add_paragraph(text)
        made._p.style = style  # by its id: a look-up by name takes ten times as long
        if mark:
            look = made.add_run(f" ({mark})")._r.get_or_add_rPr()
            for size in ("w:sz", "w:szCs"):  # the second for all scripts but a few like Latin
                look.append(OxmlElement(size, {qn("w:val"): str(2 * self.small)}))
        _set(made, language or self.language)
        return made

    def table(self, rows: list[tuple[str, ...]], headed: bool = False) -> None:
        """Add a table to fill in, its first row or its first column with the names of cells."""
        made = self.paper.add_table(len(rows), len(rows[0]), "Table Grid")
        if self.language.right_to_left:
            made._tblPr.insert(1, OxmlElement("w:bidiVisual"))
        for row, texts in zip(made.rows, rows, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.paragraphs[0].text = text
                _set(cell.paragraphs[0], self.language)
        if headed:
            # Screen readers speak it with each cell; it stands again on a next side.
            made.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        self.paper.add_paragraph()

    def bytes(self) -> bytes:
        """Return the file: the same words give the same bytes, as no part has a time."""
        raw, made = BytesIO(), BytesIO()
        self.paper.save(raw)
        with ZipFile(raw) as old, ZipFile(made, "w", ZIP_DEFLATED) as new:
            for name in old.namelist():
                new.writestr(ZipInfo(name), old.read(name), ZIP_DEFLATED)
        return made.getvalue()


@lru_cache
def _styles(sheet: bytes, form: str, language: Language) -> etree._Element:
    """Return the styles of python-docx's empty file as a style sheet (XSLT) changes them."""
    values = {
        "form": form,
        "direction": language.direction,
        "regional": language.regional,
        "script": language.script,
    }
    texts = {name: etree.XSLT.strparam(value) for name, value in values.items()}
    return etree.XSLT(etree.XML(sheet))(Document().styles.element, **texts).getroot()


def _set(paragraph: Paragraph, language: Language) -> None:
    """Mark a paragraph and its runs with their language, and right-to-left ones as such."""
    if language.right_to_left:
        paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))
    # Word keeps a second name of a language, for letters of other scripts.
    which = qn("w:val" if language.script == "Latn" else "w:bidi")
    for run in paragraph.runs:
        if language.right_to_left:
            run.font.rtl = True
        run._r.get_or_add_rPr().append(OxmlElement("w:lang", {which: language.regional}))
