"""One interview for a job: whose it is, by which link, and what a recruiter did with it."""

from __future__ import annotations

from typing import Any, Self

from django.db import models

from interviews.models.base import OVER, AbstractInterview, AbstractInterviewQuerySet, Kind


class InterviewQuerySet(AbstractInterviewQuerySet["Interview"]):
    """What recruiters ask for."""

    def whole(self) -> Self:
        """Each with its job, plan and candidate, in one query."""
        return self.select_related("job", "plan", "candidate")

    def to_read(self) -> Self:
        """Interviews in which something was said and that no recruiter has read yet."""
        return self.filter(status__in=OVER, started_at__isnull=False, reviewed_at=None)


class Interview(AbstractInterview):
    """For hiring: people read it and decide."""

    kind = Kind.HIRING

    job = models.ForeignKey("jobs.Job", on_delete=models.PROTECT, related_name="interviews")
    plan = models.ForeignKey("interviews.PlanVersion", on_delete=models.PROTECT, related_name="interviews")
    # An invitation goes with its candidate, at their wish, but never takes an interview along by itself.
    invitation = models.ForeignKey(
        "interviews.Invitation", null=True, blank=True, on_delete=models.RESTRICT, related_name="interviews"
    )
    candidate = models.ForeignKey(
        "interviews.Candidate", null=True, blank=True, on_delete=models.CASCADE, related_name="interviews"
    )
    # Opened from an invitation that names its candidate, who has this one interview only.
    personal = models.BooleanField(default=False, editable=False)
    # When a recruiter said that they have read it.
    reviewed_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = InterviewQuerySet.as_manager()

    class Meta(AbstractInterview.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["invitation"],
                condition=models.Q(personal=True),
                name="one_interview_per_personal_invitation",
            )
        ]

    @property
    def job_json(self) -> dict[str, Any]:
        """The job as it reads now."""
        return self.job.public_json()

    @property
    def job_title(self) -> str:
        """The job's title."""
        return self.job.job_title

    @property
    def company_name(self) -> str:
        """The job's employer."""
        return self.job.company_name

    @property
    def plan_document(self) -> dict[str, Any]:
        """The version of the plan with which it began."""
        document: dict[str, Any] = self.plan.document
        return document

    @property
    def has_recording(self) -> bool:
        """Whether a recording of it is kept or on its way; one that failed is none."""
        return self.recordings.exclude(status="failed").exists()

    @property
    def display_name(self) -> str:
        """The candidate's name, or what they asked to be called."""
        return self.candidate.name if self.candidate is not None else self.candidate_name

    @property
    def asks_name(self) -> bool:
        """Whether it began with an open link, and they have not said who they are."""
        return self.candidate is None

    @property
    def needs_name(self) -> bool:
        """Whoever is asked has to say it, so that the hiring team knows who this is."""
        return self.asks_name
