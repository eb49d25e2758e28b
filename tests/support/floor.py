"""A candidate who speaks over the interviewer, and what the product keeps of it."""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
from collections.abc import AsyncIterator
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
    """A burst of noise with a sharp beginning that dies away, twice."""
    count = int(seconds * RATE)
    burst = np.random.default_rng(seed).normal(0, 1, count) * np.exp(-np.linspace(0, 5, count))
    burst = np.convolve(burst, np.ones(12) / 12, "same")
    burst = burst / np.abs(burst).max() * 14_000
    return np.concatenate([burst, np.zeros(RATE // 10), burst * 0.7]).astype("int16")


@contextlib.asynccontextmanager
async def call(product: Product) -> AsyncIterator[VoiceCandidate]:
    """A candidate who has heard the first question."""
    candidate = VoiceCandidate()
    await candidate.join(json.loads(await asyncio.to_thread(product.manage, "mint_token", str(PLAN))))
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
