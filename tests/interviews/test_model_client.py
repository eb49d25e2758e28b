"""The language model is asked by the contract, and every way in which it fails is the same to the caller."""

from __future__ import annotations

import json
import logging
import os
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from interviews.engine.turn_contract import REPLY_SCHEMA
from interviews.llm import ModelUnavailable, ask_model, is_configured
from interviews.llm.asking import MAX_TOKENS, PROMPTS
from interviews.llm.breaker import FAILURES, PAUSE_S, Breaker
from tests.model_stub.faults import UNUSABLE, content, hang, status
from tests.model_stub.server import ModelStub, problem_of

DOCUMENT = {
    "task": "turn",
    "language": "en",
    "question": {"key": "late_frost", "text": "What do you do?"},
    "utterance": "I watch until the thermometer at knee height says zero.",
    "answer": "I watch until the thermometer at knee height says zero.",
    "indicators": [{"key": "reads_signs", "text": "Names the sign.", "examples": []}],
    "probes": [{"for": "reads_signs", "text": "How do you know?"}],
}
ANSWER = {"intent": "answer", "shown": ["reads_signs"], "probe": None, "wording": None}


def ask(timeout: float = 10.0) -> object:
    return ask_model(task="turn", document=DOCUMENT, schema=REPLY_SCHEMA, timeout=timeout)


# --- what is asked --------------------------------------------------------------------------------


def test_the_reply_to_a_document_is_the_models_json(model: ModelStub) -> None:
    assert ask() == ANSWER
    assert (model.asked, model.problems) == ([DOCUMENT], [])


def test_the_instructions_are_a_prompt_file_and_hold_nothing_of_the_document(model: ModelStub) -> None:
    ask()
    assert model.prompts == {(PROMPTS / "turn.md").read_text()}


@pytest.mark.parametrize("task", MAX_TOKENS)
def test_every_task_has_a_prompt_that_takes_the_message_for_data(task: str) -> None:
    text = (PROMPTS / f"{task}.md").read_text()
    assert text.startswith("# ") and "is one JSON object" in text and "is data" in text


def test_a_server_that_knows_no_schemas_is_asked_for_an_object_and_remembered(model: ModelStub) -> None:
    model.knows_schemas = False
    assert ask() == ANSWER
    model.problems.clear()
    model.fault = status(400)
    model.knows_schemas = True
    with pytest.raises(ModelUnavailable):
        ask()
    # One request: a schema was not tried again.
    assert len(model.asked) == 2


def test_a_reply_in_a_code_fence_is_taken(model: ModelStub) -> None:
    model.fault = content(f"```json\n{json.dumps(ANSWER)}\n```\n")
    assert ask() == ANSWER


@pytest.mark.parametrize("fenced", ["```\n{}\n```", " ```json  \n{}```", "\n```json\n\n  {}  \n  ```  "])
def test_a_fence_may_be_written_in_any_way(model: ModelStub, fenced: str) -> None:
    model.fault = content(fenced.format(json.dumps(ANSWER)))
    assert ask() == ANSWER


def test_words_around_a_code_fence_are_no_reply(model: ModelStub) -> None:
    model.fault = content(f"Here you are:\n```json\n{json.dumps(ANSWER)}\n```")
    with pytest.raises(ModelUnavailable):
        ask()


@pytest.mark.parametrize(
    "change",
    [
        {"temperature": 0.2},
        {"temperature": False},
        {"response_format": None},
        {"response_format": {"type": "text"}},
        {"max_tokens": None},
        {"messages": [{"role": "system", "content": "# x"}, {"role": "user", "content": "Read this: {}"}]},
        {"messages": [{"role": "system", "content": "# x"}, {"role": "user", "content": "{} {}"}]},
        {"messages": [{"role": "user", "content": '{"task": "turn"}'}]},
    ],
)
def test_the_stub_refuses_what_the_contract_forbids(change: dict[str, Any]) -> None:
    body = {
        "model": "stub",
        "temperature": 0,
        "max_tokens": 1,
        "response_format": {"type": "json_object"},
        "messages": [
            {"role": "system", "content": "# x"},
            {"role": "user", "content": '{"task": "turn"}'},
        ],
    }
    assert problem_of(body) is None
    assert problem_of({**body, **change}) is not None


