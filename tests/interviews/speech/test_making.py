"""The voice is made when a plan is saved and when a candidate agrees; what fails is made when it is said."""

from __future__ import annotations

import time
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from interviews import tasks
from interviews.services.leases import claim_interview
from interviews.services.opening import prepare_opening
from interviews.services.plan_voice import sentences_of_interview, sentences_of_version, voice_state
from interviews.speech import making
from interviews.speech.clips import clip_age, clip_key, find_clip
from interviews.speech.making import make_clips, missing_clips
from tests.interviews.makers import consented, make_interview, make_job, make_plan
from tests.support.tone_endpoint import ToneEndpoint, tone

SENTENCES = ("Hello.", "How are you?")


def clip(text: str) -> bytes | None:
    return find_clip(clip_key(text=text, language="en"))


def test_each_sentence_is_made_once(endpoint: ToneEndpoint) -> None:
    assert make_clips(SENTENCES, "en") == 2
    assert [clip(text) for text in SENTENCES] == [tone(text) for text in SENTENCES]
    assert make_clips(SENTENCES, "en") == 0
    assert endpoint.asked == list(SENTENCES)
    assert endpoint.bodies[0]["response_format"] == "pcm"


@pytest.mark.parametrize(
    "fault", [{"status": 503}, {"content_type": "text/html"}, {"content_type": "audio/wav"}]
)
def test_an_endpoint_that_fails_costs_nothing_but_the_clips(
    endpoint: ToneEndpoint, fault: dict[str, Any]
) -> None:
    for name, value in fault.items():
        setattr(endpoint, name, value)
    assert make_clips(SENTENCES, "en") == 0
    # It is asked twice, and then left alone: the other sentences would fare no better.
    assert endpoint.asked == ["Hello.", "Hello."]
    assert missing_clips(SENTENCES, "en") == list(SENTENCES)


def test_a_clip_that_breaks_off_is_not_kept(endpoint: ToneEndpoint) -> None:
    endpoint.cuts = "Hello."
    assert make_clips(SENTENCES, "en") == 0
    assert clip("Hello.") is None


def test_a_storage_that_fails_stops_nothing(endpoint: ToneEndpoint, settings: Any, tmp_path: Any) -> None:
    (tmp_path / "file").touch()
    settings.MEDIA_ROOT = tmp_path / "file"
    assert make_clips(SENTENCES, "en") == 0


def test_a_clip_that_is_still_wanted_is_not_forgotten(
    endpoint: ToneEndpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_clips(SENTENCES, "en")
    monkeypatch.setattr(making, "RENEW", timedelta(seconds=-1))
    before = clip_age(clip_key(text="Hello.", language="en"))
    assert make_clips(SENTENCES, "en") == 0 and endpoint.asked == list(SENTENCES)
    after = clip_age(clip_key(text="Hello.", language="en"))
    assert before is not None and after is not None and after < before + timedelta(seconds=60)
    assert clip("Hello.") == tone("Hello.")


def run_tasks() -> int:
    """Run what is queued, and what that queues, as the task worker does; return how many ran."""
    count = 0
    while queued := DBTaskResult.objects.ready().first():
        queued.status = "SUCCESSFUL"
        queued.save()
        queued.task.call(*queued.args_kwargs["args"], **queued.args_kwargs["kwargs"])
        count += 1
    return count


@pytest.mark.django_db
def test_the_voice_of_a_plan_is_made_when_it_is_saved(
    endpoint: ToneEndpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("interviews.services.plan_voice.SLICE", 0.0)
    version = make_plan(make_job())
    assert voice_state(version=version) == "being made"
    assert run_tasks() > 2
    assert voice_state(version=version) == "ready"
    assert sorted(endpoint.asked) == sorted(sentences_of_version(version=version))


@pytest.mark.django_db
@pytest.mark.parametrize("goes_on", [True, False])
def test_a_voice_is_made_in_haste_only_while_nobody_is_interviewed(
    endpoint: ToneEndpoint, settings: Any, monkeypatch: pytest.MonkeyPatch, goes_on: bool
) -> None:
    settings.SPEECH_IS_LOCAL = True
    rests: list[float] = []
    monkeypatch.setattr(making, "time", SimpleNamespace(monotonic=time.monotonic, sleep=rests.append))
    if goes_on:
        assert claim_interview(public_id=consented().public_id, holder="job", now=timezone.now())
    make_plan(make_job())
    run_tasks()
    assert rests and (sum(rests) > 0) is goes_on


@pytest.mark.django_db
def test_a_dead_endpoint_is_not_asked_for_ever(endpoint: ToneEndpoint) -> None:
    endpoint.status = 500
    version = make_plan(make_job())
    assert run_tasks() == 1
    assert voice_state(version=version) == "not made"


@pytest.mark.django_db
def test_a_plan_that_nobody_can_speak_is_typed_only(endpoint: ToneEndpoint, settings: Any) -> None:
    settings.SPEECH_LANGUAGES = ["de"]
    version = make_plan(make_job())
    assert voice_state(version=version) == "typed only" and run_tasks() == 0


@pytest.mark.django_db
def test_a_new_voice_is_not_ready_for_an_old_plan(endpoint: ToneEndpoint, settings: Any) -> None:
    version = make_plan(make_job())
    run_tasks()
    settings.TTS_VOICE = "somebody else"
    assert voice_state(version=version) == "not made"


@pytest.mark.django_db
def test_no_clip_names_a_candidate(endpoint: ToneEndpoint) -> None:
    interview = consented()
    name = interview.display_name
    assert name and not [text for text in sentences_of_interview(interview=interview) if name in text]
    prepare_opening(interview=interview)
    assert "Which bread did you bake first?" in endpoint.asked
    assert not [text for text in endpoint.asked if name in text]


@pytest.mark.django_db
def test_agreeing_to_an_interview_makes_what_is_missing(endpoint: ToneEndpoint) -> None:
    interview = make_interview()
    tasks.prepare_opening.call(public_id=interview.public_id)
    run_tasks()
    assert not missing_clips(sentences_of_interview(interview=interview), "en")
