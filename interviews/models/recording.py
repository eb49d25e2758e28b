"""What was recorded of an interview for hiring, with the candidate's consent only: one file a kind."""

from __future__ import annotations

from django.db import models


class Recording(models.Model):
    """Written in segments as it happens, by whichever agent holds the interview; then put together."""

    class Kind(models.TextChoices):
        AUDIO = "audio", "Sound"
        VIDEO = "video", "Video"

    class Status(models.TextChoices):
        RUNNING = "running", "Being recorded"
        JOINING = "joining", "Being put together"
        READY = "ready", "Ready"
        FAILED = "failed", "Failed"

    interview = models.ForeignKey("interviews.Interview", on_delete=models.CASCADE, related_name="recordings")
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.AUDIO)
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.RUNNING)
    # LiveKit's name of a recording that it makes itself.
    egress_id = models.CharField(max_length=100, blank=True, db_index=True)
    file = models.FileField(upload_to="", max_length=300, blank=True)
    # Where the file begins on the interview's clock, ms; may be negative, and so may no turn's time.
    started_ms = models.IntegerField(default=0)
    duration_ms = models.PositiveIntegerField(null=True, blank=True)
    size = models.PositiveBigIntegerField(null=True, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    # What went wrong, for people.
    problem = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    ready_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["interview", "kind"], name="one_recording_of_a_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {self.interview}"


class RecordingSegment(models.Model):
    """A few seconds, complete in storage: what a killed agent leaves behind."""

    recording = models.ForeignKey(Recording, on_delete=models.CASCADE, related_name="segments")
    # The lease of the agent that wrote it, and its place among that agent's segments.
    epoch = models.PositiveIntegerField()
    number = models.PositiveIntegerField()
    started_ms = models.IntegerField()
    duration_ms = models.PositiveIntegerField()
    file = models.FileField(upload_to="", max_length=300)

    class Meta:
        ordering = ["started_ms", "epoch", "number"]
        constraints = [
            models.UniqueConstraint(fields=["recording", "epoch", "number"], name="one_segment_a_place"),
        ]

    def __str__(self) -> str:
        return f"{self.recording_id} from {self.started_ms} ms"
