"""The virtual screen reader: what it says of a page, written so that people can read it aloud."""

from __future__ import annotations

import re
from functools import cache
from itertools import groupby

from fetch_engines import SCREEN_READER
from playwright.sync_api import Page

# The package is a module; the policy of our pages lets nobody load one from elsewhere.
EXPORT = re.compile(r"export\{(?:.*,)?(\S+) as virtual\};")
# It does not know that a browser hides what is in `details` until they are opened. Texts to copy
# are reviewed with the page; the list of languages, which stands on each, is not.
SPEAK = """async () => {
  const closed = new CSSStyleSheet();
  closed.replaceSync('.tongues details:not([open]) > :not(summary) { display: none !important }');
  document.adoptedStyleSheets = [closed];
  await screenReader.start({container: document.body});
  while (await screenReader.lastSpokenPhrase() !== 'end of document') await screenReader.next();
  const spoken = await screenReader.spokenPhraseLog();
  await screenReader.stop();
  return spoken;
}"""
ITEM = re.compile(r"listitem, level \d+, position (\d+), set size (\d+)")
# A line of these is one line of text.
IN_ONE_LINE = ("paragraph", "row", "term", "definition")


@cache
def script() -> str:
    """Return the screen reader as a script that leaves `screenReader` on the window."""
    code, changed = EXPORT.subn(r"window.screenReader = \1;", SCREEN_READER.binary.read_text())
    assert changed == 1
    return f"(() => {{{code}\n}})()"


def spoken(page: Page) -> list[str]:
    """Return the phrases that are spoken from the top of the page to its end."""
    page.evaluate(script())
    phrases: list[str] = page.evaluate(SPEAK)
    return phrases


class Part:
    """A phrase, and what is spoken until its "end of"."""

    def __init__(self, phrase: str) -> None:
        self.phrase = phrase
        self.parts: list[Part] = []
        self.closed = False
        role, _, name = phrase.partition(", ")
        # Roles are small ASCII letters; plain words may begin with "Yes, ".
        self.role = role if re.fullmatch("[a-z]+", role) else ""
        self.name = name if self.role else ""

    @property
    def inner(self) -> str:
        """The words inside it."""
        return " ".join(part.inner if part.parts else part.phrase for part in self.parts)

    @property
    def repeats(self) -> bool:
        """Whether what it holds only says its name again."""
        name, inner = ("".join(text.split()) for text in (self.name, self.inner))
        return bool(inner) and (name == inner or (self.role == "heading" and inner in name))


def document(phrases: list[str]) -> list[Part]:
    """Return the parts of a page: "end of X" closes the last "X" that is open."""
    parts: list[Part] = []
    for phrase in phrases:
        begun = [
            at
            for at, item in enumerate(parts)
            if f"end of {item.phrase}" == phrase and not item.closed
        ]
        if begun:
            part = parts[begun[-1]]
            part.parts, part.closed = parts[begun[-1] + 1 :], True
            del parts[begun[-1] + 1 :]
        else:
            parts.append(Part(phrase))
    (whole,) = parts
    return whole.parts


def sentence(part: Part) -> str:
    """Return a part as words of one line: a link in the middle of a text in brackets."""
    if part.name and (part.repeats or not part.parts):
        return f"[{part.phrase}]"
    return joined(part.parts) or part.phrase


def joined(parts: list[Part]) -> str:
    """Return parts as words of one line."""
    return re.sub(r" ([.,;:)])", r"\1", " ".join(map(sentence, parts)))


def lines(part: Part) -> list[str]:
    """Return a part as lines, what it holds set in by two spaces."""
    if part.role in IN_ONE_LINE and part.parts:
        head = "" if part.role == "paragraph" else f"{part.role}: "
        return [head + joined(part.parts)]
    phrase = ITEM.sub(r"\1 of \2", part.phrase)
    if part.repeats or not part.parts:
        return [phrase]
    inner = []
    # Words with links between them are one line.
    for in_text, parts in groupby(part.parts, lambda item: item.role in ("", "link")):
        some = list(parts)
        if in_text and len(some) > 1:
            inner.append(joined(some))
        else:
            inner += [line for item in some for line in lines(item)]
    if len(inner) == 1 and phrase != part.phrase:
        return [f"{phrase}: {inner[0]}"]
    return [phrase, *(f"  {line}" for line in inner)]


def as_text(phrases: list[str]) -> str:
    """Return what is spoken as a text: a line for each thing, in the order of speaking."""
    # Isolates are not spoken.
    heard = [" ".join(re.sub("[\u2066-\u2069]", " ", phrase).split()) for phrase in phrases]
    parts = document([phrase for phrase in heard if phrase])
    return "\n".join(line for part in parts for line in lines(part)) + "\n"
