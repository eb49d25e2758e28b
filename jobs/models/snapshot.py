"""A page exactly as it was fetched, what was read from it, and what had changed."""

from __future__ import annotations

from django.db import models

from jobs.models.intake import Intake


class Snapshot(models.Model):
    """A page exactly as it was fetched, so that every field can be traced to it."""

    intake = models.OneToOneField(Intake, on_delete=models.CASCADE, related_name="snapshot")
    final_url = models.CharField(max_length=2000)
    http_status = models.PositiveSmallIntegerField()
    content_type = models.CharField(max_length=100, blank=True)
    body = models.TextField(help_text="Hostile text: never rendered as HTML")
    sha256 = models.CharField(max_length=64)
    extractor = models.CharField(max_length=100, blank=True)
    # For the next conditional request (RFC 9110, 13.1).
    etag = models.CharField(max_length=200, blank=True)
    last_modified = models.CharField(max_length=100, blank=True)
    # What this page says: {field: value}; and against the one before: {field: {"old", "new"}}.
    fields = models.JSONField(default=dict, blank=True)
    changes = models.JSONField(default=dict, blank=True)
    fetched_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.final_url} at {self.fetched_at:%Y-%m-%d %H:%M}"
