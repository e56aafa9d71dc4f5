"""The short text of a page is true, and never lacks a number."""

from __future__ import annotations

import pytest
from flask import Flask, template_rendered

from webapp.site.guide import Guide
from webapp.site.rendering import LONGEST_TEXT, short_text

NUMBERS = ("999", "101", "0808 800 5000", "0800 1111")


@pytest.mark.parametrize("spaces", [True, False])
def test_a_long_language_costs_words_of_the_description_never_a_number(
    app: Flask, spaces: bool
) -> None:
    """A translation may be twice as long, or know no spaces: the numbers to call still fit."""
    long = "długie słowa " * 80 if spaces else "長" * 900
    with app.test_request_context("/en/help/"):
        guide, *head = found(app)
        title, description, address = head
        assert description in short_text(guide, *head)
        text = short_text(guide, title, long, address)
    *parts, calls = text.split("\n")
    assert len(text) <= LONGEST_TEXT
    assert parts[::2] == [title, address]
    assert all(number in calls for number in NUMBERS)
    assert long.startswith(parts[1].removesuffix("…"))
    assert LONGEST_TEXT - len(text) < len("długie słowa ")


def found(app: Flask) -> tuple[Guide, str, str, str]:
    """Return the English guide, and title, description and address of its help page."""
    seen_contexts = []
    with template_rendered.connected_to(
        lambda _, template, context, **__: seen_contexts.append(context), app
    ):
        app.test_client().get("/en/help/")
    (context,) = seen_contexts
    return context["guide"], context["title"], context["description"], context["canonical"]
