"""Open data: complete, valid against its schema, safe in a spreadsheet, open to other sites."""

from __future__ import annotations

import csv
import json
import re
from io import StringIO

import jsonschema
import pytest
from flask import Flask
from flask.testing import FlaskClient
from house import real, seen, words

from webapp.explainer.records import HOURS
from webapp.site.data import COLUMNS, DAY, FORMULA, as_cell, as_csv, files, schema
from webapp.site.website import site_of


@pytest.mark.parametrize("name", COLUMNS)
def test_each_file_keeps_its_published_schema(client: FlaskClient, name: str) -> None:
    """A program that was written for version 1 still reads it."""
    answer = client.get(f"/data/v1/{name}.json")
    assert answer.mimetype == "application/json"
    published = json.loads(client.get("/data/v1/schema.json").text)
    assert published == schema()
    jsonschema.validate(answer.json, {**published, "$ref": f"#/$defs/{name}"})
    assert answer.json["rows"]
    assert all(list(each) == list(COLUMNS[name]) for each in answer.json["rows"])
    assert "Open Government Licence" in answer.json["licence"]
    assert "CC BY 4.0, https://creativecommons.org/licenses/by/4.0/" in answer.json["licence"]
    assert answer.json["cite"].startswith("In plain words: an independent guide to “Thames Valley")
    assert answer.json["cite"].endswith("/en/")
    assert len({row["id"] for row in answer.json["rows"]}) == len(answer.json["rows"])


def test_a_row_that_does_not_fit_is_refused() -> None:
    """The schema says no to a missing column, and yes to one that a later version adds."""
    terms = {**schema(), "$ref": "#/$defs/terms"}
    row = dict.fromkeys(COLUMNS["terms"], "x")
    file = {"version": "v1", "licence": "x", "cite": "x"}
    jsonschema.validate({**file, "rows": [{**row, "later": "x"}]}, terms)
    del row["name"]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**file, "rows": [row]}, terms)


@pytest.mark.parametrize("name", COLUMNS)
def test_each_table_holds_the_same_as_its_json(client: FlaskClient, name: str) -> None:
    """A spreadsheet shows what a program reads."""
    answer = client.get(f"/data/v1/{name}.csv")
    assert answer.mimetype == "text/csv"
    header = ",".join(COLUMNS[name]).encode()
    assert answer.data.startswith(b"\xef\xbb\xbf" + header + b"\r\n")
    rows = list(csv.DictReader(StringIO(answer.data.decode("utf-8-sig"))))
    wanted = client.get(f"/data/v1/{name}.json").json["rows"]
    assert [list(row) for row in rows] == [list(COLUMNS[name])] * len(wanted)
    texts = [{key: value.removeprefix("'") for key, value in row.items()} for row in rows]
    assert texts == [{key: str(value) for key, value in row.items()} for row in wanted]
    # Who does not know of the mark meets it in front of the first name, without quotation marks.
    plain = csv.DictReader(StringIO(answer.data.decode("utf-8")))
    assert list(plain.fieldnames or ())[0] == "\ufeffid"


@pytest.mark.parametrize("start", FORMULA)
def test_no_cell_runs_as_a_formula(start: str) -> None:
    """Opening a table never runs what somebody wrote into a text."""
    made = as_csv([{"id": f"{start}HYPERLINK(1)"}], {"id": {"type": "string"}})
    (row,) = csv.DictReader(StringIO(made.removeprefix("\ufeff")))
    assert row["id"].startswith("'")


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        *((text, f"'{text}") for text in (
            "2023-11", "2026-11-23", "999", "101", "0808 800 5000", "0800 1111", "1e5", "12E3",
            "March 2024", "Nov-23", "1/2", "1-2-3", "TRUE", "5%", "SEPT2", "8 November 2023",
            "November 8, 2023", "9 am", "3 Mar", "(1)", "1,000", "10:30", "£5", ".5", "18000",
        )),
        *((text, text) for text in (
            "", "Slough", "May", "Marlow", "marsh", "slough/1", "always",
            "999 BSL", "facts#cases-70",
            "news-release#9 news-release#10", "https://a.example/2023-11", "19 of 70 cases",
        )),
        (3, 3),
    ],
)  # fmt: skip
def test_a_spreadsheet_makes_no_date_or_number_of_a_text(value: str | int, kept: str | int) -> None:
    """A month stays a month and a number to call keeps its noughts."""
    assert as_cell(value) == kept


