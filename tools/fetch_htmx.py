"""Fetch our own copy of htmx into static/vendor/, for readers whose network blocks the CDN.

Without a connection nothing is written and nothing fails: pages then work as plain pages where
the CDN is blocked. The file is never committed.
"""

from __future__ import annotations

import io
import sys
import tarfile
import zlib
from base64 import b64decode
from hashlib import sha384
from http.client import HTTPException
from urllib.request import urlopen

from webapp.site.assets import HTMX_FILE, HTMX_INTEGRITY, HTMX_VERSION, STATIC

HTMX_PACKAGE = f"https://registry.npmjs.org/htmx.org/-/htmx.org-{HTMX_VERSION}.tgz"
HTMX_MEMBER = "package/dist/htmx.min.js"
PATIENCE = 30


def is_genuine_htmx(data: bytes) -> bool:
    """Say whether these bytes are the very file that the pages name."""
    return sha384(data).digest() == b64decode(HTMX_INTEGRITY.removeprefix("sha384-"))


def main() -> int:
    """Write the file if its hash is right; return 1 if other bytes came."""
    path = STATIC / HTMX_FILE
    if path.is_file() and is_genuine_htmx(path.read_bytes()):
        return 0
    try:
        with urlopen(HTMX_PACKAGE, timeout=PATIENCE) as answer:  # a fixed https address
            packed = answer.read()
        with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
            member = archive.extractfile(HTMX_MEMBER)
            data = member.read() if member else b""
    except (OSError, HTTPException, tarfile.TarError, EOFError, zlib.error, KeyError) as error:
        # Also where a network answers for the registry with a page of its own.
        print(f"htmx was not fetched ({error}); pages work without our copy", file=sys.stderr)
        return 0
    if not is_genuine_htmx(data):
        print(f"{HTMX_PACKAGE} holds other bytes; nothing was written", file=sys.stderr)
        return 1
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
