"""A name that the recogniser does not know is spelt as the job spells it; English words stay as they are."""

from __future__ import annotations

import pytest
from piper.phonemize_espeak import EspeakPhonemizer

from agent_worker.speech.terms import Speller, distance

TERMS = (
    "Kubernetes",
    "Kafka",
    "Celery",
    "Kotlin",
    "TypeScript",
    "Elasticsearch",
    "Playwright",
    "Docker",
    "GitHub",
)
TERMS += ("GraphQL", "Postgres", "Go", "Acme Robotics")


@pytest.fixture(scope="module")
def speller() -> Speller:
    phonemizer = EspeakPhonemizer()
    return Speller(lambda text: "".join(map("".join, phonemizer.phonemize("en-us", text))))


@pytest.mark.parametrize(
    ("heard", "spelt"),
    [
        ("We used Cottlin, mostly.", "We used Kotlin, mostly."),
        ("It ran on cellary.", "It ran on Celery."),
        ("I wrote type script for years.", "I wrote TypeScript for years."),
        ("(elastic search)", "(Elasticsearch)"),
        ("the cooper netties cluster", "the Kubernetes cluster"),
        ("A graph QL interface", "A GraphQL interface"),
    ],
)
def test_what_is_no_english_and_sounds_like_a_term_is_the_term(
    speller: Speller, heard: str, spelt: str
) -> None:
    assert speller.spell(heard, TERMS) == spelt


@pytest.mark.parametrize(
    "heard",
    [
        "I like to play right after work.",
        "The doctor posted it, and the posters were gone.",
        "A celebrity bought celery and coffee for the cottage.",
        "The cooper and the netting were there.",
        "We had type, script and elastic; search took long.",
        "kubernetes and KAFKA stay as they were heard",
        "Let's go, um, because the",
        "It cost 3,000 or 40%, I don't know.",
        "…",
        "",
    ],
)
def test_english_words_and_everything_else_stay_as_they_were_heard(speller: Speller, heard: str) -> None:
    assert speller.spell(heard, TERMS) == heard


def test_without_terms_nothing_is_changed(speller: Speller) -> None:
    assert speller.spell("We  used Cottlin", ()) == "We  used Cottlin"


def test_sounds_that_are_alike_are_nearer_than_others() -> None:
    assert distance("kafka", "kafka") == 0.0
    assert 0 < distance("kavka", "kafka") < distance("katka", "kafka")
    assert distance("k", "kafka") == 1.0
