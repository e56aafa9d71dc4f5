"""The short text of a page is true, and never lacks a number."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask, template_rendered

from webapp.site.guide import Guide
from webapp.site.rendering import LONGEST_TEXT, Meta, short_text

NUMBERS = ("999", "101", "0808 800 5000", "0800 1111")


@pytest.mark.parametrize("spaces", [True, False])
def test_a_long_language_costs_words_of_the_description_never_a_number(
    app: Flask, spaces: bool
) -> None:
    """A translation may be twice as long, or know no spaces: the numbers to call still fit."""
    long = "długie słowa " * 80 if spaces else "長" * 900
    with app.test_request_context("/en/help/"):
        guide, meta = found(app)
        whole = short_text(guide, meta)
        text = short_text(guide, replace(meta, description=long))
    assert meta.description in whole
    title, description, address, calls = text.split("\n")
    assert len(text) <= LONGEST_TEXT
    assert (title, address) == (meta.title, meta.canonical)
    assert all(each in calls for each in NUMBERS)
    assert long.startswith(description.removesuffix("…"))
    assert LONGEST_TEXT - len(text) < len("długie słowa ")


def found(app: Flask) -> tuple[Guide, Meta]:
    """Return the English guide and what the head of its help page says."""
    seen_contexts = []
    with template_rendered.connected_to(
        lambda _, template, context, **__: seen_contexts.append(context), app
    ):
        app.test_client().get("/en/help/")
    (context,) = seen_contexts
    return context["guide"], context["meta"]
