"""Another inspection: its folder drafted from a release, and what is left of ours in it.

"TO WRITE" stands in a draft where only a person can write.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from shlex import quote

import click

from webapp.explainer import loader
from webapp.explainer.claims import GRAMMAR, NUMBER, WORDS, names
from webapp.explainer.model import Explainer
from webapp.explainer.provenance import Evidence
from webapp.explainer.schema import TO_WRITE, Fault
from webapp.explainer.structure import Folder
from webapp.i18n.languages import SOURCE as ENGLISH
from webapp.i18n.languages import format_day
from webapp.settings import INSPECTIONS, Settings
from webapp.workbench import render_skeleton, skeletons_in, slug

# "(b)", "b." and "ii)" stand for a mark, too; nobody puts "I)" there.
# What copies from Word has marks of its own: an "o", a sign of its fonts.
BULLET = re.compile(r"^\s*(?:[•*·–—‣⁃◦●○▪■o\uf0b7-]|\(?(?:\d+|[a-z]|[ivx]+)[.)])\s+")
WEAK = re.compile(
    r"(?i)^(?:but|however)\b|\b(?:requir|must|should|need|concern|improvement|fail|weak|poor|not )"
)
GOOD = re.compile(r"(?i)^(?!how\b).*\b(?:good|well\b|strengths?|effective|pleas|positiv|prais)")
ASKED = re.compile(r"(?i)\bshould\b|\brecommend|\b(?:must|needs? to):")
LISTED = re.compile(r"[a-z].*(?:[,;.]|[,;] (?:and|or))")  # a bullet whose mark a browser lost
NOTES = re.compile(r"(?:editor[s’']* )?notes?(?: (?:to|for) editors?\b.*|\W*)", re.IGNORECASE)
BUTTON = r"(?:(?:get|read|download) the (?:full )?report|ends)\W*"
FURNITURE = re.compile(rf"{BUTTON}|{NOTES.pattern}", re.IGNORECASE)
# A row of a table, or a cell that stands alone, as a browser copies it: it says something.
GRADE = r"(?:outstanding|good|adequate|requires improvement|inadequate)"
ROW = re.compile(rf"(?:.*[\t|:–-]\s*)?{GRADE}\W*|.*\t.*\d.*", re.IGNORECASE)
HTML = re.compile(r"</?(?:p|li|br|div|span|h[1-6]|body|html)\b", re.IGNORECASE)
END = ".:;!?…”’\"'"  # of a sentence, also of one in straight quotation marks
CALL = re.compile(r"(?:get|read|download) the (?:full )?report: *", re.IGNORECASE)
# A form of address is of the name, not of the role.
NAME = r"(?:(?:Dr|Mr|Mrs|Ms|Sir|Dame|Professor) )?[A-Z][\w’-]+ [A-Z][\w’-]+"
SPEAKER = re.compile(rf"(?P<role>.*?),? (?P<name>{NAME})(?:(?: [A-Z]{{2,}})+,?)? (?:said|added):")
NOT = frozenset({"no", "not", "never"})  # an address may not say the opposite
NEXT = "pages/next.toml"  # drafted where there are quotations
# What is counted -> the parts of an explainer that are counted.
COUNTED: dict[str, Callable[[Explainer], set[int]]] = {
    r"council areas?|councils": lambda own: {len(own.areas)},
    r"findings?": lambda own: {len(own.findings), *_kinds(own)},
    r"strengths|areas (?:for|of|that required|which require) improvement": lambda own: _kinds(own),
    r"cases": lambda own: {n for f in own.figures for n in (f.total, *(p.count for p in f.parts))},
}
# "Of every 100 cases" is a share.
NUMERAL = rf"(?<!every )\b({'|'.join(WORDS)}|{NUMBER.pattern})"
AREAS = "its council areas, with commas between; with semicolons, where a name has a comma"
A_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
# Facts and contacts are counted by others: "six councils in Berkshire" share a number.
NOT_COUNTED = ("sources/facts.toml", "areas.toml")


@dataclass(frozen=True)
class NewsRelease:
    """The text of a source, and what each of its paragraphs is taken for."""

    text: str
    paragraphs: list[str]
    furniture: list[int]
    bullets: dict[int, str]  # number -> kind of finding
    asked: list[int]  # the bullets that say what should change
    quotes: dict[int, tuple[str, str]]  # number -> the words without quotation marks, whose
    speakers: dict[str, tuple[int, str]]  # name -> paragraph that names them, their role

    @property
    def plain(self) -> list[int]:
        """The paragraphs that are neither furniture nor bullet nor of a quotation."""
        known = {*self.furniture, *self.bullets, *self.quotes}
        known |= {number for number, _ in self.speakers.values()}
        return [n for n in range(1, len(self.paragraphs) + 1) if n not in known]


def read_release(text: str) -> NewsRelease:
    """Guess what each paragraph of a text is; a person looks at it again.

    Raises `ValueError` on one that is empty or HTML.
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if not lines or HTML.search(text):
        raise ValueError("is empty or HTML; copy the release from the page as a browser shows it")
    made, kind, lead, who = NewsRelease(text, lines, [], {}, [], {}, {}), "", "", ""
    listing = notes = False
    for number, line in enumerate(lines, 1):
        words = " ".join(line.strip("“”").split())
        listed = listing and LISTED.fullmatch(line)
        listing = bool(listed) or line.endswith(":")
        notes = notes or bool(NOTES.fullmatch(line))
        if line[0] not in '“"':  # what follows other words may be another's
            who = ""
        if (BULLET.match(line) and not line.isupper()) or listed:  # "2. A HEADING" is none
            if not notes:  # there they number what is said of the release itself
                made.bullets[number] = kind or "improvement"
                made.asked.extend([number] * bool(ASKED.search(lead + line)))
        elif ROW.fullmatch(line):
            continue
        elif number > 1 and (FURNITURE.fullmatch(line) or line[-1] not in END):
            made.furniture.append(number)
            kind, lead = _kind(line, kind), ""
        elif who and line.startswith("“") and not re.search(r"[\"'“”]", words):
            made.quotes[number] = words, who
        elif found := SPEAKER.fullmatch(line):
            who = found["name"]
            made.speakers[who] = number, found["role"]
        elif line.endswith(":"):
            kind, lead = _kind(line, kind or "strength"), line
    for name in set(made.speakers) - {who for _, who in made.quotes.values()}:
        del made.speakers[name]  # their words are no quotation that can be shown as one
    if not made.bullets:  # a person chooses the findings; the check asks for one at least
        made.bullets[min(2, len(lines))] = "improvement"
    return made


