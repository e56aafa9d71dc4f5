"""A small release, and the middleware in front of an app."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from hosted import exported
from house import MINIATURE, ROOT, real_settings, translations_of

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


@pytest.fixture(scope="session")
def three_languages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return translations with two of the languages, one of them from right to left.

    Servers take a language from the address alone: a third is served as the second is. Each page
    of each language is built and compared with the app's in test_middleware.py.
    """
    return translations_of(tmp_path_factory.mktemp("three"), "pl", "ur")


@pytest.fixture(scope="session")
def export(tmp_path_factory: pytest.TempPathFactory, three_languages: Path) -> Settings:
    """Return the settings of an export of the real content at the root of a host."""
    made = tmp_path_factory.mktemp("export")
    return exported(made, translations=three_languages, contact_email="editor@guide.example")


@pytest.fixture(scope="session")
def folder(export: Settings) -> Path:
    """Return its folder."""
    return export.releases.parent


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """Return a copy of the whole site, in which a test may break things."""
    folder = tmp_path / "own"
    for name in ("webapp", "static", "translations"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.rmtree(folder / "webapp/content")
    shutil.copytree(MINIATURE, folder / "webapp/content/inspections/miniature")
    return folder
