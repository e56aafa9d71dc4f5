// @ts-check
// Put the languages that this browser wishes into the line on top of the page. It only moves links:
// nothing is kept, asked or told, and without it the list beside the line holds them all.

const near = document.querySelector(".tongues .near");
const others = document.querySelector(".tongues details ul");

/** @param {string} tag @returns {string | undefined} the script of its readers: Arab for "pa-PK" */
function script(tag) {
  try {
    return new Intl.Locale(tag).maximize().script;
  } catch {
    return undefined; // no tag, or a browser before 2020
  }
}

const links = /** @type {HTMLAnchorElement[]} */ ([...document.querySelectorAll(".tongues a[lang]")]);

/** @param {string} tag @returns {Element | null | undefined} the item of the language wished, else
 * of its short form: "pt" for "pt-BR". Where that is in other letters than its reader's, as "pa" is
 * for "pa-PK", the item of a language in theirs. */
function item(tag) {
  const short = tag.split("-")[0];
  const same = script(tag) === script(short);
  const link = links.find((each) => each.lang === tag) ??
    links.find((each) => (same ? each.lang === short : script(each.lang) === script(tag)));
  return link?.matches("[aria-current]") ? null : link?.parentElement;
}

// On a slow line somebody may be choosing already: then nothing moves under a thumb.
const inUse = document.activeElement?.closest(".tongues") || document.querySelector(".tongues [open]");

if (near && others && !inUse) {
  const room = near.children.length;
  // What the browser names first comes first.
  const wished = navigator.languages.map(item);
  for (const each of wished.reverse()) if (each) near.prepend(each);
  for (const each of [...near.children].slice(room).reverse()) others.prepend(each);
}
