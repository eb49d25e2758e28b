"""One interview: whose it is, where it stands, and which agent holds it."""

from __future__ import annotations

from django.db import models

from jobs.models import make_public_id

OVER = frozenset({"finished", "left", "abandoned"})


class InterviewQuerySet(models.QuerySet["Interview"]):
    """Queries named for what they mean."""

    def unfinished(self) -> InterviewQuerySet:
        """Interviews that can still go on."""
        return self.exclude(status__in=OVER)

    def live(self) -> InterviewQuerySet:
        """Interviews that are going on right now."""
        return self.filter(status=Interview.Status.LIVE)

    def to_read(self) -> InterviewQuerySet:
        """Hiring interviews in which something was said and that no recruiter has read yet."""
        return self.filter(
            kind=Interview.Kind.HIRING, status__in=OVER, started_at__isnull=False, reviewed_at=None
        )


class Interview(models.Model):
    """Status moves only by compare-and-swap (`interviews.services.sessions.move_status`)."""

    class Status(models.TextChoices):
        CREATED = "created", "Opened"
        CONSENTED = "consented", "Ready to start"
        LIVE = "live", "Live"
        FINISHED = "finished", "Finished"
        LEFT = "left", "Left early"
        ABANDONED = "abandoned", "Abandoned"

    class Kind(models.TextChoices):
        HIRING = "hiring", "Hiring"
        PRACTICE = "practice", "Practice"

    class Mode(models.TextChoices):
        VOICE = "voice", "Voice"
        TYPED = "typed", "Typed"

    public_id = models.CharField(max_length=32, unique=True, default=make_public_id, editable=False)
    kind = models.CharField(max_length=16, choices=Kind.choices)
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
    # How the candidate wants to be addressed when nothing better is known; practice has no Candidate.
    candidate_name = models.CharField(max_length=200, blank=True)
    status = models.CharField(max_length=16, choices=Status.choices, default=Status.CREATED, db_index=True)
    mode = models.CharField(max_length=8, choices=Mode.choices, default=Mode.VOICE)

    # The engine's state, and how many events were folded into it: a step is a compare-and-swap on `sequence`.
    state = models.JSONField(default=dict)
    sequence = models.PositiveIntegerField(default=0)

    # Which agent may speak. A new holder raises `lease_epoch`; writes that carry an older epoch are refused.
    lease_holder = models.CharField(max_length=100, blank=True)
    lease_epoch = models.PositiveIntegerField(default=0)
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    # When a candidate last asked to be heard (token issued), and when an agent was last sent for.
    wanted_at = models.DateTimeField(null=True, blank=True, db_index=True)
    dispatched_at = models.DateTimeField(null=True, blank=True)
    dispatches = models.PositiveIntegerField(default=0)

    created_at = models.DateTimeField(auto_now_add=True)
    consented_at = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    ended_reason = models.CharField(max_length=50, blank=True)
    # When a recruiter said that they have read it.
    reviewed_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = InterviewQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["invitation"],
                condition=models.Q(personal=True),
                name="one_interview_per_personal_invitation",
            )
        ]

    def __str__(self) -> str:
        return f"{self.display_name or 'Somebody'} for {self.job}"

    @property
    def display_name(self) -> str:
        """The candidate's name, or what they asked to be called; empty when they gave no name."""
        return self.candidate.name if self.candidate is not None else self.candidate_name

    @property
    def is_over(self) -> bool:
        """Whether nothing can be said in it any more."""
        return self.status in OVER

    @property
    def room_name(self) -> str:
        """The LiveKit room; unguessable, as the id is."""
        return f"interview-{self.public_id}"

    @property
    def candidate_identity(self) -> str:
        """Stable, so that a reload takes the candidate's place back instead of adding a second person."""
        return f"candidate-{self.public_id}"
