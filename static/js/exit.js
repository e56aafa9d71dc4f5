// @ts-check
// Exit this page: white at once, nothing of ours left on the device, no way back by one press.
// Stands first and alone, so that nothing else on the page can keep a reader from leaving.

/** How long a reader waits for the neutral page before a blank one takes its place. */
const PATIENCE = 3000;
/** Three presses of Shift within this time leave, too. */
const SHIFT_TIME = 5000;

const link = /** @type {HTMLAnchorElement | null} */ (document.querySelector("a.exit"));
const status = document.querySelector(".exit-status");
/** @type {number[]} */
let presses = [];

/** Delete what we saved; nobody waits for it, the page is white already. */
function forget() {
  // Another tab that is saving stops. Older phones cannot call it.
  if (globalThis.BroadcastChannel) {
    const tabs = new BroadcastChannel("guide");
    tabs.postMessage("gone");
    tabs.close();
  }
  return Promise.allSettled([
    globalThis.caches?.keys().then((names) => Promise.all(names.map((name) => caches.delete(name)))),
    navigator.serviceWorker?.getRegistrations()
      .then((all) => Promise.all(all.map((each) => each.unregister()))),
  ]);
}

async function leave() {
  // The overlay comes first: whoever looks over a shoulder sees it before anything is asked.
  const white = document.createElement("div");
  white.className = "exit-white";
  document.documentElement.append(white);
  document.title = "";
  document.dispatchEvent(new Event("exit"));
  setTimeout(() => location.replace("about:blank"), PATIENCE);
  /** @type {Promise<unknown>} */
  let forgotten = Promise.resolve();
  try {
    forgotten = forget();
  } catch {
    // A browser that forbids storage has nothing to forget.
  }
  // Asked first, under the white: the browser's own error page, or ours, would name this site.
  // Not the way out itself: WebKit never ends a redirect that it may not follow and that clears.
  const answer = await fetch(location.pathname, { method: "HEAD", cache: "no-store" })
    .catch(() => undefined);
  // Where nobody answers, nobody clears, and a page that has gone deletes nothing more.
  await Promise.race([forgotten, new Promise((resolve) => setTimeout(resolve, PATIENCE / 3))]);
  // replace(): Back does not return to the page that was left.
  location.replace(link && answer && answer.status < 500 ? link.href : "about:blank");
}

link?.addEventListener("click", (event) => {
  event.preventDefault();
  leave();
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Shift") {
    presses = [];
    return;
  }
  // In a box, Shift writes capitals.
  const box = /** @type {Element} */ (event.target).closest?.("input, select, textarea");
  if (event.repeat || box || !link) return;
  const now = Date.now();
  presses = [...presses.filter((each) => now - each < SHIFT_TIME), now];
  const left = 3 - presses.length;
  if (left === 0) leave();
  else if (status) status.textContent = link.dataset[left === 2 ? "two" : "one"] ?? "";
});

// A jump within the page takes the place of the page in the history: a second entry of it would be
// where Back leads after the way out.
document.addEventListener("click", (event) => {
  const jump = /** @type {Element} */ (event.target).closest?.('a[href^="#"]');
  if (!jump || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  location.replace(/** @type {HTMLAnchorElement} */ (jump).hash);
});

// A page that comes back from the browser's memory must not come back white.
addEventListener("pageshow", (event) => {
  if (event.persisted) document.querySelector(".exit-white")?.remove();
});
