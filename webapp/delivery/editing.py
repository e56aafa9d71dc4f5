"""The site for editors: built again after each change; a fault is shown in the page's place."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from webapp.delivery.build import place_of

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication

# What a build or an editor's program writes beside the words.
IGNORED = (".mo", ".swp", "~")


class ReloadingApp:
    """The app of the files as they are now: built again after each change, also of a new file.

    `make` builds it; it raises one of `clear` where words have a fault whose text names its place.
    """

    def __init__(
        self,
        make: Callable[[], WSGIApplication],
        folders: Iterable[Path],
        clear: tuple[type[Exception], ...],
    ) -> None:
        self.make = make
        self.folders = tuple(folders)
        self.clear = clear
        self.files: list[tuple[Path, int, int]] = []
        self.app: WSGIApplication | None = None

    def _files_now(self) -> list[tuple[Path, int, int]]:
        return [
            (path, path.stat().st_mtime_ns, path.stat().st_size)
            for folder in self.folders
            for path in sorted(folder.rglob("*"))
            if path.is_file() and not path.name.endswith(IGNORED)
        ]

    def __call__(self, environ: dict[str, Any], start: StartResponse) -> Iterable[bytes]:
        try:
            now = self._files_now()
            if self.app is None or now != self.files:
                self.files, self.app = now, None
                self.app = self.make()
            return self.app(environ, start)
        except self.clear as error:
            fault = str(error)
        except Exception as error:  # noqa: BLE001  # an editor reads it, whatever it is
            fault = place_of(error)
        start("500 INTERNAL SERVER ERROR", [("Content-Type", "text/plain; charset=utf-8")])
        return [f"Mend this, save, and load this page again.\n\n{fault}\n".encode()]
