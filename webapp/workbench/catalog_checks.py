"""Hold the catalog of a language to the template, to the rules, and to laws 3 and 8."""

import re
import subprocess
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from babel.messages.catalog import Catalog, Message

from webapp.explainer.load import NEEDS, read_phrases
from webapp.explainer.model import Explainer, Passage, iter_units, iter_words, passages_of
from webapp.explainer.schema import Fault, Folded, Names
from webapp.explainer.structure import Folder
from webapp.i18n.catalogs import CatalogError, find, po_of, read_translated
from webapp.i18n.languages import Language
from webapp.workbench.rules import Rules, TermWords, wrong_with

NAMES, TERMS, WORDINGS = "names.toml", "terms.toml", "wordings.toml"
NOT_INSTALLED = "is not installed; run: make debian"
T = TypeVar("T")
# What msgfmt and i18nspector may say of headers: ours name no day, which would churn, and
# translators as they name themselves; `make messages` takes away what nobody filled in.
HEADERS = re.compile(r"no-[a-z-]+-header-field|boilerplate-in|invalid-(?:last-trans|language-team)")
TOOLS = {
    "msgfmt": ("--check-format", "--check-domain", "-o", "/dev/null"),
    "i18nspector": (),
}
# What must stand whole before a language is offered (law 3): keys of units. Titles and menus of
# all pages are among it.
WHOLE_PAGES = ("overview", "help", "help-area", "card", "simple", "safety", "offline", "saved")
MUST_STAND = re.compile(
    r"site|(?:contacts|areas|figures|speakers|sources)/.*|(?:findings|pages|audiences)/[^#]*"
    rf"|findings/.*#simple|facts/.*/source-\d+|pages/(?:{'|'.join(WHOLE_PAGES)})#.*"
    r"|pages/partners#glance"  # a box has its heading as its name
)


@dataclass(frozen=True)
class NamesFile:
    """names.toml: names that stay as they are, and messages that are the same in a language."""

    protected: Names
    same: Names = ()


@dataclass(frozen=True)
class Wording:
    """How a language says one hedge or grade of wordings.toml."""

    say: Folded


@dataclass(frozen=True)
class Wordings:
    """A language's wordings.toml."""

    hedge: dict[str, Wording]
    grade: dict[str, Wording]


def read_file(folder: Path, file: str, shape: type[T]) -> T:
    """Read a TOML file beside the catalogs; raise `CatalogError` on a bad one."""
    reading = Folder(folder)
    content = reading.table(file, shape)
    if reading.faults:
        raise CatalogError("\n".join(map(str, reading.faults)))
    return content


def rules_of(explainer: Explainer, language: Language, folder: Path) -> Rules:
    """Read what the messages of a language are held to; raise `CatalogError` on a bad file."""
    names = read_file(folder, NAMES, NamesFile)
    terms = read_file(folder, f"{language.locale}/{TERMS}", dict[str, TermWords])
    return Rules(
        language,
        tuple(sorted({*names.protected, *explainer.inspection.protected}, key=len, reverse=True)),
        tuple(sorted(explainer.phones, key=len, reverse=True)),
        terms,
        frozenset(page.description for page in explainer.pages)
        | frozenset(finding.description for finding in explainer.findings),
        frozenset(term.name for term in explainer.terms),
        frozenset(names.same),
    )


def must_stand(explainer: Explainer) -> frozenset[str]:
    """Return the keys of the units that must stand whole before a language is offered."""
    whole = (page for page in explainer.pages if page.slug in WHOLE_PAGES)
    shown = {f"terms/{id}" for page in whole for id in page.terms}
    keys = (unit.key for unit in iter_units(explainer))
    return frozenset(key for key in keys if key in shown or MUST_STAND.fullmatch(key))


def of_interface(message: Message) -> bool:
    """Say whether a message is of buttons, menus and errors, which have no block to be English."""
    return any(place.endswith((".html", ".py")) for place, _ in message.locations)


def untranslated(template: Catalog, po: Catalog) -> list[Message]:
    """Return the messages that a catalog does not translate; one in doubt counts among them."""
    return [message for message in template if message.id and not find(po, message)]


