"""Spelling by hunspell or aspell, but for what stands so in English and for exceptions."""

import os
import re
import shutil
import subprocess
import unicodedata
from pathlib import Path
from tempfile import TemporaryDirectory

from babel.messages.catalog import Catalog

from webapp.explainer.schema import LETTER, Fault
from webapp.i18n.languages import Language
from webapp.workbench.catalog_checks import NOT_INSTALLED, pairs, place_of
from webapp.workbench.rules import ADDRESS, PLACEHOLDER

EXCEPTIONS = "spelling.txt"
HEAD = "# Words that Debian's dictionary lacks, one a line: names, terms, forms, words borrowed.\n"
DICTIONARIES = Path("/usr/share/hunspell")
WORD = re.compile(rf"(?:(?!\d){LETTER}){{2,}}")
LATIN = re.compile("[A-Za-z]")
# Signs and joiners that hunspell takes for the end of a word, where its dictionary names none.
SIGNS = "".join(
    chr(code) for code in (*range(0x0900, 0x0E00), 0x200C, 0x200D)
    if unicodedata.category(chr(code)) in ("Mn", "Mc", "Cf")
)  # fmt: skip


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
    """Return the words that a dictionary lacks, one a line; # begins a remark."""
    path = folder / language.locale / EXCEPTIONS
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
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


def accept(words: set[str], po: Catalog, folder: Path, language: Language) -> None:
    """Write words that somebody has read into a language's exceptions; leave out idle ones."""
    path = folder / language.locale / EXCEPTIONS
    before = (path.read_text(encoding="utf-8") if path.is_file() else HEAD).splitlines()
    remarks = [line for line in before if line.startswith("#")]
    idle = exceptions(folder, language) - set(own_words(po, language))
    lines = sorted({*before, *words} - {*remarks, *idle, ""})
    path.write_text("\n".join([*remarks, *lines, ""]), encoding="utf-8")


def check(po: Catalog, language: Language, folder: Path) -> list[Fault]:
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
