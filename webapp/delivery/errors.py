"""Errors as calm pages with help numbers, in the language of the address where it has one."""

from __future__ import annotations

from flask import Flask, g, redirect, request
from werkzeug.exceptions import HTTPException, default_exceptions
from werkzeug.wrappers import Response

from webapp.i18n.catalogs import gettext as _
from webapp.site.addresses import Mender
from webapp.site.contexts import ErrorPage, Meta
from webapp.site.guide import Guide
from webapp.site.render import render


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


def init_errors(app: Flask, guides: dict[str, Guide], mender: Mender) -> None:
    """Answer every error with a page, or with the way to the page that a broken address means."""

    def show(error: HTTPException) -> tuple[str, int] | HTTPException | Response:
        code = error.code or 500
        if code < 400:
            return error
        if code == 404:
            # As sent: Werkzeug's own path has its slashes at the beginning folded.
            path = request.environ["PATH_INFO"].encode("latin-1").decode("utf-8", "replace")
            location = mender.location(path, request.query_string.decode("latin-1"))
            if location:
                return redirect(location, 301)
        tag = request.path.strip("/").split("/")[0]
        guide = guides.get(tag) or next(iter(guides.values()))
        g.language = language = guide.language
        heading, text = words(code)
        meta = Meta(
            language=language,
            path="",
            title=heading,
            heading=heading,
            description=text,
            canonical="",
            alternates=(),
            neutral=True,
            indexed=False,
        )
        return render("errors/error.html", guide, ErrorPage(meta, code)), code

    # Each code by its own name: a handler for HTTPException would also catch redirects.
    for code in default_exceptions:
        app.register_error_handler(code, show)
