"""The exported folder, served by Debian's nginx from the configuration that was written."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from contextlib import closing, suppress
from dataclasses import replace
from http.client import HTTPConnection, HTTPMessage
from pathlib import Path

from house import free_port, real_settings

from webapp import create_app
from webapp.delivery import release, static_hosts
from webapp.delivery.build import build_release
from webapp.settings import Settings


def exported(folder: Path, **others: object) -> Settings:
    """Write an export below a folder, as the command does; return its settings."""
    settings = replace(
        real_settings(),
        releases=folder / "releases",
        static_host=True,
        **others,  # type: ignore[arg-type]  # each has a type of its own
    )
    made = build_release(settings, create_app)
    release.write(settings.release_folder, made, static_hosts.files(made, settings.base_path))
    static_hosts.export(settings.release_folder, folder)
    return settings


class Nginx:
    """nginx with the configuration that an export wrote, on a port of its own."""

    def __init__(self, folder: Path) -> None:
        conf = folder / "nginx.conf"
        self.port = free_port()
        conf.write_text(conf.read_text().replace("127.0.0.1:8080", f"127.0.0.1:{self.port}"))
        nginx = shutil.which("nginx") or "/usr/sbin/nginx"
        # As root, its workers would be somebody who may not read a test's folder.
        user = ["-g", "user root;"] if os.geteuid() == 0 else []
        self.log = folder / "nginx.log"
        with self.log.open("wb") as out:
            self.process = subprocess.Popen([nginx, "-c", str(conf), *user], stdout=out, stderr=out)

    def ask(self, path: str, method: str = "GET", **headers: str) -> tuple[int, HTTPMessage, bytes]:
        """Return status, headers and body as they came."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        for _ in range(600):
            with (
                suppress(ConnectionRefusedError),
                closing(HTTPConnection("127.0.0.1", self.port, timeout=30)) as wire,
            ):
                wire.request(method, path, headers={"Accept-Encoding": "", **named})
                answer = wire.getresponse()
                return answer.status, answer.headers, answer.read()
            time.sleep(0.05)
        raise TimeoutError(self.log.read_text())

    def get(self, path: str, takes: str = "") -> tuple[int, dict[str, str], bytes]:
        """Return status, headers and body of a page; no header comes twice."""
        status, headers, body = self.ask(path, Accept_Encoding=takes)
        names = [name.lower() for name in headers]
        assert len(names) == len(set(names)), (path, sorted(names))
        return status, dict(headers), body

    def stop(self) -> None:
        """End it."""
        self.process.terminate()
        self.process.wait()
