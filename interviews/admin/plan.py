"""Plans: read as a person reads, edited as YAML, kept as versions."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from unfold.admin import ModelAdmin
from unfold.decorators import action, display

from interviews.admin.plan_form import NewPlanForm, PlanTextForm
from interviews.admin.rehearsal import RehearsalMixin
from interviews.engine.plan import load_plan
from interviews.models import PlanVersion
from interviews.services.plans import newest_plan, plan_yaml
from jobs.admin.labels import coloured
from jobs.admin.scoping import JobFilter, ScopedAdmin, sees_everything
from jobs.models import Job

FORM_TEMPLATE = "admin/interviews/planversion/form.html"


@admin.register(PlanVersion)
class PlanVersionAdmin(RehearsalMixin, ScopedAdmin, ModelAdmin):
    """A version is never changed: an edit makes the next one."""

    list_display = ("title", "job", "version", "minutes", "question_count", "source_label", "created_at")
    list_filter = (("job", JobFilter), "source", "language")
    list_select_related = ("job",)
    search_fields = ("title", "key", "job__job_title", "job__company_name")
    ordering = ("-created_at",)
    actions = None
    list_per_page = 50
    list_filter_submit = True
    show_full_result_count = False
    actions_detail = ("rehearse", "edit")
    change_form_template = "admin/interviews/planversion/page.html"

    class Media:
        css = {"all": ("interviews/admin/admin.css",)}

    def get_readonly_fields(self, request: HttpRequest, obj: PlanVersion | None = None) -> list[str]:
        """Every field."""
        return [field.name for field in PlanVersion._meta.fields]

    def has_change_permission(self, request: HttpRequest, obj: PlanVersion | None = None) -> bool:
        """Versions are frozen."""
        return False

    def has_write_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        """Who may write the next version; the library, which is everybody's, is the administrators'."""
        if not self.has_add_permission(request) or not self.is_in_scope(request, object_id):
            return False
        return sees_everything(request) or not PlanVersion.objects.filter(pk=object_id, job=None).exists()

    def scope(self, queryset: QuerySet[PlanVersion], user: User) -> QuerySet[PlanVersion]:
        """The plans of one's jobs, and the library."""
        return queryset.filter(Q(job=None) | Q(job__in=Job.objects.visible_to(user)))

    def get_urls(self) -> list[URLPattern]:
        """Add the page on which the next version is written, and the way to it from a job."""
        edit = self.admin_site.admin_view(self.edit_view)
        of_job = self.admin_site.admin_view(self.of_job_view)
        return [
            path("<int:pk>/yaml/", edit, name="interviews_planversion_yaml"),
            path("of-job/<int:job_pk>/", of_job, name="interviews_planversion_of_job"),
            *super().get_urls(),
        ]

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show the plan instead of a form."""
        version = self.get_object(request, object_id)
        context: dict[str, Any] = {}
        if version is not None:
            context = {
                "version": version,
                "plan": load_plan(version.document),
                "versions": _siblings(version),
            }
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), **context})

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Draft a plan for a job, or take one that is written already."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        jobs = Job.objects.visible_to(cast(User, request.user))
        form = NewPlanForm(request.POST or None, initial={"job": request.GET.get("job")}, jobs=jobs)
        return self._save_or_show(request, form, "New plan", "Save")

    def edit_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Write the next version, starting from this one."""
        if not self.has_write_permission(request, pk):
            raise PermissionDenied
        version = get_object_or_404(PlanVersion, pk=pk)
        form = PlanTextForm(
            request.POST or None, initial={"text": plan_yaml(version=version)}, for_job=version.job
        )
        return self._save_or_show(request, form, f"Edit {version}", "Save as the next version")

    def of_job_view(self, request: HttpRequest, job_pk: int) -> HttpResponse:
        """Lead to the plan that invitations to the job use, or to the page on which its first one is made."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        jobs = Job.objects.visible_to(cast(User, request.user))
        newest = newest_plan(job=get_object_or_404(jobs, pk=job_pk))
        if newest is not None:
            return redirect("admin:interviews_planversion_change", newest.pk)
        messages.info(request, "This job has no plan yet. Save to have one drafted from its posting.")
        return redirect(f"{reverse('admin:interviews_planversion_add')}?job={job_pk}")

    @action(
        description="Edit as YAML",
        permissions=["write"],
        url_path="edit",
        icon="edit_note",
    )
    def edit(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Go on to the editor."""
        return redirect("admin:interviews_planversion_yaml", object_id)

    @display(description="Questions")
    def question_count(self, version: PlanVersion) -> int:
        """How many questions it holds."""
        return len(version.document["questions"])

    @coloured(
        description="Source",
        ordering="source",
        colours={"drafted": "warning", "imported": "info", "edited": "success"},
    )
    def source_label(self, version: PlanVersion) -> tuple[str, str]:
        """Where it came from, as a coloured word."""
        return version.source, version.get_source_display()

    def _save_or_show(
        self, request: HttpRequest, form: PlanTextForm, title: str, submit: str
    ) -> HttpResponse:
        assert isinstance(request.user, User)
        if form.is_valid():
            version, is_new = form.save(created_by=request.user)
            saved = f"{version} is saved. New invitations use it; links made before keep their plan."
            said = saved if is_new else f"Nothing was changed: {version} stays the newest."
            messages.success(request, said)
            return redirect("admin:interviews_planversion_change", version.pk)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": title,
            "form": form,
            "save_label": submit,
            "media": self.media + form.media,
            "plans": reverse("admin:interviews_planversion_changelist"),
        }
        return render(request, FORM_TEMPLATE, context, status=422 if form.errors else 200)


def _siblings(version: PlanVersion) -> list[PlanVersion]:
    return list(PlanVersion.objects.filter(job=version.job, key=version.key).order_by("-version"))
