"""The agent workers that are there, on however many machines, and how many interviews each can hold."""

from __future__ import annotations

from django.db import models


class AgentWorker(models.Model):
    """Each beats once a second; one that has been silent for some seconds is gone."""

    # Host and process: unique while it lives.
    name = models.CharField(max_length=200, unique=True)
    # How many interviews it can hold at once, and holds.
    capacity = models.PositiveSmallIntegerField()
    active = models.PositiveSmallIntegerField(default=0)
    # The share of its machine's processors in use, 0..1, over the last seconds.
    load = models.FloatField(default=0)
    # It finishes what it holds and takes nothing new.
    draining = models.BooleanField(default=False)
    started_at = models.DateTimeField()
    beat_at = models.DateTimeField(db_index=True)

    class Meta:
        ordering = ["name"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.name}: {self.active} of {self.capacity}"
