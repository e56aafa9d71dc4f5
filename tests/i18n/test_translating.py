"""What an editor, a translator and a reviewer do: nothing of theirs is lost."""

from __future__ import annotations

import csv
import io
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from click.testing import CliRunner, Result
from house import LANGUAGES, ROOT, copied, real, real_settings, translations_of

from webapp import create_app
from webapp.commands import cli
from webapp.i18n.catalogs import COMMON, CatalogError, Review, po_of, read_records, read_translated
from webapp.i18n.languages import SOURCE, load
from webapp.settings import Settings
from webapp.workbench import catalog_checks
from webapp.workbench.extraction import update

PL, OWN = LANGUAGES["pl"], real().inspection.id
PAGE = "../../common/pages/help.toml"


@pytest.fixture
def own(tmp_path: Path) -> Settings:
    """Return the settings of a copy of content and two catalogs that a test may change."""
    translations = translations_of(tmp_path, "pl", "ur")
    return replace(real_settings(), content=copied(tmp_path), translations=translations)


def run(own: Settings, *words: str) -> Result:
    """Run a command of translators on a copy."""
    env = {"TRANSLATIONS": str(own.translations), "CONTENT": str(own.content)}
    return CliRunner().invoke(cli, ["messages", *words], env=env)


def reviews(own: Settings) -> dict[str, Review]:
    """Return who has checked which Polish sentence."""
    return read_records(own.translations / "pl/review.json", Review)


def mend(own: Settings) -> tuple[str, str]:
    """Mend one sentence of help; return it before and after."""
    page = own.content / PAGE
    text = page.read_text()
    before = next(line for line in text.splitlines() if line.startswith('text = "You can'))
    english = before.removeprefix('text = "').removesuffix('"')
    page.write_text(text.replace(before, before.replace("You can", "You also can")))
    return english, english.replace("You can", "You also can")


