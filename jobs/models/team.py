"""A team of recruiters: who sees which jobs."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.models import AnonymousUser, User
from django.db import models


class Team(models.Model):
    """Members see the jobs of their team, and all that hangs on them; nobody else's."""

    name = models.CharField(max_length=100, unique=True)
    members = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="teams", blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


def sees_every_team(user: User | AnonymousUser) -> bool:
    """Whether no team bounds what `user` sees: who says who is in a team could join each of them."""
    return user.is_active and user.has_perm("jobs.change_team")
