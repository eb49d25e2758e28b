"""A team of recruiters: who sees which jobs."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Team(models.Model):
    """Members see the jobs of their team, and all that hangs on them; nobody else's."""

    name = models.CharField(max_length=100, unique=True)
    members = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="teams", blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
