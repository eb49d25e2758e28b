"""What a recruiter does with a job's fields: accept, correct, clear, decide, undo."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from jobs.errors import PostingError
from jobs.models import Job
from jobs.services.corrections import save_correction
from jobs.services.publishing import (
    close_job,
    describe_last_change,
    publish_job,
    reject_job,
    restore_job,
    undo_last_change,
)
from jobs.services.review import accept_field, accept_job, clear_field, correct_field, resolve_conflict
from tests.jobs.readings import look_again, show, take_in
from tests.jobs.site import Site

pytestmark = pytest.mark.django_db


@pytest.fixture
def rita(db: None) -> User:
    return User.objects.create_user("rita", is_staff=True)


@pytest.fixture
def job(site: Site) -> Job:
    """A draft as its page has it."""
    return take_in(show(site, pay=40_000))


def by(user: User) -> dict[str, Any]:
    return {"user": user, "now": timezone.now()}


class TestFields:
    """One field."""

    def test_an_accepted_field_stays_the_page_s_and_says_who_looked(self, job: Job, rita: User) -> None:
        job = accept_field(job=job, field="job_title", **by(rita))

        entry = job.provenance["job_title"]
        assert (entry["source"], entry["checked_by"]) == ("jsonld", rita.pk)
        assert entry["checked_at"].startswith("20")

    def test_a_corrected_field_is_the_person_s(self, job: Job, rita: User) -> None:
        job = correct_field(job=job, field="location", value="  Cork,\u200b Ireland ", **by(rita))

        assert job.location == "Cork, Ireland"
        assert (job.provenance["location"]["source"], job.provenance["location"]["checked_by"]) == (
            "person",
            rita.pk,
        )

    def test_a_cleared_field_says_that_a_person_cleared_it(self, job: Job, rita: User) -> None:
        job = clear_field(job=job, field="salary_range", **by(rita))

        assert (job.salary_range, job.salary) == ("", {})
        assert job.provenance["salary_range"]["source"] == "person"

    def test_an_edit_of_another_field_in_between_is_not_undone(self, job: Job, rita: User) -> None:
        stale = Job.objects.get(pk=job.pk)
        correct_field(job=job, field="location", value="Cork", **by(rita))
        job = correct_field(job=stale, field="job_title", value="Engineer of Pumps", **by(rita))

        assert (job.location, job.job_title) == ("Cork", "Engineer of Pumps")

    @pytest.mark.parametrize("field", ["status", "created_by", "canonical_url", "nothing"])
    def test_what_is_no_field_of_a_posting_is_refused(self, job: Job, rita: User, field: str) -> None:
        for act in (accept_field, clear_field):
            with pytest.raises(PostingError):
                act(job=job, field=field, **by(rita))
        with pytest.raises(PostingError):
            save_correction(job=job, changes={field: "x"}, user=rita)

    def test_an_empty_field_is_neither_accepted_nor_corrected_to_nothing(self, job: Job, rita: User) -> None:
        with pytest.raises(PostingError):
            accept_field(job=job, field="requirements", **by(rita))
        with pytest.raises(PostingError):
            correct_field(job=job, field="location", value=" ", **by(rita))

    def test_a_published_job_keeps_its_title(self, job: Job, rita: User) -> None:
        publish_job(job=job)
        with pytest.raises(PostingError):
            clear_field(job=job, field="job_title", **by(rita))

        job.refresh_from_db()
        assert job.job_title


class TestJobs:
    """The whole job."""

    def test_an_accepted_job_leaves_the_list_to_review(self, job: Job, rita: User) -> None:
        assert job in Job.objects.to_review()
        job = accept_job(job=job, **by(rita))

        assert (job.reviewed_by, job.status) == (rita, "draft")
        assert job not in Job.objects.to_review()
        assert all(entry["checked_by"] == rita.pk for entry in job.provenance.values())

    def test_a_job_without_text_is_not_accepted(self, rita: User) -> None:
        with pytest.raises(PostingError, match="description"):
            accept_job(job=Job.objects.create(job_title="Pump Engineer"), **by(rita))

    def test_a_rejected_job_comes_back_as_a_draft(self, job: Job) -> None:
        job = reject_job(job=job)
        assert job.status == "rejected"
        assert job not in Job.objects.to_review()
        with pytest.raises(PostingError):
            publish_job(job=job)

        assert restore_job(job=job).status == "draft"

    def test_only_drafts_are_rejected_and_only_the_rejected_restored(self, job: Job) -> None:
        publish_job(job=job)
        for act in (reject_job, restore_job):
            with pytest.raises(PostingError):
                act(job=job)


class TestConflicts:
    """The page says something else than a person."""

    @pytest.fixture
    def torn(self, site: Site, job: Job, rita: User) -> Job:
        save_correction(job=job, changes={"salary_range": "1 EUR per hour"}, user=rita)
        show(site, pay=60_000)
        look_again(job)
        return job

    def test_the_person_s_words_are_kept(self, torn: Job, rita: User) -> None:
        job = resolve_conflict(job=torn, field="salary_range", take="mine", **by(rita))

        assert (job.salary_range, job.conflicts) == ("1 EUR per hour", {})
        assert job.provenance["salary_range"]["source"] == "person"

    def test_the_page_s_words_are_taken_with_their_origin_and_sums(self, torn: Job, rita: User) -> None:
        job = resolve_conflict(job=torn, field="salary_range", take="page", **by(rita))

        assert (job.salary["min"], job.conflicts) == (60_000, {})
        entry = job.provenance["salary_range"]
        assert (entry["source"], entry["checked_by"]) == ("jsonld", rita.pk)
        assert set(entry) == {"source", "path", "snippet", "confidence", "checked_by", "checked_at"}

    def test_taken_words_follow_the_page_again(self, site: Site, torn: Job, rita: User) -> None:
        resolve_conflict(job=torn, field="salary_range", take="page", **by(rita))
        show(site, pay=70_000)
        look_again(torn)

        assert torn.salary["min"] == 70_000

    def test_a_conflict_is_decided_once(self, torn: Job, rita: User) -> None:
        resolve_conflict(job=torn, field="salary_range", take="mine", **by(rita))
        with pytest.raises(PostingError):
            resolve_conflict(job=torn, field="salary_range", take="page", **by(rita))

    def test_a_job_with_an_open_conflict_is_not_accepted(self, torn: Job, rita: User) -> None:
        assert torn in Job.objects.to_review()
        with pytest.raises(PostingError):
            accept_job(job=torn, **by(rita))

    def test_a_correction_settles_the_conflict(self, torn: Job, rita: User) -> None:
        assert correct_field(job=torn, field="salary_range", value="2 EUR", **by(rita)).conflicts == {}


class TestUndo:
    """The last change of the words, back again."""

    def test_a_correction_is_taken_back_with_its_origin(self, job: Job, rita: User) -> None:
        before = job.provenance["job_title"]
        job = correct_field(job=job, field="job_title", value="Engineer of Pumps", **by(rita))
        job = undo_last_change(job=job, user=rita)

        assert (job.job_title, job.provenance["job_title"]) == ("Pump Engineer", before)
        assert job.history.latest().history_user == rita

    def test_a_reading_is_taken_back_with_its_sums(self, site: Site, job: Job, rita: User) -> None:
        show(site, pay=60_000)
        look_again(job)
        job = undo_last_change(job=job, user=rita)

        assert job.salary["min"] == 40_000
        look_again(job)
        assert job.salary["min"] == 40_000

    def test_what_would_come_back_is_said_before(self, job: Job, rita: User) -> None:
        correct_field(job=job, field="job_title", value="Engineer of Pumps", **by(rita))
        change = describe_last_change(job=job)

        assert change is not None
        assert change.fields == {"job_title": ("Engineer of Pumps", "Pump Engineer")}
        assert change.reason == "Written by a person"

    def test_changes_of_other_things_do_not_stand_in_the_way(self, job: Job, rita: User) -> None:
        job = correct_field(job=job, field="location", value="Cork", **by(rita))
        accept_field(job=job, field="job_title", **by(rita))
        close_job(job=job)
        job = undo_last_change(job=job, user=rita)

        assert (job.location, job.status) == ("Sligo", "closed")
        assert job.provenance["job_title"]["checked_by"] == rita.pk

    def test_of_two_who_undo_the_same_change_one_does(self, job: Job, rita: User) -> None:
        correct_field(job=job, field="job_title", value="Engineer of Pumps", **by(rita))
        change = describe_last_change(job=job)
        assert change is not None
        undo_last_change(job=job, user=rita, expected=change.key)
        with pytest.raises(PostingError, match="meanwhile"):
            undo_last_change(job=job, user=rita, expected=change.key)

        job.refresh_from_db()
        assert job.job_title == "Pump Engineer"

    def test_undone_twice_is_done_again(self, job: Job, rita: User) -> None:
        correct_field(job=job, field="job_title", value="Engineer of Pumps", **by(rita))
        undo_last_change(job=job, user=rita)

        assert undo_last_change(job=job, user=rita).job_title == "Engineer of Pumps"

    def test_a_published_job_is_not_emptied(self, job: Job, rita: User) -> None:
        publish_job(job=job)
        with pytest.raises(PostingError):
            undo_last_change(job=job, user=rita)

        job.refresh_from_db()
        assert job.has_text

    def test_a_job_that_never_changed_has_nothing_to_undo(self, rita: User) -> None:
        job = Job.objects.create(job_title="Pump Engineer")

        assert describe_last_change(job=job) is None
        with pytest.raises(PostingError):
            undo_last_change(job=job, user=rita)
