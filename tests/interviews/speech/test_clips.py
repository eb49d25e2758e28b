"""Clips are found under what they were made of, are never half there, and go when nobody needs them."""

from __future__ import annotations

import os
import threading
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from django.utils import timezone

from interviews.speech.clips import KEEP, clip_age, clip_key, find_clip, remove_old_clips, store_clip

KEY = "ab" * 32


@pytest.fixture(autouse=True)
def storage(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_a_clip_is_found_as_it_was_stored() -> None:
    assert find_clip(KEY) is None and clip_age(KEY) is None
    store_clip(KEY, b"\1\2" * 100)
    assert find_clip(KEY) == b"\1\2" * 100
    age = clip_age(KEY)
    assert age is not None and age < timedelta(minutes=1)


def test_a_key_stands_for_text_voice_and_language(settings: Any) -> None:
    settings.SPEECH_LANGUAGES = ["*"]
    keys = {clip_key(text="Hello.", language="en"), clip_key(text="Hello!", language="en")}
    keys.add(clip_key(text="Hello.", language="fr"))
    settings.TTS_VOICE = "another"
    keys.add(clip_key(text="Hello.", language="en"))
    settings.TTS_MODEL = "another"
    keys.add(clip_key(text="Hello.", language="en"))
    assert len(keys) == 5
    assert clip_key(text="Hello.", language="en-GB") == clip_key(text="Hello.", language="en")


def test_whoever_reads_while_others_write_gets_a_whole_clip(storage: Path) -> None:
    sounds = [bytes([number]) * 400_000 for number in range(4)]
    writers = [threading.Thread(target=store_clip, args=(KEY, pcm)) for pcm in sounds * 3]
    store_clip(KEY, sounds[0])
    for writer in writers:
        writer.start()
    read = set()
    while any(writer.is_alive() for writer in writers):
        read.add(find_clip(KEY))
    for writer in writers:
        writer.join()
    assert read <= set(sounds)
    assert len(files(storage)) == 1


class ObjectStore(Storage):
    """Keeps objects by name; there are no paths that a process could open."""

    def __init__(self) -> None:
        self.objects: dict[str, bytes] = {}

    def _open(self, name: str, mode: str = "rb") -> ContentFile:
        if name not in self.objects:
            raise FileNotFoundError(name)
        return ContentFile(self.objects[name])

    def _save(self, name: str, content: Any) -> str:
        self.objects[name] = content.read()
        return name

    def delete(self, name: str) -> None:
        self.objects.pop(name, None)

    def exists(self, name: str) -> bool:
        return name in self.objects

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        below = [name.removeprefix(f"{path}/") for name in self.objects if name.startswith(f"{path}/")]
        return [n.split("/")[0] for n in below if "/" in n], [n for n in below if "/" not in n]

    def get_modified_time(self, name: str) -> datetime:
        return timezone.now()


def test_an_object_store_without_paths_keeps_clips_too(settings: Any) -> None:
    backend = {"BACKEND": f"{__name__}.ObjectStore"}
    settings.STORAGES = {**settings.STORAGES, "default": backend}
    store_clip(KEY, b"\1\2")
    store_clip(KEY, b"\3\4")
    assert find_clip(KEY) == b"\3\4"
    assert remove_old_clips(now=timezone.now() + KEEP + timedelta(days=1)) == 1
    assert find_clip(KEY) is None


def make_old(path: Path) -> None:
    then = (timezone.now() - KEEP - timedelta(days=1)).timestamp()
    os.utime(path, (then, then))


def test_what_was_not_needed_for_long_is_removed_and_the_rest_stays(storage: Path) -> None:
    store_clip(KEY, b"\1\2")
    store_clip("cd" * 32, b"\1\2")
    half = storage / "speech" / "ab" / "killed.part"
    half.write_bytes(b"\1")
    for path in (half, storage / "speech" / "ab" / f"{KEY}.pcm"):
        make_old(path)
    assert remove_old_clips(now=timezone.now()) == 2
    assert find_clip(KEY) is None and find_clip("cd" * 32) is not None


def test_without_any_clip_there_is_nothing_to_remove() -> None:
    assert remove_old_clips(now=timezone.now()) == 0
