"""Read the parts of a content folder, one TOML table each. Knows no files and no folders."""

from __future__ import annotations

from webapp.explainer.model import Inspection, Kind, Passage, Site, Term
from webapp.explainer.records import (
    Area,
    AreaNumber,
    Citation,
    Contact,
    Fact,
    Figure,
    FigurePart,
    LedgerEntry,
    Link,
    Speaker,
    Strength,
)
from webapp.explainer.tables import Table

HOURS = ("any", "not-seen", "office", "out-of-hours")
STRENGTHS = ("A", "B", "C")
MARKS = ("full", "half", "empty")


def inspection(table: Table) -> Inspection:
    """Read what is inspected."""
    made = Inspection(
        id=table.slug("id"),
        force=table.plain("force"),
        inspectorate=table.plain("inspectorate"),
        inspectorate_in_full=table.plain("inspectorate_in_full"),
        report_title=table.plain("report_title"),
        report_url=table.address("report_url"),
        report_published=table.day("report_published"),
        names=table.texts("names", []),
    )
    table.done()
    return made


def site(table: Table) -> Site:
    """Read the product's own words."""
    names = ("name", "strapline", "closing", "danger", "number_warning")
    made = Site(
        "site",
        *(table.words(each) for each in names),
        offline_kilobytes=table.whole("offline_kilobytes"),
    )
    table.done()
    return made


def speaker(table: Table) -> Speaker:
    """Read somebody quoted."""
    name = table.slug("id")
    made = Speaker(f"speakers/{name}", name, table.plain("name"), table.words("role"))
    table.done()
    return made


def fact(table: Table) -> Fact:
    """Read one fact."""
    name = table.slug("id")
    strength = table.choice("strength", STRENGTHS)
    made = Fact(
        key=f"facts/{name}",
        id=name,
        group=table.slug("group"),
        strength=Strength(strength if strength in STRENGTHS else "C"),
        seen=table.day("seen"),
        statement=table.words("statement"),
        note=table.words("note", ""),
        sources=tuple(
            citation(each, f"facts/{name}/source-{number}")
            for number, each in enumerate(table.tables("sources", least=1), 1)
        ),
    )
    table.done()
    return made


def citation(table: Table, key: str) -> Citation:
    """Read where a fact was seen; its publisher is named wherever the fact is cited."""
    made = Citation(
        key, table.address("url"), table.words("publisher"), table.published("published", "")
    )
    table.done()
    return made


def link(table: Table) -> Link:
    """Read a link to a page that is not ours."""
    made = Link(url=table.address("url"), text=table.words("text"))
    table.done()
    return made


def passage(table: Table, about: bool = False) -> Passage:
    """Read one passage; its kind follows from its keys (docs/content.md).

    With `about` it is tied to a finding.
    """
    quote = table.plain("quote", "")
    cites = table.texts("cites", [])
    sum_ = table.plain("sum", "")
    same_as = table.slug("same_as", "")
    if quote:
        kind, text = Kind.SAID, quote
        table.plain("by")
        if table.has("text"):
            table.fault("a quotation stands alone; take “text” out")
    else:
        text = table.words("text")
        kind = Kind.WORKED_OUT if sum_ else Kind.REPORTED if cites or same_as else Kind.EXPLAINED
    if kind in (Kind.SAID, Kind.WORKED_OUT) and not cites:
        table.fault("a quotation or sum needs “cites”; name what it rests on")
    made = Passage(
        kind=kind,
        text=text,
        cites=cites,
        id=table.slug("id", ""),
        same_as=same_as,
        hedge=table.plain("hedge", ""),
        grades=table.texts("grades", []),
        quote=quote,
        by=table.plain("by", ""),
        sum=sum_,
        picture=table.plain("picture", ""),
        about=table.slug("about") if about else "",
    )
    table.done()
    return made


def term(table: Table) -> Term:
    """Read one hard word."""
    name = table.slug("id")
    made = Term(
        key=f"terms/{name}",
        id=name,
        forms=tuple(each.casefold() for each in table.texts("forms")),
        name=table.words("name"),
        definition=tuple(passage(each) for each in table.tables("definition", least=1)),
        links=tuple(link(each) for each in table.tables("link")),
    )
    table.done()
    return made


def contact(table: Table) -> Contact:
    """Read somebody to call."""
    name = table.slug("id")
    made = Contact(
        key=f"contacts/{name}",
        id=name,
        number=table.phone("number"),
        url=table.address("url") if table.has("url") else "",
        seen=table.day("seen"),
        dial=table.flag("dial", True),
        name=table.words("name"),
        purpose=table.words("purpose"),
    )
    table.done()
    return made


def area(table: Table) -> Area:
    """Read one council area."""
    name = table.slug("id")
    made = Area(
        key=f"areas/{name}",
        id=name,
        name=table.plain("name"),
        pages=tuple(link(each) for each in table.tables("page", least=1)),
        numbers=tuple(area_number(each) for each in table.tables("number")),
        note=table.words("note", ""),
    )
    table.done()
    return made


def area_number(table: Table) -> AreaNumber:
    """Read one number of a council."""
    made = AreaNumber(
        number=table.phone("number"),
        hours=table.choice("hours", HOURS),
        seen=table.day("seen"),
        url=table.address("url"),
        service=table.words("service", ""),
    )
    table.done()
    return made


def figure(table: Table) -> Figure:
    """Read a counted whole; its parts must add up."""
    name = table.slug("id")
    made = Figure(
        key=f"figures/{name}",
        id=name,
        total=table.whole("total"),
        cites=table.texts("cites"),
        caption=table.words("caption"),
        unit=table.words("unit"),
        parts=tuple(figure_part(each) for each in table.tables("part", least=2)),
    )
    table.done()
    if (together := sum(each.count for each in made.parts)) != made.total:
        table.fault(f"the parts are {together} together, the total is {made.total}; correct one")
    return made


def figure_part(table: Table) -> FigurePart:
    """Read one part of a counted whole."""
    made = FigurePart(
        table.whole("count"),
        table.choice("mark", MARKS),
        label=table.words("label"),
        grade=table.plain("grade", ""),
    )
    table.done()
    return made


def ledger_entry(table: Table, at: int) -> LedgerEntry:
    """Read one look for news, the `at`th."""
    made = LedgerEntry(
        key=f"ledger/{at}",
        seen=table.day("seen"),
        url=table.address("url"),
        page=table.words("page"),
        result=table.words("result"),
        cites=table.texts("cites", []),
    )
    table.done()
    return made


def wordings(table: Table, key: str) -> dict[str, dict[str, tuple[str, ...]]]:
    """Read [hedge.NAME] or [grade.NAME]: language tag -> wordings, folded."""
    held: dict[str, dict[str, tuple[str, ...]]] = {}
    outer = table.table(key) if table.has(key) else Table({}, table.file, "", table.faults)
    for name in outer.data:
        inner = outer.table(name)
        inner.place = f"[{key}.{name}]"
        held[name] = {
            tag: tuple(each.casefold() for each in inner.texts(tag)) for tag in inner.data
        }
        if "en" not in held[name]:
            inner.fault("has no English wordings; add en = [...]")
    return held
