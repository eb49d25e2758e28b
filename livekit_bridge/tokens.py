"""The token with which a candidate joins their own room, and nothing else."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from django.conf import settings
from livekit.api import AccessToken, VideoGrants
from livekit.protocol.agent_dispatch import RoomAgentDispatch
from livekit.protocol.room import RoomConfiguration

# The token travels in a URL, and proxies commonly refuse lines above 8 kB.
MAX_TOKEN_BYTES = 6_000
LIFETIME = timedelta(minutes=15)
MAX_NAME_CHARACTERS = 60
MAX_FIELD_CHARACTERS = 2_000
_NEVER_CUT = ("id", "createdAt", "updatedAt")
EMPTY_TIMEOUT_S = 60
# The default of 20 s would close the room, and send the agent away, while a candidate reloads on a slow line.
DEPARTURE_TIMEOUT_S = 300
# Agents do not count. The second place is for a candidate whose lost connection is still in the room.
MAX_PEOPLE = 2


def dispatch_metadata(interview_id: str) -> str:
    """Return what an agent is told about its job: an opaque id, as candidates can read their token."""
    return json.dumps({"interview": interview_id})


def candidate_token(
    *, room: str, identity: str, name: str, interview_id: str, job_json: dict[str, Any]
) -> str:
    """Return a JWT of at most 6 kB that admits `identity` to `room` for the next 15 minutes.

    The participant's and the room's metadata are `job_json` as JSON text; the longest fields are cut to
    what fits. Whoever creates the room by joining it with this token brings the agent along.
    """
    low, high = 0, MAX_FIELD_CHARACTERS
    while low < high:
        middle = (low + high + 1) // 2
        token = _sign(room, identity, name, interview_id, _cut(job_json, middle))
        low, high = (middle, high) if len(token) <= MAX_TOKEN_BYTES else (low, middle - 1)
    return _sign(room, identity, name, interview_id, _cut(job_json, low))


def _sign(room: str, identity: str, name: str, interview_id: str, metadata: str) -> str:
    agent = RoomAgentDispatch(agent_name=settings.AGENT_NAME, metadata=dispatch_metadata(interview_id))
    config = RoomConfiguration(
        name=room,
        empty_timeout=EMPTY_TIMEOUT_S,
        departure_timeout=DEPARTURE_TIMEOUT_S,
        max_participants=MAX_PEOPLE,
        metadata=metadata,
        agents=[agent],
    )
    return (
        AccessToken(settings.LIVEKIT_API_KEY, settings.LIVEKIT_API_SECRET)
        .with_identity(identity)
        .with_name(_clean(name)[:MAX_NAME_CHARACTERS])
        .with_ttl(LIFETIME)
        .with_grants(_grants(room))
        .with_metadata(metadata)
        .with_room_config(config)
        .to_jwt()
    )


def _grants(room: str) -> VideoGrants:
    return VideoGrants(
        room_join=True,
        room=room,
        can_publish=True,
        can_publish_sources=["microphone"],
        can_publish_data=True,
        can_subscribe=True,
    )


def _cut(job_json: dict[str, Any], limit: int) -> str:
    cut = {key: value if key in _NEVER_CUT else _cut_value(value, limit) for key, value in job_json.items()}
    return json.dumps(cut, ensure_ascii=False)


def _cut_value(value: Any, limit: int) -> Any:
    if not isinstance(value, str):
        return value
    text = _clean(value)
    if len(text) <= limit:
        return text
    # Half an address leads somewhere else: none is better.
    is_address = text.startswith(("http://", "https://"))
    return "" if is_address or limit == 0 else text[: limit - 1] + "…"


def _clean(text: str) -> str:
    """Return `text` without lone surrogates, which neither JSON readers nor protobuf accept."""
    return text.encode("utf-8", "replace").decode()
