"""Anybody can check what a site shows, what an export holds, and what it was made with."""

from __future__ import annotations

import gzip
import json
import re
import subprocess
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import brotli
import pytest
from click.testing import CliRunner
from hosted import exported
from house import MINIATURE
from jsonschema import Draft7Validator
from referencing import Registry, Resource
from werkzeug.serving import WSGIRequestHandler, make_server

from webapp import commands
from webapp.commands import cli
from webapp.delivery.release import Release, ReleaseError
from webapp.delivery.serve import ReleaseMiddleware
from webapp.delivery.static_hosts import bill_of_materials, differences
from webapp.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator


class Silent(WSGIRequestHandler):
    """Writes nothing down."""

    def log(self, *args: object) -> None:
        """Print nothing."""


@contextmanager
def live(app: ReleaseMiddleware) -> Iterator[str]:
    """Serve an app; yield its address."""
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Silent)
    thread = Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_live_site_is_compared_byte_by_byte(
    serve: Callable[..., ReleaseMiddleware], small: Release
) -> None:
    """A page that somebody changed is named, and so is a header that a host leaves out."""
    page = small.at("en/help/index.html")
    forged = replace(page, bodies={"": page.bodies[""].replace(b"999", b"998")})
    answers = tuple(forged if answer is page else answer for answer in small.answers)
    headers = {**small.headers, "data": {**small.headers["data"], "Referrer-Policy": "origin"}}
    with live(serve()) as address:
        assert differences(small, address) == []
    with live(serve(replace(small, answers=answers, headers=headers))) as address:
        found = differences(small, address)
    assert "/en/help/: other bytes" in found
    wrong = {fault.partition(": ")[2] for fault in found if fault.startswith("/data/")}
    assert wrong == {"Referrer-Policy is origin; it should be no-referrer"}
    assert differences(small, address)[0].startswith("/en/: no answer")


@pytest.mark.parametrize("code", ["br", "gzip"])
def test_a_page_that_was_changed_for_some_browsers_alone_is_named(
    serve: Callable[..., ReleaseMiddleware], small: Release, code: str
) -> None:
    """Phones take brotli: a forged or damaged twin beside right plain bytes is what they show."""
    page = small.at("en/help/index.html")
    pack = {"br": brotli.compress, "gzip": gzip.compress}[code]
    twins = [pack(page.body().replace(b"999", b"998"))]
    if code == "br":  # our own server has the plain bytes from gzip
        twins.append(page.bodies[code][:-9])
    for twin in twins:
        forged = replace(page, bodies={**page.bodies, code: twin})
        answers = tuple(forged if answer is page else answer for answer in small.answers)
        with live(serve(replace(small, answers=answers))) as address:
            found = differences(small, address)
        assert f"/en/help/: other bytes for browsers that take {code}" in found


@pytest.mark.parametrize(
    "address", ["guide.example", "https://", "ftp://guide.example", "http://[::1"]
)
def test_what_is_no_address_is_not_asked(address: str) -> None:
    """Who leaves out https:// does not read that the site is gone."""
    answer = CliRunner().invoke(cli, ["verify", address])
    assert f"{address!r} is no address such as https://guide.example" in answer.output


@pytest.mark.parametrize("address", ["https://Guide.Example/a/", "https://guide.example:443/a"])
def test_an_address_is_asked_as_browsers_write_it(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Capitals and the usual port made each page of a right site seem wrong."""

    def stop(settings: Settings, _: object) -> Release:
        raise ReleaseError(f"built for {settings.site_url}")

    monkeypatch.setattr(commands, "build_release", stop)
    answer = CliRunner().invoke(cli, ["verify", address])
    assert "built for https://guide.example/a\n" in answer.output


def test_a_fault_of_every_page_is_told_once(
    serve: Callable[..., ReleaseMiddleware], small: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A host that sends no headers made 9,000 lines of them."""
    monkeypatch.setattr(commands, "build_release", lambda *_: small)
    page = {**small.headers["page"]}
    del page["X-Frame-Options"]
    with live(serve(replace(small, headers={**small.headers, "page": page}))) as address:
        answer = CliRunner().invoke(cli, ["verify", address])
    (line,) = [line for line in answer.output.splitlines() if "X-Frame-Options" in line]
    told = "X-Frame-Options is missing; it should be DENY"
    assert re.fullmatch(f"/en/ and [0-9]+ more: {told}", line)
    assert answer.output.startswith("Error: differences: ")


def test_a_host_that_leads_elsewhere_is_named_with_where(small: Release) -> None:
    """Who asks www.your.host reads which address to ask, not that each page is wrong."""

    def away(_: object, start: Callable[..., object]) -> list[bytes]:
        start("301 Moved Permanently", [("Location", "https://guide.example/en/")])
        return []

    with live(away) as address:  # type: ignore[arg-type]  # any app
        found = differences(small, address)
    assert found == ["/en/: leads to https://guide.example/en/; ask that host"]


def test_a_host_that_takes_slashes_away_is_told_so_of_each_page(small: Release) -> None:
    """To ask another host would not help."""

    def bare(environ: dict[str, str], start: Callable[..., object]) -> list[bytes]:
        start("301 Moved Permanently", [("Location", environ["PATH_INFO"].rstrip("/") or "/")])
        return []

    with live(bare) as address:  # type: ignore[arg-type]  # any app
        assert "status 301, not 200 OK" in differences(small, address)[0]


def test_an_address_with_other_letters_is_no_trace(small: Release) -> None:
    """As a person writes the path, not as browsers send it."""
    (fault,) = differences(small, "http://127.0.0.1:1/über")
    assert fault.startswith("/en/: no answer (")


def test_an_export_holds_the_hashes_of_its_files(tmp_path: Path) -> None:
    """As the usual tool checks them; a changed file is found."""
    exported(tmp_path, content=MINIATURE)
    check = ["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"]
    assert subprocess.run(check, cwd=tmp_path, check=False).returncode == 0
    named = (tmp_path / "SHA256SUMS").read_text().splitlines()
    assert len(named) == len([path for path in (tmp_path / "site").rglob("*") if path.is_file()])
    (tmp_path / "site/en/index.html").write_text("forged")
    result = subprocess.run(check, cwd=tmp_path, check=False, capture_output=True, text=True)
    assert "site/en/index.html" in result.stdout
    assert (tmp_path / "sbom.cdx.json").read_text() == bill_of_materials()


def test_the_bill_of_materials_is_cyclonedx() -> None:
    """Valid by the standard's own schema, and whole."""
    schemas = files("cyclonedx.schema") / "_res"
    parts = ("bom-1.6", "spdx", "jsf-0.82")
    found = [json.loads((schemas / f"{name}.SNAPSHOT.schema.json").read_text()) for name in parts]
    registry = Registry().with_resources(
        (f"http://cyclonedx.org/schema/{name}.SNAPSHOT.schema.json", Resource.from_contents(schema))
        for name, schema in zip(parts, found, strict=True)
    )
    bom = json.loads(bill_of_materials())
    Draft7Validator(found[0], registry=registry).validate(bom)
    names = {component["name"] for component in bom["components"]}
    assert names >= {"flask", "granian", "brotli", "htmx.org"}
