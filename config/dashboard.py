"""The admin's first page and its navigation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from django.contrib.auth.models import User
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from interviews.models import Interview, Invitation
from interviews.models.interview import InterviewQuerySet
from interviews.services.workers import find_staff
from jobs.admin.scoping import JOB_TEXTS
from jobs.models import BulkImport, Intake, Job
from jobs.models.job import JobQuerySet
from livekit_bridge.rooms import is_configured

RECENT = 8
RESPONSE_TIMES = "admin:interviews_interview_response_times"
# A page that says something else concerns only those jobs that somebody may still be invited to.
CONCERNED = (Job.Status.DRAFT, Job.Status.PUBLISHED)
STALE = (Job.PageState.CHANGED, Job.PageState.GONE)


@dataclass(frozen=True, slots=True)
class Card:
    """Something that waits for a recruiter: how much of it, in words, and where it is."""

    count: int
    text: str
    link: str


def dashboard(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """Add what needs a recruiter today to the admin's index, as far as they may see it."""
    if request.user.has_perm("interviews.view_interview") and request.user.has_perm("jobs.view_job"):
        jobs = Job.objects.visible_to(cast(User, request.user))
        interviews = Interview.objects.filter(job__in=jobs)
        cards = [*_job_cards(jobs), *_interview_cards(interviews)]
        context |= {
            "cards": cards,
            "live": _recent(interviews.live()),
            "to_read": _recent(interviews.to_read()),
            "is_empty": not any(card.count for card in cards)
            and not jobs.filter(origin=Job.Origin.RECRUITER).exists(),
            "nobody_speaks": is_configured() and not find_staff(now=timezone.now()).is_there,
            # Called by the template only where it makes a difference.
            "has_invitations": Invitation.objects.filter(job__in=jobs).exists,
        }
    return context


def navigation(request: HttpRequest) -> list[dict[str, Any]]:
    """The sidebar: a recruiter's work first, the machine room last."""
    work = [
        _item("Today", "today", "admin:index", lambda _: True),
        _item("To review", "fact_check", "admin:jobs_job_review", _may("jobs.change_job"), _is_review),
        _item(
            "Interviews",
            "record_voice_over",
            "admin:interviews_interview_changelist",
            active=_is_among_interviews,
        ),
        _item("Invitations", "send", "admin:interviews_invitation_changelist"),
        _item("Jobs", "work", "admin:jobs_job_changelist", active=_is_among_jobs),
        _item("Imports", "playlist_add", "admin:jobs_bulkimport_changelist"),
        _item("Plans", "checklist", "admin:interviews_planversion_changelist"),
        _item("Companies", "apartment", "admin:jobs_company_changelist"),
        _item("Candidates", "group", "admin:interviews_candidate_changelist"),
        _item("Response times", "timer", RESPONSE_TIMES, _may("interviews.view_interview")),
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
    administration = [_item("Teams", "diversity_3", "admin:jobs_team_changelist")]
    groups: list[dict[str, Any]] = [{"title": "Recruiting", "items": [item for item in work if item]}]
    if _may("jobs.view_team")(request):
        groups.append({"title": "Administration", "separator": True, "items": administration})
    if _is_superuser(request):
        groups.append({"title": "Machine room", "separator": True, "items": [i for i in machine_room if i]})
    return groups


def _job_cards(jobs: JobQuerySet) -> list[Card]:
    """What waits among the jobs that the reader sees."""
    review = jobs.to_review().count()
    stale = jobs.filter(page_state__in=STALE, status__in=CONCERNED, merged_into=None).count()
    running = BulkImport.objects.filter(lines__job__in=jobs, lines__intake__status__in=Intake.WAITING)
    imports = running.distinct().count()
    status = ",".join(CONCERNED)
    return [
        Card(review, "job to review" if review == 1 else "jobs to review", reverse("admin:jobs_job_review")),
        Card(
            stale,
            "posting changed or gone" if stale == 1 else "postings changed or gone",
            _list("jobs_job", f"page_state__in={','.join(STALE)}&status__in={status}"),
        ),
        Card(
            imports, "import running" if imports == 1 else "imports running", _list("jobs_bulkimport", "o=-1")
        ),
    ]


def _interview_cards(interviews: InterviewQuerySet) -> list[Card]:
    """What waits among their interviews."""
    live, to_read = interviews.live().count(), interviews.to_read().count()
    return [
        Card(live, "live now", _list("interviews_interview", "status__exact=live")),
        Card(to_read, "finished, to read", _list("interviews_interview", "to_read=yes")),
    ]


def _recent(interviews: InterviewQuerySet) -> InterviewQuerySet:
    newest = interviews.select_related("job", "candidate").defer(*JOB_TEXTS)
    return newest.order_by("-started_at")[:RECENT]


def _list(model: str, query: str) -> str:
    return f"{reverse(f'admin:{model}_changelist')}?{query}"


def _is_superuser(request: HttpRequest) -> bool:
    return bool(request.user.is_active and getattr(request.user, "is_superuser", False))


def _item(
    title: str,
    icon: str,
    name: str,
    permission: Callable[[HttpRequest], bool] | None = None,
    active: Callable[[HttpRequest], bool] | None = None,
) -> dict[str, Any] | None:
    """Return an entry of the sidebar; None when this installation has no such page."""
    try:
        link = reverse(name)
    except NoReverseMatch:
        return None
    item = {"title": title, "icon": icon, "link": link, "permission": permission or _may_view(name)}
    return item | {"active": active} if active else item


def _is_review(request: HttpRequest) -> bool:
    match = request.resolver_match
    return match is not None and (match.url_name or "").startswith("jobs_job_review")


def _is_among_jobs(request: HttpRequest) -> bool:
    """The queue's addresses lie under the jobs', and it has an entry of its own."""
    return request.path.startswith(reverse("admin:jobs_job_changelist")) and not _is_review(request)


def _is_among_interviews(request: HttpRequest) -> bool:
    """The response times' address lies under theirs, and it has an entry of its own."""
    under = request.path.startswith(reverse("admin:interviews_interview_changelist"))
    return under and request.path != reverse(RESPONSE_TIMES)


def _may(permission: str) -> Callable[[HttpRequest], bool]:
    return lambda request: request.user.has_perm(permission)


def _may_view(name: str) -> Callable[[HttpRequest], bool]:
    app, model = name.removeprefix("admin:").removesuffix("_changelist").split("_")
    return lambda request: request.user.has_perm(f"{app}.view_{model}")
