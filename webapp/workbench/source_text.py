"""Guess what each paragraph of a release is: bullet, quotation or furniture. Knows no folder."""

from __future__ import annotations

import re
from dataclasses import dataclass

BULLET = re.compile(r"^\s*(?:[•*·–-]|\d+[.)])\s+")
WEAK = re.compile(
    r"\b(?:requir|must|should|need|concern|improvement|fail|weak|poor|not )", re.IGNORECASE
)
LISTED = re.compile(r"[a-z].*(?:[,;.]|[,;] (?:and|or))")  # a bullet whose mark a browser lost
FURNITURE = re.compile(
    r"(get|read|download) the (full )?report|notes? to editors|ends", re.IGNORECASE
)
SPEAKER = re.compile(r"(?P<role>.*?),? (?P<name>[A-Z][\w’-]+ [A-Z][\w’-]+) (?:said|added):")


@dataclass(frozen=True)
class Release:
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


def read_release(text: str) -> Release:
    """Say what each paragraph of a text is; a person looks at it again."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    made, kind, who, listing = Release(lines, [], {}, {}, {}), "improvement", "", False
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
