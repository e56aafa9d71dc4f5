"""The commands `content check, leftovers`: are words plain, and of this inspection alone?"""

import re
import warnings
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import click

from webapp.explainer import loader, provenance
from webapp.explainer.claims import NUMBER, WORD, WORDS, names
from webapp.explainer.faults import once, true_files
from webapp.explainer.model import Explainer, Kind, Passage, iter_units, iter_words, passages_of
from webapp.explainer.provenance import Evidence
from webapp.explainer.records import Fact, FactSource
from webapp.explainer.schema import SAMPLE, TO_WRITE, Fault, UnitKey
from webapp.settings import INSPECTIONS, Settings
from webapp.site.assets import pictures
from webapp.workbench import drafts

with warnings.catch_warnings():
    # textstat 0.7.4 asks pkg_resources for its word list; newer setuptools warn of that, and
    # warnings are errors in tests.
    warnings.simplefilter("ignore")
    import textstat

commands = click.Group()
commands.add_command(drafts.new)
LONGEST = {"standard": 25, "simple": 15, "young": 20}
CEILINGS = {"standard": 8.0, "simple": 5.0, "young": 5.0}
# A grade of a few words says nothing; shorter places are judged within their voice.
ENOUGH_WORDS = 60
HARD_FROM_SYLLABLES = 4
# Eleven digits, freephone also ten, and Childline.
USUAL_PHONE = re.compile(r"0\d{10}|0800\d{6}|08001111")
# What is counted -> the parts of an explainer that are counted.
COUNTED: dict[str, Callable[[Explainer], set[int]]] = {
    r"council areas?|councils": lambda own: {len(own.areas)},
    r"findings?": lambda own: {len(own.findings), *_kinds(own)},
    r"strengths|areas (?:for|of|that required|which require) improvement": lambda own: _kinds(own),
    r"cases": lambda own: {n for f in own.figures for n in (f.total, *(p.count for p in f.parts))},
}
# "Of every 100 cases" is a share.
NUMERAL = rf"(?<!every )\b({'|'.join(WORDS)}|{NUMBER.pattern})"


@commands.command("check")
def check() -> None:
    """Print what stands on what, how plain it is, and every fault; exit 1 on any."""
    settings = Settings.from_environment()
    explained, found = loader.examine(settings.content, pictures())
    to_write = [fault for fault in found if TO_WRITE in fault.remedy]
    faults = [fault for fault in found if fault not in to_write]
    for source in explained.sources:
        click.echo(f"source {source.id}: {len(source.paragraphs)} paragraphs, {source.sha256}")
    kinds = Counter(passage.kind.value for _, _, passage in passages_of(explained))
    click.echo("passages: " + ", ".join(f"{kind} {kinds[kind]}" for kind in sorted(kinds)))
    states = provenance.coverage(explained)
    unexplained = [cite for cite, state in states.items() if state == "open"]
    count = sum(state != "furniture" for state in states.values())
    done = count - len(unexplained)
    share = 100 * done // max(count, 1)
    click.echo(f"source paragraphs explained: {done} of {count} ({share} per cent)")
    if not faults:
        long = max(sentences(explained), key=lambda sentence: len(sentence.words.split()))
        click.echo(f"longest sentence: {len(long.words.split())} words ({long.key}): {long.words}")
        for (place, voice), (reached, words) in sorted(grades(explained).items()):
            if not place:
                click.echo(f"reading grade, {voice}: {reached:.1f} ({words} words)")
        hard = sorted({word for _, word, _ in hard_words(explained)})
        click.echo(f"unexplained hard words: {', '.join(hard) or 'none'}")
        faults += once(true_files(explained, hard_to_read(explained)))
    remedy = "nothing explains it; cite it, or mark it as furniture in sources.toml"
    for cite in unexplained if not explained.unread else ():  # what cites it may be unread
        faults.append(Fault(f"sources/{cite.source}", f"paragraph {cite.paragraph}", remedy))
    for doubt in true_files(explained, in_doubt(explained)):
        click.echo(f"WARNING {doubt}", err=True)
    for line in (*(f"FAULT {fault}" for fault in faults), *map(str, to_write)):
        click.echo(line, err=True)
    files = len({fault.file for fault in to_write})
    left_to_write = f", to write: {len(to_write)} in {files} files" if to_write else ""
    click.echo(f"faults: {len(faults)}{left_to_write}")
    if not settings.contact:
        effect = "security.txt answers 404, and nobody learns where to report a mistake"
        click.echo(f"no CONTACT_URL or CONTACT_EMAIL: /.well-known/{effect}")
    if faults or to_write:
        raise click.exceptions.Exit(1)