def test_an_edit_of_help_takes_no_language_away(
    own: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its block falls into marked English, numbers stay, and commands and pages say where."""
    shutil.copytree(ROOT / "translations", own.translations, dirs_exist_ok=True)  # all of them
    _, english = mend(own)
    assert "messages keep" in run(own, "extract").output
    reader = create_app(own).test_client()
    assert "Polish: places where English stands: 1," in capsys.readouterr().err
    html = reader.get("/pl/help/").text
    assert english in re.sub("<[^>]+>", "", html)
    assert "data-english" in html
    assert 'href="tel:999"' in html
    assert 'href="/pl/help/#' in reader.get("/pl/languages/").text.partition("<main")[2]
    checked = run(own, "check")
    assert checked.exit_code == 0, checked.output
    (line,) = [entry for entry in checked.output.splitlines() if entry.startswith("LAPSED")]
    assert line.startswith("LAPSED in pl, ro, pa, ur, pt, es, ne: pages/help#"), line


def test_only_what_was_translated_lapses(own: Settings) -> None:
    """A new sentence is missing, one in doubt is fuzzy; a language that is begun is a count."""
    mend(own)
    page = own.content / PAGE
    new = 'text = "A sentence about nothing else that anybody says."\n'
    page.write_text(page.read_text() + f'[[block]]\nid = "new"\n[[block.passage]]\n{new}')
    assert run(own, "new", "de").exit_code == 0
    extracted = run(own, "extract").output
    path = po_of(own.translations, PL)
    path.write_text(path.read_text().replace("#: site\nmsgid", "#: site\n#, fuzzy\nmsgid", 1))
    for output in (extracted + run(own, "check").output, run(own, "report").output):
        lines = output.splitlines()
        assert {line.split(": ")[1][:11] for line in lines if line.startswith("LAPSED")} == {
            "pages/help#",
        }  # fmt: skip
        (missing,) = {line for line in lines if line.startswith("MISSING")}
        assert "pages/help#new: “A sentence about nothing" in missing
        (fuzzy,) = [line for line in lines if line.startswith("FUZZY")]
        assert fuzzy.startswith("FUZZY in pl: site: ")
        assert len([line for line in lines if " de" in line and line[:3].isupper()]) == 0


def test_a_command_that_is_printed_can_be_copied(own: Settings) -> None:
    """Debian has no `python`, and its `python3` has not what the commands need."""
    mend(own)
    printed = run(own, "extract").output + run(own, "new", "de").output
    assert printed.count(".venv/bin/python -m webapp messages ") >= 2
    assert not re.search(r"(?<!\.venv/bin/)python -m webapp", printed)


def test_a_language_begins_under_its_own_tag(own: Settings) -> None:
    """Addresses, `lang` and the folder agree, however somebody typed it."""
    assert run(own, "new", "PT-br").exit_code == 0
    assert "[pt-BR]" in (own.translations / "languages.toml").read_text()
    assert (own.translations / "pt_BR/LC_MESSAGES/messages.po").is_file()
    assert "is there already" in run(own, "new", "pt-BR").output
    assert "no language" in run(own, "new", "qq").output
    run(own, "new", "zh-hant")  # of a script, which i18nspector does not know
    assert "zh-Hant: faults: 0" in run(own, "check").output


def test_a_language_is_offered_for_one_inspection_after_another(
    own: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The command prints the line for its table, with each that has it already; people write it."""
    monkeypatch.setattr(catalog_checks, "needed", lambda *_: [])
    table = own.translations / "languages.toml"
    before = table.read_text().replace('"thames-valley-2023"]', '"elsewhere-2020"]')
    table.write_text(before)
    answer = run(own, "offer", "pl")
    assert answer.exit_code == 0, answer.output
    assert f"into {table}, below [pl], in place of an “offered” that is there" in answer.output
    (line,) = re.findall(r"^offered = .*$", answer.output, re.MULTILINE)
    assert table.read_text() == before
    table.write_text(re.sub(r"(?ms)^(\[pl\].*?)^offered = [^\n]*", rf"\1{line}", before, count=1))
    (polish,) = [language for language in load(own.translations) if language.tag == "pl"]
    assert polish.offered == ("elsewhere-2020", "thames-valley-2023")
    assert "offered already" in run(own, "offer", "pl").output


def test_a_mended_typo_keeps_translation_and_review_by_name(own: Settings, tmp_path: Path) -> None:
    """Who mends a comma finds out how, and the reviewer sees both wordings."""
    old, english = mend(own)
    who = ("--who", "Ann Example", "--role", "native reader", "--day", "2026-11-25")
    polish = read_translated(own.translations, PL, OWN)[old].string
    assert run(own, "review", "record", "pl", *who).exit_code == 0
    reviewed = len(reviews(own))
    listed = run(own, "report").output  # catalogs do not have the new English yet
    id = next(line.split()[1] for line in listed.splitlines() if line.startswith("CHANGED"))
    assert run(own, "keep", id).exit_code == 1
    kept = run(own, "keep", "--who", "Ed Example", id)
    assert kept.exit_code == 0, kept.output
    assert read_translated(own.translations, PL, OWN)[english].string == polish
    assert "faults: 0, 0 of" in run(own, "check").output
    assert run(own, "review", "export", "pl", str(tmp_path / "pl.csv")).exit_code == 0
    rows = csv.DictReader(io.StringIO((tmp_path / "pl.csv").read_text("utf-8-sig"), newline=""))
    page = create_app(own).test_client().get("/ur/both/review/").text
    assert f'<p lang="en" dir="ltr"><del>{old}</del></p>' in page
    (row,) = [entry for entry in rows if entry["before"]]
    assert (row["english"], row["state"]) == (english, "checked")
    assert row["before"].startswith(f"{old} (Ed Example, ")
    assert len(reviews(own)) == reviewed + 1


def test_a_sentence_that_becomes_common_brings_its_translation(tmp_path: Path) -> None:
    """Nobody translates it again, whichever catalog it leaves and whichever is written first."""
    said, nothing = Catalog(), Catalog()
    said.add("Call 999.")
    update({OWN: said}, tmp_path, PL)
    path = po_of(tmp_path, PL, OWN)
    path.write_text(path.read_text().replace('999."\nmsgstr ""', '999."\nmsgstr "Zadzwoń."'))
    for before, now in ((OWN, COMMON), (COMMON, OWN)):
        update({before: nothing}, tmp_path, PL)
        update({now: said}, tmp_path, PL)
        assert read_translated(tmp_path, PL, OWN)["Call 999."].string == "Zadzwoń."
        assert "Zadzwoń" in po_of(tmp_path, PL, now).read_text().partition("#~")[0]


def test_a_translation_is_not_hidden_by_what_is_empty_or_in_doubt(tmp_path: Path) -> None:
    """A sentence that moves brings the words of whoever translated it, whichever file is first."""
    said = Catalog()
    said.add("Call 999.")
    for domain, line in (("a", ""), ("b", "Zadzwoń."), ("c", "Nie wiem.")):
        update({domain: said}, tmp_path, PL)
        path = po_of(tmp_path, PL, domain)
        text = path.read_text().replace("#, fuzzy\n", "")
        text = re.sub(r'999."\nmsgstr ".*"', f'999."\nmsgstr "{line}"', text)
        doubt = "#, fuzzy\n" if domain == "c" else ""
        path.write_text(text.replace('msgid "Call', f'{doubt}msgid "Call'))
    update({COMMON: said}, tmp_path, PL)
    for own in ("a", "b", "c"):
        assert read_translated(tmp_path, PL, own)["Call 999."].string == "Zadzwoń.", own


def test_an_offered_language_without_its_catalog_stops_the_start(own: Settings) -> None:
    """A deployment that lost a file must not show a whole inspection in English."""
    po_of(own.translations, PL, OWN).unlink()
    with pytest.raises(CatalogError, match="make messages"):
        create_app(own)


def test_what_another_content_does_not_say_comes_back_letter_for_letter(own: Settings) -> None:
    """Extracting forth and back leaves every catalog as it was."""
    page, path = own.content / PAGE, po_of(own.translations, PL)
    before, catalog = page.read_text(), path.read_bytes()
    mend(own)
    run(own, "extract")
    assert path.read_bytes() != catalog
    page.write_text(before)
    run(own, "extract")
    polish = read_translated(own.translations, PL, OWN)
    assert all(message.string for message in polish if message.id)
    assert run(own, "check").exit_code == 0


def test_a_language_begins_with_one_command_and_is_seen_half_finished(own: Settings) -> None:
    """Its translator sees it, English marked; readers are not offered it; mistakes come first."""
    begun = run(own, "new", "de")
    assert begun.exit_code == 0, begun.output
    path = own.translations / "de/LC_MESSAGES/messages.po"
    head = 'msgid ""\nmsgstr ""\n"Last-Translator: Uta <uta@host.example>\\n"\n'
    head += '"Language-Team: Uta’s team <t@host.example>\\n"\n'
    head += '"PO-Revision-Date: YEAR-MO-DA HO:MI+ZONE\\n"\n'
    text = path.read_text().replace('msgid ""\nmsgstr ""\n', head, 1)
    wrong = {
        "In plain words": "In klaren 'Worten'",
        # One mistake, reported once: the number to call, not its figures again.
        "If a child is in danger now, call 999.": "Ist ein Kind in Gefahr, rufen Sie 112 an.",
    }
    for english, german in wrong.items():
        empty = f'msgid "{english}"\nmsgstr ""'
        assert empty in text
        text = text.replace(empty, empty.removesuffix('""') + f'"{german}"')
    path.write_text(text)
    assert "boilerplate" not in run(own, "check").output
    run(own, "extract")
    assert "Last-Translator: Uta" in path.read_text()
    assert "Language-Team: Uta" in path.read_text()
    checked = run(own, "check")
    assert checked.exit_code == 1
    lines = [line for line in checked.output.splitlines() if "de" in line.split("/")[0][:9]]
    assert [line[:13] for line in lines if "de/LC" in line or line.startswith("de:")] == [
        "FAULT de/LC_M", "FAULT de/LC_M", "de: faults: 2",
    ], checked.output  # fmt: skip
    assert run(own, "offer", "de").exit_code == 1
    assert create_app(own).test_client().get("/de/").status_code == 404
    german = next(language for language in load(own.translations) if language.tag == "de")
    assert (german.own_name, german.direction) == ("Deutsch", "ltr")
    preview = create_app(own, (SOURCE, german)).test_client().get("/de/help/").text
    assert '<html lang="de"' in preview
    assert "data-english" in preview


def test_a_spreadsheet_of_the_continent_comes_back(own: Settings, tmp_path: Path) -> None:
    """Semicolons, local dates and better wordings are taken; a bad row is reported by itself."""
    file = tmp_path / "pl.csv"
    run(own, "review", "export", "pl", str(file))
    rows = list(csv.DictReader(io.StringIO(file.read_text("utf-8-sig"), newline="")))
    days = ("25/11/2026", "25.11.26", "25.11.2026", "25. 11. 2026", "11/25/2026")
    for row, day in zip(rows, days, strict=False):
        row.update(state="checked", who="Ewa Example", role="teacher", day=day)
    lost = [row for row in rows[5:] if "\u00a0" in row["translation"]][0]
    lost.update(rows[0], english=lost["english"],
                translation=lost["translation"].replace("\u00a0", " "))  # fmt: skip
    lost["suggestion"] = lost["translation"]
    rows[3]["suggestion"] = rows[3]["translation"]
    rows[1]["suggestion"] = rows[1]["translation"].replace(",", " –")
    rows[2]["suggestion"] = "<b>Nie</b>"
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, list(rows[0]), delimiter=";")
        writer.writeheader()
        writer.writerows(rows)
    taken = run(own, "review", "take", "pl", str(file))
    assert "reviews recorded: 4" in taken.output
    assert "NOT TAKEN row 6: '11/25/2026' is no day; write it as 27/11/2026" in taken.output
    assert taken.output.count("now in its catalog") == 1
    assert "NOT TAKEN row 4: the suggestion" in taken.output
    assert "holds markup" in taken.output
    assert (
        read_translated(own.translations, PL, OWN)[rows[1]["english"]].string
        == rows[1]["suggestion"]
    )
    assert {review.day for review in reviews(own).values()} == {"2026-11-25"}


