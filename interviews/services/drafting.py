"""Drafts plans with the language model's help, where there is one."""

from __future__ import annotations

import logging
from collections.abc import Collection, Mapping
from typing import Any

from interviews import drafting
from interviews.drafting.refine import accept_plan, plan_request
from interviews.engine.plan import Plan, load_plan
from interviews.llm import ModelUnavailable, ask_model, is_configured
from interviews.models import PlanVersion
from interviews.services.plans import PlanOutdated, save_version
from jobs.models import Job
from jobs.services.for_model import job_for_model

log = logging.getLogger(__name__)

# A whole plan is some thousand words; nobody waits for it but a task or a terminal.
LIMIT_S = 30.0


def draft_with_model(
    *, job: Job, minutes: int = 20, practice: bool = False, avoid: Collection[str] = ()
) -> Plan:
    """Return a plan for the job, refined by the model. Practice needs none: its draft is returned as it is.

    Takes up to 30 s. Without a usable reply the draft is the plan.
    """
    draft = drafting.draft_plan(
        job.public_json(), minutes, practice=practice, avoid=avoid, language=job.language
    )
    return draft if practice else _refined(job, draft)


def request_refinement(*, version: PlanVersion) -> None:
    """Have a drafted version refined in the background, where there is a model."""
    from interviews import tasks

    if is_configured() and version.source == PlanVersion.Source.DRAFTED:
        tasks.refine_draft.enqueue(version_id=version.pk)


def refine_draft(*, version: PlanVersion) -> PlanVersion | None:
    """Save what the model makes of a draft as its next version; None when nothing better came of it.

    A draft that somebody has edited stays, and so does one that a candidate was invited with: everybody is
    asked the same.
    """
    if version.job is None or _is_in_use(version):
        return None
    draft = load_plan(version.document)
    plan = _refined(version.job, draft)
    if plan == draft or _is_in_use(version):
        return None
    try:
        return save_version(plan=plan, job=version.job, source=version.source, seen=version.pk)
    except PlanOutdated:
        return None


def _refined(job: Job, draft: Plan) -> Plan:
    if not is_configured():
        return draft
    document = plan_request(job_for_model(job=job), draft)
    try:
        reply = ask_model(task="plan", document=document, schema=PLAN_SCHEMA, timeout=LIMIT_S)
    except ModelUnavailable as failure:
        log.info("the draft stays as it is: %s", failure)
        return draft
    return accept_plan(job.public_json(), draft, reply)


def _is_in_use(version: PlanVersion) -> bool:
    return version.invitations.exists() or version.interviews.exists()


def _object(**properties: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


_TEXT = {"type": "string"}
_TEXTS = {"type": "array", "items": _TEXT}
_KINDS = ["behavioural", "situational", "knowledge", "motivation", "logistics"]
# What the model chooses and words, in the terms of `parley.plan/1`; the rest of the plan is the draft's.
PLAN_SCHEMA: dict[str, Any] = _object(
    competencies={"type": "array", "items": _object(key=_TEXT)},
    questions={
        "type": "array",
        "items": _object(
            key=_TEXT,
            kind={"type": "string", "enum": _KINDS},
            text=_TEXT,
            rephrase={"type": ["string", "null"]},
            competencies=_TEXTS,
            minutes={"type": "number"},
            required={"type": "boolean"},
            source=_TEXT,
            probes=_object(
                max={"type": "integer"},
                authored={"type": "array", "items": _object(**{"for": _TEXT, "text": _TEXT})},
            ),
        ),
    },
)
