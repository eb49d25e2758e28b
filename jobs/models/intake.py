"""One attempt to read a posting: how far it is, and how it ended."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from jobs.models.job import Job
from jobs.scraping.reasons import Reason


class Intake(models.Model):
    """One attempt to read a posting: how far it is, and how it ended."""

    class Status(models.TextChoices):
        QUEUED = "queued", "Waiting"
        FETCHING = "fetching", "Fetching the page"
        READING = "reading", "Reading the posting"
        DONE = "done", "Done"
        NEEDS_TEXT = "needs_text", "Needs the text"

    # Which a worker has in hand, and which wait for the end of it.
    IN_HAND = (Status.FETCHING, Status.READING)
    WAITING = (Status.QUEUED, *IN_HAND)

    class Kind(models.TextChoices):
        FIRST = "first", "First reading"
        # A look at the page of a job that exists: it ends as done, whatever it found.
        AGAIN = "again", "Another look"

    class Outcome(models.TextChoices):
        NONE = "", "None yet"
        NEW = "new", "New"
        SAME = "same", "Unchanged"
        CHANGED = "changed", "Changed"
        GONE = "gone", "Gone"
        FAILED = "failed", "Could not be read"

    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="intakes")
    url = models.CharField(max_length=2000)
    status = models.CharField(max_length=16, choices=Status.choices, default=Status.QUEUED, db_index=True)
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.FIRST)
    outcome = models.CharField(max_length=8, choices=Outcome.choices, blank=True, default=Outcome.NONE)
    # Why it is not one open posting: the closed list of jobs.scraping.reasons.
    reason = models.CharField(
        max_length=16, choices=[(reason.value, reason.label) for reason in Reason], blank=True
    )
    # The id of the queued task, so that one whose worker died before it began is noticed.
    task_id = models.CharField(max_length=64, blank=True, editable=False)
    # How often a worker took it: one that dies at every attempt is given up.
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    # A sentence a person can act on; never the text of an exception.
    problem = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.url} ({self.get_status_display()})"

    @property
    def is_waiting(self) -> bool:
        """Whether a worker still has to read the page or is reading it."""
        return self.status in self.WAITING
