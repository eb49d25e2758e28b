"""What people type or hand in about a posting."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.http import HttpRequest

from jobs.errors import PostingError
from jobs.models import Job
from jobs.services.pasted import SHORTEST_TEXT, import_text, import_upload
from jobs.uploads import TOO_LARGE, check_size, was_too_large

LONGEST_TEXT = 50_000
NO_TITLE = "Enter the title of the job."
NO_TEXT = "Paste the text of the posting, or choose a file of it."
TOO_SHORT = "This is too short to prepare questions from. Paste the whole posting."


class PostingTextForm(forms.Form):
    """A posting whose page could not be read, as a person completes it: its text, or a file of it."""

    title = forms.CharField(label="Job title", max_length=300, required=False)
    company = forms.CharField(label="Company", max_length=300, required=False)
    text = forms.CharField(
        label="Text of the posting",
        max_length=LONGEST_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 12}),
        error_messages={
            "max_length": "This is longer than a posting. Paste only the part about this one position."
        },
    )
    file = forms.FileField(
        label="A file of the posting",
        required=False,
        allow_empty_file=True,
        help_text="PDF, HTML or text, up to 5 MB. It takes the place of the text above.",
        widget=forms.FileInput(attrs={"accept": ".pdf,.html,.htm,.txt,application/pdf,text/html,text/plain"}),
    )
    # What a page asks for although it may stay empty when a file is given.
    needed = ("title", "text")

    @classmethod
    def of_job(cls, job: Job) -> PostingTextForm:
        """The form filled in with what was found."""
        return cls(initial={"title": job.job_title, "company": job.company_name, "text": job.description})

    @classmethod
    def of_request(cls, request: HttpRequest) -> PostingTextForm:
        """The form as it was sent; a file that was dropped because of its size is said to be too large."""
        form = cls(request.POST, request.FILES)
        if was_too_large(request):
            form.errors.clear()
            form.add_error("file", TOO_LARGE)
        return form

    def clean(self) -> dict[str, Any]:
        """Ask for a title and a text, or for a file that has both."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if "file" in self.errors or data.get("file"):
            return data
        if not data.get("title") and "title" not in self.errors:
            self.add_error("title", NO_TITLE)
        text = data.get("text", "")
        if "text" not in self.errors and len(text) < SHORTEST_TEXT:
            self.add_error("text", TOO_SHORT if text else NO_TEXT)
        return data

    def clean_file(self) -> Any:
        """Refuse what is too large to be a posting."""
        check_size(self.cleaned_data["file"])
        return self.cleaned_data["file"]

    def complete(self, *, job: Job, user: User | None = None) -> bool:
        """Give the job its text; False, with the reason in the form, when that is not possible."""
        data = self.cleaned_data
        given = {"job": job, "title": data["title"], "company": data["company"], "created_by": user}
        file = data["file"]
        try:
            if file:
                import_upload(data=file.read(), name=file.name, **given)
            else:
                import_text(text=data["text"], **given)
        except PostingError as error:
            self.add_error("file" if file else "text", error.message)
            return False
        return True
