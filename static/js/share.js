// @ts-check
// Carry a page further: the device's own sharing, or a copy of the address or of a short text.

const box = /** @type {HTMLElement} */ (document.querySelector("#share"));
const status = /** @type {HTMLElement} */ (box.querySelector("[role=status]"));
const address = /** @type {HTMLLinkElement} */ (document.querySelector("link[rel=canonical]")).href;

/** @param {string} text */
async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    status.textContent = box.dataset.copied ?? "";
  } catch {
    status.textContent = box.dataset.failed ?? "";
  }
}

box.querySelector("[data-share]")?.addEventListener("click", async () => {
  if (!navigator.share) {
    await copy(address);
    return;
  }
  try {
    await navigator.share({ title: document.title, url: address });
  } catch (error) {
    // A reader who closes the sheet has changed their mind: that is no fault.
    if (/** @type {Error} */ (error).name !== "AbortError") await copy(address);
  }
});

box.querySelector("[data-text]")?.addEventListener("click", () => copy(box.dataset.text ?? ""));

// Blocks that can be selected by hand get a button, too.
for (const block of document.querySelectorAll(".copy")) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = box.dataset.copy ?? "";
  button.addEventListener("click", () => copy(block.textContent?.trim() ?? ""));
  block.after(button);
}

box.hidden = false;
