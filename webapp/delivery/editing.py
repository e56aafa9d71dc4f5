"""The site for editors: follows every file, and shows a fault where the page would be."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from webapp.delivery import faults

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication

# What a build or an editor's program writes beside the words.
LEFT_OUT = (".mo", ".swp", "~")


class Following:
    """The site as its files are now: it is built again after each change, also of a new file.

    `make` builds it; it raises one of `known` where words have a fault that tells its own place.
    """

    def __init__(
        self,
        make: Callable[[], WSGIApplication],
        folders: Iterable[Path],
        known: tuple[type[Exception], ...],
    ) -> None:
        self.make = make
        self.folders = tuple(folders)
        self.known = known
        self.state: list[tuple[str, int, int]] = []
        self.site: WSGIApplication | None = None
        self.fault = ""

    def _now(self) -> list[tuple[str, int, int]]:
        found = []
        for folder in self.folders:
            for path in sorted(folder.rglob("*")):
                if not path.name.endswith(LEFT_OUT) and path.is_file():
                    held = path.stat()
                    found.append((str(path), held.st_mtime_ns, held.st_size))
        return found

    def _follow(self) -> None:
        now = self._now()
        if now == self.state:
            return
        self.state, self.site, self.fault = now, None, ""
        try:
            self.site = self.make()
        except self.known as error:
            self.fault = str(error)
        except Exception as error:  # noqa: BLE001  # an editor reads it, whatever it is
            self.fault = faults.told(error)

    def __call__(self, environ: dict[str, Any], start: StartResponse) -> Iterable[bytes]:
        self._follow()
        if self.site:
            try:
                return self.site(environ, start)
            except Exception as error:  # noqa: BLE001  # as above
                fault = faults.told(error)
        else:
            fault = self.fault
        start("500 INTERNAL SERVER ERROR", [("Content-Type", "text/plain; charset=utf-8")])
        return [f"Mend this, save, and load this page again.\n\n{fault}\n".encode()]
