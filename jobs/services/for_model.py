"""A job as a language model may get it: data, without the sentences that speak to a model."""

from __future__ import annotations

from typing import Any

from jobs.models import Job
from jobs.scraping.hostile import without_instructions


def job_for_model(*, job: Job) -> dict[str, Any]:
    """Return the public JSON of a job without sentences that give a model orders.

    It belongs into a message as data, never into the instructions themselves: what a filter knows is never
    all there is.
    """
    return {
        key: without_instructions(value) if isinstance(value, str) else value
        for key, value in job.public_json().items()
    }
