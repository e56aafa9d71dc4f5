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
const leaving = new AbortController();

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

/** Show what is kept, from which day, and whether there is something newer. */
async function show() {
  const whole = (await copies()).map(([, mark]) => mark).filter(Boolean).pop();
  remove.hidden = !whole;
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

/** Keep every page of this language; an old copy stays until the new one is whole. */
async function keep() {
  save.disabled = true;
  bar.hidden = false;
  const { revision, entries } = await list();
  for (const [name, mark] of await copies()) if (!mark) await caches.delete(name);
  const name = `guide-${say.language}-${revision}-${Date.now()}`;
  try {
    const cache = await caches.open(name);
    bar.max = entries.length;
    for (const [at, { url, as, integrity }] of entries.entries()) {
      // The hash refuses error pages and the login page of a café's network alike.
      const answer = await fetch(url, { integrity, cache: "no-store", signal: leaving.signal });
      if (!answer.ok) throw new Error(url);
      await cache.put(as, answer);
      bar.value = at + 1;
      const told = { done: at + 1, all: entries.length };
      // Spoken at every fifth only: more would bury the reader.
      if ((at + 1) % 5 === 0) status.textContent = fill(say.saving ?? "", told);
    }
    const mark = { revision, day: new Date().toISOString(), pages: entries.length };
    await cache.put(MARK, new Response(JSON.stringify(mark)));
  } catch (error) {
    await caches.delete(name);
    throw error;
  }
  for (const [other] of await copies()) {
    if (other !== name && other.startsWith(`guide-${say.language}-`)) await caches.delete(other);
  }
  const worker = say.worker ?? "";
  const address = policy ? policy.createScriptURL(worker) : worker;
  await navigator.serviceWorker.register(address);
  await navigator.serviceWorker.ready;
}

save.addEventListener("click", async () => {
  try {
    await keep();
    await show();
    status.textContent = `${say.done} ${status.textContent}`;
  } catch (error) {
    const full = /** @type {Error} */ (error).name === "QuotaExceededError";
    await show().catch(() => {});
    status.textContent = (full ? say.full : say.failed) ?? "";
  }
  bar.hidden = true;
  save.disabled = false;
});

remove.addEventListener("click", async () => {
  for (const [name] of await copies()) await caches.delete(name);
  for (const each of await navigator.serviceWorker.getRegistrations()) await each.unregister();
  remove.hidden = true;
  status.textContent = say.removed ?? "";
  save.focus();
});

document.addEventListener("exit", () => leaving.abort());

if ("serviceWorker" in navigator && "caches" in globalThis) {
  box.hidden = false;
  document.querySelector("#keep-not")?.remove();
  show();
}
