"""Has sentences made into clips by the speech endpoint of their language."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable

import requests

from interviews.speech.clips import KEEP, SPEED, clip_age, clip_key, find_clip, store_clip
from interviews.speech.languages import Speech, speech_for

log = logging.getLogger(__name__)

TIMEOUT = (3.0, 30.0)  # seconds to connect, and between two pieces of the reply
ATTEMPTS = 2
# What endpoints call PCM. One that sends something else is asked by the interviewer, who can decode it.
PCM_TYPES = ("audio/pcm", "audio/L16", "application/octet-stream", "")
# A clip that is still wanted at this age is stored anew, so that it is not removed.
RENEW = KEEP / 2


class NotMade(Exception):
    """The endpoint gave no sound."""


def make_clips(
    sentences: Iterable[str], language: str, *, seconds: float = float("inf"), rest: float = 0.0
) -> int:
    """Make the clips that are missing, in order, for about `seconds`; return how many were made.

    A local speech server, which shares its cores with live interviews, is left alone after each clip for
    `rest` times as long as the clip took.

    Never raises for what the endpoint or the storage does: it is logged, and the interviewer makes what is
    missing when it is to be said.
    """
    speech, made, until = speech_for(language), 0, time.monotonic() + seconds
    try:
        for sentence in sentences:
            if speech is None or (made and time.monotonic() > until):
                break
            made += _make_missing(sentence, language, speech, rest)
    except Exception as error:  # every storage has errors of its own
        log.warning("the interviewer's voice was not made in advance: %s", error)
    return made


def missing_clips(sentences: Iterable[str], language: str) -> list[str]:
    """Return the sentences that have no clip yet, in order. Raises what the storage raises."""
    return [text for text in sentences if clip_age(clip_key(text=text, language=language)) is None]


def request_speech(text: str, speech: Speech) -> bytes:
    """Return `text` as 16-bit mono PCM at 24 kHz. Raises NotMade after the last attempt."""
    for attempt in range(1, ATTEMPTS + 1):
        try:
            return _request_once(text, speech)
        except (requests.RequestException, NotMade) as error:
            if attempt == ATTEMPTS:
                raise NotMade(type(error).__name__) from error
    raise AssertionError


def _make_missing(sentence: str, language: str, speech: Speech, rest: float) -> bool:
    key = clip_key(text=sentence, language=language)
    age = clip_age(key)
    if age is None:
        began = time.monotonic()
        store_clip(key, request_speech(sentence, speech))
        if speech.is_local:
            time.sleep(rest * (time.monotonic() - began))
    elif age > RENEW and (pcm := find_clip(key)):
        store_clip(key, pcm)
    return age is None


def _request_once(text: str, speech: Speech) -> bytes:
    reply = requests.post(
        f"{speech.base_url}/audio/speech",
        json={
            "model": speech.tts_model,
            "voice": speech.tts_voice,
            "input": text,
            "response_format": "pcm",
            "speed": SPEED,
        },
        headers={"Authorization": f"Bearer {speech.api_key}"} if speech.api_key else {},
        timeout=TIMEOUT,
    )
    reply.raise_for_status()
    pcm = reply.content
    if not pcm or len(pcm) % 2 or reply.headers.get("Content-Type", "").partition(";")[0] not in PCM_TYPES:
        raise NotMade("not 16-bit PCM")
    return pcm
