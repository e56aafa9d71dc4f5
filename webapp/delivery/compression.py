"""Brotli and gzip. The only room that knows of compression."""

from __future__ import annotations

import gzip
from collections.abc import Callable

import brotli
from flask import Flask, Response, request

# Below this, the headers of a compressed answer weigh more than it saves.
SMALLEST = 300
KINDS = (
    "text/",
    "application/json",
    "application/xml",
    "application/manifest+json",
    "image/svg+xml",
)


def brotlied(data: bytes) -> bytes:
    """Return bytes in brotli; 9 of 11, as pages are compressed while a reader waits."""
    return bytes(brotli.compress(data, quality=9))


def gzipped(data: bytes) -> bytes:
    """Return bytes in gzip, the same for the same bytes: no time stands in them."""
    return gzip.compress(data, compresslevel=9, mtime=0)


FORMS: dict[str, Callable[[bytes], bytes]] = {"br": brotlied, "gzip": gzipped}


def init_compression(app: Flask) -> None:
    """Send what is text in the best form that the reader's browser takes."""

    @app.after_request
    def compress(answer: Response) -> Response:
        data = answer.get_data()
        if not (answer.mimetype or "").startswith(KINDS) or len(data) < SMALLEST:
            return answer
        answer.vary.add("Accept-Encoding")
        taken = request.accept_encodings
        best = max(FORMS, key=lambda form: taken.quality(form))  # br first where both are equal
        if taken.quality(best) > 0:
            answer.set_data(FORMS[best](data))
            answer.headers["Content-Encoding"] = best
        return answer
