"""Addresses that letters and messages broke, mended where they can only mean one page of ours.

Knows nothing of requests and answers. For a host of static files the same rules hold: see `mend`.
"""

from __future__ import annotations

import html
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

# Messages pass through several programs, each of which may encode the address once more.
MOST_ENCODINGS = 3


def mendable(addresses: Iterable[str]) -> dict[str, str]:
    """Return the addresses to which a broken one may lead, by what is left of them: see `_core`."""
    return {_core(each): each for each in addresses}


def mend(path: str, known: Mapping[str, str]) -> str | None:
    """Return the address that a broken path means, or None.

    `path` is a path that exists nowhere, its percent signs decoded once; `known` comes from
    `mendable`. Without regard to case, and to slashes and trailing marks at its end, it must be
    the path of one known address. Trailing marks are whatever Unicode calls punctuation (P),
    symbol (S), space (Z), combining mark (M, as emoji have) or format character (Cf), in any script
    and number, also percent-encoded again or written as an HTML entity ("&gt;", "&quot;"). Nothing
    else is mended: not what stands before the last letter or digit, no control character, no
    spelling, no path with two slashes together. The answer is always one of the known addresses,
    hence never off this site, and never a path that has to be mended again.
    """
    if not path.startswith("/") or "//" in path:
        return None
    for _ in range(MOST_ENCODINGS):
        if found := known.get(_core(path)):
            return found
        path = html.unescape(unquote(path))
    return known.get(_core(path))


def _core(path: str) -> str:
    """Return a path in lower case up to its last letter or digit."""
    end = len(path)
    while end and _is_mark(path[end - 1]):
        end -= 1
    return path[:end].lower()


def _is_mark(character: str) -> bool:
    category = unicodedata.category(character)
    return category[0] in "PSZM" or category == "Cf"


@dataclass(frozen=True)
class Mender:
    """Where a request for a page that does not exist is sent instead.

    `known` comes from `mendable`; pages in `query_dependent` keep the query, as it is what their
    reader typed; `base_path` is the folder that the site is served below, or "".
    """

    known: Mapping[str, str]
    query_dependent: frozenset[str] = frozenset()
    base_path: str = ""

    def location(self, path: str, query: str) -> str | None:
        """Return the `Location` of a 301, without scheme and host; None for a true 404."""
        found = mend(path, self.known)
        if found is None:
            return None
        kept = f"?{query}" if query and found in self.query_dependent else ""
        return f"{self.base_path}{found}{kept}"
