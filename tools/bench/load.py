"""Servers on one core, load from another, on the same bytes: what each can do in a second."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[2]
SERVER_CORE, LOAD_CORE = "0", "1"
CONNECTIONS, SECONDS, ROUNDS = 32, 5, 3
PAGE = "/en/"


@dataclass(frozen=True)
class Load:
    """One round: requests a second, p50 and p99 in milliseconds, errors."""

    rate: float
    p50: float
    p99: float
    errors: int


@dataclass(frozen=True)
class Result:
    """What a server did: the median round, seconds until its first answer, memory in MB."""

    name: str
    load: Load
    start: float
    memory: float


def milliseconds(figure: str) -> float:
    """Read wrk's "1.25ms", "870.00us" or "1.02s"."""
    value, unit = re.fullmatch(r"([\d.]+)(us|ms|s)", figure).groups()  # type: ignore[union-attr]  # wrk's own form
    return float(value) * {"us": 0.001, "ms": 1, "s": 1000}[unit]


def wrk(port: int, page: str = PAGE, seconds: int = SECONDS) -> Load:
    """Ask one page for some seconds from the load's core."""
    text = subprocess.run(
        ["taskset", "-c", LOAD_CORE, "wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s",
         "--latency", "-H", "Accept-Encoding: br", f"http://127.0.0.1:{port}{page}"],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    rate = float(re.findall(r"Requests/sec:\s+([\d.]+)", text)[0])
    if not re.search(r"^\s+99%", text, re.MULTILINE):
        raise RuntimeError(f"nothing came from port {port}:\n{text}")
    (p50,) = re.findall(r"^\s+50%\s+(\S+)\s*$", text, re.MULTILINE)
    (p99,) = re.findall(r"^\s+99%\s+(\S+)\s*$", text, re.MULTILINE)
    wrong = re.findall(r"Non-2xx or 3xx responses: (\d+)", text)
    wrong += [sum(map(int, counts)) for counts in re.findall(
        r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)", text)]  # fmt: skip
    return Load(rate, milliseconds(p50), milliseconds(p99), sum(map(int, wrong)))


def answer(port: int, page: str = PAGE) -> bytes | None:
    """Return a page's compressed bytes, or None where nobody answers yet."""
    try:
        wire = HTTPConnection("127.0.0.1", port, timeout=5)
        wire.request("GET", page, headers={"Accept-Encoding": "br"})
        got = wire.getresponse()
        return got.read() if got.status == 200 else None
    except OSError:
        return None


def memory(pid: int) -> float:
    """Return the proportional set size of a process and its children, in MB: shared pages once."""
    total = 0
    for process in (pid, *children(pid)):
        rollup = Path(f"/proc/{process}/smaps_rollup")
        if rollup.exists():
            total += int(re.findall(r"^Pss:\s+(\d+)", rollup.read_text(), re.MULTILINE)[0])
    return total / 1024


def children(pid: int) -> list[int]:
    """Return all processes below a process."""
    try:
        text = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    except OSError:
        return []
    own = [int(child) for child in text.split()]
    return own + [below for child in own for below in children(child)]


def settle(pid: int) -> None:
    """Wait until a server rests: what it does after its first answer is no part of the load."""
    before, now = -1, 0
    while now != before:
        time.sleep(1)
        files = [Path(f"/proc/{process}/stat") for process in (pid, *children(pid))]
        times = [file.read_text().rpartition(")")[2].split()[11:13] for file in files]
        before, now = now, sum(int(ticks) for pair in times for ticks in pair)


@contextmanager
def served(command: list[str], port: int, **settings: str) -> Iterator[tuple[int, float]]:
    """Run a server on its core; yield its process and the seconds until its first answer."""
    log = ROOT / "build/bench/log.txt"
    began = time.perf_counter()
    with log.open("wb") as out:
        process = subprocess.Popen(
            ["taskset", "-c", SERVER_CORE, *command],
            cwd=ROOT, stdout=out, stderr=subprocess.STDOUT, start_new_session=True,
            env={**os.environ, **settings},
        )  # fmt: skip
    try:
        while answer(port) is None:
            if process.poll() is not None or time.perf_counter() - began > 120:
                raise RuntimeError(log.read_text())
            time.sleep(0.01)
        yield process.pid, time.perf_counter() - began
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


PLAIN = """include /etc/nginx/modules-enabled/*.conf;
{user}worker_processes 1; daemon off; pid {folder}/plain.pid; error_log stderr emerg;
events {{ worker_connections 1024; }}
http {{ access_log off; server_tokens off; sendfile on; tcp_nopush on; keepalive_requests 1000000;
  include /etc/nginx/mime.types;
  server {{ listen 127.0.0.1:{port}; root {site}; index index.html;
    gzip_static on; brotli_static on; }} }}
"""
# Granian with somebody else's application, one worker as ours.
GRANIAN = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1",
           "--no-log", "--workers", "1"]  # fmt: skip


def servers(folder: Path) -> dict[str, tuple[list[str], int, dict[str, str]]]:
    """Return name -> (command, port, settings) of what is compared; the export lies in `folder`."""
    nginx = shutil.which("nginx") or "/usr/sbin/nginx"
    user = "user root; " if os.geteuid() == 0 else ""
    site = folder / "site"
    (folder / "plain.conf").write_text(PLAIN.format(user=user, folder=folder, port=8191, site=site))
    written = (folder / "nginx.conf").read_text().replace("127.0.0.1:8080", "127.0.0.1:8192")
    (folder / "written.conf").write_text(user + written)
    own = {"PORT": "8190", "RELEASES": str(folder / "releases"), "WORKERS": "1"}
    tools = {"PYTHONPATH": str(ROOT / "tools/bench"), "BENCH_SITE": str(site)}
    tools["BENCH_RELEASES"] = str(next(folder.glob("releases/*/current")).parent)
    return {
        "this app": ([sys.executable, "-m", "webapp", "serve"], 8190, own),
        "granian + a function that returns one page": (
            [*GRANIAN, "--port", "8195", "others:bare"], 8195, tools,
        ),
        "nginx, static, brotli_static": ([nginx, "-c", str(folder / "plain.conf")], 8191, {}),
        "nginx, as `make export` configures it": (
            [nginx, "-c", str(folder / "written.conf")], 8192, {},
        ),
        "granian + WhiteNoise over the export": (
            [*GRANIAN, "--port", "8193", "others:static"], 8193, tools,
        ),
        "granian + Flask rendering each request": (
            [*GRANIAN, "--port", "8194", "others:rendering"], 8194, tools,
        ),
    }  # fmt: skip


def measure(folder: Path) -> list[Result]:
    """Run every server in turn, some rounds each; return the median of each."""
    found = servers(folder)
    rounds: dict[str, list[Load]] = {name: [] for name in found}
    starts: dict[str, list[float]] = {name: [] for name in found}
    used: dict[str, float] = {}
    pages = set()
    for _ in range(ROUNDS):
        for name, (command, port, settings) in found.items():
            with served(command, port, **settings) as (pid, start):
                if "rendering" not in name:
                    pages.add(answer(port))
                settle(pid)
                wrk(port, seconds=1)
                rounds[name].append(wrk(port))
                starts[name].append(start)
                used[name] = memory(pid)
    if len(pages) != 1:
        raise RuntimeError("the servers do not send the same bytes")
    return [Result(name, middle(rounds[name]), median(starts[name]), used[name]) for name in found]


def middle(rounds: list[Load]) -> Load:
    """Return the median of each figure of some rounds; errors are added."""
    return Load(
        median(load.rate for load in rounds),
        median(load.p50 for load in rounds),
        median(load.p99 for load in rounds),
        sum(load.errors for load in rounds),
    )


def table(results: list[Result]) -> str:
    """Write the results with their ratios to plain nginx."""
    nginx = next(server for server in results if server.name.startswith("nginx, static"))
    lines = [
        "| server | requests/s | of nginx | p50, ms | p99, ms | of nginx' | errors "
        "| first answer, s | memory, MB |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for result in results:
        load = result.load
        lines.append(
            f"| {result.name} | {load.rate:,.0f} | {load.rate / nginx.load.rate:.2f} "
            f"| {load.p50:.2f} | {load.p99:.2f} | {load.p99 / nginx.load.p99:.2f} | {load.errors} "
            f"| {result.start:.2f} | {result.memory:.0f} |"
        )
    return "\n".join(lines)
