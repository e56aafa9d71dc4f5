"""What strangers need of the repository: licences, templates, one gate, no secret, no machine."""

from __future__ import annotations

import json
import re
import subprocess
from fnmatch import fnmatch
from pathlib import Path

import pytest
import yaml
from house import LANGUAGES
from jsonschema import Draft202012Validator

ROOT = Path(__file__).resolve().parent.parent
TEXT = {"type": "string", "minLength": 1}
WORDS = {"type": "array", "items": TEXT, "minItems": 1}


def record(required: dict[str, object], **more: object) -> dict[str, object]:
    """Return the schema of an object with these keys and no others."""
    return {
        "type": "object",
        "required": list(required),
        "properties": {**required, **more},
        "additionalProperties": False,
    }


CATEGORIES = ["communications", "knowledge-management"]
SCOPES = ["justice", "local-authorities", "society", "welfare"]
# Of the standard's core, version 0.4, what we use; no validator of it is in PyPI, npm or Debian.
PUBLICCODE = record(
    {
        "publiccodeYmlVersion": {"const": "0.4"},
        "name": TEXT,
        "url": {"type": "string", "pattern": "^https://.+"},
        "platforms": {"type": "array", "items": {"enum": ["web", "linux"]}},
        "categories": {"type": "array", "items": {"enum": CATEGORIES}},
        "developmentStatus": {"enum": ["concept", "development", "beta", "stable", "obsolete"]},
        "softwareType": {"const": "standalone/web"},
        "description": record(
            {
                "en": record(
                    {
                        "shortDescription": {**TEXT, "maxLength": 150},
                        "longDescription": {**TEXT, "minLength": 150, "maxLength": 10000},
                        "features": WORDS,
                    }
                )
            }
        ),
        "legal": record({"license": TEXT}, mainCopyrightOwner=TEXT),
        "maintenance": record(
            {
                "type": {"enum": ["internal", "community", "none"]},
                "contacts": {"type": "array", "minItems": 1, "items": record({"name": TEXT})},
            }
        ),
        "localisation": record(
            {"localisationReady": {"type": "boolean"}, "availableLanguages": WORDS}
        ),
    },
    intendedAudience=record({"scope": {"type": "array", "items": {"enum": SCOPES}}}),
    dependsOn=record(
        {"open": {"type": "array", "items": record({"name": TEXT, "versionMin": TEXT})}}
    ),
)

# A form of GitHub's; a form with a key that it does not know is not shown at all.
FORM = record(
    {
        "name": TEXT,
        "description": TEXT,
        "body": {
            "type": "array",
            "items": record(
                {"type": {"enum": ["markdown", "input", "textarea", "dropdown"]}},
                id=TEXT,
                attributes={"type": "object"},
                validations=record({"required": {"type": "boolean"}}),
            ),
        },
    }
)
# Folders of one machine, a package mirror that a lock file names, and keys of common services.
FORBIDDEN = re.compile(
    rb"(?<![\w.<])/(?:work|tmp|root|farm|opt/pypi)/\w|^--(?:index-url|extra-index-url|find-links)"
    rb"|-----BEGIN [A-Z ]*PRIVATE KEY|\b(?:AKIA[0-9A-Z]{16}|gh[opsu]_\w{36}|glpat-\w{20})\b",
    re.MULTILINE,
)


def tracked() -> list[str]:
    """Return the path of every file of the repository."""
    listed = subprocess.run(
        ["git", "-c", f"safe.directory={ROOT}", "ls-files", "-z"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if listed.returncode:
        pytest.skip("no git here")
    return [path for path in listed.stdout.split("\0") if path and (ROOT / path).is_file()]


def test_no_file_holds_a_secret_or_a_path_of_one_machine() -> None:
    """What is written here makes sense on every machine, and opens nobody's door."""
    here = Path(__file__).name
    for path in tracked():
        found = FORBIDDEN.search((ROOT / path).read_bytes())
        assert not found or path.endswith(here), f"{path}: {found}"


def test_public_bodies_find_the_software_by_publiccode_yml() -> None:
    """It is valid, its languages are those that readers are offered, its licence that of REUSE."""
    found = yaml.safe_load((ROOT / "publiccode.yml").read_text())
    Draft202012Validator(PUBLICCODE).validate(found)
    assert found["localisation"]["availableLanguages"] == list(LANGUAGES)
    texts = {path.stem for path in (ROOT / "LICENSES").iterdir()}
    assert set(found["legal"]["license"].split(" AND ")) == texts


def test_forms_for_reports_are_shown_and_send_nobody_in_need_away() -> None:
    """Whoever reports a mistake reads first that 999 helps a child, and this page does not."""
    folder = ROOT / ".github/ISSUE_TEMPLATE"
    for path in folder.glob("*.yml"):
        if path.name != "config.yml":
            Draft202012Validator(FORM).validate(yaml.safe_load(path.read_text()))
    assert "Call 999" in (folder / "words.yml").read_text()


def test_the_workflow_runs_the_gate_and_decides_nothing_itself() -> None:
    """What passes on a host's machines is what passes everywhere."""
    workflow = yaml.safe_load((ROOT / ".github/workflows/ci.yml").read_text())
    (job,) = workflow["jobs"].values()
    prepare, checkout, gate = job["steps"]
    assert prepare["run"].startswith("apt-get ")
    assert re.fullmatch(r"actions/checkout@[0-9a-f]{40}", checkout["uses"])
    assert gate["run"] == ".ci/run"


def test_weblate_reads_every_catalog_and_nothing_else() -> None:
    """A translator in a browser works on the files that the site is made of."""
    components = json.loads((ROOT / "translations/weblate.json").read_text())
    catalogs = {path for path in tracked() if path.endswith(".po")}
    masks = [component["filemask"] for component in components]
    read = [path for path in tracked() for mask in masks if fnmatch(path, mask)]
    assert sorted(read) == sorted(catalogs)
    templates = {path for path in tracked() if path.endswith(".pot")}
    assert templates == {component["new_base"] for component in components}


def test_checks_run_where_the_folder_was_moved() -> None:
    """A script of the environment begins with the path at which it was installed."""
    run = re.findall(r"(?m)^\t@?\$\(VENV\)/bin/([\w-]+)", (ROOT / "Makefile").read_text())
    assert "ruff" in run
    scripts = [name for name in run if (ROOT / ".venv/bin" / name).read_bytes().startswith(b"#!")]
    assert scripts == []
