"""The page that follows the reading and asks for what is missing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from jobs.models import Intake, Job

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}
FORM = {"title": "Pump Engineer", "company": "Saltmarsh", "text": "Keep the low fields dry, with us. " * 5}


@pytest.fixture
def intake(db: None) -> Intake:
    job = Job.objects.create(
        source_url="https://example.com/1", canonical_url="https://example.com/1", origin="practice"
    )
    return Intake.objects.create(job=job, url="https://example.com/1")


def at(intake: Intake) -> str:
    return reverse("jobs:progress", args=[intake.job.public_id])


def interview(intake: Intake) -> str:
    return reverse("interviews:entry", args=[intake.job.public_id])


def end(intake: Intake, status: str, problem: str = "") -> None:
    Intake.objects.filter(pk=intake.pk).update(status=status, problem=problem)


def test_the_steps_are_named_while_the_posting_is_read(client: Client, intake: Intake) -> None:
    end(intake, "fetching")
    body = client.get(at(intake)).content.decode()

    assert '<li class="now" aria-current="step">Fetching the page</li>' in body
    assert 'hx-trigger="every 1s"' in body


def test_it_works_without_scripts(client: Client, intake: Intake) -> None:
    assert '<noscript><meta http-equiv="refresh"' in client.get(at(intake)).content.decode()


def test_a_poll_gets_the_steps_alone_and_nothing_when_nothing_changed(client: Client, intake: Intake) -> None:
    changed = client.get(at(intake), {"shown": "fetching"}, headers=HTMX)
    unchanged = client.get(at(intake), {"shown": "queued"}, headers=HTMX)

    assert changed.status_code == 200
    assert b"<html" not in changed.content
    assert unchanged.status_code == 204


def test_when_the_posting_is_read_the_interview_follows(client: Client, intake: Intake) -> None:
    end(intake, "done")

    assert client.get(at(intake)).headers["Location"] == interview(intake)
    assert client.get(at(intake), headers=HTMX).headers["HX-Redirect"] == interview(intake)


def test_a_long_wait_ends_in_a_choice(client: Client, intake: Intake) -> None:
    Intake.objects.update(created_at=timezone.now() - timedelta(seconds=30))

    assert b"longer than usual" in client.get(at(intake)).content
    assert b"<textarea" in client.get(at(intake), {"paste": "1"}).content


def test_what_is_missing_is_asked_for_with_what_was_found(client: Client, intake: Intake) -> None:
    Job.objects.update(job_title="Glass Teacher", company_name="Northlight")
    end(intake, "needs_text", "That page asks visitors to sign in.")
    body = client.get(at(intake)).content.decode()

    assert "That page asks visitors to sign in." in body
    assert 'value="Glass Teacher"' in body
    assert 'value="Northlight"' in body
    assert client.get(at(intake), headers=HTMX).headers["HX-Redirect"] == at(intake)


def test_the_pasted_text_completes_the_job_and_leads_to_the_interview(client: Client, intake: Intake) -> None:
    end(intake, "needs_text", "No text.")
    response = client.post(at(intake), FORM)

    job = Job.objects.get()
    assert response.headers["Location"] == interview(intake)
    assert (job.job_title, job.company_name) == ("Pump Engineer", "Saltmarsh")
    assert job.description.startswith("Keep the low fields dry")


def test_a_form_that_is_sent_twice_counts_once(client: Client, intake: Intake) -> None:
    end(intake, "needs_text")
    client.post(at(intake), FORM)
    again = client.post(at(intake), {**FORM, "title": "Somebody else's title"})

    assert again.headers["Location"] == interview(intake)
    assert Job.objects.get().job_title == "Pump Engineer"


@pytest.mark.parametrize(
    ("field", "value"),
    [("title", ""), ("text", ""), ("text", "short"), ("text", "x" * 50_001), ("text", "\u200b" * 90)],
)
def test_a_mistake_is_explained_and_what_was_typed_stays(
    client: Client, intake: Intake, field: str, value: str
) -> None:
    end(intake, "needs_text")
    response = client.post(at(intake), {**FORM, "company": "Typed & kept", field: value})

    assert response.status_code == 400
    assert b'role="alert"' in response.content
    assert b"Typed &amp; kept" in response.content
    assert not Job.objects.get().description


def test_an_unknown_job_is_not_found(client: Client) -> None:
    assert client.get(reverse("jobs:progress", args=["nobody-knows"])).status_code == 404


def test_a_recruiters_job_is_not_completed_by_visitors(client: Client, intake: Intake) -> None:
    Job.objects.update(origin="recruiter")
    end(intake, "needs_text", "Not for candidates.")

    shown = client.get(at(intake))
    assert b"<textarea" not in shown.content
    assert b"hx-trigger" not in shown.content
    assert client.post(at(intake), FORM).status_code == 403
    assert not Job.objects.get().description


def test_a_published_job_is_not_rewritten_by_visitors(client: Client, intake: Intake) -> None:
    Job.objects.update(status="published", description="As the company wrote it.")
    end(intake, "needs_text")

    assert client.post(at(intake), FORM).status_code == 403
    assert Job.objects.get().description == "As the company wrote it."


def test_a_form_of_another_site_is_refused(intake: Intake) -> None:
    end(intake, "needs_text")

    assert Client(enforce_csrf_checks=True).post(at(intake), FORM).status_code == 403


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_refused(client: Client, intake: Intake, method: str) -> None:
    assert getattr(client, method)(at(intake)).status_code == 405


def test_hostile_words_are_shown_as_words(client: Client, intake: Intake) -> None:
    Job.objects.update(job_title='"><script>alert(1)</script>')
    Intake.objects.update(url="https://example.com/<script>alert(2)</script>")
    pages = [client.get(at(intake)).content]
    end(intake, "needs_text", "<script>alert(3)</script>")
    pages.append(client.get(at(intake)).content)

    assert not any(b"<script>alert" in body for body in pages)


def test_no_cache_keeps_the_page(client: Client, intake: Intake) -> None:
    assert "no-store" in client.get(at(intake)).headers["Cache-Control"]


def test_the_policy_for_scripts_stays_strict(client: Client, intake: Intake) -> None:
    policy: Any = client.get(at(intake)).headers["Content-Security-Policy"]

    assert "script-src 'self';" in f"{policy};"
