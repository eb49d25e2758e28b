"""While a model reads an utterance, nothing stands still, nothing is overtaken and nothing gets lost."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from asgiref.sync import sync_to_async
from django.utils import timezone

from agent_worker import store
from interviews.engine.events import Pressed
from interviews.models import Interview
from interviews.services.leases import STALE_AFTER
from tests.agent_worker.test_conductor import Room, conducting
from tests.interviews.makers import consented, make_interview, make_job, make_plan
from tests.model_stub.data import PLAN
from tests.model_stub.server import ModelStub

pytestmark = pytest.mark.django_db(transaction=True)

SHOWN = "The leaves went black from the tip of every branch on the south side."
CUT = "I took off each arm two hands below the black and burned it the same evening."
FIRST = "Tell me about a tree that was about to die in your care."
LATER = STALE_AFTER + timedelta(seconds=60)


@pytest.fixture
def interview() -> Interview:
    job = make_job()
    ready: Interview = consented(make_interview(job=job, plan=make_plan(job, text=PLAN.read_text())))
    return ready


async def being_understood(room: Room, model: ModelStub, text: str, report_id: str) -> asyncio.Task[None]:
    """Let the candidate say `text`; return once the model has been asked about it."""
    model.hold()
    hearing = asyncio.create_task(room.hear(text, report_id))
    assert await asyncio.to_thread(model.was_asked.wait, 10)
    return hearing


async def said_by_candidate(room: Room) -> list[str]:
    return [turn.text for turn in await room.turns() if turn.role == "candidate"]


async def test_the_probe_is_for_what_the_answer_has_not_shown(model: ModelStub, interview: Interview) -> None:
    async with conducting(interview) as room:
        assert await room.let_say(3) == FIRST
        await room.hear(f"{SHOWN} {CUT}", "r1")
        assert await room.let_say(1) == "How did the harvest change?"


async def test_the_words_are_stored_before_the_model_is_asked(model: ModelStub, interview: Interview) -> None:
    async with conducting(interview) as room:
        await room.let_say(3)
        hearing = await being_understood(room, model, SHOWN, "r1")
        kept = await interview.events.aget(kind="utterance")
        assert kept.payload["text"] == SHOWN
        model.let_go()
        await hearing
        assert await said_by_candidate(room) == [SHOWN]


async def test_the_heart_goes_on_beating_while_the_model_thinks(
    model: ModelStub, interview: Interview
) -> None:
    async with conducting(interview) as room:
        await room.let_say(3)
        hearing = await being_understood(room, model, SHOWN, "r1")
        conductor = room.conductor
        assert await store.renew_lease(interview=interview, epoch=conductor.epoch, now=timezone.now())
        assert not hearing.done() and not conductor.candidate_has_floor
        model.let_go()
        await hearing


async def test_words_that_come_meanwhile_wait_their_turn_and_belong_to_the_same_question(
    model: ModelStub, interview: Interview
) -> None:
    async with conducting(interview) as room:
        await room.let_say(3)
        first = await being_understood(room, model, SHOWN, "r1")
        second = asyncio.create_task(room.hear("And the pears fell early.", "r2"))
        await asyncio.sleep(0)
        model.let_go()
        await asyncio.gather(first, second)
        spoken = [(turn.question, turn.text) for turn in await room.turns() if turn.role == "candidate"]
        assert spoken == [("sick_tree", SHOWN), ("sick_tree", "And the pears fell early.")]


async def test_a_control_that_is_pressed_meanwhile_does_not_repeat_what_was_not_asked_yet(
    model: ModelStub, interview: Interview
) -> None:
    async with conducting(interview) as room:
        await room.let_say(3)
        hearing = await being_understood(room, model, SHOWN, "r1")
        pressing = asyncio.create_task(room.conductor.press(Pressed("repeat")))
        await asyncio.sleep(0)
        model.let_go()
        await asyncio.gather(hearing, pressing)
        assert [turn.kind for turn in await room.turns()][3:] == ["answer", "probe"]


async def test_an_agent_that_is_killed_meanwhile_leaves_the_words_to_the_next_one(
    model: ModelStub, interview: Interview
) -> None:
    async with conducting(interview) as room:
        await room.let_say(3)
        hearing = await being_understood(room, model, f"{SHOWN} {CUT}", "r1")
        await sync_to_async(Interview.objects.filter(pk=interview.pk).update)(
            heartbeat_at=timezone.now() - LATER
        )
        async with conducting(interview, holder="job-2") as successor:
            assert await said_by_candidate(successor) == [f"{SHOWN} {CUT}"]
            welcome = await successor.until_said(1)
            assert welcome.text.startswith("Welcome back")
            probe = next(turn for turn in await successor.turns() if turn.kind == "probe")
            assert (await successor.turns())[-1].text == probe.text
            # The one that was thought dead comes back with a reading: nothing is said twice.
            model.let_go()
            await hearing
            assert await said_by_candidate(successor) == [f"{SHOWN} {CUT}"]


async def test_without_a_model_an_utterance_is_stored_once_and_at_once(interview: Interview) -> None:
    async with conducting(interview) as room:
        await room.let_say(3)
        await room.hear(SHOWN, "r1")
        assert not await interview.events.filter(kind="utterance").aexists()
        assert await said_by_candidate(room) == [SHOWN]
