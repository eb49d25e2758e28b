"""A candidate's network that can be cut: a namespace of its own, joined to the media server by a relay.

    python -m tests.chaos.network PID UDP_PORT TCP_PORT...

Listens on the ports of the servers inside the namespace of process PID, and carries what comes to the same
ports outside. Linux only, as root.
"""

from __future__ import annotations

import asyncio
import ctypes
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from config.local.stack import ROOT
from tests.chaos.caller import CANDIDATE, Caller

HOST = "127.0.0.1"
CLONE_NEWNET = 0x40000000
# WebRTC speaks from any interface but the loopback one, so there is a second.
INTERFACES = (
    "ip link set lo up && ip link add eth0 type veth peer name eth1 && ip addr add 10.99.0.2/24 dev eth0 "
    "&& ip link set eth1 up && ip link set eth0 up && ip route add default via 10.99.0.1"
)
# Put before a command: it runs in a network where nobody else is.
ALONE = ("unshare", "--net", "sh", "-c", f'{INTERFACES} && exec "$@"', "sh")


class NetworkedCaller(Caller):
    """A candidate whose network is their own. `ports`: the server's for UDP, and all for TCP."""

    def __init__(self, ports: list[str], *, module: str = CANDIDATE) -> None:
        super().__init__(ALONE, module=module)
        self.wait(lambda: "at" in self.status, seconds=30)
        command = [sys.executable, "-m", "tests.chaos.network", str(self.process.pid), *ports]
        self._relay = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        assert self._relay.stdout and self._relay.stdout.readline() == "ready\n"

    @contextmanager
    def cut(self) -> Iterator[None]:
        """Nothing gets through; connections are not told."""
        self._link("down")
        yield
        self._link("up")

    def leave(self) -> None:
        """Go, and take the network along."""
        super().leave()
        self._relay.kill()
        self._relay.wait()

    def _link(self, state: str) -> None:
        inside = ("nsenter", "--net", f"--target={self.process.pid}")
        subprocess.run([*inside, "ip", "link", "set", "lo", state], check=True)


def is_possible() -> bool:
    """Whether this machine lets us have networks of our own."""
    try:
        return subprocess.run([*ALONE, "true"], capture_output=True).returncode == 0
    except FileNotFoundError:
        return False


@contextmanager
def inside(pid: int) -> Iterator[None]:
    """Sockets that are made meanwhile belong to the network of process `pid`. Raises OSError."""
    libc = ctypes.CDLL(None, use_errno=True)
    with Path("/proc/self/ns/net").open() as home, Path(f"/proc/{pid}/ns/net").open() as other:
        if libc.setns(other.fileno(), CLONE_NEWNET):
            raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
        try:
            yield
        finally:
            libc.setns(home.fileno(), CLONE_NEWNET)


class Outside(asyncio.DatagramProtocol):
    """What the server answers to one of the candidate's sockets."""

    def __init__(self, listener: Any, address: Any) -> None:
        self._listener = listener
        self._address = address

    def datagram_received(self, data: bytes, _: Any) -> None:
        self._listener.sendto(data, self._address)


class Inside(asyncio.DatagramProtocol):
    """What the candidate sends; each of their sockets has one of its own outside."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._outside: dict[Any, asyncio.Task[Any]] = {}

    def connection_made(self, transport: Any) -> None:
        self._listener = transport

    def datagram_received(self, data: bytes, address: Any) -> None:
        if address not in self._outside:
            self._outside[address] = asyncio.create_task(self._open(address))
        self._outside[address].add_done_callback(lambda opened: opened.result()[0].sendto(data))

    async def _open(self, address: Any) -> Any:
        loop = asyncio.get_running_loop()
        return await loop.create_datagram_endpoint(
            lambda: Outside(self._listener, address), remote_addr=(HOST, self._port)
        )


async def carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """One direction of a connection."""
    try:
        while data := await reader.read(65_536):
            writer.write(data)
            await writer.drain()
    except OSError:
        pass
    writer.close()


async def relay(udp: socket.socket, listening: list[socket.socket]) -> None:
    """Carry until killed."""
    servers = [await serve(tcp) for tcp in listening]
    await asyncio.get_running_loop().create_datagram_endpoint(lambda: Inside(udp.getsockname()[1]), sock=udp)
    print("ready", flush=True)
    await asyncio.gather(*(server.serve_forever() for server in servers))


async def serve(tcp: socket.socket) -> asyncio.Server:
    """Carry the connections that come to one port."""
    port = tcp.getsockname()[1]

    async def connect(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            far_reader, far_writer = await asyncio.open_connection(HOST, port)
        except OSError:
            writer.close()
            return
        await asyncio.gather(carry(reader, far_writer), carry(far_reader, writer))

    return await asyncio.start_server(connect, sock=tcp)


def main(pid: int, udp_port: int, *tcp_ports: int) -> None:
    """Listen inside, carry outside."""
    with inside(pid):
        udp = socket.socket(type=socket.SOCK_DGRAM)
        udp.bind((HOST, udp_port))
        listening = [socket.create_server((HOST, port)) for port in tcp_ports]
    asyncio.run(relay(udp, listening))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
