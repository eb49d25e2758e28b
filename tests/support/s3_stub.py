"""As much of S3 as recordings use: objects put, read in parts, asked about and deleted, on loopback."""

from __future__ import annotations

import re

from tests.support.serving import QuietHandler, ThreadedStub


class S3Stub(ThreadedStub):
    """A bucket in memory; `requests` are (method, path, Range), and `is_away` answers everything with 503."""

    def __init__(self) -> None:
        super().__init__(Handler)
        self.objects: dict[str, bytes] = {}
        self.requests: list[tuple[str, str, str]] = []
        self.is_away = False


class Handler(QuietHandler):
    stub: S3Stub
    protocol_version = "HTTP/1.1"

    def do_PUT(self) -> None:
        body = self._body()
        if self._is_let_in():
            self.stub.objects[self._key()] = body
            self._reply(200, b"", ETag='"x"')

    def do_GET(self) -> None:
        self._send(with_body=True)

    def do_HEAD(self) -> None:
        self._send(with_body=False)

    def do_DELETE(self) -> None:
        if self._is_let_in():
            self.stub.objects.pop(self._key(), None)
            self._reply(204, b"")

    def _send(self, *, with_body: bool) -> None:
        if not self._is_let_in():
            return
        found = self.stub.objects.get(self._key())
        if found is None:
            self._reply(404, b"<Error><Code>NoSuchKey</Code></Error>" if with_body else b"")
            return
        asked = re.match(r"bytes=(\d+)-(\d+)", self.headers.get("Range", ""))
        part = found[int(asked[1]) : int(asked[2]) + 1] if asked else found
        more = {"Content-Range": f"bytes {asked[1]}-{asked[2]}/{len(found)}"} if asked else {}
        self._reply(206 if asked else 200, part, with_body=with_body, ETag='"x"', **more)

    def _is_let_in(self) -> bool:
        self.stub.requests.append((self.command, self._key(), self.headers.get("Range", "")))
        signed = "Credential=key/" in self.headers.get("Authorization", "")
        if self.stub.is_away or not signed:
            self._reply(503 if self.stub.is_away else 403, b"")
        return signed and not self.stub.is_away

    def _key(self) -> str:
        return self.path.partition("?")[0].lstrip("/")

    def _body(self) -> bytes:
        return self.rfile.read(int(self.headers.get("Content-Length", "0")))

    def _reply(self, status: int, body: bytes, *, with_body: bool = True, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        if with_body:
            self.wfile.write(body)
