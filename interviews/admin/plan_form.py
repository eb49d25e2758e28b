"""The forms in which plans are written or handed in as YAML."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.contrib.auth.models import User
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from unfold.widgets import UnfoldAdminIntegerFieldWidget, UnfoldAdminTextareaWidget

from interviews import drafting
from interviews.engine.plan import Plan, PlanError
from interviews.models import PlanVersion
from interviews.services.drafting import request_refinement
from interviews.services.plans import PlanOutdated, read_plan, save_version
from jobs.admin.pages import OWN_FILE_FIELD
from jobs.models import Job

LONGEST = 200_000
OUTDATED = "{message} Yours is still here. Save again to put it on top as the next version."


class PlanTextForm(forms.Form):
    """A plan as YAML, pasted or as a file; its errors name the line and the key."""

    text = forms.CharField(
        label="Plan (parley.plan/1)",
        max_length=LONGEST,
        strip=False,
        required=False,
        widget=UnfoldAdminTextareaWidget(attrs={"spellcheck": "false", "wrap": "off"}),
    )
    file = forms.FileField(
        label="Or a file of it",
        required=False,
        allow_empty_file=True,
        help_text="A .yaml file. It takes the place of the text above.",
        widget=forms.FileInput(attrs={"accept": ".yaml,.yml"} | OWN_FILE_FIELD),
    )
    # The newest version that the person knows of.
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    source = PlanVersion.Source.EDITED
    field_order: tuple[str, ...] = ("text", "file", "seen")

    def __init__(self, *args: Any, for_job: Job | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.for_job = for_job
        self.plan: Plan | None = None
        self.is_new = False

    def clean(self) -> dict[str, Any]:
        """Refuse what is no plan, and show the text of a file that is none, to be mended."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if self.errors:
            return data
        text = _text_of(data["file"]) if data.get("file") else data["text"]
        if text is None:
            self.add_error("file", "This file is no text, or too long to be a plan.")
            return data
        self._take(text)
        return data

    def save(self, *, created_by: User) -> PlanVersion | None:
        """Return the version; `is_new` says whether it is one. None, with an error: another came first."""
        assert self.plan is not None
        before = PlanVersion.objects.filter(job=self.for_job, key=self.plan.key).order_by("-pk").first()
        try:
            version = save_version(
                plan=self.plan,
                job=self.for_job,
                source=self.source,
                created_by=created_by,
                seen=self.cleaned_data.get("seen"),
            )
        except PlanOutdated as outdated:
            self.data = {**self.data, "seen": str(outdated.newest.pk)}
            self.add_error(None, OUTDATED.format(message=outdated.message))
            return None
        self.is_new = version != before
        return version

    def is_empty(self, text: str) -> bool:
        """Say what is wrong with nothing at all."""
        if not text.strip():
            self.add_error("text", "Paste the plan, or choose a file of it.")
        return not text.strip()

    def _take(self, text: str) -> None:
        if self.is_empty(text):
            return
        try:
            self.plan = read_plan(text=text)
        except PlanError as error:
            self.data = {**self.data, "text": text}
            self.add_error("text", str(error))


class NewPlanForm(PlanTextForm):
    """A job, and the plan for it when one is written already."""

    job = forms.ModelChoiceField(
        Job.objects.none(),
        # Chosen by typing: a list of thousands is no choice.
        widget=AutocompleteSelect(PlanVersion._meta.get_field("job"), admin.site),
    )
    minutes = forms.IntegerField(
        label="Minutes in all",
        min_value=5,
        max_value=120,
        initial=20,
        required=False,
        help_text="A plan of this length is drafted from the posting, for you to edit.",
        widget=UnfoldAdminIntegerFieldWidget,
    )
    source = PlanVersion.Source.IMPORTED
    field_order = ("job", "minutes", "text", "file", "seen")

    def __init__(self, *args: Any, jobs: QuerySet[Job], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["job"]).queryset = jobs
        self.fields["text"].help_text = "Then nothing is drafted: its own minutes and questions count."

    def is_empty(self, text: str) -> bool:
        """Nothing at all is a wish for a draft."""
        return not text.strip()

    def save(self, *, created_by: User) -> PlanVersion | None:
        """Draft the plan when none was given."""
        job: Job = self.cleaned_data["job"]
        self.for_job = job
        if self.plan is None:
            minutes = self.cleaned_data.get("minutes") or self.fields["minutes"].initial
            self.plan = drafting.draft_plan(job.public_json(), minutes, language=job.language)
            self.source = PlanVersion.Source.DRAFTED
        version = super().save(created_by=created_by)
        if version is not None and self.is_new:
            request_refinement(version=version)
        return version


def _text_of(file: UploadedFile[bytes]) -> str | None:
    """The text of a file; None when it is none, or too long."""
    if (file.size or 0) > LONGEST:
        return None
    try:
        return file.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
