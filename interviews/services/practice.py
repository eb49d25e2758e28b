"""Draws up what strangers practise with: never a question that candidates are asked."""

from __future__ import annotations

from django.db.models import Q

from interviews import drafting
from interviews.engine.plan import Plan
from interviews.models import PlanVersion
from jobs.models import Job
from jobs.services.duplicates import find_duplicates


def practice_plan(*, job: Job) -> Plan:
    """Return a plan to practise with, drawn from the posting; nothing is stored.

    Anybody who knows a posting's address comes to its job. So the questions come from a pool of their own,
    less those that a recruiter happened to word the same.
    """
    avoid = real_questions(job=job)
    return drafting.draft_plan(job.public_json(), practice=True, avoid=avoid, language=job.language)


def real_questions(*, job: Job) -> set[str]:
    """Return what every plan of the job, and of what may be the same job, asks: questions and probes."""
    alike = {job.pk, job.merged_into_id, *(found.job.pk for found in find_duplicates(job=job))}
    jobs = Job.objects.filter(Q(pk__in=alike) | Q(merged_into__in=alike))
    plans = PlanVersion.objects.filter(
        Q(job__in=jobs) | Q(invitations__job__in=jobs) | Q(interviews__job__in=jobs)
    )
    documents = plans.values_list("document", flat=True)
    questions = [question for document in documents for question in document["questions"]]
    asked = {words for question in questions for key in ("text", "rephrase") if (words := question.get(key))}
    return asked | {probe["text"] for question in questions for probe in question["probes"]["authored"]}
