"""Hold the catalog of a language to the template, the rules, a dictionary, and laws 3 and 8."""

import os
import re
import shutil
import subprocess
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from babel.messages.catalog import Catalog, Message

from webapp.explainer.model import Explainer, Passage, iter_units, iter_words, passages_of
from webapp.explainer.provenance import lost_wordings
from webapp.explainer.schema import COMMON, LETTER, ContentError, Fault
from webapp.explainer.structure import Folder, read_file, shape_of
from webapp.i18n.catalogs import find, hash_of, of_interface, po_of, read_po_file, read_translated
from webapp.i18n.languages import NEEDS, Language, read_phrases
from webapp.workbench.rules import ADDRESS, PLACEHOLDER, rules_of, wrong_with

WORDINGS = "wordings.toml"
NOT_INSTALLED = "is not installed; run: make debian"
# From here on, two English sentences are probably one that was mended. People decide.
ALIKE = 0.75
# What msgfmt and i18nspector may say of headers: ours name no day, which would churn, and
# translators as they name themselves (`make messages` takes away what nobody filled in), and
# languages with a script (zh_Hant), which i18nspector does not know.
HEADERS = re.compile(r"no-[a-z-]+-header-field|boilerplate-in|invalid-la(?:st|ng)|determine-lang")
TOOLS = {"msgfmt": ("--check-format", "--check-domain", "-o", "/dev/null"), "i18nspector": ()}
EXCEPTIONS = "spelling.txt"
DICTIONARIES = Path("/usr/share/hunspell")
WORD = re.compile(rf"(?:(?!\d){LETTER}){{2,}}")
LATIN = re.compile("[A-Za-z]")
# Signs and joiners that hunspell takes for the end of a word, where its dictionary names none.
SIGNS = "".join(
    chr(code) for code in (*range(0x0900, 0x0E00), 0x200C, 0x200D)
    if unicodedata.category(chr(code)) in ("Mn", "Mc", "Cf")
)  # fmt: skip
# What must stand whole before a language is offered (law 3): keys of units. Titles and menus of
# all pages are among it.
WHOLE_PAGES = ("overview", "help", "help-area", "card", "simple", "safety", "offline", "saved")
MUST_STAND = re.compile(
    r"site|(?:contacts|areas|figures|speakers|sources)/.*|(?:findings|pages|audiences)/[^#]*"
    rf"|findings/.*#simple|facts/.*/source-\d+|pages/(?:{'|'.join(WHOLE_PAGES)})#.*"
    r"|pages/partners#glance"  # a box has its heading as its name
)


def must_stand(explainer: Explainer) -> frozenset[str]:
    """Return the keys of the units that must stand whole before a language is offered."""
    whole = (page for page in explainer.pages if page.slug in WHOLE_PAGES)
    shown = {f"terms/{id}" for page in whole for id in page.terms}
    keys = (unit.key for unit in iter_units(explainer))
    return frozenset(key for key in keys if key in shown or MUST_STAND.fullmatch(key))


@dataclass(frozen=True)
class Gap:
    """A message that a catalog does not translate, and why: MISSING, FUZZY or LAPSED.

    LAPSED is what probably was translated until its English changed: `was` with its translation.
    """

    message: Message
    why: str
    was: str = ""
    translation: str = ""

    @property
    def id(self) -> str:
        """What names the change of English in commands, in every language alike."""
        return hash_of(self.was, str(self.message.id))[:8]


def untranslated(template: Catalog, po: Catalog) -> list[Gap]:
    """Return what a catalog does not translate; what is in doubt counts among it."""
    old = {
        str(entry.id): str(entry.string)
        for entry in (*po, *po.obsolete.values())
        if isinstance(entry.id, str) and entry.id and entry.string and not entry.fuzzy
        if entry.id not in template
    }
    gaps = []
    for message in template:
        if not message.id or find(po, message):
            continue
        entry = po.get(message.id, message.context)
        gap = Gap(message, "FUZZY" if entry and entry.fuzzy else "MISSING")
        if isinstance(message.id, str):
            for was in get_close_matches(message.id, old, 1, ALIKE):
                gap = Gap(message, "LAPSED", was, old[was])
        gaps.append(gap)
    return gaps


def needed(explainer: Explainer, gaps: Iterable[Gap]) -> list[Gap]:
    """Return the gaps that must be filled before a language can be offered."""
    keys = must_stand(explainer)
    units = (unit for unit in iter_units(explainer) if unit.key in keys)
    whole = {words for unit in units for words, _ in iter_words(unit)}
    return [gap for gap in gaps if of_interface(gap.message) or gap.message.id in whole]


