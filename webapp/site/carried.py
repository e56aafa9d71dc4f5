"""What goes with a passage wherever it is carried: its kind, who says it, where to look it up.

One function for every outlet: words to copy from a page, minutes and Word files.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain

from markupsafe import Markup, escape

from webapp.explainer.model import Block, Kind, Passage
from webapp.explainer.records import Citation, FactSource, Source, Strength
from webapp.i18n.catalogs import gettext
from webapp.i18n.direction import isolate_address
from webapp.i18n.languages import SOURCE, format_day
from webapp.site.citations import sum_of
from webapp.site.guide import Guide, one


@dataclass(frozen=True)
class Carried:
    """A passage as it leaves the site.

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


def carry(guide: Guide, passage: Passage) -> Carried:
    """Return a passage with its kind and origin, in the language of a guide."""
    language = guide.language
    origins = [_origin(guide, cite) for cite in passage.cites]
    marks = [origin.mark for origin in origins]
    words = passage.text
    if passage.kind == Kind.SAID:
        speaker = one(guide.content.speakers, id=passage.by)
        words = words.join(language.quotes)
        marks.insert(0, f"{speaker.name}{language.stops[2]} {speaker.role}")
        if passage.text != passage.quote:
            marks.append(gettext("our translation"))
    elif passage.kind == Kind.WORKED_OUT:
        marks.insert(0, gettext("our sum: %(sum)s", sum=sum_of(guide, passage)))
    mark = f"{language.stops[1]} ".join(dict.fromkeys(marks)) or gettext("our own explanation")
    # Titles stay as published, in English.
    titles = dict.fromkeys(title for each in origins for title in each.titles if title)
    titles = titles if language != SOURCE else {}
    return Carried(guide.isolate(words), mark, _looked_up(origins), tuple(titles))


@dataclass(frozen=True)
class _Origin:
    """A cited thing: whose it is, in short, its line, titles; of others who report it, the address
    and the line.
    """

    mark: str
    line: str
    also: tuple[tuple[str, str], ...] = ()
    unseen: bool = False
    titles: tuple[str, ...] = ()


def _looked_up(origins: list[_Origin]) -> tuple[str, ...]:
    """Return one line for each source: where it is, who else reports it, what was not seen."""
    lines = []
    for line in dict.fromkeys(each.line for each in origins):
        same = [each for each in origins if each.line == line]
        # The same article may report two things that a passage rests on: it is named once.
        also: dict[str, str] = {}
        for url, other in chain.from_iterable(each.also for each in same):
            also.setdefault(url, other)
        parts = [line]
        if also:
            parts.append(gettext("Also reported by: %(source)s", source=" ".join(also.values())))
        if any(each.unseen for each in same):
            parts.append(gettext("We have not seen this in the report itself."))
        lines.append(" ".join(parts))
    return tuple(lines)


def _origin(guide: Guide, cite: Citation) -> _Origin:
    """Return whose a cited thing is, and how to look it up."""
    if cite.source:
        source = one(guide.content.sources, id=cite.source)
        return _Origin(source.short, _line(guide, source), titles=(source.title,))
    fact = one(guide.content.facts, id=cite.fact)
    mark = fact.sources[0].publisher
    line, *also = ((each.url, _line(guide, each)) for each in fact.sources)
    titles = tuple(each.title for each in fact.sources)
    if fact.strength == Strength.A:
        return _Origin(mark, " ".join(each for _, each in (line, *also)), titles=titles)
    mark = gettext("as reported by %(publisher)s", publisher=mark)
    return _Origin(mark, line[1], tuple(also), fact.group == "inspection", titles)


def _line(guide: Guide, origin: Source | FactSource) -> str:
    """Return the line to look something up: publisher, title, day, address."""
    language = guide.language
    day = format_day(origin.published, language) if origin.published else ""
    # Isolated, or a day's number is read on the wrong side of a title in another direction.
    title = guide.isolate(origin.title).join(language.quotes) if origin.title else ""
    address = isolate_address(origin.url, language)
    parts = (guide.isolate(origin.publisher), title, guide.isolate(day), address)
    return f"{language.stops[2]} ".join(filter(None, parts))


def carried(guide: Guide, blocks: Iterable[Block]) -> list[Carried]:
    """Return every passage of some blocks as it is carried."""
    return [carry(guide, passage) for block in blocks for passage in block.passages]