def test_a_file_of_a_catalog_editor_comes_in_without_churn_or_loss(own: Settings) -> None:
    """Wrapped lines, its headers, fuzzy marks and CRLF: the difference is what was changed."""
    path = po_of(own.translations, PL)
    whole = path.read_text()
    subprocess.run(["msgcat", "--width=79", "-o", path, path], check=True)
    poedit = 'Language: pl_PL\\n"\n"X-Generator: Poedit 3.4'
    edited = path.read_text().replace("Language: pl", poedit, 1)
    fuzzy = '#: site\n#, fuzzy\n#| msgid ""\n#| "Before, "\n#| "in English"\nmsgid'
    head, *blocks = edited.replace("#: site\nmsgid", fuzzy, 1).split("\n\n")
    old = '# Of a translator.\n#~| msgid "Before"\n#~ msgid "Now"\n#~ msgstr "Teraz"\n'
    edited = "\n\n".join(["\ufeff" + head, *reversed(blocks), old])
    path.write_bytes(edited.replace("\n", "\r\n").encode())
    assert "saved by an editor of catalogs; run: make messages" in run(own, "check").output
    run(own, "extract")
    now, _, gone = path.read_text().partition("# Of a translator.\n#~ ")
    wanted = whole.replace("#: site\nmsgid", "#: site\n#, fuzzy\nmsgid", 1)
    assert now.partition("#~")[0].strip() == wanted.partition("#~")[0].strip()
    assert gone.startswith('msgid "Now"\n#~ msgstr "Teraz"\n')
