"""`manage.py doctor`: what is missing or misconfigured, and the one command that mends it."""

from __future__ import annotations

import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from config.languages import typed_languages
from config.probes import DOCTOR, Probe, ProbeFailed
from livekit_bridge.rooms import is_configured


class Command(BaseCommand):
    """Runs every probe, also when the checks or migrations would stop another command."""

    help = "Say what is missing or misconfigured, and the one command that mends it. Exit 1 if anything is."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        results = [self._examine(name, probe) for name, probe in DOCTOR.items()]
        if not is_configured():
            self.stdout.write("Interviews are typed: set LIVEKIT_URL and its keys for voice.")
        for line in typed_languages():
            self.stdout.write(line)
        if not settings.LLM_IS_CONFIGURED:
            self.stdout.write("There is no language model, and interviews need none: see docs/operations.md.")
        if not all(results):
            sys.exit(1)

    def _examine(self, name: str, probe: Probe) -> bool:
        try:
            probe()
        except ProbeFailed as failure:
            self.stdout.write(f"{name:<15}{self.style.ERROR(failure.problem)} Mend it: {failure.remedy}")
            return False
        self.stdout.write(f"{name:<15}{self.style.SUCCESS('ok')}")
        return True
