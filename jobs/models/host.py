"""What we know about a site we read from: its robots.txt, and when it may be visited next."""

from __future__ import annotations

from django.db import models


class Host(models.Model):
    """One host and port, shared by all workers."""

    name = models.CharField(max_length=300, unique=True)
    next_visit_at = models.DateTimeField(null=True)
    robots = models.TextField(blank=True)
    robots_read_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name
