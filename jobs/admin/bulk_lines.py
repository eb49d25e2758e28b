"""What became of each line of an import, in words, and how far the whole is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.urls import reverse

from jobs.models import BulkImport, ImportLine, Intake, Job
from jobs.scraping.hostile import reveal
from jobs.services.bulk import bulk_progress

READ, DOUBTFUL, NEEDS_TEXT = "Read", "Doubtful", "Needs its text"
# Where a reading that failed goes on, whatever it failed for.
TO_DO = "Paste the text, or open the page and look."
TO_CHECK = "Check what was found, or paste the right text."


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the result. `chip` is its colour, `todo` whether its page gave no text that is sure."""

    number: int
    text: str
    state: str
    chip: str
    title: str
    company: str
    link: str
    note: str
    todo: bool
    is_textless: bool
    to_review: bool
    text_link: str
    page_link: str


def bulk_context(bulk: BulkImport, user: User, *, can_add: bool) -> dict[str, Any]:
    """Everything that the page of an import shows, and the part of it that refreshes itself."""
    progress = bulk_progress(bulk=bulk)
    lines = list(progress.lines)
    jobs = {line.job_id for line in lines if line.job_id}
    visible = set(Job.objects.visible_to(user).filter(pk__in=jobs).values_list("pk", flat=True))
    rows = [_row(line, visible) for line in lines]
    fresh = [row for row in rows if row.to_review and row.link]
    share = 100 * progress.done // max(progress.total, 1)
    quarter = 4 if progress.is_finished else min(3, share // 25)
    return {
        "bulk": bulk,
        "progress": progress,
        "rows": rows,
        "share": share,
        "quarter": quarter,
        "said": _said(progress),
        "shown": f"{progress.done}-{progress.waiting}-{progress.need_text}-{progress.new}",
        "can_retry": can_add and progress.is_finished and any(row.is_textless for row in rows),
        "retry_count": sum(row.is_textless for row in rows),
        "review_count": len(fresh),
        "review_link": fresh[0].link if fresh else "",
        "announce": True,
    }


def _said(progress: Any) -> str:
    """What a screen reader is told, at each quarter of the way."""
    if not progress.is_finished:
        return f"{progress.done} of {progress.total} lines are done."
    return f"The import is finished: {_counted(progress)}."


def _counted(progress: Any) -> str:
    return (
        f"{progress.new} new, {progress.known} known, {progress.need_text} without text,"
        f" {progress.refused} left out"
    )


def _row(line: ImportLine, visible: set[int]) -> Row:
    job = line.job if line.job_id in visible else None
    state, chip, note = _outcome(line, job)
    return Row(
        number=line.position,
        text=reveal(line.text),
        state=state,
        chip=chip,
        title=(job.job_title if job else "") or reveal(line.text),
        company=job.company_name if job else "",
        link=_job_page(job, line.intake) if job else "",
        note=note,
        todo=job is not None and chip == "check",
        is_textless=state == NEEDS_TEXT,
        to_review=state in {READ, DOUBTFUL},
        text_link=reverse("admin:jobs_job_text", args=[job.pk]) if job and chip == "check" else "",
        page_link=job.source_url if job else "",
    )


def _job_page(job: Job, intake: Intake | None) -> str:
    """Where its reader goes on: nowhere yet, to its review, or to the job."""
    if intake is not None and intake.is_waiting:
        return ""
    return reverse(f"admin:jobs_job_{'review_one' if _to_review(job) else 'change'}", args=[job.pk])


def _to_review(job: Job) -> bool:
    return job.has_text and job.status == Job.Status.DRAFT and job.reviewed_at is None


def _outcome(line: ImportLine, job: Job | None) -> tuple[str, str, str]:
    """The state in words, its colour, and what to do."""
    intake = line.intake
    if line.problem:
        return "Left out", "weak", line.problem
    if line.job_id is None:
        return "Gone", "missing", "This job was deleted."
    if job is None:
        return "Known", "missing", "Another team has this job. Ask an administrator if it should be yours."
    if intake is not None and intake.is_waiting:
        return intake.get_status_display(), "written", ""
    if intake is not None and intake.status == Intake.Status.NEEDS_TEXT and not job.has_text:
        return NEEDS_TEXT, "check", f"{intake.problem} {TO_DO}".strip()
    if intake is not None and intake.status == Intake.Status.NEEDS_TEXT and _to_review(job):
        return DOUBTFUL, "check", f"{intake.problem} {TO_CHECK}".strip()
    if not line.is_new:
        return "Known", "written", "This job was there before."
    state = READ if _to_review(job) else "Reviewed" if job.reviewed_at else job.get_status_display()
    return state, "accepted" if state == READ else "written", ""
