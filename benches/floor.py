"""Who has the floor: how soon the interviewer falls silent for a candidate, and what does not stop it.

    python -m benches.floor [--tries 12] [--noises 8] [--write]

Starts the whole product and joins as a candidate. First the candidate speaks over the interviewer, by turns
just after it began (they were not done) and in the middle of a question: ms from the candidate's first voiced
sample to the interviewer's last audible one, from the waveform at the candidate's ear, network and buffers
included. Then a cough, a grunt, an "mm-hm" and a "yeah" come over questions, which are to be heard all the
same. `--write` keeps the table in benches/RESULTS.md. Run nothing else on the machine.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import json
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2
import numpy as np
from livekit import rtc

from benches import publish
from benches.endurance import long_plan
from interviews.engine.plan_types import MOST_QUESTIONS
from tests.support.floor import (
    ANSWERS,
    answer,
    audible,
    call,
    cough,
    grunt,
    hum,
    last_sound,
    record_of,
    voiced,
    words_of,
)
from tests.support.product import Product, running_product
from tests.support.voice import RATE, VOICES, VoiceCandidate, load_voice

# After the interviewer's first sound, seconds: not done yet, and in the middle of a question.
EARLY, LATE = (0.3, 0.5, 0.8), (2.2, 2.6, 3.0)
NOISES = ("cough", "grunt", "mm-hm", "yeah")


@dataclass
class Silenced:
    """ms until silence, by when the candidate spoke, and what the database says of the pieces."""

    early: list[float] = field(default_factory=list)
    late: list[float] = field(default_factory=list)
    pieces: int = 0
    stored: int = 0
    whole: bool = False


@dataclass
class Noise:
    """What became of a question over which a noise came.

    `whole`: heard to its end; `again`: the noise took the floor and the question was begun again; `words`:
    the noise is in the record as something said; `gap`: how long the interviewer was silent at most, s.
    """

    kind: str
    whole: bool
    again: bool
    words: bool
    gap: float


async def speak(product: Product, text: str) -> np.ndarray:
    """A word by the product's own voice, int16 at 48 kHz."""
    async with httpx2.AsyncClient(timeout=30) as client:
        reply = await client.post(
            f"http://127.0.0.1:{product.env['SPEECH_PORT']}/v1/audio/speech",
            json={"model": "tts", "input": text, "voice": "any", "response_format": "pcm"},
        )
    reply.raise_for_status()
    resampler = rtc.AudioResampler(24_000, RATE)
    frames = resampler.push(bytearray(reply.content)) + resampler.flush()
    return voiced(np.concatenate([np.frombuffer(frame.data, "int16") for frame in frames]))


async def settled(candidate: VoiceCandidate, product: Product) -> dict[str, Any]:
    """The record once the interviewer has said all that it began to say."""
    async with asyncio.timeout(60):
        while True:
            await candidate.agent_is_quiet(seconds=2.5, limit=30)
            record = await record_of(product)
            if [turn for turn in record["turns"] if turn["role"] == "agent"][-1]["started_ms"] is not None:
                return record


