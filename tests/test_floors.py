"""What import-linter cannot hold: who touches files, and where words may stand."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from house import real

from webapp.explainer.model import Explainer

ROOT = Path(__file__).resolve().parent.parent
CODE = ROOT / "webapp"
FLOORS = ("explainer", "i18n", "site", "delivery")
COMMANDS = ("drafts", "content", "messages", "reviews")
JOINERS = ("webapp", "webapp.commands", *(f"webapp.workbench.{command}" for command in COMMANDS))
LONGEST_FILE = 300
MODULES = sorted(CODE.rglob("*.py"))


def name_of(file: Path) -> str:
    """Return a module's dotted name; a package's is its folder's."""
    parts = file.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


NAMES = {name_of(file): ast.parse(file.read_text()) for file in MODULES}


def imports(name: str) -> Iterator[str]:
    """Yield every module that a module imports, also within its functions."""
    for node in ast.walk(NAMES[name]):
        if isinstance(node, ast.Import):
            yield from (module.name for module in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name} imports by dots; name the module whole"
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                yield inner if inner in NAMES else str(node.module)


def floor_of(name: str) -> str:
    """Return the floor of a module; "" of one outside the floors."""
    floor = name.removeprefix("webapp.").partition(".")[0]
    return floor if floor in FLOORS else ""


def importers(*libraries: str) -> set[str]:
    """Return the floors (or modules outside them) that import one of some libraries."""
    return {
        floor_of(name) or name
        for name in NAMES
        for other in imports(name)
        if other.split(".")[0] in libraries
    }


def test_nothing_asks_another_server() -> None:
    """No page waits for, or tells, anybody else's machine."""
    assert not importers("requests", "httpx", "urllib3", "smtplib", "ftplib")
    # The command that compares a live site, which nobody runs to serve one.
    networked = [name for name in NAMES if any(other.startswith("http") for other in imports(name))]
    assert networked == ["webapp.delivery.static_hosts"]
    assert [name for name in NAMES if "differences" in calls(name)] == ["webapp.commands"]
    # Before it serves, a command looks whether its own port is free; it calls nobody.
    assert importers("socket") <= {"webapp.commands"}
    assert not calls("webapp.commands") & {"connect", "create_connection", "sendall"}
    asked = [other for name in NAMES for other in imports(name) if other == "urllib.request"]
    assert not asked


# Who may touch files, and by which calls. Content itself is opened by one module only.
READ = {"read_text", "read_bytes", "write_text", "write_bytes", "open", "unlink", "mkdir"}
LOOK = {"is_file", "is_dir", "exists", "glob", "rglob", "iterdir", "stat", "resolve"}
TOUCHES_FILES = {
    "webapp", "webapp.settings", "webapp.explainer.loader", "webapp.explainer.structure",
    "webapp.i18n.catalogs", "webapp.workbench",
    "webapp.workbench.drafts", "webapp.workbench.content",
    "webapp.i18n.languages", "webapp.workbench.extraction", "webapp.workbench.reviews",
    "webapp.workbench.messages", "webapp.workbench.catalog_checks",
    "webapp.site.assets", "webapp.site.data", "webapp.site.rendering", "webapp.site.website",
    "webapp.commands",
    "webapp.delivery.release", "webapp.delivery.static_hosts",
    "webapp.delivery.build",
}  # fmt: skip