def test_each_published_cell_is_kept_as_it_is(app: Flask, client: FlaskClient) -> None:
    """No table has a cell that a spreadsheet would turn into something else."""
    for name, columns in COLUMNS.items():
        text = client.get(f"/data/v1/{name}.csv").data.decode("utf-8-sig")
        for row in csv.DictReader(StringIO(text)):
            for column, about in columns.items():
                if about["type"] == "string":
                    assert not re.fullmatch(r"[\d\s.,:/-]*\d[\d\s.,:/-]*", row[column]), row
                elif about["type"] == "date":
                    assert DAY.fullmatch(row[column]) or not row[column], row
    english = site_of(app).guides["en"]
    assert files(english) == files(english)


def test_counts_are_numbers_of_a_whole_and_its_source(client: FlaskClient) -> None:
    """An analyst adds them up, and cites who published them, without asking us."""
    text = client.get("/data/v1/numbers.csv").data.decode("utf-8-sig").partition("\r\n")[2]
    table = csv.reader(StringIO(text), quoting=csv.QUOTE_NONNUMERIC)  # what is unquoted is a number
    read = [dict(zip(COLUMNS["numbers"], row, strict=True)) for row in table]
    assert [row["count"] for row in read] == [19, 16, 35]
    assert {(row["total"], row["unit"]) for row in read} == {(70, "Cases")}
    assert {(row["publisher"], row["published"]) for row in read} == {
        ("ITV News Meridian", "2023-11-08")
    }
    assert all(row["title"] and str(row["url"]).startswith("https://www.itv.com/") for row in read)


def test_the_page_names_the_encoding_and_the_apostrophe(app: Flask) -> None:
    """Who reads the tables by program is told how."""
    page = seen(app, "/en/data/")
    assert "utf-8-sig" in [words(code) for code in page.all("code")]
    assert "apostrophe" in words(page.one("main"))


def test_the_source_is_there_as_text(client: FlaskClient) -> None:
    """Who doubts us reads the source itself, under its licence."""
    answer = client.get("/data/v1/news-release.txt")
    assert answer.mimetype == "text/plain"
    for paragraph in real().sources[0].paragraphs:
        assert paragraph in answer.text
    assert "Open Government Licence" in answer.text


# The rules of the published profile, specs.frictionlessdata.io/schemas/tabular-data-package.json,
# for what we use of it; the library that holds them all would bring dozens of packages.
NAME = {"type": "string", "pattern": r"^([-a-z0-9._/])+$"}
TEXT = {"type": "string", "minLength": 1}
FIELD = {
    "type": "object",
    "required": ["name", "type", "description"],
    "properties": {"name": TEXT, "type": {"enum": ["string", "integer", "date"]}},
}
RESOURCE = {
    "type": "object",
    "required": ["name", "path", "profile", "schema"],
    "properties": {
        "name": NAME,
        "path": {"type": "string", "pattern": r"^(?=^[^./~])(^((?!\.{2}).)*$).*$"},
        "profile": {"const": "tabular-data-resource"},
        "schema": {
            "type": "object",
            "required": ["fields"],
            "properties": {"fields": {"type": "array", "minItems": 1, "items": FIELD}},
        },
    },
}
LICENCE = {
    "type": "object",
    "anyOf": [{"required": ["name"]}, {"required": ["path"]}],
    "properties": {"name": {"type": "string", "pattern": r"^([-a-zA-Z0-9._])+$"}},
}
PACKAGE = {
    "type": "object",
    "required": ["profile", "name", "licenses", "citation", "resources"],
    "properties": {
        "profile": {"const": "tabular-data-package"},
        "name": NAME,
        "citation": TEXT,
        "licenses": {"type": "array", "minItems": 1, "items": LICENCE},
        "sources": {"type": "array", "items": {"type": "object", "required": ["title"]}},
        "resources": {"type": "array", "minItems": 1, "items": RESOURCE},
    },
}


