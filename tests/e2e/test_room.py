"""What happens in rooms: many starts at once, a killed agent, and nothing said before its time."""

from __future__ import annotations

import asyncio
import base64
import os
import signal
import threading
import time
from collections.abc import Coroutine
from pathlib import Path
from typing import Any, TypeVar

import pytest
import yaml

from tests.support.product import Product
from tests.support.voice import VOICES, VoiceCandidate, load_voice
from tests.support.web import WebCandidate

pytestmark = pytest.mark.live

PLANS = Path(__file__).parent / "plans"
FIRST_QUESTION = "Tell me about a change that you led."
T = TypeVar("T")


def run(work: Coroutine[Any, Any, T]) -> T:
    """Run asyncio code in a thread of its own, away from the loops of other tests."""
    result: list[T] = []
    failure: list[BaseException] = []

    def body() -> None:
        try:
            result.append(asyncio.run(work))
        except BaseException as error:
            failure.append(error)

    thread = threading.Thread(target=body)
    thread.start()
    thread.join()
    if failure:
        raise failure[0]
    return result[0]


@pytest.fixture(scope="session")
def invitation(product: Product) -> str:
    """An open invitation whose plan has a probe; the id in its link."""
    code = (
        "from django.contrib.auth.models import User; from jobs.models import Job; "
        "from interviews.services.plans import import_plan; "
        "from interviews.services.invitations import issue_invitation; "
        "job = Job.objects.create(job_title='Backend Engineer', company_name='Tidewater Books',"
        " status='published'); "
        f"plan = import_plan(text=open({str(PLANS / 'probing.yaml')!r}).read(), job=job); "
        "print(issue_invitation(job=job, plan=plan).public_id)"
    )
    return product.ask(code)


def enter(product: Product, invitation: str, name: str) -> tuple[WebCandidate, dict[str, str]]:
    """A candidate who has agreed, with their way into the room."""
    web = WebCandidate(product.url)
    web.agree(invitation, name=name)
    return web, web.token(invitation)


async def listening(product: Product, invitation: str, name: str) -> VoiceCandidate:
    """A candidate in the room who hears the interviewer."""
    _, reply = await asyncio.to_thread(enter, product, invitation, name)
    candidate = VoiceCandidate()
    began = time.monotonic()
    await candidate.join(reply)
    await candidate.agent_is_heard(after=began, limit=30)
    return candidate


def test_four_candidates_who_start_in_the_same_second_are_all_greeted_by_one_agent_each(
    product: Product, invitation: str
) -> None:
    async def storm() -> list[VoiceCandidate]:
        entered = [await asyncio.to_thread(enter, product, invitation, f"Storm {i}") for i in range(4)]
        candidates = [VoiceCandidate() for _ in entered]
        began = time.monotonic()
        await asyncio.gather(*(c.join(reply) for c, (_, reply) in zip(candidates, entered, strict=True)))
        await asyncio.gather(*(c.agent_is_heard(after=began, limit=40) for c in candidates))
        return candidates

    async def whole() -> list[int]:
        candidates = await storm()
        try:
            await asyncio.gather(*(c.agent_is_quiet(seconds=2.0, limit=60) for c in candidates))
            return [
                sum(person.kind == 4 for person in c.room.remote_participants.values()) for c in candidates
            ]
        finally:
            await asyncio.gather(*(c.leave() for c in candidates))

    assert run(whole()) == [1, 1, 1, 1]


def test_a_killed_agent_is_replaced_and_the_same_question_goes_on(product: Product, invitation: str) -> None:
    async def whole() -> tuple[list[str], list[str], list[str]]:
        candidate = await listening(product, invitation, "Dora")
        try:
            await candidate.question_is_shown(FIRST_QUESTION, limit=60)
            before = candidate.agents_present()
            await asyncio.to_thread(kill_agent_of, product, "Dora")
            killed = time.monotonic()
            await candidate.agent_is_heard(after=killed, limit=30)
            await candidate.question_is_shown(FIRST_QUESTION, limit=30)
            return before, candidate.agents_present(), await asyncio.to_thread(kinds_of, product, "Dora")
        finally:
            await candidate.leave()

    before, after, kinds = run(whole())
    assert len(before) == len(after) == 1
    assert before != after
    assert kinds.count("disclosure") == 1
    assert kinds[-1] == "repeat"


