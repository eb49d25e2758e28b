"""Nothing is heard before the candidate agreed to the very text that was shown."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

import pytest

from interviews.models import AnyInterview, Candidate, Consent, Interview, PracticeConsent
from interviews.services.consent import consent_document, give_consent, has_consent
from interviews.services.errors import ConsentChanged, InterviewOver, NameMissing
from tests.interviews.makers import (
    NOW,
    PLAN,
    consented,
    make_candidate,
    make_interview,
    make_invitation,
    make_job,
    make_plan,
    make_practice,
    started,
)

pytestmark = pytest.mark.django_db


def hiring(*, candidate: Candidate | None = None) -> Interview:
    invitation = make_invitation(candidate=candidate)
    return make_interview(
        invitation=invitation,
        job=invitation.job,
        plan=invitation.plan,
        candidate=candidate,
    )


@pytest.mark.parametrize("make", [make_interview, make_practice])
def test_the_text_tells_what_a_candidate_must_know(make: Callable[[], AnyInterview]) -> None:
    text = consent_document(interview=make()).text
    for words in (
        "AI",
        "Crumb and Sons",
        "Baker",
        "10 minutes",
        "microphone",
        "stored",
        "type",
        "stop at any time",
    ):
        assert words in text


def test_the_hash_is_that_of_the_text() -> None:
    document = consent_document(interview=make_interview())
    assert document.sha256 == hashlib.sha256(document.text.encode()).hexdigest()
    assert "\n\n".join(document.paragraphs) == document.text


def test_a_job_without_names_still_reads_well() -> None:
    job = make_job(company_name="", job_title="")
    for interview in (make_interview(job=job), make_practice(job=job)):
        text = consent_document(interview=interview).text
        assert "the hiring company" in text
        assert "$" not in text


def test_a_scraped_name_cannot_add_paragraphs_or_placeholders() -> None:
    job = make_job(company_name="Evil\n\nYou agree to everything. $minutes \u202e")
    interview = make_interview(job=job)
    document = consent_document(interview=interview)
    assert len(document.paragraphs) == len(consent_document(interview=make_interview()).paragraphs)
    assert "$minutes" in document.text
    assert "\u202e" not in document.text


def test_consent_makes_an_interview_ready_and_keeps_the_words() -> None:
    interview = make_interview()
    document = consent_document(interview=interview)
    assert not has_consent(interview=interview)
    give_consent(interview=interview, sha256=document.sha256, candidate_name=" Ada  Okafor ", now=NOW)
    assert interview.status == Interview.Status.CONSENTED
    assert interview.consented_at == NOW
    assert interview.display_name == "Ada Okafor"
    assert interview.consents.get().text.startswith(document.text)
    assert has_consent(interview=interview)


def test_practice_leaves_nobody_among_the_candidates() -> None:
    consented(make_practice())
    assert PracticeConsent.objects.count() == 1
    assert not Candidate.objects.exists()
    assert not Consent.objects.exists()


def test_consent_to_another_text_is_refused() -> None:
    interview = make_interview()
    with pytest.raises(ConsentChanged):
        give_consent(interview=interview, sha256="0" * 64, candidate_name="Ada", now=NOW)
    assert not Consent.objects.exists()


def test_a_text_that_changes_before_the_start_is_asked_again() -> None:
    interview = consented()
    interview.job.company_name = "Another company"
    interview.job.save()
    assert not has_consent(interview=interview)
    give_consent(interview=interview, sha256=consent_document(interview=interview).sha256, now=NOW)
    assert has_consent(interview=interview)
    assert interview.consents.count() == 2


def test_a_text_that_changes_after_the_start_does_not_interrupt() -> None:
    interview = started()
    interview.job.company_name = "Another company"
    interview.job.save()
    assert has_consent(interview=interview)


def test_an_open_hiring_link_needs_a_name_and_makes_a_candidate_once() -> None:
    interview = hiring()
    sha256 = consent_document(interview=interview).sha256
    assert interview.needs_name
    with pytest.raises(NameMissing):
        give_consent(interview=interview, sha256=sha256, candidate_name=" \u200b ", now=NOW)
    for _ in range(2):
        give_consent(interview=interview, sha256=sha256, candidate_name="Ada Okafor", now=NOW)
    assert Candidate.objects.get() == interview.candidate


def test_a_stale_page_that_agrees_a_second_time_makes_no_second_candidate() -> None:
    interview = hiring()
    stale = Interview.objects.get(pk=interview.pk)
    sha256 = consent_document(interview=interview).sha256
    give_consent(interview=interview, sha256=sha256, candidate_name="Ada Okafor", now=NOW)
    give_consent(interview=stale, sha256=sha256, candidate_name="Eve", now=NOW)
    assert Candidate.objects.get().name == "Ada Okafor"
    assert stale.display_name == "Ada Okafor"


def test_a_personal_invitation_knows_the_name() -> None:
    candidate = make_candidate()
    interview = hiring(candidate=candidate)
    assert not interview.needs_name
    sha256 = consent_document(interview=interview).sha256
    give_consent(interview=interview, sha256=sha256, candidate_name="Mallory", now=NOW)
    assert interview.display_name == candidate.name


def test_nobody_agrees_to_an_interview_that_is_over() -> None:
    interview = make_interview(status=Interview.Status.FINISHED)
    sha256 = consent_document(interview=interview).sha256
    with pytest.raises(InterviewOver):
        give_consent(interview=interview, sha256=sha256, candidate_name="Ada", now=NOW)


def test_the_text_names_whoever_gets_to_hear_and_to_read_the_answers(settings: Any) -> None:
    interview = make_interview()
    own = consent_document(interview=interview)
    assert "the servers of this installation" in own.text and "language model" not in own.text
    settings.SPEECH_IS_LOCAL, settings.SPEECH_BASE_URL = False, "https://speech.example.org/v1"
    settings.LLM_IS_CONFIGURED, settings.LLM_BASE_URL = True, "https://models.example.org/v1"
    document = consent_document(interview=interview)
    assert "a speech service at speech.example.org" in document.text
    assert "a language model at models.example.org" in document.text
    assert len(document.paragraphs) == len(own.paragraphs) + 1


def test_who_agreed_before_a_model_was_asked_is_asked_again(settings: Any) -> None:
    interview = consented(make_interview())
    assert has_consent(interview=interview)
    settings.LLM_IS_CONFIGURED, settings.LLM_BASE_URL = True, "https://models.example.org/v1"
    assert not has_consent(interview=interview)


def agree(interview: Interview, *, records: bool) -> Interview:
    document = consent_document(interview=interview)
    give_consent(interview=interview, sha256=document.sha256, records=records, now=NOW)
    interview.refresh_from_db()
    return interview


@pytest.mark.parametrize(("records", "kept"), [(True, "[x]"), (False, "[ ]")])
def test_the_choice_of_a_recording_is_kept_with_the_text_and_not_in_its_hash(
    records: bool, kept: str
) -> None:
    interview = make_interview(candidate=make_candidate())
    document = consent_document(interview=interview)
    agree(interview, records=records)
    consent = interview.consents.get()
    assert interview.records is records
    assert consent.text == f"{document.text}\n\n{kept} You may also keep a sound recording of me."
    assert consent.text_sha256 == document.sha256


def test_where_nothing_is_recorded_nobody_is_asked_and_a_forged_yes_counts_for_nothing(settings: Any) -> None:
    settings.RECORDING = False
    interview = make_interview(candidate=make_candidate())
    document = consent_document(interview=interview)
    assert not document.offers_recording
    assert "The sound itself is not kept as a recording." in document.text
    assert not agree(interview, records=True).records
    practice = make_practice()
    settings.RECORDING = True
    assert not consent_document(interview=practice).offers_recording
    assert not agree(practice, records=True).records


def test_an_interview_that_can_only_be_typed_offers_no_recording(settings: Any) -> None:
    interview = make_interview()
    assert consent_document(interview=interview).offers_recording
    settings.LIVEKIT_URL = ""
    assert not consent_document(interview=interview).offers_recording


def test_whoever_agreed_need_not_agree_again_because_recordings_are_offered_now(settings: Any) -> None:
    settings.RECORDING = False
    interview = agree(make_interview(candidate=make_candidate()), records=False)
    settings.RECORDING = True
    assert has_consent(interview=interview)
    assert not interview.records


def test_agreeing_a_second_time_to_the_same_text_changes_no_choice() -> None:
    interview = agree(make_interview(candidate=make_candidate()), records=True)
    assert agree(interview, records=False).records


def test_the_choice_is_made_anew_with_a_new_text_but_not_after_the_start() -> None:
    interview = agree(make_interview(candidate=make_candidate()), records=True)
    interview.job.company_name = "Another company"
    interview.job.save()
    assert not agree(interview, records=False).records
    started(interview)
    interview.job.company_name = "A third company"
    interview.job.save()
    assert not agree(interview, records=True).records


def test_a_film_is_announced_where_there_is_one(settings: Any) -> None:
    interview = make_interview()
    assert "film" not in consent_document(interview=interview).text
    settings.VIDEO_RECORDING = True
    assert "a film of the interview's room is kept" in consent_document(interview=interview).text


def test_whoever_can_only_type_is_not_told_that_they_could_talk() -> None:
    polish = PLAN.replace("language: en", "language: pl")
    pairs = [
        (make_interview(), make_interview(plan=make_plan(text=polish))),
        (make_practice(), make_practice(text=polish)),
    ]
    for talked, typed in pairs:
        assert "instead of talking" in consent_document(interview=talked).text
        text = consent_document(interview=typed).text
        assert "You read the questions and type your answers" in text
        assert "talking." not in text and "microphone" not in text
