"""Many readers at once: each answer that they get is whole, and of one release."""

from __future__ import annotations

import hashlib
import http.client
import re
import threading
from collections import Counter
from dataclasses import dataclass, field

ASSET = re.compile(rb'(?:href|src)="(/static/[^"]+\.([0-9a-f]{10})\.\w+)"')
PAGES = ("/en/", "/en/help/", "/en/findings/", "/en/words/", "/en/about/")


@dataclass
class Readers:
    """`count` connections that read pages and then what those pages name, until they are stopped.

    `mark` finds the release in a page; `seen` counts answers by release, `faults` holds what no
    reader should meet.
    """

    port: int
    count: int
    mark: re.Pattern[bytes]
    seen: Counter[bytes] = field(default_factory=Counter)
    files: int = 0
    faults: list[str] = field(default_factory=list)

    def start(self) -> None:
        """Let them begin."""
        self.over = threading.Event()
        self.threads = [
            threading.Thread(target=self._read, args=(number,)) for number in range(self.count)
        ]
        for thread in self.threads:
            thread.start()

    def stop(self) -> None:
        """Let each finish what it reads."""
        self.over.set()
        for thread in self.threads:
            thread.join()

    def _read(self, number: int) -> None:
        wire = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        at = number
        while not self.over.is_set():
            path = PAGES[at % len(PAGES)]
            at += 1
            try:
                body = self._get(wire, path)
                marks = set(self.mark.findall(body))
                if len(marks) != 1 or not body.rstrip().endswith(b"</html>"):
                    self.faults.append(f"{path}: {len(body)} bytes of releases {sorted(marks)}")
                self.seen.update(marks)
                for asset, fingerprint in sorted(set(ASSET.findall(body)))[at % 3 :: 3]:
                    data = self._get(wire, asset.decode())
                    if hashlib.sha256(data).hexdigest()[:10] != fingerprint.decode():
                        self.faults.append(f"{asset.decode()} holds other bytes")
                    self.files += 1
            except (OSError, http.client.HTTPException) as error:
                self.faults.append(f"{path}: {error!r}")
                wire.close()
        wire.close()

    def _get(self, wire: http.client.HTTPConnection, path: str) -> bytes:
        wire.request("GET", path, headers={"Accept-Encoding": "identity"})
        answer = wire.getresponse()
        body = answer.read()
        if answer.status != 200:
            self.faults.append(f"{path} answered {answer.status}")
        return body
