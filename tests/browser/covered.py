"""Measure how much of what has the focus lies under something that floats (WCAG 2.4.12)."""

from __future__ import annotations

STOPS = """() => [...document.querySelectorAll('a[href], button, input, select, pre[tabindex]')]
  .filter((each) => each.getClientRects().length).length"""
# "" or what is covered, by what share of its area; a control that was not scrolled into sight is
# covered, too.
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
