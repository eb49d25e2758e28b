"""How many interviews this worker holds: what the operator says, or what was measured for each processor."""

from __future__ import annotations

import functools

from django.conf import settings
from livekit.agents.utils.hw import get_cpu_monitor

# Interviews a core: with the local speech server on the same machine as benches/RESULTS.md, "Capacity", has
# it, and where endpoints hear and speak by what a job costs there (docs/scaling.md).
WITH_LOCAL_SPEECH, WITH_ENDPOINTS = 2.0, 3.0
# The share of a machine's processors in use (the mean of 10 s) from which on nobody else is let in: whoever
# is there already would wait longer for every answer.
BUSY = 0.95


@functools.cache
def places() -> int:
    """Return the number; of a container's own share of the processors where there is one."""
    if settings.AGENT_MAX_INTERVIEWS is not None:
        return int(settings.AGENT_MAX_INTERVIEWS)
    each = WITH_LOCAL_SPEECH if settings.SPEECH_IS_LOCAL else WITH_ENDPOINTS
    return max(1, int(each * get_cpu_monitor().cpu_count()))


def places_now(*, active: int, load: float) -> int:
    """Return how many this worker holds with `active` interviews and its machine's `load` (0..1).

    A busy machine keeps what it has, and serves one at least: it may be busy with something that stays. An
    operator's own number counts whatever the load is.
    """
    if settings.AGENT_MAX_INTERVIEWS is not None or load < BUSY:
        return places()
    return min(places(), max(1, active))
