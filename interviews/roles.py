"""The group "Recruiters": what its members may see and do in the admin."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Group, Permission

RECRUITERS = "Recruiters"
# Nobody deletes through the admin: interviews are records, and a link is withdrawn instead.
_MAY = {
    ("jobs", "job"): ("view", "add", "change"),
    ("jobs", "intake"): ("view",),
    ("jobs", "snapshot"): ("view",),
    ("jobs", "historicaljob"): ("view",),
    ("interviews", "candidate"): ("view", "add", "change"),
    ("interviews", "planversion"): ("view", "add"),
    ("interviews", "invitation"): ("view", "add", "change"),
    ("interviews", "interview"): ("view", "change"),
}


def grant_recruiters(**_signal: Any) -> None:
    """Create the group and give it what it lacks.

    Runs after `migrate`, since permissions themselves are made there: a data migration would find none.
    """
    group, _ = Group.objects.get_or_create(name=RECRUITERS)
    wanted = Permission.objects.filter(codename__in=_codenames(), content_type__app_label__in=_apps())
    group.permissions.add(*wanted)


def _codenames() -> set[str]:
    return {f"{action}_{model}" for (_app, model), actions in _MAY.items() for action in actions}


def _apps() -> set[str]:
    return {app for app, _model in _MAY}
