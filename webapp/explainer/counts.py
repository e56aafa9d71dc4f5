"""Hold counted wholes to their facts, and every telling of them to the counts.

Two figures that swap places pass as the same numbers; only their pairing with the grades shows
it. English only, as `claims`.
"""

from __future__ import annotations

import re

from webapp.explainer.claims import NUMBER, WORDS, numbers
from webapp.explainer.model import Explainer
from webapp.explainer.provenance import Evidence
from webapp.explainer.records import Figure
from webapp.explainer.references import file_of, passages_of, place_of
from webapp.explainer.walk import Fault


def check(explainer: Explainer) -> tuple[Fault, ...]:
    """Return every count that its fact does not hold, and every passage that swaps two counts."""
    evidence = Evidence(explainer)
    faults = []
    for figure in explainer.figures:
        if any(map(evidence.fault, figure.cites)):
            continue  # provenance tells that citation's fault
        file, place = file_of(figure.key), place_of(figure.key)
        held = numbers(" ".join(evidence.text(cite) for cite in figure.cites))
        for count in (figure.total, *(each.count for each in figure.parts)):
            # "none" and "one" are no numbers to `claims`.
            if count > 1 and str(count) not in held:
                remedy = (
                    f"counts {count}, which {', '.join(figure.cites)} does not hold; correct it"
                )
                faults.append(Fault(file, place, remedy))
        told = [
            (file_of(key), f"{place_of(key)}, passage {at}", each.text)
            for key, at, each in passages_of(explainer)
            if not set(figure.cites).isdisjoint(each.cites)
        ]
        told += [
            (file_of(each.key), each.id, each.statement)
            for each in explainer.facts
            if f"facts#{each.id}" in figure.cites
        ]
        for file, place, text in told:
            faults += [Fault(file, place, remedy) for remedy in _swapped(text, figure, explainer)]
    return tuple(faults)


def _swapped(text: str, figure: Figure, explainer: Explainer) -> list[str]:
    """Return each count that stands beside another grade than in the figure.

    Only texts in which counts and grades take turns are judged ("19 were good, 35 inadequate" or
    "good 19, inadequate 35"): in others the machine cannot know which belongs to which.
    """
    low = text.casefold()
    counts = {str(each.count) for each in figure.parts}
    found = [(each.start(), each[0]) for each in NUMBER.finditer(low)]
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
    right = {each.grade: each.count for each in figure.parts}
    wrong = []
    for first, second in zip(marks[::2], marks[1::2], strict=False):
        number, name = first[1] or second[1], first[2] or second[2]
        if str(right[name]) != number:
            wrong.append(
                f"tells {number} as {name}, figures.toml counts {right[name]}; correct one"
            )
    return wrong
