"""Keep names and numbers in their own direction inside right-to-left text. Knows no pages.

Unicode's isolates do in titles, attributes and copied text what `<bdi>` does in HTML alone, so
that one rule serves all of them, and no translator has to type an invisible mark.
"""

from __future__ import annotations

import re

ISOLATE, END = "\u2068", "\u2069"
# Marks that texts may not bring themselves: they could turn a number round.
MARKS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
LETTER = "0-9A-Za-z\u00c0-\u024f"
# A run of Latin letters and digits with what joins them; a {placeholder} is left for its filling.
RUN = re.compile(rf"\{{\w+\}}|[{LETTER}](?:[{LETTER} ’'&–./:,@+_-]*[{LETTER}+])?")


def isolated(text: str) -> str:
    """Return right-to-left text in which each name or number in Latin letters stands isolated."""
    return RUN.sub(
        lambda run: run[0] if run[0][0] == "{" else f"{ISOLATE}{run[0]}{END}", bare(text)
    )


def bare(text: str) -> str:
    """Return a text without marks of direction: for machines that read it, not people."""
    return MARKS.sub("", text)
