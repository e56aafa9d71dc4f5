"""Words of need lead to help first, and words of work to where work goes on."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from house import TAGS, Page, parse, read, telephone_links, with_class, words

from webapp.site.search import fold


def search(client: FlaskClient, query: str) -> Page:
    """Search in English as the form does."""
    answer = client.get("/en/search/", query_string={"q": query})
    assert answer.status_code == 200
    return Page("/en/search/", answer.text, parse(answer.text))


def results(app: Flask, tag: str, query: str) -> Page:
    """Search in a language."""
    return read(app, f"/{tag}/search/?q={quote(query)}")


def found(page: Page) -> list[str]:
    """Return where the results lead, best first."""
    lists = with_class(page.root, "results")
    return [link.get("href", "") for listing in lists for link in listing.iter() if link.tag == "a"]


# What people type who need help -> the part of help that must come first.
NEEDS = {
    "en": {
        "now": ["hit", "HIT!", "hits me", "hurt", "beaten", "violence", "abuse", "abused",
                "bruises", "plan to leave", "trap house", "incognito", "not allowed out",
                "my dad hits me", "me hits dad", "someone hurts me", "emergency", "danger", "help",
                "police", "unsafe", "kill myself", "suicide", "self harm", "self-harm",
                "wants to die", "domestic", "stalking", "forced marriage", "FGM", "county lines",
                "he watches my phone", "my husband's shouting", "domestic abuse", "nowhere to go",
                "I don't feel safe", "he will kill me", "baby not breathing",
                "he won't let me leave", "my parents are fighting", "child has a black eye",
                "116 123", "hlep", "9 9 9", "9-9-9", "triple 9", "cyberbullying", "cunch"],
        "worried": ["scared", "afraid", "frightened", "touched", "touching", "grooming", "groomed",
                    "rape", "sexual", "nudes", "sextortion", "online", "neglected", "hungry",
                    "threats", "exploitation", "leaked photos", "deepfake", "refugee child",
                    "ceop", "talk to somebody", "care order", "no electricity",
                    "strange man outside school", "phone number", "telephone", "call",
                    "who to call", "childline", "nspcc", "report abuse online",
                    "i'm scared of him", "scraed of grooming", "my stepdad", "eleven 0800",
                    "he comes into my room", "she makes me do things",
                    "will they take my children", "a man in a car offered him sweets",
                    "dad", "uncle", "next door", "who can I tell", "is anyone there", "0800-1111",
                    "nightmares", "will I be taken away", "send pics", "r4ped", "alone",
                    "meet older guy", "not allowed to school", "im in care"],
        "deaf": ["sign language", "language of signs sign", "deaf", "Deaf!", "bsl",
                 "hard of hearing", "text number", "text the police"],
        "language": ["interpreter", "I don't speak English", "tamil", "ukrainian", "polski"],
        "missing": ["missing", "run away", "she ran away", "my child is missing",
                    "child not back from school", "she didn't come back last night"],
        "cannot-speak": ["can't speak", "cannot talk", "press fifty five"],
        "complaint": ["complain", "police did not call back", "officer was rude",
                      "still waiting for police"],
    },
    "pl": {
        "complaint": ["policjant mnie obraził"],
        "now": ["tnie sobie ręce", "mam dosc", "bije", "biją", "BIJA", "bił", "bil", "bicie",
                "mąż mnie bije", "maz mnie bije", "pomoc", "pomocy!", "pomóżcie", "przemoc",
                "policja", "samobójstwo", "niebezpieczeństwo", "on mnie zabije",
                "nie mam gdzie iść", "zabrał mi paszport", "nie czuje sie bezpiecznie",
                "niebieska linia", "trzy dziewiątki"],
        "worried": ["strach", "straszy mnie", "dotyka", "dotykal", "molestowanie", "gwałt",
                    "głodny", "glodna", "wchodzi do mojego pokoju", "wykozystywanie",
                    "zaniedbanie", "corka pisze z obcym w internecie", "numer telefonu", "telefon",
                    "infolinia"],
        "deaf": ["język migowy", "jezyka migowego", "głucha", "niesłyszący", "nieslyszaca"],
        "language": ["tłumacz", "tlumacza", "nie mówię po angielsku"],
        "missing": ["zaginęła", "zaginiecie", "uciekł z domu", "uciekla"],
    },
    "ur": {
        "now": ["مارتا ہے", "ابو مجھے مارتے ہیں", "مدد", "مدد کرو", "تشدد", "خطرہ", "پولیس",
                "خودکشی", "maar", "mujhe maarte hain", "madad", "Madad karo", "bachao",
                "khudkushi", "zulm", "گھریلو تشدد", "زبردستی شادی", "قتل", "jaan se maar dega",
                "باہر نہیں جانے دیتا", "نائن نائن نائن"],
        "worried": ["bachcha", "bacha", "baccha", "bachay", "دهمكي", "ڈر لگتا ہے", "خوف",
                    "dar lagta hai", "جنسی", "بھوکا", "غفلت", "فون نمبر", "نمبر", "ٹیلی فون",
                    "ہیلپ لائن", "وہ مجھے مجبور کرتا ہے"],
        "deaf": ["اشاروں کی زبان", "اشاروں كى زبان", "بہرا", "بهرا", "behra"],
        "language": ["مترجم", "ترجمان", "mutarjim"],
        "missing": ["بچہ واپس نہیں آیا", "pata nahi beti kahan hai", "گمشدہ", "لاپتہ",
                    "بچہ بھاگ گیا", "bhag gaya", "gumshuda", "beti ghar nahi aayi",
                    "beta nahi mila", "bachaa lapataa"],
    },
    # In Latin letters, as phones are typed, each ear spells in its own way.
    "ro": {
        "now": ["ajutor", "ajutati-ma", "sotul ma loveste", "soţul mă loveşte"],
        "worried": ["ma ameninta", "mă ameninţă", "unde pot dormi", "nu am credit"],
        "missing": ["copilul a disparut", "a fugit de acasa"],
        "language": ["traducator"],
    },
    "pa": {
        "now": ["ਮਦਦ", "ਮਦਤ", "madad", "maddad", "madat", "੯੯੯", "ਮੈਨੂੰ ਕੁੱਟਦਾ", "kuttda",
                "kutdaa", "ਨੌਂ ਨੌਂ ਨੌਂ"],
        "worried": ["ਡਰ ਲੱਗਦਾ", "ਚਾਚਾ ਛੂਹਦਾ", "dar lagda", "bachcha", "bacha", "bachche"],
        "missing": ["ਬੱਚਾ ਸਕੂਲ ਤੋਂ ਨਹੀਂ ਆਇਆ", "puttar gum ho gaya", "ਬੱਚਾ ਗੁੰਮ ਗਿਆ",
                    "bachcha guaach gaya"],
    },
    "pt": {
        "now": ["ajuda", "socorro", "apanhar", "apanho em casa", "meu marido me bate"],
        "missing": ["crianca desaparecida", "minha filha sumiu"],
    },
    "es": {
        "now": ["ayuda", "mi marido me pega", "me golpea", "uno cero uno"],
        "missing": ["nino desaparecido", "mi hija no aparece"],
    },
    "ne": {
        "now": ["मद्दत", "कोठामा थुन्छ", "थुन्छ", "maddat", "madat", "madhat", "९९९",
                "कुटपिट", "kutpeet", "हिन्सा", "नौ नौ नौ"],
        "worried": ["डर लाग्छ", "dar lagchha", "daar laagcha", "bachchaa", "यौन सोसण"],
        "missing": ["छोरी स्कुलबाट फर्किएन", "bachcha haraayo", "chhora haraayo", "chori harai",
                    "chhori bhagi", "छोरी भागी", "छोरी हराई"],
    },
}  # fmt: skip


@pytest.mark.parametrize(
    ("tag", "part", "query"),
    [(tag, part, query) for tag, parts in NEEDS.items() for part, queries in parts.items()
     for query in queries],
    ids=ascii,
)  # fmt: skip
def test_words_of_need_lead_to_help_first(app: Flask, tag: str, part: str, query: str) -> None:
    """Who types what happened to them finds help above everything else, never a finding."""
    page = results(app, tag, query)
    assert found(page)[0].startswith(f"/{tag}/help/")
    assert f"/{tag}/help/#{part}" in found(page)
    assert f"/{tag}/help/" in found(page)
    assert words(page.with_id("found")) != "Nothing found"
    if part != "deaf":
        order = list(page.with_id("results").iter())
        calls = [at for at, element in enumerate(order) if element.get("href") == "tel:999"]
        assert calls[0] < next(at for at, element in enumerate(order) if element.tag == "li"
                               and element.get("class") != "contact")  # fmt: skip
    assert not {fold(word) for word in query.split() if len(word) > 5} & {
        fold(word) for word in words(page.one("title")).split()
    }


@pytest.mark.parametrize(
    ("query", "also"),
    [("he watches my phone", "safety/"), ("my phone is watched", "safety/"), ("spyware", "safety/"),
     ("my dad hits me", "young-people/"), ("grooming", "young-people/"), ("Sarah's law",
     "help/#contact-with-a-child"), ("interpreter", "help/card/")],
)  # fmt: skip
def test_words_of_need_lead_to_what_fits_them_too(
    client: FlaskClient, query: str, also: str
) -> None:
    """After help come the pages that were written for just this."""
    assert f"/en/{also}" in found(search(client, query))[:4]


def test_words_of_need_are_listened_to_in_every_language(app: Flask) -> None:
    """Who looks at the English page and types in their own language is not left alone."""
    for typed in ("pomocy", "مدد", "madad", "boję się", "hit"):
        for tag in TAGS:
            page = results(app, tag, typed)
            assert found(page)[0].startswith(f"/{tag}/help/"), (tag, typed)


@pytest.mark.parametrize(
    ("tag", "typed"),
    [("en", ["drowning", "baby swallowed pills", "poisoned", "fire", "nine nine nine", "helllppp",
             "thrown down the stairs", "took loads of paracetamol", "hearing voices", "feds"]),
     ("pl", ["dziewięć dziewięć dziewięć", "rzucił o ścianę", "pali sie",
             "zły partner", "nikt nie odbiera", "alkoholik", "dziecko się topi", "utonął",
             "otruty", "zakrztusil sie", "lodowka pusta", "spimy w samochodzie"]),
     ("ro", ["sar de pe pod", "nu are rost sa traiesc", "s-a inecat", "otrăvit", "nu mancam"]),
     ("pa", ["ਡੁੱਬ ਗਿਆ", "ਘਰ ਇਕੱਲੀ", "kudi bhaj gayi", "goli mar du", "ਕਿਰਪਾਨ",
             "ਅੱਗ ਲੱਗ ਗਈ", "kal ton putt nahi aaya", "kamre ch band"]),
     ("ur", ["آگ لگ گئی", "aag lag gayi", "jeene ka dil nahi karta", "kapray utarne ko kehta",
             "کل سے بیٹا نہیں آیا", "abbu martay hein", "بچہ ڈوب گیا", "زہر", "zehar", "پستول",
             "میں حاملہ ہوں", "gari mein sote hain"]),
     ("pt", ["fogo em casa", "nao vale a pena viver", "afogou", "engasgou", "envenenado",
             "presa em casa", "marcas no corpo da criança"]),
     ("es", ["ayudaaa", "paso algo malo", "se ahogo", "se atragantó", "envenenado", "sin casa"]),
     ("ne", ["आगो लाग्यो", "ghar ma khana xaina", "malai dar lagxa", "xora harayo",
             "marxu vanxa", "सास फेर्दैन", "sas ferdaina", "saas rokiyo", "डुब्यो", "बचाऊ", "एक्लै",
             "mummy le pitnuhuncha", "छोरी घर आइन", "छोरी घर फर्किन", "तस्बिर पठाउन भन्छ",
             "kasailai bhannu", "आफैलाई काट्छु"])],
)  # fmt: skip
def test_who_cannot_breathe_finds_numbers(app: Flask, tag: str, typed: list[str]) -> None:
    """As it is typed in fear, in script or Latin letters, without accents."""
    for query in typed:
        page = results(app, tag, query)
        assert "999" in telephone_links(page.with_id("results")), query


@pytest.mark.parametrize(
    ("tag", "typed"),
    [("en", ["i wish i was dead", "cant do this anymore", "no point in living", "can't cope",
             "dont want to be here", "jump off bridge", "how\u00a0to\tdie\n"]),
     ("pl", ["mam dość życia", "nie daje rady", "nie mam sily"]),
     ("ro", ["nu mai pot"]), ("pa", ["ਥੱਕ ਗਈ"]), ("pt", ["não aguento mais"]),
     ("es", ["no aguanto más"]), ("ne", ["थाकिसकें"]),
     ("ur", ["zindagi se tang", "برداشت نہیں ہوتا"])],
)  # fmt: skip
def test_who_cannot_go_on_finds_numbers_first(app: Flask, tag: str, typed: list[str]) -> None:
    """Despair is seldom called by its name; such words led to findings, or to nothing."""
    for query in typed:
        page = results(app, tag, query)
        assert found(page)[0].startswith(f"/{tag}/help/#"), query
        assert f"/{tag}/help/#now" in found(page)[:4], query
        assert {"999", "08001111"} <= set(telephone_links(page.with_id("results"))), query


def test_whom_one_would_have_to_leave_and_whom_one_would_have_to_tell(client: FlaskClient) -> None:
    """Where to go, what it does to a visa, how to refer a child: no finding answers that."""
    for typed in ("where can i go", "no recourse to public funds", "leave safely", "immigration",
                  "how to refer a child", "mash referral form", "section 47", "neglet", "missng",
                  "voilence", "shoutting", "foster carer", "years ago", "down below",
                  "report a teacher", "taken to Pakistan", "bad mum", "no nappies",
                  "nobody answers", "delete my searches"):  # fmt: skip
        page = search(client, typed)
        assert found(page)[0].startswith("/en/help/#"), typed
        assert "999" in telephone_links(page.with_id("results")), typed


def test_one_word_for_a_person_is_answered(app: Flask) -> None:
    """Who types “dad” and nothing else may not know how to go on."""
    for tag, typed in {"en": "mum", "pl": "wujek", "ro": "tata", "pt": "pai", "es": "hermano",
                       "ur": "abbu", "pa": "bapu", "ne": "काका"}.items():  # fmt: skip
        page = results(app, tag, typed)
        assert found(page)[0].startswith(f"/{tag}/help/#"), (tag, typed)
        assert "999" in telephone_links(page.with_id("results")), (tag, typed)


def test_a_word_of_need_stands_for_no_other_word(client: FlaskClient) -> None:
    """“Scared” is not a slip for “shared”: no finding is shown to who is afraid."""
    assert not [path for path in found(search(client, "scared")) if "/findings/" in path]


def test_who_types_the_name_of_a_finding_gets_it_below_the_numbers(client: FlaskClient) -> None:
    """A partner finds the page that they know; the numbers, and one way to help, stand above it."""
    page = search(client, "missing children")
    assert [words(a) for a in page.with_id("results").iter("a")].count("Who to call and how") == 1
    assert found(page)[:2] == ["/en/findings/missing-children/", "/en/help/#missing"]
    assert "999" in telephone_links(page.with_id("results"))


def test_the_way_to_help_stands_above_every_search(app: Flask) -> None:
    """Found or not, typed or not: who to call is said before all else, outside the swap."""
    for tag in TAGS:
        for query in ("", "?q=", "?q=custody", "?q=qqzzqq", "?q=hit"):
            page = read(app, f"/{tag}/search/{query}")
            order = list(page.one("main").iter())
            links = [element.get("href") for element in order[: order.index(page.one("form"))]]
            assert {"tel:999", f"/{tag}/help/"} <= set(links)


def test_a_pasted_letter_of_need_is_answered(client: FlaskClient) -> None:
    """Of all that happened, the words that matter need not be the first twelve."""
    letter = "yesterday evening we came home from town and then " * 2 + "my father hits me " * 300
    assert found(search(client, letter))[0] == "/en/help/#now"


@pytest.mark.parametrize(
    ("tag", "query", "place"),
    [("en", "governors", "partners/schools/"), ("en", "ofsted", "partners/schools/"),
     ("en", "DSL", "partners/schools/"), ("en", "probation", "partners/youth-justice/"),
     ("en", "scrutiny", "partners/councillors/"), ("en", "councillor", "partners/councillors/"),
     ("en", "panel", "partners/councillors/"), ("en", "PCC", "partners/councillors/"),
     ("en", "trustee", "partners/voluntary/"), ("en", "volunteer", "partners/voluntary/"),
     ("en", "embed", "partners/embed/"), ("en", "widget", "partners/embed/"),
     ("en", "data", "data/"), ("en", "spreadsheet", "data/"), ("en", "quotes", "data/"),
     ("en", "school", "partners/schools/"), ("en", "KCSIE", "partners/schools/"),
     ("en", "word document", "partners/"), ("en", "slides", "partners/"),
     ("es", "informe", "sources/"), ("pl", "wolontariusz", "partners/voluntary/"),
     ("pl", "szkoła", "partners/schools/"), ("ur", "اسکول", "partners/schools/")],
)  # fmt: skip
def test_words_of_staff_lead_to_their_page(app: Flask, tag: str, query: str, place: str) -> None:
    """Who works with families types the words of their work; help still stands above those."""
    page = results(app, tag, query)
    assert found(page)[0] == f"/{tag}/{place}"
    assert "999" not in telephone_links(page.with_id("results"))
    # A word of need, too: help, then the agency's page.
    assert "/en/partners/social-care/" in found(results(app, "en", "LADO"))
    first = found(results(app, tag, f"{query} hit"))
    assert first[0] == f"/{tag}/help/#now"
    assert f"/{tag}/{place}" in first


@pytest.mark.parametrize(
    ("tag", "query", "place"),
    [("en", "glossary", "words/"), ("pl", "slownik", "words/"), ("ur", "رازداری", "privacy/"),
     ("en", "download", "offline/")],
)  # fmt: skip
def test_a_page_is_found_by_another_name(app: Flask, tag: str, query: str, place: str) -> None:
    """What other sites call it is what people type; none of it is shown."""
    assert found(results(app, tag, query))[0] == f"/{tag}/{place}"
