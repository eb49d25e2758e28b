"""Many processes at once: whatever is tried together happens once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from interviews.engine.events import Heard
from interviews.models import Candidate, Interview
from interviews.services.asked import asked_turn
from interviews.services.consent import consent_document, give_consent
from interviews.services.drafts import keep_draft
from interviews.services.entry import find_link, open_interview
from interviews.services.leases import claim_interview
from interviews.services.plans import import_plan
from interviews.services.sessions import leave_interview, switch_mode
from interviews.services.typed_answers import record_typed
from interviews.throttle import allow
from tests.interviews.makers import (
    NOW,
    PLAN,
    at,
    consented,
    make_candidate,
    make_interview,
    make_invitation,
    make_job,
    say,
    started,
)

pytestmark = pytest.mark.django_db(transaction=True)

CROWD = 6


def together(act: Callable[[int], Any], *, count: int = CROWD) -> list[Any]:
    """Run `act(0)`, `act(1)`, ... in threads that start at the same moment; return what each returned."""
    barrier, results = threading.Barrier(count), [None] * count

    def run(number: int) -> None:
        try:
            barrier.wait()
            results[number] = act(number)
        except Exception as error:
            results[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    failures = [result for result in results if isinstance(result, Exception)]
    assert not failures, failures
    return results


def test_one_agent_wins_an_interview() -> None:
    interview = consented()
    leases = together(lambda n: claim_interview(public_id=interview.public_id, holder=f"agent-{n}", now=NOW))
    won = [lease for lease in leases if lease is not None]
    interview.refresh_from_db()
    assert len(won) == 1
    assert interview.lease_epoch == won[0].epoch == 1
    assert interview.lease_holder == won[0].interview.lease_holder


def test_reports_that_arrive_together_are_folded_one_after_the_other() -> None:
    interview = started()
    together(lambda n: say(interview, "Could you repeat the question?", report_id=f"r{n}"))
    interview.refresh_from_db()
    assert interview.sequence == 1 + CROWD
    assert list(interview.events.values_list("sequence", flat=True)) == list(range(1, CROWD + 2))
    numbers = list(interview.turns.values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
    assert interview.turns.filter(role="candidate").count() == CROWD


def test_the_same_report_sent_together_is_counted_once() -> None:
    interview = started()
    outcomes = together(lambda _: say(interview, "A rye loaf.", report_id="same"))
    assert len({tuple(turn.pk for turn in outcome.turns) for outcome in outcomes}) == 1
    assert interview.turns.filter(text="A rye loaf.").count() == 1


def test_a_personal_link_opened_in_many_tabs_is_one_interview() -> None:
    link = find_link(link_id=make_invitation(candidate=make_candidate()).public_id, now=NOW)
    opened = together(lambda _: open_interview(link=link, known=None, now=NOW))
    assert len({interview.pk for interview in opened}) == 1


def test_a_consent_that_is_clicked_many_times_makes_one_candidate() -> None:
    invitation = make_invitation()
    interview = make_interview(invitation=invitation, job=invitation.job, plan=invitation.plan)
    sha256 = consent_document(interview=interview).sha256

    def agree(_: int) -> None:
        page = Interview.objects.get(pk=interview.pk)
        give_consent(interview=page, sha256=sha256, candidate_name="Ada Okafor", now=NOW)

    together(agree)
    assert Candidate.objects.count() == 1
    assert interview.consents.count() == 1


def test_versions_saved_together_get_numbers_of_their_own() -> None:
    job = make_job()
    saved = together(
        lambda n: import_plan(text=PLAN.replace("minutes: 10", f"minutes: {20 + n}"), job=job), count=4
    )
    assert sorted(version.version for version in saved) == [1, 2, 3, 4]


def test_a_bucket_gives_no_token_twice() -> None:
    allowed = together(lambda _: allow(key="k", capacity=3, per_seconds=60, now=NOW))
    assert sum(allowed) <= 3


def test_of_answers_that_several_devices_send_at_once_one_is_the_answer() -> None:
    interview = consented()
    switch_mode(interview=interview, mode="typed", now=NOW)
    started(interview)
    asked = asked_turn(interview=interview)

    def send(number: int) -> bool:
        outcome = record_typed(
            interview=interview,
            event=Heard(f"Rye, from device {number}."),
            asked=asked,
            draft="",
            report_id=f"{number:032x}",
            now=at(seconds=30),
        )
        return outcome is not None

    assert sum(together(send)) == 1
    assert list(interview.turns.filter(kind="answer").values_list("question", flat=True)) == ["loaf"]


def test_a_draft_that_comes_with_the_end_does_not_outlive_it() -> None:
    interview = consented()
    switch_mode(interview=interview, mode="typed", now=NOW)
    started(interview)
    asked = asked_turn(interview=interview)

    def act(number: int) -> None:
        if number == CROWD - 1:
            leave_interview(interview=interview, now=at(seconds=30))
        else:
            keep_draft(interview=interview, asked=asked, text="My unsent words")

    together(act)
    interview.refresh_from_db()
    assert (interview.status, interview.draft) == ("left", "")
