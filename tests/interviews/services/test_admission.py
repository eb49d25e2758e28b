"""Who comes in and who waits: first come first served, no place twice, and whoever has begun goes first."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from interviews.models import AgentWorker, AnyInterview, Interview
from interviews.services.admission import (
    Place,
    admit,
    count_taken,
    count_waiting,
    estimate_s,
)
from interviews.services.errors import ConsentMissing, InterviewOver, NoInterviewer, Queued
from interviews.services.leases import claim_interview, release_lease, renew_lease
from interviews.services.sessions import issue_token, switch_mode
from interviews.services.workers import dismiss_workers, find_staff, forget_gone_workers, report_worker
from tests.interviews.makers import (
    NOW,
    at,
    consented,
    make_interview,
    make_invitation,
    make_job,
    make_plan,
    make_practice,
    started,
)
from tests.interviews.services.test_races import together

pytestmark = pytest.mark.django_db


def beat(
    name: str = "one",
    *,
    capacity: int = 1,
    active: int = 0,
    load: float = 0.2,
    draining: bool = False,
    now: datetime = NOW,
) -> None:
    report_worker(
        name=name, capacity=capacity, active=active, load=load, draining=draining, started_at=NOW, now=now
    )


def candidates(count: int) -> list[Interview]:
    """Interviews for the same job that are ready to start."""
    job = make_job()
    plan = make_plan(job)
    return [consented(job=job, plan=plan) for _ in range(count)]


def take_up(interview: AnyInterview, *, now: datetime = NOW) -> int:
    """An agent takes the interview up; its epoch."""
    lease = claim_interview(public_id=interview.public_id, holder=f"job-{interview.public_id}", now=now)
    assert lease is not None
    return lease.epoch


def test_a_free_place_is_given_and_noted() -> None:
    (ada,) = candidates(1)
    beat()
    assert admit(interview=ada, now=NOW) is None
    assert ada.wanted_at == NOW
    assert count_taken(staff=find_staff(now=NOW), now=NOW) == 1


def test_when_all_places_are_taken_one_waits_for_as_long_as_the_first_has_left() -> None:
    ada, ben = candidates(2)
    beat()
    assert admit(interview=ada, now=NOW) is None
    take_up(ada)
    assert admit(interview=ben, now=at(seconds=0.5)) == Place(position=1, estimate_s=600)
    assert ben.wanted_at is None
    assert count_waiting(now=at(seconds=1)) == 1


def test_whoever_came_first_goes_first() -> None:
    ada, ben, cleo = candidates(3)
    beat()
    admit(interview=ada, now=NOW)
    assert [admit(interview=ben, now=at(seconds=1)), admit(interview=cleo, now=at(seconds=2))] == [
        Place(1, 600),
        Place(2, 1200),
    ]
    Interview.objects.filter(pk=ada.pk).update(status="finished")
    beat(now=at(seconds=4))
    # Cleo's page asks first; the place is Ben's all the same.
    assert admit(interview=cleo, now=at(seconds=4)) is not None
    assert admit(interview=ben, now=at(seconds=4.5)) is None
    assert admit(interview=cleo, now=at(seconds=5)) == Place(1, 600)


def test_a_place_that_was_told_is_not_lost_to_who_asked_before_and_was_told_later() -> None:
    ada, ben, cleo = candidates(3)
    beat()
    admit(interview=ada, now=NOW)
    take_up(ada)
    assert [admit(interview=ben, now=at(seconds=2)), admit(interview=cleo, now=at(seconds=1))] == [
        Place(1, 600),
        Place(2, 1200),
    ]
    assert admit(interview=cleo, now=at(seconds=3)) == Place(2, 1200)


def test_a_place_is_nobodys_when_its_page_asks_no_more() -> None:
    ada, ben, cleo = candidates(3)
    beat()
    admit(interview=ada, now=NOW)
    admit(interview=ben, now=at(seconds=1))
    admit(interview=cleo, now=at(seconds=5))
    take_up(ada, now=at(seconds=19))
    beat(now=at(seconds=21))
    assert admit(interview=cleo, now=at(seconds=21.2)) == Place(1, 600)
    # Back after all: behind those who stayed.
    assert admit(interview=ben, now=at(seconds=21.5)) == Place(2, 1200)


def test_two_free_places_serve_two_whoever_asks_first() -> None:
    ada, ben, cleo = candidates(3)
    beat(capacity=0)
    for seconds, interview in enumerate((ada, ben, cleo)):
        assert admit(interview=interview, now=at(seconds=seconds)) is not None
    beat(capacity=2, now=at(seconds=3))
    assert admit(interview=cleo, now=at(seconds=3)) == Place(3, None)
    assert admit(interview=ben, now=at(seconds=3)) is None
    assert admit(interview=ada, now=at(seconds=3)) is None


def test_a_return_never_waits_behind_newcomers() -> None:
    ada, ben = candidates(2)
    beat()
    admit(interview=ada, now=NOW)
    started(ada)
    epoch = take_up(ada)
    assert admit(interview=ada, now=at(seconds=1)) is None
    release_lease(interview=ada, epoch=epoch)
    beat(now=at(seconds=61))
    assert admit(interview=ben, now=at(seconds=61)) is None
    assert admit(interview=ada, now=at(seconds=62)) is None


def test_a_token_that_nobody_used_gives_its_place_back() -> None:
    ada, ben = candidates(2)
    beat()
    admit(interview=ada, now=NOW)
    beat(now=at(seconds=19))
    assert admit(interview=ben, now=at(seconds=19)) is not None
    beat(now=at(seconds=21))
    assert admit(interview=ben, now=at(seconds=21)) is None


def test_a_reload_before_the_agent_is_there_keeps_the_place() -> None:
    ada, ben = candidates(2)
    beat()
    admit(interview=ada, now=NOW)
    admit(interview=ben, now=at(seconds=1))
    assert admit(interview=ada, now=at(seconds=2)) is None


def test_a_worker_that_dies_takes_its_places_with_it_and_frees_none() -> None:
    ada, ben, cleo = candidates(3)
    beat("one")
    beat("two")
    for interview in (ada, ben):
        assert admit(interview=interview, now=NOW) is None
        started(interview)
        take_up(interview)
    # Worker one and its interview are dead; worker two and the other one live on.
    epoch = Interview.objects.get(pk=ben.pk).lease_epoch
    for seconds in (4, 6):
        beat("two", now=at(seconds=seconds))
        assert renew_lease(interview=ben, epoch=epoch, now=at(seconds=seconds))
        assert admit(interview=cleo, now=at(seconds=seconds)) == Place(1, 600)
    assert find_staff(now=at(seconds=6)).places == 1
    assert admit(interview=ada, now=at(seconds=6)) is None


def test_what_a_draining_worker_holds_takes_no_place_of_another() -> None:
    ada, ben, cleo = candidates(3)
    beat("old")
    admit(interview=ada, now=NOW)
    take_up(ada)
    beat("old", active=1, draining=True)
    assert admit(interview=ben, now=NOW) == Place(1, None)
    beat("new")
    assert admit(interview=ben, now=NOW) is None
    assert admit(interview=cleo, now=NOW) == Place(1, 600)


def test_a_worker_whose_machine_is_busy_lets_nobody_else_in_and_keeps_whom_it_has() -> None:
    ada, ben = candidates(2)
    beat(capacity=4)
    admit(interview=ada, now=NOW)
    take_up(ada)
    beat(capacity=1, active=1)
    assert admit(interview=ben, now=NOW) == Place(1, 600)
    assert admit(interview=ada, now=NOW) is None
    beat(capacity=4, active=1)
    assert admit(interview=ben, now=NOW) is None


def test_without_any_worker_nobody_is_told_of_a_queue() -> None:
    ada, ben = candidates(2)
    beat()
    later = at(seconds=6)
    with pytest.raises(NoInterviewer):
        issue_token(interview=ada, now=later)
    with pytest.raises(NoInterviewer):
        issue_token(interview=ben, now=at(seconds=7))
    beat(now=at(seconds=8))
    # Those who waited all the same are served in their order.
    with pytest.raises(Queued):
        issue_token(interview=ben, now=at(seconds=8))
    assert issue_token(interview=ada, now=at(seconds=8)).participant_token


def test_workers_that_never_reported_do_not_keep_anybody_out() -> None:
    (ada,) = candidates(1)
    assert admit(interview=ada, now=NOW) is None


def test_one_is_told_where_one_stands_in_a_sentence() -> None:
    ada, ben = candidates(2)
    beat()
    admit(interview=ada, now=NOW)
    with pytest.raises(Queued) as refusal:
        issue_token(interview=ben, now=at(seconds=1))
    error = refusal.value
    assert error.message == "All interviewers are busy. You are number 1; about 10 minutes."
    assert error.facts == {"position": 1, "estimate_s": 600}


def test_an_unknown_wait_is_said_to_be_unknown() -> None:
    assert Queued(Place(2, None)).message.endswith("You are number 2; how long it takes is not known.")
    assert Queued(Place(1, 60)).message.endswith("about 1 minute.")


@pytest.mark.parametrize(
    ("left", "places", "ahead", "expected"),
    [
        ([7, 3], 2, 0, 3),
        ([7, 3], 2, 1, 7),
        ([7, 3], 2, 2, 13),
        ([7, 3], 2, 3, 17),
        # One worker died: the first that ends frees nothing.
        ([7, 3], 1, 0, 7),
        # Over its time: it may end at any moment.
        ([0], 1, 0, 1),
        ([5], 0, 0, None),
    ],
)
def test_the_estimate_plays_the_queue_through(
    left: list[int], places: int, ahead: int, expected: int | None
) -> None:
    estimate = estimate_s(left=left, places=places, ahead=ahead, whole=10)
    assert estimate == (None if expected is None else 60 * expected)


def test_practice_and_hiring_stand_in_one_queue() -> None:
    (ada,) = candidates(1)
    ben = consented(make_practice())
    beat()
    assert admit(interview=ben, now=NOW) is None
    assert admit(interview=ada, now=at(seconds=1)) == Place(1, 600)


def test_no_place_is_kept_for_whoever_may_not_come_in() -> None:
    beat(capacity=0)
    with pytest.raises(ConsentMissing):
        issue_token(interview=make_interview(), now=NOW)
    over = consented(make_interview(job=make_job(job_title="Other"), status="created"))
    Interview.objects.filter(pk=over.pk).update(status="finished")
    over.refresh_from_db()
    with pytest.raises(InterviewOver):
        issue_token(interview=over, now=NOW)
    assert count_waiting(now=NOW) == 0


def test_whoever_types_meanwhile_waits_for_a_voice_like_anybody() -> None:
    ada, ben = candidates(2)
    beat()
    admit(interview=ada, now=NOW)
    switch_mode(interview=ben, mode="typed", now=NOW)
    started(ben)
    with pytest.raises(Queued):
        issue_token(interview=ben, now=at(seconds=1))
    ben.refresh_from_db()
    assert ben.mode == "typed"


def test_a_wait_is_noted_for_whoever_reads_the_interview() -> None:
    ada, ben = candidates(2)
    beat()
    admit(interview=ada, now=NOW)
    for seconds in (1, 8, 15, 22):
        beat(now=at(seconds=seconds))
        admit(interview=ben, now=at(seconds=seconds))
    assert ben.events.get(kind="waited").payload == {"seconds": 21}


def test_a_worker_that_says_goodbye_is_gone_at_once_and_its_row_stays_a_week() -> None:
    beat()
    dismiss_workers(names=["one"], now=NOW)
    assert not find_staff(now=NOW).is_there
    forget_gone_workers(now=at(seconds=6 * 86400))
    assert AgentWorker.objects.count() == 1
    forget_gone_workers(now=at(seconds=8 * 86400))
    assert AgentWorker.objects.count() == 0


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("places", [1, 4])
def test_of_twelve_who_come_in_one_moment_as_many_come_in_as_there_are_places(places: int) -> None:
    crowd = candidates(12)
    beat(capacity=places)

    def knock(number: int) -> Place | None:
        return admit(interview=Interview.objects.get(pk=crowd[number].pk), now=NOW)

    told: list[Any] = together(knock, count=len(crowd))
    assert told.count(None) == places
    assert sorted(place.position for place in told if place) == list(range(1, 13 - places))


@pytest.mark.django_db(transaction=True)
def test_one_link_in_many_tabs_takes_one_place(settings: Settings) -> None:
    interview = consented(make_interview(job=make_invitation().job))
    beat(capacity=3)
    told = together(lambda _: admit(interview=Interview.objects.get(pk=interview.pk), now=NOW))
    assert set(told) == {None}
    assert count_taken(staff=find_staff(now=NOW), now=NOW) == 1
