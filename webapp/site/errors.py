"""Errors: calm pages with help numbers, in the reader's language; broken addresses mended.

What letters and messages broke is mended where it can only mean one page of ours (see `mend`, for
hosts of static files, too).
"""

import html
import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from itertools import dropwhile
from urllib.parse import unquote

from flask import Flask, g, redirect, request
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException, default_exceptions
from werkzeug.wrappers import Response

from webapp.i18n.languages import negotiate
from webapp.site.guide import Guide
from webapp.site.rendering import render_error

# Messages pass through several programs, each of which may encode the address once more.
MOST_ENCODINGS = 3
# A place in a page, and what networks and newsletters hang on to an address, with or without "?".
HUNG_ON = re.compile("[#?&].*", re.DOTALL)
# What word processors write for a hyphen, and what follows it where an address was wrapped.
HYPHEN = re.compile("[-\u2010-\u2015\u2212][\u00ad\u200b ]*")


def mendable(addresses: Iterable[str]) -> dict[str, str]:
    """Return the addresses to which a broken one may lead, by what is left of them: see `_core`."""
    return {_core(address): address for address in addresses}


def mend(path: str, known: Mapping[str, str]) -> str | None:
    """Return the address that a broken path means, or None.

    `path` is a path that exists nowhere, its percent signs decoded once; `known` comes from
    `mendable`. Without regard to case, and to slashes and trailing marks at its end, it must be
    the path of one known address. Trailing marks are whatever Unicode calls punctuation (P),
    symbol (S), space (Z), combining mark (M, as emoji have) or format character (Cf), in any
    script and number, also percent-encoded again or written as an HTML entity ("&gt;", "&quot;").
    A dash counts as a hyphen, also before a space, and all from a "#", "?" or "&" on as nothing.
    No other mark before the last letter or digit is mended, no control character, no spelling, no
    path with two slashes together. The answer is always a known address: never off this site, never
    to be mended again.
    """
    if not path.startswith("/") or "//" in path:
        return None
    for _encoding in range(MOST_ENCODINGS):
        if found := known.get(_core(path)):
            return found
        path = html.unescape(unquote(path))
    return known.get(_core(path))


def choices_of(args: MultiDict[str, str]) -> MultiDict[str, str]:
    """Return what the query of a form of choices asks: read like a path, without regard to capitals
    and trailing marks, also where "&" stands as HTML writes it."""
    read = ((name.lower().removeprefix("amp;"), _core(text)) for name, text in args.items(True))
    return MultiDict(read)


def _core(path: str) -> str:
    """Return a path in lower case up to its last letter or digit, with plain hyphens."""
    path = HYPHEN.sub("-", HUNG_ON.sub("", path))
    return "".join(dropwhile(_is_mark, reversed(path)))[::-1].lower()


def _is_mark(character: str) -> bool:
    category = unicodedata.category(character)
    return category[0] in "PSZM" or category == "Cf"


def init_errors(
    app: Flask,
    guides: Mapping[str, Guide],
    addresses: Iterable[str],
    query_dependent: Collection[str],
) -> None:
    """Answer an error with a page, or with the way to the one of `addresses` that is meant; those
    that are `query_dependent` keep their query."""
    settings = next(iter(guides.values())).settings
    known = mendable(addresses)
    by_tag = {tag.lower(): guide for tag, guide in guides.items()}
    languages = tuple(guide.language for guide in guides.values())

    def show(error: HTTPException) -> tuple[str, int] | HTTPException | Response:
        code = error.code or 500
        if code < 400:
            return error
        wished = negotiate(request.headers.get("Accept-Language", ""), languages)
        if code == 404:
            # As sent: Werkzeug's own path has its slashes at the beginning folded.
            path = request.environ["PATH_INFO"].encode("latin-1").decode("utf-8", "replace")
            ways = [("", 301)]
            if not settings.static_host:  # which cannot choose by reader
                # An address without a language, as people say it: "/help" is "/pl/help/".
                ways.append((f"/{wished.tag}", 302))
            for start, status in ways:
                if path.startswith("/") and (found := mend(start + path, known)):
                    # What somebody typed into a form of ours is kept; what a network added is not.
                    query = request.query_string.decode("latin-1")
                    kept = f"?{query}" if query and found in query_dependent else ""
                    return redirect(f"{settings.base_path}{found}{kept}", status)
        # "PL", and "pl-PL" as phones write it, are Polish, too.
        tag = request.path.strip("/").partition("/")[0].replace("_", "-").lower()
        guide = by_tag.get(tag) or by_tag.get(tag.partition("-")[0]) or guides[wished.tag]
        g.language = guide.language
        return render_error(guide, code), code

    # Each code by its own name: a handler for HTTPException would also catch redirects.
    for code in default_exceptions:
        app.register_error_handler(code, show)
