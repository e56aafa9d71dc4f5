"""How tests read a page: parsed as strictly as the HTML standard, then asked simple questions."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import secrets
import shutil
import socket
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from xml.etree.ElementTree import Element

import html5lib
from flask import Flask
from werkzeug.datastructures import Headers

from webapp.explainer import loader
from webapp.explainer.loader import COMMON_FOLDER
from webapp.explainer.model import Explainer
from webapp.i18n import catalogs
from webapp.i18n.languages import Language, load, offered
from webapp.settings import Settings
from webapp.site.sitemap import every_page

TESTS = Path(__file__).resolve().parent
ROOT = TESTS.parent
MINIATURE = TESTS / "miniature"
ORIGIN = "https://guide.example"


# The folder whose words are asked; the product is tried with ours, whatever else is named.
ASKED = os.environ.pop("CONTENT", "")


def free_port() -> int:
    """Return a port of this machine that nobody listens on; no connection gets it by itself."""
    while True:
        port = 20_000 + secrets.randbelow(12_000)  # Linux gives connections those from 32768 on
        with suppress(OSError), socket.socket() as tried:
            tried.bind(("127.0.0.1", port))
            return port


def real_settings() -> Settings:
    """Return the settings of a start without any, for the inspection of this repository."""
    named = {"INSPECTION": "thames-valley-2023"}
    # PDFs that somebody made in build/ change pages; tests read the site without them.
    return replace(Settings.from_environment(named), handouts=TESTS / "no-handouts")


def asked_settings() -> Settings:
    """Return the same for the folder that CONTENT names, if it names one."""
    return replace(real_settings(), content=Path(ASKED)) if ASKED else real_settings()


def copied(to: Path) -> Path:
    """Copy the content, with what is common; return the folder of the inspection in the copy."""
    folder = to / "inspections" / "copy"
    shutil.copytree(real_settings().content, folder)
    shutil.copytree(COMMON_FOLDER, to / "common")
    return folder


def translations_of(to: Path, *tags: str) -> Path:
    """Copy the translations as if there were only these languages; return the folder."""
    source, folder = real_settings().translations, to / "translations"
    others = [language.locale for language in load(source) if language.tag not in ("en", *tags)]
    shutil.copytree(source, folder, ignore=shutil.ignore_patterns(*others))
    table = folder / "languages.toml"
    head, *rows = re.split(r"(?m)^(?=\[)", table.read_text())
    table.write_text(head + "".join(row for row in rows if row[1:].partition("]")[0] in tags))
    return folder


# Numbers that a reader in danger finds on every error page.
HELP_NUMBERS = ("999", "101", "08088005000", "08001111")
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


def of_own_shape(path: str) -> bool:
    """Say whether only a second language has something to say on a page, or more than English."""
    return path.endswith("both/") or path in ("both/review/", "help/card/", "languages/", "next/")


@cache
def real() -> Explainer:
    """Return the real content."""
    return loader.load(real_settings().content)


LANGUAGES = {
    language.tag: language
    for language in offered(real_settings().translations, real().inspection.id)
}
TAGS = tuple(LANGUAGES)


@cache
def localized(tag: str) -> Explainer:
    """Return the real content as a language tells it."""
    return catalogs.localize(real(), LANGUAGES[tag], real_settings().translations).content


@cache
def addresses(*tags: str) -> tuple[str, ...]:
    """Return the address of every page of the real content: in English, or in some languages."""
    # Boxes for other sites have no frame of ours around them: tests/site/test_embeds.py.
    pages = [page for page in every_page(real()) if page.kind != "embed"]
    return tuple(f"/{tag}/{page.path}" for tag in tags or ("en",) for page in pages)


def unpacked(bundle: bytes) -> dict[str, tuple[dict[str, str], bytes]]:
    """Return the entries of a bundle by address, as headers and body; fail if one is not whole."""
    first, head, rest = bundle.split(b"\n", 2)
    revision, size = first.decode().split(" ")
    assert int(size) == len(head) + 1 + len(rest)
    assert _begins_hash(head, revision)
    meta = json.loads(head)
    entries, start = {}, 0
    for entry in meta["entries"]:
        body = rest[start : start + entry["size"]]
        assert _begins_hash(body, entry["hash"]), entry["url"]
        entries[entry["url"]] = (meta["headers"][entry["headers"]], body)
        start += entry["size"]
    assert start == len(rest)
    return entries


def _begins_hash(data: bytes, hashed: str) -> bool:
    whole = base64.b64encode(hashlib.sha256(data).digest()).decode()
    return len(hashed) == 22 and whole.startswith(hashed)


def parse(html: str) -> Element:
    """Parse a page; raise on the first thing that the HTML standard calls an error."""
    parser = html5lib.HTMLParser(
        tree=html5lib.treebuilders.getTreeBuilder("etree"),
        strict=True,
        namespaceHTMLElements=False,
    )
    return parser.parse(html)


@dataclass(frozen=True)
class Page:
    """One answered page."""

    address: str
    html: str
    root: Element
    headers: Headers = field(default_factory=Headers)

    @property
    def language(self) -> Language:
        """The language that its address names."""
        return LANGUAGES[self.address.split("/")[1]]

    def all(self, *tags: str) -> list[Element]:
        """Return every element with one of these tags, in the order of the page."""
        return [element for element in self.root.iter() if tag(element) in tags]

    def one(self, name: str) -> Element:
        """Return the only element with this tag."""
        (found,) = self.all(name)
        return found

    def with_id(self, name: str) -> Element:
        """Return the element with this id."""
        return next(element for element in self.root.iter() if element.get("id") == name)

    @property
    def ids(self) -> list[str]:
        """Every id, in the order of the page."""
        return [name for element in self.root.iter() if (name := element.get("id")) is not None]

    @property
    def links(self) -> list[str]:
        """Where every link of the page leads."""
        return [link.get("href", "") for link in self.all("a")]

    def meta(self, name: str) -> str | None:
        """Return the content of a `<meta name>` or `<meta property>`."""
        for meta in self.all("meta"):
            if name in (meta.get("name"), meta.get("property")):
                return meta.get("content")
        return None


def tag(element: Element) -> str:
    """Return an element's tag without its namespace; "" for a comment."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def words(element: Element) -> str:
    """Return an element's text as a reader has it: white space folded."""
    return folded("".join(element.itertext()))


def folded(text: str) -> str:
    """Fold white space, spaces that do not break a line, too, so that texts can be compared."""
    return " ".join(text.split())


def with_class(element: Element, name: str) -> list[Element]:
    """Return what stands in `element` and has a class."""
    return [node for node in element.iter() if name in node.get("class", "").split()]


def telephone_links(element: Element) -> set[str]:
    """Return the numbers that links of `element` would call."""
    hrefs = (link.get("href", "") for link in element.iter() if tag(link) == "a")
    return {href.removeprefix("tel:") for href in hrefs if href.startswith("tel:")}


def read(app: Flask, address: str, status: int = 200) -> Page:
    """Ask for a page and parse it; fail on another status or an error of HTML."""
    answer = app.test_client().get(address)
    assert answer.status_code == status, f"{address} answered {answer.status}"
    assert answer.content_type == "text/html; charset=utf-8"
    return Page(address, answer.text, parse(answer.text), answer.headers)


@cache
def seen(app: Flask, address: str) -> Page:
    """Return a page of an app, asked for and parsed once."""
    return read(app, address)


@cache
def status(app: Flask, address: str) -> int:
    """Return how an app answers what is no page, asked once: all pages link the same files."""
    return app.test_client().get(address).status_code
