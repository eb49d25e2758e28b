"""A candidate who speaks over the interviewer, and what the product keeps of it."""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import numpy as np

from config.local.stack import ROOT
from tests.support.product import Product
from tests.support.voice import FRAME, LOUD, RATE, VOICES, VoiceCandidate, load_voice

PLAN = ROOT / "benches" / "plans" / "long.yaml"
ANSWERS = ("billing", "release", "postgres")
RECORD = (
    "import json; from interviews.models import PracticeInterview as P; i = P.objects.latest('pk'); "
    "print(json.dumps({'state': i.state, 'turns': list(i.turns.order_by('number').values('role', 'kind', "
    "'question', 'text', 'cut_off', 'interrupted', 'started_ms'))}))"
)


def voiced(samples: np.ndarray) -> np.ndarray:
    """A recording from its first voiced 10 ms on."""
    frames = samples[: len(samples) // FRAME * FRAME].reshape(-1, FRAME).astype("float64")
    return samples[int(np.nonzero(np.sqrt((frames**2).mean(axis=1)) > LOUD)[0][0]) * FRAME :]


def cough(seconds: float, seed: int) -> np.ndarray:
    """Two bursts of noise, each with a voiced rest of falling pitch."""
    at = np.arange(int(seconds * RATE)) / RATE
    noise = np.random.default_rng(seed).normal(0, 1, len(at)) * np.exp(-at / 0.05)
    phase = 2 * np.pi * np.cumsum(220 - 60 * at / seconds) / RATE
    rest = np.sum([np.sin(k * phase) / k**0.7 for k in range(1, 16)], axis=0) * np.sin(np.pi * at / seconds)
    burst = 0.6 * np.convolve(noise, np.ones(8) / 3, "same") + 0.5 * rest
    scaled: np.ndarray = burst / np.abs(burst).max() * 12_000
    return np.concatenate([scaled, np.zeros(RATE // 10), scaled * 0.7]).astype("int16")


def grunt(seconds: float) -> np.ndarray:
    """A piece of somebody's voice, too short for a word."""
    piece = voiced(load_voice(VOICES / "billing.flac"))[: int(seconds * RATE)].astype("float64")
    fading = np.minimum(1, np.arange(len(piece))[::-1] / (0.05 * RATE))
    return (piece * fading).astype("int16")


def hum() -> np.ndarray:
    """An "mm-hm" with closed lips: two murmurs, the second higher, of harmonics that fall off steeply."""
    parts = []
    for pitch, seconds in ((115, 0.18), (145, 0.24)):
        at = np.arange(int(seconds * RATE)) / RATE
        tone = np.sum([np.sin(2 * np.pi * pitch * k * at) / k**1.5 for k in range(1, 9)], axis=0)
        parts += [tone * np.sin(np.pi * at / seconds) ** 0.5, np.zeros(RATE // 20)]
    murmur = np.concatenate(parts)
    scaled: np.ndarray = murmur / np.abs(murmur).max() * 9_000
    return scaled.astype("int16")


@contextlib.asynccontextmanager
async def call(product: Product, plan: Path = PLAN) -> AsyncIterator[VoiceCandidate]:
    """A candidate who has heard the first question."""
    candidate = VoiceCandidate()
    await candidate.join(json.loads(await asyncio.to_thread(product.manage, "mint_token", str(plan))))
    await candidate.agent_is_quiet(seconds=1.5, limit=60)
    try:
        yield candidate
    finally:
        await candidate.leave()


async def answer(candidate: VoiceCandidate, number: int) -> float:
    """Say an answer; return when the interviewer is heard after it."""
    ended = await candidate.say(load_voice(VOICES / f"{ANSWERS[number % len(ANSWERS)]}.flac"))
    return await candidate.agent_is_heard(after=ended, limit=10)


async def audible(candidate: VoiceCandidate, *, since: float, seconds: float) -> None:
    """Wait until the interviewer has spoken for so long and is audible at this moment."""
    while time.monotonic() < since + seconds or candidate.ear.quiet_for(time.monotonic()) > 0.03:
        await asyncio.sleep(0.005)


def last_sound(candidate: VoiceCandidate, after: float) -> float:
    """The last moment at which the sound that was going on at `after` was heard."""
    return max(end for start, end in candidate.ear.sounds if start <= after)


async def record_of(product: Product) -> dict[str, Any]:
    """The latest interview's turns, and where it stands."""
    return dict(json.loads(await asyncio.to_thread(product.ask, RECORD)))


def words_of(record: dict[str, Any]) -> tuple[dict[str, int], dict[str, int]]:
    """How many words of answers are in the record, and how many count, by question."""
    said: dict[str, int] = {}
    for turn in record["turns"]:
        if turn["kind"] == "answer":
            said[turn["question"]] = said.get(turn["question"], 0) + len(turn["text"].split())
    return said, {entry["question"]: entry["words"] for entry in record["state"]["entries"]}
