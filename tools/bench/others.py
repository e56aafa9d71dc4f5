"""What this app is compared with: WhiteNoise over the exported files, and Flask on each request."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from webapp import create_app

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse


def _missing(environ: dict[str, Any], start: StartResponse) -> Iterable[bytes]:
    start("404 NOT FOUND", [])
    return []


def _static() -> Any:
    from whitenoise import WhiteNoise

    return WhiteNoise(_missing, root=os.environ["BENCH_SITE"], index_file=True)


def __getattr__(name: str) -> Any:
    # Each is made only in the server that asks for it.
    if name == "static":
        return _static()
    if name == "rendering":
        return create_app()
    raise AttributeError(name)
