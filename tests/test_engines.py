"""Engines beside Chromium: missing ones are named, never passed over in silence."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import fetch_engines
import pytest
from house import ROOT

FIREFOX = "NOT TESTED IN FIREFOX ESR"


def collect(tmp_path: Path, *args: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """Collect tests on a machine whose PATH has no browser."""
    return subprocess.run(
        [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:cacheprovider", *args],
        cwd=ROOT,
        env={**os.environ, "PATH": str(tmp_path), "REQUIRE_ENGINES": "", **settings},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_missing_engine_is_named_and_the_rest_is_tested(tmp_path: Path) -> None:
    """Whoever reads the end of the run knows what nobody looked at."""
    ran = collect(tmp_path, "tests/browser/test_firefox.py", "tests/browser/test_exit.py")
    assert FIREFOX in ran.stderr
    assert "test_firefox.py::" not in ran.stdout
    assert "test_exit.py::" in ran.stdout
    assert ran.returncode == 0


def test_where_every_engine_is_required_nothing_runs_without_one(tmp_path: Path) -> None:
    """The gate does not pass on a machine that lacks one."""
    ran = collect(tmp_path, "tests/browser/test_exit.py", REQUIRE_ENGINES="1")
    assert FIREFOX in ran.stderr
    assert ran.returncode == pytest.ExitCode.USAGE_ERROR


def test_other_bytes_than_expected_are_not_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody on the way puts another program into our tests."""
    (tmp_path / "@guidepup/virtual-screen-reader/-").mkdir(parents=True)
    name = "@guidepup/virtual-screen-reader/-/virtual-screen-reader-0.33.0.tgz"
    (tmp_path / name).write_bytes(b"other bytes")
    monkeypatch.setattr(fetch_engines, "REGISTRY", tmp_path.as_uri())
    monkeypatch.setattr(fetch_engines, "ENGINES", tmp_path / "engines")
    assert "other bytes than expected" in fetch_engines.fetch(fetch_engines.SCREEN_READER)
    assert not (tmp_path / "engines").exists()
