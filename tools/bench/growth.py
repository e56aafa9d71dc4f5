"""What 1, 3 and 43 languages cost: made-up languages with the accented catalog."""

from __future__ import annotations

import resource
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path

from load import ROOT, served, wrk

sys.path.insert(0, str(ROOT / "tools"))
import pseudo  # its folder is on the path only now

from webapp import create_app
from webapp.delivery import release
from webapp.delivery.build import build as build_release
from webapp.explainer.loader import load as read_content
from webapp.i18n import catalogs
from webapp.i18n.languages import SOURCE
from webapp.settings import Settings
from webapp.site.assets import pictures
from webapp.workbench import extraction

COUNTS = (1, 3, 43)


def build(count: int, folder: Path) -> tuple[float, float, int, int]:
    """Build a release of some languages; return seconds, peak MB, bytes, addresses."""
    translations = folder / "translations"
    said = read_content(Settings().content, pictures())
    template = catalogs.united(*extraction.templates(ROOT / "webapp", [said]).values())
    translations.mkdir(parents=True, exist_ok=True)
    (translations / "messages.pot").write_bytes(extraction.as_po(template))
    pseudo.write(template, translations)
    extra = [replace(pseudo.PSEUDO[0], tag=f"x{number}") for number in range(1, count)]
    settings = replace(Settings(), translations=translations)
    began = time.perf_counter()
    app = create_app(settings, (SOURCE, *extra))
    made = build_release(app, "")
    took = time.perf_counter() - began
    release.write(folder / "releases", made, {})
    whose = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    peak = max(resource.getrusage(who).ru_maxrss for who in whose) / 1024
    current = folder / "releases" / release.CURRENT
    size = sum(path.stat().st_size for path in current.rglob("*") if path.is_file())
    return took, peak, size, len(made.answers)


def main() -> str:
    """Return the table."""
    lines = [
        "| languages | addresses | build, s | a language, s | peak memory of a build process, MB "
        "| release, MB | requests/s |",
        "|---|---|---|---|---|---|---|",
    ]
    for count in COUNTS:
        folder = ROOT / f"build/bench/growth-{count}"
        folder.mkdir(parents=True, exist_ok=True)
        # In a process of its own: what one build used must not count for the next.
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
            took, peak, size, addresses = pool.submit(build, count, folder).result()
        door = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1",
                "--no-log", "--workers", "1", "--port", "8195", "others:ready"]  # fmt: skip
        settings = {"PYTHONPATH": str(ROOT / "tools/bench"), "BENCH_RELEASES": f"{folder}/releases"}
        with served(door, 8195, **settings):
            wrk(8195, seconds=1)
            rate = wrk(8195).rate
        lines.append(
            f"| {count} | {addresses:,} | {took:.1f} | {took / count:.2f} | {peak:.0f} "
            f"| {size / 1e6:.1f} | {rate:,.0f} |"
        )
        print(lines[-1], flush=True)
    return "\n".join(lines)
