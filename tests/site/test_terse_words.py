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
