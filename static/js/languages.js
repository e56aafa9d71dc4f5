// @ts-check
// Put the languages that this browser wishes into the line on top of the page. It only moves links:
// nothing is kept, asked or told, and without it the list beside the line holds them all.

const near = document.querySelector(".tongues .near");
const others = document.querySelector(".tongues details ul");

/** @param {string} tag @returns {Element | null | undefined} the item that links a language */
function item(tag) {
  const link = `.tongues a[lang="${CSS.escape(tag)}"]:not([aria-current])`;
  return document.querySelector(link)?.parentElement;
}

// On a slow line somebody may be choosing already: then nothing moves under a thumb.
const inUse = document.activeElement?.closest(".tongues") || document.querySelector(".tongues [open]");

if (near && others && !inUse) {
  const room = near.children.length;
  // "pt-BR" wishes "pt-BR" if there is one, else "pt"; what the browser names first comes first.
  const wished = navigator.languages.map((tag) => item(tag) ?? item(tag.split("-")[0]));
  for (const each of wished.reverse()) if (each) near.prepend(each);
  for (const each of [...near.children].slice(room).reverse()) others.prepend(each);
}
