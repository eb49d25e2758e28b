"""One job of the agent: find out whose interview it is, hold it, and leave."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import os
from collections.abc import AsyncIterator, Coroutine
from typing import Any

import django
from django.apps import apps

# The job process unpickles this module before any other code of ours has run.
if not apps.ready:
    django.setup()

from django.conf import settings
from django.utils import timezone
from livekit import rtc
from livekit.agents import AgentSession, AutoSubscribe, JobContext
from livekit.agents.voice.room_io import AudioInputOptions, RoomOptions, TextOutputOptions
from openai import AsyncOpenAI

from agent_worker import store
from agent_worker.behaviors import controls, heartbeat, reception, silence
from agent_worker.behaviors.rejoin import Presence
from agent_worker.behaviors.speech_trouble import Outage, try_voice
from agent_worker.behaviors.words_so_far import WordsSoFar
from agent_worker.board import Board
from agent_worker.conductor import Conductor
from agent_worker.interviewer import Interviewer
from agent_worker.recording import record_interview
from agent_worker.session import build_client, build_ear, build_session, build_voice
from agent_worker.turn_taking.barge_in import BargeIn
from agent_worker.turn_taking.endpointer import Endpointer
from agent_worker.turn_taking.patience import PatienceKeeper
from agent_worker.voice import Voice
from interviews.services.leases import Lease
from interviews.services.opening import opening_texts
from interviews.speech.terms import terms_for

log = logging.getLogger(__name__)

# How long the candidate may take to appear in the room that their own join created, seconds.
JOIN_TIMEOUT = 20.0
# How long the room stays open after the last word, so that the page can say goodbye, seconds.
FAREWELL = 5.0


async def entrypoint(ctx: JobContext) -> None:
    """Run one interview from dispatch to goodbye."""
    interview_id = dispatched_interview(ctx.job.metadata)
    ctx.log_context_fields = {"interview": interview_id}
    connecting = asyncio.create_task(connect(ctx))
    lease = await store.claim_interview(public_id=interview_id, holder=ctx.job.id, now=timezone.now())
    if lease is None:
        log.info("another agent holds this interview, or it is over")
        await connecting
        ctx.shutdown("not needed")
        return
    ctx.proc.userdata["lease"] = lease
    client = build_client(lease.plan.language)
    voice = build_voice(client, lease.interview)
    # Its first words are made into sound while the agent is still on its way into the room.
    for text in opening_texts(interview=lease.interview):
        voice.prepare(text)
    await connecting
    await store.log_event(
        interview=lease.interview,
        kind="agent_joined",
        payload={"job": ctx.job.id, "pid": os.getpid(), "epoch": lease.epoch},
        now=timezone.now(),
    )
    try:
        async with asyncio.timeout(JOIN_TIMEOUT):
            candidate = await ctx.wait_for_participant(identity=lease.interview.candidate_identity)
    except TimeoutError:
        ctx.shutdown("the candidate did not come")
        return
    job = job_data(candidate.metadata, ctx.room.metadata)
    log.info("Loaded job data for position: %s", job.get("jobTitle", ""))
    await hold_interview(ctx, lease, voice, client)
    await voice.aclose()
    await client.close()
    ctx.shutdown("the interview is over or needs this agent no more")


async def hold_interview(ctx: JobContext, lease: Lease, voice: Voice, client: AsyncOpenAI) -> None:
    """Speak and listen until the interview is finished, taken over, or left alone."""
    board = Board(ctx.room)
    unclear = asyncio.Event()
    ear = build_ear(
        client,
        language=lease.plan.language,
        terms=terms_for(lease.interview),
        on_lost=lambda: hearing.lose(),
        on_back=lambda: hearing.find(),
        on_refused=unclear.set,
    )
    session = build_session(ear)
    conductor = Conductor(lease=lease, session=session, voice=voice, board=board)
    words = WordsSoFar(conductor)
    presence = Presence(ctx.room, conductor, lambda: endpointer.break_off())
    hearing = Outage(conductor, board, "hearing")
    speaking = Outage(conductor, board, "voice", presence.owes_answer)
    endpointer = Endpointer(
        ear,
        words.hear,
        language=lease.plan.language,
        patience=lease.interview.patience,
        note=PatienceKeeper(lease.interview, board),
        arrives=presence.arrives,
    )
    barge_in = BargeIn(
        conductor, language=lease.plan.language, forget=ear.drop_turn, on_cut_off=endpointer.on_cut_off
    )
    ear.listeners += [words, presence, conductor, barge_in, endpointer]
    controls.answer_controls(ctx.room, endpointer, conductor, presence)
    session.on("close", lambda event: ctx.shutdown(reason=event.reason.value))
    options = RoomOptions(
        participant_identity=lease.interview.candidate_identity,
        close_on_disconnect=False,
        text_input=False,
        # By default 50: so much later would a candidate's voice silence the interviewer.
        audio_input=AudioInputOptions(frame_size_ms=20),
        # Pacing captions to the voice costs a Fourier transform of all of it on the event loop; people
        # read ahead gladly.
        text_output=TextOutputOptions(sync_transcription=False),
    )
    # The greeting is stored and its sound is made while the session starts.
    await asyncio.gather(
        conductor.begin(),
        # session_host would answer any participant who asks for the agent's instructions and history.
        session.start(Interviewer(), room=ctx.room, room_options=options, session_host=False, record=False),
    )
    async with record_interview(lease, session):
        async with background(
            conductor,
            speak(conductor, session),
            heartbeat.keep_lease(conductor),
            words.keep(),
            presence.follow(),
            reception.watch_reception(ctx.room, lease.interview.candidate_identity, presence),
            hearing.follow(),
            speaking.follow(),
            try_voice(voice, speaking),
            silence.watch_silence(conductor, board, lambda: presence.is_there() and hearing.is_over, unclear),
        ):
            await first_of(conductor.finished, conductor.lost)
        if conductor.finished.is_set():
            await say_goodbye(ctx, board)
    await session.aclose()


async def speak(conductor: Conductor, session: AgentSession[Any]) -> None:
    """Speak as soon as the candidate's device takes the sound.

    Who is interrupted before that is silent for good: the cancelled task takes LiveKit's future with it.
    """
    subscribed = session.room_io.subscribed_fut
    if subscribed is not None:
        await asyncio.shield(subscribed)
    await conductor.speak()


async def say_goodbye(ctx: JobContext, board: Board) -> None:
    """Tell the page that it is over and close the room once the candidate has left, or soon after."""
    left = asyncio.Event()
    ctx.room.on("participant_disconnected", lambda participant: left.set())
    await board.show_finished()
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(FAREWELL):
            await left.wait()
    await ctx.delete_room()


async def on_session_end(ctx: JobContext) -> None:
    """Let the interview go, so that a returning candidate is served at once."""
    lease: Lease | None = ctx.proc.userdata.get("lease")
    if lease is not None:
        await store.release_lease(interview=lease.interview, epoch=lease.epoch)


async def connect(ctx: JobContext) -> None:
    """Join the room; on one machine no STUN server is asked."""
    servers = None if settings.LIVEKIT_USE_SERVER_ICE else rtc.RtcConfiguration(ice_servers=[])
    ctx.room.on("reconnected", lambda: listen_again(ctx.room))
    await ctx.connect(auto_subscribe=AutoSubscribe.AUDIO_ONLY, rtc_config=servers)


def listen_again(room: rtc.Room) -> None:
    """Subscribe to every microphone that is not subscribed to.

    Who is back before this agent is announced while it still connects, and what LiveKit asks for then is
    dropped: without this the interviewer would be deaf from there on.
    """
    for person in room.remote_participants.values():
        for publication in person.track_publications.values():
            if publication.kind == rtc.TrackKind.KIND_AUDIO and not publication.subscribed:
                publication.set_subscribed(True)


def dispatched_interview(metadata: str) -> str:
    """The opaque interview id that the dispatch carries, "" when it carries none."""
    return str(parse(metadata).get("interview", ""))


def job_data(participant_metadata: str, room_metadata: str) -> dict[str, Any]:
    """The public job as the candidate's token carries it; the room's copy is the fallback."""
    return parse(participant_metadata) or parse(room_metadata)


def parse(metadata: str) -> dict[str, Any]:
    """A JSON object, or {} for anything else: metadata crosses a network."""
    try:
        value = json.loads(metadata or "{}")
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


async def first_of(*events: asyncio.Event) -> None:
    """Return when one of the events is set."""
    waiting = [asyncio.ensure_future(event.wait()) for event in events]
    try:
        await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in waiting:
            task.cancel()


@contextlib.asynccontextmanager
async def background(conductor: Conductor, *coroutines: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Run helpers for as long as the body runs. One that fails ends the interview for this agent, not for
    the candidate: another agent is sent, which goes on with the same question."""

    def on_done(task: asyncio.Task[None]) -> None:
        if not task.cancelled() and (error := task.exception()):
            log.error("a part of the interview failed", exc_info=error)
            conductor.lost.set()

    tasks = [asyncio.create_task(coroutine) for coroutine in coroutines]
    for task in tasks:
        task.add_done_callback(on_done)
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
