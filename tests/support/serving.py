"""Servers of tests in a thread of this process, on a free port of loopback."""

from __future__ import annotations

import asyncio
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

from aiohttp import web


class QuietHandler(BaseHTTPRequestHandler):
    """Prints nothing; `stub` is the server that it belongs to."""

    stub: Any

    def log_message(self, format: str, *args: Any) -> None:
        """Tests print what they need."""


class ThreadedStub:
    """Serves with a handler that keeps what it learns in this object."""

    def __init__(self, handler: type[QuietHandler]) -> None:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), type("Bound", (handler,), {"stub": self}))
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)

    @property
    def url(self) -> str:
        """Where it listens, without a path."""
        return f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.stop()

    def stop(self) -> None:
        """Be gone, as after a crash: connections are refused."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(10)


class AsyncStub:
    """Serves what `build_app` returns on an event loop of its own; `port` 0 takes a free one."""

    def __init__(self, *, port: int = 0) -> None:
        self.port = port
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, name=type(self).__name__, daemon=True)

    def build_app(self) -> web.Application:
        """Return the application; called on its loop."""
        raise NotImplementedError

    @property
    def base_url(self) -> str:
        """What stands in a setting that ends in BASE_URL."""
        return f"http://127.0.0.1:{self.port}/v1"

    def __enter__(self) -> Self:
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
        runner = web.AppRunner(self.build_app(), shutdown_timeout=0.1, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", self.port).start()
        self.port = runner.addresses[0][1]
        return runner
