"""Hold every passage to laws 1, 2 and 8: where it comes from, and that all voices agree."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from webapp.explainer.claims import check_sum, dates, figures, lower_words, names, numbers, swapped
from webapp.explainer.model import Explainer, Kind, Passage, iter_units, iter_words, passages_of
from webapp.explainer.records import Citation, Fact, Source
from webapp.explainer.schema import Fault, UnitKey


def single_spaced(text: str) -> str:
    """Return a text with one plain space for any run of white space, as quotations compare."""
    return " ".join(text.split())


# Units whose words are others' or carry their own page: names, services, licences.
NOT_OURS = ("areas", "contacts", "facts", "sources", "speakers")


class Evidence:
    """What each citation holds, and the words that are ordinary in this explainer."""

    def __init__(self, explainer: Explainer) -> None:
        self.facts = {fact.id: fact for fact in explainer.facts}
        self.sources = {source.id: source for source in explainer.sources}
        self.phones = explainer.phones
        everything = [words for unit in iter_units(explainer) for words, _ in iter_words(unit)]
        everything += [line for source in explainer.sources for line in source.paragraphs]
        for wordings in (*explainer.hedges.values(), *explainer.grades.values()):
            everything += wordings
        everything += [form for term in explainer.terms for form in term.forms]
        self.ordinary = frozenset().union(*map(lower_words, everything), {"i", "a"})
        # Names that any passage may hold, whatever it cites.
        free = [*explainer.inspection.names, *(term.name for term in explainer.terms)]
        free += [f"{speaker.name} {speaker.role}" for speaker in explainer.speakers]
        self.free = " ".join(free)

    def unresolved(self, cites: Iterable[Citation]) -> list[str]:
        """Return why citations do not resolve."""
        wrong = ((cite, self._lacking(cite)) for cite in cites)
        return [f"cites {cite}; {why}; correct the citation" for cite, why in wrong if why]

    def _lacking(self, cite: Citation) -> str:
        if not cite.source:
            return "" if cite.fact in self.facts else "facts.toml has no such fact"
        source = self.sources.get(cite.source)
        if source is None:
            return f"sources.toml has no source {cite.source!r}"
        count = len(source.paragraphs)
        return "" if 1 <= cite.paragraph <= count else f"that source has {count} paragraphs"

    def all(self, cites: Iterable[Citation]) -> str:
        """Return all that may be said on the strength of some citations."""
        return " ".join(map(self._text, cites))

    def _text(self, cite: Citation) -> str:
        if fact := self.facts.get(cite.fact):
            return " ".join((fact.statement, fact.note, *(s.publisher for s in fact.sources)))
        return f"{self.paragraph(cite)} {self.sources[cite.source].publisher}"

    def paragraph(self, cite: Citation) -> str:
        """Return a stored paragraph as published."""
        return self.sources[cite.source].paragraphs[cite.paragraph - 1]

    def days(self, cite: Citation) -> set[str]:
        """Return the days that a citation holds: in its words, of publication and of looking."""
        record: Fact | Source = self.facts.get(cite.fact) or self.sources[cite.source]
        published = {source.published for source in record.sources}
        return dates(self._text(cite)) | published | {record.seen.isoformat()}


def check(explainer: Explainer) -> Iterator[Fault]:
    """Yield every breach of laws 1, 2 and 8."""
    evidence = Evidence(explainer)
    passages = [*passages_of(explainer)]
    facts = {passage.id: passage for _, _, passage in passages}
    for key, number, passage in passages:
        fact, wrong = facts.get(passage.same_as), evidence.unresolved(passage.cites)
        if passage.same_as and (
            not fact or (wrong and not fact.same_as and passage.cites == fact.cites)
        ):
            continue  # what it rests on is unknown; another place has that fault
        for remedy in wrong or passage_faults(passage, evidence):
            yield Fault.at(key, remedy, number)
    for unit in iter_units(explainer):
        if unit.key.folder in NOT_OURS:
            continue
        cites = getattr(unit, "cites", ())
        for text in (text for text, part in iter_words(unit) if not isinstance(part, Passage)):
            wrong = evidence.unresolved(cites) or claim_faults(text, cites, evidence)
            if unit.key.anchor and wrong:
                wrong = heading_faults(text, unit.passages)
            place = "" if unit.key.place else "title and description"
            yield from (Fault.at(unit.key, remedy, place) for remedy in wrong)
    stored = set(_words(" ".join(p for s in explainer.sources for p in s.paragraphs)).split())
    people = {speaker.key.place: speaker.name for speaker in explainer.speakers}
    for place, name in {"force": explainer.inspection.force, **people}.items():
        if not stored.issuperset(_words(name).split()):
            yield Fault("inspection.toml", place, f"“{name}” stands in no source; write as there")
    yield from _voices(explainer)
    yield from _counts(explainer, evidence)


def passage_faults(passage: Passage, evidence: Evidence) -> list[str]:
    """Return what is wrong with one passage."""
    cites = passage.cites
    if passage.kind in (Kind.EXPLAINED, Kind.REPORTED):
        return claim_faults(passage.text, cites, evidence)
    if not cites:
        return []  # `references` has that fault
    if passage.kind == Kind.WORKED_OUT:
        return _sum_faults(passage, evidence)
    paragraphs = (single_spaced(evidence.paragraph(cite)) for cite in cites if cite.source)
    if passage.quote[0] == "“" or passage.quote[-1] == "”":
        return ["the quotation has “ or ” around it; take them out, the page sets its own"]
    # Whole words only: "effective" would be found in "ineffective".
    exact = re.compile(rf"(?<!\w){re.escape(single_spaced(passage.quote))}(?!\w)")
    if any(exact.search(text) for text in paragraphs):
        return []
    wrong = f"“{passage.quote[:36]}…” is not letter for letter in {', '.join(cites)}"
    return [f"{wrong}; copy it again from the source"]


def own_faults(text: str, evidence: Evidence) -> list[str]:
    """Return the numbers of a text that is ours: it may hold telephone numbers and no others."""
    for phone in sorted(evidence.phones, key=len, reverse=True):
        text = text.replace(phone, " ")
    remedy = "but cites nothing; cite what it rests on or take the number out"
    return [f"holds {figure}, {remedy}" for figure in figures(text)]


def heading_faults(text: str, passages: tuple[Passage, ...]) -> list[str]:
    """Return the numbers and dates of a heading that no cited passage under it repeats."""
    cited = " ".join(p.text for p in passages if p.kind != Kind.EXPLAINED)
    extra = (numbers(text) | dates(text)) - numbers(cited) - dates(cited)
    remedy = "which no cited passage under it holds; correct one"
    return [f"the heading holds {claim}, {remedy}" for claim in sorted(extra)]


def claim_faults(
    text: str,
    cites: tuple[Citation, ...],
    evidence: Evidence,
    worked_out: frozenset[str] = frozenset(),
) -> list[str]:
    """Return the numbers, dates and names of a text that its citations, which resolve, do not hold.

    `worked_out` are the numbers and days of its sum, which it may hold as well. A text without
    citations is ours.
    """
    if not cites:
        return own_faults(text, evidence)
    cited, sources = evidence.all(cites), ", ".join(cites)
    days = set().union(worked_out, *(evidence.days(cite) for cite in cites))
    years = {day[:4] for day in days}
    phones = {phone.replace(" ", "") for phone in evidence.phones}
    extra = numbers(text) - numbers(cited) - years - phones - worked_out
    claims = [f"the number {number}" for number in sorted(extra)]
    other = (found for found in dates(text) if not any(day.startswith(found) for day in days))
    claims += [f"the date {found}" for found in sorted(other)]
    claims += [f"the name “{name}”" for name in _new_names(text, cited, evidence)]
    claims += [
        f"the quotation “{quoted}” (what is ours has no quotation marks)"
        for quoted in re.findall("“([^“” ]+ [^“” ]+ [^“”]+)”", text)  # fewer words may be a term
        if not all(_words(part) in _words(cited) for part in quoted.split("…"))
    ]
    holder = f"neither its sum nor {sources} holds" if worked_out else f"{sources} does not hold"
    return [f"holds {claim}, which {holder}; correct it or cite what holds it" for claim in claims]


def _words(text: str) -> str:
    """Return the words of a text in lower case, a space around each."""
    return re.sub(r"\W+", " ", f" {text} ".casefold())


def _new_names(text: str, cited: str, evidence: Evidence) -> list[str]:
    """Return the names of a text that neither its citations nor the explainer's own names hold."""
    known = f"{cited} {evidence.free}".replace("’s", "").replace("–", " ").split()
    parts = {part for word in known for part in (word, *word.split("-"))}
    parts |= {part.strip(".,;:()“”‘’•") for part in parts}
    return [
        name
        for name in sorted(names(text, evidence.ordinary) - parts)
        if not all(part in parts for part in name.split("-"))
    ]


