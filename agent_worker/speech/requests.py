"""What clients may ask for: the fields of OpenAI's two audio requests, checked."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, BinaryIO

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request

from agent_worker.speech.errors import SpeechError

MAX_UPLOAD_BYTES = 15_000_000
MAX_JSON_BYTES = 64_000
MAX_CHARACTERS = 4_000
MAX_PROMPT, MAX_TERMS = 2_000, 40
# Up to three words.
TERM = re.compile(r"[\w+#.-]{2,30}(?: [\w+#.-]{1,30}){0,2}")
TRANSCRIPT_FORMATS = ("json", "verbose_json", "text")
# response_format: libsndfile's name (None: as it comes), media type
AUDIO_FORMATS: dict[str, tuple[str | None, str]] = {
    "pcm": (None, "audio/pcm"),
    "wav": ("WAV", "audio/wav"),
    "mp3": ("MP3", "audio/mpeg"),
    "flac": ("FLAC", "audio/flac"),
}


@dataclass(frozen=True)
class SpeechRequest:
    """What to say and how."""

    text: str
    speed: float
    audio_format: str


@dataclass(frozen=True)
class TranscriptionRequest:
    """What to listen to; `file` is open for as long as the request is handled."""

    file: BinaryIO
    response_format: str
    terms: tuple[str, ...]


async def read_speech_request(request: Request) -> SpeechRequest:
    """Return the JSON body; raises SpeechError."""
    _check_length(request, MAX_JSON_BYTES)
    try:
        body = json.loads(await request.body())
    except (ValueError, RecursionError) as error:
        raise SpeechError("The body is not JSON.") from error
    if not isinstance(body, dict):
        raise SpeechError("The body is not a JSON object.")
    return SpeechRequest(_text(body.get("input")), _speed(body.get("speed")), _audio_format(body))


@asynccontextmanager
async def transcription_request(request: Request) -> AsyncIterator[TranscriptionRequest]:
    """Yield the form of the body; raises SpeechError."""
    _check_length(request, MAX_UPLOAD_BYTES)
    try:
        form = await request.form(max_files=1, max_fields=20)
    except HTTPException as error:
        raise SpeechError("The body is not a form with one file.") from error
    try:
        file = form.get("file")
        if not isinstance(file, UploadFile):
            raise SpeechError("Send the audio as a file.", param="file")
        _check_language(str(form.get("language") or "en"))
        wanted = str(form.get("response_format") or "json")
        terms = _terms(str(form.get("prompt") or ""))
        yield TranscriptionRequest(file.file, _one_of(wanted, TRANSCRIPT_FORMATS), terms)
    finally:
        await form.close()


def _check_length(request: Request, limit: int) -> None:
    length = request.headers.get("content-length", "")
    if not length.isdigit():
        raise SpeechError("Send the length of the body.", status=411)
    if int(length) > limit:
        raise SpeechError(f"Send at most {limit} bytes.", status=413, code="too_large")


def _check_language(language: str) -> None:
    if language.lower().partition("-")[0] not in ("en", "english"):
        raise SpeechError("Only English is understood.", code="unsupported_language", param="language")


def _terms(prompt: str) -> tuple[str, ...]:
    """The terms that a prompt lists between commas. Prose is no list: what is long is left out."""
    listed = (" ".join(part.split()) for part in prompt[:MAX_PROMPT].split(","))
    return tuple(dict.fromkeys(term for term in listed if TERM.fullmatch(term)))[:MAX_TERMS]


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise SpeechError("Send the text to be said.", param="input")
    if len(value) > MAX_CHARACTERS:
        raise SpeechError(f"Send at most {MAX_CHARACTERS} characters.", code="too_large", param="input")
    return value.strip()


def _speed(value: Any) -> float:
    if value is None:
        return 1.0
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0.25 <= value <= 4:
        raise SpeechError("Send a speed from 0.25 to 4.", param="speed")
    return float(value)


def _audio_format(body: dict[str, Any]) -> str:
    return _one_of(body.get("response_format") or "mp3", tuple(AUDIO_FORMATS))


def _one_of(value: Any, allowed: tuple[str, ...]) -> str:
    if value not in allowed:
        raise SpeechError(f"Ask for one of: {', '.join(allowed)}.", param="response_format")
    return str(value)
