"""Brotli and gzip: what is compressed, how, and which encoding a browser gets."""

import gzip
from functools import lru_cache

import brotli
from flask import Flask, Response, request
from werkzeug.datastructures import Accept
from werkzeug.http import parse_accept_header

# Below this, the headers of a compressed answer weigh more than it saves.
SMALLEST = 300
COMPRESSIBLE = (
    "text/",
    "application/json",
    "application/xml",
    "application/manifest+json",
    "image/svg+xml",
)
# No browser's list of encodings is as long; what is longer is not kept in memory.
LONGEST_ACCEPTED = 200
# 11 takes too long while a reader waits.
WHILE_WAITING, AT_LEISURE = 9, 11


def compressible(content_type: str, data: bytes) -> bool:
    """Say whether compression makes these bytes smaller."""
    return content_type.startswith(COMPRESSIBLE) and len(data) >= SMALLEST


def compress(encoding: str, data: bytes, quality: int = WHILE_WAITING) -> bytes:
    """Return bytes in "br" or "gzip": always the same for the same bytes, as no time is in them."""
    if encoding == "br":
        return bytes(brotli.compress(data, quality=quality))
    return gzip.compress(data, compresslevel=9, mtime=0)


@lru_cache(maxsize=256)
def _encoding(accepted: str) -> str:
    wanted = parse_accept_header(accepted, Accept)
    # br first and plain last where a browser likes them equally well.
    best = max(("br", "gzip", "identity"), key=wanted.quality)
    return best if best != "identity" and wanted.quality(best) > 0 else ""


def encoding(accepted: str) -> str:
    """Return the encoding that an Accept-Encoding header likes best; "" is plain."""
    return _encoding(accepted) if len(accepted) <= LONGEST_ACCEPTED else ""


def init_compression(app: Flask) -> None:
    """Send text in the best encoding that the reader's browser takes."""

    @app.after_request
    def encode(answer: Response) -> Response:
        data = answer.get_data()
        if not compressible(answer.mimetype or "", data):
            return answer
        answer.vary.add("Accept-Encoding")
        if best := encoding(request.headers.get("Accept-Encoding", "")):
            answer.set_data(compress(best, data))
            answer.headers["Content-Encoding"] = best
        return answer
