"""Find what an English text (law 3) claims, by machine: numbers, dates, names, sums."""

import ast
import calendar
import fractions
import re
from datetime import date, timedelta
from operator import add, mul, sub, truediv

# fmt: off
SMALL = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
         "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
         "nineteen")
TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
# fmt: on
MONTHS = tuple(calendar.month_name)[1:]
WORDS = {word: str(at) for at, word in enumerate(SMALL, 2)}
WORDS |= {word: str(10 * at) for at, word in enumerate(TENS, 2)}
WORDS |= {"hundred": "100", "thousand": "1000", "half": "1/2", "quarter": "1/4", "third": "1/3"}
COMPOUND = re.compile(rf"\b({'|'.join(TENS)})-(one|{'|'.join(SMALL[:8])})\b")
# "Two things" is ordinary; "seventy children" is a figure even without a digit.
LARGE = (*TENS, "hundred", "thousand", "million")
# Words of grammar begin sentences everywhere; no text need hold them in lower case elsewhere.
GRAMMAR = frozenset(
    """a about after all also an and any are as at be because before both but by can could did do
    does each even every few for from had has have he her here his how i if in into is it its many
    may more most must my no nobody nor not now of on once one only or other our she should since
    so some such than that the their them then there these they this those though to too until
    up was we were what when where which while who why will with without would you your""".split()  # noqa: SIM905  # a list of a hundred lines reads worse
)
DAY = re.compile(rf"\b(?:(\d{{1,2}})(?:st|nd|rd|th)? )?({'|'.join(MONTHS)}) (\d{{4}})\b")
# A year is no beginning of a longer number: "in 2023 12 children".
NUMBER = re.compile(r"(?<!\w)(?:(?:19|20)\d\d(?= )|\d+(?:[ ,.]\d+)*)")
WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
# Ends of sentences, and the beginnings that a quotation mark, colon or bullet makes.
BEGINS = re.compile(r"(?:^|[.!?:;][”’)]*\s+|[“‘(•–]\s*|\n)$")
# A share of exactly so many in 100 may be said as a fraction, as people say it.
FRACTIONS = {50: "1/2", 25: "1/4"}
OPERATORS = {ast.Add: add, ast.Sub: sub, ast.Mult: mul, ast.Div: truediv}


def dates(text: str) -> set[str]:
    """Return the dates that stand in a text, as ISO days or months."""
    found = set()
    for day, month, year in DAY.findall(text):
        number = MONTHS.index(month) + 1
        found.add(f"{year}-{number:02}" + (f"-{int(day):02}" if day else ""))
    return found


def numbers(text: str) -> set[str]:
    """Return the numbers of a text, dates apart: digits without their spaces, words from two up."""
    low = DAY.sub(" ", text).casefold()
    found = {WORDS[tens][0] + WORDS.get(ones, "1") for tens, ones in COMPOUND.findall(low)}
    bare = COMPOUND.sub(" ", low)
    found |= {re.sub(r"[ ,]", "", number) for number in NUMBER.findall(bare)}
    return found | {WORDS[w] for w in re.findall(r"[a-z]+", bare) if w in WORDS}


def figures(text: str) -> list[str]:
    """Return the dates and numbers of a text that is ours; small numbers in words are none."""
    large = [word for word in LARGE if re.search(rf"\b{word}\b", text.casefold())]
    return [*dates(text), *NUMBER.findall(DAY.sub(" ", text)), *large]


def names(text: str, ordinary: frozenset[str]) -> set[str]:
    """Return the names of a text: words with a capital letter that are not there by grammar.

    At the beginning of a sentence a word is a name only if neither it nor the word it is formed
    from ("listening" of "listen") is a word of grammar or among the `ordinary`: every word that
    stands in lower case somewhere in the content or a source.
    """
    bare, found = DAY.sub(" ", text), set()
    for match in WORD.finditer(bare):
        word = re.sub(r"[’']s$", "", match[0])
        if word[0].isupper() and word != "I":
            low = word.casefold()
            stem = re.sub(r"(?:es|s|ing|ed|ly)$", "", low)
            is_ordinary = low in GRAMMAR or not ordinary.isdisjoint({low, stem, stem + "e"})
            if not (is_ordinary and BEGINS.search(bare[: match.start()])):
                found.add(word)
    return found


