"""When an answer is over: silence, weighed by the words before it and by the candidate's patience."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Any

import pytest

from agent_worker.stt import Utterance
from agent_worker.turn_taking import endpointer as module
from agent_worker.turn_taking.endings import Ending
from agent_worker.turn_taking.endpointer import Endpointer


class FakeEar:
    """Understands what the test says."""

    def __init__(self) -> None:
        self.text = ""
        self.is_known = asyncio.Event()
        self.is_known.set()
        self.speaking = False
        self.cuts: list[bool] = []

    async def understood(self) -> str:
        await self.is_known.wait()
        return self.text

    async def finish_turn(self, *, cut: bool) -> Utterance | None:
        self.cuts.append(cut)
        if not self.text or (self.speaking and not cut):
            return None
        text, self.text = self.text, ""
        return Utterance(text, 0.0, 0.0)


class Candidate:
    """Speaks to an endpointer whose holds are the endings' own, made short."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, patience: str = "standard") -> None:
        self.ear = FakeEar()
        self.heard: asyncio.Queue[str] = asyncio.Queue()
        self.partial: list[str] = []
        self.arrives = asyncio.Event()
        self.arrives.set()
        self.notes: list[tuple[str, str]] = []
        self.asked: list[tuple[str, Ending]] = []

        def hold(patience: str, ending: Ending) -> float:
            self.asked.append((patience, ending))
            return 0.02 if ending in (Ending.COMPLETE, Ending.DONE) else 3600.0

        monkeypatch.setattr(module, "hold_for", hold)
        monkeypatch.setattr(module, "AFTER_A_HOLE", 0.1)
        self.endpointer = Endpointer(
            self.ear,  # type: ignore[arg-type]
            self._hear,
            language="en",
            patience=patience,
            note=lambda patience, why: self.notes.append((patience, why)),
            arrives=self.arrives,
        )

    async def _hear(self, utterance: Utterance) -> None:
        self.heard.put_nowait(utterance.text)
        if utterance.is_partial:
            self.partial.append(utterance.text)

    def speaks(self) -> None:
        self.ear.speaking = True
        self.endpointer.on_voice(time.time())

    def pauses(self, text: str) -> None:
        self.ear.speaking, self.ear.text = False, text
        self.endpointer.on_pause(time.time())

    async def says(self, text: str) -> str:
        """Speak and fall silent; return what was handed on."""
        self.speaks()
        self.pauses(text)
        return await asyncio.wait_for(self.heard.get(), 2)

    async def is_waited_for(self, text: str) -> None:
        """Speak, fall silent, and be sure that the silence was weighed."""
        before = len(self.asked)
        self.speaks()
        self.pauses(text)
        async with asyncio.timeout(2):
            while len(self.asked) == before:
                await asyncio.sleep(0)


@pytest.fixture
def candidate(monkeypatch: pytest.MonkeyPatch) -> Candidate:
    return Candidate(monkeypatch)


async def test_a_finished_answer_is_handed_on(candidate: Candidate) -> None:
    assert await candidate.says("We cut the cost by a third.") == "We cut the cost by a third."
    assert candidate.asked == [("standard", Ending.COMPLETE)]


async def test_an_open_phrase_is_waited_for_and_becomes_one_answer(candidate: Candidate) -> None:
    await candidate.is_waited_for("We rewrote it because the")
    assert candidate.heard.empty()
    assert await candidate.says("We rewrote it because the old one was slow.")
    assert [ending for _, ending in candidate.asked] == [Ending.OPEN, Ending.COMPLETE]


async def test_silence_is_weighed_only_when_its_words_are_known(candidate: Candidate) -> None:
    candidate.ear.is_known.clear()
    candidate.speaks()
    candidate.pauses("We cut the cost.")
    await asyncio.sleep(0.05)
    assert candidate.asked == []
    candidate.ear.is_known.set()
    assert await asyncio.wait_for(candidate.heard.get(), 2) == "We cut the cost."


async def test_a_voice_in_the_silence_takes_the_decision_back(candidate: Candidate) -> None:
    await candidate.is_waited_for("We cut the cost.")
    candidate.speaks()
    await asyncio.sleep(0.1)
    assert candidate.ear.cuts == []


async def test_whoever_says_that_they_are_done_need_not_wait(candidate: Candidate) -> None:
    await candidate.is_waited_for("We rewrote it because the")
    await candidate.endpointer.finish_now()
    assert candidate.heard.get_nowait() == "We rewrote it because the"


