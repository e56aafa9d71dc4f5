"""The rules that a translated message must keep: each yields what is wrong, and what to do."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from os.path import commonprefix
from pathlib import Path

from babel.dates import get_month_names

from webapp.explainer.claims import DAY, MONTHS
from webapp.explainer.model import Explainer
from webapp.explainer.schema import Folded, Names, Text
from webapp.explainer.structure import read_file
from webapp.i18n.languages import MARKS, NAMES, Language, NamesFile, format_day

PLACEHOLDER = re.compile(r"%\(\w+\)s|\{\w+\}")
TERMS = "terms.toml"
ADDRESS = re.compile(
    r"(?:https?://)?[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.(?:uk|org|com|net)\b(?:/[^\s)”,]*)?"
)
# A label, not a sentence: it stands on a button, in a menu, at the head of a table.
LABEL = re.compile(r"[^.?!:]{1,32}")
LONGEST_DESCRIPTION = 200
# What no translation holds -> what to do. A space that does not break a line (U+00A0) belongs to
# Polish typography.
NEVER = {
    r"[<>]|&#?\w+;|\*\*|__|`|\]\(": "holds markup; write plain text",
    r"%(?!\(\w+\)s)": "holds a per cent sign; write it as a word",
    MARKS.pattern: "holds a mark of direction; take it out, the site sets them itself",
    r"^\s|\s$|[^\S\u00a0]{2}|[^\S\u00a0 ]": "holds needless space; take it out",
    r"[^\S\u00a0][.,;:!?)،؛؟۔।]|\(\s": "holds a space before or within its marks; take it out",
    r"\d r\.|(?<![\w.])(?:art\.|nr\.?|n\.º|p\.|pág\.|pkt|s\.|§) \d": "parts “{found}” where a "
    "line ends; write a no-break space (U+00A0) in it",
    "\u0640": "holds a kashida (U+0640), which only makes a word longer; take it out",
    "['\"]": "holds a straight quotation mark; write ’ or {quotes}",
    r"(?![0-9])\d": "writes the digit {found}; write 0 to 9",
    r"\d।": "ends in a figure, after which । looks like one more 1; turn the sentence round",
}
ENDS = {".": ".۔।", "?": "?؟", "!": "!", ":": ":"}
SENTENCE_END = re.compile(rf"[{''.join(ENDS[mark] for mark in '.?!')}](?=[”“»)]*(?:\s|$))")
TWICE = re.compile(r"\b(\w{2,}) \1\b", re.IGNORECASE)


@dataclass(frozen=True)
class TermWords:
    """One term of a language's terms.toml: its English forms, and stems of its translation."""

    en: Names
    stems: Folded
    say: Text = ""
    note: Text = ""


@dataclass(frozen=True)
class Rules:
    """What the messages of one language must keep. `phones` are numbers to call.

    Names and phones come with the longest first. `terms_named` are names in the glossary, which
    have room for the English in brackets. `same` messages are the same in the language.
    """

    language: Language
    names: tuple[str, ...]
    phones: tuple[str, ...]
    terms: Mapping[str, TermWords]
    descriptions: frozenset[str]
    terms_named: frozenset[str] = frozenset()
    same: frozenset[str] = frozenset()

    @cached_property
    def months(self) -> dict[str, str]:
        """English month -> what its name begins with in this language, in every case."""
        forms = [get_month_names("wide", context, self.language.locale)
                 for context in ("format", "stand-alone")]  # fmt: skip
        return {
            name: commonprefix([names[at].casefold() for names in forms])
            for at, name in enumerate(MONTHS, 1)
        }

    @cached_property
    def any_name(self) -> re.Pattern[str]:
        """What finds each name that a text holds."""
        names = "|".join(map(re.escape, self.names)) or "(?!)"
        return re.compile(rf"(?<![A-Za-z])(?:{names})(?![A-Za-z])")

    @cached_property
    def any_phone(self) -> re.Pattern[str]:
        """What finds each number to call that a text holds."""
        return re.compile(rf"(?<!\d)(?:{'|'.join(self.phones)})(?!\d)")


def rules_of(explainer: Explainer, language: Language, folder: Path) -> Rules:
    """Read what the messages of a language are held to; raise `ContentError` on a bad file."""
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


Rule = Callable[[str, str, Rules], Iterable[str]]


def differing(one: Iterable[str], other: Iterable[str], what: str) -> Iterable[str]:
    """Yield what stands on one side more often than on the other."""
    left, right = Counter(one), Counter(other)
    for token in left - right:
        yield f"leaves out {what} {token}; put it in as it stands in English"
    for token in right - left:
        yield f"adds {what} {token}, which English has not; take it out"


def tokens(english: str, translation: str, rules: Rules) -> Iterable[str]:
    """Placeholders, addresses, names, numbers to call and other figures stand as in English."""
    for pattern, what in ((PLACEHOLDER, "the placeholder"), (ADDRESS, "the address")):
        yield from differing(pattern.findall(english), pattern.findall(translation), what)
    name = rules.any_name
    yield from differing({*name.findall(english)}, {*name.findall(translation)}, "the name")
    phone = rules.any_phone
    wrong = [*differing(phone.findall(english), phone.findall(translation), "the number to call")]
    ours, theirs = re.findall(r"\d+", english), re.findall(r"\d+", translation)
    # A wrong number is told once, not by its figures again.
    yield from wrong or differing(ours, theirs, "the figure")


