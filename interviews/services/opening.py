"""Has the first words of an interview made into sound before they are needed.

The greeting names the candidate, so nobody else's interview has made it before. The local speech server keeps
what it made; a provider would make it anew, and is not asked.
"""

from __future__ import annotations

import logging

import requests
from django.conf import settings

from interviews.engine.effects import Say
from interviews.engine.machine import step
from interviews.engine.plan import load_plan
from interviews.engine.state import from_dict
from interviews.models import AnyInterview
from interviews.services.turns import opening_event

log = logging.getLogger(__name__)

TIMEOUT = 10  # seconds


def prepare_opening(*, interview: AnyInterview) -> None:
    """Let the local speech server say the opening once; without one there is nothing to prepare."""
    if not settings.SPEECH_IS_LOCAL or not settings.LIVEKIT_URL:
        return
    for text in opening_texts(interview=interview):
        request = {
            "model": settings.TTS_MODEL,
            "voice": settings.TTS_VOICE,
            "input": text,
            "response_format": "pcm",
            "speed": 1.0,
        }
        try:
            requests.post(f"{settings.SPEECH_BASE_URL}/audio/speech", json=request, timeout=TIMEOUT)
        except requests.RequestException as error:
            log.info("the opening was not prepared: %s", type(error).__name__)
            return


def opening_texts(*, interview: AnyInterview) -> list[str]:
    """What the interviewer says first, to a candidate who comes or comes back."""
    plan = load_plan(interview.plan_document)
    state = from_dict(interview.state)
    _, effects = step(plan, state, opening_event(interview=interview), 0)
    return [effect.text for effect in effects if isinstance(effect, Say)]
