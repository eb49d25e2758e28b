"""Sentences of the interviewer that were made into sound, kept in Django's storage by what they were made of.

A clip is 16-bit mono PCM at 24 kHz without a header: what endpoints send and rooms take. Only sentences that
were written down before an interview are kept: nothing that names a candidate, nothing that a model worded.
"""

from __future__ import annotations

import hashlib
import json
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from interviews.engine.languages import primary_language
from interviews.speech.languages import speech_for

RATE = 24_000  # Hz
SPEED = 1.0
FOLDER = "speech"
# Clips of a plan that nobody was interviewed by for this long are removed. They can be made again.
KEEP = timedelta(days=90)


def clip_key(*, text: str, language: str) -> str:
    """Return the key of a sentence as its language's voice says it; another voice has another key."""
    speech = speech_for(language)
    voice = (speech.tts_model, speech.tts_voice) if speech else ()
    made_of = json.dumps([*voice, primary_language(language), SPEED, text])
    return hashlib.sha256(made_of.encode()).hexdigest()


def find_clip(key: str) -> bytes | None:
    """Return the sound under a key, None when it was not made. Raises what the storage raises."""
    try:
        with default_storage.open(_name(key)) as file:
            return bytes(file.read())
    except FileNotFoundError:
        return None


def store_clip(key: str, pcm: bytes) -> None:
    """Keep the sound under its key: nobody ever reads half of it. Raises what the storage raises."""
    name = _name(key)
    try:
        path = Path(default_storage.path(name))
    except NotImplementedError:
        # Object stores take a file whole or not at all.
        default_storage.delete(name)
        default_storage.save(name, ContentFile(pcm))
        return
    part = default_storage.save(f"{name}.{uuid4().hex}.part", ContentFile(pcm))
    Path(default_storage.path(part)).replace(path)


def clip_age(key: str) -> timedelta | None:
    """Return how long ago a clip was stored, None when there is none."""
    try:
        return timezone.now() - default_storage.get_modified_time(_name(key))
    except FileNotFoundError:
        return None


def remove_old_clips(*, now: datetime) -> int:
    """Remove what was stored too long ago, and what a killed process left half-written; return how many."""
    removed = 0
    for folder in _folders():
        for file in default_storage.listdir(f"{FOLDER}/{folder}")[1]:
            removed += _remove_if_old(f"{FOLDER}/{folder}/{file}", now)
    return removed


def _folders() -> list[str]:
    try:
        return list(default_storage.listdir(FOLDER)[0])
    except FileNotFoundError:
        return []


def _remove_if_old(name: str, now: datetime) -> bool:
    is_old = default_storage.get_modified_time(name) < now - KEEP
    if is_old:
        default_storage.delete(name)
    return is_old


def _name(key: str) -> str:
    return f"{FOLDER}/{key[:2]}/{key}.pcm"
