// @ts-check
// Keep the guide on this device, and take it away again: only by a press, and whole or not at all.

const MARK = "/offline/complete";

/** @typedef {{revision: string, entries: {url: string, as: string, integrity: string}[]}} List */
/** @typedef {{revision: string, day: string, pages: number}} Mark */

const box = /** @type {HTMLElement} */ (document.querySelector("#keep"));
const say = box.dataset;
const save = /** @type {HTMLButtonElement} */ (box.querySelector("[data-save]"));
const remove = /** @type {HTMLButtonElement} */ (box.querySelector("[data-remove]"));
const bar = /** @type {HTMLProgressElement} */ (box.querySelector("progress"));
const status = /** @type {HTMLElement} */ (box.querySelector("[role=status]"));
/** The copies of this page's language. */
const ours = `guide-${say.language}-`;
/** Breaks a running save off; each save has its own. */
let leaving = new AbortController();

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

/** @returns {Promise<[string, Mark | null][]>} every cache of ours, with its mark if it is whole */
async function copies() {
  const names = (await caches.keys()).filter((each) => each.startsWith("guide-"));
  return Promise.all(names.map(async (name) => {
    const mark = await (await caches.open(name)).match(MARK);
    return /** @type {[string, Mark | null]} */ ([name, mark ? await mark.json() : null]);
  }));
}

/** @returns {Promise<List>} what there is to keep */
async function list() {
  const answer = await fetch(say.list ?? "", { cache: "no-store", signal: leaving.signal });
  if (!answer.ok) throw new Error("list");
  return answer.json();
}

/** Take away what no save finished; without a whole copy a worker has nothing to answer from. */
async function sweep() {
  let whole = false;
  for (const [name, mark] of await copies()) {
    if (mark) whole = true;
    else await caches.delete(name);
  }
  if (whole) return;
  for (const each of await navigator.serviceWorker.getRegistrations()) await each.unregister();
}

/**
 * Act while no other tab saves; browsers without locks have to trust to luck.
 * @param {LockOptions} options
 * @param {(alone: unknown) => Promise<void>} act
 */
function alone(options, act) {
  return navigator.locks ? navigator.locks.request("guide", options, act) : act(true);
}

/** Show what is kept, from which day, and whether there is something newer. */
async function show() {
  // A tab that was closed in the middle of a save leaves a part behind.
  await alone({ ifAvailable: true }, async (lock) => {
    if (lock) await sweep();
  });
  const held = (await copies()).filter(([, mark]) => mark);
  remove.hidden = !held.length;
  const whole = held.filter(([name]) => name.startsWith(ours)).pop()?.[1];
  if (!whole) return;
  const day = new Intl.DateTimeFormat(say.locale, { dateStyle: "long" });
  const kept = fill(say.kept ?? "", { pages: whole.pages, day: day.format(new Date(whole.day)) });
  status.textContent = kept;
  try {
    if ((await list()).revision !== whole.revision) status.textContent = `${kept} ${say.newer}`;
  } catch {
    // Offline, nobody knows whether there is a newer one.
  }
}

/** Have the worker answer; a reader who leaves meanwhile does not wait for it. */
async function work() {
  const worker = say.worker ?? "";
  const address = policy ? policy.createScriptURL(worker) : worker;
  await navigator.serviceWorker.register(address);
  await Promise.race([navigator.serviceWorker.ready, new Promise((done) => {
    leaving.signal.addEventListener("abort", done);
  })]);
}

/** Keep every page of this language; an old copy stays until the new one is whole. */
async function keep() {
  const { signal } = leaving;
  const { revision, entries } = await list();
  await sweep();
  const name = `${ours}${revision}-${Date.now()}`;
  try {
    const cache = await caches.open(name);
    const pages = entries.filter(({ url }) => url.endsWith("/")).length;
    bar.max = entries.length;
    for (const [at, { url, as, integrity }] of entries.entries()) {
      // The hash refuses error pages and the login page of a café's network alike.
      const answer = await fetch(url, { integrity, cache: "no-store", signal });
      if (!answer.ok) throw new Error(url);
      await cache.put(as, answer);
      const done = at + 1;
      bar.value = done;
      // Spoken at every fifth page only: more would bury the reader.
      if (done % 5 === 0 && done <= pages) {
        status.textContent = fill(say.saving ?? "", { done, all: pages });
      }
    }
    await work();
    signal.throwIfAborted();
    const mark = { revision, day: new Date().toISOString(), pages };
    await cache.put(MARK, new Response(JSON.stringify(mark)));
    signal.throwIfAborted();
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
  save.disabled = true;
  bar.value = 0;
  bar.hidden = false;
  leaving = new AbortController();
  const tabs = new BroadcastChannel("guide");
  tabs.onmessage = () => leaving.abort();
  try {
    await alone({ signal: leaving.signal }, keep);
    await show();
    status.textContent = `${say.done} ${status.textContent}`;
  } catch (error) {
    const full = /** @type {Error} */ (error).name === "QuotaExceededError";
    await show().catch(() => {});
    const gone = leaving.signal.aborted && remove.hidden;
    status.textContent = (gone ? say.removed : full ? say.full : say.failed) ?? "";
  }
  tabs.close();
  bar.hidden = true;
  save.disabled = false;
});

remove.addEventListener("click", async () => {
  leaving.abort();
  const tabs = new BroadcastChannel("guide");
  tabs.postMessage("gone");
  tabs.close();
  // Waits for no lock: a tab that hangs must not keep anything here.
  for (const [name] of await copies()) await caches.delete(name);
  await sweep();
  remove.hidden = true;
  status.textContent = say.removed ?? "";
  save.focus();
});

document.addEventListener("exit", () => leaving.abort());
addEventListener("pagehide", () => leaving.abort());
addEventListener("pageshow", (event) => event.persisted && show());

// The last two are younger than the first two: without them a copy could not be broken off whole.
if ("serviceWorker" in navigator && "caches" in globalThis && "BroadcastChannel" in globalThis
  && "throwIfAborted" in AbortSignal.prototype) {
  box.hidden = false;
  document.querySelector("#keep-not")?.remove();
  show();
}
