"""Nothing lost, nothing stale: what happens to readers when something happens to the server."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
import reload_under_load
from house import MINIATURE
from served import PATIENCE, ROOT, Served, status, until

from webapp.delivery.serve import Respawns


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """Return a small site with two workers, where processes are begun as Python 3.14 does it."""
    begun = "import multiprocessing as m; m.set_start_method('forkserver')"
    (tmp_path / "sitecustomize.py").write_text(begun)
    (tmp_path / "explainer.env").write_text("WORKERS=2\n")
    settings = {"SETTINGS": str(tmp_path / "explainer.env"), "PYTHONPATH": str(tmp_path)}
    server = Served(tmp_path, CONTENT=str(MINIATURE), **settings)
    try:
        server.wait()
        yield server
    finally:
        if server.process.poll() is None:
            server.stop()


def answers(served: Served) -> bool:
    """Say whether the site answers."""
    try:
        return status(served.get(b"/healthz")) == 200
    except OSError:
        return False


def test_a_killed_worker_is_replaced(served: Served) -> None:
    """Soon there are two again, of the settings of the start: newer ones are for the next one."""
    before = served.workers()
    assert len(before) == 2
    run = {Path(f"/proc/{pid}/cmdline").read_bytes() for pid in (served.process.pid, *before)}
    assert len(run) == 1  # a fork: it goes on with the code that the server read
    (served.log.parent / "explainer.env").write_text("HSTS=1\nMISSPELT=1\n")
    os.kill(before[0], signal.SIGKILL)
    until(lambda: len(served.workers()) == 2 and before[0] not in served.workers())
    until(lambda: answers(served))


def test_a_worker_killed_again_and_again_is_replaced(served: Served) -> None:
    """A machine short of memory kills the same worker twice: readers keep the site."""
    for _ in range(3):
        before = served.workers()
        os.kill(before[0], signal.SIGKILL)
        until(lambda gone=before[0]: gone not in served.workers())  # type: ignore[misc]
        until(lambda: len(served.workers()) == 2)
    until(lambda: answers(served))
    assert served.process.poll() is None


def test_a_worker_that_ends_for_the_fifth_time_is_no_accident() -> None:
    """As it is written for operators: four times in 30 seconds, then all stop."""
    ends = Respawns()
    for _ in range(4):
        assert ends.get(0) == 0.0
    assert ends.get(0) > 0.0
    assert ends.get(1) == 0.0


def build(served: Served, place: Path = ROOT, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run the command that reloads a server."""
    own = {"PATH": os.environ["PATH"], "RELEASES": str(served.releases), "PORT": str(served.port)}
    return subprocess.run(
        [sys.executable, "-m", "webapp", "build"], cwd=place, env={**own, **settings},
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


def test_a_worker_that_begins_after_an_update_knows_that_its_code_is_old(
    tmp_path: Path, own: Path
) -> None:
    """It goes on with what the server read at its start: new words would seem full of faults."""
    served = Served(tmp_path, place=own)
    try:
        served.wait()
        with (own / "webapp/settings.py").open("a") as file:
            file.write("# newer\n")
        before = served.workers()
        os.kill(before[0], signal.SIGKILL)
        until(lambda: served.workers() not in ([], before))
        assert build(served, own).returncode == 0
        until(lambda: "the code here is newer than this server" in served.log.read_text())
        assert status(served.get(b"/en/search/?q=notes")) == 503
        assert status(served.get(b"/en/")) == 200
    finally:
        served.stop()


def test_a_worker_killed_while_the_release_is_damaged_is_replaced(tmp_path: Path) -> None:
    """Two misfortunes at once are no outage: the release before answers, and the log says so."""
    content = tmp_path / "content"
    shutil.copytree(MINIATURE, content)
    served = Served(tmp_path, CONTENT=str(content))
    try:
        served.wait()
        with (content / "inspection.toml").open("a") as file:
            file.write("# another release\n")
        assert build(served, CONTENT=str(content)).returncode == 0
        (served.current / "site/en/index.html").write_text("half")
        for pid in served.workers():
            os.kill(pid, signal.SIGKILL)
        until(lambda: "The release before it answers" in served.log.read_text())
        until(lambda: answers(served))
        assert status(served.get(b"/en/")) == 200
        assert b"half" not in served.get(b"/en/")[-10:]
    finally:
        served.stop()


def test_a_build_with_other_settings_leaves_a_server_alone(tmp_path: Path) -> None:
    """A build in another shell makes a release of its own, and says that no server loads it."""
    site = Served(tmp_path, SITE_URL="https://guide.example", HSTS="1", CONTENT=str(MINIATURE))
    try:
        site.wait()
        before = site.current
        done = build(site, CONTENT=str(MINIATURE))
        assert done.returncode == 0
        assert "A server that runs with other settings does not load it" in done.stderr
        assert before in [link.resolve() for link in site.releases.glob("*/current")]
        (worker,) = site.workers()
        os.kill(worker, signal.SIGKILL)
        until(lambda: site.workers() not in ([], [worker]))
        until(lambda: answers(site))
        page = site.ask(b"GET /en/ HTTP/1.1\r\nHost: guide.example\r\nConnection: close\r\n\r\n")
        assert status(page) == 200
        assert b"strict-transport-security" in page.lower()
        assert b"127.0.0.1" not in page
        assert "https://guide.example/ shows release" in site.log.read_text()
    finally:
        site.stop()


def test_a_start_with_changed_settings_names_the_folder_that_nginx_may_still_show(
    tmp_path: Path,
) -> None:
    """A setting renames the folder: pages of the old one would stay for good, in silence."""
    same = {"SITE_URL": "https://guide.example", "CONTENT": str(MINIATURE)}
    first = Served(tmp_path, HSTS="1", **same)
    first.wait()
    old = first.current.parent
    assert "WARNING: /" not in first.log.read_text()
    first.stop()
    later = Served(tmp_path, **same)
    try:
        later.wait()
        told = f"WARNING: {old} is of other settings of this address: nginx shows old pages"
        assert told in later.log.read_text()
    finally:
        later.stop()


def test_a_second_server_in_the_same_folder_leaves_the_first_alone(tmp_path: Path) -> None:
    """Each has releases of its own; a killed worker of the first is replaced."""
    first = Served(tmp_path, CONTENT=str(MINIATURE))
    second: Served | None = None
    try:
        first.wait()
        second = Served(tmp_path, CONTENT=str(MINIATURE))
        second.wait()
        for pid in first.workers():
            os.kill(pid, signal.SIGKILL)
        until(lambda: "Respawning" in first.log.read_text())
        until(lambda: answers(first))
        assert f"127.0.0.1:{first.port}".encode() in first.get(b"/en/")
    finally:
        first.stop()
        if second:
            second.stop()


def test_a_stop_waits_for_no_reader_who_is_silent(served: Served) -> None:
    """Connections that are kept open, or stuck in the middle of a question, hold up nobody; an
    answer that was begun comes whole."""
    with ExitStack() as opened:

        def asks(begun: bytes) -> socket.socket:
            wire = socket.create_connection(("127.0.0.1", served.port), timeout=PATIENCE)
            opened.enter_context(wire).sendall(begun)
            return wire

        readers = [asks(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n") for _ in range(8)]
        for reader in readers:
            reader.recv(1, socket.MSG_PEEK)  # what nobody has begun to answer may be refused
        for begun in 8 * (b"", b"GET /en/ HT"):
            asks(begun)
        served.process.terminate()
        # The promise is five seconds; a busy machine gets some more.
        served.process.wait(PATIENCE)
        for reader in readers:
            answer = reader.recv(10_000)
            assert status(answer) == 200
            assert answer.endswith(b"ok\n")


def test_a_killed_parent_takes_its_workers_along(served: Served) -> None:
    """No worker goes on alone with an old release and the port: the site can be started anew."""
    workers = served.workers()
    served.process.kill()
    served.process.wait()
    until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in workers))
    again = Served(served.releases.parent, served.port, CONTENT=str(MINIATURE))
    try:
        again.wait()
    finally:
        again.stop()


def test_what_the_server_prints_holds_neither_query_nor_reader(served: Served) -> None:
    """The operator's screen and log say that the site runs, and nothing of who reads it."""
    served.get(b"/en/search/?q=zebrafish", b"User-Agent: Zebraphone")
    served.get(b"/en/zebrafish/", b"X-Forwarded-For: 203.0.113.77")
    served.stop()  # nothing is printed later
    printed = served.log.read_text()
    assert str(served.port) in printed
    assert not re.search(r"(?i)zebra|203\.0\.113|get ", printed), printed


def test_a_second_start_on_the_same_port_is_told_so(served: Served, tmp_path: Path) -> None:
    """Which address, and what to do; the first goes on."""
    tried = subprocess.run(
        [sys.executable, "-m", "webapp", "serve"], cwd=ROOT,
        env={"PATH": os.environ["PATH"], "PORT": str(served.port), "RELEASES": str(tmp_path)},
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert tried.returncode != 0
    assert f"127.0.0.1:{served.port} cannot be listened on" in tried.stderr
    assert "set PORT" in tried.stderr
    assert "Traceback" not in tried.stderr
    assert answers(served)


def test_two_starts_at_once_build_one_release(tmp_path: Path) -> None:
    """The second waits for the first, and finds the work done."""
    site = {"SITE_URL": "https://guide.example", "CONTENT": str(MINIATURE)}
    twins = [Served(tmp_path, **site) for _ in range(2)]
    try:
        for twin in twins:
            twin.wait()
        assert len({server.log.read_text().partition("shows")[2][:30] for server in twins}) == 1
        (folder,) = twins[0].releases.iterdir()
        names = sorted(path.name[:6] for path in folder.iterdir())
        assert names == ["000001", "curren", "lock"]
    finally:
        for twin in twins:
            twin.stop()


def test_releases_change_under_load_without_a_lost_answer(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """While readers read, newer releases take over: each page is whole and of one release, and
    each file that it names holds the bytes that its name promises."""
    assert reload_under_load.main(1, reloads=3, connections=4, content=MINIATURE) == 0
    assert "| releases that readers saw | 4 |" in capsys.readouterr().out


def test_broken_words_leave_the_release_that_stands(tmp_path: Path) -> None:
    """The build reports an editor's slip; readers read on, and so they do after a restart."""
    content = tmp_path / "content"
    shutil.copytree(MINIATURE, content)
    served = Served(tmp_path, CONTENT=str(content))
    try:
        served.wait()
        assert status(served.get(b"/en/search/?q=neglect")) == 200
        (content / "glossary.toml").write_text("[[term]")
        tried = build(served, CONTENT=str(content))
        assert tried.returncode != 0
        assert "glossary.toml" in tried.stderr
        assert "Traceback" not in tried.stderr
        assert answers(served)
        assert status(served.get(b"/en/search/?q=neglect")) == 200
        served.stop()
        served = Served(tmp_path, served.port, CONTENT=str(content))
        served.wait()
        assert "glossary.toml" in served.log.read_text()
        assert "the last good release answers" in served.log.read_text()
        assert status(served.get(b"/en/help/")) == 200
        assert status(served.get(b"/en/search/?q=neglect")) == 503
    finally:
        served.stop()
