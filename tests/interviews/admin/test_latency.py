"""Recruiters see how long candidates waited, in interviews of jobs that are visible to them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from interviews.models import Interview
from tests.interviews.makers import make_interview, make_job
from tests.interviews.services.test_latency import TIMING

pytestmark = pytest.mark.django_db

PAGE = reverse("admin:interviews_interview_response_times")


def answered(interview: Interview, *, ms: int, cut_off: bool = False) -> Interview:
    """An interview with one measured answer."""
    timing = {**TIMING, "first_audio": TIMING["speech_end"] + ms}
    interview.started_at = timezone.now()
    interview.save()
    interview.turns.create(
        number=1,
        sequence=1,
        role="agent",
        kind="probe",
        text="<b>Why?</b>",
        timing=timing,
        latency_ms=ms,
        cut_off=cut_off,
    )
    return interview


def test_the_page_has_the_numbers_of_the_picture_in_a_table(recruiter: Client) -> None:
    answered(make_interview(), ms=1240, cut_off=True)
    page = recruiter.get(PAGE).content.decode()
    assert page.count("1.24 s") >= 4 and "1 of 1 (100.0 %)" in page
    assert '<svg class="wait" role="img"' in page and "<desc" in page


def test_another_teams_answers_are_in_no_figure(recruiter: Client) -> None:
    answered(make_interview(job=make_job(team=None)), ms=7770)
    page = recruiter.get(PAGE).content.decode()
    assert "7.77" not in page and "No answer by voice was measured yet." in page


@pytest.mark.parametrize("who", ["anonymous", "candidate", "staff"])
def test_nobody_else_sees_the_page(strangers: dict[str, Callable[[], Client]], who: str) -> None:
    assert strangers[who]().get(PAGE).status_code in (302, 403)


def test_the_navigation_leads_to_the_page_and_marks_one_entry(recruiter: Client) -> None:
    items = recruiter.get(PAGE).context["sidebar_navigation"][0]["items"]
    assert [str(item["title"]) for item in items if item["active"]] == ["Response times"]


def test_an_interviews_page_shows_how_its_answers_came_about(recruiter: Client) -> None:
    interview = answered(make_interview(), ms=1240, cut_off=True)
    page = recruiter.get(reverse("admin:interviews_interview_change", args=[interview.pk])).content.decode()
    assert "Response times: half within 1.24 s, 95 % within 1.24 s, cut off 1 of 1" in page
    assert (
        "<td>0.80 s</td><td>0.00 s</td><td>0.05 s</td><td>0.39 s</td><td><strong>1.24 s</strong></td>" in page
    )
    assert "<b>Why?</b>" not in page


def test_an_interview_that_was_typed_has_no_waterfall(recruiter: Client) -> None:
    interview = make_interview()
    page = recruiter.get(reverse("admin:interviews_interview_change", args=[interview.pk])).content.decode()
    assert "Response times:" not in page


def test_operators_get_response_times_and_cut_offs_together(client: Client, settings: Any) -> None:
    settings.METRICS_TOKEN = "secret"
    header = {"Authorization": "Bearer secret"}
    assert "parley_cut_off_ratio" not in client.get("/metrics", headers=header).content.decode()
    answered(make_interview(), ms=1240, cut_off=True)
    answered(make_interview(), ms=1240)
    text = client.get("/metrics", headers=header).content.decode()
    assert 'parley_response_seconds{quantile="0.5"} 1.24' in text
    assert 'parley_response_seconds{quantile="0.95"} 1.24' in text
    assert "parley_cut_off_ratio 0.5" in text and "parley_responses 2.0" in text
