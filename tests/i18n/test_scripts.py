"""The scripts of India: what is typed is found, lists are sorted, checks know their signs."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from pathlib import Path

import pytest
from house import ROOT, real, real_settings

from webapp.explainer.schema import PHRASE, UnitKey
from webapp.i18n.languages import (
    FixedText,
    Language,
    format_day,
    format_number,
    in_order,
    join_list,
    load,
)
from webapp.site.search import Entry, Index, fold, words_of
from webapp.workbench.rules import Rules, wrong_with

KNOWN = {language.tag: language for language in load(real_settings().translations)}
PA, NE = KNOWN["pa"], KNOWN["ne"]


def rules(language: Language) -> Rules:
    """Return rules without names and terms."""
    return Rules(language, (), ("999",), {}, frozenset())


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        # A letter with its dot below, as one character and as two.
        ("ਸ਼ਬਦ", "ਸ\u0a3cਬਦ"), ("\u0a5eੋਨ", "ਫ\u0a3cੋਨ"), ("ਫੋਨ", "ਫ਼ੋਨ"), ("\u095e़ोन", "फोन"),
        # Joiners, which phones put between letters.
        ("गर\u094d\u200dयो", "गर्यो"), ("पु\u200cलिस", "पुलिस"),
        # Short and long vowels, sounds through the nose, and the sign for a doubled letter.
        ("प्रहरि", "प्रहरी"), ("पूलिस", "पुलिस"), ("कहाँ", "कहां"), ("ਪੰਜਾਬ", "ਪਂਜਾਬ"), ("ਬੱਚਾ", "ਬਚਾ"),
        ("हराई", "हराइ"), ("ਭਾਈ", "ਭਾਇ"),
        # Letters of Nepali that sound alike.
        ("सोषन", "शोषण"), ("विहे", "बिहे"), ("घंटा", "घण्टा"),
        # Digits of each script.
        ("੯੯੯", "999"), ("९९९", "999"), ("१०१", "101"), ("۹۹۹", "999"),
        # Romanian with a cedilla, a comma or neither; Portuguese and Spanish without accents.
        ("poliţie", "poliție"), ("politie", "poliție"), ("şcoală", "școală"), ("SCOALA", "școală"),
        ("nino", "niño"), ("criancas", "crianças"), ("proteccion", "protección"), ("mae", "mãe"),
    ],
)  # fmt: skip
def test_spellings_that_keyboards_give_are_one_word(typed: str, meant: str) -> None:
    """Whoever types as their phone does finds what we wrote."""
    for form in ("NFC", "NFD"):
        assert fold(unicodedata.normalize(form, typed)) == fold(meant)
    entry = Entry(UnitKey(), meant, "", meant)
    assert Index((entry,)).find(fold(typed))[0] == [entry]


def test_a_word_is_not_cut_at_its_vowels() -> None:
    """Signs of vowels are no space, a danda is one."""
    assert len(words_of("नेपाली बालबालिका।पुलिस")) == 3
    assert len(words_of("ਬੱਚਿਆਂ ਦੀ ਸੁਰੱਖਿਆ।")) == 3


@pytest.mark.parametrize("phrase", ["ਮਾਰ*", "ਡਰ ਲੱਗ*", "कुट्*", "मलाई डर", "पिट्‍यो", "\u2620"])
def test_needs_may_be_said_in_every_script(phrase: str) -> None:
    """What a child types in their own letters leads to help."""
    assert PHRASE.fullmatch(phrase)


@pytest.mark.parametrize(
    ("tag", "names"),
    [
        ("ro", ["abuz", "ăla", "âna", "copil", "școală", "tată", "țară", "zi"]),
        ("es", ["casa", "menor", "niño", "noche", "ñame", "oficina"]),
        ("pt", ["abuso", "ação", "criança", "Escola", "mãe", "polícia"]),
        ("pa", ["ਉਮਰ", "ਅਫ਼ਸਰ", "ਇਲਾਕਾ", "ਸਕੂਲ", "ਸ਼ਬਦ", "ਹਿੰਸਾ", "ਕੰਮ", "ਘਰ", "ਪੁਲਿਸ", "ਬੱਚਾ", "ਵਕੀਲ"]),
        ("ne", ["अधिकारी", "कक्षा", "काम", "कुरा", "क्षमता", "खतरा", "घर", "बच्चा", "हिंसा"]),
    ],
)  # fmt: skip
def test_a_list_is_sorted_as_its_readers_look_for_words(tag: str, names: list[str]) -> None:
    """Ñ follows N, ț follows T; in Gurmukhi ਸ and ਹ come before ਕ; a conjunct ends its letter."""
    assert sorted(reversed(names), key=lambda name: in_order(KNOWN[tag], name)) == names


@pytest.mark.parametrize("language", KNOWN.values(), ids=KNOWN)
def test_dates_have_the_digits_that_people_here_dial(language: Language) -> None:
    """0 to 9 and the year of this country, in every language."""
    for written in (format_day("2023-11-08", language), format_day("2023-11", language)):
        figures = [figure for figure in written if figure.isdecimal()]
        assert set(figures) <= set("0123456789")
        assert "2023" in written


def test_lists_and_months_are_written_as_the_language_writes_them() -> None:
    """By CLDR, with the space that its Nepali commas lack."""
    assert join_list(["A", "B", "C"], NE) == "A, B र C"
    assert join_list(["A", "B", "C", "D"], NE) == "A, B, C र D"
    assert join_list(["A", "B", "C"], PA) == "A, B ਅਤੇ C"
    assert join_list(["A", "B"], NE) == "A र B"
    assert (join_list(["A"], NE), join_list([], NE)) == ("A", "")
    assert format_day("2023-11", KNOWN["pl"]) == "listopad 2023"
    assert format_day("2023-11", KNOWN["pt"]) == "novembro de 2023"
    assert format_day(date(2023, 11, 8), NE) == "2023 नोभेम्बर 8"


@pytest.mark.parametrize(
    ("language", "english", "translation"),
    [
        (PA, "Call 999.", "999 ਤੇ ਫ਼ੋਨ ਕਰੋ।"), (NE, "Call 999.", "999 मा फोन गर्नुहोस्।"),
        (NE, "It was seen.", "त्यो देखियो गर्‍यो।"),
        (NE, "On 8 November 2023.", "8 नोभेम्बर 2023 मा।"),
        (NE, "On 8 November 2023.", "2023 नोभेम्बर 8 मा।"),
        (KNOWN["es"], "On 8 November 2023.", "El 8 de noviembre de 2023."),
        (KNOWN["pt"], "In November 2023.", "Em novembro de 2023."),
        (KNOWN["pt"], "It says “no.”", "Diz «não.»"),
    ],
)  # fmt: skip
def test_good_sentences_are_not_refused(language: Language, english: str, translation: str) -> None:
    """Checks cry no wolf in a script that they did not grow up with."""
    assert wrong_with(english, unicodedata.normalize("NFC", translation), rules(language)) == ()


@pytest.mark.parametrize(
    ("english", "translation", "says"),
    [
        ("On 8 November 2023.", "2023 नोभेम्बर 9 मा।", "date"),
        ("In May 2023.", "2023 मा।", "the date May 2023;"), ("Call 999.", "९९९ मा।", "digit"),
        ("It was seen.", "त्यो देखियो", "ends"), ("Call 999.", "फोन गर्नुहोस्: 999।", "looks like"),
    ],
)  # fmt: skip
def test_bad_sentences_are_still_found(english: str, translation: str, says: str) -> None:
    """Another day, another script's digits, no danda, and one that lengthens a number."""
    assert any(says in fault for fault in wrong_with(english, translation, rules(NE)))


