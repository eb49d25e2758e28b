"""Who sees which jobs: `Job.objects.visible_to(user)` is the rule; here is what else follows from teams."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import QuerySet

from jobs.models import Job, Team


def teams_of(user: User | AnonymousUser) -> QuerySet[Team]:
    """The teams that `user` is a member of."""
    return Team.objects.filter(members=user.pk) if user.pk else Team.objects.none()


def may_see(*, user: User | AnonymousUser, job: Job) -> bool:
    """Whether `user` may see the job and all that hangs on it."""
    return Job.objects.visible_to(user).filter(pk=job.pk).exists()


def default_team(*, user: User | None) -> Team | None:
    """The team that a new job of `user` belongs to when none is named: their only one."""
    teams = list(teams_of(user)[:2]) if user else []
    return teams[0] if len(teams) == 1 else None
