"""Whether the recording of a long interview keeps in step with its clock, and what recording costs.

    python -m benches.drift [--minutes 45] [--answers 12]

Forwarded: known signals of both sides through the real writer, segments and join; the candidate's frames as a
network and a busy event loop deliver them: late and in bursts, with gaps, from a microphone whose clock is
50 ppm wrong. Live: an interview in a real room, whose answers are found again in the recording. All by
correlation. Run nothing else on the machine. `--answers 0` leaves the live part out.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import io
import json
import os
import random
import re
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import psutil
import requests
import soundfile

from tests.support.product import Product, running_product
from tests.support.voice import LOUD, VOICES, VoiceCandidate, load_voice

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
RATE = 24_000  # Hz
FRAME = 0.05  # seconds
ZERO = 1_700_000_000.0
ANSWERS = ("billing", "release", "postgres", "search")
PPM = 50e-6


@dataclass(frozen=True)
class Found:
    """A known sound in the recording: when it was made, and how much later it is found, seconds."""

    at: float
    late: float


def find(sound: np.ndarray[Any, Any], known: np.ndarray[Any, Any], near: int, reach: int) -> int:
    """The sample at which `known` lies in `sound`, within `reach` of `near`."""
    start = max(0, near - reach)
    window = sound[start : near + reach + len(known)].astype(float)
    size = 1 << (len(window) + len(known)).bit_length()
    product = np.fft.irfft(np.fft.rfft(window, size) * np.conj(np.fft.rfft(known.astype(float), size)), size)
    return start + int(np.argmax(product[: max(1, len(window) - len(known))]))


def bursts(seconds: float, seed: int) -> list[tuple[float, np.ndarray[Any, Any]]]:
    """Noise of 0.4 s, each its own, about every twenty seconds."""
    rng = np.random.default_rng(seed)
    starts = np.arange(5.0, seconds - 5, 20.0) + rng.uniform(0, 3, len(np.arange(5.0, seconds - 5, 20.0)))
    return [(float(at), rng.integers(-6000, 6000, int(0.4 * RATE)).astype(np.int16)) for at in starts]


def lay(seconds: float, parts: list[tuple[float, np.ndarray[Any, Any]]]) -> np.ndarray[Any, Any]:
    """A channel with the parts at their times."""
    channel = np.zeros(int(seconds * RATE), dtype=np.int16)
    for at, part in parts:
        channel[round(at * RATE) :][: len(part)] = part[: len(channel) - round(at * RATE)]
    return channel


async def forwarded(seconds: float, directory: Path) -> dict[str, Any]:
    """Play both sides through the recorder in its own time; return what was found where."""
    from agent_worker.recording.recorder import SEGMENT, SETTLED, Recorder
    from interviews.models import RecordingSegment
    from interviews.services.recording_join import write_joined
    from interviews.services.recordings import write_file

    clock = SimpleNamespace(now=ZERO)
    segments: list[RecordingSegment] = []

    def put(piece: Any) -> None:
        write_file(name=f"{piece.number}.flac", data=piece.data)
        segments.append(
            RecordingSegment(
                epoch=1,
                number=piece.number,
                started_ms=round((piece.started_at - ZERO) * 1000),
                duration_ms=piece.duration_ms,
                file=f"{piece.number}.flac",
            )
        )

    recorder = Recorder(SimpleNamespace(put=put), epoch=1, now=lambda: clock.now)  # type: ignore[arg-type]
    said, played = bursts(seconds, 1), bursts(seconds, 2)
    candidate, agent = lay(seconds, said), lay(seconds, played)
    # Written to, so that its memory is there before it is weighed.
    delivered = np.full(len(candidate), False)
    process, chance = psutil.Process(), random.Random(3)
    before, began = process.memory_info().rss, time.process_time()
    next_agent, due = 0.0, ZERO + SEGMENT + SETTLED
    for arrived, start in arrivals(seconds, chance):
        delivered[start : start + round(FRAME * RATE)] = True
        clock.now = ZERO + arrived
        # Its microphone's clock runs fast: a frame of theirs is a little less than one of ours.
        recorder.hear(clock.now, candidate[start : start + round(FRAME * RATE)])
        while next_agent < arrived:
            at = round(next_agent * RATE)
            if agent[at : at + round(FRAME * RATE)].any():
                recorder.play(ZERO + next_agent, agent[at : at + round(FRAME * RATE)])
            next_agent += FRAME
        if clock.now >= due:
            recorder._heard.settle(clock.now)
            await recorder.cut_until(clock.now - SETTLED)
            due += SEGMENT
    spent = time.process_time() - began
    grown = (process.memory_info().rss - before) / 1e6
    began = time.process_time()
    joined = write_joined(directory / "whole.mp3", segments)
    joining = time.process_time() - began
    sound, _ = soundfile.read(directory / "whole.mp3", dtype="int16")
    said = [(at, part) for at, part in said if delivered[round(at * RATE) :][: len(part)].mean() > 0.99]
    return {
        "candidate": [
            Found(at, find(sound[:, 0], part, round(at * RATE), RATE) / RATE - at) for at, part in said
        ],
        "agent": [
            Found(at, find(sound[:, 1], part, round(at * RATE), RATE) / RATE - at) for at, part in played
        ],
        "cpu": spent / seconds,
        "grown": grown,
        "joining": joining,
        "size": (directory / "whole.mp3").stat().st_size / 1e6,
        "minutes": joined.duration_ms / 60_000,
    }


def arrivals(seconds: float, chance: random.Random) -> Iterator[tuple[float, int]]:
    """When each frame of the candidate arrives and at which sample of their sound it starts.

    Now and then the loop is busy for up to 0.6 s, and nothing comes for up to 5 s.
    """
    busy_until, away_until, count = 0.0, 0.0, 0
    while (at := (count + 1) * FRAME * (1 - PPM)) < seconds - 2:
        count += 1
        if chance.random() < 0.002:
            busy_until = at + chance.uniform(0.1, 0.6)
        if chance.random() < 0.0003:
            away_until = at + chance.uniform(0.5, 5)
        if at >= away_until:
            start = round((at - FRAME) * RATE)
            yield max(at + chance.uniform(0, 0.008), busy_until), start


@contextlib.contextmanager
def kept_in(directory: Path) -> Iterator[None]:
    """Keep the segments of the forwarded part in a directory of its own."""
    from django.test import override_settings

    entry = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(directory), "allow_overwrite": True},
    }
    with override_settings(STORAGES={"default": entry, "staticfiles": entry, "recordings": entry}):
        yield


# --- live ---------------------------------------------------------------------------------------

FACTS = """
import json
from interviews.models import Interview
interview = Interview.objects.exclude(started_at=None).latest("pk")
recording = interview.recordings.first()
turns = [[t.role, t.started_ms, t.ended_ms, t.text[:40]] for t in interview.turns.exclude(started_ms=None)]
print(json.dumps({"started": interview.started_at.timestamp(), "status": recording and recording.status,
    "file": recording and recording.file.name, "problem": recording and recording.problem, "turns": turns}))
