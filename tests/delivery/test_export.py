"""The folder that any static host serves: whole, in the right order, and with its headers."""

from __future__ import annotations

import errno
import os
import re
import resource
import subprocess
import sys
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.request import urlopen

import pytest
from click.testing import CliRunner
from hosted import exported
from house import MINIATURE, ORIGIN, ROOT, parse
from test_release import answers

from webapp.commands import cli
from webapp.delivery import static_hosts
from webapp.delivery.release import CURRENT, ReleaseError, build_lock, load
from webapp.delivery.static_hosts import unreadable
from webapp.settings import Settings


def test_the_root_offers_every_language(folder: Path) -> None:
    """A static host cannot ask the browser: it asks the reader."""
    page = (folder / "site" / "index.html").read_text()
    parse(page)
    assert 'href="/en/"' in page
    assert "tel:999" in page


class Plain(SimpleHTTPRequestHandler):
    """A host that knows files alone, and writes nothing down."""

    def log_message(self, *args: object) -> None:
        """Print nothing."""


def test_the_way_out_leads_out_where_a_host_knows_files_alone(folder: Path) -> None:
    """As cheap hosts do: without script, “Exit this page” ended on their page of an error."""
    host = ThreadingHTTPServer(("127.0.0.1", 0), partial(Plain, directory=folder / "site"))
    Thread(target=host.serve_forever, args=(0.05,)).start()
    try:
        with urlopen(f"http://127.0.0.1:{host.server_port}/exit") as answer:
            page = answer.read().decode()
    finally:
        host.shutdown()
        host.server_close()
    assert f'http-equiv="refresh" content="0;url={Settings().exit_url}"' in page


def test_an_export_is_the_release_under_a_second_name(tmp_path: Path) -> None:
    """No byte is kept twice, what is no longer there goes, and nginx.conf names the release."""
    settings = exported(tmp_path, content=MINIATURE)
    page = tmp_path / "site/en/index.html"
    assert page.samefile(settings.release_folder / "current/site/en/index.html")
    (tmp_path / "site/stale.html").write_text("stale")
    static_hosts.export(settings.release_folder, tmp_path)
    assert not (tmp_path / "site/stale.html").exists()
    assert page.is_file()
    assert str(settings.release_folder) in (tmp_path / "nginx.conf").read_text()
    assert not list(tmp_path.glob("site.*"))


