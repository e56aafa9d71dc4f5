"""Reload a running site again and again while many read it; print what they met, as a table.

    python tools/reload_under_load.py [seconds] [reloads] [connections]

Words and style sheet change with each reload, so that pages and the files that they name do.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests" / "delivery")]

from reading import Readers  # noqa: E402  # its folder is on the path only now
from served import Served  # noqa: E402  # its folder is on the path only now

# A letter: a number in the words would need a source.
MARK = re.compile(rb"Release ([a-z])\b")
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def copy(folder: Path, content: Path | None) -> Path:
    """Return a copy of the site with other words."""
    own = folder / "own"
    for name in ("webapp", "static", "translations"):
        shutil.copytree(ROOT / name, own / name, ignore=shutil.ignore_patterns("__pycache__"))
    if content:
        shutil.rmtree(own / "webapp/content")
        shutil.copytree(content, own / "webapp/content/inspections" / content.name)
    return own


def change(own: Path, number: int) -> None:
    """Write another word into every page, and another line into the style sheet."""
    (words,) = own.glob("webapp/content/**/site.toml")
    line = f'strapline = "Release {LETTERS[number]}"'
    words.write_text(re.sub(r"(?m)^strapline = .*$", line, words.read_text()))
    style = own / "static/css/site.css"
    lines = style.read_text().splitlines()
    kept = [rule for rule in lines if not rule.startswith("/* release")]
    style.write_text("\n".join([*kept, f"/* release {number} */"]) + "\n")


def main(
    seconds: float = 60,
    reloads: int = 10,
    connections: int = 32,
    content: Path | None = None,
) -> int:
    """Do it; return how many answers no reader should have met."""
    with tempfile.TemporaryDirectory() as name:
        own = copy(Path(name), content)
        change(own, 0)
        site = Served(Path(name), place=own, WORKERS="2")
        try:
            site.wait()
            readers = Readers(site.port, connections, MARK)
            readers.start()
            began = time.monotonic()
            taken = []
            for number in range(1, reloads + 1):
                change(own, number)
                env = {"PATH": os.environ["PATH"], "PORT": str(site.port)}
                env["RELEASES"] = str(site.releases)
                subprocess.run(  # our own command
                    [sys.executable, "-m", "webapp", "build"], cwd=own, env=env, check=True,
                    capture_output=True,
                )  # fmt: skip
                built = time.monotonic()
                while not (readers.faults or LETTERS[number].encode() in readers.seen):
                    time.sleep(0.02)
                taken.append(time.monotonic() - built)
                time.sleep(max(0.0, began + number * seconds / reloads - time.monotonic()))
            readers.stop()
            took = time.monotonic() - began
        finally:
            site.stop()
    print("| what | |\n|---|---|")
    for what, value in (
        ("connections", connections),
        ("reloads", reloads),
        ("seconds", f"{took:.0f}"),
        ("pages read", readers.seen.total()),
        ("static files read", readers.files),
        ("releases that readers saw", len(readers.seen)),
        ("longest from built to seen, seconds", f"{max(taken):.1f}"),
        ("answers lost, cut, mixed or not 200", len(readers.faults)),
    ):
        print(f"| {what} | {value} |")
    for fault in readers.faults[:20]:
        print(fault)
    return len(readers.faults)


if __name__ == "__main__":
    given = [float(argument) for argument in sys.argv[1:]]
    sys.exit(bool(main(*(given[:1] or [60]), *(int(value) for value in given[1:]))))
