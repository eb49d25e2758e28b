"""A job: one open position, as its posting says it and as a recruiter corrected it."""

from __future__ import annotations

import secrets
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser, User
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from jobs.models.team import Team, sees_every_team

PUBLIC_FIELDS = {
    "job_title": "jobTitle",
    "company_name": "companyName",
    "description": "description",
    "requirements": "requirements",
    "company_info": "companyInfo",
    "location": "location",
    "job_type": "jobType",
    "salary_range": "salaryRange",
    "source_url": "sourceUrl",
    "created_at": "createdAt",
    "updated_at": "updatedAt",
}


def make_public_id() -> str:
    """Return an id for URLs that nobody can guess: 128 random bits, 22 URL-safe characters.

    None begins with a hyphen: commands would take it for an option, spreadsheets for a formula.
    """
    while (public_id := secrets.token_urlsafe(16)).startswith("-"):
        pass
    return public_id


def lacks_text(path: str = "") -> Q:
    """Jobs about which no interview can be held; `path` ("job__") leads to them from another table."""
    return Q(**{f"{path}job_title": ""}) | Q(**{f"{path}description": ""})


class JobQuerySet(models.QuerySet["Job"]):
    """What recruiters and candidates ask for."""

    def open(self) -> JobQuerySet:
        """Jobs that candidates may be invited to."""
        return self.filter(status=Job.Status.PUBLISHED)

    def visible_to(self, user: User | AnonymousUser) -> JobQuerySet:
        """Jobs that `user` may see: their teams' and their own; everything for administrators."""
        if not user.is_active:
            return self.none()
        if sees_every_team(user):
            return self
        return self.filter(Q(team__in=Team.objects.filter(members=user.pk)) | Q(created_by=user.pk))

    def to_review(self) -> JobQuerySet:
        """Recruiters' drafts that nobody accepted yet, and jobs whose page says something else now."""
        waiting = Q(status=Job.Status.DRAFT, reviewed_at=None) | ~Q(conflicts={})
        return self.filter(waiting, origin=Job.Origin.RECRUITER, merged_into=None)


class Job(models.Model):
    """One open position, as its posting says it and as a recruiter corrected it."""

    class Status(models.TextChoices):
        DRAFT = "draft", "Draft"
        PUBLISHED = "published", "Published"
        CLOSED = "closed", "Closed"
        REJECTED = "rejected", "Rejected"

    class Origin(models.TextChoices):
        RECRUITER = "recruiter", "Recruiter"
        PRACTICE = "practice", "Home page (practice)"

    class PageState(models.TextChoices):
        """What the last look at the posting's page found."""

        UNKNOWN = "", "Not looked at again"
        SAME = "same", "Unchanged"
        CHANGED = "changed", "Changed"
        GONE = "gone", "Gone"
        UNREACHABLE = "unreachable", "Could not be read"

    public_id = models.CharField(max_length=32, unique=True, default=make_public_id, editable=False)
    status = models.CharField(max_length=16, choices=Status.choices, default=Status.DRAFT, db_index=True)
    origin = models.CharField(max_length=16, choices=Origin.choices, default=Origin.RECRUITER)

    job_title = models.CharField(max_length=300, blank=True)
    company_name = models.CharField(max_length=300, blank=True)
    description = models.TextField(blank=True)
    requirements = models.TextField(blank=True)
    company_info = models.TextField("about the company", blank=True)
    location = models.CharField(max_length=300, blank=True)
    job_type = models.CharField(
        max_length=100, blank=True, help_text="For example FULL_TIME, PART_TIME, CONTRACTOR"
    )
    salary_range = models.CharField(max_length=200, blank=True)
    source_url = models.URLField("posting", max_length=2000, blank=True)
    # Null, not empty, for pasted text, so that the unique constraint sees real addresses only.
    canonical_url = models.CharField(max_length=2000, unique=True, null=True, blank=True, editable=False)
    language = models.CharField(max_length=35, default="en", help_text="BCP 47, for example en or de")
    # {field: {"source": step, "path": where on the page, "snippet": words, "confidence": 0..1}}
    # A person's entry has the source "person"; what a recruiter looked at has "checked_by" and "checked_at".
    provenance = models.JSONField(default=dict, blank=True, editable=False)
    # {"min", "max", "currency", "period", "raw"} behind salary_range; empty when there is none.
    salary = models.JSONField(default=dict, blank=True, editable=False)
    # [{"kind": "hidden_characters" | "instructions" | "lookalike", "field", "snippet"}]
    warnings = models.JSONField(default=list, blank=True, editable=False)

    team = models.ForeignKey(
        "jobs.Team", null=True, blank=True, on_delete=models.SET_NULL, related_name="jobs"
    )
    company = models.ForeignKey(
        "jobs.Company", null=True, blank=True, on_delete=models.SET_NULL, related_name="jobs", editable=False
    )
    reviewed_at = models.DateTimeField(null=True, blank=True, editable=False)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        editable=False,
        related_name="+",
    )
    page_state = models.CharField(
        max_length=16, choices=PageState.choices, blank=True, default=PageState.UNKNOWN, editable=False
    )
    page_checked_at = models.DateTimeField(null=True, blank=True, editable=False, db_index=True)
    # When the posting's words last changed after candidates could be invited: older interviews are marked.
    content_changed_at = models.DateTimeField(null=True, blank=True, editable=False)
    # What the page says now where a person wrote something else: {field: {"value", "source", "path",
    # "snippet", "confidence", "found_at"}}. Never applied by itself.
    conflicts = models.JSONField(default=dict, blank=True, editable=False)
    # Two jobs with one `text_key` are the same posting; with one `position_key` perhaps.
    text_key = models.CharField(max_length=64, blank=True, db_index=True, editable=False)
    position_key = models.CharField(max_length=64, blank=True, db_index=True, editable=False)
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="duplicates", editable=False
    )

    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, editable=False
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    history = HistoricalRecords()
    objects = JobQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        # Lists begin with the newest: read in this order, they need not sort all jobs.
        indexes = [
            models.Index(fields=["created_at"], name="job_created_at"),
            models.Index(fields=["language"], name="job_language"),
        ]

    def __str__(self) -> str:
        return self.job_title or self.source_url or "Untitled job"

    @property
    def has_text(self) -> bool:
        """Whether an interview can be held about it: it has a title and a description."""
        return bool(self.job_title and self.description)

    def public_json(self) -> dict[str, Any]:
        """The job as it leaves the system: camelCase keys plus `id`; times in ISO 8601 UTC."""
        values: dict[str, Any] = {"id": self.public_id}
        for field, key in PUBLIC_FIELDS.items():
            value = getattr(self, field)
            values[key] = value.isoformat() if hasattr(value, "isoformat") else value
        return values
