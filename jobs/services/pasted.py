"""Make a job of a posting's text that a person gave."""

from __future__ import annotations

import re
import textwrap

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from jobs.errors import PostingError
from jobs.models import Intake, Job
from jobs.scraping.clean import plain_line, plain_text
from jobs.scraping.sections import split_sections

SHORTEST_TEXT = 80
PERSON = {"source": "person", "path": "typed or pasted", "confidence": 1.0}
# A first line that is a label of the board rather than the job's title.
NO_TITLE = re.compile(
    r"https?://|apply|share|save|back to|home$|menu|jobs?$|job (?:description|details)|about"
    r"|stellen(?:anzeige|angebot)",
    re.I,
)


@transaction.atomic
def import_text(
    *,
    text: str,
    job: Job | None = None,
    title: str = "",
    company: str = "",
    source_url: str = "",
    created_by: User | None = None,
    origin: str = Job.Origin.PRACTICE,
) -> Job:
    """Make a job of a posting's pasted text, or complete `job` whose page could not be read.

    Without a title the first line that looks like one is taken. A job that waits for nothing is returned
    as it is.
    Raises PostingError when the text is too short.
    """
    text = plain_text(text)
    if len(text) < SHORTEST_TEXT:
        raise PostingError("Paste the whole text of the posting: at least a few sentences.")
    title = plain_line(title) or first_title(text)
    if job is None:
        job = Job(source_url=source_url, origin=origin, created_by=created_by)
    elif not settle_intakes(job=job):
        return job
    if job.origin == Job.Origin.PRACTICE:
        # What one visitor typed must not be what the next one finds under the posting's address.
        job.canonical_url = None
    _write_text(job, title, plain_line(company), text)
    return job


def _write_text(job: Job, title: str, company: str, text: str) -> None:
    sections = split_sections(text, company)
    values = {"job_title": title, "company_name": company, "description": text}
    values |= {"requirements": sections.requirements, "company_info": sections.company_info}
    for name, value in values.items():
        setattr(job, name, value)
    provenance = {
        name: {**PERSON, "snippet": plain_line(value, 160)} for name, value in values.items() if value
    }
    job.provenance = {**job.provenance, **provenance}
    job.save()


def first_title(text: str) -> str:
    """The first line of a pasted posting that can be its title, else the beginning of the text."""
    lines = [plain_line(line).strip("•#*-: ") for line in text.split("\n")[:10]]
    for line in lines:
        if 3 <= len(line) <= 120 and re.search(r"[^\W\d_]{2}", line) and not NO_TITLE.match(line):
            return line
    return textwrap.shorten(text, 80, placeholder="…")


def settle_intakes(*, job: Job) -> bool:
    """End the job's unfinished intakes because a person gave the text; False when none was unfinished."""
    unfinished = job.intakes.exclude(status=Intake.Status.DONE)
    return unfinished.update(status=Intake.Status.DONE, problem="", updated_at=timezone.now()) > 0
