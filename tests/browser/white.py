"""Measure in the page itself how long after a press the white is painted."""

from __future__ import annotations

# A message that is posted in an animation frame arrives after that frame was painted.
WHITE_AFTER = """() => {
  document.querySelector('a.exit').addEventListener('click', () => {
    const pressed = performance.now();
    const look = () => {
      if (!document.querySelector('.exit-white')) { requestAnimationFrame(look); return; }
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => console.log(`white after ${performance.now() - pressed}`);
      port2.postMessage('');
    };
    requestAnimationFrame(look);
  }, true);
}"""