"""


def consent(product: Product, *, records: bool = True) -> dict[str, str]:
    """Agree on the pages of the demonstration's interview; return the way into the room."""
    browser = requests.Session()
    link = product.stack.links["invitation"]
    page = browser.get(f"{link}?step=consent").text
    fields = dict(re.findall(r'name="(csrfmiddlewaretoken|sha256)" value="([^"]+)"', page))
    choice = {"records": "yes"} if records else {}
    browser.post(
        f"{link}/consent", {**fields, "agree": "yes", "candidate_name": "Bench", **choice}
    ).raise_for_status()
    token = browser.post(f"{link}/token", headers={"X-CSRFToken": browser.cookies["csrftoken"]})
    token.raise_for_status()
    return dict(token.json())


async def live(product: Product, answers: int) -> dict[str, Any]:
    """Hold an interview; return its recording, what was said when, and its turns."""
    candidate = VoiceCandidate()
    await candidate.join(consent(product))
    skew = time.time() - time.monotonic()
    said: list[tuple[float, np.ndarray[Any, Any]]] = []
    for number in range(answers):
        await candidate.agent_is_quiet(seconds=1.2, limit=90)
        if candidate.gone.is_set():
            break
        voice = load_voice(VOICES / f"{ANSWERS[number % len(ANSWERS)]}.flac")
        ended = await candidate.say(voice)
        loud = np.flatnonzero(np.abs(voice) > LOUD)
        said.append((skew + ended - len(voice[: loud[-1] + 1]) / 48_000, voice[::2]))
        with contextlib.suppress(TimeoutError):
            await candidate.agent_is_heard(after=ended - 0.2, limit=10)
    await candidate.agent_is_quiet(seconds=1.5, limit=90)
    if not candidate.gone.is_set():
        await candidate.press("leave")
        await asyncio.sleep(8)
    await candidate.leave()
    facts: dict[str, Any] = {}
    for _ in range(60):
        facts = json.loads(await asyncio.to_thread(product.ask, FACTS))
        if facts["status"] in ("ready", "failed"):
            break
        await asyncio.sleep(2)
    path = Path(product.env["VAR_DIR"]) / "recordings" / facts["file"]
    sound, _ = soundfile.read(path, dtype="int16")
    return {"sound": sound, "said": said, **facts}


