"""The translators' template: every word, once, under a comment that says what it rests on."""

from __future__ import annotations

import re
import resource
import shutil
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from click.testing import CliRunner
from house import ROOT, copied, real_settings
from pseudo_site import template_of

from webapp.commands import cli
from webapp.explainer.model import Explainer, Passage, iter_units, iter_words
from webapp.i18n import catalogs
from webapp.workbench import extraction
from webapp.workbench.catalog_checks import of_interface


@pytest.fixture(scope="module")
def template(said: Explainer) -> Catalog:
    """Return the template of content, templates and Python."""
    return template_of(said)


def places_of(template: Catalog, text: str) -> list[str]:
    """Return where a text stands."""
    return [place for place, _ in template.get(text).locations]


def test_every_word_of_the_content_is_in_the_template(said: Explainer, template: Catalog) -> None:
    """No sentence is forgotten: translators get all that readers see."""
    for unit in iter_units(said):
        for text, _ in iter_words(unit):
            assert template.get(text) is not None, text
            # What a button says too is common to every inspection, hence has its place there.
            assert unit.key in places_of(template, text) or of_interface(template.get(text)), text


def test_every_passage_names_its_kind_its_source_and_its_fact(
    said: Explainer, template: Catalog
) -> None:
    """A translator can look up what a sentence rests on before choosing a word."""
    for unit in iter_units(said):
        for text, owner in iter_words(unit):
            comments = "; ".join(template.get(text).auto_comments)
            cites = getattr(owner, "cites", ())
            assert all(cite in comments for cite in cites), text
            if isinstance(owner, Passage):
                assert f"kind: {owner.kind.value}" in comments
                assert (owner.id or owner.same_as) in comments
                assert owner.hedge in comments
                assert not owner.quote or owner.by in comments


def test_a_word_of_another_voice_names_the_source_of_its_fact(
    said: Explainer, template: Catalog
) -> None:
    """The simple wording rests on what the standard wording rests on, and says so."""
    passages = [
        h for unit in iter_units(said) for _, h in iter_words(unit) if isinstance(h, Passage)
    ]
    facts = {passage.id: passage for passage in passages if passage.id}
    repeated = [passage for passage in passages if passage.same_as]
    assert repeated
    for repeat in repeated:
        comments = "; ".join(template.get(repeat.text).auto_comments)
        assert all(cite in comments for cite in facts[repeat.same_as].cites), repeat.text


def test_interface_words_of_templates_and_python_are_in_the_template(template: Catalog) -> None:
    """Menus, buttons and errors are translated too."""
    for text in ("Search", "Who to call and how", "We cannot find this page", "Nothing found"):
        assert template.get(text) is not None, text
    plural = template.get("%(num)s result")
    assert plural is not None
    assert plural.id == ("%(num)s result", "%(num)s results")


def test_no_message_holds_html_or_a_per_cent_sign_of_its_own(template: Catalog) -> None:
    """A translator cannot break a page, and no sentence garbles at a per cent sign."""
    for message in template:
        for text in message.id if isinstance(message.id, tuple) else (message.id,):
            if message.id:
                assert not re.search(r"[<>]|&\w+;", text), text
                assert "%" not in re.sub(r"%\(\w+\)s", "", text), text
                assert text == " ".join(text.split()), text


def test_the_template_is_the_same_every_time(said: Explainer) -> None:
    """A change of the file means a change of words, and nothing else."""
    one, other = (extraction.as_po(template_of(said)) for _ in "12")
    assert one == other
    assert b"Creation-Date" not in one
    assert b"\r" not in one
    assert not re.search(rb"^#: .*:\d", one, re.MULTILINE)
    assert str(ROOT).encode() not in one


def test_the_stored_templates_are_fresh() -> None:
    """Translators work on the words that readers see now (else: make messages)."""
    for domain, pot in extraction.Workbench(real_settings()).templates().items():
        stored = ROOT / f"translations/{domain}.pot"
        assert stored.read_bytes() == extraction.as_po(pot), "run: make messages"


def test_what_is_common_names_no_inspection(said: Explainer) -> None:
    """Another inspection uses the common catalog as it is: no name, day or address of ours."""
    pots = extraction.Workbench(real_settings()).templates()
    assert set(pots) == {catalogs.COMMON, said.inspection.id}
    own = {*said.inspection.words.values(), "Thames Valley"}
    for message in pots[catalogs.COMMON]:
        assert not [name for name in own if name in str(message.id)], message.id
    common, ours = ({m.id for m in pot if m.id} for pot in pots.values())
    assert not common & ours


