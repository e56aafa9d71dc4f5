"""nginx on the exported folder answers as the app does: on every path, and to every refusal."""

from __future__ import annotations

import re
import socket
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import brotli
import pytest
from hosted import Nginx, exported
from house import MINIATURE, unpacked
from werkzeug.test import Client, TestResponse

from webapp import create_app
from webapp.delivery.release import CURRENT, load, write
from webapp.delivery.serve import ReleaseMiddleware
from webapp.delivery.static_hosts import files
from webapp.settings import Settings
from webapp.site.assets import HTMX_CDN
from webapp.site.website import SECURITY_TXT

# nginx makes its own ETag, of other letters; the rest belongs to the connection.
OWN = ("ETag", "Server", "Date", "Connection", "Transfer-Encoding", "Content-Length")
OWN_LINK = re.compile(r'(?:href|src|action|data-(?:bundle|revision|own|worker))="([^"#?]+)')


@pytest.fixture(scope="module")
def nginx(folder: Path) -> Iterator[Nginx]:
    """Serve it."""
    made = Nginx(folder)
    yield made
    made.stop()


@pytest.fixture(scope="module")
def reader(export: Settings) -> Client:
    """Return somebody who asks the app."""
    return client_of(export)


def client_of(settings: Settings) -> Client:
    """Return somebody who asks the app of an export's settings, before the same release."""
    make_app = lambda _: create_app(settings)  # noqa: E731
    return Client(ReleaseMiddleware(settings.release_folder, "", make_app, print))


def compared(nginx: tuple[int, dict[str, str], bytes], ours: TestResponse, place: object) -> None:
    """Fail where nginx answers otherwise than the app: status, headers that matter, page."""
    status, headers, body = nginx
    assert status == ours.status_code, place
    # A redirect's own few words are each server's.
    own = (*OWN, "Content-Type", "Vary", "Content-Encoding") if status in (301, 303) else OWN
    theirs = {name: value for name, value in headers.items() if name not in own}
    mine = {name: value for name, value in ours.headers.items() if name not in own}
    assert theirs == mine, place
    if status not in (301, 303):
        # Flask packs a refusal while its reader waits, the export at leisure: the same page.
        opened = brotli.decompress if headers.get("Content-Encoding") == "br" else bytes
        assert opened(body) == opened(ours.data), place


NOWHERE = (
    "/en", "/en/findings", "/en/nowhere/", "/nowhere", "/xx/", "/static/", "/static/css",
    "/static/css/", "/static/css/site.0123456789.css", "/data/", "/en/index.html", "/en//",
    "/en//help/", "/404.html", "/en/404.html", "/405.html", "/exit.html", "/exit/index.html",
    "/_headers", "/_redirects", "/en/index.html.br", "/en/index.html.gz", "/sitemap.xml.br",
    "/offline/", "/.git/config", "/en/help/.x", "/files.txt", "/nginx.conf",
)  # fmt: skip


@pytest.mark.parametrize("takes", ["br", "gzip", ""])
def test_nginx_answers_as_the_app_does_on_every_path(
    nginx: Nginx, reader: Client, takes: str
) -> None:
    """Same status, same bytes in each encoding, same headers that matter, none of them twice."""
    middleware: ReleaseMiddleware = reader.application  # type: ignore[assignment]
    assert SECURITY_TXT in middleware.responses
    for path in [*middleware.responses, *NOWHERE]:
        if path == "/readyz":  # a folder has no revision to name
            continue
        ours = reader.get(path, headers={"Accept-Encoding": takes})
        theirs = nginx.get(path, takes)
        if ours.status_code == 404 and takes == "gzip":
            assert theirs[0] == 404
            continue
        compared(theirs, ours, (path, takes))
        if theirs[0] == 200:
            assert theirs[2] == ours.data, (path, takes)


def test_the_way_out_leads_out_behind_its_slash_too(nginx: Nginx) -> None:
    """Where other hosts have a page of it; a mark behind it leads there."""
    status, headers, _ = nginx.get("/exit/")
    assert (status, headers["Clear-Site-Data"]) == (303, '"storage"')
    assert headers["Location"] == nginx.get("/exit")[1]["Location"]
    assert nginx.get("/exit.")[1]["Location"] == "/exit/"


