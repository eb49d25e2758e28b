"""What Parley asks of the media server about a room, without waiting long for it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol, TypeVar

import aiohttp
from django.conf import settings
from livekit import api
from livekit.api.twirp_client import ServerErrorCode
from livekit.protocol.models import ParticipantInfo

from livekit_bridge.tokens import DEPARTURE_TIMEOUT_S, EMPTY_TIMEOUT_S, MAX_PEOPLE, dispatch_metadata

TIMEOUT_S = 2.0
T = TypeVar("T")


class BridgeUnavailable(Exception):
    """The media server is not configured, or does not answer; the message may be shown to people."""


@dataclass(frozen=True)
class Participant:
    """Somebody in a room; `state` is `joining`, `joined`, `active` or `disconnected`."""

    identity: str
    is_agent: bool
    state: str


class Bridge(Protocol):
    """The media server; every method raises BridgeUnavailable."""

    def participants(self, room: str) -> list[Participant]:
        """Return who is in `room`; nobody when it does not exist."""

    def dispatch_agent(self, *, room: str, interview_id: str) -> None:
        """Send one more agent to `room`, which is created when it does not exist."""

    def remove_participant(self, *, room: str, identity: str) -> None:
        """Take `identity` out of `room`; nothing happens when they are not there."""

    def close_room(self, room: str) -> None:
        """Disconnect everybody in `room`; nothing happens when it does not exist."""

    def ping(self) -> None:
        """Return when the server answers and accepts our key."""


class LiveKitBridge:
    """A Bridge over LiveKit's HTTP interface; each call takes 2 s at most."""

    def __init__(self, *, url: str, api_key: str, api_secret: str) -> None:
        self._url, self._key, self._secret = url, api_key, api_secret

    def participants(self, room: str) -> list[Participant]:
        """See Bridge."""
        request = api.ListParticipantsRequest(room=room)
        response = self._call(lambda server: server.room.list_participants(request))
        return [_participant(info) for info in response.participants] if response else []

    def dispatch_agent(self, *, room: str, interview_id: str) -> None:
        """See Bridge."""
        self._call(lambda server: _dispatch(server, room, interview_id))

    def remove_participant(self, *, room: str, identity: str) -> None:
        """See Bridge."""
        request = api.RoomParticipantIdentity(room=room, identity=identity)
        self._call(lambda server: server.room.remove_participant(request))

    def close_room(self, room: str) -> None:
        """See Bridge."""
        self._call(lambda server: server.room.delete_room(api.DeleteRoomRequest(room=room)))

    def ping(self) -> None:
        """See Bridge."""
        self._call(lambda server: server.room.list_rooms(api.ListRoomsRequest(names=["ping"])))

    def _call(self, call: Callable[[api.LiveKitAPI], Awaitable[T]]) -> T | None:
        """Return the server's answer, or None when what was asked about does not exist."""
        try:
            return asyncio.run(self._ask(call))
        except api.TwirpError as error:
            if error.code == ServerErrorCode.NOT_FOUND:
                return None
            raise BridgeUnavailable("The media server refused the request.") from error
        except (aiohttp.ClientError, OSError, TimeoutError, ValueError) as error:
            raise BridgeUnavailable("The media server does not answer.") from error

    async def _ask(self, call: Callable[[api.LiveKitAPI], Awaitable[T]]) -> T:
        async with (
            asyncio.timeout(TIMEOUT_S),
            api.LiveKitAPI(self._url, self._key, self._secret, failover=False) as server,
        ):
            return await call(server)


async def _dispatch(server: api.LiveKitAPI, room: str, interview_id: str) -> None:
    # A dispatch to a room that is gone would make one with the server's short timeouts.
    await server.room.create_room(
        api.CreateRoomRequest(
            name=room,
            empty_timeout=EMPTY_TIMEOUT_S,
            departure_timeout=DEPARTURE_TIMEOUT_S,
            max_participants=MAX_PEOPLE,
        )
    )
    await server.agent_dispatch.create_dispatch(
        api.CreateAgentDispatchRequest(
            agent_name=settings.AGENT_NAME, room=room, metadata=dispatch_metadata(interview_id)
        )
    )


def _participant(info: ParticipantInfo) -> Participant:
    return Participant(
        identity=info.identity,
        is_agent=info.kind == ParticipantInfo.Kind.AGENT,
        state=ParticipantInfo.State.Name(info.state).lower(),
    )


# What `livekit_bridge.fake.use_bridge` put in the place of the real one.
installed: Bridge | None = None


def is_configured() -> bool:
    """Return whether there is a media server to talk to; without one, interviews are typed."""
    given = (settings.LIVEKIT_URL, settings.LIVEKIT_API_KEY, settings.LIVEKIT_API_SECRET)
    return installed is not None or all(given)


def bridge() -> Bridge:
    """Return the media server of the settings; raises BridgeUnavailable when none is configured."""
    if not is_configured():
        raise BridgeUnavailable("No media server is configured.")
    return installed or LiveKitBridge(
        url=settings.LIVEKIT_URL, api_key=settings.LIVEKIT_API_KEY, api_secret=settings.LIVEKIT_API_SECRET
    )
