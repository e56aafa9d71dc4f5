"""Static files and PDFs: their addresses and bytes, and the copy of htmx among them."""

import re
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from webapp.explainer.loader import files_of

STATIC = Path(__file__).resolve().parent.parent.parent / "static"
PICTURES = STATIC / "pictures"
# Not guessed: what a machine's own table says of scripts differs from machine to machine.
MEDIA_TYPES = {
    "css": "text/css",
    "js": "text/javascript",
    "svg": "image/svg+xml",
    "png": "image/png",
}
FINGERPRINT = 10  # hexadecimal digits; policy.FINGERPRINTED knows an address by them
HTMX_VERSION = "4.0.1"
HTMX_CDN = f"https://cdn.jsdelivr.net/npm/htmx.org@{HTMX_VERSION}/dist/htmx.min.js"
# Hash of dist/htmx.min.js in the npm package, which the HTMX_CDN serves. The one printed in that
# package's README is of another build.
HTMX_INTEGRITY = "sha384-Qp9rdC8H7EqOoX+nR0P3RPG2Noji+qdwJlGpfzwQJsfOpp3sGwIdSP9xO3+UlEhn"
HTMX_FILE = "vendor/htmx.min.js"
# A line drawing that pages take in as it stands: no script, style, id, comment or address in it.
_SHAPE = r'(?: (?!on|style|id|href|xml)[a-zA-Z-]+="[^"<>{}]*")*'
DRAWING = re.compile(
    rf'<svg viewBox="0 0 48 48" width="48" height="48"{_SHAPE} aria-hidden="true"{_SHAPE}>'
    rf"(?:<(?:path|circle|ellipse|rect|line|polyline|polygon){_SHAPE} ?/>\s*)+</svg>\s*"
)
COMMENT = (b"//", b"/**", b"* ", b"*/")


@dataclass(frozen=True)
class Download:
    """A file to take away, a PDF or a Word file: its address and its size in KB."""

    href: str
    size: int


def handouts(folder: Path) -> dict[str, Download]:
    """Return the PDFs that `make handouts` made: name -> address and size."""
    return {
        path.name: Download(f"/handouts/{path.name}", -(-path.stat().st_size // 1000))
        for path in sorted(folder.glob("*.pdf"))
    }


def pictures() -> frozenset[str]:
    """Return the names of the line drawings that content may use; docs/content.md says how."""
    files = {path.stem: path.read_text("utf-8", "replace") for path in PICTURES.glob("*.svg")}
    return frozenset(name for name, text in files.items() if DRAWING.fullmatch(text))


def compact(path: Path) -> bytes:
    """Return a file as readers get it: no comments of ours, no space that a style sheet can spare.

    Of scripts, only types and whole lines of comment are left out: a third of their bytes.
    """
    data = path.read_bytes()
    if path.suffix == ".css":
        return re.sub(rb"/\*.*?\*/\s*|(?<=[{};,:])\s+|\s+(?=[{}])", b"", data, flags=re.DOTALL)
    if path.suffix != ".js" or path.parent.name == "vendor":
        return data
    # Types first: what begins with one is code.
    lines = re.sub(rb"/\*\* @type .*? \*/ ", b"", data).splitlines(keepends=True)
    return b"".join(line for line in lines if not line.lstrip().startswith(COMMENT))


class Assets:
    """The static files, read once: name -> bytes, and name -> the address with their fingerprint:
    "css/site.css" -> "/static/css/site.0123456789.css"."""

    def __init__(self) -> None:
        self.files = {name: compact(path) for name, path in files_of(STATIC).items()}
        # Two files for those who edit them, one for readers.
        self.files["css/site.css"] = self.files.pop("css/scripts.css") + self.files["css/site.css"]
        self.addresses = {}
        for name, data in self.files.items():
            stem, _, ending = name.rpartition(".")
            digest = sha256(data).hexdigest()[:FINGERPRINT]
            self.addresses[name] = f"/static/{stem}.{digest}.{ending}"
