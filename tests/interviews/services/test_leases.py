"""One agent at a time may speak, and a dead one is replaced."""

from __future__ import annotations

import os

import pytest

from interviews.models import Interview
from interviews.services.leases import (
    claim_interview,
    lose_leases,
    release_lease,
    renew_lease,
    worker_name,
)
from interviews.services.sessions import switch_mode
from tests.interviews.makers import NOW, at, consented, make_interview

pytestmark = pytest.mark.django_db


def test_a_free_interview_is_claimed_with_its_plan() -> None:
    interview = consented()
    lease = claim_interview(public_id=interview.public_id, holder="one", now=NOW)
    assert lease is not None
    assert (lease.interview, lease.epoch, lease.plan.key) == (interview, 1, "baker")


def test_a_second_agent_is_turned_away_while_the_first_is_alive() -> None:
    interview = consented()
    first = claim_interview(public_id=interview.public_id, holder="one", now=NOW)
    assert first is not None
    assert renew_lease(interview=interview, epoch=first.epoch, now=at(seconds=2))
    assert claim_interview(public_id=interview.public_id, holder="two", now=at(seconds=5)) is None


def test_a_silent_agent_is_replaced_and_refused() -> None:
    interview = consented()
    first = claim_interview(public_id=interview.public_id, holder="one", now=NOW)
    second = claim_interview(public_id=interview.public_id, holder="two", now=at(seconds=3.1))
    assert first is not None and second is not None
    assert second.epoch > first.epoch
    assert not renew_lease(interview=interview, epoch=first.epoch, now=at(seconds=4))
    assert renew_lease(interview=interview, epoch=second.epoch, now=at(seconds=4))


def test_the_same_holder_may_claim_again() -> None:
    interview = consented()
    first = claim_interview(public_id=interview.public_id, holder="one", now=NOW)
    again = claim_interview(public_id=interview.public_id, holder="one", now=NOW)
    assert first is not None and again is not None
    assert again.epoch == first.epoch + 1


def test_a_released_interview_is_free_at_once() -> None:
    interview = consented()
    first = claim_interview(public_id=interview.public_id, holder="one", now=NOW)
    assert first is not None
    release_lease(interview=interview, epoch=first.epoch)
    assert not renew_lease(interview=interview, epoch=first.epoch, now=NOW)
    assert claim_interview(public_id=interview.public_id, holder="two", now=NOW) is not None


def test_all_that_a_dead_worker_held_is_free_at_once_and_nothing_else() -> None:
    interview = consented()
    claim_interview(public_id=interview.public_id, holder="one", now=NOW)
    other = consented()
    Interview.objects.filter(pk=other.pk).update(lease_holder="elsewhere", heartbeat_at=NOW)
    assert lose_leases(worker="another-machine-1", now=NOW) == 0
    assert lose_leases(worker=worker_name(os.getsid(0)), now=NOW) == 1
    assert claim_interview(public_id=interview.public_id, holder="two", now=NOW) is not None
    assert claim_interview(public_id=other.public_id, holder="two", now=NOW) is None


def test_an_old_holder_cannot_release_the_new_one() -> None:
    interview = consented()
    claim_interview(public_id=interview.public_id, holder="one", now=NOW)
    second = claim_interview(public_id=interview.public_id, holder="two", now=at(seconds=9))
    assert second is not None
    release_lease(interview=interview, epoch=1)
    assert renew_lease(interview=interview, epoch=second.epoch, now=at(seconds=9))


@pytest.mark.parametrize("status", ["created", "finished", "left", "abandoned"])
def test_there_is_nothing_to_hold_before_consent_and_after_the_end(status: str) -> None:
    interview = make_interview(status=status)
    assert claim_interview(public_id=interview.public_id, holder="one", now=NOW) is None


def test_a_typed_interview_has_no_agent() -> None:
    interview = consented()
    switch_mode(interview=interview, mode=Interview.Mode.TYPED, now=NOW)
    assert claim_interview(public_id=interview.public_id, holder="one", now=NOW) is None


def test_an_unknown_interview_cannot_be_claimed() -> None:
    assert claim_interview(public_id="nobody", holder="one", now=NOW) is None
