"""The views for partner agencies: briefings, also those that somebody chooses, and handouts; their
Word files. A choice is understood from an address, and packed into a few letters."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from hashlib import sha256
from math import ceil
from urllib.parse import urlencode

from flask import Blueprint, Response, abort, g, redirect, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from webapp.explainer.model import Block, Passage
from webapp.i18n.catalogs import gettext, interface_language
from webapp.i18n.languages import SOURCE
from webapp.site import briefings, documents
from webapp.site.assets import Download
from webapp.site.briefings import EVERYBODY, Briefing, Choice, Part
from webapp.site.guide import Guide
from webapp.site.rendering import View, render_page
from webapp.site.sitemap import HANDOUT, READY, SCRUTINY, SHEET, Page, choices_of, path_of

# The Word file of the builder, by a query, and the name of its page's files.
BUILT = "briefing"
SWITCHES = ("quotations", "questions", "large")
FIELDS = frozenset({"agency", "finding", *SWITCHES})
# Those of Crockford's base 32: none that is taken for another.
LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"
# As he says, those that are taken for them are read as them; paper brings marks and spaces along.
READ_AS = str.maketrans("oil", "011")
CHECK_LETTERS = 2
# Longer than any of ours: a number of all that fits into an address takes a second.
LONGEST_CODE = 200


def briefing(guide: Guide, page: Page, choice: Choice | None = None) -> str:
    """A ready-made briefing, the questions of councillors and panels, or what somebody chose."""
    made = built(guide, choice) if choice else given_out(guide, page)
    chosen = f"?{query_of(choice)}" if choice else ""
    word = _download(guide.word(page.file) + chosen, made)
    return render_page(
        guide, page, name=made.title, chosen=chosen, made=made, word=word, choice=choice
    )


def builder(guide: Guide, page: Page) -> ResponseReturnValue:
    """The form of the briefing builder, or the briefing that it was asked for."""
    args = choices_of(request.args)
    if not FIELDS & set(args):
        every = tuple(finding.slug for finding in guide.content.findings)
        choice = Choice(findings=every, quotations=True, questions=True)
        return render_page(guide, page, choice=choice, wrong=())
    choice, wrong = understand(args, guide)
    if wrong:
        return render_page(guide, page, choice=choice, wrong=wrong), 400
    if request.query_string.decode("latin-1") != query_of(choice):
        return redirect(f"{guide.href(page.path)}?{query_of(choice)}", 302)
    return briefing(guide, replace(page, kind="briefing", words=READY), choice)


def handout(guide: Guide, page: Page) -> str:
    """One side of A4 for families, of one area or of all; a sheet has English on its other side.

    In English, a sheet has the languages to choose from instead.
    """
    word = None
    if page.file in guide.files:
        word = _download(guide.word(page.file), given_out(guide, page))
    return render_page(guide, page, word=word)


VIEWS: dict[str, View] = {"briefing": briefing, "builder": builder, "handout": handout}


def blueprint(guides: Mapping[str, Guide]) -> Blueprint:
    """Return the blueprint of Word files and of short addresses."""
    partners = Blueprint("partners", __name__)

    @partners.get("/word/<tag>/<name>.docx")
    def word(tag: str, name: str) -> Response:
        guide = guides.get(tag) or abort(404)
        g.language = guide.language
        if page := guide.files.get(name):
            made = given_out(guide, page)
        else:
            choice, wrong = understand(choices_of(request.args), guide)
            if name != BUILT or wrong:
                abort(404)
            made = built(guide, choice)
        return Response(documents.word(made), mimetype=documents.MEDIA_TYPE)

    @partners.get("/<tag>/b/<path:code>", strict_slashes=False)
    @partners.get("/<tag>/B/<path:code>", strict_slashes=False)
    def short(tag: str, code: str) -> ResponseReturnValue:
        guide = guides.get(tag.lower()) or abort(404)
        choice = unpack(code, guide)
        if choice is None or guide.settings.static_host:
            abort(404)
        return redirect(f"{guide.href(path_of('briefing'))}?{query_of(choice)}", 302)

    return partners


def built(guide: Guide, choice: Choice) -> Briefing:
    """Return the briefing that somebody chose, with an address that can be typed from paper."""
    return briefings.built(guide, choice, guide.url("b/") + code_of(choice, guide))


def given_out(guide: Guide, page: Page) -> Briefing:
    """Return what a page of `Guide.files` is given out as."""
    if page.words == READY:
        return briefings.ready(guide, page)
    if page.words == SCRUTINY:
        return briefings.scrutiny(guide, page)
    made = _leaflet(guide, page)
    if page.words == SHEET:
        front = guide.pages[page.path.removesuffix("both/")]
        with interface_language(SOURCE):
            made = replace(made, other=_leaflet(guide.english, front))
    return made


def _leaflet(guide: Guide, page: Page) -> Briefing:
    """Return a page for families as parts: what inspectors found, and whom to call."""
    call, area, site = guide.block(HANDOUT, "call"), guide.about(page), guide.content.site
    calls = partial(Block, style=briefings.CALLS)
    who = [
        calls(key=contact.key, passages=(_to_call(contact.name, contact.number, contact.purpose),))
        for contact in guide.content.contacts
        if contact.id in call.contacts
    ]
    if area and area.numbers:
        passages = [Passage(area.note)] if area.note else []
        for line in area.numbers:
            service = line.service or gettext("Children’s services")
            passages.append(_to_call(service, line.number, *documents.conditions(line, guide)))
        who.append(calls(key=area.key, heading=area.name, passages=tuple(passages)))
        who.append(calls(key=site.key, passages=(Passage(site.number_warning),)))
    whom = Part(call.heading, (*who, call), call.key)
    parts = [Part.of(guide.block(HANDOUT, "lines")), whom]
    return Briefing(guide, guide.page_text(page).title, parts, guide.url(""))


def _to_call(who: str, number: str, *conditions: str) -> Passage:
    """Return who answers, the number, and under them what must be known before a call."""
    return Passage(f"{who}: {number}\n{' '.join(filter(None, conditions))}")


def _download(address: str, made: Briefing) -> Download:
    return Download(address, ceil(len(documents.word(made)) / 1000))


def understand(args: MultiDict[str, str], guide: Guide) -> tuple[Choice, list[str]]:
    """Return what was chosen and the names of the fields that were not understood.

    Only the fields' own names come back, never what somebody wrote into an address.
    """
    agencies = {EVERYBODY, *(audience.slug for audience in guide.content.audiences)}
    slugs = [finding.slug for finding in guide.content.findings]
    wrong = []
    chosen, named = args.getlist("agency") or [EVERYBODY], args.getlist("finding")
    if len(chosen) > 1 or chosen[0] not in agencies:
        wrong.append("agency")
    if not named or len(set(named)) < len(named) or set(named) - set(slugs):
        wrong.append("finding" if named else "unticked")
    wrong += [name for name in SWITCHES if args.getlist(name) not in ([], ["1"])]
    # Alone, it is what a network or a newsletter hung on to a link that was shared.
    if wrong and set(args) - FIELDS:
        wrong.append("other")
    agency = next((slug for slug in chosen if slug in agencies), EVERYBODY)
    ticked = [args.getlist(name) == ["1"] for name in SWITCHES]
    return Choice(agency, tuple(slug for slug in slugs if slug in named), *ticked), wrong


def query_of(choice: Choice) -> str:
    """Return the one canonical form of the address's query."""
    pairs = [("agency", choice.agency), *(("finding", slug) for slug in choice.findings)]
    pairs += [(name, "1") for name in SWITCHES if getattr(choice, name)]
    return urlencode(pairs)


