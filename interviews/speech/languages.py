"""Who hears and speaks an interview's language: one endpoint with its models and voice, or nobody."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings

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
    if settings.SPEECH_LOCAL_ENGLISH and base(language) == "en":
        return Speech(
            stt_model=settings.LOCAL_STT_MODEL,
            tts_model=settings.LOCAL_TTS_MODEL,
            tts_voice=settings.LOCAL_TTS_VOICE,
            base_url=settings.LOCAL_SPEECH_URL,
            api_key="",
            is_local=True,
        )
    if not {EVERY, language.lower(), base(language)} & {known.lower() for known in settings.SPEECH_LANGUAGES}:
        return None
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


def base(language: str) -> str:
    """Return the language without its region: "de" of "de-AT", as recognisers take it."""
    return language.partition("-")[0].lower()


def _voice(language: str) -> str:
    voices = {name.lower(): voice for name, voice in settings.TTS_VOICES.items()}
    voice: str = voices.get(language.lower()) or voices.get(base(language)) or settings.TTS_VOICE
    return voice
