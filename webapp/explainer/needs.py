"""What readers in need type, and where help for it stands: read from TOML, checked, never shown.

Knows no search and no page layout. Ways of saying are a language's own, hence no msgids: English
stands in the content folder, every other language in its own folder of translations.
"""

from __future__ import annotations

import re
from pathlib import Path

from webapp.explainer.model import Explainer
from webapp.explainer.records import Need
from webapp.explainer.tables import Table, read_table
from webapp.explainer.walk import Fault

FILE = "needs.toml"
HELP = "help"
# A phrase: words, each whole or, with a star, the beginning of a word.
PHRASE = re.compile(r"[^\W_]{2,}\*?( [^\W_]{2,}\*?)*")


def read_needs(folder: Path, faults: list[Fault]) -> tuple[Need, ...]:
    """Read the needs of a content folder; none where it has no such file."""
    if not (folder / FILE).exists():
        return ()
    table = read_table(folder / FILE, FILE, faults)
    found = []
    for each in table.tables("need", least=1):
        found.append(
            Need(
                id=each.slug("id"),
                places=each.texts("places"),
                contacts=each.texts("contacts", []),
                phrases=_phrases(each, "phrases"),
            )
        )
        each.done()
    table.done()
    return tuple(found)


def read_phrases(
    folder: Path, locale: str, needs: tuple[Need, ...], faults: list[Fault]
) -> dict[str, tuple[str, ...]]:
    """Read how a language says the needs: id -> phrases; nothing where it has no such file."""
    file = f"{locale}/{FILE}"
    if not (folder / file).exists():
        return {}
    table = read_table(folder / file, file, faults)
    known = {each.id for each in needs}
    for id in table.data.keys() - known:
        table.fault(f"{id!r} is no need of the content's {FILE}; correct it or take it out")
    return {id: _phrases(table, id) for id in table.data if id in known}


def check(explainer: Explainer) -> tuple[Fault, ...]:
    """Return every need whose places or contacts are not there, or whose id is used twice."""
    places = {each.slug for each in explainer.pages}
    places |= {f"{p.slug}#{b.anchor}" for p in explainer.pages for b in p.blocks if b.anchor}
    contacts = {each.id for each in explainer.contacts}
    faults = []
    for at, need in enumerate(explainer.needs):
        wrong = [
            f"“places” names {each!r}, which is no page or block of one; correct it"
            for each in need.places
            if each not in places
        ]
        wrong += [
            f"“contacts” names {each!r}, which contacts.toml has not; correct it"
            for each in need.contacts
            if each not in contacts
        ]
        if not need.places or need.places[0].partition("#")[0] != HELP:
            wrong.append("“places” does not begin on the page of help; put a part of it first")
        if need.id in {each.id for each in explainer.needs[:at]}:
            wrong.append("the id is used twice; join the two")
        faults += [Fault(FILE, f"need {need.id}", each) for each in wrong]
    return tuple(faults)


def _phrases(table: Table, key: str) -> tuple[str, ...]:
    phrases = table.texts(key)
    if not phrases:
        table.fault(f"“{key}” holds nothing; write at least one phrase")
    for each in phrases:
        if not PHRASE.fullmatch(each):
            table.fault(
                f"“{key}” holds {each!r}; write words of at least two letters with single spaces, "
                "a star at the end of a word whose beginning is enough, and no other mark"
            )
    return phrases
