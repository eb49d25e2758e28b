"""Settings of the media server, speech, models, recording, recovery and capacity."""

from __future__ import annotations

from django.core.exceptions import ImproperlyConfigured

from config.env import env

# --- LiveKit ------------------------------------------------------------------------------------
LIVEKIT_URL: str = env.str("LIVEKIT_URL", default="")
LIVEKIT_PUBLIC_URL: str = env.str("LIVEKIT_PUBLIC_URL", default="") or LIVEKIT_URL
LIVEKIT_API_KEY: str = env.str("LIVEKIT_API_KEY", default="")
LIVEKIT_API_SECRET: str = env.str("LIVEKIT_API_SECRET", default="")
# Off: browser and agent use no STUN server, which is right on one machine. LiveKit Cloud hands out its own.
LIVEKIT_USE_SERVER_ICE: bool = env.bool("LIVEKIT_USE_SERVER_ICE", default=False)
AGENT_NAME: str = env.str("AGENT_NAME", default="interviewer")
AGENT_PORT: int = env.int("AGENT_PORT", default=8081)
# `auto`: by the processors that the worker finds, see agent_worker/places.py.
_PLACES: str = env.str("AGENT_MAX_INTERVIEWS", default="auto")
if _PLACES != "auto" and not (_PLACES.isdecimal() and int(_PLACES)):
    raise ImproperlyConfigured("AGENT_MAX_INTERVIEWS must be a whole number above 0, or auto.")
AGENT_MAX_INTERVIEWS: int | None = None if _PLACES == "auto" else int(_PLACES)
AGENT_IDLE_PROCESSES: int = env.int("AGENT_IDLE_PROCESSES", default=2)
AGENT_HOST: str = env.str("AGENT_HOST", default="127.0.0.1")
# How long a stopping worker waits for live interviews, seconds; what is left resumes on another worker.
AGENT_DRAIN_SECONDS: int = env.int("AGENT_DRAIN_SECONDS", default=1800)

# --- Speech and language models -----------------------------------------------------------------
OPENAI_API_KEY: str = env.str("OPENAI_API_KEY", default="")
OPENAI_BASE_URL: str = env.str("OPENAI_BASE_URL", default="")
SPEECH_PORT: int = env.int("SPEECH_PORT", default=8090)
OPENAI_URL = OPENAI_BASE_URL or "https://api.openai.com/v1"
HAS_OPENAI = bool(OPENAI_API_KEY or OPENAI_BASE_URL)
# Where `manage.py run_speech_server` answers: English, with models that are installed with the packages.
LOCAL_SPEECH_URL: str = env.str("LOCAL_SPEECH_URL", default="") or f"http://127.0.0.1:{SPEECH_PORT}/v1"
# Without a key or an endpoint, speech is the local server.
SPEECH_BASE_URL: str = env.str("SPEECH_BASE_URL", default="") or (
    OPENAI_URL if HAS_OPENAI else LOCAL_SPEECH_URL
)
SPEECH_IS_LOCAL = SPEECH_BASE_URL == LOCAL_SPEECH_URL
LOCAL_STT_MODEL, LOCAL_TTS_MODEL, LOCAL_TTS_VOICE = "moonshine-tiny-en", "piper-joe", "joe"
STT_MODEL: str = env.str(
    "STT_MODEL", default=LOCAL_STT_MODEL if SPEECH_IS_LOCAL else "gpt-4o-mini-transcribe"
)
TTS_MODEL: str = env.str("TTS_MODEL", default=LOCAL_TTS_MODEL if SPEECH_IS_LOCAL else "gpt-4o-mini-tts")
TTS_VOICE: str = env.str("TTS_VOICE", default=LOCAL_TTS_VOICE if SPEECH_IS_LOCAL else "ash")
# What SPEECH_BASE_URL hears and speaks: languages, or "*" for all. Interviews in others are typed.
SPEECH_LANGUAGES: list[str] = env.list("SPEECH_LANGUAGES", default=["en"] if SPEECH_IS_LOCAL else ["*"])
# Voices for languages, where it is not TTS_VOICE.
TTS_VOICES: dict[str, str] = env.dict("TTS_VOICES", default={})
# English stays with the local server, and other languages go to the endpoint.
SPEECH_LOCAL_ENGLISH: bool = env.bool("SPEECH_LOCAL_ENGLISH", default=False)
# The language model that reads answers, words probes and refines drafts: optional, interviews need none.
LLM_MODEL: str = env.str("LLM_MODEL", default="gpt-4.1-mini")
LLM_BASE_URL: str = env.str("LLM_BASE_URL", default="") or (OPENAI_URL if HAS_OPENAI else "")
LLM_API_KEY: str = env.str("LLM_API_KEY", default="") or OPENAI_API_KEY
LLM_IS_CONFIGURED = bool(LLM_BASE_URL) and LLM_MODEL != "none"
# How long a candidate may wait for the model, seconds; then the interview goes on without it.
LLM_TURN_TIMEOUT: float = env.float("LLM_TURN_TIMEOUT", default=1.5)

# --- Recording ----------------------------------------------------------------------------------
# Off: candidates are not asked whether the sound may be kept, and it never is.
RECORDING: bool = env.bool("RECORDING", default=True)
# `local` (VAR_DIR/recordings) or `s3://bucket/prefix`.
RECORDINGS_STORAGE: str = env.str("RECORDINGS_STORAGE", default="local")
# The room as a film, made by LiveKit's egress service, of whoever allows a recording.
VIDEO_RECORDING: bool = env.bool("VIDEO_RECORDING", default=False)
if VIDEO_RECORDING and RECORDINGS_STORAGE == "local":
    # The service is a container of its own, and has no part in our disk.
    raise ImproperlyConfigured("VIDEO_RECORDING needs RECORDINGS_STORAGE=s3://bucket/prefix.")
