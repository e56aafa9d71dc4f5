"""Measure and write docs/benchmarks.md: `make bench`, `make bench-growth`.

Each part stands between its own marks in the document, so that one can be measured again alone.
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import shutil
import subprocess
import sys
import time
from datetime import date
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parent))

import growth
import load
import phone
from load import ROOT

DOCUMENT = ROOT / "docs/benchmarks.md"


def machine() -> str:
    """Return what this was measured on."""
    cpu = re.findall(r"^model name\s*:\s*(.+)$", Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    kib = re.findall(r"^MemTotal:\s+(\d+)", Path("/proc/meminfo").read_text(), re.MULTILINE)[0]
    return (
        f"{date.today().isoformat()}, {cpu[0] if cpu else platform.machine()}, "
        f"{os.cpu_count()} cores, {int(kib) / 2**20:.0f} GiB, Python {platform.python_version()}"
    )


def put(name: str, text: str) -> None:
    """Write one part of the document between its marks."""
    document = DOCUMENT.read_text()
    begin, end = f"<!-- {name} -->\n", f"<!-- end of {name} -->"
    head, _, rest = document.partition(begin)
    _, _, tail = rest.partition(end)
    DOCUMENT.write_text(f"{head}{begin}Measured on {machine()}.\n\n{text}\n{end}{tail}")


def starts(folder: Path) -> str:
    """Measure the first answer after a start, with a release and without."""
    command, port, settings = load.servers(folder)["this app"]
    lines = ["| start on one core | first answer, s |", "|---|---|"]
    settings = {**settings, "RELEASES": str(folder / "starts")}
    shutil.rmtree(folder / "starts", ignore_errors=True)
    with load.served(command, port, **settings) as (_, took):
        lines.append(f"| without a release: it is built | {took:.1f} |")
    again = []
    for _ in range(3):
        with load.served(command, port, **settings) as (_, took):
            again.append(took)
    lines.append(f"| with a release (median of 3) | {median(again):.2f} |")
    return "\n".join(lines)


def pages(folder: Path) -> str:
    """Say what pages weigh on the wire."""
    rows = ["| language | pages | median, KB | largest, KB | front page with its style sheet, KB |",
            "|---|---|---|---|---|"]  # fmt: skip
    site = folder / "site"
    style = next(site.glob("static/css/site.*.css.br")).stat().st_size
    for tag in sorted(path.parent.name for path in site.glob("*/index.html")):
        sizes = {
            path: path.stat().st_size
            for path in (site / tag).rglob("index.html.br")
            if "embed" not in path.parts
        }
        front = sizes[site / tag / "index.html.br"]
        rows.append(
            f"| {tag} | {len(sizes)} | {median(sizes.values()) / 1000:.1f} "
            f"| {max(sizes.values()) / 1000:.1f} | {(front + style) / 1000:.1f} |"
        )
    return "\n".join(rows)


def export(folder: Path) -> None:
    """Write the export that the other servers serve, and the releases beside it."""
    shutil.rmtree(folder / "releases", ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    subprocess.run(
        [sys.executable, "-m", "webapp", "export"],
        cwd=ROOT,
        # With the port that the app is served on, so that all send the same bytes.
        env={
            **os.environ,
            "RELEASES": str(folder / "releases"),
            "PORT": "8190",
        },
        check=True,
    )


def main() -> None:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("part", choices=("all", "load", "phone", "growth"), default="all")
    part = parser.parse_args().part
    folder = ROOT / "build/bench"
    began = time.monotonic()
    if part in ("all", "load"):
        export(folder)
        put("pages", pages(folder))
        put("starts", starts(folder))
        put("load", load.table(load.measure(folder)))
    if part in ("all", "phone"):
        command, port, settings = load.servers(folder)["this app"]
        with load.served(command, port, **settings):
            origin = f"http://127.0.0.1:{port}"
            put("presses", phone.presses(origin))
            put("phone", phone.lighthouse(folder, origin))
    if part == "growth":
        put("growth", growth.main())
    print(DOCUMENT.read_text())
    print(f"took {time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    main()