def _kind(line: str, before: str) -> str:
    """Return the kind of findings that a heading, or what leads to a list, announces."""
    return "improvement" if WEAK.search(line) else "strength" if GOOD.search(line) else before


def names_of_findings(release: NewsRelease) -> Iterator[tuple[int, str]]:
    """Yield (paragraph, name) of each bullet, named after its first words."""
    used = set[str]()
    for number in release.bullets:
        words = slug(BULLET.sub("", release.paragraphs[number - 1])).split("-")
        words = [w for w in words if w not in GRAMMAR - NOT and w != "force" and w.isalpha()]
        name = "-".join(words[:3]) or "finding"
        if name in used:
            name += f"-{number}"
        used.add(name)
        yield number, name


def draft(
    release: NewsRelease, force: str, day: date, url: str, areas: list[str]
) -> Iterator[tuple[str, str]]:
    """Yield (file, text) of each file of the draft of an inspection; `day` is the release's."""
    # The inspection that others are drafted after, by the same inspectorate.
    model = loader.load(next(iter(INSPECTIONS.values())))
    place = re.sub(r" (Police|Constabulary)( Service)?$", "", force)
    titles = (CALL.sub("", release.paragraphs[number - 1]) for number in release.furniture)
    title = next((line for line in titles if "inspection" in line.casefold()), "")
    # What is neither a finding nor a quotation answers in short; the first of it is the title.
    first, *rest = release.plain or [1]
    lead, *others = rest or [first]
    values = {
        "model": model,
        "release": release,
        "id": slug(f"{place} {day.year}"),
        "force": force,
        "title": title.replace("'", "’") or f"{TO_WRITE}: the report’s title",
        "url": url,
        "published": day,
        "day": format_day(day, ENGLISH),
        "today": date.today(),
        "areas": areas,
        "names": list(dict.fromkeys([model.inspection.inspectorate, force, place])),
        "protected": list(dict.fromkeys([force, place, *areas, *release.speakers])),
        "sha256": sha256(release.text.encode()).hexdigest(),
        "answer": [(lead, sorted({first, lead})), *((number, [number]) for number in others)],
    }
    for file in skeletons_in("inspection"):
        if file != NEXT or release.quotes:
            yield file, render_skeleton(f"inspection/{file}", **values)
    for order, (number, name) in enumerate(names_of_findings(release), 1):
        values = {"release": release, "number": number, "name": name, "order": order}
        yield f"findings/{name}.toml", render_skeleton("finding.toml", **values)
    yield "sources/news-release.txt", release.text