def lower_words(text: str) -> set[str]:
    """Return the words that stand in lower case in a text."""
    return {word for word in WORD.findall(text) if word[0].islower()}


def _value(node: ast.AST) -> fractions.Fraction:
    if isinstance(node, ast.BinOp) and type(node.op) in OPERATORS:
        return fractions.Fraction(OPERATORS[type(node.op)](_value(node.left), _value(node.right)))
    # `type`, not `isinstance`: True is an int.
    if isinstance(node, ast.Constant) and type(node.value) in (int, float):
        return fractions.Fraction(str(node.value))  # as it is written: a float holds no exact half
    raise ValueError


def check_sum(sum_: str) -> tuple[set[str], set[str], str]:
    """Return (inputs, results, fault) of a sum such as "19 / 70 * 100 = 27".

    Numbers come as digits, days as ISO. The result is rounded to a whole number, a half up; a
    share that is exactly 50 or 25 of 100 may also be called a half or a quarter. "day 56 from
    2023-11-08 = 2024-01-02" counts the first day as day 1. `fault` is "" where the sum is right.
    """
    if found := re.fullmatch(r"day (\d+) from (\d{4}-\d\d-\d\d) = (\d{4}-\d\d-\d\d)", sum_):
        try:
            right = date.fromisoformat(found[2]) + timedelta(days=int(found[1]) - 1)
        except (ValueError, OverflowError):
            return set(), set(), "no such day; correct the sum"
        fault = "" if right.isoformat() == found[3] else f"the sum gives {right}; correct it"
        return {found[1], found[2]}, {found[3]}, fault
    left, equals, result = sum_.partition(" = ")
    try:
        value = _value(ast.parse(left, mode="eval").body)
        right_number = (2 * value + 1) // 2
        fault = "" if str(right_number) == result else f"the sum gives {right_number}; correct it"
    except (ValueError, SyntaxError, ZeroDivisionError, OverflowError, RecursionError):
        return set(), set(), "not a sum; write it like “19 / 70 * 100 = 27”"
    results = {result}
    if left.endswith("* 100") and value in FRACTIONS:
        results.add(FRACTIONS[int(value)])
    return numbers(left), results, fault


def is_exact(sum_: str) -> bool:
    """Return whether the result of a sum that `check_sum` takes was not rounded."""
    left, _, result = sum_.partition(" = ")
    return _value(ast.parse(left, mode="eval").body) == fractions.Fraction(result)


def swapped(
    text: str, counts: dict[str, int], wordings: dict[str, tuple[str, ...]]
) -> list[tuple[str, str]]:
    """Return (number, grade) of each count that stands beside another grade than it counts.

    `counts` are the right ones, grade -> number; `wordings` say how each grade is written. Two
    numbers that swap places pass as the same numbers; only their pairing with grades shows it.
    Only texts in which counts and grades take turns are judged ("19 were good, 35 inadequate" or
    "good 19, inadequate 35"): in others the machine cannot know which belongs to which.
    """
    low, known = text.casefold(), {str(count) for count in counts.values()}
    found = [(match.start(), match[0]) for match in NUMBER.finditer(low)]
    found += [(m.start(), WORDS[m[0]]) for m in re.finditer(r"[a-z]+", low) if m[0] in WORDS]
    marks = [(at, number, "") for at, number in found if number in known]
    for grade in counts:
        for wording in wordings.get(grade, ()):
            pattern = rf"\b{re.escape(wording)}\b"
            marks += [(match.start(), "", grade) for match in re.finditer(pattern, low)]
    marks.sort()
    turns = [bool(number) for _, number, _ in marks]
    if any(a == b for a, b in zip(turns, turns[1:], strict=False)):
        return []
    pairs = zip(marks[::2], marks[1::2], strict=False)
    named = [(first[1] or second[1], first[2] or second[2]) for first, second in pairs]
    return [(number, grade) for number, grade in named if str(counts[grade]) != number]
