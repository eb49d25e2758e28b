"""An endpoint in OpenAI's shapes that hears what a script says and speaks by espeak-ng."""

from __future__ import annotations

import asyncio
import io
import subprocess
import threading
from typing import Any

from aiohttp import web

from agent_worker.speech.audio import encode_pcm, read_audio
from tests.speech_stub import espeak
from tests.speech_stub.script import Script

RATE = 24_000  # Hz
MODELS = ("stub-hears", "stub-speaks")


class SpeechStub:
    """A server in a thread. `delay` (seconds) holds every reply up; `fail` (an HTTP status) refuses all."""

    def __init__(
        self, script: Script, *, port: int = 0, delay: float = 0.0, fail: int = 0, pace: float = 1.0
    ) -> None:
        self.script, self.port, self.delay, self.fail, self.pace = script, port, delay, fail, pace
        # The fields of every request: of recognitions with `seconds` and `text`, of speech as they came.
        self.heard: list[dict[str, Any]] = []
        self.said: list[dict[str, Any]] = []
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, name="speech-stub", daemon=True)

    @property
    def base_url(self) -> str:
        """What stands in SPEECH_BASE_URL."""
        return f"http://127.0.0.1:{self.port}/v1"

    def __enter__(self) -> SpeechStub:
        self._thread.start()
        assert self._ready.wait(10)
        return self

    def __exit__(self, *error: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        runner = self._loop.run_until_complete(self._serve())
        self._ready.set()
        self._loop.run_forever()
        self._loop.run_until_complete(runner.cleanup())
        self._loop.close()

    async def _serve(self) -> web.AppRunner:
        app = web.Application(client_max_size=20_000_000, middlewares=[self._trouble])
        app.router.add_post("/v1/audio/transcriptions", self._transcribe)
        app.router.add_post("/v1/audio/speech", self._speak)
        app.router.add_get("/v1/models", self._models)
        runner = web.AppRunner(app, shutdown_timeout=0.1, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", self.port).start()
        self.port = runner.addresses[0][1]
        return runner

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
