"""A small edition, and a door before it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from house import MINIATURE, ROOT, real_settings

from webapp import build_edition, create_app
from webapp.delivery.edition import Edition, write
from webapp.delivery.front_door import Door
from webapp.settings import Settings


@pytest.fixture(scope="session")
def small_settings() -> Settings:
    """Return the settings of a small site."""
    return replace(real_settings(), content=MINIATURE)


@pytest.fixture(scope="session")
def small(small_settings: Settings) -> Edition:
    """Return its edition."""
    return build_edition(small_settings)


@pytest.fixture(scope="session")
def flask(small_settings: Settings) -> Flask:
    """Return its app."""
    return create_app(small_settings)


@pytest.fixture
def told() -> list[str]:
    """Return what an operator is told."""
    return []


@pytest.fixture
def open_door(small: Edition, flask: Flask, told: list[str], tmp_path: Path) -> Callable[..., Door]:
    """Return an opener of doors before an edition."""

    def opened(held: Edition = small, host: str = "", **others: object) -> Door:
        write(held, tmp_path / "edition")
        make = others.get("make_app", lambda _: flask)
        return Door(tmp_path / "edition", host, make, told.append, held.settings)  # type: ignore[arg-type]

    return opened


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """Return a copy of the whole site, in which a test may break things."""
    folder = tmp_path / "own"
    for name in ("webapp", "static", "translations"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.rmtree(folder / "webapp/content")
    shutil.copytree(MINIATURE, folder / "webapp/content")
    return folder
