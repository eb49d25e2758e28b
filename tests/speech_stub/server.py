"""An endpoint in OpenAI's shapes that hears what a script says and speaks by espeak-ng."""

from __future__ import annotations

import asyncio
import io
import subprocess
from typing import Any

from aiohttp import web

from agent_worker.speech.audio import encode_pcm, read_audio
from tests.speech_stub import espeak
from tests.speech_stub.script import Script
from tests.support.serving import AsyncStub

RATE = 24_000  # Hz
MODELS = ("stub-hears", "stub-speaks")


class SpeechStub(AsyncStub):
    """A server in a thread. `delay` (seconds) holds every reply up; `fail` (an HTTP status) refuses all."""

    def __init__(
        self, script: Script, *, port: int = 0, delay: float = 0.0, fail: int = 0, pace: float = 1.0
    ) -> None:
        super().__init__(port=port)
        self.script, self.delay, self.fail, self.pace = script, delay, fail, pace
        # The fields of every request: of recognitions with `seconds` and `text`, of speech as they came.
        self.heard: list[dict[str, Any]] = []
        self.said: list[dict[str, Any]] = []

    def build_app(self) -> web.Application:
        """Return what answers."""
        app = web.Application(client_max_size=20_000_000, middlewares=[self._trouble])
        app.router.add_post("/v1/audio/transcriptions", self._transcribe)
        app.router.add_post("/v1/audio/speech", self._speak)
        app.router.add_get("/v1/models", self._models)
        return app

    @web.middleware
    async def _trouble(self, request: web.Request, handler: Any) -> web.StreamResponse:
        await asyncio.sleep(self.delay)
        if self.fail:
            return _refusal("the stub was asked to fail", self.fail)
        reply: web.StreamResponse = await handler(request)
        return reply

    async def _models(self, request: web.Request) -> web.Response:
        listed = [{"id": name, "object": "model", "created": 0, "owned_by": "stub"} for name in MODELS]
        return web.json_response({"object": "list", "data": listed})

    async def _transcribe(self, request: web.Request) -> web.Response:
        form = await request.post()
        file = form.get("file")
        if not isinstance(file, web.FileField):
            return _refusal("there is no file", 400)
        samples = await asyncio.to_thread(read_audio, io.BytesIO(file.file.read()), rate=RATE)
        seconds = espeak.voiced_seconds(samples, RATE)
        fields = {name: value for name, value in form.items() if isinstance(value, str)}
        text = self.script.hear(seconds, fields.get("language", ""))
        self.heard.append({**fields, "seconds": seconds, "text": text})
        if fields.get("response_format") == "text":
            return web.Response(text=text)
        return web.json_response({"text": text})

    async def _speak(self, request: web.Request) -> web.Response:
        body = await request.json()
        self.said.append(body)
        speed = self.pace * float(body.get("speed") or 1.0)
        try:
            pcm = await asyncio.to_thread(espeak.say, body["input"], body["voice"], speed, RATE)
        except subprocess.CalledProcessError:
            return _refusal(f"there is no voice {body['voice']}", 400)
        if body.get("response_format") == "pcm":
            return web.Response(body=pcm, content_type="audio/pcm")
        return web.Response(body=encode_pcm(pcm, rate=RATE, container="WAV"), content_type="audio/wav")


def _refusal(message: str, status: int) -> web.Response:
    return web.json_response({"error": {"message": message, "type": "stub"}}, status=status)