def check(explainer: Explainer, language: Language, folder: Path, gaps: list[Gap]) -> list[Fault]:
    """Return every mistake in a language's catalogs; what is only missing is none."""
    own = explainer.inspection.id
    rules = rules_of(explainer, language, folder)
    faults = []
    for path in (po_of(folder, language, domain) for domain in (COMMON, own)):
        file = path.relative_to(folder).as_posix()
        faults += [Fault(file, tool, remedy) for tool in TOOLS for remedy in run(tool, path)]
        for message in read_po_file(path, language.locale):
            for english, translation in pairs(message):
                wrong = wrong_with(english, translation, rules)
                faults += [Fault(file, place_of(message), remedy) for remedy in wrong]
    if own in language.offered:
        remedy = "is not translated, and no mark can say that it is English; translate it"
        common = po_of(folder, language).relative_to(folder).as_posix()
        absent = [gap.message for gap in gaps if of_interface(gap.message)]
        faults += [Fault(common, place_of(message), remedy) for message in absent]
    faults += agreement(explainer, language, folder)
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


def agreement(explainer: Explainer, language: Language, folder: Path) -> Iterable[Fault]:
    """Yield where a translated voice loses the hedge or a grade of its fact (law 8)."""
    po = read_translated(folder, language, explainer.inspection.id)
    known = {str(entry.id): str(entry.string) for entry in po if entry.id and find(po, entry)}
    file = f"{language.locale}/{WORDINGS}"
    wordings: Any = read_file(folder, file, shape_of(WORDINGS))
    facts: dict[str, Passage] = {}
    voices: dict[tuple[str, str], list[Passage]] = defaultdict(list)
    for unit, _, passage in passages_of(explainer):
        if passage.id:
            facts[passage.id] = passage
        if name := passage.id or passage.same_as:
            voices[unit, name].append(passage)
    for (key, name), passages in voices.items():
        if not all(passage.text in known for passage in passages):
            continue
        translation = " ".join(known[passage.text] for passage in passages).casefold()
        for remedy in lost_wordings(wordings, translation, facts[name], edge=""):
            yield Fault(file, f"{key}: “{passages[0].text[:60]}…”", remedy)


def words_of(text: str) -> set[str]:
    """Return the words of a text, without placeholders and addresses."""
    return set(WORD.findall(ADDRESS.sub(" ", PLACEHOLDER.sub(" ", text)).replace("’", " ")))


def own_words(po: Catalog, language: Language) -> dict[str, str]:
    """Return word -> where it stands first: every word that is the language's own."""
    found: dict[str, str] = {}
    in_other_letters = language.script != "Latn"
    for message in po:
        for english, translation in pairs(message):
            own = {word.casefold() for word in words_of(english)}
            for word in sorted(words_of(translation)):
                if word.casefold() not in own and not (in_other_letters and LATIN.search(word)):
                    found.setdefault(word, place_of(message))
    return found


def exceptions(folder: Path, language: Language) -> frozenset[str]:
    """Return the words that a dictionary lacks, one a line; raise `ContentError` if not UTF-8."""
    file = f"{language.locale}/{EXCEPTIONS}"
    reading = Folder(folder)
    lines = reading.text(file).splitlines() if (folder / file).is_file() else []
    if reading.faults:
        raise ContentError(tuple(reading.faults))
    return frozenset(word for line in lines if (word := line.partition("#")[0].strip()))


def unknown(words: list[str], dictionary: str) -> frozenset[str]:
    """Return the words that a dictionary ("hunspell pl_PL", "aspell pa") does not know.

    Raises `OSError` or `CalledProcessError` where program or dictionary is not installed.
    """
    program, name = dictionary.split(" ")
    with TemporaryDirectory() as folder:
        command = [program, "--encoding=utf-8", "-d", name, "list"]
        if program == "hunspell":
            affixes = DICTIONARIES / f"{name}.aff"
            if re.match(rb"SET UTF-8(?!.*WORDCHARS)", affixes.read_bytes(), re.DOTALL):
                text = affixes.read_text(encoding="utf-8")
                (Path(folder) / affixes.name).write_text(f"{text}\nWORDCHARS {SIGNS}\n", "utf-8")
                shutil.copy(affixes.with_suffix(".dic"), folder)
                name = f"{folder}/{name}"
            command = [program, "-i", "utf-8", "-d", name, "-l"]
        done = subprocess.run(  # noqa: S603  # our own words
            command, input="\n".join(words), text=True, encoding="utf-8", capture_output=True,
            check=True, env={**os.environ, "LC_ALL": "C.UTF-8"},
        )  # fmt: skip
    wrong = {unicodedata.normalize("NFC", word) for word in done.stdout.split()}
    return frozenset(word for word in words if unicodedata.normalize("NFC", word) in wrong)


def misspelt(po: Catalog, language: Language, folder: Path) -> list[Fault]:
    """Return each word that neither the dictionary of a language nor its exceptions know."""
    file = f"{language.locale}/{EXCEPTIONS}"
    if not language.dictionary:
        return []
    places = own_words(po, language)
    try:
        wrong = unknown([*places], language.dictionary) - exceptions(folder, language)
    except (OSError, subprocess.CalledProcessError):
        return [Fault(file, language.dictionary, NOT_INSTALLED)]
    remedy = f"is in no dictionary; correct it, or write it into {file}"
    return [Fault(places[word], word, remedy) for word in sorted(wrong)]
