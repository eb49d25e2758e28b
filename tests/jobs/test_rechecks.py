"""Another look at a page: it always ends, says what it found, and leaves no trace where nothing changed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from jobs.errors import PostingError
from jobs.models import Intake, Job, Snapshot
from jobs.services.intake import requeue_stuck_intakes
from jobs.services.publishing import publish_job
from jobs.services.rechecks import recheck_due_jobs, recheck_job
from jobs.tasks import run_intake
from tests.jobs.conftest import page
from tests.jobs.readings import look_again, show, take_in
from tests.jobs.site import Site

pytestmark = pytest.mark.django_db


@pytest.fixture
def job(site: Site) -> Job:
    """A published job whose page is there."""
    job = take_in(show(site, etag='"v1"'))
    return publish_job(job=job)


def test_a_page_that_says_the_same_leaves_no_copy(site: Site, job: Job) -> None:
    body = site.answers["/job"]
    intake = look_again(job)

    assert (intake.status, intake.outcome, intake.kind) == ("done", "same", "again")
    assert (job.page_state, Snapshot.objects.count()) == ("same", 1)
    assert job.page_checked_at is not None
    assert site.answers["/job"] is body


def test_the_site_is_asked_only_for_what_changed(site: Site, job: Job) -> None:
    answered: list[str] = []

    def unchanged(handler: BaseHTTPRequestHandler) -> None:
        answered.append(handler.headers["If-None-Match"])
        handler.send_response(304)
        handler.end_headers()

    site.answers["/job"] = unchanged
    intake = look_again(job)

    assert answered == ['"v1"']
    assert (intake.outcome, job.page_state, Snapshot.objects.count()) == ("same", "same", 1)


def gone(site: Site) -> None:
    site.answer("/job", b"<h1>Gone</h1>", status=410)


def closed(site: Site) -> None:
    show(site, more={"validThrough": "2021-03-04"})


def broken(site: Site) -> None:
    site.answer("/job", b"", status=500)


def walled(site: Site) -> None:
    site.answer("/job", page("login.html").encode())


@pytest.mark.parametrize(
    ("becomes", "outcome", "reason", "state"),
    [
        (gone, "gone", "expired", "gone"),
        (closed, "gone", "expired", "gone"),
        (broken, "failed", "unreadable", "unreachable"),
        (walled, "failed", "login", "unreachable"),
    ],
)
def test_a_page_that_is_no_posting_any_more_is_told_and_closes_nothing(
    site: Site, job: Job, becomes: Callable[[Site], None], outcome: str, reason: str, state: str
) -> None:
    becomes(site)
    intake = look_again(job)

    assert (intake.status, intake.outcome, intake.reason) == ("done", outcome, reason)
    assert intake.problem.endswith(".")
    assert (job.page_state, job.status) == (state, "published")
    assert (job.job_title, Snapshot.objects.count()) == ("Pump Engineer", 1)


def test_a_page_that_comes_back_is_told_too(site: Site, job: Job) -> None:
    gone(site)
    look_again(job)
    show(site)

    assert (look_again(job).outcome, job.page_state) == ("same", "same")


def test_candidates_never_wait_for_another_look(client: Client, job: Job) -> None:
    recheck_job(job=job, now=timezone.now())
    response = client.get(reverse("jobs:progress", args=[job.public_id]))

    assert response.headers["Location"] == reverse("interviews:entry", args=[job.public_id])


def test_two_who_ask_at_once_wait_for_one_look(job: Job) -> None:
    first = recheck_job(job=job, now=timezone.now())

    assert recheck_job(job=job, now=timezone.now()) == first


def test_a_job_without_an_address_cannot_be_looked_at() -> None:
    with pytest.raises(PostingError):
        recheck_job(job=Job.objects.create(job_title="Typed"), now=timezone.now())


def test_a_look_whose_worker_dies_three_times_fails(job: Job) -> None:
    intake = recheck_job(job=job, now=timezone.now())
    Intake.objects.filter(pk=intake.pk).update(status="reading", attempts=3)
    requeue_stuck_intakes(now=timezone.now() + timedelta(minutes=2))

    intake.refresh_from_db()
    job.refresh_from_db()
    assert (intake.status, intake.outcome, job.page_state) == ("done", "failed", "unreachable")


class TestEveryDay:
    """What the periodic process does."""

    def test_a_published_job_is_looked_at_once_a_day(self, job: Job) -> None:
        now = timezone.now()

        assert recheck_due_jobs(now=now + timedelta(hours=23)) == 0
        assert recheck_due_jobs(now=now + timedelta(hours=25)) == 1
        assert recheck_due_jobs(now=now + timedelta(hours=25)) == 0

    def test_a_failed_look_counts_as_one(self, site: Site, job: Job) -> None:
        broken(site)
        look_again(job)

        assert recheck_due_jobs(now=timezone.now() + timedelta(hours=1)) == 0

    @pytest.mark.parametrize(
        "changes",
        [
            {"status": "draft"},
            {"status": "closed"},
            {"origin": "practice"},
            {"source_url": ""},
        ],
    )
    def test_other_jobs_are_left_alone(self, job: Job, changes: dict[str, Any]) -> None:
        Job.objects.update(**changes)

        assert recheck_due_jobs(now=timezone.now() + timedelta(days=2)) == 0

    def test_a_board_that_forbids_reading_is_never_asked_and_holds_up_nobody(self, job: Job) -> None:
        url = "https://www.linkedin.com/jobs/view/1"
        Job.objects.create(status="published", source_url=url, canonical_url=url)

        assert recheck_due_jobs(now=timezone.now() + timedelta(days=2)) == 1
        assert not Intake.objects.filter(url=url).exists()

    def test_nobody_needs_it(self, job: Job, settings: Any) -> None:
        settings.RECHECK_HOURS = 0

        assert recheck_due_jobs(now=timezone.now() + timedelta(days=2)) == 0

    def test_a_few_at_a_time_the_longest_unseen_first(self, settings: Any) -> None:
        now = timezone.now()
        for number in range(25):
            seen = None if number == 24 else now - timedelta(days=2, minutes=number)
            url = f"https://example.com/{number}"
            Job.objects.create(status="published", source_url=url, canonical_url=url, page_checked_at=seen)

        assert recheck_due_jobs(now=now) == 20
        assert not Intake.objects.filter(url="https://example.com/0").exists()
        assert Intake.objects.filter(url="https://example.com/24").exists()
        assert recheck_due_jobs(now=now) == 5


def test_a_task_that_comes_too_late_changes_nothing(site: Site, job: Job) -> None:
    intake = look_again(job)
    gone(site)
    run_intake.call(intake.pk)

    job.refresh_from_db()
    assert job.page_state == "same"
