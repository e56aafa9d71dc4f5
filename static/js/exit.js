// @ts-check
// Exit this page: white at once, nothing of ours left on the device, no way back by one press.
// Loaded `async`, before all other scripts: it waits for no style sheet and for no other script,
// and works while the page is still arriving. It must not depend on a style sheet either.

/** How long a reader waits for the neutral page before a blank one takes its place (ms). */
const PATIENCE = 8000;
/** How long the clean-up may delay the way out (ms). */
const CLEANUP = 1000;
/** Two presses of Shift that are further apart do not belong together (ms). */
const SHIFT_TIME = 5000;

const link = () => /** @type {HTMLAnchorElement | null} */ (document.querySelector("a.exit"));

/** Puts the page back. @type {(() => void) | undefined} */
let uncover;
/** Runs until the neutral page has come. */
let wait = 0;

/** Delete what we saved; the page is white already. */
function forget() {
  return Promise.all([
    globalThis.caches?.keys().then((names) => Promise.all(names.map((name) => caches.delete(name)))),
    navigator.serviceWorker?.getRegistrations()
      .then((workers) => Promise.all(workers.map((worker) => worker.unregister()))),
  ]);
}

/** The other tabs of the guide in this browser. @type {BroadcastChannel | undefined} */
let tabs;

/** Leave when another tab does. */
function listen() {
  try {
    tabs = new BroadcastChannel("guide");
    tabs.onmessage = ({ data }) => data === "exit" && leave();
  } catch {
    // Phones before 2022 may not have it, and some browsers refuse it: each tab leaves alone.
  }
}

/**
 * Set styles that no style sheet can undo. The content security policy allows it to a script.
 * @param {HTMLElement} element
 * @param {Record<string, string>} styles
 */
function style(element, styles) {
  for (const [name, value] of Object.entries(styles)) {
    element.style.setProperty(name, value, "important");
  }
}

/** Hide the page from eye and ear, and say one neutral word. */
function cover() {
  const root = document.documentElement;
  const { body, title } = document;
  const white = document.createElement("div");
  white.className = "exit-white";
  style(white, {
    position: "fixed", top: "0", left: "0", width: "100%", height: "100%", margin: "0",
    "z-index": "2147483647", background: "#fff", color: "#fff", "forced-color-adjust": "none",
  });
  // An alert is spoken when it is inserted; "Loading." tells a listener nothing about the page.
  white.setAttribute("role", "alert");
  const word = link()?.dataset.loading ?? "";
  white.textContent = word;
  // The dark colour scheme would paint black behind the body.
  style(root, { background: "#fff", "color-scheme": "light", overflow: "hidden" });
  // Not drawn at all: nothing of it is above the white, in the accessibility tree, or focused.
  if (body) style(body, { display: "none" });
  root.append(white);
  // With no title at all, the tab and the list of open windows would show the address. An answer
  // that was on its way brings its page's title along.
  document.title = word;
  const titles = new MutationObserver(() => {
    if (document.title !== word) document.title = word;
  });
  titles.observe(document.head, { childList: true, characterData: true, subtree: true });
  uncover = () => {
    titles.disconnect();
    white.remove();
    document.title = title;
    root.removeAttribute("style");
    body?.removeAttribute("style");
  };
}

/** Leave, whatever the network does. docs/running.md says why it does not ask our server first. */
async function leave() {
  if (uncover) return;
  breakOff();
  cover();
  // A page that was asked for just before must not come while the clean-up runs.
  stop();
  tabs?.postMessage("exit");
  document.dispatchEvent(new Event("exit"));
  wait = setTimeout(() => location.replace("about:blank"), PATIENCE);
  try {
    // A page that has gone deletes nothing more, so this is waited for, though not for long.
    await Promise.race([forget(), new Promise((done) => setTimeout(done, CLEANUP))]);
  } catch {
    // A browser that forbids storage has nothing to forget.
  }
  // replace(): Back does not return to the page that was left. Only another tab calls a page that
  // has no link yet.
  const to = link()?.dataset.neutral;
  location.replace(to && navigator.onLine ? to : "about:blank");
}

/** Presses of Shift so far. */
let presses = 0;
/** The Shift key that is down and has been alone so far. @type {string | undefined} */
let down;
let lapse = 0;

/** @returns {HTMLElement} the message's place, in the bar at the foot of the window */
function message() {
  const found = document.querySelector(".exit-status");
  if (found) return /** @type {HTMLElement} */ (found);
  const made = document.createElement("p");
  made.className = "exit-status";
  made.setAttribute("role", "status");
  document.querySelector(".exit-bar")?.prepend(made);
  return made;
}

/** Begin again: the count, and the message with it. */
function breakOff() {
  presses = 0;
  down = undefined;
  clearTimeout(lapse);
  // An empty status is spoken by some screen readers ("status bar"): there is none at rest.
  document.querySelector(".exit-status")?.remove();
  if (document.body) document.body.style.paddingBlockEnd = "";
}

