"""axe-core to WCAG 2.2 AAA and best practices on every page: no violation, nothing left open."""

from __future__ import annotations

from typing import Any

import pytest
from chromium import AXE, dress
from kinds import EVERY, KINDS
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

TAGS = ["wcag2a", "wcag2aa", "wcag2aaa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# "Needs review" that a person has looked at: (rule, part of the element) -> why it is no fault.
FLOATS = "floats over text, in the text's own colours on a card without a hole"
REVIEWED: dict[tuple[str, str], str] = {
    (rule, 'class="exit-status"'): FLOATS for rule in ("color-contrast", "color-contrast-enhanced")
}

RUN = """async (tags) => {
  const on = {'target-size': {enabled: true}, 'color-contrast-enhanced': {enabled: true}};
  const told = await axe.run({runOnly: {type: 'tag', values: tags}, rules: on,
                              resultTypes: ['violations', 'incomplete']});
  const brief = (list) => list.flatMap((each) => each.nodes.map(
    (node) => [each.id, node.html, node.failureSummary || '']));
  return {violations: brief(told.violations), incomplete: brief(told.incomplete)};
}"""


def run(page: Page) -> dict[str, Any]:
    """Run axe on the page as it is now."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE)
    told: dict[str, Any] = page.evaluate(RUN, TAGS)
    told["incomplete"] = [
        each
        for each in told["incomplete"]
        if not any(each[0] == rule and part in each[1] for rule, part in REVIEWED)
    ]
    return told


CLEAN: dict[str, Any] = {"violations": [], "incomplete": []}


ON_A_PHONE = [(390, "light")]
EVERY_DRESS = [
    (width, theme) for width in (320, 390, 1280) for theme in ("light", "dark", "forced")
]


@pytest.mark.parametrize("address", EVERY)
def test_every_page_keeps_every_rule(page: Page, origin: str, address: str) -> None:
    """Who reads with other senses or other hands finds no barrier that a machine can see.

    One page of each kind is looked at in every dress: small and wide, light, dark and with a
    reader's own colours. What differs between pages of a kind is words, so the others once.
    """
    page.goto(origin + address)
    for width, theme in EVERY_DRESS if address in KINDS else ON_A_PHONE:
        dress(page, width, theme)
        assert run(page) == CLEAN, (width, theme)
