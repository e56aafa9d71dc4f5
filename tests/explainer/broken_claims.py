"""Kinds of content that claim what their sources do not hold, or say it differently twice."""

from __future__ import annotations

from broken import (
    FACTS,
    FOUND,
    KIND,
    LATE,
    MATTERS,
    NOTES,
    OVERVIEW,
    QUOTE,
    VISITS,
    Cases,
    both,
    edit,
)

CLAIMS: Cases = {
    "a fact rests on itself": (
        edit(NOTES, f'{FOUND}"\ncites = ["notice#5"]', f'{FOUND}"\nsame_as = "notes"'),
        NOTES, "found, passage 1", "do not go together",
    ),
    "a fact that rests on itself cites what is not there": (
        edit(NOTES, f'{FOUND}"\ncites = ["notice#5"]',
             f'{FOUND}"\nsame_as = "notes"\ncites = ["letter#5"]'),
        NOTES, "found, passage 1", "'letter'",
    ),
    "a citation names an unknown source": (
        edit(NOTES, f'{FOUND}"\ncites = ["notice#5"]', f'{FOUND}"\ncites = ["letter#5"]'),
        NOTES, "found, passage 1", "'letter'",
    ),
    "a citation names a paragraph that is not there": (
        edit(NOTES, f'{FOUND}"\ncites = ["notice#5"]', f'{FOUND}"\ncites = ["notice#40"]'),
        NOTES, "found, passage 1", "8 paragraphs",
    ),
    "a citation is not in plain digits": (
        edit(NOTES, f'{FOUND}"\ncites = ["notice#5"]', f'{FOUND}"\ncites = ["notice#05"]'),
        NOTES, "found, passage 1", "8 paragraphs",
    ),
    "a citation names paragraph 0": (
        edit(NOTES, f'{FOUND}"\ncites = ["notice#5"]', f'{FOUND}"\ncites = ["notice#0"]'),
        NOTES, "found, passage 1", "8 paragraphs",
    ),
    "a citation names no paragraph": (
        edit(NOTES, f'{FOUND}"\ncites = ["notice#5"]', f'{FOUND}"\ncites = ["notice"]'),
        NOTES, "found, passage 1", "8 paragraphs",
    ),
    "a citation names an unknown fact": (
        edit(NOTES, "facts#cases-10", "facts#cases-11"), NOTES, "found, passage 2", "no such fact",
    ),
    "a figure cites an unknown fact": (
        edit("figures.toml", "facts#cases-10", "facts#cases-11"),
        "figures.toml", "cases", "no such fact",
    ),
    "a quotation is off by a letter": (
        edit(VISITS, QUOTE, "But in too many cases the visits came late."),
        VISITS, "said, passage 1", "letter for letter",
    ),
    "a quotation leaves a word out": (
        edit(VISITS, QUOTE, "But in many cases the visit came late."),
        VISITS, "said, passage 1", "letter for letter",
    ),
    "a quotation begins within a word": (
        edit(VISITS, QUOTE, "ut in too many cases the visit came late."),
        VISITS, "said, passage 1", "letter for letter",
    ),
    "a quotation is of another paragraph": (
        edit(VISITS, f'{QUOTE}"\nby = "ada-sample"\ncites = ["notice#8"]',
             f'{QUOTE}"\nby = "ada-sample"\ncites = ["notice#6"]'),
        VISITS, "said, passage 1", "letter for letter",
    ),
    "whoever is quoted is misspelt": (
        edit("inspection.toml", 'name = "Ada Sample"', 'name = "Ada Simple"'),
        "inspection.toml", "ada-sample", "“Ada Simple” stands in no source",
    ),
    "the force is misspelt": (
        edit("inspection.toml", "Exampleshire Police", "Exampelshire Police"),
        "inspection.toml", "force", "“Exampelshire Police” stands in no source",
    ),
    "a quotation has marks of its own": (
        edit(VISITS, QUOTE, f"{QUOTE}”"), VISITS, "said, passage 1", "around it; take them out",
    ),
    "words in quotation marks are off by a letter": (
        edit(VISITS, LATE, "Inspectors said that three “of 10 visits come late”."),
        VISITS, "found, passage 1", "the quotation “of 10 visits come late”",
    ),
    "a reported number is another": (
        edit(VISITS, LATE, LATE.replace("three", "four")), VISITS, "found, passage 1", "number 4",
    ),
    "a reported number in digits is another": (
        edit(VISITS, LATE, LATE.replace("10", "70")), VISITS, "found, passage 1", "number 70",
    ),
    "a reported date is another": (
        edit("pages/next.toml", "8 April 2021", "9 April 2021"),
        "pages/next.toml", "reply, passage 1", "2021-04-09",
    ),
    "a reported name is new": (
        edit(NOTES, FOUND, FOUND.replace("Inspectors", "Inspectors and Bert Other")),
        NOTES, "found, passage 1", "“Bert”",
    ),
    "a name is new at the beginning of a sentence": (
        edit(NOTES, FOUND, f"Bert thought so. {FOUND}"), NOTES, "found, passage 1", "“Bert”",
    ),
    "a title holds a number that it does not cite": (
        edit(NOTES, 'title = "Inspectors found that', 'title = "Inspectors found that 9'),
        NOTES, "title", "number 9",
    ),
    "a page's description holds a number": (
        edit("pages/about.toml", "How this guide was made", "How these 40 pages were made"),
        "pages/about.toml", "title", "holds 40",
    ),
    "a heading holds a number that nothing under it holds": (
        edit(OVERVIEW, 'heading = "In numbers"', 'heading = "In 12 numbers"'),
        OVERVIEW, "numbers", "heading holds 12",
    ),
    "an explanation holds a number": (
        edit(NOTES, MATTERS, "1 child in 4 may be missed."), NOTES, "matters, passage 1", "holds 4",
    ),
    "an explanation holds a date": (
        edit(NOTES, MATTERS, "It was so in April 2021."), NOTES, "matters, passage 1", "2021-04",
    ),
    "a look for news holds a number": (
        edit("ledger.toml", "Nothing newer.", "Nothing since 2019."), "ledger.toml", "1", "2019",
    ),
    "a sum is wrong": (
        edit(NOTES, "100 = 30", "100 = 31"), NOTES, "found, passage 3", "gives 30",
    ),
    "a sum is no sum": (
        edit(NOTES, "3 / 10 * 100 = 30", "__import__(3) = 30"),
        NOTES, "found, passage 3", "not a sum",
    ),
    "a sum divides by nothing": (
        edit(NOTES, "3 / 10 * 100 = 30", "3 / 0 = 30"), NOTES, "found, passage 3", "not a sum",
    ),
    "a sum starts from a number that is not cited": (
        edit(NOTES, "3 / 10 * 100 = 30", "6 / 20 * 100 = 30"), NOTES, "found, passage 3", "sum's",
    ),
    "a text tells another number than its sum": (
        edit(NOTES, "So 30 per cent", "So 33 per cent"), NOTES, "found, passage 3", "33",
    ),
    "a day is counted wrongly": (
        edit(VISITS, "= 2021-06-02", "= 2021-06-03"), VISITS, "change, passage 1", "2021-06-02",
    ),
    "a text tells another day than its sum": (
        edit(VISITS, "2 June 2021", "3 June 2021"), VISITS, "change, passage 1", "2021-06-03",
    ),
    "a sum brings in a name": (
        edit(NOTES, "So 30 per cent", "So Bert said 30 per cent"),
        NOTES, "found, passage 3", "“Bert”",
    ),
    "a voice tells another number": (
        edit(VISITS, "Too many visits came late: 3 of 10.", "Too many visits came late: 5 of 10."),
        VISITS, "simple, passages on late", "5",
    ),
    "a voice leaves a number out": (
        edit(NOTES, "They read 10 cases. 5 were good.", "5 cases were good."),
        NOTES, "young, passages on cases", "leaves out 10",
    ),
    "a voice loses the hedge": (
        edit(NOTES, '"Notes on children were not always complete."',
             '"Notes on children were not complete."'),
        NOTES, "simple, passages on notes", "hedge",
    ),
    "a fact loses its own hedge": (
        edit(KIND, "patient with some children", "patient with children"), KIND, "found", "hedge",
    ),
    "a hedge hides in another word": (
        edit(KIND, '"Officers were kind to some children."',
             '"Officers were kind to lonesome children."'),
        KIND, "simple, passages on kind", "hedge",
    ),
    "a voice loses a grade": (
        edit(NOTES, "3 were inadequate. That is the lowest grade.", "3 were not."),
        NOTES, "young, passages on cases", "grade",
    ),
    "a voice tells nothing of what was found": (
        edit(KIND, 'same_as = "kind"\ntext = "Officers were kind to some children."',
             'text = "A kind word helps."'),
        KIND, "simple", "same_as",
    ),
    "a figure counts what its fact does not": (
        both(
            edit("figures.toml", "count = 5", "count = 6"),
            edit("figures.toml", "count = 2", "count = 1"),
        ),
        "figures.toml", "cases", "counts 6",
    ),
    "a figure swaps the counts of two grades": (
        both(
            edit("figures.toml", "count = 5", "count = 3"),
            edit("figures.toml", 'count = 3\nlabel = "Inad', 'count = 5\nlabel = "Inad'),
        ),
        FACTS, "cases-10", "figures.toml counts",
    ),
    "a passage swaps the counts of two grades": (
        edit(OVERVIEW, "5 of 10 cases were good, 2 required improvement and 3 were inadequate",
             "3 of 10 cases were good, 2 required improvement and 5 were inadequate"),
        OVERVIEW, "numbers, passage 1", "good",
    ),
    "a voice swaps the counts of two grades": (
        both(
            edit(NOTES, "10 cases. 5 were good.", "10 cases. 3 were good."),
            edit(NOTES, "3 were inadequate. That", "5 were inadequate. That"),
        ),
        NOTES, "young, passage 2", "gives 3 as good",
    ),
}  # fmt: skip
