"""Which addresses may be fetched, judged by their spelling; where names lead is judged on connecting."""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Collection
from contextlib import suppress
from urllib.parse import SplitResult, urlsplit

from ssrfguard import Policy

MAX_URL = 8_000
CONNECTION_ATTEMPTS = 2
LOOPBACK = ipaddress.ip_network("127.0.0.0/8")
# Parsers disagree on what these mean, and none is needed to say where a posting is.
_CONTROLS = re.compile(r"[\x00-\x1f\x7f]")
_ODD_IN_HOST = re.compile(r"[\s\\@%<>^`{|}\"]")


def check_spelling(url: str) -> None:
    """Raise ValueError for an address that two parsers might read as two."""
    if len(url) > MAX_URL or _CONTROLS.search(url):
        raise ValueError("too long, or control characters")
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname or _ODD_IN_HOST.search(parts.netloc):
        raise ValueError("no plain http address")


def policy_for(url: str, test_addresses: Collection[str], forbidden_hosts: Collection[str]) -> Policy:
    """The rules for connecting to `url`, spelled as it is sent. Raises ValueError when it is refused as such.

    A test address ("host:port", http) is reached on the loopback interface; everything else has a name of
    several labels and the usual port.
    """
    check_spelling(url)
    parts = urlsplit(url)
    host, port = (parts.hostname or "").rstrip("."), parts.port
    if parts.scheme == "http" and parts.netloc in test_addresses and port:
        return Policy(allowed_ports=frozenset({port}), allowed_networks=(LOOPBACK,))
    if _is_number(host) or "." not in host or not _has_usual_port(parts):
        raise ValueError("no address of a public page")
    if host in forbidden_hosts:
        raise ValueError("a host that is not to be read")
    return Policy(max_connection_attempts=CONNECTION_ATTEMPTS)


def _has_usual_port(parts: SplitResult) -> bool:
    return parts.port in (None, 443 if parts.scheme == "https" else 80)


def _is_number(host: str) -> bool:
    """Whether the host is an IP address, in any spelling: nobody posts jobs on one."""
    with suppress(ValueError):
        return bool(ipaddress.ip_address(host))
    with suppress(OSError, ValueError):
        # Knows the old spellings too: 127.1, 0x7f.1, 2130706433.
        return bool(socket.inet_aton(host))
    return False
