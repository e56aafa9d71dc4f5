"""What this app is compared with: a bare function, WhiteNoise, Flask on each request."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from webapp import create_app
from webapp.delivery.release import Release, current
from webapp.delivery.serve import ReleaseMiddleware, respond

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse


def _missing(environ: dict[str, Any], start: StartResponse) -> Iterable[bytes]:
    start("404 NOT FOUND", [])
    return []


def _static() -> Any:
    from whitenoise import WhiteNoise

    return WhiteNoise(_missing, root=os.environ["BENCH_SITE"], index_file=True)


def _bare() -> Any:
    """Return the ceiling: a function that knows one page, and gives it to everybody."""
    release = current(Path(os.environ["BENCH_RELEASES"]))
    page = respond(release, release.at("en/index.html"), "br")

    def answer(environ: dict[str, Any], start: StartResponse) -> Iterable[bytes]:
        start(page.status, page.headers)
        return page.body

    return answer


def _none(release: Release) -> Any:
    raise RuntimeError("there is no Flask behind this")


def __getattr__(name: str) -> Any:
    # Each is made only in the server that asks for it.
    if name == "static":
        return _static()
    if name == "bare":
        return _bare()
    if name == "ready":
        return ReleaseMiddleware(Path(os.environ["BENCH_RELEASES"]), "", _none, print)
    if name == "rendering":
        return create_app()
    raise AttributeError(name)