def calls(name: str) -> set[str]:
    """Return the names of everything that a module calls."""
    found = set()
    for node in ast.walk(NAMES[name]):
        if isinstance(node, ast.Call):
            func = node.func
            found.add(func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", ""))
    return found


def test_only_the_named_modules_touch_files() -> None:
    """Whoever looks for what is read from disk has few places to look."""
    helpers = {"send_from_directory", "send_file", "FileSystemLoader", "Translations"}
    touching = {name for name in NAMES if calls(name) & (READ | LOOK | helpers)}
    assert touching == TOUCHES_FILES


def test_only_the_loader_opens_content() -> None:
    """One module knows that the words stand in files, and in which form.

    `data` reads the names of its own columns, which are no words of an inspection.
    """
    reading = {name for name in NAMES for other in imports(name) if other == "tomllib"}
    opening = {name for name in NAMES if floor_of(name) == "explainer" and calls(name) & READ}
    assert opening == {"webapp.explainer.structure"}
    assert reading - {"webapp.site.data"} == opening


def test_no_reader_waits_for_the_library_that_measures_sentences() -> None:
    """The site starts without textstat, which takes a second to load."""
    blocked = "import sys; sys.modules['textstat'] = None; import webapp; webapp.create_app()"
    tried = subprocess.run(
        [sys.executable, "-c", blocked], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert tried.returncode == 0, tried.stderr


def inspection_words(said: Explainer) -> list[str]:
    """Return the words that belong to the one inspection that is explained, from its content."""
    own = {*said.inspection.names, said.inspection.force, said.inspection.inspectorate}
    own |= {part for speaker in said.speakers for part in speaker.name.split()}
    own |= {area.name for area in said.areas}
    own |= set(said.inspection.force.split()) - {"Police"}
    # "Reading" is an ordinary word too, and "Valley" would not hide the force's name.
    return sorted(own - {"Reading"}, key=len, reverse=True)


def test_no_word_of_the_inspection_stands_in_code_templates_styles_or_pictures() -> None:
    """A second inspection is a second content folder, never new code."""
    files = [*MODULES, *CODE.glob("templates/**/*.html"), *(ROOT / "static").rglob("*.*")]
    files += [*ROOT.glob("tools/*.py")]
    for file in files:
        if file.suffix in (".py", ".html", ".css", ".js", ".svg"):
            text = file.read_text()
            for word in inspection_words(real()):
                assert not re.search(rf"\b{word}\b", text), f"{file.name} holds {word}"
            assert "thames" not in text.casefold()


def test_a_second_inspection_is_data_only(miniature) -> None:
    """The whole site of a made-up inspection is built, and nothing of this one is in it."""
    from house import Page, parse

    from webapp.explainer.loader import load
    from webapp.site.sitemap import every_page

    said = load(ROOT / "tests/miniature")
    reader = miniature.test_client()
    pages = [f"/en/{page.path}" for page in every_page(said)]
    assert len(pages) > 15
    for address in (*pages, "/sitemap.xml", "/robots.txt", "/en/nowhere/", "/en/search/?q=notes"):
        answer = reader.get(address)
        assert answer.status_code == (404 if "nowhere" in address else 200), address
        for word in inspection_words(real()):
            if word not in inspection_words(said):
                assert not re.search(rf"\b{word}\b", answer.text), f"{address} holds {word}"
        assert b"thames" not in answer.data.lower()
        if answer.mimetype == "text/html":
            assert Page(address, answer.text, parse(answer.text)).one("h1") is not None
    titles = {re.findall("<title>(.*?)</title>", reader.get(page).text)[0] for page in pages}
    assert len(titles) == len(pages)


def test_nothing_is_printed_or_logged_of_what_readers_ask() -> None:
    """What is not written down cannot be read by anybody else."""
    for name in NAMES:
        assert "print" not in calls(name), name
        assert "logging" not in set(imports(name)), name
        attributes = {n.attr for n in ast.walk(NAMES[name]) if isinstance(n, ast.Attribute)}
        assert "logger" not in attributes, name
        assert name in JOINERS or "echo" not in calls(name), name
        assert not attributes & {"remote_addr", "access_route", "cookies", "session"}, name


def public(tree: ast.Module | ast.ClassDef) -> Iterator[ast.FunctionDef | ast.ClassDef]:
    """Yield the public functions and classes of a module, and those of its classes."""
    for node in tree.body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and not node.name.startswith("_"):
            yield node
            if isinstance(node, ast.ClassDef):
                yield from public(node)


@pytest.mark.parametrize("name", NAMES)
def test_everything_public_says_what_it_is_for(name: str) -> None:
    """Whoever opens a file is told what each part does."""
    body = NAMES[name].body
    assert not body or ast.get_docstring(NAMES[name]), f"{name} has no docstring"
    silent = [part.name for part in public(NAMES[name]) if not ast.get_docstring(part)]
    assert not silent


def test_every_test_says_what_it_promises() -> None:
    """A test is read as a promise to the reader of the site."""
    for file in sorted((ROOT / "tests").rglob("test_*.py")):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                assert ast.get_docstring(node), f"{file.name}: {node.name}"


def test_no_file_has_more_than_300_lines() -> None:
    """A file above 300 lines is asking to be two."""
    files = [*MODULES, *(ROOT / "tests").rglob("*.py"), *CODE.rglob("*.html")]
    files += [*(ROOT / "static").rglob("*.css"), *ROOT.glob("tools/*.py")]
    counted = {str(file.relative_to(ROOT)): len(file.read_text().splitlines()) for file in files}
    assert {name: count for name, count in counted.items() if count > LONGEST_FILE} == {}
