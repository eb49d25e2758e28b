"""A media server in memory, for tests."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from livekit_bridge import rooms
from livekit_bridge.rooms import BridgeUnavailable, Participant


@dataclass
class FakeBridge:
    """Remembers what it was asked; `is_down` makes every call fail, as a dead server would."""

    people: dict[str, list[Participant]] = field(default_factory=dict)
    dispatches: list[tuple[str, str]] = field(default_factory=list)
    removed: list[tuple[str, str]] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)
    is_down: bool = False

    def join(self, room: str, identity: str, *, is_agent: bool = False, state: str = "active") -> None:
        """Put somebody into `room`, as their own client would."""
        self.people.setdefault(room, []).append(Participant(identity, is_agent, state))

    def participants(self, room: str) -> list[Participant]:
        """See Bridge."""
        self.ping()
        return list(self.people.get(room, []))

    def dispatch_agent(self, *, room: str, interview_id: str) -> None:
        """See Bridge; noted in `dispatches` as (room, interview id)."""
        self.ping()
        self.people.setdefault(room, [])
        self.dispatches.append((room, interview_id))

    def remove_participant(self, *, room: str, identity: str) -> None:
        """See Bridge; noted in `removed` as (room, identity)."""
        self.ping()
        if room in self.people:
            self.people[room] = [person for person in self.people[room] if person.identity != identity]
        self.removed.append((room, identity))

    def close_room(self, room: str) -> None:
        """See Bridge; noted in `closed`."""
        self.ping()
        self.people.pop(room, None)
        self.closed.append(room)

    def ping(self) -> None:
        """See Bridge."""
        if self.is_down:
            raise BridgeUnavailable("The media server does not answer.")


@contextmanager
def use_bridge(bridge: rooms.Bridge) -> Iterator[rooms.Bridge]:
    """Let `rooms.bridge()` return `bridge` inside the block, in every thread of this process."""
    before, rooms.installed = rooms.installed, bridge
    try:
        yield bridge
    finally:
        rooms.installed = before
