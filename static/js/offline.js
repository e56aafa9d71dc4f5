// @ts-check
// Keep the guide on this device, and take it away again: only by a press, and whole or not at all.

const MARK = "/offline/complete";

/** @typedef {{revision: string, day: string, pages: number}} Mark */
/** @typedef {{url: string, size: number, hash: string, headers: number}} Entry */

const box = /** @type {HTMLElement} */ (document.querySelector("#keep"));
const say = /** @type {Record<string, string>} */ (box.dataset);
const save = /** @type {HTMLButtonElement} */ (box.querySelector("[data-save]"));
const remove = /** @type {HTMLButtonElement} */ (box.querySelector("[data-remove]"));
const bar = /** @type {HTMLProgressElement} */ (box.querySelector("progress"));
const status = /** @type {HTMLElement} */ (box.querySelector("[aria-live]"));
/** The copies of this page's language. */
const ours = `guide-${say.language}-`;
/** Breaks a running save off; each save has its own. */
let leaving = new AbortController();
/** The other tabs of the guide in this browser. @type {BroadcastChannel} */
let tabs;

// The policy lets no script address through but the worker's own.
// @ts-ignore: TypeScript's library has no Trusted Types yet.
const policy = globalThis.trustedTypes?.createPolicy("offline", {
  createScriptURL: (/** @type {string} */ url) => (url === say.worker ? url : ""),
});

/**
 * Fill {names} in a text that the page brought in its own language.
 * @param {string} text
 * @param {Record<string, string | number>} values
 */
function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
}

/**
 * Write a day as the page's language does; browsers know the months of few languages.
 * @param {string} moment
 */
function written(moment) {
  const day = new Date(moment);
  const inItsMonth = say.days.split("|")[day.getMonth()] ?? "";
  return inItsMonth.replace("11", String(day.getDate())).replace("2222", String(day.getFullYear()));
}

/** @returns {Promise<[string, Mark | null][]>} every cache of ours, with its mark if it is whole;
 * to open one by its name would make it anew where another tab has just taken it away */
async function copies() {
  const names = (await caches.keys()).filter((name) => name.startsWith("guide-"));
  return Promise.all(names.map(async (cacheName) => {
    const mark = await caches.match(MARK, { cacheName });
    return /** @type {[string, Mark | null]} */ ([cacheName, mark ? await mark.json() : null]);
  }));
}

/** End a save that was broken off; Chromium before 100 has no `throwIfAborted`. */
function goOn() {
  if (leaving.signal.aborted) throw new DOMException("", "AbortError");
}

/** @param {string} url */
async function load(url) {
  const answer = await fetch(url, { cache: "no-store", signal: leaving.signal });
  if (!answer.ok) throw new Error(url);
  return answer;
}

/**
 * Show how far a save is; spoken at each quarter only: more would bury the reader.
 * @param {number} part from 0 to 1
 */
function progress(part) {
  const quarter = Math.floor(4 * part);
  if (quarter > Math.floor(4 * bar.value) && quarter < 4) {
    status.textContent = fill(say.saving, { percent: 25 * quarter });
  }
  bar.value = part;
}

