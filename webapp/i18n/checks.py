"""Hold the catalogs of a language to the template, to the rules, and to laws 3 and 8.

Knows no pages. Faults come as file, place and remedy, all at once.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from babel.messages.catalog import Catalog, Message

from webapp.explainer.load import NEEDS, Folder, read_phrases
from webapp.explainer.model import Explainer, Passage, iter_units, iter_words, passages_of
from webapp.explainer.schema import Fault, Folded, Names, Text
from webapp.i18n import catalogs
from webapp.i18n.languages import Language
from webapp.i18n.rules import GlossaryEntry, Rules, wrong_with

NAMES, TERMS, WORDINGS = "names.toml", "terms.toml", "wordings.toml"
T = TypeVar("T")
Wordings = dict[tuple[str, str], tuple[str, ...]]
# What msgfmt and i18nspector may say of our headers: they name no person and no day, as both
# would churn and neither is true until somebody has checked (review.json).
HEADERS = re.compile(r"no-[a-z-]+-header-field")
TOOLS = {
    "msgfmt": ("msgfmt", "--check-format", "--check-domain", "-o", "/dev/null"),
    "i18nspector": ("i18nspector",),
}


@dataclass(frozen=True)
class NamesFile:
    """names.toml: names that stay as they are, and messages that are the same in a language."""

    protected: Names
    same: Names = ()


@dataclass(frozen=True)
class TermWords:
    """One term of a language's terms.toml: its English forms, and stems of its translation."""

    en: Names
    stems: Folded
    say: Text = ""
    note: Text = ""


@dataclass(frozen=True)
class SaidAs:
    """One hedge or grade of a language's wordings.toml."""

    say: Folded


@dataclass(frozen=True)
class LanguageWordings:
    """A language's wordings.toml."""

    hedge: dict[str, SaidAs]
    grade: dict[str, SaidAs]


def read_file(folder: Path, file: str, shape: type[T]) -> T:
    """Read a TOML file beside the catalogs; raise `CatalogError` on a bad one."""
    reading = Folder(folder)
    found = reading.table(file, shape)
    if found is None or reading.faults:
        raise catalogs.CatalogError("\n".join(map(str, reading.faults)))
    return found


def rules_of(explainer: Explainer, language: Language, folder: Path) -> Rules:
    """Read what the messages of a language are held to; raise `CatalogError` on a bad file."""
    names = read_file(folder, NAMES, NamesFile)
    terms = read_file(folder, f"{language.locale}/{TERMS}", dict[str, TermWords])
    phones = {each.number for each in explainer.contacts}
    phones |= {each.number for area in explainer.areas for each in area.numbers}
    return Rules(
        language,
        tuple(sorted(names.protected, key=len, reverse=True)),
        tuple(sorted(phones, key=len, reverse=True)),
        tuple(GlossaryEntry(id, term.en, term.stems) for id, term in terms.items()),
        frozenset(each.description for each in explainer.pages)
        | frozenset(each.description for each in explainer.findings),
        frozenset(each.name for each in explainer.terms),
        frozenset(names.same),
    )


def wordings_of(language: Language, folder: Path) -> Wordings:
    """Read how a language says each hedge and grade: ("hedge", "some") -> its wordings."""
    known = read_file(folder, f"{language.locale}/{WORDINGS}", LanguageWordings)
    kinds = {"hedge": known.hedge, "grade": known.grade}
    return {(what, name): said.say for what in kinds for name, said in kinds[what].items()}


def check(explainer: Explainer, language: Language, folder: Path, template: Catalog) -> list[Fault]:
    """Return every fault of a language's catalog."""
    path = catalogs.po_of(folder, language)
    file = path.relative_to(folder).as_posix()
    held = catalogs.read_translated(folder, language)
    rules = rules_of(explainer, language, folder)
    faults = [Fault(file, tool, told) for tool in TOOLS for told in run(tool, path)]
    for each in held:
        if each.id and each.fuzzy:
            faults.append(Fault(file, place_of(each), "is fuzzy; confirm it or empty it"))
        for english, told in pairs(each):
            faults += [
                Fault(file, place_of(each), remedy) for remedy in wrong_with(english, told, rules)
            ]
    said = {each.id: each.string for each in held if isinstance(each.id, str) and not each.fuzzy}
    known = {id: told for id, told in said.items() if isinstance(told, str) and told}
    faults += must_stand(explainer, template, held, file)
    faults += agreement(explainer, wordings_of(language, folder), known, file)
    faults += needs_of(explainer, language, folder)
    return faults


