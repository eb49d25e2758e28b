"""Intakes and the tasks that read them."""

from __future__ import annotations

from collections.abc import Sequence

from jobs.models import Intake
from jobs.tasks import run_intake

# What nobody sits and waits for goes behind what somebody does.
BEHIND = -10


def enqueue_intakes(*, intakes: Sequence[Intake], priority: int = 0) -> None:
    """Queue a task for each of the intakes, and remember which it is; to be called in their transaction."""
    for intake in intakes:
        intake.task_id = str(run_intake.using(priority=priority).enqueue(intake.pk).id)
    Intake.objects.bulk_update(intakes, ["task_id"], batch_size=200)
