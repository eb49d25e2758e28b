"""A link that lets one candidate, or anyone who has it, be interviewed for a job."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models

from interviews.models.base import Patience
from jobs.models import make_public_id


class Invitation(models.Model):
    """Personal when it names a candidate; open to anyone with the link otherwise."""

    class ExtraTime(models.IntegerChoices):
        """Percent."""

        NONE = 0, "None"
        QUARTER = 25, "25 % more"
        HALF = 50, "50 % more"
        DOUBLE = 100, "100 % more"

    public_id = models.CharField(max_length=32, unique=True, default=make_public_id, editable=False)
    job = models.ForeignKey("jobs.Job", on_delete=models.CASCADE, related_name="invitations")
    plan = models.ForeignKey("interviews.PlanVersion", on_delete=models.PROTECT, related_name="invitations")
    candidate = models.ForeignKey(
        "interviews.Candidate",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="invitations",
        help_text="Leave empty for a link that anyone may use.",
    )
    # An accommodation; an interview takes it over when it opens.
    extra_time = models.PositiveSmallIntegerField(
        choices=ExtraTime.choices,
        default=ExtraTime.NONE,
        help_text="For whoever needs more time than others.",
    )
    patience = models.CharField(
        max_length=8,
        choices=Patience.choices,
        default=Patience.STANDARD,
        help_text="How long a pause may be before the interviewer goes on. A candidate may ask for more.",
    )
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, editable=False
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.candidate or 'Open link'} for {self.job}"

    def is_usable(self, now: datetime) -> bool:
        """Whether a new interview may start from this link at `now` (aware, UTC)."""
        return self.revoked_at is None and (self.expires_at is None or now < self.expires_at)
