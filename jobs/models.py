"""A job, the pages it was read from, and the runs that read them."""

from __future__ import annotations

import secrets
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from simple_history.models import HistoricalRecords

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
    """Return an id for URLs that nobody can guess: 128 random bits, 22 URL-safe characters."""
    return secrets.token_urlsafe(16)


class JobQuerySet(models.QuerySet["Job"]):
    """What recruiters and candidates ask for."""

    def open(self) -> JobQuerySet:
        """Jobs that candidates may be invited to."""
        return self.filter(status=Job.Status.PUBLISHED)


class Job(models.Model):
    """One open position, as its posting says it and as a recruiter corrected it."""

    class Status(models.TextChoices):
        DRAFT = "draft", "Draft"
        PUBLISHED = "published", "Published"
        CLOSED = "closed", "Closed"

    class Origin(models.TextChoices):
        RECRUITER = "recruiter", "Recruiter"
        PRACTICE = "practice", "Home page (practice)"

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
    provenance = models.JSONField(default=dict, blank=True, editable=False)

    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, editable=False
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    history = HistoricalRecords()
    objects = JobQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]

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


class Intake(models.Model):
    """One attempt to read a posting: how far it is, and how it ended."""

    class Status(models.TextChoices):
        QUEUED = "queued", "Waiting"
        FETCHING = "fetching", "Fetching the page"
        READING = "reading", "Reading the posting"
        DONE = "done", "Done"
        NEEDS_TEXT = "needs_text", "Needs the text"

    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="intakes")
    url = models.CharField(max_length=2000)
    status = models.CharField(max_length=16, choices=Status.choices, default=Status.QUEUED, db_index=True)
    # How often a worker took it: one that dies at every attempt is given up.
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    # A sentence a person can act on; never the text of an exception.
    problem = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.url} ({self.get_status_display()})"

    @property
    def is_waiting(self) -> bool:
        """Whether a worker still has to read the page or is reading it."""
        return self.status in {self.Status.QUEUED, self.Status.FETCHING, self.Status.READING}


class Snapshot(models.Model):
    """A page exactly as it was fetched, so that every field can be traced to it."""

    intake = models.OneToOneField(Intake, on_delete=models.CASCADE, related_name="snapshot")
    final_url = models.CharField(max_length=2000)
    http_status = models.PositiveSmallIntegerField()
    content_type = models.CharField(max_length=100, blank=True)
    body = models.TextField(help_text="Hostile text: never rendered as HTML")
    sha256 = models.CharField(max_length=64)
    extractor = models.CharField(max_length=100, blank=True)
    fetched_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.final_url} at {self.fetched_at:%Y-%m-%d %H:%M}"
