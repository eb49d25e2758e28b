"""Read the page of one intake into its job: fetch, extract, store what was found."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import structlog
from django.db import transaction
from django.utils import timezone

from jobs.finding import Finding, find_posting
from jobs.models import Intake, Job, Snapshot
from jobs.scraping.fetch import Fetched, FetchRefused
from jobs.scraping.posting import Posting
from jobs.scraping.reasons import Reason
from jobs.scraping.sandbox import read_limited
from jobs.services.versions import apply_posting, newest_snapshot, note_page
from jobs.visits import HostBusy, Visit, paste_only_reason

log = structlog.get_logger(__name__)

EXTRACTOR = "parley/2"
FAILED = "Something went wrong while we read that page."
Find = Callable[[str], Finding]


def read_intake(*, intake: Intake, turns: Iterable[str] = (), find: Find | None = None) -> Intake:
    """Read the page of a waiting intake and end it as done or as needing the text.

    Safe to run twice: whoever moves the intake out of `queued` reads it, others leave. Never raises for what
    a page does. `turns` are the sites at which this reading's turn has come.
    Raises HostBusy when a site is to be left alone for now; `put_back` then makes the intake wait again.
    """
    if not _take(intake):
        return intake
    try:
        finding = find(intake.url) if find else _find(intake, turns)
    except HostBusy:
        raise
    except FetchRefused as refusal:
        _finish(intake, refusal=refusal)
    except Exception:
        log.exception("intake_failed", intake=intake.pk)
        _finish(intake, refusal=FetchRefused(Reason.UNREADABLE, FAILED))
    else:
        _finish(intake, finding=finding)
    intake.refresh_from_db()
    return intake


def put_back(*, intake: Intake) -> bool:
    """Make an intake that a worker took wait again, without counting the attempt; False when it was ended."""
    taken = Intake.objects.filter(pk=intake.pk, status__in=Intake.IN_HAND)
    attempts = max(intake.attempts - 1, 0)
    return taken.update(status=Intake.Status.QUEUED, attempts=attempts, updated_at=timezone.now()) == 1


@transaction.atomic
def fail_intake(*, intake: Intake, now: datetime) -> None:
    """Give an intake up that no worker brings to an end, unless something happened to it since."""
    unchanged = Intake.objects.filter(pk=intake.pk, status=intake.status, updated_at=intake.updated_at)
    if not unchanged.update(**_ending(intake, FetchRefused(Reason.UNREADABLE, FAILED), None), updated_at=now):
        return
    if intake.kind == Intake.Kind.AGAIN:
        note_page(job_id=intake.job_id, state=Job.PageState.UNREACHABLE, now=now)


def _find(intake: Intake, turns: Iterable[str]) -> Finding:
    if sentence := paste_only_reason(intake.url):
        raise FetchRefused(Reason.BLOCKED, sentence)
    again = intake.kind == Intake.Kind.AGAIN
    visit = Visit(turns=set(turns), known=newest_snapshot(job_id=intake.job_id) if again else None)

    def read(fetched: Fetched) -> Posting:
        _move(intake, Intake.Status.FETCHING, Intake.Status.READING)
        return read_page(fetched, intake.url)

    return find_posting(intake.url, fetch_page=visit.fetch, fetch_api=visit.fetch_api, read=read)


def read_page(fetched: Fetched, url: str) -> Posting:
    """Read what was fetched as the posting at `url`. Raises FetchRefused when it takes too much."""
    return _refuse_closed(read_limited(fetched.text, url), timezone.now().date())


def _take(intake: Intake) -> bool:
    taken = _move(intake, Intake.Status.QUEUED, Intake.Status.FETCHING, attempts=intake.attempts + 1)
    intake.refresh_from_db()
    return taken


def _move(intake: Intake, old: str, new: str, **others: Any) -> bool:
    waiting = Intake.objects.filter(pk=intake.pk, status=old)
    return waiting.update(status=new, updated_at=timezone.now(), **others) == 1


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
    finding: Finding | None = None,
    refusal: FetchRefused | None = None,
) -> None:
    """End the intake and keep what was found, unless somebody ended it meanwhile."""
    now = timezone.now()
    posting = finding.posting if finding else None
    if posting and posting.problem:
        refusal = FetchRefused(posting.reason or Reason.NOT_POSTING, posting.problem)
    ended = Intake.objects.filter(pk=intake.pk, status__in=Intake.IN_HAND)
    if not ended.update(**_ending(intake, refusal, posting), updated_at=now):
        return
    if intake.kind == Intake.Kind.AGAIN and (refusal or posting is None):
        note_page(job_id=intake.job_id, state=_page_state(refusal), now=now)
    elif finding and posting:
        snapshot = _snapshot(intake, finding.fetched)
        applied = apply_posting(job_id=intake.job_id, posting=posting, snapshot=snapshot, now=now)
        if intake.kind == Intake.Kind.AGAIN and applied.page_changed:
            Intake.objects.filter(pk=intake.pk).update(outcome=Intake.Outcome.CHANGED)


def _ending(intake: Intake, refusal: FetchRefused | None, posting: Posting | None) -> dict[str, str]:
    """How the intake ends. Another look is always done; a first reading may need a person's text."""
    problem = (
        {"problem": refusal.message, "reason": refusal.reason} if refusal else {"problem": "", "reason": ""}
    )
    if intake.kind == Intake.Kind.AGAIN:
        return {"status": Intake.Status.DONE, "outcome": _outcome(refusal), **problem}
    if refusal:
        return {"status": Intake.Status.NEEDS_TEXT, **problem}
    return {"status": Intake.Status.DONE, "outcome": Intake.Outcome.NEW, **problem}


def _outcome(refusal: FetchRefused | None) -> Intake.Outcome:
    if refusal is None:
        return Intake.Outcome.SAME
    return Intake.Outcome.GONE if refusal.reason == Reason.EXPIRED else Intake.Outcome.FAILED


def _page_state(refusal: FetchRefused | None) -> Job.PageState:
    if refusal is None:
        return Job.PageState.SAME
    return Job.PageState.GONE if refusal.reason == Reason.EXPIRED else Job.PageState.UNREACHABLE


def _snapshot(intake: Intake, fetched: Fetched) -> Snapshot:
    return Snapshot(
        intake=intake,
        final_url=fetched.final_url[:2000],
        http_status=fetched.status,
        content_type=fetched.content_type,
        body=fetched.text,
        sha256=hashlib.sha256(fetched.text.encode("utf-8", "replace")).hexdigest(),
        extractor=EXTRACTOR,
        etag=fetched.etag[:200],
        last_modified=fetched.last_modified[:100],
    )
