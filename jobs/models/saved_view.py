"""A recruiter's own filters of a list, under a name."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class SavedView(models.Model):
    """`query` is the list's query string, for example `status__exact=draft&q=nurse`."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_views")
    # The model whose list it is: "jobs.job".
    page = models.CharField(max_length=100, default="jobs.job")
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=1000, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["user", "page", "name"], name="one_view_a_name")]

    def __str__(self) -> str:
        return self.name
