"""The append-only log of everything that happened in an interview."""

from __future__ import annotations

from typing import Any

from django.db import models


class AbstractEvent(models.Model):
    """Rows are written once and never changed; the engine's events among them replay to its state."""

    # The interview's sequence after this event for engine events, null for operational ones.
    sequence = models.PositiveIntegerField(null=True, blank=True)
    kind = models.CharField(max_length=50)
    payload = models.JSONField(default=dict)
    # What the engine answered, so that a repeated report gets the same answer.
    effects = models.JSONField(default=list)
    # Chosen by whoever reports the event, so that a repeated report is counted once.
    report_id = models.CharField(max_length=64, null=True, blank=True)
    at = models.DateTimeField()

    class Meta:
        abstract = True
        ordering = ["interview", "at", "pk"]

    def __str__(self) -> str:
        return f"{self.kind} at {self.at:%H:%M:%S}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert only."""
        if not self._state.adding:
            raise TypeError("Interview events are append-only.")
        super().save(*args, **kwargs)


class InterviewEvent(AbstractEvent):
    """Happened in an interview for hiring."""

    interview = models.ForeignKey("interviews.Interview", on_delete=models.CASCADE, related_name="events")

    class Meta(AbstractEvent.Meta):
        constraints = [
            models.UniqueConstraint(fields=["interview", "sequence"], name="event_sequence_unique"),
            models.UniqueConstraint(fields=["interview", "report_id"], name="event_report_unique"),
        ]
