"""Faults planted in copies of the catalogs: the check finds each of them, and says what it is."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from house import LANGUAGES, ROOT, real

from webapp.explainer.model import passages_of
from webapp.explainer.schema import Fault
from webapp.i18n import catalogs
from webapp.i18n.languages import SOURCE, Language, load
from webapp.workbench import catalog_checks as checks
from webapp.workbench import extraction
from webapp.workbench.rules import ADDRESS, LABEL, PLACEHOLDER, Rules

FOLDER = ROOT / "translations"
TEMPLATE = catalogs.read_template(FOLDER, real().inspection.id)


def is_said(language: Language) -> bool:
    """Whether a language is offered, or begun and nearly whole: nothing is planted in nothing."""
    if language == SOURCE or language in LANGUAGES.values():
        return language != SOURCE
    absent = checks.untranslated(
        TEMPLATE, catalogs.read_translated(FOLDER, language, real().inspection.id)
    )
    return len(absent) < len(TEMPLATE) / 20


TRANSLATED = [language for language in load(FOLDER) if is_said(language)]
PER_KIND = 4  # of every kind in every language
Change = Callable[[str, str, Rules], str]  # English, translation -> wrong translation, or ""


def swap(pattern: str, new: str) -> Change:
    """Return a change of the first place where a pattern stands."""
    return lambda english, translation, rules: re.sub(pattern, new, translation, count=1)


def _phone(english: str, translation: str, rules: Rules) -> str:
    found = next(
        (phone for phone in rules.phones if re.search(rf"(?<!\d){phone}(?!\d)", translation)), ""
    )
    wrong = found.replace(" ", "") if " " in found else found[::-1].replace("999", "998")
    return translation.replace(found, wrong, 1) if found and wrong != found else ""


def _month(english: str, translation: str, rules: Rules) -> str:
    for month, name in rules.months.items():
        if f" {month} " in english and name in translation.casefold():
            other = rules.months["May" if month != "May" else "June"]
            return re.sub(re.escape(name), other, translation, count=1, flags=re.IGNORECASE)
    return ""


def _name(english: str, translation: str, rules: Rules) -> str:
    found = next((name for name in rules.names if len(name) > 5 and name in english), "")
    return translation.replace(found, found[:-2] + found[-1] + found[-2]) if found else ""


def _term(english: str, translation: str, rules: Rules) -> str:
    for term in rules.terms.values():
        if any(re.search(rf"(?<!\w){re.escape(form)}(?!\w)", english) for form in term.en):
            for stem in term.stems:
                translation = re.sub(re.escape(stem), "—", translation, flags=re.IGNORECASE)
            return translation
    return ""


def _label(english: str, translation: str, rules: Rules) -> str:
    fits = LABEL.fullmatch(english) and english not in rules.terms_named
    return translation * 5 if fits and len(translation) > 6 else ""


def _english(english: str, translation: str, rules: Rules) -> str:
    return english if english.endswith(".") and not ADDRESS.search(english) else ""


def _first_left_out(english: str, translation: str, rules: Rules) -> str:
    """Leave out the first of two sentences."""
    two = re.fullmatch(r"[^.۔।]+[.۔।] ([^.۔।]+[.۔।])", translation)
    return two[1] if two else ""


def _quote(which: slice, new: str) -> Change:
    """Return a change of the first quotation mark, opening or closing, of a language."""
    return lambda e, translation, rules: re.sub(
        f"[{rules.language.quotes[which]}]", new, translation, count=1
    )


def _stranger(english: str, translation: str, rules: Rules) -> str:
    strangers = rules.language.strangers
    return re.sub(r"[^\W\d_]", strangers[0], translation, count=1) if strangers else ""


def _misspelt(english: str, translation: str, rules: Rules) -> str:
    """Turn two letters round, with their signs, of the first long word that is not in English."""
    for word in sorted(checks.words_of(translation) - checks.words_of(english)):
        letters = re.findall(r"\w[^\w]*", word)
        tall = rules.language.script != "Latn" and checks.LATIN.search(word)
        if len(letters) > 6 and letters[3] != letters[4] and not tall:
            letters[3:5] = reversed(letters[3:5])
            return translation.replace(word, "".join(letters), 1)
    return ""


# kind -> (change, what the fault says)
KINDS: dict[str, tuple[Change, str]] = {
    "a placeholder is renamed": (swap(r"%\(\w+\)s|\{\w+\}", "{other}"), "placeholder"),
    "a placeholder is lost": (lambda e, t, r: PLACEHOLDER.sub("", t).strip(), "placeholder"),
    "a year is another": (swap("2023", "2022"), "2022"),
    "a figure is another": (swap(r"(?<!\d)(19|35|70|55|56)(?!\d)", "17"), "17"),
    "digits are not ours": (swap(r"(?<!\d)8(?!\d)", "٨"), "digit"),
    "a month is another": (_month, "date"),
    "a number to call is another": (_phone, "number to call"),
    "an address is another": (swap(r"\.co\.uk|\.gov\.uk", ".com"), "address"),
    "a name is misspelt": (_name, "name"),
    "HTML comes in": (lambda e, t, r: f"<b>{t}</b>", "markup"),
    "Markdown comes in": (lambda e, t, r: f"**{t}**", "markup"),
    "a per cent sign comes in": (lambda e, t, r: f"{t[:-1]} 5%{t[-1]}", "per cent"),
    "quotation marks are straight": (_quote(slice(None), '"'), "straight"),
    "a quotation is not closed": (_quote(slice(1, None), ""), "quotations"),
    "a mark turns the direction": (lambda e, t, r: f"\u202e{t}", "direction"),
    "an isolate is not closed": (lambda e, t, r: f"\u2068{t}", "direction"),
    "a hidden character comes in": (lambda e, t, r: f"{t[:3]}\u200b{t[3:]}", "nobody sees"),
    "space is doubled": (swap(" ", "  "), "space"),
    "a space stands before a mark": (swap(r"(?=[.,;:?!،؛؟۔।])", " "), "space before"),
    "a line may end before a number": (swap(r" (?=\d)", " nr "), "no-break"),
    "a word is drawn out": (swap(r"(?<=\w)(?=\w)", "\u0640"), "kashida"),
    "a bracket stays open": (swap(r"\)", ""), "brackets"),
    "a sentence is left out": (_first_left_out, "sentences"),
    "the English is left": (_english, "the English"),
    "a label is too long": (_label, "fits"),
    "a term is another": (_term, "term"),
    "a question becomes a statement": (swap("[?؟]$", "x"), "ends"),
    "a sentence is cut off": (swap(r"[.۔।]$", ""), "ends"),
}


class Planted:
    """One language's catalog in a copy, with faults planted, and what the check reported."""

    def __init__(self, language: Language, folder: Path) -> None:
        shutil.copytree(ROOT / "translations", folder, dirs_exist_ok=True)
        self.rules = checks.rules_of(real(), language, folder)
        own = real().inspection.id
        self.catalog = catalogs.read_translated(folder, language, own)
        self.template = catalogs.read_template(folder, own)
        extraction.write(Catalog(language.locale), folder, language, own)  # all is in one file
        self.used: set[object] = set()
        self.planted: list[tuple[str, Message]] = []
        for kind, (change, _) in KINDS.items():
            self._plant(kind, change, None)
        hedged = {p.text: p for _, _, p in passages_of(real()) if p.id and p.hedge}
        self._plant("a hedge is lost", lambda e, t, r: "Bzz." if e in hedged else "", set(hedged))
        if language.script == "Latn":  # others say a word twice by their grammar
            self._plant("a word stands twice", swap(r"\b(\w{3,})(?= )", r"\1 \1"), None)
        if language.strangers:
            self._plant("a neighbour's letter comes in", _stranger, None)
        if language.dictionary:
            self._plant("a word is misspelt", _misspelt, None)
        path = catalogs.po_of(folder, language)
        path.write_bytes(extraction.as_po(self.catalog))
        gaps = checks.untranslated(self.template, self.catalog)
        self.faults = checks.check(real(), language, folder, gaps)
        for fault in checks.misspelt(self.catalog, language, folder):
            # A misspelt word is reported once, where it stands first: it counts wherever it stands.
            places = [fault.file]
            for _, message in self.planted:
                if fault.place in checks.words_of(str(message.string)):
                    places.append(checks.place_of(message))
            self.faults.append(Fault("", " ".join(places), fault.remedy))

    def _plant(self, kind: str, change: Change, only: set[str] | None) -> None:
        left = PER_KIND
        for message in self.catalog:
            english, translation = message.id, message.string
            if (
                not isinstance(english, str)
                or not isinstance(translation, str)
                or not english
                or not translation
            ):
                continue
            if english in self.used or (only is not None and english not in only):
                continue
            wrong = change(english, translation, self.rules)
            if not wrong or wrong == translation:
                continue
            message.string = wrong
            self.used.add(english)
            self.planted.append((kind, message))
            left -= 1
            if not left:
                return

    def caught(self, message: Message) -> list[Fault]:
        """Return what the check reported of a message."""
        begins = f"“{str(message.id)[:60]}"
        return [fault for fault in self.faults if begins in fault.place]


