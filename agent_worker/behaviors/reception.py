"""Notices within seconds that no sound comes from the candidate any more: the media server takes twelve."""

from __future__ import annotations

import asyncio
import time

from livekit import rtc

from agent_worker.behaviors.rejoin import Presence

# How often the packets are counted, seconds.
INTERVAL = 0.25
# A microphone sends something at least every 0.4 s, silence too (Opus DTX, RFC 7587): without it for so long,
# seconds, something is missing, and then nothing gets through.
HOLE, STARVED = 0.75, 2.0
# A track that is just going may never answer, seconds.
ANSWERS_WITHIN = 1.0
# By then the media server would have said that it has lost them, too: it is the microphone that stands still.
BELIEVED = 20.0


async def watch_reception(room: rtc.Room, identity: str, presence: Presence) -> None:
    """Tell `presence` when an open microphone of the participant falls still, and when it is back.

    One that is muted says nothing about its owner.
    """
    counted, changed_at, has_hole, is_starved = -1, time.time(), False, False
    while True:
        await asyncio.sleep(INTERVAL)
        track = open_microphone(room, identity)
        packets = await received(track) if track else -1
        if packets != counted or packets < 0:
            counted, changed_at = packets, time.time()
            if has_hole:
                has_hole = is_starved = False
                presence.on_fed()
            continue
        still = time.time() - changed_at
        if not has_hole and still >= HOLE:
            has_hole = True
            presence.on_hole()
        if not is_starved and still >= STARVED:
            is_starved = True
            presence.on_starved(changed_at)
        if not presence.is_lost and still >= BELIEVED:
            presence.on_fed()


def open_microphone(room: rtc.Room, identity: str) -> rtc.Track | None:
    """The participant's microphone, None while it is muted or there is none."""
    person = room.remote_participants.get(identity)
    for publication in person.track_publications.values() if person else ():
        if publication.source == rtc.TrackSource.SOURCE_MICROPHONE and not publication.muted:
            return publication.track
    return None


async def received(track: rtc.Track) -> int:
    """How many packets came so far, -1 when that is not known."""
    try:
        # `wait_for` would swallow a cancellation that comes with the answer (until Python 3.12), and the job
        # would wait for this task for ever.
        async with asyncio.timeout(ANSWERS_WITHIN):
            stats = await track.get_stats()
    except Exception:  # The library raises nothing more definite, for a track that is just going.
        return -1
    return sum(one.inbound_rtp.received.packets_received for one in stats if one.HasField("inbound_rtp"))