@click.command("new")
@click.option("--text", "file", required=True, type=A_FILE, help="the release, as published")
@click.option("--force", required=True, help="the police force: “Avon Police”")
@click.option("--published", required=True, help="the day of the release: 2023-11-08")
@click.option("--url", required=True, help="the address of the report")
@click.option("--areas", default="", help=AREAS)
@click.option("--into", "folder", required=True, type=click.Path(path_type=Path, file_okay=False))
def new(file: Path, force: str, published: str, url: str, areas: str, folder: Path) -> None:
    """Draft the folder of another inspection from a release."""
    if folder.exists() and any(folder.iterdir()):
        raise click.ClickException(f"{folder} is not empty; name a folder that does not exist yet")
    if not url.startswith("https://"):
        raise click.ClickException(f"--url is {url!r}; give a full https:// address")
    try:
        day = date.fromisoformat(published)
    except ValueError as error:
        what = f"--published {published!r} is no day like 2023-11-08"
        raise click.ClickException(what) from error
    stored = Folder(file.parent)
    text = stored.text(file.name)
    if stored.faults:
        raise click.ClickException(str(stored.faults[0]))
    try:
        release = read_release(text)
    except ValueError as error:
        raise click.ClickException(f"{file} {error}") from error
    apart = areas.split(";" if ";" in areas else ",")
    force, *towns = (name.strip().replace("'", "’") for name in (force, *apart))
    towns = [name for name in towns if name]
    for name, text in [*draft(release, force, day, url, towns)]:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8", newline="")
    kinds = Counter(release.bullets.values())
    click.echo(
        f"{folder}: paragraphs: {len(release.paragraphs)}; strengths: {kinds['strength']}; "
        f"improvements: {kinds['improvement']}; furniture: {release.furniture}. Look at all of it."
        f"\nWhat is to write: CONTENT={quote(str(folder))} .venv/bin/python -m webapp content check"
    )


def _kinds(own: Explainer) -> set[int]:
    strengths = sum(finding.strength for finding in own.findings)
    return {strengths, len(own.findings) - strengths}


def names_of(explainer: Explainer) -> set[str]:
    """Return the names of an inspection: of its force, speakers and councils."""
    own = explainer.inspection
    found = {own.force, *own.names} - {own.inspectorate, own.inspectorate_in_full}
    found |= {speaker.name for speaker in explainer.speakers}
    return found | {area.name for area in explainer.areas}


def addresses_of(explainer: Explainer) -> set[str]:
    """Return the addresses of an inspection, and its names as they stand in addresses."""
    urls = {explainer.inspection.report_url, *(source.url for source in explainer.sources)}
    urls |= {page.url for area in explainer.areas for page in area.pages}
    slugs = {name.casefold().replace(" ", "-") for name in explainer.inspection.names[1:]}
    return urls | slugs | {slug.replace("-", "") for slug in slugs}


def holds(line: str, foreign: set[str], ordinary: frozenset[str]) -> list[str]:
    """Return the names that a line holds; “Reading” at the start of a sentence may be a verb."""
    capitals, found = names(line, ordinary), list[str]()
    for name in sorted(foreign, key=len, reverse=True):
        several = " " in name and re.search(rf"\b{re.escape(name)}\b", line)
        if (several or name in capitals) and not any(name in longer for longer in found):
            found.append(name)
    return found


def leftovers(folder: Path, own: Explainer, others: list[Explainer]) -> Iterator[Fault]:
    """Yield each line of a content folder that is about another inspection."""
    ours = "\n".join(line for source in own.sources for line in source.paragraphs)
    ours = "\n".join([ours, *names_of(own)])
    foreign = {n for other in others for n in names_of(other) if n not in ours}
    addresses = {a for other in others for a in addresses_of(other)} - addresses_of(own)
    ordinary = frozenset().union(*(Evidence(part).ordinary for part in (own, *others)))
    for path in sorted(folder.rglob("*.toml")):
        file = path.relative_to(folder).as_posix()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            key, _, value = line.partition(" = ")
            if line.startswith("#") or key in ("publisher", "quote", "names"):
                continue  # who published a fact is no name of an inspection
            value = value.strip('"')
            if key == "url":
                found = [f"the address {value}"] * any(part in value for part in addresses)
            else:
                found = [f"the name “{name}”" for name in holds(value, foreign, ordinary)]
                if file not in NOT_COUNTED:
                    found += _other_counts(value, own)
            for what in found:
                yield Fault(file, f"line {number}", f"holds {what}; correct it")


def _other_counts(text: str, own: Explainer) -> Iterator[str]:
    """Yield "nine council areas" where the folder has another number of them."""
    for things, count in COUNTED.items():
        pattern = rf"{NUMERAL} (?:[a-z-]+ ){{0,2}}?(?:{things})\b"
        for found in re.finditer(pattern, text, re.IGNORECASE):
            number, right = WORDS.get(found[1].casefold(), found[1]), count(own)
            if right and number.isdecimal() and int(number) not in right:
                there = " or ".join(map(str, sorted(right)))
                yield f"“{found[0]}”, and here are {there}"


@click.command("leftovers")
@click.option("--content", "folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
def find_leftovers(folder: Path | None) -> None:
    """Print what another inspection left in a folder; exit 1 on any."""
    folder = folder or Settings.from_environment().content
    own, _ = loader.examine(folder)
    folders = (other for other in INSPECTIONS.values() if other != folder.resolve())
    others = [loader.load(other) for other in folders]
    found = list(leftovers(folder, own, others))
    for fault in found:
        click.echo(str(fault), err=True)
    click.echo(f"leftovers: {len(found)}")
    if found:
        raise click.exceptions.Exit(1)
