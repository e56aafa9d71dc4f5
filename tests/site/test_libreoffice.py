"""What LibreOffice makes of our files: Word files are read whole, tables stay as they are."""

from __future__ import annotations

import csv
import subprocess
from io import BytesIO, StringIO
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest
from docx import Document
from docx.oxml.ns import qn
from flask import Flask
from house import TAGS, folded
from pikepdf import Pdf

from webapp.i18n.languages import strip_isolates
from webapp.site.data import COLUMNS
from webapp.site.website import site_of

pytestmark = pytest.mark.engine("libreoffice")

OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
TEXT, STYLE, TABLE = (f"{{{OASIS}{name}:1.0}}" for name in ("text", "style", "table"))
OFFICE = f"{{{OASIS}office:1.0}}"
# Comma, quotation mark, UTF-8, from line 1: what its window offers where the file has the mark.
AS_CSV = "--infilter=CSV:44,34,76,1"


def printed(folder: Path, kind: str = "pdf", *options: str) -> dict[str, Path]:
    """Let LibreOffice open every file of a folder, in one run; return the file it made of each."""
    made = folder / "opened"
    inputs = sorted(path for path in folder.iterdir() if path.is_file())
    subprocess.run(
        ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
         *options, "--convert-to", kind, "--outdir", made, *inputs],
        check=True, capture_output=True, timeout=300,
    )  # fmt: skip
    found = {path.stem: path for path in made.iterdir()}
    assert sorted(found) == sorted(path.stem for path in inputs)
    return found


def opened(folder: Path, kind: str, *options: str) -> dict[str, Element]:
    """Return what LibreOffice reads in every file of a folder."""
    files = printed(folder, kind, *options)
    return {name: ElementTree.parse(path).getroot() for name, path in files.items()}  # noqa: S314  # LibreOffice's own


def repeated(element: Element, what: str) -> list[Element]:
    """Return an element's rows or cells, each as often as it stands there."""
    found = element.iter(f"{TABLE}table-{'row' if what == 'rows' else 'cell'}")
    times = f"{TABLE}number-{what}-repeated"
    return [entry for entry in found for _ in range(int(entry.get(times, "1")))]


def plain(element: Element) -> str:
    """Return an element's words, without marks of direction, white space folded."""
    for mark in element.iter(f"{TEXT}line-break"):
        mark.text = " "
    return folded(strip_isolates("".join(element.itertext())))


@pytest.mark.parametrize("tag", TAGS)
def test_every_word_file_opens_whole(app: Flask, tmp_path: Path, tag: str) -> None:
    """Title, headings, every word, the table to fill in, and each paragraph in its direction."""
    client, guide = app.test_client(), site_of(app).guides[tag]
    wanted = {}
    for name in guide.files:
        answer = client.get(f"/word/{tag}/{name}.docx")
        (tmp_path / f"{name}.docx").write_bytes(answer.data)
        wanted[name] = [
            (paragraph.text, paragraph._p.find(f".//{qn('w:bidi')}") is not None)
            for paragraph in Document(BytesIO(answer.data)).paragraphs
            if paragraph.text.strip()
        ]
    for name, document in opened(tmp_path, "fodt").items():
        rtl = {
            style.get(f"{STYLE}name")
            for style in document.iter(f"{STYLE}style")
            for properties in style.iter(f"{STYLE}paragraph-properties")
            if properties.get(f"{STYLE}writing-mode") == "rl-tb"
        }
        read = [element for element in document.iter() if element.tag in (f"{TEXT}h", f"{TEXT}p")]
        shown = [(plain(element), element.get(f"{TEXT}style-name") in rtl) for element in read]
        shown = [pair for pair in shown if pair[0]]
        for text, right_to_left in wanted[name]:
            assert (folded(strip_isolates(text)), right_to_left) in shown, (name, text)
        headings = [heading for heading in read if heading.tag == f"{TEXT}h"]
        assert len(headings) >= 3, name
        assert {heading.get(f"{TEXT}outline-level") for heading in headings} <= {"1", "2"}, name
        assert len(list(document.iter(f"{TEXT}list-item"))) >= 5, name
        if "briefing" in name:
            fill_in, actions = document.iter(f"{TABLE}table")
            assert len(list(actions.iter(f"{TABLE}table-header-rows"))) == 1, name
            assert len(list(fill_in.iter(f"{TABLE}table-row"))) == 3, name


@pytest.mark.parametrize("tag", TAGS)
def test_one_page_for_families_is_one_and_english_is_on_its_other_side(
    app: Flask, tmp_path: Path, tag: str
) -> None:
    """Who prints the Word file on both sides gives out one sheet."""
    client = app.test_client()
    names = [name for name in site_of(app).guides[tag].files if name.startswith("handout")]
    assert len(names) == (10 if tag == "en" else 20)
    for name in names:
        (tmp_path / f"{name}.docx").write_bytes(client.get(f"/word/{tag}/{name}.docx").data)
    for name, made in printed(tmp_path).items():
        with Pdf.open(made) as paper:
            assert len(paper.pages) == (2 if name.endswith("both") else 1), name


def test_every_table_opens_as_it_was_written(app: Flask, tmp_path: Path) -> None:
    """A number to call keeps its noughts, a text stays a text, a count is a number, a day a day."""
    client = app.test_client()
    as_office = {"integer": "float", "date": "date", "string": "string"}
    for name in COLUMNS:
        (tmp_path / f"{name}.csv").write_bytes(client.get(f"/data/v1/{name}.csv").data)
    for name, document in opened(tmp_path, "fods", AS_CSV).items():
        text = (tmp_path / f"{name}.csv").read_text(encoding="utf-8-sig")
        head, *rows = csv.reader(StringIO(text))
        (table,) = document.iter(f"{TABLE}table")
        first, *cells = (repeated(line, "columns") for line in repeated(table, "rows"))
        assert [plain(entry) for entry in first] == head
        for row, opened_row in zip(rows, cells, strict=True):
            for column, value, cell in zip(head, row, opened_row, strict=True):
                kind = cell.get(f"{OFFICE}value-type")
                right = as_office[COLUMNS[name][column]["type"]]
                assert kind == (right if value else None), (name, column, value, kind)
                if kind == "string":
                    assert plain(cell) == folded(value), (name, column)
                elif kind == "date":
                    assert cell.get(f"{OFFICE}date-value") == value, (name, column)
