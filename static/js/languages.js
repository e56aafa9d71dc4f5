// @ts-check
// Put the languages that this browser wishes into the line on top of the page. It only moves links:
// nothing is kept, asked or told, and without it the list beside the line holds them all.

const near = document.querySelector(".tongues .near");
const others = document.querySelector(".tongues details ul");

/** @param {string} tag @returns {Element | null | undefined} the item of the language wished: "pt"
 * for "pt-BR"; for "pa-PK" what names it in data-also, before "pa", which its readers do not read */
function item(tag) {
  for (let form = tag; form; form = form.slice(0, Math.max(0, form.lastIndexOf("-")))) {
    const link = document.querySelector(`.tongues a[lang="${form}"], .tongues a[data-also~="${form}"]`);
    if (link) return link.matches("[aria-current]") ? null : link.parentElement;
  }
}

// On a slow line somebody may be choosing already: then nothing moves under a thumb.
const inUse = document.activeElement?.closest(".tongues") || document.querySelector(".tongues [open]");

if (near && others && !inUse) {
  const room = near.children.length;
  // What the browser names first comes first.
  const wished = navigator.languages.map(item);
  for (const language of wished.reverse()) if (language) near.prepend(language);
  for (const language of [...near.children].slice(room).reverse()) others.prepend(language);
}
