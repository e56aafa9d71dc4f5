"""What the documents promise is so: commands, files, dependencies, versions."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from itertools import chain
from pathlib import Path

import pytest
from document_keys import with_keys
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from webapp.explainer.model import COMPONENTS
from webapp.explainer.references import PAGES
from webapp.explainer.schema import FILES

ROOT = Path(__file__).resolve().parent.parent
TOP = ("README.md", "CONTRIBUTING.md", "SECURITY.md", "CODE_OF_CONDUCT.md")
DOCUMENTS = (*TOP, *(f"docs/{path.name}" for path in sorted((ROOT / "docs").glob("*.md"))))
README = (ROOT / "README.md").read_text()
MAKEFILE = (ROOT / "Makefile").read_text()
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
EXTRAS = PROJECT["project"]["optional-dependencies"]
DEPENDENCIES = [
    Requirement(line) for line in chain(PROJECT["project"]["dependencies"], *EXTRAS.values())
]
ONE = re.compile(
    r"^([\w.-]+)==([^\s;]+)(?: ; [^\\]+)?((?: \\\n    --hash=sha256:[0-9a-f]{64})+)\n", re.M
)


def locked(name: str) -> dict[str, str]:
    """Return package -> version of a file in requirements/; every line of it must be a lock."""
    text = (ROOT / f"requirements/{name}.txt").read_text()
    assert not ONE.sub("", text).strip(), "a line without version or hash"
    return {canonicalize_name(match[1]): match[2] for match in ONE.finditer(text)}


def test_everything_that_is_installed_has_a_version_in_range_and_hashes() -> None:
    """Two people who install the site on different days get the same bytes."""
    kinds = {"run": (), **EXTRAS}
    pins: dict[str, str] = {}
    for kind, extra in kinds.items():
        versions = locked(kind)
        assert {name: versions[name] for name in pins if name in versions}.items() <= pins.items()
        pins |= versions
        for text in (*PROJECT["project"]["dependencies"], *extra):
            requirement = Requirement(text)
            assert requirement.specifier.contains(versions[canonicalize_name(requirement.name)]), (
                f"{requirement}: make lock"
            )


def test_every_pip_of_the_makefile_checks_hashes() -> None:
    """No target installs whatever is newest that day, or what somebody put in its place."""
    installs = re.findall(r"^.*pip install.*$", MAKEFILE, re.MULTILINE)
    own = [line for line in installs if "--no-deps --no-build-isolation -e ." in line]
    assert len(own) == 1
    assert all("--require-hashes" in line for line in installs if line not in own)


def test_every_dependency_has_its_reason_in_the_readme() -> None:
    """Nothing is installed of which nobody can say why."""
    table = README.partition("\n## Dependencies\n")[2].partition("\n## ")[0]
    rows = dict(re.findall(r"^\| `([\w-]+)` \| (.+) \|$", table, re.MULTILINE))
    assert set(rows) == {requirement.name for requirement in DEPENDENCIES}
    assert all(len(reason) > 10 for reason in rows.values())


def test_every_make_target_of_the_readme_exists() -> None:
    """A command that is shown can be typed."""
    rules = re.findall(r"^([a-z][a-z -]*):", MAKEFILE, re.MULTILINE)
    targets = {name for rule in rules for name in rule.split()}
    named = set(re.findall(r"(?:`|^ {4}|=\S+ )make ([a-z-]+)", README, re.MULTILINE))
    assert {"run", "test", "check"} <= named <= targets
    (phony,) = re.findall(r"^\.PHONY: (.+)$", MAKEFILE, re.MULTILINE)
    assert set(phony.split()) == targets


def test_the_gate_runs_checks_and_tests() -> None:
    """Nothing lands that has not passed both."""
    gate = (ROOT / ".ci/run").read_text()
    assert (ROOT / ".ci/run").stat().st_mode & 0o100
    assert "make check" in gate
    assert "make test" in gate
    checks = MAKEFILE.partition("\ncheck: ")[2].partition("\n\n")[0]
    for tool in (
        "ruff check", "mypy", "lint-imports", "content check", "messages check", "reuse lint",
        "zizmor", "-k bill_of_materials",
    ):  # fmt: skip
        assert tool in checks


def test_every_file_that_documents_name_exists() -> None:
    """No link of the documents leads nowhere."""
    for name in DOCUMENTS:
        text = (ROOT / name).read_text()
        linked = re.findall(r"\]\((?!https?:)([^)#]+)\)", text)
        linked += re.findall(r"`((?:webapp|tools|docs|static|tests)/[\w./-]+)`", text)
        for path in linked:
            assert (ROOT / path).exists() or (ROOT / name).parent.joinpath(path).exists(), path


def test_every_command_of_the_documents_exists() -> None:
    """Who types a command as written gets it."""
    named = set(
        re.findall(r"(?:python|\$\(PY\)) -m webapp ([a-z]+(?: [a-z]+)?)", README + MAKEFILE)
    )
    assert {"content check", "messages extract", "messages check", "serve"} <= named
    for command in named:
        result = subprocess.run(
            [sys.executable, "-m", "webapp", *command.split(), "--help"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert result.returncode == 0, result.stderr
        assert "Usage" in result.stdout
        assert not result.stderr, "a command begins with a warning"


@pytest.mark.parametrize("command", ["build", "content check", "messages review take"])
def test_the_help_of_a_command_needs_no_right_settings(command: str) -> None:
    """Who looks for what is wrong gets the help first."""
    result = subprocess.run(
        [sys.executable, "-m", "webapp", *command.split(), "--help"],
        cwd=ROOT,
        env={**os.environ, "PORT": "abc"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "--help" in result.stdout, result.stderr


def test_the_content_document_has_every_file_and_key_that_the_loader_reads() -> None:
    """An editor who starts a second inspection needs no existing folder to copy from."""
    text = (ROOT / "docs/content.md").read_text()
    assert text == with_keys(text), "run: python tools/document_keys.py"
    assert not [file for file in FILES if f"`{file}" not in text]
    assert not [component for component in COMPONENTS if component not in text]


def test_every_block_that_code_asks_for_is_declared_beside_its_page() -> None:
    """A block that is renamed is a fault with a remedy, never a broken build."""
    code = [*(ROOT / "webapp/templates").rglob("*.html"), *(ROOT / "webapp/site").glob("*.py")]
    asked = {
        name
        for path in code
        for name in re.findall(
            r"""(?:anchor=|questions\[|\.block\((?!"next"|OVERVIEW)\S+ )['"]([a-z-]+)['"]""",
            path.read_text(),
        )
    }
    assert {"use", "other", "how", "works-well", "not-known", "today", "lines", "call"} <= asked
    assert asked == {name for page in PAGES for name in page.blocks}


def test_every_test_that_the_documents_name_exists() -> None:
    """A promise of docs/security.md is shown by something that runs."""
    there = {
        name
        for path in (ROOT / "tests").rglob("test_*.py")
        for name in re.findall(r"^def (test_\w+)", path.read_text(), re.MULTILINE)
    }
    text = (ROOT / "docs/security.md").read_text()
    named = set(re.findall(r"`(test_\w+)`", text))
    assert named
    assert named <= there