def test_nginx_refuses_as_calmly_as_the_app_does(nginx: Nginx, reader: Client) -> None:
    """Sending is refused, and an address without end too, on a page that says whom to call."""
    for path in ("/en/", "/en/help/", "/nowhere"):
        status, headers, body = nginx.ask(path, "POST")
        ours = reader.post(path)
        assert status == ours.status_code == 405
        assert headers.get_all("Allow") == [ours.headers["Allow"]]
        assert body == ours.data
        assert headers.get_all("Cache-Control") == ["no-store"]
    status, headers, body = nginx.ask("/" + "a" * 40_000)
    assert status == 414
    assert b"tel:999" in body
    status, _, body = nginx.ask("/en/help/", **{"If-Match": '"other"'})
    assert (status, b"tel:999" in body) == (412, True)
    # Cookies of a council's other sites may be too long for nginx.
    status, _, body = nginx.ask("/en/help/", Cookie="a" * 9_000)
    assert (status, b"tel:999" in body) == (400, True)
    # What a message cut off: no page is asked for, and none is shown without help.
    for cut in ("/en/help/%", "/en/help/%E2%8", "/../en/"):
        status, headers, body = nginx.ask(cut)
        assert status == 400
        assert b"tel:999" in body
        assert headers.get_all("Cache-Control") == ["no-store"]


def test_nginx_knows_what_a_reader_has_by_its_bytes_alone(
    nginx: Nginx, folder: Path, tmp_path: Path
) -> None:
    """A page that changed is sent, even if it is as long and of the same time as before."""
    _, headers, _ = nginx.ask("/en/")
    tag = headers["ETag"]
    assert tag.startswith('"')
    assert nginx.ask("/en/", If_None_Match=tag)[0] == 304
    assert "Last-Modified" not in headers, "the time of a file is drawn from its bytes"
    assert nginx.ask("/en/", Range="bytes=0-9")[0] == 200
    settings = exported(tmp_path, content=MINIATURE)
    made = load(settings.release_folder / CURRENT)
    page = made.at("en/index.html")
    other = page.body().replace(b"999", b"998")
    changed = replace(page, bodies={**page.bodies, "": other})
    assert len(other) == len(page.body())
    server = Nginx(tmp_path)
    try:
        tag = server.ask("/en/")[1]["ETag"]
        answers = tuple(changed if answer is page else answer for answer in made.answers)
        write(settings.release_folder, replace(made, answers=answers), files(made))
        time.sleep(1.1)  # nginx looks at a file again after a second
        _, headers, body = server.ask("/en/", If_None_Match=tag)
        assert headers["ETag"] != tag
        assert body == other
    finally:
        server.stop()


def test_two_sites_in_one_nginx_have_languages_of_their_own(folder: Path, tmp_path: Path) -> None:
    """What is not there is answered in a language of the site that was asked, wherever it lies."""
    place = tmp_path / "Führer; für {alle}, 'hier'"
    place.mkdir()
    exported(place, content=MINIATURE)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    _, opens, block = (folder / "nginx.conf").read_text().partition("brotli_static on;\n")
    block = re.sub(r"127.0.0.1:\d+", f"127.0.0.1:{port}", block.rpartition("}")[0])
    conf = place / "nginx.conf"
    conf.write_text(conf.read_text().replace(opens, opens + block))
    server = Nginx(place)
    try:
        assert b'<html lang="en"' in server.ask("/pl/nowhere/")[2]
        server.port = port
        assert b'<html lang="pl"' in server.ask("/pl/nowhere/")[2]
    finally:
        server.stop()


