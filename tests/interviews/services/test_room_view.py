"""Pages see what was already said, and nothing that is to come."""

from __future__ import annotations

from dataclasses import asdict

import pytest

from interviews.models import Interview
from interviews.services.room_view import RoomView, room_view
from interviews.services.sessions import switch_mode
from interviews.services.turns import mark_spoken
from tests.interviews.makers import NOW, SECRETS, at, consented, make_interview, say, started

pytestmark = pytest.mark.django_db


def view(interview: Interview, *, seconds: float = 0) -> RoomView:
    interview.refresh_from_db()
    return room_view(interview=interview, now=at(seconds=seconds))


def hear(interview: Interview) -> None:
    for turn in interview.turns.filter(started_ms=None):
        mark_spoken(turn=turn, started_ms=1000 * turn.number, ended_ms=1000 * turn.number + 900)


def test_before_the_start_there_is_only_the_count() -> None:
    seen = view(make_interview())
    assert (seen.question_number, seen.question_count, seen.minutes_left) == (0, 3, 10)
    assert (seen.question_text, seen.captions, seen.finished) == ("", (), False)


def test_a_question_appears_when_it_was_heard() -> None:
    interview = started()
    assert view(interview).question_text == ""
    assert view(interview).captions == ()
    hear(interview)
    seen = view(interview, seconds=61)
    assert (seen.question_number, seen.minutes_left) == (1, 9)
    assert seen.question_text == "Which bread did you bake first?"
    assert [caption.kind for caption in seen.captions] == ["disclosure", "other", "core"]


def test_what_the_agent_is_about_to_say_is_not_shown() -> None:
    interview = started()
    hear(interview)
    say(interview, "Rye.")
    seen = view(interview)
    assert seen.captions[-1].text == "Rye."
    assert not [secret for secret in SECRETS if secret in str(asdict(seen))]


def test_typed_interviews_show_the_question_at_once() -> None:
    interview = consented()
    switch_mode(interview=interview, mode="typed", now=NOW)
    started(interview)
    assert view(interview).question_text == "Which bread did you bake first?"
    assert view(interview).mode == "typed"


def test_the_end_is_told() -> None:
    interview = started()
    for n in (1, 2, 3):
        say(interview, f"Answer {n}.", seconds=20 * n)
    assert view(interview).finished


def test_a_goodbye_that_nobody_heard_can_be_read() -> None:
    interview = started()
    hear(interview)
    for n in (1, 2, 3):
        say(interview, f"Answer {n}.", seconds=20 * n)
    assert view(interview).captions[-1].kind == "closing"
