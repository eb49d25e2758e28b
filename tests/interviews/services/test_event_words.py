"""What a recruiter reads in the log: a sentence, without the machinery's words."""

from __future__ import annotations

from typing import Any

import pytest

from interviews.models import InterviewEvent
from interviews.services.event_words import SENTENCES, TELLING, event_sentence


@pytest.mark.parametrize(
    ("kind", "payload", "sentence"),
    [
        (
            "agent_took_over",
            {"epoch": 2, "away_ms": 3120, "lost": True},
            "Another interviewer took over after 3 seconds; nothing that was recorded is lost.",
        ),
        ("agent_took_over", {"epoch": 1, "away_ms": None}, "An interviewer took the interview up."),
        (
            "agent_took_over",
            {"epoch": 3, "away_ms": 600_000, "lost": False},
            "An interviewer took the interview up again after 10 minutes.",
        ),
        (
            "candidate_back",
            {"away_ms": 1400},
            "The candidate was back after 1 second; that time was given back.",
        ),
        ("stopped", {"by": "rita"}, "rita stopped the interview."),
        ("waited", {"seconds": 40}, "The candidate was let in after 40 seconds in the queue."),
        ("heard", {"text": "We chose it."}, ""),
    ],
)
def test_an_event_is_told_in_a_sentence(kind: str, payload: dict[str, Any], sentence: str) -> None:
    assert event_sentence(InterviewEvent(kind=kind, payload=payload)) == sentence


@pytest.mark.parametrize("kind", [*SENTENCES, *TELLING])
def test_every_sentence_is_whole_whatever_the_payload_lacks(kind: str) -> None:
    sentence = event_sentence(InterviewEvent(kind=kind, payload={}))
    assert sentence[0].isupper() and sentence.endswith(".")
    assert "_" not in sentence and "  " not in sentence
