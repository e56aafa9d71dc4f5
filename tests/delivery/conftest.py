"""A small release, and the middleware in front of an app."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from house import MINIATURE, ROOT, real_settings

from webapp import create_app
from webapp.delivery.build import build_release
from webapp.delivery.release import Release, write
from webapp.delivery.serve import ReleaseMiddleware
from webapp.settings import Settings


@pytest.fixture(scope="session")
def small_settings() -> Settings:
    """Return the settings of a small site."""
    return replace(real_settings(), content=MINIATURE)


@pytest.fixture(scope="session")
def small(small_settings: Settings) -> Release:
    """Return its release."""
    return build_release(small_settings, create_app)


@pytest.fixture(scope="session")
def flask(small_settings: Settings) -> Flask:
    """Return its app."""
    return create_app(small_settings)


@pytest.fixture
def warnings() -> list[str]:
    """Return what an operator reads."""
    return []


@pytest.fixture
def serve(
    small: Release, flask: Flask, warnings: list[str], tmp_path: Path
) -> Callable[..., ReleaseMiddleware]:
    """Return a maker of middleware in front of a release, which is written if one is given."""

    def made(
        release: Release | None = small, host: str = "", **others: object
    ) -> ReleaseMiddleware:
        if release:
            write(tmp_path, release, {})
        make = others.get("make_app", lambda _: flask)
        return ReleaseMiddleware(tmp_path, host, make, warnings.append)  # type: ignore[arg-type]  # tests give other apps than Flask

    return made


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """Return a copy of the whole site, in which a test may break things."""
    folder = tmp_path / "own"
    for name in ("webapp", "static", "translations"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.rmtree(folder / "webapp/content")
    shutil.copytree(MINIATURE, folder / "webapp/content/inspections/miniature")
    return folder
