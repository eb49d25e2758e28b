"""A small web site on the loopback interface, for pages that tests want fetched."""

from __future__ import annotations

import errno
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

PAGES = Path(__file__).parent / "pages"


class Site:
    """Serves tests/jobs/pages by name, what `answers` says, and counts the requests."""

    def __init__(self) -> None:
        self.requests: list[str] = []
        self.headers: dict[str, str] = {}
        self.answers: dict[str, Callable[[BaseHTTPRequestHandler], None]] = {}
        self.released = threading.Event()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.server.server_port}"

    @property
    def pages(self) -> list[str]:
        """What was asked for, robots.txt aside."""
        return [path for path in self.requests if path != "/robots.txt"]

    def url(self, path: str) -> str:
        return f"http://{self.address}/{path.lstrip('/')}"

    def close(self) -> None:
        self.released.set()
        self.server.shutdown()
        self.server.server_close()

    def answer(self, path: str, body: bytes, *, status: int = 200, **headers: str) -> None:
        """Answer `path` with a whole response."""

        def reply(handler: BaseHTTPRequestHandler) -> None:
            handler.send_response(status)
            sent = {"content_type": "text/html; charset=utf-8", "content_length": str(len(body)), **headers}
            for name, value in sent.items():
                if value:
                    handler.send_header(name.replace("_", "-"), value)
            handler.end_headers()
            handler.wfile.write(body)

        self.answers[path] = reply

    def drip(self, path: str, *, headers: bool) -> None:
        """Answer one byte at a time for ever, in the headers or in the body."""

        def reply(handler: BaseHTTPRequestHandler) -> None:
            handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
            handler.wfile.write(b"X-Slow: " if headers else b"Content-Type: text/html\r\n\r\n")
            while not self.released.wait(0.02):
                handler.wfile.write(b"a")

        self.answers[path] = reply

    def raw(self, path: str, *pieces: bytes, endless: bytes = b"") -> None:
        """Answer with exactly these bytes, then with `endless` again and again while somebody listens."""

        def reply(handler: BaseHTTPRequestHandler) -> None:
            for piece in pieces:
                handler.wfile.write(piece)
            while endless and not self.released.is_set():
                handler.wfile.write(endless)

        self.answers[path] = reply

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                site.requests.append(self.path)
                site.headers = dict(self.headers)
                path = self.path.partition("?")[0]
                file = PAGES / path.lstrip("/")
                if path not in site.answers:
                    kind = "application/json" if file.suffix == ".json" else "text/html"
                    found = file.is_file()
                    body = file.read_bytes() if found else b"<h1>Not found</h1>"
                    site.answer(path, body, status=200 if found else 404, content_type=kind)
                self.close_connection = True
                with suppress(OSError):
                    site.answers[path](self)

            def log_message(self, format: str, *args: Any) -> None:
                """Say nothing: tests print what they need."""

        return Handler


def resolves_to(*addresses: str) -> Callable[..., list[Any]]:
    """A stand-in for `socket.getaddrinfo` that gives every name these addresses."""

    def lookup(host: str, port: int, *rest: Any) -> list[Any]:
        return [
            (socket.AF_INET6, socket.SOCK_STREAM, 6, "", (item, port, 0, 0))
            if ":" in item
            else (socket.AF_INET, socket.SOCK_STREAM, 6, "", (item, port))
            for item in addresses
        ]

    return lookup


def record_connections(monkeypatch: pytest.MonkeyPatch, *open_addresses: str) -> list[str]:
    """Return a list that fills with every "host:port" a socket is told to connect to.

    Only `open_addresses` are reached; other connections end as on a machine without a network.
    """
    tried: list[str] = []
    connect = socket.socket.connect

    def recorded(self: socket.socket, address: Any) -> None:
        tried.append(f"{address[0]}:{address[1]}")
        if tried[-1] not in open_addresses:
            raise OSError(errno.ENETUNREACH, "no network here")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", recorded)
    monkeypatch.setattr(socket.socket, "connect_ex", recorded)
    return tried
