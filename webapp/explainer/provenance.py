"""Hold every passage to laws 1, 2 and 8: where it comes from, and that all voices agree.

Knows no files and no web; what it cannot prove by machine it does not claim to.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass

from webapp.explainer.claims import LARGE, NUMBER, check_sum, dates, lower_words, names, numbers
from webapp.explainer.model import Block, Explainer, Kind, Passage
from webapp.explainer.records import Citation, Fact, Source
from webapp.explainer.references import file_of, passages_of, place_of
from webapp.explainer.walk import Fault, messages, units


def folded(text: str) -> str:
    """Fold white space: the one rule by which quotations are compared (docs/content.md)."""
    return " ".join(text.split())


@dataclass(frozen=True)
class Covered:
    """A source paragraph and what explains it: "quoted", "explained", "furniture" or "open"."""

    source: str
    number: int
    state: str


# Units whose words are others' or carry their own page: names, services, licences.
NOT_OURS = ("areas/", "contacts/", "sources/", "speakers/")


class Evidence:
    """What each citation holds, and the words that are ordinary in this explainer."""

    def __init__(self, explainer: Explainer) -> None:
        self.facts = {each.id: each for each in explainer.facts}
        self.sources = {each.id: each for each in explainer.sources}
        self.own = explainer.inspection
        self.phones = {c.number for c in explainer.contacts}
        self.phones |= {n.number for a in explainer.areas for n in a.numbers}
        everything = [words for unit in units(explainer) for words, _ in messages(unit)]
        everything += [line for source in explainer.sources for line in source.paragraphs]
        for wordings in (*explainer.hedges.values(), *explainer.grades.values()):
            everything += wordings.get("en", ())
        everything += [form for term in explainer.terms for form in term.forms]
        self.ordinary = frozenset().union(*(lower_words(each) for each in everything), {"i", "a"})
        self.speakers = " ".join(f"{each.name} {each.role}" for each in explainer.speakers)
        self.terms = " ".join(each.name for each in explainer.terms)
        # Names that any passage may hold, whatever it cites.
        self.free = f"{' '.join(self.own.names)} {self.speakers} {self.terms}"

    def fault(self, cite: str) -> str:
        """Return why a citation does not resolve, or ""."""
        name, _, place = cite.partition("#")
        if name == "facts":
            return "" if place in self.facts else f"cites {cite}; facts.toml has no such fact"
        source = self.sources.get(name)
        if source is None:
            return f"cites {cite}; sources.toml has no source {name!r}"
        count = len(source.paragraphs)
        if not place.isdigit() or not 1 <= int(place) <= count:
            return f"cites {cite}; that source has {count} paragraphs"
        return ""

    def text(self, cite: str) -> str:
        """Return all that may be said on the strength of a citation."""
        name, _, place = cite.partition("#")
        if name == "facts":
            fact = self.facts[place]
            return " ".join((fact.statement, fact.note, *(s.publisher for s in fact.sources)))
        return f"{self.paragraph(cite)} {self.sources[name].publisher}"

    def paragraph(self, cite: str) -> str:
        """Return a stored paragraph as published."""
        name, _, place = cite.partition("#")
        return self.sources[name].paragraphs[int(place) - 1]

    def days(self, cite: str) -> set[str]:
        """Return the days that a citation holds: in its words, of publication and of looking."""
        name, _, place = cite.partition("#")
        held: Fact | Source = self.facts[place] if name == "facts" else self.sources[name]
        told = {each.published for each in held.sources} if isinstance(held, Fact) else set()
        told |= {held.published} if isinstance(held, Source) else set()
        return dates(self.text(cite)) | told | {held.seen.isoformat()}


def check(explainer: Explainer) -> tuple[Fault, ...]:
    """Return every breach of laws 1, 2 and 8."""
    faults: list[Fault] = []
    evidence = Evidence(explainer)
    standard = {p.id: p for _, _, p in passages_of(explainer) if p.id}
    for key, at, each in passages_of(explainer):
        cites = each.cites or (standard[each.same_as].cites if each.same_as in standard else ())
        for remedy in passage_faults(each, cites, evidence):
            faults.append(Fault(file_of(key), f"{place_of(key)}, passage {at}", remedy))
    for unit in units(explainer):
        claims = [text for text, holder in messages(unit) if not isinstance(holder, Passage)]
        cites = getattr(unit, "cites", ())
        place = place_of(unit.key) or "title and description"
        for text in claims:
            if isinstance(unit, Fact | Citation) or unit.key.startswith(NOT_OURS):
                continue
            wrong = claim_faults(text, cites, evidence) if cites else own_faults(text, evidence)
            if isinstance(unit, Block) and wrong:
                wrong = heading_faults(text, unit)
            faults += [Fault(file_of(unit.key), place, remedy) for remedy in wrong]
    return tuple(faults + _voices(explainer, standard))


def passage_faults(each: Passage, cites: tuple[str, ...], evidence: Evidence) -> list[str]:
    """Return what is wrong with one passage."""
    wrong = [fault for cite in cites if (fault := evidence.fault(cite))]
    if wrong:
        return [f"{fault}; correct the citation" for fault in wrong]
    if each.kind == Kind.SAID:
        held = [folded(evidence.paragraph(c)) for c in cites if not c.startswith("facts#")]
        # Whole words only: "effective" would be found in "ineffective".
        exact = re.compile(rf"(?<!\w){re.escape(folded(each.quote))}(?!\w)")
        if not any(exact.search(text) for text in held):
            return [
                f"“{each.quote[:36]}…” is not letter for letter in {', '.join(cites)}; "
                "copy it again from the source"
            ]
        return []
    if each.kind == Kind.EXPLAINED:
        return own_faults(each.text, evidence)
    if each.kind == Kind.WORKED_OUT:
        return _sum_faults(each, cites, evidence)
    return claim_faults(each.text, cites, evidence)


def own_faults(text: str, evidence: Evidence) -> list[str]:
    """Return the numbers of a text that is ours: it may hold telephone numbers and no others."""
    for phone in sorted(evidence.phones, key=len, reverse=True):
        text = text.replace(phone, " ")
    found = [*dates(text), *NUMBER.findall(text)]
    found += [each for each in LARGE if re.search(rf"\b{each}\b", text.casefold())]
    return [
        f"holds {each}, but cites nothing; cite what it rests on or take the number out"
        for each in found
    ]


def heading_faults(text: str, block: Block) -> list[str]:
    """Return the numbers and dates of a heading that no cited passage under it repeats."""
    told = " ".join(each.text for each in block.passages if each.kind != Kind.EXPLAINED)
    extra = (numbers(text) | dates(text)) - numbers(told) - dates(told)
    return [
        f"the heading holds {each}, which no cited passage under it holds; correct one"
        for each in sorted(extra)
    ]


def claim_faults(text: str, cites: tuple[str, ...], evidence: Evidence) -> list[str]:
    """Return the numbers, dates and names of a text that its citations do not hold."""
    bad = [fault for cite in cites if (fault := evidence.fault(cite))]
    if bad:
        return [f"{fault}; correct the citation" for fault in bad]
    held = " ".join(evidence.text(cite) for cite in cites)
    known = f"{held} {evidence.free}"
    days = set().union(*(evidence.days(cite) for cite in cites))
    years = {day[:4] for day in days}
    extra = [
        f"the number {each}"
        for each in sorted(numbers(text) - numbers(held) - years)
        if each not in {phone.replace(" ", "") for phone in evidence.phones}
    ]
    extra += [
        f"the date {each}"
        for each in sorted(dates(text))
        if not any(day.startswith(each) for day in days)
    ]
    extra += [f"the name “{each}”" for each in _new_names(text, known, evidence)]
    return [
        f"holds {each}, which {', '.join(cites) or 'nothing cited'} does not hold; "
        "correct it or cite what holds it"
        for each in extra
    ]


def _new_names(text: str, known: str, evidence: Evidence) -> list[str]:
    every = {word for word in known.replace("’s", "").replace("–", " ").split()}
    every |= {part.strip(".,;:()“”‘’•") for word in every for part in (word, *word.split("-"))}
    return [
        each
        for each in sorted(names(text, evidence.ordinary) - every)
        if not all(part in every for part in each.split("-"))
    ]


def _sum_faults(each: Passage, cites: tuple[str, ...], evidence: Evidence) -> list[str]:
    inputs, result, fault = check_sum(each.sum)
    if fault:
        return [f"“{each.sum}”: {fault}"]
    held = " ".join(evidence.text(cite) for cite in cites)
    given = numbers(held) | dates(held) | {"100"}
    missing = [
        f"the sum's {one} is not in {', '.join(cites)}; cite what holds it"
        for one in sorted(inputs - given)
    ]
    told = (numbers(each.text) | dates(each.text)) - inputs - result - given
    told |= {f"“{one}”" for one in _new_names(each.text, f"{held} {evidence.free}", evidence)}
    return missing + [
        f"holds {one}, which neither its sum nor {', '.join(cites)} does; correct one"
        for one in sorted(told)
    ]


def _voices(explainer: Explainer, standard: dict[str, Passage]) -> list[Fault]:
    """Return where the wordings of one fact disagree in numbers, dates, hedge or grades (law 8)."""
    faults = []
    for key, at, each in passages_of(explainer):
        if each.id:
            faults += _wording(explainer, key, f"passage {at}", each.text, each, each)
    together: dict[tuple[str, str], list[str]] = defaultdict(list)
    where: dict[tuple[str, str], str] = {}
    for key, _, each in passages_of(explainer):
        if each.same_as in standard:
            together[key, each.same_as].append(each.text)
            where[key, each.same_as] = key
    for (key, name), texts in together.items():
        place = f"passages on {name}"
        faults += _wording(explainer, key, place, " ".join(texts), standard[name], None)
    for finding in explainer.findings:
        ids = {each.id for each in finding.found.passages if each.id}
        for block in (finding.simple, finding.young):
            if not ids & {each.same_as for each in block.passages}:
                faults.append(
                    Fault(
                        file_of(finding.key),
                        block.anchor,
                        "no passage carries a fact of [[found]]; add same_as",
                    )
                )
    return faults


def _wording(
    explainer: Explainer, key: str, place: str, text: str, fact: Passage, own: Passage | None
) -> list[Fault]:
    """Compare one voice's joined wording with the fact that it repeats."""
    wrong = []
    if own is None:
        asked, told = numbers(fact.text) | dates(fact.text), numbers(text) | dates(text)
        wrong += [
            f"holds {each}, the fact does not; tell the same" for each in sorted(told - asked)
        ]
        wrong += [f"leaves out {each}; tell the same" for each in sorted(asked - told)]
    if fact.hedge and not _holds(text, explainer.hedges.get(fact.hedge, {})):
        wrong.append(f"loses the hedge {fact.hedge!r}; use a wording of wordings.toml")
    for grade in fact.grades:
        if not _holds(text, explainer.grades.get(grade, {})):
            wrong.append(f"loses the grade {grade!r}; use a wording of wordings.toml")
    anchor = place_of(key)
    return [Fault(file_of(key), f"{anchor}, {place}" if anchor else place, each) for each in wrong]


def _holds(text: str, wordings: dict[str, tuple[str, ...]]) -> bool:
    # Whole words only: "some" is not in "lonesome".
    low = text.casefold()
    return any(re.search(rf"\b{re.escape(each)}\b", low) for each in wordings.get("en", ()))


def cited_by(explainer: Explainer) -> dict[str, list[tuple[str, str]]]:
    """Return citation -> (unit key, kind) of each passage or title that cites it, in order."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for unit in units(explainer):
        for cite in getattr(unit, "cites", ()):
            found[cite].append((unit.key, Kind.REPORTED.value))
    for key, _, each in passages_of(explainer):
        for cite in each.cites:
            found[cite].append((key, each.kind.value))
    return dict(found)


def coverage(explainer: Explainer) -> tuple[Covered, ...]:
    """Return the state of every paragraph of every stored source."""
    used = cited_by(explainer)
    found = []
    for source in explainer.sources:
        for number in range(1, len(source.paragraphs) + 1):
            kinds = {kind for _, kind in used.get(f"{source.id}#{number}", ())}
            state = "furniture" if number in source.furniture else "open"
            if kinds:
                state = "quoted" if Kind.SAID.value in kinds else "explained"
            found.append(Covered(source.id, number, state))
    return tuple(found)
