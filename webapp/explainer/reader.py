"""Read a content folder into an Explainer. The only room that opens content files.

Checks shapes and references; what the words claim is `provenance`'s matter.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from webapp.explainer import needs, parts
from webapp.explainer.model import Audience, Block, Explainer, Finding, Kind, PageText
from webapp.explainer.records import Source
from webapp.explainer.references import check_references, inherited
from webapp.explainer.tables import SLUG, Table, read_table, read_text
from webapp.explainer.walk import Fault

SHOWS = (
    "", "strengths", "improvements", "numbers", "next-links", "help-links", "keep-link",
    "ledger", "question", "agencies", "briefing-links", "handout-links", "data-files", "embeds",
    "figure-card",  "simple-findings", "young-findings", "areas", "sources", "languages", "keep",
    "review-link", "cards-to-show", "language-links", "situations", "safety-link", "young-link",
    "contact",
)  # fmt: skip
STYLES = ("text", "bullets", "steps")
VOICES = ("standard", "simple", "young")
NEEDED_PAGES = (
    "overview", "findings", "next", "simple", "young-people", "words", "sources", "source",
    "facts", "proof", "help", "help-area", "search", "about", "privacy", "safety", "accessibility",
    "languages", "offline", "saved",
)  # fmt: skip
# The only pages whose title, nav and description stand for several pages.
PLACEHOLDERS = {
    "help-area": ("area",), "source": ("source",), "partner": ("agency",), "proof": ("pages",),
    "handout-area": ("area",), "ready-briefing": ("briefing",),
}  # fmt: skip
# What partner agencies need; asked for only where audiences/ has a file.
PARTNER_PAGES = (
    "partners", "partner", "briefing", "ready-briefing", "figures", "together", "handout",
    "handout-area", "data", "embed",
)  # fmt: skip
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
        inspection=parts.inspection(main.table("inspection")),
        site=parts.site(main.table("site")),
        sources=tuple(
            _source(each, folder / "sources") for each in stored.tables("source", least=1)
        ),
        facts=tuple(parts.fact(each) for each in seen.tables("fact")),
        speakers=tuple(parts.speaker(each) for each in main.tables("speaker")),
        findings=_findings(folder / "findings", faults),
        pages=_pages(folder, faults),
        audiences=_audiences(folder / "audiences", faults),
        terms=tuple(parts.term(each) for each in glossary.tables("term", least=1)),
        contacts=tuple(parts.contact(each) for each in contacts.tables("contact", least=1)),
        areas=tuple(parts.area(each) for each in contacts.tables("area")),
        figures=tuple(parts.figure(each) for each in figures.tables("figure")),
        ledger=tuple(
            parts.ledger_entry(each, at) for at, each in enumerate(ledger.tables("entry"), 1)
        ),
        hedges=parts.wordings(wordings, "hedge"),
        grades=parts.wordings(wordings, "grade"),
        everyday=frozenset(each.casefold() for each in wordings.texts("everyday", [])),
        needs=needs.read_needs(folder, faults),
    )
    for each in (main, contacts, wordings, ledger, figures, glossary, stored, seen):
        each.done()
    _stray_files(folder, stored, faults)
    check_references(explainer, pictures, faults)
    return inherited(explainer), tuple(faults)


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
        passages = tuple(
            parts.passage(each) for each in table.tables(name, f"{name} passage", least)
        )
        blocks[name] = Block(key=f"{key}#{name}", anchor=name, passages=passages)
    if strength and blocks["change"].passages:
        table.fault("a strength has no [[change]]; take it out or make it an improvement")
    found, change = blocks["found"].passages, blocks["change"].passages
    if found and found[0].kind == Kind.EXPLAINED and not found[0].same_as:
        table.fault("found passage 1 cites nothing; begin with what inspectors found, and cite it")
    if any(each.kind != Kind.SAID for each in blocks["said"].passages):
        table.fault("[[said]] holds quotations only; write “quote”, or move the passage")
    if sum(each.kind == Kind.EXPLAINED for each in change) > 1:
        table.fault("[[change]] explains twice; cite what should change, or say once: not seen")
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


def _audiences(folder: Path, faults: list[Fault]) -> tuple[Audience, ...]:
    found = [_audience(path, faults) for path in sorted(folder.glob("*.toml"))]
    return tuple(sorted(found, key=lambda each: each.order))


def _audience(path: Path, faults: list[Fault]) -> Audience:
    table = read_table(path, f"audiences/{path.name}", faults)
    slug, key = path.stem, f"audiences/{path.stem}"
    if not SLUG.fullmatch(slug):
        table.fault("the file's name is an address; use lower-case letters, digits and hyphens")
    blocks = {}
    for name, least in (("touches", 1), ("questions", 5), ("unknown", 1)):
        passages = tuple(
            parts.passage(each, about=name != "unknown")
            for each in table.tables(name, f"{name} passage", least)
        )
        blocks[name] = Block(key=f"{key}#{name}", anchor=name, passages=passages)
    if len(blocks["questions"].passages) > 8:
        table.fault("there are more than 8 [[questions]]; keep the best five to eight")
    made = Audience(
        key=key,
        slug=slug,
        order=table.whole("order"),
        picture=table.plain("picture"),
        terms=table.texts("terms", []),
        title=table.words("title"),
        nav=table.words("nav"),
        description=table.words("description"),
        **blocks,
    )
    table.done()
    return made


def _pages(folder: Path, faults: list[Fault]) -> tuple[PageText, ...]:
    """Read the pages, in the order in which menus show them, then by name."""
    needed = NEEDED_PAGES + (PARTNER_PAGES if any((folder / "audiences").glob("*.toml")) else ())
    order = {name: at for at, name in enumerate(needed)}
    paths = {path.stem: path for path in (folder / "pages").glob("*.toml")}
    for name in needed:
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
        # The front page begins with its first block; the other pages may be shown by a view.
        blocks=tuple(
            _block(each, key) for each in table.tables("block", least=int(slug == "overview"))
        ),
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
        passages=tuple(parts.passage(each) for each in table.tables("passage")),
        links=tuple(parts.link(each) for each in table.tables("link")),
        contacts=table.texts("contacts", []),
        show=table.choice("show", SHOWS, ""),
        picture=table.plain("picture", ""),
        dial=table.flag("dial", True),
    )
    table.done()
    if not (made.passages or made.links or made.contacts or made.show):
        table.fault("the block says nothing; write a [[block.passage]] or take it out")
    return made


def _stray_files(folder: Path, stored: Table, faults: list[Fault]) -> None:
    """Note files that nothing reads: a misnamed file must not be lost in silence."""
    known = {
        "explainer.toml",
        "contacts.toml",
        "wordings.toml",
        "ledger.toml",
        "figures.toml",
        "glossary.toml",
        needs.FILE,
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
        if path.suffix == ".toml" and name.split("/")[0] in ("findings", "pages", "audiences"):
            continue
        faults.append(Fault(name, "", "nothing reads this file; name it right or take it away"))
