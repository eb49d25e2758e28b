"""A German and a Spanish interview, spoken, against an endpoint that hears and speaks these languages."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from interviews.engine.plan import Plan, load_plan_yaml
from tests.speech_stub import espeak
from tests.speech_stub.script import Line, Script
from tests.speech_stub.server import SpeechStub
from tests.support.product import Product, running_product
from tests.support.voice import RATE, VoiceCandidate

pytestmark = pytest.mark.live

PLANS = Path(__file__).parent / "plans"
# What candidates answer. No two of a language are alike in length, by which the stub tells them apart.
ANSWERS = {
    "german": (
        "Ich habe die Umstellung unserer Abrechnung auf PostgreSQL geleitet und den Ablauf selbst entworfen.",
        "Wir haben jeden Morgen kurz gesprochen und unwichtige Aufgaben gestrichen.",
    ),
    "spanish": (
        "Dirigí la migración de nuestra facturación a PostgreSQL y diseñé yo mismo el procedimiento.",
        "Hablamos cada mañana y quitamos las tareas menos importantes.",
    ),
}
DISCLOSED = {"german": "Ich bin eine KI", "spanish": "Soy una inteligencia artificial"}
TURNS = """
import json
from interviews.models import PracticeInterview
found = PracticeInterview.objects.get(plan__key={key!r})
rows = found.turns.order_by("number").values("role", "kind", "text", "started_ms", "ended_ms")
print(json.dumps({{"status": found.status, "mode": found.mode, "turns": list(rows)}}))
"""


def voice_of(text: str, language: str) -> np.ndarray:
    """An answer as a recording at 48 kHz."""
    return np.frombuffer(espeak.say(text, language, rate=RATE), "int16")


def language_of(name: str) -> str:
    return load(name).language


def load(name: str) -> Plan:
    return load_plan_yaml((PLANS / f"{name}.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def stub() -> Iterator[SpeechStub]:
    lines = [
        Line(text, espeak.voiced_seconds(voice_of(text, language).astype(np.float32) / 32768, RATE), language)
        for name in ANSWERS
        for language in [language_of(name)]
        for text in ANSWERS[name]
    ]
    with SpeechStub(Script(lines), pace=1.8) as running:
        yield running


@pytest.fixture(scope="module")
def abroad(stub: SpeechStub, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """The product with an endpoint for every language, and no speech server of its own."""
    with running_product(
        tmp_path_factory.mktemp("abroad"),
        SPEECH_BASE_URL=stub.base_url,
        SPEECH_LANGUAGES="*",
        STT_MODEL="stub-hears",
        TTS_MODEL="stub-speaks",
        TTS_VOICE="en",
        TTS_VOICES="de=de,es=es",
    ) as product:
        yield product


async def attend(product: Product, name: str) -> dict[str, Any]:
    """Answer every question of a plan by voice; return what was stored once the room was closed."""
    plan, candidate = load(name), VoiceCandidate()
    reply = json.loads(await asyncio.to_thread(product.manage, "mint_token", str(PLANS / f"{name}.yaml")))
    await candidate.join(reply)
    try:
        await candidate.agent_is_heard(after=0.0, limit=20)
        for question, answer in zip(plan.questions, ANSWERS[name], strict=True):
            await candidate.question_is_shown(question.text, limit=40)
            await candidate.say(voice_of(answer, plan.language))
        async with asyncio.timeout(40):
            await candidate.gone.wait()
    finally:
        await candidate.leave()
    stored: dict[str, Any] = json.loads(await asyncio.to_thread(product.ask, TURNS.format(key=name)))
    return stored


async def test_interviews_are_spoken_in_german_and_spanish(abroad: Product, stub: SpeechStub) -> None:
    names = list(ANSWERS)
    interviews = await asyncio.gather(*(attend(abroad, name) for name in names))
    for name, interview in zip(names, interviews, strict=True):
        plan, turns = load(name), interview["turns"]
        agent = [turn for turn in turns if turn["role"] == "agent"]
        answers = [turn["text"] for turn in turns if turn["kind"] == "answer"]
        assert (interview["status"], interview["mode"]) == ("finished", "voice")
        assert DISCLOSED[name] in agent[0]["text"]
        assert [turn["text"] for turn in agent if turn["kind"] == "core"] == [q.text for q in plan.questions]
        assert answers == list(ANSWERS[name])
        assert agent[-1]["text"] == plan.closing
        assert all(turn["started_ms"] is not None for turn in agent)
        heard = [request for request in stub.heard if request["language"] == plan.language]
        assert {request["text"] for request in heard} == set(ANSWERS[name])
        assert all("PostgreSQL" in request["prompt"] for request in heard)
        said = " ".join(body["input"] for body in stub.said if body["voice"] == plan.language)
        assert all(question.text in said for question in plan.questions)
    assert {request["language"] for request in stub.heard} == {"de", "es"}
    assert {body["voice"] for body in stub.said} <= {"de", "es", "en"}
