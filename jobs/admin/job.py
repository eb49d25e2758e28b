"""Curation of jobs: what recruiters see, correct, publish and invite to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django_htmx.http import HttpResponseClientRedirect
from simple_history.admin import SimpleHistoryAdmin
from unfold.admin import ModelAdmin
from unfold.decorators import action, display
from unfold.enums import ActionVariant
from unfold.forms import BaseDialogForm

from jobs.admin.dialogs import ADD_DIALOG, CLOSE_DIALOG, PUBLISH_DIALOG, REOPEN_DIALOG, AddressForm
from jobs.errors import PostingError
from jobs.models import Intake, Job, Snapshot
from jobs.scraping.posting import FIELDS
from jobs.services.intake import start_intake
from jobs.services.pasted import settle_intakes
from jobs.services.publishing import close_job, publish_job, reopen_job

LONGEST_PAGE = 20_000
NEXT_ACTIONS = {
    "draft": ("plan", "publish", "close"),
    "published": ("plan", "invite", "close"),
    "closed": ("plan", "reopen"),
}


@admin.register(Job)
class JobAdmin(SimpleHistoryAdmin, ModelAdmin):
    """Draft, published and closed jobs, each with where its words came from."""

    list_display = (
        "title",
        "company_name",
        "location",
        "status_label",
        "reading",
        "created_at",
        "updated_at",
    )
    list_filter = ("status", "origin", "created_at")
    search_fields = ("job_title", "company_name", "location", "source_url")
    date_hierarchy = "created_at"
    actions_list = ("add_from_address",)
    actions_row = ("plan", "invite", "publish", "close", "reopen")
    actions_detail = ("plan", "invite", "publish", "close", "reopen")
    readonly_fields = (
        "status",
        "origin",
        "intake_log",
        "page_text",
        "created_by",
        "created_at",
        "updated_at",
    )
    fieldsets = (
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
                ),
            },
        ),
        ("Text", {"classes": ("tab",), "fields": ("description", "requirements", "company_info")}),
        (
            "State",
            {
                "classes": ("tab",),
                "fields": ("status", "origin", "created_by", "created_at", "updated_at"),
            },
        ),
        ("Source", {"classes": ("tab",), "fields": ("intake_log", "page_text")}),
    )
    add_fieldsets = fieldsets[:2]
    warn_unsaved_form = True
    compressed_fields = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Job]:
        """The list shows how the reading of each job went."""
        jobs: QuerySet[Job] = super().get_queryset(request)
        return jobs.prefetch_related("intakes")

    def get_fieldsets(self, request: HttpRequest, obj: Job | None = None) -> Any:
        """A new job has no state and no source yet."""
        return self.fieldsets if obj else self.add_fieldsets

    def get_form(
        self, request: HttpRequest, obj: Job | None = None, change: bool = False, **kwargs: Any
    ) -> Any:
        """Show beside each field where its value was found."""
        if obj:
            kwargs["help_texts"] = {name: _origin_of(obj, name) for name in FIELDS if name in obj.provenance}
        return super().get_form(request, obj, change, **kwargs)

    def save_model(self, request: HttpRequest, obj: Job, form: Any, change: bool) -> None:
        """A job that a recruiter gave its text waits for nothing any more."""
        if not change:
            obj.created_by = cast(User, request.user)
        super().save_model(request, obj, form, change)
        if obj.has_text:
            settle_intakes(job=obj)

    def get_actions_detail(self, request: HttpRequest, object_id: int) -> list[Any]:
        """Offer only what fits the job's status."""
        status = Job.objects.filter(pk=object_id).values_list("status", flat=True).first()
        fitting = {f"jobs_job_{name}" for name in NEXT_ACTIONS.get(status or "", ())}
        offered = super().get_actions_detail(request, object_id)
        return [item for item in offered if item.action_name in fitting]

    def get_urls(self) -> list[URLPattern]:
        """Add the page that shows how far a posting is read."""
        view = self.admin_site.admin_view(self.reading_view)
        return [path("<int:pk>/reading/", view, name="jobs_job_reading"), *super().get_urls()]

    def reading_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Wait for the latest intake, then show the job with what came out."""
        job = get_object_or_404(Job, pk=pk)
        if not self.has_view_permission(request, job):
            raise PermissionDenied
        intake = job.intakes.first()
        if intake and intake.is_waiting:
            context = {
                **self.admin_site.each_context(request),
                "title": "Reading the posting",
                "intake": intake,
            }
            return render(request, "jobs/admin_reading.html", context)
        _report(request, intake)
        return redirect("admin:jobs_job_change", job.pk)

    def revert_disabled(self, request: HttpRequest, obj: Job | None = None) -> bool:
        """Offer no way back: with the words, it would bring back the status and the address of then."""
        return True

    def history_form_view(
        self, request: HttpRequest, object_id: str, version_id: str, extra_context: Any = None
    ) -> HttpResponse:
        """Show the job as it was; the library would save a form from anybody who may look."""
        if request.method not in {"GET", "HEAD"}:
            raise PermissionDenied
        return super().history_form_view(request, object_id, version_id, extra_context)

    @action(
        description="Add from a URL",
        permissions=["add"],
        url_path="add-from-url",
        icon="link",
        variant=ActionVariant.PRIMARY,
        dialog={**ADD_DIALOG, "form_class": AddressForm},
    )
    def add_from_address(self, request: HttpRequest, form: AddressForm) -> HttpResponse:
        """Start the reading of a posting."""
        url = form.cleaned_data["url"]
        # Only signed-in recruiters come here.
        recruiter = cast(User, request.user)
        now = timezone.now()
        intake = start_intake(url=url, created_by=recruiter, origin=Job.Origin.RECRUITER, now=now)
        return HttpResponseClientRedirect(reverse("admin:jobs_job_reading", args=[intake.job_id]))

    @action(description="Plan", permissions=["view"], url_path="plan", icon="checklist")
    def plan(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Go on to what will be asked."""
        return redirect("admin:interviews_planversion_of_job", int(object_id))

    @action(description="Invite", permissions=["change"], url_path="invite", icon="send")
    def invite(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Go on to a new invitation for this job."""
        if get_object_or_404(Job, pk=object_id).status != Job.Status.PUBLISHED:
            messages.warning(request, "Publish this job first. Then people can be invited to it.")
            return redirect("admin:jobs_job_change", object_id)
        return redirect(f"{reverse('admin:interviews_invitation_add')}?job={int(object_id)}")

    @action(description="Publish", permissions=["change"], url_path="publish", dialog=PUBLISH_DIALOG)
    def publish(self, request: HttpRequest, form: BaseDialogForm, object_id: int) -> HttpResponse:
        """Open a draft to candidates."""
        return _change(request, object_id, publish_job, "is published")

    @action(description="Close", permissions=["change"], url_path="close", dialog=CLOSE_DIALOG)
    def close(self, request: HttpRequest, form: BaseDialogForm, object_id: int) -> HttpResponse:
        """Close a job to candidates."""
        return _change(request, object_id, close_job, "is closed")

    @action(description="Reopen", permissions=["change"], url_path="reopen", dialog=REOPEN_DIALOG)
    def reopen(self, request: HttpRequest, form: BaseDialogForm, object_id: int) -> HttpResponse:
        """Open a closed job again."""
        return _change(request, object_id, reopen_job, "is open again")

    @display(description="Title", ordering="job_title")
    def title(self, job: Job) -> str:
        """The title, or the address while there is none."""
        return str(job)

    @display(
        description="Status",
        ordering="status",
        label={"draft": "warning", "published": "success", "closed": "info"},
    )
    def status_label(self, job: Job) -> tuple[str, str]:
        """The status as a coloured word."""
        return job.status, job.get_status_display()

    @display(description="Reading", label={"needs_text": "danger", "done": "success"})
    def reading(self, job: Job) -> tuple[str, str] | None:
        """How the latest reading of its posting went."""
        latest = next(iter(job.intakes.all()), None)
        return (latest.status, latest.get_status_display()) if latest else None

    @display(description="Readings of the posting")
    def intake_log(self, job: Job) -> SafeString:
        """Every reading, newest first."""
        rows = (
            (
                f"{item.created_at:%Y-%m-%d %H:%M}",
                item.get_status_display(),
                item.problem or "no problem",
                item.url,
            )
            for item in job.intakes.all()
        )
        log = format_html_join("", "<li>{} · {} · {}<br>{}</li>", rows)
        return (
            format_html('<ul class="leading-relaxed">{}</ul>', log) if log else mark_safe("Typed by a person")
        )

    @display(description="The page as it was read")
    def page_text(self, job: Job) -> SafeString:
        """The newest page in its source form, escaped."""
        snapshot = Snapshot.objects.filter(intake__job=job).order_by("-pk").first()
        if snapshot is None:
            return mark_safe("No page was read.")
        return format_html(
            "<p>{}, HTTP {}, {}, SHA-256 {}</p>"
            '<pre class="max-h-96 overflow-auto text-xs whitespace-pre-wrap">{}</pre>',
            snapshot.final_url,
            snapshot.http_status,
            f"{snapshot.fetched_at:%Y-%m-%d %H:%M}",
            snapshot.sha256,
            snapshot.body[:LONGEST_PAGE],
        )


def _origin_of(job: Job, name: str) -> SafeString:
    """A sentence that says where a field's value was found."""
    where = job.provenance[name]
    text = "Found in {}, {} ({}\N{NO-BREAK SPACE}% sure): {}"
    return format_html(
        text, where["source"], where["path"], round(where["confidence"] * 100), where["snippet"]
    )


def _report(request: HttpRequest, intake: Intake | None) -> None:
    if intake is None or intake.status == Intake.Status.DONE:
        messages.success(request, "The posting is read. Check what was found, then publish the job.")
    else:
        messages.warning(request, f"{intake.problem} We kept what was found. Fill in the rest here.")


def _change(request: HttpRequest, pk: int, service: Callable[..., Job], outcome: str) -> HttpResponse:
    job = get_object_or_404(Job, pk=pk)
    try:
        service(job=job)
    except PostingError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, f"“{job}” {outcome}.")
    return HttpResponseClientRedirect(reverse("admin:jobs_job_change", args=[job.pk]))
