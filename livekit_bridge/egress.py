"""What Parley asks LiveKit's egress service: to film a room into S3, to stop, and what came of it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.conf import settings
from google.protobuf.json_format import ParseDict, ParseError
from livekit import api
from livekit.protocol.egress import EgressInfo, EgressStatus

from livekit_bridge.rooms import BridgeUnavailable, LiveKitBridge

# A film begins with a browser of its own, which is longer than a question about a room may take.
TIMEOUT_S = 10.0
OVER = frozenset(
    {
        EgressStatus.EGRESS_COMPLETE,
        EgressStatus.EGRESS_FAILED,
        EgressStatus.EGRESS_ABORTED,
        EgressStatus.EGRESS_LIMIT_REACHED,
    }
)
# In these the file is there, although it may be shorter than what happened.
COMPLETE = frozenset({EgressStatus.EGRESS_COMPLETE, EgressStatus.EGRESS_LIMIT_REACHED})
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Target:
    """Where in S3 a film goes; empty strings are the service's own defaults."""

    key: str
    bucket: str
    access_key: str
    secret: str
    region: str
    endpoint: str


@dataclass(frozen=True, slots=True)
class Film:
    """What the service says of one: `started_at` in seconds since the epoch, 0.0 before."""

    egress_id: str
    is_over: bool
    is_complete: bool
    started_at: float
    duration_ms: int
    size: int
    problem: str


class EgressBridge(LiveKitBridge):
    """The egress service behind the media server; a call takes 10 s at most and raises BridgeUnavailable."""

    def start_film(self, *, room: str, target: Target) -> str:
        """Begin to film `room`; returns the service's name for it."""
        request = api.RoomCompositeEgressRequest(
            room_name=room, layout="grid", file_outputs=[_output(target)]
        )
        info = self._call(lambda server: server.egress.start_room_composite_egress(request))
        if info is None:
            raise BridgeUnavailable("The room to be filmed is not there.")
        return str(info.egress_id)

    def stop_film(self, egress_id: str) -> None:
        """End a film; nothing happens when it is over or unknown."""
        if any(film.egress_id == egress_id and film.is_over for film in self.films(egress_id=egress_id)):
            return
        request = api.StopEgressRequest(egress_id=egress_id)
        self._call(lambda server: server.egress.stop_egress(request))

    def films(self, *, room: str = "", egress_id: str = "") -> list[Film]:
        """What there was or is of a room, or by a name."""
        request = api.ListEgressRequest(room_name=room, egress_id=egress_id)
        reply = self._call(lambda server: server.egress.list_egress(request))
        return [_film(info) for info in reply.items] if reply is not None else []

    async def _ask(self, call: Callable[[api.LiveKitAPI], Awaitable[T]]) -> T:
        async with (
            asyncio.timeout(TIMEOUT_S),
            api.LiveKitAPI(self._url, self._key, self._secret, failover=False) as server,
        ):
            return await call(server)


def egress() -> EgressBridge:
    """Return the service of the settings; raises BridgeUnavailable without a media server."""
    if not (settings.LIVEKIT_URL and settings.LIVEKIT_API_KEY and settings.LIVEKIT_API_SECRET):
        raise BridgeUnavailable("No media server is configured.")
    return EgressBridge(
        url=settings.LIVEKIT_URL, api_key=settings.LIVEKIT_API_KEY, api_secret=settings.LIVEKIT_API_SECRET
    )


def reported_film(payload: dict[str, Any]) -> Film | None:
    """The film that a webhook's payload tells of; None for what is none."""
    try:
        info = ParseDict(payload.get("egressInfo", {}), EgressInfo(), ignore_unknown_fields=True)
    except ParseError:
        return None
    return _film(info) if info.egress_id else None


def _output(target: Target) -> api.EncodedFileOutput:
    upload = api.S3Upload(
        bucket=target.bucket,
        access_key=target.access_key,
        secret=target.secret,
        region=target.region,
        endpoint=target.endpoint,
        # What speaks S3 and is not Amazon has no names for buckets in its own.
        force_path_style=bool(target.endpoint),
    )
    return api.EncodedFileOutput(
        file_type=api.EncodedFileType.MP4, filepath=target.key, s3=upload, disable_manifest=True
    )


def _film(info: EgressInfo) -> Film:
    file = info.file_results[0] if info.file_results else None
    return Film(
        egress_id=info.egress_id,
        is_over=info.status in OVER,
        is_complete=info.status in COMPLETE,
        # The service counts in nanoseconds.
        started_at=(file.started_at if file else info.started_at) / 1e9,
        duration_ms=file.duration // 1_000_000 if file else 0,
        size=file.size if file else 0,
        problem=info.error,
    )
