"""Who types only what is seen, without a word for anybody, finds numbers first."""

from __future__ import annotations

import pytest
from flask import Flask
from house import telephone_links
from test_words_of_need import found, results


@pytest.mark.parametrize(
    ("tag", "typed"),
    [("en", ["seizure", "fell out of window", "child on motorway", "turned blue", "caned",
             "carbon monoxide", "soap in mouth", "thinspo", "falsely accused", "no dinner",
             "child taken out of country", "friend cuts", "late period", "idk wat 2 do", "edt",
             "teacher messaging pupil", "child not collected", "girls in and out of house",
             "mydadhitsme", "iwanttodie", "someonetouchedme", "imscared", "pressured into it",
             "waters broke", "no further action", "bigger boys",
             "\U0001f198", "\U0001f62d\U0001f62d", "\U0001f52a", "\U0001f494"]),
     ("pl", ["dziecko ma drgawki", "wypadł z okna", "kijem", "klęczenie na grochu", "przemyt",
             "tatamniebije", "dziecko na ulicy",
             "chce zasnac i sie nie obudzic", "fałszywie oskarżony"]),
     ("ro", ["convulsii", "a cazut pe geam", "n-a venit acasa", "a dus copilul in romania",
             "sta in genunchi", "acuzat pe nedrept", "bordel", "tatamabate"]),
     ("pa", ["ਦੌਰਾ ਪੈ ਗਿਆ", "ਬਾਰੀ ਤੋਂ ਡਿੱਗ ਗਿਆ", "ਚੱਪਲ", "bari ton digg gaya", "baanh katti",
             "jutti naal", "mainukutda"]),
     ("ur", ["دورہ پڑ گیا", "بچہ سڑک پر", "چپل", "بچہ سکول سے نہیں آیا", "khirki se gir gaya",
             "koi hai", "murgha banaya", "mujhebachao", "dost"]),
     ("pt", ["convulsao", "caiu da janela", "criança na estrada", "de joelhos",
             "nao como ha dias", "acusado injustamente", "tenhomedo", "arquivaram o caso"]),
     ("es", ["convulsiones", "se cayo por la ventana", "niño en la carretera", "de rodillas",
             "vomito lo que como", "olor a gas", "mipapamepega", "amiga"]),
     ("ne", ["झ्यालबाट खस्यो", "बच्चा सडकमा", "चप्पल", "टुहुरो", "बच्चालाई नेपाल लग्यो",
             "jhyal bata khasyo", "dori le badhyo", "malaikutcha", "साथी"])],
)  # fmt: skip
def test_what_is_seen_leads_to_numbers_first(app: Flask, tag: str, typed: list[str]) -> None:
    """A fit, a fall, a child in the road, words run together, an emoji (SOS, crying, a knife, a
    broken heart): lists of findings, or nothing, answered these."""
    for query in typed:
        page = results(app, tag, query)
        assert found(page)[0].startswith(f"/{tag}/help/#"), query
        assert "999" in telephone_links(page.with_id("results")), query


@pytest.mark.parametrize(
    ("tag", "part", "typed"),
    [("en", "now", ["i want to die since my mum died", "im fat and ugly i want to die",
                    "overwhelmed suicidal", "forced into marriage", "telegram suicide",
                    "i am getting divorced he watches my phone", "i want to die \U0001f62d",
                    "he controls my phone \U0001f62d", "forced marriage \U0001f494"]),
     ("en", "missing", ["my autistic son has gone missing", "idk if my friend is missing",
                        "girl from hostel missing", "she ran away \U0001f62d"]),
     ("en", "deaf", ["autistic sign language", "i cant hear \U0001f622"]),
     ("en", "cannot-speak", ["i am autistic and cant speak", "i cant speak \U0001f622"]),
     ("es", "now", ["gorda quiero morir"]), ("es", "missing", ["mi hijo autista ha desaparecido"]),
     ("pl", "now", ["jestem gruba chcę umrzeć"]), ("pl", "missing", ["adoptowana córka zaginęła"]),
     ("ro", "now", ["sunt grasă vreau să mor"]), ("ro", "missing", ["copil bolnav dispărut"]),
     ("pt", "missing", ["filha doente desapareceu"]), ("ur", "missing", ["بیمار بچہ لاپتہ"]),
     ("pa", "missing", ["bimar puttar gum ho gaya"]), ("ne", "missing", ["बिरामी छोरा हरायो"])],
)  # fmt: skip
def test_a_mood_or_circumstance_outranks_no_need(
    app: Flask, tag: str, part: str, typed: list[str]
) -> None:
    """Being fat, ill, bereaved or in tears comes behind wanting to die, and a missing child."""
    for query in typed:
        assert found(results(app, tag, query))[0] == f"/{tag}/help/#{part}", query