def _sum_faults(passage: Passage, evidence: Evidence) -> list[str]:
    inputs, results, fault = check_sum(passage.sum)
    if fault:
        return [f"“{passage.sum}”: {fault}"]
    cited = evidence.all(passage.cites)
    missing = inputs - numbers(cited) - dates(cited) - {"100"}
    sources, known = ", ".join(passage.cites), frozenset(inputs | results | {"100"})
    return [
        f"the sum's {number} is not in {sources}; cite what holds it" for number in sorted(missing)
    ] + claim_faults(passage.text, passage.cites, evidence, known)


def _voices(explainer: Explainer) -> Iterator[Fault]:
    """Yield where the wordings of one fact disagree in numbers, dates, hedge or grades (law 8)."""
    facts = {passage.id: passage for _, _, passage in passages_of(explainer) if passage.id}
    voices: dict[tuple[UnitKey, str], list[str]] = defaultdict(list)
    for key, number, passage in passages_of(explainer):
        if passage.id:
            for remedy in lost_wordings(explainer, passage.text, passage):
                yield Fault.at(key, remedy, number)
        if passage.same_as in facts:
            voices[key, passage.same_as].append(passage.text)
    for (key, name), texts in voices.items():
        text, fact = " ".join(texts), facts[name]
        claims, known = numbers(text) | dates(text), numbers(fact.text) | dates(fact.text)
        wrong = [f"holds {n}, the fact does not; say the same" for n in sorted(claims - known)]
        wrong += [f"leaves out {n}; say the same" for n in sorted(known - claims)]
        wrong += lost_wordings(explainer, text, fact)
        yield from (Fault.at(key, remedy, f"passages on {name}") for remedy in wrong)


