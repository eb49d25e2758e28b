"""Reads an interview plan from a file into the library or for a job."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from interviews.management.files import load_file
from interviews.models import PlanVersion
from interviews.services.errors import InterviewError
from interviews.services.plans import import_plan
from interviews.speech.languages import typed_only
from jobs.models import Job


class Command(BaseCommand):
    """A file that breaks a rule changes nothing."""

    help = "Checks a plan (parley.plan/1) and stores it as the next version of its key."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--job", help="public id of the job that the plan is for; without it, the library"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        job = Job.objects.filter(public_id=options["job"]).first() if options["job"] else None
        if options["job"] and job is None:
            raise CommandError(f"There is no job with the id {options['job']}.")
        last = PlanVersion.objects.order_by("pk").last()
        try:
            version = load_file(options["file"], partial(_import, job=job))
        except InterviewError as error:
            raise CommandError(str(error)) from error
        name = f"{version.key}, version {version.version}"
        owner = f'for "{job}"' if job else "in the library"
        if last is None or version.pk > last.pk:
            self.stdout.write(f"Plan {name}, stored {owner}.")
        else:
            self.stdout.write(f"Nothing was changed: plan {name}, stays the newest {owner}.")
        if typed := typed_only(version.language):
            self.stderr.write(typed)


def _import(text: str, *, job: Job | None) -> PlanVersion:
    return import_plan(text=text, job=job, created_by=None)
