"""Brotli and gzip. The only room that knows of compression, until pages are kept ready."""

from __future__ import annotations

from flask import Flask
from flask_compress import Compress


def init_compression(app: Flask) -> None:
    """Compress what is text, in the best form that the reader's browser takes."""
    app.config["COMPRESS_ALGORITHM"] = ["br", "gzip"]
    app.config["COMPRESS_BR_LEVEL"] = 9
    app.config["COMPRESS_LEVEL"] = 9
    app.config["COMPRESS_MIN_SIZE"] = 300
    app.config["COMPRESS_MIMETYPES"] = [
        "text/html",
        "text/css",
        "text/plain",
        "application/xml",
        "image/svg+xml",
        "application/javascript",
        "text/javascript",
        "application/json",
    ]
    Compress(app)
