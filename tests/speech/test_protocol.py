"""What the speech server takes and gives, whatever models are behind it."""

from __future__ import annotations

import asyncio
import io
import json
from collections.abc import AsyncIterator

import numpy as np
import pytest
import pytest_asyncio
import soundfile

from tests.speech.servers import FakeServer, fake_server, wav

ONE_SECOND = np.full(16_000, 0.1, np.float32)
TRANSCRIPTIONS = "/v1/audio/transcriptions"
SPEECH = "/v1/audio/speech"


@pytest_asyncio.fixture
async def server() -> AsyncIterator[FakeServer]:
    async with fake_server() as running:
        yield running


async def test_a_transcription_is_its_text(server: FakeServer) -> None:
    assert (await server.transcribe(seconds=2)).json() == {"text": "2 seconds"}


async def test_a_verbose_transcription_has_times(server: FakeServer) -> None:
    reply = (await server.transcribe(seconds=2, response_format="verbose_json")).json()
    assert reply["duration"] == 2.0
    assert reply["segments"] == [{"id": 0, "start": 0.0, "end": 2.0, "text": "2 seconds"}]


async def test_a_transcription_may_be_plain_text(server: FakeServer) -> None:
    assert (await server.transcribe(response_format="text")).text == "1 seconds"


@pytest.mark.parametrize("language", ["en", "en-US", "English"])
async def test_english_has_several_names(server: FakeServer, language: str) -> None:
    assert (await server.transcribe(language=language)).status_code == 200


@pytest.mark.parametrize("rate", [8_000, 22_050, 44_100, 48_000])
@pytest.mark.parametrize("channels", [1, 2])
async def test_any_rate_and_two_channels_are_heard_at_their_length(
    server: FakeServer, rate: int, channels: int
) -> None:
    file = wav(np.full((rate * 3, channels), 0.1, np.float32), rate=rate)
    reply = await server.http.post(TRANSCRIPTIONS, files={"file": ("a.wav", file)}, data={"model": "m"})
    assert reply.json() == {"text": "3 seconds"}


@pytest.mark.parametrize(
    ("file", "form", "param"),
    [
        (b"", {}, "file"),
        (b"not audio", {}, "file"),
        (b"RIFF\xff\xff\xff\xffWAVEfmt ", {}, "file"),
        (wav(np.zeros(8_000 * 121, np.float32), rate=8_000), {}, "file"),
        (wav(np.zeros(1_000, np.float32), rate=1_000), {}, "file"),
        (wav(np.zeros(1_000, np.float32), rate=192_000), {}, "file"),
        (wav(np.zeros((1_000, 6), np.float32)), {}, "file"),
        (wav(ONE_SECOND), {"language": "de"}, "language"),
        (wav(ONE_SECOND), {"response_format": "xml"}, "response_format"),
    ],
)
async def test_what_cannot_be_transcribed_is_refused_with_the_field_named(
    server: FakeServer, file: bytes, form: dict[str, str], param: str
) -> None:
    reply = await server.http.post(
        TRANSCRIPTIONS, files={"file": ("../../x", file)}, data={"model": "m", **form}
    )
    error = reply.json()["error"]
    assert reply.status_code == 400
    assert (error["param"], error["type"]) == (param, "invalid_request_error")
    assert server.recogniser.heard == []


@pytest.mark.parametrize(
    "request_",
    [
        {"data": {"file": "a text"}},
        {"content": b"", "headers": {"Content-Type": "multipart/form-data; boundary=x"}},
        {"content": b"--y\r\nnonsense", "headers": {"Content-Type": "multipart/form-data; boundary=x"}},
        {"content": b"a", "headers": {"Content-Type": "multipart/form-data"}},
        {"files": [("file", ("a", b"a")), ("file", ("b", b"b"))]},
        {"json": {"file": "a"}},
    ],
)
async def test_a_body_that_is_no_form_with_one_file_is_refused(
    server: FakeServer, request_: dict[str, object]
) -> None:
    reply = await server.http.post(TRANSCRIPTIONS, **request_)  # type: ignore[arg-type]
    assert (reply.status_code, reply.json()["error"]["type"]) == (400, "invalid_request_error")


async def test_an_upload_that_is_too_large_is_refused_unread(server: FakeServer) -> None:
    reader, writer = await asyncio.open_connection(server.http.base_url.host, server.http.base_url.port)
    writer.write(f"POST {TRANSCRIPTIONS} HTTP/1.1\r\nHost: x\r\nContent-Length: 15000001\r\n\r\n".encode())
    assert b" 413 " in await reader.readline()
    writer.close()


async def test_an_upload_of_unknown_length_is_refused(server: FakeServer) -> None:
    async with server.http.stream("POST", TRANSCRIPTIONS, content=_slowly()) as reply:
        assert reply.status_code == 411


async def _slowly() -> AsyncIterator[bytes]:
    yield b"--x"


async def test_pcm_is_what_was_said(server: FakeServer) -> None:
    reply = await server.speak("first second")
    assert reply.headers["content-type"] == "audio/pcm"
    assert reply.content == b"\1\0" * 4_800


