"""Every language pack says the same things, in sentences that can be spoken, and finds the facts of a job."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator
from dataclasses import replace

import pytest

from interviews.engine.facts import find_fact
from interviews.engine.languages import LANGUAGES, base_language, language_pack
from interviews.engine.phrases import disclosure, phrase
from interviews.engine.plan import Fact
from interviews.engine.speakable import plain_text
from tests.engine.helpers import PLAN

OTHERS = [language for language in LANGUAGES if language != "en"]
# Values that are hard on grammar: gender markers, a plural, an ampersand, a first letter that elides.
VALUES = [
    {"name": "Ada", "title": "Cook", "company": "Bistro", "minutes": 3},
    {"name": "Zoë", "title": "Pflegefachkraft (m/w/d)", "company": "Spokes & Co", "minutes": 12},
    {"name": "Žofie", "title": "Employé·e de vente", "company": "Les Hôpitaux de Lyon", "minutes": 2},
]
PROMISES = re.compile(
    r"\b(?:you will (?:get|receive|be hired|hear)|we will (?:call|hire|contact)|promise|guarantee\w*"
    r"|sie (?:bekommen|erhalten) |wir melden uns|garant\w*|verspr\w*"
    r"|le llamaremos|recibirá|promet\w*|vous recevrez|nous vous (?:appellerons|contacterons)"
    r"|zavoláme|ozveme se|dostanete|slib\w*|zaruč\w*)",
    re.IGNORECASE,
)


def phrases(language: str) -> Iterator[tuple[str, str]]:
    """Name and wording of every phrase, each wording of those that are used in rotation."""
    for name, text in language_pack(language, "phrases").items():
        yield from ((name, one) for one in (text if isinstance(text, list) else [text]))


def placeholders(text: str) -> set[str]:
    return {field for _, field, _, _ in string.Formatter().parse(text) if field}


@pytest.mark.parametrize("language", OTHERS)
def test_every_pack_has_the_phrases_of_the_english_one_with_the_same_values(language: str) -> None:
    wanted = {(name, frozenset(placeholders(text))) for name, text in phrases("en")}
    assert {(name, frozenset(placeholders(text))) for name, text in phrases(language)} == wanted


@pytest.mark.parametrize("language", OTHERS)
def test_no_phrase_was_left_in_english(language: str) -> None:
    english = {text for _, text in phrases("en")}
    assert not [text for _, text in phrases(language) if text in english]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("values", VALUES, ids=lambda values: values["title"])
def test_every_phrase_can_be_said(language: str, values: dict[str, str]) -> None:
    for name, pattern in phrases(language):
        text = pattern.format(**values)
        assert text.lstrip("¿")[0].isupper(), name
        assert text[-1] in ".?:", name
        assert not set("{}<>[]|*_!") & set(text), name
        assert plain_text(text) == text.replace("\u00a0", " "), name
        assert len(text) <= 300, name


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_phrase_makes_a_promise(language: str) -> None:
    assert not [text for _, text in phrases(language) if PROMISES.search(text)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("title", ["", "Cook"])
@pytest.mark.parametrize("company", ["", "Bistro"])
def test_the_disclosure_says_what_is_known(language: str, title: str, company: str) -> None:
    text = disclosure(language, name="Ada", title=title, company=company)
    assert all(value in text for value in ("Ada", title, company))


@pytest.mark.parametrize("language", LANGUAGES)
def test_wordings_are_used_in_rotation(language: str) -> None:
    assert len({phrase(language, "next_question", turn) for turn in range(4)}) == 4


@pytest.mark.parametrize(
    ("tag", "base"), [("de-AT", "de"), ("cs-CZ", "cs"), ("fr", "fr"), ("ES", "es"), ("pl", "en"), ("", "en")]
)
def test_a_regional_tag_gets_its_language_and_an_unknown_one_english(tag: str, base: str) -> None:
    assert base_language(tag) == base
    assert phrase(tag, "hear_check") == phrase(base, "hear_check")


FACTS = {
    "en": ("location", "working from home", "salary", "job type", "start date"),
    "de": ("Arbeitsort", "Homeoffice", "Gehalt", "Art der Anstellung", "Beginn"),
    "es": ("ubicación", "trabajo en remoto", "salario", "tipo de contrato", "fecha de incorporación"),
    "fr": ("lieu de travail", "télétravail", "salaire", "type de contrat", "date de début"),
    "cs": ("místo výkonu práce", "práce z domova", "plat", "druh smlouvy", "termín nástupu"),
}
QUESTIONS = {
    "en": (
        "Where is it based?",
        "Could I do this remotely?",
        "How much does this job pay?",
        "Is it part-time or full-time?",
        "When would I begin?",
    ),
    "de": (
        "Wo wäre das denn?",
        "Kann ich auch remote arbeiten?",
        "Was verdient man da so?",
        "Ist das in Teilzeit?",
        "Wann würde ich anfangen?",
    ),
    "es": (
        "¿Dónde sería?",
        "¿Se puede hacer teletrabajo?",
        "¿Cuánto se cobra en este puesto?",
        "¿Es indefinido o temporal?",
        "¿Cuándo empezaría?",
    ),
    "fr": (
        "C'est où exactement ?",
        "Est-ce que je peux travailler à distance ?",
        "Combien serais-je payé ?",
        "C'est un CDI ?",
        "Quand est-ce que je pourrais commencer ?",
    ),
    "cs": (
        "A kde to je?",
        "Dá se pracovat na dálku?",
        "Jaká je mzda?",
        "Je to na plný úvazek?",
        "Kdy bych mohla nastoupit?",
    ),
}
NO_FACT = {
    "en": "Do you have a dog in the house?",
    "de": "Gibt es bei Ihnen einen Hund?",
    "es": "¿Hay perros ahí?",
    "fr": "Est-ce qu'il y a des chiens ?",
    "cs": "Máte tam psa?",
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("number", range(5))
def test_a_question_in_other_words_finds_the_fact(language: str, number: int) -> None:
    facts = tuple(Fact(about=about, answer=about) for about in FACTS[language])
    plan = replace(PLAN, language=language, facts=facts)
    assert find_fact(plan, QUESTIONS[language][number]) == facts[number]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_question_about_something_else_finds_no_fact(language: str) -> None:
    plan = replace(PLAN, language=language, facts=(Fact(about=FACTS[language][0], answer="Leeds."),))
    assert find_fact(plan, NO_FACT[language]) is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_topics_hold_plain_words_that_a_question_is_split_into(language: str) -> None:
    words = [word for topic in language_pack(language, "topics")["topics"] for word in topic]
    assert all(isinstance(word, str) and re.fullmatch(r"\w+(?:-\w+)*", word) for word in words)
    assert [word.casefold() for word in words] == words