def test_what_nginx_writes_down_holds_neither_query_nor_reader(nginx: Nginx, folder: Path) -> None:
    """Not even beside a fault: a missing file, a folder, a broken request."""
    locked = next(folder.glob("releases/*/current")) / "site" / "locked.txt"
    locked.mkdir()
    for path in ("/zebrafish.txt?q=zebrafish", "/static/?zebrafish", "/locked.txt/?zebrafish"):
        assert nginx.ask(path, Referer="https://zebrafish.example/")[0] == 404
    with socket.create_connection(("127.0.0.1", nginx.port), timeout=5) as wire:
        wire.sendall(b"GET /zebrafish HTTP/1.1\r\n\r\n")
        wire.recv(100)
    locked.rmdir()
    written = nginx.log.read_text()
    assert "zebrafish" not in written
    assert "127.0.0.1" not in written
    assert not [log for log in folder.rglob("*.log") if log != nginx.log]
    # Also from a server block that somebody else wrote, below Debian's own log of all readers.
    assert (
        "\naccess_log off;\nerror_log /dev/null emerg;\n"
        in files(load(locked.parents[1]))["locations.conf"].decode()
    )


@pytest.mark.parametrize(
    ("asked", "page"),
    [
        ("/en/help.", "/en/help/"), ("/en/help/,", "/en/help/"), ("/en/help).", "/en/help/"),
        ("/pl/help/%E2%80%9D", "/pl/help/"), ("/ur/help/%D8%8C%DB%94/", "/ur/help/"),
        ("/en/help/%E2%81%A9.", "/en/help/"), ("/en/help%20", "/en/help/"),
        ("/en/help/%C2%A0", "/en/help/"), ("/en/help/*", "/en/help/"), ("/en/he%20lp/", ""),
        ("/en/help?fbclid=b", "/en/help/"), ("/en/findings/%22?q=1", "/en/findings/"),
        ("/en/nowhere/.", ""), ("/en/help/.x", ""), ("//evil.example/.", ""), ("/en/help;x", ""),
        ("/%5Cevil.example/,", ""), ("/en/help/%0d%0aX:%20y/.", ""),
    ],
)  # fmt: skip
def test_an_address_that_a_letter_broke_leads_to_its_page(
    nginx: Nginx, asked: str, page: str
) -> None:
    """A full stop behind an address, in any script; never anything off the site."""
    status, headers, _ = nginx.get(asked)
    assert (status, headers.get("Location", "")) == ((301, page) if page else (404, ""))
    assert headers["Cache-Control"] == "no-store"


def test_nobody_can_frame_pages_and_anybody_can_frame_boxes(nginx: Nginx) -> None:
    """Also from a page that isolates itself."""
    headers = nginx.get("/en/embed/help/")[1]
    assert headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert headers["Cross-Origin-Embedder-Policy"] == "require-corp"
    assert "X-Frame-Options" not in headers
    assert nginx.get("/en/help/")[1]["X-Frame-Options"] == "DENY"


def test_below_a_folder_every_link_of_ours_leads_somewhere(
    tmp_path: Path, three_languages: Path
) -> None:
    """A host that serves the guide below /guide serves all of it there."""
    public = "https://council.example"
    settings = exported(tmp_path, translations=three_languages, base_path="/guide", site_url=public)
    reader = client_of(settings)
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
            if path != "/guide/":
                ours = reader.get(path.removeprefix("/guide"))
                compared((status, headers, body), ours, path)
            if not headers["Content-Type"].startswith("text/html"):
                continue
            text = body.decode()
            for link in OWN_LINK.findall(text):
                found = urlsplit(urljoin(f"{public}{path}", link))
                if found.netloc == "council.example":
                    assert found.path.startswith("/guide/"), (path, link)
                    waiting.append(found.path)
        assert len(seen) > 80
        assert "/guide/service-worker.js" in seen
        kept = unpacked(server.get("/guide/offline/en.txt")[2])
        assert "/guide/en/" in kept
        for path, (_, body) in kept.items():
            if path != HTMX_CDN:
                assert body == server.get(path)[2], path
        assert server.get("/guide/exit")[0] == 303
        assert server.get("/guide/en")[1]["Location"] == "/guide/en/"
        assert server.get("/guide")[1]["Location"] == "/guide/"
    finally:
        server.stop()