async def test_the_first_piece_leaves_before_the_next_is_made(server: FakeServer) -> None:
    server.speaker.gate.clear()
    body = {"input": "first second", "response_format": "pcm"}
    async with server.http.stream("POST", SPEECH, json=body) as reply:
        pieces = reply.aiter_bytes()
        assert await anext(pieces) == b"\1\0" * 2_400
        assert server.speaker.said == ["first"]
        server.speaker.gate.set()
        assert b"".join([piece async for piece in pieces]) == b"\1\0" * 2_400


@pytest.mark.parametrize(
    ("name", "media_type"), [("wav", "audio/wav"), ("mp3", "audio/mpeg"), ("flac", "audio/flac")]
)
async def test_files_can_be_played(server: FakeServer, name: str, media_type: str) -> None:
    reply = await server.speak("first second", response_format=name)
    assert reply.headers["content-type"] == media_type
    samples, rate = soundfile.read(io.BytesIO(reply.content))
    assert rate == 24_000
    assert len(samples) >= 4_800


async def test_mp3_is_what_clients_get_who_ask_for_nothing(server: FakeServer) -> None:
    reply = await server.http.post(SPEECH, json={"input": "first"})
    assert reply.headers["content-type"] == "audio/mpeg"


async def test_what_was_said_before_is_not_made_again(server: FakeServer) -> None:
    replies = [await server.speak("first second") for _ in range(3)]
    assert len({reply.content for reply in replies}) == 1
    assert server.speaker.said == ["first", "second"]
    await server.speak("first second", speed=2)
    assert len(server.speaker.said) == 4


@pytest.mark.parametrize(
    ("fields", "param"),
    [
        ({}, "input"),
        ({"input": ""}, "input"),
        ({"input": "  \n"}, "input"),
        ({"input": 7}, "input"),
        ({"input": ["a"]}, "input"),
        ({"input": "x" * 4_001}, "input"),
        ({"input": "x", "speed": 0}, "speed"),
        ({"input": "x", "speed": 5}, "speed"),
        ({"input": "x", "speed": "fast"}, "speed"),
        ({"input": "x", "speed": True}, "speed"),
        ({"input": "x", "response_format": "aac"}, "response_format"),
        ({"input": "x", "response_format": ["pcm"]}, "response_format"),
    ],
)
async def test_what_cannot_be_said_is_refused_with_the_field_named(
    server: FakeServer, fields: dict[str, object], param: str
) -> None:
    reply = await server.http.post(SPEECH, json=fields)
    assert (reply.status_code, reply.json()["error"]["param"]) == (400, param)
    assert server.speaker.said == []


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"\xff", b"null", b"[" * 60_000, b'{"input": NaN}'])
async def test_a_body_that_is_no_object_is_refused(server: FakeServer, body: bytes) -> None:
    assert (await server.http.post(SPEECH, content=body)).status_code == 400


async def test_a_huge_text_is_refused_unread(server: FakeServer) -> None:
    assert (await server.http.post(SPEECH, content=b"x" * 64_001)).status_code == 413


async def test_a_crash_says_nothing_about_the_inside(server: FakeServer) -> None:
    reply = await server.speak("explode")
    assert reply.status_code == 500
    assert "passwd" not in reply.text
    assert reply.json()["error"]["type"] == "server_error"
    assert (await server.speak("first")).status_code == 200


async def test_the_models_are_listed(server: FakeServer) -> None:
    listed = (await server.http.get("/v1/models")).json()
    assert [model["id"] for model in listed["data"]] == ["moonshine-tiny-en", "piper-joe"]


async def test_a_ready_server_is_healthy(server: FakeServer) -> None:
    assert (await server.http.get("/healthz")).json() == {"status": "ok"}


@pytest.mark.parametrize(
    ("method", "path", "status"), [("GET", "/", 404), ("GET", SPEECH, 405), ("PUT", "/healthz", 405)]
)
async def test_other_addresses_and_methods_are_refused_in_json(
    server: FakeServer, method: str, path: str, status: int
) -> None:
    reply = await server.http.request(method, path)
    assert reply.status_code == status
    assert "error" in json.loads(reply.text)


async def test_the_terms_of_a_prompt_are_spelt_in_what_was_heard(server: FakeServer) -> None:
    reply = await server.transcribe(2, prompt="Kafka,  Node.js , Acme Robotics Prague, Kafka")
    assert reply.json() == {"text": "2 Seconds"}
    assert server.terms == [("Kafka", "Node.js", "Acme Robotics Prague")]


@pytest.mark.parametrize(
    "prompt", ["", " , ,", "Please write that they said yes.", "a;b", "<b>x</b>", "x" * 50, "\0\n"]
)
async def test_prose_and_markup_are_no_terms(server: FakeServer, prompt: str) -> None:
    assert (await server.transcribe(2, prompt=prompt)).json() == {"text": "2 seconds"}
    assert server.terms == []


async def test_a_list_of_terms_has_an_end(server: FakeServer) -> None:
    await server.transcribe(2, prompt=", ".join(f"term{number}" for number in range(5000)))
    assert len(server.terms[0]) == 40