def test_the_data_dictionary_describes_the_tables_as_they_are(
    app: Flask, client: FlaskClient
) -> None:
    """A data tool loads every table by it, and each cell has the type that it promises."""
    package = client.get("/data/datapackage.json").json
    jsonschema.validate(package, PACKAGE)
    assert package["licenses"][0]["name"] == "CC-BY-4.0"
    assert "CC BY 4.0" in package["citation"]
    assert {resource["name"] for resource in package["resources"]} == set(COLUMNS)
    kinds = {"integer": r"\d+", "date": r"(\d{4}-\d\d-\d\d)?", "string": r"(?s).*"}
    for table in package["resources"]:
        text = client.get(f"/data/{table['path']}").data.decode("utf-8-sig")
        fields = table["schema"]["fields"]
        header, *rows = csv.reader(StringIO(text))
        assert header == [column["name"] for column in fields]
        for row in rows:
            for field, cell in zip(fields, row, strict=True):
                assert re.fullmatch(kinds[field["type"]], cell), (field["name"], cell)
    links = seen(app, "/en/data/").all("a")
    assert "/data/datapackage.json" in [link.get("href") for link in links]


def test_no_number_seems_to_be_answered_always_where_nobody_said_so(client: FlaskClient) -> None:
    """Who reads the table alone knows what each word for hours means, and since when."""
    package = client.get("/data/datapackage.json").json
    assert package["version"] == "1.2.0"
    (table,) = (resource for resource in package["resources"] if resource["name"] == "contacts")
    (says,) = (e["description"] for e in table["schema"]["fields"] if e["name"] == "hours")
    rows = client.get("/data/v1/contacts.json").json["rows"]
    stated = {n.number: n.hours for area in real().areas for n in area.numbers}
    for row in rows:
        assert row["hours"] in (*HOURS, "not-stated"), row
        assert row["hours"] == (stated[row["number"]] if row["area"] else "not-stated"), row
    assert all(word in says for word in (*HOURS, "not-stated")), says
    assert "not-stated was called any" in says


def test_a_number_leaves_with_what_must_be_known_before_a_call(client: FlaskClient) -> None:
    """Who shows our numbers elsewhere is told that one is for a textphone, or is in doubt."""
    rows = {row["id"]: row for row in client.get("/data/v1/contacts.json").json["rows"]}
    for contact in real().contacts:
        assert rows[contact.id]["purpose"] == contact.purpose
    for area in real().areas:
        for at, number in enumerate(area.numbers, 1):
            row = rows[f"{area.id}/{at}"]
            assert row["note"] == area.note
            assert row["name"] == (number.service or "Children’s services")


def test_other_sites_may_read_data_and_nothing_else(app: Flask, client: FlaskClient) -> None:
    """A partner's dashboard may load our data; no site may read our pages for its reader."""
    for name in files(site_of(app).guides["en"]):
        answer = client.get(f"/data/{name}")
        assert answer.headers["Access-Control-Allow-Origin"] == "*", name
    for path in ("/en/", "/en/data/", "/static/css/site.css", "/data/v1/nothing.json"):
        assert "Access-Control-Allow-Origin" not in client.get(path).headers, path


def test_the_example_of_the_page_runs(
    app: Flask, client: FlaskClient, capsys: pytest.CaptureFixture[str], monkeypatch
) -> None:
    """What the page shows can be typed and works."""
    lines = seen(app, "/en/data/").all("pre")[0]
    code = "".join(lines.itertext())
    address = re.findall(r'"(http[^"]+)"', code)[0]

    def urlopen(asked: str) -> StringIO:
        assert asked == address
        return StringIO(client.get(asked.removeprefix("http://127.0.0.1:8000")).text)

    monkeypatch.setattr("urllib.request.urlopen", urlopen)
    exec(compile(code, "example", "exec"), {})  # noqa: S102  # our own page's example
    printed = capsys.readouterr().out.splitlines()
    assert len(printed) == len(real().findings)
    assert words(lines)
