"""The stub's HTTP side: `/v1/chat/completions` and `/v1/models`, strict about what it is asked."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from tests.model_stub.faults import completion
from tests.support.serving import AsyncStub

Json = dict[str, Any]
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
TASKS = {"turn", "evidence", "plan"}


def problem_of(body: Json) -> str | None:
    """What is wrong with a request, by the contract."""
    messages = body.get("messages")
    if not isinstance(messages, list) or [m.get("role") for m in messages] != ["system", "user"]:
        return "there must be one system and one user message"
    try:
        document = json.loads(messages[1]["content"])
    except ValueError:
        return "the user message is not JSON"
    if not isinstance(document, dict) or document.get("task") not in TASKS:
        return "the user message is not one object with a task"
    if not messages[0]["content"].startswith("# "):
        return "the system message is no Markdown prompt"
    if type(body.get("temperature")) is not int or body["temperature"] != 0:
        return "temperature must be 0"
    if not isinstance(body.get("max_tokens"), int) or not body.get("model"):
        return "max_tokens and model must be set"
    return _problem_of_format(body.get("response_format"))


def _problem_of_format(form: Any) -> str | None:
    if not isinstance(form, dict) or form.get("type") not in ("json_schema", "json_object"):
        return "response_format must be json_schema or json_object"
    schema = form.get("json_schema", {})
    if form["type"] == "json_schema" and not (schema.get("strict") is True and schema.get("schema")):
        return "json_schema must be strict and hold a schema"
    return None


class ModelStub(AsyncStub):
    """A server in a thread: `answer` makes its replies, `fault` takes its place while it is set."""

    def __init__(self, answer: Callable[[Json], Any], port: int = 0) -> None:
        super().__init__(port=port)
        self.answer = answer
        self.fault: Handler | None = None
        self.knows_schemas = True
        # The documents it was asked, the prompts they came with, and what was wrong with requests.
        self.asked: list[Json] = []
        self.prompts: set[str] = set()
        self.problems: list[str] = []
        self.was_asked = threading.Event()

    def hold(self) -> None:
        """Let replies wait until `let_go`."""
        self._loop.call_soon_threadsafe(self._open.clear)

    def let_go(self) -> None:
        """Give the replies that waited."""
        self._loop.call_soon_threadsafe(self._open.set)

    def build_app(self) -> web.Application:
        """Return what answers."""
        app = web.Application(client_max_size=10_000_000)
        self._open = asyncio.Event()
        self._open.set()
        app.router.add_post("/v1/chat/completions", self._complete)
        app.router.add_get("/v1/models", self._models)
        return app

    async def _models(self, request: web.Request) -> web.Response:
        return web.json_response({"object": "list", "data": [{"id": "stub", "object": "model"}]})

    async def _complete(self, request: web.Request) -> web.StreamResponse:
        body = await request.json()
        problem = problem_of(body)
        if problem:
            self.problems.append(problem)
            return web.json_response({"error": {"message": problem}}, status=400)
        if body["response_format"]["type"] == "json_schema" and not self.knows_schemas:
            return web.json_response({"error": {"message": "response_format is not supported"}}, status=400)
        document = json.loads(body["messages"][1]["content"])
        self.asked.append(document)
        self.prompts.add(body["messages"][0]["content"])
        self.was_asked.set()
        await self._open.wait()
        if self.fault is not None:
            return await self.fault(request)
        return web.json_response(completion(json.dumps(self.answer(document))))
