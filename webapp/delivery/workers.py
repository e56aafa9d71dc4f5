"""The server of the workers: granian, which here replaces a worker however soon it ends again."""

from __future__ import annotations

import time
from typing import Any

from granian.server.mp import MPServer

# So many ends of one worker in so many seconds are no accident: then all stop.
MOST, WITHIN = 5, 30.0


class Restarts(dict[int, float]):
    """When each worker was replaced. granian stops all at the second end within 5.5 seconds.

    A machine short of memory kills a worker twice; its readers should not lose the site for it.
    """

    def __init__(self) -> None:
        self.times: dict[int, list[float]] = {}

    def __setitem__(self, worker: int, when: float) -> None:
        recent = [each for each in self.times.get(worker, []) if when - each < WITHIN]
        self.times[worker] = [*recent, when]

    def get(self, worker: int, default: float = 0.0) -> float:  # type: ignore[override]
        """Return when a worker was replaced, where that was too often; else the default."""
        recent = [each for each in self.times.get(worker, []) if time.monotonic() - each < WITHIN]
        return recent[-1] if len(recent) >= MOST else default

    def clear(self) -> None:
        """Forget nothing: each replacement lapses by itself."""


class Server(MPServer):
    """granian with that patience."""

    def __init__(self, *named: Any, **settings: Any) -> None:
        super().__init__(*named, **settings)
        self.respawned_wrks = Restarts()
