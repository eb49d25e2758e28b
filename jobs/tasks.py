"""Background work of the intake."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from jobs.models import Intake
from jobs.reading import put_back, read_intake
from jobs.visits import HostBusy


@task()
def run_intake(intake_id: int, turns: Sequence[str] = ()) -> None:
    """Read the page of an intake; does nothing when it was read, is being read, or is gone.

    `turns` are the sites at which the task has taken its turn already. Where a site is busy, the task
    ends and another one goes on when its turn comes, so that no worker waits.
    """
    intake = Intake.objects.filter(pk=intake_id).first()
    if intake is None:
        return
    try:
        read_intake(intake=intake, turns=turns)
    except HostBusy as busy:
        _go_on_later(intake, busy, turns)


@transaction.atomic
def _go_on_later(intake: Intake, busy: HostBusy, turns: Sequence[str]) -> None:
    if not put_back(intake=intake):
        return
    later = run_intake.using(run_after=timezone.now() + timedelta(seconds=busy.seconds))
    result = later.enqueue(intake.pk, [*turns, busy.host])
    Intake.objects.filter(pk=intake.pk).update(task_id=str(result.id))
