"""The admin's first page and its navigation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from interviews.models import Interview, Invitation
from jobs.models import Job

RECENT = 8


@dataclass(frozen=True, slots=True)
class Card:
    """Something that waits for a recruiter: how much of it, in words, and where it is."""

    count: int
    text: str
    link: str


def dashboard(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """Add what needs a recruiter today to the admin's index, as far as they may see it."""
    if request.user.has_perm("interviews.view_interview") and request.user.has_perm("jobs.view_job"):
        context |= {
            "cards": _cards(),
            "live": _recent(Interview.objects.live()),
            "to_read": _recent(Interview.objects.to_read()),
            "is_empty": not Job.objects.filter(origin=Job.Origin.RECRUITER).exists(),
            "has_invitations": Invitation.objects.exists(),
        }
    return context


def navigation(request: HttpRequest) -> list[dict[str, Any]]:
    """The sidebar: a recruiter's work first, the machine room last."""
    work = [
        _item("Today", "today", "admin:index", lambda _: True),
        _item("Interviews", "record_voice_over", "admin:interviews_interview_changelist"),
        _item("Invitations", "send", "admin:interviews_invitation_changelist"),
        _item("Jobs", "work", "admin:jobs_job_changelist"),
        _item("Plans", "checklist", "admin:interviews_planversion_changelist"),
        _item("Candidates", "group", "admin:interviews_candidate_changelist"),
    ]
    machine_room = [
        _item("Users", "person", "admin:auth_user_changelist", _is_superuser),
        _item("Groups", "groups", "admin:auth_group_changelist", _is_superuser),
        _item(
            "Tasks", "pending_actions", "admin:django_tasks_database_dbtaskresult_changelist", _is_superuser
        ),
        _item("Media events", "webhook", "admin:livekit_bridge_webhookevent_changelist", _is_superuser),
        _item("Failed logins", "lock", "admin:axes_accessattempt_changelist", _is_superuser),
    ]
    groups: list[dict[str, Any]] = [{"title": "Recruiting", "items": [item for item in work if item]}]
    if _is_superuser(request):
        groups.append({"title": "Machine room", "separator": True, "items": [i for i in machine_room if i]})
    return groups


def _cards() -> list[Card]:
    drafts = Job.objects.filter(status=Job.Status.DRAFT, origin=Job.Origin.RECRUITER).count()
    return [
        Card(
            drafts,
            "job to check and publish" if drafts == 1 else "jobs to check and publish",
            _list("jobs_job", "status__exact=draft&origin__exact=recruiter"),
        ),
        Card(
            Interview.objects.live().count(), "live now", _list("interviews_interview", "status__exact=live")
        ),
        Card(
            Interview.objects.to_read().count(),
            "finished, to read",
            _list("interviews_interview", "to_read=yes"),
        ),
    ]


def _recent(interviews: Any) -> Any:
    return interviews.select_related("job", "candidate").order_by("-started_at")[:RECENT]


def _list(model: str, query: str) -> str:
    return f"{reverse(f'admin:{model}_changelist')}?{query}"


def _is_superuser(request: HttpRequest) -> bool:
    return bool(request.user.is_active and getattr(request.user, "is_superuser", False))


def _item(
    title: str, icon: str, name: str, permission: Callable[[HttpRequest], bool] | None = None
) -> dict[str, Any] | None:
    """Return an entry of the sidebar; None when this installation has no such page."""
    try:
        link = reverse(name)
    except NoReverseMatch:
        return None
    return {"title": title, "icon": icon, "link": link, "permission": permission or _may_view(name)}


def _may_view(name: str) -> Callable[[HttpRequest], bool]:
    app, model = name.removeprefix("admin:").removesuffix("_changelist").split("_")
    return lambda request: request.user.has_perm(f"{app}.view_{model}")
