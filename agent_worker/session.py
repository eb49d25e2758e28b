"""The audio pipeline of one interview: detector, recogniser, voice and turn handling, from the settings."""

from __future__ import annotations

import ssl
from collections.abc import Callable
from typing import Any

import httpx2
from django.conf import settings
from livekit.agents import AgentSession, inference
from livekit.plugins import openai
from openai import AsyncOpenAI

from agent_worker.stt import SEGMENT_SILENCE, TurnSTT
from agent_worker.voice import Voice

# Loaded once in the fork server: reading the certificates would stop a job's event loop for 0.1 s.
TRUST = ssl.create_default_context()
# A local endpoint takes no key, but the client library insists on one.
NO_KEY = "not-needed"


def build_client() -> AsyncOpenAI:
    """Return a client of the configured endpoint; retries are the callers'."""
    return AsyncOpenAI(
        base_url=settings.SPEECH_BASE_URL,
        api_key=settings.OPENAI_API_KEY or NO_KEY,
        max_retries=0,
        http_client=httpx2.AsyncClient(verify=TRUST, timeout=httpx2.Timeout(5.0, connect=5.0, read=30.0)),
    )


def build_voice(client: AsyncOpenAI) -> Voice:
    """Return the interviewer's voice at the configured endpoint."""
    return Voice(
        openai.TTS(model=settings.TTS_MODEL, voice=settings.TTS_VOICE, response_format="pcm", client=client)
    )


def build_ear(client: AsyncOpenAI, *, language: str, on_lost: Callable[[], None]) -> TurnSTT:
    """Return the interviewer's hearing; `language` is BCP 47, `on_lost` is told of speech without text."""
    recogniser = openai.STT(
        model=settings.STT_MODEL, language=language.split("-")[0], use_realtime=False, client=client
    )
    detector = inference.VAD(min_silence_duration=SEGMENT_SILENCE)
    return TurnSTT(recogniser=recogniser, detector=detector, language=language, on_lost=on_lost)


def build_session(ear: TurnSTT) -> AgentSession[Any]:
    """Return an unstarted session that listens with `ear` and speaks.

    It decides nothing by itself: `agent_worker.turn_taking` says whose turn it is. So it needs no detector
    of its own, which would double the cost of hearing.
    """
    return AgentSession(
        stt=ear,
        vad=None,
        turn_handling={
            "turn_detection": "manual",
            "interruption": {"mode": "vad", "resume_false_interruption": False},
            "preemptive_generation": {"enabled": False},
        },
        user_away_timeout=None,
    )
