"""What the agent takes from LiveKit's metadata, and what it never answers."""

from __future__ import annotations

import ast
import asyncio
import inspect
import json
from types import SimpleNamespace
from typing import Any
from unittest.mock import Mock

import pytest
from livekit import rtc

from agent_worker import entrypoint
from agent_worker.server import agent_identity

JOB = {"id": "j", "jobTitle": "Backend Engineer"}


def test_the_job_comes_from_the_participant_then_from_the_room() -> None:
    other = {"jobTitle": "Another"}
    assert entrypoint.job_data(json.dumps(JOB), json.dumps(other)) == JOB
    assert entrypoint.job_data("", json.dumps(JOB)) == JOB
    assert entrypoint.job_data("", "") == {}


@pytest.mark.parametrize("hostile", ["", "{", "[]", "null", '"x"', "1", "\x00"])
def test_hostile_metadata_names_no_interview(hostile: str) -> None:
    assert entrypoint.dispatched_interview(hostile) == ""
    assert entrypoint.job_data(hostile, hostile) == {}


def test_each_job_has_an_identity_of_its_own_that_ends_with_the_lease_holder() -> None:
    assert agent_identity("AJ_1") != agent_identity("AJ_2")
    assert agent_identity("AJ_1").endswith("AJ_1")


def test_the_session_never_answers_participants_who_ask_for_its_instructions() -> None:
    calls = [
        node
        for node in ast.walk(ast.parse(inspect.getsource(entrypoint)))
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "start"
    ]
    options = {
        keyword.arg: ast.literal_eval(keyword.value)
        for call in calls
        for keyword in call.keywords
        if isinstance(keyword.value, ast.Constant)
    }
    assert options == {"session_host": False, "record": False}


async def fails() -> None:
    raise RuntimeError("a behaviour is broken")


def test_microphones_that_were_announced_while_it_connected_again_are_heard() -> None:
    def track(kind: int, *, subscribed: bool) -> Mock:
        return Mock(kind=kind, subscribed=subscribed)

    lost, heard = (track(rtc.TrackKind.KIND_AUDIO, subscribed=is_heard) for is_heard in (False, True))
    film = track(rtc.TrackKind.KIND_VIDEO, subscribed=False)
    person = Mock(track_publications={"TR_1": lost, "TR_2": heard, "TR_3": film})
    entrypoint.listen_again(Mock(remote_participants={"candidate": person}))
    lost.set_subscribed.assert_called_once_with(True)
    heard.set_subscribed.assert_not_called()
    film.set_subscribed.assert_not_called()


async def test_a_part_that_fails_makes_the_agent_give_the_interview_up_and_stops_the_others() -> None:
    conductor: Any = SimpleNamespace(lost=asyncio.Event(), finished=asyncio.Event())
    other = asyncio.create_task(asyncio.sleep(3600))
    async with asyncio.timeout(5):
        async with entrypoint.background(conductor, fails(), asyncio.wait_for(other, None)):
            await entrypoint.first_of(conductor.finished, conductor.lost)
    assert conductor.lost.is_set() and other.cancelled()
