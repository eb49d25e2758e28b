"""Interviews: the list, and the page on which one is followed while it happens and read afterwards."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django_htmx.http import HttpResponseClientRedirect
from unfold.admin import ModelAdmin
from unfold.decorators import action, display
from unfold.forms import BaseDialogForm

from interviews.admin.filters import ToReadFilter
from interviews.admin.latency import LatencyMixin, interview_waterfall
from interviews.admin.ledger import ledger
from interviews.admin.recording import RecordingMixin, shown_recordings
from interviews.admin.transcript import duration, ending, event_log, transcript, typical_latency
from interviews.models import Interview
from interviews.services.room_view import current_progress
from interviews.services.sessions import mark_read, stop_interview
from jobs.admin.labels import coloured
from jobs.admin.scoping import JOB_TEXTS, JobFilter, ScopedAdmin
from livekit_bridge.rooms import BridgeUnavailable, bridge

# The status with which htmx stops polling.
STOP_POLLING = 286
STATUS_COLOURS = {
    "created": "info",
    "consented": "info",
    "live": "warning",
    "finished": "success",
    "left": "primary",
    "abandoned": "danger",
}
STOP_DIALOG = {
    "title": "Stop this interview?",
    "description": "The candidate is disconnected and cannot go on. What was said stays stored.",
    "form_class": None,
    "form_submit_text": "Stop the interview",
}
READ_DIALOG = {
    "title": "Mark this interview as read?",
    "description": "It leaves the list of interviews to read, for everybody.",
    "form_class": None,
    "form_submit_text": "Mark as read",
}


@admin.register(Interview)
class InterviewAdmin(LatencyMixin, RecordingMixin, ScopedAdmin, ModelAdmin):
    """Read-only: interviews are records. The one thing to do is to stop one, or to mark it as read."""

    list_display = (
        "who",
        "job",
        "posting_label",
        "status_label",
        "mode",
        "question",
        "started_at",
        "length",
    )
    list_filter = ("status", ToReadFilter, "mode", ("job", JobFilter))
    list_select_related = ("job", "plan", "candidate")
    list_filter_submit = True
    search_fields = ("candidate__name", "candidate__email", "candidate_name", "job__job_title", "public_id")
    date_hierarchy = "created_at"
    actions = None
    list_per_page = 50
    show_full_result_count = False
    actions_detail = ("read", "stop")
    change_form_template = "admin/interviews/interview/page.html"
    change_list_template = "admin/interviews/interview/list.html"

    class Media:
        css = {"all": ("interviews/admin/admin.css", "interviews/admin/latency.css")}

    def get_readonly_fields(self, request: HttpRequest, obj: Interview | None = None) -> list[str]:
        """Every field."""
        return [field.name for field in Interview._meta.fields]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Interviews begin with a link."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Interview | None = None) -> bool:
        """Nothing in a record is edited."""
        return False

    def has_act_permission(self, request: HttpRequest, object_id: object = None) -> bool:
        """Who may stop an interview, or say that it was read."""
        return request.user.has_perm("interviews.change_interview") and self.is_in_scope(request, object_id)

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> Any:
        """Offer what can be done with this one: stop it while it runs, then read it."""
        on_offer = {
            "stop": Interview.objects.unfinished().filter(pk=object_id).exists(),
            "read": Interview.objects.to_read().filter(pk=object_id).exists(),
        }
        actions = super().get_actions_detail(request, object_id)
        return [item for item in actions if on_offer[item.method.original_function_name]]

    def get_urls(self) -> list[URLPattern]:
        """Add the part of the page that refreshes itself."""
        live = self.admin_site.admin_view(self.live_view)
        return [path("<int:pk>/live/", live, name="interviews_interview_live"), *super().get_urls()]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Refresh the list while an interview in it is going on, or may begin."""
        ready = (Interview.Status.CONSENTED, Interview.Status.LIVE)
        changing = self.get_queryset(request).filter(status__in=ready).exists()
        return super().changelist_view(request, {**(extra_context or {}), "is_changing": changing})

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show the interview instead of a form."""
        interview = self.get_object(request, object_id)
        context = interview_context(interview) if interview is not None else {}
        # Its history is the log on the page: the admin's own is of changes by hand, of which there are none.
        context = {**(extra_context or {}), **context, "show_history": False}
        return super().change_view(request, object_id, form_url, context)

    def live_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The transcript and all around it as they are now; tells htmx to stop after the end."""
        interview = get_object_or_404(self.get_queryset(request), pk=pk)
        if not self.has_view_permission(request, interview):
            raise PermissionDenied
        template = "admin/interviews/interview/page.html#live"
        status = STOP_POLLING if interview.is_over and request.htmx else 200  # type: ignore[attr-defined]
        context = {**interview_context(interview), "refreshed": True}
        return render(request, template, context, status=status)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Interview]:
        """With what the pages show of each."""
        related = ("job", "plan", "candidate", "invitation")
        return super().get_queryset(request).select_related(*related).defer(*JOB_TEXTS)

    @action(
        description="Stop",
        permissions=["act"],
        url_path="stop",
        icon="stop_circle",
        dialog=STOP_DIALOG,
    )
    def stop(self, request: HttpRequest, form: BaseDialogForm, object_id: int) -> HttpResponse:
        """End the interview for the candidate, too."""
        interview = get_object_or_404(self.get_queryset(request), pk=object_id)
        if stop_interview(interview=interview, stopped_by=request.user.get_username(), now=timezone.now()):
            _empty_room(request, interview)
            messages.success(request, "The interview is stopped.")
        else:
            messages.info(request, "The interview was over already.")
        return _back_to(object_id)

    @action(
        description="Mark as read",
        permissions=["act"],
        url_path="read",
        icon="done_all",
        dialog=READ_DIALOG,
    )
    def read(self, request: HttpRequest, form: BaseDialogForm, object_id: int) -> HttpResponse:
        """Take the interview off the list of those to read."""
        interview = get_object_or_404(self.get_queryset(request), pk=object_id)
        if mark_read(interview=interview, now=timezone.now()):
            messages.success(request, "Marked as read.")
        return _back_to(object_id)

    @display(description="Candidate", ordering="candidate__name")
    def who(self, interview: Interview) -> str:
        """The name as far as it is known."""
        return interview.display_name or "No name given"

    @coloured(description="Status", ordering="status", colours=STATUS_COLOURS)
    def status_label(self, interview: Interview) -> tuple[str, str]:
        """The status as a coloured word."""
        return interview.status, interview.get_status_display()

    @display(description="Question")
    def question(self, interview: Interview) -> str:
        """How far it is, as "2 of 5"."""
        now = current_progress(interview=interview, now=timezone.now())
        return f"{now.question_number} of {now.question_count}"

    @display(description="Length")
    def length(self, interview: Interview) -> str:
        """How long it took so far, m:ss."""
        return duration(interview, timezone.now())

    @coloured(description="Posting", colours={"older": "warning"})
    def posting_label(self, interview: Interview) -> tuple[str, str] | None:
        """Marks an interview whose job reads differently by now."""
        return ("older", "Older posting") if has_older_posting(interview) else None


