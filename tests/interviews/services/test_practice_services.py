"""The services serve a practice interview as they serve one for hiring, from its own tables."""

from __future__ import annotations

from datetime import timedelta

import pytest

from interviews.engine.events import Resumed, Started
from interviews.models import Interview, InterviewEvent, PracticeInterview, Turn
from interviews.services.dispatching import send_missing_agents, waiting_interviews
from interviews.services.families import find_interview
from interviews.services.leases import claim_interview, release_lease, renew_lease
from interviews.services.room_view import room_view
from interviews.services.sessions import leave_interview, switch_mode
from interviews.services.turns import mark_spoken, opening_event
from interviews.services.upkeep import close_abandoned_interviews
from livekit_bridge.fake import FakeBridge, use_bridge
from tests.interviews.makers import NOW, at, consented, make_interview, make_practice, say, started

pytestmark = pytest.mark.django_db


@pytest.fixture
def practice() -> PracticeInterview:
    interview = consented(make_practice())
    assert isinstance(interview, PracticeInterview)
    return interview


def test_it_is_found_by_its_id_as_any_other_is(practice: PracticeInterview) -> None:
    hiring = make_interview()
    assert find_interview(public_id=practice.public_id) == practice
    assert find_interview(public_id=hiring.public_id) == hiring
    assert find_interview(public_id="nobody") is None


def test_its_id_can_be_no_other_interviews() -> None:
    assert make_practice().public_id.startswith("practice-")
    assert len(make_interview().public_id) < len("practice-") + 16


def test_what_is_said_stays_in_its_own_tables(practice: PracticeInterview) -> None:
    started(practice)
    said = say(practice, "Rye, at home.", report_id="r1")
    assert say(practice, "Rye, at home.", report_id="r1").turns == said.turns
    agent = practice.turns.filter(role="agent").first()
    assert agent is not None
    mark_spoken(turn=agent, started_ms=100, ended_ms=900)
    captions = room_view(interview=practice, now=at(seconds=40)).captions
    assert {caption.text for caption in captions} == {agent.text, "Rye, at home."}
    leave_interview(interview=practice, now=at(seconds=60))
    assert practice.status == "left"
    for model in (Interview, Turn, InterviewEvent):
        assert not model.objects.exists()


def test_an_agent_holds_it_and_gives_it_back(practice: PracticeInterview) -> None:
    lease = claim_interview(public_id=practice.public_id, holder="one", now=NOW)
    assert lease is not None and lease.interview == practice
    assert claim_interview(public_id=practice.public_id, holder="two", now=at(seconds=1)) is None
    assert renew_lease(interview=practice, epoch=lease.epoch, now=at(seconds=2))
    release_lease(interview=practice, epoch=lease.epoch)
    assert not renew_lease(interview=practice, epoch=lease.epoch, now=at(seconds=3))


def test_an_agent_is_sent_to_whoever_waits_longest(practice: PracticeInterview) -> None:
    hiring = consented()
    Interview.objects.filter(pk=hiring.pk).update(wanted_at=at(seconds=1))
    PracticeInterview.objects.update(wanted_at=NOW)
    assert waiting_interviews(now=at(seconds=9)) == [practice, hiring]
    media = FakeBridge()
    media.join(practice.room_name, practice.candidate_identity)
    with use_bridge(media):
        assert send_missing_agents(now=at(seconds=9)) == 1
    assert media.dispatches == [(practice.room_name, practice.public_id)]


def test_one_that_nobody_comes_back_to_is_closed(practice: PracticeInterview) -> None:
    started(practice)
    assert close_abandoned_interviews(now=NOW + timedelta(hours=25)) == 1
    practice.refresh_from_db()
    assert practice.status == "abandoned"


class TestWithWhatAnInterviewerBegins:
    def test_the_engine_is_told_that_it_is_practice(self, practice: PracticeInterview) -> None:
        event = opening_event(interview=practice)
        assert isinstance(event, Started)
        assert (event.practice, event.extra_time, event.job_title) == (True, 0, "Baker")

    def test_the_engine_is_told_of_extra_time(self) -> None:
        event = opening_event(interview=consented(extra_time=25))
        assert isinstance(event, Started)
        assert (event.practice, event.extra_time) == (False, 25)

    def test_who_takes_it_up_again_knows_how_long_nobody_was_there(self) -> None:
        interview = started()
        first = claim_interview(public_id=interview.public_id, holder="one", now=NOW)
        assert first is not None and first.away_ms is None
        renew_lease(interview=interview, epoch=first.epoch, now=at(seconds=10))
        release_lease(interview=interview, epoch=first.epoch)
        second = claim_interview(public_id=interview.public_id, holder="two", now=at(seconds=70))
        assert second is not None and second.away_ms == 60_000
        event = opening_event(interview=second.interview, away_ms=second.away_ms)
        assert event == Resumed(typed=False, away_ms=60_000)

    def test_nobody_was_away_from_what_went_on_by_typing(self) -> None:
        interview = started()
        claim_interview(public_id=interview.public_id, holder="one", now=NOW)
        switch_mode(interview=interview, mode="typed", now=at(seconds=5))
        assert opening_event(interview=interview, away_ms=60_000) == Resumed(typed=True)
        switch_mode(interview=interview, mode="voice", now=at(seconds=90))
        again = claim_interview(public_id=interview.public_id, holder="two", now=at(seconds=91))
        assert again is not None and again.away_ms is None
