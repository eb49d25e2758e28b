"""Webhook events, each stored once, as LiveKit may deliver one several times."""

from __future__ import annotations

from django.db import models


class WebhookEvent(models.Model):
    """One verified delivery, keyed by LiveKit's own event id."""

    event_id = models.CharField(max_length=100, unique=True)
    kind = models.CharField(max_length=50)
    room = models.CharField(max_length=200, blank=True, db_index=True)
    participant = models.CharField(max_length=200, blank=True)
    payload = models.JSONField()
    received_at = models.DateTimeField(auto_now_add=True)
    handled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-received_at"]

    def __str__(self) -> str:
        return f"{self.kind} {self.room}"