def needs_of(explainer: Explainer, language: Language, folder: Path) -> Iterable[Fault]:
    """Return what is wrong with a language's words of need, also each need that it lacks."""
    faults: list[Fault] = []
    phrases = read_phrases(folder, language.locale, explainer.needs, faults)
    file = f"{language.locale}/{NEEDS}"
    lacking = [each.id for each in explainer.needs if each.id not in phrases]
    return faults + [
        Fault(file, each, "is not said; write how its readers say it") for each in lacking
    ]


def place_of(message: Message) -> str:
    """Return how a fault names a message: where it stands, and how it begins."""
    english = message.id if isinstance(message.id, str) else message.id[0]
    place = next((place for place, _ in message.locations), "nowhere")
    return f"{place}: “{english[:60]}{'…' if len(english) > 60 else ''}”"


def pairs(message: Message) -> Iterable[tuple[str, str]]:
    """Yield (English, translation) of each form of a message that is translated."""
    if isinstance(message.id, str):
        if message.id and message.string:
            yield message.id, str(message.string)
        return
    for told in message.string or ():
        if told:
            yield message.id[1], told


def run(tool: str, path: Path) -> list[str]:
    """Return what a tool of gettext's world finds in a catalog."""
    found = shutil.which(tool)
    if found is None:
        return ["is not installed; run: make check, or apt-get install gettext i18nspector"]
    told = subprocess.run(  # noqa: S603  # our own words and our own file
        [found, *TOOLS[tool][1:], str(path)], capture_output=True, text=True, check=False
    )
    lines = [each for each in (told.stdout + told.stderr).splitlines() if each.strip()]
    return [
        f"{each.replace(str(path), '').lstrip(': ')}; mend it"
        for each in lines
        if not HEADERS.search(each)
    ]


def must_stand(
    explainer: Explainer, template: Catalog, held: Catalog, file: str
) -> Iterable[Fault]:
    """Yield what lapsed where nothing may: overview, help, simple, safety, interface (law 3)."""
    must = catalogs.standing(explainer)
    units = [unit for unit in iter_units(explainer) if unit.key in must]
    whole = {words for unit in units for words, _ in iter_words(unit)}
    buttons = {each.id for each in catalogs.interface(template)}
    for each in template:
        if each.id and (each.id in buttons or each.id in whole) and not catalogs.says(held, each):
            yield Fault(file, place_of(each), "is not translated, and must be; translate it")


def agreement(
    explainer: Explainer, wordings: Wordings, known: dict[str, str], file: str
) -> Iterable[Fault]:
    """Yield where a translated voice loses the hedge or a grade of its fact (law 8)."""
    facts = {each.id: each for _, _, each in passages_of(explainer) if each.id}
    voices: dict[tuple[str, str], list[Passage]] = defaultdict(list)
    for unit, _, each in passages_of(explainer):
        if name := each.id or each.same_as:
            voices[unit, name].append(each)
    for (key, name), passages in voices.items():
        if not all(each.text in known for each in passages):
            continue
        told = " ".join(known[each.text] for each in passages).casefold()
        fact = facts[name]
        wanted = [("hedge", fact.hedge)] if fact.hedge else []
        wanted += [("grade", grade) for grade in fact.grades]
        for what, wording in wanted:
            if not any(word in told for word in wordings.get((what, wording), ())):
                yield Fault(
                    file,
                    f"{key}: “{passages[0].text[:60]}…”",
                    f"loses the {what} {wording!r}; use a wording of wordings.toml, or add yours",
                )
