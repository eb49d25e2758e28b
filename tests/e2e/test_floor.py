"""When both speak: a cough loses nothing, and whoever was not done is let finish, in one answer."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from tests.support.floor import answer, audible, call, cough, record_of, words_of
from tests.support.product import Product
from tests.support.voice import VOICES, load_voice

pytestmark = pytest.mark.live


async def converse(product: Product) -> tuple[dict[str, Any], dict[str, Any]]:
    """Cough over a question, answer it, and go on over the reply; the record after either."""
    async with call(product) as candidate:
        began = await answer(candidate, 0)
        await audible(candidate, since=began, seconds=2.0)
        await candidate.say(cough(0.25, 1))
        await candidate.agent_is_quiet(seconds=2.0, limit=30)
        coughed = await record_of(product)
        began = await answer(candidate, 1)
        await audible(candidate, since=began, seconds=0.3)
        said = await candidate.say(load_voice(VOICES / "postgres.flac"))
        await candidate.agent_is_heard(after=said, limit=30)
        await candidate.agent_is_quiet(seconds=2.0, limit=30)
        return coughed, await record_of(product)


def test_a_cough_loses_no_question_and_an_answer_that_goes_on_over_the_reply_is_one(product: Product) -> None:
    coughed, finished = asyncio.run(converse(product))
    spoken = [turn for turn in coughed["turns"] if turn["role"] == "candidate"]
    assert len(spoken) == 1
    asked = coughed["turns"][-1]
    assert asked["kind"] in ("core", "probe") and asked["started_ms"] is not None and not asked["interrupted"]
    halves = [turn for turn in finished["turns"] if turn["role"] == "candidate"][1:]
    assert [(turn["kind"], turn["question"]) for turn in halves] == [("answer", asked["question"])] * 2
    said, counted = words_of(finished)
    assert counted[asked["question"]] == said[asked["question"]]
    assert any(turn["cut_off"] for turn in finished["turns"])
