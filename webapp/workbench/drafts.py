"""Another inspection: its folder drafted from a release, “TO WRITE” where only a person can."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from shlex import quote

import click

from webapp.explainer import loader
from webapp.explainer.claims import GRAMMAR
from webapp.explainer.schema import TO_WRITE
from webapp.explainer.structure import Folder
from webapp.i18n.languages import SOURCE as ENGLISH
from webapp.i18n.languages import format_day
from webapp.settings import INSPECTIONS
from webapp.workbench import render_skeleton, skeletons_in, slug

# "(b)", "b.", "1.2" and "ii)" stand for a mark, too; nobody puts "I)" there.
# What copies from Word has marks of its own: an "o", a sign of its fonts.
BULLET = re.compile(
    r"^\s*(?:[•*·–—‣⁃◦●○▪■o\uf0b7-]|\(?(?:\d+|[a-z]|[ivx]+)[.)]"
    r"|\d+(?:\.\d+)+\.?(?! (?:[mb]illion|per)\b))\s+"
)
WEAK = re.compile(
    r"(?i)^(?:but|however)\b|\b(?:requir|must|should|need|concern|improvement|fail|weak|poor|not )"
)
GOOD = re.compile(r"(?i)^(?!how\b).*\b(?:good|well\b|strengths?|effective|pleas|positiv|prais)")
ASKED = re.compile(r"(?i)\bshould\b|\brecommend|\b(?:must|needs? to):")
LISTED = re.compile(r"[a-z].*(?:[,;.]|[,;] (?:and|or))")  # a bullet whose mark a browser lost
NOTES = re.compile(r"(?:editor[s’']* )?notes?(?: (?:to|for) editors?\b.*|\W*)", re.IGNORECASE)
NUMBERED = re.compile(r"\d+[.)] ")
ENDED = re.compile(r"[.:;,!?…”’\"')\]]$|[,;] (?:and|or)$")
CALL = r"(?:get|read|download) the (?:full )?report"
FURNITURE = re.compile(rf"(?:{CALL}|ends)\W*|{NOTES.pattern}", re.IGNORECASE)
# A row of a table, or a cell that stands alone, as a browser copies it: it says something.
GRADE = r"(?:outstanding|good|adequate|requires improvement|inadequate)"
ROW = re.compile(rf"(?:.*[\t|:–-]\s*)?{GRADE}\W*|.*\t.*\d.*", re.IGNORECASE)
ADDRESS = re.compile(r"\S+[@./]\S")
HTML = re.compile(r"</?(?:p|li|br|div|span|h[1-6]|body|html)\b", re.IGNORECASE)
# A form of address is of the name, not of the role.
NAME = r"(?:(?:Dr|Mr|Mrs|Ms|Sir|Dame|Professor) )?[A-Z][\w’-]+ [A-Z][\w’-]+"
SPEAKER = re.compile(rf"(?P<role>.*?),? (?P<name>{NAME})(?:(?: [A-Z]{{2,}})+,?)? (?:said|added):")
NOT = frozenset({"no", "not", "never"})  # an address may not say the opposite
AREAS = "its council areas, with commas between; with semicolons, where a name has a comma"
A_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


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
    """Guess what each paragraph of a text is; raise `ValueError` on HTML and lines of a PDF."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if not lines or HTML.search(text):
        raise ValueError("is empty or HTML; copy the release from the page as a browser shows it")
    for line, after in pairwise(lines):
        apart = any(form.match(after) for form in (BULLET, ADDRESS)) or any(
            form.fullmatch(after) for form in (FURNITURE, ROW)
        )
        if after[0].islower() and not (apart or ENDED.search(line)):
            remedy = "write each paragraph on one line, without page numbers, lists with their •"
            raise ValueError(f"breaks a sentence after “{line[-30:]}”; {remedy}")
    made, kind, lead, who = NewsRelease(text, lines, [], {}, [], {}, {}), "", "", ""
    listing = notes = False
    for number, line in enumerate(lines, 1):
        words = " ".join(line.strip("“”").split())
        # "2. What works well", without another number beside it or words that lead to a list.
        beside = lines[number - 2], *lines[number : number + 1]
        alone = NUMBERED.match(line) and not any(map(NUMBERED.match, beside))
        heading = line.isupper() or (alone and not listing and not ENDED.search(line))
        listed = listing and LISTED.fullmatch(line)
        listing = bool(listed) or line.endswith(":")
        notes = notes or bool(NOTES.fullmatch(line))
        if line[0] not in '“"':  # what follows other words may be another's
            who = ""
        if (BULLET.match(line) and not heading) or listed:
            if not notes:  # there they number what is said of the release itself
                made.bullets[number] = kind or "improvement"
                made.asked.extend([number] * bool(ASKED.search(lead + line)))
        elif ROW.fullmatch(line):
            continue
        elif number > 1 and (FURNITURE.fullmatch(line) or not ENDED.search(line)):
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
    titles = (re.sub(f"(?i){CALL}: *", "", release.paragraphs[n - 1]) for n in release.furniture)
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
        if file != "pages/next.toml" or release.quotes:
            yield file, render_skeleton(f"inspection/{file}", **values)
    said = sorted({*release.plain, *release.quotes})
    texts = ((number, release.paragraphs[number - 1]) for number in said)
    asks = [number for number, text in texts if ASKED.search(text) and text[-1] != ":"]
    for order, (number, name) in enumerate(names_of_findings(release), 1):
        values = {"release": release, "number": number, "name": name, "order": order, "asks": asks}
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
        raise click.ClickException(
            f"--published {published!r} is no day like 2023-11-08"
        ) from error
    stored = Folder(file.parent)
    text = stored.text(file.name)
    if stored.faults:
        raise click.ClickException(str(stored.faults[0]))
    try:
        release = read_release(text)
    except ValueError as error:
        raise click.ClickException(f"{file} {error}") from error
    apart = areas.split(";" if ";" in areas else ",")
    force, *towns = (name.strip().replace("'", "’") for name in (force, *apart) if name.strip())
    for name, text in [*draft(release, force, day, url, towns)]:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8", newline="")
    kinds = Counter(release.bullets.values())
    click.echo(
        f"{folder}: paragraphs: {len(release.paragraphs)}; strengths: {kinds['strength']}; "
        f"improvements: {kinds['improvement']}; furniture: {release.furniture}. Look at all of it."
        f"\nWhat is to write: CONTENT={quote(str(folder))} .venv/bin/python -m webapp content check"
    )
