"""`manage.py run_speech_server`: the local speech models behind OpenAI's HTTP shapes."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

# Read by the C library when the server starts. Tensors come and go by the ten megabytes: without these the
# process keeps a quarter more memory than it needs, for the same speed.
MALLOC = {
    "MALLOC_ARENA_MAX": "2",
    "MALLOC_TRIM_THRESHOLD_": "33554432",
    "MALLOC_MMAP_THRESHOLD_": "33554432",
}


class Command(BaseCommand):
    """Replaces this process by the server, which needs neither Django nor its memory."""

    help = "Serve /v1/audio/transcriptions and /v1/audio/speech with local models."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to listen, and when to say that it is too much."""
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=settings.SPEECH_PORT)
        parser.add_argument("--max-waiting", type=int, default=8, help="Requests that may wait, per model")

    def handle(self, *args: Any, **options: Any) -> None:
        """Become the server: same process id, so that signals reach it."""
        names = {"host": "--host", "port": "--port", "max_waiting": "--max-waiting"}
        arguments = [f"{flag}={options[name]}" for name, flag in names.items()]
        os.chdir(settings.BASE_DIR)
        program = [sys.executable, "-m", "agent_worker.speech", *arguments]
        os.execve(sys.executable, program, MALLOC | dict(os.environ))  # noqa: S606
