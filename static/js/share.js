// @ts-check
// Carry a page further: the device's own sharing, or a copy of the address or of a short text.

const box = /** @type {HTMLElement} */ (document.querySelector("#share"));
const status = /** @type {HTMLElement} */ (box.querySelector("[aria-live]"));
const address = /** @type {HTMLLinkElement} */ (document.querySelector("link[rel=canonical]")).href;

let last = status;
let timer = 0;

/** Copy, and say so beside the button that was pressed, and nowhere else.
 * @param {string} text @param {HTMLElement} region */
async function copy(text, region) {
  const { copied, failed } = box.dataset;
  const done = await navigator.clipboard?.writeText(text).then(() => copied, () => failed);
  clearTimeout(timer);
  last.textContent = "";
  last = region;
  // Emptied first, and filled a moment later: screen readers do not speak a text again that is
  // replaced by the same.
  timer = setTimeout(() => { region.textContent = done ?? failed ?? ""; }, 100);
}

box.querySelector("[data-share]")?.addEventListener("click", async () => {
  if (!navigator.share) {
    await copy(address, status);
    return;
  }
  try {
    await navigator.share({ title: document.title, url: address });
  } catch (error) {
    // A reader who closes the sheet has changed their mind: that is no fault.
    if (/** @type {Error} */ (error).name !== "AbortError") await copy(address, status);
  }
});

box.querySelector("[data-text]")?.addEventListener("click",
  () => copy(box.dataset.text ?? "", status));

/** What a block is called: its own name, or the heading above it. @param {Element} block */
function nameOf(block) {
  const above = block.previousElementSibling;
  const heading = above?.matches("h2, h3") ? above : block.closest("section")?.querySelector("h2");
  return block.getAttribute("aria-label") ?? heading?.textContent?.trim() ?? "";
}

// Blocks that can be selected by hand get a button, too, and a region for its answer: one that is
// there before it speaks (see live_region in components/parts.html).
for (const block of document.querySelectorAll(".copy")) {
  const button = document.createElement("button");
  const answer = /** @type {HTMLElement} */ (status.cloneNode());
  const name = (box.dataset.copyNamed ?? "").replace("{what}", () => nameOf(block));
  button.type = "button";
  button.textContent = box.dataset.copy ?? "";
  button.setAttribute("aria-label", name);
  button.addEventListener("click", () => copy(block.textContent?.trim() ?? "", answer));
  block.after(button, answer);
}

box.hidden = false;
