"""Which share of which segment counts, where agents recorded an interview one after or over another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from interviews.models import RecordingSegment


@dataclass(frozen=True, slots=True)
class Part:
    """The share of a segment that counts, on the interview's clock, ms."""

    start: int
    end: int
    segment: RecordingSegment


def effective_parts(segments: Iterable[RecordingSegment]) -> list[Part]:
    """What counts of each segment, in order and from 0 ms on: where two agents recorded, the later one's."""
    covered: list[tuple[int, int]] = []
    parts: list[Part] = []
    for segment in sorted(segments, key=lambda each: (-each.epoch, each.started_ms)):
        start, end = max(0, segment.started_ms), segment.started_ms + segment.duration_ms
        for left, right in _without(start, end, covered):
            parts.append(Part(left, right, segment))
        covered = _with(start, end, covered)
    return sorted(parts, key=lambda part: part.start)


def _without(start: int, end: int, covered: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    for left, right in covered:
        if start < min(left, end):
            yield start, min(left, end)
        start = max(start, right)
    if start < end:
        yield start, end


def _with(start: int, end: int, covered: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """`covered` and one more, in order, what touches put together."""
    apart = [item for item in covered if item[1] < start or item[0] > end]
    touching = [item for item in covered if item not in apart]
    whole = (min([start, *(left for left, _ in touching)]), max([end, *(right for _, right in touching)]))
    return sorted([*apart, whole]) if start < end else covered


def unplaced_ms(segments: Iterable[RecordingSegment]) -> int:
    """How long the segments lasted that are missing between an agent's others, ms."""
    last: RecordingSegment | None = None
    missing = 0
    for segment in sorted(segments, key=lambda each: (each.epoch, each.number)):
        before = last.number if last is not None and last.epoch == segment.epoch else -1
        if last is not None and before >= 0 and segment.number > before + 1:
            missing += segment.started_ms - last.started_ms - last.duration_ms
        last = segment
    return missing