@cache
def planted(tag: str) -> Planted:
    """Return a language's planted copy, made once."""
    from tempfile import mkdtemp

    language = next(entry for entry in TRANSLATED if entry.tag == tag)
    return Planted(language, Path(mkdtemp()))


def every() -> Iterator[tuple[str, str]]:
    """Yield (tag, kind) of everything that is planted."""
    for language in TRANSLATED:
        for kind in (*KINDS, "a hedge is lost"):
            yield language.tag, kind
        if language.script == "Latn":
            yield language.tag, "a word stands twice"
        if language.strangers:
            yield language.tag, "a neighbour's letter comes in"
        if language.dictionary:
            yield language.tag, "a word is misspelt"


SAYS = {kind: says for kind, (_, says) in KINDS.items()} | {
    "a hedge is lost": "hedge",
    "a word stands twice": "say it once",
    "a neighbour's letter comes in": "neighbour",
    "a word is misspelt": "dictionary",
}


@pytest.mark.parametrize(("tag", "kind"), list(every()))
def test_each_planted_fault_is_found_and_named(tag: str, kind: str) -> None:
    """No such fault of a translator or of a tool reaches a reader."""
    mutated = planted(tag)
    messages = [message for name, message in mutated.planted if name == kind]
    assert messages, "nothing was planted"
    for message in messages:
        remedies = [fault.remedy for fault in mutated.caught(message)]
        assert any(SAYS[kind] in remedy for remedy in remedies), (
            message.id,
            message.string,
            remedies,
        )


def test_at_least_sixty_faults_of_twelve_kinds_are_planted() -> None:
    """The bar of the pipeline, counted."""
    for language in TRANSLATED:
        mutated = planted(language.tag)
        kinds = Counter(kind for kind, _ in mutated.planted)
        assert len(kinds) >= 12
        assert len(mutated.planted) >= 60


def test_without_a_planted_fault_nothing_is_reported(tmp_path: Path) -> None:
    """The check does not cry wolf."""
    shutil.copytree(ROOT / "translations", tmp_path, dirs_exist_ok=True)
    template: Catalog = catalogs.read_template(tmp_path, real().inspection.id)
    for language in TRANSLATED:
        po = catalogs.read_translated(tmp_path, language, real().inspection.id)
        gaps = checks.untranslated(template, po)
        assert checks.check(real(), language, tmp_path, gaps) == []
