"""What was made in advance is said without the speech server, and what it makes is kept where it may be."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
from livekit.plugins import openai
from openai import AsyncOpenAI

from agent_worker import spoken, voice
from agent_worker.voice import Voice
from interviews.speech.clips import clip_key, find_clip, store_clip
from interviews.speech.making import make_clips
from tests.support.tone_endpoint import ToneEndpoint, tone

QUESTION = "We come to the oven. Which bread did you bake first? Tell me how."
# LiveKit ends what it makes with 10 ms of silence; clips are played as they are.
END = bytes(480)
PARTS = ("We come to the oven.", "Which bread did you bake first?", "Tell me how.")


@pytest.fixture
def endpoint(settings: Any, tmp_path: Path) -> Iterator[ToneEndpoint]:
    settings.MEDIA_ROOT, settings.SPEECH_LANGUAGES = tmp_path, ["*"]
    with ToneEndpoint() as stub:
        settings.SPEECH_BASE_URL, settings.SPEECH_IS_LOCAL = stub.base_url, False
        yield stub


@pytest.fixture
async def speaking(endpoint: ToneEndpoint) -> AsyncIterator[Voice]:
    client = AsyncOpenAI(base_url=endpoint.base_url, api_key="none", max_retries=0)
    engine = openai.TTS(model="tts-1", voice="ash", response_format="pcm", client=client)
    built = Voice(engine, language="en", known=PARTS)
    yield built
    await built.aclose()
    await client.close()


async def hear(speaking: Voice, text: str, **where: int) -> tuple[bytes, int]:
    """The sound of a text, and how often its start was reported."""
    starts: list[None] = []
    frames = [
        bytes(frame.data) async for frame in speaking.frames(text, lambda: starts.append(None), **where)
    ]
    return b"".join(frames), len(starts)


def made(text: str) -> bytes:
    """The sound of a sentence that came from the endpoint."""
    return tone(text) + END


async def clip_of(text: str) -> bytes | None:
    return await asyncio.to_thread(find_clip, clip_key(text=text, language="en"))


async def test_a_question_is_said_from_its_clips_when_the_speech_server_is_dead(
    endpoint: ToneEndpoint, speaking: Voice
) -> None:
    await asyncio.to_thread(make_clips, PARTS, "en")
    endpoint.stop()
    assert await hear(speaking, QUESTION) == (b"".join(map(tone, PARTS)), 1)


async def test_a_known_sentence_that_had_to_be_made_is_kept_and_any_other_is_not(
    endpoint: ToneEndpoint, speaking: Voice
) -> None:
    assert await hear(speaking, f"Hello Ada. {PARTS[0]}") == (made("Hello Ada.") + made(PARTS[0]), 1)
    async with asyncio.timeout(10):
        while await clip_of(PARTS[0]) is None:
            await asyncio.sleep(0.01)
    assert await clip_of(PARTS[0]) == made(PARTS[0])
    assert await clip_of("Hello Ada.") is None


async def test_what_is_said_before_the_server_dies_is_heard_and_the_rest_is_shown(
    endpoint: ToneEndpoint, speaking: Voice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spoken, "PATIENCE", 0.5)
    endpoint.cuts = PARTS[1]
    sound, starts = await hear(speaking, QUESTION)
    assert starts == 1 and sound.startswith(tone(PARTS[0])) and len(sound) < len(tone(QUESTION)) - 10_000
    assert await clip_of(PARTS[1]) is None
    endpoint.cuts = ""
    assert (await hear(speaking, QUESTION))[0] == b"".join(map(made, PARTS))


async def test_what_nobody_can_make_is_shown_only(
    endpoint: ToneEndpoint, speaking: Voice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spoken, "PATIENCE", 0.2)
    endpoint.stop()
    sound, starts = await hear(speaking, QUESTION)
    assert starts == 1 and set(sound) == {0}


async def test_an_interrupted_question_goes_on_with_the_sentence_that_was_being_said(
    endpoint: ToneEndpoint, speaking: Voice
) -> None:
    sound, _ = await hear(speaking, QUESTION)
    first, second = (len(made(part)) / 48_000 for part in PARTS[:2])
    assert [speaking.sentence_at(QUESTION, at) for at in (0.0, first - 0.01, first + 0.01)] == [0, 0, 1]
    assert speaking.sentence_at(QUESTION, first + second + 0.01) == 2 == speaking.sentence_at(QUESTION, 99.0)
    assert speaking.sentence_at(QUESTION, second + 0.01, first_sentence=1) == 2
    assert speaking.seconds(QUESTION) == pytest.approx(len(sound) / 48_000)
    assert (await hear(speaking, QUESTION, first_sentence=1))[0] == made(PARTS[1]) + made(PARTS[2])


async def test_a_long_interview_does_not_keep_its_sound_in_memory(
    endpoint: ToneEndpoint, speaking: Voice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(voice, "REMEMBERED", 2.0)
    texts = [f"This is sentence number {number} of a long talk." for number in range(20)]
    for text in texts:
        await hear(speaking, text)
    assert sum(sentence.seconds for sentence in speaking._sentences.values()) < 4.0
    assert speaking.seconds(texts[0]) == pytest.approx(len(made(texts[0])) / 48_000)


async def test_a_storage_that_fails_leaves_the_endpoint(
    endpoint: ToneEndpoint, speaking: Voice, settings: Any, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    settings.MEDIA_ROOT = tmp_path / "file"
    assert await hear(speaking, PARTS[0]) == (made(PARTS[0]), 1)


async def test_the_first_sentence_is_asked_for_first(endpoint: ToneEndpoint, speaking: Voice) -> None:
    speaking.prepare("Something for later. And more of it. And still more.")
    await hear(speaking, QUESTION)
    assert endpoint.asked.index(PARTS[0]) <= 1
    assert [text for text in endpoint.asked if text in PARTS] == list(PARTS)


async def test_a_clip_is_not_asked_for(endpoint: ToneEndpoint, speaking: Voice) -> None:
    await asyncio.to_thread(store_clip, clip_key(text=PARTS[0], language="en"), tone("x"))
    assert await hear(speaking, PARTS[0]) == (tone("x"), 1)
    assert endpoint.asked == []
