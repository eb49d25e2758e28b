"""Speech servers for tests: one over fakes in this process, one with the real models in its own."""

from __future__ import annotations

import asyncio
import io
import os
import subprocess
import sys
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx2 as httpx
import numpy as np
import soundfile
import uvicorn

from agent_worker.speech.app import build_app
from agent_worker.speech.audio import Samples
from agent_worker.speech.recogniser import Segment
from agent_worker.speech.service import SpeechService
from tests.support.processes import free_ports, wait_until_ready

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class FakeRecogniser:
    """Hears the number of seconds; waits for `gate` first."""

    gate: threading.Event = field(default_factory=threading.Event)
    heard: list[int] = field(default_factory=list)

    def transcribe(self, samples: Samples) -> list[Segment]:
        seconds = round(len(samples) / 16_000)
        assert self.gate.wait(30)
        self.heard.append(seconds)
        return [Segment(f"{seconds} seconds", 0.0, float(seconds))]


@dataclass
class FakeSpeaker:
    """Says each word as a tenth of a second; waits for `gate` before every word but the first."""

    gate: threading.Event = field(default_factory=threading.Event)
    said: list[str] = field(default_factory=list)

    def split(self, text: str) -> list[list[str]]:
        return [[word] for word in text.split()]

    def say(self, phonemes: list[str], speed: float) -> bytes:
        if phonemes == ["explode"]:
            raise RuntimeError("a secret at /etc/passwd")
        assert phonemes == ["first"] or self.gate.wait(30)
        self.said.extend(phonemes)
        return b"\1\0" * 2_400


@dataclass
class FakeServer:
    """A running server over the fakes, and a client for it."""

    http: httpx.AsyncClient
    recogniser: FakeRecogniser
    speaker: FakeSpeaker
    # The terms that came with each recognition that had any.
    terms: list[tuple[str, ...]]

    async def transcribe(self, seconds: int = 1, **form: str) -> httpx.Response:
        files = {"file": ("a.wav", wav(np.full(16_000 * seconds, 0.1, np.float32)), "audio/wav")}
        return await self.http.post("/v1/audio/transcriptions", files=files, data={"model": "m", **form})

    async def speak(self, text: str, **fields: object) -> httpx.Response:
        body = {"model": "m", "voice": "v", "input": text, "response_format": "pcm", **fields}
        return await self.http.post("/v1/audio/speech", json=body)


@asynccontextmanager
async def fake_server(*, max_waiting: int = 8) -> AsyncIterator[FakeServer]:
    """Serve the fakes with open gates; close a gate with `clear()` to hold its model up."""
    recogniser, speaker = FakeRecogniser(), FakeSpeaker()
    recogniser.gate.set()
    speaker.gate.set()
    terms: list[tuple[str, ...]] = []

    def spell(text: str, given: tuple[str, ...]) -> str:
        terms.append(given)
        return text.replace("seconds", "Seconds")

    service = SpeechService([recogniser], speaker, max_waiting=max_waiting, spell=spell)
    config = uvicorn.Config(build_app(lambda: service), port=0, log_level="error")
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    recogniser.heard.clear()
    speaker.said.clear()
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=30) as http:
            yield FakeServer(http, recogniser, speaker, terms)
    finally:
        recogniser.gate.set()
        speaker.gate.set()
        server.should_exit = True
        await serving


@contextmanager
def real_server(directory: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Run `manage.py run_speech_server`; yield its base URL, without `/v1`, and its process."""
    (port,) = free_ports(1)
    command = [sys.executable, "manage.py", "run_speech_server", "--port", str(port)]
    env = os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings"}
    with (directory / "speech.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=log, stderr=log)
    url = f"http://127.0.0.1:{port}"
    try:
        problem = "The speech server did not start; see speech.log."
        wait_until_ready(process, f"{url}/healthz", seconds=60, problem=problem)
        yield url, process
    finally:
        process.kill()
        process.wait()


def wav(samples: Samples, *, rate: int = 16_000, container: str = "WAV") -> bytes:
    """Return `samples`, mono or (frames, channels), as a file."""
    file = io.BytesIO()
    soundfile.write(file, samples, rate, format=container)
    return file.getvalue()
