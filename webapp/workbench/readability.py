"""Measure whether words are plain. For editors only: textstat takes a second to load."""

import re
import warnings
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from webapp.explainer import TO_WRITE
from webapp.explainer.claims import WORD
from webapp.explainer.model import Explainer, Kind, Passage, iter_units, iter_words
from webapp.explainer.records import Fact, FactSource
from webapp.explainer.schema import Fault, UnitKey

with warnings.catch_warnings():
    # textstat 0.7.4 asks pkg_resources for its word list; newer setuptools warn of that, and
    # warnings are errors in tests.
    warnings.simplefilter("ignore")
    import textstat

LONGEST = {"standard": 25, "simple": 15, "young": 20}
CEILINGS = {"standard": 8.0, "simple": 5.0, "young": 5.0}
# A grade of a few words says nothing; shorter places are judged within their voice.
ENOUGH_WORDS = 60
HARD_FROM_SYLLABLES = 4


@dataclass(frozen=True)
class Sentence:
    """One sentence of ours and where it stands. `place` is the finding or page it belongs to."""

    key: UnitKey
    place: str
    voice: str
    words: str


def sentences(explainer: Explainer) -> Iterator[Sentence]:
    """Yield every sentence of ours; quotations and statements of facts are others' matter."""
    voices = {page.slug: page.voice for page in explainer.pages}
    for unit in iter_units(explainer):
        key: UnitKey = unit.key
        if isinstance(unit, Fact | FactSource) or key.folder in ("sources", "contacts", "speakers"):
            continue
        voice = voices.get(key.name, "standard") if key.folder == "pages" else "standard"
        if key.folder == "findings" and key.anchor in ("simple", "young"):
            voice = key.anchor
        for text, holder in iter_words(unit):
            if (isinstance(holder, Passage) and holder.kind == Kind.SAID) or TO_WRITE in text:
                continue
            for sentence in re.split(r"(?<=[.!?:])\s+(?=[A-Z“‘])", text):
                yield Sentence(key, key.page, voice, sentence)


def grade(text: str) -> float:
    """Return the Flesch-Kincaid grade of a text (Kincaid et al. 1975), by textstat."""
    return float(textstat.flesch_kincaid_grade(text))


def grades(explainer: Explainer) -> dict[tuple[str, str], tuple[float, int]]:
    """Return (place, voice) -> (grade, words); place "" is the whole voice."""
    texts: dict[tuple[str, str], list[str]] = defaultdict(list)
    for sentence in sentences(explainer):
        end = "" if sentence.words[-1] in ".!?" else "."
        for place in (sentence.place, ""):
            texts[place, sentence.voice].append(sentence.words.rstrip(":") + end)
    joined = {name: " ".join(parts) for name, parts in texts.items()}
    return {name: (grade(text), len(text.split())) for name, text in joined.items()}


def hard_words(explainer: Explainer) -> list[tuple[Sentence, str]]:
    """Return (sentence, word) of each hard word that its page does not explain.

    Hard is a form of a glossary term that the page does not declare in `terms`, and a word of
    four or more syllables that is neither everyday nor a name. The glossary explains itself.
    """
    declared: dict[str, tuple[str, ...]] = {page.key: page.terms for page in explainer.pages}
    declared |= {finding.key: finding.terms for finding in explainer.findings}
    declared |= {audience.key: audience.terms for audience in explainer.audiences}
    forms = {form: term.id for term in explainer.terms for form in term.forms}
    own = explainer.inspection
    names = [*own.names, own.inspectorate_in_full]
    names += [source.publisher for fact in explainer.facts for source in fact.sources]
    known = {part.casefold() for name in names for part in name.split()}
    known.update(explainer.everyday)
    found = []
    for sentence in sentences(explainer):
        terms = declared.get(sentence.place)
        low = sentence.words.casefold()
        explained = " ".join(form for form, name in forms.items() if terms is None or name in terms)
        if terms is not None:
            found += [
                (sentence, form) for form, name in forms.items()
                if name not in terms and re.search(rf"\b{re.escape(form)}\b", low)
            ]  # fmt: skip
        for word in WORD.findall(sentence.words):
            plain = re.sub(r"[’']s$", "", word).casefold()
            easy = "-" in plain or plain in forms or plain in known or plain in explained
            if not easy and textstat.syllable_count(plain) >= HARD_FROM_SYLLABLES:
                found.append((sentence, plain))
    return found


def longest(explainer: Explainer) -> Sentence:
    """Return the longest sentence of ours."""
    return max(sentences(explainer), key=lambda sentence: len(sentence.words.split()))


def check(explainer: Explainer) -> tuple[Fault, ...]:
    """Return every breach: a sentence too long, a grade too high, a hard word unexplained."""
    faults = []
    for sentence in sentences(explainer):
        count, most = len(sentence.words.split()), LONGEST[sentence.voice]
        if count > most:
            remedy = f"“{sentence.words[:50]}…” has {count} words; use at most {most}"
            faults.append(Fault.at(sentence.key, remedy))
    for (place, voice), (reached, count) in grades(explainer).items():
        if reached > CEILINGS[voice] and (count >= ENOUGH_WORDS or not place):
            remedy = f"reading grade {reached:.1f}; bring it to {CEILINGS[voice]:.0f}"
            faults.append(Fault(UnitKey(place).file if place else "the whole", voice, remedy))
    for sentence, word in hard_words(explainer):
        remedy = (
            f"the hard word “{word}” is not explained; use an everyday word, "
            "or name its glossary term in “terms”"
        )
        faults.append(Fault.at(sentence.key, remedy))
    return tuple(faults)