def lacking(explainer: Explainer, template: Catalog, po: Catalog) -> list[Message]:
    """Return the messages that a language lacks before it can be offered."""
    keys = must_stand(explainer)
    units = (unit for unit in iter_units(explainer) if unit.key in keys)
    whole = {words for unit in units for words, _ in iter_words(unit)}
    absent = untranslated(template, po)
    return [message for message in absent if of_interface(message) or message.id in whole]


def check(explainer: Explainer, language: Language, folder: Path, template: Catalog) -> list[Fault]:
    """Return every mistake in a language's catalog; what is only missing is none."""
    path = po_of(folder, language)
    file = path.relative_to(folder).as_posix()
    po = read_translated(folder, language)
    rules = rules_of(explainer, language, folder)
    faults = [Fault(file, tool, remedy) for tool in TOOLS for remedy in run(tool, path)]
    for message in po:
        for english, translation in pairs(message):
            wrong = wrong_with(english, translation, rules)
            faults += [Fault(file, place_of(message), remedy) for remedy in wrong]
    if explainer.inspection.id in language.offered:
        remedy = "is not translated, and no mark can say that it is English; translate it"
        faults += [Fault(file, place_of(message), remedy) for message in untranslated(template, po)
                   if of_interface(message)]  # fmt: skip
    known = {str(entry.id): str(entry.string) for entry in po if entry.id and find(po, entry)}
    wordings = read_file(folder, f"{language.locale}/{WORDINGS}", Wordings)
    faults += agreement(explainer, wordings, known, file)
    faults += needs_of(explainer, language, folder)
    return faults


def needs_of(explainer: Explainer, language: Language, folder: Path) -> list[Fault]:
    """Return what is wrong with a language's words of need, also which needs it lacks."""
    faults: list[Fault] = []
    phrases = read_phrases(folder, language.locale, explainer.needs, faults)
    absent = [need.id for need in explainer.needs if need.id not in phrases]
    if absent and explainer.inspection.id in language.offered:
        remedy = "these needs are not said; write how its readers say them"
        faults.append(Fault(f"{language.locale}/{NEEDS}", ", ".join(absent), remedy))
    return faults


def place_of(message: Message) -> str:
    """Return how a fault names a message: where it stands, and how it begins."""
    english = message.id if isinstance(message.id, str) else message.id[0]
    place = next((place for place, _ in message.locations), "nowhere")
    return f"{place}: “{english[:60]}{'…' if len(english) > 60 else ''}”"


def pairs(message: Message) -> Iterable[tuple[str, str]]:
    """Yield (English, translation) of each form of a message that is translated."""
    if isinstance(message.id, str):
        if message.id and message.string and not message.fuzzy:
            yield message.id, str(message.string)
        return
    for translation in message.string or ():
        if translation:
            yield message.id[1], translation


def run(tool: str, path: Path) -> list[str]:
    """Return what a tool of gettext's world finds in a catalog."""
    command = [tool, *TOOLS[tool], str(path)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    except FileNotFoundError:
        return [NOT_INSTALLED]
    lines = (done.stdout + done.stderr).replace(str(path), "").splitlines()
    wrong = [line.lstrip(": ") for line in lines if line.strip() and not HEADERS.search(line)]
    return [f"{line}; mend it" for line in wrong]


def agreement(
    explainer: Explainer, wordings: Wordings, known: dict[str, str], file: str
) -> Iterable[Fault]:
    """Yield where a translated voice loses the hedge or a grade of its fact (law 8)."""
    facts = {passage.id: passage for _, _, passage in passages_of(explainer) if passage.id}
    voices: dict[tuple[str, str], list[Passage]] = defaultdict(list)
    for unit, _, passage in passages_of(explainer):
        if name := passage.id or passage.same_as:
            voices[unit, name].append(passage)
    for (key, name), passages in voices.items():
        if not all(passage.text in known for passage in passages):
            continue
        translation = " ".join(known[passage.text] for passage in passages).casefold()
        fact = facts[name]
        wanted = [("hedge", fact.hedge, wordings.hedge)] if fact.hedge else []
        wanted += [("grade", grade, wordings.grade) for grade in fact.grades]
        for what, wording, said in wanted:
            if wording not in said or not any(form in translation for form in said[wording].say):
                place = f"{key}: “{passages[0].text[:60]}…”"
                remedy = f"loses the {what} {wording!r}; use a wording of wordings.toml, or add one"
                yield Fault(file, place, remedy)
