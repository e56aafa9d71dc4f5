"""Saying the explainer in a language: a unit wholly translated, or wholly English."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from flask import Flask
from house import LANGUAGES

from webapp.explainer.model import Explainer, Kind, iter_units, iter_words
from webapp.i18n import catalogs
from webapp.i18n.catalogs import localize
from webapp.i18n.languages import SOURCE, Language, in_order
from webapp.workbench import extraction

MADE_UP = Language(tag="qq", babel="pl", own_name="Made up", english_name="Made up")
Localize = Callable[[dict[str, str]], catalogs.LocalizedContent]


@pytest.fixture
def in_made_up(said: Explainer, tmp_path: Path) -> Localize:
    """Return a teller of the real content in a made-up language with the given catalog."""

    def in_language(
        catalog: dict[str, str], fuzzy: tuple[str, ...] = ()
    ) -> catalogs.LocalizedContent:
        written = Catalog(locale="pl")
        for message, text in catalog.items():
            written.add(message, text, flags=["fuzzy"] if message in fuzzy else [])
        extraction.write(written, tmp_path, MADE_UP)
        (tmp_path / "messages.pot").write_bytes(extraction.as_po(written))
        return localize(said, MADE_UP, tmp_path)

    return in_language


def every_word(said: Explainer) -> dict[str, str]:
    """Return a catalog that translates every word, so that each can be localized from English."""
    return {w: f"«{w}»" for unit in iter_units(said) for w, _ in iter_words(unit)}


def test_english_is_said_as_it_is_written(said: Explainer, tmp_path: Path) -> None:
    """The first language needs no catalog, and nothing in it counts as untranslated."""
    localized = localize(said, SOURCE, tmp_path)
    assert localized.content == said
    assert localized.untranslated == {}


def test_a_whole_catalog_leaves_no_english(said: Explainer, in_made_up: Localize) -> None:
    """Every word of the content reaches the reader in their language."""
    localized = in_made_up(every_word(said))
    assert localized.untranslated == {}
    assert [w for unit in iter_units(localized.content) for w, _ in iter_words(unit)] == [
        f"«{w}»" for unit in iter_units(said) for w, _ in iter_words(unit)
    ]


def test_without_a_catalog_everything_stands_in_english(
    said: Explainer, in_made_up: Localize
) -> None:
    """A language without words is English throughout, and known to be."""
    localized = in_made_up({})
    assert localized.content == said
    assert set(localized.untranslated) == {u.key for u in iter_units(said) if any(iter_words(u))}


def test_one_missing_sentence_turns_its_whole_block_english(
    said: Explainer, in_made_up: Localize
) -> None:
    """No reader gets a block that changes its language in the middle (law 3)."""
    finding = next(entry for entry in said.findings if len(entry.matters.passages) > 1)
    missing = finding.matters.passages[-1].text
    catalog = every_word(said)
    del catalog[missing]
    localized = in_made_up(catalog)
    now = next(entry for entry in localized.content.findings if entry.slug == finding.slug)
    assert finding.matters.key in localized.untranslated
    assert now.matters == finding.matters
    assert now.found.passages[0].text.startswith("«")
    assert now.title.startswith("«")


def test_every_unit_is_wholly_one_language(said: Explainer, in_made_up: Localize) -> None:
    """Whatever is missing, no unit mixes two languages."""
    catalog = every_word(said)
    for message in list(catalog)[::7]:
        del catalog[message]
    localized = in_made_up(catalog)
    assert localized.untranslated
    for unit in iter_units(localized.content):
        translated = {w.startswith("«") for w, _ in iter_words(unit)}
        assert translated <= ({False} if unit.key in localized.untranslated else {True}), unit.key


def test_a_quotation_is_shown_as_published_with_its_translation_beside(
    said: Explainer, in_made_up: Localize
) -> None:
    """A reader of any language can hold the quotation against its source."""
    localized = in_made_up(every_word(said))
    quoted = [
        (now, before)
        for new, old in zip(iter_units(localized.content), iter_units(said), strict=True)
        for (_, now), (_, before) in zip(iter_words(new), iter_words(old), strict=True)
        if getattr(before, "kind", None) == Kind.SAID
    ]
    assert quoted
    for now, before in quoted:
        assert now.quote == before.quote == before.text
        assert now.text == f"«{before.quote}»"


def test_names_numbers_and_addresses_are_never_translated(
    said: Explainer, in_made_up: Localize
) -> None:
    """A translation cannot change whom a reader calls or what a passage rests on."""
    localized = in_made_up(every_word(said)).content
    assert [contact.number for contact in localized.contacts] == [
        contact.number for contact in said.contacts
    ]
    assert [area.numbers for area in localized.areas if not area.note] == [
        tuple(n if not n.service else n for n in area.numbers)
        for area in localized.areas
        if not area.note
    ]
    assert [(n.number, n.hours, n.url) for a in localized.areas for n in a.numbers] == [
        (n.number, n.hours, n.url) for a in said.areas for n in a.numbers
    ]
    assert localized.sources[0].paragraphs == said.sources[0].paragraphs
    assert localized.inspection == said.inspection
    for new, old in zip(localized.findings, said.findings, strict=True):
        assert [p.cites for p in new.found.passages] == [p.cites for p in old.found.passages]


def test_an_unsure_translation_is_not_shown(said: Explainer, in_made_up: Localize) -> None:
    """What a person has not confirmed may say the opposite; English is shown instead."""
    catalog = every_word(said)
    message = said.site.closing
    localized = in_made_up(catalog, fuzzy=(message,))  # type: ignore[call-arg]  # the fixture's own
    assert localized.content.site.closing == message
    assert said.site.key in localized.untranslated


@pytest.mark.parametrize(
    ("tag", "names"),
    [
        ("en", ["carer", "Child", "Childline", "zebra"]),
        (
            "pl",
            ["akta", "ąb", "cel", "ćma", "dom", "lis", "łódź", "Miasto", "zima", "źrebak", "żaba"],
        ),
        (
            "ur",
            [
                "آج",
                "اسکول",
                "بچہ",
                "پولیس",
                "ٹیم",
                "چائلڈ",
                "ڈاکٹر",
                "کونسل",
                "گھر",
                "ہسپتال",
                "یقین",
            ],
        ),
    ],
)
def test_a_list_is_sorted_as_its_readers_look_for_words(tag: str, names: list[str]) -> None:
    """Ł follows L and Ż ends the Polish list; پ stands beside ب in Urdu."""
    language = LANGUAGES[tag]
    assert sorted(reversed(names), key=lambda name: in_order(language, name)) == names


def test_no_line_ends_between_a_number_and_its_unit(app: Flask) -> None:
    """“7” at the end of a line and “min” on the next are read as two things."""
    with app.test_request_context():
        speak = catalogs.gettext("Preview: about %(minutes)s min to speak.", minutes=7)
        assert speak == "Preview: about 7\u00a0min to speak."
        assert catalogs.typeset("PDF (212 KB), 1 minute") == "PDF (212\u00a0KB), 1 minute"
