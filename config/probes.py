"""One function for each part that Parley leans on, shared by `manage.py doctor` and `/readyz`."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Callable
from datetime import timedelta
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import requests
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core import checks
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from packaging.requirements import Requirement

from config.queue import oldest_wait
from livekit_bridge.rooms import BridgeUnavailable, bridge, is_configured

TIMEOUT_S = 2.0
LONGEST_TASK_WAIT = timedelta(seconds=30)
LONGEST_BEAT_AGE_S = 10.0
LEAST_FREE_BYTES = 200_000_000
PIN = re.compile(r"^[A-Za-z0-9][\w.\[\],-]*==")
LOCAL_SPEECH = "python manage.py run_speech_server"
ELSEWHERE = "mend OPENAI_API_KEY, OPENAI_BASE_URL or SPEECH_BASE_URL"
BUNDLE = "vendor/livekit-client/livekit-client.esm.mjs"


class ProbeFailed(Exception):
    """A part is not well. `problem` may be shown to anybody; `remedy` is one step for the operator."""

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(problem)
        self.problem, self.remedy = problem, remedy


Probe = Callable[[], None]


def check_python() -> None:
    """The installed packages are those of requirements.txt."""
    lines = (settings.BASE_DIR / "requirements.txt").read_text().splitlines()
    pins = [Requirement(line.rstrip(" \\")) for line in lines if PIN.match(line)]
    stale = [pin.name for pin in pins if (not pin.marker or pin.marker.evaluate()) and not _is_installed(pin)]
    if stale:
        raise ProbeFailed(
            f"Packages are missing or of another version: {', '.join(stale[:5])}.",
            "pip install --require-hashes -r requirements.txt",
        )


def check_settings() -> None:
    """Django's and Parley's own system checks have nothing to say."""
    for message in checks.run_checks():
        if message.level >= checks.WARNING:
            raise ProbeFailed(str(message.msg), message.hint or "python manage.py check")


def check_database() -> None:
    """The database answers and no migration is missing."""
    try:
        executor = MigrationExecutor(connection)
        missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        raise ProbeFailed("The database does not answer.", "start it, or mend DATABASE_URL") from error
    if missing:
        raise ProbeFailed("The database's tables are out of date.", "python manage.py migrate")


def check_tasks() -> None:
    """No task has waited for a worker too long."""
    try:
        wait = oldest_wait(now=timezone.now())
    except DatabaseError as error:
        raise ProbeFailed("The task queue cannot be read.", "python manage.py migrate") from error
    if wait > LONGEST_TASK_WAIT:
        raise ProbeFailed("Tasks wait for a worker.", 'python manage.py db_worker --queue-name "*"')


def check_static() -> None:
    """Browsers get the LiveKit bundle, and in production every file under its hashed name."""
    if not finders.find(BUNDLE):
        raise ProbeFailed("The browser's LiveKit library is missing.", "npm ci")
    if not settings.DEBUG and not (Path(settings.STATIC_ROOT) / "staticfiles.json").is_file():
        raise ProbeFailed("Static files were not collected.", "python manage.py collectstatic --noinput")


def check_media() -> None:
    """The media server answers and accepts the keys; without one there is nothing to check."""
    if not is_configured():
        return
    try:
        bridge().ping()
    except BridgeUnavailable as error:
        raise ProbeFailed(
            str(error), "start livekit-server, or mend LIVEKIT_URL, LIVEKIT_API_KEY and LIVEKIT_API_SECRET"
        ) from error


def check_agent() -> None:
    """The agent worker answers and has not given up on the media server."""
    if is_configured() and not _answers(f"http://{settings.AGENT_HOST}:{settings.AGENT_PORT}/"):
        raise ProbeFailed("The agent worker does not answer.", "python manage.py run_interview_agent")


def check_speech() -> None:
    """The speech endpoint answers and accepts the key; nothing to check while interviews are typed."""
    if not is_configured():
        return
    if not _has_models(settings.SPEECH_BASE_URL, settings.OPENAI_API_KEY):
        remedy = LOCAL_SPEECH if settings.SPEECH_IS_LOCAL else ELSEWHERE
        raise ProbeFailed("The speech models do not answer.", remedy)
    if settings.SPEECH_LOCAL_ENGLISH and not _has_models(settings.LOCAL_SPEECH_URL, ""):
        raise ProbeFailed("The local speech models, which speak English, do not answer.", LOCAL_SPEECH)


def check_model() -> None:
    """The language model's server answers and accepts the key; without one, interviews go by the rules."""
    if settings.LLM_IS_CONFIGURED and not _has_models(settings.LLM_BASE_URL, settings.LLM_API_KEY):
        raise ProbeFailed(
            "The language model does not answer; interviews go on without it.",
            "mend LLM_BASE_URL and LLM_API_KEY (or OPENAI_BASE_URL and its key), or set LLM_MODEL=none",
        )


def check_periodic() -> None:
    """The process that looks after lost agents and stuck tasks was alive a moment ago."""
    beat = Path(settings.VAR_DIR) / "periodic.beat"
    if not beat.exists() or time.time() - beat.stat().st_mtime > LONGEST_BEAT_AGE_S:
        raise ProbeFailed("Nothing watches over interviews.", "python manage.py run_periodic")


def check_disk() -> None:
    """The var directory can be written and has room."""
    var_dir = Path(settings.VAR_DIR)
    try:
        mark = var_dir / ".doctor"
        mark.touch()
        mark.unlink()
    except OSError as error:
        raise ProbeFailed("The var directory cannot be written.", f"chown -R $(id -u) {var_dir}") from error
    if shutil.disk_usage(var_dir).free < LEAST_FREE_BYTES:
        raise ProbeFailed("The disk is nearly full.", f"free some space on the disk of {var_dir}")


def _is_installed(pin: Requirement) -> bool:
    try:
        return pin.specifier.contains(version(pin.name), prereleases=True)
    except PackageNotFoundError:
        return False


def _has_models(base_url: str, key: str) -> bool:
    """Whether an OpenAI-compatible server lists its models."""
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    return _answers(f"{base_url.rstrip('/')}/models", headers)


def _answers(url: str, headers: dict[str, str] | None = None) -> bool:
    try:
        return requests.get(url, headers=headers, timeout=TIMEOUT_S).status_code == 200
    except requests.RequestException:
        return False


DOCTOR: dict[str, Probe] = {
    "python": check_python,
    "settings": check_settings,
    "disk": check_disk,
    "database": check_database,
    "static files": check_static,
    "tasks": check_tasks,
    "periodic": check_periodic,
    "media server": check_media,
    "speech": check_speech,
    "language model": check_model,
    "agent": check_agent,
}
# What a new interview needs at once; the rest mends itself, or does not stop a candidate.
READY: dict[str, Probe] = {
    "database": check_database,
    "tasks": check_tasks,
    "media": check_media,
    "speech": check_speech,
}
