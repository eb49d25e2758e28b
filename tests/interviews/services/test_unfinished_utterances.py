"""What was said so far outlives the agent that heard it, and is written down once."""

from __future__ import annotations

from typing import Any

import pytest

from interviews.engine.events import Heard, Left, Pressed, Resumed
from interviews.models import Interview, Turn
from interviews.services.errors import StaleLease
from interviews.services.leases import claim_interview
from interviews.services.sessions import leave_interview, stop_interview, switch_mode
from interviews.services.turns import record_event
from interviews.services.utterances import PARTIAL, keep_utterance
from tests.interviews.makers import at, started

pytestmark = pytest.mark.django_db


@pytest.fixture
def interview() -> Interview:
    """One that the agent of epoch 1 holds, in the middle of the first answer."""
    interview: Interview = started()
    return hold(interview, "job-1", seconds=10)


def hold(interview: Interview, holder: str, *, seconds: float) -> Interview:
    lease = claim_interview(public_id=interview.public_id, holder=holder, now=at(seconds=seconds))
    assert lease is not None and isinstance(lease.interview, Interview)
    return lease.interview


def keep(interview: Interview, text: str, *, started_ms: int = 20_000, seconds: float = 24) -> None:
    """What the agent keeps about once a second of what is being said."""
    keep_utterance(
        interview=interview,
        heard=Heard(text),
        report_id=f"so-far-{interview.lease_epoch}-{started_ms}",
        started_ms=started_ms,
        ended_ms=round(seconds * 1000),
        epoch=interview.lease_epoch,
        now=at(seconds=seconds),
        partial=True,
    )


def hear(interview: Interview, text: str, **times: Any) -> None:
    record_event(
        interview=interview,
        event=Heard(text),
        now=at(seconds=30),
        epoch=interview.lease_epoch,
        report_id="whole",
        **{"started_ms": 20_500, "ended_ms": 28_000, **times},
    )


def resume(interview: Interview) -> None:
    record_event(
        interview=interview, event=Resumed(away_ms=3_000), now=at(seconds=34), epoch=interview.lease_epoch
    )


def said_by_candidate() -> list[tuple[str, str, str]]:
    turns = Turn.objects.filter(role="candidate").order_by("number")
    return [(turn.kind, turn.question, turn.text) for turn in turns]


def test_the_next_agent_writes_down_what_the_killed_one_had_heard_and_asks_again(
    interview: Interview,
) -> None:
    keep(interview, "It was a rye")
    keep(interview, "It was a rye loaf that I", seconds=25)
    resume(hold(interview, "job-2", seconds=40))
    assert said_by_candidate() == [("answer", "loaf", "It was a rye loaf that I")]
    answer, *after = Turn.objects.filter(number__gte=4).order_by("number")
    assert (answer.started_ms, answer.ended_ms) == (20_000, 25_000)
    assert [(turn.kind, turn.question) for turn in after] == [("other", "loaf"), ("repeat", "loaf")]


def test_it_is_written_down_once_however_many_agents_follow(interview: Interview) -> None:
    keep(interview, "It was a rye")
    second = hold(interview, "job-2", seconds=40)
    resume(second)
    resume(hold(second, "job-3", seconds=50))
    assert len(said_by_candidate()) == 1


def test_a_finished_utterance_is_not_doubled_by_what_was_kept_of_it(interview: Interview) -> None:
    keep(interview, "It was a rye")
    hear(interview, "It was a rye loaf that I baked.")
    resume(hold(interview, "job-2", seconds=40))
    assert [text for _, _, text in said_by_candidate()] == ["It was a rye loaf that I baked."]


def test_an_utterance_that_waits_to_be_understood_is_not_doubled_either(interview: Interview) -> None:
    keep(interview, "It was a rye")
    keep_utterance(
        interview=interview,
        heard=Heard("It was a rye loaf that I baked."),
        report_id="whole",
        started_ms=20_500,
        ended_ms=28_000,
        epoch=interview.lease_epoch,
        now=at(seconds=29),
    )
    resume(hold(interview, "job-2", seconds=40))
    assert [text for _, _, text in said_by_candidate()] == ["It was a rye loaf that I baked."]


def test_the_words_after_a_finished_utterance_are_kept_beside_it(interview: Interview) -> None:
    keep(interview, "With caraway", started_ms=29_000, seconds=30)
    hear(interview, "It was a rye loaf that I baked.")
    resume(hold(interview, "job-2", seconds=40))
    assert [text for _, _, text in said_by_candidate()][1:] == ["With caraway"]


def test_nothing_that_the_same_agent_records_takes_its_own_words_for_cut_off(interview: Interview) -> None:
    keep(interview, "It was a rye")
    record_event(
        interview=interview, event=Pressed("moment"), now=at(seconds=26), epoch=interview.lease_epoch
    )
    assert said_by_candidate() == []


def test_an_agent_that_was_replaced_keeps_nothing_more(interview: Interview) -> None:
    hold(interview, "job-2", seconds=40)
    interview.lease_epoch = 1
    with pytest.raises(StaleLease):
        keep(interview, "It was a rye")


def test_half_a_sentence_is_kept_when_the_candidate_goes_on_by_typing(interview: Interview) -> None:
    keep(interview, "It was a rye")
    switch_mode(interview=interview, mode="typed", now=at(seconds=30))
    record_event(interview=interview, event=Resumed(typed=True), now=at(seconds=30))
    assert said_by_candidate() == [("answer", "loaf", "It was a rye")]


def test_half_a_sentence_is_kept_when_the_candidate_leaves(interview: Interview) -> None:
    keep(interview, "It was a rye")
    leave_interview(interview=interview, now=at(seconds=30))
    assert said_by_candidate() == [("answer", "loaf", "It was a rye")]
    assert interview.status == Interview.Status.LEFT


def test_half_a_sentence_is_kept_when_the_agent_heard_of_the_leaving_first(interview: Interview) -> None:
    keep(interview, "It was a rye")
    record_event(interview=interview, event=Left(), now=at(seconds=30), epoch=interview.lease_epoch)
    interview.refresh_from_db()
    leave_interview(interview=interview, now=at(seconds=30))
    assert [text for _, _, text in said_by_candidate()] == ["It was a rye"]


def test_half_a_sentence_is_kept_when_a_recruiter_stops_the_interview(interview: Interview) -> None:
    keep(interview, "It was a rye")
    stop_interview(interview=interview, stopped_by="rita", now=at(seconds=30))
    assert [text for _, _, text in said_by_candidate()] == ["It was a rye"]


def test_what_is_kept_is_replaced_and_does_not_pile_up(interview: Interview) -> None:
    for count in range(1, 5):
        keep(interview, "word " * count, seconds=20 + count)
    assert interview.events.filter(kind=PARTIAL).count() == 1
