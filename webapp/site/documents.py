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
from docx.oxml import parse_xml
from flask import render_template
from lxml import etree
from markupsafe import Markup, escape

from webapp.explainer.model import Block, Kind, PageText, Passage
from webapp.explainer.records import AreaNumber
from webapp.i18n.catalogs import N_, gettext
from webapp.i18n.languages import SOURCE, Language, format_day, isolate_address
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
    day = format_day(guide.last_looked, language)
    return " ".join((published, gettext("Sources last looked at on %(day)s.", day=day)))


def sources(briefing: Briefing) -> list[str]:
    """Return the lines to look up all that a briefing rests on, each once."""
    guide, passages = briefing.guide, (p for part in briefing.parts for p in part.passages)
    return list(lookup_lines(guide, [guide.cited(cite) for p in passages for cite in p.cites]))


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


# A page tells the size of its file, and a build asks for one right after the other.
@lru_cache(maxsize=1)
def word(briefing: Briefing) -> bytes:
    """Return a briefing as a Word file that its readers can edit and file: the same words give the
    same bytes, as no part has a time."""
    language, paper = briefing.guide.language, Document()
    properties = paper.core_properties
    properties.title, properties.language = briefing.title, language.tag
    properties.author = properties.comments = ""
    # The empty file of python-docx is of 2013: filed by its day, it would be older than all.
    seen = datetime.combine(briefing.guide.last_looked, time())
    properties.created = properties.modified = seen
    # One page for families is one, and its English is on the other side.
    leaflet = any(block.style == CALLS for part in briefing.parts for block in part.blocks)
    form = "leaflet" if leaflet else "large" if briefing.large else ""
    sheet = render_template("word/styles.xsl", form=form, language=language)
    paper.styles.element[:] = deepcopy(_styles(sheet))[:]
    text = render_template("word/document.xml", made=briefing, form=form)
    paper.element.body[:] = parse_xml(text)[:]
    raw, made = BytesIO(), BytesIO()
    paper.save(raw)
    with ZipFile(raw) as old, ZipFile(made, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(ZipInfo(name), old.read(name), ZIP_DEFLATED)
    return made.getvalue()


@lru_cache
def _styles(sheet: str) -> etree._Element:
    """Return the styles of python-docx's empty file as a style sheet (XSLT) changes them."""
    return etree.XSLT(etree.XML(sheet.encode()))(Document().styles.element).getroot()
