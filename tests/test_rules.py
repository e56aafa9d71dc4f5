"""A rule of every page names the pages that break it."""

from __future__ import annotations

import pytest
from flask import Flask
from house import TAGS, Page
from rules import on_every_page


def test_a_broken_rule_names_each_page_that_breaks_it(app: Flask) -> None:
    """One test for all pages still says where to look."""

    @on_every_page
    def rule(page: Page) -> None:
        assert not page.address.endswith("/help/")

    with pytest.raises(pytest.fail.Exception) as failure:
        rule(app=app)
    named = [line.partition(": ")[0] for line in str(failure.value).splitlines() if line[:1] == "/"]
    assert named == [f"/{tag}/help/" for tag in TAGS]
