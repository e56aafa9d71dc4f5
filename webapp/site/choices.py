"""What somebody chose for a briefing: understood from an address, and packed into a few letters."""

from dataclasses import dataclass
from hashlib import sha256
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

from webapp.site.guide import Guide

WHOLE = "all"
SWITCHES = ("quotations", "questions", "large")
FIELDS = frozenset({"agency", "finding", *SWITCHES})
# Those of Crockford's base 32: none that is taken for another.
LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"
# As he says, those that are taken for them are read as them; paper brings marks and spaces along.
READ_AS = str.maketrans("oil", "011")
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
        number = agencies.index(self.agency)
        for slug in findings:
            number = 2 * number + (slug in self.findings)
        for name in SWITCHES:
            number = 2 * number + getattr(self, name)
        return _code(number, guide)


def unpack(code: str, guide: Guide) -> Choice | None:
    """Return the choice that a code holds; None for one that other content had, or nobody made.

    A number: the place of the agency, a bit for each finding and switch; then a checksum over
    all their names. Nothing is stored.
    """
    agencies, findings = _slugs(guide)
    number = 0
    code = "".join(filter(str.isalnum, code.lower())).translate(READ_AS)
    for letter in code[:-CHECKED]:
        if letter not in LETTERS:
            return None
        number = number * len(LETTERS) + LETTERS.index(letter)
    size = len(findings) + len(SWITCHES)
    bits = [number >> place & 1 == 1 for place in reversed(range(size))]
    if number >> size >= len(agencies) or code != _code(number, guide):
        return None
    named = [slug for slug, bit in zip(findings, bits, strict=False) if bit]
    ordered = tuple(finding.slug for finding in guide.content.findings if finding.slug in named)
    return Choice(agencies[number >> size], ordered, *bits[len(findings) :]) if named else None


def _slugs(guide: Guide) -> tuple[list[str], list[str]]:
    agencies = [WHOLE, *sorted(audience.slug for audience in guide.content.audiences)]
    return agencies, sorted(finding.slug for finding in guide.content.findings)


def _code(number: int, guide: Guide) -> str:
    digest = sha256(repr((number, _slugs(guide))).encode()).digest()
    found = "".join(LETTERS[byte % len(LETTERS)] for byte in digest[:CHECKED])
    while number:
        number, at = divmod(number, len(LETTERS))
        found = LETTERS[at] + found
    return found


def understand(args: MultiDict[str, str], guide: Guide) -> tuple[Choice, list[str]]:
    """Return what was chosen and the names of the fields that were not understood.

    Only the fields' own names come back, never what somebody wrote into an address.
    """
    agencies = {WHOLE, *(audience.slug for audience in guide.content.audiences)}
    slugs = [finding.slug for finding in guide.content.findings]
    wrong = []
    chosen, named = args.getlist("agency") or [WHOLE], args.getlist("finding")
    if len(chosen) > 1 or chosen[0] not in agencies:
        wrong.append("agency")
    if not named or len(set(named)) < len(named) or set(named) - set(slugs):
        wrong.append("finding")
    wrong += [name for name in SWITCHES if args.getlist(name) not in ([], ["1"])]
    # Alone, it is what a network or a newsletter hung on to a link that was shared.
    if wrong and set(args) - FIELDS:
        wrong.append("other")
    agency = next((slug for slug in chosen if slug in agencies), WHOLE)
    ticked = [args.getlist(name) == ["1"] for name in SWITCHES]
    return Choice(agency, tuple(slug for slug in slugs if slug in named), *ticked), wrong
