"""Who has checked what: kept by hash, lapsed by any edit, taken back only where it fits."""

from __future__ import annotations

import csv
import io
import shutil
import unicodedata
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Literal

import pytest
from babel.messages.catalog import Catalog
from click.testing import CliRunner, Result
from house import LANGUAGES, ROOT, parse, real, real_settings, with_class, words

from webapp import create_app
from webapp.commands import cli
from webapp.i18n import catalogs
from webapp.i18n.catalogs import Progress, forms, hash_of, localize
from webapp.workbench import extraction, reviews

PL = LANGUAGES["pl"]
WHO = ("--who", "Test Person", "--role", "native reader", "--day", "2026-11-25")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a copy of the catalogs that a test may change."""
    shutil.copytree(ROOT / "translations", tmp_path / "t")
    return tmp_path / "t"


def run(folder: Path, *words: str) -> Result:
    """Run a command on a folder of catalogs."""
    return CliRunner().invoke(cli, ["messages", *words], env={"TRANSLATIONS": str(folder)})


def far(folder: Path) -> Progress:
    """Return how far Polish is, read anew."""
    return localize(real(), PL, folder).progress


def rows(folder: Path, file: Path) -> list[dict[str, str]]:
    """Export for a reviewer; return the rows."""
    assert run(folder, "review", "export", "pl", str(file)).exit_code == 0
    return list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8-sig"), newline="")))


def save(file: Path, table: list[dict[str, str]]) -> None:
    """Write rows as a spreadsheet would."""
    file.write_text(reviews.to_csv(table), encoding="utf-8", newline="")


def test_nobody_is_invented() -> None:
    """Until somebody real has checked, every translation says draft."""
    for language in list(LANGUAGES.values())[1:]:
        assert not (ROOT / "translations" / language.locale / catalogs.REVIEWS).exists()
        assert localize(real(), language, ROOT / "translations").progress.state == "draft"


def test_a_language_goes_from_draft_to_checked_to_approved(folder: Path) -> None:
    """Only when every sentence is there does the whole language say so."""
    assert far(folder).state == "draft"
    slip = run(folder, "review", "record", "pl", *WHO, "--where", "pages/helpp")
    assert slip.exit_code == 1
    assert "stands in 'pages/helpp'" in slip.output
    result = run(folder, "review", "record", "pl", *WHO, "--where", "pages/help")
    assert result.exit_code == 0, result.output
    part = far(folder)
    assert part.state == "draft"
    assert 0 < part.checked < part.messages
    assert run(folder, "review", "record", "pl", *WHO).exit_code == 0
    assert far(folder).state == "checked"
    assert run(folder, "review", "record", "pl", *WHO, "--state", "approved").exit_code == 0
    done = far(folder)
    assert (done.state, done.approved) == ("approved", done.messages)
    assert "946" not in run(folder, "review", "list", "ur").output.split("draft")[-1]
    # Of all that is common a reviewer gets also what this inspection leaves out.
    every = len(catalogs.read_template(folder, real().inspection.id))
    assert every >= done.messages
    assert f"{every} approved · Test Person" in run(folder, "review", "list", "pl").output


def test_readers_are_told_the_state_and_search_engines_wait_for_approval(folder: Path) -> None:
    """A page says draft, then checked, then nothing more; only then may it be listed."""
    seen = []
    for state in ("draft", "checked", "approved"):
        if state != "draft":
            assert run(folder, "review", "record", "pl", *WHO, "--state", state).exit_code == 0
        far(folder)
        app = create_app(replace(real_settings(), translations=folder))
        page = parse(app.test_client().get("/pl/help/").text)
        notices = [words(notice) for notice in with_class(page, "notice")]
        robots = [meta for meta in page.iter("meta") if meta.get("name") == "robots"]
        seen.append((bool(notices), bool(robots)))
    assert seen == [(True, True), (True, True), (False, False)]


def test_any_edit_lapses_the_review(folder: Path) -> None:
    """What somebody checked is that very sentence, and no other."""
    run(folder, "review", "record", "pl", *WHO, "--state", "approved")
    catalog = catalogs.read_translated(folder, PL, real().inspection.id)
    one = next(message for message in catalog if message.id and isinstance(message.string, str))
    one.string = f"{one.string} x"
    catalogs.po_of(folder, PL).write_bytes(extraction.as_po(catalog))
    extraction.write(Catalog(PL.locale), folder, PL, real().inspection.id)
    now = far(folder)
    assert now.state == "draft"
    assert now.approved == now.messages - 1


def test_a_reviewer_s_file_comes_back(folder: Path, tmp_path: Path) -> None:
    """A person without tools fills three columns, and it counts."""
    file = tmp_path / "pl.csv"
    table = rows(folder, file)
    template = catalogs.read_template(folder, real().inspection.id)
    assert len(table) == len(template)
    assert all(entry["state"] == "draft" for entry in table)
    for row in table[:7]:
        row.update(state="checked", who="Test Person", role="teacher", day="2026-11-24")
    save(file, table)
    result = run(folder, "review", "take", "pl", str(file))
    assert result.exit_code == 0, result.output
    assert "reviews recorded: 7" in result.output
    assert far(folder).checked == 7
    assert [entry["state"] for entry in rows(folder, file)[:8]] == ["checked"] * 7 + ["draft"]


def test_a_file_that_comes_twice_is_taken_twice(folder: Path, tmp_path: Path) -> None:
    """What was suggested stands on the site by now, and no fault is reported."""
    file = tmp_path / "pl.csv"
    table = rows(folder, file)
    (one,) = (row for row in table if row["english"] == "Get help")
    one |= {"suggestion": "Szukaj pomocy", "state": "checked", "who": "A", "role": "b"}
    save(file, [{**one, "day": "27.11.26"}])
    for _ in range(2):
        result = run(folder, "review", "take", "pl", str(file))
        assert result.exit_code == 0, result.output
        assert "reviews recorded: 1" in result.output


@pytest.mark.parametrize(
    ("form", "encoding", "above", "day"),
    [
        ("NFD", "utf-8-sig", "", "27-Nov-26"),
        ("NFC", "utf-16", "Table 1\r\n", "27 November 2026"),
        ("NFC", "utf-8", "sep=;\r\n", "27-Nov-2026"),
        ("NFC", "utf-8", "Review of the English, Polish, 27 Nov\r\n", "27/11/2026"),
    ],
    ids=["accents apart", "UTF-16", "a line for Excel", "a title"],
)
def test_a_file_is_taken_as_any_spreadsheet_saves_it(
    folder: Path, tmp_path: Path, form: Literal["NFC", "NFD"], encoding: str, above: str, day: str
) -> None:
    """Numbers puts the table's name above it, Excel has a UTF-16 of its own, Macs part accents."""
    file = tmp_path / "pl.csv"
    table = [row for row in rows(folder, file) if "ó" in row["translation"]][:3]
    for row in table:
        row.update(state="Checked", who="Zofia Łódzka", role="teacher", day=day)
    table[2]["translation"] = "Coś innego."
    text = reviews.to_csv(table).removeprefix("\ufeff").replace("line,", "Line,", 1)
    file.write_bytes(unicodedata.normalize(form, above + text).encode(encoding))
    result = run(folder, "review", "take", "pl", str(file))
    assert "reviews recorded: 2" in result.output
    assert f"NOT TAKEN row {5 if above else 4}: the site does not say" in result.output
    stored = catalogs.read_records(folder / "pl" / catalogs.REVIEWS, catalogs.Review)
    assert {(review.who, review.day) for review in stored.values()} == {
        ("Zofia Łódzka", "2026-11-27")
    }


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"translation": "Coś innego."}, "does not say these words"),
        ({"english": "Something else."}, "does not say these words"),
        ({"state": "perfect"}, "'perfect' is not one of"),
        ({"who": " "}, "names who"),
        ({"role": ""}, "which role"),
        ({"day": "yesterday"}, "is no day"),
        ({"day": "2999-01-01"}, "still to come"),
    ],
)
def test_a_row_that_does_not_fit_is_named_and_the_others_are_taken(
    folder: Path, tmp_path: Path, change: dict[str, str], says: str
) -> None:
    """A reviewer's evening is not lost for one slip."""
    file = tmp_path / "pl.csv"
    table = rows(folder, file)
    for row in table[:3]:
        row.update(state="checked", who="Test Person", role="teacher", day="2026-11-24")
    table[1].update(change)
    save(file, table)
    result = run(folder, "review", "take", "pl", str(file))
    assert result.exit_code == 1
    assert says in result.output
    assert "row 3" in result.output
    assert far(folder).checked == 2


