"""What people say that is not an answer, and answers that only sound like it."""

from __future__ import annotations

import pytest

from benches.intents import LABELLED, Reading, by_language, macro_f1, mistaken_answers, read
from interviews.engine.intents import ANSWER, MAX_CHARS, PRECEDENCE, classify, confirmation, returns
from interviews.engine.languages import LANGUAGES, language_pack

REQUESTS = {
    "repeat": [
        "Repeat.",
        "Could you repeat the question?",
        "Sorry, could you repeat that?",
        "Can you say that again, please?",
        "Pardon?",
        "What was the question again?",
        "Um, I didn't catch that.",
        "I'm sorry, I didn't hear you. Could you repeat that?",
    ],
    "rephrase": [
        "What do you mean?",
        "I don't understand the question.",
        "Can you rephrase that?",
        "Could you put that differently?",
        "I\u2019m not sure I understand",
    ],
    "think": [
        "Let me think.",
        "Give me a moment, please.",
        "One second.",
        "Can I have a minute to think?",
        "Hmm, wait.",
    ],
    "skip": [
        "Skip.",
        "Can we skip this one?",
        "I would rather skip this.",
        "Pass.",
        "Next question please",
        "I'd rather not answer that.",
    ],
    "stop": [
        "Stop.",
        "I want to stop.",
        "Can we end the interview here?",
        "Please stop the interview.",
        "Goodbye.",
    ],
    "done": ["I'm done.", "That's all.", "That's it, thank you.", "Nothing else.", "I have nothing to add."],
    "hear_check": [
        "Can you hear me?",
        "Hello?",
        "Are you there?",
        "Hello, hello?",
        "Is my microphone working?",
    ],
    "time_check": ["How much time is left?", "How many questions are left?", "How long will this take?"],
    "person": ["Can I talk to a real person?", "Are you a robot?"],
    "job_question": ["Is the role remote?", "What is the salary?", "When is the start date?"],
}
ANSWERS = [
    "I had to repeat the test three times before it failed.",
    "We decided to skip the migration and stop the rollout.",
    "I told him to wait a moment and then I called the doctor.",
    "Stop the line first, then call the foreman.",
    "Next I would check the logs.",
    "I would stop the deployment and repeat the last step.",
    "I would repeat the question to the customer to be sure.",
    "I passed on that offer because the salary was low.",
    "What I did was talk to a person in the office about the salary, and what they said surprised me.",
    "Yes.",
    "No.",
    "I don't know.",
    "I'm done with my degree since June.",
    "That's all I did in the first year before I moved on.",
    "",
    "...",
    "repeat " * 100,
]


@pytest.mark.parametrize(("intent", "text"), [(i, t) for i, texts in REQUESTS.items() for t in texts])
def test_a_request_is_recognised_when_it_is_all_that_is_said(intent: str, text: str) -> None:
    assert classify(text, "en") == intent


@pytest.mark.parametrize("text", ANSWERS)
def test_an_answer_that_contains_such_words_stays_an_answer(text: str) -> None:
    assert classify(text, "en") == "answer"


def test_an_unknown_language_falls_back_to_english() -> None:
    assert classify("Skip", "sw") == classify("Skip", "en-GB") == "skip"


@pytest.mark.parametrize(
    ("text", "word"),
    [("Yes.", "yes"), ("Yeah, end it", "yes"), ("No, go on.", "no"), ("I built it", None), ("", None)],
)
def test_yes_and_no_are_told_apart_from_everything_else(text: str, word: str | None) -> None:
    assert confirmation(text, "en") == word


ASKED = {
    "en": {
        "repeat": "sorry my dog was barking, could you say the last bit again",
        "rephrase": "I'm not a native speaker, could you ask that in simpler words?",
        "back": "oh, I forgot something, can we go back to the previous question",
        "break": "the doorbell just rang, can we pause for two minutes",
        "correction": "no wait, I misspoke, it was five years, not four",
        "distress": "I'm sorry, I'm so nervous that my hands are shaking",
        "abuse": "you stupid piece of junk",
    },
    "de": {
        "repeat": "hä was hast du gesagt",
        "rephrase": "Was meinen Sie damit genau?",
        "skip": "dazu faellt mir nichts ein, naechste frage bitte",
        "break": "es hat geklingelt, können wir kurz unterbrechen",
        "time_check": "wie viele fragen kommen denn noch",
        "stop": "ich moechte das gespraech jetzt beenden",
    },
    "es": {
        "repeat": "podria repetir la pregunta porfa",
        "think": "mm déjame pensar un momento",
        "hear_check": "hola me oyes",
        "person": "eres un robot o una persona",
        "job_question": "¿Cuál sería el sueldo?",
        "done": "y eso es todo, no tengo nada más que añadir",
    },
    "fr": {
        "repeat": "pardon ca a coupe vous disiez quoi",
        "rephrase": "vous pouvez le dire autrement",
        "skip": "je préfère ne pas répondre à ça",
        "back": "on peut revenir à la question précédente",
        "hear_check": "allô, il y a quelqu'un ?",
        "stop": "je voudrais arrêter l'entretien",
    },
    "cs": {
        "repeat": "muzete to prosim zopakovat",
        "think": "počkejte, musím si to promyslet",
        "skip": "tuhle otázku bych radši přeskočila",
        "time_check": "kolik otázek ještě zbývá",
        "person": "můžu mluvit s živým člověkem",
        "correction": "pardon, spletl jsem se, bylo to pět let",
    },
}
TOLD = {
    "en": "I usually ask the customer to repeat the problem in their own words",
    "de": "wir haben den letzten Schritt übersprungen, weil die Zeit knapp war",
    "es": "hago una pausa cada dos horas porque si no cometo errores",
    "fr": "alors laissez-moi réfléchir, dans mon dernier poste je gérais l'équipe de nuit",
    "cs": "nerozuměl jsem, co chce, tak jsem ho požádal, aby to vysvětlil jinak",
}


