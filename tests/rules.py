"""A rule that every page keeps is one test: it reads all pages and names each that breaks it."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from house import TAGS, addresses, seen


def on_every_page(rule: Callable[..., None]) -> Callable[..., None]:
    """Call a test that takes `page` with every page in every language; other fixtures as usual."""
    named = inspect.signature(rule).parameters

    @functools.wraps(rule)
    def on_all(*, app: Flask, **fixtures: Any) -> None:
        if "app" in named:
            fixtures["app"] = app
        faults = []
        for address in addresses(*TAGS):
            try:
                rule(page=seen(app, address), **fixtures)
            except Exception as fault:
                faults.append(f"{address}: {type(fault).__name__}: {fault}")
        if faults:
            pytest.fail("\n".join(faults), pytrace=False)

    kind = inspect.Parameter.KEYWORD_ONLY
    wanted = sorted({*named, "app"} - {"page"})
    on_all.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [inspect.Parameter(name, kind) for name in wanted]
    )
    return on_all
