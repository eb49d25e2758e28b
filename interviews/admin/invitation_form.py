"""The form that issues an invitation."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.models import User
from unfold.widgets import UnfoldAdminEmailInputWidget, UnfoldAdminTextInputWidget

from interviews.models import Candidate, Invitation, Patience
from interviews.services.errors import InterviewError
from interviews.services.invitations import check_invitation, issue_invitation
from interviews.services.words import clean_line


class InvitationForm(forms.ModelForm):
    """For somebody who is known, for somebody new, or for anyone who has the link."""

    candidate_name = forms.CharField(
        label="New candidate's name",
        required=False,
        max_length=200,
        widget=UnfoldAdminTextInputWidget(),
        help_text="Instead of choosing one above.",
    )
    candidate_email = forms.EmailField(
        label="New candidate's email", required=False, widget=UnfoldAdminEmailInputWidget()
    )

    class Meta:
        model = Invitation
        fields = ("job", "plan", "candidate", "extra_time", "patience", "expires_at")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        job: Any = self.fields["job"]
        # The admin has narrowed every choice to what its user may see: narrow further, never widen.
        job.queryset = job.queryset.open()
        job.help_text = "Published jobs only."
        plan: Any = self.fields["plan"]
        plan.required = False
        plan.help_text = "Leave empty for the job's newest plan."
        self.fields["extra_time"].required = False
        self.fields["patience"].required = False
        self.fields["expires_at"].help_text = "Leave empty for a link that works until you withdraw it."

    def clean_candidate_name(self) -> str:
        """One line, as a name is."""
        return clean_line(self.cleaned_data["candidate_name"])

    def clean(self) -> dict[str, Any]:
        """Refuse two candidates at once, and what the service would refuse."""
        data = super().clean() or self.cleaned_data
        if data.get("candidate") and data.get("candidate_name"):
            self.add_error("candidate_name", "Choose a candidate above or enter a new one here, not both.")
        if data.get("candidate_email") and not data.get("candidate_name"):
            self.add_error("candidate_name", "Enter the name that belongs to this email address.")
        try:
            if "job" in data:
                check_invitation(job=data["job"], plan=data.get("plan"))
        except InterviewError as error:
            self.add_error("plan", error.message)
        return data

    def issue(self, *, created_by: User) -> Invitation:
        """Return the invitation that was asked for."""
        data = self.cleaned_data
        candidate = data["candidate"]
        if data["candidate_name"]:
            candidate = Candidate.objects.create(name=data["candidate_name"], email=data["candidate_email"])
        return issue_invitation(
            job=data["job"],
            plan=data["plan"],
            candidate=candidate,
            expires_at=data["expires_at"],
            extra_time=data["extra_time"] or 0,
            patience=data["patience"] or Patience.STANDARD,
            created_by=created_by,
        )
