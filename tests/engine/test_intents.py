"""What people say that is not an answer, and answers that only sound like it."""

from __future__ import annotations

import pytest

from interviews.engine.intents import classify, confirmation

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
