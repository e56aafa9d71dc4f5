"""Measure in the page itself how long after a press (ms) the white is painted, and if it covers."""

from __future__ import annotations

# A message that is posted in an animation frame arrives after that frame was painted.
WHITE_AFTER = """() => {
  document.querySelector('a.exit').addEventListener('click', () => {
    const pressed = performance.now();
    const look = () => {
      const white = document.querySelector('.exit-white');
      if (!white) { requestAnimationFrame(look); return; }
      const box = white.getBoundingClientRect();
      const whole = box.x <= 0 && box.y <= 0 && box.right >= innerWidth
        && box.bottom >= innerHeight && !document.body.getClientRects().length && !document.title;
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => console.log(
        `white ${whole ? 'whole' : 'in part'} after ${performance.now() - pressed}`);
      port2.postMessage('');
    };
    requestAnimationFrame(look);
  }, true);
}"""
