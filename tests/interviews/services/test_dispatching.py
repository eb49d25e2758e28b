"""Whoever waits in a room without a living agent is sent one, and nobody else is."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import OperationalError

from interviews.models import Bucket, Interview
from interviews.services.dispatching import replace_lost_agent, send_agent_ahead, send_missing_agents
from interviews.services.leases import claim_interview
from interviews.services.upkeep import close_abandoned_interviews, forget_old_traces
from interviews.services.watchdog import Watchdog
from interviews.throttle import allow
from livekit_bridge.fake import FakeBridge, use_bridge
from tests.interviews.makers import NOW, at, consented, started

pytestmark = pytest.mark.django_db


@pytest.fixture
def media() -> FakeBridge:
    return FakeBridge()


def waiting(**fields: object) -> Interview:
    """An interview whose candidate asked for the room at NOW."""
    interview = consented()
    Interview.objects.filter(pk=interview.pk).update(wanted_at=NOW, **fields)
    interview.refresh_from_db()
    return interview


def enter(media: FakeBridge, interview: Interview, *agents: str) -> None:
    """The candidate is in the room, with these agents."""
    media.join(interview.room_name, interview.candidate_identity)
    for identity in agents:
        media.join(interview.room_name, identity, is_agent=True)


def test_a_start_that_was_dropped_is_noticed_within_three_seconds(media: FakeBridge) -> None:
    interview = waiting()
    enter(media, interview)
    with use_bridge(media):
        assert send_missing_agents(now=at(seconds=1)) == 0
        assert send_missing_agents(now=at(seconds=2)) == 1
    interview.refresh_from_db()
    assert interview.dispatches == 1
    assert interview.events.filter(kind="agent_sent_again").count() == 1


def test_an_agent_is_sent_ahead_of_the_candidate_unless_one_is_there(media: FakeBridge) -> None:
    interview = waiting()
    with use_bridge(media):
        send_agent_ahead(interview=interview, now=NOW)
        interview.refresh_from_db()
        Interview.objects.filter(pk=interview.pk).update(heartbeat_at=at(seconds=5), lease_holder="AJ_1")
        interview.refresh_from_db()
        send_agent_ahead(interview=interview, now=at(seconds=6))
    assert media.dispatches == [(interview.room_name, interview.public_id)]


def test_two_tabs_that_start_at_once_send_for_one_agent(media: FakeBridge) -> None:
    first = waiting()
    second = Interview.objects.get(pk=first.pk)
    with use_bridge(media):
        send_agent_ahead(interview=first, now=NOW)
        send_agent_ahead(interview=second, now=NOW)
    assert len(media.dispatches) == 1


def test_it_is_repeated_until_somebody_comes(media: FakeBridge) -> None:
    interview = waiting()
    enter(media, interview)
    with use_bridge(media):
        sent = [send_missing_agents(now=at(seconds=second)) for second in range(2, 12)]
    assert sum(sent) == 4


def test_a_candidate_who_is_not_in_the_room_is_not_waited_for(media: FakeBridge) -> None:
    waiting()
    with use_bridge(media):
        assert send_missing_agents(now=at(seconds=5)) == 0


def test_an_agent_that_is_still_starting_is_given_its_time(media: FakeBridge) -> None:
    enter(media, waiting(), "interviewer-AJ_new")
    with use_bridge(media):
        assert send_missing_agents(now=at(seconds=5)) == 0
        assert send_missing_agents(now=at(seconds=11)) == 1


def test_an_interview_whose_agent_beats_is_left_alone(media: FakeBridge) -> None:
    interview = waiting(lease_holder="AJ_1", heartbeat_at=at(seconds=4))
    enter(media, interview, "interviewer-AJ_1")
    with use_bridge(media):
        assert send_missing_agents(now=at(seconds=5)) == 0


def test_a_dead_agent_is_replaced_and_taken_out_of_the_room(media: FakeBridge) -> None:
    interview = waiting(lease_holder="AJ_1", heartbeat_at=at(seconds=1))
    enter(media, interview, "interviewer-AJ_1")
    with use_bridge(media):
        assert send_missing_agents(now=at(seconds=5)) == 1
        left = [person.identity for person in media.participants(interview.room_name)]
    assert "interviewer-AJ_1" not in left
    assert interview.candidate_identity in left


def test_a_worker_that_loses_a_process_has_its_agent_replaced_at_once(media: FakeBridge) -> None:
    interview = waiting(lease_holder="AJ_1", heartbeat_at=at(seconds=4.9))
    enter(media, interview, "interviewer-AJ_1")
    with use_bridge(media):
        lost = {"public_id": interview.public_id, "holder": "AJ_1"}
        assert replace_lost_agent(**lost, now=at(seconds=5))
        assert not replace_lost_agent(**lost, now=at(seconds=5))
        left = [person.identity for person in media.participants(interview.room_name)]
    assert left == [interview.candidate_identity]
    assert interview.events.filter(kind="agent_lost").count() == 1


def test_a_process_that_dies_after_it_was_replaced_takes_nobody_with_it(media: FakeBridge) -> None:
    interview = waiting(lease_holder="AJ_2", heartbeat_at=at(seconds=4.9))
    enter(media, interview, "interviewer-AJ_2")
    with use_bridge(media):
        assert not replace_lost_agent(public_id=interview.public_id, holder="AJ_1", now=at(seconds=5))
    assert media.removed == []


def test_an_agent_that_let_go_and_lingers_is_taken_out_when_the_next_one_is_sent(media: FakeBridge) -> None:
    interview = waiting()
    claim_interview(public_id=interview.public_id, holder="AJ_1", now=NOW)
    Interview.objects.update(lease_holder="")
    enter(media, interview, "interviewer-AJ_1")
    with use_bridge(media):
        assert send_missing_agents(now=at(seconds=5)) == 1
    assert media.removed == [(interview.room_name, "interviewer-AJ_1")]


def test_nobody_is_replaced_because_the_database_was_away(media: FakeBridge, monkeypatch: Any) -> None:
    interview = waiting(lease_holder="AJ_1", heartbeat_at=at(seconds=10))
    enter(media, interview, "interviewer-AJ_1")
    watchdog = Watchdog()

    def away(**kwargs: object) -> int:
        raise OperationalError

    with use_bridge(media):
        for second in range(5, 11):
            watchdog.look(now=at(seconds=second))
        with monkeypatch.context() as outage, pytest.raises(OperationalError):
            outage.setattr("interviews.services.watchdog.send_missing_agents", away)
            watchdog.look(now=at(seconds=11))
        assert watchdog.look(now=at(seconds=16)) == 0
        Interview.objects.update(heartbeat_at=at(seconds=16.5))
        assert sum(watchdog.look(now=at(seconds=second)) for second in (17, 18, 19)) == 0
        # This one's heart has really stopped.
        assert sum(watchdog.look(now=at(seconds=second)) for second in (20, 21, 22)) == 1


def test_a_watchdog_that_has_just_started_sends_whoever_was_never_there(media: FakeBridge) -> None:
    enter(media, waiting())
    with use_bridge(media):
        assert Watchdog().look(now=at(seconds=5)) == 1


@pytest.mark.parametrize(
    "fields",
    [{"mode": "typed"}, {"status": "finished"}, {"wanted_at": None}, {"wanted_at": NOW - timedelta(hours=2)}],
)
def test_nobody_is_sent_where_nobody_is_wanted(media: FakeBridge, fields: dict[str, object]) -> None:
    interview = waiting()
    Interview.objects.filter(pk=interview.pk).update(**fields)
    enter(media, interview)
    with use_bridge(media):
        assert send_missing_agents(now=at(seconds=5)) == 0


def test_a_media_server_that_does_not_answer_stops_nothing(media: FakeBridge) -> None:
    waiting()
    media.is_down = True
    with use_bridge(media):
        assert send_missing_agents(now=at(seconds=5)) == 0


def test_a_live_interview_without_a_sign_of_life_for_a_day_is_abandoned() -> None:
    interview = started()
    assert close_abandoned_interviews(now=at(seconds=3600)) == 0
    assert close_abandoned_interviews(now=NOW + timedelta(hours=25)) == 1
    interview.refresh_from_db()
    assert (interview.status, interview.ended_reason) == ("abandoned", "no_return")
    assert close_abandoned_interviews(now=NOW + timedelta(hours=26)) == 0


def test_what_nobody_needs_any_more_is_forgotten() -> None:
    allow(key="home:1", capacity=1, per_seconds=60, now=NOW)
    allow(key="home:2", capacity=1, per_seconds=60, now=NOW + timedelta(days=7))
    Session.objects.create(session_key="old", session_data="", expire_date=NOW)
    Session.objects.create(session_key="young", session_data="", expire_date=NOW + timedelta(days=30))
    forget_old_traces(now=NOW + timedelta(days=8))
    assert list(Bucket.objects.values_list("key", flat=True)) == ["home:2"]
    assert list(Session.objects.values_list("session_key", flat=True)) == ["young"]
