"""A candidate without a browser: a LiveKit participant that speaks recordings and hears the agent.

All times are `time.monotonic()` seconds at the candidate's ear and mouth: network, codec and jitter
buffers of both directions are inside every figure.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import soundfile
from livekit import rtc

RATE = 48_000  # Hz
FRAME = RATE // 100  # samples of 10 ms
LOUD = 250  # RMS of int16 samples
STEADY = 3  # loud frames in a row: fewer are a click
PAUSE = 0.6  # seconds: gaps between words and sentences belong to the same utterance
VOICES = Path(__file__).parent.parent / "e2e" / "voices"


def load_voice(path: Path) -> np.ndarray:
    """Read a recording as int16 mono at 48 kHz."""
    samples, rate = soundfile.read(path, dtype="int16")
    resampler = rtc.AudioResampler(rate, RATE, quality=rtc.AudioResamplerQuality.HIGH)
    frames = resampler.push(bytearray(samples.tobytes())) + resampler.flush()
    return np.concatenate([np.frombuffer(frame.data, "int16") for frame in frames])


def last_voiced(samples: np.ndarray) -> int:
    """The sample at which the last voiced 10 ms of a recording end."""
    frames = samples[: len(samples) // FRAME * FRAME].reshape(-1, FRAME).astype("float64")
    loud = np.nonzero(np.sqrt((frames**2).mean(axis=1)) > LOUD)[0]
    return int(loud[-1] + 1) * FRAME


@dataclass
class Ear:
    """When the agent was audible: `sounds` are [start, end] pairs, the last one may still be going on."""

    sounds: list[list[float]] = field(default_factory=list)
    _run: int = 0
    _heard_at: float = 0.0
    _awake_at: float = 0.0

    def hear(self, samples: np.ndarray, now: float) -> None:
        """Take 10 ms of sound that arrived at `now`."""
        loud = float(np.sqrt((samples.astype("float64") ** 2).mean())) > LOUD
        if now - self._heard_at > PAUSE:
            # Who was asleep hears something new on waking, and what was on its way all at once.
            self._run, self._awake_at = 0, now
        self._heard_at = now
        self._run = self._run + 1 if loud else 0
        if self._run == STEADY:
            start = max(now - STEADY * 0.01, self._awake_at)
            if not self.sounds or start - self.sounds[-1][1] > PAUSE:
                self.sounds.append([start, now])
        if self._run >= STEADY:
            self.sounds[-1][1] = now

    def first_after(self, moment: float) -> float | None:
        """The first sound that began at or after `moment`."""
        return next((start for start, _ in self.sounds if start >= moment), None)

    def quiet_for(self, now: float) -> float:
        """Seconds since the agent was last heard."""
        return now - self.sounds[-1][1] if self.sounds else 0.0


class VoiceCandidate:
    """Joins with a token reply, speaks, listens, presses buttons."""

    def __init__(self) -> None:
        self.room = rtc.Room()
        self.ear = Ear()
        self.captions: list[tuple[str, str]] = []
        self.messages: list[str] = []
        self.gone = asyncio.Event()
        # 20 ms: the default queue of a second would add a second to every answer.
        self._source = rtc.AudioSource(RATE, 1, queue_size_ms=20)
        self._tasks: set[asyncio.Task[Any]] = set()
        self._speech: asyncio.Queue[np.ndarray] = asyncio.Queue()
        self._said_at: asyncio.Queue[float] = asyncio.Queue()

    async def join(self, reply: dict[str, str]) -> None:
        """Connect, publish a microphone and start to listen."""
        self.room.on("track_subscribed", lambda track, *_: self._start(self._listen(track)))
        self.room.on(
            "participant_attributes_changed", lambda changed, _: self.messages.append(json.dumps(changed))
        )
        self.room.on(
            "data_received", lambda packet: self.messages.append(packet.data.decode(errors="replace"))
        )
        self.room.on("disconnected", lambda *_: self.gone.set())
        self.room.register_text_stream_handler("lk.transcription", self._caption)
        options = rtc.RoomOptions(rtc_config=rtc.RtcConfiguration(ice_servers=[]))
        await self.room.connect(reply["server_url"], reply["participant_token"], options)
        track = rtc.LocalAudioTrack.create_audio_track("microphone", self._source)
        await self.room.local_participant.publish_track(
            track, rtc.TrackPublishOptions(source=rtc.TrackSource.SOURCE_MICROPHONE)
        )
        self._start(self._microphone())

    async def leave(self) -> None:
        """Disconnect and stop every helper."""
        for task in self._tasks:
            task.cancel()
        await self.room.disconnect()

    async def say(self, samples: np.ndarray) -> float:
        """Speak a recording in real time; return when its last voiced sound was spoken."""
        await self._speech.put(samples)
        return await self._said_at.get()

    async def agent_is_heard(self, *, after: float, limit: float) -> float:
        """Wait for the agent's first sound after `after`; return when it came. Raises TimeoutError."""
        async with asyncio.timeout(limit):
            while (heard := self.ear.first_after(after)) is None:
                await asyncio.sleep(0.005)
        return heard

    async def agent_is_quiet(self, *, seconds: float, limit: float) -> None:
        """Wait until the agent has been silent for `seconds`. Raises TimeoutError."""
        async with asyncio.timeout(limit):
            while not self.ear.sounds or self.ear.quiet_for(time.monotonic()) < seconds:
                await asyncio.sleep(0.01)

    async def press(self, control: str, **payload: Any) -> dict[str, Any]:
        """Press one of the room's buttons: done, repeat, moment, leave."""
        agent = self.agents_present()[-1]
        reply = await self.room.local_participant.perform_rpc(
            destination_identity=agent,
            method=f"parley.{control}",
            payload=json.dumps(payload),
            response_timeout=10,
        )
        return dict(json.loads(reply))

    def boards(self) -> list[dict[str, Any]]:
        """What each agent in the room shows on the room's page now."""
        people = self.room.remote_participants.values()
        return [json.loads(p.attributes["parley.room"]) for p in people if "parley.room" in p.attributes]

    async def question_is_shown(self, text: str, *, limit: float) -> None:
        """Wait until every agent in the room shows this question and gives the floor. Raises TimeoutError."""
        async with asyncio.timeout(limit):
            while not self.boards() or any(
                board.get("question_text") != text or board["floor"] != "candidate" for board in self.boards()
            ):
                await asyncio.sleep(0.05)

    def agents_present(self) -> list[str]:
        """The identities of the agents in the room."""
        return [person.identity for person in self.room.remote_participants.values() if is_agent(person)]

    # --- helpers ------------------------------------------------------------------------------

    def _start(self, coroutine: Any) -> None:
        task = asyncio.create_task(coroutine)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _caption(self, reader: Any, identity: str) -> None:
        async def read() -> None:
            self.captions.append((identity, await reader.read_all()))

        self._start(read())

    async def _listen(self, track: rtc.Track) -> None:
        if track.kind != rtc.TrackKind.KIND_AUDIO:
            return
        stream = rtc.AudioStream(track, sample_rate=RATE, num_channels=1, frame_size_ms=10)
        with contextlib.suppress(asyncio.CancelledError):
            async for event in stream:
                self.ear.hear(np.frombuffer(event.frame.data, "int16"), time.monotonic())
        await stream.aclose()

    async def _microphone(self) -> None:
        """Feed the microphone in real time: speech when there is some, a faint room otherwise."""
        noise = np.random.default_rng(0)
        while True:
            if self._speech.empty():
                await self._push(noise.integers(-3, 4, FRAME).astype("int16"))
                continue
            samples = self._speech.get_nowait()
            voiced = last_voiced(samples)
            for start in range(0, len(samples) - FRAME + 1, FRAME):
                await self._push(samples[start : start + FRAME])
                if start + FRAME == voiced:
                    self._said_at.put_nowait(time.monotonic())

    async def _push(self, samples: np.ndarray) -> None:
        await self._source.capture_frame(rtc.AudioFrame(samples.tobytes(), RATE, 1, FRAME))


def is_agent(person: rtc.RemoteParticipant) -> bool:
    """Whether a participant is an agent."""
    return bool(person.kind == rtc.ParticipantKind.PARTICIPANT_KIND_AGENT)
