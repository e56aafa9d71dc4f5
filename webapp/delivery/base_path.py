"""Serving below a folder: every address of ours gets it in front. For the export alone."""

from __future__ import annotations

import re

from flask import Flask, Response

# Attributes of ours that hold an address, and strings of our JSON that begin with a slash.
IN_HTML = re.compile(
    r'( (?:href|src|action|data-hx-get|data-own|data-bundle|data-revision|data-worker)=")/(?!/)',
    re.ASCII,
)
IN_JSON = re.compile(r'(": ")/(?!/)', re.ASCII)


def init_base_path(app: Flask, base_path: str) -> None:
    """Put `base_path` ("/guide") in front of each address in pages, manifests and lists."""

    @app.after_request
    def rewrite(answer: Response) -> Response:
        pattern = {
            "text/html": IN_HTML,
            "application/json": IN_JSON,
            "application/manifest+json": IN_JSON,
        }.get(answer.mimetype or "")
        if pattern:
            text = answer.get_data(as_text=True)
            answer.set_data(pattern.sub(rf"\g<1>{base_path}/", text))
        return answer
