"""What was said, one utterance a row: stored before it is answered."""

from __future__ import annotations

from django.db import models


class AbstractTurn(models.Model):
    """Times are milliseconds from the start of the interview; `null` until the words were heard."""

    class Role(models.TextChoices):
        AGENT = "agent", "Interviewer"
        CANDIDATE = "candidate", "Candidate"

    number = models.PositiveIntegerField()
    role = models.CharField(max_length=16, choices=Role.choices)
    # One of the kinds of parley.transcript/1.
    kind = models.CharField(max_length=16)
    question = models.CharField(max_length=100, blank=True)
    probe_for = models.CharField(max_length=100, blank=True)
    text = models.TextField()
    mode = models.CharField(max_length=8, default="voice")
    started_ms = models.PositiveIntegerField(null=True, blank=True)
    ended_ms = models.PositiveIntegerField(null=True, blank=True)
    # True when the candidate began to talk over it, or the connection broke.
    interrupted = models.BooleanField(default=False)
    # End of the candidate's speech to the first sound of this answer, ms; agent turns by voice only.
    latency_ms = models.PositiveIntegerField(null=True, blank=True)
    # An answer's way to its first sound, ms on the interview's clock by the name of the step
    # (interviews.services.latency says which there are); spoken agent turns only.
    timing = models.JSONField(default=dict, blank=True)
    # The candidate went on within a second of this answer's start: it came too early.
    cut_off = models.BooleanField(default=False)
    # [{"text", "start_ms", "end_ms"}] where the recogniser tells; spoken candidate turns only.
    words = models.JSONField(default=list, blank=True)
    # The `sequence` of the event that brought this turn about.
    sequence = models.PositiveIntegerField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True
        ordering = ["interview", "number"]

    def __str__(self) -> str:
        return f"{self.number} {self.role}: {self.text[:60]}"


class Turn(AbstractTurn):
    """Said in an interview for hiring."""

    interview = models.ForeignKey("interviews.Interview", on_delete=models.CASCADE, related_name="turns")

    class Meta(AbstractTurn.Meta):
        constraints = [models.UniqueConstraint(fields=["interview", "number"], name="turn_number_unique")]
