"""Background work of the intake."""

from __future__ import annotations

from django_tasks import task

from jobs.models import Intake
from jobs.reading import read_intake


@task()
def run_intake(intake_id: int) -> None:
    """Read the page of an intake; does nothing when it was read, is being read, or is gone."""
    if intake := Intake.objects.filter(pk=intake_id).first():
        read_intake(intake=intake)
