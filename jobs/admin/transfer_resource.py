"""What a row of an imported file does to a job, and what the preview says about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from import_export.fields import Field
from import_export.resources import ModelResource

from jobs.admin.field_words import label_of
from jobs.admin.scoping import teams_to_choose
from jobs.admin.transfer_formats import unhush_formula
from jobs.models import PUBLIC_FIELDS, Job
from jobs.scraping.clean import plain_line, plain_text
from jobs.scraping.posting import FIELDS, TEXTS
from jobs.scraping.urls import canonical_url
from jobs.services.access import default_team
from jobs.services.corrections import save_correction, write_as_person

WRITTEN = tuple(name for name in PUBLIC_FIELDS if name not in ("created_at", "updated_at"))
# One transaction, within a request: more of them would have SQLite's other writers wait for seconds.
MOST_ROWS = 250
# Longer than any column, so that a cell that does not fit is refused instead of cut.
LONGEST_LINE = 10_000


@dataclass(frozen=True, slots=True)
class Change:
    """One cell of the preview."""

    label: str
    old: str
    new: str


class JobResource(ModelResource):
    """Rows whose `id` is a job that `user` may see change it; all others become drafts."""

    job_title = Field("job_title", PUBLIC_FIELDS["job_title"])
    company_name = Field("company_name", PUBLIC_FIELDS["company_name"])
    description = Field("description", PUBLIC_FIELDS["description"])
    requirements = Field("requirements", PUBLIC_FIELDS["requirements"])
    company_info = Field("company_info", PUBLIC_FIELDS["company_info"])
    location = Field("location", PUBLIC_FIELDS["location"])
    job_type = Field("job_type", PUBLIC_FIELDS["job_type"])
    salary_range = Field("salary_range", PUBLIC_FIELDS["salary_range"])
    source_url = Field("source_url", PUBLIC_FIELDS["source_url"])

    class Meta:
        model = Job
        name = "Jobs"
        fields = WRITTEN
        import_id_fields: list[str] = []
        clean_model_instances = True
        skip_html_diff = True
        report_skipped = True
        # The preview compares it; the library keeps it only once a process has imported something.
        store_instance = True

    def __init__(self, *, user: User, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.user = user
        self.teams = {team.name: team for team in teams_to_choose(user)}
        self.visible = Job.objects.visible_to(user).select_related("team")

    def before_import(self, dataset: Any, **kwargs: Any) -> None:
        """Refuse a file without the one column that a job cannot do without, and one that is too long."""
        if "id" not in dataset.headers and "jobTitle" not in dataset.headers:
            raise ValueError("The file needs a column jobTitle; its first line names the columns.")
        if len(dataset) > MOST_ROWS:
            raise ValueError(f"The file has {len(dataset)} rows. Import at most {MOST_ROWS} at once.")

    def before_import_row(self, row: dict[str, Any], **kwargs: Any) -> None:
        """Clean every cell as if it came from a stranger: mostly it does."""
        errors = {}
        for column, value in row.items():
            try:
                row[column] = _clean(column, value)
            except ValueError as error:
                errors[column] = str(error)
        if errors:
            raise ValidationError(errors)

    def get_instance(self, instance_loader: Any, row: dict[str, Any]) -> Job | None:
        """The visible job that the row means."""
        key = row.get("id")
        return self.visible.filter(public_id=key).first() if key else None

    def after_init_instance(self, instance: Job, new: bool, row: dict[str, Any], **kwargs: Any) -> None:
        """A new job belongs to whoever brings it."""
        if new:
            instance.created_by = self.user
            instance.team = default_team(user=self.user)
        name = row.get("team")
        if name and (instance.team is None or name != instance.team.name):
            if name not in self.teams:
                raise ValidationError({"team": f"You have no team named “{name}”."})
            instance.team = self.teams[name]

    def import_instance(self, instance: Job, row: dict[str, Any], **kwargs: Any) -> None:
        """A job needs a title, unless it waits for one: its page could not be read yet."""
        is_titled = instance._state.adding or bool(instance.job_title)
        super().import_instance(instance, row, **kwargs)
        if is_titled and not instance.job_title:
            raise ValidationError({"job_title": ValidationError("A job needs a title.")})

    def skip_row(self, instance: Job, original: Job, row: Any, import_validation_errors: Any = None) -> bool:
        """Leave alone what the row does not change."""
        return not import_validation_errors and not original._state.adding and not changes(original, instance)

    def do_instance_save(self, instance: Job, is_create: bool) -> None:
        """A person answers for what the file says, as if they had typed it."""
        values = {name: getattr(instance, name) for name in WRITTEN}
        if not is_create:
            stored = self.visible.get(pk=instance.pk)
            changed = {name: value for name, value in values.items() if value != getattr(stored, name)}
            save_correction(job=stored, changes={**changed, "team": instance.team}, user=self.user)
            return
        for name in FIELDS:
            setattr(instance, name, "")
        written = {name: values[name] for name in FIELDS if values[name]}
        write_as_person(job=instance, values=written, user=self.user)
        instance.canonical_url = _free_address(instance.source_url)
        instance.save()

    def after_import_row(self, row: Any, row_result: Any, **kwargs: Any) -> None:
        """What the preview shows."""
        original = None if row_result.is_new() else row_result.original
        row_result.changes = changes(original, row_result.instance) if row_result.instance else []


def changes(original: Job | None, job: Job) -> list[Change]:
    """Return what differs, in the columns' names; everything that has words when there is no original."""
    pairs = [(name, _shown(original, name), _shown(job, name)) for name in (*WRITTEN, "team")]
    return [Change(label_of(name), old, new) for name, old, new in pairs if old != new]


def _shown(job: Job | None, name: str) -> str:
    value = getattr(job, name) if job else ""
    return "" if value is None else str(value)


def _clean(column: str, value: Any) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise ValueError("This must be text in quotation marks.")
    name = next((field for field, key in PUBLIC_FIELDS.items() if key == column), column)
    value = unhush_formula(value)
    return plain_text(value) if name in TEXTS else plain_line(value, LONGEST_LINE)


def _free_address(url: str) -> str | None:
    """The address under which others find this job; None when it is none, or another job has it."""
    try:
        address = canonical_url(url) if url else None
    except ValueError:
        return None
    return None if Job.objects.filter(canonical_url=address).exists() else address
