"""Practice, walled off: these tables point at each other and at nothing else.

Whoever practises is promised that it is for them alone. So no key leads from here to a job, a plan, a
candidate or a user: a practice interview carries its own copy of the posting and of the plan that it follows.
"""

from __future__ import annotations

from typing import Any

from django.db import models

from interviews.models.base import AbstractInterview, AbstractInterviewQuerySet, Kind
from interviews.models.consent import AbstractConsent
from interviews.models.event import AbstractEvent
from interviews.models.turn import AbstractTurn
from jobs.models import make_public_id

PREFIX = "practice-"


def make_practice_id() -> str:
    """Return an id that no interview for hiring has: 128 random bits behind a prefix, URL-safe."""
    return PREFIX + make_public_id()


class PracticeInterviewQuerySet(AbstractInterviewQuerySet["PracticeInterview"]):
    """Asked for by its own browser and its agent only."""


class PracticeInterview(AbstractInterview):
    """For the candidate alone."""

    kind = Kind.PRACTICE

    public_id = models.CharField(max_length=32, unique=True, default=make_practice_id, editable=False)
    job = models.JSONField()
    plan = models.JSONField()
    # Another try at one question, which goes with the interview in which it was asked first.
    retry_of = models.ForeignKey(
        "interviews.PracticeInterview",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="retries",
    )
    retry_question = models.CharField(max_length=100, blank=True)

    objects = PracticeInterviewQuerySet.as_manager()

    class Meta(AbstractInterview.Meta):
        # Nobody is given a permission on what nobody else sees.
        default_permissions = ()

    @property
    def job_json(self) -> dict[str, Any]:
        """The job as it read when the practice began."""
        document: dict[str, Any] = self.job
        return document

    @property
    def plan_document(self) -> dict[str, Any]:
        """Its own plan."""
        document: dict[str, Any] = self.plan
        return document


class PracticeTurn(AbstractTurn):
    """Said in practice."""

    interview = models.ForeignKey(
        "interviews.PracticeInterview", on_delete=models.CASCADE, related_name="turns"
    )

    class Meta(AbstractTurn.Meta):
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["interview", "number"], name="practice_turn_number_unique")
        ]


class PracticeEvent(AbstractEvent):
    """Happened in practice."""

    interview = models.ForeignKey(
        "interviews.PracticeInterview", on_delete=models.CASCADE, related_name="events"
    )

    class Meta(AbstractEvent.Meta):
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["interview", "sequence"], name="practice_event_sequence_unique"),
            models.UniqueConstraint(fields=["interview", "report_id"], name="practice_event_report_unique"),
        ]


class PracticeConsent(AbstractConsent):
    """Given to practice."""

    interview = models.ForeignKey(
        "interviews.PracticeInterview", on_delete=models.CASCADE, related_name="consents"
    )

    class Meta(AbstractConsent.Meta):
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["interview", "text_sha256"], name="one_practice_consent_per_text")
        ]
