"""An interview's language chooses who hears and speaks it, or that it is typed."""

from __future__ import annotations

import html
import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from interviews.models import Interview
from interviews.services.consent import consent_document
from interviews.speech.languages import can_speak, speech_for, typed_only
from tests.interviews.makers import PLAN, make_interview, make_invitation, make_job, make_plan
from tests.interviews.views.visitor import Visitor, text_of

ENDPOINT = "https://speech.example/v1"


@pytest.fixture
def elsewhere(settings: Any) -> Any:
    """Speech at an endpoint for every language."""
    settings.SPEECH_BASE_URL, settings.SPEECH_IS_LOCAL = ENDPOINT, False
    settings.SPEECH_LANGUAGES, settings.OPENAI_API_KEY = ["*"], "key"
    settings.STT_MODEL, settings.TTS_MODEL, settings.TTS_VOICE = "hears", "speaks", "ash"
    return settings


def test_the_local_server_speaks_english_of_every_region_and_nothing_else() -> None:
    assert [can_speak(language) for language in ("en", "en-GB", "EN", "de", "es-MX", "enm", "")] == [
        True,
        True,
        True,
        False,
        False,
        False,
        False,
    ]


def test_an_endpoint_speaks_every_language_unless_told_which(elsewhere: Any) -> None:
    assert can_speak("de-AT") and can_speak("ja")
    elsewhere.SPEECH_LANGUAGES = ["DE", "pt-BR"]
    assert can_speak("de-AT") and can_speak("pt-br")
    assert not can_speak("pt-PT") and not can_speak("en")


def test_a_language_has_its_own_voice_or_the_usual_one(elsewhere: Any) -> None:
    elsewhere.TTS_VOICES = {"de": "nova", "pt-BR": "coral"}
    voices = [speech_for(language) for language in ("de-CH", "pt-BR", "pt-PT", "es")]
    assert [speech.tts_voice for speech in voices if speech] == ["nova", "coral", "ash", "ash"]


def test_english_may_stay_local_beside_an_endpoint(elsewhere: Any) -> None:
    elsewhere.SPEECH_LOCAL_ENGLISH, elsewhere.SPEECH_LANGUAGES = True, ["de"]
    english, german = speech_for("en-GB"), speech_for("de")
    assert english and english.is_local and english.base_url == elsewhere.LOCAL_SPEECH_URL
    assert (english.stt_model, english.tts_voice) == ("moonshine-tiny-en", "joe")
    assert english.api_key == ""  # The endpoint's key is nobody else's business.
    assert german and (german.base_url, german.api_key, german.is_local) == (ENDPOINT, "key", False)
    assert not can_speak("es")


def test_recruiters_are_told_only_of_what_cannot_be_spoken(settings: Any) -> None:
    assert "German are typed" in typed_only("de-AT")
    assert "xx-unknown are typed" in typed_only("xx-unknown")
    assert typed_only("en") == ""
    settings.LIVEKIT_URL = ""
    assert typed_only("de") == ""  # Then every interview is typed, which the doctor says.


GERMAN = PLAN.replace("key: baker", "key: german").replace("language: en", "language: de")


@pytest.mark.django_db
def test_an_interview_that_nobody_can_speak_is_typed_from_the_start() -> None:
    link = make_invitation(plan=make_plan(text=GERMAN)).public_id
    visitor = Visitor(Client())
    welcome = text_of(visitor.get(f"/interview/{link}"))
    assert "talking is not available in the language of this interview" in welcome
    assert "Talk or type" not in welcome
    visitor.agree(link, name="Ada Okafor")
    check = text_of(visitor.get(f"/interview/{link}?step=check"))
    assert "This interview is typed" in check and "in its language" in check
    assert "icrophone" not in check and "page-config" not in check
    refused = visitor.post(f"/interview/{link}/token")
    assert refused.status_code == 503
    assert json.loads(refused.content)["error"] == "language_unavailable"
    assert not Interview.objects.filter(wanted_at__isnull=False).exists()
    visitor.post(f"/interview/{link}/type")
    typed = text_of(visitor.get(f"/interview/{link}/answer"))
    assert "Talk instead" not in typed
    assert Interview.objects.get().mode == "typed"


@pytest.mark.django_db
def test_nobody_agrees_to_being_heard_where_the_interview_is_typed(elsewhere: Any) -> None:
    elsewhere.SPEECH_LANGUAGES = ["en"]
    german, english = (make_interview(plan=make_plan(text=text)) for text in (GERMAN, PLAN))
    assert "microphone" not in consent_document(interview=german).text
    assert "a speech service at speech.example" in consent_document(interview=english).text
    elsewhere.SPEECH_LOCAL_ENGLISH = True
    assert "the servers of this installation" in consent_document(interview=english).text


@pytest.mark.django_db
def test_recruiters_see_it_on_the_plans_page_and_when_they_invite(admin_client: Client) -> None:
    version = make_plan(text=GERMAN)
    for page in ("", "editor/"):
        shown = admin_client.get(
            f"/admin/interviews/planversion/{version.pk}/{page or 'change/'}", follow=True
        )
        assert "German are typed" in html.unescape(shown.content.decode())
    job = make_job()
    sent = {"job": job.pk, "plan": make_plan(job, text=GERMAN).pk, "extra_time": "0", "patience": "standard"}
    reply = admin_client.post("/admin/interviews/invitation/add/", sent, follow=True)
    assert "German are typed" in html.unescape(reply.content.decode())


@pytest.mark.django_db
def test_the_same_interview_is_spoken_where_an_endpoint_knows_its_language(elsewhere: Any) -> None:
    link = make_invitation(plan=make_plan(text=GERMAN)).public_id
    visitor = Visitor(Client())
    assert "Talk or type" in text_of(visitor.get(f"/interview/{link}"))
    visitor.agree(link, name="Ada Okafor")
    assert "page-config" in text_of(visitor.get(f"/interview/{link}?step=check"))


@pytest.mark.django_db
def test_the_doctor_names_the_languages_that_nobody_can_speak() -> None:
    from config.languages import typed_languages

    make_plan(text=GERMAN)
    make_plan()
    (line,) = typed_languages()
    assert "German are typed" in line and "SPEECH_LANGUAGES" in line


@pytest.mark.django_db
def test_importing_says_so(tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text(GERMAN)
    said = StringIO()
    call_command("import_plan", str(tmp_path / "plan.yaml"), stdout=StringIO(), stderr=said)
    assert "German are typed" in said.getvalue()
