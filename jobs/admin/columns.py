"""What the list of jobs shows of each: words, not keys."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from unfold.decorators import display

from jobs.admin.labels import coloured
from jobs.models import Intake, Job
from jobs.models.job import lacks_text

# What the list never shows: the big texts and what only the job's page needs.
UNLISTED = (
    "description",
    "requirements",
    "company_info",
    "provenance",
    "salary",
    "warnings",
    "text_key",
    "position_key",
)
READING = ("reading", "Being read")
DOUBTFUL = ("doubtful", "Doubtful")
UNDER_REVIEW = {
    "reading": ("jobs_job_reading", "Follow", False),
    "needs_text": ("jobs_job_text", "Paste the text", False),
    "doubtful": ("jobs_job_review_one", "Review", False),
    "waiting": ("jobs_job_review_one", "Review", False),
    "conflict": ("jobs_job_review_one", "Review", False),
}
# Unfold's own way to open an action's dialog from a link.
OPENS_DIALOG = (
    'hx-get="{url}" hx-target="#modal-content" hx-select="#dialog" x-on:htmx:after-on-load="openModal = true"'
)


class ColumnsMixin:
    """The list's columns; mix in before ModelAdmin."""

    @display(description="Title", ordering="job_title", header=True)
    def title(self, job: Job) -> list[str]:
        """The title, or the address while there is none; under it the employer and the place."""
        where = " · ".join(part for part in (job.company_name, job.location) if part)
        return [Truncator(str(job)).chars(70), Truncator(where).chars(70)]

    @coloured(
        description="Status",
        ordering="status",
        colours={"draft": "warning", "published": "success", "closed": "info", "rejected": "danger"},
    )
    def status_label(self, job: Job) -> tuple[str, str]:
        """The status as a coloured word."""
        return job.status, job.get_status_display()

    @display(description="Page", ordering="page_checked_at")
    def page(self, job: Job) -> SafeString | None:
        """What the last look at the posting's page found, and when that was."""
        if not job.page_checked_at:
            return None
        if not job.page_state:
            return format_html(
                '<span class="page-seen"><small>Read {}</small></span>', _day(job.page_checked_at)
            )
        chip = format_html(
            '<span class="chip chip-{}">{}</span>', job.page_state, job.get_page_state_display()
        )
        return format_html(
            '<span class="page-seen">{}<small>{}</small></span>', chip, _day(job.page_checked_at)
        )

    @coloured(
        description="Review",
        ordering="reviewed_at",
        colours={
            "waiting": "warning",
            "conflict": "danger",
            "needs_text": "danger",
            "doubtful": "danger",
            "reading": "info",
            "done": "success",
        },
    )
    def review_label(self, job: Job) -> tuple[str, str] | None:
        """Whether a person has looked at it."""
        return review_state(job)

    @display(description="Added", ordering="created_at")
    def added(self, job: Job) -> str:
        """The day it came in."""
        return _day(job.created_at)

    @display(description="Next")
    def next_step(self, job: Job) -> SafeString:
        """The one thing that this job waits for, as a link."""
        name, words, is_dialog = _next_step(job)
        url = reverse(f"admin:{name}", args=[job.pk])
        if is_dialog:
            opener = f'<a href="{{url}}" class="small-button" {OPENS_DIALOG}>{{words}}</a>'
            return format_html(opener, url=url, words=words)
        return format_html('<a href="{}" class="small-button">{}</a>', url, words)


def _day(moment: datetime) -> str:
    """A day that is not broken over two lines."""
    return date_format(timezone.localtime(moment), "j M Y").replace(" ", "\N{NO-BREAK SPACE}")


def with_reading(jobs: Iterable[Job]) -> list[Job]:
    """The jobs of one page, each with how far its latest reading is (`reading`) and whether it `lacks_text`.

    Asked for the rows that are shown: a database that sorts ten thousand jobs would work it out for each.
    """
    rows = list(jobs)
    keys = [job.pk for job in rows]
    readings = Intake.objects.filter(job__in=keys).order_by("created_at", "pk").values_list("job", "status")
    latest = dict(readings)
    empty = Job.objects.filter(lacks_text(), pk__in=keys)
    lacking = set(empty.order_by().values_list("pk", flat=True))
    for job in rows:
        job.reading, job.lacks_text = latest.get(job.pk), job.pk in lacking  # type: ignore[attr-defined]
    return rows


def review_state(job: Job) -> tuple[str, str] | None:
    """The state of a job's review: a key for the colour, and words; None when there is nothing to review."""
    reading = str(getattr(job, "reading", ""))
    if job.status == Job.Status.DRAFT and reading in Intake.WAITING:
        return READING
    if job.conflicts:
        return "conflict", "Page differs"
    if job.reviewed_at:
        return "done", "Reviewed"
    if job.status == Job.Status.DRAFT and reading == Intake.Status.NEEDS_TEXT:
        # A page that was read, but that is closed or no posting by the look of it.
        return ("needs_text", "Needs the text") if getattr(job, "lacks_text", False) else DOUBTFUL
    if job.status == Job.Status.DRAFT and job.origin == Job.Origin.RECRUITER:
        return "waiting", "To review"
    return None


def _next_step(job: Job) -> tuple[str, str, bool]:
    """The name of the page, its words, and whether it is a dialog."""
    state = review_state(job)
    if state and state[0] in UNDER_REVIEW:
        return UNDER_REVIEW[state[0]]
    return {
        Job.Status.DRAFT: ("jobs_job_publish", "Publish", True),
        Job.Status.PUBLISHED: ("jobs_job_invite", "Invite", False),
        Job.Status.CLOSED: ("jobs_job_reopen", "Reopen", True),
        Job.Status.REJECTED: ("jobs_job_restore", "Restore", True),
    }[Job.Status(job.status)]


def is_list(request: HttpRequest) -> bool:
    """Whether the page that is built is the list of jobs."""
    match = request.resolver_match
    return match is not None and match.url_name == "jobs_job_changelist"
