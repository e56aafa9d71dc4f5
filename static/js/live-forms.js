// @ts-check
// Forms that answer while their reader types: htmx asks and swaps; this tells what changed, once,
// says when an answer is slow or fails, and keeps what was typed.

const tag = /** @type {HTMLScriptElement} */ (document.querySelector("script[data-own]"));
const form = /** @type {HTMLFormElement} */ (document.querySelector("form[data-busy]"));
const status = /** @type {HTMLElement} */ (form.querySelector("[aria-live]"));
const target = () => /** @type {HTMLElement} */ (
  document.querySelector(form.dataset.hxTarget ?? ""));
const own = tag.dataset.own ?? "";

// htmx parses only what our own server sent; scripts in it never run.
// @ts-ignore: TypeScript's library has no Trusted Types yet.
const policy = globalThis.trustedTypes?.createPolicy("live", {
  createHTML: (/** @type {string} */ html) => html,
  createScript: () => "",
  createScriptURL: (/** @type {string} */ url) => (url === own ? url : ""),
});

function ready() {
  // Browsers before 2021 cannot parse htmx: pages stay plain there.
  if (!("htmx" in globalThis)) return;
  // An extension, the only one: no other door takes our policy, and without one the browser
  // refuses what htmx parses.
  // @ts-ignore: htmx brings no types.
  htmx.registerExtension("trust", {
    init: (/** @type {any} */ api) => policy && api.initSecurity(policy),
  });
}

tag.addEventListener("load", ready);
// Not at the error of the tag: Firefox fires it before this module runs where the CDN is refused
// at once. By this event the tag, which is deferred, has run or failed.
document.addEventListener("DOMContentLoaded", () => {
  // Blocked, or other bytes than we named: the same file from here, else plain pages.
  // replaceAll() came soon after what htmx needs, so it tells whether this browser can parse it.
  if (!own || "htmx" in globalThis || !("replaceAll" in String.prototype)) return;
  const copy = document.createElement("script");
  copy.integrity = tag.integrity;
  copy.addEventListener("load", ready);
  copy.src = policy ? policy.createScriptURL(own) : own;
  document.head.append(copy);
});

let speaking = 0;

/** Say something: `heard` is for screen readers alone, as the page shows the same.
 * @param {string | null | undefined} text @param {boolean} heard */
function announce(text, heard) {
  clearTimeout(speaking);
  status.classList.toggle("heard", heard);
  // Emptied first, and filled a moment later: screen readers do not speak a text again that is
  // replaced by the same.
  status.textContent = "";
  speaking = setTimeout(() => status.append(text ?? ""), 100);
}

/** The request whose answer counts. @type {any} */
let current;
/** The page that came last. @type {Document} */
let answer;
let asked = "";
let slow = 0;

/** @param {string} name @param {(ctx: any, event: CustomEvent) => void} act */
function on(name, act) {
  form.addEventListener(`htmx:${name}`, (/** @type {any} */ event) => act(event.detail.ctx, event));
}

on("config:request", (ctx, event) => {
  const query = new URLSearchParams(ctx.request.body).toString();
  const box = /** @type {HTMLInputElement | null} */ (form.querySelector("[type=search]"));
  const typed = ctx.sourceEvent.type === "input";
  if (typed && (query === asked || box?.value.trim().length === 1)) event.preventDefault();
  else asked = query;
});

on("before:request", (ctx) => {
  current = ctx;
  clearTimeout(slow);
  slow = setTimeout(() => {
    target().ariaBusy = "true";
    announce(form.dataset.busy, false);
  }, 400);
});

/** @param {any} ctx */
function failed(ctx) {
  if (ctx !== current) return;
  asked = "";
  announce(form.dataset.failed, false);
}

on("error", failed);
on("response:error", failed);
on("after:request", (ctx, event) => {
  // The login page of a café's network answers 200, too; without the part, htmx empties ours.
  const page = new DOMParser().parseFromString(
    policy ? policy.createHTML(ctx.text) : ctx.text, "text/html");
  if (page.querySelector(form.dataset.hxSelect ?? "")) {
    answer = page;
    return;
  }
  event.preventDefault();
  failed(ctx);
});

/** Take the address of what is shown, here, in the links to other languages, and for who shares it
 * or prints it into a file.
 * @param {string} address */
function follow(address) {
  history.replaceState(null, "", address);
  const links = /** @type {NodeListOf<HTMLAnchorElement>} */ (
    document.querySelectorAll(".tongues a[hreflang], .notice a[hreflang]"));
  for (const link of links) link.search = location.search;
  document.title = answer.title;
  for (const [selector, name] of [["link[rel=canonical]", "href"], ["#share", "data-text"]]) {
    const value = answer.querySelector(selector)?.getAttribute(name);
    document.querySelector(selector)?.setAttribute(name, value ?? "");
  }
}

on("after:swap", (ctx) => {
  target().hidden = false;
  announce(document.querySelector("main [data-announcement]")?.getAttribute("data-announcement"), true);
  if ("address" in form.dataset) follow(ctx.response.raw.url);
  if (ctx.sourceEvent.type !== "submit") return;
  const heading = target().querySelector("h2");
  heading?.setAttribute("tabindex", "-1");
  heading?.focus();
});

on("finally:request", (ctx) => {
  if (ctx !== current) return;
  clearTimeout(slow);
  target().ariaBusy = null;
});
