"""One model server as this process sees it: its connections, its health, and what it understands."""

from __future__ import annotations

import asyncio
import os
import threading
from functools import lru_cache
from typing import Any

import httpx2
from django.conf import settings

from interviews.llm.breaker import Breaker
from interviews.llm.errors import ModelUnavailable

# A reply is some hundred bytes, a whole plan some ten thousand; nobody needs more.
MAX_BYTES = 200_000
# How much longer than its limit a request may take when this process is too busy to notice, seconds.
GRACE_S = 0.5
# Nothing compressed: a few bytes can unpack to more than there is memory, before anybody counts them.
PLAIN = "identity"
KEEP_ALIVE_S = 60.0


class Endpoint:
    """Requests run on an event loop in a thread of their own, the only place where a limit holds for all of a
    request: a server that sends a byte now and then would outlast any limit on a single read."""

    def __init__(self, base_url: str, api_key: str) -> None:
        self.breaker = Breaker()
        # Servers that refuse a JSON schema are asked for any JSON object, and remembered.
        self.knows_schemas = True
        self._url = f"{base_url.rstrip('/')}/chat/completions"
        self._client = httpx2.AsyncClient(
            headers={"Accept-Encoding": PLAIN} | ({"Authorization": f"Bearer {api_key}"} if api_key else {}),
            timeout=None,
            limits=httpx2.Limits(max_connections=50, keepalive_expiry=KEEP_ALIVE_S),
        )
        self._loop = asyncio.new_event_loop()
        threading.Thread(target=self._loop.run_forever, name="language-model", daemon=True).start()

    def post(self, body: dict[str, Any], timeout: float) -> tuple[int, bytes]:
        """Return status and body of the reply to `body`. Raises ModelUnavailable after `timeout` seconds."""
        future = asyncio.run_coroutine_threadsafe(self._post(body, timeout), self._loop)
        try:
            return future.result(timeout + GRACE_S)
        except ModelUnavailable:
            raise
        except TimeoutError:
            future.cancel()
            raise ModelUnavailable("timeout") from None
        except Exception as error:
            # Networks fail in more ways than a list can name, and an interview must survive them all.
            raise ModelUnavailable(type(error).__name__) from None

    async def _post(self, body: dict[str, Any], timeout: float) -> tuple[int, bytes]:
        received = bytearray()
        async with asyncio.timeout(timeout), self._client.stream("POST", self._url, json=body) as reply:
            if reply.headers.get("Content-Encoding", PLAIN) != PLAIN:
                raise ModelUnavailable("compressed")
            async for chunk in reply.aiter_raw():
                received += chunk
                if len(received) > MAX_BYTES:
                    raise ModelUnavailable("too long")
        return reply.status_code, bytes(received)


def endpoint() -> Endpoint:
    """Return the configured server; a forked process gets connections of its own. Raises ModelUnavailable."""
    try:
        return _endpoint(os.getpid(), settings.LLM_BASE_URL, settings.LLM_API_KEY)
    except Exception as error:
        # A key that fits in no header, certificates that cannot be read: `manage.py doctor` says so.
        raise ModelUnavailable(type(error).__name__) from None


def forget_endpoints() -> None:
    """Begin anew with fresh connections and nothing held against any server."""
    _endpoint.cache_clear()


@lru_cache(maxsize=4)
def _endpoint(pid: int, base_url: str, api_key: str) -> Endpoint:
    return Endpoint(base_url, api_key)