def test_two_inspections_of_one_id_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They would share a catalog, and the words of one would be gone in silence."""
    content, twin = real_settings().content, copied(tmp_path)
    monkeypatch.setattr(extraction, "INSPECTIONS", {"ours": content, "twin": twin})
    with pytest.raises(catalogs.CatalogError, match="give one of them another") as refused:
        extraction.Workbench(real_settings())
    assert str(content) in str(refused.value)
    assert str(twin) in str(refused.value)


def test_a_catalog_in_another_encoding_becomes_utf_8(tmp_path: Path) -> None:
    """As old editors of catalogs save it; one that nobody knows is named with its file."""
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset={}\\n"\n\n'
    head += 'msgid "Help"\nmsgstr "Wołaj"\n'
    path = tmp_path / "messages.po"
    path.write_text(head.format("iso-8859-2"), encoding="iso-8859-2")
    now = extraction.as_po(catalogs.read_po_file(path, "pl")).decode()
    assert "charset=utf-8" in now
    assert "Wołaj" in now
    path.write_bytes(now.replace("\n", "\r").encode("utf-8-sig"))  # as old Macs end lines
    assert extraction.as_po(catalogs.read_po_file(path, "pl")).decode() == now
    path.write_text(now, encoding="iso-8859-2")
    with pytest.raises(catalogs.CatalogError, match="names another encoding; save it as UTF-8"):
        catalogs.read_po_file(path, "pl")
    path.write_text(head.format("CHARSET"), encoding="utf-8")
    with pytest.raises(catalogs.CatalogError, match="messages.po: unknown encoding: charset"):
        catalogs.read_po_file(path, "pl")


def test_a_catalog_of_another_language_is_refused(tmp_path: Path) -> None:
    """One copied into the wrong folder would speak Polish to readers of Urdu."""
    path = tmp_path / "messages.po"
    for header in ("", "Language: \\n", "Language: ur\\n", "Language: ur_PK\\n"):
        path.write_text(f'msgid ""\nmsgstr "{header}"\n', encoding="utf-8")
        catalogs.read_po_file(path, "ur")
    path.write_text('msgid ""\nmsgstr "Language: pl\\n"\n', encoding="utf-8")
    with pytest.raises(catalogs.CatalogError, match="messages.po: is a catalog of “pl”, not “ur”"):
        catalogs.read_po_file(path, "ur")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"Chiama il 999"', '"Chiama il 999', 'line 5 needs one straight "'),
        ('"Chiama il 999"', "Chiama il 999", 'line 5 needs one straight "'),
        ('"Chiama il 999"', "“Chiama il 999”", 'line 5 needs one straight "'),
        ("(n != 1)", "(n <> 1)", "“Plural-Forms” at the file’s head"),
        ("(n != 1)", "n", "“Plural-Forms” at the file’s head"),
        ("nplurals=2", "nplurals=1", "“Plural-Forms” at the file’s head"),
        ("(n != 1)", "1/(n-n)", "mend the line"),
        ("nplurals=2", "nplurals=INTEGER", "“Plural-Forms” at the file’s head"),
        ("#, fuzzy", "<<<<<<< HEAD", "line 7: Unknown or misformatted keyword; mend"),
        ("msgid", "", "holds no msgid; mend"),
    ],
)
def test_a_slip_in_a_text_editor_is_told_and_shortens_no_number(
    old: str, new: str, message: str, tmp_path: Path
) -> None:
    """Without its last quotation mark, “call 999” would be read as “call 99”."""
    text = 'msgid ""\nmsgstr "Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
    text += 'msgid "Call 999"\nmsgstr "Chiama il 999"\n\n#, fuzzy\n'
    text += 'msgid "%(num)s day"\nmsgid_plural "%(num)s days"\nmsgstr[0] "x"\nmsgstr[1] "y"\n'
    path = tmp_path / "messages.po"
    path.write_text(text, encoding="utf-8")
    assert catalogs.read_po_file(path, "it").get("Call 999").string == "Chiama il 999"
    path.write_text(text.replace(old, new, -1 if old == "msgid" else 1), encoding="utf-8")
    with pytest.raises(catalogs.CatalogError) as refused:
        catalogs.read_po_file(path, "it")
    assert message in refused.value.message


def test_a_full_disk_takes_no_translation(tmp_path: Path) -> None:
    """What a translator wrote today is nowhere else yet; the command says what to do."""
    shutil.copytree(ROOT / "translations", tmp_path / "translations")
    catalog = tmp_path / "translations/pl/LC_MESSAGES/messages.po"
    before = catalog.read_bytes() + b"\n# A remark of today.\n"
    catalog.write_bytes(before)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(before) * 2 // 3, hard))
    try:
        env = {"TRANSLATIONS": str(tmp_path / "translations")}
        result = CliRunner().invoke(cli, ["messages", "extract"], env=env)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert result.output.endswith(
        f"{catalog}: File too large; give a place that can be read or written, and room\n"
    )
    assert catalog.read_bytes() == before
    assert sorted(catalog.parent.iterdir()) == [catalog, catalog.parent / "thames-valley-2023.po"]


def test_a_sentence_that_stands_twice_in_a_catalog_loses_no_translation(tmp_path: Path) -> None:
    """Who pastes a colleague's sentences at the end of a file is told to choose."""
    shutil.copytree(ROOT / "translations", tmp_path / "translations")
    catalog = tmp_path / "translations/pl/LC_MESSAGES/messages.po"
    pasted = '\nmsgid ""\n"In plain "\n"words"\nmsgstr "Po prostu"\n'
    catalog.write_bytes(before := (catalog.read_bytes() + pasted.encode()))
    env = {"TRANSLATIONS": str(tmp_path / "translations")}
    result = CliRunner().invoke(cli, ["messages", "extract"], env=env)
    assert f'{catalog}: "In plain words" stands 2 times; leave the one' in result.output
    assert catalog.read_bytes() == before
