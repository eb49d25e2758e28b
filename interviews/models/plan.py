"""A version of an interview plan, stored as the document `parley.plan/1`."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class PlanVersion(models.Model):
    """One frozen version: an edit makes the next version, so that an interview always knows its plan."""

    class Source(models.TextChoices):
        DRAFTED = "drafted", "Drafted from the posting"
        IMPORTED = "imported", "Imported"
        EDITED = "edited", "Edited"

    job = models.ForeignKey(
        "jobs.Job", null=True, blank=True, on_delete=models.CASCADE, related_name="plan_versions"
    )
    key = models.SlugField(max_length=100)
    version = models.PositiveIntegerField()
    title = models.CharField(max_length=300)
    language = models.CharField(max_length=35, default="en")
    minutes = models.PositiveSmallIntegerField()
    document = models.JSONField()
    source = models.CharField(max_length=16, choices=Source.choices)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, editable=False
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["job", "key", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["job", "key", "version"],
                condition=models.Q(job__isnull=False),
                name="plan_version_of_job",
            ),
            models.UniqueConstraint(
                fields=["key", "version"],
                condition=models.Q(job__isnull=True),
                name="plan_version_of_library",
            ),
        ]
        verbose_name = "plan"

    def __str__(self) -> str:
        return f"{self.title} v{self.version}"
