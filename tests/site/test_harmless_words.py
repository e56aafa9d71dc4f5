"""Plainly harmless words bring no help cards, in whatever language they are typed."""

from __future__ import annotations

import pytest
from flask import Flask
from house import telephone_links
from test_words_of_need import found, results, search


@pytest.mark.parametrize(
    ("tag", "typed"),
    [("en", ["policy", "investigation", "children's rights", "treatment", "prison", "department",
             "initiative", "enforcement", "rating", "plans", "contract", "the theatre",
             "hot meals", "book", "spring", "exercise", "younger", "strongly", "primary",
             "compliance", "obligations", "peer review", "breach",
             "premises", "incentive", "caring", "hiring", "pension", "rapper", "terrific",
             "gun dogs", "cutting costs", "greatest hits", "hit songs", "beat the traffic",
             "how to beat eggs", "gun-dog", "police jobs", "missing data", "dog grooming",
             "number of cases", "hindi songs", "fathers day", "father's day", "father’s day",
             "knives out", "uncle buck", "mum in law present", "dads birthday card", "coach trip",
             "an inspector calls quotes", "baby shower gifts", "emergency dentist", "large print",
             "babysitters near me", "run away lyrics", "hungary", "violin lessons",
             "scared of spiders", "cut the grass", "inspection of the police",
             "borders", "latin", "hockey", "hotels near me", "accidental", "painted",
             "road safety for children", "low fat", "evacuation", "kittens",
             "national child protection inspection report", "police training", "content", "formed",
             "kilometres", "air pressure", "\U0001f44d", "\u2764\ufe0f", "\u00a9 \u00ae 21\u00b0",
             "\u2714 done \U0001f49b", "birthday \U0001f381", "\U0001f937\u200d\u2640\ufe0f",
             "railway children", "asset seizure", "in labour market", "grievance procedure",
             "nicolas cage", "men and girls", "hague", "telegram", "friday night football",
             "data not collected", "late 20th century period", "country takes part", "hitmen",
             "excelled", "gauged", "kilmer", "latimer", "lattice", "invested", "bacteria",
             "preston", "heating", "council meeting", "police force", "reset password",
             "parental controls", "screen time guidance", "vpn", "labour party", "labor day",
             "knife crime statistics", "online course", "fire risk assessment", "sex education"]),
     ("pl", ["w Polsce", "po drugie", "długość", "rozwój", "w marcu", "lektura",
             "statystyki policji", "przestrzeń", "jaka", "drogi", "wiersz dla mamy",
             "boję się pająków", "bicie rekordu", "bita smietana", "czasem", "rządem",
             "kto kontroluje policję", "na wszelki wypadek", "bezpieczeństwo dzieci na drodze",
             "pociąg dla dzieci", "klienci", "trawie", "na klatce schodowej",
             "latynizacja", "fotelik dla dziecka w samochodzie", "lekarz", "plakaty", "długie",
             "zatrudnienie", "baterie", "powieść", "kontrola policji", "pasy bezpieczeństwa"]),
     ("ro", ["foarte", "politica", "poziție", "numeroase", "stabilit", "stabilirea", "premiu",
             "inițiativa", "plante", "raport", "tăiere costuri",
             "cadou pentru mama", "frica de inaltime", "bate toba", "evaluare", "soții",
             "criză economică", "bine ai venit acasă", "prieteni", "câștigător", "bacalaureat",
             "vânătoare", "marți", "bandă desenată", "grupa de sânge", "inspecția poliției",
             "poporul", "găsită", "manele noi", "programare pașaport"]),
     ("pt", ["amanhã", "política", "território", "código", "secretária", "França", "prémio",
             "batido de morango", "prenda para a mãe", "medo de alturas", "bater recordes",
             "correu", "joelho", "bairro", "ficção", "vacina", "espinho", "câmara municipal",
             "cinto de segurança", "perdidos e achados", "inspeção da polícia",
             "haverá", "camila", "música brasileira"]),
     ("es", ["suerte", "fuerte", "política", "deporte", "deportivo", "correo", "primaria",
             "territorio", "secretario", "número de casos", "día de la madre", "miedo a volar",
             "silla de coche bebé", "grasa", "azul", "bestia",
             "una sola vez", "seguridad niños calle", "latitudinal", "latifundio", "préstamo",
             "misterio", "traslado", "banda sonora", "vestido de novia", "cita previa",
             "inspección de la policía", "cita", "cita medico", "pozole", "marcan"]),
     ("ne", ["निष्कर्ष", "policy", "छोरीको जन्मदिन", "डर फिल्म", "विशेष",
             "विश्वकप", "buwa ko mukh herne din", "trashed", "प्रहरीको निरीक्षण", "पासपोर्ट फारम",
             "chhutti kahile", "ड्राइभिङ टेस्ट", "paisa pathaune", "sun ko bhau", "nepali gana"]),
     ("pa", ["ਅਗਵਾਈ", "policy", "ਵਿਆਹ ਦੇ ਗੀਤ", "ਮਾਂ ਲਈ ਤੋਹਫ਼ਾ", "ਛੱਕਾ ਮਾਰਨਾ", "viah de geet",
             "ਬੱਚਾ ਹੋਣ ਦੇ ਨਾਤੇ", "ਪੁਲਿਸ ਦੀ ਜਾਂਚ", "ਪੰਜਾਬੀ ਫਿਲਮ", "ਟ੍ਰੈਕਟਰ", "ਪੈਸੇ ਭੇਜਣੇ ਇੰਡੀਆ",
             "punjabi gaane download", "bol mitti deya baweya"]),
     ("ur", ["policy", "امی کے لیے تحفہ", "چھکا مارنا", "abbu ki salgirah", "ڈرائیونگ ٹیسٹ",
             "مسائل پیدا ہونے", "بیلٹ پیپر", "زہرا", "پولیس کا معائنہ", "فون کی قیمت",
             "garmi ki chutti", "کٹی ہوئی", "aap ke sath"])],
)  # fmt: skip
def test_everyday_words_are_not_what_they_only_look_like(
    app: Flask, tag: str, typed: list[str]
) -> None:
    """Found with lists of the most frequent words of each language: “policy” was a slip for
    “police”, “investigation” for “incest”, “deporte” (sport) began like “deportación”.
    """
    for query in typed:
        assert not telephone_links(results(app, tag, query).with_id("results")), query


