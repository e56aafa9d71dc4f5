"""The served site, asked over a real connection: what only a server can get wrong."""

from __future__ import annotations

import errno
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from house import MINIATURE, free_port
from served import ROOT, Served, goes_on, status, until

from webapp import commands
from webapp.delivery.release import build_lock
from webapp.settings import Settings


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, three_languages: Path) -> Iterator[Served]:
    """Return the site as `make run` serves it, in three languages."""
    server = Served(tmp_path_factory.mktemp("served"), TRANSLATIONS=str(three_languages))
    try:
        server.wait()
        yield server
    finally:
        server.stop()


def test_the_server_answers_and_names_neither_itself_nor_its_version(served: Served) -> None:
    """Nobody learns from an answer which fault of which version to try."""
    answer = served.get(b"/en/", b"Accept-Encoding: identity")
    head = answer.partition(b"\r\n\r\n")[0].lower()
    assert status(answer) == 200
    assert not re.search(rb"granian|werkzeug|python|flask", head)
    assert not re.search(rb"\r\nserver:.*\d", head)
    assert b"set-cookie" not in head
    assert b"tel:999" in answer


def kilobytes(server: Served) -> int:
    """Return what the first process of a server has in memory."""
    text = Path(f"/proc/{server.process.pid}/status").read_text()
    (found,) = re.findall(r"^VmRSS:\s+(\d+) kB$", text, re.MULTILINE)
    return int(found)


def test_what_a_build_takes_of_memory_is_given_back(served: Served, tmp_path: Path) -> None:
    """The process that started it has built the whole site, and is as small as a tiny site’s."""
    server = Served(tmp_path, CONTENT=str(MINIATURE))
    try:
        server.wait()
        # A build in the process itself leaves 22 MB more there than one of the tiny site.
        assert kilobytes(served) < min(80_000, kilobytes(server) + 10_000)
    finally:
        server.stop()


@pytest.mark.parametrize("target", [b"/en/", b"/exit", b"/en/nowhere/", b"/readyz", b"/", b"/en"])
def test_a_head_is_an_answer_without_its_body(served: Served, target: bytes) -> None:
    """Over a real connection too: the next answer on it is not mixed with a body."""
    lines = b" %s HTTP/1.1\r\nHost: x\r\nAccept-Encoding: br\r\n" % target
    whole = served.ask(b"GET" + lines + b"Connection: close\r\n\r\n").partition(b"\r\n\r\n")
    both = served.ask(b"HEAD" + lines + b"\r\nHEAD" + lines + b"Connection: close\r\n\r\n")
    first, _, second = both.partition(b"\r\n\r\n")
    assert status(first) == status(whole[0])
    assert second.endswith(b"\r\n\r\n")
    assert second.count(b"HTTP/1.1") == 1
    assert headers_of(first) == headers_of(second) == headers_of(whole[0])


def test_a_reader_who_has_the_page_is_told_so_over_the_wire(served: Served) -> None:
    """A second visit costs a few hundred bytes: no body, no length, the same ETag."""
    first = served.get(b"/en/", b"Accept-Encoding: br").partition(b"\r\n\r\n")[0]
    (etag,) = re.findall(rb"(?i)\r\netag: (.*)", first)
    for asked in (b"If-None-Match: " + etag.strip(), b"If-None-Match: *"):
        again = served.get(b"/en/", b"Accept-Encoding: br", asked)
        assert status(again) == 304
        assert again.endswith(b"\r\n\r\n")
        assert headers_of(again)[b"etag"] == etag.strip()
        assert b"content-length" not in headers_of(again)
        assert b"content-security-policy" in headers_of(again)


def headers_of(answer: bytes) -> dict[bytes, bytes]:
    """Return the headers of a raw answer, but for the clock and the connection."""
    lines = answer.partition(b"\r\n\r\n")[0].split(b"\r\n")[1:]
    headers = {line.partition(b": ")[0].lower(): line.partition(b": ")[2] for line in lines}
    return {n: value for n, value in headers.items() if n not in (b"date", b"connection")}


def test_the_longest_query_gets_its_page_from_the_server_too(served: Served) -> None:
    """The limit that is promised is the one that a reader meets."""
    longest = b"/en/search/?q=" + b"a" * (20 * 1024 - 2)
    assert status(served.get(longest)) == 200
    refused = served.get(longest + b"a", b"Accept-Encoding: identity")
    assert status(refused) == 414
    assert b"tel:999" in refused


@pytest.mark.parametrize(
    "target",
    [
        b"/en/%2e%2e/%2e%2e/etc/passwd", b"//evil.example/", b"/%5cevil.example/", b"/en/%00",
        b"/en/%zz", b"/static/%2e%2e/pyproject.toml", b"/en/%0d%0aSet-Cookie:%20a=b/",
        b"/" + b"a" * 10_000, b"/en/index.php", b"/en/;x", b"/static/..%2f..%2fREADME.md",
        b"http://evil.example/en/nowhere/",
    ],
)  # fmt: skip
def test_tricks_over_a_real_connection_get_a_calm_page(served: Served, target: bytes) -> None:
    """What a server makes of a strange address is still a page with help."""
    answer = served.get(target, b"Accept-Encoding: identity")
    assert status(answer) == 404
    assert b"tel:999" in answer
    assert b"evil" not in answer
    assert b"\nset-cookie" not in answer.lower()


