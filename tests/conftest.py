"""What every test may ask for: the app of the real content, the miniature's, and their readers.

`CONTENT=/path/to/another make test` asks the words of another inspection, too: those tests are in
explainer/test_real_content.py. All others try the product, with the words of this repository.
"""

from __future__ import annotations

import gc
from collections.abc import Callable
from dataclasses import replace

import pytest
from engines import EnginesPlugin
from flask import Flask
from flask.testing import FlaskClient
from house import MINIATURE, ORIGIN, real_settings

from webapp import create_app
from webapp.explainer import loader
from webapp.explainer.model import Explainer


def pytest_configure(config: pytest.Config) -> None:
    """Leave out tests of engines that this machine does not have, and say so."""
    config.pluginmanager.register(EnginesPlugin())


@pytest.fixture(scope="session")
def said() -> Explainer:
    """Return the real content, read and checked."""
    return loader.load(real_settings().content)


@pytest.fixture(scope="session")
def app() -> Flask:
    """Return the app of the real content, as started without a setting."""
    made = create_app(real_settings())
    gc.freeze()  # as the server does: else each collection goes through all words again
    return made


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Return a reader of the real site."""
    return app.test_client()


@pytest.fixture(scope="session")
def miniature() -> Flask:
    """Return the app of the made-up inspection."""
    return create_app(replace(real_settings(), content=MINIATURE))


@pytest.fixture(scope="session")
def site() -> Flask:
    """Return the app of the real content at a public address behind TLS."""
    return create_app(replace(real_settings(), site_url=ORIGIN, hsts=True))


@pytest.fixture
def make_app() -> Callable[..., Flask]:
    """Return a maker of apps of the real content with settings of one's own."""
    return lambda **settings: create_app(replace(real_settings(), **settings))
