"""Two jobs that are one posting: found, merged so that nothing is lost, and taken apart again."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from interviews.models import Invitation
from jobs.errors import PostingError
from jobs.models import Job, Team
from jobs.services.corrections import save_correction
from jobs.services.duplicates import find_duplicates, merge_jobs, unmerge_job
from jobs.services.intake import start_intake
from jobs.services.publishing import publish_job, reopen_job
from tests.interviews.makers import make_invitation
from tests.jobs.readings import WORDS

pytestmark = pytest.mark.django_db


@pytest.fixture
def rita(db: None) -> User:
    return User.objects.create_user("rita", is_staff=True)


def make(**fields: Any) -> Job:
    """A recruiter's job with all that follows from its words."""
    words = {"job_title": "Pump Engineer", "company_name": "Saltmarsh Works", "description": WORDS}
    words |= {name: fields.pop(name) for name in (*words, "location") if name in fields}
    return save_correction(job=Job.objects.create(**fields), changes=words, user=None)


OTHER_WORDS = "Northlight teaches glass in the evenings, to whoever comes through its blue door. " * 4


class TestFinding:
    """What counts as perhaps the same."""

    def test_one_text_is_one_posting_whatever_it_is_called(self) -> None:
        job, other = make(), make(job_title="Engineer (Pumps)", company_name="Via Agency")

        assert [(found.job, found.reason) for found in find_duplicates(job=job)] == [(other, "text")]

    def test_one_position_is_perhaps_the_same(self) -> None:
        job = make()
        other = make(
            description=OTHER_WORDS, job_title="Pump Engineer (m/f/d)", company_name="Saltmarsh works"
        )

        assert [(found.job, found.reason) for found in find_duplicates(job=job)] == [(other, "position")]

    def test_one_position_at_another_place_is_another_job(self) -> None:
        job = make(location="Sligo, Ireland")
        make(location="Cork", description=OTHER_WORDS)
        near = make(location="Sligo", description=OTHER_WORDS + "Soon.")

        assert [found.job for found in find_duplicates(job=job)] == [near]

    def test_one_address_is_the_surest(self) -> None:
        job = make(canonical_url="https://example.com/1", source_url="https://example.com/1")
        pasted = make(source_url="https://example.com/1?utm_source=mail")

        assert [(found.job, found.reason) for found in find_duplicates(job=job)] == [(pasted, "address")]

    def test_other_postings_visitors_and_merged_jobs_do_not_count(self, rita: User) -> None:
        job, merged = make(), make()
        make(job_title="Glass Teacher", company_name="Northlight", description=OTHER_WORDS)
        make(origin="practice")
        merge_jobs(keep=job, duplicate=merged, user=rita)

        assert find_duplicates(job=job) == []

    def test_nobody_learns_of_another_team_s_jobs(self, rita: User) -> None:
        job = make(created_by=rita)
        make(team=Team.objects.create(name="Others"))

        assert find_duplicates(job=job, user=rita) == []


class TestMerging:
    """What becomes of the two."""

    @pytest.fixture
    def two(self) -> tuple[Job, Job]:
        keep = make(canonical_url="https://example.com/1", source_url="https://example.com/1")
        other = make(
            canonical_url="https://example.com/2", source_url="https://example.com/2", location="Sligo"
        )
        return keep, publish_job(job=other)

    def test_the_kept_job_takes_what_only_the_other_knows(self, two: tuple[Job, Job], rita: User) -> None:
        keep, other = two
        kept = merge_jobs(keep=keep, duplicate=other, user=rita)
        other.refresh_from_db()

        assert kept.location == "Sligo"
        assert kept.provenance["location"]["merged_from"] == other.public_id
        assert (other.status, other.merged_into) == ("closed", keep)

    def test_invitations_stay_where_they_are(self, two: tuple[Job, Job], rita: User) -> None:
        keep, other = two
        make_invitation(job=other)
        merge_jobs(keep=keep, duplicate=other, user=rita)

        assert Invitation.objects.get().job == other

    def test_the_address_of_the_other_leads_to_the_kept_job(self, two: tuple[Job, Job], rita: User) -> None:
        keep, other = two
        merge_jobs(keep=keep, duplicate=other, user=rita)
        intake = start_intake(
            url="https://example.com/2", origin=Job.Origin.RECRUITER, created_by=None, now=timezone.now()
        )

        assert (intake.job, intake.status) == (keep, "done")

    def test_taken_apart_both_are_as_before(self, two: tuple[Job, Job], rita: User) -> None:
        keep, other = two
        merge_jobs(keep=keep, duplicate=other, user=rita)
        other = unmerge_job(job=other)
        keep.refresh_from_db()

        assert (other.status, other.merged_into) == ("published", None)
        assert (keep.location, keep.provenance.get("location")) == ("", None)

    def test_what_was_rewritten_after_the_merge_stays(self, two: tuple[Job, Job], rita: User) -> None:
        keep, other = two
        kept = merge_jobs(keep=keep, duplicate=other, user=rita)
        save_correction(job=kept, changes={"location": "Cork"}, user=rita)
        unmerge_job(job=other)

        keep.refresh_from_db()
        assert keep.location == "Cork"

    def test_a_merged_job_is_not_opened_again_by_itself(self, two: tuple[Job, Job], rita: User) -> None:
        keep, other = two
        merge_jobs(keep=keep, duplicate=other, user=rita)

        with pytest.raises(PostingError, match="merged"):
            reopen_job(job=other)

    def test_a_job_and_itself_a_merged_one_and_a_circle_are_refused(
        self, two: tuple[Job, Job], rita: User
    ) -> None:
        keep, other = two
        third = make()
        merge_jobs(keep=keep, duplicate=other, user=rita)

        for one, two_ in ((keep, keep), (other, keep), (other, third), (third, other)):
            with pytest.raises(PostingError):
                merge_jobs(keep=one, duplicate=two_, user=rita)

    def test_a_chain_leads_to_its_end(self, two: tuple[Job, Job], rita: User) -> None:
        keep, other = two
        last = make()
        merge_jobs(keep=keep, duplicate=other, user=rita)
        merge_jobs(keep=last, duplicate=keep, user=rita)
        intake = start_intake(url="https://example.com/2", origin=Job.Origin.RECRUITER, now=timezone.now())

        assert intake.job == last

    def test_a_job_that_is_not_merged_cannot_be_taken_apart(self) -> None:
        with pytest.raises(PostingError):
            unmerge_job(job=make())
