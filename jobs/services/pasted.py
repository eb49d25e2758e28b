"""Make a job of a posting's text or file that a person gave."""

from __future__ import annotations

import re
import textwrap
from threading import BoundedSemaphore

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from jobs.errors import PostingError
from jobs.models import Intake, Job, Team
from jobs.scraping.clean import plain_line, plain_text
from jobs.scraping.documents import read_upload
from jobs.scraping.fetch import FetchRefused
from jobs.scraping.posting import Posting
from jobs.scraping.sections import split_sections
from jobs.services.access import default_team
from jobs.services.corrections import save_with_reason, write_as_person
from jobs.services.derived import derive

SHORTEST_TEXT = 80
# Files that one web process reads at a time, and how long the next one waits for its turn, seconds.
MOST_READERS = 2
LONGEST_WAIT = 5
_READERS = BoundedSemaphore(MOST_READERS)
DETAILS = ("location", "job_type", "salary_range")
# A first line that is a label of the board rather than the job's title.
NO_TITLE = re.compile(
    r"https?://|apply|share|save|back to|home$|menu|jobs?$|job (?:description|details)|about"
    r"|stellen(?:anzeige|angebot)",
    re.I,
)


@transaction.atomic
def import_upload(
    *,
    data: bytes,
    name: str,
    job: Job | None = None,
    title: str = "",
    company: str = "",
    source_url: str = "",
    created_by: User | None = None,
    team: Team | None = None,
    origin: str = Job.Origin.RECRUITER,
) -> Job:
    """Make a job of a posting that a person has as a file (PDF, HTML or text), or complete `job` with it.

    A saved page gives its other fields too. A job that waits for nothing is returned as it is.
    Raises PostingError when the file is none of these, cannot be read, or holds too little text.
    """
    posting = _read_file(data, name)
    filled = import_text(
        text=posting.description,
        job=job,
        title=_said(title, job.job_title if job else "", posting.job_title),
        company=_said(company, job.company_name if job else "", posting.company_name),
        source_url=source_url,
        created_by=created_by,
        team=team,
        origin=origin,
    )
    return _add_details(filled, posting) if filled.description == plain_text(posting.description) else filled


def _said(given: str, known: str, read: str) -> str:
    """What a person typed counts; what a form was merely filled in with gives way to what the file says."""
    return read if read and given in {"", known} else given


def _read_file(data: bytes, name: str) -> Posting:
    # Whoever asks waits in a web thread: not all of these may be busy with files.
    if not _READERS.acquire(timeout=LONGEST_WAIT):
        raise PostingError("Many files are being read just now. Try again in a minute.")
    try:
        posting = read_upload(data, name)
    except FetchRefused as refusal:
        raise PostingError(refusal.message) from refusal
    finally:
        _READERS.release()
    if len(posting.description) < SHORTEST_TEXT:
        raise PostingError(posting.problem or "That file holds too little text. Paste the posting instead.")
    return posting


def _add_details(job: Job, posting: Posting) -> Job:
    """What a saved page says beside its text, where nobody has said it yet."""
    added = {name for name in DETAILS if getattr(posting, name) and not getattr(job, name)}
    for name in added:
        setattr(job, name, getattr(posting, name))
        job.provenance[name] = {**posting.provenance[name]}
    if added:
        derive(job=job, changed=added, pay=posting.salary.to_dict() if posting.salary else None)
        save_with_reason(job, "Read from a file", *added)
    return job


@transaction.atomic
def import_text(
    *,
    text: str,
    job: Job | None = None,
    title: str = "",
    company: str = "",
    source_url: str = "",
    created_by: User | None = None,
    team: Team | None = None,
    origin: str = Job.Origin.PRACTICE,
) -> Job:
    """Make a job of a posting's pasted text, or complete `job` whose page could not be read.

    Without a title the first line that looks like one is taken. A job that waits for nothing is returned
    as it is.
    Raises PostingError when the text is too short.
    """
    raw_text, text = text, plain_text(text)
    if len(text) < SHORTEST_TEXT:
        raise PostingError("Paste the whole text of the posting: at least a few sentences.")
    if job is None:
        team = team or default_team(user=created_by)
        job = Job(source_url=source_url, origin=origin, created_by=created_by, team=team)
    elif not settle_intakes(job=job):
        return job
    else:
        job = Job.objects.select_for_update().get(pk=job.pk)
    if job.origin == Job.Origin.PRACTICE:
        # What one visitor typed must not be what the next one finds under the posting's address.
        job.canonical_url = None
    title = plain_line(title) or first_title(text)
    _write_text(job, title, plain_line(company), text, user=created_by, raw_text=raw_text)
    return job


def _write_text(job: Job, title: str, company: str, text: str, *, user: User | None, raw_text: str) -> None:
    sections = split_sections(text, company)
    values = {"job_title": title, "company_name": company, "description": text}
    values |= {"requirements": sections.requirements, "company_info": sections.company_info}
    given = {name: value for name, value in values.items() if value}
    # What a page said before is no part of what the person gave.
    for name in set(values) - set(given):
        setattr(job, name, "")
        job.provenance.pop(name, None)
    write_as_person(job=job, values=given, user=user, raw_text=raw_text)
    job.save()


def first_title(text: str) -> str:
    """The first line of a pasted posting that can be its title, else the beginning of the text."""
    lines = [plain_line(line).strip("•#*-: ") for line in text.split("\n")[:10]]
    for line in lines:
        if 3 <= len(line) <= 120 and re.search(r"[^\W\d_]{2}", line) and not NO_TITLE.match(line):
            return line
    return textwrap.shorten(text, 80, placeholder="…")


def settle_intakes(*, job: Job) -> bool:
    """End the job's unfinished first readings because a person gave the text; False when there was none."""
    unfinished = job.intakes.filter(kind=Intake.Kind.FIRST).exclude(status=Intake.Status.DONE)
    return unfinished.update(status=Intake.Status.DONE, problem="", updated_at=timezone.now()) > 0
