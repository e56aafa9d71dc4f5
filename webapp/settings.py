"""The settings, read once from the environment. Knows nothing of what they are used for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

HERE = Path(__file__).resolve().parent


class SettingsError(Exception):
    """Settings that cannot be used. Its text names each variable and what to do."""


@dataclass(frozen=True)
class Settings:
    """What may differ between two deployments; each field is one environment variable.

    `documented` metadata feeds the table in the README, which a test compares with this class.
    """

    host: str = field(default="127.0.0.1", metadata={"says": "address to listen on"})
    port: int = field(default=8000, metadata={"says": "port to listen on, 1 to 65535"})
    site_url: str = field(
        default="",
        metadata={
            "says": "public address, such as https://guide.example; other hosts then get 400. "
            "Without it, the address that the server was started on"
        },
    )
    hsts: bool = field(
        default=False, metadata={"says": "1 behind TLS: tells browsers to use https only"}
    )
    content: Path = field(default=HERE / "content", metadata={"says": "the content folder"})
    translations: Path = field(
        default=HERE.parent / "translations", metadata={"says": "the folder of catalogs"}
    )

    @property
    def origin(self) -> str:
        """The address that full links begin with, without a slash at its end."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return self.site_url or f"http://{host}:{self.port}"

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> Settings:
        """Read and check `environ`; raise `SettingsError` with every fault at once."""
        faults = []
        values: dict[str, object] = {}
        if host := environ.get("HOST"):
            values["host"] = host
        if port := environ.get("PORT"):
            if port.isascii() and port.isdigit() and 1 <= int(port) <= 65535:
                values["port"] = int(port)
            else:
                faults.append(f"PORT is {port!r}: give a whole number from 1 to 65535")
        if url := environ.get("SITE_URL"):
            parts = urlsplit(url)
            if parts.scheme in ("http", "https") and parts.netloc and parts.path in ("", "/"):
                values["site_url"] = f"{parts.scheme}://{parts.netloc}"
            else:
                faults.append(f"SITE_URL is {url!r}: give it as https://host, without a path")
        if hsts := environ.get("HSTS"):
            if hsts in ("0", "1"):
                values["hsts"] = hsts == "1"
            else:
                faults.append(f"HSTS is {hsts!r}: give 0 or 1")
        for name in ("content", "translations"):
            if folder := environ.get(name.upper()):
                if Path(folder).is_dir():
                    values[name] = Path(folder)
                else:
                    faults.append(f"{name.upper()} is {folder!r}: give a folder that exists")
        if faults:
            raise SettingsError("\n".join(faults))
        return cls(**values)  # type: ignore[arg-type]  # checked one by one above
