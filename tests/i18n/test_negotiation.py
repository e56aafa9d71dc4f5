"""Which language a browser's wishes lead to."""

from __future__ import annotations

import pytest
from house import LANGUAGES

from webapp.i18n.languages import SOURCE, Language, negotiate

OFFERED = tuple(LANGUAGES.values())
MORE = tuple(
    Language(tag=tag, own_name=tag, english_name=tag)
    for tag in ("en", "pl", "pa", "pt", "zh-Hant", "zh")
)


@pytest.mark.parametrize(
    ("accepted", "tag"),
    [
        # As phones send them.
        ("pl-PL,en-US;q=0.7,en;q=0.3", "pl"), ("pl-PL,pl;q=0.9,en-US;q=0.8,en;q=0.7", "pl"),
        ("ur-PK,en-GB;q=0.9,en;q=0.8", "ur"), ("ur-PK", "ur"), ("ur-Arab-PK", "ur"),
        ("en-GB,pl;q=0.9", "en"), ("en-US,en;q=0.9", "en"), ("pl_PL", "pl"), ("PL_pl", "pl"),
        ("ur-IN-u-nu-latn,en", "ur"), ("pl-x-private", "pl"),
        ("ro-MD", "ro"), ("mo", "ro"), ("es-419", "es"), ("es-MX,es;q=0.9", "es"), ("ca", "es"),
        ("pt-BR,pt;q=0.9", "pt"), ("ne-NP", "ne"), ("new,hi;q=0.9", "ne"), ("ur-Latn", "ur"),
        # Panjabi in Arabic letters: its readers cannot read Gurmukhi, and learnt Urdu at school.
        ("pa-IN,pa;q=0.9", "pa"), ("pa-Guru-PK", "pa"), ("pa-Arab-PK,pa;q=0.9,en;q=0.8", "ur"),
        ("pa-PK,pa;q=0.9", "ur"), ("pa-Arab", "ur"), ("pnb", "ur"), ("skr-PK,en;q=0.5", "ur"),
        ("PA_pk", "ur"), ("phr,en;q=0.9", "ur"), ("en-GB,pa-PK;q=0.8", "en"),
        ("pa-PK,ur;q=0,en;q=0.5", "pa"), ("pnb,ur;q=0,en;q=0.5", "en"),
        # Neighbours whom we do not serve.
        ("hi-IN,hi;q=0.9,en;q=0.5", "en"), ("bn", "en"), ("zh", "en"), ("sr-Latn", "en"),
        # In order of weight, ties in their own order.
        ("de,pl;q=0.3", "pl"), ("en;q=0.3,pl;q=0.4", "pl"), ("en;q=0.001,pl;q=0.0001", "en"),
        ("pl,ur", "pl"), ("ur,pl", "ur"), ("ur;q=0.5,pl;q=0.5,en;q=0.5", "ur"),
        ("en;q=0.,pl;q=1.0", "pl"),
        ("pl;q=0.5,pl;q=0.2,en;q=0.3", "pl"),
        # A wish that is more exact does not beat a heavier one.
        ("en;q=0.8, pl-PL;q=0.7", "en"), ("de-DE, pl-PL;q=0.9, en;q=0.8", "pl"),
        # Whatever the case and the spaces.
        ("PL-pl", "pl"), ("UR", "ur"), (" pl ; q = 0.9 , en ; q = 0.1 ", "pl"), ("pl;Q=1", "pl"),
        ("\tpl", "pl"),
        # A star names no language.
        ("*", "en"), ("*,pl;q=0.5", "pl"), ("de,*;q=0.5", "en"), ("*;q=0.1,ur;q=0.1", "ur"),
        # Weight 0 refuses.
        ("pl;q=0", "en"), ("pl;q=0, *", "en"), ("pl;q=0,en", "en"), ("pl;q=0.000,ur", "ur"),
        ("en;q=0", "pl"), ("en;q=0,*", "pl"), ("en;q=0,pl;q=0,ro;q=0,pa;q=0", "ur"),
        ("pl-PL,pl;q=0,en;q=0.1", "en"),
        ("pl-PL;q=0,pl", "pl"), ("en-GB;q=0", "en"), ("*;q=0", "en"), ("*;q=0,ur;q=0.1", "ur"),
        ("*;q=0,de", "en"), ("en;q=0,pl;q=0,ro;q=0,pa;q=0,ur;q=0,pt;q=0,es;q=0,ne;q=0", "en"),
        # Nonsense is passed over, what stands beside it is not.
        ("", "en"), (",,,", "en"), (";;;", "en"), ("q=1", "en"), ("pl;q=x,ur", "ur"),
        ("pl;q=2,ur;q=0.1", "ur"), ("pl;q=-1,ur", "ur"), ("pl;q=1.1", "en"), ("pl;q=nan,ur", "ur"),
        ("pl;q=inf,ur", "ur"), ("pl;q=1e-1,ur;q=0.1", "ur"), 
        ("pl;level=1,ur", "ur"), ("-pl,ur", "ur"), ("p l,ur", "ur"),
        ("<b>,ur", "ur"), ("../../etc/passwd", "en"), ("pl\r\nur", "en"), ("pl\x00", "en"),
        ("plx", "en"), ("p", "en"),
        ("english", "en"), ("en-", "en"), ("12", "en"), ("i-klingon", "en"),
        ("polskipolski-PL,ur", "ur"),
        # No letters of another script: not a wide P, not a dotless I.
        ("ｐｌ,ur", "ur"), ("اردو", "en"),
        ("\xff\xfe,pl", "pl"), ("ſ,pl", "pl"),
    ],
)  # fmt: skip
def test_a_browser_s_wishes_lead_to_the_best_language(accepted: str, tag: str) -> None:
    """Whatever a phone says of its languages, its reader gets a page that they can read."""
    assert negotiate(accepted, OFFERED).tag == tag


@pytest.mark.parametrize(
    ("accepted", "tag"),
    [
        ("zh-Hant-TW", "zh-Hant"), ("zh-hant", "zh-Hant"), ("zh-TW", "zh"), ("zh-Hans-CN", "zh"),
        ("pa-Guru-IN", "pa"), ("pt-BR,pt;q=0.9", "pt"), ("pt-BR;q=0.5,pa;q=0.6", "pa"),
        ("zh-Hant, zh;q=0", "zh-Hant"), ("zh;q=0", "en"), ("zh-Hant-TW, zh-Hant;q=0", "zh"),
        ("zh-Hant-TW, zh;q=0, pa;q=0.1", "pa"),
    ],
)  # fmt: skip
def test_languages_with_a_script_are_found_by_their_shorter_forms(accepted: str, tag: str) -> None:
    """Language and script come before the language alone (RFC 4647, lookup)."""
    assert negotiate(accepted, MORE).tag == tag


@pytest.mark.parametrize(
    "accepted",
    ["a" * 10_000, "pl" * 5_000, "a-" * 5_000 + "b", "-" * 10_000, ";q=" * 3_333, "\t" * 10_000,
     ",".join(["en"] * 3_333), "é" * 10_000, "pl;q=0." + "0" * 10_000 + "1x", "*" * 10_000],
    ids=lambda header: ascii(header[:8]),
)  # fmt: skip
def test_ten_thousand_letters_are_answered_in_english(accepted: str) -> None:
    """A header that no browser sends is no fault of the reader's."""
    assert negotiate(accepted, OFFERED) == SOURCE
    assert negotiate(f"{accepted},ur;q=0.9", OFFERED).tag in ("en", "ur")
