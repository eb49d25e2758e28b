"""OpenAI's HTTP shapes for speech, over the local models."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any, TypeVar

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from agent_worker.speech import errors, speaker
from agent_worker.speech.audio import encode_pcm
from agent_worker.speech.recogniser import Segment
from agent_worker.speech.requests import AUDIO_FORMATS, read_speech_request, transcription_request
from agent_worker.speech.service import SpeechService

MODELS = ("moonshine-tiny-en", "piper-joe")
T = TypeVar("T")


def build_app(load: Callable[[], SpeechService]) -> Starlette:
    """Return the application; it accepts requests once `load` has returned and the models are warm."""

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        app.state.service = service = await asyncio.to_thread(load)
        await service.warm_up()
        yield
        service.close()

    return Starlette(
        lifespan=lifespan,
        routes=[
            Route("/v1/audio/transcriptions", transcribe, methods=["POST"]),
            Route("/v1/audio/speech", speak, methods=["POST"]),
            Route("/v1/models", models),
            Route("/healthz", health),
        ],
        exception_handlers={
            errors.SpeechError: errors.on_speech_error,
            ClientDisconnect: errors.on_hang_up,
            HTTPException: errors.on_unknown_route,
            Exception: errors.on_crash,
        },
    )


async def transcribe(request: Request) -> Response:
    """`POST /v1/audio/transcriptions`: a form with `file`; any `model` is served by the one there is."""
    service: SpeechService = request.app.state.service
    async with transcription_request(request) as wanted:
        segments, seconds = await _while_connected(request, service.listen(wanted.file, wanted.terms))
    text = " ".join(segment.text for segment in segments)
    if wanted.response_format == "text":
        return PlainTextResponse(text)
    verbose = _verbose(segments, seconds) if wanted.response_format == "verbose_json" else {}
    return JSONResponse({"text": text, **verbose})


def _verbose(segments: list[Segment], seconds: float) -> dict[str, Any]:
    listed = [
        {"id": number, "start": segment.start, "end": segment.end, "text": segment.text}
        for number, segment in enumerate(segments)
    ]
    return {"task": "transcribe", "language": "english", "duration": seconds, "segments": listed}


async def speak(request: Request) -> Response:
    """`POST /v1/audio/speech`: PCM leaves sentence by sentence, files when they are complete.

    `stream_format` is left aside: clients go by the content type, and raw audio needs no decoding.
    """
    service: SpeechService = request.app.state.service
    wanted = await read_speech_request(request)
    container, media_type = AUDIO_FORMATS[wanted.audio_format]
    pieces = service.speak(wanted.text, wanted.speed)
    if container is None:
        first = await _while_connected(request, anext(pieces, b""))
        return StreamingResponse(_chain(first, pieces), media_type=media_type)
    pcm = await _while_connected(request, _join(pieces))
    body = await asyncio.to_thread(encode_pcm, pcm, rate=speaker.RATE, container=container)
    return Response(body, media_type=media_type)


async def _chain(first: bytes, rest: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield first
    async for piece in rest:
        yield piece


async def _join(pieces: AsyncIterator[bytes]) -> bytes:
    return b"".join([piece async for piece in pieces])


async def _while_connected(request: Request, work: Awaitable[T]) -> T:
    """Return what `work` returns; cancel it when the client hangs up, so that nobody waits behind it."""
    task = asyncio.ensure_future(work)
    gone = asyncio.ensure_future(_disconnect(request))
    try:
        await asyncio.wait((task, gone), return_when=asyncio.FIRST_COMPLETED)
        if not task.done():
            raise errors.HungUp
        return task.result()
    finally:
        task.cancel()
        gone.cancel()


async def _disconnect(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


async def models(request: Request) -> Response:
    """`GET /v1/models`."""
    listed = [{"id": name, "object": "model", "created": 0, "owned_by": "local"} for name in MODELS]
    return JSONResponse({"object": "list", "data": listed})


async def health(request: Request) -> Response:
    """`GET /healthz`: answers once the models are loaded and warm, as nothing is accepted before."""
    return JSONResponse({"status": "ok"})
