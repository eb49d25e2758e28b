"""What the admin asks before it acts on a job."""

from __future__ import annotations

from django import forms
from unfold.forms import BaseDialogForm
from unfold.widgets import UnfoldAdminTextInputWidget

from jobs.errors import PostingError
from jobs.services.intake import check_address

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
