"""Plans: read as a person reads, edited in a form or as YAML, kept as versions."""

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
from unfold.decorators import action

from interviews.admin.plan_editor import PlanEditorMixin, say_saved
from interviews.admin.plan_form import NewPlanForm, PlanTextForm
from interviews.admin.plan_list import PlanListMixin, VersionsFilter
from interviews.admin.plan_page import page_context
from interviews.admin.plan_versions import newest_of
from interviews.admin.rehearsal import RehearsalMixin
from interviews.models import PlanVersion
from interviews.services.plans import newest_plan, plan_yaml
from jobs.admin.scoping import JobFilter, ScopedAdmin, sees_everything
from jobs.models import Job

FORM_TEMPLATE = "admin/interviews/planversion/form.html"


@admin.register(PlanVersion)
class PlanVersionAdmin(PlanListMixin, PlanEditorMixin, RehearsalMixin, ScopedAdmin, ModelAdmin):
    """A version is never changed, used or not: links, files and other people's pages refer to it."""

    list_filter = (VersionsFilter, ("job", JobFilter), "source", "language")
    list_select_related = ("job",)
    search_fields = ("title", "key", "job__job_title", "job__company_name")
    ordering = ("-created_at",)
    actions = None
    list_per_page = 50
    list_filter_submit = True
    show_full_result_count = False
    actions_detail = ("edit", "rehearse", "edit_yaml", "download")
    change_form_template = "admin/interviews/planversion/page.html"

    class Media:
        css = {"all": ("jobs/admin.css", "interviews/admin/admin.css", "interviews/admin/plan.css")}

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
        """Add the YAML of a version, to write the next one in and as a file, and the way to it from a job."""
        wrap = self.admin_site.admin_view
        return [
            path("<int:pk>/yaml/", wrap(self.yaml_view), name="interviews_planversion_yaml"),
            path("<int:pk>/export/", wrap(self.export_view), name="interviews_planversion_export"),
            path("of-job/<int:job_pk>/", wrap(self.of_job_view), name="interviews_planversion_of_job"),
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
        context = page_context(request, version) if version is not None else {}
        # Its history are the versions on the page: none of them is ever changed.
        context = {**(extra_context or {}), **context, "show_history": False}
        return super().change_view(request, object_id, form_url, context)

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Draft a plan for a job, or take one that is written already."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        jobs = Job.objects.visible_to(cast(User, request.user))
        initial = {"job": request.GET.get("job")}
        form = NewPlanForm(request.POST or None, request.FILES or None, initial=initial, jobs=jobs)
        back = reverse("admin:interviews_planversion_changelist"), "Back to the plans"
        return self._save_or_show(request, form, "New plan", "Make the plan", back)

    def yaml_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Write the next version as YAML, starting from this one, or take a file of it."""
        if not self.has_write_permission(request, pk):
            raise PermissionDenied
        version = get_object_or_404(PlanVersion, pk=pk)
        initial = {"text": plan_yaml(version=version), "seen": newest_of(version).pk}
        form = PlanTextForm(request.POST or None, request.FILES or None, initial=initial, for_job=version.job)
        back = reverse("admin:interviews_planversion_change", args=[pk]), "Back to the plan"
        return self._save_or_show(request, form, f"Edit {version}", "Save as the next version", back)

    def export_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Hand out a version as a file."""
        version = get_object_or_404(self.get_queryset(request), pk=pk)
        if not self.has_view_permission(request, version):
            raise PermissionDenied
        response = HttpResponse(plan_yaml(version=version), content_type="application/yaml; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{version.key}-v{version.version}.yaml"'
        return response

    def of_job_view(self, request: HttpRequest, job_pk: int) -> HttpResponse:
        """Lead to the plan that invitations to the job use, or to the page on which its first one is made."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        jobs = Job.objects.visible_to(cast(User, request.user))
        newest = newest_plan(job=get_object_or_404(jobs, pk=job_pk))
        if newest is not None:
            return redirect("admin:interviews_planversion_change", newest.pk)
        messages.info(request, "This job has no plan yet. Here one is drafted from its posting.")
        return redirect(f"{reverse('admin:interviews_planversion_add')}?job={job_pk}")

    @action(description="Edit", permissions=["write"], url_path="edit", icon="edit_note")
    def edit(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Go on to the editor."""
        return redirect("admin:interviews_planversion_editor", object_id)

    @action(description="Edit as YAML", permissions=["write"], url_path="edit-yaml", icon="code")
    def edit_yaml(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Go on to the text."""
        return redirect("admin:interviews_planversion_yaml", object_id)

    @action(description="Download", permissions=["view"], url_path="download", icon="download")
    def download(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Go on to the file."""
        return redirect("admin:interviews_planversion_export", object_id)

    def _save_or_show(
        self, request: HttpRequest, form: PlanTextForm, title: str, submit: str, back: tuple[str, str]
    ) -> HttpResponse:
        version = form.save(created_by=cast(User, request.user)) if form.is_valid() else None
        if version is not None:
            say_saved(request, version, is_new=form.is_new)
            return redirect("admin:interviews_planversion_change", version.pk)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": title,
            "form": form,
            "save_label": submit,
            "media": self.media + form.media,
            "back": back[0],
            "back_label": back[1],
        }
        return render(request, FORM_TEMPLATE, context, status=422 if form.errors else 200)
