"""A speech endpoint in OpenAI's shapes: it says every letter as 20 ms of a tone, or fails as a test wants."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

LETTER = b"\x00\x10" * 480  # 20 ms at 24 kHz


def tone(text: str) -> bytes:
    """What the stub makes of a text: PCM at 24 kHz, 20 ms a letter."""
    return LETTER * len(text)


class SpeechStub:
    """Serves from a thread: `asked` are the texts, `status` fails all, `cuts` is a text that breaks off."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.bodies: list[dict[str, Any]] = []
        self.status = 200
        self.content_type = "audio/pcm"
        self.cuts = ""
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    @property
    def base_url(self) -> str:
        """What stands in SPEECH_BASE_URL."""
        return f"http://127.0.0.1:{self._server.server_port}/v1"

    def __enter__(self) -> SpeechStub:
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.stop()

    def stop(self) -> None:
        """Be gone, as after a crash: connections are refused."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(10)

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        stub = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                stub.bodies.append(body)
                stub.asked.append(body["input"])
                pcm = tone(body["input"]) if stub.status == 200 else b""
                self.send_response(stub.status)
                self.send_header("Content-Type", stub.content_type)
                self.send_header("Content-Length", str(len(pcm)))
                self.end_headers()
                is_cut = bool(stub.cuts) and stub.cuts == body["input"]
                self.wfile.write(pcm[: len(pcm) // 2] if is_cut else pcm)
                self.close_connection = True

            def log_message(self, *args: object) -> None:
                return None

        return Handler
