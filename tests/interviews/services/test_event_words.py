"""What a recruiter reads in the log: a sentence, without the machinery's words."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest

from interviews.engine.events import Event
from interviews.models import InterviewEvent
from interviews.services.event_log import event_kind
from interviews.services.event_words import SENTENCES, TELLING, event_sentence
from interviews.services.utterances import KIND, PARTIAL


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
        ("heard", {"text": "We chose it."}, "The candidate said: “We chose it”."),
        ("pressed", {"control": "done"}, "The candidate pressed “I'm done”."),
        ("silence", {"ms": 8000}, "Nothing was heard from the candidate for 8 seconds."),
        (
            "patience_changed",
            {"patience": "patient", "why": "cut_off"},
            "Longer pauses are waited for: the interviewer had begun to speak too soon.",
        ),
    ],
)
def test_an_event_is_told_in_a_sentence(kind: str, payload: dict[str, Any], sentence: str) -> None:
    assert event_sentence(InterviewEvent(kind=kind, payload=payload)) == sentence


@pytest.mark.parametrize("kind", [*SENTENCES, *TELLING])
def test_every_sentence_is_whole_whatever_the_payload_lacks(kind: str) -> None:
    sentence = event_sentence(InterviewEvent(kind=kind, payload={}))
    assert sentence[0].isupper() and sentence.endswith(".")
    assert "_" not in sentence and "  " not in sentence


WRITERS = ("interviews", "agent_worker", "livekit_bridge")
ROOT = Path(__file__).parents[3]
# Who writes the kind that is given as `kind` or `event`.
WRITE = ("log_event", "_mark_dispatched", "_finish")


def test_every_kind_of_event_that_is_written_has_a_sentence() -> None:
    written = {KIND, PARTIAL} | {event_kind(kind) for kind in map(object.__new__, get_args(Event))}
    for package in WRITERS:
        for path in sorted((ROOT / package).rglob("*.py")):
            written |= set(written_kinds(ast.parse(path.read_text())))
    assert {
        "agent_joined",
        "agent_sent_again",
        "recording_failed",
        "agent_lost",
        "recording_played",
    } <= written
    assert sorted(written - {*SENTENCES, *TELLING}) == []


def written_kinds(module: ast.Module) -> Iterator[str]:
    """The kinds of events in a module: as words, by names of its own, or by either."""
    names = dict(named_words(module))
    for node in ast.walk(module):
        if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in WRITE:
            given = [keyword.value for keyword in node.keywords if keyword.arg == "kind"]
            given += node.args[1:2] if ast.unparse(node.func) == "_finish" else []
            for value in given:
                yield from words_of(value, names)


def named_words(module: ast.Module) -> Iterator[tuple[str, ast.expr]]:
    """What each name of a module stands for."""
    for node in ast.walk(module):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                pairs = [(target, node.value)]
                if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
                    pairs = list(zip(target.elts, node.value.elts, strict=True))
                yield from ((name.id, value) for name, value in pairs if isinstance(name, ast.Name))


def words_of(value: ast.expr, names: dict[str, ast.expr]) -> Iterator[str]:
    """The words that an expression may be."""
    if isinstance(value, ast.Constant) and isinstance(value.value, str):
        yield value.value
    elif isinstance(value, ast.IfExp):
        yield from (*words_of(value.body, names), *words_of(value.orelse, names))
    elif isinstance(value, ast.Name) and value.id in names:
        yield from words_of(names[value.id], names)