def code_of(choice: Choice, guide: Guide) -> str:
    """Return the choice in a few letters that somebody can type: see `unpack`."""
    agencies, findings = _slugs(guide)
    bits = [slug in choice.findings for slug in findings]
    bits += [getattr(choice, name) for name in SWITCHES]
    number = agencies.index(choice.agency)
    for bit in bits:
        number = 2 * number + bit
    return _code(number, guide)


def unpack(code: str, guide: Guide) -> Choice | None:
    """Return the choice that a code holds; None for one that other content had, or nobody made.

    A number: the place of the agency, a bit for each finding and switch; then a checksum over
    all their names. Nothing is stored.
    """
    agencies, findings = _slugs(guide)
    number = 0
    code = "".join(filter(str.isalnum, code[:LONGEST_CODE].lower())).translate(READ_AS)
    for letter in code[:-CHECK_LETTERS]:
        # A letter that is none of ours makes another number, whose code is another one.
        number = number * len(LETTERS) + LETTERS.find(letter)
    size = len(findings) + len(SWITCHES)
    if not 0 <= number >> size < len(agencies) or code != _code(number, guide):
        return None
    bits = [number >> place & 1 == 1 for place in reversed(range(size))]
    named = {slug for slug, bit in zip(findings, bits, strict=False) if bit}
    ordered = tuple(finding.slug for finding in guide.content.findings if finding.slug in named)
    return Choice(agencies[number >> size], ordered, *bits[len(findings) :]) if named else None


def _slugs(guide: Guide) -> tuple[list[str], list[str]]:
    agencies = [EVERYBODY, *sorted(audience.slug for audience in guide.content.audiences)]
    return agencies, sorted(finding.slug for finding in guide.content.findings)


def _code(number: int, guide: Guide) -> str:
    digest = sha256(repr((number, _slugs(guide))).encode()).digest()
    found = "".join(LETTERS[byte % len(LETTERS)] for byte in digest[:CHECK_LETTERS])
    while number:
        number, at = divmod(number, len(LETTERS))
        found = LETTERS[at] + found
    return found
