"""Plays an interview in virtual time: a plan, a scripted candidate, a transcript."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from interviews.engine.plan import load_plan_yaml
from interviews.engine.simulation import load_candidate_yaml, simulate
from interviews.management.files import load_file
from interviews.services.understanding import reader


class Command(BaseCommand):
    """The same input gives the same output, as long as a model that is asked answers the same."""

    help = "Plays PLAN.yaml with the scripted CANDIDATE.yaml and prints the transcript as JSON Lines."
    # Nothing of the installation is used but its language model, so it is not looked over first.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("plan", type=Path)
        parser.add_argument("candidate", type=Path)
        parser.add_argument("--seed", type=int, default=0, help="varies the pauses between turns")

    def handle(self, *args: Any, **options: Any) -> None:
        plan = load_file(options["plan"], load_plan_yaml)
        candidate = load_file(options["candidate"], load_candidate_yaml)
        for line in simulate(plan, candidate, options["seed"], reader()):
            self.stdout.write(json.dumps(line, ensure_ascii=False))
