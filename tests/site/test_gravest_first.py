"""Of several needs in one cry, the first result is the one that cannot wait."""

from __future__ import annotations

import pytest
from flask import Flask
from house import telephone_links
from test_words_of_need import found, results

# What people type on a phone, misspelt or in Latin letters -> the part of help that must be first.
FIRST = {
    "en": {
        "now": ["labour pains", "contractions started", "she drank antifreeze", "moving mad at mum",
                "vpn so he cant see", "he put parental controls on my phone"],
        "missing": ["drunk daughter ran away", "my son ran away again",
                    "13 year old not come home met a man online",
                    "daughter vanished touched by uncle", "son missing from care cannabis"],
        "worried": ["man touched my daughter and ran away", "my kid ran off with an older guy",
                    "my son hasnt been back to school since teacher touched him"],
        "cannot-speak": ["cant talk he will hear me", "dont want him to hear me"],
        "deaf": ["cant hear", "i cannot hear the phone", "dont hear well"],
    },
    "pl": {
        "missing": ["głodna córka uciekła", "syn nie wrócił pijany"],
        "cannot-speak": ["nie moge mowic bo slyszy"], "deaf": ["nie słyszę"],
    },
    "ro": {
        "now": ["vine cu toporu", "m-a caftit", "mi-a spart buza", "m-am saturat de tot",
                "a baut detergent", "vor sa ma marite", "a aruncat cu apa fierbinte"],
        "missing": ["fata beata a fugit", "baiatul n-a ajuns la scoala"],
        "worried": ["n-avem ce manca"], "deaf": ["nu aude"],
    },
    "pt": {
        "now": ["levei uma coça", "bebeu lixivia", "não faz sentido viver", "fui vendida",
                "vai cortar a menina", "pos uma app no meu telefone"],
        "missing": ["a minha filha nao voltou pra casa", "filha bebada fugiu"],
    },
    "es": {
        "now": ["tumbando la puerta", "tomo cloro", "no le veo sentido a nada", "me jalonea",
                "le van a cortar a la niña", "se metieron a la casa", "me madrea"],
        "missing": ["hija borracha se escapó", "se robaron a mi hija"],
        "cannot-speak": ["no puedo hablar porque me oye"], "deaf": ["no oye"],
    },
    "ur": {
        "now": ["darwaza tor raha hai", "istri se jala dia", "jine ki khwahish nahi",
                "kalai kaat li", "garm pani phenka", "kam umri ki shadi", "jaldi aao"],
        "missing": ["bacha gum hogaya", "meri beti ghar nai ai", "larki bhag gai kisi k sath",
                    "potti ko koi utha k le gaya"],
        "cannot-speak": ["bol nahi sakti wo sun lega", "میں بول نہیں سکتی وہ سن لے گا"],
        "worried": ["bachay bhooky hain", "2 din se kuch nai khaya"], "deaf": ["سن نہیں سکتا"],
    },
    "pa": {
        "now": ["ਕਹਿੰਦਾ ਵੱਢ ਦੂੰ", "kehnda vadd du", "ਦਰਵਾਜ਼ਾ ਭੰਨ ਰਿਹਾ", "chheti aao", "waal patt ditte",
                "ਬੱਚੇ ਨੇ ਦਵਾਈ ਪੀ ਲਈ", "mar jaan nu jee karda", "hor nahi jeen hunda",
                "ਆਪਣੇ ਆਪ ਨੂੰ ਖਤਮ", "ਨਹਿਰ ਚ ਛਾਲ", "khandaan di naak katt gayi", "ਤੇਜ਼ਾਬ ਸੁੱਟ ਦੂੰ",
                "ਬੱਚਾ ਨੀਲਾ ਹੋ ਗਿਆ", "ਪਿਓ ਸ਼ਰਾਬ ਪੀ ਕੇ ਮਾਂ ਨੂੰ ਕੁੱਟਦੈ", "کڑی نوں کٹدے نیں", "مرن نوں جی کردا"],
        "missing": ["ਮੇਰੀ ਕੁੜੀ ਸਵੇਰ ਦੀ ਗਈ ਨਹੀਂ ਆਈ", "oh bacheyan nu india lai gaya",
                    "kudi nu koi le gaya", "دھی گھر نئیں آئی"],
        "cannot-speak": ["bol ni sakdi", "ਗੱਲ ਨਹੀਂ ਕਰ ਸਕਦੀ ਉਹ ਸੁਣ ਲਊ"],
        "worried": ["ghar to kadd ditta", "kudi nu hath la ke bhajj gaya",
                    "ਪਜਾਮਾ ਲਾਹਿਆ", "susu wali jagah te hath laya",
                    "چاچا مینوں ہتھ لاندا اے", "kapde badaldi di video banai"],
        "deaf": ["ਮੈਂ ਸੁਣ ਨਹੀਂ ਸਕਦਾ", "main bola haan"], "language": ["english ghat aundi"],
    },
    "ne": {
        "now": ["katidinchu vanxa", "काटिदिन्छु भन्छ", "ढोका फोड्दैछ", "ghanti nimothyo",
                "लौराले हिर्कायो", "dai le malai hirkayo", "panyu le hanin", "म बाँच्दिन अब",
                "marihalchu", "paso lagayo",
                "घाँटीमा केही अड्कियो", "तेजाब छ्यापिदिन्छु", "nani lai jor le hallayo",
                "अर्को जातको केटा मन पराएँ मार्छन्", "restaurant ma kam lagauxa paisa didaina"],
        "missing": ["keta sanga vagi", "बच्चा भेटिरहेको छैन", "chora school bata aako xaina",
                    "xori sampark ma chaina", "bacha vetiyena", "bahini school gayeki farkina"],
        "worried": ["xori lai kasaile chhoyo ra bhagyo",
                    "घरमा खान केही छैन", "bacha haru bhokai chan", "नुहाएको भिडियो खिच्यो",
                    "ghar bata nikalidiyo", "पाइन्ट खोलिदियो"],
    },
}  # fmt: skip


@pytest.mark.parametrize(
    ("tag", "part", "typed"),
    [(tag, part, typed) for tag, parts in FIRST.items() for part, queries in parts.items()
     for typed in queries],
    ids=ascii,
)  # fmt: skip
def test_what_cannot_wait_comes_first(app: Flask, tag: str, part: str, typed: str) -> None:
    """“I cannot talk, he will hear me” led to sign language, a hungry child before a missing one;
    in Panjabi and Nepali in Latin letters much was not heard at all.
    """
    page = results(app, tag, typed)
    assert found(page)[0] == f"/{tag}/help/#{part}"
    assert part == "deaf" or "999" in telephone_links(page.with_id("results"))