def never(english: str, translation: str, rules: Rules) -> Iterable[str]:
    """What no translation holds: see `NEVER`, neighbours' letters, marks that nobody sees."""
    for pattern, remedy in NEVER.items():
        if found := re.search(pattern, translation):
            yield remedy.format(found=found[0], quotes=rules.language.quotes)
    for letter in sorted(set(rules.language.strangers) & set(translation)):
        yield f"holds {letter} (U+{ord(letter):04X}), a neighbour's letter; type the language's own"
    hidden = {mark for mark in translation if unicodedata.category(mark) in ("Cc", "Cf")}
    joiners = set() if rules.language.script == "Latn" else {"\u200c", "\u200d"}
    if any(not MARKS.match(mark) for mark in hidden - joiners):
        yield "holds a character that nobody sees; type the words again"
    # Urdu, Panjabi and Nepali say a word twice by their grammar.
    if rules.language.script == "Latn" and (found := TWICE.search(translation)):
        yield f"says “{found[0]}”; say it once"
    if unicodedata.normalize("NFC", translation) != translation:
        yield "is not in Unicode form NFC; run: make messages"


def days(english: str, translation: str, rules: Rules) -> Iterable[str]:
    """A date is the same day, from its day to its year or, as Nepali has it, back."""
    low = translation.casefold()
    for day, month, year in DAY.findall(english):
        name = re.escape(rules.months[month])
        forward = rf"(?<!\d){day}\D{{0,6}}{name}\D{{1,16}}{year}"
        if not re.search(rf"{forward}|(?<!\d){year}\D{{0,10}}{name}\D{{0,8}}{day}(?!\d)", low):
            iso = f"{year}-{MONTHS.index(month) + 1:02}" + (f"-{int(day):02}" if day else "")
            right = format_day(iso, rules.language)
            date = f"{day} {month} {year}".strip()
            yield f"does not hold the date {date}; write it as “{right}”"


def quotes(english: str, translation: str, rules: Rules) -> Iterable[str]:
    """Quotations begin and end as the language does it; a button's name may stand in marks, too.
    Brackets that open close."""
    if translation.count("(") != translation.count(")"):
        yield "opens and closes other numbers of brackets; close what opens"
    opening, closing = (translation.count(quote) for quote in rules.language.quotes)
    if opening != closing or opening < english.count("“"):
        yield f"opens {opening} quotations and closes {closing}; quote what English quotes"
    for quote in "„“”«»":
        if quote not in rules.language.quotes and quote in translation:
            yield f"holds {quote}; this language writes {rules.language.quotes}"


def ending(english: str, translation: str, rules: Rules) -> Iterable[str]:
    """A sentence stays a sentence, a question a question; none is left out or drawn into another.

    More may be counted than there are: “r.” is no end of a Polish sentence.
    """
    meant, said = (len(SENTENCE_END.findall(text)) for text in (english, translation))
    if said < meant:
        yield f"has {said} sentences, English has {meant}; say each"
    wanted = ENDS.get(english.rstrip("”)")[-1:])
    has = translation.rstrip(f"{rules.language.quotes[-1]})")[-1:]
    if wanted and has not in wanted:
        yield f"ends in {has!r} where English ends in {english[-1:]!r}; end it as English does"
    if not wanted and has and any(has in marks for marks in ENDS.values()):
        yield f"ends in {has!r}, which English does not; take it away"


def different(english: str, translation: str, rules: Rules) -> Iterable[str]:
    """What is not a name is said in the language."""
    rest = rules.any_name.sub("", PLACEHOLDER.sub("", ADDRESS.sub("", english)))
    if translation == english and english not in rules.same and re.search(r"[A-Za-z]{2}", rest):
        yield "is the English; translate it"


def lengths(english: str, translation: str, rules: Rules) -> Iterable[str]:
    """Labels fit their buttons, descriptions the lists of search engines, lines their slip."""
    most = round(1.6 * len(english)) + 12
    if LABEL.fullmatch(english) and english not in rules.terms_named and len(translation) > most:
        yield f"has {len(translation)} characters; a label of at most {most} fits"
    if english in rules.descriptions and len(translation) > LONGEST_DESCRIPTION:
        yield f"has {len(translation)} characters; a description has at most {LONGEST_DESCRIPTION}"
    if len(translation) > 3 * len(english) + 40:
        yield "is three times as long as the English; say the same, and no more"


def terms(english: str, translation: str, rules: Rules) -> Iterable[str]:
    """A term is said with the same word everywhere."""
    low, here = rules.any_name.sub(" ", english).casefold(), translation.casefold()
    for id, term in rules.terms.items():
        stands = any(re.search(rf"(?<!\w){re.escape(form)}(?!\w)", low) for form in term.en)
        if stands and not any(stem in here for stem in term.stems):
            yield f"does not say the term {id!r} as terms.toml does; say it so"


EVERY: tuple[Rule, ...] = (tokens, never, days, quotes, ending, different, lengths, terms)


def wrong_with(english: str, translation: str, rules: Rules) -> tuple[str, ...]:
    """Return all that is wrong with one translated message."""
    return tuple(fault for rule in EVERY for fault in rule(english, translation, rules))