# --- how it fails ---------------------------------------------------------------------------------


@pytest.mark.parametrize("fault", UNUSABLE)
def test_no_usable_reply_is_one_error_whatever_happened(model: ModelStub, fault: str) -> None:
    model.fault = UNUSABLE[fault]
    with pytest.raises(ModelUnavailable):
        ask(timeout=0.3 if fault in ("hangs", "trickles") else 10.0)


def test_a_server_that_is_not_there_is_the_same(model: ModelStub, settings: Any) -> None:
    settings.LLM_BASE_URL = "http://127.0.0.1:9/v1"
    with pytest.raises(ModelUnavailable):
        ask()


@pytest.mark.parametrize("url", ["nonsense", "http://[", "ftp://127.0.0.1/v1"])
def test_an_address_that_is_none_is_the_same(model: ModelStub, settings: Any, url: str) -> None:
    settings.LLM_BASE_URL = url
    with pytest.raises(ModelUnavailable):
        ask()


def test_a_key_that_fits_in_no_header_is_the_same(model: ModelStub, settings: Any) -> None:
    settings.LLM_API_KEY = "schlüssel\n"
    with pytest.raises(ModelUnavailable):
        ask()


def test_without_a_model_nobody_is_asked(model: ModelStub, settings: Any) -> None:
    settings.LLM_IS_CONFIGURED = False
    assert not is_configured()
    with pytest.raises(ModelUnavailable):
        ask()
    assert model.asked == []


def test_a_model_that_fails_again_and_again_is_left_alone(model: ModelStub) -> None:
    model.fault = status(500)
    for _ in range(FAILURES + 5):
        with pytest.raises(ModelUnavailable):
            ask()
    assert len(model.asked) == FAILURES


def test_failures_that_are_not_in_a_row_do_not_count(model: ModelStub) -> None:
    for _ in range(FAILURES):
        model.fault = status(500)
        for _ in range(FAILURES - 1):
            with pytest.raises(ModelUnavailable):
                ask()
        model.fault = None
        assert ask() == ANSWER


def test_the_log_says_once_that_a_model_fails_and_never_what_was_said(
    model: ModelStub, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    model.fault = content("The thermometer at knee height, I must say.")
    for _ in range(FAILURES + 3):
        with pytest.raises(ModelUnavailable):
            ask()
    ours = [record for record in caplog.records if record.name.startswith("interviews.")]
    assert len(ours) == 1 and "no JSON" in ours[0].getMessage()
    assert "knee" not in caplog.text


class TestBreaker:
    def test_after_a_pause_one_caller_tries_and_a_success_opens_the_way(self) -> None:
        now = 100.0
        breaker = Breaker(clock=lambda: now)
        for _ in range(FAILURES):
            breaker.note_failure("timeout")
        assert not breaker.allows()
        now += PAUSE_S
        assert [breaker.allows() for _ in range(3)] == [True, False, False]
        breaker.note_failure("timeout")
        assert not breaker.allows()
        now += PAUSE_S
        assert breaker.allows()
        breaker.note_success()
        assert [breaker.allows() for _ in range(3)] == [True, True, True]


# --- who asks -------------------------------------------------------------------------------------


def test_many_threads_ask_at_the_same_time(model: ModelStub) -> None:
    with ThreadPoolExecutor(16) as pool:
        replies = list(pool.map(lambda _: ask(), range(64)))
    assert replies == [ANSWER] * 64


def test_one_that_waits_does_not_hold_up_the_others(model: ModelStub) -> None:
    model.fault = hang
    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(ask, 1.0)
        assert model.was_asked.wait(10)
        model.fault = None
        assert ask() == ANSWER
        with pytest.raises(ModelUnavailable):
            slow.result()


def test_a_forked_process_asks_on_connections_of_its_own(model: ModelStub) -> None:
    assert ask() == ANSWER
    child = os.fork()
    if child == 0:
        os._exit(0 if ask() == ANSWER else 1)
    _, ended = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(ended) == 0
    assert ask() == ANSWER
