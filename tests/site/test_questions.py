"""Ordinary questions of parents, young people and staff find their page among the first three."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from test_words_of_need import found, search

QUESTIONS = {
    "": ["how many cases were looked at", "when was the inspection", "who inspected the police",
         "how many cases were inadequate", "how were the cases graded", "who checks the police"],
    "about/": ["who made this website", "who pays for this site", "contact the authors"],
    "accessibility/": ["large print", "accessibility statement"],
    "data/": ["download data", "quote roy wilsher", "api"],
    "findings/": ["what is going well", "what must get better", "what went wrong"],
    "findings/governance/": ["dashboards"],
    "findings/missing-children/": ["what did the inspectors say about missing children"],
    "findings/neglect/": ["what is neglect"],
    "findings/visits-to-sex-offenders/": ["late visits", "sex offenders visits late"],
    "findings/committed-staff/": ["training of officers"],
    "handout/": ["leaflet for parents evening", "print", "flyer"],
    "help/#areas": ["evenings and weekends number", "out of hours social worker"],
    "help/#complaint": ["how do i complain"],
    "help/#contact-with-a-child": ["sarahs law"],
    "help/#language": ["interpreter"],
    "help/card/": ["show a card at the school office", "print the card"],
    "help/milton-keynes/": ["milton keynes childrens services"],
    "help/oxfordshire/": ["oxford social services"],
    "help/reading/": ["reading council number"],
    "help/slough/": ["contact in Slough", "he hits me, I live in Slough", "schools in slough"],
    "help/windsor-and-maidenhead/": ["who to call in Windsor"],
    "languages/": ["is the translation checked", "urdu", "polish"],
    "next/": ["what happens next", "has anything changed since the report", "is it still bad",
              "deadline for recommendations", "what did the police say", "sample",
              "how were the 70 chosen"],
    "offline/": ["save this page offline", "read without internet", "use without data"],
    "partners/": ["housing officer", "landlord", "receptionist", "prison officer", "firefighter"],
    "partners/councillors/": ["councillor questions", "LSCP", "safeguarding board"],
    "partners/embed/": ["newsletter", "intranet", "communications officer"],
    "partners/figures/": ["researcher", "university"],
    "partners/health/": ["paramedic", "practice nurse", "GP receptionist"],
    "partners/schools/": ["briefing for schools", "teaching assistant", "school secretary"],
    "partners/social-care/": ["adoption team"],
    "partners/voluntary/": ["gurdwara", "temple", "synagogue", "youth club"],
    "privacy/": ["is this site private", "cookies"],
    "simple/": ["easy read", "picture version"],
    "sources/": ["full report"],
    "words/#child-protection-plan": ["child protection plan"],
    "words/#hmicfrs": ["what is HMICFRS"],
    "words/#inadequate": ["what does inadequate mean"],
    "words/#mash": ["MASH", "what does mash stand for"],
    "words/#vulnerable": ["what does vulnerable mean"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("question", "page"), [(asked, page) for page, all in QUESTIONS.items() for asked in all]
)
def test_a_question_finds_its_page(client: FlaskClient, question: str, page: str) -> None:
    """Whoever asks in a sentence, with the name of a word or a place in it, need not look on."""
    assert f"/en/{page}" in found(search(client, question))[:3]