def in_doubt(explainer: Explainer) -> Iterator[Fault]:
    """Yield each day on which nobody can have looked or published yet, each telephone number that
    seems to have lost or doubled a digit, and each that stands in words alone.

    These are no faults: the clock of this machine may be wrong, and a few numbers are shorter.
    """
    # A day of grace: where it was written, it may be tomorrow already.
    last = str(date.today() + timedelta(days=1))
    units: list[tuple[UnitKey, object]] = [(UnitKey("inspection"), explainer.inspection)]
    units += [(unit.key, unit) for unit in iter_units(explainer)]
    units += [(area.key, number) for area in explainer.areas for number in area.numbers]
    for key, unit in units:
        for name in ("seen", "published", "report_published"):
            if (day := str(getattr(unit, name, ""))) > last[: len(day)]:
                remedy = f"“{name}” is {day}, which is still to come; correct it"
                yield Fault.at(key, f"{remedy}, or the clock of this machine")
        phone = getattr(unit, "number", "")
        if re.match("0.", phone) and not USUAL_PHONE.fullmatch(phone.replace(" ", "")):
            remedy = "it has more or fewer digits than such numbers have; dial it, or correct it"
            yield Fault.at(key, f"“number” is {phone}: {remedy}")
        words = " ".join(text for text, _ in iter_words(unit))
        for old in sorted({*re.findall(r"\b0(?: ?\d){7,10}\b", words)} - explainer.phones):
            yield Fault.at(key, f"holds {old}; contacts.toml and areas.toml do not: correct one")


@dataclass(frozen=True)
class Sentence:
    """One sentence of ours, and the unit in which it stands."""

    key: UnitKey
    voice: str
    words: str


def sentences(explainer: Explainer) -> Iterator[Sentence]:
    """Yield every sentence of ours; quotations and statements of facts are others' matter."""
    voices = {page.key.page: page.voice for page in explainer.pages}
    for unit in iter_units(explainer):
        key: UnitKey = unit.key
        if isinstance(unit, Fact | FactSource) or key.folder in ("sources", "contacts", "speakers"):
            continue
        voice = voices.get(key.page, "standard")
        if key.folder == "findings" and key.anchor in ("simple", "young"):
            voice = key.anchor
        for text, holder in iter_words(unit):
            if (isinstance(holder, Passage) and holder.kind == Kind.SAID) or text == SAMPLE:
                continue
            for sentence in re.split(r"(?<=[.!?:])\s+(?=[^\sa-z])", text):
                yield Sentence(key, voice, sentence)


def grades(explainer: Explainer) -> dict[tuple[str, str], tuple[float, int]]:
    """Return (place, voice) -> (grade, words); place "" is the whole voice.

    The grade is Flesch and Kincaid's (Kincaid et al. 1975), by textstat.
    """
    texts: dict[tuple[str, str], str] = defaultdict(str)
    for sentence in sentences(explainer):
        end = " " if sentence.words[-1] in ".!?" else ". "
        for place in (sentence.key.page, ""):
            texts[place, sentence.voice] += sentence.words.rstrip(":") + end
    grade = textstat.flesch_kincaid_grade
    return {name: (float(grade(text)), len(text.split())) for name, text in texts.items()}


def hard_words(explainer: Explainer) -> Iterator[tuple[Sentence, str, str]]:
    """Yield (sentence, word, id of its term, or "") of each hard word its page does not explain.

    Hard is a form of a glossary term that the page does not declare in `terms`, and a word of
    four or more syllables that is neither everyday nor a name. The glossary explains itself.
    """
    declared = {str(part.key): part.terms for part in explainer.titled}
    forms = {form: term.id for term in explainer.terms for form in term.forms}
    own = explainer.inspection
    names = [*own.names, own.inspectorate_in_full]
    names += [source.publisher for fact in explainer.facts for source in fact.sources]
    known = {part.casefold() for name in names for part in name.split()}
    known |= {*explainer.everyday, *forms}
    for sentence in sentences(explainer):
        terms = declared.get(sentence.key.page, tuple(forms.values()))
        low = sentence.words.casefold()
        explained = " ".join(form for form, name in forms.items() if name in terms)
        for form, name in forms.items():
            if name not in terms and re.search(rf"\b{re.escape(form)}\b", low):
                yield sentence, form, name
        for word in WORD.findall(sentence.words):
            plain = re.sub(r"[’']s$", "", word).casefold()
            easy = "-" in plain or plain in known or plain in explained
            if not easy and textstat.syllable_count(plain) >= HARD_FROM_SYLLABLES:
                yield sentence, plain, ""


