"""A posting that a person has as text or as a file completes a job, for visitors and for recruiters."""

from __future__ import annotations

from threading import BoundedSemaphore
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from jobs.errors import PostingError
from jobs.models import Intake, Job, Team
from jobs.services import pasted
from tests.jobs.hidden_world import client_of, person

pytestmark = pytest.mark.django_db

TEXT = "Ferry Pilot\n\nTake the ferry over the harbour, in all weathers, with a small crew of three. " * 3
PAGE = f"<html><body><h1>Ferry Pilot</h1><p>{TEXT}</p><script>alert(1)</script></body></html>"


@pytest.fixture
def team(db: None) -> Team:
    return Team.objects.create(name="Coast")


def waiting_job(**fields: Any) -> Job:
    """A job whose page could not be read."""
    job = Job.objects.create(source_url="https://a.example/1", **fields)
    Intake.objects.create(job=job, url=job.source_url, status="needs_text", problem="That page is empty.")
    return job


def practice() -> Job:
    return waiting_job(origin=Job.Origin.PRACTICE)


def hand_in(client: Client, where: str, name: str = "", data: bytes = b"", **fields: str) -> Any:
    file = {"file": SimpleUploadedFile(name, data)} if name else {}
    return client.post(where, {"title": "", "company": "", "text": "", **fields, **file})


def progress(job: Job) -> str:
    return reverse("jobs:progress", args=[job.public_id])


def text_page(job: Job) -> str:
    return reverse("admin:jobs_job_text", args=[job.pk])


@pytest.mark.parametrize(("name", "data"), [("posting.txt", TEXT.encode()), ("posting.html", PAGE.encode())])
def test_a_visitors_file_completes_the_job(client: Client, name: str, data: bytes) -> None:
    job = practice()
    answer = hand_in(client, progress(job), name, data)
    job.refresh_from_db()
    assert answer.status_code == 302
    assert job.job_title == "Ferry Pilot"
    assert "over the harbour" in job.description
    assert "alert" not in job.description
    assert job.intakes.get().status == "done"


def test_what_the_form_was_filled_in_with_gives_way_to_what_the_file_says(client: Client) -> None:
    job = waiting_job(origin=Job.Origin.PRACTICE, job_title="Sign in", company_name="Coastline")
    hand_in(client, progress(job), "posting.html", PAGE.encode(), title="Sign in", company="Coastline")
    job.refresh_from_db()
    assert (job.job_title, job.company_name) == ("Ferry Pilot", "Coastline")


def test_the_title_that_a_person_typed_counts(client: Client) -> None:
    job = practice()
    hand_in(client, progress(job), "posting.txt", TEXT.encode(), title="Captain", text="old text")
    job.refresh_from_db()
    assert job.job_title == "Captain"
    assert "over the harbour" in job.description


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("posting.pdf", b"%PDF-1.7 broken", "We could not read that PDF."),
        ("posting.bin", b"MZ\x00\x01\x02" * 200, "PDF, HTML and plain text files"),
        ("posting.txt", b"short", "too little text"),
        ("posting.txt", b"", "That file is empty."),
        ("posting.txt", b"x" * 6_000_000, "larger than 5 MB"),
    ],
)
def test_a_file_that_is_no_posting_says_what_to_do(client: Client, name: str, data: bytes, said: str) -> None:
    job = practice()
    answer = hand_in(client, progress(job), name, data)
    job.refresh_from_db()
    assert answer.status_code == 400
    assert said in " ".join(answer.context["form"].errors["file"])
    assert "Traceback" not in answer.content.decode()
    assert job.description == ""


def test_neither_text_nor_file_asks_for_one(client: Client) -> None:
    page = hand_in(client, progress(practice())).content.decode()
    assert "Enter the title of the job." in page
    assert "Paste the text of the posting, or choose a file of it." in page


def test_who_hands_in_too_much_waits_and_loses_nothing(client: Client) -> None:
    job = practice()
    for _ in range(20):
        assert hand_in(client, progress(job), text="too short").status_code == 400
    answer = hand_in(client, progress(job), title="Ferry Pilot", text=TEXT)
    page = answer.content.decode()
    assert answer.status_code == 429
    assert "Please wait a few minutes" in page
    assert "over the harbour" in page
    job.refresh_from_db()
    assert job.description == ""


def test_a_recruiter_uploads_the_text_of_their_job(team: Team) -> None:
    rita = person("rita", team)
    job = waiting_job(team=team)
    browser = client_of(rita)
    page = browser.get(text_page(job)).content.decode()
    assert "That page is empty." in page
    assert 'enctype="multipart/form-data"' in page
    page = browser.get(reverse("admin:jobs_job_change", args=[job.pk])).content.decode()
    assert text_page(job) in page

    answer = hand_in(browser, text_page(job), "posting.html", PAGE.encode())
    job.refresh_from_db()
    assert answer.headers["Location"] == reverse("admin:jobs_job_change", args=[job.pk])
    assert job.job_title == "Ferry Pilot"
    assert job.provenance["description"]["source"] == "person"
    assert text_page(job) not in browser.get(answer.headers["Location"]).content.decode()


def test_a_recruiters_mistakes_are_said_beside_the_field(team: Team) -> None:
    browser = client_of(person("rita", team))
    answer = hand_in(browser, text_page(waiting_job(team=team)), "posting.txt", b"short")
    assert answer.status_code == 422
    assert answer.context["form"].errors["file"]


def test_a_job_that_has_its_text_is_changed_on_its_own_page(team: Team) -> None:
    job = Job.objects.create(job_title="Pilot", description=TEXT, team=team)
    answer = client_of(person("rita", team)).get(text_page(job), follow=True)
    assert answer.redirect_chain[-1][0] == reverse("admin:jobs_job_change", args=[job.pk])
    assert "This job has its text." in answer.content.decode()


def test_a_recruiters_job_takes_no_strangers_file(client: Client, team: Team) -> None:
    job = waiting_job(team=team)
    answer = hand_in(client, progress(job), "posting.txt", TEXT.encode())
    assert answer.status_code == 403
    assert User.objects.count() == 0


def test_files_wait_for_each_other_but_not_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pasted, "LONGEST_WAIT", 0.01)
    monkeypatch.setattr(pasted, "_READERS", BoundedSemaphore(1))
    pasted._READERS.acquire()

    with pytest.raises(PostingError, match="Try again in a minute"):
        pasted.import_upload(data=b"<p>Anything</p>", name="posting.html")
