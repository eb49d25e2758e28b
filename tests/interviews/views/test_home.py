"""The home page takes postings and shows this browser's practice."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from jobs.models import Intake, Job
from tests.interviews.makers import make_interview, make_job, make_plan
from tests.interviews.views.visitor import Visitor, text_of

POSTING = "Baker wanted\n\n" + "You bake bread at night with four colleagues and teach one apprentice. " * 5


def post_home(visitor: Visitor, **fields: str) -> tuple[int, str, str]:
    visitor.get("/")
    reply = visitor.post("/", fields)
    return reply.status_code, reply.headers.get("Location", ""), text_of(reply)


def test_the_first_visit_explains_the_empty_list(visitor: Visitor) -> None:
    page = text_of(visitor.get("/"))
    assert "Address of the posting" in page
    assert "Nothing yet." in page


def test_an_address_becomes_a_job_whose_progress_is_shown(visitor: Visitor) -> None:
    status, location, _ = post_home(visitor, url="jobs.example.com/baker?utm_source=mail")
    job = Job.objects.get()
    assert (status, location) == (302, f"/jobs/{job.public_id}/")
    assert job.origin == Job.Origin.PRACTICE
    assert Intake.objects.get().job == job


def test_pasted_text_goes_straight_to_the_interview(visitor: Visitor) -> None:
    status, location, _ = post_home(visitor, text=POSTING)
    job = Job.objects.get()
    assert (status, location) == (302, f"/interview/{job.public_id}")
    assert job.job_title == "Baker wanted"


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "Paste the address of a posting, or its text below."),
        ({"url": "not an address"}, "This is not a web address."),
        ({"url": "javascript:alert(1)"}, "This is not a web address."),
        ({"text": "Baker"}, "This is too short"),
    ],
)
def test_what_cannot_be_used_is_said_and_kept(
    visitor: Visitor, fields: dict[str, str], sentence: str
) -> None:
    status, _, page = post_home(visitor, **fields)
    assert status == 400
    assert sentence in page
    assert all(value in page for value in fields.values())
    assert not Job.objects.exists()


def test_what_was_typed_cannot_become_markup(visitor: Visitor) -> None:
    _, _, page = post_home(visitor, url='"><script>alert(1)</script>')
    assert "<script>alert" not in page


def test_practice_is_listed_for_the_browser_that_practised(visitor: Visitor, stranger: Visitor) -> None:
    job = make_job(job_title="Lighthouse keeper")
    make_plan(job)
    visitor.get(f"/interview/{job.public_id}?step=consent")
    assert "Lighthouse keeper" in text_of(visitor.get("/"))
    assert "Lighthouse keeper" not in text_of(stranger.get("/"))


def test_interviews_of_others_are_never_listed(visitor: Visitor) -> None:
    make_interview(job=make_job(job_title="Lighthouse keeper"))
    assert "Lighthouse keeper" not in text_of(visitor.get("/"))


def test_a_flood_of_postings_is_stopped_kindly(visitor: Visitor) -> None:
    visitor.get("/")
    replies = [visitor.post("/", {"url": "x"}) for _ in range(22)]
    assert replies[0].status_code == 400
    assert replies[-1].status_code == 429
    assert "Please wait a few minutes" in text_of(replies[-1])
    assert visitor.get("/").status_code == 200


def test_only_forms_of_the_page_itself_are_taken(visitor: Visitor) -> None:
    reply = visitor.client.post("/", {"url": "https://jobs.example.com/1"})
    assert reply.status_code == 403
    assert "open for too long" in text_of(reply)
    visitor.get("/")
    token = visitor.client.cookies["csrftoken"].value
    assert visitor.client.put("/", headers={"X-CSRFToken": token}).status_code == 405


def test_files_that_nobody_asked_for_are_not_written_to_the_disk(visitor: Visitor) -> None:
    visitor.get("/")
    token = visitor.client.cookies["csrftoken"].value
    file = SimpleUploadedFile("large.bin", b"x" * 6_000_000)
    reply = visitor.client.post("/", {"csrfmiddlewaretoken": token, "url": "example.com/1", "file": file})
    assert reply.status_code == 302
    assert not reply.wsgi_request.FILES
