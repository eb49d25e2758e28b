"""One channel of a recording: samples at their places on the clock, and silence wherever there were none."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

# Hz. What LiveKit plays and hears at: nothing is resampled, and a millisecond is a whole number of samples.
RATE = 24_000
# How far a run of frames may be from the clock before it is put right, seconds. Below, runs stay whole: to
# follow every frame's own time would cut the sound to pieces.
TOLERANCE = 0.03
# Frames are late when the event loop was busy, and never early: the earliest of so many seconds is right.
LOOKAHEAD = 0.9

Samples = npt.NDArray[np.int16]


class Channel:
    """Mono sound from the moment `zero` (seconds since the epoch) on. Nothing is ever placed twice."""

    def __init__(self, zero: float) -> None:
        self._zero = zero
        self._placed: list[tuple[int, Samples]] = []
        self._end = 0

    def place(self, at: float, samples: Samples) -> None:
        """Put `samples` where they began, `at` seconds since the epoch.

        Within TOLERANCE of the end of what is there they follow it; what would lie over it is left out.
        """
        start = round((at - self._zero) * RATE)
        if abs(start - self._end) <= TOLERANCE * RATE:
            start = self._end
        if start < self._end:
            samples, start = samples[self._end - start :], self._end
        if len(samples):
            self._placed.append((start, samples))
            self._end = start + len(samples)

    def cut(self, at: float) -> None:
        """Take back what lies after `at`, seconds since the epoch: it was handed over and never played."""
        end = max(0, round((at - self._zero) * RATE))
        self._placed = [(start, samples[: end - start]) for start, samples in self._placed if start < end]
        self._end = min(self._end, end)

    def take(self, start: int, end: int) -> Samples:
        """Return the samples from `start` to `end`, counted from zero, and forget them and all before."""
        block = np.zeros(max(0, end - start), dtype=np.int16)
        kept: list[tuple[int, Samples]] = []
        for position, samples in self._placed:
            last = position + len(samples)
            low, high = max(position, start), min(last, end)
            if low < high:
                block[low - start : high - start] = samples[low - position : high - position]
            if last > end:
                low = max(position, end)
                kept.append((low, samples[low - position :]))
        self._placed = kept
        self._end = max(self._end, end)
        return block


@dataclass(frozen=True, slots=True)
class Frame:
    """What arrived of a stream: `offset` is when the stream would have begun if nothing had been late."""

    arrived: float
    offset: float
    before: int
    samples: Samples


class Stream:
    """Puts a stream that arrives in frames on a channel: gaps become silence, lateness does not."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self._waiting: deque[Frame] = deque()
        self._count = 0
        self._anchor: float | None = None

    def push(self, arrived: float, samples: Samples) -> None:
        """Take what arrived now, seconds since the epoch."""
        offset = arrived - (self._count + len(samples)) / RATE
        self._waiting.append(Frame(arrived, offset, self._count, samples))
        self._count += len(samples)
        self.settle(arrived)

    def settle(self, now: float) -> None:
        """Place the frames of which it is known by now how late they were."""
        while self._waiting and self._waiting[0].arrived <= now - LOOKAHEAD:
            best = min(frame.offset for frame in self._waiting)
            if self._anchor is None or abs(best - self._anchor) > TOLERANCE:
                self._anchor = best
            frame = self._waiting.popleft()
            self._channel.place(self._anchor + frame.before / RATE, frame.samples)
