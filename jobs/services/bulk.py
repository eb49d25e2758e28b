"""Many addresses handed in at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Case, Count, IntegerField, Q, QuerySet, When

from jobs.errors import PostingError
from jobs.models import BulkImport, ImportLine, Intake, Job, Team
from jobs.models.job import lacks_text
from jobs.services.access import default_team
from jobs.services.address_lists import addresses_in
from jobs.services.duplicates import kept_job
from jobs.services.intake import ELSEWHERE, check_address, free_addresses
from jobs.services.queue import BEHIND, enqueue_intakes

MOST_LINES = 1000
CHUNK = 200
WAITING = Q(intake__status__in=Intake.WAITING)


@dataclass(frozen=True)
class BulkProgress:
    """How far an import is; `new`, `known`, `need_text`, `refused` and `waiting` add up to `total`.

    `new` pages gave their text, however doubtful it is. `known` lines lead to a job that was there before
    or stands in an earlier line; `refused` ones to none.
    """

    total: int
    waiting: int
    new: int
    known: int
    need_text: int
    refused: int
    lines: QuerySet[ImportLine]

    @property
    def done(self) -> int:
        """Lines that wait for nothing any more."""
        return self.total - self.waiting

    @property
    def is_finished(self) -> bool:
        """Whether every page was read or given up."""
        return not self.waiting


@transaction.atomic
def start_bulk_import(
    *, text: str, created_by: User | None, team: Team | None = None, now: datetime
) -> BulkImport:
    """Have every address in `text` read, one a line; return the import to follow.

    What is no address becomes a line with a problem. A job of another team is said to be there, and nothing
    else about it. Raises PostingError for no address at all and for more than 1,000 lines.
    """
    texts = addresses_in(text)
    if not texts:
        raise PostingError("Paste at least one address, one a line.")
    if len(texts) > MOST_LINES:
        raise PostingError(f"That is {len(texts):,} lines. Import up to {MOST_LINES:,} at once.")
    team = team or default_team(user=created_by)
    bulk = BulkImport.objects.create(created_by=created_by, team=team)
    lines = [ImportLine(bulk=bulk, position=number, text=line[:2000]) for number, line in enumerate(texts, 1)]
    addressed = {line.position: url for line in lines if (url := _address(line))}
    _lead_to_jobs(lines, addressed, _Owner(created_by, team), now)
    ImportLine.objects.bulk_create(lines, batch_size=CHUNK)
    return bulk


def bulk_progress(*, bulk: BulkImport) -> BulkProgress:
    """Return how far the import is, by one query; `lines` are fetched when they are looked at."""
    lines = bulk.lines.select_related("job", "intake")
    settled = ~WAITING | Q(intake=None)
    found = Q(problem="", job__isnull=False)
    fresh = found & Q(is_new=True, intake__isnull=False)
    unread = Q(intake__status=Intake.Status.NEEDS_TEXT)
    textless = unread & lacks_text("job__")
    counts = bulk.lines.aggregate(
        total=Count("pk"),
        waiting=_count(WAITING),
        new=_count(fresh & ~WAITING & ~textless),
        need_text=_count(fresh & textless),
        known=_count(found & Q(is_new=False) & settled),
    )
    refused = counts["total"] - sum(counts[name] for name in ("waiting", "new", "need_text", "known"))
    return BulkProgress(**counts, refused=refused, lines=lines)


def _count(condition: Q) -> Count:
    return Count(Case(When(condition, then=1), output_field=IntegerField()))


def _address(line: ImportLine) -> str:
    """The line's address in its one spelling; the line gets a problem when it has none."""
    try:
        return check_address(url=line.text)
    except PostingError as error:
        line.problem = error.message
        return ""


@dataclass(frozen=True)
class _Owner:
    user: User | None
    team: Team | None


def _lead_to_jobs(
    lines: Sequence[ImportLine], addressed: dict[int, str], owner: _Owner, now: datetime
) -> None:
    """Give each line its job and its intake; what is new is queued."""
    urls = list(dict.fromkeys(addressed.values()))
    for start in range(0, len(urls), CHUNK):
        free_addresses(canonical_urls=urls[start : start + CHUNK])
    made = _make_jobs(urls, owner)
    jobs = {url: kept_job(job=job) for job in _jobs_at(urls) if (url := job.canonical_url)}
    visible = _visible(jobs.values(), owner)
    intakes = _make_intakes([job for url in urls if (job := jobs[url]).pk in visible], now)
    for line in lines:
        if url := addressed.get(line.position):
            job = jobs[url]
            _lead(line, job, intakes.get(job.pk), is_new=job.public_id in made, is_visible=job.pk in visible)
            # A second line with the same address leads to the same job, which is then known.
            made.discard(job.public_id)


def _make_intakes(jobs: Sequence[Job], now: datetime) -> dict[int, Intake]:
    """The first reading of each job; one is made and queued where the job's text is missing."""
    intakes: dict[int, Intake] = {}
    for intake in Intake.objects.filter(job__in=jobs, kind=Intake.Kind.FIRST).order_by("created_at", "pk"):
        intakes[intake.job_id] = intake
    fresh = [
        Intake(job=job, url=job.canonical_url or job.source_url, created_at=now, updated_at=now)
        for job in dict.fromkeys(jobs)
        if _needs_reading(job, intakes.get(job.pk))
    ]
    Intake.objects.bulk_create(fresh, batch_size=CHUNK)
    enqueue_intakes(intakes=fresh, priority=BEHIND)
    return intakes | {intake.job_id: intake for intake in fresh}


def _lead(line: ImportLine, job: Job, intake: Intake | None, *, is_new: bool, is_visible: bool) -> None:
    if is_visible:
        line.job, line.intake, line.is_new = job, intake, is_new
    else:
        line.problem = ELSEWHERE


def _make_jobs(urls: list[str], owner: _Owner) -> set[str]:
    """Make the jobs that are not there yet; return their public ids."""
    there = {job.canonical_url for job in _jobs_at(urls)}
    fresh = [
        Job(canonical_url=url, source_url=url, created_by=owner.user, team=owner.team)
        # In one order, so that two imports at once wait for each other instead of for ever.
        for url in sorted(set(urls) - there)
    ]
    # Of two imports of one address at the same moment, the one whose public id is stored made the job.
    Job.objects.bulk_create(fresh, batch_size=CHUNK, ignore_conflicts=True)
    wanted = [job.public_id for job in fresh]
    made = list(_in_chunks("public_id", wanted))
    Job.history.bulk_history_create(made, batch_size=CHUNK, default_user=owner.user)
    return {job.public_id for job in made}


def _jobs_at(urls: list[str]) -> Iterator[Job]:
    return _in_chunks("canonical_url", urls)


def _in_chunks(field: str, values: list[str]) -> Iterator[Job]:
    for start in range(0, len(values), CHUNK):
        yield from Job.objects.filter(**{f"{field}__in": values[start : start + CHUNK]})


def _visible(jobs: Iterable[Job], owner: _Owner) -> set[int]:
    """The jobs that the importing person may know of."""
    numbers = {job.pk for job in jobs}
    if owner.user is None:
        return numbers
    return set(Job.objects.visible_to(owner.user).filter(pk__in=numbers).values_list("pk", flat=True))


def _needs_reading(job: Job, intake: Intake | None) -> bool:
    return not job.has_text and (intake is None or intake.status == Intake.Status.NEEDS_TEXT)
