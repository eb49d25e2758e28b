"""Read the page of one intake into its job: fetch, extract, store what was found."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import structlog
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from jobs.models import Intake, Job, Snapshot
from jobs.scraping.fetch import Fetched, FetchRefused, fetch
from jobs.scraping.posting import FIELDS, Posting
from jobs.scraping.reasons import Reason
from jobs.scraping.registry import find_api_urls, read_posting
from jobs.scraping.urls import has_host

log = structlog.get_logger(__name__)

EXTRACTOR = "parley/1"
# Their terms forbid automated reading; the posting's text can be pasted instead.
PASTE_ONLY = ("linkedin.com", "indeed.com")
GONE = "That posting is no longer there."
UNREADABLE = "That site did not let us read the page."
FAILED = "Something went wrong while we read that page."

Fetch = Callable[[str], Fetched]


def fetch_page(url: str) -> Fetched:
    """Fetch one page with the bounds of this installation. Raises FetchRefused."""
    return fetch(url, user_agent=settings.FETCH_USER_AGENT, test_addresses=settings.FETCH_TEST_ADDRESSES)


def fetch_posting(url: str, *, fetch_page: Fetch = fetch_page) -> Fetched:
    """Fetch the posting from its keyless API where there is one, else its page. Raises FetchRefused."""
    if any(has_host(url, domain) for domain in PASTE_ONLY):
        raise FetchRefused(Reason.BLOCKED)
    if answer := _fetch_api(find_api_urls(url), fetch_page):
        return answer
    page = _checked(fetch_page(url))
    return _fetch_api(find_api_urls(url, page.text), fetch_page) or page


def read_intake(*, intake: Intake, fetch_posting: Fetch = fetch_posting) -> Intake:
    """Read the page of a waiting intake and end it as done or as needing the text.

    Safe to run twice: whoever moves the intake out of `queued` reads it, others leave. Never raises for what
    a page does.
    """
    if not _take(intake):
        return intake
    try:
        fetched = fetch_posting(intake.url)
        _move(intake, Intake.Status.FETCHING, Intake.Status.READING)
        posting = _refuse_closed(read_posting(fetched.text, intake.url), timezone.now().date())
    except FetchRefused as refusal:
        _finish(intake, problem=refusal.message, reason=refusal.reason)
    except Exception:
        log.exception("intake_failed", intake=intake.pk)
        _finish(intake, problem=FAILED, reason=Reason.UNREADABLE)
    else:
        _finish(intake, posting=posting, fetched=fetched, problem=posting.problem, reason=posting.reason)
    intake.refresh_from_db()
    return intake


def _take(intake: Intake) -> bool:
    taken = _move(intake, Intake.Status.QUEUED, Intake.Status.FETCHING, attempts=intake.attempts + 1)
    intake.refresh_from_db()
    return taken


def _move(intake: Intake, old: str, new: str, **others: Any) -> bool:
    waiting = Intake.objects.filter(pk=intake.pk, status=old)
    return waiting.update(status=new, updated_at=timezone.now(), **others) == 1


def _fetch_api(api_urls: tuple[str, ...], fetch_page: Fetch) -> Fetched | None:
    """What the first API that is up answers; None without. Raises FetchRefused when the posting is gone."""
    for api_url in api_urls:
        try:
            return _checked(fetch_page(api_url))
        except FetchRefused as refusal:
            if refusal.reason == Reason.EXPIRED:
                raise
    return None


def _checked(fetched: Fetched) -> Fetched:
    if fetched.status in {404, 410}:
        raise FetchRefused(Reason.EXPIRED, GONE)
    if fetched.status != 200:
        raise FetchRefused(Reason.UNREADABLE, UNREADABLE)
    return fetched


def _refuse_closed(posting: Posting, today: date) -> Posting:
    """A posting whose last day is past is not open; what was read is kept for the person who knows better."""
    try:
        closes = datetime.fromisoformat(posting.valid_through).date()
    except ValueError:
        return posting
    if closes >= today or posting.problem:
        return posting
    return replace(
        posting, reason=Reason.EXPIRED, problem=f"That posting closed on {closes.day} {closes:%B %Y}."
    )


@transaction.atomic
def _finish(
    intake: Intake,
    *,
    posting: Posting | None = None,
    fetched: Fetched | None = None,
    problem: str = "",
    reason: Reason | None = None,
) -> None:
    """End the intake and keep what was found, unless somebody ended it meanwhile."""
    reading = (Intake.Status.FETCHING, Intake.Status.READING)
    status = Intake.Status.NEEDS_TEXT if problem else Intake.Status.DONE
    ended = Intake.objects.filter(pk=intake.pk, status__in=reading)
    found = {"status": status, "problem": problem, "reason": reason or ""}
    if not ended.update(**found, updated_at=timezone.now()):
        return
    if fetched:
        _store_snapshot(intake, fetched)
    if posting:
        fill_job(job_id=intake.job_id, posting=posting)


def _store_snapshot(intake: Intake, fetched: Fetched) -> None:
    Snapshot.objects.update_or_create(
        intake=intake,
        defaults={
            "final_url": fetched.final_url[:2000],
            "http_status": fetched.status,
            "content_type": fetched.content_type,
            "body": fetched.text,
            "sha256": hashlib.sha256(fetched.text.encode("utf-8", "replace")).hexdigest(),
            "extractor": EXTRACTOR,
            "fetched_at": datetime.now(UTC),
        },
    )


def fill_job(*, job_id: int, posting: Posting) -> None:
    """Fill the job's empty fields from the posting and note their provenance; what people wrote stays."""
    job = Job.objects.get(pk=job_id)
    filled = []
    for name in FIELDS:
        value = getattr(posting, name)
        # Field by field against the stored value, so that a recruiter's edit of this moment is not undone.
        if value and Job.objects.filter(pk=job_id, **{name: ""}).update(**{name: value}):
            filled.append(name)
            setattr(job, name, value)
    job.provenance = job.provenance | {name: posting.provenance[name] for name in filled}
    if posting.language and "description" in filled:
        job.language = posting.language
    job.save(update_fields=["provenance", "language", "updated_at", *filled])
