"""Asks the language model one thing: a prompt file, one JSON object as data, one JSON value back."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from interviews.llm.endpoint import Endpoint, endpoint
from interviews.llm.errors import ModelUnavailable

PROMPTS = Path(__file__).parent / "prompts"
# What a reply to each task may take.
MAX_TOKENS = {"turn": 400, "evidence": 2_000, "plan": 8_000}
FENCE = "```"
OK, BAD_REQUEST = 200, 400


def is_configured() -> bool:
    """Whether there is a language model to ask."""
    return bool(settings.LLM_IS_CONFIGURED)


def ask_model(*, task: str, document: Mapping[str, Any], schema: Mapping[str, Any], timeout: float) -> object:
    """Return the model's reply to `document`, a JSON value; `timeout` is for all of it, seconds.

    `task` names the prompt file. That the reply keeps to `schema` is asked for, not checked: servers differ.
    Safe in threads and forked processes. Nothing of document or reply is logged.
    Raises ModelUnavailable when there is no model, or no usable reply in time.
    """
    if not is_configured():
        raise ModelUnavailable("not configured")
    server = endpoint()
    if not server.breaker.allows():
        raise ModelUnavailable("left alone")
    try:
        reply = _reply(_exchange(server, task, document, schema, time.monotonic() + timeout))
    except ModelUnavailable as failure:
        server.breaker.note_failure(str(failure))
        raise
    server.breaker.note_success()
    return reply


def _exchange(
    server: Endpoint, task: str, document: Mapping[str, Any], schema: Mapping[str, Any], deadline: float
) -> bytes:
    body = _body(task, document)
    knows_schemas = server.knows_schemas
    status, reply = _post(server, body, task, schema if knows_schemas else None, deadline)
    if status == BAD_REQUEST and knows_schemas:
        status, reply = _post(server, body, task, None, deadline)
        server.knows_schemas = status != OK
    if status != OK:
        raise ModelUnavailable(f"HTTP {status}")
    return reply


def _post(
    server: Endpoint, body: dict[str, Any], task: str, schema: Mapping[str, Any] | None, deadline: float
) -> tuple[int, bytes]:
    form: dict[str, Any] = {"type": "json_object"}
    if schema is not None:
        form = {"type": "json_schema", "json_schema": {"name": task, "strict": True, "schema": dict(schema)}}
    return server.post({**body, "response_format": form}, max(0.0, deadline - time.monotonic()))


def _body(task: str, document: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "model": settings.LLM_MODEL,
        "temperature": 0,
        "max_tokens": MAX_TOKENS[task],
        "messages": [
            {"role": "system", "content": prompt(task)},
            {"role": "user", "content": json.dumps(document, ensure_ascii=False)},
        ],
    }


@cache
def prompt(task: str) -> str:
    """Return the system message of a task."""
    return (PROMPTS / f"{task}.md").read_text(encoding="utf-8")


def _reply(body: bytes) -> object:
    """Return the value in a completion's body. Raises ModelUnavailable."""
    try:
        choice = json.loads(body)["choices"][0]
        content = choice["message"]["content"]
        complete = choice.get("finish_reason") in ("stop", None) and not choice["message"].get("refusal")
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        raise ModelUnavailable("no completion") from None
    if not complete or not isinstance(content, str):
        raise ModelUnavailable("refused or cut off")
    return _value(content)


def _value(content: str) -> object:
    """Return the JSON value of a reply, which may stand in a code fence."""
    try:
        value: object = json.loads(_without_fence(content.strip()), parse_constant=_refuse)
        written = json.dumps(value, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        raise ModelUnavailable("no JSON") from None
    # No database stores the character zero; what cannot be written as UTF-8 has failed above.
    if b"\\u0000" in written:
        raise ModelUnavailable("unprintable")
    return value


def _without_fence(text: str) -> str:
    """Return what stands between ``` or ```json and ```, where that is the whole text."""
    first, _, rest = text.partition("\n")
    is_fenced = first.strip() in (FENCE, f"{FENCE}json") and rest.endswith(FENCE)
    return rest.removesuffix(FENCE) if is_fenced else text


def _refuse(constant: str) -> None:
    raise ValueError(constant)
