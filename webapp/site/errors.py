"""What answers a request for no page: a calm page with help numbers, or the way to the right one.

Addresses that letters and messages broke are mended where they can only mean one page of ours. For
a host of static files the same rules hold: see `mend`.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable, Mapping
from urllib.parse import unquote

from flask import Flask, g, redirect, request
from werkzeug.exceptions import HTTPException, default_exceptions
from werkzeug.wrappers import Response

from webapp.i18n.catalogs import gettext as _
from webapp.site.rendering import Meta, render
from webapp.site.website import Website

# Messages pass through several programs, each of which may encode the address once more.
MOST_ENCODINGS = 3
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
    symbol (S), space (Z), combining mark (M, as emoji have) or format character (Cf), in any script
    and number, also percent-encoded again or written as an HTML entity ("&gt;", "&quot;"). A dash
    counts as a hyphen, also before a space, and all from a "#" on as nothing. No other mark before
    the last letter or digit is mended, no control character, no spelling, no path with two slashes
    together. The answer is always one of the known addresses,
    hence never off this site, and never a path that has to be mended again.
    """
    if not path.startswith("/") or "//" in path:
        return None
    for _encoding in range(MOST_ENCODINGS):
        if found := known.get(_core(path)):
            return found
        path = html.unescape(unquote(path))
    return known.get(_core(path))


def _core(path: str) -> str:
    """Return a path in lower case up to its last letter or digit, with plain hyphens."""
    path = HYPHEN.sub("-", path.partition("#")[0])
    end = len(path)
    while end and _is_mark(path[end - 1]):
        end -= 1
    return path[:end].lower()


def _is_mark(character: str) -> bool:
    category = unicodedata.category(character)
    return category[0] in "PSZM" or category == "Cf"


def words(code: int) -> tuple[str, str]:
    """Return (heading, what happened and what to do) for a status code, in the current language."""
    if code == 404:
        return _("We cannot find this page"), _(
            "The address may be wrong, or the page may have moved. You can search, or start again."
        )
    if code == 405:
        return _("This page can only be read"), _("Nothing was sent or saved. Go back and read on.")
    if code == 410:
        return _("This page has gone"), _("We took it away. You can search, or start again.")
    if code in (413, 414, 431):
        return _("That was too long for us"), _(
            "Nothing was saved. Use fewer words, or start again."
        )
    if code < 500:
        return _("We did not understand that"), _("Check the address, or start again.")
    return _("Something went wrong on our side"), _(
        "It is not your fault, and nothing about you was saved. Try again in a few minutes."
    )


def init_errors(app: Flask, site: Website) -> None:
    """Answer every error with a page, or with the way to the page that a broken address means."""
    guides = site.guides
    known = mendable(["/", *site.documents()])
    query_dependent = site.query_dependent()

    def show(error: HTTPException) -> tuple[str, int] | HTTPException | Response:
        code = error.code or 500
        if code < 400:
            return error
        if code == 404:
            # As sent: Werkzeug's own path has its slashes at the beginning folded.
            path = request.environ["PATH_INFO"].encode("latin-1").decode("utf-8", "replace")
            if found := mend(path, known):
                # What somebody typed into a form of ours is kept; what a network added is not.
                query = request.query_string.decode("latin-1")
                kept = f"?{query}" if query and found in query_dependent else ""
                return redirect(f"{site.settings.base_path}{found}{kept}", 301)
        tag = request.path.strip("/").split("/")[0]
        guide = guides.get(tag) or next(iter(guides.values()))
        g.language = language = guide.language
        heading, text = words(code)
        meta = Meta(language, heading, text)
        return render("errors/error.html", guide, meta, code=code), code

    # Each code by its own name: a handler for HTTPException would also catch redirects.
    for code in default_exceptions:
        app.register_error_handler(code, show)
