"""Says what a transcript covers; nothing in it is rated yet, and nobody pretends."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from interviews.engine.plan import load_plan_yaml
from interviews.engine.result import unrated_result
from interviews.engine.transcript import load_transcript
from interviews.management.files import load_file


class Command(BaseCommand):
    """Every level is null until a person has marked what was shown."""

    help = "Prints the result JSON (parley.result/1) of TRANSCRIPT.jsonl by PLAN.yaml."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("plan", type=Path)
        parser.add_argument("transcript", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        plan = load_file(options["plan"], load_plan_yaml)
        transcript = load_file(options["transcript"], load_transcript)
        if transcript.plan != plan.key:
            raise CommandError(f"{options['transcript']} is of the plan {transcript.plan}, not {plan.key}.")
        self.stdout.write(json.dumps(unrated_result(plan, transcript), ensure_ascii=False, indent=1))
