"""The stub endpoint keeps to OpenAI's shapes: what is proved against it holds elsewhere."""

from __future__ import annotations

import io
from pathlib import Path

import openai
import pytest

from agent_worker.speech.audio import encode_pcm, read_audio
from tests.speech_stub import espeak
from tests.speech_stub.script import Line, Script, load_script
from tests.speech_stub.server import SpeechStub


def client_of(stub: SpeechStub) -> openai.OpenAI:
    return openai.OpenAI(base_url=stub.base_url, api_key="none", max_retries=0)


def wav(text: str, voice: str) -> bytes:
    return encode_pcm(espeak.say(text, voice), rate=24_000, container="WAV")


def test_it_speaks_each_language_by_its_voice_and_hears_by_the_length() -> None:
    texts = {"de": "Guten Tag, wie geht es Ihnen heute?", "es": "Buenos días."}
    lines = [
        Line(text, espeak.voiced_seconds(read_audio(io.BytesIO(wav(text, name)), rate=24_000), 24_000), name)
        for name, text in texts.items()
    ]
    with SpeechStub(Script([*lines, Line("Viel länger.", 60.0, "de")])) as stub, client_of(stub) as client:
        for language, text in texts.items():
            speech = client.audio.speech.create(
                model="m", voice=language, input=text, response_format="wav"
            ).read()
            heard = client.audio.transcriptions.create(
                model="m", file=("a.wav", speech), language=language, prompt="Kafka"
            )
            assert heard.text == text
    assert [request["prompt"] for request in stub.heard] == ["Kafka", "Kafka"]
    assert [body["voice"] for body in stub.said] == ["de", "es"]


def test_lines_without_lengths_come_one_after_the_other(tmp_path: Path) -> None:
    (tmp_path / "script.yaml").write_text("- Erstens.\n- {text: Primero., language: es}\n- Zweitens.\n")
    script = load_script(tmp_path / "script.yaml")
    assert [script.hear(1.0, "de") for _ in range(3)] == ["Erstens.", "Zweitens.", "Zweitens."]
    assert [script.hear(1.0, "es") for _ in range(2)] == ["Erstens.", "Primero."]
    assert Script().hear(1.0, "de") == ""


def test_it_fails_when_it_is_asked_to() -> None:
    with SpeechStub(Script(), fail=503) as stub, client_of(stub) as client:
        with pytest.raises(openai.InternalServerError):
            client.audio.transcriptions.create(model="m", file=("a.wav", wav("Hallo", "de")))
        stub.fail = 0
        assert [model.id for model in client.models.list()] == ["stub-hears", "stub-speaks"]
        with pytest.raises(openai.BadRequestError):
            client.audio.speech.create(model="m", voice="nobody", input="Hallo")
