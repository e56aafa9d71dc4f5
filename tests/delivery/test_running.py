"""Nothing lost, nothing stale: what happens to readers when something happens to the server."""

from __future__ import annotations

import http.client
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from house import real_settings
from served import ROOT, Served, status

PATIENCE = 20


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """Return a content folder that a test may change."""
    folder = tmp_path / "content"
    shutil.copytree(real_settings().content, folder)
    return folder


@pytest.fixture
def served(tmp_path: Path, content: Path) -> Iterator[Served]:
    """Return the site with two workers."""
    server = Served(tmp_path, CONTENT=str(content), WORKERS="2")
    try:
        server.wait()
        yield server
    finally:
        if server.process.poll() is None:
            server.stop()


def until(true: Callable[[], bool]) -> None:
    """Wait until something is so."""
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end
        time.sleep(0.05)


def answers(served: Served) -> bool:
    """Say whether the site answers."""
    try:
        return status(served.get(b"/en/")) == 200
    except OSError:
        return False


def test_a_killed_worker_is_replaced(served: Served) -> None:
    """The other worker goes on, and soon there are two again."""
    before = served.workers()
    assert len(before) == 2
    os.kill(before[0], signal.SIGKILL)
    until(lambda: len(served.workers()) == 2 and before[0] not in served.workers())
    until(lambda: answers(served))


def test_a_killed_parent_takes_its_workers_along(served: Served) -> None:
    """No worker goes on alone with an old edition and the port: the site can be started anew."""
    workers = served.workers()
    served.process.kill()
    served.process.wait()
    until(lambda: not any(Path(f"/proc/{each}").exists() for each in workers))
    again = Served(served.edition.parent, served.port, CONTENT=str(real_settings().content))
    try:
        again.wait()
    finally:
        again.stop()


def test_a_stop_lets_answers_out_and_takes_at_most_five_seconds(served: Served) -> None:
    """An operator's restart keeps nobody waiting."""
    began = time.monotonic()
    served.process.terminate()
    served.process.wait(10)
    assert time.monotonic() - began < 5


def test_a_second_start_on_the_same_port_is_told_so(served: Served, tmp_path: Path) -> None:
    """Which address, and what to do; the first goes on."""
    tried = subprocess.run(
        [sys.executable, "-m", "webapp", "serve"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "PORT": str(served.port), "EDITION": f"{tmp_path}/other"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert tried.returncode != 0
    assert f"127.0.0.1:{served.port} cannot be listened on" in tried.stderr
    assert "set PORT" in tried.stderr
    assert "Traceback" not in tried.stderr
    assert answers(served)


def test_two_starts_at_once_build_one_edition(tmp_path: Path) -> None:
    """The second waits for the first, and finds the work done."""
    twins = [Served(tmp_path, SITE_URL="https://guide.example") for _ in range(2)]
    try:
        for each in twins:
            until(lambda each=each: "edition" in each.log.read_text())  # type: ignore[misc]
        assert len({each.log.read_text().partition("shows")[2][:30] for each in twins}) == 1
        held = sorted(each.name for each in tmp_path.iterdir())
        assert held == ["edition", "edition.lock", "log.txt"]
    finally:
        for each in twins:
            each.stop()


def change(content: Path, number: int) -> None:
    """Write another sentence into every page."""
    main = content / "explainer.toml"
    lines = main.read_text().splitlines(keepends=True)
    at = next(i for i, line in enumerate(lines) if line.startswith("strapline"))
    lines[at] = f'strapline = "Edition {"abcdefghij"[number]}"\n'
    main.write_text("".join(lines))


def test_editions_change_under_load_without_a_lost_answer(served: Served, content: Path) -> None:
    """While readers read, three newer editions take over: each answer is whole, and of one."""
    over = threading.Event()
    faults: list[str] = []
    seen: set[bytes] = set()

    def read_on() -> None:
        wire = http.client.HTTPConnection("127.0.0.1", served.port, timeout=10)
        while not over.is_set():
            try:
                wire.request("GET", "/en/help/", headers={"Accept-Encoding": "identity"})
                answer = wire.getresponse()
                body = answer.read()
            except (OSError, http.client.HTTPException) as error:
                faults.append(repr(error))
                return
            if answer.status != 200 or not body.endswith(b"</html>") or b"tel:999" not in body:
                faults.append(f"{answer.status} {body[-80:]!r}")
            line = body.partition(b"Edition ")[2][:1]
            seen.add(line)
        wire.close()

    readers = [threading.Thread(target=read_on) for _ in range(8)]
    for each in readers:
        each.start()
    for number in range(3):
        change(content, number)
        told = subprocess.run(
            [sys.executable, "-m", "webapp", "build"],
            cwd=ROOT,
            env={
                "PATH": os.environ["PATH"], "PORT": str(served.port), "CONTENT": str(content),
                "EDITION": str(served.edition),
            },
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
        )  # fmt: skip
        revision = told.stdout.split()[1].rstrip(":").encode()
        until(lambda revision=revision: revision in served.get(b"/readyz"))  # type: ignore[misc]
        time.sleep(1)
    over.set()
    for each in readers:
        each.join()
    assert faults == []
    assert {b"a", b"b", b"c"} <= seen


def test_broken_words_leave_the_edition_that_stands(served: Served, content: Path) -> None:
    """An editor's slip is told to the editor; readers read on, and can search."""
    (content / "glossary.toml").write_text("[[term]")
    tried = subprocess.run(
        [sys.executable, "-m", "webapp", "build"],
        cwd=ROOT,
        env={
            "PATH": os.environ["PATH"], "CONTENT": str(content), "EDITION": str(served.edition),
        },
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )  # fmt: skip
    assert tried.returncode != 0
    assert "glossary.toml" in tried.stderr
    assert "Traceback" not in tried.stderr
    assert answers(served)
    assert status(served.get(b"/en/search/?q=neglect")) in (200, 503)