def kinds_of(product: Product, name: str) -> list[str]:
    """The kinds of what the agent said to this candidate, in order."""
    return product.ask(
        "from interviews.models import Turn; "
        f"print(*Turn.objects.filter(interview__candidate__name='{name}', role='agent').order_by('number')"
        ".values_list('kind', flat=True))"
    ).split()


def kill_agent_of(product: Product, name: str) -> None:
    """SIGKILL the job process that holds this candidate's interview."""
    holder = product.ask(
        "from interviews.models import Interview; "
        f"print(Interview.objects.get(candidate__name='{name}').lease_holder)"
    )
    pids = product.ask(
        "from interviews.models import InterviewEvent; "
        f"print(InterviewEvent.objects.filter(interview__candidate__name='{name}', kind='agent_joined')"
        ".last().payload['pid'])"
    )
    assert holder
    os.kill(int(pids), signal.SIGKILL)


def test_nothing_of_the_plan_reaches_the_candidate_before_it_is_spoken(
    product: Product, invitation: str
) -> None:
    async def whole() -> list[str]:
        web, reply = await asyncio.to_thread(enter, product, invitation, "Emil")
        for path in ("", "?step=welcome", "?step=check", "/state", "/answer"):
            await asyncio.to_thread(web.get, f"/interview/{invitation}{path}")
        claims = reply["participant_token"].split(".")[1]
        seen = [*web.replies, base64.urlsafe_b64decode(claims + "==").decode()]
        reply = await asyncio.to_thread(web.token, invitation)
        candidate = VoiceCandidate()
        began = time.monotonic()
        await candidate.join(reply)
        await candidate.agent_is_heard(after=began, limit=30)
        await candidate.question_is_shown(FIRST_QUESTION, limit=60)
        await asyncio.to_thread(web.get, f"/interview/{invitation}/state")
        people = candidate.room.remote_participants.values()
        seen += [str(dict(person.attributes)) + person.metadata for person in people]
        seen += [*candidate.messages, *(text for _, text in candidate.captions)]
        seen += [candidate.room.metadata, candidate.room.local_participant.metadata, *web.replies]
        await candidate.leave()
        return seen

    secrets = secrets_of(yaml.safe_load((PLANS / "probing.yaml").read_text()))
    everything = "\n".join(run(whole())).lower()
    assert FIRST_QUESTION.lower() in everything
    assert [secret for secret in secrets if secret.lower() in everything] == []


def secrets_of(plan: dict[str, Any]) -> list[str]:
    """Everything in a plan that nobody hears before the first answer."""
    first, *later = plan["questions"]
    texts = [question["text"] for question in later] + [
        probe["text"] for probe in first["probes"]["authored"]
    ]
    texts += [first["rephrase"], plan["closing"]]
    for competency in plan["competencies"]:
        texts += [competency["name"], competency["definition"], *competency["anchors"].values()]
        texts += [indicator["text"] for indicator in competency["indicators"]]
    return texts


def test_the_buttons_of_the_room_reach_the_engine(product: Product, invitation: str) -> None:
    async def whole() -> list[str]:
        candidate = await listening(product, invitation, "Fred")
        await candidate.question_is_shown(FIRST_QUESTION, limit=60)
        await candidate.agent_is_quiet(seconds=1.0, limit=30)
        pressed = time.monotonic()
        assert await candidate.press("repeat") == {"ok": True}
        await candidate.agent_is_heard(after=pressed, limit=10)
        await candidate.question_is_shown(FIRST_QUESTION, limit=30)
        await candidate.agent_is_quiet(seconds=1.0, limit=30)
        speech = asyncio.create_task(candidate.say(load_voice(VOICES / "postgres.flac")))
        ended = await speech
        assert await candidate.press("done") == {"ok": True}
        await candidate.agent_is_heard(after=ended, limit=10)
        await candidate.agent_is_quiet(seconds=2.0, limit=30)
        assert await candidate.press("leave") == {"ok": True}
        await asyncio.wait_for(candidate.gone.wait(), 15)
        await candidate.leave()
        return await asyncio.to_thread(kinds_of, product, "Fred")

    kinds = run(whole())
    assert "repeat" in kinds
    assert kinds[-1] == "probe"
    status = product.ask(
        "from interviews.models import Interview; print(Interview.objects.get(candidate__name='Fred').status)"
    )
    assert status == "left"
