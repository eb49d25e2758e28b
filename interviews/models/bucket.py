"""A token bucket per key, so that rate limits hold across processes on SQLite and Postgres alike."""

from __future__ import annotations

from django.db import models


class Bucket(models.Model):
    """`level` tokens were left at `updated_at`."""

    key = models.CharField(max_length=200, unique=True)
    level = models.FloatField()
    updated_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.key