def _counts(explainer: Explainer, evidence: Evidence) -> Iterator[Fault]:
    """Yield every count that its fact does not hold, and every text that swaps two counts."""
    for figure in explainer.figures:
        counts = [figure.total, *(part.count for part in figure.parts)]
        if evidence.unresolved(figure.cites) or sum(counts) != 2 * figure.total:
            continue  # that citation or sum has a fault already
        cited, sources = numbers(evidence.all(figure.cites)), ", ".join(figure.cites)
        # "none" and "one" are no numbers to `claims`.
        if wrong := [count for count in counts if count > 1 and str(count) not in cited]:
            remedy = "counts {}, which {} does not hold; correct it"
            yield from (Fault.at(figure.key, remedy.format(n, sources)) for n in wrong)
        if wrong:
            continue  # texts are right, or nobody knows
        right = {part.grade: part.count for part in figure.parts}
        texts: list[tuple[UnitKey, int | str, str]] = [
            (key, number, passage.text)
            for key, number, passage in passages_of(explainer)
            if not set(figure.cites).isdisjoint(passage.cites)
        ]
        cited_facts = [evidence.facts[cite.fact] for cite in figure.cites if cite.fact]
        texts += [(fact.key, "", fact.statement) for fact in cited_facts]
        for key, place, text in texts:
            for number, grade in swapped(text, right, explainer.grades):
                remedy = f"gives {number} as {grade}, figures.toml counts {right[grade]}"
                yield Fault.at(key, f"{remedy}; correct one", place)


def lost_wordings(said: Any, text: str, fact: Passage, edge: str = r"\b") -> list[str]:
    """Return the hedge and the grades of a fact that a text does not express.

    `said` has the `hedges` and `grades` of a wordings.toml. In English they are whole words
    ("some" is not in "lonesome"); for pieces of words, as other languages write, `edge` is "".
    """
    wanted = [("hedge", fact.hedge, said.hedges)] if fact.hedge else []
    wanted += [("grade", grade, said.grades) for grade in fact.grades]
    low = text.casefold()
    return [
        f"loses the {what} {name!r}; use a wording of wordings.toml, or add one"
        for what, name, wordings in wanted
        # A name that is misspelt in the content has a fault of its own.
        if (name in wordings or not edge)
        and not any(re.search(edge + re.escape(way) + edge, low) for way in wordings.get(name, ()))
    ]


def cited_by(explainer: Explainer) -> dict[str, list[tuple[UnitKey, str]]]:
    """Return citation -> (unit key, kind) of each passage or title that cites it, in order."""
    found: dict[str, list[tuple[UnitKey, str]]] = defaultdict(list)
    for unit in iter_units(explainer):
        for cite in getattr(unit, "cites", ()):
            found[cite].append((unit.key, Kind.REPORTED.value))
    for key, _, passage in passages_of(explainer):
        for cite in passage.cites:
            found[cite].append((key, passage.kind.value))
    return dict(found)


def coverage(explainer: Explainer) -> dict[Citation, str]:
    """Return every paragraph of the sources -> "quoted", "explained", "furniture" or "open"."""
    used, states = cited_by(explainer), {}
    for source in explainer.sources:
        for number in range(1, len(source.paragraphs) + 1):
            cite = Citation(f"{source.id}#{number}")
            kinds = {kind for _, kind in used.get(cite, ())}
            states[cite] = "furniture" if number in source.furniture else "open"
            if kinds:
                states[cite] = "quoted" if Kind.SAID.value in kinds else "explained"
    return states