/** Keep the bar in sight where fingers have enlarged the page, and above an iPhone's keyboard (no
 * keyboard is less than 40 px high).
 * @param {{target: any}} event */
function stay({ target: view }) {
  const bar = /** @type {HTMLElement | null} */ (document.querySelector(".exit-bar"));
  if (!bar) return;
  const y = view.offsetTop + view.height - bar.offsetTop - bar.offsetHeight;
  // As wide as the page, it is scaled round its left end: then it is as wide as what is seen.
  bar.style.transform = view.scale > 1 || y < -40
    ? `translate(${view.offsetLeft}px,${y}px) scale(${1 / view.scale})` : "";
}

globalThis.visualViewport?.addEventListener("resize", stay);
globalThis.visualViewport?.addEventListener("scroll", stay);

/** Scroll what has the focus out from under the bar. */
function uncoverFocus() {
  const bar = document.querySelector(".exit-bar");
  const focus = document.activeElement;
  if (!bar || !focus || focus === document.body || bar.contains(focus)) return;
  const box = focus.getBoundingClientRect();
  const under = box.bottom - bar.getBoundingClientRect().top;
  if (under > 0 && box.top > 0) scrollBy(0, Math.min(under + 8, box.top));
}

/** @param {MouseEvent} event */
function press(event) {
  // The right button opens a menu; the middle one would leave this page open behind a new tab.
  if (!(event.target instanceof Element) || event.button === 2) return;
  if (event.target.closest("a.exit")) {
    event.preventDefault();
    leave();
    return;
  }
  // A jump within the page takes the place of the page in the history: a second entry of it would
  // be where Back leads after the way out.
  const jump = /** @type {HTMLAnchorElement | null} */ (event.target.closest("a[href]"));
  if (!jump || event.button || event.defaultPrevented || event.ctrlKey || event.metaKey
    || event.shiftKey || jump.href.split("#")[0] !== location.href.split("#")[0]) return;
  event.preventDefault();
  location.replace(jump.href);
}

document.addEventListener("auxclick", press);
document.addEventListener("click", press);

// A hand that shakes makes no click: a mouse that moves drags the link away, a finger that slips
// scrolls, and one that rests opens a menu with the address.
for (const slip of ["dragstart", "touchend", "contextmenu"]) {
  document.addEventListener(slip, (/** @type {any} */ event) => {
    const { clientX, clientY } = event.changedTouches?.[0] ?? event;
    const found = document.elementFromPoint(clientX, clientY);
    if (found !== event.target || found !== link() || event.button === 2) return;
    event.preventDefault();
    leave();
  });
}

// Shift three times leaves, too. It is counted when it is let go and nothing else was pressed
// since, so Shift+Tab, a capital letter and Alt+Shift (another keyboard) are not counted.
document.addEventListener("keydown", (event) => {
  if (event.key === "Shift" && event.repeat) return;
  const other = event.key !== "Shift" || event.ctrlKey || event.altKey || event.metaKey
    || event.getModifierState("AltGraph") || event.isComposing
    || (down !== undefined && down !== event.code);
  // What one types into is read-write; a button, a tick or a choice is not.
  const typed = /** @type {Element} */ (event.target).matches?.(":read-write");
  if (other || typed || !link() || uncover) {
    breakOff();
    return;
  }
  down = event.code;
  // Who presses slowly is still pressing: the time runs from when it is let go.
  clearTimeout(lapse);
  // Screen readers speak what changes in a region, so it is there before its first words.
  message();
});

document.addEventListener("keyup", (event) => {
  if (event.key === "Tab") uncoverFocus();
  if (down === undefined) return;
  if (event.key !== "Shift" || event.code !== down) {
    breakOff();
    return;
  }
  down = undefined;
  presses += 1;
  if (presses === 3) {
    leave();
    return;
  }
  const status = message();
  status.textContent = link()?.dataset[presses === 1 ? "two" : "one"] ?? "";
  // The bar is higher now: the page still ends above it, and so does what has the focus.
  const bar = /** @type {HTMLElement} */ (status.parentElement);
  document.body.style.paddingBlockEnd = `${bar.offsetHeight}px`;
  uncoverFocus();
  clearTimeout(lapse);
  lapse = setTimeout(breakOff, SHIFT_TIME);
});

document.addEventListener("pointerdown", breakOff, { passive: true });
document.addEventListener("wheel", breakOff, { passive: true });
addEventListener("blur", breakOff);

listen();
// With an open channel many browsers keep no page in memory, and Back loads it once more.
addEventListener("pagehide", () => {
  tabs?.close();
  tabs = undefined;
});

// A page that comes back from the browser's memory must not come back white.
addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  listen();
  clearTimeout(wait);
  uncover?.();
  uncover = undefined;
});
