"""The forms in which plans are written."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.contrib.auth.models import User
from django.db.models import QuerySet
from unfold.widgets import UnfoldAdminTextareaWidget

from interviews import drafting
from interviews.engine.plan import Plan, PlanError, load_plan_yaml
from interviews.models import PlanVersion
from interviews.services.plans import save_version
from jobs.models import Job


class PlanTextForm(forms.Form):
    """A plan as YAML; its errors name the line and the key."""

    text = forms.CharField(
        label="Plan (parley.plan/1)",
        max_length=200_000,
        strip=False,
        widget=UnfoldAdminTextareaWidget(attrs={"spellcheck": "false", "wrap": "off"}),
    )
    source = PlanVersion.Source.EDITED

    def __init__(self, *args: Any, for_job: Job | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.for_job = for_job
        self.plan: Plan | None = None

    def clean_text(self) -> str:
        """Refuse what is no plan."""
        text: str = self.cleaned_data["text"]
        if text.strip():
            try:
                self.plan = load_plan_yaml(text)
            except PlanError as error:
                raise forms.ValidationError(str(error)) from error
        return text

    def save(self, *, created_by: User) -> tuple[PlanVersion, bool]:
        """Return the version, and whether it is a new one."""
        assert self.plan is not None
        before = PlanVersion.objects.filter(job=self.for_job, key=self.plan.key).order_by("-pk").first()
        version = save_version(plan=self.plan, job=self.for_job, source=self.source, created_by=created_by)
        return version, version != before


class NewPlanForm(PlanTextForm):
    """A job, and the plan for it when one is written already."""

    job = forms.ModelChoiceField(
        Job.objects.none(),
        # Chosen by typing: a list of thousands is no choice.
        widget=AutocompleteSelect(PlanVersion._meta.get_field("job"), admin.site),
    )
    source = PlanVersion.Source.IMPORTED
    field_order = ("job", "text")

    def __init__(self, *args: Any, jobs: QuerySet[Job], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["job"]).queryset = jobs
        self.fields["text"].required = False
        self.fields["text"].help_text = "Leave empty to have one drafted from the posting."

    def save(self, *, created_by: User) -> tuple[PlanVersion, bool]:
        """Draft the plan when none was given."""
        job: Job = self.cleaned_data["job"]
        self.for_job = job
        if self.plan is None:
            self.plan = drafting.draft_plan(job.public_json())
            self.source = PlanVersion.Source.DRAFTED
        return super().save(created_by=created_by)
