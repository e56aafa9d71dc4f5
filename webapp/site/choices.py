"""What somebody chose for a briefing: understood from an address, and packed into a few letters."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from urllib.parse import urlencode

from webapp.site.guide import Guide

WHOLE = "all"
SWITCHES = ("quotations", "questions", "large")
# Those of Crockford's base 32: none that is taken for another.
LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"
CHECKED = 2


@dataclass(frozen=True)
class Choice:
    """What a briefing shall hold. `agency` is an audience's slug or "all"."""

    agency: str = WHOLE
    findings: tuple[str, ...] = ()
    quotations: bool = False
    questions: bool = False
    large: bool = False

    def query(self) -> str:
        """Return the one canonical form of the address's query."""
        pairs = [("agency", self.agency), *(("finding", slug) for slug in self.findings)]
        pairs += [(name, "1") for name in SWITCHES if getattr(self, name)]
        return urlencode(pairs)

    def code(self, guide: Guide) -> str:
        """Return the choice in a few letters that somebody can type: see `unpack`."""
        agencies, findings = _slugs(guide)
        bits = [name in self.findings for name in findings] + [getattr(self, n) for n in SWITCHES]
        number = agencies.index(self.agency)
        for bit in bits:
            number = 2 * number + bit
        return _letters(number) + _check(number, guide)


def unpack(code: str, guide: Guide) -> Choice | None:
    """Return the choice that a code holds; None for one that other content had, or nobody made.

    A number: the place of the agency, a bit for each finding and switch; then a checksum over
    all their names. Nothing is stored.
    """
    agencies, findings = _slugs(guide)
    number = 0
    for letter in code[:-CHECKED].lower():
        if letter not in LETTERS:
            return None
        number = number * len(LETTERS) + LETTERS.index(letter)
    size = len(findings) + len(SWITCHES)
    bits = [number >> place & 1 == 1 for place in reversed(range(size))]
    if number >> size >= len(agencies) or code.lower() != _letters(number) + _check(number, guide):
        return None
    named = [slug for slug, bit in zip(findings, bits, strict=False) if bit]
    ordered = tuple(finding.slug for finding in guide.content.findings if finding.slug in named)
    return Choice(agencies[number >> size], ordered, *bits[len(findings) :]) if named else None


def _slugs(guide: Guide) -> tuple[list[str], list[str]]:
    agencies = [WHOLE, *sorted(audience.slug for audience in guide.content.audiences)]
    return agencies, sorted(finding.slug for finding in guide.content.findings)


def _letters(number: int) -> str:
    found = ""
    while number:
        number, at = divmod(number, len(LETTERS))
        found = LETTERS[at] + found
    return found


def _check(number: int, guide: Guide) -> str:
    digest = sha256(repr((number, _slugs(guide))).encode()).digest()
    return "".join(LETTERS[byte % len(LETTERS)] for byte in digest[:CHECKED])


def understand(args: Iterable[tuple[str, str]], guide: Guide) -> tuple[Choice, tuple[str, ...]]:
    """Return what was chosen and the names of the fields that were not understood.

    Only the fields' own names come back, never what somebody wrote into an address.
    """
    agencies = {WHOLE, *(audience.slug for audience in guide.content.audiences)}
    slugs = [finding.slug for finding in guide.content.findings]
    given: dict[str, list[str]] = {}
    for name, value in args:
        given.setdefault(name, []).append(value)
    wrong = ["other" for name in given if name not in ("agency", "finding", *SWITCHES)]
    chosen = given.get("agency", [WHOLE])
    if len(chosen) > 1 or chosen[0] not in agencies:
        wrong.append("agency")
    agency = next((word for word in chosen if word in agencies), WHOLE)
    named = given.get("finding", [])
    if not named or len(set(named)) < len(named) or set(named) - set(slugs):
        wrong.append("finding")
    for name in SWITCHES:
        if given.get(name, ["1"]) != ["1"]:
            wrong.append(name)
    choice = Choice(
        agency,
        tuple(slug for slug in slugs if slug in named),
        *(given.get(name) == ["1"] for name in SWITCHES),
    )
    return choice, tuple(dict.fromkeys(wrong))
