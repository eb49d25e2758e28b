"""The agent server: which jobs it takes, how many, and in which processes they run."""

from __future__ import annotations

import logging
import math
import signal

from django.conf import settings
from django.db import connections
from livekit.agents import AgentServer, JobProcess, JobRequest

from agent_worker.entrypoint import entrypoint, on_session_end
from agent_worker.places import places
from agent_worker.presence import keep_present

log = logging.getLogger(__name__)

# A job process that is asked to stop still has to finish its sentence and its writes.
SHUTDOWN_SECONDS = 30.0
# Of `agents.target_load` in the configuration of livekit-server, and what stays below it.
TARGET_LOAD, NEARLY_FULL = 0.7, 0.65


def prepare_process(process: JobProcess) -> None:
    """Make a job process ready for an interview; runs before its event loop exists."""
    # The supervisor signals the whole process group, but only the parent may decide when a live
    # interview ends: it drains, so its children ignore the signals.
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    forward_logs_only()
    connections.close_all()


def forward_logs_only() -> None:
    """Drop this process's own console handlers: LiveKit's queue handler already forwards every record."""
    root = logging.getLogger()
    queues = [handler for handler in root.handlers if type(handler).__name__ == "LogQueueHandler"]
    if queues:
        root.handlers[:] = queues


def current_load(server: AgentServer) -> float:
    """How full this worker is, 0..1; LiveKit sends more jobs to the emptier ones.

    To a machine whose workers all say `TARGET_LOAD` or more it sends none, and drops them for good: only a
    worker that really takes no more may say so.
    """
    taken = len(server.active_jobs) / most_jobs()
    return 1.0 if taken >= 1 else NEARLY_FULL * taken


def most_jobs() -> int:
    """How many jobs this worker takes: the queue gives out its places, and a place is given again while the
    job that had it still says goodbye; two more are for interviews that come back."""
    return 2 * places() + 2


def build_server() -> AgentServer:
    """Return an unstarted server for `settings.AGENT_NAME`; the media server comes from the settings."""

    async def on_request(request: JobRequest) -> None:
        # Each job has an identity of its own: LiveKit keys jobs by it, and a newcomer with the identity
        # of a dying agent would be terminated together with it.
        if len(server.active_jobs) >= most_jobs():
            await request.reject(terminate=False)
            return
        await request.accept(name="Interviewer", identity=agent_identity(request.id))

    server = AgentServer(
        setup_fnc=prepare_process,
        load_fnc=current_load,
        # LiveKit counts a place as taken for as long as a process warms up, and then drops dispatches for
        # good: places are counted in `on_request` instead.
        load_threshold=math.inf,
        preload_modules=["agent_worker.preload"],
        num_idle_processes=settings.AGENT_IDLE_PROCESSES,
        initialize_process_timeout=60,
        shutdown_process_timeout=SHUTDOWN_SECONDS,
        drain_timeout=settings.AGENT_DRAIN_SECONDS,
        ws_url=settings.LIVEKIT_URL,
        api_key=settings.LIVEKIT_API_KEY,
        api_secret=settings.LIVEKIT_API_SECRET,
        host=settings.AGENT_HOST,
        port=settings.AGENT_PORT,
    )
    server.rtc_session(
        entrypoint, agent_name=settings.AGENT_NAME, on_request=on_request, on_session_end=on_session_end
    )
    keep_present(server)
    return server


def agent_identity(job_id: str) -> str:
    """The participant identity of the agent that runs this job."""
    return f"interviewer-{job_id}"
