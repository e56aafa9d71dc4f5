"""Draft what is particular to another inspection; "TO WRITE" stands where only a person can."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

from webapp.explainer import TO_WRITE
from webapp.explainer.claims import GRAMMAR
from webapp.explainer.model import Explainer
from webapp.i18n.languages import SOURCE as ENGLISH
from webapp.i18n.languages import format_day
from webapp.workbench import render_skeleton, skeletons_in, slug

BULLET = re.compile(r"^\s*(?:[•*·–-]|\d+[.)])\s+")
WEAK = re.compile(
    r"\b(?:requir|must|should|need|concern|improvement|fail|weak|poor|not )", re.IGNORECASE
)
LISTED = re.compile(r"[a-z].*(?:[,;.]|[,;] (?:and|or))")  # a bullet whose mark a browser lost
FURNITURE = re.compile(
    r"(get|read|download) the (full )?report|notes? to editors|ends", re.IGNORECASE
)
CALL = re.compile(r"(?:get|read|download) the (?:full )?report: *", re.IGNORECASE)
SPEAKER = re.compile(r"(?P<role>.*?),? (?P<name>[A-Z][\w’-]+ [A-Z][\w’-]+) (?:said|added):")
NOT = frozenset({"no", "not", "never"})  # an address may not say the opposite
NEXT = "pages/next.toml"  # drafted where there are quotations


@dataclass(frozen=True)
class NewsRelease:
    """The text of a source, and what each of its paragraphs is taken for."""

    paragraphs: list[str]
    furniture: list[int]
    bullets: dict[int, str]  # number -> kind of finding
    quotes: dict[int, tuple[str, str]]  # number -> the words without quotation marks, whose
    speakers: dict[str, tuple[int, str]]  # name -> paragraph that names them, their role

    @property
    def plain(self) -> list[int]:
        """The paragraphs that are neither furniture nor bullet nor of a quotation."""
        known = {*self.furniture, *self.bullets, *self.quotes}
        known |= {number for number, _ in self.speakers.values()}
        return [n for n in range(1, len(self.paragraphs) + 1) if n not in known]


def read_release(text: str) -> NewsRelease:
    """Guess what each paragraph of a text is; a person looks at it again."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    made, kind, who, listing = NewsRelease(lines, [], {}, {}, {}), "improvement", "", False
    for number, line in enumerate(lines, 1):
        words = " ".join(line.strip("“”").split())
        listed = listing and LISTED.fullmatch(line)
        listing = bool(listed) or line.endswith(":")
        if BULLET.match(line) or listed:
            made.bullets[number] = kind
        elif number > 1 and (FURNITURE.fullmatch(line.strip(" .")) or line[-1] not in ".:;!?”"):
            made.furniture.append(number)
        elif who and line.startswith("“") and not re.search(r"[\"'“”]", words):
            made.quotes[number] = words, who
        elif found := SPEAKER.fullmatch(line):
            who = found["name"]
            made.speakers[who] = number, found["role"]
        elif line.endswith(":"):
            kind = "improvement" if WEAK.search(line) else "strength"
    for name in set(made.speakers) - {who for _, who in made.quotes.values()}:
        del made.speakers[name]  # their words are no quotation that can be shown as one
    if not made.bullets:  # a person chooses the findings; the check asks for one at least
        made.bullets[min(2, len(lines))] = "improvement"
    return made


def names_of_findings(release: NewsRelease) -> Iterator[tuple[int, str]]:
    """Yield (paragraph, name) of each bullet, named after its first words."""
    used = set[str]()
    for number in release.bullets:
        words = re.findall(r"[a-z]+", release.paragraphs[number - 1].casefold())
        words = [word for word in words if word not in GRAMMAR - NOT and word != "force"]
        name = "-".join(words[:3]) or "finding"
        if name in used:
            name += f"-{number}"
        used.add(name)
        yield number, name


def draft(
    model: Explainer, text: bytes, force: str, day: date, url: str, areas: list[str], folder: Path
) -> NewsRelease:
    """Write the draft of an inspection's folder; return what its text was taken for.

    `model` is another inspection by the same inspectorate, and `day` that of the release. Raises
    `ValueError` on no text.
    """
    release = read_release(text.decode("utf-8"))
    if not release.paragraphs:
        raise ValueError("it is empty")
    force, *areas = (name.replace("'", "’") for name in (force, *areas))
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
        "sha256": sha256(text).hexdigest(),
        "answer": [(lead, sorted({first, lead})), *((number, [number]) for number in others)],
    }
    files = [file for file in skeletons_in("inspection") if file != NEXT or release.quotes]
    made = {file: render_skeleton(f"inspection/{file}", **values) for file in files}
    for order, (number, name) in enumerate(names_of_findings(release), 1):
        kind = release.bullets[number]
        made[f"findings/{name}.toml"] = render_skeleton(
            "finding.toml", release=release, number=number, name=name, kind=kind, order=order
        )
    made["sources/news-release.txt"] = text.decode("utf-8")
    for file, words in made.items():
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).write_text(words, encoding="utf-8", newline="")
    return release
