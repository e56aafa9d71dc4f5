"""Hold counted wholes to their facts, and every text about them to the counts.

Two figures that swap places pass as the same numbers; only their pairing with the grades shows
it. English only, as `claims`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from webapp.explainer.claims import NUMBER, WORDS, numbers
from webapp.explainer.model import Explainer, passages_of
from webapp.explainer.provenance import Evidence
from webapp.explainer.records import Figure
from webapp.explainer.schema import Fault


def check(explainer: Explainer) -> Iterator[Fault]:
    """Yield every count that its fact does not hold, and every passage that swaps two counts."""
    evidence = Evidence(explainer)
    for figure in explainer.figures:
        if any(map(evidence.fault, figure.cites)):
            continue  # provenance has the fault of that citation
        cited = numbers(" ".join(evidence.text(cite) for cite in figure.cites))
        for count in (figure.total, *(part.count for part in figure.parts)):
            # "none" and "one" are no numbers to `claims`.
            if count > 1 and str(count) not in cited:
                sources = ", ".join(figure.cites)
                yield Fault.at(
                    figure.key, f"counts {count}, which {sources} does not hold; correct it"
                )
        for key, number, passage in passages_of(explainer):
            if not set(figure.cites).isdisjoint(passage.cites):
                for remedy in _swapped(passage.text, figure, explainer):
                    yield Fault.at(key, remedy, number)
        for fact in explainer.facts:
            if fact.id in {cite.fact for cite in figure.cites}:
                for remedy in _swapped(fact.statement, figure, explainer):
                    yield Fault.at(fact.key, remedy)


def _swapped(text: str, figure: Figure, explainer: Explainer) -> list[str]:
    """Return each count that stands beside another grade than in the figure.

    Only texts in which counts and grades take turns are judged ("19 were good, 35 inadequate" or
    "good 19, inadequate 35"): in others the machine cannot know which belongs to which.
    """
    low = text.casefold()
    counts = {str(part.count) for part in figure.parts}
    found = [(m.start(), m[0]) for m in NUMBER.finditer(low)]
    found += [(m.start(), WORDS[m[0]]) for m in re.finditer(r"[a-z]+", low) if m[0] in WORDS]
    marks = [(at, number, "") for at, number in found if number in counts]
    for part in figure.parts:
        for word in explainer.grades.get(part.grade, {}).get("en", ()):
            marks += [
                (m.start(), "", part.grade) for m in re.finditer(rf"\b{re.escape(word)}\b", low)
            ]
    marks.sort()
    turns = [bool(number) for _, number, _ in marks]
    if any(a == b for a, b in zip(turns, turns[1:], strict=False)):
        return []
    right = {part.grade: part.count for part in figure.parts}
    wrong = []
    for first, second in zip(marks[::2], marks[1::2], strict=False):
        number, name = first[1] or second[1], first[2] or second[2]
        if str(right[name]) != number:
            wrong.append(
                f"gives {number} as {name}, figures.toml counts {right[name]}; correct one"
            )
    return wrong
