"""Draft a folder from a release that is made up, and write what a person has to write."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from click.testing import CliRunner, Result

from webapp.commands import cli

REPORT = "https://reports.example/borsetshire"
RELEASE = """Borsetshire Constabulary answers quickly but must do more about online abuse

Borsetshire Constabulary answers calls about children quickly, but must act faster online.

Read the full report

Borsetshire – National child protection re-inspection

Inspectors said that the force works well in these ways:

  • calls about children are answered by trained staff; and
  • officers share what they know with schools on the same day.

However, inspectors were concerned that:

  • the force takes too long to look at devices; and
  • managers do not always check the plans for a child.
"""
QUOTED = """
His Majesty’s Inspector of Constabulary Ada Sample said:

“Calls were answered well. Devices were not looked at in time.

“We will look again.”
"""


def run(*words: str, folder: Path | None = None) -> Result:
    """Run a command for editors; one that breaks off with a traceback fails the test."""
    answer = CliRunner().invoke(cli, ["content", *words], env={"CONTENT": str(folder or "")})
    assert isinstance(answer.exception, SystemExit | None), answer.exception
    return answer


def drafted(tmp_path: Path, release: str = RELEASE, areas: str = "Borchester") -> Path:
    """Return a folder that was drafted from a release."""
    (tmp_path / "release.txt").write_text(release, encoding="utf-8-sig")  # as Notepad saves it
    folder = tmp_path / "borsetshire"
    words = ["--text", str(tmp_path / "release.txt"), "--force", "Borsetshire Constabulary"]
    words += ["--published", "2025-03-04", "--url", REPORT, "--areas", areas]
    answer = run("new", *words, "--into", str(folder))
    assert answer.exit_code == 0, answer.output
    return folder


def write_all(folder: Path) -> tuple[int, int]:
    """Write what a person has to write: the release's own sentence. Return files and lines."""
    counts = Counter[str]()
    for path in folder.rglob("*.toml"):
        lines, sentence = path.read_text(encoding="utf-8").splitlines(), "Inspectors said so."
        for at, line in enumerate(lines):
            if found := re.fullmatch(r"# Paragraph \d+: \W*(.+?)(?:; and|[.:;])?", line):
                sentence = f"{found[1][0].upper()}{found[1][1:]}."
            if "TO WRITE" in line:
                counts[path.name] += 1
                text = {"short": path.stem[:12], "description": f"Of this: {sentence}"}
                text["statement"] = "The report was published on 4 March 2025."
                lines[at] = f'{line.split(" ")[0]} = "{text.get(line.split(" ")[0], sentence)}"'
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return len(counts), counts.total()
