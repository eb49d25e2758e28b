"""A plan's versions: which there are, what the newest is, who used them, and what each is tied to."""

from __future__ import annotations

from typing import Any, cast

from django.contrib.auth.models import User
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from interviews.admin.plan_form_data import Document
from interviews.engine.plan import Plan, dump_plan, load_plan
from interviews.engine.plan_review import Remark, review_plan
from interviews.models import Interview, PlanVersion
from interviews.speech.languages import typed_only
from jobs.models import Job


def canonical(version: PlanVersion) -> Document:
    """Return the version's document with every key that plans have today."""
    return dump_plan(load_plan(version.document))


def versions_of(version: PlanVersion) -> QuerySet[PlanVersion]:
    """Return all versions of the same plan, the newest first."""
    same = PlanVersion.objects.filter(job=version.job_id, key=version.key)
    return same.select_related("created_by").order_by("-version")


def newest_of(version: PlanVersion) -> PlanVersion:
    """Return the newest version of the same plan."""
    return versions_of(version).first() or version


def only_newest(queryset: QuerySet[PlanVersion]) -> QuerySet[PlanVersion]:
    """Keep one version of each plan."""
    # The library's plans have no job, and no null equals another.
    newer = PlanVersion.objects.annotate(owner=Coalesce("job_id", Value(0))).filter(
        owner=Coalesce(OuterRef("job_id"), Value(0)), key=OuterRef("key"), version__gt=OuterRef("version")
    )
    return queryset.filter(~Exists(newer))


def with_uses(queryset: QuerySet[PlanVersion], user: User) -> QuerySet[Any]:
    """Add `uses`: how many interviews that `user` may see were held with each version."""
    mine = Q(interviews__job__in=Job.objects.visible_to(user))
    return queryset.annotate(uses=Count("interviews", filter=mine, distinct=True))


def interviews_with(version: PlanVersion, user: object) -> QuerySet[Interview]:
    """Return the interviews held with a version that `user` may see, the newest first."""
    visible = Job.objects.visible_to(cast(User, user))
    found = Interview.objects.filter(plan=version, job__in=visible)
    return found.select_related("candidate", "job").order_by("-created_at")


def posting_text(job: Job | None) -> str | None:
    """Return all words of a job's posting; None where there is no job."""
    if job is None:
        return None
    return "\n".join((job.job_title, job.description, job.requirements, job.company_info))


def review_version(version: PlanVersion) -> tuple[Remark, ...]:
    """Return what is missing in a version or untied to its job."""
    return remarks_on(load_plan(version.document), version.job)


def remarks_on(plan: Plan, job: Job | None) -> tuple[Remark, ...]:
    """Return what a recruiter should know of a plan: of its words, and of how it can be held here."""
    typed = typed_only(plan.language)
    own = (Remark("advice", "language", typed),) if typed else ()
    return (*review_plan(plan, posting_text(job)), *own)
