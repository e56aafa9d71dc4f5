"""What readers in need type, and where help for it stands: read from TOML, checked, never shown.

Knows no search and no page layout. Ways of saying are a language's own, hence no msgids: English
stands in the content folder, every other language in its own folder of translations.
"""

from __future__ import annotations

from pathlib import Path

from webapp.explainer.fields import Invalid, phrases
from webapp.explainer.load import NEEDS, Folder
from webapp.explainer.model import Explainer
from webapp.explainer.records import Need
from webapp.explainer.units import Fault

HELP = "help"


def read_phrases(
    folder: Path, locale: str, needs: tuple[Need, ...], faults: list[Fault]
) -> dict[str, tuple[str, ...]]:
    """Read how a language says the needs: id -> phrases; nothing where it has no such file."""
    file = f"{locale}/{NEEDS}"
    if not (folder / file).exists():
        return {}
    reading = Folder(folder)
    found = {}
    for id, value in (reading.data(file) or {}).items():
        if id not in {each.id for each in needs}:
            remedy = f"{id!r} is no need of the content's {NEEDS}; correct it or take it out"
            reading.faults.append(Fault(file, "", remedy))
            continue
        try:
            found[id] = phrases(value)
        except Invalid as error:
            reading.faults += [Fault(file, "", f"“{id}” {each}") for each in error.remedies]
    faults += reading.faults
    return found


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
        faults += [Fault(NEEDS, f"need {need.id}", each) for each in wrong]
    return tuple(faults)
