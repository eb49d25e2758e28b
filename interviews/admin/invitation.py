"""Invitations: links that are made, sent and withdrawn."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django_htmx.http import HttpResponseClientRedirect
from unfold.admin import ModelAdmin
from unfold.decorators import action, display
from unfold.forms import BaseDialogForm

from interviews.admin.invitation_form import InvitationForm
from interviews.models import Interview, Invitation
from interviews.services.invitations import invitation_url, revoke_invitation
from interviews.speech.languages import typed_only
from jobs.admin.labels import coloured
from jobs.admin.scoping import JOB_TEXTS, JobFilter, ScopedAdmin

REVOKE_DIALOG = {
    "title": "Withdraw this link?",
    "description": "Nobody can start an interview with it, or come back to one. What was said stays stored; "
    "an interview that is being spoken right now goes on until you stop it.",
    "form_class": None,
    "form_submit_text": "Withdraw",
}


@admin.register(Invitation)
class InvitationAdmin(ScopedAdmin, ModelAdmin):
    """Who may be interviewed for what, until when."""

    list_display = ("who", "job", "status_label", "expires_at", "interview_count", "created_at")
    list_filter = (("job", JobFilter), "created_at")
    list_select_related = ("job", "plan", "candidate")
    search_fields = ("candidate__name", "candidate__email", "job__job_title", "public_id")
    autocomplete_fields = ("job", "plan", "candidate")
    actions = None
    list_per_page = 50
    list_filter_submit = True
    show_full_result_count = False
    actions_detail = ("revoke",)
    actions_row = ("revoke",)
    add_fields = (
        "job",
        "plan",
        "candidate",
        "candidate_name",
        "candidate_email",
        "extra_time",
        "patience",
        "expires_at",
    )
    fields = (
        "link",
        "state",
        "job",
        "plan",
        "candidate",
        "extra_time",
        "patience",
        "expires_at",
        "held",
        "created_by",
        "created_at",
    )

    class Media:
        css = {"all": ("interviews/admin/admin.css",)}
        js = ("interviews/admin/copy.js", "interviews/admin/names.js")

    def get_fields(self, request: HttpRequest, obj: Invitation | None = None) -> Any:
        """A new invitation asks; a stored one shows."""
        return self.fields if obj else self.add_fields

    def get_readonly_fields(self, request: HttpRequest, obj: Invitation | None = None) -> Any:
        """Of a stored invitation only the last day may change: whom it is for and what is asked may not."""
        return [name for name in self.fields if name != "expires_at"] if obj else ()

    def get_form(
        self, request: HttpRequest, obj: Invitation | None = None, change: bool = False, **kwargs: Any
    ) -> Any:
        """The form that issues, or the plain one."""
        own = {"help_texts": {"candidate": ""}} if obj else {"form": InvitationForm}
        return super().get_form(request, obj, change, **own, **kwargs)

    def save_form(self, request: HttpRequest, form: Any, change: bool) -> Invitation:
        """Issue a new invitation through its service."""
        if change:
            return super().save_form(request, form, change)
        assert isinstance(request.user, User)
        return form.issue(created_by=request.user)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """There is nothing beside the invitation itself."""

    def response_add(
        self, request: HttpRequest, obj: Invitation, post_url_continue: str | None = None
    ) -> HttpResponse:
        """Show the link that is to be sent."""
        messages.success(request, "The invitation is ready. Copy the link and send it.")
        if typed := typed_only(obj.plan.language):
            messages.warning(request, typed)
        return redirect("admin:interviews_invitation_change", obj.pk)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Invitation]:
        """Count the interviews along with the links; nothing here shows the texts of their jobs."""
        held = Interview.objects.filter(invitation=OuterRef("pk")).order_by().values("invitation")
        count = Coalesce(Subquery(held.annotate(number=Count("pk")).values("number")), 0)
        return super().get_queryset(request).annotate(interview_count=count).defer(*JOB_TEXTS)

    @action(
        description="Withdraw",
        permissions=["change"],
        url_path="revoke",
        icon="link_off",
        dialog=REVOKE_DIALOG,
    )
    def revoke(self, request: HttpRequest, form: BaseDialogForm, object_id: int) -> HttpResponse:
        """Make the link useless."""
        invitation = get_object_or_404(self.get_queryset(request), pk=object_id)
        revoke_invitation(invitation=invitation, now=timezone.now())
        messages.success(request, "The link is withdrawn.")
        return HttpResponseClientRedirect(reverse("admin:interviews_invitation_change", args=[object_id]))

    @display(description="For", ordering="candidate__name")
    def who(self, invitation: Invitation) -> str:
        """The candidate, or everybody."""
        return str(invitation.candidate or "Anyone with the link")

    @display(description="Link")
    def link(self, invitation: Invitation) -> SafeString:
        """The whole address, with a button that copies it."""
        return format_html(
            '<span class="copy"><code id="link">{}</code>'
            '<button type="button" data-copy="link">Copy</button></span>',
            invitation_url(invitation=invitation),
        )

    @coloured(description="Status", colours={"withdrawn": "danger", "expired": "warning", "open": "success"})
    def status_label(self, invitation: Invitation) -> tuple[str, str]:
        """Whether the link still opens an interview."""
        return _state(invitation)

    @display(description="State")
    def state(self, invitation: Invitation) -> str:
        """The same in plain words, for the page."""
        return _state(invitation)[1]

    @display(description="Interviews", ordering="interview_count")
    def interview_count(self, invitation: Invitation) -> int:
        """How many began with this link."""
        return int(invitation.interview_count)  # type: ignore[attr-defined]

    @display(description="Interviews")
    def held(self, invitation: Invitation) -> SafeString | str:
        """The interviews that began with this link."""
        rows = (
            (reverse("admin:interviews_interview_change", args=[item.pk]), item, item.get_status_display())
            for item in invitation.interviews.select_related("candidate", "job")
        )
        return format_html_join("", '<p><a class="plain-link" href="{}">{}</a>, {}</p>', rows) or "None yet"


def _state(invitation: Invitation) -> tuple[str, str]:
    if invitation.revoked_at is not None:
        return "withdrawn", "Withdrawn"
    return ("open", "Open") if invitation.is_usable(timezone.now()) else ("expired", "Expired")