def show(name: str, found: list[Found]) -> None:
    """Print how far sounds are from the clock, at the beginning, at the end, and at worst."""
    late = [1000 * each.late for each in found]
    third = max(1, len(late) // 4)
    drift = np.median(late[-third:]) - np.median(late[:third])
    print(
        f"{name:44} n {len(late):4}  median {np.median(late):+7.1f} ms"
        f"  from {min(late):+7.1f} to {max(late):+7.1f}  begin->end {drift:+6.1f} ms"
    )


def show_live(facts: dict[str, Any]) -> None:
    """Print the live part."""
    sound, started = facts["sound"], facts["started"]
    heard = []
    for at, voice in facts["said"]:
        near = round((at - started) * RATE)
        if near + len(voice) > len(sound):
            continue
        heard.append(Found(at, find(sound[:, 0], voice, near, 2 * RATE) / RATE - (at - started)))
    show("live: candidate's mouth -> recording", heard)
    for role, channel in (("candidate", 0), ("agent", 1)):
        onsets, ends = [], []
        for who, start, end, _text in facts["turns"]:
            if who == role and end - start > 300:
                onsets.append(Found(start / 1000, edge(sound[:, channel], start / 1000) - start / 1000))
                ends.append(Found(end / 1000, edge(sound[:, channel], end / 1000, last=True) - end / 1000))
        show(f"live: {role}'s turns, beginning -> recording", onsets)
        show(f"live: {role}'s turns, end -> recording", ends)
    for who, start, end, text in facts["turns"]:
        print(f"  {who:9} {start / 1000:7.2f} to {end / 1000:7.2f}  {text}")
    print(f"live: problem: {facts['problem'] or 'none'}; {len(sound) / RATE / 60:.1f} min")


def edge(channel: np.ndarray[Any, Any], at: float, *, last: bool = False) -> float:
    """When the voice nearest to `at` begins (or ends), seconds."""
    step = RATE // 200
    low = max(0, round((at - 1.0) * RATE))
    part = channel[low : round((at + 1.0) * RATE)].astype(float)
    loud = np.sqrt((part[: len(part) // step * step].reshape(-1, step) ** 2).mean(axis=1)) > LOUD
    changes = np.flatnonzero(loud[1:] & ~loud[:-1] if not last else loud[:-1] & ~loud[1:]) + 1
    if not len(changes):
        return float("nan")
    times = low / RATE + changes * step / RATE
    return float(times[int(np.argmin(np.abs(times - at)))])


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=45)
    parser.add_argument("--answers", type=int, default=12)
    parser.add_argument("--keep", type=Path, help="write the live recording here")
    options = parser.parse_args()
    import django

    django.setup()
    with tempfile.TemporaryDirectory() as place, kept_in(Path(place)):
        facts = asyncio.run(forwarded(options.minutes * 60, Path(place)))
    show("forwarded: candidate", facts["candidate"])
    show("forwarded: agent", facts["agent"])
    print(
        f"forwarded: {facts['minutes']:.1f} min, {facts['size']:.1f} MB; writer"
        f" {100 * facts['cpu']:.2f} % of a core,"
    )
    print(f"  memory {facts['grown']:+.1f} MB; joining {facts['joining']:.0f} s of a core")
    if options.answers:
        with tempfile.TemporaryDirectory() as var_dir, running_product(Path(var_dir)) as product:
            facts = asyncio.run(live(product, options.answers))
            if options.keep:
                buffer = io.BytesIO()
                soundfile.write(buffer, facts["sound"], RATE, format="FLAC")
                options.keep.write_bytes(buffer.getvalue())
        show_live(facts)


if __name__ == "__main__":
    main()
