"""Connections that another thread can end, because no timeout bounds a server that drips its headers."""

from __future__ import annotations

import logging
import socket
from contextlib import suppress
from typing import Any

from ssrfguard import Decision
from ssrfguard.requests import SafeAdapter

log = logging.getLogger(__name__)


class CuttableAdapter(SafeAdapter):
    """A safe adapter that remembers its sockets and logs which addresses it refused."""

    def __init__(self, **options: Any) -> None:
        self.sockets: list[socket.socket] = []
        super().__init__(observer=_log_refusal, **options)

    def init_poolmanager(self, *args: Any, **options: Any) -> None:
        super().init_poolmanager(*args, **options)
        classes = self.poolmanager.pool_classes_by_scheme
        self.poolmanager.pool_classes_by_scheme = {
            scheme: self._remembering(pool) for scheme, pool in classes.items()
        }

    def _remembering(self, pool: Any) -> Any:
        remember = self.sockets.append

        class Connection(pool.ConnectionCls):  # type: ignore[misc]
            def _new_conn(self) -> socket.socket:
                opened: socket.socket = super()._new_conn()
                # TLS takes the socket object over; a duplicate still ends the same connection.
                remember(opened.dup())
                return opened

        return type(pool.__name__, (pool,), {"ConnectionCls": Connection})

    def cut(self) -> None:
        """End every connection, so that whoever reads from one wakes up."""
        for opened in self.sockets:
            with suppress(OSError):
                opened.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        super().close()
        for opened in self.sockets:
            opened.close()


def _log_refusal(decision: Decision) -> None:
    """Operators see what the person who gave the address is not told."""
    if decision.outcome == "refused":
        log.warning("fetch_refused %s %s: %s", decision.host, decision.address, decision.reason)
