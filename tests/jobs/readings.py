"""A posting's page and readings of it, for tests of what readings do to jobs."""

from __future__ import annotations

import json
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone

from jobs.models import Intake, Job
from jobs.services.intake import start_intake
from jobs.services.rechecks import recheck_job
from jobs.tasks import run_intake
from tests.jobs.site import Site

WORDS = "Saltmarsh Works keeps the low fields dry and looks for somebody who keeps the pumps running. " * 3


def show(site: Site, path: str = "/job", *, status: int = 200, etag: str = "", **fields: Any) -> str:
    """Put a posting's page on the site (`title`, `company`, `place`, `text`, `pay`); return its address."""
    document: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "JobPosting",
        "title": fields.get("title", "Pump Engineer"),
        "description": f"<p>{fields.get('text', WORDS)}</p>",
        "hiringOrganization": {
            "@type": "Organization",
            "name": fields.get("company", "Saltmarsh Works Ltd."),
        },
        "jobLocation": {"@type": "Place", "address": {"addressLocality": fields.get("place", "Sligo")}},
    }
    if pay := fields.get("pay"):
        value = {"@type": "QuantitativeValue", "minValue": pay, "maxValue": pay + 5000, "unitText": "YEAR"}
        document["baseSalary"] = {"@type": "MonetaryAmount", "currency": "EUR", "value": value}
    document |= fields.get("more", {})
    body = f'<html><head><script type="application/ld+json">{json.dumps(document)}</script></head></html>'
    site.answer(path, body.encode(), status=status, etag=etag)
    return site.url(path)


def take_in(url: str, user: User | None = None) -> Job:
    """Have a recruiter's posting read; return its job."""
    intake = start_intake(url=url, origin=Job.Origin.RECRUITER, created_by=user, now=timezone.now())
    run_intake.call(intake.pk)
    return Job.objects.get(pk=intake.job_id)


def look_again(job: Job) -> Intake:
    """Have the job's page looked at again; return how it ended. The job is brought up to date."""
    intake = recheck_job(job=job, now=timezone.now())
    run_intake.call(intake.pk)
    intake.refresh_from_db()
    job.refresh_from_db()
    return intake
