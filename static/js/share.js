// @ts-check
// Carry a page further: the device's own sharing, or a copy of the address or of a short text.

const box = /** @type {HTMLElement} */ (document.querySelector("#share"));
const status = /** @type {HTMLElement} */ (box.querySelector("[aria-live]"));
const canonical = /** @type {HTMLLinkElement} */ (document.querySelector("link[rel=canonical]"));

/** The region that spoke last. @type {Node} */
let last = status;
let timer = 0;

/** Copy, and say so beside the button that was pressed, and nowhere else.
 * @param {string} text @param {any} region */
async function copy(text, region) {
  const { copied, failed } = box.dataset;
  const news = await navigator.clipboard?.writeText(text).then(() => copied, () => failed);
  clearTimeout(timer);
  last.textContent = "";
  last = region;
  // Emptied first, and filled a moment later: screen readers do not speak a text again that is
  // replaced by the same.
  timer = setTimeout(() => region.append(`${news ?? failed}`), 100);
}

const [share, short] = box.querySelectorAll("button");

share.addEventListener("click", async () => {
  try {
    // Where there is no such sheet, this fails as one does that will not open. The address is
    // asked now: live-forms.js changes it with what is shown.
    await navigator.share({ title: document.title, url: canonical.href });
  } catch (error) {
    // A reader who closes the sheet has changed their mind: that is no fault.
    if (!`${error}`.startsWith("AbortError")) copy(canonical.href, status);
  }
});

short.addEventListener("click", () => copy(`${box.dataset.text}`, status));

// Blocks that can be selected by hand get a button, too, and a region for its answer: one that is
// there before it speaks (see live_region in components/parts.html).
for (const block of document.querySelectorAll(".copy")) {
  const above = block.previousElementSibling;
  const heading = above?.matches("h2, h3") ? above : block.closest("section")?.querySelector("h2");
  const name = block.getAttribute("aria-label") ?? heading?.textContent ?? "";
  const button = document.createElement("button");
  const answer = status.cloneNode();
  button.append(`${box.dataset.copy}`);
  button.setAttribute("aria-label", `${box.dataset.copyNamed}`.replace("{what}", () => name));
  button.addEventListener("click", () => copy(block.textContent?.trim() ?? "", answer));
  block.after(button, answer);
}

box.hidden = false;

for (const button of document.querySelectorAll("[data-print]")) {
  /** @type {HTMLElement} */ (button.parentElement).hidden = false;
  button.addEventListener("click", () => print());
}