def hard_to_read(explainer: Explainer) -> Iterator[Fault]:
    """Yield every breach: a sentence too long, a grade too high, a hard word unexplained."""
    for sentence in sentences(explainer):
        count, most = len(sentence.words.split()), LONGEST[sentence.voice]
        if count > most:
            remedy = f"“{sentence.words[:50]}…” has {count} words; use at most {most}"
            yield Fault.at(sentence.key, remedy)
    for (place, voice), (reached, count) in grades(explainer).items():
        if reached > CEILINGS[voice] and (count >= ENOUGH_WORDS or not place):
            remedy = f"reading grade {reached:.1f}; bring it to {CEILINGS[voice]:.0f}"
            yield Fault(UnitKey(place).file if place else "the whole", voice, remedy)
    for sentence, word, term in hard_words(explainer):
        remedy = f"the hard word “{word}” is not explained; use an everyday word, or "
        remedy += f"add “{term}” to “terms”" if term else "explain it in glossary.toml"
        yield Fault.at(sentence.key, remedy)


def _kinds(own: Explainer) -> set[int]:
    strengths = sum(finding.strength is True for finding in own.findings)
    return {strengths, len(own.findings) - strengths}


def names_of(explainer: Explainer) -> set[str]:
    """Return the names of an inspection: of its force, speakers and councils."""
    own = explainer.inspection
    found = {own.force, *own.names} - {own.inspectorate, own.inspectorate_in_full}
    return found | {s.name for s in explainer.speakers} | {area.name for area in explainer.areas}


def addresses_of(explainer: Explainer) -> set[str]:
    """Return the addresses of an inspection, and its names as they stand in addresses."""
    urls = {explainer.inspection.report_url, *(source.url for source in explainer.sources)}
    urls |= {page.url for area in explainer.areas for page in area.pages}
    names = (name.casefold() for name in explainer.inspection.names[1:])
    return urls.union(*((name.replace(" ", "-"), re.sub("[ -]", "", name)) for name in names))


def holds(line: str, foreign: set[str], ordinary: frozenset[str]) -> list[str]:
    """Return the names that a line holds; “Reading” at the start of a sentence may be a verb."""
    capitals, found = names(line, ordinary), list[str]()
    for name in sorted(foreign, key=len, reverse=True):
        several = " " in name and re.search(rf"\b{re.escape(name)}\b", line)
        if (several or name in capitals) and not any(name in longer for longer in found):
            found.append(name)
    return found


def leftovers(folder: Path, own: Explainer, others: list[Explainer]) -> Iterator[Fault]:
    """Yield each line of a content folder that is about another inspection."""
    ours = "\n".join([*names_of(own), *(p for source in own.sources for p in source.paragraphs)])
    foreign = {n for other in others for n in names_of(other) if n not in ours}
    addresses = {a for other in others for a in addresses_of(other)} - addresses_of(own)
    ordinary = frozenset().union(*(Evidence(part).ordinary for part in (own, *others)))
    for path in sorted(folder.rglob("*.toml")):
        file = path.relative_to(folder).as_posix()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            key, _, value = line.partition(" = ")
            if line.startswith("#") or key in ("publisher", "quote", "names"):
                continue  # who published a fact is no name of an inspection
            value = value.strip('"')
            if key == "url":
                found = [f"the address {value}"] * any(part in value for part in addresses)
            else:
                found = [f"the name “{name}”" for name in holds(value, foreign, ordinary)]
                # "Six councils in Berkshire" share a number: others count there.
                if file not in ("sources/facts.toml", "areas.toml"):
                    found += _other_counts(value, own)
            for what in found:
                yield Fault(file, f"line {number}", f"holds {what}; correct it")


def _other_counts(text: str, own: Explainer) -> Iterator[str]:
    """Yield "nine council areas" where the folder has another number of them."""
    for things, count in COUNTED.items():
        pattern = rf"{NUMERAL} (?:[a-z-]+ ){{0,2}}?(?:{things})\b"
        for found in re.finditer(pattern, text, re.IGNORECASE):
            number, right = WORDS.get(found[1].casefold(), found[1]), count(own)
            if right and number.isdecimal() and int(number) not in right:
                there = " or ".join(map(str, sorted(right)))
                yield f"“{found[0]}”, and here are {there}"


@commands.command("leftovers")
@click.option("--content", "folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
def find_leftovers(folder: Path | None) -> None:
    """Print what another inspection left in a folder; exit 1 on any."""
    folder = folder or Settings.from_environment().content
    own, _ = loader.examine(folder)
    others = [loader.load(other) for other in INSPECTIONS.values() if other != folder.resolve()]
    found = list(leftovers(folder, own, others))
    for fault in found:
        click.echo(str(fault), err=True)
    click.echo(f"leftovers: {len(found)}")
    if found:
        raise click.exceptions.Exit(1)
