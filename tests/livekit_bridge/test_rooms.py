"""How Parley meets a media server that is there, absent or mute."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import pytest
from livekit import api, rtc
from pytest_django import Settings

from livekit_bridge import rooms
from livekit_bridge.fake import FakeBridge, use_bridge
from livekit_bridge.rooms import Bridge, BridgeUnavailable, LiveKitBridge, Participant
from livekit_bridge.tokens import candidate_token
from tests.livekit_server import LiveKitServer, running_livekit

DENIED = r"unauthenticated|permission_denied"
NO_STUN = rtc.RoomOptions(rtc_config=rtc.RtcConfiguration(ice_servers=[]))


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveKitServer]:
    with running_livekit(tmp_path_factory.mktemp("livekit")) as running:
        yield running


@pytest.fixture
def bridge(server: LiveKitServer) -> LiveKitBridge:
    return LiveKitBridge(url=server.url, api_key=server.key, api_secret=server.secret)


@asynccontextmanager
async def candidate_in(server: LiveKitServer, room: str) -> AsyncIterator[rtc.Room]:
    token = candidate_token(
        room=room, identity="candidate-1", name="Ada", interview_id="1", job_json={"jobTitle": "Baker"}
    )
    client = rtc.Room()
    await client.connect(server.url, token, NO_STUN)
    try:
        yield client
    finally:
        await client.disconnect()


async def dispatches(server: LiveKitServer, room: str) -> list[api.AgentDispatch]:
    async with api.LiveKitAPI(server.url, server.key, server.secret) as livekit:
        return list(await livekit.agent_dispatch.list_dispatch(room))


async def test_a_candidate_who_joins_is_seen_with_the_job_as_metadata(
    server: LiveKitServer, bridge: LiveKitBridge
) -> None:
    async with candidate_in(server, "joined") as client:
        assert json.loads(client.local_participant.metadata) == {"jobTitle": "Baker"}
        assert json.loads(client.metadata) == {"jobTitle": "Baker"}
        assert [
            (one.identity, one.is_agent) for one in await asyncio.to_thread(bridge.participants, "joined")
        ] == [("candidate-1", False)]


async def test_the_candidates_join_asks_for_one_agent(server: LiveKitServer) -> None:
    async with candidate_in(server, "asks"):
        assert [one.metadata for one in await dispatches(server, "asks")] == ['{"interview": "1"}']


async def test_the_token_opens_no_other_room_and_no_administration(server: LiveKitServer) -> None:
    token = candidate_token(room="mine", identity="candidate-1", name="", interview_id="1", job_json={})
    async with api.LiveKitAPI.with_token(token, server.url) as thief:
        with pytest.raises(api.ServerError, match=DENIED):
            await thief.room.list_rooms(api.ListRoomsRequest())
        with pytest.raises(api.ServerError, match=DENIED):
            await thief.room.delete_room(api.DeleteRoomRequest(room="mine"))
        with pytest.raises(api.ServerError, match=DENIED):
            await thief.agent_dispatch.list_dispatch("mine")


async def test_an_agent_is_dispatched_once_more_with_the_interview_and_nothing_else(
    server: LiveKitServer, bridge: LiveKitBridge
) -> None:
    async with candidate_in(server, "again"):
        await asyncio.to_thread(bridge.dispatch_agent, room="again", interview_id="1")
        assert [one.metadata for one in await dispatches(server, "again")] == ['{"interview": "1"}'] * 2


async def test_a_dispatch_to_a_room_that_is_gone_makes_one_that_waits_for_a_reload(
    server: LiveKitServer, bridge: LiveKitBridge
) -> None:
    await asyncio.to_thread(bridge.dispatch_agent, room="gone", interview_id="1")
    async with api.LiveKitAPI(server.url, server.key, server.secret) as livekit:
        listed = await livekit.room.list_rooms(api.ListRoomsRequest(names=["gone"]))
    assert [room.departure_timeout for room in listed.rooms] == [300]


async def test_somebody_is_removed(server: LiveKitServer, bridge: LiveKitBridge) -> None:
    left = asyncio.Event()
    async with candidate_in(server, "removed") as client:
        client.on("disconnected", lambda *_: left.set())
        await asyncio.to_thread(bridge.remove_participant, room="removed", identity="candidate-1")
        await asyncio.wait_for(left.wait(), 10)
    assert await asyncio.to_thread(bridge.participants, "removed") == []


async def test_closing_a_room_disconnects_who_is_in_it(server: LiveKitServer, bridge: LiveKitBridge) -> None:
    left = asyncio.Event()
    async with candidate_in(server, "closed") as client:
        client.on("disconnected", lambda *_: left.set())
        await asyncio.to_thread(bridge.close_room, "closed")
        await asyncio.wait_for(left.wait(), 10)


def test_what_does_not_exist_is_empty_removed_and_closed(bridge: LiveKitBridge) -> None:
    assert bridge.participants("nowhere") == []
    bridge.remove_participant(room="nowhere", identity="nobody")
    bridge.close_room("nowhere")


def test_a_ping_is_answered(bridge: LiveKitBridge) -> None:
    bridge.ping()


def test_a_wrong_key_is_refused(server: LiveKitServer) -> None:
    stranger = LiveKitBridge(url=server.url, api_key=server.key, api_secret="x" * 40)
    with pytest.raises(BridgeUnavailable, match="refused"):
        stranger.ping()


def test_a_server_that_is_down_is_said_to_be() -> None:
    with pytest.raises(BridgeUnavailable, match="does not answer"):
        LiveKitBridge(url="ws://127.0.0.1:9", api_key="k", api_secret="s" * 40).ping()


def test_a_server_that_says_nothing_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rooms, "TIMEOUT_S", 0.05)
    with socket.create_server(("127.0.0.1", 0)) as mute:
        url = f"ws://127.0.0.1:{mute.getsockname()[1]}"
        with pytest.raises(BridgeUnavailable, match="does not answer"):
            LiveKitBridge(url=url, api_key="k", api_secret="s" * 40).ping()


def test_the_message_for_people_names_no_address() -> None:
    with pytest.raises(BridgeUnavailable) as raised:
        LiveKitBridge(url="ws://127.0.0.1:9", api_key="k", api_secret="s" * 40).ping()
    assert "127" not in str(raised.value)


def test_the_settings_say_where_the_server_is() -> None:
    assert rooms.is_configured()
    assert isinstance(rooms.bridge(), LiveKitBridge)


@pytest.mark.parametrize("name", ["LIVEKIT_URL", "LIVEKIT_API_KEY", "LIVEKIT_API_SECRET"])
def test_without_all_three_settings_there_is_no_server(settings: Settings, name: str) -> None:
    setattr(settings, name, "")
    assert not rooms.is_configured()
    with pytest.raises(BridgeUnavailable, match="configured"):
        rooms.bridge()


def test_the_fake_takes_the_place_of_the_server_and_gives_it_back() -> None:
    fake = FakeBridge()
    with use_bridge(fake):
        assert rooms.bridge() is fake
    assert rooms.bridge() is not fake


def test_the_fake_behaves_like_a_server() -> None:
    fake: Bridge = FakeBridge()
    assert isinstance(fake, FakeBridge)
    fake.join("room", "candidate-1")
    fake.join("room", "interviewer-1-1", is_agent=True)
    assert fake.participants("room")[1] == Participant("interviewer-1-1", True, "active")
    fake.remove_participant(room="room", identity="interviewer-1-1")
    assert [one.identity for one in fake.participants("room")] == ["candidate-1"]
    fake.dispatch_agent(room="room", interview_id="1")
    fake.close_room("room")
    assert fake.participants("room") == []
    assert (fake.dispatches, fake.closed) == ([("room", "1")], ["room"])


def test_the_fake_can_be_down() -> None:
    fake = FakeBridge(is_down=True)
    with pytest.raises(BridgeUnavailable):
        fake.participants("room")
    with pytest.raises(BridgeUnavailable):
        fake.dispatch_agent(room="room", interview_id="1")
