"""What recruiters see and do with jobs, and who may not."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse

from jobs.models import Intake, Job

pytestmark = pytest.mark.django_db

LIST = reverse("admin:jobs_job_changelist")


def change_page(job: Job) -> str:
    return reverse("admin:jobs_job_change", args=[job.pk])


def act(client: Client, name: str, job: Job) -> None:
    client.post(reverse(f"admin:jobs_job_{name}", args=[job.pk]), {"_form_submitted": "on"})
    job.refresh_from_db()


def test_the_list_shows_jobs_with_their_state(client: Client, recruiter: User, job: Job) -> None:
    Intake.objects.create(job=job, url="https://example.com/1", status="needs_text")
    Job.objects.update(description="")
    body = client.get(LIST).content.decode()

    assert "Pump Engineer" in body
    assert "Draft" in body
    assert "Needs the text" in body


def test_the_list_costs_the_same_number_of_queries_for_many_jobs(
    client: Client, recruiter: User, job: Job, django_assert_max_num_queries: object
) -> None:
    for number in range(30):
        Intake.objects.create(job=Job.objects.create(job_title=f"Job {number}"), url="https://example.com/1")

    with django_assert_max_num_queries(12):  # type: ignore[operator]
        client.get(LIST)


@pytest.mark.parametrize("query", ["?q=pump", "?status__exact=draft", "?origin__exact=recruiter"])
def test_jobs_are_searched_and_filtered(client: Client, recruiter: User, job: Job, query: str) -> None:
    assert b"Pump Engineer" in client.get(LIST + query).content


def test_the_form_shows_where_a_field_was_found_in_words(client: Client, recruiter: User, job: Job) -> None:
    where = {
        "source": "jsonld",
        "path": "JobPosting.title",
        "snippet": "<script>alert(1)</script>",
        "confidence": 0.9,
    }
    Job.objects.update(provenance={"job_title": where})
    Intake.objects.create(job=job, url="https://example.com/1", status="done", problem="<b>bold</b>")
    body = client.get(change_page(job)).content.decode()

    assert "Found in the site&#x27;s structured data." in body
    assert "JobPosting.title" in body
    assert "<script>alert" not in body
    assert "<b>bold</b>" not in body


def test_a_correction_is_saved_and_kept_in_the_history(client: Client, recruiter: User, job: Job) -> None:
    fields = {"job_title": "Pump Engineer (Coast)", "description": job.description, "language": "en"}
    client.post(change_page(job), {**fields, "status": "closed"})

    job.refresh_from_db()
    assert job.job_title == "Pump Engineer (Coast)"
    assert job.status == "draft"
    assert job.history.count() == 2
    assert client.get(reverse("admin:jobs_job_history", args=[job.pk])).status_code == 200


def test_an_earlier_state_is_shown_and_never_brought_back(client: Client, recruiter: User, job: Job) -> None:
    Job.objects.update(status="closed")
    job.refresh_from_db()
    job.job_title = "Pump Engineer (Coast)"
    job.save()
    earliest = reverse("admin:jobs_job_simple_history", args=[job.pk, job.history.earliest().pk])

    assert 'value="Pump Engineer"' in client.get(earliest).content.decode()
    sent = client.post(earliest, {"job_title": "Pump Engineer", "language": "en"})
    job.refresh_from_db()
    assert sent.status_code == 403
    assert (job.job_title, job.status) == ("Pump Engineer (Coast)", "closed")


def test_text_that_a_recruiter_gives_ends_the_waiting(client: Client, recruiter: User, job: Job) -> None:
    intake = Intake.objects.create(
        job=job, url="https://example.com/1", status="needs_text", problem="No text."
    )
    client.post(
        change_page(job), {"job_title": "Pump Engineer", "description": "Now with text.", "language": "en"}
    )

    intake.refresh_from_db()
    assert intake.status == "done"


def test_a_job_is_typed_in_by_hand(client: Client, recruiter: User) -> None:
    client.post(
        reverse("admin:jobs_job_add"), {"job_title": "Ferryman", "description": "Row.", "language": "en"}
    )

    job = Job.objects.get()
    assert (job.job_title, job.created_by, job.status) == ("Ferryman", recruiter, "draft")


def test_publish_close_and_reopen_ask_first_and_then_say_what_they_did(
    client: Client, recruiter: User, job: Job
) -> None:
    asked = client.get(reverse("admin:jobs_job_publish", args=[job.pk]))
    job.refresh_from_db()
    assert b"Publish this job?" in asked.content
    assert job.status == "draft"

    for name, status in [("publish", "published"), ("close", "closed"), ("reopen", "published")]:
        act(client, name, job)
        assert job.status == status
    assert "is open again." in client.get(change_page(job)).content.decode()
    assert job.history.count() == 4


def test_an_action_that_does_not_fit_the_state_explains_itself(
    client: Client, recruiter: User, job: Job
) -> None:
    act(client, "reopen", job)

    assert job.status == "draft"
    assert b"This job is not closed." in client.get(change_page(job)).content


def test_only_what_fits_the_state_is_offered(client: Client, recruiter: User, job: Job) -> None:
    body = client.get(change_page(job)).content.decode()

    assert reverse("admin:jobs_job_publish", args=[job.pk]) in body
    assert reverse("admin:jobs_job_reopen", args=[job.pk]) not in body
    assert reverse("admin:jobs_job_invite", args=[job.pk]) not in body


def test_a_job_without_text_is_not_published(client: Client, recruiter: User) -> None:
    empty = Job.objects.create(job_title="Ferryman")
    act(client, "publish", empty)

    assert empty.status == "draft"


def test_invite_leads_to_a_new_invitation_for_the_job(client: Client, recruiter: User, job: Job) -> None:
    Job.objects.update(status="published")
    response = client.get(reverse("admin:jobs_job_invite", args=[job.pk]))

    assert response.headers["Location"] == f"{reverse('admin:interviews_invitation_add')}?job={job.pk}"


def test_nobody_is_invited_to_a_draft(client: Client, recruiter: User, job: Job) -> None:
    answer = client.get(reverse("admin:jobs_job_invite", args=[job.pk]), follow=True)

    assert answer.redirect_chain[-1][0] == change_page(job)
    assert b"Publish this job first." in answer.content


def test_a_job_leads_to_its_plan(client: Client, recruiter: User, job: Job) -> None:
    response = client.get(reverse("admin:jobs_job_plan", args=[job.pk]))

    assert response.headers["Location"] == reverse("admin:interviews_planversion_of_job", args=[job.pk])


def test_a_posting_is_added_from_its_address_and_followed(client: Client, recruiter: User) -> None:
    response = client.post(
        reverse("admin:jobs_job_add_from_address"), {"_form_submitted": "on", "url": "example.com/jobs/1"}
    )
    job = Job.objects.get()
    reading = response.headers["HX-Redirect"]

    assert (job.origin, job.created_by) == ("recruiter", recruiter)
    assert b"Waiting" in client.get(reading).content
    Intake.objects.update(status="needs_text", problem="That page took too long to answer.")
    assert client.get(reading).headers["Location"] == change_page(job)
    assert b"took too long to answer" in client.get(change_page(job)).content


def test_a_posting_that_was_added_before_leads_to_its_job(client: Client, recruiter: User, job: Job) -> None:
    url = "https://example.com/jobs/7"
    Job.objects.update(canonical_url=url, source_url=url)
    Intake.objects.create(job=job, url=url, status="done")
    add = {"_form_submitted": "on", "url": url}
    answer = client.post(reverse("admin:jobs_job_add_from_address"), add)

    assert answer.headers["HX-Redirect"] == change_page(job)
    assert "This posting was added before." in client.get(change_page(job)).content.decode()


def test_what_is_no_address_is_refused_in_the_dialog(client: Client, recruiter: User) -> None:
    response = client.post(
        reverse("admin:jobs_job_add_from_address"), {"_form_submitted": "on", "url": "pump engineer"}
    )

    assert b"Enter the address of a job posting" in response.content
    assert not Job.objects.exists()


ADDRESSES = [
    "changelist",
    "add",
    "add_from_address",
    "change",
    "publish",
    "close",
    "reopen",
    "invite",
    "plan",
    "reading",
    "history",
]


@pytest.mark.parametrize("name", ADDRESSES)
def test_strangers_are_sent_to_the_login(client: Client, job: Job, name: str) -> None:
    args = [] if name in {"changelist", "add", "add_from_address"} else [job.pk]
    response = client.post(reverse(f"admin:jobs_job_{name}", args=args), {"_form_submitted": "on"})

    assert response.status_code == 302
    assert "login" in response.headers["Location"]
    job.refresh_from_db()
    assert job.status == "draft"


@pytest.mark.parametrize("name", ADDRESSES)
def test_staff_without_the_permission_are_refused(client: Client, job: Job, name: str) -> None:
    client.force_login(User.objects.create_user("sam", is_staff=True))
    args = [] if name in {"changelist", "add", "add_from_address"} else [job.pk]
    response = client.post(reverse(f"admin:jobs_job_{name}", args=args), {"_form_submitted": "on"})

    assert response.status_code == 403
    job.refresh_from_db()
    assert job.status == "draft"


def test_who_may_only_look_cannot_publish(client: Client, job: Job) -> None:
    viewer = User.objects.create_user("vera", is_staff=True)
    viewer.user_permissions.add(Permission.objects.get(codename="view_job"))
    Job.objects.update(created_by=viewer)
    client.force_login(viewer)

    assert client.get(change_page(job)).status_code == 200
    assert client.post(reverse("admin:jobs_job_publish", args=[job.pk])).status_code == 403


def test_forged_forms_are_refused(recruiter: User, job: Job) -> None:
    forged = Client(enforce_csrf_checks=True)
    forged.force_login(recruiter)
    act(forged, "publish", job)

    assert job.status == "draft"
