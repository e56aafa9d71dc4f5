// @ts-check
// Listen to this page: the device's own voice, block by block, never by itself.

const box = /** @type {HTMLElement} */ (document.querySelector("#listen"));
const listen = /** @type {HTMLButtonElement} */ (box.querySelector("[data-listen]"));
const stop = /** @type {HTMLButtonElement} */ (box.querySelector("[data-stop]"));
const BLOCKS = "h1, h2, h3, h4, p, li, dt, dd, th, td, caption, figcaption";
// Where a sentence comes from is for reading, not for the ear; the buttons are not the text.
const LEFT_OUT = ".origin, .back, nav, form, #listen, #keep, .copy, [hidden]";

/** @type {SpeechSynthesisVoice | undefined} */
let voice;
/** The block that is spoken, or would be next. */
let at = 0;
let speaking = false;

/** @returns {Element[]} the smallest blocks of text, in order */
function blocks() {
  return [...document.querySelectorAll(`main :is(${BLOCKS})`)].filter((each) =>
    !each.closest(LEFT_OUT) && !each.querySelector(BLOCKS) && each.textContent?.trim());
}

/**
 * Find a voice of the page's language that is on the device: others send the text away.
 */
function choose() {
  const language = document.documentElement.lang;
  voice = speechSynthesis.getVoices().find(
    (each) => each.localService && each.lang.toLowerCase().startsWith(language));
  box.hidden = !voice;
}

/** @param {Element | undefined} block */
function mark(block) {
  document.querySelector(".spoken")?.classList.remove("spoken");
  block?.classList.add("spoken");
  block?.scrollIntoView({ block: "nearest" });
}

function silence() {
  speaking = false;
  speechSynthesis.cancel();
  listen.textContent = at ? box.dataset.resume ?? "" : box.dataset.start ?? "";
}

function next() {
  const block = blocks()[at];
  mark(block);
  if (!block || !voice) {
    at = 0;
    stop.hidden = true;
    silence();
    return;
  }
  const words = new SpeechSynthesisUtterance(block.textContent?.trim());
  words.voice = voice;
  words.lang = voice.lang;
  words.onend = () => {
    if (!speaking) return;
    at += 1;
    next();
  };
  speechSynthesis.speak(words);
}

listen.addEventListener("click", () => {
  // Pausing is silence that remembers its block: Android's own pause loses the voice.
  if (speaking) {
    silence();
    return;
  }
  speaking = true;
  listen.textContent = box.dataset.pause ?? "";
  stop.hidden = false;
  next();
});

stop.addEventListener("click", () => {
  at = 0;
  silence();
  mark(undefined);
  stop.hidden = true;
  listen.focus();
});

// Leaving is silent at once, however a reader leaves.
document.addEventListener("exit", silence);
addEventListener("pagehide", silence);

if ("speechSynthesis" in globalThis) {
  choose();
  speechSynthesis.addEventListener?.("voiceschanged", choose);
}
