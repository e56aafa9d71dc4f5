"""The folder that any static host serves: with Debian's nginx, the same answers as the app's."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from dataclasses import replace
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import brotli
import pytest
from house import parse, real_settings
from werkzeug.test import Client

from webapp import build_edition, create_app, export
from webapp.delivery.edition import EditionError, write
from webapp.delivery.front_door import Door
from webapp.settings import Settings

# A file's own time and length make nginx' ETag; its name it tells everywhere.
OWN = ("ETag", "Server", "Date", "Connection", "Accept-Ranges", "Transfer-Encoding")
OWN_LINK = re.compile(r'(?:href|src|action|data-(?:list|own|worker))="([^"#?]+)')


def exported(folder: Path, **others: str) -> Settings:
    """Write an export below a folder; return its settings."""
    settings = replace(real_settings(), edition=folder / "edition", **others)  # type: ignore[arg-type]
    export(settings)
    return settings


class Nginx:
    """nginx with the configuration that an export wrote, on a port of its own."""

    def __init__(self, folder: Path) -> None:
        conf = folder / "nginx.conf"
        self.port = 20_000 + hash(str(folder)) % 20_000
        conf.write_text(conf.read_text().replace("127.0.0.1:8080", f"127.0.0.1:{self.port}"))
        nginx = shutil.which("nginx") or "/usr/sbin/nginx"
        # As root, its workers would be somebody who may not read a test's folder.
        user = ["-g", "user root;"] if os.geteuid() == 0 else []
        self.process = subprocess.Popen([nginx, "-c", str(conf), *user])

    def get(self, path: str, takes: str = "") -> tuple[int, dict[str, str], bytes]:
        """Return status, headers and body as they came."""
        for _ in range(100):
            try:
                wire = HTTPConnection("127.0.0.1", self.port, timeout=10)
                wire.request("GET", path, headers={"Accept-Encoding": takes})
                answer = wire.getresponse()
                told = answer.status, dict(answer.getheaders()), answer.read()
                wire.close()
                return told
            except ConnectionRefusedError:
                time.sleep(0.05)
        raise TimeoutError


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with an export at the root of a host."""
    made = tmp_path_factory.mktemp("export")
    exported(made)
    return made


@pytest.fixture(scope="module")
def nginx(folder: Path) -> Iterator[Nginx]:
    """Serve it."""
    made = Nginx(folder)
    yield made
    made.process.terminate()
    made.process.wait()


def test_nginx_answers_as_the_app_does_on_every_path(nginx: Nginx, tmp_path: Path) -> None:
    """Same status, same bytes in each encoding, same headers that matter."""
    settings = real_settings()
    held = build_edition(settings)
    write(held, tmp_path / "edition")
    door = Door(tmp_path / "edition", "", lambda _: create_app(settings, held.copies), print)
    reader = Client(door)
    for path in [*held.ready, "/en", "/en/findings", "/en/nowhere/", "/nowhere"]:
        for takes in ("br", "gzip", ""):
            ours = reader.get(path, headers={"Accept-Encoding": takes})
            status, headers, body = nginx.get(path, takes)
            assert status == ours.status_code, path
            if path == "/exit":
                assert headers["Location"] == ours.headers["Location"]
                assert headers["Clear-Site-Data"] == ours.headers["Clear-Site-Data"]
                continue
            if status == 301:
                assert headers["Location"] == ours.headers["Location"]
                continue
            if status == 404:
                # An address without a language gets the English page, as in the app. Flask packs
                # it while its reader waits, the export at leisure: the same page.
                packed = {"br": brotli.decompress}.get(headers.get("Content-Encoding", ""), bytes)
                if takes == "br":
                    assert packed(body) == reader.get(path).data, path
                continue
            assert body == ours.data, (path, takes)
            mine = {k: v for k, v in ours.headers.items() if k not in OWN}
            theirs = {k: v for k, v in headers.items() if k not in OWN}
            assert theirs == mine, (path, takes)


def test_the_root_offers_every_language(folder: Path) -> None:
    """A static host cannot ask the browser: it asks the reader."""
    page = (folder / "site" / "index.html").read_text()
    parse(page)
    assert 'href="/en/"' in page
    assert "tel:999" in page


def test_an_export_again_writes_nothing(folder: Path, tmp_path: Path) -> None:
    """Only what changed is sent to a host; old assets stay for one export more."""
    settings = exported(tmp_path)
    assert export(settings).written == 0
    old = tmp_path / "site" / "static" / "css" / "site.0000000000.css"
    old.write_text("old")
    stale = tmp_path / "site" / "en" / "gone" / "index.html"
    stale.parent.mkdir()
    stale.write_text("stale")
    listed = tmp_path / "files.txt"
    listed.write_text(listed.read_text() + "static/css/site.0000000000.css\n")
    done = export(settings)
    assert old.is_file()
    assert not stale.exists()
    assert (done.written, done.removed) == (0, 1)
    assert export(settings).removed == 1
    changed = export(replace(settings, exit_url="https://other.example/"))
    assert changed.written == 2  # exit.html and _redirects


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """Which file, why, and what to do."""
    (tmp_path / "site").write_text("a file where a folder should be")
    with pytest.raises(EditionError, match=r"site.*could not be written"):
        exported(tmp_path)


def test_below_a_folder_every_link_of_ours_leads_somewhere(tmp_path: Path) -> None:
    """A host that serves the guide below /guide serves all of it there."""
    exported(tmp_path, base_path="/guide", site_url="https://council.example")
    server = Nginx(tmp_path)
    try:
        waiting, seen = ["/guide/", "/guide/en/"], set()
        while waiting:
            path = waiting.pop()
            if path in seen or path == "/guide/exit":
                continue
            seen.add(path)
            status, headers, body = server.get(path)
            assert status == 200, path
            if not headers["Content-Type"].startswith("text/html"):
                continue
            text = body.decode()
            for link in OWN_LINK.findall(text):
                found = urlsplit(urljoin(f"https://council.example{path}", link))
                if found.netloc == "council.example":
                    assert found.path.startswith("/guide/"), (path, link)
                    waiting.append(found.path)
        assert len(seen) > 80
        assert "/guide/service-worker.js" in seen
        listed = server.get("/guide/offline/en.json")[2].decode()
        assert '"url": "/guide/en/"' in listed
        assert server.get("/guide/exit")[0] == 303
        assert server.get("/guide/en")[1]["Location"] == "/guide/en/"
    finally:
        server.process.terminate()
        server.process.wait()