@pytest.mark.parametrize(
    "target",
    [b"/en/..", b"/en/%ff%fe/", b"/en/%", b"/EN/", b"/en/%F0%9F%98%80/", b"/en/%252e%252e/"],
)
def test_marks_behind_an_address_lead_to_its_page(served: Served, target: bytes) -> None:
    """As a server decodes them; the page of the language is all that they can mean."""
    answer = served.get(target)
    assert status(answer) == 301
    assert b"\r\nlocation: /en/\r\n" in answer
    assert b"\r\ncache-control: no-store\r\n" in answer


@pytest.mark.parametrize(
    "raw",
    [
        b"\x00\x01\x02\r\n\r\n", b"GET\r\n\r\n", b"GET /en/ HTTP/1.1\r\n\r\n",
        b"FOO /en/ HTTP/1.1\r\n"
        b"Host: x\r\nConnection: close\r\n\r\n", b"GET /en/\x00 HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET /en/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX: " + b"a" * 9_000 + b"\r\n\r\n",
        b"POST /en/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 3\r\n\r\na=b",
        b"GET /?" + b"a" * 70_000 + b" HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    ],
    ids=lambda request: ascii(request[:20]),
)  # fmt: skip
def test_broken_requests_never_break_the_server(served: Served, raw: bytes) -> None:
    """Whatever is sent, the next reader gets the page."""
    try:
        with socket.create_connection(("127.0.0.1", served.port), timeout=5) as wire:
            wire.sendall(raw)
            wire.settimeout(5)
            answer = wire.recv(65_536)
    except (TimeoutError, ConnectionError):
        answer = b""
    assert not answer.startswith(b"HTTP/1.1 5")
    assert status(served.get(b"/en/")) == 200


def test_of_two_starts_at_once_on_one_port_one_is_refused(tmp_path: Path) -> None:
    """While both wait for a build, neither listens; else both would, and readers get either."""
    named = {"RELEASES": str(tmp_path / "releases"), "CONTENT": str(MINIATURE)}
    named["PORT"] = str(free_port())
    log = tmp_path / "log.txt"
    with build_lock(Settings.from_environment(named).release_folder), log.open("w") as out:
        both = [
            subprocess.Popen(
                [sys.executable, "-m", "webapp", "serve"], cwd=ROOT, stdout=out, stderr=out,
                env={"PATH": os.environ["PATH"], **named},
            )
            for _ in "12"
        ]  # fmt: skip
        try:
            end = time.monotonic() + 60
            while time.monotonic() < end and not any(child.poll() for child in both):
                time.sleep(0.1)
            assert sorted(child.poll() is None for child in both) == [False, True]
        finally:
            for process in both:
                process.terminate()
                process.wait(30)
    assert "cannot be listened on (Address already in use)" in log.read_text()


@pytest.mark.parametrize("ends", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_start_that_is_stopped_while_it_builds_leaves_nothing(
    tmp_path: Path, ends: signal.Signals
) -> None:
    """Ctrl-C, a stop and a kill end all that builds; the next start is not in its way."""
    served = Served(tmp_path, CONTENT=str(MINIATURE))
    until(lambda: bool([*served.releases.glob("*/lock")]))
    building = served.workers()
    assert building
    os.kill(served.process.pid, ends)
    assert served.process.wait(20) != 0
    until(lambda: not any(goes_on(pid) for pid in building))
    assert not [*served.releases.glob("*/current")]
    assert "Traceback" not in served.log.read_text()
    again = Served(tmp_path, served.port, CONTENT=str(MINIATURE))
    try:
        again.wait()
    finally:
        again.stop()


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST", "127.1"])
def test_a_name_of_this_machine_is_an_address_to_listen_on(tmp_path: Path, host: str) -> None:
    """HOST=localhost ended in a trace, after the whole site had been built."""
    server = Served(tmp_path, HOST=host, CONTENT=str(MINIATURE))
    try:
        server.wait()
        assert f"http://{host}:{server.port}/ shows release" in server.log.read_text()
        (tmp_path / "again").mkdir()
        again = Served(tmp_path / "again", port=server.port, CONTENT=str(MINIATURE))
        assert again.process.wait(60) == 1
        assert "cannot be listened on (Address already in use)" in again.log.read_text()
    finally:
        server.stop()


def test_settings_that_cannot_be_used_are_named_at_the_start() -> None:
    """An operator reads what is wrong and what to give, all at once, and no trace of code."""
    tried = subprocess.run(
        [sys.executable, "-m", "webapp", "serve"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "PORT": "none", "HSTS": "yes"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert tried.returncode != 0
    assert "PORT" in tried.stderr
    assert "HSTS" in tried.stderr
    assert "Traceback" not in tried.stderr


def test_a_file_that_cannot_be_read_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """As where somebody copied the site as another user: no trace, but the file."""

    def refused(_: Settings) -> str:
        raise PermissionError(errno.EACCES, "Permission denied", "site.toml")

    monkeypatch.setattr(commands, "inputs_of", refused)
    answer = CliRunner().invoke(commands.cli, ["build"])
    assert answer.output.startswith("Error: site.toml: Permission denied; give a place")


def test_content_with_a_fault_is_reported_at_the_start(tmp_path: Path) -> None:
    """A site with a wrong word does not start; its editor reads where and why.

    With releases of its own: after `make run`, the last good one there would answer.
    """
    (content := tmp_path / "content").mkdir()
    own = {"CONTENT": str(content), "RELEASES": str(tmp_path / "releases")}
    tried = subprocess.run(
        [sys.executable, "-m", "webapp", "serve"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **own},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert tried.returncode != 0
    assert "inspection.toml" in tried.stderr
    assert "Traceback" not in tried.stderr