async def interrupt(product: Product, plan: Path, tries: int) -> Silenced:
    """Speak real words over the interviewer, again and again."""
    result = Silenced()
    async with call(product, plan) as candidate:
        began = await answer(candidate, 0)
        for number in range(tries):
            early = number % 2 == 0
            delay = (EARLY if early else LATE)[number // 2 % 3]
            await audible(candidate, since=began, seconds=delay)
            over = voiced(load_voice(VOICES / f"{ANSWERS[(number + 1) % len(ANSWERS)]}.flac"))
            onset = time.monotonic()
            ended = await candidate.say(over)
            silent = last_sound(candidate, onset)
            (result.early if early else result.late).append(max(0.0, silent - onset) * 1000)
            print(f"silent after {max(0.0, silent - onset) * 1000:.0f} ms", flush=True)
            began = await candidate.agent_is_heard(after=max(silent, ended - 0.5), limit=15)
        record = await settled(candidate, product)
    answers = [turn for turn in record["turns"] if turn["role"] == "candidate" and turn["kind"] == "answer"]
    result.pieces, result.stored = tries + 1, len(answers)
    said, counted = words_of(record)
    result.whole = all(counted[question] == count for question, count in said.items())
    print(json.dumps(record["turns"], indent=0)) if result.stored != result.pieces else None
    return result


async def disturb(product: Product, plan: Path, tries: int) -> list[Noise]:
    """Cough and agree over questions; whatever becomes of it, answer afterwards."""
    sounds = {
        "cough": cough(0.3, 1),
        "grunt": grunt(0.3),
        "mm-hm": hum(),
        "yeah": await speak(product, "Yeah."),
    }
    results, known = [], 0
    async with call(product, plan) as candidate:
        for number in range(tries):
            kind = NOISES[number % len(NOISES)]
            began = await answer(candidate, number)
            await audible(candidate, since=began, seconds=(2.0, 0.6, 3.0)[number // len(NOISES) % 3])
            before = len(candidate.ear.sounds)
            await candidate.say(sounds[kind])
            turns = (await settled(candidate, product))["turns"]
            later = candidate.ear.sounds[before - 1 :]
            gap = max([b[0] - a[1] for a, b in itertools.pairwise(later)], default=0.0)
            since, known = turns[known:], len(turns)
            asked = [turn for turn in since if turn["role"] == "agent"]
            heard = [turn for turn in since if turn["role"] == "candidate"]
            again = any(turn["interrupted"] for turn in asked)
            # The first thing heard is the answer itself.
            results.append(Noise(kind, not asked[-1]["interrupted"], again, len(heard) > 1, gap))
            print(results[-1], flush=True)
            if again or results[-1].words:
                print(json.dumps(since))
    return results


def table(silenced: Silenced, noises: list[Noise]) -> str:
    """The figures as Markdown."""
    lines = ["| the candidate | n | p50, ms | p95 | max |", "|---|---|---|---|---|"]
    for name, values in (
        ("goes on within 1 s of the interviewer's start", silenced.early),
        ("speaks in the middle of a question", silenced.late),
    ):
        if values:
            p50, p95 = np.percentile(values, [50, 95])
            lines.append(f"| {name} | {len(values)} | {p50:.0f} | {p95:.0f} | {max(values):.0f} |")
    if silenced.pieces:
        same = "each answer counted as one" if silenced.whole else "NOT counted as one"
        lines += ["", f"Of {silenced.pieces} pieces of answers {silenced.stored} are in the record; {same}."]
    for kind in NOISES:
        some = [noise for noise in noises if noise.kind == kind]
        if some:
            whole = sum(noise.whole for noise in some)
            again = sum(noise.whole and noise.again for noise in some)
            words = sum(noise.words for noise in some)
            gap = max(noise.gap for noise in some)
            lines += [
                "",
                f"After {kind}: {whole} of {len(some)} questions heard to their end, {again} of "
                f"them after being begun again; longest gap {gap:.1f} s; taken for words: {words}.",
            ]
    return "\n".join(lines)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--tries", type=int, default=12)
    parser.add_argument("--noises", type=int, default=8)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as var_dir, running_product(Path(var_dir)) as product:
        # No interview ends before the bench does.
        questions = min(MOST_QUESTIONS, 2 + 2 * max(options.tries, options.noises))
        plan = long_plan(Path(var_dir), questions)
        silenced = asyncio.run(interrupt(product, plan, options.tries)) if options.tries else Silenced()
        noises = asyncio.run(disturb(product, plan, options.noises)) if options.noises else []
    print(silenced, *noises, sep="\n")
    print(table(silenced, noises))
    if options.write:
        publish("floor", table(silenced, noises))


if __name__ == "__main__":
    main()
