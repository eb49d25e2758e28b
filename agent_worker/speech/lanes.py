"""A thread for each model and a bounded number of requests that wait for it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import ParamSpec, TypeVar

from agent_worker.speech.errors import Busy

P = ParamSpec("P")
T = TypeVar("T")


class Lane:
    """One model call at a time, in the order of arrival; at most `max_waiting` requests wait.

    One thread, as a call uses every core already: two at once would both take twice as long. A request
    that makes several calls queues again for each, so a long text does not hold up a short one.
    """

    def __init__(self, name: str, *, max_waiting: int) -> None:
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)
        self._places = max_waiting + 1

    @contextmanager
    def place(self) -> Iterator[None]:
        """Hold a place for one request; raises Busy when all are taken. Only on the event loop's thread."""
        if self._places == 0:
            raise Busy
        self._places -= 1
        try:
            yield
        finally:
            self._places += 1

    async def run(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Return what `work` returns; a caller that is cancelled while it waits leaves the queue."""
        return await asyncio.wrap_future(self._thread.submit(work, *args, **kwargs))

    def close(self) -> None:
        """Drop what waits; a call that runs is let finish."""
        self._thread.shutdown(wait=False, cancel_futures=True)
