"""Kinds of content whose shape or references are broken."""

from __future__ import annotations

from broken import (
    FACTS,
    HELP,
    KIND,
    MATTERS,
    NOTES,
    QUOTE,
    SHORT,
    SOURCES,
    VISITS,
    Cases,
    add,
    both,
    edit,
    put,
    remove,
    rename,
)

A_FACT = """
[[fact]]
id = "reply"
group = "after"
strength = "A"
seen = 2021-05-01
statement = "A reply must be sent."
sources = [{ publisher = "Sample Parliament", url = "https://law.example.org/" }]
"""
A_TERM = """
[[term]]
id = "inadequate"
name = "Inadequate again"
forms = ["poor"]
definition = [{ text = "Not good enough." }]
"""

SHAPES: Cases = {
    "a key is missing": (edit(NOTES, SHORT, ""), NOTES, "", "“short” is missing"),
    "a key is misspelt": (edit(NOTES, SHORT, f'{SHORT}\nshrot = "x"'), NOTES, "", "“shrot”"),
    "a passage's key is misspelt": (
        edit(NOTES, "[[matters]]\ntext", '[[matters]]\ncite = ["notice#5"]\ntext'),
        NOTES, "matters, passage 1", "“cite” is unknown",
    ),
    "a text is a number": (edit(NOTES, SHORT, "short = 5"), NOTES, "", "“short” is not a text"),
    "a number is a text": (edit(NOTES, "order = 1", 'order = "1"'), NOTES, "", "whole number"),
    "a number is true": (edit(NOTES, "order = 1", "order = true"), NOTES, "", "whole number"),
    "a number is negative": (
        edit("figures.toml", "count = 2", "count = -2"), "figures.toml", "part 2", "negative",
    ),
    "a list is a text": (
        edit(NOTES, '["inadequate"]', '"inadequate"'), NOTES, "", "list of texts",
    ),
    "a list holds a number": (edit(NOTES, '["inadequate"]', "[1]"), NOTES, "", "list of texts"),
    "a list names something twice": (
        edit(NOTES, '["inadequate"]', '["inadequate", "inadequate"]'), NOTES, "", "twice",
    ),
    "a list of tables is a table": (
        put("ledger.toml", b"[entry]\npage = 1\n"), "ledger.toml", "", "list of tables",
    ),
    "a list of tables is a number": (put(SOURCES, b"source = 7\n"), SOURCES, "", "[["),
    "a text is empty": (edit(NOTES, MATTERS, ""), NOTES, "matters, passage 1", "is empty"),
    "a text is white space": (edit(NOTES, MATTERS, "  "), NOTES, "matters, passage 1", "is empty"),
    "a text ends in a space": (
        edit(NOTES, MATTERS, f"{MATTERS} "), NOTES, "matters, passage 1", "white space",
    ),
    "a text holds HTML": (
        edit(NOTES, MATTERS, "Notes <b>matter</b>."), NOTES, "matters, passage 1", "HTML",
    ),
    "a text holds an HTML entity": (
        edit(NOTES, MATTERS, "Notes&nbsp;matter."), NOTES, "matters, passage 1", "HTML",
    ),
    "a text holds Markdown": (
        edit(NOTES, MATTERS, "Notes **matter**."), NOTES, "matters, passage 1", "Markdown",
    ),
    "a text holds a Markdown link": (
        edit(NOTES, MATTERS, "[Notes](https://x.example) matter."), NOTES, "matters", "Markdown",
    ),
    "a text holds a control character": (
        edit(NOTES, MATTERS, "Notes \\u0007matter."), NOTES, "matters, passage 1", "control",
    ),
    "a text holds a line break": (
        edit(NOTES, MATTERS, "Notes\\nmatter."), NOTES, "matters, passage 1", "line break",
    ),
    "a text turns the direction of reading": (
        edit(NOTES, MATTERS, "Notes \\u202ematter."), NOTES, "matters, passage 1", "control",
    ),
    "a text holds an unseen character": (
        edit(NOTES, MATTERS, "No\\u00adtes matter."), NOTES, "matters, passage 1", "control",
    ),
    "a text holds a per cent sign": (
        edit(NOTES, MATTERS, "Notes matter to all, 100%."), NOTES, "matters", "“per cent”",
    ),
    "a text holds a straight apostrophe": (
        edit(NOTES, MATTERS, "A child's notes matter."), NOTES, "matters", "quotation mark",
    ),
    "a text holds straight quotation marks": (
        edit(NOTES, MATTERS, 'Notes \\"matter\\".'), NOTES, "matters", "quotation mark",
    ),
    "a text holds a placeholder": (
        edit(HELP, 'title = "Who to call and how"', 'title = "Help in {area}"'),
        HELP, "", "placeholder",
    ),
    "a file is not UTF-8": (put("ledger.toml", b"\xff\xfe"), "ledger.toml", "line 1", "UTF-8"),
    "a file has 5 MB": (put("ledger.toml", b"# " + 5_000_000 * b"x"), "ledger.toml", "", "larger"),
    "a source of 150,000 letters has 300,000 bytes": (
        put("sources/notice.txt", 150_000 * "ä".encode()), "sources/notice.txt", "", "larger",
    ),
    "a file is no TOML": (edit(NOTES, "order = 1", "order ="), NOTES, "", "not TOML"),
    "a key stands twice": (edit(NOTES, SHORT, f"{SHORT}\n{SHORT}"), NOTES, "", "not TOML"),
    "a file is missing": (remove("ledger.toml"), "ledger.toml", "", "missing"),
    "a folder stands for a file": (
        both(remove("ledger.toml"), rename("findings", "ledger.toml")), "ledger.toml", "", "read",
    ),
    "a page is missing": (remove(HELP), HELP, "", "missing"),
    "a file is stray": (add("findings/draft.txt", "x"), "findings/draft.txt", "", "nothing reads"),
    "a file's name is no address": (
        rename(VISITS, "findings/Late visits.toml"), "findings/Late visits.toml", "", "lower-case",
    ),
    "an id has a capital letter": (
        edit("glossary.toml", 'id = "inadequate"', 'id = "Inadequate"'),
        "glossary.toml", "term 2", "lower-case",
    ),
    "a link is not https": (
        edit(HELP, "https://councils", "http://councils"), HELP, "near", "https://",
    ),
    "a link is no address": (
        edit(HELP, "https://councils.example.org/", "https://councils"), HELP, "link 1", "https://",
    ),
    "a link runs a script": (
        edit(HELP, "https://councils.example.org/", "javascript:alert(1)"), HELP, "", "https://",
    ),
    "a telephone number has letters": (
        edit("contacts.toml", "0808 157 0000", "0808 CALL NOW"),
        "contacts.toml", "helpline", "digits",
    ),
    "a telephone number has two spaces": (
        edit("contacts.toml", "0808 157 0000", "0808  157 0000"),
        "contacts.toml", "helpline", "digits",
    ),
    "a council's number has letters": (
        edit("areas.toml", "01632 960002", "O1632 960002"), "areas.toml", "south", "digits",
    ),
    "hours are unknown": (
        edit("areas.toml", '"out-of-hours"', '"nights"'), "areas.toml", "south", "office",
    ),
    "a day does not exist": (
        edit("ledger.toml", "2021-05-01", "2021-02-30"), "ledger.toml", "", "not TOML",
    ),
    "a month does not exist": (
        edit(FACTS, '"2021-04-09"', '"2021-13"'), FACTS, "sources 1", "day or month",
    ),
    "a day is a text": (
        edit("ledger.toml", "2021-05-01", '"2021-05-01"'), "ledger.toml", "entry 1", "a date",
    ),
    "a day has an hour": (
        edit("ledger.toml", "2021-05-01", "2021-05-01T10:00:00"), "ledger.toml", "entry 1", "time",
    ),
    "two facts have one id": (add(FACTS, A_FACT), FACTS, "reply", "used 2 times"),
    "two words have one id": (
        add("glossary.toml", A_TERM), "glossary.toml", "inadequate", "2 times",
    ),
    "two blocks of a page have one anchor": (
        edit(HELP, 'id = "near"', 'id = "now"'), HELP, "now", "used 2 times",
    ),
    "two passages have one id": (
        edit(NOTES, 'id = "cases"', 'id = "late"'), NOTES, "found", "declared 2 times",
    ),
    "two findings have one place": (edit(NOTES, "order = 1", "order = 2"), NOTES, "", "order 2"),
    "two pages have one title": (
        edit("pages/about.toml", '"About this guide"', '"What we keep"'),
        "pages/about.toml", "", "same title",
    ),
    "two pages have one description": (
        edit("pages/about.toml", "How this guide was made, and by whom.",
             "Hard words of this guide and what they mean."),
        "pages/words.toml", "", "same description",
    ),
    "a description is long": (
        edit("pages/about.toml", "How this guide was made, and by whom.", "a" * 161),
        "pages/about.toml", "", "161 characters",
    ),
    "a component is unknown": (edit(HELP, '"areas"', '"area"'), HELP, "near", "“show”"),
    "a style is unknown": (edit(HELP, '"steps"', '"step"'), HELP, "now", "“style”"),
    "a voice is unknown": (
        edit("pages/simple.toml", '"simple"', '"easy"'), "pages/simple.toml", "", "“voice”",
    ),
    "a kind is unknown": (edit(NOTES, '"improvement"', '"failure"'), NOTES, "", "strength"),
    "a fact's strength is unknown": (
        edit(FACTS, 'strength = "B"', 'strength = "D"'), FACTS, "cases-10", "A, B, C",
    ),
    "a mark is unknown": (
        edit("figures.toml", '"half"', '"star"'), "figures.toml", "part 2", "“mark”",
    ),
    "a finding's picture is unknown": (edit(NOTES, '"report"', '"tears"'), NOTES, "", "'tears'"),
    "a passage's picture is unknown": (
        edit(VISITS, '"Too many visits came late: 3 of 10."\npicture = "visits"',
             '"Too many visits came late: 3 of 10."\npicture = "tears"'),
        VISITS, "simple, passage 1", "'tears'",
    ),
    "a speaker is unknown": (
        edit(KIND, '"ada-sample"', '"bob"'), KIND, "said, passage 1", "'bob'",
    ),
    "a word is not in the glossary": (
        edit(NOTES, '["inadequate"]', '["poor"]'), NOTES, "", "'poor'",
    ),
    "a contact is unknown": (edit(HELP, '"helpline"]', '"x"]'), HELP, "now", "'x'"),
    "a hedge is unknown": (
        edit(NOTES, 'hedge = "not-always"', 'hedge = "perhaps"'), NOTES, "found", "'perhaps'",
    ),
    "a grade is unknown": (
        edit(NOTES, '["good", "inadequate"]', '["good", "bad"]'), NOTES, "found", "'bad'",
    ),
    "a figure's grade is unknown": (
        edit("figures.toml", 'grade = "good"', 'grade = "fine"'), "figures.toml", "cases", "'fine'",
    ),
    "a figure's parts are not its total": (
        edit("figures.toml", "count = 2", "count = 3"), "figures.toml", "cases", "11 together",
    ),
    "a hedge is written by language": (
        edit("wordings.toml", 'some = ["some"]', 'some = {en = ["some"]}'),
        "wordings.toml", "[hedge]", 'write it as name = ["…", "…"]',
    ),
    "a source was edited": (
        edit("sources/notice.txt", "3 of 10", "4 of 10"), SOURCES, "notice", "SHA-256",
    ),
    "a source is missing": (remove("sources/notice.txt"), "sources/notice.txt", "", "missing"),
    "furniture is out of range": (
        edit(SOURCES, "[3, 7]", "[3, 9]"), SOURCES, "notice", "paragraph 9 of 8",
    ),
    "furniture is a text": (
        edit(SOURCES, "[3, 7]", '["3", 7]'), SOURCES, "notice", "whole numbers",
    ),
    "a strength says what should change": (
        add(KIND, '\n[[change]]\ntext = "Be kind."\n'), KIND, "", "[[change]]",
    ),
    "an improvement does not say what should change": (
        edit(NOTES, '[[change]]\ntext = "We have not seen what the report asks for. '
             'The full report says it."', ""),
        NOTES, "", "[[change]] is missing",
    ),
    "a voice is missing": (
        edit(KIND, '[[young]]\nsame_as = "kind"\n'
             'text = "Officers were kind to some children, and gave them time."', ""),
        KIND, "", "[[young]] is missing",
    ),
    "a quotation has no speaker": (
        edit(KIND, 'by = "ada-sample"\n', ""), KIND, "said, passage 1", "“by” is missing",
    ),
    "a quotation cites nothing": (
        edit(VISITS, f'{QUOTE}"\nby = "ada-sample"\ncites = ["notice#8"]',
             f'{QUOTE}"\nby = "ada-sample"'),
        VISITS, "said, passage 1", "“cites”",
    ),
    "a quotation has a text beside it": (
        edit(VISITS, 'by = "ada-sample"', 'by = "ada-sample"\ntext = "Visits were late."'),
        VISITS, "said, passage 1", "stands alone",
    ),
    "a quotation holds a control character": (
        edit(VISITS, "But in too many", "But in too\\u0007 many"),
        VISITS, "said, passage 1", "control character",
    ),
    "a name holds a line break": (
        edit("areas.toml", '"North Example"', '"North\\nExample"'),
        "areas.toml", "north-example", "line break",
    ),
    "what inspectors found begins with words of ours": (
        edit(VISITS, '[[found]]\n', '[[found]]\ntext = "It is hard."\n\n[[found]]\n'),
        VISITS, "", "found passage 1",
    ),
    "a quotation is none": (edit(KIND, "[[matters]]", "[[said]]"), KIND, "", "quotations only"),
    "what should change is made up twice": (
        edit(NOTES, "[[change]]\n", '[[change]]\ntext = "Write more."\n\n[[change]]\n'),
        NOTES, "", "[[change]] explains twice",
    ),
    "a block says nothing": (
        add(HELP, '\n[[block]]\nid = "empty"\nheading = "Nothing"\n'),
        HELP, "empty", "says nothing",
    ),
    "the front page has no block": (
        put("pages/overview.toml", b'title = "Start"\nnav = "Start"\ndescription = "Here."\n'),
        "pages/overview.toml", "", "[[block]] is missing",
    ),
    "a title rests on nothing": (
        edit(NOTES, 'cites = ["notice#5"]\nshort', "cites = []\nshort"),
        NOTES, "", "“cites” is empty",
    ),
    "a voice repeats a fact that nobody states": (
        edit(NOTES, 'same_as = "notes"', 'same_as = "nothing"'), NOTES, "simple", "'nothing'",
    ),
}  # fmt: skip
