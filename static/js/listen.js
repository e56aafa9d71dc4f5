// @ts-check
// Listen to this page: the device's own voice, block by block, never by itself.

const box = /** @type {HTMLElement} */ (document.querySelector("#listen"));
const listen = /** @type {HTMLButtonElement} */ (box.querySelector("[data-listen]"));
const stop = /** @type {HTMLButtonElement} */ (box.querySelector("[data-stop]"));
const BLOCKS = "h1, h2, h3, h4, p, li, dt, dd, th, td, caption, figcaption";
// Chromium 80 knows no :is().
const IN_MAIN = BLOCKS.split(", ").map((tag) => `main ${tag}`).join();
// Where a sentence comes from is for reading, not for the ear; the buttons are not the text.
const LEFT_OUT = ".origin, .back, nav, form, #listen, #keep, .copy, [hidden]";

/** A voice of this device for each language in its script. @type {Map<string, SpeechSynthesisVoice>} */
let voices = new Map();
/** The block that is spoken, or would be next. */
let at = 0;
/** What is spoken now; the end of anything else comes too late to count.
 * @type {SpeechSynthesisUtterance | undefined} */
let current;

/**
 * What words and a voice must share: "zh-TW" reads "zh-Hant", "zh-CN" does not.
 * @param {string} tag
 */
function tongue(tag) {
  try {
    // Android writes en_GB.
    const { language, script } = new Intl.Locale(tag.replace(/_/g, "-")).maximize();
    return `${language}-${script}`;
  } catch {
    return tag;
  }
}

/** @param {Element} block @returns {SpeechSynthesisVoice | undefined} */
function voiceOf(block) {
  return voices.get(tongue(block.closest("[lang]")?.getAttribute("lang") ?? ""));
}

/** @returns {Element[]} the smallest blocks of text that can be spoken, in order */
function blocks() {
  return [...document.querySelectorAll(IN_MAIN)].filter((block) =>
    !block.closest(LEFT_OUT) && !block.querySelector(BLOCKS) && block.textContent?.trim()
    && voiceOf(block));
}

/** Find the voices that are on the device: others send the text away. */
function choose() {
  const here = speechSynthesis.getVoices().filter((voice) => voice.localService).reverse();
  voices = new Map(here.map((voice) => [tongue(voice.lang), voice]));
  box.hidden = !voiceOf(document.documentElement);
}

/** @param {Element | undefined} block */
function mark(block) {
  document.querySelector(".spoken")?.classList.remove("spoken");
  block?.classList.add("spoken");
  block?.scrollIntoView({ block: "nearest" });
}

function silence() {
  current = undefined;
  speechSynthesis.cancel();
  listen.textContent = at ? box.dataset.resume ?? "" : box.dataset.start ?? "";
}

function next() {
  const block = blocks()[at];
  mark(block);
  const voice = block && voiceOf(block);
  if (!voice) {
    at = 0;
    stop.hidden = true;
    silence();
    return;
  }
  const words = new SpeechSynthesisUtterance(block.textContent?.trim());
  words.voice = voice;
  words.lang = voice.lang;
  words.onend = () => {
    if (words !== current) return;
    at += 1;
    next();
  };
  words.onerror = () => {
    if (words === current) silence();
  };
  current = words;
  speechSynthesis.speak(words);
}

listen.addEventListener("click", () => {
  // Pausing is silence that remembers its block: Android's own pause loses the voice.
  if (current) {
    silence();
    return;
  }
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
document.addEventListener("visibilitychange", () => {
  if (current && document.hidden) silence();
});

if ("speechSynthesis" in globalThis) {
  choose();
  speechSynthesis.addEventListener?.("voiceschanged", choose);
}
