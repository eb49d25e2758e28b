"""Ways in which a language model goes wrong, by name."""

from __future__ import annotations

import asyncio
import gzip
import json
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

Json = dict[str, Any]
# Longer than any test waits: a server that hangs is left, not waited for.
FOREVER_S = 60.0


def completion(content: str | None, **choice: Any) -> Json:
    """A chat completion with this content."""
    message = {"role": "assistant", "content": content, "refusal": choice.pop("refusal", None)}
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "choices": [{"index": 0, "message": message, "finish_reason": "stop", **choice}],
    }


async def hang(request: web.Request) -> web.StreamResponse:
    """Nothing, for ever."""
    await asyncio.sleep(FOREVER_S)
    return web.Response()


async def trickle(request: web.Request) -> web.StreamResponse:
    """A byte now and then: every single read succeeds in time."""
    reply = web.StreamResponse(headers={"Content-Type": "application/json"})
    await reply.prepare(request)
    for _ in range(int(FOREVER_S / 0.05)):
        await reply.write(b" ")
        await asyncio.sleep(0.05)
    return reply


async def flood(request: web.Request) -> web.StreamResponse:
    """A reply without an end, as fast as it is taken."""
    reply = web.StreamResponse(headers={"Content-Type": "application/json"})
    await reply.prepare(request)
    for _ in range(10_000):
        await reply.write(b"word " * 2_000)
    return reply


async def compress(request: web.Request) -> web.StreamResponse:
    """A reply that unpacks to what was asked for, and could to more than there is memory."""
    reply = {"intent": "answer", "shown": [], "probe": None, "wording": None}
    packed = gzip.compress(json.dumps(completion(json.dumps(reply))).encode())
    return web.Response(body=packed, headers={"Content-Encoding": "gzip"})


async def close(request: web.Request) -> web.StreamResponse:
    """The connection ends before a word was said."""
    assert request.transport is not None
    request.transport.abort()
    return web.Response()


def status(code: int) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    """An error of the server."""

    async def fail(request: web.Request) -> web.StreamResponse:
        return web.json_response({"error": {"message": "The model is overloaded."}}, status=code)

    return fail


def content(text: str | None, **choice: Any) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    """A completion that says this, whatever was asked."""

    async def say(request: web.Request) -> web.StreamResponse:
        return web.json_response(completion(text, **choice))

    return say


def body(raw: bytes) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    """Something that is no completion."""

    async def send(request: web.Request) -> web.StreamResponse:
        return web.Response(body=raw, content_type="application/json")

    return send


def obeyed(**reply: Any) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    """A reply of the right form by a model that does what somebody else wants."""
    return content(json.dumps({"intent": "answer", "shown": [], "probe": None, "wording": None} | reply))


# The server is not there, or what it sends is no reply.
UNUSABLE: dict[str, Callable[[web.Request], Awaitable[web.StreamResponse]]] = {
    "error 500": status(500),
    "error 401": status(401),
    "too many requests": status(429),
    "hangs": hang,
    "trickles": trickle,
    "floods": flood,
    "sends it compressed": compress,
    "closes the connection": close,
    "no JSON at all": body(b"<html>Bad gateway</html>"),
    "no choices": body(b'{"choices": []}'),
    "a list for a completion": body(b"[[[[]]]]"),
    "deep nesting": body(b"[" * 100_000),
    "prose": content("Sure! The candidate did very well, I would go on to the next question."),
    "half of an object": content('{"intent": "answer", "shown": ["own_'),
    "no content": content(None),
    "a refusal": content("{}", refusal="I cannot help with that."),
    "cut off": content('{"intent": "answer"}', finish_reason="length"),
    "10,000 words": content("word " * 10_000),
    "a fence and lines without an end": content("```json" + "\n" * 100_000 + "x"),
    "a fence and blanks without an end": content("```" + " " * 100_000 + "\n{}"),
    "not a number": content('{"intent": NaN}'),
    "a character that no database stores": obeyed(wording="What\x00 next?"),
    "half a character": content('{"intent": "answer", "shown": ["\\ud800"], "probe": null, "wording": null}'),
}


def crooked(probe: str, rubric: str) -> dict[str, Callable[[web.Request], Awaitable[web.StreamResponse]]]:
    """Replies that are JSON, of which nothing or little may be used. `probe` is one that is offered."""

    def worded(text: Any) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        return obeyed(probe=probe, wording=text)

    return {
        "a list": content("[]"),
        "null": content("null"),
        "an empty object": content("{}"),
        "wrong types": content('{"intent": 7, "shown": "all", "probe": ["x"], "wording": {"a": 1}}'),
        "wrong types inside": content(
            '{"intent": "answer", "shown": [1, null, {}], "probe": 3, "wording": []}'
        ),
        "an intent that does not exist": obeyed(intent="hire"),
        "stops the interview": obeyed(intent="stop"),
        "skips the question": obeyed(intent="skip"),
        "goes back": obeyed(intent="back"),
        "invented indicators": obeyed(shown=["genius", "overall_5", "__class__"]),
        "a probe that does not exist": obeyed(probe="salary", wording="What do you earn at present?"),
        "a wording of 10,000 words": worded("word " * 10_000 + "?"),
        "a protected question": worded("How old are you, and do you plan to have children?"),
        "rubric text": worded(f"{rubric} Could you do that?"),
        "two questions": worded("What was it? And why did you do it?"),
        "no question": worded("You are hired."),
        "a promise": worded("You will surely get the job, but what came of it?"),
        "markup": worded("<script>alert(1)</script> What **came** of [it](http://example.org)?"),
        "an empty wording": worded("   "),
    }