def test_an_everyday_word_hides_no_need(app: Flask) -> None:
    """Beside a word of need, and on the pages of other languages, all is heard as before."""
    queries = {
        "en": ["police policy he hits me", "treatment after rape", "polise", "gun dogs and a gun",
               "dad hits us to hit songs", "home alone", "razor blades", "kitchen knife",
               "home alone 3 days", "coach films girls changing", "uncle films us",
               "older man gifts", "sex offender visits house", "arm in broken cast",
               "my birthday dad came in", "is this private", "attracted to children",
               "feeling low", "tried to od", "kids left alone again",
               "our caretaker follows pupils", "children on railway", "seizure now",
               "girlfriend in labour", "telegram he sends pictures", "telegram group of men",
               "dog bites kilmer", "child in a cage", "older men and girls", "grieving",
               "men and girls in a flat", "hague convention", "hague my child", "pill",
               "friday night nobody answers", "child not collected", "late period",
               "took him to another country", "hitmen kill", "lost my son", "pupil not picked up",
               "forgot password he changed it", "water bottle thrown", "scarred", "stared at me",
               "child on country road", "child works in chinese takeaway", "needs stitches",
               "missed dentist appointments", "leathering", "ingested bleach",
               "online meeting with a man", "knife", "suicide", "i have no baby clothes",
               "our top secret", "dead end", "mum cant give up alcohol", "tracer on my car",
               "my drink was spiced", "teacher canning me", "i am breeding", "fire door locked",
               "web camera he asks me", "9\ufe0f\u20e3" * 3],
        "ro": ["ma bate foarte tare", "iau copiii", "nu mai fac față cu copilul", "criză",
               "fiica e în criză", "n-a venit acasă", "prietenii mă bat", "m-a bătut cu furtunul",
               "traficul de copii", "camere ascunse", "parintii beau", "a pus camere în dormitor"],
        "pl": ["boję się lekarza", "drugs", "nie radzę sobie z dzieckiem", "ślady po biciu",
               "był wypadek", "dziecko na drodze", "dziecko w samochodzie", "pociąg do dzieci",
               "śpi na klatce schodowej", "trzymają go w klatce", "moi rodzice", "rodzice piją",
               "przestań", "ma długi", "biorę leki", "zaczęła rodzić", "zabójstwo honorowe",
               "kij od szczotki", "nie powiem rodzicom", "poznałam go w gry online"],
        "pt": ["nao gosto da familia de acolhimento", "criança na creche com marcas",
               "crianças na rua", "está encerrada no quarto", "tiro com arma",
               "ouço os pais a discutir"],
        "ur": ["گھر میں کھانے کو کچھ نہیں", "بچہ سنبھالا نہیں جاتا", "kal se kuch nahi khaya",
               "بچہ پیدا ہونے والا ہے", "بیلٹ سے مارا", "qaari ne maara"],
        "pa": ["ਘਰ ਵਿੱਚ ਖਾਣ ਨੂੰ ਕੁਝ ਨਹੀਂ", "ghare lock kita", "ਕੱਲ੍ਹ ਦਾ ਕੁਝ ਨਹੀਂ ਖਾਧਾ", "ਬੱਚਾ ਹੋਣ ਵਾਲਾ"],
        "ne": ["घरमा खानेकुरा छैन", "बच्चालाई जोडले हल्लाएँ", "काकाले फिल्म खिच्छन्", "विष खाएँ",
               "बुबालाई नभन्नु", "laathile kutyo", "latthi", "जाडोको लुगा छैन"],
        "es": ["deportacion de mi madre", "a quien se lo cuento", "revisa celular", "estoy sola",
               "una niña sola", "niños solos en la calle", "golpes de mi padre", "golpe de calor",
               "ojo hinchado", "trabajo obligatorio sin pagar"],
    }  # fmt: skip
    for tag, typed in [(tag, query) for tag, given in queries.items() for query in given]:
        assert telephone_links(results(app, tag, typed).with_id("results")), typed


