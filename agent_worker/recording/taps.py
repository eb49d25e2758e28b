"""Where both sides of an interview are listened to: what the agent hears, and what it really plays."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable
from typing import Any

import numpy as np
from livekit import rtc
from livekit.agents import AgentSession
from livekit.agents.voice import io

from agent_worker.recording.timeline import RATE, Samples

# Gets a time, seconds since the epoch, and what was heard then: the end of it for what arrived, its beginning
# for what is played.
OnSound = Callable[[float, Samples], None]
OnCut = Callable[[float], None]


class NothingToTap(Exception):
    """The session has no sound, or this version of the library plays it in another way."""


class CandidateTap(io.AudioInput):
    """Passes the candidate's sound on and lets `on_sound` have it, too."""

    def __init__(self, source: io.AudioInput, on_sound: OnSound) -> None:
        super().__init__(label="Recording", source=source)
        self._on_sound = on_sound

    def __aiter__(self) -> AsyncIterator[rtc.AudioFrame]:
        return self

    async def __anext__(self) -> rtc.AudioFrame:
        frame = await super().__anext__()
        self._on_sound(time.time(), mono(frame))
        return frame


class SpeakerTap:
    """Stands before the source of the agent's track: the last place before the network.

    Here alone it is known what is played and when. What is handed over begins when the queue before it has
    been played; when the queue is cleared, what is left of it never is.
    """

    def __init__(self, source: rtc.AudioSource, on_sound: OnSound, on_cut: OnCut) -> None:
        self._source = source
        self._on_sound = on_sound
        self._on_cut = on_cut

    async def capture_frame(self, frame: rtc.AudioFrame) -> None:
        self._on_sound(time.time() + self._source.queued_duration, mono(frame))
        await self._source.capture_frame(frame)

    def clear_queue(self) -> None:
        self._on_cut(time.time())
        self._source.clear_queue()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._source, name)


def tap_session(
    session: AgentSession[Any], *, on_heard: OnSound, on_played: OnSound, on_cut: OnCut
) -> Callable[[], None]:
    """Listen to both sides of a started session; returns what ends it. Raises NothingToTap."""
    heard, sink = session.input.audio, _last(session.output.audio)
    source = getattr(sink, "_audio_source", None)
    if heard is None or source is None:
        raise NothingToTap
    session.input.audio = CandidateTap(heard, on_heard)
    sink._audio_source = SpeakerTap(source, on_played, on_cut)  # type: ignore[union-attr]

    def end() -> None:
        sink._audio_source = source  # type: ignore[union-attr]

    return end


def mono(frame: rtc.AudioFrame) -> Samples:
    """A frame's own copy of its samples at RATE, one channel."""
    samples = np.frombuffer(frame.data, dtype=np.int16).reshape(-1, frame.num_channels)[:, 0]
    if frame.sample_rate == RATE:
        return samples.copy()
    count = round(len(samples) * RATE / frame.sample_rate)
    places = np.linspace(0, len(samples), count, endpoint=False)
    return np.interp(places, np.arange(len(samples)), samples).astype(np.int16)


def _last(output: io.AudioOutput | None) -> io.AudioOutput | None:
    while output is not None and output.next_in_chain is not None:
        output = output.next_in_chain
    return output
