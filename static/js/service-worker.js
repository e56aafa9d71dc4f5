// @ts-check
// Answers from the copy that a reader asked to keep, when the network does not.
// Registered only by a press on "Keep"; it saves nothing itself: offline.js fills the caches.

/** A cache is whole when it holds this entry, which is written last. */
const MARK = "/offline/complete";
/** How long a page waits for the network before the kept page is shown, in milliseconds. */
const PATIENCE = 3000;
/** Where the site begins: "/", or the folder below which a host serves it. */
const ROOT = new URL("./", location.href).pathname;

const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));

/**
 * The names of the whole copies, newest first; a broken-off copy is never read. Nothing here opens a
 * cache by its name: that would make one anew which its reader is taking away at this moment.
 */
async function copies() {
  const names = (await caches.keys()).filter((name) => name.startsWith("guide-")).reverse();
  const marks = await Promise.all(names.map((cacheName) => caches.match(MARK, { cacheName })));
  return names.filter((_, at) => marks[at]);
}

/**
 * Find an answer in the copies.
 * @param {Request | string} request
 */
async function kept(request) {
  for (const cacheName of await copies()) {
    // A filter's query chooses from a page that is kept whole.
    const options = { cacheName, ignoreVary: true, ignoreSearch: true };
    const found = await caches.match(request, options);
    if (found) return found;
  }
  return undefined;
}

/**
 * The page that lists what is kept: in the language of an address, else in one that is kept.
 * @param {string} address
 */
async function saved(address) {
  const language = new URL(address).pathname.slice(ROOT.length).split("/")[0];
  const others = (await copies()).map((name) => name.split("-").slice(1, -2).join("-"));
  for (const tag of [language, ...others]) {
    const found = await kept(`${ROOT}${tag}/offline/saved/`);
    if (found) return found;
  }
  return undefined;
}

/**
 * An address as pages have it: the server mends it online, nobody else does without a connection.
 * @param {string} address
 */
function mended(address) {
  const { origin, pathname } = new URL(address);
  const marks = /((&|%(25)*(23|26|3f)).*|%(25)*[0-9a-f]{2}|[^a-z0-9])*$/;
  return origin + pathname.toLowerCase().replace(marks, "/");
}

/**
 * An answer that came whole. What a server says that is out of order or too busy, or a filter on the
 * way, is none; that there is no such page is one.
 * @param {Promise<Response | undefined>} network
 */
async function sound(network) {
  const answer = await network;
  if (!answer || answer.status >= 500 || [403, 408, 429].includes(answer.status)) return undefined;
  await answer.clone().arrayBuffer();
  return answer;
}

/**
 * A page: from the network if it is quick and sound, else kept, else whatever the network says,
 * else the page that lists what is kept.
 * @param {Request} request
 */
async function page(request) {
  const network = fetch(request).catch(() => undefined);
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE));
  const quick = await Promise.race([sound(network).catch(() => undefined), late]);
  if (quick) return quick;
  return (await kept(request)) ?? (await kept(mended(request.url))) ?? (await network)
    ?? (await saved(request.url)) ?? Response.error();
}

/**
 * A file of a page: its address holds its fingerprint, so a kept one is never stale.
 * @param {Request} request
 */
async function file(request) {
  return (await kept(request)) ?? fetch(request);
}

worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  // The way out goes to the network or nowhere: exit.js has a blank page for the latter.
  if (url.pathname.replace(/\/$/, "") === `${ROOT}exit`) return;
  if (request.mode === "navigate") event.respondWith(page(request));
  else if (url.pathname.startsWith(`${ROOT}static/`)) event.respondWith(file(request));
});
