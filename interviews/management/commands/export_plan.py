"""Writes a stored interview plan as YAML."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from interviews.services.errors import InterviewError
from interviews.services.plans import export_plan


class Command(BaseCommand):
    """What is printed can be imported again."""

    help = "Prints the newest version of the plan KEY as YAML (parley.plan/1)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("key")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self.stdout.write(export_plan(key=options["key"]))
        except InterviewError as error:
            raise CommandError(str(error)) from error