async def test_whoever_is_done_while_speaking_is_taken_at_their_word(
    candidate: Candidate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LAST_WORD", 0.01)
    candidate.speaks()
    candidate.ear.text = "We rewrote it and"
    await candidate.endpointer.finish_now()
    assert candidate.heard.get_nowait() == "We rewrote it and"
    assert candidate.ear.cuts == [True]


async def test_whoever_is_done_may_finish_the_last_word(candidate: Candidate) -> None:
    candidate.speaks()
    finishing = asyncio.ensure_future(candidate.endpointer.finish_now())
    await asyncio.sleep(0)
    candidate.pauses("We rewrote it all.")
    await finishing
    assert candidate.heard.get_nowait() == "We rewrote it all."


async def test_silence_of_a_connection_is_no_end_of_an_answer(candidate: Candidate) -> None:
    candidate.arrives.clear()
    await candidate.is_waited_for("We cut the cost.")
    await asyncio.sleep(0.1)
    assert candidate.heard.empty()
    candidate.arrives.set()
    assert await asyncio.wait_for(candidate.heard.get(), 2) == "We cut the cost."
    assert candidate.partial == []


async def test_who_goes_on_after_a_hole_in_the_connection_gives_one_answer(candidate: Candidate) -> None:
    candidate.arrives.clear()
    await candidate.is_waited_for("We cut the cost.")
    await asyncio.sleep(0.05)
    candidate.arrives.set()
    await asyncio.sleep(0.05)
    assert await candidate.says("We cut the cost. By a third.") == "We cut the cost. By a third."


async def test_what_a_lost_connection_cut_off_is_kept_as_half_an_answer(candidate: Candidate) -> None:
    candidate.arrives.clear()
    await candidate.is_waited_for("We cut the cost.")
    assert await candidate.endpointer.break_off()
    assert candidate.heard.get_nowait() == "We cut the cost."
    assert candidate.partial == ["We cut the cost."]
    candidate.arrives.set()
    await asyncio.sleep(0.15)
    assert candidate.heard.empty()
    assert not await candidate.endpointer.break_off()


async def test_a_moment_to_think_keeps_a_finished_clause_open(candidate: Candidate) -> None:
    await candidate.is_waited_for("We cut the cost.")
    candidate.endpointer.give_moment()
    await asyncio.sleep(0.1)
    assert candidate.heard.empty()


@pytest.mark.parametrize(
    ("why", "act"),
    [
        ("pressed", lambda endpointer: endpointer.toggle_patience()),
        ("cut_off", lambda endpointer: endpointer.on_cut_off()),
    ],
)
async def test_patience_grows_for_whoever_needs_it(
    candidate: Candidate, why: str, act: Callable[[Endpointer], Any]
) -> None:
    act(candidate.endpointer)
    await candidate.says("We cut the cost.")
    assert candidate.asked == [("patient", Ending.COMPLETE)]
    assert candidate.notes == [("patient", why)]


async def test_patience_grows_for_whoever_asks_for_it(candidate: Candidate) -> None:
    await candidate.says("I need longer pauses.")
    assert candidate.asked[0][0] == "patient"
    assert candidate.notes == [("patient", "asked")]


async def test_only_the_candidate_takes_patience_back(candidate: Candidate) -> None:
    candidate.endpointer.on_cut_off()
    candidate.endpointer.on_cut_off()
    await candidate.says("We cut the cost.")
    candidate.endpointer.toggle_patience()
    assert candidate.notes == [("patient", "cut_off"), ("standard", "pressed")]


async def test_whoever_chose_quick_answers_is_waited_for_longer_after_the_second_cut_off(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    candidate = Candidate(monkeypatch, patience="brisk")
    candidate.endpointer.on_cut_off()
    assert candidate.notes == []
    candidate.endpointer.on_cut_off()
    candidate.endpointer.on_cut_off()
    assert candidate.notes == [("standard", "cut_off")]


async def test_a_patient_interview_can_grow_no_further(monkeypatch: pytest.MonkeyPatch) -> None:
    candidate = Candidate(monkeypatch, patience="patient")
    candidate.endpointer.on_cut_off()
    assert candidate.notes == []


@pytest.mark.parametrize(
    ("begun", "notes"),
    [
        ("standard", ["patient", "standard"]),
        ("brisk", ["patient", "brisk"]),
        # Another agent took over from one that was asked for patience.
        ("patient", ["standard", "patient"]),
    ],
)
async def test_the_control_gives_patience_and_takes_it_back(
    monkeypatch: pytest.MonkeyPatch, begun: str, notes: list[str]
) -> None:
    candidate = Candidate(monkeypatch, patience=begun)
    for _ in range(2):
        candidate.endpointer.toggle_patience()
    assert candidate.notes == [(patience, "pressed") for patience in notes]