def test_a_number_is_pressed_though_a_word_is_written_on_to_it() -> None:
    """Nepali and Panjabi write postpositions without a space."""
    marked = FixedText(["999", "0808 800 5000"], [], [], NE).mark("999मा वा 0808 800 5000मा फोन")
    assert re.findall('href="tel:([0-9]+)"', marked) == ["999", "08088005000"]


def test_files_are_written_in_one_form_of_unicode(tmp_path: Path) -> None:
    """A dot below may be typed in two ways; files keep one."""
    from babel.messages.catalog import Catalog

    from webapp.workbench import extraction

    made = Catalog("pa")
    made.add("word", "\u0a36ਬਦ")
    extraction.write(made, tmp_path, PA)
    written = next(tmp_path.rglob("*.po")).read_text()
    assert "\u0a38\u0a3cਬਦ" in written


CSS = "\n".join((ROOT / f"static/css/{name}.css").read_text() for name in ("scripts", "site"))


@pytest.mark.parametrize(
    "tag", [tag for tag, language in KNOWN.items() if language.script != "Latn"]
)
def test_each_script_has_its_own_size_and_height_of_lines(tag: str) -> None:
    """What stands above and below a line has room, on pages and where a name stands alone."""
    size, height = re.findall(rf"html:lang\({tag}\) {{ font: (\d+)%/([\d.]+)", CSS)[0]
    assert int(size) > 112
    assert float(height) >= 1.75
    rule = rf'\[lang="{tag}"\] {{ font-family: var\(--\w+\); line-height: [\d.]+; }}'
    assert re.search(rule, CSS)


