"""The page of languages at the bare address of an export: it can be left like any other."""

from __future__ import annotations

from flask import Flask, render_template
from house import Page, parse, words


def test_the_chooser_has_the_way_out_first(app: Flask) -> None:
    """Whoever meets our first page in a hurry finds the way out before the languages."""
    with app.test_request_context("/"):
        html = render_template("pages/chooser.html")
    page = Page("/", html, parse(html))
    assert page.links[0] == "/exit"
    assert words(page.all("a")[0]) == "Exit this page"
    (script,) = page.all("script")
    assert "/js/exit." in script.get("src", "")