def test_a_copy_to_another_disk_that_is_full_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """There the files are copied, many at once; the site before stays, and the reason is named."""
    settings = exported(tmp_path, content=MINIATURE)

    def link(*_: object, **__: object) -> None:
        raise OSError(errno.EXDEV, os.strerror(errno.EXDEV))

    monkeypatch.setattr(os, "link", link)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard))
    try:
        with pytest.raises(ReleaseError, match="site could not be written: .*File too large"):
            static_hosts.export(settings.release_folder, tmp_path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert (tmp_path / "site/en/index.html").is_file()


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    """Which file, why, and what to do."""
    settings = exported(tmp_path, content=MINIATURE)
    (tmp_path / "nginx.conf").unlink()
    (tmp_path / "nginx.conf").mkdir()
    with pytest.raises(ReleaseError, match=r"nginx.conf could not be written"):
        static_hosts.export(settings.release_folder, tmp_path)
    (tmp_path / "site").rename(tmp_path / "www")
    (tmp_path / "site").mkdir()
    (tmp_path / "site/own.html").write_text("of somebody")
    with pytest.raises(ReleaseError, match=r"site is no export of ours: move it"):
        static_hosts.export(settings.release_folder, tmp_path)
    (tmp_path / "site/own.html").unlink()
    (tmp_path / "site").rmdir()
    (tmp_path / "site").symlink_to(tmp_path / "www")  # the site would stay as it is, unseen
    with pytest.raises(ReleaseError, match=r"site is a link: take it away"):
        static_hosts.export(settings.release_folder, tmp_path)
    assert (tmp_path / "site/en/index.html").is_file()


def test_a_folder_that_nginx_may_not_read_is_named(tmp_path: Path) -> None:
    """Its workers are another user: 403 everywhere, and nothing in its log, said why."""
    for place in (tmp_path, *tmp_path.parents[:-2]):
        place.chmod(0o755)
    before = os.umask(0o077)
    try:
        with build_lock(tmp_path / "a/b"):
            settings = exported(tmp_path / "a/b", content=MINIATURE)
        assert os.umask(0o077) == 0o077
    finally:
        os.umask(before)
    assert unreadable(settings.release_folder) == []
    shown = [*(tmp_path / "a/b/site").rglob("*"), *settings.release_folder.rglob("*")]
    assert all(path.stat().st_mode & 0o004 for path in shown)
    for place in (tmp_path / "a", tmp_path / "a/b"):
        place.chmod(0o700)
    assert unreadable(settings.release_folder) == [tmp_path / "a/b", tmp_path / "a"]


@pytest.mark.parametrize("tag", ["en", "pl", "ur"])
def test_no_form_stands_where_nothing_answers_it(folder: Path, tag: str) -> None:
    """Search in a folder of files would find nothing, as if there were nothing: lists lead on."""
    for path in (folder / "site" / tag).rglob("*.html"):
        assert "<form" not in path.read_text(), path
    for name in ("search", "partners/briefing", "words", "findings"):
        page = (folder / "site" / tag / name / "index.html").read_text()
        assert "cdn.jsdelivr.net" not in page
        parse(page)
    page = (folder / "site" / tag / "search/index.html").read_text()
    for name in ("findings", "words", "help"):
        assert f'href="/{tag}/{name}/"' in page.partition("<main")[2].partition("</main")[0]


def headers_for(lines: list[str], path: str) -> dict[str, str]:
    """Return the headers that a static host gives a path, by the rules of `_headers`."""
    headers: dict[str, str] = {}
    for line in lines:
        if not line.startswith(" "):
            pattern = re.escape(line).replace(r"\*", ".*")
            applies = re.fullmatch(pattern, path) is not None
        elif applies and line.strip().startswith("! "):
            headers.pop(line.strip()[2:], None)
        elif applies:
            name, _, value = line.strip().partition(": ")
            headers[name] = f"{headers[name]}, {value}" if name in headers else value
    return headers


@pytest.mark.parametrize("below", ["", "/guide"])
def test_other_static_hosts_are_given_the_same_headers(tmp_path: Path, below: str) -> None:
    """Each path gets from `_headers` what the app says, and from `_redirects` the way out."""
    settings = exported(tmp_path, content=MINIATURE, base_path=below, site_url=ORIGIN, hsts=True)
    lines = (tmp_path / "site/_headers").read_text().splitlines()
    by_host = ("Content-Type", "Vary", "Server", "Location", "ETag")
    made = load(settings.release_folder / CURRENT)
    for path, answer in answers(made).items():
        right = {n: value for n, value in made.headers_of(answer).items() if n not in by_host}
        assert "Content-Security-Policy" in right
        given = headers_for(lines, below + path)
        given.pop("Server", None)
        assert given == right, path
    for way_out in ("/exit", "/exit/"):
        assert headers_for(lines, below + way_out)["Clear-Site-Data"] == '"storage"'
    assert (
        "immutable"
        in headers_for(lines, f"{below}/static/css/of-before.0123456789.css")["Cache-Control"]
    )
    assert len([line for line in lines if "/static/" in line and not line.startswith(" ")]) == 1
    (way_out,) = (tmp_path / "site/_redirects").read_text().splitlines()
    assert way_out == f"{below}/exit https://www.bbc.co.uk/weather 303"
    # GitHub Pages leaves out .well-known/ without it.
    assert (tmp_path / "site/.nojekyll").read_bytes() == b""


def test_without_a_public_address_the_export_warns(tmp_path: Path) -> None:
    """Nobody publishes links to 127.0.0.1 without having been told; an export needs no setting."""
    command = [sys.executable, "-m", "webapp", "export"]
    own = {"PATH": os.environ["PATH"], "CONTENT": str(MINIATURE)}
    own["RELEASES"] = f"{tmp_path}/releases"
    for public in ("", "https://guide.example"):
        result = subprocess.run(
            command, cwd=ROOT, env={**own, "SITE_URL": public}, capture_output=True, text=True,
            timeout=60, check=True,
        )  # fmt: skip
        assert ("WARNING: SITE_URL is not set" in result.stderr) == (public == "")
        assert f"{tmp_path}/site: release " in result.stdout


def test_an_export_names_the_folder_that_nginx_may_still_show(tmp_path: Path) -> None:
    """A changed setting renames the folder that an own nginx names; a server's is another thing."""
    public = "https://guide.example"
    old = exported(tmp_path, content=MINIATURE, site_url=public).release_folder
    (server := old.with_name("guide.example-00000000") / "current/site").mkdir(parents=True)
    now = {"HSTS": "1", "RELEASES": str(old.parent), "CONTENT": str(MINIATURE)}
    done = CliRunner().invoke(cli, ["export"], env={"SITE_URL": public, **now})
    assert f"WARNING: {old} is of other settings of this address: nginx shows" in done.output
    assert str(server.parents[1]) not in done.output
