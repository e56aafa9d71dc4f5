"""Read a content folder into an Explainer. The only room that opens content files.

Checks shapes and references; what the words claim is `provenance`'s matter.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from webapp.explainer.model import (
    Area,
    AreaNumber,
    Block,
    Citation,
    Contact,
    Explainer,
    Fact,
    Fault,
    Figure,
    FigurePart,
    Finding,
    Inspection,
    Kind,
    LedgerEntry,
    Link,
    PageText,
    Passage,
    Site,
    Source,
    Speaker,
    Strength,
    Term,
)
from webapp.explainer.references import check_references, inherited
from webapp.explainer.tables import SLUG, Table, read_table, read_text

SHOWS = (
    "", "strengths", "improvements", "finding-list", "numbers", "next-links", "help-links",
    "ledger", "question", "simple-findings", "young-findings", "areas", "sources", "languages",
)  # fmt: skip
STYLES = ("text", "bullets", "steps")
VOICES = ("standard", "simple", "young")
HOURS = ("any", "office", "out-of-hours")
STRENGTHS = ("A", "B", "C")
MARKS = ("full", "half", "empty")
NEEDED_PAGES = (
    "overview", "findings", "next", "simple", "young-people", "words", "sources", "source",
    "facts", "help", "help-area", "search", "about", "privacy", "safety", "accessibility",
    "languages", "offline",
)  # fmt: skip
# The only pages whose title, nav and description stand for several pages.
PLACEHOLDERS = {"help-area": ("area",), "source": ("source",)}
SECTIONS = ("found", "said", "matters", "change", "simple", "young")


def read(
    folder: Path, pictures: frozenset[str] | None = None
) -> tuple[Explainer, tuple[Fault, ...]]:
    """Read `folder`; return what could be read and every fault of shape or reference.

    `pictures` are the names that may be used; None lets any pass.
    """
    faults: list[Fault] = []
    main = read_table(folder / "explainer.toml", "explainer.toml", faults)
    contacts = read_table(folder / "contacts.toml", "contacts.toml", faults)
    wordings = read_table(folder / "wordings.toml", "wordings.toml", faults)
    ledger = read_table(folder / "ledger.toml", "ledger.toml", faults)
    figures = read_table(folder / "figures.toml", "figures.toml", faults)
    glossary = read_table(folder / "glossary.toml", "glossary.toml", faults)
    stored = read_table(folder / "sources/sources.toml", "sources/sources.toml", faults)
    seen = read_table(folder / "sources/facts.toml", "sources/facts.toml", faults)
    explainer = Explainer(
        inspection=_inspection(main.table("inspection")),
        site=_site(main.table("site")),
        sources=tuple(
            _source(each, folder / "sources") for each in stored.tables("source", least=1)
        ),
        facts=tuple(_fact(each) for each in seen.tables("fact")),
        speakers=tuple(_speaker(each) for each in main.tables("speaker")),
        findings=_findings(folder / "findings", faults),
        pages=_pages(folder / "pages", faults),
        terms=tuple(_term(each) for each in glossary.tables("term", least=1)),
        contacts=tuple(_contact(each) for each in contacts.tables("contact", least=1)),
        areas=tuple(_area(each) for each in contacts.tables("area")),
        figures=tuple(_figure(each) for each in figures.tables("figure")),
        ledger=tuple(_entry(each, at) for at, each in enumerate(ledger.tables("entry"), 1)),
        hedges=_wordings(wordings, "hedge"),
        grades=_wordings(wordings, "grade"),
        everyday=frozenset(each.casefold() for each in wordings.texts("everyday", [])),
    )
    for each in (main, contacts, wordings, ledger, figures, glossary, stored, seen):
        each.done()
    _stray_files(folder, stored, faults)
    check_references(explainer, pictures, faults)
    return inherited(explainer), tuple(faults)


def _inspection(table: Table) -> Inspection:
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


def _site(table: Table) -> Site:
    names = ("name", "strapline", "closing", "danger", "number_warning")
    made = Site("site", *(table.words(each) for each in names))
    table.done()
    return made


def _speaker(table: Table) -> Speaker:
    name = table.slug("id")
    made = Speaker(f"speakers/{name}", name, table.plain("name"), table.words("role"))
    table.done()
    return made


def _source(table: Table, folder: Path) -> Source:
    name, file = table.slug("id"), table.plain("file")
    text = read_text(folder / file, f"sources/{file}", table.faults) if file else ""
    # One documented rule (docs/content.md): a paragraph is a line that is not blank.
    paragraphs = tuple(line.strip() for line in (text or "").splitlines() if line.strip())
    made = Source(
        key=f"sources/{name}",
        id=name,
        title=table.plain("title"),
        publisher=table.plain("publisher"),
        url=table.address("url"),
        sha256=table.plain("sha256"),
        seen=table.day("seen"),
        published=table.published("published"),
        licence=table.plain("licence"),
        licence_url=table.address("licence_url"),
        attribution=table.words("attribution"),
        short=table.words("short"),
        paragraphs=paragraphs,
        furniture=table.wholes("furniture"),
    )
    table.done()
    held = hashlib.sha256((text or "").encode()).hexdigest()
    if text is not None and made.sha256 and made.sha256 != held:
        table.fault(
            f"sources/{file} has the SHA-256 {held}, not the one written here; "
            "put the source back as published, or check the new one and write its sum here"
        )
    for number in sorted(made.furniture):
        if not 1 <= number <= len(paragraphs):
            table.fault(f"furniture names paragraph {number} of {len(paragraphs)}; correct it")
    return made


def _fact(table: Table) -> Fact:
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
        sources=tuple(_citation(each) for each in table.tables("sources", least=1)),
    )
    table.done()
    return made


def _citation(table: Table) -> Citation:
    made = Citation(
        table.plain("publisher"), table.address("url"), table.published("published", "")
    )
    table.done()
    return made


def _link(table: Table) -> Link:
    made = Link(url=table.address("url"), text=table.words("text"))
    table.done()
    return made


def passage(table: Table) -> Passage:
    """Read one passage; its kind follows from its keys (docs/content.md)."""
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
    )
    table.done()
    return made


def _findings(folder: Path, faults: list[Fault]) -> tuple[Finding, ...]:
    found = [_finding(path, faults) for path in sorted(folder.glob("*.toml"))]
    if not found:
        faults.append(Fault("findings/", "", "there is no finding; write at least one file"))
    return tuple(sorted(found, key=lambda each: (not each.strength, each.order)))


def _finding(path: Path, faults: list[Fault]) -> Finding:
    table = read_table(path, f"findings/{path.name}", faults)
    slug, key = path.stem, f"findings/{path.stem}"
    if not SLUG.fullmatch(slug):
        table.fault("the file's name is an address; use lower-case letters, digits and hyphens")
    strength = table.choice("kind", ("strength", "improvement")) == "strength"
    blocks = {}
    for name in SECTIONS:
        least = 1 if name in ("found", "matters", "simple", "young") else 0
        if name == "change" and not strength:
            least = 1
        passages = tuple(passage(each) for each in table.tables(name, f"{name} passage", least))
        blocks[name] = Block(key=f"{key}#{name}", anchor=name, passages=passages)
    if strength and blocks["change"].passages:
        table.fault("a strength has no [[change]]; take it out or make it an improvement")
    made = Finding(
        key=key,
        slug=slug,
        strength=strength,
        order=table.whole("order"),
        picture=table.plain("picture"),
        terms=table.texts("terms", []),
        cites=table.texts("cites"),
        short=table.words("short"),
        title=table.words("title"),
        description=table.words("description"),
        **blocks,
    )
    table.done()
    return made


def _pages(folder: Path, faults: list[Fault]) -> tuple[PageText, ...]:
    """Read the pages, in the order in which menus show them, then by name."""
    order = {name: at for at, name in enumerate(NEEDED_PAGES)}
    paths = {path.stem: path for path in folder.glob("*.toml")}
    for name in NEEDED_PAGES:
        if name not in paths:
            faults.append(Fault(f"pages/{name}.toml", "", "the file is missing; write it"))
    names = sorted(paths, key=lambda each: (order.get(each, len(order)), each))
    return tuple(_page(paths[each], faults) for each in names)


def _page(path: Path, faults: list[Fault]) -> PageText:
    table = read_table(path, f"pages/{path.name}", faults)
    slug, key = path.stem, f"pages/{path.stem}"
    if not SLUG.fullmatch(slug):
        table.fault("the file's name is an address; use lower-case letters, digits and hyphens")
    marks = PLACEHOLDERS.get(slug, ())
    made = PageText(
        key=key,
        slug=slug,
        template=slug,
        neutral=table.flag("neutral", False),
        in_guide=table.flag("in_guide", False),
        indexed=table.flag("indexed", True),
        voice=table.choice("voice", VOICES, "standard"),
        terms=table.texts("terms", []),
        title=table.words("title", None, *marks),
        nav=table.words("nav", None, *marks),
        description=table.words("description", None, *marks),
        blocks=tuple(_block(each, key) for each in table.tables("block")),
    )
    table.done()
    return made


def _block(table: Table, page: str) -> Block:
    anchor = table.slug("id")
    made = Block(
        key=f"{page}#{anchor}",
        anchor=anchor,
        heading=table.words("heading", ""),
        style=table.choice("style", STYLES, "text"),
        passages=tuple(passage(each) for each in table.tables("passage")),
        links=tuple(_link(each) for each in table.tables("link")),
        contacts=table.texts("contacts", []),
        show=table.choice("show", SHOWS, ""),
        picture=table.plain("picture", ""),
        dial=table.flag("dial", True),
    )
    table.done()
    return made


def _term(table: Table) -> Term:
    name = table.slug("id")
    made = Term(
        key=f"terms/{name}",
        id=name,
        forms=tuple(each.casefold() for each in table.texts("forms")),
        name=table.words("name"),
        definition=tuple(passage(each) for each in table.tables("definition", least=1)),
        links=tuple(_link(each) for each in table.tables("link")),
    )
    table.done()
    return made


def _contact(table: Table) -> Contact:
    name = table.slug("id")
    made = Contact(
        key=f"contacts/{name}",
        id=name,
        number=table.phone("number"),
        url=table.address("url") if table.has("url") else "",
        seen=table.day("seen"),
        name=table.words("name"),
        purpose=table.words("purpose"),
    )
    table.done()
    return made


def _area(table: Table) -> Area:
    name = table.slug("id")
    made = Area(
        key=f"areas/{name}",
        id=name,
        name=table.plain("name"),
        pages=tuple(_link(each) for each in table.tables("page", least=1)),
        numbers=tuple(_area_number(each) for each in table.tables("number")),
        note=table.words("note", ""),
    )
    table.done()
    return made


def _area_number(table: Table) -> AreaNumber:
    made = AreaNumber(
        number=table.phone("number"),
        hours=table.choice("hours", HOURS),
        seen=table.day("seen"),
        url=table.address("url"),
        service=table.words("service", ""),
    )
    table.done()
    return made


def _figure(table: Table) -> Figure:
    name = table.slug("id")
    made = Figure(
        key=f"figures/{name}",
        id=name,
        total=table.whole("total"),
        cites=table.texts("cites"),
        caption=table.words("caption"),
        unit=table.words("unit"),
        parts=tuple(_part(each) for each in table.tables("part", least=2)),
    )
    table.done()
    if (together := sum(each.count for each in made.parts)) != made.total:
        table.fault(f"the parts are {together} together, the total is {made.total}; correct one")
    return made


def _part(table: Table) -> FigurePart:
    made = FigurePart(
        table.whole("count"),
        table.choice("mark", MARKS),
        label=table.words("label"),
        grade=table.plain("grade", ""),
    )
    table.done()
    return made


def _entry(table: Table, at: int) -> LedgerEntry:
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


def _wordings(table: Table, key: str) -> dict[str, dict[str, tuple[str, ...]]]:
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


def _stray_files(folder: Path, stored: Table, faults: list[Fault]) -> None:
    """Note files that nothing reads: a misnamed file must not be lost in silence."""
    known = {
        "explainer.toml",
        "contacts.toml",
        "wordings.toml",
        "ledger.toml",
        "figures.toml",
        "glossary.toml",
        "sources/sources.toml",
        "sources/facts.toml",
    }
    listed = stored.data.get("source")
    if isinstance(listed, list):
        known |= {f"sources/{each.get('file')}" for each in listed if isinstance(each, dict)}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_dir() or name in known:
            continue
        if path.suffix == ".toml" and name.split("/")[0] in ("findings", "pages"):
            continue
        faults.append(Fault(name, "", "nothing reads this file; name it right or take it away"))