@pytest.mark.parametrize(("language", "intent"), [(lang, i) for lang, texts in ASKED.items() for i in texts])
def test_a_request_is_recognised_in_every_language_spoken_or_typed(language: str, intent: str) -> None:
    assert classify(ASKED[language][intent], language) == intent


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_somebody_tells_is_an_answer_in_every_language(language: str) -> None:
    assert classify(TOLD[language], language) == ANSWER


@pytest.mark.parametrize(
    "text",
    ["I misspelt: could you repaet the qestion", "can you can you um say that again", "CAN U REPEAT PLS"],
)
def test_misspelling_and_stammering_do_not_hide_a_request(text: str) -> None:
    assert classify(text, "en") == "repeat"


def test_a_request_before_a_real_answer_is_part_of_the_answer() -> None:
    assert classify("Let me think, in my last job I led the night shift for two years.", "en") == ANSWER
    assert classify("So we shipped it on time and the customer was happy, and that's it.", "en") == ANSWER


@pytest.mark.parametrize(
    ("language", "yes", "no"),
    [
        ("de", "Ja, bitte beenden.", "Nein, machen wir weiter."),
        ("es", "Sí, por favor.", "No, quiero seguir."),
        ("fr", "Oui, arrêtez.", "Non, on continue."),
        ("cs", "Ano, chci skončit.", "Ne, pokračujme."),
    ],
)
def test_yes_and_no_are_known_in_every_language(language: str, yes: str, no: str) -> None:
    assert (confirmation(yes, language), confirmation(no, language)) == ("yes", "no")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Okay, I'm back, we can go on."),
        ("de", "So, ich bin wieder da."),
        ("es", "Ya estoy aquí, podemos seguir."),
        ("fr", "Me revoilà, on peut continuer."),
        ("cs", "Už jsem zpátky."),
    ],
)
def test_who_is_back_from_a_break_says_so_in_any_language(language: str, text: str) -> None:
    assert returns(text, language)


@pytest.mark.parametrize("text", ["I went back to school.", "Just a minute more.", ""])
def test_not_everything_said_in_a_break_ends_it(text: str) -> None:
    assert not returns(text, "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_knows_every_request(language: str) -> None:
    pack = language_pack(language, "intents")
    assert set(PRECEDENCE) <= {*pack["anywhere"], "job_question"}
    assert set(language_pack(language, "examples")) == {ANSWER, *PRECEDENCE}


HOSTILE = [
    "can you " * 49,
    "a" * 8000,
    "\u202e\x00\ud800",
    "|~ |~ | ~",
    "?" * 400,
    "\u0301" * 399,
    "i " * 199,
]


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("language", [*LANGUAGES, "", "xx-YY"])
def test_hostile_text_is_classified_like_any_other(text: str, language: str) -> None:
    assert classify(text, language) in {ANSWER, *PRECEDENCE}
    assert confirmation(text, language) is None
    assert not returns(text, language)


def test_nothing_longer_than_a_request_is_looked_at() -> None:
    assert classify("Could you repeat the question? ".ljust(MAX_CHARS + 1, "x"), "en") == ANSWER


@pytest.fixture(scope="module")
def readings() -> list[Reading]:
    """What becomes of utterances that somebody labelled who did not know the patterns or examples."""
    return read(LABELLED)


def test_requests_of_strangers_are_told_apart(readings: list[Reading]) -> None:
    assert macro_f1(readings) >= 0.85


def test_hardly_an_answer_of_strangers_is_mistaken_for_a_request(readings: list[Reading]) -> None:
    assert mistaken_answers(readings) <= 0.01


def test_no_language_is_understood_much_worse_than_the_others(readings: list[Reading]) -> None:
    assert min(macro_f1(some) for some in by_language(readings).values()) >= 0.75
