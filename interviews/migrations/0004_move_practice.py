"""Move practice out of the tables of hiring, where nothing may tell that somebody practised."""

from __future__ import annotations

from typing import Any

from django.db import migrations

# The public job JSON as it was when this ran first: migrations do not change with the code.
PUBLIC_FIELDS = {
    "public_id": "id",
    "job_title": "jobTitle",
    "company_name": "companyName",
    "description": "description",
    "requirements": "requirements",
    "company_info": "companyInfo",
    "location": "location",
    "job_type": "jobType",
    "salary_range": "salaryRange",
    "source_url": "sourceUrl",
    "created_at": "createdAt",
    "updated_at": "updatedAt",
}
STAYS = {"id", "interview"}
OWN = {"id", "kind", "job", "plan", "invitation", "candidate", "personal", "reviewed_at"}
RECORDS = {"Turn": "PracticeTurn", "InterviewEvent": "PracticeEvent", "Consent": "PracticeConsent"}


def move_practice(apps: Any, schema_editor: Any) -> None:
    """Copy every practice interview with its records, then delete it from where recruiters look."""
    old = apps.get_model("interviews", "Interview").objects.filter(kind="practice")
    for interview in old.select_related("job", "plan").order_by("pk").iterator(chunk_size=100):
        copy = _copy(
            apps.get_model("interviews", "PracticeInterview"),
            interview,
            OWN,
            job=_public_json(interview.job),
            plan=interview.plan.document,
        )
        for source, target in RECORDS.items():
            for record in (
                apps.get_model("interviews", source).objects.filter(interview=interview).order_by("pk")
            ):
                _copy(apps.get_model("interviews", target), record, STAYS, interview=copy)
    old.delete()
    _forget_practice_plans(apps.get_model("interviews", "PlanVersion"))


def _copy(target: Any, row: Any, stays: set[str], **fields: Any) -> Any:
    """Return a row of `target` with what `row` holds, its time of making, too."""
    values = {field.name: getattr(row, field.name) for field in row._meta.fields if field.name not in stays}
    copy = target.objects.create(**values, **fields)
    if "created_at" in values:
        target.objects.filter(pk=copy.pk).update(created_at=values["created_at"])
    return copy


def _public_json(job: Any) -> dict[str, Any]:
    values = {key: getattr(job, field) for field, key in PUBLIC_FIELDS.items()}
    return {key: value.isoformat() if hasattr(value, "isoformat") else value for key, value in values.items()}


def _forget_practice_plans(plans: Any) -> None:
    """Delete what practice was drawn up with; a version that somebody was invited with stays, as drafted."""
    of_practice = plans.objects.filter(source="practice")
    of_practice.filter(interviews=None, invitations=None).delete()
    of_practice.update(source="drafted")


class Migration(migrations.Migration):
    dependencies = [("interviews", "0003_practice")]

    # On the way back practice goes with its tables: it was promised to nobody else.
    operations = [migrations.RunPython(move_practice, migrations.RunPython.noop)]
