"""From an address or a text to a job: once, without losing anything, and never without a way on."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from jobs.errors import PostingError
from jobs.finding import GONE, UNREADABLE, Finding
from jobs.models import Intake, Job
from jobs.reading import FAILED, read_intake, read_page
from jobs.scraping.fetch import Fetched
from jobs.scraping.reasons import Reason
from jobs.services.intake import requeue_stuck_intakes, start_intake
from jobs.services.pasted import import_text
from jobs.tasks import run_intake
from tests.jobs.conftest import page
from tests.jobs.site import Site
from tests.jobs.test_pasted_text import PASTED, take_in

pytestmark = pytest.mark.django_db


def queued(url: str = "https://example.com/1") -> Intake:
    return Intake.objects.create(job=Job.objects.create(canonical_url=url, source_url=url), url=url)


def test_an_address_becomes_a_job_with_its_fields_and_their_provenance(site: Site) -> None:
    intake = take_in(site.url("jsonld_graph.html"))

    job = intake.job
    job.refresh_from_db()
    assert (intake.status, intake.problem) == ("done", "")
    assert (job.job_title, job.company_name, job.location) == (
        "Lighthouse Keeper of Systems",
        "Marrow & Tide Ltd",
        "Galway, Ireland",
    )
    assert job.requirements.startswith("• 4+ years")
    assert job.provenance["location"]["source"] == "jsonld"
    assert job.status == Job.Status.DRAFT


def test_the_page_is_kept_as_it_was_fetched(site: Site) -> None:
    snapshot = take_in(site.url("plain.html")).snapshot

    assert snapshot.body == page("plain.html")
    assert snapshot.http_status == 200
    assert len(snapshot.sha256) == 64
    assert snapshot.final_url == site.url("plain.html")


def test_the_same_posting_again_is_the_same_job_and_is_not_fetched_again(site: Site) -> None:
    first = take_in(site.url("plain.html"))
    second = start_intake(
        url=site.url("plain.html") + "?utm_source=mail#apply", origin=Job.Origin.PRACTICE, now=timezone.now()
    )

    assert second == first
    assert Job.objects.count() == 1
    assert len(site.pages) == 1


def test_two_people_who_submit_at_once_wait_for_one_reading() -> None:
    first = start_intake(url="https://example.com/jobs/1", origin=Job.Origin.PRACTICE, now=timezone.now())
    second = start_intake(url="example.com/jobs/1", origin=Job.Origin.PRACTICE, now=timezone.now())

    assert first == second
    assert DBTaskResult.objects.count() == 1


def test_a_posting_that_could_not_be_read_is_tried_again(site: Site) -> None:
    first = take_in(site.url("later.html"))
    site.answer("/later.html", page("plain.html").encode())
    second = take_in(site.url("later.html"))

    assert (first.status, second.status) == ("needs_text", "done")
    assert first.job == second.job


def test_a_recruiter_who_adds_a_practice_posting_gets_a_job_of_their_own(recruiter: Any) -> None:
    start_intake(url="https://example.com/jobs/1", origin=Job.Origin.PRACTICE, now=timezone.now())
    intake = start_intake(
        url="https://example.com/jobs/1",
        origin=Job.Origin.RECRUITER,
        created_by=recruiter,
        now=timezone.now(),
    )

    assert intake.job.origin == Job.Origin.RECRUITER
    assert intake.job.created_by == recruiter


@pytest.mark.parametrize(
    "url", ["", "backend engineer", "http://", "ftp://example.com/1", "javascript:alert(1)", "mailto:a@b.c"]
)
def test_what_is_no_address_is_refused_with_a_sentence_and_makes_no_job(url: str) -> None:
    with pytest.raises(PostingError) as refusal:
        start_intake(url=url, origin=Job.Origin.PRACTICE, now=timezone.now())

    assert refusal.value.message.startswith("Enter the address")
    assert not Job.objects.exists()


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("login.html", ""),
        ("shell.html", "Glass Teacher"),
        ("closed.html", "Clockmaker"),
        ("several.html", ""),
    ],
)
def test_a_page_that_is_not_one_open_posting_asks_for_the_text_and_keeps_what_was_found(
    site: Site, name: str, found: str
) -> None:
    intake = take_in(site.url(name))

    assert intake.status == "needs_text"
    assert intake.problem.endswith(".")
    assert Job.objects.get().job_title == found


def test_a_closed_posting_says_when_it_closed(site: Site) -> None:
    assert take_in(site.url("closed.html")).problem == "That posting closed on 4 March 2021."


@pytest.mark.parametrize(
    ("status", "problem"), [(404, GONE), (410, GONE), (403, UNREADABLE), (429, UNREADABLE), (500, UNREADABLE)]
)
def test_what_the_server_says_is_told_in_a_sentence(site: Site, status: int, problem: str) -> None:
    site.answer("/x", page("plain.html").encode(), status=status)

    assert take_in(site.url("x")).problem == problem


def test_an_address_inside_the_network_reads_like_one_that_does_not_answer(settings: Any) -> None:
    settings.FETCH_TEST_ADDRESSES = []

    inside = take_in("http://10.0.0.1.nip.example/1")

    assert (inside.status, inside.problem) == ("needs_text", Reason.UNREADABLE.sentence)


def test_sites_that_forbid_reading_are_not_asked(site: Site) -> None:
    intake = take_in("https://www.linkedin.com/jobs/view/1")

    assert (intake.status, intake.reason) == ("needs_text", Reason.BLOCKED)
    assert "paste it here" in intake.problem
    assert intake.job.source_url == "https://www.linkedin.com/jobs/view/1"


def test_nor_when_another_address_leads_to_them(site: Site) -> None:
    site.answer("/short", b"", status=302, location="https://www.linkedin.com/jobs/view/1")

    intake = take_in(site.url("short"))

    assert (intake.status, intake.reason) == ("needs_text", Reason.BLOCKED)
    assert "paste it here" in intake.problem


def test_what_a_recruiter_wrote_is_not_overwritten(site: Site) -> None:
    intake = start_intake(url=site.url("plain.html"), origin=Job.Origin.RECRUITER, now=timezone.now())
    Job.objects.update(job_title="Engineer of pumps")
    run_intake.call(intake.pk)

    job = Job.objects.get()
    assert job.job_title == "Engineer of pumps"
    assert "job_title" not in job.provenance
    assert job.description


def test_reading_twice_fetches_once(site: Site) -> None:
    intake = take_in(site.url("plain.html"))
    run_intake.call(intake.pk)

    assert len(site.pages) == 1


def test_a_task_for_an_intake_that_is_gone_does_nothing() -> None:
    run_intake.call(4711)


def test_an_error_of_ours_asks_for_the_text_and_shows_nothing_of_itself() -> None:
    def broken(url: str) -> Finding:
        raise RuntimeError("secret detail")

    intake = read_intake(intake=queued(), find=broken)

    assert (intake.status, intake.problem) == ("needs_text", FAILED)


def test_a_reading_that_ends_after_the_text_was_pasted_changes_nothing() -> None:
    intake = queued()

    def pasted_meanwhile(url: str) -> Finding:
        import_text(job=intake.job, text=PASTED)
        fetched = Fetched(url, 200, "text/html", page("jsonld_graph.html"))
        return Finding(fetched, read_page(fetched, url))

    intake = read_intake(intake=intake, find=pasted_meanwhile)

    assert intake.status == "done"
    assert Job.objects.get().job_title == "Pump Engineer"


def test_an_intake_whose_worker_died_is_queued_again() -> None:
    intake = queued()
    Intake.objects.update(status="fetching", attempts=1)

    now = timezone.now() + timedelta(seconds=61)
    assert requeue_stuck_intakes(now=now) == 1
    assert requeue_stuck_intakes(now=now) == 0

    intake.refresh_from_db()
    assert intake.status == "queued"
    assert DBTaskResult.objects.count() == 1


def test_an_intake_that_is_still_being_read_is_left_alone() -> None:
    queued()
    Intake.objects.update(status="reading", attempts=1)

    assert requeue_stuck_intakes(now=timezone.now() + timedelta(seconds=30)) == 0


def test_after_three_attempts_the_text_is_asked_for() -> None:
    intake = queued()
    Intake.objects.update(status="reading", attempts=3)

    assert requeue_stuck_intakes(now=timezone.now() + timedelta(seconds=61)) == 0

    intake.refresh_from_db()
    assert (intake.status, intake.problem) == ("needs_text", FAILED)


class TestWorkersThatNeverBegan:
    """An intake that waits although no task will read it."""

    def waiting(self, **task: Any) -> Intake:
        """An intake whose task is in the state `task`."""
        start_intake(url="https://example.com/jobs/1", origin=Job.Origin.PRACTICE)
        DBTaskResult.objects.update(**task)
        return Intake.objects.get()

    def later(self, seconds: int = 61) -> Any:
        return timezone.now() + timedelta(seconds=seconds)

    def test_a_task_that_waits_is_fine_however_long(self) -> None:
        self.waiting()

        assert requeue_stuck_intakes(now=self.later(100_000)) == 0

    def test_a_task_whose_worker_died_at_once_is_queued_again_once(self) -> None:
        intake = self.waiting(status="RUNNING", started_at=timezone.now())

        assert requeue_stuck_intakes(now=self.later()) == 1
        assert requeue_stuck_intakes(now=self.later()) == 0
        intake.refresh_from_db()
        assert str(DBTaskResult.objects.get(status="READY").pk) == intake.task_id

    def test_a_task_that_a_worker_has_just_taken_is_left_alone(self) -> None:
        self.waiting(status="RUNNING", started_at=timezone.now() + timedelta(seconds=60))

        assert requeue_stuck_intakes(now=self.later()) == 0

    @pytest.mark.parametrize("status", ["FAILED", "SUCCESSFUL"])
    def test_a_task_that_ended_without_reading_is_queued_again(self, status: str) -> None:
        self.waiting(status=status, started_at=timezone.now(), finished_at=timezone.now())

        assert requeue_stuck_intakes(now=self.later()) == 1

    def test_a_task_that_never_was_is_made(self) -> None:
        intake = queued()

        assert requeue_stuck_intakes(now=self.later()) == 1
        assert DBTaskResult.objects.get().args_kwargs["args"] == [intake.pk]

    def test_it_is_given_up_after_three_attempts(self) -> None:
        self.waiting()
        for attempt in (1, 1, 1, 0):
            DBTaskResult.objects.update(status="RUNNING", started_at=timezone.now())
            Intake.objects.update(updated_at=timezone.now())
            assert requeue_stuck_intakes(now=self.later()) == attempt

        assert Intake.objects.get().status == "needs_text"

    def test_nothing_stuck_costs_two_queries(self, django_assert_max_num_queries: Any) -> None:
        for number in range(5):
            start_intake(url=f"https://example.com/jobs/{number}", origin=Job.Origin.PRACTICE)
        with django_assert_max_num_queries(2):
            requeue_stuck_intakes(now=self.later())
