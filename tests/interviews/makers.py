"""Makes the small world of an interview, one object at a time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from interviews.engine.events import Heard
from interviews.engine.plan import dump_plan, load_plan_yaml
from interviews.models import (
    AnyInterview,
    Candidate,
    Interview,
    Invitation,
    PlanVersion,
    PracticeInterview,
)
from interviews.services.consent import consent_document, give_consent
from interviews.services.plans import import_plan
from interviews.services.turns import Outcome, opening_event, record_event
from jobs.models import Job, Team

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)

PLAN = """
schema: parley.plan/1
key: baker
title: Baker
language: en
minutes: 10
competencies:
  - key: craft
    name: Craft
    definition: Knows how bread is made.
    anchors: {1: Buys it., 3: Bakes it., 5: Teaches it.}
    indicators:
      - {key: own_bread, text: Says which bread they baked themselves., level: 3}
questions:
  - {key: loaf, kind: behavioural, text: "Which bread did you bake first?", minutes: 3, competencies: [craft]}
  - {key: burnt_batch, kind: situational, text: "What do you do when a batch is burnt?", minutes: 3}
  - {key: night_work, kind: motivation, text: "Why do you want to work at night?", minutes: 3}
closing: Thank you. A person reads this.
"""
SECRETS = (
    "What do you do when a batch is burnt?",
    "Why do you want to work at night?",
    "Buys it",
    "own_bread",
)


def at(*, seconds: float) -> datetime:
    """The time `seconds` after NOW."""
    return NOW + timedelta(seconds=seconds)


def make_team() -> Team:
    """The team whose jobs `make_job` makes."""
    return Team.objects.get_or_create(name="Bakery")[0]


def make_job(**fields: Any) -> Job:
    """A published job of the team."""
    defaults = {
        "team": make_team(),
        "job_title": "Baker",
        "company_name": "Crumb and Sons",
        "description": "You bake.",
        "status": Job.Status.PUBLISHED,
    }
    return Job.objects.create(**{**defaults, **fields})


def make_plan(job: Job | None = None, *, text: str = PLAN) -> PlanVersion:
    """A stored plan with three questions."""
    return import_plan(text=text, job=job)


def make_invitation(*, candidate: Candidate | None = None, **fields: Any) -> Invitation:
    """A link to a job with a plan; open unless it names a candidate."""
    job = fields.pop("job", None) or make_job()
    plan = fields.pop("plan", None) or make_plan(job)
    return Invitation.objects.create(job=job, plan=plan, candidate=candidate, **fields)


def make_candidate(**fields: Any) -> Candidate:
    """Somebody who is invited."""
    return Candidate.objects.create(**{"name": "Ada Okafor", "email": "ada@example.org", **fields})


def make_interview(**fields: Any) -> Interview:
    """An interview for hiring that was opened and not agreed to."""
    job = fields.pop("job", None) or make_job()
    plan = fields.pop("plan", None) or make_plan(job)
    return Interview.objects.create(**{"job": job, "plan": plan, **fields})


def make_practice(*, job: Job | None = None, text: str = PLAN, **fields: Any) -> PracticeInterview:
    """A practice interview that was opened and not agreed to."""
    own = {"job": (job or make_job()).public_json(), "plan": dump_plan(load_plan_yaml(text))}
    return PracticeInterview.objects.create(**{**own, **fields})


def consented(interview: Any = None, **fields: Any) -> Any:
    """An interview that is ready to start."""
    interview = interview or make_interview(**fields)
    document = consent_document(interview=interview)
    give_consent(interview=interview, sha256=document.sha256, candidate_name="Ada Okafor", now=NOW)
    return interview


def started(interview: Any = None, **fields: Any) -> Any:
    """An interview whose first question was put at NOW."""
    interview = interview or consented(**fields)
    record_event(interview=interview, event=opening_event(interview=interview), now=NOW)
    interview.refresh_from_db()
    return interview


def say(interview: AnyInterview, text: str, *, seconds: float = 30, **report: Any) -> Outcome:
    """Report what the candidate said, `seconds` after NOW."""
    return record_event(interview=interview, event=Heard(text), now=at(seconds=seconds), **report)
