"""Recruiters follow an interview while it happens, stop it, and read it afterwards."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from interviews.engine.events import Pressed
from interviews.models import Interview
from interviews.services.sessions import switch_mode
from interviews.services.turns import mark_spoken, record_event
from jobs.models import Job
from livekit_bridge.fake import FakeBridge, use_bridge
from tests.interviews.makers import (
    NOW,
    consented,
    make_candidate,
    make_interview,
    make_invitation,
    make_practice,
    say,
    started,
)

pytestmark = pytest.mark.django_db

LIST = reverse("admin:interviews_interview_changelist")


def page_of(interview: Interview) -> str:
    return reverse("admin:interviews_interview_change", args=[interview.pk])


def live_of(interview: Interview) -> str:
    return reverse("admin:interviews_interview_live", args=[interview.pk])


def finish(interview: Interview) -> Interview:
    for n in (1, 2, 3):
        say(interview, f"Answer {n}.", seconds=20 * n)
    interview.refresh_from_db()
    return interview


def test_the_list_shows_how_far_each_interview_is(recruiter: Client) -> None:
    started()
    page = recruiter.get(LIST).content.decode()
    for words in ("Ada Okafor", "Baker", "Live", "1 of 3"):
        assert words in page


@pytest.mark.parametrize(("days", "is_older"), [(1, True), (-1, False), (None, False)])
def test_an_interview_about_words_that_changed_since_is_marked(
    recruiter: Client, days: int | None, is_older: bool
) -> None:
    interview = started()
    changed_at = None if days is None else interview.created_at + timedelta(days=days)
    Job.objects.filter(pk=interview.job_id).update(content_changed_at=changed_at)

    for address in (LIST, page_of(interview)):
        assert ("Older posting" in recruiter.get(address).content.decode()) is is_older


def test_the_list_refreshes_itself_only_while_something_may_happen(recruiter: Client) -> None:
    interview = started()
    assert 'hx-trigger="every 2s"' in recruiter.get(LIST).content.decode()
    finish(interview)
    make_interview()
    assert "every 2s" not in recruiter.get(LIST).content.decode()


def test_the_list_asks_the_database_the_same_however_long_it_is(
    recruiter: Client, django_assert_max_num_queries: object
) -> None:
    for _ in range(5):
        started()
    with django_assert_max_num_queries(20):  # type: ignore[operator]
        recruiter.get(LIST)


def test_the_page_shows_the_transcript_as_it_is_spoken(recruiter: Client) -> None:
    interview = started()
    core = interview.turns.get(kind="core")
    page = recruiter.get(page_of(interview)).content.decode()
    assert "not heard yet" in page
    mark_spoken(turn=core, started_ms=65_000, ended_ms=67_000, interrupted=True, latency_ms=812)
    say(interview, "A rye loaf.", seconds=80, started_ms=70_000, ended_ms=79_000)
    part = recruiter.get(live_of(interview), headers={"HX-Request": "true"})
    text = part.content.decode()
    assert part.status_code == 200
    for words in ("1:05", "1:10", "interrupted", "after 0.8 s", "A rye loaf.", "Answered", "2 of 3"):
        assert words in text
    assert "<html" not in text


def test_polling_stops_at_the_end(recruiter: Client) -> None:
    interview = finish(started())
    assert recruiter.get(live_of(interview), headers={"HX-Request": "true"}).status_code == 286
    assert "every 2s" not in recruiter.get(page_of(interview)).content.decode()


def test_what_a_candidate_says_is_never_markup(recruiter: Client) -> None:
    interview = started()
    interview.candidate_name = "<img src=x onerror=alert(1)>"
    interview.save()
    say(interview, "<script>alert(2)</script>")
    for url in (page_of(interview), LIST, reverse("admin:index")):
        page = recruiter.get(url).content.decode()
        assert "<img src=x" not in page
        assert "<script>alert(2)" not in page


def test_the_page_shows_what_was_agreed_to_and_the_log(recruiter: Client) -> None:
    interview = consented()
    switch_mode(interview=interview, mode="typed", now=NOW)
    page = recruiter.get(page_of(started(interview))).content.decode()
    assert "led by an AI" in page
    assert "The candidate went on in writing." in page


def test_only_a_personal_link_leads_to_the_candidates_own_page(recruiter: Client) -> None:
    invitation = make_invitation(candidate=make_candidate())
    personal = make_interview(
        job=invitation.job,
        plan=invitation.plan,
        invitation=invitation,
        candidate=invitation.candidate,
        personal=True,
    )
    open_link = make_invitation(job=invitation.job, plan=invitation.plan)
    anybody = make_interview(job=open_link.job, plan=open_link.plan, invitation=open_link)
    own, other = (recruiter.get(page_of(interview)).content.decode() for interview in (personal, anybody))
    assert reverse("interviews:entry", args=[invitation.public_id]) in own
    # Following it would start an interview of the recruiter's own.
    assert reverse("interviews:entry", args=[open_link.public_id]) not in other


def test_an_interview_that_was_only_opened_has_a_page_too(recruiter: Client) -> None:
    page = recruiter.get(page_of(make_interview())).content.decode()
    assert "has not agreed" in page
    assert "Nothing has been said yet" in page


def test_stopping_asks_first_and_then_empties_the_room(recruiter: Client) -> None:
    interview = started()
    url = reverse("admin:interviews_interview_stop", args=[interview.pk])
    assert "Stop this interview?" in recruiter.get(url).content.decode()
    interview.refresh_from_db()
    assert interview.status == "live"
    fake = FakeBridge()
    with use_bridge(fake):
        recruiter.post(url, {"_form_submitted": "on"})
    interview.refresh_from_db()
    assert (interview.status, interview.ended_reason) == ("abandoned", "stopped")
    assert fake.closed == [interview.room_name]
    assert interview.events.get(kind="stopped").payload == {"by": "rita"}


def test_stopping_works_without_a_media_server(recruiter: Client) -> None:
    interview = started()
    fake = FakeBridge()
    fake.is_down = True
    with use_bridge(fake):
        recruiter.post(
            reverse("admin:interviews_interview_stop", args=[interview.pk]), {"_form_submitted": "on"}
        )
    interview.refresh_from_db()
    assert interview.status == "abandoned"


def test_an_interview_waits_on_the_front_page_until_it_was_read(recruiter: Client) -> None:
    interview = finish(started(consented(candidate=make_candidate(name="Bo Lund"))))
    finish(started(consented(make_practice())))
    front = reverse("admin:index")
    assert "Bo Lund" in recruiter.get(front).content.decode()
    unread = recruiter.get(LIST, {"to_read": "yes"}).content.decode()
    assert "Bo Lund" in unread
    assert "Ada Okafor" not in unread
    recruiter.post(reverse("admin:interviews_interview_read", args=[interview.pk]), {"_form_submitted": "on"})
    interview.refresh_from_db()
    assert interview.reviewed_at is not None
    assert "Bo Lund" not in recruiter.get(LIST, {"to_read": "yes"}).content.decode()


def test_a_running_interview_cannot_be_marked_as_read(recruiter: Client) -> None:
    interview = started(consented(candidate=make_candidate()))
    recruiter.post(reverse("admin:interviews_interview_read", args=[interview.pk]), {"_form_submitted": "on"})
    interview.refresh_from_db()
    assert interview.reviewed_at is None


def test_the_ledger_says_what_became_of_each_question(recruiter: Client) -> None:
    interview = started()
    say(interview, "I baked for four years in a small shop.", seconds=60)
    say(interview, "I would rather skip this question.", seconds=90)
    page = recruiter.get(page_of(interview)).content.decode()
    for words in ("Answered in 9 words", "Skipped by the candidate", "Not answered yet", "1:00 of"):
        assert words in page


def test_the_page_says_how_much_time_the_candidate_has_and_why(recruiter: Client) -> None:
    interview = started(extra_time=50)
    say(interview, "I baked for four years in a small shop.", seconds=60)
    page = recruiter.get(page_of(interview)).content.decode()
    assert "of 15 min (50 % extra time)" in page
    assert "1:00 of 4.5 min" in page


def test_what_a_button_asked_for_stands_in_the_transcript(recruiter: Client) -> None:
    interview = started()
    record_event(interview=interview, event=Pressed("skip"), now=NOW + timedelta(seconds=40))
    page = recruiter.get(page_of(interview)).content.decode()
    transcript = page[page.index("transcript-title") :]
    assert (
        transcript.index("Which bread did you bake first?")
        < transcript.index("pressed: skip")
        < transcript.index("What do you do when a batch is burnt?")
    )


def test_a_button_that_only_ends_an_answer_is_no_wish(recruiter: Client) -> None:
    interview = started()
    record_event(interview=interview, event=Pressed("done"), now=NOW + timedelta(seconds=40))
    assert "pressed:" not in recruiter.get(page_of(interview)).content.decode()


def test_what_no_fact_answers_waits_for_the_recruiter(recruiter: Client) -> None:
    interview = started()
    say(interview, "What is the <b>salary</b> for this role?")
    page = recruiter.get(page_of(interview)).content.decode()
    assert "The candidate wanted to know" in page and "&lt;b&gt;salary&lt;/b&gt;" in page
