"""A speech endpoint in OpenAI's shapes: it says every letter as 20 ms of a tone, or fails as a test wants."""

from __future__ import annotations

import json
from typing import Any

from tests.support.serving import QuietHandler, ThreadedStub

LETTER = b"\x00\x10" * 480  # 20 ms at 24 kHz


def tone(text: str) -> bytes:
    """What the endpoint makes of a text: PCM at 24 kHz, 20 ms a letter."""
    return LETTER * len(text)


class ToneEndpoint(ThreadedStub):
    """`asked` are the texts, `status` fails all, `cuts` is a text that breaks off."""

    def __init__(self) -> None:
        super().__init__(Handler)
        self.asked: list[str] = []
        self.bodies: list[dict[str, Any]] = []
        self.status = 200
        self.content_type = "audio/pcm"
        self.cuts = ""

    @property
    def base_url(self) -> str:
        """What stands in SPEECH_BASE_URL."""
        return f"{self.url}/v1"


class Handler(QuietHandler):
    stub: ToneEndpoint

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.stub.bodies.append(body)
        self.stub.asked.append(body["input"])
        pcm = tone(body["input"]) if self.stub.status == 200 else b""
        self.send_response(self.stub.status)
        self.send_header("Content-Type", self.stub.content_type)
        self.send_header("Content-Length", str(len(pcm)))
        self.end_headers()
        is_cut = bool(self.stub.cuts) and self.stub.cuts == body["input"]
        self.wfile.write(pcm[: len(pcm) // 2] if is_cut else pcm)
        self.close_connection = True