/** Receive the bundle; by its bytes the bar goes to nine tenths. */
async function receive() {
  const answer = await load(say.bundle);
  // @ts-ignore: every answer with bytes has a body.
  const reader = answer.body.getReader();
  /** @type {Uint8Array<ArrayBuffer>[]} */
  const parts = [];
  let size = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    parts.push(part.value);
    size += part.value.length;
    // The size of the whole stands in the first line.
    const all = Number(text(parts[0].subarray(0, 40)).split(/\s/)[1]);
    if (size <= all) progress(0.9 * size / all);
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

/** @param {Uint8Array} bytes */
function text(bytes) {
  return new TextDecoder().decode(bytes);
}

/**
 * Refuse bytes that are not those that were sent, such as the login page of a café's network.
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @param {string} hash 22 characters of their SHA-256 in base64
 */
async function check(bytes, hash) {
  const found = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  if (btoa(String.fromCharCode(...found)).slice(0, 22) !== hash) throw new Error("hash");
}

/**
 * Take a bundle apart: webapp/site/website.py tells how it is made.
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @returns {Promise<{revision: string, answers: [string, Response][]}>}
 */
async function unpack(bytes) {
  const first = bytes.indexOf(10);
  const second = bytes.indexOf(10, first + 1);
  const [revision] = text(bytes.subarray(0, first)).split(" ");
  const head = bytes.subarray(first + 1, second);
  await check(head, revision);
  /** @type {{headers: Record<string, string>[], entries: Entry[]}} */
  const { headers, entries } = JSON.parse(text(head));
  let at = second + 1;
  const answers = await Promise.all(entries.map(async (entry) => {
    const page = bytes.subarray(at, at += entry.size);
    await check(page, entry.hash);
    return [entry.url, new Response(page, { headers: headers[entry.headers] })];
  }));
  // @ts-ignore: TypeScript takes each pair for a list.
  return { revision, answers };
}

/** Take away what no save finished; without a whole copy a worker has nothing to answer from. */
async function sweep() {
  let whole = false;
  for (const [name, mark] of await copies()) {
    if (mark) whole = true;
    else await caches.delete(name);
  }
  if (whole) return;
  for (const worker of await navigator.serviceWorker.getRegistrations()) await worker.unregister();
}

/**
 * Act while no other tab saves; browsers without locks have to trust to luck.
 * @param {LockOptions} options
 * @param {(alone: unknown) => Promise<void>} act
 */
function alone(options, act) {
  return navigator.locks ? navigator.locks.request("guide", options, act) : act(true);
}

/** Show what is kept, and from which day. */
async function show() {
  // A tab that was closed in the middle of a save leaves a part behind.
  await alone({ ifAvailable: true }, async (lock) => {
    if (lock) await sweep();
  });
  const whole = (await copies()).filter(([, mark]) => mark);
  remove.hidden = !whole.length;
  const mark = whole.filter(([name]) => name.startsWith(ours)).pop()?.[1];
  if (!mark) return undefined;
  status.textContent = fill(say.kept, { pages: mark.pages, day: written(mark.day) });
  return mark.revision;
}

/** Show what is kept, and whether there is something newer. */
async function look() {
  const revision = await show();
  if (!revision) return;
  try {
    const newest = await (await load(say.revision)).json();
    if (newest.revision !== revision) status.textContent += ` ${say.newer}`;
  } catch {
    // Offline, nobody knows whether there is a newer one.
  }
}

/** Have the worker answer; a reader who leaves meanwhile does not wait for it. */
async function work() {
  const address = policy ? policy.createScriptURL(say.worker) : say.worker;
  await navigator.serviceWorker.register(address);
  await Promise.race([navigator.serviceWorker.ready, new Promise((done) => {
    leaving.signal.addEventListener("abort", done);
  })]);
}

/** Keep every page of this language; an old copy stays until the new one is whole. */
async function keep() {
  const { revision, answers } = await unpack(await receive());
  await sweep();
  // Asked again before each step that makes something: what took all away would not find it.
  goOn();
  const name = `${ours}${revision}-${Date.now()}`;
  try {
    const cache = await caches.open(name);
    goOn();
    let done = 0;
    const puts = answers.map(async ([url, answer]) => {
      await cache.put(url, answer);
      done += 1;
      progress(0.9 + 0.1 * done / answers.length);
    });
    // All have to end, well or not, before what they wrote can be taken away.
    for (const step of await Promise.allSettled([work(), ...puts])) {
      if (step.status === "rejected") throw step.reason;
    }
    goOn();
    const pages = answers.filter(([url]) => url.endsWith("/")).length;
    const mark = { revision, day: new Date().toISOString(), pages };
    await cache.put(MARK, new Response(JSON.stringify(mark)));
    goOn();
  } catch (error) {
    await caches.delete(name);
    await sweep();
    throw error;
  }
  for (const [other] of await copies()) {
    if (other !== name && other.startsWith(ours)) await caches.delete(other);
  }
}

save.addEventListener("click", async () => {
  if (!bar.hidden) return;
  // Not `disabled`: that takes the focus away from who pressed the button by keyboard.
  save.setAttribute("aria-disabled", "true");
  // Emptied, so that the same news is heard again.
  status.textContent = "";
  bar.value = 0;
  bar.hidden = false;
  leaving = new AbortController();
  try {
    await alone({ signal: leaving.signal }, keep);
    await show();
    status.textContent = `${say.done} ${status.textContent}`;
  } catch (error) {
    const full = /** @type {Error} */ (error).name === "QuotaExceededError";
    await show().catch(() => {});
    const gone = leaving.signal.aborted && remove.hidden;
    status.textContent = gone ? say.removed : full ? say.full : say.failed;
  }
  bar.hidden = true;
  save.removeAttribute("aria-disabled");
});

remove.addEventListener("click", async () => {
  leaving.abort();
  // Said first, so that no save of another tab goes on, and again when there is nothing left to show.
  tabs.postMessage("gone");
  // Waits for no lock: a tab that hangs must not keep anything here.
  for (const [name] of await copies()) await caches.delete(name);
  await sweep();
  tabs.postMessage("gone");
  remove.hidden = true;
  status.textContent = say.removed;
  save.focus();
});

document.addEventListener("exit", () => leaving.abort());
addEventListener("pagehide", () => leaving.abort());
addEventListener("pageshow", (event) => event.persisted && look());

async function begin() {
  // What is missing or refused, as in a private window, fails here, and the page says so. Without
  // the channel a save could not be ended from another tab.
  await caches.keys();
  tabs = new BroadcastChannel("guide");
  // Another tab removes the copy, or leaves: what it took away is no longer shown here as kept.
  tabs.onmessage = async () => {
    leaving.abort();
    await show();
    if (remove.hidden) status.textContent = say.removed;
  };
  box.hidden = false;
  document.querySelector("#keep-not")?.remove();
  await look();
}

if (navigator.serviceWorker && globalThis.crypto?.subtle) begin().catch(() => {});
