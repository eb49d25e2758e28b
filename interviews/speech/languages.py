"""Who hears and speaks an interview's language: one endpoint with its models and voice, or nobody."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import get_language_info

from interviews.engine.languages import primary_language
from livekit_bridge.rooms import is_configured

EVERY = "*"


@dataclass(frozen=True, slots=True)
class Speech:
    """An endpoint in OpenAI's shapes for one language, and what to ask of it."""

    stt_model: str
    tts_model: str
    tts_voice: str
    base_url: str
    api_key: str
    is_local: bool


def speech_for(language: str) -> Speech | None:
    """Return what hears and speaks `language` (BCP 47), None when no configured endpoint does."""
    offered = {name.lower() for name in settings.SPEECH_LANGUAGES}
    if settings.SPEECH_LOCAL_ENGLISH:
        offered.add("en")
    return endpoint_for(language) if {EVERY, language.lower(), primary_language(language)} & offered else None


def endpoint_for(language: str) -> Speech:
    """Return what is asked for `language`, whether it is said to know it or not: for interviews under way."""
    if settings.SPEECH_LOCAL_ENGLISH and primary_language(language) == "en":
        return Speech(
            stt_model=settings.LOCAL_STT_MODEL,
            tts_model=settings.LOCAL_TTS_MODEL,
            tts_voice=settings.LOCAL_TTS_VOICE,
            base_url=settings.LOCAL_SPEECH_URL,
            api_key="",
            is_local=True,
        )
    return Speech(
        stt_model=settings.STT_MODEL,
        tts_model=settings.TTS_MODEL,
        tts_voice=_voice(language),
        base_url=settings.SPEECH_BASE_URL,
        api_key=settings.OPENAI_API_KEY,
        is_local=settings.SPEECH_IS_LOCAL,
    )


def can_speak(language: str) -> bool:
    """Whether interviews in `language` can be spoken as far as models go."""
    return speech_for(language) is not None


def can_talk(language: str) -> bool:
    """Whether candidates can talk in `language` here: there is a media server, and models for it."""
    return is_configured() and can_speak(language)


def typed_only(language: str) -> str:
    """Return what a recruiter must know of interviews in `language`, "" when they can be spoken."""
    if not is_configured() or can_speak(language):
        return ""
    return (
        f"Interviews in {language_name(language)} are typed: no speech models for this language are set up. "
        "An operator can add an endpoint that hears and speaks it."
    )


def language_name(language: str) -> str:
    """Return the English name of `language`, or its tag where it has none."""
    try:
        return str(get_language_info(primary_language(language))["name"])
    except KeyError:
        return language


def _voice(language: str) -> str:
    voices = {name.lower(): voice for name, voice in settings.TTS_VOICES.items()}
    voice: str = voices.get(language.lower()) or voices.get(primary_language(language)) or settings.TTS_VOICE
    return voice
