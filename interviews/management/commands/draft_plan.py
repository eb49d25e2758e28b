"""Draws an interview plan from a job's posting."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from interviews.engine.plan import dump_plan_yaml
from interviews.services.drafting import draft_with_model
from interviews.speech.languages import typed_only
from jobs.models import Job


class Command(BaseCommand):
    """Nothing is stored: the draft is a file to read, to change and to import."""

    help = "Prints a plan for the job JOB_ID (its public id) as YAML."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("job_id")
        parser.add_argument("--minutes", type=int, default=20)

    def handle(self, *args: Any, **options: Any) -> None:
        job = Job.objects.filter(public_id=options["job_id"]).first()
        if job is None:
            raise CommandError(f"There is no job with the id {options['job_id']}.")
        if not 5 <= options["minutes"] <= 120:
            raise CommandError("An interview takes between 5 and 120 minutes.")
        plan = draft_with_model(job=job, minutes=options["minutes"])
        self.stdout.write(dump_plan_yaml(plan))
        if typed := typed_only(plan.language):
            self.stderr.write(typed)
