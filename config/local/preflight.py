"""What must be true before anything is started, each said in one sentence that names the way out."""

from __future__ import annotations

import fcntl
import socket
from collections.abc import Mapping
from pathlib import Path
from typing import IO


class PreflightError(Exception):
    """A local run cannot start; the message is one sentence for the operator."""


def lock_var_dir(var_dir: Path) -> IO[str]:
    """Make the directory and return its lock, held while the returned file is open. Raises PreflightError."""
    try:
        var_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = (var_dir / "run.lock").open("w")
    except OSError as error:
        raise PreflightError(
            f"{var_dir} cannot be written ({error.strerror}): mend its permissions, or set another VAR_DIR."
        ) from error
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        lock.close()
        raise PreflightError(
            f"Another run already uses {var_dir}: stop it, or name another directory with VAR_DIR."
        ) from error
    return lock


def check_ports(values: Mapping[str, str], names: list[str]) -> None:
    """Raise PreflightError for the first of the named ports that is not free or not a port."""
    for name in names:
        port = _port_number(name, values[name])
        kind = socket.SOCK_DGRAM if name == "LIVEKIT_UDP_PORT" else socket.SOCK_STREAM
        if not _is_free(port, kind):
            raise PreflightError(
                f"Port {port} is taken by another program: stop it, or choose another port with {name}."
            )


def _port_number(name: str, value: str) -> int:
    if value.isdecimal() and 0 < int(value) < 65536:
        return int(value)
    raise PreflightError(f"{name} is {value!r}, which is not a port: use a number from 1 to 65535.")


def _is_free(port: int, kind: socket.SocketKind) -> bool:
    with socket.socket(socket.AF_INET, kind) as probe:
        if kind == socket.SOCK_STREAM:
            # As servers do: a connection that lingers from the last run does not make the port taken.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