def test_no_script_is_spaced_slanted_or_set_in_capitals() -> None:
    """Letters that are joined stay joined, and signs stand where they belong."""
    assert not re.search("letter-spacing|italic|oblique|uppercase|small-caps", CSS)


# What a rule for one language or direction may set. Contrast is asked in a few languages only
# (browser/kinds.py): a property that changes what lies on or behind text would break that.
PLAIN = re.compile(
    "--(tight|snug|low)|(font|hyphens|padding)(-.+)?|line-height|text-wrap|justify-content|transform"
    "|-webkit-hyphens|(-webkit-)?box-decoration-break"
)
OF_ONE = re.compile(r":lang\(|\[(lang|hreflang|dir)\b|:dir\(")


def test_no_language_and_no_direction_has_colours_of_its_own() -> None:
    """Contrast that is enough in English and in one translation is enough in all."""
    rules = []
    for sheet in sorted((ROOT / "static/css").glob("*.css")):
        text = re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.DOTALL)
        for named, body in re.findall(r"([^{}]+)\{([^{}]*)\}", text):
            if OF_ONE.search(named):
                rules.append(named)
                names = [line.partition(":")[0].strip() for line in body.split(";")]
                strange = [name for name in names if name and not PLAIN.fullmatch(name)]
                assert not strange, (sheet.name, named, strange)
    assert len(rules) > 30
    for template in (ROOT / "webapp/templates").rglob("*.html"):
        found = re.search(r"<style(?!>{{ embed_style)|style=", template.read_text())
        assert not found, template


def test_fonts_are_named_that_phones_and_computers_have() -> None:
    """Android, iOS and Windows each have one of them."""
    for script, names in (
        ("gurmukhi", ("Noto Sans Gurmukhi", "Gurmukhi MN", "Nirmala UI", "Raavi")),
        ("devanagari", ("Noto Sans Devanagari", "Kohinoor Devanagari", "Nirmala UI", "Mangal")),
    ):
        (stack,) = re.findall(rf"--{script}: ([^;]+);", CSS)
        assert all(name in stack for name in names)


def test_how_many_people_a_language_reaches_is_what_the_census_counted() -> None:
    """Each number of the table of languages stands in the fact that its page cites."""
    (fact,) = [entry for entry in real().facts if entry.id == "main-languages"]
    for language in KNOWN.values():
        if language.people:
            pattern = rf"{language.people:,} (?:is )?{language.english_name}"
            assert re.search(pattern, fact.statement), language.tag
    assert format_number(35303, NE) == "35,303"
    assert format_number(35303, KNOWN["es"]) == "35.303"
