"""The real models in the real server, asked by the clients that the product uses."""

from __future__ import annotations

import asyncio
import re
import signal
from collections.abc import Iterator
from pathlib import Path

import httpx2 as httpx
import numpy as np
import openai
import pytest
from livekit import rtc
from livekit.plugins import openai as livekit_openai

from agent_worker.speech.audio import from_pcm
from tests.speech.servers import real_server, wav

QUESTION = "Tell me about the hardest project that you have worked on this year."


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with real_server(tmp_path_factory.mktemp("speech")) as (url, _):
        yield url


@pytest.fixture
def client(base: str) -> Iterator[openai.OpenAI]:
    with openai.OpenAI(base_url=f"{base}/v1", api_key="none", max_retries=0) as made:
        yield made


def words(text: str) -> list[str]:
    return re.sub(r"[^a-z' ]", " ", text.lower()).split()


def word_errors(said: str, heard: str) -> float:
    """Return the word error rate: edits per word said."""
    row = list(range(len(words(heard)) + 1))
    for number, word in enumerate(words(said), 1):
        before, row[0] = row[0], number
        for column, other in enumerate(words(heard), 1):
            before, row[column] = (
                row[column],
                min(row[column] + 1, row[column - 1] + 1, before + (word != other)),
            )
    return row[-1] / len(words(said))


def say(client: openai.OpenAI, text: str) -> bytes:
    return client.audio.speech.create(
        model="piper-joe", voice="joe", input=text, response_format="pcm"
    ).read()


def hear(client: openai.OpenAI, file: bytes) -> str:
    return client.audio.transcriptions.create(model="moonshine-tiny-en", file=("a.wav", file)).text


@pytest.mark.parametrize(
    "text",
    [
        QUESTION,
        "I designed the database and wrote most of the code myself.",
        "We measured the result, and the number of errors went down by half. Then I told the whole team.",
    ],
)
def test_what_is_said_is_understood(client: openai.OpenAI, text: str) -> None:
    heard = hear(client, wav(from_pcm(say(client, text)), rate=24_000))
    assert word_errors(text, heard) <= 0.25, heard


def test_nothing_is_heard_in_silence_or_noise(client: openai.OpenAI) -> None:
    noise = np.random.default_rng(0).standard_normal(48_000).astype(np.float32)
    for quiet in (np.zeros(0), np.zeros(10), np.zeros(48_000), noise * 0.0005, noise * 0.05):
        assert hear(client, wav(quiet.astype(np.float32))) == ""


def test_nothing_is_heard_in_noise_after_somebody_was_cut_off(client: openai.OpenAI) -> None:
    noise = wav(np.random.default_rng(0).standard_normal(48_000).astype(np.float32) * 0.05)
    speech = from_pcm(say(client, QUESTION))
    for seconds in (1.0, 1.5, 2.0):
        # Once for each recogniser.
        for _ in range(4):
            assert hear(client, wav(speech[: int(seconds * 24_000)], rate=24_000))
        assert hear(client, noise) == ""


def test_silence_around_an_answer_adds_no_words(client: openai.OpenAI) -> None:
    answer = from_pcm(say(client, "Yes, I did."))
    silence = np.zeros(24_000, np.float32)
    heard = hear(client, wav(np.concatenate([silence, answer, silence]), rate=24_000))
    assert words(heard) == ["yes", "i", "did"]


def test_the_verbose_form_reads_as_openais_own(client: openai.OpenAI) -> None:
    file = wav(from_pcm(say(client, QUESTION)), rate=24_000)
    reply = client.audio.transcriptions.create(
        model="whisper-1", file=("a.wav", file), response_format="verbose_json", language="en"
    )
    assert reply.segments
    assert reply.segments[0].text in reply.text
    assert 2 < reply.duration < 10


def test_a_text_of_one_endless_sentence_is_said_whole(client: openai.OpenAI) -> None:
    audio = say(client, "and then we went on " * 30)
    assert 25 < len(audio) / 48_000 < 70


def test_characters_that_cannot_be_said_do_no_harm(client: openai.OpenAI) -> None:
    assert len(say(client, "Hello 日本 😀 \0 <script> [[ {{ \u202e there.")) > 24_000
    for text in ("😀", "…", "\0", "[[h@l'oU]]", "9" * 400):
        say(client, text)


def test_what_has_no_sound_is_an_empty_file(client: openai.OpenAI) -> None:
    for audio_format in ("wav", "mp3", "flac"):
        client.audio.speech.create(model="m", voice="v", input="😀", response_format=audio_format)  # type: ignore[arg-type]


def test_half_a_character_is_not_said(base: str) -> None:
    body = b'{"input": "Hello \\ud800 there", "response_format": "pcm"}'
    assert len(httpx.post(f"{base}/v1/audio/speech", content=body).content) > 10_000


def test_speaking_faster_takes_less_time(client: openai.OpenAI) -> None:
    fast = client.audio.speech.create(
        model="m", voice="v", input=QUESTION, response_format="pcm", speed=2.0
    ).read()
    # The voice varies its pace a little each time.
    assert len(fast) < 0.85 * len(say(client, QUESTION))


def test_bad_audio_is_a_bad_request_to_openais_client(client: openai.OpenAI) -> None:
    with pytest.raises(openai.BadRequestError) as raised:
        hear(client, b"not audio")
    assert "/" not in raised.value.message.replace("https://", "").partition("message")[2]


def test_the_models_are_listed_for_openais_client(client: openai.OpenAI) -> None:
    assert [model.id for model in client.models.list()] == ["moonshine-tiny-en", "piper-joe"]


async def test_several_at_once_each_get_their_own_answer(base: str) -> None:
    texts = [
        "The sun is shining today.",
        "My sister lives in London.",
        "We had bread and butter.",
        "He plays the piano.",
    ]
    async with openai.AsyncOpenAI(base_url=f"{base}/v1", api_key="none", max_retries=0) as client:

        async def round_trip(text: str) -> str:
            speech = await client.audio.speech.create(model="m", voice="v", input=text, response_format="pcm")
            file = wav(from_pcm(speech.content), rate=24_000)
            return (await client.audio.transcriptions.create(model="m", file=("a.wav", file))).text

        heard = await asyncio.gather(*(round_trip(text) for text in texts))
    for text, answer in zip(texts, heard, strict=True):
        assert word_errors(text, answer) <= 0.4, heard


@pytest.mark.parametrize("audio_format", ["pcm", "wav", "mp3"])
async def test_the_agents_voice_and_ears_work_with_it(base: str, audio_format: str) -> None:
    voice = livekit_openai.TTS(
        model="piper-joe", voice="joe", base_url=f"{base}/v1", api_key="none", response_format=audio_format
    )
    ears = livekit_openai.STT(model="moonshine-tiny-en", language="en", base_url=f"{base}/v1", api_key="none")
    try:
        frame: rtc.AudioFrame = await voice.synthesize(QUESTION).collect()
        event = await ears.recognize([frame])
    finally:
        await voice.aclose()
        await ears.aclose()
    assert frame.sample_rate == 24_000
    assert word_errors(QUESTION, event.alternatives[0].text) <= 0.25


def test_it_stops_when_it_is_told_to(tmp_path: Path) -> None:
    with real_server(tmp_path) as (url, process):
        httpx.get(f"{url}/v1/models").raise_for_status()
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=20) in (0, -signal.SIGTERM)
    log = (tmp_path / "speech.log").read_text()
    assert "Application shutdown complete." in log
    assert "Traceback" not in log
