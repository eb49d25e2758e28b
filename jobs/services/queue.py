"""Intakes and the tasks that read them."""

from __future__ import annotations

from collections.abc import Sequence

from jobs.models import Intake
from jobs.tasks import run_intake


def enqueue_intake(*, intake: Intake) -> None:
    """Queue the task that reads an intake, and remember which it is."""
    enqueue_intakes(intakes=[intake])


def enqueue_intakes(*, intakes: Sequence[Intake]) -> None:
    """Queue a task for each of the intakes."""
    for intake in intakes:
        intake.task_id = str(run_intake.enqueue(intake.pk).id)
    Intake.objects.bulk_update(intakes, ["task_id"], batch_size=200)
