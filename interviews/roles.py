"""The groups "Recruiters" and "Admins": what their members may see and do in the admin.

A recruiter's permissions reach as far as their teams' jobs and what hangs on them (jobs.admin.scoping);
who may change teams sees everything.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db.models import Q

RECRUITERS = "Recruiters"
ADMINS = "Admins"
# Recruiters delete nothing: interviews are records, a link is withdrawn, a job is closed or rejected.
_RECRUITERS_MAY = {
    ("jobs", "job"): ("view", "add", "change"),
    ("jobs", "intake"): ("view",),
    ("jobs", "snapshot"): ("view",),
    ("jobs", "historicaljob"): ("view",),
    ("jobs", "bulkimport"): ("view", "add"),
    ("jobs", "company"): ("view", "change"),
    ("interviews", "candidate"): ("view", "change"),
    ("interviews", "planversion"): ("view", "add"),
    ("interviews", "invitation"): ("view", "add", "change"),
    ("interviews", "interview"): ("view", "change"),
}
# A candidate without an invitation would belong to nobody's jobs, so candidates come with one.
_RECRUITERS_MAY_NO_MORE = {("interviews", "candidate"): ("add",)}
# Accounts stay with superusers: whoever changes accounts could make themselves one.
_ADMINS_MAY = {
    **_RECRUITERS_MAY,
    ("jobs", "job"): ("view", "add", "change", "delete"),
    ("jobs", "company"): ("view", "add", "change", "delete"),
    ("jobs", "team"): ("view", "add", "change", "delete"),
    ("interviews", "candidate"): ("view", "add", "change", "delete"),
    ("auth", "user"): ("view",),
}


def grant_roles(**_signal: Any) -> None:
    """Create the groups and give them what they lack.

    Runs after `migrate`, since permissions themselves are made there: a data migration would find none.
    """
    recruiters, _ = Group.objects.get_or_create(name=RECRUITERS)
    recruiters.permissions.add(*_permissions(_RECRUITERS_MAY))
    recruiters.permissions.remove(*_permissions(_RECRUITERS_MAY_NO_MORE))
    admins, _ = Group.objects.get_or_create(name=ADMINS)
    admins.permissions.add(*_permissions(_ADMINS_MAY))


def _permissions(granted: Mapping[tuple[str, str], tuple[str, ...]]) -> list[Permission]:
    wanted = Q(pk__in=[])
    for (app, model), actions in granted.items():
        codenames = [f"{action}_{model}" for action in actions]
        wanted |= Q(content_type__app_label=app, codename__in=codenames)
    return list(Permission.objects.filter(wanted))
