"""The settings, read once from the environment. Knows nothing of what they are used for."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, fields
from functools import partial
from hashlib import sha256
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from click import ClickException

HERE = Path(__file__).resolve().parent
DEFAULT_FILE = HERE.parent / "explainer.env"
INSPECTIONS = {
    folder.name: folder
    for folder in sorted((HERE / "content/inspections").iterdir())
    if folder.is_dir() and not folder.name.startswith(".")
}
# An address to which somebody flees must not say what they fled from.
TELLING = re.compile(r"(?i)abus|polic|child|violen|victim|crime|refuge|nspcc|safeguard|womensaid")
HOST_NAME = r"(?!.*([.-]\.|\.-))[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?"


class SettingsError(ClickException):
    """Settings that cannot be used. Its text, which a command prints, says what to do."""


# What reads a setting returns its value; None or an error where there is none.


def _like(pattern: str, given: str) -> str | None:
    return given if re.fullmatch(pattern, given) else None


def _whole(largest: int, given: str) -> int | None:
    return int(given) if _like("[0-9]{1,5}", given) and 1 <= int(given) <= largest else None


def _host(given: str) -> str:
    return _like(HOST_NAME, given) or str(ip_address(given))


def _base_path(given: str) -> str | None:
    plain = _like(r"(?!\.|.*/\.)[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+)*", given.strip("/"))
    return plain and f"/{plain}"


def read_origin(given: str) -> str | None:
    """Return an address as browsers write it: small letters, no port that goes without saying."""
    parts = urlsplit(given)
    host = parts.hostname or ""
    plain = f"[{host}]" if ":" in host else host
    extra = parts.path.strip("/") or parts.query or parts.fragment or parts.port == 0
    if parts.scheme not in ("http", "https") or extra or re.search(r"[\s@]", given):
        return None
    usual = {"http": 80, "https": 443}[parts.scheme]
    port = "" if parts.port in (None, usual) else f":{parts.port}"
    return _host(host) and f"{parts.scheme}://{plain}{port}"


def _address(given: str) -> str | None:
    port = urlsplit(given).port or "[1-9]"  # beyond 65535, a ValueError
    host = rf"[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+(:{port})?"
    return _like(rf"(?i:https)://{host}([/?#][A-Za-z0-9/._~%?=&#+:@!,*()'-]*)?", given)


def _neutral(given: str) -> str | None:
    return None if TELLING.search(given) else _address(given)


def _folder(given: str) -> Path | None:
    return Path(given) if Path(given).is_dir() else None


def _folder_to_be(given: str) -> Path | None:
    path = Path(given)
    return path if path.is_dir() or (path.parent.is_dir() and not path.exists()) else None


SWITCH = {"0": False, "1": True}.get, "0 or 1"
FOLDER = _folder, "a folder that exists"
NEUTRAL = "a full https:// address that says nothing of police, abuse or children"
EMAIL = partial(_like, r"[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")


def _setting(default: Any, read: Callable[[str], object], right: str) -> Any:
    """A field: `read` makes its value, `right` says what to give where it makes none."""
    return field(default=default, metadata={"read": read, "right": right})


@dataclass(frozen=True)
class Settings:
    """What may differ between two deployments; each field is one variable of the environment.

    README.md says what each is for.
    """

    host: str = _setting("127.0.0.1", _host, "a host name or an address, without port")
    port: int = _setting(8000, partial(_whole, 65535), "a whole number from 1 to 65535")
    # The one source of full links, behind any proxy: no X-Forwarded-* header is ever read, as
    # anybody can send one. Hence no setting of trusted proxies, which could be wrong.
    site_url: str = _setting(
        "", read_origin, "it as https://host (a-z, 0-9, -) without a path; for one: BASE_PATH=/path"
    )
    hsts: bool = _setting(False, *SWITCH)
    exit_url: str = _setting("https://www.bbc.co.uk/weather", _neutral, NEUTRAL)
    contact_url: str = _setting("", _address, "a full https:// address")
    contact_email: str = _setting("", EMAIL, "an e-mail address such as guide@council.example")
    inspection: str = _setting(
        "",
        lambda given: given if given in INSPECTIONS else None,
        f"a name out of: {', '.join(INSPECTIONS)}",
    )
    content: Path = _setting(next(iter(INSPECTIONS.values())), *FOLDER)
    translations: Path = _setting(HERE.parent / "translations", *FOLDER)
    handouts: Path = _setting(HERE.parent / "build" / "handouts", *FOLDER)
    releases: Path = _setting(
        HERE.parent / "build/releases", _folder_to_be, "a folder, or a name in a folder that exists"
    )
    workers: int = _setting(1, partial(_whole, 64), "a whole number from 1 to 64")
    base_path: str = _setting(
        "", _base_path, "a path such as /guide, of letters, digits and hyphens"
    )
    static_host: bool = _setting(False, *SWITCH)

    @property
    def release_folder(self) -> Path:
        """The folder of the releases of these settings: no other settings' build writes there."""
        host = re.sub(r"[^\w.-]", "-", self.origin.removesuffix(self.base_path).partition("//")[2])
        digest = sha256(repr(self.in_release).encode()).hexdigest()[:8]
        return self.releases / f"{host}-{digest}"

    @property
    def other_folders(self) -> list[Path]:
        """Folders of releases of the same address and kind (static or not) of other settings."""
        sites = self.releases.glob(f"{self.release_folder.name[:-8]}????????/current/site")
        same = {s.parents[1] for s in sites if any(s.glob("exit*")) == self.static_host}
        return sorted(same - {self.release_folder})

    @property
    def in_release(self) -> dict[str, str]:
        """The settings that pages and headers show, by name: a release is of one set of them."""
        return {
            "SITE_URL": self.site_url,
            "HOST and PORT": "" if self.site_url else self.origin,
            "HSTS": str(int(self.hsts)),
            "EXIT_URL": self.exit_url,
            "CONTACT_URL or CONTACT_EMAIL": self.contact,
            "BASE_PATH": self.base_path,
            "STATIC_HOST": str(int(self.static_host)),
        }

    @property
    def contact(self) -> str:
        """Where readers can tell of a mistake, as the address of a link, or ""."""
        return self.contact_url or (f"mailto:{self.contact_email}" if self.contact_email else "")

    @property
    def missing(self) -> str:
        """What a public site should have and lacks, or ""."""
        text = "neither CONTACT_URL nor CONTACT_EMAIL is set: readers of a public site cannot tell "
        return "" if self.contact or not self.site_url else f"{text}anybody of a mistake"

    @property
    def listens(self) -> str:
        """The address on which the server listens, as browsers take it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}"

    @property
    def origin(self) -> str:
        """The address that full links begin with, without a slash at its end."""
        return (self.site_url or self.listens) + self.base_path

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] = os.environ) -> Settings:
        """Read and check `environ`; raise `SettingsError` with every fault at once.

        What the environment does not say, a file may: the one that `SETTINGS` names, else
        `explainer.env` beside the Makefile. Server, build and export read the same.
        """
        given, faults = _with_file(environ)
        values: dict[str, object] = {}
        for setting in fields(cls):
            if text := given.get(name := setting.name.upper()):
                value = None
                with suppress(ValueError, OSError):
                    value = setting.metadata["read"](text)
                if value is None:
                    file = environ.get("SETTINGS") or DEFAULT_FILE
                    place = "" if environ.get(name) else f"{file}: "
                    faults.append(f"{place}{name} is {text!r}: give {setting.metadata['right']}")
                else:
                    values[setting.name] = value
        if "inspection" in values:
            values.setdefault("content", INSPECTIONS[str(values["inspection"])])
        elif not given.get("CONTENT") and not given.get("INSPECTION") and len(INSPECTIONS) > 1:
            faults.append(f"INSPECTION is not set: give one of: {', '.join(INSPECTIONS)}")
        site = f"{values.get('site_url')}/"
        if f"{values.get('exit_url')}/".lower().startswith(site):
            faults.append("EXIT_URL leads back to SITE_URL: give a page of another site")
        if faults:
            raise SettingsError("\n".join(faults))
        return cls(**values)  # type: ignore[arg-type]  # checked one by one above


def _with_file(environ: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    """Return the environment on top of the settings file, and what is wrong with that file.

    Its lines are NAME=value, as systemd's EnvironmentFile and `podman --env-file` read them.
    """
    named = environ.get("SETTINGS", "")
    path = Path(named or DEFAULT_FILE)
    if not path.exists():
        return dict(environ), [f"SETTINGS is {named!r}: give a file that exists"] if named else []
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeError) as error:
        return dict(environ), [f"{path} cannot be read as a text in UTF-8: {error}"]
    known = {setting.name.upper() for setting in fields(Settings)}
    values, places, faults = {}, dict[str, int](), []
    for number, line in enumerate(map(str.strip, lines), 1):
        if line and not line.startswith("#"):
            name, equals, value = (part.strip() for part in line.partition("="))
            first = places.setdefault(name, number)
            values[name] = value.strip("\"'")
            if not equals:
                faults.append(f"{path} says {line!r}: write NAME=value")
            elif name not in known:
                faults.append(f"{path} sets {name}, which is no setting; README.md lists all")
            elif first != number:
                faults.append(f"{path} sets {name} in lines {first} and {number}; take one out")
    return {**values, **environ}, faults
