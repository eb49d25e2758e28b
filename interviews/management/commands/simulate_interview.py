"""Plays an interview in virtual time: a plan, a scripted candidate, a transcript."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from interviews.engine.plan import PlanError, load_plan_yaml
from interviews.engine.plan_yaml import YamlProblem
from interviews.engine.simulation import load_candidate_yaml, simulate


class Command(BaseCommand):
    """The same input gives the same output."""

    help = "Plays PLAN.yaml with the scripted CANDIDATE.yaml and prints the transcript as JSON Lines."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("plan", type=Path)
        parser.add_argument("candidate", type=Path)
        parser.add_argument("--seed", type=int, default=0, help="varies the pauses between turns")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            plan = load_plan_yaml(options["plan"].read_text(encoding="utf-8"))
            candidate = load_candidate_yaml(options["candidate"].read_text(encoding="utf-8"))
        except (OSError, PlanError, YamlProblem, ValueError) as error:
            raise CommandError(str(error)) from error
        for line in simulate(plan, candidate, options["seed"]):
            self.stdout.write(json.dumps(line, ensure_ascii=False))
