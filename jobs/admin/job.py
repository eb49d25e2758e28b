"""Curation of jobs: the list, the form, and what they are put together from."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.forms.widgets import Script
from django.http import Http404, HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from simple_history.admin import SimpleHistoryAdmin
from unfold.admin import ModelAdmin
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display

from jobs.admin.adding import AddingMixin
from jobs.admin.bulk_actions import BulkActionsMixin
from jobs.admin.columns import UNLISTED, ColumnsMixin, is_list, with_reading
from jobs.admin.conflicts import ConflictsMixin
from jobs.admin.curation import MORE, CurationMixin
from jobs.admin.filters import (
    AddedFilter,
    CompanyFilter,
    HostFilter,
    LanguageFilter,
    ReviewFilter,
    TeamFilter,
)
from jobs.admin.form import JobForm, help_texts, written
from jobs.admin.history import HistoryMixin
from jobs.admin.review import ReviewMixin
from jobs.admin.scoping import ScopedAdmin
from jobs.admin.status_actions import StatusActionsMixin
from jobs.admin.versions import MOST_VERSIONS, VersionsMixin, versions_of
from jobs.errors import PostingError
from jobs.models import Job
from jobs.models.job import JobQuerySet
from jobs.scraping.posting import FIELDS
from jobs.services.access import default_team
from jobs.services.corrections import BESIDE, save_correction, write_as_person
from jobs.services.pasted import settle_intakes


@admin.register(Job)
class JobAdmin(
    ReviewMixin,
    AddingMixin,
    StatusActionsMixin,
    BulkActionsMixin,
    ConflictsMixin,
    VersionsMixin,
    ColumnsMixin,
    HistoryMixin,
    CurationMixin,
    ScopedAdmin,
    SimpleHistoryAdmin,
    ModelAdmin,
):
    """Jobs of one's teams, each with where its words came from; the mixins hold what each page does."""

    form = JobForm
    list_display = (
        "title",
        "status_label",
        "review_label",
        "page",
        "added",
        "next_step",
    )
    list_filter = (
        ReviewFilter,
        ("status", ChoicesDropdownFilter),
        TeamFilter,
        CompanyFilter,
        ("page_state", ChoicesDropdownFilter),
        LanguageFilter,
        HostFilter,
        ("origin", ChoicesDropdownFilter),
        ("created_at", AddedFilter),
    )
    list_filter_submit = True
    list_fullwidth = True
    list_per_page = 25
    show_full_result_count = False
    search_fields = ("job_title", "company_name", "location", "source_url")
    actions = ("publish_selected", "close_selected", "reject_selected")
    actions_list = ("add_from_address", MORE)
    actions_detail = (
        "review",
        "publish",
        "invite",
        "reopen",
        "restore",
        {"title": "More", "items": ["plan", "close", "reject", "look_again", "undo"]},
    )
    readonly_fields = (
        "status",
        "origin",
        "versions",
        "company",
        "reviewed_by",
        "reviewed_at",
        "content_changed_at",
        "created_by",
        "created_at",
        "updated_at",
    )
    add_fieldsets = (
        (
            "Position",
            {
                "classes": ("tab",),
                "fields": (
                    "job_title",
                    "company_name",
                    "location",
                    "job_type",
                    "salary_range",
                    "language",
                    "source_url",
                    "team",
                ),
            },
        ),
        ("Text", {"classes": ("tab",), "fields": ("description", "requirements", "company_info")}),
    )
    fieldsets = (
        *add_fieldsets,
        ("Versions", {"classes": ("tab",), "fields": ("versions",)}),
        (
            "State",
            {
                "classes": ("tab",),
                "fields": (
                    "status",
                    "origin",
                    "company",
                    ("reviewed_by", "reviewed_at"),
                    "content_changed_at",
                    ("created_by", "created_at", "updated_at"),
                ),
            },
        ),
    )
    warn_unsaved_form = True
    compressed_fields = False

    class Media:
        css = {"all": ("jobs/admin.css",)}
        js = (Script("jobs/tabs.js", type="module"),)

    def scope(self, queryset: QuerySet[Job], user: User) -> QuerySet[Job]:
        """Their teams' jobs and their own."""
        return cast(JobQuerySet, queryset).visible_to(user)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Job]:
        """The list is thousands long and never shows the texts; a job's page shows who did what."""
        jobs: QuerySet[Job] = super().get_queryset(request)
        if is_list(request):
            return jobs.defer(*UNLISTED)
        return jobs.select_related("team", "company", "created_by", "reviewed_by")

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """Add what the rows show; the header need not repeat the number that stands under the list."""
        changelist = super().get_changelist_instance(request)
        changelist.full_result_count = changelist.result_count
        changelist.result_list = with_reading(changelist.result_list)
        return changelist

    def get_fieldsets(self, request: HttpRequest, obj: Job | None = None) -> Any:
        """A new job has no state and no source yet."""
        return self.fieldsets if obj else self.add_fieldsets

    def get_form(
        self, request: HttpRequest, obj: Job | None = None, change: bool = False, **kwargs: Any
    ) -> Any:
        """Show beside each field where its value was found, and what the page says now."""
        if obj:
            kwargs["help_texts"] = help_texts(obj)
        return super().get_form(request, obj, change, **kwargs)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """A new job belongs to the team of who adds it, when they have one."""
        team = default_team(user=cast(User, request.user))
        return {**super().get_changeform_initial_data(request), "team": team.pk if team else None}

    def save_model(self, request: HttpRequest, obj: Job, form: forms.ModelForm, change: bool) -> None:
        """What a person wrote is theirs from then on; a job with its text waits for nothing any more."""
        user, now = cast(User, request.user), timezone.now()
        if change:
            changes = written(form, (*FIELDS, *BESIDE))
            try:
                if changes:
                    save_correction(job=obj, changes=changes, user=user, now=now)
            except PostingError as error:
                messages.error(request, error.message)
                return
        else:
            obj.created_by = user
            write_as_person(job=obj, values=written(form, FIELDS), user=user, now=now)
            obj.save()
        if obj.has_text:
            settle_intakes(job=obj)

    def seen(self, request: HttpRequest, pk: int, permission: str) -> Job:
        """The job, for whoever may see it and has the permission for it.

        Raises PermissionDenied without the permission, Http404 for a job that is not in sight.
        """
        allowed = getattr(self, f"has_{permission}_permission")
        if not allowed(request):
            raise PermissionDenied
        job: Job | None = self.get_object(request, str(pk))
        if job is None:
            raise Http404
        if not allowed(request, job):
            raise PermissionDenied
        return job

    @display(description="What the page said")
    def versions(self, job: Job) -> SafeString:
        """Every look at the page, newest first, with what had changed."""
        # Unfold asks for a read-only field several times over.
        if not hasattr(job, "versions_html"):
            context = {"job": job, "versions": versions_of(job), "most": MOST_VERSIONS}
            job.versions_html = render_to_string("jobs/admin_job_versions.html", context)  # type: ignore[attr-defined]
        return mark_safe(job.versions_html)  # type: ignore[attr-defined]  # noqa: S308 (escaped there)
