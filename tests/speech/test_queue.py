"""More requests than the models can serve at once."""

from __future__ import annotations

import asyncio
import ctypes
import threading
import time
from collections.abc import Awaitable, Callable
from typing import Any

import psutil
import pytest

from agent_worker.speech.app import build_app
from agent_worker.speech.lanes import Lane
from agent_worker.speech.service import SpeechService
from tests.speech.servers import FakeServer, fake_server

SOON = 20.0  # seconds


async def until(condition: Callable[[], Awaitable[bool]]) -> None:
    deadline = time.monotonic() + SOON
    while not await condition():
        assert time.monotonic() < deadline
        await asyncio.sleep(0.02)


async def test_who_comes_when_the_queue_is_full_is_asked_to_come_back() -> None:
    async with fake_server(max_waiting=1) as server:
        server.recogniser.gate.clear()
        accepted = [asyncio.create_task(server.transcribe(seconds=1)) for _ in range(2)]
        refused: list[float] = []

        async def is_refused() -> bool:
            probe = asyncio.create_task(server.transcribe(seconds=9))
            done, _ = await asyncio.wait([probe], timeout=0.2)
            if not done:
                probe.cancel()
                return False
            reply = probe.result()
            assert reply.json()["error"]["code"] == "server_busy"
            refused.append(float(reply.headers["retry-after"]))
            return reply.status_code == 503

        await until(is_refused)
        assert refused == [1.0]
        server.recogniser.gate.set()
        assert [reply.status_code for reply in await asyncio.gather(*accepted)] == [200, 200]
        assert (await server.transcribe(seconds=1)).status_code == 200


async def test_a_full_queue_of_listening_does_not_hold_up_speaking() -> None:
    async with fake_server(max_waiting=0) as server:
        server.recogniser.gate.clear()
        listening = asyncio.create_task(server.transcribe(seconds=1))
        assert (await server.speak("first")).status_code == 200
        server.recogniser.gate.set()
        assert (await listening).status_code == 200


async def test_a_full_queue_of_speaking_does_not_hold_up_listening() -> None:
    async with fake_server(max_waiting=0) as server:
        server.speaker.gate.clear()
        speaking = asyncio.create_task(server.speak("second"))
        assert (await server.transcribe(seconds=1)).status_code == 200
        server.speaker.gate.set()
        assert (await speaking).status_code == 200


async def test_a_long_text_lets_a_short_one_through() -> None:
    async with fake_server() as server:
        server.speaker.gate.clear()
        long = asyncio.create_task(server.speak("first " + "second " * 20))

        async def has_begun() -> bool:
            return server.speaker.said == ["first"]

        await until(has_begun)
        short = asyncio.create_task(server.speak("third"))
        await asyncio.wait([short], timeout=0.1)
        server.speaker.gate.set()
        await short
        assert server.speaker.said.index("third") < 19
        assert (await long).status_code == 200


@pytest.mark.parametrize("waiting", [1, 3])
async def test_a_client_that_hangs_up_leaves_the_queue(waiting: int) -> None:
    async with fake_server(max_waiting=waiting) as server:
        server.recogniser.gate.clear()
        first = asyncio.create_task(server.transcribe(seconds=1))
        gone = [asyncio.create_task(server.transcribe(seconds=5)) for _ in range(waiting)]
        await asyncio.wait(gone, timeout=0.3)
        for client in gone:
            client.cancel()
        await asyncio.gather(*gone, return_exceptions=True)
        stay = [asyncio.create_task(keep_asking(server, seconds=2)) for _ in range(waiting)]
        await asyncio.wait(stay, timeout=0.3)
        server.recogniser.gate.set()
        await asyncio.gather(first, *stay)
        assert sorted(server.recogniser.heard) == [1, *[2] * waiting]


async def keep_asking(server: FakeServer, *, seconds: int) -> None:
    async def is_served() -> bool:
        return (await server.transcribe(seconds=seconds)).status_code == 200

    await until(is_served)


async def test_a_client_that_hangs_up_while_it_listens_gives_its_place_back() -> None:
    async with fake_server(max_waiting=0) as server:
        server.speaker.gate.clear()
        body = {"input": "first " + "second " * 50, "response_format": "pcm"}
        async with server.http.stream("POST", "/v1/audio/speech", json=body) as reply:
            await anext(reply.aiter_bytes())
        server.speaker.gate.set()

        async def is_served() -> bool:
            return (await server.speak("third")).status_code == 200

        await until(is_served)
        assert len(server.speaker.said) < 50


async def test_as_many_listen_at_once_as_there_are_recognisers_each_with_its_own() -> None:
    together = threading.Barrier(2)
    lane = Lane("listening", ["one", "two"], max_waiting=8)

    def listen(model: str) -> str:
        together.wait(SOON)
        return model

    heard = await asyncio.gather(*(lane.run(listen) for _ in range(6)))
    lane.close()
    assert [set(heard[at : at + 2]) for at in (0, 2, 4)] == [{"one", "two"}] * 3


def resident_mb() -> float:
    return float(psutil.Process().memory_info().rss / 1e6)


def scatter_memory(model: str) -> None:
    """Leave 80 MB free between what is kept, as the tensors of a model do."""
    libc, size = ctypes.CDLL(None), 20_000
    libc.malloc.restype, libc.free.argtypes = ctypes.c_void_p, [ctypes.c_void_p]
    blocks = [libc.malloc(size) for _ in range(4_000)]
    for number, block in enumerate(blocks):
        ctypes.memset(block, 1, size)
        if number % 100:
            libc.free(block)


async def test_what_listening_took_of_memory_is_given_back_when_nobody_is_left() -> None:
    lane, before = Lane("listening", ["one"], max_waiting=8), resident_mb()
    with lane.place(), lane.place():
        with lane.place():
            await lane.run(scatter_memory)
        await lane.run(str.upper)
        assert resident_mb() > before + 60

    async def is_given_back() -> bool:
        return resident_mb() < before + 20

    await until(is_given_back)
    lane.close()


async def test_a_recogniser_that_failed_listens_to_the_next() -> None:
    lane = Lane("listening", ["one"], max_waiting=8)

    def fail(model: str) -> str:
        raise ValueError(model)

    with pytest.raises(ValueError, match="one"):
        await lane.run(fail)
    assert await lane.run(str.upper) == "ONE"
    lane.close()


async def test_a_client_that_hangs_up_in_the_middle_of_its_sound_is_no_crash() -> None:
    app = build_app(SpeechService)  # type: ignore[arg-type]  # it is not asked for anything
    app.state.service = None
    received = iter(
        [{"type": "http.request", "body": b"--x", "more_body": True}, {"type": "http.disconnect"}]
    )
    sent: list[Any] = []

    async def receive() -> Any:
        return next(received)

    async def send(message: Any) -> None:
        sent.append(message)

    headers = [(b"content-length", b"9000"), (b"content-type", b"multipart/form-data; boundary=x")]
    scope = {"type": "http", "method": "POST", "path": "/v1/audio/transcriptions", "headers": headers}
    await app({**scope, "query_string": b""}, receive, send)
    assert sent[0]["status"] == 499