HEAD = ",".join(reviews.COLUMNS).encode() + b"\r\n"
LONG = 3600 * b"m,pages/help,,An English sentence of some words,,\r\n"


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "are missing; export the file again"),
        (b"a,b\r\n1,2\r\n", "are missing; export the file again"),
        (b"\xff\xfe\x00", "save it as CSV in UTF-8"),
        (b'"line,where\r\n', "row 1: unexpected end of data; close its quotation marks"),
        (HEAD + b'm1,,"Get help\r\n', "row 2: unexpected end of data; close its quotation marks"),
        (HEAD + b'm1,,"Get help' + LONG, "row 2: field larger than field limit"),
    ],
)
def test_a_file_that_is_no_review_is_refused(
    folder: Path, tmp_path: Path, data: bytes, says: str
) -> None:
    """The remedy is printed, not a trace."""
    file = tmp_path / "x.csv"
    file.write_bytes(data)
    result = run(folder, "review", "take", "pl", str(file))
    assert result.exit_code == 1
    assert "Traceback" not in result.output
    assert f"{file}: " in result.output
    assert says in result.output


def test_a_reviewer_can_have_two_columns_on_paper(folder: Path, tmp_path: Path) -> None:
    """Line, English, translation and state, without a login."""
    file = tmp_path / "ur.html"
    assert run(folder, "review", "export", "ur", str(file)).exit_code == 0
    page = parse(file.read_text(encoding="utf-8"))
    assert (
        len(list(page.iter("tr"))) == len(catalogs.read_template(folder, real().inspection.id)) + 1
    )
    assert "ur m7" in [words(cell) for cell in page.iter("th")]