def test_a_lawyer_has_not_drowned(app: Flask) -> None:
    """Words that lie one letter from a word of need are everyday words."""
    for tag, typed in {"es": "abogado", "ro": "aparat", "pt": "tempo", "pl": "tony"}.items():
        page = results(app, tag, typed)
        assert not telephone_links(page.with_id("results")), typed


def test_ordinary_words_are_no_words_of_need(app: Flask) -> None:
    """Help stands above every search; its cards come where somebody may need them.

    An ordinary word of the page's language is no word of need of another: “on” is Polish for “he”,
    “el” Romanian, “since” as good as Polish for “bruises”, “dar” Urdu for “fear”.
    """
    neutral = {
        "en": ["custody", "governance", "sources", "children", "Oxfordshire", "Reading", "tables",
               "Operation Encompass", "inspection", "briefing", "privacy", "zebrafish",
               "what has changed since", "report on the findings", "young people", "crime figures",
               "how soon", "quality of investigations", "problems found", "policies"],
        "es": ["el informe", "investigaciones", "zona"], "ro": ["dar", "zona", "investigații"],
        "pt": ["crime", "investigações"], "pl": ["przestępstwa", "historii"],
    }  # fmt: skip
    for tag, queries in neutral.items():
        for query in queries:
            assert not telephone_links(results(app, tag, query).with_id("results")), (tag, query)
    # Where the page's language has them not, they are heard.
    for typed in ("on mnie bije", "el ma bate", "dar lagta hai"):
        assert found(search(app.test_client(), typed))[0].startswith("/en/help/#"), typed


def test_a_letter_keeps_its_numbers(app: Flask) -> None:
    """In a letter that somebody pasted, no number is parted for a harmless phrase beside it."""
    letter = "words about nothing much " * 10 + "0800 - 1111"
    assert "08001111" in telephone_links(results(app, "en", letter).with_id("results"))
