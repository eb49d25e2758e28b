"""Open a fresh interview without its pages, for benches: `manage.py mint_token PLAN.yaml`."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from interviews.engine.plan import Plan, PlanError, dump_plan, load_plan_yaml
from interviews.models import Patience, PracticeInterview
from interviews.services.consent import consent_document, give_consent
from interviews.services.errors import InterviewError
from interviews.services.sessions import issue_token
from interviews.services.status import log_event


class Command(BaseCommand):
    help = "Print the token endpoint's reply for a fresh interview with consent recorded. Development only."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("plan", type=Path, help="a plan in YAML")
        parser.add_argument("--profile", choices=Patience.values, default=Patience.STANDARD)

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError("mint_token skips the consent page, so it works with DEBUG=true only.")
        now = timezone.now()
        try:
            plan = load_plan_yaml(options["plan"].read_text(encoding="utf-8"))
            interview = _consented_interview(plan, options["profile"], now)
            log_event(interview=interview, kind="minted", payload={"profile": options["profile"]}, now=now)
            reply = issue_token(interview=interview, now=now)
        except (OSError, UnicodeDecodeError, PlanError, InterviewError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(json.dumps(asdict(reply)))


def _consented_interview(plan: Plan, patience: str, now: datetime) -> PracticeInterview:
    interview = PracticeInterview.objects.create(
        job={"jobTitle": plan.title}, plan=dump_plan(plan), patience=patience
    )
    text = consent_document(interview=interview)
    give_consent(interview=interview, sha256=text.sha256, candidate_name="Bench", now=now)
    return interview