def test_no_workbook_is_written_that_no_spreadsheet_opens(folder: Path, tmp_path: Path) -> None:
    """Excel refuses CSV in a file called xlsx; the command says which names it takes."""
    result = run(folder, "review", "export", "pl", str(tmp_path / "pl.xlsx"))
    assert result.exit_code == 1
    assert "pl.xlsx: end its name in .csv" in result.output
    assert not (tmp_path / "pl.xlsx").exists()


def test_a_damaged_review_stops_the_start(folder: Path) -> None:
    """File and remedy are named; no page claims what nobody said."""
    (folder / "pl" / catalogs.REVIEWS).write_text('{"a": {"state": "draft"}}')
    with pytest.raises(catalogs.CatalogError, match=r"review\.json.*restore"):
        far(folder)


def test_no_start_hangs_on_the_clock_of_a_machine(folder: Path) -> None:
    """In Kathmandu it is tomorrow already; a host whose clock is behind shows the review too."""
    tomorrow = (date.today() + timedelta(days=1)).isoformat()
    result = run(folder, "review", "record", "pl", *WHO[:-1], tomorrow)
    assert result.exit_code == 0, result.output
    recorded = folder / "pl" / catalogs.REVIEWS
    recorded.write_text(recorded.read_text().replace(tomorrow, "2999-01-01"))
    assert far(folder).state == "checked"


def test_plural_forms_are_reviewed_together() -> None:
    """One wrong form lapses the whole message."""
    made = Catalog("pl")
    made.add(("%(num)s word", "%(num)s words"), ("%(num)s słowo", "%(num)s słowa", "%(num)s słów"))
    (one,) = [message for message in made if message.id]
    before = hash_of(forms(one, "id"), forms(one, "string"))
    one.string = ("%(num)s słowo", "%(num)s słowa", "%(num)s słow")
    assert hash_of(forms(one, "id"), forms(one, "string")) != before
