"""Find what another inspection left behind: its names, counts and addresses, in any line.

Provenance checks what passages cite; this reads explained passages, links and titles as well.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from webapp.explainer.claims import NUMBER, WORDS, names
from webapp.explainer.model import Explainer
from webapp.explainer.provenance import Evidence
from webapp.explainer.schema import Fault

# What is counted -> the parts of an explainer that are counted.
COUNTED: dict[str, Callable[[Explainer], set[int]]] = {
    r"council areas?|councils": lambda own: {len(own.areas)},
    r"findings?": lambda own: {len(own.findings), *_kinds(own)},
    r"strengths|areas (?:for|of|that required|which require) improvement": lambda own: _kinds(own),
    r"cases": lambda own: {n for f in own.figures for n in (f.total, *(p.count for p in f.parts))},
}
# "Of every 100 cases" is a share.
NUMERAL = rf"(?<!every )\b({'|'.join(WORDS)}|{NUMBER.pattern})"
# Facts and contacts are counted by others: "six councils in Berkshire" share a number.
NOT_COUNTED = ("sources/facts.toml", "areas.toml")


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
                    found += _counts(value, own)
            yield from (
                Fault(file, f"line {number}", f"holds {what}; correct it") for what in found
            )


def _counts(text: str, own: Explainer) -> Iterator[str]:
    """Yield "nine council areas" where the folder has another number of them."""
    for things, count in COUNTED.items():
        pattern = rf"{NUMERAL} (?:[a-z-]+ ){{0,2}}?(?:{things})\b"
        for found in re.finditer(pattern, text, re.IGNORECASE):
            number, right = WORDS.get(found[1].casefold(), found[1]), count(own)
            if right and number.isdecimal() and int(number) not in right:
                there = " or ".join(map(str, sorted(right)))
                yield f"“{found[0]}”, and here are {there}"
