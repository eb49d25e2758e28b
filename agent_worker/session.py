"""The audio pipeline of one interview: detector, recogniser, voice and turn handling, from the settings."""

from __future__ import annotations

import ssl
from collections.abc import Callable
from typing import Any

import httpx2
from livekit.agents import NOT_GIVEN, AgentSession, inference
from livekit.plugins import openai
from openai import AsyncOpenAI

from agent_worker.stt import SEGMENT_SILENCE, TurnSTT
from agent_worker.voice import Voice
from interviews.engine.languages import primary_language
from interviews.engine.plan import load_plan
from interviews.models import AnyInterview
from interviews.services.plan_voice import sentences_of_interview
from interviews.speech.languages import endpoint_for
from interviews.speech.terms import prompt_of

# Loaded once in the fork server: reading the certificates would stop a job's event loop for 0.1 s.
TRUST = ssl.create_default_context()
# A local endpoint takes no key, but the client library insists on one.
NO_KEY = "not-needed"


def build_client(language: str) -> AsyncOpenAI:
    """Return a client of the endpoint of a language (BCP 47); retries are the callers'."""
    speech = endpoint_for(language)
    return AsyncOpenAI(
        base_url=speech.base_url,
        api_key=speech.api_key or NO_KEY,
        max_retries=0,
        http_client=httpx2.AsyncClient(verify=TRUST, timeout=httpx2.Timeout(5.0, connect=5.0, read=30.0)),
    )


def build_voice(client: AsyncOpenAI, interview: AnyInterview) -> Voice:
    """Return the interviewer's voice for this interview, at the configured endpoint and from clips."""
    language = load_plan(interview.plan_document).language
    speech = endpoint_for(language)
    return Voice(
        openai.TTS(model=speech.tts_model, voice=speech.tts_voice, response_format="pcm", client=client),
        language=language,
        known=sentences_of_interview(interview=interview),
    )


def build_ear(
    client: AsyncOpenAI, *, language: str, terms: tuple[str, ...] = (), **told: Callable[[], None]
) -> TurnSTT:
    """Return the interviewer's hearing, with an ear for `terms`.

    `language` is BCP 47, `told` are `TurnSTT`'s on_lost, on_back, …
    """
    recogniser = openai.STT(
        model=endpoint_for(language).stt_model,
        language=primary_language(language),
        prompt=prompt_of(terms) or NOT_GIVEN,
        use_realtime=False,
        client=client,
    )
    detector = inference.VAD(min_silence_duration=SEGMENT_SILENCE)
    return TurnSTT(recogniser=recogniser, detector=detector, language=language, **told)


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
        # By default the agent is deaf while it says its first three seconds.
        aec_warmup_duration=None,
    )
