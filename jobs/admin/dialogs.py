"""What the admin asks before it acts on a job."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest
from unfold.forms import BaseDialogForm
from unfold.widgets import UnfoldAdminTextInputWidget

from jobs.admin.field_words import change_words
from jobs.errors import PostingError
from jobs.models import Job
from jobs.services.intake import check_address
from jobs.services.publishing import describe_last_change

ADD_DIALOG = {
    "title": "Add a job from its posting",
    "description": "We read that one page and fill in what it says. You check it before anyone is invited.",
    "form_submit_text": "Read the posting",
}
PUBLISH_DIALOG = {
    "title": "Publish this job?",
    "description": "Candidates can then be invited to it.",
    "form_class": None,
    "form_submit_text": "Publish",
}
CLOSE_DIALOG = {
    "title": "Close this job?",
    "description": "Its links stop working for new interviews. Interviews that were held stay.",
    "form_class": None,
    "form_submit_text": "Close",
}
REOPEN_DIALOG = {
    "title": "Reopen this job?",
    "description": "Candidates can be invited to it again.",
    "form_class": None,
    "form_submit_text": "Reopen",
}
REJECT_DIALOG = {
    "title": "Reject this job?",
    "description": "It leaves the review queue, and nobody can be invited to it. You can restore it later.",
    "form_class": None,
    "form_submit_text": "Reject",
}
RESTORE_DIALOG = {
    "title": "Restore this job?",
    "description": "It is a draft again and waits for review.",
    "form_class": None,
    "form_submit_text": "Restore",
}
LOOK_DIALOG = {
    "title": "Look at the page again?",
    "description": (
        "We read the posting's page once more. What nobody wrote by hand is brought up to date; where a "
        "person wrote something else, you are asked. The version of today stays stored."
    ),
    "form_class": None,
    "form_submit_text": "Look again",
}


class AddressForm(BaseDialogForm):
    """The address of a posting."""

    url = forms.CharField(
        label="Address of the posting",
        max_length=2000,
        widget=UnfoldAdminTextInputWidget(
            attrs={"inputmode": "url", "autocomplete": "off", "autofocus": True}
        ),
    )

    def clean_url(self) -> str:
        """Refuse what is no address, in the dialog."""
        try:
            return check_address(url=self.cleaned_data["url"])
        except PostingError as error:
            raise forms.ValidationError(error.message) from error


class UndoForm(BaseDialogForm):
    """Says what comes back before the last change of the job's words is undone."""

    form_before_template = "jobs/admin_job_undo.html"

    # The change that the person saw; another one that came meanwhile is not undone in its place.
    expected = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, request: HttpRequest, object_id: int | str | None = None, **kwargs: Any) -> None:
        super().__init__(request, object_id, **kwargs)
        job = Job.objects.filter(pk=object_id).first() if object_id else None
        self.change = describe_last_change(job=job) if job and not self.is_bound else None
        self.initial["expected"] = self.change.key if self.change else None

    def get_before_template_context(
        self, request: HttpRequest, object_id: int | str | None = None
    ) -> dict[str, Any]:
        """What is there now, and what comes back."""
        fields = self.change.fields if self.change else {}
        changes = [change_words(name, now, then) for name, (now, then) in sorted(fields.items())]
        return {"change": self.change, "changes": changes}


UNDO_DIALOG = {
    "title": "Undo the last change?",
    "description": "The job's words become what they were before. Its status stays as it is.",
    "form_class": UndoForm,
    "form_submit_text": "Undo it",
}
