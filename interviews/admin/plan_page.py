"""The page of one version of a plan: what it asks, what is missing, what changed, who used it."""

from __future__ import annotations

from typing import Any, cast

from django.contrib.auth.models import User
from django.http import HttpRequest

from interviews.admin.plan_budget import budget
from interviews.admin.plan_diff import describe_changes
from interviews.admin.plan_form_data import from_fields, to_fields
from interviews.admin.plan_form_view import Note, place_of
from interviews.admin.plan_preview import preview
from interviews.admin.plan_versions import (
    canonical,
    interviews_with,
    review_version,
    versions_of,
    with_uses,
)
from interviews.engine.plan import Plan, Question, load_plan
from interviews.models import PlanVersion
from interviews.services.plan_voice import voice_state
from interviews.speech.languages import language_name

MOST_INTERVIEWS = 20


def page_context(request: HttpRequest, version: PlanVersion) -> dict[str, Any]:
    """Return everything that the page of a version shows to the signed-in person."""
    user = cast(User, request.user)
    plan, document, job = load_plan(version.document), canonical(version), version.job
    compared = _compared(version, request.GET.get("with", ""))
    notes = _notes(version)
    interviews = interviews_with(version, user)
    title, company = (job.job_title, job.company_name) if job else (plan.title, "")
    return {
        "version": version,
        "plan": plan,
        "job": job,
        "voice": voice_state(version=version),
        "language": language_name(version.language),
        "questions": [_question(plan, question) for question in plan.questions],
        "budget": budget(document),
        "problems": [note for note in notes if note.level == "problem"],
        "advice": [note for note in notes if note.level == "advice"],
        "is_reviewed": True,
        "lines": preview(plan, job_title=title, company_name=company),
        "compared": compared,
        "compared_label": str(compared.version) if compared else "",
        "changes": describe_changes(canonical(compared), document) if compared else (),
        "versions": with_uses(versions_of(version), user),
        "can_compare": True,
        "interviews": interviews[:MOST_INTERVIEWS],
        "interview_count": interviews.count(),
    }


def _question(plan: Plan, question: Question) -> dict[str, Any]:
    """A question with the names of what it refers to."""
    indicators = plan.indicators_of(question)
    return {
        "question": question,
        "scales": [c.name for c in plan.competencies if c.key in question.competencies],
        "probes": [(probe.text, indicators[probe.indicator].text) for probe in question.probes.authored],
    }


def _compared(version: PlanVersion, wanted: str) -> PlanVersion | None:
    """The version to compare with: the wanted one of the same plan, else the one before."""
    others = versions_of(version).exclude(pk=version.pk)
    chosen = others.filter(pk=wanted).first() if wanted.isdecimal() else None
    return chosen or others.filter(version__lt=version.version).first()


def _notes(version: PlanVersion) -> list[Note]:
    """What is missing or untied, each with its place in words; the page itself has the places as anchors."""
    fields = to_fields(canonical(version))
    form = from_fields(fields)
    found = ((remark, form.field_at(remark.key)) for remark in review_version(version))
    return [Note(r.level, name.partition("-")[0], r.message, place_of(fields, name)) for r, name in found]
