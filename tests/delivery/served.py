"""The site in a process of its own, as `make run` serves it."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from house import free_port

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 30


class Served:
    """A running site: ask it raw bytes, then read what it printed."""

    def __init__(self, folder: Path, port: int = 0, place: Path = ROOT, **settings: str) -> None:
        self.port = port or free_port()
        self.releases = folder / "releases"
        self.log = folder / "log.txt"
        own = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        with self.log.open("wb") as out:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "webapp", "serve"],
                cwd=place,
                env={
                    **own,
                    "PORT": str(self.port),
                    "RELEASES": str(self.releases),
                    **settings,
                },  # fmt: skip
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    @property
    def current(self) -> Path:
        """The current release."""
        (link,) = self.releases.glob("*/current")
        return link.resolve()

    def ask(self, raw: bytes) -> bytes:
        """Send bytes on a connection of their own; return all that comes back."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE) as wire:
            wire.sendall(raw)
            received = b""
            while part := wire.recv(65_536):
                received += part
        return received

    def get(self, target: bytes, *headers: bytes) -> bytes:
        """Ask for a target as a browser would, on a connection that closes."""
        lines = (b"GET " + target + b" HTTP/1.1", b"Host: x", b"Connection: close", *headers)
        return self.ask(b"\r\n".join(lines) + b"\r\n\r\n")

    def wait(self) -> None:
        """Wait until it answers."""
        end = time.monotonic() + 180
        while time.monotonic() < end:
            assert self.process.poll() is None, self.log.read_text()
            try:
                if self.get(b"/healthz").startswith(b"HTTP/1.1 200"):
                    return
            except OSError:
                time.sleep(0.1)
        raise TimeoutError(self.log.read_text())

    def stop(self) -> None:
        """End it and all that it started."""
        os.killpg(self.process.pid, signal.SIGTERM)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def workers(self) -> list[int]:
        """Return the processes that answer."""
        listed = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        named = [int(pid) for pid in listed.split()]
        return [
            pid for pid in named
            if b"resource_tracker" not in Path(f"/proc/{pid}/cmdline").read_bytes()
        ]  # fmt: skip


def status(answer: bytes) -> int:
    """Return the status of a raw answer."""
    found = re.match(rb"HTTP/1\.[01] (\d{3})", answer)
    assert found, answer[:80]
    return int(found[1])


def goes_on(process: int) -> bool:
    """Say whether a process runs; one that is killed may wait as a zombie to be asked after."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def until(true: Callable[[], bool]) -> None:
    """Wait until something is so."""
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end
        time.sleep(0.05)
