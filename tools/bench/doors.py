"""The front door alone, over any edition: for the growth of languages."""

from __future__ import annotations

import os
from pathlib import Path

from webapp.delivery.edition import Edition
from webapp.delivery.front_door import Door


def _none(edition: Edition) -> None:
    raise RuntimeError("this door has no Flask behind it")


door = Door(Path(os.environ["BENCH_EDITION"]), "", _none, print)  # type: ignore[arg-type]  # it never asks Flask
