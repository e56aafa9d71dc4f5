"""Scripts that measure in the page itself what a reader sees, hits and hears; and axe-core."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import axe_playwright_python
from playwright.sync_api import Page

# SC 1.4.12, Text Spacing, as WCAG 2.2 gives it. An adopted style sheet: the policy forbids others.
SPACING = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important;
    word-spacing: .16em !important } p { margin-block-end: 2em !important }`);
  document.adoptedStyleSheets = [sheet];
}"""
NO_SPACING = "() => { document.adoptedStyleSheets = []; }"
WIDTH = "document.scrollingElement.scrollWidth"
# SC 2.5.5: 44 by 44 CSS pixels, unless the control stands in a line of text.
SMALL = """() => [...document.querySelectorAll(
  'a, button, input, select, summary')].filter((each) => {
  const box = each.getBoundingClientRect();
  if (!box.width || each.matches('.skip')) return false;
  if (each.matches('label input')) {
    const label = each.closest('label').getBoundingClientRect();
    return label.width < 44 || label.height < 44;
  }
  if (box.width >= 44 && box.height >= 44) return false;
  if (getComputedStyle(each).display !== 'inline') return true;
  const line = each.closest('p, li, dd, td, th, h1, h2, h3, h4, figcaption, span.wide');
  return !line || line.textContent.trim() === each.textContent.trim();
}).map((each) => each.outerHTML.slice(0, 120))"""
# What a reader must see without pressing anything: two lines may not lie over one another.
CLIPPED = """() => [...document.querySelectorAll('main *')].filter((each) =>
  each.childElementCount === 0 && each.textContent.trim() && !each.closest('svg, .blank, .heard') &&
  getComputedStyle(each).overflow === 'hidden' && each.scrollHeight > each.clientHeight + 1
).map((each) => each.outerHTML.slice(0, 120))"""
MOVING = """() => [...document.querySelectorAll('*')].filter((each) => {
  const style = getComputedStyle(each);
  return Math.max(...[style.transitionDuration, style.animationDuration].map(parseFloat)) > .01;
}).map((each) => each.outerHTML.slice(0, 120))"""

# How many stops the Tab key makes on a page.
STOPS = """() => [...document.querySelectorAll(
  'a[href], button, input, select, pre[tabindex], summary')]
  .filter((stop) => stop.checkVisibility ? stop.checkVisibility() : stop.getClientRects().length)
  .length"""
# "", or what of the element that has the focus lies under something that floats, by share of its
# area (WCAG 2.4.12); an element that was not scrolled into sight is covered, too.
COVERED = """() => {
  const focus = document.activeElement;
  if (focus === document.body) return '';
  const floats = [...document.querySelectorAll('body *')].filter((each) =>
    ['fixed', 'sticky'].includes(getComputedStyle(each).position) && !each.contains(focus)
    && !focus.contains(each)).map((each) => each.getBoundingClientRect());
  const shared = (one, other) =>
    Math.max(0, Math.min(one.right, other.right) - Math.max(one.left, other.left))
    * Math.max(0, Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top));
  const sight = { left: 0, top: 0, right: innerWidth, bottom: innerHeight };
  let area = 0, under = 0, seen = 0;
  for (const box of focus.getClientRects()) {
    area += box.width * box.height;
    seen += shared(box, sight);
    for (const each of floats) under += shared(box, each);
  }
  if (seen && under < 1) return '';
  // What is taller than the room above the bar cannot stand in it whole: then most of it must show
  // (WCAG 2.4.11).
  const room = innerHeight - Math.max(0, ...floats.map((each) => innerHeight - each.top));
  if (seen && focus.getBoundingClientRect().height > room - 8 && under < area / 2) return '';
  return `${Math.round(100 * under / area)} % of ${focus.outerHTML.slice(0, 100)}`;
}"""

# Writes into the console how long after a press (ms) the white is painted, and if it covers all.
# A message that is posted in an animation frame arrives after that frame was painted.
WHITE_AFTER = """() => {
  document.querySelector('a.exit').addEventListener('click', () => {
    const pressed = performance.now();
    const look = () => {
      const white = document.querySelector('.exit-white');
      if (!white) { requestAnimationFrame(look); return; }
      const box = white.getBoundingClientRect();
      const whole = box.x <= 0 && box.y <= 0 && box.right >= innerWidth
        && box.bottom >= innerHeight && !document.body.getClientRects().length
        && document.title === white.textContent;
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => console.log(
        `white ${whole ? 'whole' : 'in part'} after ${performance.now() - pressed}`);
      port2.postMessage('');
    };
    requestAnimationFrame(look);
  }, true);
}"""

# What every engine must show of a page, at any width: [what is amiss].
READABLE = """(embed) => {
  const shown = (each) => each && each.getClientRects().length > 0;
  const amiss = [];
  if (document.scrollingElement.scrollWidth > innerWidth) amiss.push('scrolls sideways');
  if (document.querySelectorAll('h1').length !== 1) amiss.push('not one first heading');
  if (!shown(document.querySelector('h1'))) amiss.push('no heading in sight');
  if (document.querySelector('main').textContent.trim().length < 60) amiss.push('no words');
  if (embed) return amiss;
  for (const wanted of ['a.exit', '.danger a[href="tel:999"]'])
    if (!shown(document.querySelector(wanted))) amiss.push(`no ${wanted} in sight`);
  return amiss;
}"""

AXE = next(Path(axe_playwright_python.__file__).parent.rglob("axe.min.js")).read_text()
RULES = ["wcag2a", "wcag2aa", "wcag2aaa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# The rules that another theme can break: it changes colours only.
COLOUR_RULES = ["color-contrast", "color-contrast-enhanced", "link-in-text-block"]
# Takes a list of tags of rules, or of rules; and of those the ones to leave out.
RUN_AXE = """async ([type, values, without]) => {
  const on = {'target-size': {enabled: true}, 'color-contrast-enhanced': {enabled: true}};
  for (const rule of without) on[rule] = {enabled: false};
  const found = await axe.run({runOnly: {type, values}, resultTypes: ['violations', 'incomplete'],
                               ...(type === 'tag' && {rules: on})});
  const brief = (list) => list.flatMap((each) => each.nodes.map(
    (node) => [each.id, node.html, node.failureSummary || '']));
  return {violations: brief(found.violations), incomplete: brief(found.incomplete)};
}"""
# "Needs review" that a person has looked at: (rule, part of the element) -> why it is no fault.
FLOATS = "floats over text, in the text's own colours on a card without a hole"
REVIEWED: dict[tuple[str, str], str] = {
    (rule, 'class="exit-status"'): FLOATS for rule in ("color-contrast", "color-contrast-enhanced")
}


def chosen_rules(*, colours: bool) -> list[Any]:
    """Return what `RUN_AXE` takes for all rules, or for all but those of colours."""
    return ["tag", RULES, [] if colours else COLOUR_RULES]


def barriers(page: Page, *, colours_only: bool = False, colours: bool = True) -> list[list[str]]:
    """Return what axe finds on the page as it is now, and what it leaves to people, unreviewed.

    It runs to WCAG 2.2 AAA and best practices; an entry is [rule, element, how to mend it].
    """
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE)
    chosen = ["rule", COLOUR_RULES, []] if colours_only else chosen_rules(colours=colours)
    found: dict[str, Any] = page.evaluate(RUN_AXE, chosen)
    return found["violations"] + [
        result
        for result in found["incomplete"]
        if not any(result[0] == rule and part in result[1] for rule, part in REVIEWED)
    ]
