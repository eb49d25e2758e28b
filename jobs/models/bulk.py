"""Many addresses handed in at once, and what became of each."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from jobs.models.intake import Intake
from jobs.models.job import Job
from jobs.models.team import Team


class BulkImport(models.Model):
    """One list of addresses; how far it is follows from its lines' intakes."""

    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL)
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.SET_NULL)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"Import of {self.created_at:%Y-%m-%d %H:%M}"


class ImportLine(models.Model):
    """One line as it was pasted, and the intake it led to; `problem` when it is no address."""

    bulk = models.ForeignKey(BulkImport, on_delete=models.CASCADE, related_name="lines")
    position = models.PositiveIntegerField()
    text = models.CharField(max_length=2000)
    job = models.ForeignKey(Job, null=True, on_delete=models.SET_NULL, related_name="import_lines")
    intake = models.ForeignKey(Intake, null=True, on_delete=models.SET_NULL, related_name="import_lines")
    # False when the job was there before, or an earlier line has the same address.
    is_new = models.BooleanField(default=True)
    problem = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["bulk", "position"], name="one_line_a_position")]

    def __str__(self) -> str:
        return self.text
