"""The product: plans, invitations, interviews and their records."""

from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class InterviewsConfig(AppConfig):
    name = "interviews"
    verbose_name = "Recruiting"

    def ready(self) -> None:
        """Keep the groups up to date with the code, and listen to the media server."""
        from interviews import (
            recording_signals,
            room_events,  # noqa: F401
        )
        from interviews.roles import grant_roles

        post_migrate.connect(grant_roles, sender=self, dispatch_uid="roles")
        recording_signals.connect()
