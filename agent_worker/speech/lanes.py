"""A thread for each instance of a model, and a bounded number of requests that wait for one."""

from __future__ import annotations

import asyncio
import ctypes
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from queue import SimpleQueue
from typing import Generic, TypeVar

from agent_worker.speech.errors import Busy

M = TypeVar("M")
T = TypeVar("T")

# A call's tensors fill tens of megabytes, and the C library keeps what was freed between others: up to 100 MB
# that nobody uses until the next call. Elsewhere than in glibc there is nothing to ask.
trim_memory: Callable[[int], int] = getattr(ctypes.CDLL(None), "malloc_trim", lambda keep: 0)


class Lane(Generic[M]):
    """Calls of a model in the order of arrival, one at a time for each of `models`.

    At most `max_waiting` requests wait. A request that makes several calls queues again for each, so a long
    text does not hold up a short one.
    """

    def __init__(self, name: str, models: Sequence[M], *, max_waiting: int) -> None:
        self._threads = ThreadPoolExecutor(max_workers=len(models), thread_name_prefix=name)
        self._idle = SimpleQueue[M]()
        for model in models:
            self._idle.put(model)
        self._places = self._most = max_waiting + len(models)

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
            if self._places == self._most:
                self._give_back()

    def _give_back(self) -> None:
        """Return memory to the system now that nobody waits for it to be done."""
        with suppress(RuntimeError):  # Closed.
            self._threads.submit(trim_memory, 0)

    async def run(self, work: Callable[[M], T]) -> T:
        """Return what `work` returns for an idle model; a caller that is cancelled while it waits leaves."""
        return await asyncio.wrap_future(self._threads.submit(self._call, work))

    def _call(self, work: Callable[[M], T]) -> T:
        # There are as many threads as models, so that one is idle.
        model = self._idle.get_nowait()
        try:
            return work(model)
        finally:
            self._idle.put(model)

    def close(self) -> None:
        """Drop what waits; a call that runs is let finish."""
        self._threads.shutdown(wait=False, cancel_futures=True)