def has_older_posting(interview: Interview) -> bool:
    """Whether the job's words changed after the interview was made."""
    changed_at = interview.job.content_changed_at
    return changed_at is not None and interview.created_at < changed_at


def interview_context(interview: Interview) -> dict[str, Any]:
    """Return everything the page of an interview shows."""
    now = timezone.now()
    return {
        "interview": interview,
        "is_older": has_older_posting(interview),
        "status_colour": STATUS_COLOURS[interview.status],
        "progress": current_progress(interview=interview, now=now),
        "duration": duration(interview, now),
        "ending": ending(interview),
        "latency": typical_latency(interview),
        "waterfall": interview_waterfall(interview),
        "recordings": shown_recordings(interview),
        "lines": transcript(interview),
        "ledger": ledger(interview),
        "log": event_log(interview),
        "consents": interview.consents.order_by("given_at"),
        "candidate_page": _candidate_page(interview),
    }


def _candidate_page(interview: Interview) -> str:
    """Where the candidate takes part; empty for an interview that began with no link."""
    link = interview.invitation
    return reverse("interviews:entry", args=[link.public_id]) if link is not None else ""


def _back_to(pk: int) -> HttpResponse:
    return HttpResponseClientRedirect(reverse("admin:interviews_interview_change", args=[pk]))


def _empty_room(request: HttpRequest, interview: Interview) -> None:
    try:
        bridge().close_room(interview.room_name)
    except BridgeUnavailable:
        # The agent finds its lease gone and leaves by itself; the candidate's page sees the status.
        messages.warning(request, "The media server did not answer, so the room closes a little later.")
