"""Both sides are recorded on the clock: what is late goes where it belongs, what was not played nowhere."""

from __future__ import annotations

import asyncio
import io
import time
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import soundfile
from livekit import rtc

from agent_worker.recording import recorder as recorder_module
from agent_worker.recording import spool as spool_module
from agent_worker.recording.recorder import Recorder, record_interview
from agent_worker.recording.spool import Spool
from agent_worker.recording.taps import NothingToTap, SpeakerTap, mono, tap_session
from agent_worker.recording.timeline import LOOKAHEAD, RATE, Channel, Samples, Stream
from interviews.services.errors import StaleLease
from interviews.services.recordings import Piece, RecordingClosed

ZERO = 1_000.0
FRAME = 0.05


def frame_of(value: int, seconds: float = FRAME) -> Samples:
    return np.full(round(seconds * RATE), value, dtype=np.int16)


def heights(samples: Samples, step: float = FRAME) -> list[int]:
    """The middle sample of each step."""
    size = round(step * RATE)
    return [int(samples[start + size // 2]) for start in range(0, len(samples) - size + 1, size)]


class TestTimeline:
    def stream(self) -> tuple[Channel, Stream]:
        channel = Channel(ZERO)
        return channel, Stream(channel)

    def taken(self, channel: Channel, stream: Stream, seconds: float) -> Samples:
        stream.settle(ZERO + 1000)
        return channel.take(0, round(seconds * RATE))

    def test_frames_lie_where_they_were_said(self) -> None:
        channel, stream = self.stream()
        for number in range(1, 41):
            stream.push(ZERO + number * FRAME, frame_of(number))
        assert heights(self.taken(channel, stream, 2.0)) == list(range(1, 41))

    def test_a_busy_event_loop_moves_nothing(self) -> None:
        channel, stream = self.stream()
        for number in range(1, 61):
            on_time = ZERO + number * FRAME
            # Half a second in which nobody looked: ten frames arrive at once.
            stream.push(ZERO + 30 * FRAME if 20 < number < 30 else on_time, frame_of(number))
        assert heights(self.taken(channel, stream, 3.0)) == list(range(1, 61))

    def test_a_gap_is_silence_of_its_own_length(self) -> None:
        channel, stream = self.stream()
        for number in [*range(1, 11), *range(51, 61)]:
            stream.push(ZERO + number * FRAME, frame_of(number))
        assert heights(self.taken(channel, stream, 3.0)) == [*range(1, 11), *[0] * 40, *range(51, 61)]

    @pytest.mark.parametrize("rate", [0.999, 1.001])
    def test_a_microphone_whose_clock_is_wrong_stays_in_step_for_an_hour(self, rate: float) -> None:
        channel, stream = self.stream()
        frames = 20 * 3600
        for number in range(1, frames):
            stream.push(ZERO + number * FRAME / rate, frame_of(1 + number % 20_000))
            if number == frames - 40:
                channel.take(0, round((number * FRAME / rate - 2) * RATE))
        start = round((frames - 20) * FRAME / rate * RATE)
        stream.settle(ZERO + 10_000)
        found = int(channel.take(start, start + 100)[50]) - 1
        said = (frames - 20) * FRAME / rate
        assert abs(found * FRAME - (said * rate % (20_000 * FRAME))) <= 0.1

    def test_what_is_cut_off_was_never_there_and_what_follows_is_in_its_place(self) -> None:
        channel = Channel(ZERO)
        channel.place(ZERO, frame_of(1, 1.0))
        channel.cut(ZERO + 0.5)
        channel.place(ZERO + 0.8, frame_of(2, 0.2))
        assert heights(channel.take(0, RATE), 0.1) == [1, 1, 1, 1, 1, 0, 0, 0, 2, 2]

    def test_nothing_lies_twice_over_anything(self) -> None:
        channel = Channel(ZERO)
        channel.place(ZERO, frame_of(1, 0.5))
        channel.place(ZERO + 0.3, frame_of(2, 0.5))
        assert heights(channel.take(0, RATE), 0.1) == [1, 1, 1, 1, 1, 2, 2, 2, 0, 0]

    def test_what_was_taken_is_forgotten(self) -> None:
        channel = Channel(ZERO)
        for number in range(100):
            channel.place(ZERO + number, frame_of(1, 1.0))
            channel.take(number * RATE, (number + 1) * RATE)
        assert channel._placed == []


class Source:
    """Plays what it is handed, 0.2 s at most in advance."""

    queued_duration = 0.0
    sample_rate = RATE

    def __init__(self) -> None:
        self.handed: list[rtc.AudioFrame] = []
        self.cleared = 0

    async def capture_frame(self, frame: rtc.AudioFrame) -> None:
        self.handed.append(frame)
        self.queued_duration += frame.duration

    def clear_queue(self) -> None:
        self.cleared += 1
        self.queued_duration = 0.0


def audio(value: int, seconds: float = FRAME, rate: int = RATE, channels: int = 1) -> rtc.AudioFrame:
    count = round(seconds * rate)
    return rtc.AudioFrame(np.full(count * channels, value, np.int16).tobytes(), rate, channels, count)


async def test_the_agents_sound_is_placed_when_it_plays_and_taken_back_when_it_does_not() -> None:
    source, channel = Source(), Channel(time.time())
    tap = SpeakerTap(source, channel.place, channel.cut)  # type: ignore[arg-type]
    for value in range(1, 5):
        await tap.capture_frame(audio(value))
    tap.clear_queue()
    assert (len(source.handed), source.cleared, tap.queued_duration) == (4, 1, 0.0)
    assert np.count_nonzero(channel.take(0, RATE)) < round(4 * FRAME * RATE)


async def test_a_queue_that_waits_delays_what_comes_after_it() -> None:
    source, channel = Source(), Channel(time.time())
    source.queued_duration = 0.5
    tap = SpeakerTap(source, channel.place, channel.cut)  # type: ignore[arg-type]
    await tap.capture_frame(audio(7, 0.2))
    sound = channel.take(0, RATE)
    assert np.flatnonzero(sound)[0] / RATE == pytest.approx(0.5, abs=0.1)
    assert np.count_nonzero(sound) == round(0.2 * RATE)


def test_other_rates_and_channels_become_ours() -> None:
    assert len(mono(audio(5, 1.0, rate=48_000, channels=2))) == RATE
    assert set(mono(audio(5, 1.0, rate=48_000, channels=2))) == {5}


def test_the_library_still_plays_through_what_we_stand_before() -> None:
    import inspect

    from livekit.agents.voice.room_io._output import _ParticipantAudioOutput

    body = inspect.getsource(_ParticipantAudioOutput)
    assert "self._audio_source = rtc.AudioSource(" in body
    assert "await self._audio_source.capture_frame(frame)" in body
    assert "self._audio_source.clear_queue()" in body


def test_a_session_without_sound_cannot_be_recorded() -> None:
    session: Any = SimpleNamespace(input=SimpleNamespace(audio=None), output=SimpleNamespace(audio=None))
    with pytest.raises(NothingToTap):
        tap_session(session, on_heard=print, on_played=print, on_cut=print)


class Kept:
    """Stands for the services: keeps pieces, and may be away."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.pieces: list[Piece] = []
        self.problems: list[str] = []
        self.removed: list[str] = []
        self.refuses: Exception | None = None
        self.is_away = False
        self.is_deleted = False
        for name in ("open_recording", "place_segment", "is_placed", "note_problem"):
            monkeypatch.setattr(spool_module, name, getattr(self, name))
        monkeypatch.setattr(spool_module.recordings, "write_file", self.write_file)
        monkeypatch.setattr(spool_module.recordings, "remove_file", self.removed.append)
        monkeypatch.setattr(spool_module, "PAUSE", 0.001)

    async def open_recording(self, **_: Any) -> object:
        return object()

    async def place_segment(self, *, recording: object, piece: Piece) -> str:
        if self.refuses:
            raise self.refuses
        self.placing = piece
        return f"{piece.number}.flac"

    def write_file(self, *, name: str, data: bytes) -> None:
        if self.is_away:
            raise OSError("away")
        self.pieces.append(self.placing)

    async def is_placed(self, *, name: str) -> bool:
        return not self.is_deleted

    async def note_problem(self, *, recording: object, problem: str) -> None:
        self.problems.append(problem)

    @property
    def numbers(self) -> list[int]:
        return [piece.number for piece in self.pieces]


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> Iterator[Kept]:
    yield Kept(monkeypatch)


def piece(number: int, size: int = 10) -> Piece:
    return Piece(epoch=1, number=number, started_at=ZERO, duration_ms=4000, data=b"x" * size)


async def until(condition: Any) -> None:
    async with asyncio.timeout(5):
        while not condition():
            await asyncio.sleep(0.001)


async def test_what_cannot_be_stored_waits_and_is_stored_in_its_order(kept: Kept) -> None:
    spool = Spool(object())  # type: ignore[arg-type]
    kept.is_away = True
    task = asyncio.create_task(spool.run())
    for number in range(3):
        spool.put(piece(number))
    await until(lambda: kept.problems)
    kept.is_away = False
    await spool.drain()
    assert kept.numbers == [0, 1, 2]
    await until(lambda: len(kept.problems) == 2)
    assert kept.problems == ["The storage of recordings does not answer.", ""]
    task.cancel()


async def test_what_waits_is_bounded_and_the_end_says_what_is_missing(kept: Kept) -> None:
    spool = Spool(object(), limit=1000)  # type: ignore[arg-type]
    kept.is_away = True
    task = asyncio.create_task(spool.run())
    for number in range(1000):
        spool.put(piece(number, size=100))
    assert len(spool._waiting) == 10
    await until(lambda: kept.problems)
    await spool.drain(patience=0.01)
    assert kept.problems[-1] == "The storage of recordings does not answer: its last 40 s are missing."
    task.cancel()


@pytest.mark.parametrize("refusal", [RecordingClosed(), StaleLease()])
async def test_whoever_may_not_add_any_more_keeps_nothing(kept: Kept, refusal: Exception) -> None:
    spool = Spool(object())  # type: ignore[arg-type]
    kept.refuses = refusal
    task = asyncio.create_task(spool.run())
    spool.put(piece(0))
    await asyncio.wait_for(task, 5)
    spool.put(piece(1))
    assert not spool._waiting and not kept.pieces


async def test_a_file_whose_row_was_deleted_meanwhile_is_removed(kept: Kept) -> None:
    spool = Spool(object())  # type: ignore[arg-type]
    kept.is_deleted = True
    task = asyncio.create_task(spool.run())
    spool.put(piece(0))
    await until(lambda: kept.removed)
    assert kept.removed == ["0.flac"]
    task.cancel()


class Clock:
    """Time that the test moves."""

    now = ZERO

    def __call__(self) -> float:
        return self.now


def talk(recorder: Recorder, clock: Clock, seconds: float) -> None:
    """Let both sides talk, each frame at its time."""
    for _ in range(round(seconds / FRAME)):
        clock.now += FRAME
        recorder.hear(clock.now, frame_of(1000))
        recorder.play(clock.now - FRAME, frame_of(2000))


def sound(pieces: list[Piece]) -> Samples:
    blocks = [soundfile.read(io.BytesIO(piece.data), dtype="int16")[0] for piece in pieces]
    return np.concatenate(blocks)


async def test_a_killed_agent_takes_one_segment_along_at_most(kept: Kept) -> None:
    clock = Clock()
    spool = Spool(object())  # type: ignore[arg-type]
    recorder = Recorder(spool, epoch=3, now=clock)
    task = asyncio.create_task(spool.run())
    for _ in range(187):
        talk(recorder, clock, 0.1)
        await recorder.cut_until(clock.now - recorder_module.SETTLED)
    await until(lambda: len(kept.pieces) == 4)
    task.cancel()
    # Nothing was closed or flushed: this is what is there when the process is gone.
    whole = sound(kept.pieces)
    lost = 18.7 - len(whole) / RATE
    assert lost <= recorder_module.SEGMENT + recorder_module.SETTLED
    assert np.count_nonzero(whole[: -round(LOOKAHEAD * RATE), 0] != 1000) == 0
    assert np.count_nonzero(whole[:, 1] != 2000) == 0
    assert [(piece.number, piece.started_at) for piece in kept.pieces] == [
        (number, ZERO + 4.0 * number) for number in range(4)
    ]


async def test_the_end_is_kept_to_the_last_frame(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock()
    recorder = Recorder(Spool(object()), epoch=3, now=clock)  # type: ignore[arg-type]
    monkeypatch.setattr(recorder_module, "tap_session", lambda *_, **__: lambda: None)
    recorder.start(object())  # type: ignore[arg-type]
    talk(recorder, clock, 5.3)
    await recorder.aclose()
    assert kept.numbers == [0, 1]
    whole = sound(kept.pieces)
    assert len(whole) == round(5.3 * RATE)
    assert set(whole[:, 0]) == {1000} and set(whole[:, 1]) == {2000}


async def test_three_quarters_of_an_hour_leave_nothing_behind_in_memory(kept: Kept) -> None:
    clock = Clock()
    recorder = Recorder(Spool(object()), epoch=3, now=clock)  # type: ignore[arg-type]
    recorder._spool.put = lambda piece: None  # type: ignore[method-assign]
    for _ in range(45 * 15):
        talk(recorder, clock, 4.0)
        await recorder.cut_until(clock.now - recorder_module.SETTLED)
        waiting = sum(len(part) for _, part in recorder._candidate._placed + recorder._agent._placed)
        assert waiting < 20 * RATE


class Interview(SimpleNamespace):
    pass


async def test_an_interview_whose_sound_may_not_be_kept_is_not_listened_to() -> None:
    lease: Any = SimpleNamespace(interview=Interview(records=True), epoch=1)
    session: Any = SimpleNamespace()
    async with record_interview(lease, session):
        assert not hasattr(session, "input")


async def test_a_recording_that_fails_never_ends_the_interview(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recorder_module, "may_record", lambda interview: True)
    lease: Any = SimpleNamespace(interview=Interview(), epoch=1)
    session: Any = SimpleNamespace(input=SimpleNamespace(audio=None), output=SimpleNamespace(audio=None))
    entered = False
    async with record_interview(lease, session):
        entered = True
    assert entered
